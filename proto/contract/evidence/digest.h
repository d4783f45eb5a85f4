/*
 * Digests: the identity of content.
 *
 * A digest is a text with its algorithm in front, "sha256:9f86d0…" or "sm3:…", so that another algorithm can
 * stand beside the first. Content is hashed as canonical JSON, never as protobuf bytes: those are not
 * canonical. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_EVIDENCE_DIGEST_H
#define PROTO_CONTRACT_EVIDENCE_DIGEST_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

enum jx_digest_algorithm { JX_DIGEST_SHA256, JX_DIGEST_SM3 };

#define JX_DIGEST_TEXT_BYTES 80 /* "sha256:", 64 digits and the terminator, with room */
#define JX_HASH_BYTES        32 /* of SHA-256 and of SM3 */

/** Digest of a message: over its canonical JSON.
 *
 * @param out    set on JX_OK.
 * @param error  may be NULL.
 * @return JX_OK; JX_INVALID when the message has no canonical JSON (json.h); JX_UNAVAILABLE without memory or
 *   when the algorithm is not there.
 */
enum jx_status jx_digest_message(const ProtobufCMessage *message, enum jx_digest_algorithm algorithm,
	char out[JX_DIGEST_TEXT_BYTES], struct jx_error *error) JX_MUST_CHECK;

/** Digest of bytes, as text. */
enum jx_status jx_digest_bytes(const void *bytes, size_t n_bytes, enum jx_digest_algorithm algorithm,
	char out[JX_DIGEST_TEXT_BYTES], struct jx_error *error) JX_MUST_CHECK;

/** Hash of bytes, raw. */
enum jx_status jx_hash_bytes(const void *bytes, size_t n_bytes, enum jx_digest_algorithm algorithm,
	uint8_t out[JX_HASH_BYTES], struct jx_error *error) JX_MUST_CHECK;

/** Hash of the bytes of a file or a stream, piece by piece. */
struct jx_hasher; /* private to digest.c */
enum jx_status jx_hasher_new(enum jx_digest_algorithm algorithm, struct jx_hasher **ret_hasher,
	struct jx_error *error) JX_MUST_CHECK;
void jx_hasher_free(struct jx_hasher *hasher); /* NULL allowed */
JX_DEFINE_CLEANUP(jx_hasher)
enum jx_status jx_hasher_add(struct jx_hasher *hasher, const void *bytes, size_t n_bytes) JX_MUST_CHECK;
/** End it and write the digest as text; the hasher can only be freed afterwards. */
enum jx_status jx_hasher_end(struct jx_hasher *hasher, char out[JX_DIGEST_TEXT_BYTES]) JX_MUST_CHECK;

/** Write a raw hash as a digest text. */
void jx_digest_print(enum jx_digest_algorithm algorithm, const uint8_t hash[JX_HASH_BYTES],
	char out[JX_DIGEST_TEXT_BYTES]);

/** Read a digest text: the algorithm's name, a colon, 64 lower-case hex digits, nothing else.
 *
 * @param ret_algorithm  may be NULL.
 * @param hash           set on JX_OK.
 * @return JX_OK; JX_INVALID (BAD_DIGEST).
 */
enum jx_status jx_digest_parse(const char *text, enum jx_digest_algorithm *ret_algorithm,
	uint8_t hash[JX_HASH_BYTES], struct jx_error *error) JX_MUST_CHECK;

#endif
