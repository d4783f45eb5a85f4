/*
 * Characters to tokens, and the problems of both.
 *
 * A character that people type for another (a full-width bracket, a curly quote, one "=") is reported together
 * with the one that is meant: most formulas are written with a Chinese keyboard.
 */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/formula/private.h"

#define ELLIPSIS "…"

const char *jx_compiler_slice(
	const struct jx_compiler *compiler, size_t start, size_t end, char out[JX_SLICE_BYTES])
{
	size_t n = end - start;
	size_t room = JX_SLICE_BYTES - sizeof(ELLIPSIS);
	size_t used = jx_text_copy_n(out, n > room ? room : JX_SLICE_BYTES, compiler->text + start, n);
	if (used < n)
		(void)jx_text_copy(out + used, JX_SLICE_BYTES - used, ELLIPSIS);
	return out;
}

static void set_place(struct jx_formula_problem *problem, const char *text)
{
	problem->line = 1;
	problem->column = 1;
	for (size_t i = 0; i < problem->offset; i++) {
		if (text[i] == '\n') {
			problem->line++;
			problem->column = 1;
		} else if (((unsigned char)text[i] & 0xC0) != 0x80) {
			problem->column++;
		}
	}
}

void jx_compiler_fault(struct jx_compiler *compiler, enum jx_reason reason, size_t start, size_t end,
	const struct jx_error_arg *args)
{
	struct jx_formula_problems *problems = compiler->problems;
	if (problems->items == NULL) {
		problems->items =
			jx_arena_calloc(compiler->arena, JX_MAX_FORMULA_PROBLEMS, sizeof(*problems->items));
		if (problems->items == NULL)
			compiler->status = jx_arena_fail(compiler->arena, NULL);
	}
	if (problems->items == NULL || problems->n_items == JX_MAX_FORMULA_PROBLEMS)
		return;
	/* the checker meets operands in its own order: keep that of the text */
	size_t at = problems->n_items++;
	for (; at > 0 && problems->items[at - 1].offset > start; at--)
		problems->items[at] = problems->items[at - 1];
	struct jx_formula_problem *problem = &problems->items[at];
	problem->offset = start;
	problem->n_bytes = end - start;
	set_place(problem, compiler->text);
	(void)jx_fail_with(&problem->error, reason, args);
}

static void refuse_token(struct jx_compiler *compiler, enum jx_reason reason, const char *near)
{
	char piece[JX_SLICE_BYTES];
	struct jx_token *token = &compiler->token;
	token->kind = JX_TOKEN_BAD;
	token->end = compiler->at;
	compiler->has_failed = true;
	jx_compiler_slice(compiler, token->start, token->end, piece);
	jx_compiler_fault(compiler, reason, token->start, token->end, JX_ARGS(JX_TEXT(piece), JX_TEXT(near)));
}

static bool is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name(char c)
{
	return is_name_start(c) || is_digit(c);
}

/* The character at an offset; '\0' past the end, which no formula contains. */
static char peek(const struct jx_compiler *compiler, size_t offset)
{
	return offset < compiler->n_bytes ? compiler->text[offset] : '\0';
}

static size_t character_bytes(char first)
{
	unsigned char byte = (unsigned char)first;
	if (byte < 0xC0)
		return 1;
	return byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/* ---- what else was meant ---- */

struct likeness {
	const char *typed;
	const char *meant;
};

static const struct likeness LIKENESSES[] = {
	{"=", "=="},
	{"&", "&&"},
	{"|", "||"},
	{"“", "\""},
	{"”", "\""},
	{"‘", "'"},
	{"’", "'"},
	{"，", ","},
	{"、", ","},
	{"。", "."},
	{"．", "."},
	{"（", "("},
	{"）", ")"},
	{"［", "["},
	{"］", "]"},
	{"【", "["},
	{"】", "]"},
	{"：", ":"},
	{"？", "?"},
	{"！", "!"},
	{"＋", "+"},
	{"－", "-"},
	{"−", "-"},
	{"—", "-"},
	{"×", "*"},
	{"＊", "*"},
	{"÷", "/"},
	{"／", "/"},
	{"％", "%"},
	{"＜", "<"},
	{"＞", ">"},
	{"＝", "=="},
	{"≥", ">="},
	{"≤", "<="},
	{"≠", "!="},
	{"　", " "},
};

static void bad_character(struct jx_compiler *compiler)
{
	const char *at = compiler->text + compiler->token.start;
	size_t n = character_bytes(*at);
	compiler->at = compiler->token.start + n;
	for (size_t i = 0; i < JX_COUNT_OF(LIKENESSES); i++) {
		if (strlen(LIKENESSES[i].typed) == n && memcmp(LIKENESSES[i].typed, at, n) == 0) {
			refuse_token(compiler, JX_REASON_FORMULA_CHARACTER_NEAR, LIKENESSES[i].meant);
			return;
		}
	}
	refuse_token(compiler, JX_REASON_FORMULA_CHARACTER, NULL);
}

/* ---- texts ---- */

static int hex_digit(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static size_t put_utf8(uint32_t point, char *out)
{
	if (point < 0x80) {
		out[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		out[0] = (char)(0xC0 | (point >> 6));
		out[1] = (char)(0x80 | (point & 0x3F));
		return 2;
	}
	if (point < 0x10000) {
		out[0] = (char)(0xE0 | (point >> 12));
		out[1] = (char)(0x80 | ((point >> 6) & 0x3F));
		out[2] = (char)(0x80 | (point & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | (point >> 18));
	out[1] = (char)(0x80 | ((point >> 12) & 0x3F));
	out[2] = (char)(0x80 | ((point >> 6) & 0x3F));
	out[3] = (char)(0x80 | (point & 0x3F));
	return 4;
}

/* Reads n digits of an escape and moves on behind them. False when there are fewer, or when they name no character. */
static bool read_code(struct jx_compiler *compiler, unsigned n, int base, uint32_t *ret_point)
{
	uint32_t point = 0;
	for (unsigned i = 0; i < n; i++) {
		int digit = hex_digit(peek(compiler, compiler->at));
		if (digit < 0 || digit >= base)
			return false;
		compiler->at++;
		point = point * (uint32_t)base + (uint32_t)digit;
	}
	*ret_point = point;
	return point != 0 && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
}

/* Reads the escape behind a backslash. */
static bool read_escape(struct jx_compiler *compiler, uint32_t *ret_point)
{
	static const char letters[] = "\\\\\"\"''``??a\ab\bf\fn\nr\rt\tv\v";
	char c = peek(compiler, compiler->at);
	if (c >= '0' && c <= '3')
		return read_code(compiler, 3, 8, ret_point);
	compiler->at += compiler->at < compiler->n_bytes ? character_bytes(c) : 0;
	if (c == 'x' || c == 'X')
		return read_code(compiler, 2, 16, ret_point);
	if (c == 'u')
		return read_code(compiler, 4, 16, ret_point);
	if (c == 'U')
		return read_code(compiler, 8, 16, ret_point);
	for (size_t i = 0; i + 1 < sizeof(letters); i += 2) {
		if (c == letters[i]) {
			*ret_point = (unsigned char)letters[i + 1];
			return true;
		}
	}
	return false;
}

/* Passes over the rest of a text that was refused: its end is not the beginning of another one. */
static void skip_text(struct jx_compiler *compiler, char quote)
{
	char c;
	while ((c = peek(compiler, compiler->at)) != '\0' && c != '\n') {
		compiler->at++;
		if (c == quote)
			return;
		if (c == '\\' && peek(compiler, compiler->at) == quote)
			compiler->at++;
	}
}

static void lex_text(struct jx_compiler *compiler, char quote)
{
	struct jx_token *token = &compiler->token;
	/* no escape is shorter than what it stands for */
	char *out = jx_arena_alloc(compiler->arena, compiler->n_bytes - compiler->at + 1);
	size_t n = 0;
	if (out == NULL) {
		compiler->status = jx_arena_fail(compiler->arena, NULL);
		compiler->has_failed = true;
		return;
	}
	token->kind = JX_TOKEN_TEXT;
	token->text = out;
	for (;;) {
		char c = peek(compiler, compiler->at);
		if (c == '\0' || c == '\n') {
			refuse_token(compiler, JX_REASON_FORMULA_TEXT_OPEN, NULL);
			return;
		}
		size_t start = compiler->at++;
		if (c == quote)
			break;
		if (c != '\\') {
			out[n++] = c;
			continue;
		}
		uint32_t point = 0;
		if (!read_escape(compiler, &point)) {
			token->start = start;
			refuse_token(compiler, JX_REASON_FORMULA_ESCAPE, NULL);
			skip_text(compiler, quote);
			return;
		}
		n += put_utf8(point, out + n);
	}
	out[n] = '\0';
	token->end = compiler->at;
}

/* ---- numbers, names, signs ---- */

static void lex_number(struct jx_compiler *compiler)
{
	struct jx_number number;
	struct jx_token *token = &compiler->token;
	/* takes in whatever sticks to it, 1e9 or 0x1F or 5u, so that the problem shows all of it */
	while (is_name(peek(compiler, compiler->at)) ||
		(peek(compiler, compiler->at) == '.' && is_digit(peek(compiler, compiler->at + 1))))
		compiler->at++;
	token->kind = JX_TOKEN_NUMBER;
	token->end = compiler->at;
	if (jx_number_parse(compiler->text + token->start, token->end - token->start, &number) != JX_OK)
		refuse_token(compiler, JX_REASON_FORMULA_NUMBER, NULL);
}

static void lex_sign(struct jx_compiler *compiler)
{
	struct jx_token *token = &compiler->token;
	char c = peek(compiler, token->start);
	char second = peek(compiler, token->start + 1);
	token->kind = JX_TOKEN_SIGN;
	token->sign = (unsigned char)c;
	compiler->at = token->start + 1;
	bool is_double = (second == '=' && c != '\0' && strchr("=!<>", c) != NULL) ||
			 ((c == '&' || c == '|') && second == c);
	if (is_double) {
		token->sign = (unsigned char)c | JX_SIGN_TWICE;
		compiler->at++;
	} else if (c == '\0' || strchr("()[],.?:+-*/%!<>", c) == NULL) {
		bad_character(compiler);
	}
	token->end = compiler->at;
}

static void skip_blanks(struct jx_compiler *compiler)
{
	for (;;) {
		char c = peek(compiler, compiler->at);
		if (c != '\0' && strchr(" \t\r\n\f", c) != NULL) {
			compiler->at++;
		} else if (c == '/' && peek(compiler, compiler->at + 1) == '/') {
			while (compiler->at < compiler->n_bytes && compiler->text[compiler->at] != '\n')
				compiler->at++;
		} else {
			return;
		}
	}
}

void jx_compiler_next(struct jx_compiler *compiler)
{
	skip_blanks(compiler);
	char c = peek(compiler, compiler->at);
	compiler->token = (struct jx_token){.kind = JX_TOKEN_END, .start = compiler->at, .end = compiler->at};
	if (compiler->at >= compiler->n_bytes)
		return;
	if (is_digit(c)) {
		lex_number(compiler);
	} else if (is_name_start(c)) {
		while (is_name(peek(compiler, compiler->at)))
			compiler->at++;
		compiler->token.kind = JX_TOKEN_NAME;
		compiler->token.end = compiler->at;
	} else if (c == '"' || c == '\'') {
		compiler->at++;
		lex_text(compiler, c);
	} else {
		lex_sign(compiler);
	}
}
