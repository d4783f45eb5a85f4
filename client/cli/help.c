#include "client/cli/help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/app/option.h"
#include "client/cli/man.h"
#include "client/cli/topics.h"
#include "client/commands/commands.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"

#define INDENT        2u
#define LEFT_COLUMNS  20u
#define LEAST_COLUMNS 24u /* of the right side, however narrow the screen */

/* Prints lines, each after so many spaces; the first one follows what is on its line already. */
static void put_indented(FILE *stream, char *lines, unsigned first, unsigned others)
{
	unsigned indent = first;
	char *rest = NULL;
	for (char *line = strtok_r(lines, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
		(void)fprintf(stream, "%*s%s\n", (int)indent, "", line);
		indent = others;
	}
}

/* "  name    what it does", the right side wrapped under itself; on a narrow screen below the name. */
static void put_row(const struct jx_app *app, FILE *stream, const char *left, const char *right)
{
	unsigned width = app->terminal.width;
	bool is_narrow = width < INDENT + LEFT_COLUMNS + LEAST_COLUMNS;
	unsigned others = is_narrow ? 2 * INDENT : INDENT + LEFT_COLUMNS;
	unsigned used = INDENT + jx_terminal_text_width(left);
	char *wrapped = jx_terminal_wrap(right, width - others);
	if (wrapped == NULL)
		return;
	(void)fprintf(stream, "%*s%s", (int)INDENT, "", left);
	if (is_narrow || used >= others) {
		(void)fputc('\n', stream);
		used = 0;
	}
	put_indented(stream, wrapped, others - used, others);
	free(wrapped);
}

static const struct jx_command *find_by_name(const char *name)
{
	const struct jx_command *command;
	for (size_t i = 0; (command = jx_command_at(i)) != NULL; i++)
		if (strcmp(command->name, name) == 0)
			return command;
	return NULL;
}

void jx_help_overview(const struct jx_app *app)
{
	static const char *const daily[] = {"check", "submit", "status", "list", "rank"};
	FILE *out = app->terminal.out;
	jx_print(&app->terminal, "%s",
		_("jixiao: self-evaluations of budget spending, filed, reviewed and ranked"));
	(void)fputc('\n', out);
	for (size_t i = 0; i < JX_COUNT_OF(daily); i++) {
		const struct jx_command *command = find_by_name(daily[i]);
		put_row(app, out, command->name, gettext(command->summary));
	}
	(void)fputc('\n', out);
	put_row(app, out, _("at a bureau"), "jixiao submit kegong-2025.json");
	put_row(app, out, _("at finance"), "jixiao list --state submitted");
	put_row(app, out, _("for analysis"), "jixiao rank 2025 --by execution_rate");
	(void)fputc('\n', out);
	jx_print(&app->terminal, "%s", _("All commands: jixiao help. One command: jixiao help submit"));
}

bool jx_help_group(const struct jx_app *app, const char *word)
{
	size_t n = strlen(word);
	const struct jx_command *command;
	bool has_any = false;
	for (size_t i = 0; (command = jx_command_at(i)) != NULL; i++) {
		if (strncmp(command->name, word, n) != 0 || command->name[n] != ' ')
			continue;
		has_any = true;
		put_row(app, app->terminal.err, command->name, gettext(command->summary));
	}
	return has_any;
}

/* @param own  options of the command, whose letters the options of every command have not. */
static void put_options(
	const struct jx_app *app, const struct jx_option *options, const struct jx_option *own)
{
	for (; options != NULL && options->name != NULL; options++) {
		char left[128];
		int n = options->letter != '\0' && !jx_option_has_letter(own, options->letter)
				? snprintf(left, sizeof(left), "-%c, --%s", options->letter, options->name)
				: snprintf(left, sizeof(left), "--%s", options->name);
		if (options->argument != NULL && n > 0 && (size_t)n < sizeof(left))
			(void)snprintf(left + n, sizeof(left) - (size_t)n, " %s", gettext(options->argument));
		put_row(app, app->terminal.out, left, gettext(options->help));
	}
}

void jx_help_command(const struct jx_app *app, const struct jx_command *command)
{
	FILE *out = app->terminal.out;
	jx_print(&app->terminal, "%s", gettext(command->summary));
	(void)fputc('\n', out);
	const char *operands = command->operands != NULL ? gettext(command->operands) : "";
	jx_print(&app->terminal, _("Usage: jixiao %s%s%s [options]"), command->name,
		operands[0] != '\0' ? " " : "", operands);
	jx_print(&app->terminal, _("Example: %s"), command->example);
	if (command->details != NULL)
		jx_print(&app->terminal, "\n%s", gettext(command->details));
	if (command->options != NULL) {
		jx_print(&app->terminal, "\n%s", _("Options:"));
		put_options(app, command->options, NULL);
	}
	jx_print(&app->terminal, "\n%s", _("Options of every command:"));
	put_options(app, jx_global_options, command->options);
}

static void put_topic(const struct jx_app *app, size_t topic)
{
	const struct jx_command *commands[JX_TOPIC_COMMANDS];
	size_t n = jx_topic_commands(topic, commands);
	jx_print(&app->terminal, "%s", gettext(jx_topic_title(topic)));
	for (size_t i = 0; i < n; i++)
		put_row(app, app->terminal.out, commands[i]->name, gettext(commands[i]->summary));
	(void)fputc('\n', app->terminal.out);
}

static void put_all(const struct jx_app *app)
{
	jx_print(&app->terminal, _("Usage: jixiao %s%s%s [options]"), _("COMMAND"), " ", "...");
	(void)fputc('\n', app->terminal.out);
	for (size_t topic = 0; topic < jx_topic_count(); topic++)
		put_topic(app, topic);
	jx_print(&app->terminal, "%s",
		_("Exit codes: 0 done; 1 failure; 2 wrong use; 3 problems in the report; 4 not enrolled or not allowed; 5 not found; 6 not possible in this state; 7 try again; 8 evidence does not hold; 130 interrupted. Any other code is a failure."));
}

/* Where the format of the files is described that people write. */
static void put_format(const struct jx_app *app)
{
	jx_print(&app->terminal, "%s",
		_("A report is one JSON object with the fields of jixiao.v1.Report. Money is a text with its unit, \"10067.32万元\"; every other number that may be missing is a text, \"24.72\"; an empty box is \"\", \"—\", \"/\", \"无\" or \"*\". Every field is described in docs/report.md. An example: jixiao show DEPT --content"));
}

static bool is_date(const char *text)
{
	return strlen(text) == strlen("YYYY-MM-DD") && strspn(text, "0123456789-") == strlen(text);
}

enum jx_status cmd_help(struct jx_app *app, const struct jx_args *args)
{
	const char *date = jx_args_value(args, "man");
	if (date != NULL && !is_date(date))
		return jx_option_fail(app, "man", date, "YYYY-MM-DD");
	if (date != NULL) {
		jx_man_print(app, date);
		return JX_OK;
	}
	if (args->n_operands == 0) {
		put_all(app);
		return JX_OK;
	}
	if (strcmp(args->operands[0], "format") == 0) {
		put_format(app);
		return JX_OK;
	}
	size_t n_words;
	const struct jx_command *command = jx_command_find((int)args->n_operands, args->operands, &n_words);
	if (command != NULL) {
		jx_help_command(app, command);
		return JX_OK;
	}
	if (jx_help_group(app, args->operands[0]))
		return JX_OK;
	return jx_app_fail_with(app, JX_REASON_UNKNOWN_COMMAND, JX_ARGS(JX_TEXT(args->operands[0])));
}
