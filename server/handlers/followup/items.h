/*
 * What rectification items and items of idle funds have in common: their names, who sees them and who may act on them, how
 * an act is refused, and the report that an item comes from. @thread reader or writer.
 */
#ifndef SERVER_HANDLERS_FOLLOWUP_ITEMS_H
#define SERVER_HANDLERS_FOLLOWUP_ITEMS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/service/life.h"
#include "server/call/task.h"
#include "storage/followup/store_items.h"

/** A kind of items. Static. */
struct jx_item_kind {
	const struct jx_life *(*life)(void);
	const char *collection; /* of their names */
	const char *shape;      /* of their names, for refusals */
	enum jx_reason not_found;
	enum jx_reason wrong_state;
};

extern const struct jx_item_kind jx_rectification_kind;
extern const struct jx_item_kind jx_idle_kind;

/** An item by its name. */
struct jx_item_key {
	char name[JX_RESOURCE_NAME_BYTES];
	char department[JX_MAX_CODE_BYTES + 1]; /* code */
	uint32_t number;
};

/** Read a name, of an item that the caller may see or that may not be there.
 *
 * @return JX_OK; JX_INVALID (MISSING_FIELD, BAD_FIELD); JX_NOT_FOUND for one of a department beyond the caller's reach,
 *   which reads like one that is not there.
 */
enum jx_status jx_item_key_read(struct jx_task *task, const struct jx_item_kind *kind, const char *name,
	struct jx_item_key *ret_key) JX_MUST_CHECK;

/** What storage is asked for an item, now. */
struct jx_item_query jx_item_query_of(const struct jx_task *task, const struct jx_item_key *key);

/** Which items a list gives. All borrowed. */
struct jx_item_wish {
	const char *department; /* "departments/{code}"; "" for all */
	int state;              /* 0 for any */
	bool only_open;
	bool only_overdue;
};

/** What storage is asked for a list: what the caller wishes of what they may see.
 *
 * @param ret_query  its department lives in the task's arena.
 * @param ret_is_empty  nothing of it may be seen.
 */
enum jx_status jx_items_query_of(struct jx_task *task, const struct jx_item_kind *kind,
	const struct jx_item_wish *wish, struct jx_items_query *ret_query, bool *ret_is_empty) JX_MUST_CHECK;

/** Check that the caller may act by one of these roles: as the department itself, or as finance on another one.
 *
 * @param name  of the item or the department, for the refusal.
 * @return JX_OK; JX_DENIED (OWN_ITEM, NOT_ALLOWED); JX_NOT_FOUND (DEPARTMENT_NOT_FOUND) for another department's.
 */
enum jx_status jx_item_check_side(
	struct jx_task *task, uint32_t roles, const char *department, const char *name) JX_MUST_CHECK;

/** Refuse an act that the state does not allow: who can act, and with which command. */
enum jx_status jx_item_refuse(struct jx_task *task, const struct jx_item_kind *kind, const char *name,
	int state, int act) JX_MUST_CHECK;

/** Refuse an act that leaves the state, on an item that has JX_MAX_ITEM_EVENTS: JX_STATE (ITEM_FULL). */
enum jx_status jx_item_refuse_full(struct jx_task *task, const struct jx_item_kind *kind, const char *name,
	int state, int act) JX_MUST_CHECK;

/** "1001/3" of a name: what people call an item. @return out, of JX_RESOURCE_NAME_BYTES. */
const char *jx_item_short_name(const char *name, char *out);

/** A text of the request. */
struct jx_item_text {
	const char *field;
	const char *text;
	size_t max_bytes; /* JX_MAX_NAME_BYTES or JX_MAX_REASON_BYTES */
	bool is_required;
};

enum jx_status jx_item_check_text(struct jx_task *task, const struct jx_item_text *text) JX_MUST_CHECK;

/** Digest of the words of an act, for the log; "" for "". @param out  of JX_DIGEST_TEXT_BYTES. */
enum jx_status jx_item_digest(struct jx_task *task, const char *text, char *out) JX_MUST_CHECK;

/** The report that an item comes from. */
struct jx_item_report {
	int64_t record_id;
	JxSubmissionVersion *version; /* in the task's scratch; NULL for none */
};

/** Read the report that an item of a department comes from.
 *
 * @param name  "submissions/{id}/versions/{n}"; "" for none.
 * @return JX_OK; JX_INVALID (BAD_FIELD); JX_NOT_FOUND (SUBMISSION_NOT_FOUND, VERSION_NOT_FOUND), also for one of another
 *   department.
 */
enum jx_status jx_item_read_report(struct jx_task *task, const char *name, const char *department,
	struct jx_item_report *ret_report) JX_MUST_CHECK;

/** Check that a path exists in that report. */
enum jx_status jx_item_check_field(
	struct jx_task *task, const struct jx_item_report *report, const char *path) JX_MUST_CHECK;

#endif
