#include "client/calls/authority.h"

#include <string.h>

#include <openssl/err.h>

#include "client/disk/files.h"
#include "client/text/i18n.h"

/* The certificates of ca.pem. */
struct known {
	X509 *all[JX_MAX_AUTHORITIES];
	size_t n;
};

static struct known read_known(const struct jx_app *app)
{
	struct known known = {.n = 0};
	if (app->identity.ca != NULL)
		known.n = jx_certificates_from_pem(app->identity.ca, known.all, JX_MAX_AUTHORITIES);
	return known;
}

static void clear(struct known *known)
{
	for (size_t i = 0; i < known->n; i++)
		X509_free(known->all[i]);
}

/* Borrowed from known; NULL for one that is not there. */
static X509 *find(const struct known *known, const char *fingerprint)
{
	for (size_t i = 0; i < known->n; i++)
		if (jx_x509_has_fingerprint(known->all[i], fingerprint))
			return known->all[i];
	return NULL;
}

static bool has_issued(X509 *authority, const char *certificate_pem)
{
	X509 *certificate = jx_certificate_from_pem(certificate_pem);
	EVP_PKEY *key = X509_get0_pubkey(authority);
	bool has_issued = certificate != NULL && key != NULL && X509_verify(certificate, key) == 1;
	X509_free(certificate);
	ERR_clear_error();
	return has_issued;
}

bool jx_authority_is_new(const struct jx_app *app)
{
	if (app->n_authorities == 0 || app->identity.certificate == NULL)
		return false;
	struct known known = read_known(app);
	X509 *newest = find(&known, app->authorities[0]);
	bool is_new = newest == NULL || !has_issued(newest, app->identity.certificate);
	clear(&known);
	return is_new;
}

static enum jx_status write_authorities(struct jx_app *app, const char *pem)
{
	const struct jx_file_write write = {
		.directory = app->home, .name = JX_CA_FILE, .bytes = pem, .n = strlen(pem), .mode = 0600};
	enum jx_status status = jx_file_write(NULL, &write, &app->error);
	if (status == JX_OK)
		app->identity.ca = pem;
	return status;
}

static bool are_named(const struct jx_app *app, const ProtobufCBinaryData *list, size_t n)
{
	bool are_named = n == app->n_authorities && n <= JX_MAX_AUTHORITIES;
	for (size_t i = 0; are_named && i < n; i++)
		are_named = jx_certificate_has_fingerprint(list[i].data, list[i].len, app->authorities[i]);
	return are_named;
}

static bool has_known(const struct jx_app *app)
{
	struct known known = read_known(app);
	bool has_one = false;
	for (size_t i = 0; i < app->n_authorities; i++)
		has_one = has_one || find(&known, app->authorities[i]) != NULL;
	clear(&known);
	return has_one;
}

enum jx_status jx_authority_keep(struct jx_app *app, const ProtobufCBinaryData *list, size_t n)
{
	char *pem = NULL;
	if (n == 0 || app->n_authorities == 0)
		return JX_OK; /* a server of an older version */
	if (!are_named(app, list, n))
		return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
			JX_ARGS(JX_TEXT(app->settings.server),
				JX_TEXT(_("the county's certificates are not those that it named"))));
	/* A change has the old one beside the new one: a list without any that is known is another county's. */
	if (!has_known(app))
		return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
			JX_ARGS(JX_TEXT(app->settings.server),
				JX_TEXT(_("none of the county's certificates is known here"))));
	enum jx_status status = jx_certificates_to_pem(list, n, &app->arena, &pem, &app->error);
	if (status != JX_OK || strcmp(pem, app->identity.ca) == 0)
		return status;
	status = write_authorities(app, pem);
	if (status == JX_OK && !jx_app_wants_json(app))
		jx_note(&app->terminal, "%s",
			_("The county has a new certificate; this machine trusts it from now on."));
	return status;
}

/* The DER of the named ones that are known; false when one is not, or none is left out. */
static bool gather(const struct jx_app *app, const struct known *known, ProtobufCBinaryData *list)
{
	size_t n = 0;
	for (; n < app->n_authorities; n++) {
		X509 *one = find(known, app->authorities[n]);
		int n_der = one != NULL ? i2d_X509(one, &list[n].data) : 0;
		if (n_der <= 0)
			return false;
		list[n].len = (size_t)n_der;
	}
	return true;
}

void jx_authority_forget(struct jx_app *app)
{
	const struct jx_error before = app->error;
	ProtobufCBinaryData list[JX_MAX_AUTHORITIES] = {{0}};
	char *pem = NULL;
	struct known known = read_known(app);
	bool is_less = app->n_authorities > 0 && app->n_authorities < known.n;
	if (is_less && gather(app, &known, list) &&
		jx_certificates_to_pem(list, app->n_authorities, &app->arena, &pem, &app->error) == JX_OK &&
		write_authorities(app, pem) == JX_OK && !jx_app_wants_json(app))
		jx_note(&app->terminal, "%s", _("The county's old certificate is trusted no longer."));
	for (size_t i = 0; i < JX_MAX_AUTHORITIES; i++)
		OPENSSL_free(list[i].data);
	clear(&known);
	app->error = before;
}
