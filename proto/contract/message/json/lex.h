/*
 * The tokens of a JSON text (RFC 8259), each with the place it begins at.
 *
 * For the reader (read.c) and for whoever looks for a place in a text. The text must be UTF-8 already. A text token without escapes points
 * into the source, one with escapes into the arena. Strict: no comments, no trailing commas, no NaN, no lone
 * surrogates, no NUL. A full-width colon and the like are read as what they stand for, and told in `mark`, so that all of them are found
 * at once: such a text is no JSON. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_MESSAGE_JSON_LEX_H
#define PROTO_CONTRACT_MESSAGE_JSON_LEX_H

#include <stddef.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/message/json/mark.h"

enum jx_token {
	JX_TOKEN_END,
	JX_TOKEN_OBJECT_OPEN,
	JX_TOKEN_OBJECT_CLOSE,
	JX_TOKEN_LIST_OPEN,
	JX_TOKEN_LIST_CLOSE,
	JX_TOKEN_COLON,
	JX_TOKEN_COMMA,
	JX_TOKEN_TEXT,
	JX_TOKEN_NUMBER,
	JX_TOKEN_TRUE,
	JX_TOKEN_FALSE,
	JX_TOKEN_NULL,
	JX_TOKEN_BAD,    /* see reason, bad_at and found */
	JX_TOKEN_MEMORY, /* the arena refused */
};

#define JX_TOKEN_FOUND_BYTES 32

struct jx_lexer {
	const char *text; /* borrowed */
	size_t n_bytes;
	size_t at;              /* offset behind the token */
	struct jx_arena *arena; /* for texts with escapes */

	/* the token read last */
	enum jx_token token;
	size_t start;      /* offset of its first byte */
	const char *value; /* of a text: its characters; of a number: as written; not terminated */
	size_t n_value;

	const struct jx_json_mark *mark; /* that stands for the token, or at one of its ends; NULL for none */
	size_t mark_at;

	/* of a bad token */
	enum jx_reason reason;
	size_t bad_at;
	char found[JX_TOKEN_FOUND_BYTES];
};

void jx_lex_init(struct jx_lexer *lexer, const char *text, size_t n_bytes, struct jx_arena *arena);

/** Read the next token; at the end of the text JX_TOKEN_END, again and again. */
enum jx_token jx_lex_next(struct jx_lexer *lexer);

/** The token as it stands in the text, cut when long, "EOF" at the end: for error sentences. */
const char *jx_lex_show(const struct jx_lexer *lexer, char out[JX_TOKEN_FOUND_BYTES]);

#endif
