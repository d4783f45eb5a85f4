/* What the acts of a review begin with: the submission, its facts, and what was seen of it. @thread reader
 * first, then writer, but where it says so. */
#ifndef SERVER_HANDLERS_REVIEWING_REVIEWED_H
#define SERVER_HANDLERS_REVIEWING_REVIEWED_H

#include "server/handlers/records.h"
#include "storage/filing/store_versions.h"

struct jx_reviewed {
	struct jx_record_key key;
	struct jx_record record;
	struct jx_facts facts;
};

/** Find the submission of a name, with its facts. */
enum jx_status jx_reviewed_find(
	struct jx_task *task, const char *name, struct jx_reviewed *ret_reviewed) JX_MUST_CHECK;

/** Ask the guards of an act before anything is done; jx_record_act() asks again. */
enum jx_status jx_reviewed_ask(
	struct jx_task *task, const struct jx_reviewed *reviewed, enum jx_act act) JX_MUST_CHECK;

/** Check that the caller has seen the newest version: nobody decides about another one. */
enum jx_status jx_reviewed_check_seen(
	struct jx_task *task, const struct jx_reviewed *reviewed, const char *digest) JX_MUST_CHECK;

/** Check that a text of the request is not too long. */
enum jx_status jx_reviewed_check_length(
	struct jx_task *task, const char *field, const char *text) JX_MUST_CHECK;

/** Get the newest version, in the task's scratch arena. It takes long to decode a wide one. @thread reader. */
enum jx_status jx_reviewed_version(struct jx_task *task, const struct jx_reviewed *reviewed,
	struct jx_version *ret_version) JX_MUST_CHECK;

/** Check that an issue has a text, and that its field is a place in the version. @thread reader: the digest of the request
 * says that the writer raises it on the same content.
 *
 * @param report  of the newest version.
 * @return JX_OK; JX_INVALID (REASON_REQUIRED without a text, BAD_FIELD, and for a path that is none PATH_...).
 */
enum jx_status jx_reviewed_check_raised(
	struct jx_task *task, const JxReport *report, const JxNewIssue *raised) JX_MUST_CHECK;

/** Raise an issue that was checked. @param ret_number  of the issue; NULL allowed. */
enum jx_status jx_reviewed_raise(struct jx_task *task, const struct jx_reviewed *reviewed,
	const JxNewIssue *raised, uint32_t *ret_number) JX_MUST_CHECK;

/** Check that more issues have room among those that are not closed. */
enum jx_status jx_reviewed_check_room(struct jx_task *task, const struct jx_reviewed *reviewed,
	JxNewIssue *const *issues, size_t n_issues) JX_MUST_CHECK;

#endif
