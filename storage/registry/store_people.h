/*
 * People with access: their roles and their department.
 *
 * Roles and department are read here on every call and never taken from a certificate, so that a change or a
 * revocation acts at once. Thread: that of the connection. Functions that change something need the writer,
 * inside a job.
 */
#ifndef STORAGE_REGISTRY_STORE_PEOPLE_H
#define STORAGE_REGISTRY_STORE_PEOPLE_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/evidence/digest.h"
#include "storage/store.h"

#define JX_PUBLIC_KEY_BYTES 128 /* a P-256 SubjectPublicKeyInfo has 91 */

/** Who calls. */
struct jx_caller {
	char id[JX_MAX_CODE_BYTES + 1];
	char title[JX_MAX_NAME_BYTES + 1];
	uint32_t roles;                               /* the bit (1 << jixiao.v1.PersonRole) of each */
	char department[JX_MAX_CODE_BYTES + 1];       /* code; "" for none */
	char department_title[JX_MAX_NAME_BYTES + 1]; /* "" for none */
	int64_t expire_ms;                            /* of the certificate shown */
	uint8_t public_key[JX_PUBLIC_KEY_BYTES];      /* of the certificate shown: DER SubjectPublicKeyInfo */
	size_t n_public_key;
};

/** Find the caller by the SHA-256 of the certificate shown.
 *
 * @return JX_OK; JX_UNAUTHENTICATED: UNKNOWN_CERTIFICATE when it is not enrolled, or replaced by a later enrolment;
 * CERTIFICATE_EXPIRED when its end has passed; REVOKED when the person was revoked.
 */
enum jx_status jx_caller_find(struct jx_db *db, const uint8_t fingerprint[JX_HASH_BYTES], int64_t now_ms,
	struct jx_caller *ret_caller, struct jx_error *error) JX_MUST_CHECK;

/** Invite a person, new or known.
 *
 * Title, roles and department are set as given, at once. A person who is INVITED or REVOKED becomes INVITED;
 * one who is ACTIVE stays so, with the certificate there is, until jx_certificate_insert() replaces it.
 * Earlier invitations of the person that were not used are void.
 * @param person     name "persons/{id}"; department "departments/{code}" or "".
 * @param code_hash  SHA-256 of the one-time code.
 * @return JX_OK; JX_NOT_FOUND (DEPARTMENT_NOT_FOUND); JX_EXISTS (INVITATION_EXISTS) when the code was given
 * out before; JX_INVALID (BAD_FIELD) for names that are none.
 */
enum jx_status jx_person_insert_invited(struct jx_db *db, const JxPerson *person,
	const uint8_t code_hash[JX_HASH_BYTES], int64_t expire_ms, struct jx_error *error) JX_MUST_CHECK;

/** Set title, roles and department of a person; state, certificates and invitations stay.
 *
 * @return JX_OK; JX_NOT_FOUND (PERSON_NOT_FOUND, DEPARTMENT_NOT_FOUND); JX_INVALID (BAD_FIELD) for names that are none.
 */
enum jx_status jx_person_update(
	struct jx_db *db, const JxPerson *person, struct jx_error *error) JX_MUST_CHECK;

/** Get a person. expire_time is the end of the newest certificate, or of the invitation while INVITED.
 *
 * @return JX_OK; JX_NOT_FOUND (PERSON_NOT_FOUND).
 */
enum jx_status jx_person_get(struct jx_db *db, const char *id, struct jx_arena *arena, JxPerson **ret_person,
	struct jx_error *error) JX_MUST_CHECK;

/** A page of people. */
struct jx_persons {
	JxPerson **rows;
	size_t n;
	const char *next; /* to go on after; "" at the end */
};

/** List people in the order of their ids. */
enum jx_status jx_persons_list(struct jx_db *db, const struct jx_page *page, struct jx_arena *arena,
	struct jx_persons *ret_persons, struct jx_error *error) JX_MUST_CHECK;

/** Take a person's access away: every certificate and every open invitation. Revoking twice is JX_OK. */
enum jx_status jx_person_revoke(
	struct jx_db *db, const char *id, int64_t now_ms, struct jx_error *error) JX_MUST_CHECK;

/** Whether somebody has access and holds a role; false for nobody's id. */
enum jx_status jx_person_is_active(struct jx_db *db, const char *id, JxPersonRole role, bool *ret_is_active,
	struct jx_error *error) JX_MUST_CHECK;

/** When the last certificate of the active people who hold a role ends. @param ret_end_ms  0: they have none. */
enum jx_status jx_persons_role_end(
	struct jx_db *db, JxPersonRole role, int64_t *ret_end_ms, struct jx_error *error) JX_MUST_CHECK;

/** Count the active people who hold a role, so that the last lead is not revoked. */
enum jx_status jx_persons_count_role(
	struct jx_db *db, JxPersonRole role, uint32_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

#endif
