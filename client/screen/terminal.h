/*
 * Text on its way to a person: made harmless, measured and wrapped.
 *
 * Names and remarks come from files and from other people. Nothing of them may move the cursor, colour the
 * screen, turn the reading direction or stand there unseen, so that such characters are written as \uXXXX
 * (text_class.h says which). On a terminal that holds for JSON and CSV too; files and pipes get data as it is.
 * Thread: any.
 */
#ifndef CLIENT_SCREEN_TERMINAL_H
#define CLIENT_SCREEN_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "proto/contract/base/status.h"

#define JX_TERMINAL_MIN_WIDTH 20u  /* below this every layout breaks words */
#define JX_TERMINAL_MAX_WIDTH 400u /* of lines for reading */

struct jx_outlet;

/** Where output goes, and what it can show. Streams are borrowed. */
struct jx_terminal {
	FILE *out;
	FILE *err;
	bool is_tty;     /* out is a terminal */
	bool is_err_tty; /* err is one */
	bool can_ask;    /* stdin and err are terminals */
	bool has_colour;
	unsigned width;           /* columns of out */
	struct jx_outlet *outlet; /* that holds what goes to out, and to err; NULL: nothing is held */
};

/** Look at the streams and at COLUMNS, NO_COLOR and TERM. */
void jx_terminal_init(struct jx_terminal *terminal, FILE *out, FILE *err);

/** Make text harmless: characters of JX_CHAR_JOINER and worse, and bytes that are no UTF-8, are written as \u202e,
 * \U000e0001 or \xff.
 *
 * @param keeps_lines  line feeds stay.
 * @return the caller's, free() it; NULL without memory.
 */
char *jx_terminal_escape(const char *text, bool keeps_lines) JX_MUST_CHECK;

/** Write JSON, or a piece of it, with the same characters as \u escapes, which mean the same to a program.
 *
 * @param text  n bytes that end with a character. Outside strings JSON has none of these characters.
 */
void jx_terminal_put_json(FILE *stream, const char *text, size_t n);

/** Columns that a line of UTF-8 takes; Chinese characters take two. */
unsigned jx_terminal_text_width(const char *text);

/** Wrap text to a width at places where Unicode allows it (UAX 14): never inside a word or a number unless
 * it alone is too wide.
 *
 * @param text   UTF-8; its own line feeds stay.
 * @param width  at least 2, so that any character fits.
 * @return the caller's, free() it; NULL without memory.
 */
char *jx_terminal_wrap(const char *text, unsigned width) JX_MUST_CHECK;

/** Print a sentence or more to out, harmless, wrapped when out is a terminal, ended by a line feed. */
void jx_print(const struct jx_terminal *terminal, const char *format, ...) JX_PRINTF(2, 3);

/** Like jx_print(), to err: what a person should know but a program reading out should not. */
void jx_note(const struct jx_terminal *terminal, const char *format, ...) JX_PRINTF(2, 3);

/** Show all that was printed before a person is asked something, and page no more. */
void jx_terminal_show(const struct jx_terminal *terminal);

/** Tell at once what a person who waits should know; what is held stays held. */
void jx_terminal_tell(const struct jx_terminal *terminal, const char *format, ...) JX_PRINTF(2, 3);

#endif
