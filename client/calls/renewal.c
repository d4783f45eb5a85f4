#include "client/calls/renewal.h"

#include <string.h>

#include "client/calls/authority.h"
#include "client/calls/call.h"
#include "client/disk/lock.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"

#define DAY_S 86400

/* ---- renewing ---- */

static bool is_due(const struct jx_app *app)
{
	const struct jx_certificate_life *life = &app->identity.life;
	return jx_authority_is_new(app) ||
	       app->now_s >= life->starts_s + (life->ends_s - life->starts_s) / 3 * 2;
}

/* Reads the certificate again: another command may have renewed it while this one waited. */
static enum jx_status read_identity_again(struct jx_app *app)
{
	struct jx_identity identity = app->identity;
	char path[JX_FILE_PATH_BYTES];
	enum jx_status status = jx_app_path(app, JX_CERTIFICATE_FILE, path);
	if (status != JX_OK)
		return status;
	status = jx_identity_read_certificate(path, identity.key, &app->arena, &identity, &app->error);
	if (status == JX_OK)
		app->identity = identity;
	return status;
}

static enum jx_status fetch_certificate(struct jx_app *app, JxRenewCertificateResponse **ret_reply)
{
	JxRenewCertificateRequest request = JX_RENEW_CERTIFICATE_REQUEST_INIT;
	enum jx_status status = jx_keyfile_request(app->identity.key, &app->arena,
		&request.certificate_request.data, &request.certificate_request.len, &app->error);
	if (status != JX_OK)
		return status;
	status = jx_call_renew_certificate(app, &request, ret_reply);
	if (status != JX_OK)
		return status;
	const ProtobufCBinaryData *certificate = &(*ret_reply)->certificate;
	if (jx_certificate_is_for_key(certificate->data, certificate->len, app->identity.key))
		return JX_OK;
	return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
		JX_ARGS(JX_TEXT(app->settings.server),
			JX_TEXT(_("the certificate is not for this machine's key"))));
}

/* One from before would take the place of one that lasts. */
static bool is_older(const char *pem, const struct jx_certificate_life *life)
{
	struct jx_certificate_life given = {.starts_s = INT64_MIN};
	X509 *certificate = jx_certificate_from_pem(pem);
	if (certificate != NULL)
		jx_certificate_read_life(certificate, &given);
	X509_free(certificate);
	return given.starts_s < life->starts_s;
}

static enum jx_status renew_certificate(struct jx_app *app)
{
	JxRenewCertificateResponse *reply;
	char *pem;
	enum jx_status status = fetch_certificate(app, &reply);
	if (status != JX_OK)
		return status;
	const struct jx_authorities authorities = {.list = reply->ca_certificates,
		.n = reply->n_ca_certificates,
		.endorsements = reply->ca_endorsements,
		.n_endorsements = reply->n_ca_endorsements};
	status = jx_authority_keep(app, &authorities);
	if (status != JX_OK)
		return status;
	/* One of another issuer would take the place of one that gets in. */
	if (!jx_authority_has_issued(app, &reply->certificate))
		return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
			JX_ARGS(JX_TEXT(app->settings.server),
				JX_TEXT(_("the certificate is not of this county"))));
	status = jx_certificate_to_pem(
		reply->certificate.data, reply->certificate.len, &app->arena, &pem, &app->error);
	if (status == JX_OK && is_older(pem, &app->identity.life))
		return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
			JX_ARGS(JX_TEXT(app->settings.server),
				JX_TEXT(_("the certificate is older than the one in use"))));
	if (status != JX_OK)
		return status;
	const struct jx_file_write write = {.directory = app->home,
		.name = JX_CERTIFICATE_FILE,
		.bytes = pem,
		.n = strlen(pem),
		.mode = 0600};
	status = jx_file_write(NULL, &write, &app->error);
	return status == JX_OK ? read_identity_again(app) : status;
}

static enum jx_status take_lock(struct jx_app *app, struct jx_patience *patience, struct jx_lock *ret_lock)
{
	char path[JX_FILE_PATH_BYTES];
	enum jx_status status = jx_app_path(app, "certificate.lock", path);
	return status == JX_OK ? jx_lock_take(path, patience, ret_lock, &app->error) : status;
}

enum jx_status jx_renewal_run(struct jx_app *app)
{
	struct jx_lock lock;
	enum jx_status status = jx_app_identify(app);
	if (status != JX_OK)
		return status;
	status = take_lock(app, &app->patience, &lock);
	if (status != JX_OK)
		return status;
	app->is_renewal_tried = true;
	status = renew_certificate(app);
	jx_lock_release(&lock);
	return status;
}

static const char *print_day(int64_t time_s, char out[JX_DATETIME_BYTES])
{
	Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	time.seconds = time_s;
	return jx_datetime_print(&time, out);
}

/* With the lock: renews, unless another command has. */
static enum jx_status renew_if_still_due(struct jx_app *app, bool *ret_is_renewed)
{
	enum jx_status status = read_identity_again(app);
	if (status != JX_OK || !is_due(app))
		return status;
	status = renew_certificate(app);
	*ret_is_renewed = status == JX_OK;
	return status;
}

static void tell_danger(struct jx_app *app)
{
	char sentence[JX_APP_SENTENCE_BYTES];
	char remedy[JX_APP_SENTENCE_BYTES];
	jx_note(&app->terminal, _("DANGER: %s"),
		jx_error_sentence(&app->error, app->language, sentence, sizeof(sentence)));
	jx_note(&app->terminal, _("Next: %s"),
		jx_error_remedy(&app->error, app->language, remedy, sizeof(remedy)));
}

static void tell_result(struct jx_app *app, enum jx_status status, bool is_renewed)
{
	char time[JX_DATETIME_BYTES];
	char sentence[JX_APP_SENTENCE_BYTES];
	(void)print_day(app->identity.life.ends_s, time);
	if (app->error.reason == JX_REASON_CA_NOT_ENDORSED) {
		tell_danger(app);
		return;
	}
	if (jx_app_wants_json(app))
		return;
	if (is_renewed)
		jx_note(&app->terminal, _("Your certificate was renewed; it is valid until %s."), time);
	else if (status != JX_OK)
		jx_note(&app->terminal,
			_("Your certificate could not be renewed (%s). It ends on %s; try: jixiao renew"),
			jx_error_sentence(&app->error, app->language, sentence, sizeof(sentence)), time);
}

void jx_renewal_run_if_due(struct jx_app *app)
{
	const struct jx_error before = app->error;
	struct jx_lock lock;
	bool is_renewed = false;
	if (app->is_renewal_tried || app->identity.key == NULL || !jx_rpc_was_answered(app->rpc))
		return;
	jx_authority_forget(app);
	if (!is_due(app))
		return;
	app->is_renewal_tried = true;
	app->error = (struct jx_error){0};
	enum jx_status status = take_lock(app, NULL, &lock);
	if (status == JX_OK) {
		status = renew_if_still_due(app, &is_renewed);
		jx_lock_release(&lock);
	}
	/* Who holds the lock renews already. */
	if (app->error.reason != JX_REASON_HOME_BUSY)
		tell_result(app, status, is_renewed);
	app->error = before;
}

/* ---- warning ---- */

static bool ends_soon(const struct jx_app *app, int64_t ends_s)
{
	return ends_s > 0 && ends_s - app->now_s <= (int64_t)JX_CERTIFICATE_WARNING_DAYS * DAY_S;
}

void jx_renewal_warn(struct jx_app *app)
{
	char time[JX_DATETIME_BYTES];
	int64_t server_ends_s = jx_rpc_server_ends_s(app->rpc);
	if (jx_app_wants_json(app) || app->identity.key == NULL)
		return;
	if (ends_soon(app, app->identity.life.ends_s))
		jx_note(&app->terminal, _("Your certificate ends on %s. Renew it: jixiao renew"),
			print_day(app->identity.life.ends_s, time));
	if (ends_soon(app, server_ends_s))
		jx_note(&app->terminal,
			_("The server's certificate ends on %s. Tell the county finance bureau."),
			print_day(server_ends_s, time));
	if (ends_soon(app, app->identity.ca_life.ends_s))
		jx_note(&app->terminal,
			_("The county's certificate ends on %s. Tell the county finance bureau."),
			print_day(app->identity.ca_life.ends_s, time));
}
