#include "client/cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/app/app_error.h"
#include "client/app/option.h"
#include "client/calls/renewal.h"
#include "client/cli/complete.h"
#include "client/cli/help.h"
#include "client/commands/commands.h"
#include "client/screen/outlet.h"
#include "client/text/i18n.h"
#include "client/text/language.h"
#include "client/text/suggest.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"

#define SYSTEM_SETTINGS   "/etc/jixiao/" JX_SETTINGS_FILE
#define DEFAULT_TIMEOUT_S (JX_CALL_TIMEOUT_MS / 1000u)

static const struct jx_option *find_global(const char *name, size_t n)
{
	for (const struct jx_option *option = jx_global_options; option->name != NULL; option++)
		if (strlen(option->name) == n && strncmp(option->name, name, n) == 0)
			return option;
	return NULL;
}

/* Words of a global option at the start of argv: 0 when it is none, 2 with its value apart. */
static int global_words(int argc, char *const *argv)
{
	if (argc == 0 || argv[0][0] != '-' || argv[0][1] == '\0')
		return 0;
	const struct jx_option *option = NULL;
	const char *word = argv[0];
	if (word[1] == '-') {
		option = find_global(word + 2, strcspn(word + 2, "="));
		if (option != NULL && option->argument != NULL && strchr(word, '=') == NULL)
			return argc > 1 ? 2 : 1;
		return option != NULL;
	}
	for (option = jx_global_options; option->name != NULL; option++)
		if (option->letter == word[1])
			return option->argument != NULL && word[2] == '\0' && argc > 1 ? 2 : 1;
	return 0;
}

/* The value of --lang, wherever it stands: errors in the command line must come in the right language. */
static const char *language_option(int argc, char *const *argv)
{
	for (int i = 1; i < argc; i++) {
		if (strncmp(argv[i], "--lang=", 7) == 0)
			return argv[i] + 7;
		if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			return argv[i + 1];
	}
	return NULL;
}

static void choose_language(struct jx_app *app, int argc, char *const *argv)
{
	struct jx_language_options options = {.jixiao_lang = getenv("JIXIAO_LANG"),
		.language = getenv("LANGUAGE"),
		.lc_all = getenv("LC_ALL"),
		.lc_messages = getenv("LC_MESSAGES"),
		.lang = getenv("LANG")};
	const char *named = language_option(argc, argv);
	app->language = jx_language_choose(&options);
	if (named != NULL)
		(void)jx_language_parse(named, &app->language);
	jx_language_use(app->language);
}

static enum jx_status set_output(struct jx_app *app, const struct jx_command *command, const char *name)
{
	static const struct {
		const char *name;
		enum jx_output output;
		unsigned form;
	} outputs[] = {{"table", JX_OUTPUT_TABLE, 0}, {"json", JX_OUTPUT_JSON, JX_FORMS_JSON},
		{"jsonl", JX_OUTPUT_JSONL, JX_FORMS_JSON}, {"csv", JX_OUTPUT_CSV, JX_FORMS_TABLE},
		{"csv-excel", JX_OUTPUT_CSV_EXCEL, JX_FORMS_TABLE}};
	for (size_t i = 0; i < JX_COUNT_OF(outputs); i++) {
		if (strcmp(outputs[i].name, name) != 0)
			continue;
		if (outputs[i].form != 0 && (command->forms & outputs[i].form) == 0)
			break;
		app->output = outputs[i].output;
		return JX_OK;
	}
	static const char *const KNOWN[] = {[JX_FORMS_TEXT] = "table",
		[JX_FORMS_JSON] = "table, json, jsonl",
		[JX_FORMS_TABLE] = "table, csv, csv-excel",
		[JX_FORMS_ALL] = "table, json, jsonl, csv, csv-excel"};
	return jx_option_fail(app, "output", name, KNOWN[command->forms & JX_FORMS_ALL]);
}

static enum jx_status set_timeout(struct jx_app *app, const char *text)
{
	const struct jx_option_range range = {
		.least = 1, .most = JX_MAX_TIMEOUT_S, .expected = _("1 to 3600 seconds")};
	uint64_t seconds = app->settings.timeout_s;
	enum jx_status status = jx_option_number(app, "timeout", text, &range, &seconds);
	app->settings.timeout_s = (unsigned)seconds;
	return status;
}

static enum jx_status set_address(struct jx_app *app, const char *origin, const char *value, char *out)
{
	if (value == NULL || value[0] == '\0')
		return JX_OK;
	if (!jx_address_is_valid(value))
		return jx_app_fail_with(app, JX_REASON_BAD_OPTION_VALUE,
			JX_ARGS(JX_TEXT(origin), JX_TEXT(value), JX_TEXT(_("HOST:PORT"))));
	(void)jx_text_copy(out, JX_ADDRESS_BYTES, value);
	return JX_OK;
}

/* Addresses of the command line take precedence over the environment. */
static enum jx_status set_addresses(struct jx_app *app, const struct jx_args *args)
{
	struct jx_settings *settings = &app->settings;
	app->is_public = jx_args_has(args, "public");
	enum jx_status status = set_address(app, "JIXIAO_SERVER", getenv("JIXIAO_SERVER"), settings->server);
	if (status != JX_OK)
		return status;
	status = set_address(app, "JIXIAO_PUBLIC", getenv("JIXIAO_PUBLIC"), settings->public_address);
	if (status != JX_OK)
		return status;
	return set_address(app, "--server", jx_args_value(args, "server"),
		app->is_public ? settings->public_address : settings->server);
}

/* Fills what is not set from a file. */
static enum jx_status add_settings(struct jx_app *app, const char *path)
{
	struct jx_settings file;
	enum jx_status status = jx_settings_read(path, &file, &app->error);
	if (status != JX_OK)
		return status;
	jx_settings_add(&app->settings, &file);
	return JX_OK;
}

/* Fills what is not set from the person's file, the machine's and the defaults, in this order. */
static enum jx_status add_all_settings(struct jx_app *app)
{
	struct jx_settings *settings = &app->settings;
	char path[JX_FILE_PATH_BYTES];
	enum jx_status status = jx_file_check_directory(app->home, &app->error);
	if (status != JX_OK)
		return status;
	status = jx_app_path(app, JX_SETTINGS_FILE, path);
	if (status != JX_OK)
		return status;
	status = add_settings(app, path);
	if (status != JX_OK)
		return status;
	status = add_settings(app, SYSTEM_SETTINGS);
	if (status != JX_OK)
		return status;
	if (settings->public_address[0] == '\0')
		(void)jx_text_copy(settings->public_address, JX_ADDRESS_BYTES, JX_PUBLIC_ADDRESS);
	app->patience.is_chosen = settings->timeout_s != 0;
	if (settings->timeout_s == 0)
		settings->timeout_s = DEFAULT_TIMEOUT_S;
	app->patience.left_ms = (int64_t)settings->timeout_s * 1000;
	return JX_OK;
}

static enum jx_status gather_settings(struct jx_app *app, const struct jx_args *args)
{
	enum jx_status status = set_addresses(app, args);
	if (status != JX_OK)
		return status;
	status = set_timeout(app, jx_args_value(args, "timeout"));
	if (status != JX_OK)
		return status;
	status = jx_settings_home(jx_args_value(args, "home"), app->home, &app->error);
	if (status != JX_OK)
		return status;
	return add_all_settings(app);
}

/* Sets the form of output: the one that was asked for, else the person's habit where the command has that form. */
static enum jx_status choose_output(struct jx_app *app, const struct jx_args *args)
{
	const char *output = jx_args_value(args, "output");
	const struct jx_error before = app->error;
	if (output != NULL)
		return set_output(app, args->command, output);
	if (app->settings.output[0] != '\0' && set_output(app, args->command, app->settings.output) != JX_OK)
		app->error = before;
	return JX_OK;
}

static enum jx_status prepare_app(struct jx_app *app, const struct jx_args *args)
{
	const char *language = jx_args_value(args, "lang");
	enum jx_language ignored;
	app->is_yes = jx_args_has(args, "yes");
	app->is_silent = jx_args_has(args, "no-input");
	if (language != NULL && !jx_language_parse(language, &ignored))
		return jx_option_fail(app, "lang", language, "zh, en");
	/* Twice: errors in the settings already come in the form that was asked for. */
	enum jx_status status = choose_output(app, args);
	if (status != JX_OK)
		return status;
	status = gather_settings(app, args);
	if (status != JX_OK)
		return status;
	return choose_output(app, args);
}

/* What other programs call it. */
static const char *command_meant(const char *word)
{
	static const struct {
		const char *word;
		const char *command;
	} meant[] = {{"department remove", "department retire"}, {"department delete", "department retire"},
		{"department rm", "department retire"}, {"department close", "department retire"},
		{"department rename", "department edit"}, {"department update", "department edit"},
		{"department move", "department edit"}, {"department import", "department load"},
		{"department export", "department list"}, {"department show", "department history"}};
	for (size_t i = 0; i < JX_COUNT_OF(meant); i++)
		if (strcmp(meant[i].word, word) == 0)
			return meant[i].command;
	return NULL;
}

static enum jx_status fail_command(struct jx_app *app, const char *word)
{
	struct jx_suggestion suggestion = {.word = word, .nearest = command_meant(word)};
	const struct jx_command *command;
	for (size_t i = 0; (command = jx_command_at(i)) != NULL; i++)
		jx_suggest_offer(&suggestion, command->name);
	if (suggestion.nearest != NULL)
		return jx_app_fail_with(app, JX_REASON_UNKNOWN_COMMAND_NEAR,
			JX_ARGS(JX_TEXT(word), JX_TEXT(suggestion.nearest)));
	return jx_app_fail_with(app, JX_REASON_UNKNOWN_COMMAND, JX_ARGS(JX_TEXT(word)));
}

/* "jixiao department laod": the two words together are the misspelt name. */
static enum jx_status fail_words(struct jx_app *app, int argc, char *const *argv)
{
	char both[2 * JX_COMMAND_WORDS];
	if (argc > 1 && argv[1][0] != '-') {
		(void)snprintf(both, sizeof(both), "%.31s %.31s", argv[0], argv[1]);
		enum jx_status status = fail_command(app, both);
		if (app->error.reason == JX_REASON_UNKNOWN_COMMAND_NEAR)
			return status;
	}
	return fail_command(app, argv[0]);
}

static enum jx_status run_command(struct jx_app *app, const struct jx_command *command, int argc, char **argv)
{
	struct jx_args *args = jx_arena_calloc(&app->arena, 1, sizeof(*args));
	if (args == NULL)
		return jx_app_fail(app, JX_REASON_OUT_OF_MEMORY);
	enum jx_status status = jx_args_read(args, command, argc, argv, &app->error);
	if (status != JX_OK)
		return status;
	app->args = args;
	if (jx_args_has(args, "help")) {
		jx_help_command(app, command);
		return JX_OK;
	}
	status = prepare_app(app, args);
	if (status != JX_OK)
		return status;
	return command->run(app, args);
}

static enum jx_status run_line(struct jx_app *app, int argc, char **argv)
{
	int first = 1;
	if (argc > 1 && strcmp(argv[1], JX_COMPLETE_WORD) == 0) {
		jx_complete(app, argc - 2, argv + 2);
		return JX_OK;
	}
	for (int n; (n = global_words(argc - first, argv + first)) > 0;)
		first += n;
	if (first == argc || (first == 1 && strcmp(argv[1], "--version") == 0)) {
		if (first < argc)
			return cmd_version(app, NULL);
		jx_help_overview(app);
		return JX_OK;
	}
	size_t n_words;
	const struct jx_command *command = jx_command_find(argc - first, argv + first, &n_words);
	if (command == NULL && argc - first == 1 && jx_help_group(app, argv[first])) {
		app->is_reported = true;
		return jx_app_fail_with(
			app, JX_REASON_MISSING_ARGUMENT, JX_ARGS(JX_TEXT(argv[first]), JX_TEXT(argv[first])));
	}
	if (command == NULL)
		return fail_words(app, argc - first, argv + first);
	/* The command's words go; what stood before them stays in front of the rest. */
	memmove(argv + first, argv + first + n_words, ((size_t)(argc - first) - n_words + 1) * sizeof(*argv));
	return run_command(app, command, argc - (int)n_words, argv);
}

/* True when the command failed on its output, and on nothing else. */
static bool has_failed_on_output(const struct jx_app *app, enum jx_status status)
{
	return status == JX_OK || app->is_reported ||
	       (app->error.reason == JX_REASON_LOCAL_FILE_FAILED && strcmp(app->error.arg[0], "stdout") == 0);
}

/* Whether all of the output arrived. A reader that has gone away wanted no more, and is told nothing. */
static enum jx_status finish_output(struct jx_app *app, const struct jx_outlet *outlet, enum jx_status status)
{
	(void)fflush(app->terminal.out);
	if (outlet->problem == 0 || !has_failed_on_output(app, status))
		return status;
	app->is_reported = outlet->problem == EPIPE;
	if (outlet->problem == EPIPE)
		return status;
	return jx_app_fail_with(
		app, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT("stdout"), JX_SYSTEM(outlet->problem)));
}

/* Long output for a person goes through a pager, with the notes that stand between it. */
static void begin_paging(struct jx_app *app, struct jx_outlet *outlet)
{
	if (app->terminal.out == stdout)
		return;
	jx_outlet_page(outlet);
	if (!outlet->is_holding)
		return;
	app->terminal.outlet = outlet;
	if (app->terminal.is_err_tty)
		app->terminal.err = app->terminal.out;
}

int jx_cli_run(int argc, char **argv, int64_t now_s)
{
	struct jx_app app;
	struct jx_outlet outlet = {.fd = STDOUT_FILENO};
	jx_app_init(&app, now_s);
	choose_language(&app, argc, argv);
	jx_terminal_init(&app.terminal, stdout, stderr);
	FILE *stream = jx_outlet_open(&outlet);
	if (stream != NULL)
		app.terminal.out = stream;
	begin_paging(&app, &outlet);
	enum jx_status status = run_line(&app, argc, argv);
	status = finish_output(&app, &outlet, status);
	if (status != JX_OK && !app.is_reported)
		jx_app_error_print(&app, status);
	jx_terminal_show(&app.terminal);
	jx_renewal_run_if_due(&app);
	int code = (int)jx_app_exit_code(&app, status);
	jx_app_clear(&app);
	if (stream != NULL)
		(void)fclose(stream);
	return code;
}
