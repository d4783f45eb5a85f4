#include "storage/filing/store_objections.h"

#include "proto/contract/base/limits.h"
#include "storage/columns.h"
#include "storage/page.h"
#include "storage/sql.h"

static enum jx_status next_number(
	struct jx_db *db, int64_t record_id, uint32_t *ret_number, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT COALESCE(max(number), 0) + 1 FROM objections WHERE submission_id = ?",
		error);
	jx_sql_bind_int(&sql, record_id);
	while (jx_sql_next(&sql))
		*ret_number = (uint32_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

enum jx_status jx_objection_insert(
	struct jx_db *db, int64_t record_id, JxObjection *objection, struct jx_error *error)
{
	const char *person = jx_name_id(objection->raised_by, "persons");
	if (person == NULL)
		return jx_name_fail(error, "objection.raised_by", objection->raised_by);
	enum jx_status status = next_number(db, record_id, &objection->number, error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO objections (submission_id, number, field, reason, person, time_ms)"
		" VALUES (?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, record_id);
	jx_sql_bind_int(&sql, objection->number);
	jx_sql_bind_text(&sql, objection->field);
	jx_sql_bind_text(&sql, objection->reason);
	jx_sql_bind_text(&sql, person);
	jx_sql_bind_int(&sql, jx_timestamp_ms(objection->raise_time));
	return jx_sql_run(&sql);
}

enum jx_status jx_objection_decide(
	struct jx_db *db, int64_t record_id, const JxObjection *objection, struct jx_error *error)
{
	const char *person = jx_name_id(objection->decided_by, "persons");
	if (person == NULL)
		return jx_name_fail(error, "objection.decided_by", objection->decided_by);
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO objection_decisions (objection_id, decision, reason, person, time_ms)"
		" SELECT id, ?3, ?4, ?5, ?6 FROM objections WHERE submission_id = ?1 AND number = ?2",
		error);
	jx_sql_bind_int(&sql, record_id);
	jx_sql_bind_int(&sql, objection->number);
	jx_sql_bind_int(&sql, objection->decision);
	jx_sql_bind_text(&sql, objection->decision_reason);
	jx_sql_bind_text(&sql, person);
	jx_sql_bind_int(&sql, jx_timestamp_ms(objection->decide_time));
	return jx_sql_run_changing(&sql, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT("objection")));
}

/* Columns of read_objection(), in its order. */
enum column { NUMBER, FIELD, REASON, PERSON, TIME, DECISION, DECISION_REASON, DECIDED_BY, DECIDE_TIME };

static JxObjection *read_objection(struct jx_sql *sql, struct jx_arena *arena)
{
	JxObjection *objection = jx_sql_alloc(sql, sizeof(*objection), arena);
	if (objection == NULL)
		return NULL;
	jx_objection_init(objection);
	objection->number = (uint32_t)jx_sql_int(sql, NUMBER);
	objection->field = jx_sql_text(sql, FIELD, arena);
	objection->reason = jx_sql_text(sql, REASON, arena);
	objection->raised_by = jx_sql_name(sql, PERSON, jx_name_person, arena);
	objection->raise_time = jx_sql_time(sql, TIME, arena);
	objection->decision = (JxObjectionDecision)jx_sql_int(sql, DECISION);
	objection->decision_reason = jx_sql_text(sql, DECISION_REASON, arena);
	objection->decided_by = jx_sql_name(sql, DECIDED_BY, jx_name_person, arena);
	objection->decide_time = jx_sql_time(sql, DECIDE_TIME, arena);
	return objection;
}

enum jx_status jx_objections_list(struct jx_db *db, int64_t record_id, struct jx_arena *arena,
	struct jx_objections *ret_list, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	jx_sql_start(&sql, db,
		"SELECT o.number, o.field, o.reason, o.person, o.time_ms, d.decision, d.reason, d.person,"
		" d.time_ms FROM objections o LEFT JOIN objection_decisions d ON d.objection_id = o.id"
		" WHERE o.submission_id = ?1 AND o.number > (SELECT max(number) FROM objections"
		" WHERE submission_id = ?1) - ?2 ORDER BY o.number",
		error);
	jx_sql_bind_int(&sql, record_id);
	jx_sql_bind_int(&sql, JX_MAX_ISSUES);
	while (jx_sql_next(&sql))
		jx_list_add(&rows, read_objection(&sql, arena), &sql, arena);
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_list = (struct jx_objections){(JxObjection **)rows.items, rows.n};
	return status;
}

enum jx_status jx_submission_set_review(struct jx_db *db, int64_t record_id, const JxDecimal *score,
	const char *reason, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE submissions SET reviewed_micros = ?, reviewed_decimals = ?, review_reason = ? WHERE id = ?",
		error);
	jx_sql_bind_decimal(&sql, score);
	jx_sql_bind_text(&sql, reason);
	jx_sql_bind_int(&sql, record_id);
	return jx_sql_run_changing(&sql, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT("submission")));
}

enum jx_status jx_reopening_drop(struct jx_db *db, int64_t record_id, struct jx_error *error)
{
	return jx_sql_run_on(db, "DELETE FROM reopening_proposals WHERE submission_id = ?", record_id, error);
}

enum jx_status jx_reopening_propose(
	struct jx_db *db, const struct jx_reopening *reopening, struct jx_error *error)
{
	enum jx_status status = jx_reopening_drop(db, reopening->record_id, error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO reopening_proposals (submission_id, reason, evidence, person, time_ms)"
		" VALUES (?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, reopening->record_id);
	jx_sql_bind_text(&sql, reopening->reason);
	jx_sql_bind_text(&sql, reopening->evidence);
	jx_sql_bind_text(&sql, reopening->person);
	jx_sql_bind_int(&sql, reopening->at_ms);
	return jx_sql_run(&sql);
}

enum jx_status jx_reopening_get(struct jx_db *db, int64_t record_id, struct jx_arena *arena,
	struct jx_reopening *ret_reopening, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_reopening = (struct jx_reopening){.record_id = record_id};
	jx_sql_start(&sql, db,
		"SELECT reason, evidence, person, time_ms FROM reopening_proposals WHERE submission_id = ?",
		error);
	jx_sql_bind_int(&sql, record_id);
	while (jx_sql_next(&sql))
		*ret_reopening = (struct jx_reopening){record_id, jx_sql_text(&sql, 0, arena),
			jx_sql_text(&sql, 1, arena), jx_sql_text(&sql, 2, arena), jx_sql_int(&sql, 3)};
	return jx_sql_end(&sql);
}
