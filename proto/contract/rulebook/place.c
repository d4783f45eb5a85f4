/* Line and column of a value, by its path, in a JSON text that is grammatical. See private.h. */
#include <stdlib.h>
#include <string.h>

#include "proto/contract/message/json_lex.h"
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

/* Stands on the value of a key of the object it stands on; false when there is none. */
static bool enter_key(struct jx_lexer *lexer, const char *name, size_t n)
{
	if (lexer->token != JX_TOKEN_OBJECT_OPEN)
		return false;
	while (jx_lex_next(lexer) == JX_TOKEN_TEXT) {
		bool is_it = lexer->n_value == n && memcmp(lexer->value, name, n) == 0;
		(void)jx_lex_next(lexer); /* the colon */
		(void)jx_lex_next(lexer);
		if (is_it)
			return true;
		skip_value(lexer);
		if (jx_lex_next(lexer) != JX_TOKEN_COMMA)
			return false;
	}
	return false;
}

static bool enter_item(struct jx_lexer *lexer, size_t index)
{
	if (lexer->token != JX_TOKEN_LIST_OPEN)
		return false;
	for (size_t i = 0;; i++) {
		if (jx_lex_next(lexer) == JX_TOKEN_LIST_CLOSE)
			return false;
		if (i == index)
			return true;
		skip_value(lexer);
		if (jx_lex_next(lexer) != JX_TOKEN_COMMA)
			return false;
	}
}

/* Goes down a path as far as it exists; the lexer it returns is at the last value found. */
static struct jx_lexer descend(struct jx_lexer lexer, const char *path)
{
	while (*path != '\0') {
		struct jx_lexer next = lexer;
		bool is_there;
		if (*path == '[') {
			char *end;
			size_t index = (size_t)strtoull(path + 1, &end, 10);
			is_there = enter_item(&next, index);
			path = *end == ']' ? end + 1 : end + strlen(end);
		} else {
			size_t n = strcspn(path, ".[");
			is_there = enter_key(&next, path, n);
			path += n;
		}
		if (!is_there)
			return lexer;
		lexer = next;
		if (*path == '.')
			path++;
	}
	return lexer;
}

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

enum jx_status jx_rulebook_place(const char *text, size_t n_bytes, const char *path, size_t inside,
	size_t *ret_line, size_t *ret_column)
{
	/* Texts with escapes are read into an arena: one of its own, given back with each search. */
	struct jx_arena scratch;
	struct jx_lexer lexer;
	bool has_mark = n_bytes >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
	jx_arena_init(&scratch, JX_MAX_JSON_BYTES + JX_MAX_ARENA_BYTES);
	jx_lex_init(&lexer, text, n_bytes, &scratch);
	lexer.at = has_mark ? 3 : 0;
	(void)jx_lex_next(&lexer);
	lexer = descend(lexer, path);
	bool is_short = lexer.token == JX_TOKEN_MEMORY;
	bool is_inside = inside != SIZE_MAX && lexer.token == JX_TOKEN_TEXT;
	size_t offset = is_inside ? offset_inside(&lexer, inside) : lexer.start;
	jx_arena_clear(&scratch);
	*ret_line = 1;
	*ret_column = 1;
	for (size_t i = has_mark ? 3 : 0; i < offset; i++) {
		if (text[i] == '\n') {
			(*ret_line)++;
			*ret_column = 1;
		} else if (((unsigned char)text[i] & 0xC0) != 0x80) {
			(*ret_column)++;
		}
	}
	return is_short ? JX_UNAVAILABLE : JX_OK;
}
