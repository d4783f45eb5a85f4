#include "server/backup/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/pem.h> /* before cms.h, which asks for it */

#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#define PASSPHRASE_BYTES 1024 /* with its terminator */
#define MIN_PASSPHRASE   8    /* bytes */

/* Of scrypt: 16 MiB and some 50 ms, the most that stock tools take without being told. */
#define SCRYPT_N UINT64_C(16384)
#define SCRYPT_R 8
#define SCRYPT_P 1

struct jx_seal {
	char passphrase[PASSPHRASE_BYTES]; /* "" for none */
	X509 *recipient;
	EVP_PKEY *identity;
};

static enum jx_status fail_file(const char *path, const char *why, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_TEXT(why)));
}

static enum jx_status fail_system(const char *path, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_SYSTEM(errno)));
}

static enum jx_status fail_openssl(const char *path, struct jx_error *error)
{
	const char *why = ERR_reason_error_string(ERR_peek_last_error());
	ERR_clear_error();
	return fail_file(path, why != NULL ? why : "OpenSSL", error);
}

static enum jx_status read_passphrase(struct jx_seal *seal, const char *path, struct jx_error *error)
{
	FILE *file = fopen(path, "re");
	if (file == NULL)
		return fail_system(path, error);
	bool is_there = fgets(seal->passphrase, sizeof(seal->passphrase), file) != NULL;
	(void)fclose(file);
	seal->passphrase[strcspn(seal->passphrase, "\r\n")] = '\0';
	if (!is_there || strlen(seal->passphrase) < MIN_PASSPHRASE)
		return jx_fail_with(error, JX_REASON_FILE_FAILED,
			JX_ARGS(JX_TEXT(path),
				JX_WORDS("第一行应是至少 8 个字节的口令",
					"its first line must be a passphrase of at least 8 bytes")));
	return JX_OK;
}

static enum jx_status read_recipient(struct jx_seal *seal, const char *path, struct jx_error *error)
{
	BIO *file = BIO_new_file(path, "r");
	seal->recipient = file != NULL ? PEM_read_bio_X509(file, NULL, NULL, NULL) : NULL;
	BIO_free(file);
	return seal->recipient != NULL ? JX_OK : fail_openssl(path, error);
}

/* A key that wants a passphrase is refused here, not asked for at the terminal. */
static enum jx_status read_identity(struct jx_seal *seal, const char *path, struct jx_error *error)
{
	BIO *file = BIO_new_file(path, "r");
	seal->identity = file != NULL ? PEM_read_bio_PrivateKey(file, NULL, NULL, (void *)"") : NULL;
	BIO_free(file);
	return seal->identity != NULL ? JX_OK : fail_openssl(path, error);
}

enum jx_status jx_seal_open(
	const struct jx_seal_files *files, struct jx_seal **ret_seal, struct jx_error *error)
{
	if ((files->passphrase == NULL) == (files->recipient == NULL))
		return jx_fail(error, JX_REASON_BACKUP_NEEDS_KEY);
	JX_AUTO(jx_seal) seal = calloc(1, sizeof(*seal));
	if (seal == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	enum jx_status status = files->passphrase != NULL ? read_passphrase(seal, files->passphrase, error)
							  : read_recipient(seal, files->recipient, error);
	if (status == JX_OK && files->identity != NULL)
		status = read_identity(seal, files->identity, error);
	if (status == JX_OK)
		*ret_seal = jx_seal_take(&seal);
	return status;
}

void jx_seal_free(struct jx_seal *seal)
{
	if (seal == NULL)
		return;
	OPENSSL_cleanse(seal->passphrase, sizeof(seal->passphrase));
	X509_free(seal->recipient);
	EVP_PKEY_free(seal->identity);
	free(seal);
}

JxBackupSeal jx_seal_kind(const struct jx_seal *seal)
{
	return seal->recipient != NULL ? JX_BACKUP_SEAL_CERTIFICATE : JX_BACKUP_SEAL_PASSPHRASE;
}

static bool write_to_passphrase(BIO *out, EVP_PKEY *key, const char *passphrase)
{
	PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(key);
	X509_ALGOR *algorithm =
		PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), NULL, 0, NULL, SCRYPT_N, SCRYPT_R, SCRYPT_P);
	X509_SIG *sealed = info != NULL && algorithm != NULL
				   ? PKCS8_set0_pbe(passphrase, (int)strlen(passphrase), info, algorithm)
				   : NULL;
	bool is_ok = sealed != NULL && PEM_write_bio_PKCS8(out, sealed) == 1;
	if (sealed == NULL)
		X509_ALGOR_free(algorithm);
	X509_SIG_free(sealed); /* the algorithm with it */
	PKCS8_PRIV_KEY_INFO_free(info);
	return is_ok;
}

static bool write_to_recipient(BIO *out, EVP_PKEY *key, X509 *recipient)
{
	STACK_OF(X509) *recipients = sk_X509_new_null();
	BIO *text = BIO_new(BIO_s_secmem());
	CMS_ContentInfo *sealed = NULL;
	if (recipients != NULL && text != NULL && sk_X509_push(recipients, recipient) > 0 &&
		PEM_write_bio_PKCS8PrivateKey(text, key, NULL, NULL, 0, NULL, NULL) == 1)
		sealed = CMS_encrypt(recipients, text, EVP_aes_256_gcm(), CMS_BINARY);
	bool is_ok = sealed != NULL && PEM_write_bio_CMS(out, sealed) == 1;
	CMS_ContentInfo_free(sealed);
	BIO_free(text);
	sk_X509_free(recipients);
	return is_ok;
}

static enum jx_status copy_text(
	BIO *from, struct jx_arena *arena, char **ret_pem, size_t *ret_n, struct jx_error *error)
{
	char *bytes = NULL;
	long n = BIO_get_mem_data(from, &bytes);
	char *pem = n > 0 ? jx_arena_alloc(arena, (size_t)n + 1) : NULL;
	if (pem == NULL)
		return jx_arena_fail(arena, error);
	memcpy(pem, bytes, (size_t)n);
	pem[n] = '\0';
	*ret_pem = pem;
	*ret_n = (size_t)n;
	return JX_OK;
}

/* How many blocks a file of keys has. Goes back to its beginning. */
static unsigned count_blocks(BIO *file)
{
	char line[128];
	unsigned n = 0;
	while (BIO_gets(file, line, sizeof(line)) > 0)
		n += strncmp(line, "-----BEGIN ", strlen("-----BEGIN ")) == 0 ? 1 : 0;
	(void)BIO_reset(file);
	return n;
}

/* Seals each key of a file: ca.key has two while a new authority takes the place of an old one. */
static bool seal_keys(const struct jx_seal *seal, BIO *file, BIO *out)
{
	unsigned n_blocks = count_blocks(file);
	bool is_ok = n_blocks > 0;
	for (unsigned i = 0; is_ok && i < n_blocks; i++) {
		EVP_PKEY *key = PEM_read_bio_PrivateKey(file, NULL, NULL, (void *)"");
		is_ok = key != NULL &&
			(seal->recipient != NULL ? write_to_recipient(out, key, seal->recipient)
						 : write_to_passphrase(out, key, seal->passphrase));
		EVP_PKEY_free(key);
	}
	return is_ok;
}

enum jx_status jx_seal_key(const struct jx_seal *seal, const char *path, struct jx_arena *arena,
	char **ret_pem, size_t *ret_n, struct jx_error *error)
{
	BIO *file = BIO_new_file(path, "r");
	BIO *out = BIO_new(BIO_s_mem());
	bool is_ok = file != NULL && out != NULL && seal_keys(seal, file, out);
	enum jx_status status =
		is_ok ? copy_text(out, arena, ret_pem, ret_n, error) : fail_openssl(path, error);
	BIO_free(out);
	BIO_free(file);
	return status;
}

static EVP_PKEY *open_with_identity(const struct jx_seal *seal, BIO *in)
{
	CMS_ContentInfo *sealed = PEM_read_bio_CMS(in, NULL, NULL, NULL);
	BIO *text = BIO_new(BIO_s_secmem());
	EVP_PKEY *key = NULL;
	if (sealed != NULL && text != NULL && seal->identity != NULL &&
		CMS_decrypt(sealed, seal->identity, seal->recipient, NULL, text, CMS_BINARY) == 1)
		key = PEM_read_bio_PrivateKey(text, NULL, NULL, (void *)"");
	BIO_free(text);
	CMS_ContentInfo_free(sealed);
	return key;
}

static EVP_PKEY *open_sealed(const struct jx_seal *seal, BIO *in)
{
	if (seal->recipient != NULL)
		return open_with_identity(seal, in);
	return PEM_read_bio_PrivateKey(in, NULL, NULL, (void *)(uintptr_t)seal->passphrase);
}

/* Opens one key after the other, all of them or none is worth anything. */
static bool write_opened(const struct jx_seal *seal, BIO *in, FILE *out)
{
	unsigned n_blocks = count_blocks(in);
	bool is_ok = n_blocks > 0;
	for (unsigned i = 0; is_ok && i < n_blocks; i++) {
		EVP_PKEY *key = open_sealed(seal, in);
		is_ok = key != NULL && PEM_write_PKCS8PrivateKey(out, key, NULL, NULL, 0, NULL, NULL) == 1;
		EVP_PKEY_free(key);
	}
	if (!is_ok)
		ERR_clear_error();
	return is_ok;
}

enum jx_status jx_unseal_key(const struct jx_seal *seal, const char *name, const char *pem, size_t n,
	const char *path, struct jx_error *error)
{
	BIO *in = BIO_new_mem_buf(pem, (int)n);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (in == NULL || file == NULL) {
		enum jx_status status = fail_system(path, error);
		if (fd >= 0)
			(void)close(fd);
		BIO_free(in);
		return status;
	}
	bool is_opened = write_opened(seal, in, file);
	bool is_ok = fflush(file) == 0 && fsync(fd) == 0;
	is_ok = fclose(file) == 0 && is_ok;
	BIO_free(in);
	if (!is_opened)
		return jx_fail_with(error, JX_REASON_BACKUP_KEY_WRONG, JX_ARGS(JX_TEXT(name)));
	return is_ok ? JX_OK : fail_system(path, error);
}
