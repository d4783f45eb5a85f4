#include "proto/contract/evidence/cosignature.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>

#include "proto/contract/base/base64.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/evidence/openssl_error.h"

#define TYPE_COSIGNATURE 4
#define DASH             "\xe2\x80\x94 "
#define ID_BYTES         4
#define TYPED_KEY        (1 + JX_NOTE_KEY_BYTES)
#define TIME_BYTES       8
#define SIGNED_BYTES     (ID_BYTES + TIME_BYTES + JX_NOTE_SIGNATURE_BYTES)
#define SIGNED_CHARS     JX_BASE64_CHARS(SIGNED_BYTES)
#define HEAD_BYTES       64 /* of what is signed before the text */

static enum jx_status fail_key(const char *text, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_BAD_VERIFIER_KEY, JX_ARGS(JX_TEXT(text)));
}

/* The id: the beginning of a hash over name, a line feed, type and key. */
static enum jx_status find_id(struct jx_witness_key *key, struct jx_error *error)
{
	uint8_t bytes[JX_MAX_NOTE_NAME_BYTES + 1 + TYPED_KEY];
	uint8_t hash[JX_HASH_BYTES];
	size_t n = strlen(key->name);
	memcpy(bytes, key->name, n);
	bytes[n++] = '\n';
	bytes[n++] = TYPE_COSIGNATURE;
	memcpy(bytes + n, key->public_key, JX_NOTE_KEY_BYTES);
	enum jx_status status = jx_hash_bytes(bytes, n + JX_NOTE_KEY_BYTES, JX_DIGEST_SHA256, hash, error);
	if (status == JX_OK)
		memcpy(key->id, hash, ID_BYTES);
	return status;
}

enum jx_status jx_witness_key_read(const char *text, struct jx_witness_key *ret_key, struct jx_error *error)
{
	struct jx_witness_key key = {0};
	uint8_t typed[JX_BASE64_CHARS(TYPED_KEY)];
	char id[2 * ID_BYTES + 1];
	size_t n = 0;
	const char *first = strchr(text, '+');
	const char *second = first != NULL ? strchr(first + 1, '+') : NULL;
	bool is_split = second != NULL && second - first - 1 == 2 * ID_BYTES && first != text &&
			first - text <= JX_MAX_NOTE_NAME_BYTES && strlen(second + 1) <= sizeof(typed);
	if (!is_split || !jx_base64_read(second + 1, strlen(second + 1), typed, &n) || n != TYPED_KEY ||
		typed[0] != TYPE_COSIGNATURE)
		return fail_key(text, error);
	(void)jx_text_copy_n(key.name, sizeof(key.name), text, (size_t)(first - text));
	memcpy(key.public_key, typed + 1, JX_NOTE_KEY_BYTES);
	enum jx_status status = find_id(&key, error);
	if (status != JX_OK)
		return status;
	(void)snprintf(id, sizeof(id), "%02x%02x%02x%02x", key.id[0], key.id[1], key.id[2], key.id[3]);
	if (memcmp(id, first + 1, 2 * ID_BYTES) != 0)
		return fail_key(text, error);
	*ret_key = key;
	return JX_OK;
}

/* Whether the signature, key id and time before it, is under the text. */
static enum jx_status check(const uint8_t signature[SIGNED_BYTES], const struct jx_witness_key *key,
	struct jx_line text, struct jx_error *error)
{
	uint8_t bytes[HEAD_BYTES + JX_MAX_NOTE_BYTES / 16];
	uint64_t time = 0;
	for (size_t i = 0; i < TIME_BYTES; i++)
		time = time << 8 | signature[ID_BYTES + i];
	int n = snprintf((char *)bytes, HEAD_BYTES, "cosignature/v1\ntime %" PRIu64 "\n", time);
	bool fits = text.n <= sizeof(bytes) - HEAD_BYTES;
	if (fits)
		memcpy(bytes + n, text.at, text.n);
	EVP_PKEY *public_key =
		EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key->public_key, JX_NOTE_KEY_BYTES);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool is_good = fits && public_key != NULL && context != NULL &&
		       EVP_DigestVerifyInit(context, NULL, NULL, NULL, public_key) == 1 &&
		       EVP_DigestVerify(context, signature + ID_BYTES + TIME_BYTES, JX_NOTE_SIGNATURE_BYTES,
			       bytes, (size_t)n + text.n) == 1;
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(public_key);
	if (!is_good && jx_openssl_lacked_memory())
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	return is_good ? JX_OK : jx_fail_with(error, JX_REASON_NOTE_FORGED, JX_ARGS(JX_TEXT(key->name)));
}

/* The signature in a line of this witness; false for a line of another key. */
static bool read_line(struct jx_line line, const struct jx_witness_key *key, uint8_t out[SIGNED_BYTES])
{
	uint8_t bytes[SIGNED_CHARS];
	size_t n = 0;
	if (!jx_line_skip(&line, DASH) || !jx_line_skip(&line, key->name) || !jx_line_skip(&line, " ") ||
		line.n != SIGNED_CHARS || !jx_base64_read(line.at, line.n, bytes, &n) || n != SIGNED_BYTES ||
		memcmp(bytes, key->id, ID_BYTES) != 0)
		return false;
	memcpy(out, bytes, SIGNED_BYTES);
	return true;
}

enum jx_status jx_cosignature_find(struct jx_line lines, const struct jx_witness_key *key,
	struct jx_line text, struct jx_line *ret_line, struct jx_error *error)
{
	uint8_t signature[SIGNED_BYTES];
	while (jx_line_take(&lines, ret_line))
		if (read_line(*ret_line, key, signature))
			return check(signature, key, text, error);
	return jx_fail_with(error, JX_REASON_NOT_SIGNED_BY, JX_ARGS(JX_TEXT(key->name)));
}
