/*
 * jixiao version: of the client, and of the server when this machine is enrolled at one.
 */
#include <curl/curl.h>
#include <unistd.h>

#include "client/calls/call.h"
#include "client/commands/commands.h"
#include "client/text/i18n.h"

static void put_server(struct jx_app *app)
{
	JxPingRequest request = JX_PING_REQUEST_INIT;
	JxPingResponse *reply;
	if (jx_call_ping(app, &request, &reply) != JX_OK) {
		/* The client's own version is what was asked for; why the server is silent is a remark. */
		char sentence[JX_APP_SENTENCE_BYTES];
		(void)jx_error_sentence(&app->error, app->language, sentence, sizeof(sentence));
		jx_note(&app->terminal, "%s", sentence);
		return;
	}
	jx_print(&app->terminal, "jixiaod %s", reply->version);
}

enum jx_status cmd_version(struct jx_app *app, const struct jx_args *args)
{
	char key[JX_FILE_PATH_BYTES];
	jx_print(&app->terminal, "jixiao %s", JX_VERSION);
	jx_print(&app->terminal, "%s", curl_version());
	/* `jixiao --version` comes without settings. */
	if (args == NULL)
		return JX_OK;
	if (jx_app_path(app, JX_KEY_FILE, key) == JX_OK && (app->is_public || access(key, F_OK) == 0))
		put_server(app);
	app->error = (struct jx_error){0};
	return JX_OK;
}
