/*
 * Requests that were answered: what makes a write safe to repeat.
 *
 * They are stored for good: a client may repeat a submit after a year in a drawer. The reply is written in the
 * transaction of the change it describes, so after any crash there are both or neither. Thread: that of the
 * connection.
 */
#ifndef STORAGE_FILING_STORE_REQUESTS_H
#define STORAGE_FILING_STORE_REQUESTS_H

#include "proto/contract/base/arena.h"
#include "storage/filing/store_versions.h"
#include "storage/store.h"

/** An answered request. */
struct jx_request {
	const char *person;     /* id */
	const char *request_id; /* UUID as sent */
	const char *method;     /* path of the method */
	const char *digest;     /* of the request, digest text */
	const uint8_t *reply;   /* the packed reply */
	size_t n_reply;
	int64_t time_ms;
};

/** Find a request.
 *
 * @param ret_request  set on JX_OK, in the arena. The caller compares method and digest.
 * @return JX_OK; JX_NOT_FOUND, with no reason set: it is new.
 */
enum jx_status jx_request_find(struct jx_db *db, const char *person, const char *request_id,
	struct jx_arena *arena, struct jx_request *ret_request, struct jx_error *error) JX_MUST_CHECK;

/** Find the reply by which a version was acknowledged.
 *
 * @param query  its number: 0 for the newest version.
 * @param ret_request  its reply alone, in the arena.
 * @return JX_OK; JX_NOT_FOUND (VERSION_NOT_FOUND).
 */
enum jx_status jx_request_of_version(struct jx_db *db, const struct jx_version_query *query,
	struct jx_arena *arena, struct jx_request *ret_request, struct jx_error *error) JX_MUST_CHECK;

/** A reply by which a version was acknowledged. In an arena. */
struct jx_acknowledgement {
	uint64_t attempt;
	const uint8_t *reply;
	size_t n_reply;
};

struct jx_acknowledgements {
	struct jx_acknowledgement *rows;
	size_t n;
	bool has_more; /* behind them */
};

/** Which of them. */
struct jx_acknowledgement_query {
	const char *department; /* code */
	uint64_t after;         /* attempt before the first one */
	uint32_t max_rows;
};

/** List the replies by which a department's versions were acknowledged, by their attempts. */
enum jx_status jx_acknowledgements_list(struct jx_db *db, const struct jx_acknowledgement_query *query,
	struct jx_arena *arena, struct jx_acknowledgements *ret_list, struct jx_error *error) JX_MUST_CHECK;

/** Store an answered request. Writer, inside its job. @return JX_OK; JX_EXISTS (REQUEST_ID_REUSED). */
enum jx_status jx_request_insert(
	struct jx_db *db, const struct jx_request *request, struct jx_error *error) JX_MUST_CHECK;

#endif
