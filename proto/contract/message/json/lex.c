#include "proto/contract/message/json/lex.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"

void jx_lex_init(struct jx_lexer *lexer, const char *text, size_t n_bytes, struct jx_arena *arena)
{
	memset(lexer, 0, sizeof(*lexer));
	lexer->text = text;
	lexer->n_bytes = n_bytes;
	lexer->arena = arena;
}

static bool is_at_end(const struct jx_lexer *lexer)
{
	return lexer->at >= lexer->n_bytes;
}

/* The byte at an offset from here; 0 behind the end, because NUL is valid nowhere. */
static char peek(const struct jx_lexer *lexer, size_t ahead)
{
	return lexer->n_bytes - lexer->at > ahead ? lexer->text[lexer->at + ahead] : '\0';
}

static enum jx_token bad(struct jx_lexer *lexer, enum jx_reason reason, size_t at, const char *found)
{
	lexer->reason = reason;
	lexer->bad_at = at;
	jx_text_copy(lexer->found, sizeof(lexer->found), found);
	return JX_TOKEN_BAD;
}

/* Bytes of something that is no token, up to the next space or mark: what an error shows. */
static size_t word_length(const struct jx_lexer *lexer, size_t from)
{
	size_t n = 0;
	while (from + n < lexer->n_bytes && strchr(" \t\r\n,:{}[]\"", lexer->text[from + n]) == NULL)
		n++;
	return n > 0 ? n : 1;
}

/* True for a word with letters, digits or signs of full width, U+FF01 to U+FF5E. */
static bool is_wide(const char *word)
{
	for (; *word != '\0'; word++)
		if (strncmp(word, "\xEF\xBC", 2) == 0 || strncmp(word, "\xEF\xBD", 2) == 0)
			return true;
	return false;
}

static enum jx_token bad_word(struct jx_lexer *lexer)
{
	char word[JX_TOKEN_FOUND_BYTES];
	jx_text_copy_n(word, sizeof(word), lexer->text + lexer->start, word_length(lexer, lexer->start));
	return bad(
		lexer, is_wide(word) ? JX_REASON_JSON_WIDE_WORD : JX_REASON_JSON_SYNTAX, lexer->start, word);
}

/* ---- texts ---- */

/* Four hex digits at an offset from here; -1 when they are none. */
static int32_t hex4(const struct jx_lexer *lexer, size_t ahead)
{
	int32_t value = 0;
	for (size_t i = 0; i < 4; i++) {
		char c = peek(lexer, ahead + i);
		int32_t digit = c >= '0' && c <= '9'   ? c - '0'
				: c >= 'a' && c <= 'f' ? c - 'a' + 10
				: c >= 'A' && c <= 'F' ? c - 'A' + 10
						       : -1;
		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

static size_t put_code_point(char *out, int32_t code)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xC0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3F));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xE0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3F));
		out[2] = (char)(0x80 | (code & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3F));
	out[2] = (char)(0x80 | (code >> 6 & 0x3F));
	out[3] = (char)(0x80 | (code & 0x3F));
	return 4;
}

static enum jx_token bad_escape(struct jx_lexer *lexer, enum jx_reason reason, size_t n_shown)
{
	char shown[JX_TOKEN_FOUND_BYTES];
	size_t left = lexer->n_bytes - lexer->at;
	size_t n = left < n_shown ? left : n_shown;
	while (n < left && (lexer->text[lexer->at + n] & 0xC0) == 0x80)
		n++; /* a whole character: the error must be UTF-8 */
	jx_text_copy_n(shown, sizeof(shown), lexer->text + lexer->at, n);
	return bad(lexer, reason, lexer->at, shown);
}

/* Decodes \uXXXX, or a pair of them; at is on the backslash and moves behind. */
static enum jx_token unescape_unicode(struct jx_lexer *lexer, char *out, size_t *used)
{
	int32_t code = hex4(lexer, 2);
	if (code < 0)
		return bad_escape(lexer, JX_REASON_JSON_ESCAPE, 2);
	if (code == 0)
		return bad_escape(lexer, JX_REASON_JSON_NUL, 6);
	size_t n = 6;
	if (code >= 0xDC00 && code <= 0xDFFF)
		return bad_escape(lexer, JX_REASON_JSON_SURROGATE, 6);
	if (code >= 0xD800 && code <= 0xDBFF) {
		int32_t low = peek(lexer, 6) == '\\' && peek(lexer, 7) == 'u' ? hex4(lexer, 8) : -1;
		if (low < 0xDC00 || low > 0xDFFF)
			return bad_escape(lexer, JX_REASON_JSON_SURROGATE, 6);
		code = 0x10000 + (code - 0xD800) * 0x400 + (low - 0xDC00);
		n = 12;
	}
	*used += put_code_point(out + *used, code);
	lexer->at += n;
	return JX_TOKEN_TEXT;
}

/* Decodes the escape at the backslash. */
static enum jx_token unescape(struct jx_lexer *lexer, char *out, size_t *used)
{
	static const char LETTERS[] = "\"\\/bfnrt";
	static const char MEANT[] = "\"\\/\b\f\n\r\t";
	char letter = peek(lexer, 1);
	if (letter == 'u')
		return unescape_unicode(lexer, out, used);
	const char *found = letter != '\0' ? strchr(LETTERS, letter) : NULL;
	if (found == NULL)
		return bad_escape(lexer, JX_REASON_JSON_ESCAPE, 2);
	out[(*used)++] = MEANT[found - LETTERS];
	lexer->at += 2;
	return JX_TOKEN_TEXT;
}

/* Finds the closing quote of the text that begins at lexer->at; says whether there are escapes. */
static bool find_end(const struct jx_lexer *lexer, size_t *ret_end, bool *ret_has_escapes)
{
	bool has_escapes = false;
	size_t at = lexer->at;
	while (at < lexer->n_bytes && lexer->text[at] != '"') {
		bool is_escape = lexer->text[at] == '\\';
		has_escapes = has_escapes || is_escape;
		at += is_escape ? 2 : 1;
	}
	*ret_end = at;
	*ret_has_escapes = has_escapes;
	return at < lexer->n_bytes;
}

static enum jx_token bad_control(struct jx_lexer *lexer, size_t at)
{
	char shown[16];
	snprintf(shown, sizeof(shown), "U+%04X", (unsigned)(unsigned char)lexer->text[at]);
	return bad(lexer, JX_REASON_JSON_CONTROL, at, shown);
}

/* True when a quote here closes a text: what follows in JSON comes behind it. */
static bool is_closing(const struct jx_lexer *lexer, size_t at)
{
	while (at < lexer->n_bytes && (lexer->text[at] == ' ' || lexer->text[at] == '\t'))
		at++;
	if (at == lexer->n_bytes || strchr(":,]}\r\n", lexer->text[at]) != NULL)
		return true;
	const struct jx_json_mark *mark = jx_json_mark_at(lexer->text + at, lexer->n_bytes - at);
	return mark != NULL && strchr(":,]}", mark->meant) != NULL;
}

/* Takes a text up to a mark that stands for its quote. @param until  where the line or the text may end at the latest. */
static bool close_at_mark(struct jx_lexer *lexer, size_t until)
{
	for (size_t at = lexer->at; at < until && lexer->text[at] != '\n' && lexer->text[at] != '\\'; at++) {
		const struct jx_json_mark *mark = jx_json_mark_at(lexer->text + at, lexer->n_bytes - at);
		bool is_quote = lexer->text[at] == '"' || (mark != NULL && mark->meant == '"');
		size_t n = mark != NULL ? strlen(mark->text) : 1;
		if (!is_quote || !is_closing(lexer, at + n))
			continue;
		lexer->value = lexer->text + lexer->at;
		lexer->n_value = at - lexer->at;
		lexer->at = at + n;
		lexer->mark_at = mark != NULL && lexer->mark == NULL ? at : lexer->mark_at;
		lexer->mark = lexer->mark == NULL ? mark : lexer->mark;
		return true;
	}
	return false;
}

/* A text that begins with a quote of JSON, but ends on its line with another one. */
static bool ends_with_mark(struct jx_lexer *lexer, size_t until)
{
	const char *line_end = memchr(lexer->text + lexer->at, '\n', until - lexer->at);
	bool is_open = line_end != NULL || until == lexer->n_bytes;
	return is_open && close_at_mark(lexer, until);
}

/* A text that begins with a mark, which stands for its quote. */
static enum jx_token read_marked_text(struct jx_lexer *lexer)
{
	lexer->at += strlen(lexer->mark->text);
	return close_at_mark(lexer, lexer->n_bytes)
		       ? JX_TOKEN_TEXT
		       : bad(lexer, JX_REASON_JSON_UNTERMINATED, lexer->start, lexer->mark->text);
}

static enum jx_token read_text(struct jx_lexer *lexer)
{
	lexer->at++;
	size_t end;
	bool has_escapes;
	bool is_closed = find_end(lexer, &end, &has_escapes);
	size_t until = end < lexer->n_bytes ? end : lexer->n_bytes;
	if (ends_with_mark(lexer, until))
		return JX_TOKEN_TEXT;
	/* A line break in a text is nearly always the missing quote: name that place, not the end of the
	 * file. */
	for (size_t i = lexer->at; i < until; i++)
		if ((unsigned char)lexer->text[i] < 0x20)
			return lexer->text[i] == '\n' || lexer->text[i] == '\r'
				       ? bad(lexer, JX_REASON_JSON_UNTERMINATED, lexer->start, "\"")
				       : bad_control(lexer, i);
	if (!is_closed)
		return bad(lexer, JX_REASON_JSON_UNTERMINATED, lexer->start, "\"");
	lexer->value = lexer->text + lexer->at;
	lexer->n_value = end - lexer->at;
	if (has_escapes) {
		/* Every escape is longer than what it stands for. */
		char *out = jx_arena_alloc(lexer->arena, lexer->n_value);
		if (out == NULL)
			return JX_TOKEN_MEMORY;
		size_t used = 0;
		while (lexer->at < end) {
			if (lexer->text[lexer->at] != '\\')
				out[used++] = lexer->text[lexer->at++];
			else if (unescape(lexer, out, &used) == JX_TOKEN_BAD)
				return JX_TOKEN_BAD;
		}
		lexer->value = out;
		lexer->n_value = used;
	}
	lexer->at = end + 1;
	return JX_TOKEN_TEXT;
}

/* ---- numbers and words ---- */

static size_t skip_digits(struct jx_lexer *lexer)
{
	size_t from = lexer->at;
	while (peek(lexer, 0) >= '0' && peek(lexer, 0) <= '9')
		lexer->at++;
	return lexer->at - from;
}

/* True when a number or word ends here: a mark, a space or the end follows. */
static bool is_ended(const struct jx_lexer *lexer)
{
	return is_at_end(lexer) || strchr(" \t\r\n,:{}[]\"", peek(lexer, 0)) != NULL;
}

static enum jx_token read_number(struct jx_lexer *lexer)
{
	if (peek(lexer, 0) == '-')
		lexer->at++;
	bool starts_with_zero = peek(lexer, 0) == '0';
	size_t n = skip_digits(lexer);
	bool is_good = n > 0 && !(starts_with_zero && n > 1);
	if (peek(lexer, 0) == '.') {
		lexer->at++;
		is_good = is_good && skip_digits(lexer) > 0;
	}
	if (peek(lexer, 0) == 'e' || peek(lexer, 0) == 'E') {
		lexer->at++;
		if (peek(lexer, 0) == '+' || peek(lexer, 0) == '-')
			lexer->at++;
		is_good = is_good && skip_digits(lexer) > 0;
	}
	if (!is_good || !is_ended(lexer))
		return bad_word(lexer);
	lexer->value = lexer->text + lexer->start;
	lexer->n_value = lexer->at - lexer->start;
	return JX_TOKEN_NUMBER;
}

static enum jx_token read_word(struct jx_lexer *lexer)
{
	static const struct {
		const char *word;
		enum jx_token token;
	} WORDS[] = {{"true", JX_TOKEN_TRUE}, {"false", JX_TOKEN_FALSE}, {"null", JX_TOKEN_NULL}};
	for (size_t i = 0; i < JX_COUNT_OF(WORDS); i++) {
		size_t n = strlen(WORDS[i].word);
		if (lexer->n_bytes - lexer->at < n || memcmp(lexer->text + lexer->at, WORDS[i].word, n) != 0)
			continue;
		lexer->at += n;
		if (is_ended(lexer))
			return WORDS[i].token;
		break;
	}
	return bad_word(lexer);
}

/* Moves to the first byte of a token; a space that JSON does not know is told. */
static void skip_spaces(struct jx_lexer *lexer)
{
	while (!is_at_end(lexer)) {
		const char *here = lexer->text + lexer->at;
		const struct jx_json_mark *mark = jx_json_mark_at(here, lexer->n_bytes - lexer->at);
		bool is_space = *here != '\0' && strchr(" \t\r\n", *here) != NULL;
		if (!is_space && (mark == NULL || mark->meant != ' '))
			return;
		if (!is_space && lexer->mark == NULL) {
			lexer->mark = mark;
			lexer->mark_at = lexer->at;
		}
		lexer->at += is_space ? 1 : strlen(mark->text);
	}
}

/* Reads a mark of JSON, or one that stands for it. @return JX_TOKEN_BAD when there is none. */
static enum jx_token read_mark(struct jx_lexer *lexer)
{
	static const char MARKS[] = "{}[]:,";
	static const enum jx_token TOKENS[] = {JX_TOKEN_OBJECT_OPEN, JX_TOKEN_OBJECT_CLOSE,
		JX_TOKEN_LIST_OPEN, JX_TOKEN_LIST_CLOSE, JX_TOKEN_COLON, JX_TOKEN_COMMA};
	const struct jx_json_mark *wide =
		jx_json_mark_at(lexer->text + lexer->at, lexer->n_bytes - lexer->at);
	char c = wide != NULL ? wide->meant : peek(lexer, 0);
	const char *mark = c != '\0' ? strchr(MARKS, c) : NULL;
	if (wide != NULL && (mark != NULL || c == '"')) {
		lexer->mark = wide;
		lexer->mark_at = lexer->at;
	}
	if (wide != NULL && c == '"')
		return read_marked_text(lexer);
	if (mark == NULL)
		return JX_TOKEN_BAD;
	lexer->at += wide != NULL ? strlen(wide->text) : 1;
	return TOKENS[mark - MARKS];
}

enum jx_token jx_lex_next(struct jx_lexer *lexer)
{
	lexer->mark = NULL;
	lexer->value = NULL;
	lexer->n_value = 0;
	skip_spaces(lexer);
	lexer->start = lexer->at;
	lexer->reason = JX_REASON_NONE;
	char c = peek(lexer, 0);
	if (is_at_end(lexer))
		lexer->token = JX_TOKEN_END;
	else if (c == '"')
		lexer->token = read_text(lexer);
	else if (c == '-' || (c >= '0' && c <= '9'))
		lexer->token = read_number(lexer);
	else
		lexer->token = read_mark(lexer);
	if (lexer->token == JX_TOKEN_BAD && lexer->reason == JX_REASON_NONE)
		lexer->token = read_word(lexer);
	return lexer->token;
}

const char *jx_lex_show(const struct jx_lexer *lexer, char out[JX_TOKEN_FOUND_BYTES])
{
	if (lexer->token == JX_TOKEN_END)
		jx_text_copy(out, JX_TOKEN_FOUND_BYTES, "EOF");
	else if (lexer->token == JX_TOKEN_BAD)
		jx_text_copy(out, JX_TOKEN_FOUND_BYTES, lexer->found);
	else
		jx_text_copy_n(
			out, JX_TOKEN_FOUND_BYTES, lexer->text + lexer->start, lexer->at - lexer->start);
	return out;
}
