#include "client/app/typed.h"

#include <stdio.h>
#include <string.h>

#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"

/* "issues.field" of "issues[0].field". */
static void leave_places_out(const char *field, char out[JX_ERROR_ARG_BYTES])
{
	size_t n = 0;
	for (; *field != '\0' && n + 1 < JX_ERROR_ARG_BYTES; field++) {
		if (*field == '[')
			field += strcspn(field, "]");
		else
			out[n++] = *field;
		if (*field == '\0')
			break;
	}
	out[n] = '\0';
}

/* True when one of the words of a list, apart by spaces, is `word`. */
static bool is_word_of(const char *list, const char *word)
{
	size_t n = strlen(word);
	for (const char *at = list; n > 0 && at != NULL && *at != '\0'; at += strspn(at, " ")) {
		size_t n_word = strcspn(at, " ");
		if (n_word == n && strncmp(at, word, n) == 0)
			return true;
		at += n_word;
	}
	return false;
}

static const struct jx_option *find_option(const struct jx_command *command, const char *field)
{
	for (const struct jx_option *option = command->options; option != NULL && option->name != NULL;
		option++)
		if (is_word_of(option->fields, field))
			return option;
	return NULL;
}

/* The place of the operand that fills a field; the number of operands for none. */
static size_t find_operand(const struct jx_command *command, const char *field)
{
	size_t i = 0;
	while (i < JX_COUNT_OF(command->operand_fields) && !is_word_of(command->operand_fields[i], field))
		i++;
	return i;
}

/* The word of the usage line for an operand, "TITLE" of "CODE TITLE", without the brackets of what may be left out. */
static void operand_word(const struct jx_command *command, size_t place, char *out)
{
	const char *at = gettext(command->operands);
	for (size_t i = 0; i < place; i++) {
		at += strcspn(at, " ");
		at += strspn(at, " ");
	}
	at += strspn(at, "[");
	(void)jx_text_copy_n(out, JX_ERROR_ARG_BYTES, at, strcspn(at, " ]."));
}

const char *jx_typed_name(const struct jx_args *args, const char *field, char *out)
{
	char bare[JX_ERROR_ARG_BYTES];
	if (args == NULL)
		return NULL;
	leave_places_out(field, bare);
	const struct jx_option *option = find_option(args->command, bare);
	size_t operand = find_operand(args->command, bare);
	if (option != NULL)
		(void)snprintf(out, JX_ERROR_ARG_BYTES, "--%s", option->name);
	else if (operand < JX_COUNT_OF(args->command->operand_fields))
		operand_word(args->command, operand, out);
	else
		return NULL;
	return out;
}

/* True when a field is itself what was typed: the path after --at. */
static bool is_value(const struct jx_args *args, const char *field)
{
	for (size_t i = 0; args != NULL && field[0] != '\0' && i < args->n_given; i++)
		if (args->given[i].value != NULL && strcmp(args->given[i].value, field) == 0)
			return true;
	return false;
}

bool jx_typed_tell(const struct jx_args *args, struct jx_error *error)
{
	char name[JX_ERROR_ARG_BYTES];
	bool is_invalid = jx_reason_status(error->reason) == JX_INVALID;
	if (jx_typed_name(args, error->field, name) == NULL)
		return is_invalid && is_value(args, error->field);
	const struct jx_error said = *error;
	if (said.reason == JX_REASON_MISSING_FIELD || said.reason == JX_REASON_REASON_REQUIRED)
		(void)jx_fail_with(error, JX_REASON_MISSING_ARGUMENT,
			JX_ARGS(JX_TEXT(name), JX_TEXT(args->command->name)));
	else if (said.reason == JX_REASON_BAD_FIELD)
		(void)jx_fail_with(error, JX_REASON_BAD_OPTION_VALUE,
			JX_ARGS(JX_TEXT(name), JX_TEXT(said.arg[1]), JX_TEXT(said.arg[2])));
	(void)jx_text_copy(error->field, sizeof(error->field), said.reason == error->reason ? name : "");
	if (strcmp(said.arg[0], said.field) == 0 && said.reason == error->reason)
		(void)jx_text_copy(error->arg[0], sizeof(error->arg[0]), name);
	return is_invalid;
}
