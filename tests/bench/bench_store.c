/*
 * What storage costs: durable submits against a raw bulk insert of the same rows, and ranking snapshots.
 *
 * Own main, not a test: prints ratios of one run, which is what may be compared between machines. The raw insert
 * writes the rows of a submit (attempt, version, state, request, log entry, content) through bare prepared statements
 * into tables without keys, indexes, triggers or savepoints, all in one transaction: this library does not do it
 * for less. As durable as ours it is when it commits as often. "All decoded rows" are those and one row for each project
 * and each indicator.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/codec.h"
#include "storage/filing/store_requests.h"
#include "storage/filing/store_submissions.h"
#include "storage/filing/store_versions.h"
#include "storage/log/store_log.h"
#include "storage/results/store_accepted.h"
#include "storage/results/store_rankings.h"
#include "storage/sqlite/db.h"
#include "tests/support/store_kit.h"

#define GROUP      32
#define SUBMITS    1600
#define ROUNDS     5
#define RANKED     20000
#define PROJECTS   41
#define INDICATORS 10

/* What something cost. Processor time is what a busy machine leaves comparable. */
struct cost {
	int64_t wall_ns;
	int64_t cpu_ns;
};

static int64_t read_clock(clockid_t clock)
{
	struct timespec now;
	(void)clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static struct cost now(void)
{
	return (struct cost){read_clock(CLOCK_MONOTONIC), read_clock(CLOCK_PROCESS_CPUTIME_ID)};
}

static struct cost since(struct cost start)
{
	struct cost end = now();
	return (struct cost){end.wall_ns - start.wall_ns, end.cpu_ns - start.cpu_ns};
}

static void need(bool is_good, const char *what)
{
	if (is_good)
		return;
	(void)fprintf(stderr, "%s failed\n", what);
	exit(1);
}

/* What one submit brings, decoded and judged by then: that is done by other threads. */
struct load {
	uint8_t *bytes;
	size_t n_bytes;
	char digest[JX_DIGEST_TEXT_BYTES];
	JxReport *report;
};

static void make_load(struct jx_arena *arena, struct load *load)
{
	struct kit_report made = {.department = "100000",
		.round = "2025",
		.n_projects = PROJECTS,
		.n_indicators = INDICATORS,
		.executed_fen = 95000000};
	load->report = store_kit_report(arena, &made);
	need(jx_digest_message(&load->report->base, JX_DIGEST_SHA256, load->digest, NULL) == JX_OK, "digest");
	need(jx_codec_pack_arena(&load->report->base, arena, &load->bytes, &load->n_bytes, NULL) == JX_OK,
		"pack");
}

static void code_of(char code[16], int i)
{
	(void)snprintf(code, 16, "%06d", 100000 + i);
}

static void fill_county(struct store_kit *kit, int n)
{
	char code[16];
	store_kit_begin(kit);
	for (int i = 0; i < n; i++) {
		code_of(code, i);
		store_kit_department(kit, code, i % 2 == 0 ? "甲" : "乙");
	}
	store_kit_person(kit, "enterer", JX_PERSON_ROLE_ENTERER, "");
	store_kit_round(kit, "2025");
	store_kit_commit(kit);
}

/* One submit as the daemon does it: duplicate looked up, state changed, logged, reply kept. */
static int64_t submit(struct store_kit *kit, const struct load *load, int i)
{
	char code[16];
	char request_id[40];
	uint64_t number = 0;
	uint64_t index = 0;
	int64_t id = 0;
	struct jx_request request;
	code_of(code, i);
	(void)snprintf(request_id, sizeof(request_id), "%08x-0000-4000-8000-%012x", (unsigned)i * 2654435761u,
		(unsigned)i);
	need(jx_request_find(kit->writer, "enterer", request_id, &kit->arena, &request, NULL) == JX_NOT_FOUND,
		"find");
	struct jx_record record = store_kit_record(kit, "2025", code);
	struct jx_attempt attempt = {.time_ms = KIT_NOW_MS,
		.person = "enterer",
		.round = "2025",
		.department = code,
		.content_digest = load->digest,
		.verdict_digest = load->digest,
		.result = "NONE"};
	need(jx_attempt_insert(kit->writer, &attempt, &number, NULL) == JX_OK, "attempt");
	struct jx_new_version version = {.record_id = record.id,
		.number = 1,
		.attempt = number,
		.person = "enterer",
		.submit_ms = KIT_NOW_MS,
		.content_digest = load->digest,
		.verdict_digest = load->digest,
		.request_id = request_id,
		.received = load->bytes,
		.n_received = load->n_bytes,
		.claimed_score = load->report->conclusion->claimed_score};
	need(jx_version_insert(kit->writer, &version, &id, NULL) == JX_OK, "version");
	struct jx_state_change change = {.record_id = record.id,
		.from = record.message->state,
		.to = JX_SUBMISSION_STATE_SUBMITTED,
		.at_ms = KIT_NOW_MS};
	need(jx_submission_set_state(kit->writer, &change, NULL) == JX_OK, "state");
	struct jx_log_entry entry = {.time_ms = KIT_NOW_MS,
		.actor = "persons/enterer",
		.role = JX_PERSON_ROLE_ENTERER,
		.peer = "127.0.0.1:40000",
		.act = "SUBMISSION_SUBMIT",
		.object = record.message->name,
		.after = load->digest,
		.request_id = request_id};
	need(jx_log_append(kit->writer, &entry, &index, NULL) == JX_OK, "log");
	uint8_t reply[200] = {0};
	request = (struct jx_request){.person = "enterer",
		.request_id = request_id,
		.method = "/jixiao.v1.SubmissionService/SubmitReport",
		.digest = load->digest,
		.reply = reply,
		.n_reply = sizeof(reply),
		.time_ms = KIT_NOW_MS};
	need(jx_request_insert(kit->writer, &request, NULL) == JX_OK, "request");
	return id;
}

static struct cost time_submits(const struct load *load, bool is_accepted)
{
	struct store_kit kit;
	store_kit_start(&kit);
	fill_county(&kit, SUBMITS);
	struct cost start = now();
	for (int i = 0; i < SUBMITS; i += GROUP) {
		need(jx_tx_begin(kit.writer, NULL) == JX_OK, "begin");
		for (int j = i; j < i + GROUP; j++) {
			need(jx_tx_begin_job(kit.writer, NULL) == JX_OK, "savepoint");
			int64_t id = submit(&kit, load, j);
			if (is_accepted)
				need(jx_accepted_write(kit.writer, id, load->report, NULL) == JX_OK, "rows");
			need(jx_tx_end_job(kit.writer, NULL) == JX_OK, "release");
		}
		need(jx_tx_commit(kit.writer, NULL) == JX_OK, "commit");
		jx_arena_reset(&kit.arena);
	}
	struct cost spent = since(start);
	store_kit_stop(&kit);
	return spent;
}

/* Rows of a submit beside its content: attempt, version, state, request, log entry. */
#define SMALL_ROWS 5

/* Bare tables for bulk inserts: a row id, and no key or index beside it. */
struct raw {
	sqlite3 *sqlite;
	sqlite3_stmt *small[SMALL_ROWS];
	sqlite3_stmt *content;
	sqlite3_stmt *line;
	char path[64];
};

static void raw_prepare(struct raw *raw, const char *text, sqlite3_stmt **ret_statement)
{
	need(sqlite3_prepare_v2(raw->sqlite, text, -1, ret_statement, NULL) == SQLITE_OK, "prepare");
}

static void raw_start(struct raw *raw)
{
	(void)snprintf(raw->path, sizeof(raw->path), P_tmpdir "/jixiao-raw-%d.db", (int)getpid());
	(void)remove(raw->path);
	need(sqlite3_open(raw->path, &raw->sqlite) == SQLITE_OK, "open");
	need(sqlite3_exec(raw->sqlite,
		     "PRAGMA page_size = 32768; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
		     "PRAGMA cache_size = -16384;"
		     "CREATE TABLE small0 (id INTEGER PRIMARY KEY, a, b, c, d, e, f, g, h, i, j);"
		     "CREATE TABLE small1 (id INTEGER PRIMARY KEY, a, b, c, d, e, f, g, h, i, j);"
		     "CREATE TABLE small2 (id INTEGER PRIMARY KEY, a, b, c, d, e, f, g, h, i, j);"
		     "CREATE TABLE small3 (id INTEGER PRIMARY KEY, a, b, c, d, e, f, g, h, i, j);"
		     "CREATE TABLE small4 (id INTEGER PRIMARY KEY, a, b, c, d, e, f, g, h, i, j);"
		     "CREATE TABLE content (id INTEGER PRIMARY KEY, bytes BLOB);"
		     "CREATE TABLE line (id INTEGER PRIMARY KEY, v, a, b, c, d, e, f, g, h, i, j, k, l)",
		     NULL, NULL, NULL) == SQLITE_OK,
		"tables");
	raw_prepare(raw, "INSERT INTO small0 VALUES (NULL,?,?,?,?,?,?,?,?,?,?)", &raw->small[0]);
	raw_prepare(raw, "INSERT INTO small1 VALUES (NULL,?,?,?,?,?,?,?,?,?,?)", &raw->small[1]);
	raw_prepare(raw, "INSERT INTO small2 VALUES (NULL,?,?,?,?,?,?,?,?,?,?)", &raw->small[2]);
	raw_prepare(raw, "INSERT INTO small3 VALUES (NULL,?,?,?,?,?,?,?,?,?,?)", &raw->small[3]);
	raw_prepare(raw, "INSERT INTO small4 VALUES (NULL,?,?,?,?,?,?,?,?,?,?)", &raw->small[4]);
	raw_prepare(raw, "INSERT INTO content VALUES (NULL,?)", &raw->content);
	raw_prepare(raw, "INSERT INTO line VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?,?,?)", &raw->line);
}

static void raw_stop(struct raw *raw)
{
	char path[80];
	for (size_t i = 0; i < SMALL_ROWS; i++)
		(void)sqlite3_finalize(raw->small[i]);
	(void)sqlite3_finalize(raw->content);
	(void)sqlite3_finalize(raw->line);
	(void)sqlite3_close(raw->sqlite);
	(void)remove(raw->path);
	(void)snprintf(path, sizeof(path), "%s-wal", raw->path);
	(void)remove(path);
}

static void bind_text(sqlite3_stmt *statement, int column, const char *text)
{
	need(sqlite3_bind_text(statement, column, text, -1, SQLITE_STATIC) == SQLITE_OK, "bind");
}

static void step(sqlite3_stmt *statement)
{
	need(sqlite3_step(statement) == SQLITE_DONE, "step");
	need(sqlite3_reset(statement) == SQLITE_OK, "reset");
}

static void raw_submit(struct raw *raw, const struct load *load)
{
	for (size_t row = 0; row < SMALL_ROWS; row++) {
		for (int i = 1; i <= 2; i++)
			bind_text(raw->small[row], i, load->digest);
		for (int i = 3; i <= 6; i++)
			bind_text(raw->small[row], i, "00000000-0000-4000-8000-000000000000");
		for (int i = 7; i <= 10; i++)
			need(sqlite3_bind_int64(raw->small[row], i, KIT_NOW_MS) == SQLITE_OK, "bind");
		step(raw->small[row]);
	}
	need(sqlite3_bind_blob(raw->content, 1, load->bytes, (int)load->n_bytes, SQLITE_STATIC) == SQLITE_OK,
		"bind");
	step(raw->content);
}

static void raw_lines(struct raw *raw, const struct load *load, int submit_number)
{
	for (size_t i = 0; i < load->report->n_projects; i++) {
		const JxProject *project = load->report->projects[i];
		for (size_t j = 0; j <= project->n_indicators; j++) {
			const JxIndicator *line = project->indicators[j == 0 ? 0 : j - 1];
			need(sqlite3_bind_int64(raw->line, 1, submit_number) == SQLITE_OK, "bind");
			need(sqlite3_bind_int64(raw->line, 2, project->number) == SQLITE_OK, "bind");
			bind_text(raw->line, 3, line->level1);
			bind_text(raw->line, 4, line->level2);
			bind_text(raw->line, 5, line->name);
			bind_text(raw->line, 6, line->target_text);
			need(sqlite3_bind_int64(raw->line, 7, line->target->micros) == SQLITE_OK, "bind");
			bind_text(raw->line, 8, line->unit);
			bind_text(raw->line, 9, line->actual_text);
			need(sqlite3_bind_int64(raw->line, 10, line->actual->micros) == SQLITE_OK, "bind");
			need(sqlite3_bind_int64(raw->line, 11, line->points->micros) == SQLITE_OK, "bind");
			need(sqlite3_bind_int64(raw->line, 12, line->claimed_score->micros) == SQLITE_OK,
				"bind");
			bind_text(raw->line, 13, j == 0 ? project->name : "");
			step(raw->line);
		}
	}
}

static void raw_run(struct raw *raw, const char *text)
{
	need(sqlite3_exec(raw->sqlite, text, NULL, NULL, NULL) == SQLITE_OK, text);
}

/* Commits behind each group. */
static struct cost time_raw(const struct load *load, bool has_lines, int group)
{
	struct raw raw;
	raw_start(&raw);
	struct cost start = now();
	for (int i = 0; i < SUBMITS; i++) {
		if (i % group == 0)
			raw_run(&raw, "BEGIN");
		raw_submit(&raw, load);
		if (has_lines)
			raw_lines(&raw, load, i);
		if (i % group == group - 1)
			raw_run(&raw, "COMMIT");
	}
	struct cost spent = since(start);
	raw_stop(&raw);
	return spent;
}

/* The best of all rounds: whatever else runs on the machine only ever adds. */
static struct cost best(const struct cost *costs)
{
	struct cost least = costs[0];
	for (int i = 1; i < ROUNDS; i++) {
		least.wall_ns = costs[i].wall_ns < least.wall_ns ? costs[i].wall_ns : least.wall_ns;
		least.cpu_ns = costs[i].cpu_ns < least.cpu_ns ? costs[i].cpu_ns : least.cpu_ns;
	}
	return least;
}

static void print_rate(const char *what, struct cost spent)
{
	(void)printf("%-42s %6lld/s, each %5lld us, processor %5lld us\n", what,
		(long long)(INT64_C(1000000000) * SUBMITS / spent.wall_ns),
		(long long)(spent.wall_ns / 1000 / SUBMITS), (long long)(spent.cpu_ns / 1000 / SUBMITS));
}

static void print_ratio(const char *what, struct cost ours, struct cost raw)
{
	(void)printf("ratio %-40s %lld.%02lld, processor %lld.%02lld\n", what,
		(long long)(raw.wall_ns / ours.wall_ns), (long long)(raw.wall_ns * 100 / ours.wall_ns % 100),
		(long long)(raw.cpu_ns / ours.cpu_ns), (long long)(raw.cpu_ns * 100 / ours.cpu_ns % 100));
}

static void bench_submits(void)
{
	struct jx_arena arena;
	struct load load;
	struct cost ours[ROUNDS];
	struct cost accepted[ROUNDS];
	struct cost raw[ROUNDS];
	struct cost grouped[ROUNDS];
	struct cost lines[ROUNDS];
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	make_load(&arena, &load);
	(void)printf("%d submits of %zu bytes (%d projects, %d indicators), %d in a group; best of %d\n",
		SUBMITS, load.n_bytes, PROJECTS, PROJECTS * INDICATORS, GROUP, ROUNDS);
	for (int i = 0; i < ROUNDS; i++) {
		ours[i] = time_submits(&load, false);
		raw[i] = time_raw(&load, false, SUBMITS);
		grouped[i] = time_raw(&load, false, GROUP);
		accepted[i] = time_submits(&load, true);
		lines[i] = time_raw(&load, true, SUBMITS);
	}
	print_rate("durable submit", best(ours));
	print_rate("raw bulk insert of what it stores", best(raw));
	print_rate("the same, committed group by group", best(grouped));
	print_rate("durable submit with the analysts' rows", best(accepted));
	print_rate("raw bulk insert of those rows", best(lines));
	print_ratio("submit / raw, what is stored at submit", best(ours), best(raw));
	print_ratio("submit / raw, as durable", best(ours), best(grouped));
	print_ratio("submit / raw of all decoded rows", best(ours), best(lines));
	print_ratio("submit and acceptance / raw, all rows", best(accepted), best(lines));
	jx_arena_clear(&arena);
}

static void accept_all(struct store_kit *kit)
{
	char code[16];
	for (int i = 0; i < RANKED; i += 500) {
		store_kit_begin(kit);
		for (int j = i; j < i + 500; j++) {
			code_of(code, j);
			struct kit_report made = {
				.department = code, .round = "2025", .executed_fen = 90000000 + j};
			(void)store_kit_submit(kit, "enterer", store_kit_report(&kit->arena, &made));
			store_kit_accept(kit, "2025", code, j % 100);
		}
		store_kit_commit(kit);
		jx_arena_reset(&kit->arena);
	}
}

static void bench_ranking(void)
{
	struct store_kit kit;
	struct cost spent[ROUNDS];
	store_kit_start(&kit);
	fill_county(&kit, RANKED);
	accept_all(&kit);
	for (int i = 0; i < ROUNDS; i++) {
		struct jx_ranking *ranking = NULL;
		struct cost start = now();
		need(jx_ranking_load(kit.writer, "2025", 0, &ranking, NULL) == JX_OK, "load");
		spent[i] = since(start);
		need(ranking->n_rows == RANKED, "rows");
		if (i == 0)
			(void)printf("snapshot of %d departments, %zu metrics: ", RANKED, ranking->n_keys);
		jx_ranking_free(ranking);
	}
	(void)printf("%lld ms\n", (long long)(best(spent).wall_ns / 1000000));
	struct cost start = now();
	store_kit_reopen(&kit);
	(void)printf("restart with checks: %lld ms\n", (long long)(since(start).wall_ns / 1000000));
	store_kit_stop(&kit);
}

int main(void)
{
	bench_submits();
	bench_ranking();
	return 0;
}
