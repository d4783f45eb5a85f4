/*
 * Invitations of further leads, proposed by one lead, until another one confirms them: nobody becomes both.
 *
 * Thread: that of the connection. Functions that change something need the writer, inside a job.
 */
#ifndef STORAGE_REGISTRY_STORE_LEAD_PROPOSALS_H
#define STORAGE_REGISTRY_STORE_LEAD_PROPOSALS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/evidence/digest.h"
#include "storage/store.h"

/** An invitation that was proposed. */
struct jx_lead_proposal {
	const JxPerson *person; /* as they would be */
	uint8_t code_hash[JX_HASH_BYTES];
	const char *proposed_by; /* id */
	int64_t propose_ms;
};

/** Store a proposal, in place of an earlier one for the same person. */
enum jx_status jx_lead_proposal_put(
	struct jx_db *db, const struct jx_lead_proposal *proposal, struct jx_error *error) JX_MUST_CHECK;

/** Get the proposal for a person. @return JX_OK; JX_NOT_FOUND (NOT_PROPOSED). */
enum jx_status jx_lead_proposal_get(struct jx_db *db, const char *id, struct jx_arena *arena,
	struct jx_lead_proposal *ret_proposal, struct jx_error *error) JX_MUST_CHECK;

/** Drop the proposal for a person, if there is one. */
enum jx_status jx_lead_proposal_drop(struct jx_db *db, const char *id, struct jx_error *error) JX_MUST_CHECK;

/** Count the people beside one who are leads: with access, with an invitation, or with a certificate at some time. */
enum jx_status jx_leads_count_others(
	struct jx_db *db, const char *id, uint32_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

#endif
