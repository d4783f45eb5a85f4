/*
 * jixiao enrol: from an invitation line to a key and a certificate.
 *
 * The key is on disk before the call and stays the same when the call is repeated, because the server gives
 * the same certificate for the same code and key: a lost answer does no harm. Files in the home directory:
 *
 *   enrol-code       digest of the code that enrol-key.pem was made for
 *   enrol-key.pem    the new key, until its certificate is here
 *   ca.pem cert.pem key.pem client.ini   the enrolment in use
 *   enrolled-code    digest of the code it came from
 */
#include <string.h>
#include <unistd.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/disk/keyfile.h"
#include "client/transport/invitation.h"
#include "client/transport/resolve.h"
#include "jixiao/v1/schema.h"

#define PENDING_CODE  "enrol-code"
#define PENDING_KEY   "enrol-key.pem"
#define ENROLLED_CODE "enrolled-code"
#define MAX_SMALL     16384u

/* True when a file of the home holds exactly this text. */
static bool holds(struct jx_app *app, const char *name, const char *text)
{
	char path[JX_FILE_PATH_BYTES];
	char *bytes;
	size_t n;
	struct jx_error ignored;
	return jx_path_join(app->home, name, path, &ignored) == JX_OK &&
	       jx_file_read(path, MAX_SMALL, &app->arena, &bytes, &n, &ignored) == JX_OK &&
	       strcmp(bytes, text) == 0;
}

static bool has_file(struct jx_app *app, const char *name)
{
	char path[JX_FILE_PATH_BYTES];
	struct jx_error ignored;
	return jx_path_join(app->home, name, path, &ignored) == JX_OK && access(path, F_OK) == 0;
}

static enum jx_status keep(struct jx_app *app, const char *name, const char *text)
{
	struct jx_file_write write = {
		.directory = app->home, .name = name, .bytes = text, .n = strlen(text), .mode = 0600};
	return jx_file_write(NULL, &write, &app->error);
}

static enum jx_status read_pem(struct jx_app *app, const char *name, char **ret_pem)
{
	char path[JX_FILE_PATH_BYTES];
	size_t n;
	enum jx_status status = jx_app_path(app, name, path);
	if (status == JX_OK)
		status = jx_file_check_private(path, &app->error);
	if (status == JX_OK)
		status = jx_file_read(path, MAX_SMALL, &app->arena, ret_pem, &n, &app->error);
	return status;
}

/* The key for this code: the one made when this was tried before, or a new one, on disk first. */
static enum jx_status prepare_key(struct jx_app *app, const char *code_digest, char **ret_pem)
{
	if (holds(app, PENDING_CODE, code_digest) && has_file(app, PENDING_KEY))
		return read_pem(app, PENDING_KEY, ret_pem);
	enum jx_status status = jx_keyfile_make(&app->arena, ret_pem, &app->error);
	if (status == JX_OK)
		status = keep(app, PENDING_KEY, *ret_pem);
	if (status == JX_OK)
		status = keep(app, PENDING_CODE, code_digest);
	return status;
}

static enum jx_status call_server(struct jx_app *app, const struct jx_invitation *invitation,
	const char *key_pem, const JxEnrolPersonResponse **ret_reply)
{
	JxEnrolPersonRequest request = JX_ENROL_PERSON_REQUEST_INIT;
	struct jx_rpc_config config = {.address = invitation->address,
		.fingerprint = invitation->fingerprint,
		.timeout_s = app->settings.timeout_s,
		.language = app->language};
	char code[JX_CODE_CHARACTERS + 1];
	ProtobufCMessage *reply;
	memcpy(code, invitation->code, sizeof(code));
	request.code = code;
	enum jx_status status = jx_keyfile_request(key_pem, &app->arena, &request.certificate_request.data,
		&request.certificate_request.len, &app->error);
	if (status == JX_OK)
		status = jx_rpc_open(&config, &app->rpc, &app->error);
	if (status == JX_OK)
		status = jx_app_call(app, "/jixiao.v1.EnrolmentService/EnrolPerson", &request.base, &reply);
	if (status == JX_OK)
		*ret_reply = (const JxEnrolPersonResponse *)reply;
	return status;
}

/* What the server sent must fit the line and the key, whoever it is. */
static enum jx_status check_reply(struct jx_app *app, const struct jx_invitation *invitation,
	const char *key_pem, const JxEnrolPersonResponse *reply)
{
	const char *why = NULL;
	if (!jx_certificate_has_fingerprint(
		    reply->ca_certificate.data, reply->ca_certificate.len, invitation->fingerprint))
		why = _("the county certificate is not the one of the line");
	else if (!jx_certificate_is_for_key(reply->certificate.data, reply->certificate.len, key_pem))
		why = _("the certificate is not for this machine's key");
	else if (!jx_address_is_valid(reply->server_address))
		why = _("the server's address is missing");
	else if (reply->person == NULL)
		why = _("the reply is missing");
	return why == NULL ? JX_OK
			   : jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
				     JX_ARGS(JX_TEXT(invitation->address), JX_TEXT(why)));
}

static enum jx_status store(
	struct jx_app *app, const JxEnrolPersonResponse *reply, const char *key_pem, const char *code_digest)
{
	struct jx_settings settings = {0};
	char path[JX_FILE_PATH_BYTES];
	char *ca = NULL;
	char *certificate = NULL;
	enum jx_status status = jx_certificate_to_pem(
		reply->ca_certificate.data, reply->ca_certificate.len, &app->arena, &ca, &app->error);
	if (status == JX_OK)
		status = jx_certificate_to_pem(reply->certificate.data, reply->certificate.len, &app->arena,
			&certificate, &app->error);
	if (status == JX_OK)
		status = jx_app_path(app, JX_SETTINGS_FILE, path);
	if (status == JX_OK)
		status = jx_settings_read(path, &settings, &app->error);
	if (status == JX_OK)
		status = keep(app, JX_CA_FILE, ca);
	if (status == JX_OK)
		status = keep(app, JX_CERTIFICATE_FILE, certificate);
	if (status == JX_OK)
		status = keep(app, JX_KEY_FILE, key_pem);
	if (status == JX_OK) {
		(void)memcpy(settings.server, reply->server_address, strlen(reply->server_address) + 1);
		status = jx_settings_write(app->home, &settings, &app->error);
	}
	/* Last: until this is written, the same line repeats everything above. */
	if (status == JX_OK)
		status = keep(app, ENROLLED_CODE, code_digest);
	if (status == JX_OK)
		status = jx_file_remove(NULL, app->home, PENDING_KEY, &app->error);
	if (status == JX_OK)
		status = jx_file_remove(NULL, app->home, PENDING_CODE, &app->error);
	return status;
}

static enum jx_status report(struct jx_app *app, const JxEnrolPersonResponse *reply)
{
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->person->base);
	jx_print(&app->terminal, _("Enrolled as %s (%s) at %s, server %s"), jx_last_part(reply->person->name),
		reply->person->title, reply->county, reply->server_address);
	jx_print(&app->terminal, _("Key and certificate are in %s"), app->home);
	jx_app_next(app, "jixiao whoami");
	return JX_OK;
}

enum jx_status cmd_enrol(struct jx_app *app, const struct jx_args *args)
{
	struct jx_invitation invitation;
	char digest[JX_DIGEST_TEXT_BYTES];
	char *key_pem;
	const JxEnrolPersonResponse *reply;
	enum jx_status status = jx_invitation_parse(args->operands[0], &invitation, &app->error);
	if (status == JX_OK)
		status = jx_code_digest(invitation.code, digest, &app->error);
	if (status == JX_OK)
		status = jx_directory_make(app->home, &app->error);
	if (status != JX_OK)
		return status;
	if (holds(app, ENROLLED_CODE, digest)) {
		jx_note(&app->terminal, _("This line was used here already, and all is well: %s"), app->home);
		jx_app_next(app, "jixiao whoami");
		return JX_OK;
	}
	if (has_file(app, ENROLLED_CODE) && !jx_args_has(args, "replace"))
		return jx_app_fail_with(app, JX_REASON_OTHER_IDENTITY, JX_ARGS(JX_TEXT(app->home)));
	status = prepare_key(app, digest, &key_pem);
	if (status == JX_OK)
		status = call_server(app, &invitation, key_pem, &reply);
	if (status == JX_OK)
		status = check_reply(app, &invitation, key_pem, reply);
	if (status == JX_OK)
		status = store(app, reply, key_pem, digest);
	return status == JX_OK ? report(app, reply) : status;
}
