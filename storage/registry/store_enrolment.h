/*
 * How people get access: invitations with one-time codes, and certificates.
 *
 * Thread: that of the connection. Functions that change something need the writer, inside a job.
 */
#ifndef STORAGE_REGISTRY_STORE_ENROLMENT_H
#define STORAGE_REGISTRY_STORE_ENROLMENT_H

#include "storage/registry/store_people.h"

/** An invitation that is valid. */
struct jx_invitation {
	const char *person; /* id; in the arena */
	bool is_used;
	const uint8_t *certificate; /* DER, in the arena: issue this one again; NULL: make a new one */
	size_t n_certificate;
};

/** A one-time code with the key of a certificate request. All borrowed. */
struct jx_invitation_try {
	const uint8_t *code_hash; /* JX_HASH_BYTES of them */
	const uint8_t
		*public_key; /* DER SubjectPublicKeyInfo of the request; NULL while it is not known yet */
	size_t n_public_key;
	int64_t now_ms;
};

/** Try a one-time code. Changes nothing.
 *
 * A code works once; a used one works again, until it ends, for the key it was used with. Without a key this says
 * only whose the code is: cheap, before any work for somebody unknown.
 * @return JX_OK; JX_DENIED (BAD_INVITATION), the same for wrong, used, void and expired ones.
 */
enum jx_status jx_invitation_try(struct jx_db *db, const struct jx_invitation_try *attempt,
	struct jx_arena *arena, struct jx_invitation *ret_invitation, struct jx_error *error) JX_MUST_CHECK;

/** A certificate that was issued. All borrowed. */
struct jx_certificate {
	const char *person;         /* id */
	const uint8_t *fingerprint; /* SHA-256 of der, JX_HASH_BYTES */
	const uint8_t *der;
	size_t n_der;
	const uint8_t *public_key; /* DER SubjectPublicKeyInfo, at most JX_PUBLIC_KEY_BYTES */
	size_t n_public_key;
	int64_t issue_ms;
	int64_t expire_ms;
	const uint8_t *keeps; /* fingerprint of the older one that goes on to hold; NULL: none does */
};

/** Store a certificate; its person becomes ACTIVE, and their older certificates end, but for the one that is kept.
 *
 * So a person has two at most, however often they renew: the new one, and the one they asked with, whose owner may
 * never hear of the new one.
 * @return JX_OK; JX_NOT_FOUND (PERSON_NOT_FOUND); JX_UNAUTHENTICATED (REVOKED) for a revoked person.
 */
enum jx_status jx_certificate_insert(
	struct jx_db *db, const struct jx_certificate *certificate, struct jx_error *error) JX_MUST_CHECK;

/** Certificates by their fingerprints, in an arena. */
struct jx_fingerprints {
	const uint8_t **rows; /* JX_HASH_BYTES each */
	size_t n;
};

/** List the certificates of a person that hold, but for one. @param except  a fingerprint; NULL: all of them. */
enum jx_status jx_certificates_list(struct jx_db *db, const char *person, const uint8_t *except,
	struct jx_arena *arena, struct jx_fingerprints *ret_list, struct jx_error *error) JX_MUST_CHECK;

/** Count the certificates that were issued to a person since a time, those that have ended too. */
enum jx_status jx_certificates_count(struct jx_db *db, const char *person, int64_t since_ms, uint32_t *ret_n,
	struct jx_error *error) JX_MUST_CHECK;

/** Mark an invitation as used; its certificate must be stored by then.
 *
 * @return JX_OK; JX_DENIED (BAD_INVITATION) when it is used or void already.
 */
enum jx_status jx_invitation_mark_used(struct jx_db *db, const uint8_t code_hash[JX_HASH_BYTES],
	const uint8_t fingerprint[JX_HASH_BYTES], int64_t now_ms, struct jx_error *error) JX_MUST_CHECK;

/** Read a certificate by its fingerprint, one that has ended too.
 *
 * @param ret_der  in the arena; NULL and *ret_n 0 when there is none.
 */
enum jx_status jx_certificate_read(struct jx_db *db, const uint8_t fingerprint[JX_HASH_BYTES],
	struct jx_arena *arena, uint8_t **ret_der, size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Looks at a certificate with which somebody gets in: id and DER, both borrowed. */
typedef enum jx_status (*jx_certificate_look)(
	void *user, const char *person, const uint8_t *der, size_t n, struct jx_error *error);

/** Look at all certificates that hold at a time, of people with access, person by person. */
enum jx_status jx_certificates_each(struct jx_db *db, int64_t now_ms, jx_certificate_look look, void *user,
	struct jx_error *error) JX_MUST_CHECK;

#endif
