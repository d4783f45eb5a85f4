#include "proto/contract/evidence/digest.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/message/json/json.h"

struct jx_hasher {
	EVP_MD_CTX *context;
	enum jx_digest_algorithm algorithm;
};

static const struct {
	const char *name; /* with its colon, as in a digest text */
	const EVP_MD *(*method)(void);
} ALGORITHMS[] = {
	[JX_DIGEST_SHA256] = {"sha256:", EVP_sha256},
	[JX_DIGEST_SM3] = {"sm3:", EVP_sm3},
};

#define N_ALGORITHMS JX_COUNT_OF(ALGORITHMS)

/* ---- texts ---- */

void jx_digest_print(
	enum jx_digest_algorithm algorithm, const uint8_t hash[JX_HASH_BYTES], char out[JX_DIGEST_TEXT_BYTES])
{
	static const char HEX[] = "0123456789abcdef";
	size_t used = strlen(ALGORITHMS[algorithm].name);
	memcpy(out, ALGORITHMS[algorithm].name, used);
	for (size_t i = 0; i < JX_HASH_BYTES; i++) {
		out[used++] = HEX[hash[i] >> 4];
		out[used++] = HEX[hash[i] & 15];
	}
	out[used] = '\0';
}

/* Value of a lower-case hex digit, -1 for any other character. */
static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool parse_hex(const char *text, uint8_t hash[JX_HASH_BYTES])
{
	if (strlen(text) != 2 * (size_t)JX_HASH_BYTES)
		return false;
	uint8_t read[JX_HASH_BYTES];
	for (size_t i = 0; i < JX_HASH_BYTES; i++) {
		int high = nibble(text[2 * i]);
		int low = nibble(text[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		read[i] = (uint8_t)(high * 16 + low);
	}
	memcpy(hash, read, sizeof(read));
	return true;
}

enum jx_status jx_digest_parse(const char *text, enum jx_digest_algorithm *ret_algorithm,
	uint8_t hash[JX_HASH_BYTES], struct jx_error *error)
{
	for (size_t i = 0; i < N_ALGORITHMS; i++) {
		size_t n = strlen(ALGORITHMS[i].name);
		if (strncmp(text, ALGORITHMS[i].name, n) != 0 || !parse_hex(text + n, hash))
			continue;
		if (ret_algorithm != NULL)
			*ret_algorithm = (enum jx_digest_algorithm)i;
		return JX_OK;
	}
	return jx_fail_with(error, JX_REASON_BAD_DIGEST, JX_ARGS(JX_TEXT(text)));
}

/* ---- hashing ---- */

enum jx_status jx_hasher_new(
	enum jx_digest_algorithm algorithm, struct jx_hasher **ret_hasher, struct jx_error *error)
{
	JX_AUTO(jx_hasher) hasher = calloc(1, sizeof(*hasher));
	if (hasher == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	hasher->algorithm = algorithm;
	hasher->context = EVP_MD_CTX_new();
	if (hasher->context == NULL ||
		EVP_DigestInit_ex(hasher->context, ALGORITHMS[algorithm].method(), NULL) != 1)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	*ret_hasher = jx_hasher_take(&hasher);
	return JX_OK;
}

void jx_hasher_free(struct jx_hasher *hasher)
{
	if (hasher == NULL)
		return;
	EVP_MD_CTX_free(hasher->context);
	free(hasher);
}

enum jx_status jx_hasher_add(struct jx_hasher *hasher, const void *bytes, size_t n_bytes)
{
	return EVP_DigestUpdate(hasher->context, bytes, n_bytes) == 1 ? JX_OK : JX_UNAVAILABLE;
}

enum jx_status jx_hasher_end(struct jx_hasher *hasher, char out[JX_DIGEST_TEXT_BYTES])
{
	uint8_t hash[EVP_MAX_MD_SIZE];
	if (EVP_DigestFinal_ex(hasher->context, hash, NULL) != 1)
		return JX_UNAVAILABLE;
	jx_digest_print(hasher->algorithm, hash, out);
	return JX_OK;
}

enum jx_status jx_hash_bytes(const void *bytes, size_t n_bytes, enum jx_digest_algorithm algorithm,
	uint8_t out[JX_HASH_BYTES], struct jx_error *error)
{
	uint8_t hash[EVP_MAX_MD_SIZE];
	if (EVP_Digest(bytes, n_bytes, hash, NULL, ALGORITHMS[algorithm].method(), NULL) != 1)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	memcpy(out, hash, JX_HASH_BYTES);
	return JX_OK;
}

enum jx_status jx_digest_bytes(const void *bytes, size_t n_bytes, enum jx_digest_algorithm algorithm,
	char out[JX_DIGEST_TEXT_BYTES], struct jx_error *error)
{
	uint8_t hash[JX_HASH_BYTES];
	enum jx_status status = jx_hash_bytes(bytes, n_bytes, algorithm, hash, error);
	if (status == JX_OK)
		jx_digest_print(algorithm, hash, out);
	return status;
}

static enum jx_status hash_text(void *hasher, const char *text, size_t n_bytes)
{
	return jx_hasher_add(hasher, text, n_bytes);
}

enum jx_status jx_digest_message(const ProtobufCMessage *message, enum jx_digest_algorithm algorithm,
	char out[JX_DIGEST_TEXT_BYTES], struct jx_error *error)
{
	JX_AUTO(jx_hasher) hasher = NULL;
	enum jx_status status = jx_hasher_new(algorithm, &hasher, error);
	if (status != JX_OK)
		return status;
	const struct jx_json_sink sink = {hash_text, hasher};
	status = jx_json_write_to(message, JX_JSON_CANONICAL, &sink, error);
	if (status == JX_OK)
		status = jx_hasher_end(hasher, out);
	/* The writer fills the error for all but the sink's own refusal, which only lack of memory causes. */
	return status != JX_UNAVAILABLE ? status : jx_fail(error, JX_REASON_OUT_OF_MEMORY);
}
