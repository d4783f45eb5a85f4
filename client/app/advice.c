#include "client/app/advice.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"

#define PROGRAM "jixiao "
#define ROUND   "round"

/* What a command takes a round with. */
enum place { NOWHERE, AS_OPTION, AS_OPERAND };

static bool has_round_operand(const struct jx_command *command)
{
	const char *operands = command->operands != NULL ? command->operands : "";
	return strncmp(operands, "ROUND", 5) == 0 || strncmp(operands, "[ROUND", 6) == 0;
}

static bool takes_option(const struct jx_command *command, const char *name)
{
	const struct jx_option *option = command->options;
	while (option != NULL && option->name != NULL && strcmp(option->name, name) != 0)
		option++;
	return option != NULL && option->name != NULL;
}

static enum place place_of_round(const struct jx_command *command)
{
	if (takes_option(command, ROUND))
		return AS_OPTION;
	return has_round_operand(command) ? AS_OPERAND : NOWHERE;
}

/* The id of the round that the person named on the command line; NULL for none. */
static const char *round_on_line(const struct jx_args *args)
{
	const char *option = jx_args_value(args, ROUND);
	const char *operand = has_round_operand(args->command) ? jx_args_operand(args, 0) : NULL;
	const char *named = option != NULL ? option : operand;
	return named != NULL ? jx_name_last(named) : NULL;
}

/* The length of a command in a sentence, which ends where the sentence goes on. */
static size_t length_of(const char *text)
{
	static const char *const ends[] = {";", "；", "，", "。", "（", " ("};
	size_t n = strlen(text);
	for (size_t i = 0; i < JX_COUNT_OF(ends); i++) {
		const char *end = strstr(text, ends[i]);
		if (end != NULL && (size_t)(end - text) < n)
			n = (size_t)(end - text);
	}
	return n;
}

/* Reads the command that a text begins with. @param ret_n  bytes of its name. @return NULL when it begins with none. */
static const struct jx_command *read_command(const char *text, size_t *ret_n)
{
	const struct jx_command *command;
	for (size_t i = 0; (command = jx_command_at(i)) != NULL; i++) {
		size_t n = strlen(command->name);
		*ret_n = n;
		if (strncmp(text, command->name, n) == 0 &&
			strspn(text + n, "abcdefghijklmnopqrstuvwxyz-") == 0)
			return command;
	}
	return NULL;
}

/* A sentence that is being written, and what stands in the commands of it; NULL: was not named. */
struct writing {
	char *out;
	size_t used;
	const struct jx_args *args;
	const char *department;
	const char *round;
};

static void put(struct writing *writing, const char *text, size_t n)
{
	writing->used +=
		jx_text_copy_n(writing->out + writing->used, JX_ADVICE_BYTES - writing->used, text, n);
}

/* The department that the person named on the command line; NULL for none, or for several. */
static const char *department_on_line(const struct jx_args *args)
{
	const char *operands = args->command->operands;
	bool is_first =
		operands != NULL && (strncmp(operands, "DEPT", 4) == 0 || strncmp(operands, "[DEPT", 5) == 0);
	bool is_list = is_first && strstr(operands, "...") != NULL;
	const char *named = is_first && !(is_list && args->n_operands > 1) ? jx_args_operand(args, 0) : NULL;
	return named == NULL || strchr(named, ' ') != NULL ? NULL : named;
}

/* What stands for a word of a command in advice: the department or the round, when the person named it. */
static const char *meant_by(const struct writing *writing, const char *word, size_t n)
{
	static const char *const departments[] = {"DEPT", "部门"};
	static const char *const rounds[] = {"ROUND", "轮次"};
	for (size_t i = 0; i < JX_COUNT_OF(departments); i++) {
		if (n == strlen(departments[i]) && strncmp(word, departments[i], n) == 0)
			return writing->department;
		if (n == strlen(rounds[i]) && strncmp(word, rounds[i], n) == 0)
			return writing->round;
	}
	return NULL;
}

/* Writes a part of a command, with what the person named in the place of the words that stand for it. */
static void put_filled(struct writing *writing, const char *text, size_t n)
{
	while (n > 0) {
		size_t n_word = 0;
		while (n_word < n && text[n_word] != ' ')
			n_word++;
		const char *meant = meant_by(writing, text, n_word);
		put(writing, meant != NULL ? meant : text, meant != NULL ? strlen(meant) : n_word);
		if (n_word < n)
			put(writing, " ", 1);
		n_word += n_word < n ? 1 : 0;
		text += n_word;
		n -= n_word;
	}
}

/* Writes which reports are meant, where the person said so and the command takes it: accepted or published ones. */
static void put_source(struct writing *writing, const struct jx_command *command, const char *text)
{
	static const char *const sources[] = {"accepted", "published"};
	for (size_t i = 0; i < JX_COUNT_OF(sources); i++) {
		const char *given = strstr(text, sources[i]);
		if (given != NULL && given < text + length_of(text))
			return;
	}
	for (size_t i = 0; i < JX_COUNT_OF(sources); i++) {
		if (!jx_args_has(writing->args, sources[i]) || !takes_option(command, sources[i]))
			continue;
		put(writing, " --", 3);
		put(writing, sources[i], strlen(sources[i]));
	}
}

/* Writes a command with the department and the round. */
static void put_named(struct writing *writing, const struct jx_command *command, const char *text)
{
	const char *round = writing->round;
	size_t n = length_of(text);
	size_t n_name = strlen(command->name);
	const char *given = strstr(text, "--" ROUND);
	bool has_option = given != NULL && given < text + n;
	bool has_operand = text[n_name] == ' ' && text[n_name + 1] != '-' && n > n_name;
	enum place place = round != NULL ? place_of_round(command) : NOWHERE;
	bool goes_first = place == AS_OPERAND && !has_operand;
	put_filled(writing, text, goes_first ? n_name : n);
	if (goes_first) {
		put(writing, " ", 1);
		put(writing, round, strlen(round));
		put_filled(writing, text + n_name, n - n_name);
	} else if (place == AS_OPTION && !has_option) {
		put(writing, " --" ROUND " ", strlen(" --" ROUND " "));
		put(writing, round, strlen(round));
	}
}

/* Writes the command that `text` begins with, and gives its length. */
static size_t put_command(struct writing *writing, const char *text)
{
	size_t n_name = 0;
	size_t n = length_of(text);
	const struct jx_command *command = read_command(text, &n_name);
	if (command == NULL || n_name > n) {
		put(writing, text, n);
		return n;
	}
	put_named(writing, command, text);
	put_source(writing, command, text);
	return n;
}

static const char *first_named(const char *on_line, const char *in_file)
{
	if (on_line != NULL)
		return on_line;
	return in_file != NULL && in_file[0] != '\0' ? in_file : NULL;
}

const char *jx_advice_print(
	const struct jx_args *args, const struct jx_topic *topic, const char *advice, char *out)
{
	struct writing writing = {.out = out, .args = args};
	out[0] = '\0';
	if (args != NULL) {
		writing.department = first_named(department_on_line(args), topic->department);
		writing.round = first_named(round_on_line(args), topic->round);
	}
	while (args != NULL) {
		const char *command = strstr(advice, PROGRAM);
		if (command == NULL)
			break;
		command += strlen(PROGRAM);
		put(&writing, advice, (size_t)(command - advice));
		advice = command + put_command(&writing, command);
	}
	put(&writing, advice, strlen(advice));
	return out;
}
