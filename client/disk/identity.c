#include "client/disk/identity.h"

#include "client/disk/files.h"
#include "client/text/i18n.h"

#define MAX_CERTIFICATE_BYTES 65536u

static enum jx_status fail_missing(enum jx_status status, const char *path, struct jx_error *error)
{
	return status != JX_NOT_FOUND ? status
				      : jx_fail_with(error, JX_REASON_NOT_ENROLLED, JX_ARGS(JX_TEXT(path)));
}

/* Reads a file that holds a certificate, for a key if one is given. */
static enum jx_status read_certificate(const char *path, const char *key_pem, struct jx_arena *arena,
	struct jx_certificate_life *ret_life, const char **ret_pem, struct jx_error *error)
{
	char *pem;
	size_t n;
	const struct jx_file_source source = {
		.path = path, .max_bytes = MAX_CERTIFICATE_BYTES, .trust = JX_FILE_OWN};
	enum jx_status status = jx_file_read_trusted(&source, arena, &pem, &n, error);
	if (status != JX_OK)
		return fail_missing(status, path, error);
	X509 *certificate = jx_certificate_from_pem(pem);
	EVP_PKEY *key = key_pem != NULL ? jx_keyfile_from_pem(key_pem) : NULL;
	const char *why = NULL;
	if (certificate == NULL)
		why = _("it holds no certificate");
	else if (key_pem != NULL && (key == NULL || X509_check_private_key(certificate, key) != 1))
		why = _("it is the certificate of another key");
	else
		jx_certificate_read_life(certificate, ret_life);
	EVP_PKEY_free(key);
	X509_free(certificate);
	*ret_pem = pem;
	if (why == NULL)
		return JX_OK;
	return jx_fail_with(error, JX_REASON_IDENTITY_UNUSABLE, JX_ARGS(JX_TEXT(path), JX_TEXT(why)));
}

enum jx_status jx_identity_read_certificate(const char *path, const char *key_pem, struct jx_arena *arena,
	struct jx_identity *identity, struct jx_error *error)
{
	return read_certificate(path, key_pem, arena, &identity->life, &identity->certificate, error);
}

enum jx_status jx_identity_read(const char *home, const struct jx_passphrase *passphrase,
	struct jx_arena *arena, struct jx_identity *ret_identity, struct jx_error *error)
{
	char path[JX_FILE_PATH_BYTES];
	char *key;
	enum jx_status status = jx_file_path(home, JX_KEY_FILE, path, error);
	if (status != JX_OK)
		return status;
	status = jx_keyfile_read(path, passphrase, arena, &key, error);
	if (status != JX_OK)
		return fail_missing(status, path, error);
	ret_identity->key = key;
	status = jx_file_path(home, JX_CERTIFICATE_FILE, path, error);
	if (status != JX_OK)
		return status;
	status = jx_identity_read_certificate(path, key, arena, ret_identity, error);
	if (status != JX_OK)
		return status;
	status = jx_file_path(home, JX_CA_FILE, path, error);
	if (status != JX_OK)
		return status;
	return read_certificate(path, NULL, arena, &ret_identity->ca_life, &ret_identity->ca, error);
}
