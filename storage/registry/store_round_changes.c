/* What changes about a round while it lives: roster, deadlines, who was missing. See store_rounds.h. */
#include <string.h>

#include "storage/columns.h"
#include "storage/page.h"
#include "storage/registry/store_departments.h"
#include "storage/registry/store_rounds.h"
#include "storage/sql_states.h"

/* The first of some departments that has ended. */
static enum jx_status check_existing(
	struct jx_db *db, const char *const *codes, size_t n, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT d.code, d.title, d.retire_date FROM " SQL_TEXTS(
			"?1") " t JOIN departments d"
			      " ON d.code = t.value WHERE d.retire_date IS NOT NULL ORDER BY d.code LIMIT 1",
		error);
	jx_sql_bind_texts(&sql, codes, n);
	while (jx_sql_next(&sql))
		jx_sql_set_error(&sql,
			jx_fail_with(error, JX_REASON_DEPARTMENT_RETIRED,
				JX_ARGS(JX_TEXT(jx_sql_text_ref(&sql, 0)), JX_TEXT(jx_sql_text_ref(&sql, 1)),
					JX_TEXT(jx_sql_text_ref(&sql, 2)),
					JX_WORDS("不再列入名单", "it is on no roster any more"))));
	return jx_sql_end(&sql);
}

/* The first of some departments that is none. */
enum jx_status jx_round_roster_may_add(
	struct jx_db *db, const char *const *codes, size_t n, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT t.value FROM " SQL_TEXTS(
			"?1") " t WHERE NOT EXISTS (SELECT 1 FROM departments d WHERE d.code = t.value)"
			      " ORDER BY t.value LIMIT 1",
		error);
	jx_sql_bind_texts(&sql, codes, n);
	while (jx_sql_next(&sql))
		jx_sql_set_error(&sql, jx_fail_with(error, JX_REASON_DEPARTMENT_NOT_FOUND,
					       JX_ARGS(JX_TEXT(jx_sql_text_ref(&sql, 0)))));
	enum jx_status status = jx_sql_end(&sql);
	return status == JX_OK ? check_existing(db, codes, n, error) : status;
}

enum jx_status jx_round_roster_add(
	struct jx_db *db, const char *id, const char *const *codes, size_t n, struct jx_error *error)
{
	int64_t row = 0;
	struct jx_sql sql;
	enum jx_status status = jx_round_row(db, id, &row, error);
	if (status == JX_OK)
		status = jx_round_roster_may_add(db, codes, n, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		"INSERT INTO submissions (round_id, department, state)"
		" SELECT DISTINCT ?1, t.value, " SQL_NOT_STARTED " FROM " SQL_TEXTS(
			"?2") " t"
			      " WHERE NOT EXISTS (SELECT 1 FROM submissions s WHERE s.round_id = ?1 AND s.department = t.value)",
		error);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_texts(&sql, codes, n);
	return jx_sql_run(&sql);
}

/* What refers to a submission, as a waiver that was taken back, is a beginning too. */
#define SQL_IS_UNTOUCHED                           \
	"version = 0 AND state = " SQL_NOT_STARTED \
	" AND NOT EXISTS (SELECT 1 FROM waivers w WHERE w.submission_id = submissions.id)"

/* The first of some departments that cannot be taken off. */
static enum jx_status check_untouched(struct jx_db *db, const char *id, int64_t row, const char *const *codes,
	size_t n, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT t.value FROM " SQL_TEXTS(
			"?2") " t WHERE NOT EXISTS (SELECT 1 FROM submissions"
			      " WHERE round_id = ?1 AND department = t.value AND " SQL_IS_UNTOUCHED
			      ") ORDER BY t.value LIMIT 1",
		error);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_texts(&sql, codes, n);
	while (jx_sql_next(&sql))
		jx_sql_set_error(&sql, jx_fail_with(error, JX_REASON_ROSTER_BEGUN,
					       JX_ARGS(JX_TEXT(jx_sql_text_ref(&sql, 0)), JX_TEXT(id))));
	return jx_sql_end(&sql);
}

enum jx_status jx_round_roster_may_remove(
	struct jx_db *db, const char *id, const char *const *codes, size_t n, struct jx_error *error)
{
	int64_t row = 0;
	enum jx_status status = jx_round_row(db, id, &row, error);
	return status == JX_OK ? check_untouched(db, id, row, codes, n, error) : status;
}

enum jx_status jx_round_roster_rest(struct jx_db *db, const char *id, const struct jx_codes *codes,
	struct jx_arena *arena, struct jx_codes *ret_rest, struct jx_error *error)
{
	int64_t row = 0;
	struct jx_sql sql;
	struct jx_list rest = {0};
	enum jx_status status = jx_round_row(db, id, &row, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		"SELECT department FROM submissions WHERE round_id = ?1 AND " SQL_IS_UNTOUCHED
		" AND department NOT IN (SELECT t.value FROM " SQL_TEXTS("?2") " t) ORDER BY department",
		error);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_texts(&sql, codes->codes, codes->n);
	while (jx_sql_next(&sql))
		jx_list_add(&rest, jx_sql_text(&sql, 0, arena), &sql, arena);
	*ret_rest = (struct jx_codes){(const char *const *)rest.items, rest.n};
	return jx_sql_end(&sql);
}

enum jx_status jx_round_roster_remove(
	struct jx_db *db, const char *id, const char *const *codes, size_t n, struct jx_error *error)
{
	int64_t row = 0;
	struct jx_sql sql;
	enum jx_status status = jx_round_row(db, id, &row, error);
	if (status == JX_OK)
		status = check_untouched(db, id, row, codes, n, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		"DELETE FROM submissions WHERE round_id = ?1"
		" AND department IN (SELECT t.value FROM " SQL_TEXTS("?2") " t)",
		error);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_texts(&sql, codes, n);
	return jx_sql_run(&sql);
}

enum jx_status jx_round_update(struct jx_db *db, const JxRound *round, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE rounds SET title = ?, year = ?, deadline_time_ms = ?, accepts_late = ?,"
		" required_members = ?, requires_head = ? WHERE name = ? AND state = ?",
		error);
	jx_sql_bind_text(&sql, round->title);
	jx_sql_bind_int(&sql, round->year);
	jx_sql_bind_time(&sql, jx_timestamp_ms(round->deadline_time));
	jx_sql_bind_int(&sql, round->accepts_late);
	jx_sql_bind_int(&sql, round->required_member_signatures);
	jx_sql_bind_int(&sql, round->requires_head_signature);
	jx_sql_bind_text(&sql, jx_name_last(round->name));
	jx_sql_bind_int(&sql, JX_ROUND_STATE_DRAFT);
	return jx_sql_run_changing(&sql, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT(round->name)));
}

static enum jx_status set_deadline(
	struct jx_db *db, int64_t row, const struct jx_extension *extension, struct jx_error *error)
{
	struct jx_sql sql;
	bool is_one = extension->department[0] != '\0';
	jx_sql_start(&sql, db,
		is_one ? "UPDATE submissions SET deadline_time_ms = ? WHERE round_id = ? AND department = ?"
		       : "UPDATE rounds SET deadline_time_ms = ? WHERE id = ?",
		error);
	jx_sql_bind_int(&sql, extension->deadline_ms);
	jx_sql_bind_int(&sql, row);
	if (is_one)
		jx_sql_bind_text(&sql, extension->department);
	return jx_sql_run_changing(&sql, JX_REASON_NOT_ON_ROSTER,
		JX_ARGS(JX_TEXT(extension->department), JX_TEXT(extension->round)));
}

enum jx_status jx_round_extend(struct jx_db *db, const struct jx_extension *extension, struct jx_error *error)
{
	int64_t row = 0;
	struct jx_sql sql;
	enum jx_status status = jx_round_row(db, extension->round, &row, error);
	if (status == JX_OK)
		status = set_deadline(db, row, extension, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		"INSERT INTO extensions (round_id, department, deadline_time_ms, reason, person, time_ms)"
		" VALUES (?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_optional(&sql, extension->department);
	jx_sql_bind_int(&sql, extension->deadline_ms);
	jx_sql_bind_text(&sql, extension->reason);
	jx_sql_bind_optional(&sql, extension->person);
	jx_sql_bind_int(&sql, extension->at_ms);
	return jx_sql_run(&sql);
}

enum jx_status jx_round_extension_reason(struct jx_db *db, const char *round, const char *department,
	struct jx_arena *arena, char **ret_reason, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_reason = (char *)protobuf_c_empty_string;
	jx_sql_start(&sql, db,
		"SELECT e.reason FROM rounds r JOIN extensions e ON e.round_id = r.id WHERE r.name = ?1"
		" AND (e.department = ?2 OR e.department IS NULL)"
		" ORDER BY CASE WHEN e.department IS NULL THEN 1 ELSE 0 END, e.id DESC LIMIT 1",
		error);
	jx_sql_bind_text(&sql, round);
	jx_sql_bind_text(&sql, department);
	while (jx_sql_next(&sql))
		*ret_reason = jx_sql_text(&sql, 0, arena);
	return jx_sql_end(&sql);
}

static enum jx_status hash_missing(struct jx_db *db, int64_t row, int64_t now_ms, struct jx_hasher *hasher,
	uint32_t *ret_n, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT department FROM closing_missing WHERE round_id = ? AND time_ms = ? ORDER BY department",
		error);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_int(&sql, now_ms);
	while (jx_sql_next(&sql)) {
		const char *code = jx_sql_text_ref(&sql, 0);
		(*ret_n)++;
		if (jx_hasher_add(hasher, code, strlen(code)) != JX_OK ||
			jx_hasher_add(hasher, "\n", 1) != JX_OK)
			jx_sql_set_error(&sql, jx_fail(error, JX_REASON_OUT_OF_MEMORY));
	}
	return jx_sql_end(&sql);
}

enum jx_status jx_round_write_closing(struct jx_db *db, const char *id, int64_t now_ms, uint32_t *ret_n,
	char ret_digest[JX_DIGEST_TEXT_BYTES], struct jx_error *error)
{
	JX_AUTO(jx_hasher) hasher = NULL;
	int64_t row = 0;
	struct jx_sql sql;
	*ret_n = 0;
	enum jx_status status = jx_round_row(db, id, &row, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		"INSERT INTO closing_missing (round_id, time_ms, department) SELECT round_id, ?2, department"
		" FROM submissions WHERE round_id = ?1 AND version = 0 AND state <> " SQL_WAIVED,
		error);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_int(&sql, now_ms);
	status = jx_sql_run(&sql);
	if (status == JX_OK)
		status = jx_hasher_new(JX_DIGEST_SHA256, &hasher, error);
	if (status == JX_OK)
		status = hash_missing(db, row, now_ms, hasher, ret_n, error);
	if (status == JX_OK && jx_hasher_end(hasher, ret_digest) != JX_OK)
		status = jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	if (status == JX_OK && *ret_n == 0)
		ret_digest[0] = '\0';
	return status;
}
