#include "client/disk/keyfile.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

#include "client/disk/files.h"
#include "client/text/i18n.h"

#define MAX_KEY_BYTES    16384u
#define PASSPHRASE_BYTES 1024

static enum jx_status fail_crypto(struct jx_error *error)
{
	return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
}

static enum jx_status fail_key(struct jx_error *error, const char *why)
{
	return jx_fail_with(error, JX_REASON_BAD_KEY, JX_ARGS(JX_TEXT(why)));
}

/* Copies what was written to a memory BIO into the arena. */
static enum jx_status copy_text(BIO *bio, struct jx_arena *arena, char **ret_text, struct jx_error *error)
{
	char *text;
	long n = BIO_get_mem_data(bio, &text);
	if (n <= 0)
		return fail_crypto(error);
	*ret_text = jx_arena_strndup(arena, text, (size_t)n);
	return *ret_text != NULL ? JX_OK : jx_arena_fail(arena, error);
}

/* Hands a passphrase to OpenSSL, which may want it several times for one key: the person is asked once. */
struct unlocking {
	const struct jx_passphrase *passphrase; /* NULL: nobody can be asked */
	bool is_locked;                         /* a passphrase was wanted */
	char given[PASSPHRASE_BYTES];           /* "" for none */
};

static int on_passphrase(char *out, int size, int is_writing, void *user)
{
	struct unlocking *unlocking = user;
	const struct jx_passphrase *passphrase = unlocking->passphrase;
	(void)is_writing;
	if (!unlocking->is_locked && passphrase != NULL &&
		!passphrase->ask(passphrase->user, unlocking->given, sizeof(unlocking->given)))
		unlocking->given[0] = '\0';
	unlocking->is_locked = true;
	size_t n = strlen(unlocking->given);
	if (n == 0 || n > (size_t)size)
		return -1;
	memcpy(out, unlocking->given, n);
	return (int)n;
}

static EVP_PKEY *unlock_private(const char *pem, struct unlocking *unlocking)
{
	BIO *bio = BIO_new_mem_buf(pem, -1);
	EVP_PKEY *key = bio != NULL ? PEM_read_bio_PrivateKey(bio, NULL, on_passphrase, unlocking) : NULL;
	BIO_free(bio);
	/* Otherwise the next user of OpenSSL would find the error in its queue. */
	ERR_clear_error();
	return key;
}

/* Reads a key that has no passphrase. */
static EVP_PKEY *read_private(const char *pem)
{
	struct unlocking nobody = {0};
	return unlock_private(pem, &nobody);
}

static enum jx_status print_key(EVP_PKEY *key, struct jx_arena *arena, char **ret_pem, struct jx_error *error)
{
	BIO *bio = BIO_new(BIO_s_mem());
	enum jx_status status = JX_OK;
	if (bio == NULL || PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) != 1)
		status = fail_crypto(error);
	if (status == JX_OK)
		status = copy_text(bio, arena, ret_pem, error);
	BIO_free(bio);
	return status;
}

enum jx_status jx_keyfile_read(const char *path, const struct jx_passphrase *passphrase,
	struct jx_arena *arena, char **ret_pem, struct jx_error *error)
{
	char *text;
	size_t n;
	struct unlocking unlocking = {.passphrase = passphrase};
	const struct jx_file_source source = {
		.path = path, .max_bytes = MAX_KEY_BYTES, .trust = JX_FILE_OWN_SECRET};
	enum jx_status status = jx_file_read_trusted(&source, arena, &text, &n, error);
	if (status != JX_OK)
		return status;
	EVP_PKEY *key = unlock_private(text, &unlocking);
	const char *why = unlocking.given[0] != '\0' ? _("it was not the right one") : _("none was given");
	OPENSSL_cleanse(unlocking.given, sizeof(unlocking.given));
	if (key == NULL && unlocking.is_locked)
		return jx_fail_with(error, JX_REASON_KEY_LOCKED,
			JX_ARGS(JX_TEXT(path),
				JX_TEXT(passphrase != NULL ? why : _("nobody can be asked for it here"))));
	if (key == NULL)
		return jx_fail_with(error, JX_REASON_IDENTITY_UNUSABLE,
			JX_ARGS(JX_TEXT(path), JX_TEXT(_("it holds no private key"))));
	status = print_key(key, arena, ret_pem, error);
	EVP_PKEY_free(key);
	return status;
}

enum jx_status jx_keyfile_make(struct jx_arena *arena, char **ret_pem, struct jx_error *error)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	enum jx_status status = key != NULL ? print_key(key, arena, ret_pem, error) : fail_crypto(error);
	EVP_PKEY_free(key);
	return status;
}

static X509_REQ *new_request(EVP_PKEY *key)
{
	X509_REQ *request = X509_REQ_new();
	if (request == NULL)
		return NULL;
	X509_NAME *name = X509_REQ_get_subject_name(request);
	const unsigned char subject[] = "jixiao";
	if (X509_REQ_set_version(request, X509_REQ_VERSION_1) == 1 &&
		X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, subject, -1, -1, 0) == 1 &&
		X509_REQ_set_pubkey(request, key) == 1 && X509_REQ_sign(request, key, EVP_sha256()) > 0)
		return request;
	X509_REQ_free(request);
	return NULL;
}

enum jx_status jx_keyfile_request(
	const char *pem, struct jx_arena *arena, uint8_t **ret_der, size_t *ret_n, struct jx_error *error)
{
	EVP_PKEY *key = read_private(pem);
	if (key == NULL)
		return fail_key(error, _("it is no private key"));
	X509_REQ *request = new_request(key);
	EVP_PKEY_free(key);
	unsigned char *der = NULL;
	int n = request != NULL ? i2d_X509_REQ(request, &der) : -1;
	X509_REQ_free(request);
	if (n <= 0)
		return fail_crypto(error);
	*ret_der = jx_arena_alloc(arena, (size_t)n);
	if (*ret_der != NULL)
		memcpy(*ret_der, der, (size_t)n);
	*ret_n = (size_t)n;
	OPENSSL_free(der);
	return *ret_der != NULL ? JX_OK : jx_arena_fail(arena, error);
}

/* Exactly one certificate, nothing after it. */
static X509 *read_certificate(const uint8_t *der, size_t n)
{
	const unsigned char *at = der;
	X509 *certificate = n <= MAX_KEY_BYTES ? d2i_X509(NULL, &at, (long)n) : NULL;
	if (certificate != NULL && at != der + n) {
		X509_free(certificate);
		certificate = NULL;
	}
	return certificate;
}

enum jx_status jx_certificate_to_pem(
	const uint8_t *der, size_t n, struct jx_arena *arena, char **ret_pem, struct jx_error *error)
{
	X509 *certificate = read_certificate(der, n);
	if (certificate == NULL)
		return fail_key(error, _("the server sent no certificate"));
	BIO *bio = BIO_new(BIO_s_mem());
	enum jx_status status = JX_OK;
	if (bio == NULL || PEM_write_bio_X509(bio, certificate) != 1)
		status = fail_crypto(error);
	if (status == JX_OK)
		status = copy_text(bio, arena, ret_pem, error);
	BIO_free(bio);
	X509_free(certificate);
	return status;
}

bool jx_certificate_is_for_key(const uint8_t *der, size_t n, const char *key_pem)
{
	X509 *certificate = read_certificate(der, n);
	EVP_PKEY *key = read_private(key_pem);
	bool is_for_key = certificate != NULL && key != NULL && X509_check_private_key(certificate, key) == 1;
	EVP_PKEY_free(key);
	X509_free(certificate);
	return is_for_key;
}

/* Seconds since 1970 of a time of a certificate; 0 when it cannot be told. */
static int64_t seconds_of(const ASN1_TIME *time)
{
	int days, seconds;
	ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
	bool is_known = epoch != NULL && ASN1_TIME_diff(&days, &seconds, epoch, time) == 1;
	ASN1_TIME_free(epoch);
	return is_known ? (int64_t)days * 86400 + seconds : 0;
}

void jx_certificate_read_life(X509 *certificate, struct jx_certificate_life *ret_life)
{
	ret_life->starts_s = seconds_of(X509_get0_notBefore(certificate));
	ret_life->ends_s = seconds_of(X509_get0_notAfter(certificate));
}

size_t jx_certificates_from_pem(const char *pem, X509 **ret_certificates, size_t max)
{
	BIO *bio = BIO_new_mem_buf(pem, -1);
	size_t n = 0;
	while (bio != NULL && n < max) {
		X509 *certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);
		if (certificate == NULL)
			break;
		ret_certificates[n++] = certificate;
	}
	BIO_free(bio);
	ERR_clear_error();
	return n;
}

X509 *jx_certificate_from_pem(const char *pem)
{
	X509 *certificate = NULL;
	return jx_certificates_from_pem(pem, &certificate, 1) == 1 ? certificate : NULL;
}

enum jx_status jx_certificates_to_pem(const ProtobufCBinaryData *list, size_t n, struct jx_arena *arena,
	char **ret_pem, struct jx_error *error)
{
	char *whole = NULL;
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < n; i++) {
		char *pem = NULL;
		status = jx_certificate_to_pem(list[i].data, list[i].len, arena, &pem, error);
		if (status != JX_OK || whole == NULL) {
			whole = pem;
			continue;
		}
		size_t size = strlen(whole) + strlen(pem) + 1;
		char *longer = jx_arena_alloc(arena, size);
		if (longer == NULL)
			return jx_arena_fail(arena, error);
		(void)snprintf(longer, size, "%s%s", whole, pem);
		whole = longer;
	}
	*ret_pem = whole;
	return status;
}

EVP_PKEY *jx_keyfile_from_pem(const char *pem)
{
	return read_private(pem);
}

bool jx_certificate_has_fingerprint(const uint8_t *der, size_t n, const char *fingerprint)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	if (jx_digest_bytes(der, n, JX_DIGEST_SHA256, digest, NULL) != JX_OK)
		return false;
	return strcmp(strchr(digest, ':') + 1, fingerprint) == 0;
}

bool jx_x509_has_fingerprint(X509 *certificate, const char *fingerprint)
{
	unsigned char *der = NULL;
	int n = i2d_X509(certificate, &der);
	bool has_it = n > 0 && jx_certificate_has_fingerprint(der, (size_t)n, fingerprint);
	OPENSSL_free(der);
	return has_it;
}
