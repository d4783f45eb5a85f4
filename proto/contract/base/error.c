#include "proto/contract/base/error.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/text.h"

struct reason_row {
	const char *name;
	const char *zh;
	const char *en;
	const char *remedy_zh;
	const char *remedy_en;
	enum jx_status status;
};

static const struct reason_row REASONS[] = {
	{"NONE", "", "", "", "", JX_OK},
#define JX_REASON(name, status, zh, en, remedy_zh, remedy_en) {#name, zh, en, remedy_zh, remedy_en, status},
#include "proto/contract/base/reasons.h"
#undef JX_REASON
};

static const struct reason_row *row_of(enum jx_reason reason)
{
	return (unsigned)reason < JX_REASON_COUNT ? &REASONS[reason] : &REASONS[0];
}

#define WORDS_SEPARATOR '\x1f'

/* An argument that reads differently in the two languages: Chinese, unit separator (U+001F), English. */
static void write_words(const char *zh, const char *en, char *out, size_t size)
{
	char separator[2] = {WORDS_SEPARATOR, '\0'};
	size_t used = jx_text_copy(out, size, zh);
	used += jx_text_copy(out + used, size - used, separator);
	(void)jx_text_copy(out + used, size - used, en);
}

/* One that has no words has its number. */
static void write_system(int code, char *out, size_t size)
{
	const struct jx_system_words *words = jx_system_words(code);
	char zh[64];
	char en[64];
	(void)snprintf(zh, sizeof(zh), "系统错误 %d", code);
	(void)snprintf(en, sizeof(en), "system error %d", code);
	write_words(words != NULL ? words->zh : zh, words != NULL ? words->en : en, out, size);
}

/* Prints an argument; one of two languages keeps both. */
static void print_argument(char out[JX_ERROR_ARG_BYTES], const struct jx_error_arg *arg)
{
	switch (arg->kind) {
	case JX_ARG_END:
		out[0] = '\0';
		return;
	case JX_ARG_TEXT:
		(void)jx_text_copy(out, JX_ERROR_ARG_BYTES, arg->value.text != NULL ? arg->value.text : "");
		return;
	case JX_ARG_I64:
		(void)snprintf(out, JX_ERROR_ARG_BYTES, "%" PRId64, arg->value.i64);
		return;
	case JX_ARG_U64:
		(void)snprintf(out, JX_ERROR_ARG_BYTES, "%" PRIu64, arg->value.u64);
		return;
	case JX_ARG_WORDS:
		write_words(arg->value.words[0], arg->value.words[1], out, JX_ERROR_ARG_BYTES);
		return;
	case JX_ARG_SYSTEM:
		write_system(arg->value.code, out, JX_ERROR_ARG_BYTES);
		return;
	}
}

enum jx_status jx_error_fill(
	struct jx_error *error, enum jx_reason reason, const char *field, const struct jx_error_arg *args)
{
	static const struct jx_error_arg none = {.kind = JX_ARG_END};
	if (error != NULL) {
		const struct jx_error_arg *arg = args != NULL ? args : &none;
		error->reason = reason;
		for (size_t i = 0; i < JX_ERROR_ARGS; i++) {
			print_argument(error->arg[i], arg);
			arg += arg->kind != JX_ARG_END;
		}
		assert(arg->kind == JX_ARG_END);
		jx_text_copy(error->field, sizeof(error->field), field != NULL ? field : "");
	}
	return row_of(reason)->status;
}

enum jx_status jx_reason_status(enum jx_reason reason)
{
	return row_of(reason)->status;
}

const char *jx_reason_name(enum jx_reason reason)
{
	return row_of(reason)->name;
}

enum jx_reason jx_reason_by_name(const char *name)
{
	for (int i = 1; i < JX_REASON_COUNT; i++)
		if (strcmp(REASONS[i].name, name) == 0)
			return (enum jx_reason)i;
	return JX_REASON_NONE;
}

/* Appends an argument, or the half of it that is in the language. */
static size_t append_argument(char *out, size_t size, const char *argument, enum jx_language language)
{
	const char *separator = strchr(argument, WORDS_SEPARATOR);
	if (separator == NULL)
		return jx_text_copy(out, size, argument);
	if (language == JX_ZH)
		return jx_text_copy_n(out, size, argument, (size_t)(separator - argument));
	return jx_text_copy(out, size, separator + 1);
}

/* Copies a sentence, putting the arguments in the place of {0} to {3}. */
static const char *fill_sentence(
	const char *sentence, const struct jx_error *error, enum jx_language language, char *out, size_t size)
{
	if (size == 0)
		return out;
	out[0] = '\0';
	size_t used = 0;
	for (const char *at = sentence; *at != '\0';) {
		if (at[0] == '{' && at[1] >= '0' && at[1] < '0' + JX_ERROR_ARGS && at[2] == '}') {
			used += append_argument(out + used, size - used, error->arg[at[1] - '0'], language);
			at += 3;
		} else {
			size_t n = strcspn(at + 1, "{") + 1;
			used += jx_text_copy_n(out + used, size - used, at, n);
			at += n;
		}
	}
	return out;
}

const char *jx_error_sentence(const struct jx_error *error, enum jx_language language, char *out, size_t size)
{
	const struct reason_row *row = row_of(error->reason);
	return fill_sentence(language == JX_ZH ? row->zh : row->en, error, language, out, size);
}

const char *jx_error_argument(
	const struct jx_error *error, size_t index, enum jx_language language, char *out, size_t size)
{
	(void)append_argument(out, size, error->arg[index], language);
	return out;
}

const char *jx_error_remedy(const struct jx_error *error, enum jx_language language, char *out, size_t size)
{
	const struct reason_row *row = row_of(error->reason);
	return fill_sentence(language == JX_ZH ? row->remedy_zh : row->remedy_en, error, language, out, size);
}

bool jx_error_is_retryable(const struct jx_error *error)
{
	enum jx_status status = row_of(error->reason)->status;
	return status == JX_UNAVAILABLE || status == JX_DEADLINE ||
	       (status == JX_EXHAUSTED && !jx_error_is_lasting(error->reason));
}

bool jx_error_is_lasting(enum jx_reason reason)
{
	return reason == JX_REASON_MESSAGE_TOO_LARGE || reason == JX_REASON_CALL_TOO_LARGE ||
	       reason == JX_REASON_QUERY_LIMIT;
}
