#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/pem.h>

#include "server/identity/ca_private.h"

enum jx_status jx_identity_fail_file(struct jx_error *error, const char *path)
{
	int code = errno;
	return jx_fail_with(error, code == EEXIST ? JX_REASON_FILE_EXISTS : JX_REASON_FILE_FAILED,
		JX_ARGS(JX_TEXT(path), JX_SYSTEM(code)));
}

/* What root writes belongs to whom the directory belongs: the daemon must read it. */
static bool give_to_owner(const char *directory, int fd)
{
	struct stat about;
	return geteuid() != 0 ||
	       (stat(directory, &about) == 0 && fchown(fd, about.st_uid, about.st_gid) == 0);
}

static bool write_new(const struct jx_identity_file *whole, const char *path, const char *text, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, whole->mode);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
	if (file == NULL)
		return false;
	bool is_ok = give_to_owner(whole->directory, fd) && fwrite(text, 1, n, file) == n &&
		     fflush(file) == 0 && fsync(fd) == 0;
	return fclose(file) == 0 && is_ok;
}

/* A rename is on disk once its directory is. */
static bool sync_directory(const char *directory)
{
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool is_ok = fsync(fd) == 0;
	return close(fd) == 0 && is_ok;
}

enum jx_status jx_identity_file_write(
	const struct jx_identity_file *file, const char *text, size_t n, struct jx_error *error)
{
	char path[JX_IDENTITY_PATH_BYTES];
	char new_path[JX_IDENTITY_PATH_BYTES];
	struct stat there;
	(void)snprintf(path, sizeof(path), "%s/%s", file->directory, file->name);
	(void)snprintf(new_path, sizeof(new_path), "%s/%s.new", file->directory, file->name);
	if (!file->may_replace && lstat(path, &there) == 0) {
		errno = EEXIST;
		return jx_identity_fail_file(error, path);
	}
	(void)unlink(new_path);
	if (!write_new(file, new_path, text, n))
		return jx_identity_fail_file(error, new_path);
	if (rename(new_path, path) != 0 || !sync_directory(file->directory))
		return jx_identity_fail_file(error, path);
	return JX_OK;
}

/* Writes what is in a memory of OpenSSL, and wipes it: it may be a key. */
static enum jx_status write_memory(
	const struct jx_identity_file *file, BIO *memory, bool is_ok, struct jx_error *error)
{
	char *text = NULL;
	long n = memory != NULL ? BIO_get_mem_data(memory, &text) : 0;
	enum jx_status status = is_ok && n > 0 ? jx_identity_file_write(file, text, (size_t)n, error)
					       : jx_identity_fail_openssl(error, "cannot write PEM");
	if (n > 0)
		OPENSSL_cleanse(text, (size_t)n);
	BIO_free_all(memory);
	return status;
}

enum jx_status jx_identity_write_certificates(
	const struct jx_identity_file *file, X509 *first, X509 *second, struct jx_error *error)
{
	BIO *memory = BIO_new(BIO_s_mem());
	bool is_ok = memory != NULL && PEM_write_bio_X509(memory, first) == 1 &&
		     (second == NULL || PEM_write_bio_X509(memory, second) == 1);
	return write_memory(file, memory, is_ok, error);
}

static bool put_key(BIO *memory, EVP_PKEY *key)
{
	return PEM_write_bio_PKCS8PrivateKey(memory, key, NULL, NULL, 0, NULL, NULL) == 1;
}

enum jx_status jx_identity_write_keys(
	const struct jx_identity_file *file, EVP_PKEY *first, EVP_PKEY *second, struct jx_error *error)
{
	BIO *memory = BIO_new(BIO_s_mem());
	bool is_ok = memory != NULL && put_key(memory, first) && (second == NULL || put_key(memory, second));
	return write_memory(file, memory, is_ok, error);
}
