/*
 * What the files of the JSON reader share: the reader itself, its problems, and the walk over containers.
 *
 * Private to read.c (messages), scalar.c (values), walk.c (grammar and problems). Recursive
 * descent with the descriptor in hand. Every function starts on the first token of its value and ends on the
 * last one. Problems of meaning are noted and the value is skipped: JX_OK. A problem of grammar is noted and
 * JX_INVALID ends the reading; a refusal of the arena ends it with the arena's status. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_MESSAGE_JSON_PRIVATE_H
#define PROTO_CONTRACT_MESSAGE_JSON_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/contract/message/field.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/message/json/lex.h"
#include "proto/contract/message/row_count.h"

struct jx_json_reader {
	struct jx_lexer lexer;
	struct jx_arena *arena;
	struct jx_json_problems *problems;
	size_t n_room; /* of problems->items */
	bool is_tolerant;
	size_t n_unknown_room; /* of problems->unknown */
	/* the place found last, so that lines are not counted from the start for each problem */
	size_t seen_at;
	size_t seen_line;
	size_t seen_column;
	size_t first_at; /* behind a byte order mark */
	struct jx_row_counts rows;
};

/* ---- problems ---- */

/** Make a problem at an offset; *ret_error is where to write what it is, NULL when enough are kept. */
enum jx_status jx_json_add_problem(
	struct jx_json_reader *r, size_t at, struct jx_error **ret_error) JX_MUST_CHECK;

/** Note, tolerantly, that the value at a path is from a newer program. */
enum jx_status jx_json_note_unknown(struct jx_json_reader *r, const char *path) JX_MUST_CHECK;

/** Note a problem at an offset. */
enum jx_status jx_json_note_at(struct jx_json_reader *r, size_t at, enum jx_reason reason, const char *path,
	const struct jx_error_arg *args) JX_MUST_CHECK;

/** Note a problem with the value at a step, where the reader stands: arg 0 is its path. */
enum jx_status jx_json_note(struct jx_json_reader *r, enum jx_reason reason, const struct jx_step *step,
	const char *detail) JX_MUST_CHECK;

/** Note what is wrong with the grammar here, and stop: never JX_OK. expected: the marks that may stand here. */
enum jx_status jx_json_stop(
	struct jx_json_reader *r, const struct jx_step *step, const char *expected) JX_MUST_CHECK;

/* ---- the walk; depth: containers around the value ---- */

/** Note that a value is of the wrong kind (or null), and skip it. */
enum jx_status jx_json_refuse(struct jx_json_reader *r, enum jx_reason reason, const struct jx_step *step,
	size_t depth) JX_MUST_CHECK;

/** Stop when a container is nested too deep. */
enum jx_status jx_json_check_depth(
	struct jx_json_reader *r, const struct jx_step *step, size_t depth) JX_MUST_CHECK;

/** Walk over a value that is not needed, for its grammar only. */
enum jx_status jx_json_skip(struct jx_json_reader *r, const struct jx_step *step, size_t depth) JX_MUST_CHECK;

/** Read the next token, and note a mark that stands for one of JSON. */
enum jx_token jx_json_next(struct jx_json_reader *r, const struct jx_step *step);

/** Tell whether a token begins a value. */
bool jx_json_is_value_start(enum jx_token token);

/** Read the key and the colon; the reader then stands on the value. ret_key: the lexer as it stood on the key. */
enum jx_status jx_json_read_key(
	struct jx_json_reader *r, const struct jx_step *step, struct jx_lexer *ret_key) JX_MUST_CHECK;

/** Move behind an item: *ret_is_last says whether the container is closed, else the next item begins here. */
enum jx_status jx_json_end_item(struct jx_json_reader *r, const struct jx_step *step, enum jx_token close,
	bool *ret_is_last) JX_MUST_CHECK;

/* ---- values ---- */

/** Read an integer of 32 bits (a number) or 64 (a text of digits) into the item of its size. */
enum jx_status jx_json_read_integer(struct jx_json_reader *r, const struct jx_step *step, size_t depth,
	bool is_signed, bool is_wide, void *ret_item) JX_MUST_CHECK;
enum jx_status jx_json_read_text(
	struct jx_json_reader *r, const struct jx_step *step, size_t depth, char **ret_text) JX_MUST_CHECK;
enum jx_status jx_json_read_bytes(struct jx_json_reader *r, const struct jx_step *step, size_t depth,
	ProtobufCBinaryData *ret_bytes) JX_MUST_CHECK;
enum jx_status jx_json_read_enum(struct jx_json_reader *r, const ProtobufCFieldDescriptor *field,
	const struct jx_step *step, size_t depth, int *ret_value) JX_MUST_CHECK;

/** Read an Amount, a Decimal or a Timestamp from its text form into an initialised message. */
enum jx_status jx_json_read_leaf(struct jx_json_reader *r, const ProtobufCMessageDescriptor *type,
	const struct jx_step *step, size_t depth, ProtobufCMessage *message) JX_MUST_CHECK;

#endif
