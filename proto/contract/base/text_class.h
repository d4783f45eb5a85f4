/*
 * What a character does on a screen and says to a reader.
 *
 * One table for everybody: the client and the daemon escape by it what they print, requests and reports are refused by it,
 * and a text that says nothing explains nothing. Private use is shown: rare names of people and places are printed
 * with such characters. So is what is not assigned yet, or every new script would be refused. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_BASE_TEXT_CLASS_H
#define PROTO_CONTRACT_BASE_TEXT_CLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** From harmless to harmful. */
enum jx_char_class {
	JX_CHAR_SHOWN,
	JX_CHAR_SPACE, /* seen as nothing: spaces of any width, the blank Braille pattern */
	JX_CHAR_JOINER, /* shapes its neighbours: variation selectors, zero width joiners; some scripts need them */
	JX_CHAR_INVISIBLE, /* any other that is not seen: format characters, fillers, tags, noncharacters */
	JX_CHAR_DIRECTION, /* turns the reading direction */
	JX_CHAR_CONTROL    /* C0, DEL and C1, separators of lines and paragraphs */
};

/** Class of a code point. @source Unicode 15: general category, Bidi_Control, Default_Ignorable_Code_Point. */
enum jx_char_class jx_char_class(uint32_t c);

/** Read a character.
 *
 * @param n  bytes of text, at least 1.
 * @return its bytes; 0 where text is not well-formed UTF-8.
 */
size_t jx_char_read(const char *text, size_t n, uint32_t *ret_char);

#define JX_IDEOGRAPH_BYTES 3

/** True when a text begins with an ideograph of U+4000 to U+9FFF: well-formed, and what most characters of a report are. */
static inline bool jx_text_begins_ideograph(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;
	return at[0] >= 0xE4 && at[0] <= 0xE9 && (at[1] & 0xC0) == 0x80 && (at[2] & 0xC0) == 0x80;
}

/** How many bytes of plain characters a text begins with: ASCII from "!" to "~" and the ideographs of U+4000 to U+9FFF, nearly
 * all of a report. They are JX_CHAR_SHOWN and are spelt one way only, so that nobody has to look them up.
 */
size_t jx_text_plain_bytes(const char *text);

#define JX_ESCAPED_BYTES 11 /* of the longest: "\U000e0001" and its terminator */

/** Write a character so that it is safe on any screen: itself, or "\u202e", "\U000e0001", and "\x9b" for a byte that is no
 * UTF-8.
 *
 * @param n            bytes of text, at least 1.
 * @param keeps_lines  a line feed stays itself.
 * @return bytes of text that were read, at least 1.
 */
size_t jx_char_escape(const char *text, size_t n, bool keeps_lines, char out[JX_ESCAPED_BYTES]);

/** Write a text so that it is safe on any screen, each character as jx_char_escape() does; line feeds stay.
 *
 * @param size  of out, at least 1; what does not fit is cut at a character.
 * @return out.
 */
const char *jx_text_escape(const char *text, char *out, size_t size);

/** Find the first character of a class or worse; NULL for none.
 *
 * @param text         well-formed UTF-8.
 * @param keeps_lines  line feeds, carriage returns and tabs count for spaces, as in a text of several lines.
 */
const char *jx_text_find_class(const char *text, enum jx_char_class least, bool keeps_lines);

/** True when a text says nothing: of its characters none is a letter, a number, a sign or punctuation. Marks without a letter,
 * private use, what is not assigned, U+FFFC and U+FFFD and the null notehead say nothing alone, however they are shown.
 * @source Unicode 14: general category.
 */
bool jx_text_is_blank(const char *text);

/** Name a character, "U+202E". @return out, of JX_ESCAPED_BYTES. */
const char *jx_char_name(const char *text, char out[JX_ESCAPED_BYTES]);

#endif
