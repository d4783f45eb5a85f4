/*
 * Text and markup that is built up in memory, with texts made safe for it. Thread: one at a time.
 */
#ifndef CLIENT_DOCUMENT_MARKUP_H
#define CLIENT_DOCUMENT_MARKUP_H

#include <stdbool.h>
#include <stdio.h>

#include "proto/contract/base/arena.h"

/** A text that grows. */
struct jx_markup {
	FILE *stream;
	char *bytes; /* on the heap */
	size_t n;
};

/** @return false without memory. */
bool jx_markup_open(struct jx_markup *markup);

/** Write markup as it stands. */
void jx_markup_put(struct jx_markup *markup, const char *markup_text);
void jx_markup_print(struct jx_markup *markup, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Write a text: its marks as entities, characters that XML has not left out, each line end as `line_end`. */
void jx_markup_text(struct jx_markup *markup, const char *text, const char *line_end);

/** End, and keep the bytes in an arena. @return NULL without memory. */
char *jx_markup_keep(struct jx_markup *markup, struct jx_arena *arena, size_t *ret_n);

#endif
