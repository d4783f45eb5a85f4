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
 *   log.pub          the verifier key of the county's log
 */
#include <string.h>
#include <unistd.h>

#include "client/calls/authority.h"
#include "client/calls/call.h"
#include "client/commands/commands.h"
#include "client/disk/keyfile.h"
#include "client/disk/log_memory.h"
#include "client/text/i18n.h"
#include "client/transport/invitation.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"

#define PENDING_CODE  "enrol-code"
#define PENDING_KEY   "enrol-key.pem"
#define ENROLLED_CODE "enrolled-code"
#define MAX_SMALL     16384u

/* True when a file of the home directory holds exactly this text. */
static bool file_holds(struct jx_app *app, const char *name, const char *text)
{
	char path[JX_FILE_PATH_BYTES];
	char *bytes;
	size_t n;
	struct jx_error ignored;
	return jx_file_path(app->home, name, path, &ignored) == JX_OK &&
	       jx_file_read(path, MAX_SMALL, &app->arena, &bytes, &n, &ignored) == JX_OK &&
	       strcmp(bytes, text) == 0;
}

static bool has_file(struct jx_app *app, const char *name)
{
	char path[JX_FILE_PATH_BYTES];
	struct jx_error ignored;
	return jx_file_path(app->home, name, path, &ignored) == JX_OK && access(path, F_OK) == 0;
}

static enum jx_status store_file(struct jx_app *app, const char *name, const char *text)
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
	if (status != JX_OK)
		return status;
	const struct jx_file_source source = {
		.path = path, .max_bytes = MAX_SMALL, .trust = JX_FILE_OWN_SECRET};
	return jx_file_read_trusted(&source, &app->arena, ret_pem, &n, &app->error);
}

/* The key for this code: the one made when this was tried before, or a new one, on disk first. */
static enum jx_status prepare_key(struct jx_app *app, const char *code_digest, char **ret_pem)
{
	if (file_holds(app, PENDING_CODE, code_digest) && has_file(app, PENDING_KEY))
		return read_pem(app, PENDING_KEY, ret_pem);
	enum jx_status status = jx_keyfile_make(&app->arena, ret_pem, &app->error);
	if (status != JX_OK)
		return status;
	status = store_file(app, PENDING_KEY, *ret_pem);
	if (status != JX_OK)
		return status;
	return store_file(app, PENDING_CODE, code_digest);
}

static enum jx_status call_server(struct jx_app *app, const struct jx_invitation *invitation,
	const char *key_pem, JxEnrolPersonResponse **ret_reply)
{
	JxEnrolPersonRequest request = JX_ENROL_PERSON_REQUEST_INIT;
	struct jx_rpc_config config = {.address = invitation->address,
		.now_s = app->now_s,
		.fingerprint = invitation->fingerprint,
		.patience = &app->patience,
		.language = app->language};
	request.code = (char *)invitation->code;
	enum jx_status status = jx_keyfile_request(key_pem, &app->arena, &request.certificate_request.data,
		&request.certificate_request.len, &app->error);
	if (status != JX_OK)
		return status;
	status = jx_rpc_open(&config, &app->rpc, &app->error);
	if (status != JX_OK)
		return status;
	/* This door does not show the log. */
	app->is_history_checked = true;
	return jx_call_enrol_person(app, &request, ret_reply);
}

/* A server of an older version names none. */
static bool is_verifier(const char *text)
{
	struct jx_verifier verifier;
	struct jx_error ignored;
	return text[0] == '\0' || jx_verifier_read(text, &verifier, &ignored) == JX_OK;
}

/* The authority of the line vouches for the server; one that takes its place may stand before it. */
static bool names_authority(const JxEnrolPersonResponse *reply, const char *fingerprint)
{
	const ProtobufCBinaryData *old = &reply->ca_certificate;
	size_t n = reply->n_ca_certificates;
	bool is_of_list = n == 0; /* a server of an older version */
	for (size_t i = 0; i < n; i++)
		is_of_list = is_of_list ||
			     (reply->ca_certificates[i].len == old->len &&
				     memcmp(reply->ca_certificates[i].data, old->data, old->len) == 0);
	return is_of_list && n <= JX_MAX_AUTHORITIES &&
	       jx_certificate_has_fingerprint(old->data, old->len, fingerprint);
}

/* What the server sent must fit the line and the key, whoever it is. */
static enum jx_status check_reply(struct jx_app *app, const struct jx_invitation *invitation,
	const char *key_pem, const JxEnrolPersonResponse *reply)
{
	const char *why = NULL;
	if (!names_authority(reply, invitation->fingerprint))
		why = _("the county certificate is not the one of the line");
	else if (!jx_certificate_is_for_key(reply->certificate.data, reply->certificate.len, key_pem))
		why = _("the certificate is not for this machine's key");
	else if (!jx_address_is_valid(reply->server_address))
		why = _("the server's address is missing");
	else if (reply->person == NULL || !is_verifier(reply->log_verifier))
		why = _("the reply is incomplete");
	if (why == NULL)
		return JX_OK;
	return jx_app_fail_with(
		app, JX_REASON_SERVER_ANSWER, JX_ARGS(JX_TEXT(invitation->address), JX_TEXT(why)));
}

/* Writes client.ini: what it holds already, and the server. */
static enum jx_status store_settings(struct jx_app *app, const char *server)
{
	struct jx_settings settings = {0};
	char path[JX_FILE_PATH_BYTES];
	enum jx_status status = jx_app_path(app, JX_SETTINGS_FILE, path);
	if (status != JX_OK)
		return status;
	status = jx_settings_read(path, &settings, &app->error);
	if (status != JX_OK)
		return status;
	(void)jx_text_copy(settings.server, sizeof(settings.server), server);
	return jx_settings_write(app->home, &settings, &app->error);
}

static enum jx_status store_certificate(
	struct jx_app *app, const char *name, const ProtobufCBinaryData *certificate)
{
	char *pem;
	enum jx_status status =
		jx_certificate_to_pem(certificate->data, certificate->len, &app->arena, &pem, &app->error);
	return status == JX_OK ? store_file(app, name, pem) : status;
}

/* True when all that the server names can be trusted for the sake of the one of the line, which is the last of them. */
static bool are_endorsed(const JxEnrolPersonResponse *reply)
{
	const struct jx_authorities all = {.list = reply->ca_certificates,
		.n = reply->n_ca_certificates,
		.endorsements = reply->ca_endorsements,
		.n_endorsements = reply->n_ca_endorsements};
	const ProtobufCBinaryData *last = all.n > 0 ? &all.list[all.n - 1] : NULL;
	bool are_all = last != NULL && last->len == reply->ca_certificate.len &&
		       memcmp(last->data, reply->ca_certificate.data, last->len) == 0;
	for (size_t i = 0; i + 1 < all.n; i++)
		are_all = are_all && jx_authority_is_endorsed(&all, i);
	return are_all;
}

/* What the one of the line does not vouch for is left: the next command says so. */
static enum jx_status store_authorities(struct jx_app *app, const JxEnrolPersonResponse *reply)
{
	char *pem = NULL;
	if (!are_endorsed(reply))
		return store_certificate(app, JX_CA_FILE, &reply->ca_certificate);
	enum jx_status status = jx_certificates_to_pem(
		reply->ca_certificates, reply->n_ca_certificates, &app->arena, &pem, &app->error);
	return status == JX_OK ? store_file(app, JX_CA_FILE, pem) : status;
}

static enum jx_status store_identity(
	struct jx_app *app, const JxEnrolPersonResponse *reply, const char *key_pem)
{
	enum jx_status status = store_authorities(app, reply);
	if (status != JX_OK)
		return status;
	status = store_certificate(app, JX_CERTIFICATE_FILE, &reply->certificate);
	if (status != JX_OK)
		return status;
	status = store_file(app, JX_KEY_FILE, key_pem);
	if (status == JX_OK && reply->log_verifier[0] != '\0')
		status = jx_log_memory_pin(app->home, reply->log_verifier, &app->arena, &app->error);
	if (status != JX_OK)
		return status;
	return store_settings(app, reply->server_address);
}

/* Until the code is stored as enrolled, the same line repeats everything before. */
static enum jx_status finish_enrolment(struct jx_app *app, const char *code_digest)
{
	enum jx_status status = store_file(app, ENROLLED_CODE, code_digest);
	if (status != JX_OK)
		return status;
	status = jx_file_remove(NULL, app->home, PENDING_KEY, &app->error);
	if (status != JX_OK)
		return status;
	return jx_file_remove(NULL, app->home, PENDING_CODE, &app->error);
}

static enum jx_status print_enrolment(struct jx_app *app, const JxEnrolPersonResponse *reply)
{
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->person->base);
	jx_print(&app->terminal, _("Enrolled as %s (%s) at %s, server %s"), jx_name_last(reply->person->name),
		reply->person->title, reply->county, reply->server_address);
	jx_print(&app->terminal, _("Key and certificate are in %s"), app->home);
	jx_app_next(
		app, reply->person->department[0] != '\0' ? "jixiao form new -o form.xlsx" : "jixiao whoami");
	return JX_OK;
}

static enum jx_status enrol(
	struct jx_app *app, const struct jx_invitation *invitation, const char *code_digest)
{
	char *key_pem;
	JxEnrolPersonResponse *reply;
	enum jx_status status = prepare_key(app, code_digest, &key_pem);
	if (status != JX_OK)
		return status;
	status = call_server(app, invitation, key_pem, &reply);
	if (status != JX_OK)
		return status;
	status = check_reply(app, invitation, key_pem, reply);
	if (status != JX_OK)
		return status;
	status = store_identity(app, reply, key_pem);
	if (status != JX_OK)
		return status;
	status = finish_enrolment(app, code_digest);
	if (status != JX_OK)
		return status;
	return print_enrolment(app, reply);
}

/* The line itself, or where it is: so the one-time code need not stand in the list of processes. */
static enum jx_status read_line(struct jx_app *app, const char *operand, const char **ret_line)
{
	char *text;
	size_t n;
	bool is_stdin = strcmp(operand, "-") == 0;
	*ret_line = operand;
	if (!is_stdin && access(operand, F_OK) != 0)
		return JX_OK;
	if (is_stdin)
		jx_terminal_show(&app->terminal);
	if (is_stdin && app->terminal.can_ask && !app->is_silent)
		jx_note(&app->terminal, "%s", _("Paste the line, then press Enter and Ctrl-D:"));
	enum jx_status status =
		jx_file_read(operand, JX_INVITATION_BYTES, &app->arena, &text, &n, &app->error);
	if (status == JX_OK)
		*ret_line = text;
	return status;
}

enum jx_status cmd_enrol(struct jx_app *app, const struct jx_args *args)
{
	struct jx_invitation invitation;
	const char *line;
	char digest[JX_DIGEST_TEXT_BYTES];
	enum jx_status status = read_line(app, args->operands[0], &line);
	if (status != JX_OK)
		return status;
	status = jx_invitation_parse(line, &invitation, &app->error);
	if (status != JX_OK)
		return status;
	status = jx_code_digest(invitation.code, digest, &app->error);
	if (status != JX_OK)
		return status;
	status = jx_file_make_directory(app->home, &app->error);
	if (status != JX_OK)
		return status;
	if (file_holds(app, ENROLLED_CODE, digest)) {
		jx_note(&app->terminal, _("This machine is enrolled with this line already: %s"), app->home);
		jx_app_next(app, "jixiao whoami");
		return JX_OK;
	}
	if (has_file(app, ENROLLED_CODE) && !jx_args_has(args, "replace"))
		return jx_app_fail_with(app, JX_REASON_OTHER_IDENTITY, JX_ARGS(JX_TEXT(app->home)));
	return enrol(app, &invitation, digest);
}
