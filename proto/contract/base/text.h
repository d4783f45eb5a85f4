/*
 * Text: bounded copies that never cut a character, and the check that bytes are UTF-8 fit for keeping.
 *
 * Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_BASE_TEXT_H
#define PROTO_CONTRACT_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Copy text into a buffer; when it is too long, cut before the character that does not fit.
 *
 * @param size  of out in bytes; 0 writes nothing.
 * @return bytes written, without the terminator.
 */
size_t jx_text_copy(char *out, size_t size, const char *text);

/** Like jx_text_copy(), of the first n bytes of text. */
size_t jx_text_copy_n(char *out, size_t size, const char *text, size_t n);

/** Tell where text stops being well-formed UTF-8 without NUL.
 *
 * Refuses overlong forms, surrogates and code points above U+10FFFF.
 * @return the offset of the first bad byte; n when all is well.
 * @source Unicode 15, table 3-7.
 */
size_t jx_text_bad_utf8(const char *text, size_t n);

/** Read a whole number: decimal digits and nothing else, no sign, no white space, no leading zero but "0" itself.
 *
 * @param max  the largest number that is taken.
 * @param ret_number  set on true only.
 */
bool jx_text_u64(const char *text, uint64_t max, uint64_t *ret_number);

/** Write a number without snprintf(), which costs ten times as much: for what is written for every row of a report.
 *
 * @param size  of out; what does not fit is cut.
 * @return bytes written, without the terminator.
 */
size_t jx_text_put_u64(char *out, size_t size, uint64_t number);

/** Bytes of a word that a text begins with; 0 when it begins with another. Ends where they differ, so that a list of words
 * is gone through without measuring each.
 */
static inline size_t jx_text_begins_with(const char *text, const char *word)
{
	size_t n = 0;
	while (word[n] != '\0' && text[n] == word[n])
		n++;
	return word[n] == '\0' ? n : 0;
}

#endif
