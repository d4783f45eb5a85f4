/* Records, versions, attempts and issues. */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/message/codec.h"
#include "storage/filing/store_issues.h"
#include "storage/filing/store_submissions.h"
#include "storage/filing/store_versions.h"
#include "storage/registry/store_rounds.h"
#include "storage/sql.h"
#include "storage/sqlite/db.h"
#include "tests/support/store_kit.h"

/* Three departments in two rounds, an enterer and a reviewer, within a job. */
static void begin_county(struct store_kit *kit)
{
	store_kit_begin(kit);
	store_kit_department(kit, "101", "");
	store_kit_department(kit, "102", "");
	store_kit_department(kit, "103", "");
	store_kit_person(kit, "enterer", JX_PERSON_ROLE_ENTERER, "101");
	store_kit_person(kit, "reviewer", JX_PERSON_ROLE_REVIEWER, "");
	store_kit_round(kit, "2025");
	store_kit_round(kit, "2024");
}

static int64_t submit(struct store_kit *kit, const char *round, const char *department, int64_t executed_fen)
{
	struct kit_report report = {.department = department,
		.round = round,
		.executed_fen = executed_fen,
		.n_projects = 2,
		.n_indicators = 3};
	return store_kit_submit(kit, "enterer", store_kit_report(&kit->arena, &report));
}

static enum jx_status move(struct store_kit *kit, JxSubmissionState from, JxSubmissionState to)
{
	struct jx_state_change change = {.record_id = store_kit_record(kit, "2025", "101").id,
		.from = from,
		.to = to,
		.at_ms = KIT_NOW_MS + 1,
		.reviewer = "reviewer",
		.due_ms = KIT_NOW_MS + 5000};
	return jx_submission_set_state(kit->writer, &change, &kit->error);
}

static enum jx_status version_of(
	struct store_kit *kit, const char *department, uint32_t number, struct jx_version *version)
{
	struct jx_version_query query = {.round = "2025", .department = department, .number = number};
	return jx_version_get(kit->writer, &query, &kit->arena, version, &kit->error);
}

static void a_record_tells_where_a_report_stands(void **state)
{
	struct store_kit *kit = *state;
	begin_county(kit);
	struct jx_record record = store_kit_record(kit, "2025", "101");
	assert_string_equal(record.message->name, "submissions/2025-101");
	assert_string_equal(record.message->department_title, "第101局");
	assert_int_equal(record.message->state, JX_SUBMISSION_STATE_NOT_STARTED);
	assert_int_equal(record.message->holder, JX_HOLDER_DEPARTMENT);
	assert_int_equal(record.version_id, 0);
	assert_null(record.message->claimed_score);
	int64_t version_id = submit(kit, "2025", "101", 95000000);
	record = store_kit_record(kit, "2025", "101");
	assert_int_equal(record.version_id, version_id);
	assert_int_equal(record.accepted_version_id, 0);
	assert_int_equal(record.message->state, JX_SUBMISSION_STATE_SUBMITTED);
	assert_int_equal(record.message->holder, JX_HOLDER_FINANCE);
	assert_int_equal(record.message->version_number, 1);
	assert_int_equal(record.message->claimed_score->micros, 98500000);
	assert_int_equal(record.message->claimed_score->decimals, 2);
	assert_null(record.message->reviewed_score);
	store_kit_commit(kit);
}

static void what_does_not_exist_reads_like_what_is_elsewhere(void **state)
{
	static const char *const PAIRS[][2] = {{"2025", "404"}, {"2023", "101"}, {"", ""}, {"2025", ""}};
	struct store_kit *kit = *state;
	begin_county(kit);
	for (size_t i = 0; i < JX_COUNT_OF(PAIRS); i++) {
		struct jx_record record;
		struct jx_submission_query query = {.round = PAIRS[i][0], .department = PAIRS[i][1]};
		assert_int_equal(jx_submission_get(kit->writer, &query, &kit->arena, &record, &kit->error),
			JX_NOT_FOUND);
		assert_int_equal(kit->error.reason, JX_REASON_SUBMISSION_NOT_FOUND);
	}
	store_kit_commit(kit);
}

static void a_state_changes_only_from_where_it_is(void **state)
{
	struct store_kit *kit = *state;
	begin_county(kit);
	(void)submit(kit, "2025", "101", 95000000);
	assert_int_equal(
		move(kit, JX_SUBMISSION_STATE_NOT_STARTED, JX_SUBMISSION_STATE_SUBMITTED), JX_CONFLICT);
	assert_int_equal(kit->error.reason, JX_REASON_CHANGED_MEANWHILE);
	assert_int_equal(move(kit, JX_SUBMISSION_STATE_SUBMITTED, JX_SUBMISSION_STATE_RETURNED), JX_OK);
	JxSubmission *record = store_kit_record(kit, "2025", "101").message;
	assert_string_equal(record->reviewer, "persons/reviewer");
	assert_int_equal(record->due_time->seconds, (KIT_NOW_MS + 5000) / 1000);
	assert_int_equal(record->state_time->nanos, 1000000);
	assert_int_equal(record->holder, JX_HOLDER_DEPARTMENT);
	assert_int_equal(move(kit, JX_SUBMISSION_STATE_RETURNED, JX_SUBMISSION_STATE_SUBMITTED), JX_OK);
	assert_null(store_kit_record(kit, "2025", "101").message->due_time);
	store_kit_commit(kit);
}

static void acceptance_and_its_score_end_with_a_return(void **state)
{
	struct store_kit *kit = *state;
	begin_county(kit);
	int64_t version_id = submit(kit, "2025", "101", 95000000);
	store_kit_accept(kit, "2025", "101", 90);
	struct jx_record record = store_kit_record(kit, "2025", "101");
	assert_int_equal(record.accepted_version_id, version_id);
	assert_int_equal(record.message->reviewed_score->micros, 90000000);
	assert_string_equal(record.message->review_reason, "证据不足");
	assert_int_equal(move(kit, JX_SUBMISSION_STATE_ACCEPTED, JX_SUBMISSION_STATE_CHECKING), JX_OK);
	record = store_kit_record(kit, "2025", "101");
	assert_int_equal(record.accepted_version_id, version_id);
	assert_int_equal(record.message->reviewed_score->micros, 90000000);
	assert_int_equal(record.message->holder, JX_HOLDER_FINANCE);
	assert_int_equal(jx_round_set_window_end(kit->writer, "2025", KIT_NOW_MS + 1, &kit->error), JX_OK);
	assert_int_equal(store_kit_record(kit, "2025", "101").message->holder, JX_HOLDER_DEPARTMENT);
	assert_int_equal(move(kit, JX_SUBMISSION_STATE_CHECKING, JX_SUBMISSION_STATE_RETURNED), JX_OK);
	record = store_kit_record(kit, "2025", "101");
	assert_int_equal(record.accepted_version_id, 0);
	assert_null(record.message->reviewed_score);
	assert_string_equal(record.message->review_reason, "");
	store_kit_commit(kit);
}

static void a_version_builds_on_the_newest_one(void **state)
{
	struct store_kit *kit = *state;
	int64_t id = 0;
	begin_county(kit);
	(void)submit(kit, "2025", "101", 95000000);
	struct jx_new_version version = {.record_id = store_kit_record(kit, "2025", "101").id,
		.number = 1,
		.attempt = 1,
		.person = "enterer",
		.received = (const uint8_t *)"x",
		.n_received = 1};
	assert_int_equal(jx_version_insert(kit->writer, &version, &id, &kit->error), JX_CONFLICT);
	assert_int_equal(kit->error.reason, JX_REASON_STALE_BASE);
	assert_string_equal(kit->error.arg[0], "2025-101");
	assert_string_equal(kit->error.arg[1], "1");
	assert_string_equal(kit->error.arg[2], "0");
	version.number = 3;
	assert_int_equal(jx_version_insert(kit->writer, &version, &id, &kit->error), JX_CONFLICT);
	store_kit_undo(kit);
}

static void every_version_is_kept_and_given_as_it_was(void **state)
{
	struct store_kit *kit = *state;
	struct jx_version first;
	struct jx_version second;
	begin_county(kit);
	int64_t first_id = submit(kit, "2025", "101", 95000000);
	int64_t second_id = submit(kit, "2025", "101", 96000000);
	store_kit_commit(kit);
	assert_int_equal(version_of(kit, "101", 1, &first), JX_OK);
	assert_int_equal(version_of(kit, "101", 0, &second), JX_OK);
	assert_int_equal(first.id, first_id);
	assert_int_equal(second.id, second_id);
	assert_string_equal(first.message->name, "submissions/2025-101/versions/1");
	assert_string_equal(second.message->name, "submissions/2025-101/versions/2");
	assert_string_equal(second.message->submitted_by, "persons/enterer");
	assert_int_equal(first.message->report->funds_by_source[0]->executed->fen, 95000000);
	assert_int_equal(second.message->report->funds_by_source[0]->executed->fen, 96000000);
	assert_int_equal(second.message->report->projects[1]->n_indicators, 3);
	assert_int_equal(
		store_kit_count(kit, "SELECT count(*) FROM versions a JOIN versions b"
				     " ON a.digest = b.base_digest AND a.attempt = 1 AND b.attempt = 2"),
		1);
	assert_int_equal(version_of(kit, "101", 3, &first), JX_NOT_FOUND);
	assert_int_equal(kit->error.reason, JX_REASON_VERSION_NOT_FOUND);
	assert_int_equal(version_of(kit, "102", 0, &first), JX_NOT_FOUND);
	assert_int_equal(kit->error.reason, JX_REASON_VERSION_NOT_FOUND);
	assert_int_equal(version_of(kit, "404", 0, &first), JX_NOT_FOUND);
	assert_int_equal(kit->error.reason, JX_REASON_SUBMISSION_NOT_FOUND);
}

/* The bytes as they came and the signature over them are stored as they are. */
static void assert_evidence(struct store_kit *kit, const struct jx_new_version *version)
{
	struct jx_sql sql;
	size_t n = 0;
	jx_sql_start(&sql, kit->writer,
		"SELECT c.received, v.signature FROM contents c JOIN versions v ON v.id = c.version_id",
		&kit->error);
	assert_true(jx_sql_next(&sql));
	const uint8_t *received = jx_sql_bytes_ref(&sql, 0, &n);
	assert_int_equal(n, version->n_received);
	assert_memory_equal(received, version->received, n);
	const uint8_t *signature = jx_sql_bytes_ref(&sql, 1, &n);
	assert_int_equal(n, version->signature->value.len);
	assert_memory_equal(signature, version->signature->value.data, n);
	assert_int_equal(jx_sql_end(&sql), JX_OK);
}

static void evidence_content_and_findings_are_kept_apart(void **state)
{
	struct store_kit *kit = *state;
	struct kit_report made = {.department = "101", .round = "2025", .executed_fen = 95000000};
	JxCheckReportResponse check = JX_CHECK_REPORT_RESPONSE_INIT;
	JxFinding finding = JX_FINDING_INIT;
	JxFinding *findings[] = {&finding};
	JxSignature signature = JX_SIGNATURE_INIT;
	char digest[JX_DIGEST_TEXT_BYTES];
	uint8_t packed[2048];
	uint8_t received[2048];
	uint8_t check_bytes[256];
	uint64_t attempt_number = 0;
	int64_t id = 0;
	begin_county(kit);
	JxReport *report = store_kit_report(&kit->arena, &made);
	assert_int_equal(jx_digest_message(&report->base, JX_DIGEST_SHA256, digest, NULL), JX_OK);
	size_t n = protobuf_c_message_pack(&report->base, packed);
	/* The same message with its first field at the end: other bytes, same content. */
	size_t n_first = packed[1] + 2u;
	memcpy(received, packed + n_first, n - n_first);
	memcpy(received + n - n_first, packed, n_first);
	finding.rule = (char *)"Y03";
	check.findings = findings;
	check.n_findings = 1;
	signature.algorithm = (char *)"ecdsa-p256-sha256";
	signature.value.data = (uint8_t *)"DER";
	signature.value.len = 3;
	struct jx_attempt attempt = {.person = "enterer", .result = "NONE"};
	assert_int_equal(jx_attempt_insert(kit->writer, &attempt, &attempt_number, &kit->error), JX_OK);
	struct jx_new_version version = {.record_id = store_kit_record(kit, "2025", "101").id,
		.number = 1,
		.attempt = attempt_number,
		.person = "enterer",
		.submit_ms = KIT_NOW_MS,
		.is_late = true,
		.content_digest = digest,
		.verdict_digest = "sha256:verdict",
		.request_id = "1",
		.received = received,
		.n_received = n,
		.findings = check_bytes,
		.n_findings = protobuf_c_message_pack(&check.base, check_bytes),
		.n_explain = 4,
		.n_info = 5,
		.signature = &signature};
	assert_int_equal(jx_version_insert(kit->writer, &version, &id, &kit->error), JX_OK);
	struct jx_version found;
	assert_int_equal(version_of(kit, "101", 1, &found), JX_OK);
	assert_evidence(kit, &version);
	assert_string_equal(found.message->digest, digest);
	assert_int_equal(found.message->n_findings, 1);
	assert_string_equal(found.message->findings[0]->rule, "Y03");
	assert_true(found.is_late);
	assert_string_equal(found.message->verdict_digest, "sha256:verdict");
	JxSubmission *record = store_kit_record(kit, "2025", "101").message;
	assert_true(record->is_late);
	assert_int_equal(record->explain_findings, 4);
	assert_int_equal(record->info_findings, 5);
	assert_null(record->claimed_score);
	store_kit_commit(kit);
}

/* Changes that PRAGMA integrity_check calls "ok". */
static void a_changed_version_is_noticed_when_it_is_read(void **state)
{
	static const char *const CHANGES[] = {
		/* one figure, found by the bytes of its varint: 95000000 becomes 95000001 */
		"UPDATE contents SET received = CAST(replace(received, x'C0ABA62D', x'C1ABA62D') AS BLOB)",
		"UPDATE contents SET received = substr(received, 1, length(received) - 20)",
		"UPDATE contents SET received = x''",
		"UPDATE contents SET received = x'FFFFFFFF'",
		"UPDATE versions SET digest = 'sha256:' || replace(hex(zeroblob(32)), 'X', '0')",
		"UPDATE versions SET digest = ''",
	};
	for (size_t i = 0; i < JX_COUNT_OF(CHANGES); i++) {
		struct store_kit kit;
		struct jx_version version;
		(void)state;
		store_kit_start(&kit);
		begin_county(&kit);
		(void)submit(&kit, "2025", "101", 95000000);
		store_kit_commit(&kit);
		assert_int_equal(version_of(&kit, "101", 1, &version), JX_OK);
		jx_db_free(kit.writer);
		jx_store_free(kit.store);
		store_kit_tamper(
			kit.directory, "DROP TRIGGER contents_no_update; DROP TRIGGER versions_no_update");
		store_kit_tamper(kit.directory, CHANGES[i]);
		assert_int_equal(jx_store_open(kit.directory, &kit.store, &kit.error), JX_OK);
		assert_int_equal(jx_store_open_writer(kit.store, &kit.writer, &kit.error), JX_OK);
		enum jx_status status = version_of(&kit, "101", 1, &version);
		if (status != JX_DATA_LOSS)
			fail_msg("change %zu was read as %s", i, jx_status_name(status));
		assert_int_equal(kit.error.reason, JX_REASON_DATA_DAMAGED);
		assert_string_equal(kit.error.arg[0], "submissions/2025-101/versions/1");
		store_kit_stop(&kit);
	}
}

static void a_version_is_not_changed_through_the_store(void **state)
{
	static const char *const TRIES[] = {"UPDATE versions SET is_late = 1", "DELETE FROM versions",
		"UPDATE contents SET received = x''", "DELETE FROM contents"};
	struct store_kit *kit = *state;
	begin_county(kit);
	(void)submit(kit, "2025", "101", 95000000);
	for (size_t i = 0; i < JX_COUNT_OF(TRIES); i++)
		assert_int_not_equal(jx_db_exec(kit->writer, TRIES[i], &kit->error), JX_OK);
	store_kit_commit(kit);
}

static void attempts_are_counted_over_the_whole_server(void **state)
{
	struct store_kit *kit = *state;
	uint64_t first = 0;
	uint64_t second = 0;
	struct jx_attempt attempt = {.time_ms = KIT_NOW_MS,
		.person = "enterer",
		.round = "no-such-round",
		.department = "404",
		.n_findings = 3,
		.result = "HARD_FINDINGS"};
	begin_county(kit);
	assert_int_equal(jx_attempt_insert(kit->writer, &attempt, &first, &kit->error), JX_OK);
	(void)submit(kit, "2025", "101", 95000000);
	assert_int_equal(jx_attempt_insert(kit->writer, &attempt, &second, &kit->error), JX_OK);
	assert_int_equal(first, 1);
	assert_int_equal(second, 3);
	store_kit_commit(kit);
	assert_int_equal(
		store_kit_count(kit, "SELECT count(*) FROM v_attempts WHERE result = 'HARD_FINDINGS'"), 2);
}

static bool is_due(struct store_kit *kit, const struct jx_attempt *attempt)
{
	bool is_due = false;
	assert_int_equal(jx_attempt_is_due(kit->writer, attempt, &is_due, &kit->error), JX_OK);
	return is_due;
}

static void keep(struct store_kit *kit, const struct jx_attempt *attempt)
{
	uint64_t number = 0;
	assert_int_equal(jx_attempt_insert(kit->writer, attempt, &number, &kit->error), JX_OK);
}

static void refused_attempts_of_one_person_are_bounded(void **state)
{
	struct store_kit *kit = *state;
	char id[16];
	struct jx_attempt attempt = {.time_ms = KIT_NOW_MS, .person = "enterer", .request_id = id};
	const struct jx_attempt admitted = {
		.time_ms = KIT_NOW_MS, .person = "enterer", .result = "NONE", .request_id = "0"};
	begin_county(kit);
	attempt.result = "HARD_FINDINGS";
	keep(kit, &admitted); /* does not count */
	for (unsigned i = 0; i < JX_MAX_REFUSED_ATTEMPTS; i++) {
		(void)snprintf(id, sizeof(id), "%u", i);
		assert_true(is_due(kit, &attempt));
		keep(kit, &attempt);
		assert_false(is_due(kit, &attempt)); /* the same again */
	}
	(void)snprintf(id, sizeof(id), "new");
	assert_false(is_due(kit, &attempt));
	attempt.time_ms += JX_REFUSED_ATTEMPTS_HOURS * INT64_C(3600000);
	assert_true(is_due(kit, &attempt));
	attempt.time_ms = KIT_NOW_MS;
	attempt.person = "another";
	assert_true(is_due(kit, &attempt));
	store_kit_commit(kit);
}

static size_t list(struct store_kit *kit, struct jx_submission_query query, const char *expected)
{
	char found[256] = "";
	struct jx_page page = {.max_rows = 2};
	struct jx_submissions submissions;
	size_t n_pages = 0;
	do {
		assert_int_equal(jx_submissions_list(
					 kit->writer, &query, &page, &kit->arena, &submissions, &kit->error),
			JX_OK);
		for (size_t i = 0; i < submissions.n; i++) {
			(void)strcat(found, submissions.rows[i]->name + sizeof("submissions/") - 1);
			(void)strcat(found, " ");
		}
		page.after = submissions.next;
		n_pages++;
	} while (page.after[0] != '\0');
	assert_string_equal(found, expected);
	return n_pages;
}

static void records_are_listed_by_round_state_and_department(void **state)
{
	struct store_kit *kit = *state;
	begin_county(kit);
	(void)submit(kit, "2025", "102", 95000000);
	(void)submit(kit, "2024", "103", 95000000);
	assert_int_equal(
		list(kit, (struct jx_submission_query){.round = "2025"}, "2025-101 2025-102 2025-103 "), 2);
	assert_int_equal(list(kit, (struct jx_submission_query){0},
				 "2025-101 2025-102 2025-103 2024-101 2024-102 2024-103 "),
		3);
	(void)list(kit, (struct jx_submission_query){.department = "103"}, "2025-103 2024-103 ");
	(void)list(kit, (struct jx_submission_query){.department = "404"}, "");
	(void)list(kit, (struct jx_submission_query){.state = JX_SUBMISSION_STATE_SUBMITTED},
		"2025-102 2024-103 ");
	(void)list(kit, (struct jx_submission_query){.round = "2024", .state = JX_SUBMISSION_STATE_SUBMITTED},
		"2024-103 ");
	(void)list(kit,
		(struct jx_submission_query){
			.round = "2025", .department = "103", .state = JX_SUBMISSION_STATE_SUBMITTED},
		"");
	struct jx_submissions none;
	struct jx_page page = {0};
	struct jx_submission_query query = {.round = "2023"};
	assert_int_equal(jx_submissions_list(kit->writer, &query, &page, &kit->arena, &none, &kit->error),
		JX_NOT_FOUND);
	store_kit_commit(kit);
}

static void say(struct store_kit *kit, int64_t record, uint32_t number, JxIssueState state)
{
	const struct jx_issue_step step = {.record_id = record,
		.number = number,
		.state = state,
		.person = "enterer",
		.text = "已核对",
		.version_number = 1,
		.at_ms = KIT_NOW_MS};
	uint32_t message = 0;
	assert_int_equal(jx_issue_say(kit->writer, &step, &message, &kit->error), JX_OK);
	assert_int_equal(message, state == JX_ISSUE_STATE_OPEN ? 3 : 2);
}

static void issues_are_numbered_within_their_record(void **state)
{
	struct store_kit *kit = *state;
	struct jx_issues issues;
	uint32_t number = 0;
	uint32_t n_all = 0;
	Google__Protobuf__Timestamp now = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	JxIssue issue = JX_ISSUE_INIT;
	now.seconds = KIT_NOW_MS / 1000;
	issue.field = (char *)"functions[0].amount";
	issue.text = (char *)"请核对";
	issue.wanted_action = JX_WANTED_ACTION_CORRECT;
	issue.version_number = 1;
	issue.raised_by = (char *)"persons/reviewer";
	issue.raise_time = &now;
	begin_county(kit);
	(void)submit(kit, "2025", "101", 95000000);
	int64_t record = store_kit_record(kit, "2025", "101").id;
	int64_t other = store_kit_record(kit, "2025", "102").id;
	assert_int_equal(jx_issue_insert(kit->writer, record, &issue, &number, &kit->error), JX_OK);
	assert_int_equal(number, 1);
	assert_int_equal(jx_issue_insert(kit->writer, record, &issue, &number, &kit->error), JX_OK);
	assert_int_equal(number, 2);
	assert_int_equal(jx_issue_insert(kit->writer, other, &issue, &number, &kit->error), JX_OK);
	assert_int_equal(number, 1);
	say(kit, record, 2, JX_ISSUE_STATE_RESOLVED);
	say(kit, record, 1, JX_ISSUE_STATE_ANSWERED);
	assert_int_equal(
		jx_issues_newest(kit->writer, record, &kit->arena, &issues, &n_all, &kit->error), JX_OK);
	assert_int_equal(n_all, 2);
	assert_int_equal(issues.n, 2);
	assert_int_equal(issues.rows[0]->state, JX_ISSUE_STATE_ANSWERED);
	assert_int_equal(issues.rows[1]->state, JX_ISSUE_STATE_RESOLVED);
	assert_int_equal(issues.rows[0]->holder, JX_HOLDER_FINANCE);
	assert_int_equal(issues.rows[1]->holder, JX_HOLDER_UNSPECIFIED);
	assert_string_equal(issues.rows[1]->field, "functions[0].amount");
	assert_string_equal(issues.rows[1]->raised_by, "persons/reviewer");
	assert_int_equal(issues.rows[1]->raise_time->seconds, KIT_NOW_MS / 1000);
	say(kit, record, 1, JX_ISSUE_STATE_OPEN);
	/* Those that are open stay beside those of a newer version; all are listed, page by page. */
	issue.version_number = 2;
	assert_int_equal(jx_issue_insert(kit->writer, record, &issue, &number, &kit->error), JX_OK);
	assert_int_equal(
		jx_issues_newest(kit->writer, record, &kit->arena, &issues, &n_all, &kit->error), JX_OK);
	assert_int_equal(n_all, 3);
	assert_int_equal(issues.n, 2);
	assert_int_equal(issues.rows[0]->number, 1);
	assert_int_equal(issues.rows[1]->number, 3);
	struct jx_page page = {.max_rows = 1, .after = ""};
	for (uint32_t i = 1; i <= 3; i++) {
		assert_int_equal(
			jx_issues_list(kit->writer, record, &page, &kit->arena, &issues, &kit->error), JX_OK);
		assert_int_equal(issues.n, 1);
		assert_int_equal(issues.rows[0]->number, i);
		page.after = issues.next;
	}
	assert_string_equal(page.after, "");
	issue.raised_by = (char *)"reviewer";
	assert_int_equal(jx_issue_insert(kit->writer, record, &issue, &number, &kit->error), JX_INVALID);
	store_kit_commit(kit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, store_kit_setup, store_kit_teardown)
		WITH_STORE(a_record_tells_where_a_report_stands),
		WITH_STORE(what_does_not_exist_reads_like_what_is_elsewhere),
		WITH_STORE(a_state_changes_only_from_where_it_is),
		WITH_STORE(acceptance_and_its_score_end_with_a_return),
		WITH_STORE(a_version_builds_on_the_newest_one),
		WITH_STORE(every_version_is_kept_and_given_as_it_was),
		WITH_STORE(evidence_content_and_findings_are_kept_apart),
		cmocka_unit_test(a_changed_version_is_noticed_when_it_is_read),
		WITH_STORE(a_version_is_not_changed_through_the_store),
		WITH_STORE(attempts_are_counted_over_the_whole_server),
		WITH_STORE(refused_attempts_of_one_person_are_bounded),
		WITH_STORE(records_are_listed_by_round_state_and_department),
		WITH_STORE(issues_are_numbered_within_their_record),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
