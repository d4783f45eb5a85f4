#include "tests/support/store_kit.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proto/contract/base/resource_name.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/codec.h"
#include "storage/filing/store_submissions.h"
#include "storage/filing/store_versions.h"
#include "storage/registry/store_departments.h"
#include "storage/registry/store_enrolment.h"
#include "storage/registry/store_people.h"
#include "storage/registry/store_rounds.h"
#include "storage/results/store_accepted.h"
#include "storage/sql.h"

static void must(enum jx_status status, const struct jx_error *error, const char *what)
{
	char sentence[512] = "";
	if (status == JX_OK)
		return;
	if (error != NULL)
		(void)jx_error_sentence(error, JX_EN, sentence, sizeof(sentence));
	(void)fprintf(stderr, "%s: %s: %s\n", what, jx_status_name(status), sentence);
	abort();
}

static void open_store(struct store_kit *kit)
{
	must(jx_store_open(kit->directory, &kit->store, &kit->error), &kit->error, "open");
	must(jx_store_open_writer(kit->store, &kit->writer, &kit->error), &kit->error, "writer");
}

void store_kit_start(struct store_kit *kit)
{
	memset(kit, 0, sizeof(*kit));
	(void)snprintf(kit->directory, sizeof(kit->directory), "%s", P_tmpdir "/jixiao-test-XXXXXX");
	if (mkdtemp(kit->directory) == NULL)
		abort();
	jx_arena_init(&kit->arena, JX_MAX_ARENA_BYTES * 8u);
	must(jx_store_create(kit->directory, "样县", KIT_NOW_MS, &kit->error), &kit->error, "create");
	open_store(kit);
}

static void close_store(struct store_kit *kit)
{
	jx_db_free(kit->writer);
	jx_store_free(kit->store);
	kit->writer = NULL;
	kit->store = NULL;
}

void store_kit_reopen(struct store_kit *kit)
{
	close_store(kit);
	open_store(kit);
}

static void remove_directory(const char *path)
{
	DIR *directory = opendir(path);
	if (directory == NULL)
		return;
	for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory))
		(void)unlinkat(dirfd(directory), entry->d_name, 0);
	(void)closedir(directory);
	(void)rmdir(path);
}

void store_kit_stop(struct store_kit *kit)
{
	close_store(kit);
	jx_arena_clear(&kit->arena);
	remove_directory(kit->directory);
}

int store_kit_setup(void **state)
{
	struct store_kit *kit = calloc(1, sizeof(*kit));
	if (kit == NULL)
		return -1;
	store_kit_start(kit);
	*state = kit;
	return 0;
}

int store_kit_teardown(void **state)
{
	store_kit_stop(*state);
	free(*state);
	return 0;
}

void store_kit_begin(struct store_kit *kit)
{
	must(jx_tx_begin(kit->writer, &kit->error), &kit->error, "begin");
	must(jx_tx_begin_job(kit->writer, &kit->error), &kit->error, "savepoint");
}

void store_kit_commit(struct store_kit *kit)
{
	must(jx_tx_end_job(kit->writer, &kit->error), &kit->error, "release");
	must(jx_tx_commit(kit->writer, &kit->error), &kit->error, "commit");
}

void store_kit_undo(struct store_kit *kit)
{
	jx_tx_rollback_job(kit->writer);
	must(jx_tx_commit(kit->writer, &kit->error), &kit->error, "commit");
}

void store_kit_department(struct store_kit *kit, const char *code, const char *peer_group)
{
	JxDepartment department = JX_DEPARTMENT_INIT;
	char title[64];
	bool is_unchanged = false;
	(void)snprintf(title, sizeof(title), "第%s局", code);
	department.code = (char *)code;
	department.title = title;
	department.short_title = (char *)"局";
	department.level = (char *)"county";
	department.nature = (char *)"administrative";
	department.funding_form = (char *)"fiscal";
	department.peer_group = (char *)peer_group;
	must(jx_department_insert(kit->writer, &department, &is_unchanged, &kit->error), &kit->error,
		"department");
}

void store_kit_person(struct store_kit *kit, const char *id, int role, const char *department)
{
	JxPerson person = JX_PERSON_INIT;
	JxPersonRole roles[] = {(JxPersonRole)role};
	char name[JX_RESOURCE_NAME_BYTES];
	char of[JX_RESOURCE_NAME_BYTES] = "";
	uint8_t fingerprint[JX_HASH_BYTES];
	uint8_t code[JX_HASH_BYTES] = {0};
	if (department[0] != '\0')
		(void)jx_name_department(of, department);
	person.name = (char *)jx_name_person(name, id);
	person.title = (char *)"经办人";
	person.roles = roles;
	person.n_roles = 1;
	person.department = of;
	memset(fingerprint, id[0], sizeof(fingerprint));
	(void)snprintf((char *)code, sizeof(code), "%s", id);
	must(jx_person_insert_invited(kit->writer, &person, code, KIT_NOW_MS + 1000, &kit->error),
		&kit->error, "invite");
	struct jx_certificate certificate = {
		.person = id,
		.fingerprint = fingerprint,
		.der = (const uint8_t *)id,
		.n_der = strlen(id),
		.public_key = (const uint8_t *)id,
		.n_public_key = strlen(id),
		.issue_ms = KIT_NOW_MS,
		.expire_ms = KIT_NOW_MS + INT64_C(86400000) * 365,
	};
	must(jx_certificate_insert(kit->writer, &certificate, &kit->error), &kit->error, "certificate");
	must(jx_invitation_mark_used(kit->writer, code, fingerprint, KIT_NOW_MS, &kit->error), &kit->error,
		"use");
}

void store_kit_round(struct store_kit *kit, const char *id)
{
	JxRound round = JX_ROUND_INIT;
	char name[JX_RESOURCE_NAME_BYTES];
	round.name = (char *)jx_name_round(name, id);
	round.title = (char *)"2025年度部门整体支出绩效自评";
	round.year = 2025;
	must(jx_round_insert(kit->writer, &round, &kit->error), &kit->error, "round");
	must(jx_round_set_roster(kit->writer, id, NULL, 0, &kit->error), &kit->error, "roster");
	must(jx_round_set_state(kit->writer, id, JX_ROUND_STATE_DRAFT, JX_ROUND_STATE_OPEN, &kit->error),
		&kit->error, "open round");
}

int64_t store_kit_submit(struct store_kit *kit, const char *person, const JxReport *report)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	uint8_t *bytes = NULL;
	size_t n = 0;
	const char *round = jx_name_last(report->round);
	const char *department = jx_name_last(report->department);
	struct jx_record record = store_kit_record(kit, round, department);
	must(jx_digest_message(&report->base, JX_DIGEST_SHA256, digest, &kit->error), &kit->error, "digest");
	must(jx_codec_pack_arena(&report->base, &kit->arena, &bytes, &n, &kit->error), &kit->error, "pack");
	struct jx_attempt attempt = {.time_ms = KIT_NOW_MS,
		.person = person,
		.round = round,
		.department = department,
		.content_digest = digest,
		.verdict_digest = digest,
		.result = "NONE"};
	uint64_t number = 0;
	must(jx_attempt_insert(kit->writer, &attempt, &number, &kit->error), &kit->error, "attempt");
	struct jx_new_version version = {
		.record_id = record.id,
		.number = record.message->version_number + 1,
		.attempt = number,
		.person = person,
		.submit_ms = KIT_NOW_MS,
		.content_digest = digest,
		.verdict_digest = digest,
		.base_digest = record.message->digest,
		.request_id = "00000000-0000-4000-8000-000000000000",
		.received = bytes,
		.n_received = n,
		.claimed_score = report->conclusion->claimed_score,
	};
	int64_t id = 0;
	must(jx_version_insert(kit->writer, &version, &id, &kit->error), &kit->error, "version");
	struct jx_state_change change = {.record_id = record.id,
		.from = record.message->state,
		.to = JX_SUBMISSION_STATE_SUBMITTED,
		.at_ms = KIT_NOW_MS};
	must(jx_submission_set_state(kit->writer, &change, &kit->error), &kit->error, "submitted");
	return id;
}

void store_kit_accept(struct store_kit *kit, const char *round, const char *department, int points)
{
	JxDecimal score = JX_DECIMAL_INIT;
	struct jx_record record = store_kit_record(kit, round, department);
	struct jx_version version;
	struct jx_version_query query = {.round = round, .department = department};
	score.micros = (int64_t)points * 1000000;
	score.decimals = 2;
	struct jx_state_change change = {.record_id = record.id,
		.from = record.message->state,
		.to = JX_SUBMISSION_STATE_ACCEPTED,
		.at_ms = KIT_NOW_MS,
		.reviewed_score = points < 0 ? NULL : &score,
		.review_reason = points < 0 ? "" : "证据不足"};
	must(jx_submission_set_state(kit->writer, &change, &kit->error), &kit->error, "accept");
	must(jx_version_get(kit->writer, &query, &kit->arena, &version, &kit->error), &kit->error, "version");
	must(jx_accepted_write(kit->writer, version.id, version.message->report, &kit->error), &kit->error,
		"rows");
}

struct jx_record store_kit_record(struct store_kit *kit, const char *round, const char *department)
{
	struct jx_record record;
	struct jx_submission_query query = {.round = round, .department = department, .now_ms = KIT_NOW_MS};
	must(jx_submission_get(kit->writer, &query, &kit->arena, &record, &kit->error), &kit->error,
		"record");
	return record;
}

int64_t store_kit_count(struct store_kit *kit, const char *text)
{
	struct jx_sql sql;
	int64_t n = -1;
	jx_sql_start(&sql, kit->writer, text, &kit->error);
	while (jx_sql_next(&sql))
		n = jx_sql_int(&sql, 0);
	must(jx_sql_end(&sql), &kit->error, text);
	return n;
}

void store_kit_tamper(const char *directory, const char *sql)
{
	char path[128];
	char *message = NULL;
	sqlite3 *sqlite = NULL;
	(void)snprintf(path, sizeof(path), "%s/jixiao.db", directory);
	if (sqlite3_open(path, &sqlite) != SQLITE_OK)
		abort();
	if (sqlite3_exec(sqlite, sql, NULL, NULL, &message) != SQLITE_OK) {
		(void)fprintf(stderr, "%s: %s\n", sql, message);
		abort();
	}
	(void)sqlite3_close(sqlite);
}
