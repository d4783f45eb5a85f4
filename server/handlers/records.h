/* What several families of handlers do with a department's record in a round. @thread reader or writer. */
#ifndef SERVER_HANDLERS_RECORDS_H
#define SERVER_HANDLERS_RECORDS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/service/guard.h"
#include "proto/contract/service/states.h"
#include "server/call/task.h"
#include "storage/filing/store_submissions.h"
#include "storage/filing/store_versions.h"

/** The two halves of a record's name. */
struct jx_record_key {
	char round[JX_MAX_CODE_BYTES + 1];      /* id */
	char department[JX_MAX_CODE_BYTES + 1]; /* code */
	char name[JX_RESOURCE_NAME_BYTES];      /* "submissions/{round}-{code}" */
};

/** Make a key from its halves. */
void jx_record_key_set(struct jx_record_key *key, const char *round, const char *department);

/** Read a key from a name, "submissions/{round}-{code}".
 *
 * @return JX_OK; JX_INVALID (MISSING_FIELD, BAD_FIELD).
 */
enum jx_status jx_record_key_read(
	struct jx_task *task, const char *name, struct jx_record_key *ret_key) JX_MUST_CHECK;

/** Read the name of a version, "submissions/{id}/versions/{n}". Like jx_record_key_read().
 *
 * @param ret_number  from 1; 0 for "latest".
 */
enum jx_status jx_record_key_read_version(struct jx_task *task, const char *name,
	struct jx_record_key *ret_key, uint32_t *ret_number) JX_MUST_CHECK;

/** Get the record of a key, if the caller may see it.
 *
 * @return JX_OK; JX_NOT_FOUND (SUBMISSION_NOT_FOUND), alike for what is not there and what is not the caller's.
 */
enum jx_status jx_record_get(
	struct jx_task *task, const struct jx_record_key *key, struct jx_record *ret_record) JX_MUST_CHECK;

/** Fill in what the guards may ask about a record, its caller and its round; of the request nothing, and that its base is
 * current.
 *
 * @param ret_facts  its texts are in the task's arena.
 */
enum jx_status jx_record_facts(
	struct jx_task *task, const struct jx_record *record, struct jx_facts *ret_facts) JX_MUST_CHECK;

/** Leave out what finance has set beside a version that it has not accepted, unless the caller is of finance or an auditor. */
void jx_record_hide_review(const struct jx_task *task, const struct jx_version *version);

/** What is done to a record. */
struct jx_doing {
	enum jx_act act;
	const struct jx_facts *facts;  /* of jx_record_facts(), with those of the request */
	struct jx_state_change change; /* from, to and times are set here; the rest goes with the last row */
	JxLogRecord *
		logged; /* what decides from now on, for the entry about the last row; NULL for nothing more */
};

/** Do an act on a record by the table of states.h: an implied act first, each with its guard, each logged.
 *
 * @param ret_index  of the leaf about the last row; NULL allowed.
 * @return JX_OK; what jx_act_check() says; JX_CONFLICT.
 */
enum jx_status jx_record_act(struct jx_task *task, const struct jx_record *record,
	const struct jx_doing *doing, uint64_t *ret_index) JX_MUST_CHECK;

/** JX_STATE (SUBMISSION_STATE) with the names of state and act. */
enum jx_status jx_record_refuse(
	struct jx_task *task, const JxSubmission *submission, enum jx_act act) JX_MUST_CHECK;

/** Read the submission as it is by now, with the issues of its last return, for a reply. */
enum jx_status jx_record_reply(
	struct jx_task *task, const struct jx_record_key *key, JxSubmission **ret_submission) JX_MUST_CHECK;

#endif
