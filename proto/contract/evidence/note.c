#include "proto/contract/evidence/note.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/base64.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/evidence/line.h"
#include "proto/contract/evidence/openssl_error.h"

#define TYPE_ED25519 1
#define ID_BYTES     4
#define TYPED_KEY    (1 + JX_NOTE_KEY_BYTES)              /* a public key with its type before it */
#define TYPED_CHARS  JX_BASE64_CHARS(TYPED_KEY)           /* which as base64 */
#define SIGNED_BYTES (ID_BYTES + JX_NOTE_SIGNATURE_BYTES) /* a signature with the id before it */
#define SIGNED_CHARS JX_BASE64_CHARS(SIGNED_BYTES)
#define DASH         "\xE2\x80\x94 " /* an em dash and a blank begin a signature line */

struct jx_note_key {
	EVP_PKEY *key;
	struct jx_verifier verifier;
};

/* ---- names and ids ---- */

static bool is_name(const char *name, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (name[i] <= ' ' || name[i] > '~' || name[i] == '+')
			return false;
	return n > 0 && n <= JX_MAX_NOTE_NAME_BYTES;
}

/* The id of a key: the beginning of a hash over its name and itself. */
static enum jx_status find_id(struct jx_verifier *verifier, struct jx_error *error)
{
	uint8_t bytes[JX_MAX_NOTE_NAME_BYTES + 1 + TYPED_KEY];
	uint8_t hash[JX_HASH_BYTES];
	size_t n = strlen(verifier->name);
	memcpy(bytes, verifier->name, n);
	bytes[n++] = '\n';
	bytes[n++] = TYPE_ED25519;
	memcpy(bytes + n, verifier->public_key, JX_NOTE_KEY_BYTES);
	enum jx_status status = jx_hash_bytes(bytes, n + JX_NOTE_KEY_BYTES, JX_DIGEST_SHA256, hash, error);
	if (status == JX_OK)
		verifier->id =
			(uint32_t)hash[0] << 24 | (uint32_t)hash[1] << 16 | (uint32_t)hash[2] << 8 | hash[3];
	return status;
}

static uint32_t read_id(const uint8_t bytes[ID_BYTES])
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* ---- verifier keys ---- */

static enum jx_status fail_verifier(const char *text, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_BAD_VERIFIER_KEY, JX_ARGS(JX_TEXT(text)));
}

/* The parts of "name+id+key". */
struct verifier_parts {
	size_t n_name;
	const char *id;  /* eight digits */
	const char *key; /* to the end */
};

static bool split_verifier(const char *text, struct verifier_parts *parts)
{
	const char *first = strchr(text, '+');
	const char *second = first != NULL ? strchr(first + 1, '+') : NULL;
	if (second == NULL || second - first - 1 != 2 * ID_BYTES)
		return false;
	parts->n_name = (size_t)(first - text);
	parts->id = first + 1;
	parts->key = second + 1;
	return is_name(text, parts->n_name) && strlen(parts->key) == TYPED_CHARS;
}

enum jx_status jx_verifier_read(const char *text, struct jx_verifier *ret_verifier, struct jx_error *error)
{
	struct verifier_parts parts;
	struct jx_verifier verifier = {0};
	uint8_t typed[TYPED_CHARS];
	char id[2 * ID_BYTES + 1];
	size_t n = 0;
	if (!split_verifier(text, &parts) || !jx_base64_read(parts.key, TYPED_CHARS, typed, &n) ||
		n != TYPED_KEY || typed[0] != TYPE_ED25519)
		return fail_verifier(text, error);
	(void)jx_text_copy_n(verifier.name, sizeof(verifier.name), text, parts.n_name);
	memcpy(verifier.public_key, typed + 1, JX_NOTE_KEY_BYTES);
	enum jx_status status = find_id(&verifier, error);
	if (status != JX_OK)
		return status;
	(void)snprintf(id, sizeof(id), "%08x", verifier.id);
	if (memcmp(id, parts.id, 2 * ID_BYTES) != 0)
		return fail_verifier(text, error);
	*ret_verifier = verifier;
	return JX_OK;
}

void jx_verifier_print(const struct jx_verifier *verifier, char out[JX_VERIFIER_TEXT_BYTES])
{
	uint8_t typed[TYPED_KEY] = {TYPE_ED25519};
	char key[TYPED_CHARS + 1];
	memcpy(typed + 1, verifier->public_key, JX_NOTE_KEY_BYTES);
	jx_base64_write(typed, sizeof(typed), key);
	(void)snprintf(out, JX_VERIFIER_TEXT_BYTES, "%s+%08x+%s", verifier->name, verifier->id, key);
}

/* ---- keys ---- */

static enum jx_status check_name(const char *name, struct jx_error *error)
{
	if (is_name(name, strlen(name)))
		return JX_OK;
	return jx_fail_at(error, JX_REASON_BAD_FIELD, "name",
		JX_ARGS(JX_TEXT("name"), JX_TEXT(name), JX_TEXT("U+0021-U+007E, \"+\" excepted")));
}

/* Owns the key from here on; NULL is one that could not be had. */
static enum jx_status wrap_key(
	const char *name, EVP_PKEY *key, struct jx_note_key **ret_key, struct jx_error *error)
{
	JX_AUTO(jx_note_key) wrapped = calloc(1, sizeof(*wrapped));
	size_t n = JX_NOTE_KEY_BYTES;
	if (wrapped == NULL) {
		EVP_PKEY_free(key);
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	}
	wrapped->key = key;
	if (key == NULL || EVP_PKEY_get_base_id(key) != EVP_PKEY_ED25519 ||
		EVP_PKEY_get_raw_public_key(key, wrapped->verifier.public_key, &n) != 1)
		return jx_openssl_lacked_memory()
			       ? jx_fail(error, JX_REASON_OUT_OF_MEMORY)
			       : jx_fail_with(error, JX_REASON_BAD_KEY, JX_ARGS(JX_TEXT("Ed25519")));
	(void)jx_text_copy(wrapped->verifier.name, sizeof(wrapped->verifier.name), name);
	enum jx_status status = find_id(&wrapped->verifier, error);
	if (status == JX_OK)
		*ret_key = jx_note_key_take(&wrapped);
	return status;
}

enum jx_status jx_note_key_make(const char *name, struct jx_note_key **ret_key, struct jx_error *error)
{
	enum jx_status status = check_name(name, error);
	if (status != JX_OK)
		return status;
	EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	if (key != NULL)
		return wrap_key(name, key, ret_key, error);
	(void)jx_openssl_lacked_memory();
	return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
}

enum jx_status jx_note_key_read(const char *name, const char *pem, size_t n_bytes,
	struct jx_note_key **ret_key, struct jx_error *error)
{
	enum jx_status status = check_name(name, error);
	if (status != JX_OK)
		return status;
	if (n_bytes > JX_NOTE_PEM_BYTES)
		return jx_fail_with(error, JX_REASON_BAD_KEY, JX_ARGS(JX_TEXT("Ed25519")));
	BIO *bio = BIO_new_mem_buf(pem, (int)n_bytes);
	/* an empty passphrase: OpenSSL does not ask for one at the terminal */
	EVP_PKEY *key = bio != NULL ? PEM_read_bio_PrivateKey(bio, NULL, NULL, "") : NULL;
	BIO_free(bio);
	return wrap_key(name, key, ret_key, error);
}

enum jx_status jx_note_key_print(
	const struct jx_note_key *key, char out[JX_NOTE_PEM_BYTES], struct jx_error *error)
{
	BIO *bio = BIO_new(BIO_s_secmem());
	int n = 0;
	bool is_written =
		bio != NULL && PEM_write_bio_PKCS8PrivateKey(bio, key->key, NULL, NULL, 0, NULL, NULL) == 1;
	if (is_written)
		n = BIO_read(bio, out, JX_NOTE_PEM_BYTES - 1);
	BIO_free(bio);
	if (n <= 0) {
		(void)jx_openssl_lacked_memory();
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	}
	out[n] = '\0';
	return JX_OK;
}

void jx_note_key_free(struct jx_note_key *key)
{
	if (key == NULL)
		return;
	EVP_PKEY_free(key->key);
	free(key);
}

const struct jx_verifier *jx_note_key_verifier(const struct jx_note_key *key)
{
	return &key->verifier;
}

/* ---- signing ---- */

enum jx_status jx_note_sign(const struct jx_note_key *key, const char *text, size_t n_text,
	char out[JX_NOTE_LINE_BYTES], size_t *ret_n, struct jx_error *error)
{
	uint32_t id = key->verifier.id;
	uint8_t bytes[SIGNED_BYTES] = {
		(uint8_t)(id >> 24), (uint8_t)(id >> 16), (uint8_t)(id >> 8), (uint8_t)id};
	char chars[SIGNED_CHARS + 1];
	size_t n = JX_NOTE_SIGNATURE_BYTES;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool is_signed = context != NULL && EVP_DigestSignInit(context, NULL, NULL, NULL, key->key) == 1 &&
			 EVP_DigestSign(context, bytes + ID_BYTES, &n, (const uint8_t *)text, n_text) == 1;
	EVP_MD_CTX_free(context);
	if (!is_signed) {
		(void)jx_openssl_lacked_memory();
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	}
	jx_base64_write(bytes, sizeof(bytes), chars);
	*ret_n = (size_t)snprintf(out, JX_NOTE_LINE_BYTES, DASH "%s %s\n", key->verifier.name, chars);
	return JX_OK;
}

/* ---- verifying ---- */

static enum jx_status fail_note(const char *zh, const char *en, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_BAD_NOTE, JX_ARGS(JX_WORDS(zh, en)));
}

/* Where the signature lines begin: behind the last empty line. 0 when there is none. */
static size_t find_signatures(const char *note, size_t n)
{
	for (size_t i = n; i >= 2; i--)
		if (note[i - 1] == '\n' && note[i - 2] == '\n')
			return i;
	return 0;
}

/* Tell whether the text has none of the control characters that a note may not have. */
static bool is_plain(const char *note, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)note[i] < ' ' && note[i] != '\n')
			return false;
	return jx_text_bad_utf8(note, n) == n;
}

struct signature {
	struct jx_line name;
	struct jx_line chars;
};

static bool split_line(struct jx_line line, struct signature *ret_signature)
{
	if (!jx_line_skip(&line, DASH))
		return false;
	const char *blank = memchr(line.at, ' ', line.n);
	if (blank == NULL || blank == line.at)
		return false;
	size_t n_name = (size_t)(blank - line.at);
	ret_signature->name = (struct jx_line){line.at, n_name};
	ret_signature->chars = (struct jx_line){blank + 1, line.n - n_name - 1};
	return true;
}

static enum jx_status check_signature(const struct jx_verifier *verifier, const uint8_t *signature,
	const char *text, size_t n_text, struct jx_error *error)
{
	bool is_good = false;
	EVP_PKEY *key =
		EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, verifier->public_key, JX_NOTE_KEY_BYTES);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	if (key != NULL && context != NULL && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1)
		is_good = EVP_DigestVerify(context, signature, JX_NOTE_SIGNATURE_BYTES, (const uint8_t *)text,
				  n_text) == 1;
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
	if (!is_good && jx_openssl_lacked_memory())
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	return is_good ? JX_OK : jx_fail_with(error, JX_REASON_NOTE_FORGED, JX_ARGS(JX_TEXT(verifier->name)));
}

/* What the lines of a note have shown so far. */
struct reading {
	const struct jx_verifier *verifier;
	const char *text;
	size_t n_text;
	size_t n_lines;
	bool is_signed;
};

static enum jx_status read_line(struct reading *reading, struct jx_line line, struct jx_error *error)
{
	struct signature signature;
	uint8_t bytes[SIGNED_CHARS];
	size_t n = 0;
	if (++reading->n_lines > JX_MAX_NOTE_SIGNATURES || !split_line(line, &signature))
		return fail_note("签名行", "a signature line", error);
	if (!jx_line_is(signature.name, reading->verifier->name))
		return JX_OK;
	if (signature.chars.n != SIGNED_CHARS ||
		!jx_base64_read(signature.chars.at, signature.chars.n, bytes, &n) || n != SIGNED_BYTES)
		return fail_note("签名行", "a signature line", error);
	if (read_id(bytes) != reading->verifier->id)
		return JX_OK;
	reading->is_signed = true;
	return check_signature(reading->verifier, bytes + ID_BYTES, reading->text, reading->n_text, error);
}

enum jx_status jx_note_verify(const char *note, size_t n, const struct jx_verifier *verifier,
	size_t *ret_n_text, struct jx_error *error)
{
	if (n == 0 || n > JX_MAX_NOTE_BYTES || note[n - 1] != '\n' || !is_plain(note, n))
		return fail_note("文本", "its text", error);
	size_t at = find_signatures(note, n);
	if (at < 2 || at == n)
		return fail_note("没有签名", "no signature", error);
	struct reading reading = {.verifier = verifier, .text = note, .n_text = at - 1};
	struct jx_line rest = {note + at, n - at};
	struct jx_line line;
	while (jx_line_take(&rest, &line)) {
		enum jx_status status = read_line(&reading, line, error);
		if (status != JX_OK)
			return status;
	}
	if (!reading.is_signed)
		return jx_fail_with(error, JX_REASON_NOT_SIGNED_BY, JX_ARGS(JX_TEXT(verifier->name)));
	*ret_n_text = reading.n_text;
	return JX_OK;
}
