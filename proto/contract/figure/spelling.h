/*
 * Spelling: whether two texts are the same but for how they were typed.
 *
 * "96％", "96 %" and "96%" are one text, and so are "平方⽶" out of a PDF and "平方米". A text is folded: compatibility
 * forms become plain ones as Unicode's NFKC does it, of all that forms print (full-width signs, squared units, digits
 * raised, lowered or in circles, the radicals that PDF files hold for characters); dashes and the signs of comparison
 * become one of their kind; what is seen as nothing is dropped. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_FIGURE_SPELLING_H
#define PROTO_CONTRACT_FIGURE_SPELLING_H

#include <stdbool.h>
#include <stddef.h>

#define JX_FOLDED_CHAR_BYTES 8 /* of the longest: "km2", "20."; with its terminator */

/** Fold a text.
 *
 * @param out  of size bytes, at least 1. What does not fit is cut at a character.
 * @return bytes written, without the terminator; no more than the text has.
 */
size_t jx_spelling_fold(const char *text, char *out, size_t size);

/** True when two texts of any length are one once folded. */
bool jx_spelling_equal(const char *a, const char *b);

/** True for a text that folds to itself, as nearly all do: to be told without writing it anew. */
bool jx_spelling_is_plain(const char *text);

/** True for the mark of a box that holds no value: dashes, "/", "*", "无", "未统计" and the like, and nothing at all. */
bool jx_spelling_is_mark(const char *text);

/** What follows a word for none: "投诉" of "零投诉" and "没有投诉"; NULL for a text that begins with none, or is none alone.
 *
 * @param folded  as jx_spelling_fold() writes it.
 */
const char *jx_spelling_after_none(const char *folded);

/** True for a word that says none of what is counted: "无", "没有", "未发生", "零". "0" is a number. */
bool jx_spelling_is_none(const char *text);

#endif
