/*
 * What went wrong, as data: a reason with its arguments, and the sentences for it in Chinese and in English.
 *
 * Server and client hold the same table of reasons (error.c), so a reason travels as a name
 * (google.rpc.ErrorInfo.reason) with its arguments (ErrorInfo.metadata), and each side prints it in the
 * language of its user, with the next thing to do. The server sends the English sentence as grpc-message for
 * clients no one here wrote, and the Chinese one as google.rpc.LocalizedMessage. Pure. Thread: any; a struct
 * jx_error belongs to one thread at a time.
 */
#ifndef PROTO_CONTRACT_BASE_ERROR_H
#define PROTO_CONTRACT_BASE_ERROR_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/status.h"

/* The reasons: generated from reasons.h, so that name, status and sentences stand in one line. */
enum jx_reason {
	JX_REASON_NONE = 0,
#define JX_REASON(name, status, zh, en, remedy_zh, remedy_en) JX_REASON_##name,
#include "proto/contract/base/reasons.h"
#undef JX_REASON
	JX_REASON_COUNT
};

enum jx_language { JX_ZH, JX_EN };

#define JX_ERROR_ARGS      4
#define JX_ERROR_ARG_BYTES 256

/** One error: a reason and up to JX_ERROR_ARGS arguments, filled into {0}, {1}, {2}, {3} of its sentences.
 *
 * An argument that is itself a word of a language (a role, a state) holds both, made by JX_WORDS.
 */
struct jx_error {
	enum jx_reason reason;
	char arg[JX_ERROR_ARGS][JX_ERROR_ARG_BYTES]; /* UTF-8, cut at a character when too long */
	char field[JX_ERROR_ARG_BYTES];              /* path of the field that is wrong, "" when none */
};

enum jx_error_arg_kind { JX_ARG_END, JX_ARG_TEXT, JX_ARG_I64, JX_ARG_U64, JX_ARG_WORDS, JX_ARG_SYSTEM };

/** One argument of an error, as the caller has it; error.c prints it. Made by the macros below. */
struct jx_error_arg {
	enum jx_error_arg_kind kind;
	union {
		const char *text; /* borrowed; NULL reads as "" */
		int64_t i64;
		uint64_t u64;
		int code;             /* of the system, as errno has it */
		const char *words[2]; /* borrowed: the same word in Chinese and in English */
	} value;
};

#define JX_TEXT(borrowed)                                           \
	{                                                           \
		.kind = JX_ARG_TEXT, .value = {.text = (borrowed) } \
	}
#define JX_I64(number)                                          \
	{                                                       \
		.kind = JX_ARG_I64, .value = {.i64 = (number) } \
	}
#define JX_U64(number)                                          \
	{                                                       \
		.kind = JX_ARG_U64, .value = {.u64 = (number) } \
	}
#define JX_WORDS(zh, en)                                                \
	{                                                               \
		.kind = JX_ARG_WORDS, .value = {.words = {(zh), (en)} } \
	}

/* Why the system refused: JX_SYSTEM(errno). Its own words are in no language of ours. */
#define JX_SYSTEM(number)                                           \
	{                                                           \
		.kind = JX_ARG_SYSTEM, .value = {.code = (number) } \
	}

/** Words for an error number of the system, without a full stop. Static. */
struct jx_system_words {
	const char *zh;
	const char *en;
};

/** What an error number means.
 *
 * @param code  as errno has it.
 * @return NULL for one that nobody meets with files and addresses: its number says more than a guess.
 */
const struct jx_system_words *jx_system_words(int code);

/* Up to JX_ERROR_ARGS arguments: JX_ARGS(JX_TEXT(name), JX_U64(n)). Lives to the end of the caller's block. */
#define JX_ARGS(...) ((const struct jx_error_arg[]){__VA_ARGS__, {.kind = JX_ARG_END}})

/** Fill an error; what the jx_fail functions are made of.
 *
 * @param error  may be NULL: then only the status is given.
 * @param field  borrowed path such as "functions[3].amount"; NULL for none.
 * @param args  borrowed, made by JX_ARGS; NULL for none.
 * @return the status that belongs to the reason; JX_OK for JX_REASON_NONE.
 */
enum jx_status jx_error_fill(
	struct jx_error *error, enum jx_reason reason, const char *field, const struct jx_error_arg *args);

/** Fill an error that names the field that is wrong. Parameters as of jx_error_fill(); reason never
 * JX_REASON_NONE.
 *
 * @return the status that belongs to the reason; never JX_OK.
 * @thread any.
 */
static inline enum jx_status jx_fail_at(
	struct jx_error *error, enum jx_reason reason, const char *field, const struct jx_error_arg *args)
{
	/* here and not in error.c, so that every caller's compiler and analyser sees that it never succeeds */
	enum jx_status status = jx_error_fill(error, reason, field, args);
	assert(status != JX_OK);
	return status;
}

/** Fill an error with arguments: `return jx_fail_with(error, JX_REASON_X, JX_ARGS(JX_TEXT(name)))`. */
static inline enum jx_status jx_fail_with(
	struct jx_error *error, enum jx_reason reason, const struct jx_error_arg *args)
{
	return jx_fail_at(error, reason, NULL, args);
}

/** Fill an error whose sentence takes no arguments: `return jx_fail(error, JX_REASON_X)`. */
static inline enum jx_status jx_fail(struct jx_error *error, enum jx_reason reason)
{
	return jx_fail_at(error, reason, NULL, NULL);
}

/** The status of a reason; JX_OK for JX_REASON_NONE. */
enum jx_status jx_reason_status(enum jx_reason reason);

/** The wire name of a reason, e.g. "ROUND_NOT_OPEN"; "NONE" for none. Static text. */
const char *jx_reason_name(enum jx_reason reason);

/** The reason of a wire name; JX_REASON_NONE for a name this version does not know. */
enum jx_reason jx_reason_by_name(const char *name);

/** Write the sentence of an error, arguments filled in.
 *
 * @param out  always terminated when size > 0; cut at a character when too small.
 * @return out.
 */
const char *jx_error_sentence(
	const struct jx_error *error, enum jx_language language, char *out, size_t size);

/** Write an argument of an error as its sentence has it. @return out. */
const char *jx_error_argument(
	const struct jx_error *error, size_t index, enum jx_language language, char *out, size_t size);

/** Write what to do next about an error; "" when the sentence says it already. */
const char *jx_error_remedy(const struct jx_error *error, enum jx_language language, char *out, size_t size);

/** True when the same call may simply be sent again, with the same request id. */
bool jx_error_is_retryable(const struct jx_error *error);

/** True for a reason of JX_EXHAUSTED that the same call meets again whenever it is sent: its own size. */
bool jx_error_is_lasting(enum jx_reason reason);

#endif
