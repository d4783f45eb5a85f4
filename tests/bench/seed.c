/*
 * Fills the store of a state directory that `jixiaod init` has made: departments, and either a round with every report
 * accepted, reviewed and published, or people who can submit.
 *
 *   bench_seed DIRECTORY accepted N REPORTS.jsonl    round "2025"; the reports are used in turn
 *   bench_seed DIRECTORY open N REPORTS.jsonl        the same, accepted but not published, and a lead
 *   bench_seed DIRECTORY people N ROUNDS             N departments with a head each, ROUNDS open rounds
 *
 * Everything goes through the storage room's functions, in groups as the daemon's writer makes them.
 */
#include "tests/bench/seed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "proto/contract/base/array.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/ranking/rank.h"
#include "storage/filing/store_submissions.h"
#include "storage/filing/store_versions.h"
#include "storage/registry/store_departments.h"
#include "storage/registry/store_people.h"
#include "storage/registry/store_rounds.h"
#include "storage/results/store_accepted.h"
#include "storage/results/store_publications.h"
#include "storage/results/store_rankings.h"
#include "tests/bench/bench_kit.h"

#define GROUP       256u
#define ROUND       "2025"
#define PERSON      "lead" /* made by `jixiaod init` */
#define ARENA_BYTES ((size_t)1 << 30)
#define DAY_MS      INT64_C(86400000)

void seed_begin(struct seed *seed)
{
	bench_must(jx_tx_begin(seed->db, &seed->error), &seed->error, "begin");
	bench_must(jx_tx_begin_job(seed->db, &seed->error), &seed->error, "savepoint");
}

void seed_commit(struct seed *seed)
{
	bench_must(jx_tx_end_job(seed->db, &seed->error), &seed->error, "release");
	bench_must(jx_tx_commit(seed->db, &seed->error), &seed->error, "commit");
}

void seed_code(uint64_t i, char code[SEED_CODE_BYTES])
{
	(void)snprintf(code, SEED_CODE_BYTES, "%06" PRIu64, 100001 + i);
}

static void add_department(struct seed *seed, uint64_t i)
{
	static const char *const GROUPS[] = {"bureau", "town", "school", "institution"};
	JxDepartment department = JX_DEPARTMENT_INIT;
	char code[SEED_CODE_BYTES];
	char title[64];
	bool is_unchanged = false;
	seed_code(i, code);
	(void)snprintf(title, sizeof(title), "第%" PRIu64 "局", i + 1);
	department.code = code;
	department.title = title;
	department.short_title = title;
	department.level = (char *)"county";
	department.nature = (char *)"administrative";
	department.funding_form = (char *)"fiscal";
	department.peer_group = (char *)GROUPS[i % JX_COUNT_OF(GROUPS)];
	bench_must(jx_department_insert(seed->db, &department, &is_unchanged, &seed->error), &seed->error,
		title);
}

void seed_round(struct seed *seed, const char *id)
{
	JxRound round = JX_ROUND_INIT;
	Google__Protobuf__Timestamp deadline = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	char name[64];
	(void)snprintf(name, sizeof(name), "rounds/%s", id);
	deadline.seconds = (seed->now_ms + 30 * DAY_MS) / 1000;
	round.name = name;
	round.title = (char *)"2025年度部门整体支出绩效自评";
	round.year = 2025;
	round.deadline_time = &deadline;
	bench_must(jx_round_insert(seed->db, &round, &seed->error), &seed->error, name);
	bench_must(jx_round_set_roster(seed->db, id, NULL, 0, &seed->error), &seed->error, "roster");
	bench_must(jx_round_set_state(seed->db, id, JX_ROUND_STATE_DRAFT, JX_ROUND_STATE_OPEN, &seed->error),
		&seed->error, "open the round");
}

static void set_state(struct seed *seed, int64_t record_id, JxSubmissionState from, JxSubmissionState to,
	const JxDecimal *score)
{
	const struct jx_state_change change = {.record_id = record_id,
		.from = from,
		.to = to,
		.at_ms = seed->now_ms,
		.reviewed_score = score,
		.review_reason = score != NULL ? "抽查凭证后调整" : ""};
	bench_must(jx_submission_set_state(seed->db, &change, &seed->error), &seed->error, "state");
}

static int64_t keep_version(struct seed *seed, const JxReport *report, int64_t record_id)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	uint8_t *bytes = NULL;
	size_t n = 0;
	struct jx_attempt attempt = {.time_ms = seed->now_ms,
		.person = PERSON,
		.round = ROUND,
		.department = strchr(report->department, '/') + 1,
		.result = "NONE"};
	struct jx_new_version version = {.record_id = record_id,
		.number = 1,
		.person = PERSON,
		.submit_ms = seed->now_ms,
		.base_digest = "",
		.request_id = "00000000-0000-4000-8000-000000000000"};
	int64_t id = 0;
	bench_must(jx_digest_message(&report->base, JX_DIGEST_SHA256, digest, &seed->error), &seed->error,
		"digest");
	bench_must(jx_codec_pack_arena(&report->base, &seed->arena, &bytes, &n, &seed->error), &seed->error,
		"pack");
	attempt.content_digest = attempt.verdict_digest = digest;
	version.content_digest = version.verdict_digest = digest;
	version.received = bytes;
	version.n_received = n;
	version.claimed_score = report->conclusion != NULL ? report->conclusion->claimed_score : NULL;
	bench_must(jx_attempt_insert(seed->db, &attempt, &version.attempt, &seed->error), &seed->error,
		"attempt");
	bench_must(jx_version_insert(seed->db, &version, &id, &seed->error), &seed->error, "version");
	return id;
}

/* One report, filed and accepted with a score between 60.00 and 99.99. */
static void accept_report(struct seed *seed, const JxReport *content, uint64_t i)
{
	JxReport report = *content;
	JxDecimal score = JX_DECIMAL_INIT;
	char code[SEED_CODE_BYTES];
	char department[64];
	char round[64];
	struct jx_record record;
	const struct jx_submission_query query = {.round = ROUND, .department = code, .now_ms = seed->now_ms};
	seed_code(i, code);
	bench_report_name(&report, department, code, round, ROUND);
	bench_must(jx_submission_get(seed->db, &query, &seed->arena, &record, &seed->error), &seed->error,
		"record");
	int64_t version = keep_version(seed, &report, record.id);
	score.micros = (int64_t)(6000 + i * 7919 % 4000) * 10000;
	score.decimals = 2;
	set_state(seed, record.id, record.message->state, JX_SUBMISSION_STATE_SUBMITTED, NULL);
	set_state(seed, record.id, JX_SUBMISSION_STATE_SUBMITTED, JX_SUBMISSION_STATE_ACCEPTED, &score);
	bench_must(jx_accepted_write(seed->db, version, &report, &seed->error), &seed->error, "rows");
}

static void add_departments(struct seed *seed)
{
	for (uint64_t i = 0; i < seed->n_departments; i++) {
		if (i % GROUP == 0)
			seed_begin(seed);
		add_department(seed, i);
		if (i % GROUP == GROUP - 1 || i == seed->n_departments - 1)
			seed_commit(seed);
	}
}

static void add_reports(struct seed *seed, const struct bench_reports *reports)
{
	for (uint64_t i = 0; i < seed->n_departments; i++) {
		if (i % GROUP == 0)
			seed_begin(seed);
		accept_report(seed, reports->items[i % reports->n], i);
		if (i % GROUP == GROUP - 1 || i == seed->n_departments - 1)
			seed_commit(seed);
		jx_arena_reset(&seed->arena);
	}
}

static char *name_of(struct seed *seed, const char *code)
{
	char name[64];
	(void)snprintf(name, sizeof(name), "departments/%s", code);
	return bench_need(jx_arena_strdup(&seed->arena, name));
}

/* The rows of the table in the order of their rank, as publications.c makes them but without the metrics, which nobody reads
 * from here. */
static void fill_table(struct seed *seed, const struct jx_ranking *ranking, JxPublication *table)
{
	size_t n = ranking->n_rows;
	struct jx_rank_item *items = bench_need(calloc(n, sizeof(*items)));
	table->rows = bench_need(jx_arena_calloc(&seed->arena, n, sizeof(*table->rows)));
	for (size_t i = 0; i < n; i++)
		items[i] = (struct jx_rank_item){.index = (uint32_t)i,
			.key = ranking->rows[i].reviewed.micros,
			.has_key = ranking->rows[i].reviewed.has};
	bench_must(jx_rank_order(items, n, true), NULL, "order");
	for (size_t i = 0; i < n; i++) {
		const struct jx_ranking_row *from = &ranking->rows[items[i].index];
		JxRankRow *row = bench_need(jx_arena_alloc(&seed->arena, sizeof(*row)));
		JxDecimal *score = bench_need(jx_arena_alloc(&seed->arena, sizeof(*score)));
		jx_rank_row_init(row);
		jx_decimal_init(score);
		score->micros = from->reviewed.micros;
		score->decimals = from->reviewed.decimals;
		row->rank = items[i].ret_rank;
		row->department = name_of(seed, from->department);
		row->title = (char *)from->title;
		row->peer_group = (char *)from->peer_group;
		row->digest = (char *)from->digest;
		row->reviewed_score = score;
		table->rows[table->n_rows++] = row;
	}
	free(items);
}

static void publish(struct seed *seed)
{
	JxPublication table = JX_PUBLICATION_INIT;
	Google__Protobuf__Timestamp now = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	JX_AUTO(jx_ranking) ranking = NULL;
	char digest[JX_DIGEST_TEXT_BYTES];
	int64_t row = 0;
	char *people[] = {(char *)"persons/" PERSON};
	bench_must(jx_ranking_load(seed->db, ROUND, 0, &ranking, &seed->error), &seed->error, "ranking");
	now.seconds = seed->now_ms / 1000;
	table.name = (char *)"rounds/" ROUND "/publications/1";
	table.stage = JX_PUBLICATION_STAGE_PROVISIONAL;
	table.publish_time = &now;
	table.window_end_time = &now;
	table.audience = JX_PUBLICATION_AUDIENCE_PUBLIC;
	table.published_by = people;
	table.n_published_by = 1;
	fill_table(seed, ranking, &table);
	bench_must(jx_digest_message(&table.base, JX_DIGEST_SHA256, digest, &seed->error), &seed->error,
		"digest");
	table.digest = digest;
	seed_begin(seed);
	bench_must(jx_publication_begin(seed->db, ROUND, &row, &seed->error), &seed->error, "table");
	bench_must(jx_publication_add(seed->db, row, &table, 0, table.n_rows, &seed->error), &seed->error,
		"rows");
	bench_must(jx_publication_insert(seed->db, row, &table, &seed->error), &seed->error, "publication");
	seed_commit(seed);
}

int main(int argc, char **argv)
{
	static struct seed seed;
	if (argc != 5)
		bench_die("usage: bench_seed DIRECTORY accepted|open|people N REPORTS|ROUNDS");
	seed.directory = argv[1];
	seed.n_departments = bench_number(argv[3]);
	seed.now_ms = (int64_t)time(NULL) * 1000;
	jx_arena_init(&seed.arena, ARENA_BYTES);
	bench_must(jx_store_open(seed.directory, &seed.store, &seed.error), &seed.error, seed.directory);
	bench_must(jx_store_open_writer(seed.store, &seed.db, &seed.error), &seed.error, "writer");
	add_departments(&seed);
	if (strcmp(argv[2], "people") == 0) {
		seed_people(&seed, bench_number(argv[4]));
	} else {
		struct bench_reports reports;
		bench_reports_read(argv[4], &reports);
		seed_begin(&seed);
		seed_round(&seed, ROUND);
		seed_commit(&seed);
		add_reports(&seed, &reports);
		if (strcmp(argv[2], "accepted") == 0)
			publish(&seed);
		else
			seed_people(&seed, 0);
	}
	jx_arena_clear(&seed.arena);
	jx_db_free(seed.db);
	jx_store_free(seed.store);
	return 0;
}
