#include "client/calls/authority.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

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

static X509 *read_der(const ProtobufCBinaryData *der)
{
	const unsigned char *at = der->data;
	return d2i_X509(NULL, &at, (long)der->len);
}

/* An endorsement is a certificate with the name and the key of the new one, issued by the old one, that lets it issue others: what
 * the old one issues to people and to the server does not. */
static bool is_endorsement(X509 *endorsement, X509 *next, X509 *old)
{
	EVP_PKEY *old_key = X509_get0_pubkey(old);
	EVP_PKEY *key = X509_get0_pubkey(next);
	EVP_PKEY *endorsed_key = X509_get0_pubkey(endorsement);
	return old_key != NULL && key != NULL && endorsed_key != NULL && X509_check_ca(endorsement) == 1 &&
	       X509_NAME_cmp(X509_get_subject_name(endorsement), X509_get_subject_name(next)) == 0 &&
	       X509_NAME_cmp(X509_get_issuer_name(endorsement), X509_get_subject_name(old)) == 0 &&
	       EVP_PKEY_eq(endorsed_key, key) == 1 && X509_verify(endorsement, old_key) == 1 &&
	       X509_verify(next, key) == 1;
}

bool jx_authority_is_endorsed(const struct jx_authorities *all, size_t index)
{
	if (index + 1 >= all->n || index >= all->n_endorsements)
		return false;
	X509 *next = read_der(&all->list[index]);
	X509 *old = read_der(&all->list[index + 1]);
	X509 *endorsement = read_der(&all->endorsements[index]);
	bool is_endorsed =
		next != NULL && old != NULL && endorsement != NULL && is_endorsement(endorsement, next, old);
	X509_free(next);
	X509_free(old);
	X509_free(endorsement);
	ERR_clear_error();
	return is_endorsed;
}

/* True when the newest that is known is among those that the server names. */
static bool names_newest(const struct jx_app *app, const struct known *known)
{
	bool is_there = false;
	for (size_t i = 0; i < app->n_authorities && known->n > 0; i++)
		is_there = is_there || jx_x509_has_fingerprint(known->all[0], app->authorities[i]);
	return is_there;
}

/* Each that the server names is known, or endorsed by one that is. */
static bool are_vouched_for(const struct jx_app *app, const struct jx_authorities *all)
{
	struct known known = read_known(app);
	bool are_all = names_newest(app, &known);
	for (size_t i = 0; are_all && i < all->n; i++)
		are_all = find(&known, app->authorities[i]) != NULL ||
			  (i + 1 < all->n && find(&known, app->authorities[i + 1]) != NULL &&
				  jx_authority_is_endorsed(all, i));
	clear(&known);
	return are_all;
}

bool jx_authority_has_issued(const struct jx_app *app, const ProtobufCBinaryData *certificate)
{
	struct known known = read_known(app);
	X509 *issued = read_der(certificate);
	bool is_issued = false;
	for (size_t i = 0; i < known.n && issued != NULL; i++) {
		EVP_PKEY *key = X509_get0_pubkey(known.all[i]);
		is_issued = is_issued || (key != NULL && X509_verify(issued, key) == 1);
	}
	X509_free(issued);
	clear(&known);
	ERR_clear_error();
	return is_issued;
}

enum jx_status jx_authority_keep(struct jx_app *app, const struct jx_authorities *all)
{
	char *pem = NULL;
	if (all->n == 0 || app->n_authorities == 0)
		return JX_OK; /* a server of an older version */
	if (!are_named(app, all->list, all->n))
		return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
			JX_ARGS(JX_TEXT(app->settings.server),
				JX_TEXT(_("the county's certificates are not those that it named"))));
	if (!are_vouched_for(app, all))
		return jx_app_fail_with(
			app, JX_REASON_CA_NOT_ENDORSED, JX_ARGS(JX_TEXT(app->settings.server)));
	enum jx_status status = jx_certificates_to_pem(all->list, all->n, &app->arena, &pem, &app->error);
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

/* True when one of the named ones vouches for the server that names them. While the old one does, it is needed to get in: who has
 * stolen the server's key, and leaves the old one out, would shut this machine out of the true server. */
static bool vouch_for_server(const struct jx_app *app)
{
	bool is_vouched = false;
	for (size_t i = 0; i < app->n_authorities; i++)
		is_vouched = is_vouched || jx_rpc_is_vouched_for(app->rpc, app->authorities[i]);
	return is_vouched;
}

void jx_authority_forget(struct jx_app *app)
{
	const struct jx_error before = app->error;
	ProtobufCBinaryData list[JX_MAX_AUTHORITIES] = {{0}};
	char *pem = NULL;
	struct known known = read_known(app);
	bool is_less = app->n_authorities > 0 && app->n_authorities < known.n && names_newest(app, &known) &&
		       vouch_for_server(app);
	if (is_less && gather(app, &known, list) &&
		jx_certificates_to_pem(list, app->n_authorities, &app->arena, &pem, &app->error) == JX_OK &&
		write_authorities(app, pem) == JX_OK && !jx_app_wants_json(app))
		jx_note(&app->terminal, "%s", _("The county's old certificate is trusted no longer."));
	for (size_t i = 0; i < JX_MAX_AUTHORITIES; i++)
		OPENSSL_free(list[i].data);
	clear(&known);
	app->error = before;
}
