#include "storage/filing/store_versions.h"

#include "storage/columns.h"
#include "storage/content.h"
#include "storage/filing/store_submissions.h"
#include "storage/sql_states.h"

#define HOUR_MS INT64_C(3600000)

static enum jx_status read_count(struct jx_sql *sql, uint64_t *ret_n)
{
	while (jx_sql_next(sql))
		*ret_n = (uint64_t)jx_sql_int(sql, 0);
	return jx_sql_end(sql);
}

enum jx_status jx_attempt_is_due(
	struct jx_db *db, const struct jx_attempt *attempt, bool *ret_is_due, struct jx_error *error)
{
	struct jx_sql sql;
	uint64_t n_same = 0;
	uint64_t n_recent = 0;
	jx_sql_start(&sql, db,
		"SELECT count(*) FROM attempts WHERE person = ? AND request_id = ? AND result <> 'NONE'",
		error);
	jx_sql_bind_text(&sql, attempt->person);
	jx_sql_bind_text(&sql, attempt->request_id);
	enum jx_status status = read_count(&sql, &n_same);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		"SELECT count(*) FROM attempts WHERE person = ? AND time_ms > ? AND result <> 'NONE'", error);
	jx_sql_bind_text(&sql, attempt->person);
	jx_sql_bind_int(&sql, attempt->time_ms - JX_REFUSED_ATTEMPTS_HOURS * HOUR_MS);
	status = read_count(&sql, &n_recent);
	if (status == JX_OK)
		*ret_is_due = n_same == 0 && n_recent < JX_MAX_REFUSED_ATTEMPTS;
	return status;
}

enum jx_status jx_attempt_insert(
	struct jx_db *db, const struct jx_attempt *attempt, uint64_t *ret_number, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO attempts (time_ms, person, round, department, content_digest, verdict_digest,"
		" n_findings, result, request_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, attempt->time_ms);
	jx_sql_bind_text(&sql, attempt->person);
	jx_sql_bind_text(&sql, attempt->round);
	jx_sql_bind_text(&sql, attempt->department);
	jx_sql_bind_text(&sql, attempt->content_digest);
	jx_sql_bind_text(&sql, attempt->verdict_digest);
	jx_sql_bind_int(&sql, attempt->n_findings);
	jx_sql_bind_text(&sql, attempt->result);
	jx_sql_bind_text(&sql, attempt->request_id != NULL ? attempt->request_id : "");
	int64_t number = 0;
	enum jx_status status = jx_sql_run_numbered(&sql, &number);
	if (status == JX_OK)
		*ret_number = (uint64_t)number;
	return status;
}

static enum jx_status fail_stale(
	struct jx_sql *sql, const struct jx_new_version *version, int64_t newest, struct jx_error *error)
{
	char name[JX_RESOURCE_NAME_BYTES];
	const char *round = jx_sql_text_ref(sql, 1);
	(void)jx_name_submission(name, round, jx_sql_text_ref(sql, 2));
	return jx_fail_with(error, JX_REASON_STALE_BASE,
		JX_ARGS(JX_TEXT(jx_name_last(name)), JX_I64(newest), JX_I64((int64_t)version->number - 1)));
}

/* The new version must follow the newest one there is: nobody writes over what they have not seen. */
static enum jx_status check_number(
	struct jx_db *db, const struct jx_new_version *version, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT s.version, r.name, s.department FROM submissions s JOIN rounds r ON r.id = s.round_id"
		" WHERE s.id = ?",
		error);
	jx_sql_bind_int(&sql, version->record_id);
	while (jx_sql_next(&sql)) {
		int64_t newest = jx_sql_int(&sql, 0);
		if (newest + 1 != version->number || version->number > JX_MAX_VERSIONS)
			jx_sql_set_error(&sql, fail_stale(&sql, version, newest, error));
	}
	return jx_sql_end_found(&sql, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("no such record")));
}

/* The schema holds the id of a version to this. */
static int64_t version_row(int64_t record_id, uint32_t number)
{
	_Static_assert(JX_MAX_VERSIONS == 65535, "the migrations say the same");
	return record_id * (JX_MAX_VERSIONS + 1) + number;
}

static enum jx_status insert_version(
	struct jx_db *db, const struct jx_new_version *version, struct jx_error *error)
{
	const JxSignature *signature = version->signature;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO versions (id, submission_id, number, attempt, person, submit_time_ms, is_late,"
		" digest, verdict_digest, base_digest, request_id, signature_algorithm, signature,"
		" explain_findings, info_findings, claimed_micros, claimed_decimals, rulebook_digest,"
		" reference) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, version_row(version->record_id, version->number));
	jx_sql_bind_int(&sql, version->record_id);
	jx_sql_bind_int(&sql, version->number);
	jx_sql_bind_int(&sql, (int64_t)version->attempt);
	jx_sql_bind_text(&sql, version->person);
	jx_sql_bind_int(&sql, version->submit_ms);
	jx_sql_bind_int(&sql, version->is_late);
	jx_sql_bind_text(&sql, version->content_digest);
	jx_sql_bind_text(&sql, version->verdict_digest);
	jx_sql_bind_text(&sql, version->base_digest);
	jx_sql_bind_text(&sql, version->request_id);
	jx_sql_bind_text(&sql, signature == NULL ? "" : signature->algorithm);
	jx_sql_bind_bytes(&sql, signature == NULL ? NULL : signature->value.data,
		signature == NULL ? 0 : signature->value.len);
	jx_sql_bind_int(&sql, version->n_explain);
	jx_sql_bind_int(&sql, version->n_info);
	jx_sql_bind_decimal(&sql, version->claimed_score);
	jx_sql_bind_text(&sql, version->rulebook_digest);
	jx_sql_bind_optional(&sql, version->reference);
	return jx_sql_run(&sql);
}

static enum jx_status insert_content(
	struct jx_db *db, const struct jx_new_version *version, int64_t id, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(
		&sql, db, "INSERT INTO contents (version_id, received, findings) VALUES (?, ?, ?)", error);
	jx_sql_bind_int(&sql, id);
	jx_sql_bind_bytes(&sql, version->received, version->n_received);
	/* No findings pack into no bytes. */
	jx_sql_bind_bytes(
		&sql, version->n_findings == 0 ? (const void *)"" : version->findings, version->n_findings);
	return jx_sql_run(&sql);
}

enum jx_status jx_version_flags_write(
	struct jx_db *db, int64_t version_id, uint32_t flags, struct jx_error *error)
{
	struct jx_sql sql;
	if (flags == 0)
		return JX_OK;
	jx_sql_start(&sql, db, "INSERT INTO input_flags (version_id, flags) VALUES (?, ?)", error);
	jx_sql_bind_int(&sql, version_id);
	jx_sql_bind_int(&sql, flags);
	return jx_sql_run(&sql);
}

static enum jx_status make_newest(
	struct jx_db *db, const struct jx_new_version *version, int64_t id, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "UPDATE submissions SET version = ?, version_id = ? WHERE id = ?", error);
	jx_sql_bind_int(&sql, version->number);
	jx_sql_bind_int(&sql, id);
	jx_sql_bind_int(&sql, version->record_id);
	return jx_sql_run(&sql);
}

enum jx_status jx_version_insert(
	struct jx_db *db, const struct jx_new_version *version, int64_t *ret_id, struct jx_error *error)
{
	int64_t id = version_row(version->record_id, version->number);
	enum jx_status status = check_number(db, version, error);
	if (status != JX_OK)
		return status;
	status = insert_version(db, version, error);
	if (status != JX_OK)
		return status;
	status = insert_content(db, version, id, error);
	if (status == JX_OK)
		status = jx_version_flags_write(db, id, version->flags, error);
	if (status != JX_OK)
		return status;
	status = make_newest(db, version, id, error);
	if (status == JX_OK)
		*ret_id = id;
	return status;
}

/* Columns of read_version(), in its order. */
enum column {
	ID,
	NUMBER,
	DIGEST,
	SUBMIT_TIME,
	PERSON,
	VERDICT,
	RULEBOOK,
	LATE,
	RECEIVED,
	FINDINGS,
	REVIEW,
	ACCEPTED,
	REFERENCE
};

static void read_version(struct jx_sql *sql, const struct jx_version_query *query, struct jx_arena *arena,
	struct jx_version *version)
{
	char name[JX_RESOURCE_NAME_BYTES];
	JxSubmissionVersion *message = jx_sql_alloc(sql, sizeof(*message), arena);
	if (message == NULL)
		return;
	jx_submission_version_init(message);
	message->number = (uint32_t)jx_sql_int(sql, NUMBER);
	message->name = jx_sql_copy(
		sql, jx_name_version(name, query->round, query->department, message->number), arena);
	message->digest = jx_sql_text(sql, DIGEST, arena);
	message->submit_time = jx_sql_time(sql, SUBMIT_TIME, arena);
	message->submitted_by = jx_sql_name(sql, PERSON, jx_name_person, arena);
	message->verdict_digest = jx_sql_text(sql, VERDICT, arena);
	message->rulebook_digest = jx_sql_text(sql, RULEBOOK, arena);
	message->report = jx_sql_report(sql, RECEIVED, message->digest, message->name, arena);
	jx_sql_findings(sql, FINDINGS, message->name, arena, &message->findings, &message->n_findings);
	message->review = jx_sql_review(sql, REVIEW, message->name, arena);
	message->reference = jx_sql_text(sql, REFERENCE, arena);
	version->id = jx_sql_int(sql, ID);
	version->is_late = jx_sql_int(sql, LATE) != 0;
	version->was_accepted = jx_sql_int(sql, ACCEPTED) != 0;
	version->message = message;
}

/* Report which of the two is missing: the record, or the version of it. */
static enum jx_status fail_version(struct jx_db *db, const struct jx_version_query *query,
	struct jx_arena *arena, struct jx_error *error)
{
	struct jx_record record;
	struct jx_submission_query which = {.round = query->round, .department = query->department};
	enum jx_status status = jx_submission_get(db, &which, arena, &record, error);
	if (status != JX_OK)
		return status;
	const char *id = jx_name_last(record.message->name);
	if (query->number == 0)
		return jx_fail_with(
			error, JX_REASON_VERSION_NOT_FOUND, JX_ARGS(JX_TEXT(id), JX_TEXT("latest")));
	return jx_fail_with(error, JX_REASON_VERSION_NOT_FOUND, JX_ARGS(JX_TEXT(id), JX_U64(query->number)));
}

enum jx_status jx_version_get(struct jx_db *db, const struct jx_version_query *query, struct jx_arena *arena,
	struct jx_version *ret_version, struct jx_error *error)
{
	struct jx_version found = {0};
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT v.id, v.number, v.digest, v.submit_time_ms, v.person, v.verdict_digest,"
		" v.rulebook_digest, v.is_late, c.received, c.findings, t.review, t.sheet IS NOT NULL, v.reference FROM rounds r"
		" JOIN submissions s ON s.round_id = r.id JOIN versions v ON v.submission_id = s.id"
		" AND v.number = CASE ?3 WHEN 0 THEN s.version ELSE ?3 END JOIN contents c ON c.version_id = v.id"
		" LEFT JOIN scores t ON t.version_id = v.id WHERE r.name = ?1 AND s.department = ?2",
		error);
	jx_sql_bind_text(&sql, query->round);
	jx_sql_bind_text(&sql, query->department);
	jx_sql_bind_int(&sql, query->number);
	while (jx_sql_next(&sql))
		read_version(&sql, query, arena, &found);
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (found.id == 0)
		return fail_version(db, query, arena, error);
	*ret_version = found;
	return JX_OK;
}

enum jx_status jx_version_before(struct jx_db *db, const char *round, const char *department,
	struct jx_arena *arena, struct jx_version_query *ret_query, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_query = (struct jx_version_query){.round = "", .department = department};
	jx_sql_start(&sql, db,
		"SELECT r.name, v.number FROM submissions s JOIN rounds r ON r.id = s.round_id"
		" JOIN versions v ON v.id = s.accepted_version_id WHERE s.department = ?2"
		" AND s.round_id < (SELECT id FROM rounds WHERE name = ?1) AND s.state " SQL_IS_ACCEPTED
		" ORDER BY s.round_id DESC LIMIT 1",
		error);
	jx_sql_bind_text(&sql, round);
	jx_sql_bind_text(&sql, department);
	while (jx_sql_next(&sql)) {
		ret_query->round = jx_sql_text(&sql, 0, arena);
		ret_query->number = (uint32_t)jx_sql_int(&sql, 1);
	}
	return jx_sql_end(&sql);
}
