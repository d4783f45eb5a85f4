/*
 * Lines and columns of values, by their paths, in a JSON text that is grammatical. See private.h.
 *
 * All places are looked for at once: each container hands every place on to the value that leads to it, and passes over
 * what none leads to.
 */
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/message/json/lex.h"
#include "proto/contract/rulebook/private.h"

/* Moves behind a value, from its first token to its last. */
static void skip_value(struct jx_lexer *lexer)
{
	size_t depth = 0;
	for (;;) {
		enum jx_token token = lexer->token;
		if (token == JX_TOKEN_OBJECT_OPEN || token == JX_TOKEN_LIST_OPEN)
			depth++;
		else if (token == JX_TOKEN_OBJECT_CLOSE || token == JX_TOKEN_LIST_CLOSE)
			depth--;
		else if (token == JX_TOKEN_END || token == JX_TOKEN_BAD || token == JX_TOKEN_MEMORY)
			return;
		if (depth == 0)
			return;
		(void)jx_lex_next(lexer);
	}
}

/* A place on the way down: what is left of its path. */
struct want {
	const char *rest;
	struct jx_rulebook_place *place;
};

/* Places that lead into the value the lexer stands on. */
struct wants {
	struct want items[JX_MAX_JSON_PROBLEMS];
	size_t n;
};

/* Bytes of one character of a text token: when read, and in the source. */
static size_t character_bytes(const char *at, const char *end, size_t *ret_source)
{
	unsigned char c = (unsigned char)*at;
	*ret_source = 1;
	if (c != '\\' || end - at < 2) {
		while (at + *ret_source < end && ((unsigned char)at[*ret_source] & 0xC0) == 0x80)
			(*ret_source)++;
		return *ret_source;
	}
	*ret_source = 2;
	if (at[1] != 'u' || end - at < 6)
		return 1;
	char digits[5] = {at[2], at[3], at[4], at[5], '\0'};
	unsigned long point = strtoul(digits, NULL, 16);
	*ret_source = 6;
	if (point >= 0xD800 && point < 0xDC00) {
		*ret_source = 12;
		return 4;
	}
	return point < 0x80 ? 1 : point < 0x800 ? 2 : 3;
}

/* The offset in the source of a byte of the text token that the lexer stands on. */
static size_t offset_inside(const struct jx_lexer *lexer, size_t inside)
{
	size_t at = lexer->start + 1;
	size_t end = lexer->at - 1;
	size_t n = 0;
	while (n < inside && at < end) {
		size_t n_source;
		n += character_bytes(lexer->text + at, lexer->text + end, &n_source);
		at += n_source;
	}
	return at < end ? at : end;
}

/* Sets the places to the value that the lexer stands on: the deepest on their way so far. */
static void set_offsets(const struct jx_lexer *lexer, const struct wants *wants)
{
	for (size_t i = 0; i < wants->n; i++) {
		struct jx_rulebook_place *place = wants->items[i].place;
		bool is_inside = place->inside != SIZE_MAX && lexer->token == JX_TOKEN_TEXT;
		place->offset = is_inside ? offset_inside(lexer, place->inside) : lexer->start;
	}
}

/* Takes the places of a key, each moved on behind it. */
static void take_key(const struct wants *wants, const struct jx_lexer *key, struct wants *ret_inner)
{
	ret_inner->n = 0;
	for (size_t i = 0; i < wants->n; i++) {
		const char *rest = wants->items[i].rest;
		size_t n = strcspn(rest, ".[");
		if (n == 0 || n != key->n_value || memcmp(key->value, rest, n) != 0)
			continue;
		rest += n + (rest[n] == '.' ? 1 : 0);
		ret_inner->items[ret_inner->n++] = (struct want){rest, wants->items[i].place};
	}
}

/* The row that a place leads into; SIZE_MAX when it leads into none. */
static size_t row_of(const struct want *want)
{
	return want->rest[0] == '[' ? (size_t)strtoull(want->rest + 1, NULL, 10) : SIZE_MAX;
}

/* Takes the places of a row, each moved on behind it. @param ret_next  the next row that a place leads into. */
static void take_row(const struct wants *wants, size_t row, struct wants *ret_inner, size_t *ret_next)
{
	ret_inner->n = 0;
	*ret_next = SIZE_MAX;
	for (size_t i = 0; i < wants->n; i++) {
		size_t wanted = row_of(&wants->items[i]);
		if (wanted > row && wanted < *ret_next)
			*ret_next = wanted;
		if (wanted != row)
			continue;
		const char *rest = wants->items[i].rest;
		rest += strcspn(rest, "]");
		rest += strspn(rest, "].");
		ret_inner->items[ret_inner->n++] = (struct want){rest, wants->items[i].place};
	}
}

static void place_value(struct jx_lexer *lexer, const struct wants *wants);

static void place_object(struct jx_lexer *lexer, const struct wants *wants)
{
	struct wants inner;
	while (jx_lex_next(lexer) == JX_TOKEN_TEXT) {
		take_key(wants, lexer, &inner);
		(void)jx_lex_next(lexer); /* the colon */
		(void)jx_lex_next(lexer);
		place_value(lexer, &inner);
		if (jx_lex_next(lexer) != JX_TOKEN_COMMA)
			return;
	}
}

static void place_list(struct jx_lexer *lexer, const struct wants *wants)
{
	struct wants inner = {.n = 0};
	size_t next = 0;
	for (size_t i = 0; jx_lex_next(lexer) != JX_TOKEN_LIST_CLOSE; i++) {
		inner.n = 0;
		if (i == next)
			take_row(wants, i, &inner, &next);
		place_value(lexer, &inner);
		if (jx_lex_next(lexer) != JX_TOKEN_COMMA)
			return;
	}
}

/* Stands on the first token of a value, and then on its last. As deep as paths are. */
static void place_value(struct jx_lexer *lexer, const struct wants *wants)
{
	set_offsets(lexer, wants);
	if (wants->n > 0 && lexer->token == JX_TOKEN_OBJECT_OPEN)
		place_object(lexer, wants);
	else if (wants->n > 0 && lexer->token == JX_TOKEN_LIST_OPEN)
		place_list(lexer, wants);
	else
		skip_value(lexer);
}

static int compare_offsets(const void *a, const void *b)
{
	const struct want *left = a;
	const struct want *right = b;
	return (left->place->offset > right->place->offset) - (left->place->offset < right->place->offset);
}

/* Counts lines and columns once, from place to place in the order of the text. */
static void count_lines(const char *text, size_t first, struct wants *wants)
{
	size_t line = 1;
	size_t column = 1;
	size_t at = first;
	jx_array_sort(wants->items, wants->n, sizeof(wants->items[0]), compare_offsets);
	for (size_t i = 0; i < wants->n; i++) {
		struct jx_rulebook_place *place = wants->items[i].place;
		for (; at < place->offset; at++) {
			if (text[at] == '\n') {
				line++;
				column = 1;
			} else if (((unsigned char)text[at] & 0xC0) != 0x80) {
				column++;
			}
		}
		place->line = line;
		place->column = column;
	}
}

enum jx_status jx_rulebook_find_places(
	const char *text, size_t n_bytes, struct jx_rulebook_place *places, size_t n)
{
	/* Texts with escapes are read into an arena: one of its own, given back at the end. */
	struct jx_arena scratch;
	struct jx_lexer lexer;
	struct wants wants = {.n = n};
	bool has_mark = n_bytes >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
	for (size_t i = 0; i < n; i++)
		wants.items[i] = (struct want){places[i].path, &places[i]};
	jx_arena_init(&scratch, JX_MAX_JSON_BYTES + JX_MAX_ARENA_BYTES);
	jx_lex_init(&lexer, text, n_bytes, &scratch);
	lexer.at = has_mark ? 3 : 0;
	(void)jx_lex_next(&lexer);
	place_value(&lexer, &wants);
	bool is_short = lexer.token == JX_TOKEN_MEMORY;
	jx_arena_clear(&scratch);
	count_lines(text, has_mark ? 3 : 0, &wants);
	return is_short ? JX_UNAVAILABLE : JX_OK;
}
