#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "client/app/args.h"
#include "client/text/i18n.h"
#include "client/text/suggest.h"
#include "proto/contract/base/text.h"

#define MAX_ALL    (JX_MAX_OPTIONS + 16u)
#define FIRST_LONG 256 /* above every letter */
#define MAX_WORD   64

/* getopt's tables of one command. */
struct tables {
	const struct jx_option *options[MAX_ALL];
	struct option longs[MAX_ALL + 1];
	char letters[2 * MAX_ALL + 3];
	size_t n;
};

bool jx_option_has_letter(const struct jx_option *options, char letter)
{
	for (; options != NULL && options->name != NULL; options++)
		if (options->letter == letter)
			return true;
	return false;
}

/* @param own  options whose letters come first. */
static void add_options(struct tables *tables, const struct jx_option *options, const struct jx_option *own,
	size_t *n_letters)
{
	for (; options != NULL && options->name != NULL && tables->n < MAX_ALL; options++) {
		int value = FIRST_LONG + (int)tables->n;
		tables->options[tables->n] = options;
		tables->longs[tables->n] = (struct option){.name = options->name,
			.has_arg = options->argument != NULL ? required_argument : no_argument,
			.val = value};
		tables->n++;
		if (options->letter == '\0' || jx_option_has_letter(own, options->letter))
			continue;
		tables->letters[(*n_letters)++] = options->letter;
		if (options->argument != NULL)
			tables->letters[(*n_letters)++] = ':';
	}
}

static void make_tables(struct tables *tables, const struct jx_command *command)
{
	size_t n_letters = 1;
	*tables = (struct tables){0};
	/* A colon first: getopt tells a missing value from an unknown option, and prints nothing itself. */
	tables->letters[0] = ':';
	add_options(tables, command->options, NULL, &n_letters);
	add_options(tables, jx_global_options, command->options, &n_letters);
}

static enum jx_status fail_unknown(const struct tables *tables, const struct jx_command *command,
	const char *word, struct jx_error *error)
{
	char name[MAX_WORD];
	struct jx_suggestion suggestion = {.word = name};
	(void)jx_text_copy_n(name, sizeof(name), word, strcspn(word, "="));
	if (strncmp(word, "--", 2) != 0)
		return jx_fail_with(
			error, JX_REASON_UNKNOWN_OPTION, JX_ARGS(JX_TEXT(name), JX_TEXT(command->name)));
	(void)jx_text_copy_n(name, sizeof(name), word + 2, strcspn(word + 2, "="));
	for (size_t i = 0; i < tables->n; i++)
		jx_suggest_offer(&suggestion, tables->options[i]->name);
	char shown[MAX_WORD + 2], near[MAX_WORD + 2];
	(void)snprintf(shown, sizeof(shown), "--%s", name);
	if (suggestion.nearest == NULL)
		return jx_fail_with(
			error, JX_REASON_UNKNOWN_OPTION, JX_ARGS(JX_TEXT(shown), JX_TEXT(command->name)));
	(void)snprintf(near, sizeof(near), "--%.*s", MAX_WORD - 1, suggestion.nearest);
	return jx_fail_with(error, JX_REASON_UNKNOWN_OPTION_NEAR,
		JX_ARGS(JX_TEXT(shown), JX_TEXT(command->name), JX_TEXT(near)));
}

static const struct jx_option *by_letter(const struct tables *tables, int letter)
{
	for (size_t i = 0; i < tables->n; i++)
		if (tables->options[i]->letter != '\0' && tables->options[i]->letter == (char)letter)
			return tables->options[i];
	return NULL;
}

/* True for "--serv", which getopt takes for "--server" and we do not. The word is the one it has just passed. */
static bool is_abbreviated(const struct jx_option *option, char *const *argv, const char *value)
{
	int at = optind - 1;
	/* "--server X": the value is a word of its own, and the option stands before it. */
	if (value != NULL && argv[at] == value)
		at--;
	const char *word = argv[at];
	if (strncmp(word, "--", 2) != 0)
		return false;
	size_t n = strcspn(word + 2, "=");
	return n != strlen(option->name) || strncmp(word + 2, option->name, n) != 0;
}

static enum jx_status fail_getopt(const struct tables *tables, const struct jx_command *command, int result,
	char *const *argv, struct jx_error *error)
{
	const char *word = argv[optind - 1];
	char letter[3] = {'-', (char)optopt, '\0'};
	/* optopt is 0 for an unknown long option, FIRST_LONG + n for a known one with or without its value. */
	if (optopt >= FIRST_LONG) {
		char name[MAX_WORD];
		(void)snprintf(name, sizeof(name), "--%s", tables->options[optopt - FIRST_LONG]->name);
		return jx_fail_with(error,
			result == ':' ? JX_REASON_OPTION_WANTS_VALUE : JX_REASON_OPTION_WITHOUT_VALUE,
			JX_ARGS(JX_TEXT(name), JX_TEXT(command->name)));
	}
	if (result == ':')
		return jx_fail_with(error, JX_REASON_OPTION_WANTS_VALUE,
			JX_ARGS(JX_TEXT(letter), JX_TEXT(command->name)));
	if (optopt != 0)
		return jx_fail_with(
			error, JX_REASON_UNKNOWN_OPTION, JX_ARGS(JX_TEXT(letter), JX_TEXT(command->name)));
	return fail_unknown(tables, command, word, error);
}

static enum jx_status count_operands(const struct jx_args *args, struct jx_error *error)
{
	const struct jx_command *command = args->command;
	if (jx_args_has(args, "help"))
		return JX_OK;
	if (args->n_operands < command->min_operands)
		return jx_fail_with(error, JX_REASON_MISSING_ARGUMENT,
			JX_ARGS(JX_TEXT(gettext(command->operands)), JX_TEXT(command->name)));
	if (args->n_operands > command->max_operands)
		return jx_fail_with(error, JX_REASON_EXTRA_ARGUMENT,
			JX_ARGS(JX_TEXT(args->operands[command->max_operands]), JX_TEXT(command->name)));
	return JX_OK;
}

enum jx_status jx_args_read(struct jx_args *ret_args, const struct jx_command *command, int argc, char **argv,
	struct jx_error *error)
{
	struct tables tables;
	make_tables(&tables, command);
	ret_args->command = command;
	ret_args->n_given = 0;
	optind = 0; /* glibc: restart */
	opterr = 0;
	for (;;) {
		int result = getopt_long(argc, argv, tables.letters, tables.longs, NULL);
		if (result == -1)
			break;
		if (result == '?' || result == ':')
			return fail_getopt(&tables, command, result, argv, error);
		const struct jx_option *option = result >= FIRST_LONG ? tables.options[result - FIRST_LONG]
								      : by_letter(&tables, result);
		if (result >= FIRST_LONG && is_abbreviated(option, argv, optarg))
			return fail_unknown(&tables, command,
				argv[optind - 1 - (option->argument != NULL && argv[optind - 1] == optarg)],
				error);
		if (ret_args->n_given == JX_MAX_GIVEN)
			return jx_fail_with(error, JX_REASON_EXTRA_ARGUMENT,
				JX_ARGS(JX_TEXT(option->name), JX_TEXT(command->name)));
		ret_args->given[ret_args->n_given++] = (struct jx_given){
			.option = option, .value = option->argument != NULL ? optarg : NULL};
	}
	ret_args->operands = argv + optind;
	ret_args->n_operands = (size_t)(argc - optind);
	return count_operands(ret_args, error);
}

const char *jx_args_value(const struct jx_args *args, const char *name)
{
	const char *value = NULL;
	for (size_t i = 0; i < args->n_given; i++)
		if (strcmp(args->given[i].option->name, name) == 0)
			value = args->given[i].value != NULL ? args->given[i].value : "";
	return value;
}

bool jx_args_has(const struct jx_args *args, const char *name)
{
	return jx_args_value(args, name) != NULL;
}

const char *jx_args_operand(const struct jx_args *args, size_t index)
{
	return index < args->n_operands ? args->operands[index] : NULL;
}
