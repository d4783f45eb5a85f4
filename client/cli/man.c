#include "client/cli/man.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/help.h"
#include "client/cli/topics.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"

#define TERM_BYTES 64
#define LINE_WIDTH \
	66u /* columns of a Chinese line: man(1) breaks lines at spaces only, and Chinese has none */

/* Writes one line of text: what roff would take for a command of its own is escaped. */
static void put_line(FILE *out, const char *line)
{
	if (*line == '.' || *line == '\'')
		(void)fputs("\\&", out);
	for (; *line != '\0'; line++) {
		if (*line == '\\')
			(void)fputs("\\e", out);
		else if (*line == '-')
			(void)fputs("\\-", out);
		else
			(void)fputc(*line, out);
	}
}

/* Writes a text, ended by a line feed. In Chinese each line is broken here. */
static void put_text(const struct jx_app *app, const char *text)
{
	FILE *out = app->terminal.out;
	bool is_broken = app->language == JX_ZH;
	char *lines = is_broken ? jx_terminal_wrap(text, LINE_WIDTH) : strdup(text);
	char *rest = NULL;
	for (char *line = lines != NULL ? strtok_r(lines, "\n", &rest) : NULL; line != NULL;) {
		put_line(out, line);
		line = strtok_r(NULL, "\n", &rest);
		(void)fputs(line != NULL ? "\n.br\n" : "\n", out);
	}
	free(lines);
}

static void put_heading(const struct jx_app *app, const char *heading)
{
	(void)fprintf(app->terminal.out, ".SH \"%s\"\n", heading);
}

/* A term in bold and what follows it in italics, as one line of a list. */
static void put_term(const struct jx_app *app, const char *term, const char *argument)
{
	FILE *out = app->terminal.out;
	(void)fputs(".TP\n\\fB", out);
	put_line(out, term);
	(void)fputs("\\fR", out);
	if (argument != NULL && argument[0] != '\0') {
		(void)fputs(" \\fI", out);
		put_line(out, argument);
		(void)fputs("\\fR", out);
	}
	(void)fputc('\n', out);
}

/* @param own  options of the command, whose letters the options of every command have not. */
static void put_options(
	const struct jx_app *app, const struct jx_option *options, const struct jx_option *own)
{
	for (; options != NULL && options->name != NULL; options++) {
		char term[TERM_BYTES];
		if (options->letter != '\0' && !jx_option_has_letter(own, options->letter))
			(void)snprintf(term, sizeof(term), "-%c, --%s", options->letter, options->name);
		else
			(void)snprintf(term, sizeof(term), "--%s", options->name);
		put_term(app, term, options->argument != NULL ? gettext(options->argument) : NULL);
		put_text(app, gettext(options->help));
	}
}

static void put_command(const struct jx_app *app, const struct jx_command *command)
{
	FILE *out = app->terminal.out;
	const char *operands = command->operands != NULL ? gettext(command->operands) : "";
	(void)fprintf(
		out, ".SS \"jixiao %s%s%s\"\n", command->name, operands[0] != '\0' ? " " : "", operands);
	put_text(app, gettext(command->summary));
	if (command->details != NULL) {
		(void)fputs(".PP\n", out);
		put_text(app, gettext(command->details));
	}
	put_options(app, command->options, NULL);
	(void)fputs(".PP\n.RS\n.nf\n", out);
	put_line(out, command->example);
	(void)fputs("\n.fi\n.RE\n", out);
}

/* What a page says beside the commands. Msgids. */
struct entry {
	const char *term;
	const char *text;
};

static const struct entry EXIT_CODES[] = {
	{"0", N_("done")},
	{"1", N_("failure")},
	{"2", N_("wrong use")},
	{"3", N_("problems in the report")},
	{"4", N_("not enrolled or not allowed")},
	{"5", N_("not found")},
	{"6", N_("not possible in this state")},
	{"7", N_("try again")},
	{"8", N_("evidence does not hold")},
	{"130", N_("interrupted")},
};

static const struct entry ENVIRONMENT[] = {
	{"JIXIAO_HOME", N_("directory of key, certificate, outbox and client.ini")},
	{"JIXIAO_SERVER", N_("address of the server, HOST:PORT")},
	{"JIXIAO_PUBLIC", N_("address of the public listener of this machine")},
	{"JIXIAO_LANG", N_("language, zh or en; else that of LANGUAGE, LC_ALL, LC_MESSAGES or LANG")},
	{"JIXIAO_PAGER, PAGER",
		N_("what long output on a terminal is shown with; default: less -FRX; empty or cat: none")},
	{"VISUAL, EDITOR", N_("what jixiao edit opens a report with")},
	{"NO_COLOR", N_("when it is set, nothing is coloured")},
	{"COLUMNS", N_("width of the output; default: that of the terminal")},
};

static const struct entry FILES[] = {
	{"~/.config/jixiao/", N_("key, certificate, outbox and client.ini of the person")},
	{"/etc/jixiao/client.ini", N_("settings of the machine")},
};

static void put_entries(
	const struct jx_app *app, const char *heading, const struct entry *entries, size_t n_entries)
{
	put_heading(app, heading);
	for (size_t i = 0; i < n_entries; i++) {
		put_term(app, entries[i].term, NULL);
		put_text(app, gettext(entries[i].text));
	}
}

void jx_man_print(const struct jx_app *app, const char *date)
{
	FILE *out = app->terminal.out;
	(void)fprintf(out, ".TH JIXIAO 1 \"%s\" \"jixiao %s\" \"%s\"\n", date, JX_VERSION,
		_("Self-evaluations of budget spending"));
	put_heading(app, _("NAME"));
	put_line(out, "jixiao - ");
	put_text(app, _("self-evaluations of budget spending, filed, reviewed and ranked"));
	put_heading(app, _("SYNOPSIS"));
	(void)fprintf(out, "\\fBjixiao\\fR \\fI%s\\fR ... [%s]\n", _("COMMAND"), _("options"));
	put_heading(app, _("DESCRIPTION"));
	put_text(app,
		_("Departments of a county evaluate how they spent their budget. A department checks its report, signs it and files it; finance returns or accepts it; what is published can be ranked, compared and verified by anybody. Every command ends with the next one to run."));
	for (size_t topic = 0; topic < jx_topic_count(); topic++) {
		const struct jx_command *commands[JX_TOPIC_COMMANDS];
		size_t n = jx_topic_commands(topic, commands);
		put_heading(app, gettext(jx_topic_title(topic)));
		for (size_t i = 0; i < n; i++)
			put_command(app, commands[i]);
	}
	put_heading(app, _("OPTIONS OF EVERY COMMAND"));
	put_options(app, jx_global_options, NULL);
	put_entries(app, _("EXIT STATUS"), EXIT_CODES, JX_COUNT_OF(EXIT_CODES));
	put_text(app, _("Any other code is a failure."));
	put_entries(app, _("ENVIRONMENT"), ENVIRONMENT, JX_COUNT_OF(ENVIRONMENT));
	put_entries(app, _("FILES"), FILES, JX_COUNT_OF(FILES));
	put_heading(app, _("SEE ALSO"));
	(void)fputs("\\fBjixiaod\\fR(8)\n", out);
}
