#include "client/cli/app.h"

#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "client/cli/i18n.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/json.h"

void jx_app_init(struct jx_app *app, int64_t now_s)
{
	*app = (struct jx_app){.now_s = now_s};
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

const char *jx_app_text(const struct jx_app *app, const char *zh, const char *en)
{
	return app->language == JX_ZH ? zh : en;
}

enum jx_status jx_app_path(struct jx_app *app, const char *name, char out[JX_FILE_PATH_BYTES])
{
	return jx_path_join(app->home, name, out, &app->error);
}

static const char *address_of(const struct jx_app *app)
{
	return app->is_public ? app->settings.public_address : app->settings.server;
}

enum jx_status jx_app_connect(struct jx_app *app)
{
	char ca[JX_FILE_PATH_BYTES], certificate[JX_FILE_PATH_BYTES], key[JX_FILE_PATH_BYTES];
	if (app->rpc != NULL)
		return JX_OK;
	enum jx_status status = jx_app_path(app, JX_CA_FILE, ca);
	if (status == JX_OK)
		status = jx_app_path(app, JX_CERTIFICATE_FILE, certificate);
	if (status == JX_OK)
		status = jx_app_path(app, JX_KEY_FILE, key);
	if (status != JX_OK)
		return status;
	struct jx_rpc_config config = {.address = address_of(app),
		.is_clear = app->is_public,
		.ca_file = ca,
		.certificate_file = certificate,
		.key_file = key,
		.timeout_s = app->settings.timeout_s,
		.language = app->language};
	if (config.address[0] == '\0' && access(key, F_OK) != 0)
		return jx_app_fail_with(app, JX_REASON_NOT_ENROLLED, JX_ARGS(JX_TEXT(app->home)));
	if (config.address[0] == '\0')
		return jx_app_fail(app, JX_REASON_NO_SERVER);
	return jx_rpc_open(&config, &app->rpc, &app->error);
}

enum jx_status jx_app_call(
	struct jx_app *app, const char *path, const ProtobufCMessage *request, ProtobufCMessage **ret_reply)
{
	enum jx_status status = jx_app_connect(app);
	if (status != JX_OK)
		return status;
	return jx_rpc_call(app->rpc, path, request, &app->arena, &app->error, ret_reply);
}

enum jx_status jx_app_request_id(struct jx_app *app, char out[JX_UUID_BYTES])
{
	unsigned char b[16];
	if (RAND_bytes(b, sizeof(b)) != 1)
		return jx_app_fail_with(app, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("RAND_bytes")));
	/* RFC 9562: version 4, variant 10. */
	b[6] = (unsigned char)((b[6] & 0x0Fu) | 0x40u);
	b[8] = (unsigned char)((b[8] & 0x3Fu) | 0x80u);
	char *end = out;
	for (size_t i = 0; i < sizeof(b); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*end++ = '-';
		(void)snprintf(end, 3, "%02x", b[i]);
		end += 2;
	}
	*end = '\0';
	return JX_OK;
}

bool jx_app_wants_json(const struct jx_app *app)
{
	return app->output == JX_OUTPUT_JSON || app->output == JX_OUTPUT_JSONL;
}

static enum jx_status on_json_text(void *user, const char *text, size_t n_bytes)
{
	return fwrite(text, 1, n_bytes, user) == n_bytes ? JX_OK : JX_UNKNOWN;
}

static enum jx_status print_message(
	struct jx_app *app, const ProtobufCMessage *message, enum jx_json_style style)
{
	struct jx_json_sink sink = {.on_text = on_json_text, .user = app->terminal.out};
	enum jx_status status = jx_json_write_to(message, style, &sink, &app->error);
	if (status == JX_OK && style == JX_JSON_CANONICAL)
		(void)fputc('\n', app->terminal.out);
	return status;
}

enum jx_status jx_app_print_json(struct jx_app *app, const ProtobufCMessage *message)
{
	bool is_pretty = app->terminal.is_tty && app->output == JX_OUTPUT_JSON;
	return print_message(app, message, is_pretty ? JX_JSON_PRETTY : JX_JSON_CANONICAL);
}

enum jx_status jx_app_print_jsonl(struct jx_app *app, ProtobufCMessage *const *items, size_t n_items)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; i < n_items && status == JX_OK; i++)
		status = print_message(app, items[i], JX_JSON_CANONICAL);
	return status;
}

enum jx_status jx_app_print_table(struct jx_app *app, const struct jx_table *table)
{
	struct jx_score_sheet sheet = {.stream = app->terminal.out,
		.output = app->output,
		.is_tty = app->terminal.is_tty,
		.has_colour = app->terminal.has_colour,
		.width = app->terminal.width};
	enum jx_status status = jx_table_print(table, &sheet);
	return status == JX_OK ? JX_OK : jx_app_fail(app, JX_REASON_OUT_OF_MEMORY);
}

void jx_app_next(struct jx_app *app, const char *command)
{
	if (!jx_app_wants_json(app) && app->output != JX_OUTPUT_CSV && app->output != JX_OUTPUT_CSV_EXCEL)
		jx_note(&app->terminal, _("Next: %s"), command);
}

enum jx_status jx_app_confirm(struct jx_app *app, const char *question, const char *word, bool needs_yes)
{
	if (app->is_yes)
		return JX_OK;
	if (app->is_silent || !app->terminal.can_ask) {
		if (!needs_yes)
			return JX_OK;
		return jx_app_fail(app, JX_REASON_NEEDS_YES);
	}
	char answer[JX_NAME_BYTES] = "";
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
