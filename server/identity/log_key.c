#include "server/identity/log_key.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include "proto/contract/base/text.h"

#define PATH_BYTES         4096
#define VERIFIERS_BYTES    (64 * JX_VERIFIER_TEXT_BYTES) /* of all keys that a log has had */
#define UNTIL_BYTES        32                            /* " until " and a size */
#define FINGERPRINT_DIGITS 16 /* 64 bits of it: nobody meets another log by chance */

static enum jx_status fail_file(const char *path, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_SYSTEM(errno)));
}

/* What a name of a key may hold; an IPv6 address stands in brackets. */
static bool is_of_host(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
	       c == '-' || c == ':' || c == '[' || c == ']';
}

void jx_log_key_origin(const struct jx_ca *ca, const char *address, char out[JX_MAX_NOTE_NAME_BYTES + 1])
{
	char fingerprint[JX_FINGERPRINT_TEXT_BYTES];
	const char *end = strrchr(address, ':');
	size_t n_host = end != NULL ? (size_t)(end - address) : strlen(address);
	size_t n = 0;
	while (n < n_host && n < 64 && is_of_host(address[n]))
		n++;
	jx_ca_server_fingerprint(ca, fingerprint);
	(void)snprintf(out, JX_MAX_NOTE_NAME_BYTES + 1, "%.*s/jixiao/%.*s", (int)(n > 0 ? n : 9),
		n > 0 ? address : "localhost", FINGERPRINT_DIGITS, fingerprint);
}

/* Writes a file whole or not at all. */
static enum jx_status write_file(
	const char *directory, const char *name, const char *text, mode_t mode, struct jx_error *error)
{
	char path[PATH_BYTES];
	char new_path[PATH_BYTES];
	(void)snprintf(path, sizeof(path), "%s/%s", directory, name);
	(void)snprintf(new_path, sizeof(new_path), "%s/%s.new", directory, name);
	(void)unlink(new_path);
	int fd = open(new_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
	if (file == NULL)
		return fail_file(new_path, error);
	bool is_ok = fprintf(file, "%s", text) >= 0 && fflush(file) == 0 && fsync(fd) == 0;
	is_ok = fclose(file) == 0 && is_ok && rename(new_path, path) == 0;
	return is_ok ? JX_OK : fail_file(path, error);
}

static enum jx_status write_key(
	const char *directory, const char *name, const struct jx_note_key *key, struct jx_error *error)
{
	char pem[JX_NOTE_PEM_BYTES];
	enum jx_status status = jx_note_key_print(key, pem, error);
	if (status == JX_OK)
		status = write_file(directory, name, pem, 0600, error);
	OPENSSL_cleanse(pem, sizeof(pem));
	return status;
}

/* Writes the verifier keys of before and that of a key, a line each. */
static enum jx_status write_verifiers(
	const char *directory, const char *before, const struct jx_note_key *key, struct jx_error *error)
{
	char verifier[JX_VERIFIER_TEXT_BYTES];
	char text[VERIFIERS_BYTES];
	jx_verifier_print(jx_note_key_verifier(key), verifier);
	(void)snprintf(text, sizeof(text), "%s%s\n", before, verifier);
	return write_file(directory, "log.pub", text, 0644, error);
}

enum jx_status jx_log_key_make(
	const char *directory, const char *origin, struct jx_note_key **ret_key, struct jx_error *error)
{
	JX_AUTO(jx_note_key) key = NULL;
	enum jx_status status = jx_note_key_make(origin, &key, error);
	if (status == JX_OK)
		status = write_key(directory, "log.key", key, error);
	if (status == JX_OK)
		status = write_verifiers(directory, "", key, error);
	if (status == JX_OK)
		*ret_key = jx_note_key_take(&key);
	return status;
}

enum jx_status jx_log_key_make_next(
	const char *directory, const char *origin, struct jx_note_key **ret_key, struct jx_error *error)
{
	JX_AUTO(jx_note_key) key = NULL;
	enum jx_status status = jx_note_key_make(origin, &key, error);
	if (status == JX_OK)
		status = write_key(directory, "log.next", key, error);
	if (status == JX_OK)
		*ret_key = jx_note_key_take(&key);
	return status;
}

/* Reads a small file whole; terminated. */
static enum jx_status read_file(const char *directory, const char *name, char *out, size_t size,
	size_t *ret_n, struct jx_error *error)
{
	char path[PATH_BYTES];
	(void)snprintf(path, sizeof(path), "%s/%s", directory, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail_file(path, error);
	ssize_t n = read(fd, out, size - 1);
	(void)close(fd);
	if (n < 0)
		return fail_file(path, error);
	out[n] = '\0';
	*ret_n = (size_t)n;
	return JX_OK;
}

/* The last line of the keys before says until when that key signs, unless it does already. */
static void end_last(char *before, size_t size, uint64_t last_size)
{
	size_t n = strlen(before);
	while (n > 0 && before[n - 1] == '\n')
		before[--n] = '\0';
	const char *line = strrchr(before, '\n');
	if (strchr(line != NULL ? line : before, ' ') == NULL)
		n += (size_t)snprintf(before + n, size - n, " until %" PRIu64, last_size);
	(void)snprintf(before + n, size - n, "\n");
}

enum jx_status jx_log_key_replace(
	const char *directory, const struct jx_note_key *next, uint64_t last_size, struct jx_error *error)
{
	char from[PATH_BYTES];
	char to[PATH_BYTES];
	char before[VERIFIERS_BYTES - JX_VERIFIER_TEXT_BYTES];
	size_t n = 0;
	enum jx_status status =
		read_file(directory, "log.pub", before, sizeof(before) - UNTIL_BYTES, &n, error);
	if (status != JX_OK)
		return status;
	end_last(before, sizeof(before), last_size);
	status = write_verifiers(directory, before, next, error);
	if (status != JX_OK)
		return status;
	(void)snprintf(from, sizeof(from), "%s/log.next", directory);
	(void)snprintf(to, sizeof(to), "%s/log.key", directory);
	return rename(from, to) == 0 ? JX_OK : fail_file(to, error);
}

/* Reads a key file; *ret_key stays NULL when it holds another key than is wanted, or none. */
static enum jx_status read_key(const char *directory, const char *name, const struct jx_verifier *wanted,
	struct jx_note_key **ret_key, struct jx_error *error)
{
	JX_AUTO(jx_note_key) key = NULL;
	char pem[JX_NOTE_PEM_BYTES];
	size_t n = 0;
	enum jx_status status = read_file(directory, name, pem, sizeof(pem), &n, error);
	if (status == JX_OK)
		status = jx_note_key_read(wanted->name, pem, n, &key, error);
	OPENSSL_cleanse(pem, sizeof(pem));
	if (status == JX_INVALID)
		return JX_OK;
	if (status != JX_OK)
		return status;
	const struct jx_verifier *verifier = jx_note_key_verifier(key);
	if (verifier->id == wanted->id &&
		memcmp(verifier->public_key, wanted->public_key, JX_NOTE_KEY_BYTES) == 0)
		*ret_key = jx_note_key_take(&key);
	return JX_OK;
}

enum jx_status jx_log_key_open(const char *directory, const struct jx_log_key_named *named,
	struct jx_note_key **ret_key, struct jx_error *error)
{
	struct jx_verifier wanted;
	struct jx_error ignored;
	*ret_key = NULL;
	enum jx_status status = jx_verifier_read(named->verifier, &wanted, error);
	if (status == JX_OK)
		status = read_key(directory, "log.key", &wanted, ret_key, error);
	if (status != JX_OK || *ret_key != NULL)
		return status;
	if (read_key(directory, "log.next", &wanted, ret_key, &ignored) == JX_OK && *ret_key != NULL)
		return jx_log_key_replace(directory, *ret_key, named->last_size, error);
	return jx_fail_with(
		error, JX_REASON_LOG_KEY_DIFFERS, JX_ARGS(JX_TEXT(directory), JX_TEXT(named->verifier)));
}
