#include "client/app/app.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/app/advice.h"
#include "client/screen/secret.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/message/json/json.h"

/* With JSON output the error stream holds one object or nothing. */
static void on_long_wait(void *user, const char *what)
{
	struct jx_app *app = user;
	if (!jx_app_wants_json(app))
		jx_terminal_tell(&app->terminal, _("Waiting for %s ..."), what);
}

void jx_app_init(struct jx_app *app, int64_t now_s)
{
	*app = (struct jx_app){.now_s = now_s};
	app->patience = (struct jx_patience){.on_long_wait = on_long_wait, .user = app};
	jx_arena_init(&app->arena, JX_MAX_CLIENT_ARENA_BYTES);
}

void jx_app_clear(struct jx_app *app)
{
	jx_rpc_free(app->rpc);
	app->rpc = NULL;
	jx_arena_clear(&app->arena);
}

enum jx_status jx_app_fail(struct jx_app *app, enum jx_reason reason)
{
	return jx_fail(&app->error, reason);
}

enum jx_status jx_app_fail_with(struct jx_app *app, enum jx_reason reason, const struct jx_error_arg *args)
{
	return jx_fail_with(&app->error, reason, args);
}

enum jx_status jx_app_path(struct jx_app *app, const char *name, char out[JX_FILE_PATH_BYTES])
{
	return jx_file_path(app->home, name, out, &app->error);
}

static const char *address_of(const struct jx_app *app)
{
	return app->is_public ? app->settings.public_address : app->settings.server;
}

static bool ask_passphrase(void *user, char *out, size_t size)
{
	struct jx_app *app = user;
	return jx_secret_ask(&app->terminal, _("Passphrase of your key:"), out, size);
}

enum jx_status jx_app_identify(struct jx_app *app)
{
	const struct jx_passphrase passphrase = {.ask = ask_passphrase, .user = app};
	if (app->identity.key != NULL)
		return JX_OK;
	bool can_ask = app->terminal.can_ask && !app->is_silent;
	struct jx_identity identity;
	enum jx_status status = jx_identity_read(
		app->home, can_ask ? &passphrase : NULL, &app->arena, &identity, &app->error);
	if (status == JX_OK)
		app->identity = identity;
	return status;
}

enum jx_status jx_app_connect(struct jx_app *app)
{
	struct jx_rpc_config config = {.address = address_of(app),
		.now_s = app->now_s,
		.patience = &app->patience,
		.language = app->language};
	if (app->rpc != NULL)
		return JX_OK;
	if (!app->is_public) {
		enum jx_status status = jx_app_identify(app);
		if (status != JX_OK)
			return status;
		config.identity = &app->identity;
	}
	if (config.address[0] == '\0')
		return jx_app_fail(app, JX_REASON_NO_SERVER);
	return jx_rpc_open(&config, &app->rpc, &app->error);
}

bool jx_app_wants_json(const struct jx_app *app)
{
	return app->output == JX_OUTPUT_JSON || app->output == JX_OUTPUT_JSONL;
}

bool jx_app_wants_text(const struct jx_app *app)
{
	return app->output == JX_OUTPUT_AUTO || app->output == JX_OUTPUT_TABLE;
}

bool jx_app_is_for_people(const struct jx_app *app)
{
	return app->output == JX_OUTPUT_TABLE || (app->output == JX_OUTPUT_AUTO && app->terminal.is_tty);
}

static enum jx_status on_json_text(void *user, const char *text, size_t n_bytes)
{
	const struct jx_terminal *terminal = user;
	if (terminal->is_tty)
		jx_terminal_put_json(terminal->out, text, n_bytes);
	else
		(void)fwrite(text, 1, n_bytes, terminal->out);
	return ferror(terminal->out) ? JX_UNKNOWN : JX_OK;
}

void jx_app_put_json(struct jx_app *app, const char *text)
{
	(void)on_json_text(&app->terminal, text, strlen(text));
}

static enum jx_status print_message(
	struct jx_app *app, const ProtobufCMessage *message, enum jx_json_style style)
{
	struct jx_json_sink sink = {.on_text = on_json_text, .user = &app->terminal};
	enum jx_status status = jx_json_write_to(message, style, &sink, &app->error);
	if (status == JX_UNKNOWN)
		return jx_app_fail_with(
			app, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT("stdout"), JX_SYSTEM(errno)));
	if (status != JX_OK)
		return status;
	if (style == JX_JSON_CANONICAL)
		(void)fputc('\n', app->terminal.out);
	return JX_OK;
}

enum jx_status jx_app_print_json(struct jx_app *app, const ProtobufCMessage *message)
{
	bool is_pretty = app->terminal.is_tty && app->output == JX_OUTPUT_JSON;
	return print_message(app, message, is_pretty ? JX_JSON_PRETTY : JX_JSON_CANONICAL);
}

enum jx_status jx_app_print_jsonl(struct jx_app *app, ProtobufCMessage *const *items, size_t n_items)
{
	for (size_t i = 0; i < n_items; i++) {
		enum jx_status status = print_message(app, items[i], JX_JSON_CANONICAL);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

enum jx_status jx_app_print_table(struct jx_app *app, const struct jx_table *table)
{
	const struct jx_table_target target = {.stream = app->terminal.out,
		.output = app->output,
		.is_tty = app->terminal.is_tty,
		.has_colour = app->terminal.has_colour,
		.width = app->terminal.width};
	return jx_table_print(table, &target) == JX_OK ? JX_OK : jx_arena_fail(&app->arena, &app->error);
}

void jx_app_next(struct jx_app *app, const char *format, ...)
{
	char *command = NULL;
	char advice[JX_ADVICE_BYTES];
	va_list args;
	if (!jx_app_wants_text(app) || app->is_step)
		return;
	va_start(args, format);
	if (vasprintf(&command, format, args) >= 0)
		jx_note(&app->terminal, _("Next: %s"),
			jx_advice_print(app->args, &app->topic, command, advice));
	va_end(args);
	free(command);
}

void jx_app_remark(struct jx_app *app, const char *format, ...)
{
	char *sentence = NULL;
	va_list args;
	va_start(args, format);
	int n = vasprintf(&sentence, format, args);
	va_end(args);
	if (n < 0)
		return;
	if (jx_app_is_for_people(app))
		jx_print(&app->terminal, "%s", sentence);
	else
		jx_note(&app->terminal, "%s", sentence);
	free(sentence);
}

enum jx_status jx_app_confirm(struct jx_app *app, const char *question, const char *word, bool needs_yes)
{
	if (app->is_yes)
		return JX_OK;
	if (app->is_silent || !app->terminal.can_ask)
		return needs_yes ? jx_app_fail(app, JX_REASON_NEEDS_YES) : JX_OK;
	char answer[JX_RESOURCE_NAME_BYTES] = "";
	jx_terminal_show(&app->terminal);
	if (word != NULL)
		jx_note(&app->terminal, _("%s Type %s to go on:"), question, word);
	else
		jx_note(&app->terminal, _("%s [y/N]"), question);
	bool is_read = fgets(answer, sizeof(answer), stdin) != NULL;
	answer[strcspn(answer, "\r\n")] = '\0';
	bool is_agreed = word != NULL ? strcmp(answer, word) == 0
				      : strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0;
	if (is_read && is_agreed)
		return JX_OK;
	return jx_app_fail(app, JX_REASON_NOT_CONFIRMED);
}
