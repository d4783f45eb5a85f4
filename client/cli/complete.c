#include "client/cli/complete.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "client/commands/questions/queries.h"
#include "client/commands/questions/row_words.h"
#include "client/disk/receipts.h"
#include "client/disk/settings.h"
#include "client/text/i18n.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/finding/label.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/message/path.h"
#include "proto/contract/ranking/metric.h"
#include "proto/contract/rulebook/rulebook.h"

#define ANY_FILE  ":files\n"
#define MAX_NAMES 4096u /* of files in a folder of the home directory */

/* The word that is being typed, and what is known about it. */
struct typed {
	struct jx_app *app;
	const char *word;
	const struct jx_command *command; /* NULL: not named yet */
	const struct jx_option *option;   /* whose value it is; NULL: none */
	char *const *positionals;         /* words before it that are no options */
	int n_positionals;
	int n_command; /* of these, the name of the command */
};

static void offer_n(const struct typed *typed, const char *value, size_t n, const char *about)
{
	if (strncmp(value, typed->word, strlen(typed->word)) == 0 && n >= strlen(typed->word))
		(void)fprintf(typed->app->terminal.out, "%.*s\t%s\n", (int)n, value, about);
}

static void offer(const struct typed *typed, const char *value, const char *about)
{
	offer_n(typed, value, strlen(value), about);
}

/* ---- what this machine knows ---- */

/* Offers what the names of files in a folder of the home directory begin with. @param mark  that ends a name; 0: ".json" does.
 * @param is_behind  true: what stands behind the last mark instead. */
static void offer_names(const struct typed *typed, const char *folder, char mark, bool is_behind)
{
	char path[JX_FILE_PATH_BYTES];
	char before[JX_FILE_PATH_BYTES] = "";
	char **names;
	size_t n;
	struct jx_error ignored;
	if (jx_file_path(typed->app->home, folder, path, &ignored) != JX_OK ||
		jx_file_names(path, MAX_NAMES, &typed->app->arena, &names, &n, &ignored) != JX_OK)
		return;
	for (size_t i = 0; i < n; i++) {
		char *end = strstr(names[i], ".json");
		if (end == NULL)
			continue;
		*end = '\0';
		char *at = mark != '\0' ? strrchr(names[i], mark) : NULL;
		if (mark != '\0' && at == NULL)
			continue;
		const char *name = is_behind ? at + 1 : names[i];
		if (!is_behind && at != NULL)
			*at = '\0';
		if (strcmp(name, before) != 0)
			offer(typed, name, "");
		(void)jx_text_copy(before, sizeof(before), name);
	}
}

static void offer_receipts(const struct typed *typed)
{
	struct jx_receipt_file *files;
	size_t n;
	struct jx_error ignored;
	if (jx_receipts_list(typed->app->home, &typed->app->arena, &files, &n, &ignored) != JX_OK)
		return;
	for (size_t i = 0; i < n; i++) {
		char number[24];
		(void)snprintf(number, sizeof(number), "%llu", (unsigned long long)files[i].attempt);
		offer(typed, number, "");
	}
}

static void offer_rulebooks(const struct typed *typed)
{
	size_t n;
	const struct jx_shipped_rulebook *books = jx_rulebooks_shipped(&n);
	for (size_t i = 0; i < n; i++)
		offer(typed, books[i].id, "");
}

/* Offers the fields of a report, one step further than what is typed: "functions[0].am" gives "functions[0].amount". */
static void offer_fields(const struct typed *typed)
{
	const ProtobufCMessageDescriptor *type = JX_REPORT_DESCRIPTOR;
	const char *step = typed->word;
	for (const char *dot; (dot = strchr(step, '.')) != NULL; step = dot + 1) {
		const ProtobufCFieldDescriptor *field = jx_field_find(type, step, strcspn(step, "[."));
		if (field == NULL || !jx_field_is_inner(field))
			return;
		type = field->descriptor;
	}
	for (unsigned i = 0; i < type->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &type->fields[i];
		char path[JX_PATH_BYTES];
		const char *more = jx_field_is_list(field) ? "[" : jx_field_is_inner(field) ? "." : "";
		(void)snprintf(path, sizeof(path), "%.*s%s%s", (int)(step - typed->word), typed->word,
			field->name, more);
		offer(typed, path, jx_field_label(type, field, typed->app->language));
	}
}

/* Offers the metrics to rank by. */
static void offer_metrics(const struct typed *typed)
{
	for (size_t i = 0; i < jx_metric_count(); i++) {
		const struct jx_metric *metric = jx_metric_at(i);
		if (metric->is_for_ranking)
			offer(typed, metric->key, jx_localized(&metric->title, typed->app->language));
	}
}

/* Offers the fields of a ranking's row, then those of a report. */
static void offer_formula(const struct typed *typed)
{
	const ProtobufCMessageDescriptor *type = JX_RANK_ROW_DESCRIPTOR;
	for (unsigned i = 0; i < type->n_fields; i++) {
		char path[JX_PATH_BYTES];
		const char *words = jx_row_words(type->fields[i].name);
		bool is_inner = jx_field_is_inner(&type->fields[i]);
		(void)snprintf(
			path, sizeof(path), "row.%s%s", type->fields[i].name, is_inner ? ".value" : "");
		if (words != NULL)
			offer(typed, path, words);
	}
	offer_fields(typed);
}

/* Offers the saved formulas. @param mark  "@" where another formula may stand. */
static void offer_queries(const struct typed *typed, const char *mark)
{
	char **names;
	size_t n = 0;
	struct jx_error ignored;
	if (jx_query_names(typed->app->home, &typed->app->arena, &names, &n, &ignored) != JX_OK)
		return;
	for (size_t i = 0; i < n; i++) {
		char name[JX_QUERY_NAME_BYTES + 1];
		(void)snprintf(name, sizeof(name), "%s%.*s", mark, JX_QUERY_NAME_BYTES - 1, names[i]);
		offer(typed, name, "");
	}
}

/* ---- what the table knows ---- */

static void offer_commands(const struct typed *typed)
{
	const struct jx_command *command;
	const char *first = typed->n_positionals > 0 ? typed->positionals[0] : NULL;
	const char *before = "";
	for (size_t i = 0; (command = jx_command_at(i)) != NULL; i++) {
		size_t n = strcspn(command->name, " ");
		bool is_group = command->name[n] == ' ';
		if (first == NULL && !is_group)
			offer(typed, command->name, gettext(command->summary));
		else if (first == NULL && strncmp(before, command->name, n + 1) != 0)
			offer_n(typed, command->name, n, "");
		else if (first != NULL && is_group && strlen(first) == n &&
			 strncmp(first, command->name, n) == 0)
			offer(typed, command->name + n + 1, gettext(command->summary));
		before = command->name;
	}
}

static void offer_options(const struct typed *typed, const struct jx_option *options)
{
	for (; options != NULL && options->name != NULL; options++) {
		char name[64];
		(void)snprintf(name, sizeof(name), "--%s", options->name);
		offer(typed, name, gettext(options->help));
	}
}

/* Offers the values that an option's help lists: "table, json, jsonl, csv or csv-excel". */
static void offer_listed(const struct typed *typed, const char *help)
{
	size_t n_all = strcspn(help, ";.");
	if (memchr(help, ',', n_all) == NULL)
		return;
	for (const char *at = help; at < help + n_all;) {
		size_t n = strcspn(at, ", ;.");
		bool is_value = n > 0 && strspn(at, "abcdefghijklmnopqrstuvwxyz_-") >= n;
		if (is_value && !(n == 2 && strncmp(at, "or", 2) == 0))
			offer_n(typed, at, n, "");
		at += n + 1;
	}
}

/* Offers commands as operands of a command, as help takes them. */
static void offer_names_of_commands(const struct typed *typed)
{
	struct typed inner = *typed;
	inner.positionals += typed->n_command;
	inner.n_positionals -= typed->n_command;
	offer_commands(&inner);
}

/* Offers what a word of a usage line stands for, "DEPT" or "bash"; n bytes of it. */
static void offer_kind(const struct typed *typed, const char *kind, size_t n)
{
	static const struct {
		const char *kind;
		const char *folder;
		char mark;
		bool is_behind;
	} known[] = {{"ROUND", "rounds", '\0', false}, {"PUBLICATION", "rounds", '\0', false},
		{"DEPT", "seen", '-', true}};
	char word[32];
	(void)jx_text_copy_n(word, sizeof(word), kind, n);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(word, known[i].kind) == 0)
			offer_names(typed, known[i].folder, known[i].mark, known[i].is_behind);
	bool is_rules = jx_text_begins_with(typed->command->name, "rules") > 0 ||
			(typed->option != NULL && strcmp(typed->option->name, "rulebook") == 0);
	if (strcmp(word, "ID") == 0 && is_rules)
		offer_rulebooks(typed);
	else if (strcmp(word, "FIELD") == 0)
		offer_fields(typed);
	else if (strcmp(word, "KEY") == 0 && typed->option != NULL && strcmp(typed->option->name, "by") == 0)
		offer_metrics(typed);
	else if (strcmp(word, "FORMULA") == 0 || strcmp(word, "WORD") == 0)
		offer_formula(typed);
	else if (strcmp(word, "QUERY") == 0 || strcmp(word, "@QUERY") == 0)
		offer_queries(typed, word[0] == '@' ? "@" : "");
	else if (strcmp(word, "COMMAND") == 0)
		offer_names_of_commands(typed);
	else if (strcmp(word, "RECEIPT") == 0)
		offer_receipts(typed);
	else if (strncmp(word, "FILE", 4) == 0 || strncmp(word, "DIR", 3) == 0)
		(void)fputs(ANY_FILE, typed->app->terminal.out);
	else if (islower((unsigned char)word[0]))
		offer(typed, word, "");
}

/* Offers each of "DEPT|FILE". */
static void offer_kinds(const struct typed *typed, const char *kinds, size_t n)
{
	for (const char *at = kinds; at < kinds + n;) {
		size_t skipped = strspn(at, "[]|,.");
		size_t length = strcspn(at + skipped, "[]|, ");
		size_t shown = length;
		while (shown > 0 && at[skipped + shown - 1] == '.')
			shown--;
		if (shown > 0)
			offer_kind(typed, at + skipped, shown);
		at += skipped + length + (skipped + length == 0);
	}
}

/* Offers the operand that the word is; the last one of the usage line stands for those that follow it. */
static void offer_operand(const struct typed *typed)
{
	const char *kinds = typed->command->operands;
	int index = typed->n_positionals - typed->n_command;
	if (kinds == NULL || (unsigned)index >= typed->command->max_operands)
		return;
	for (const char *space; index > 0 && (space = strchr(kinds, ' ')) != NULL; index--)
		kinds = space + 1;
	offer_kinds(typed, kinds, strcspn(kinds, " "));
}

static const struct jx_option *find_option(const struct jx_option *options, const char *word)
{
	for (; options != NULL && options->name != NULL; options++) {
		bool is_long = strncmp(word, "--", 2) == 0 && strcmp(word + 2, options->name) == 0;
		bool is_short = word[1] == options->letter && options->letter != '\0' && word[2] == '\0';
		if (is_long || is_short)
			return options;
	}
	return NULL;
}

/* Reads the words before the last one: sets the command, and the option whose value comes next. */
static void read_words(struct typed *typed, int n_words, char *const *words, char **positionals)
{
	typed->positionals = positionals;
	for (int i = 0; i < n_words; i++) {
		bool was_value = typed->option != NULL && strcmp(words[i], "=") != 0;
		if (was_value)
			typed->option = NULL;
		if (was_value || strcmp(words[i], "=") == 0)
			continue;
		if (words[i][0] != '-' || words[i][1] == '\0') {
			size_t n_command = 0;
			positionals[typed->n_positionals++] = words[i];
			if (typed->command == NULL)
				typed->command =
					jx_command_find(typed->n_positionals, positionals, &n_command);
			typed->n_command = n_command > 0 ? (int)n_command : typed->n_command;
			continue;
		}
		const struct jx_option *option =
			find_option(typed->command != NULL ? typed->command->options : NULL, words[i]);
		if (option == NULL)
			option = find_option(jx_global_options, words[i]);
		typed->option = option != NULL && option->argument != NULL ? option : NULL;
	}
}

void jx_complete(struct jx_app *app, int n_words, char *const *words)
{
	static const struct jx_command none = {.name = ""};
	struct typed typed = {.app = app, .word = n_words > 0 ? words[n_words - 1] : ""};
	char **positionals = jx_arena_calloc(&app->arena, (size_t)n_words + 1, sizeof(*positionals));
	if (positionals == NULL || jx_settings_home(NULL, app->home, &app->error) != JX_OK)
		return;
	read_words(&typed, n_words - 1, words, positionals);
	bool has_command = typed.command != NULL;
	typed.command = has_command ? typed.command : &none;
	if (typed.option != NULL) {
		typed.word += strcmp(typed.word, "=") == 0;
		offer_kinds(&typed, typed.option->argument, strlen(typed.option->argument));
		offer_listed(&typed, typed.option->help);
	} else if (typed.word[0] == '-') {
		offer_options(&typed, typed.command->options);
		offer_options(&typed, jx_global_options);
	} else if (has_command) {
		offer_operand(&typed);
	} else {
		offer_commands(&typed);
	}
}
