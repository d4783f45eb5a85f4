/*
 * The rank of one department, in process: from a snapshot in memory, and by COUNT(*) in SQLite.
 *
 *   bench_rank DEPARTMENTS
 *
 * SQLite has codes and scores in memory, first without and then with an index made for the question.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "server/cache/sorted_ranking.h"
#include "tests/bench/bench_kit.h"

#define N_FINDS    2000000u
#define N_COUNTS   100u
#define N_MAKES    20u
#define CODE_BYTES 24    /* of a code, with room for any number */
#define STEP       7919u /* a prime: departments are asked for in no order */

static void make_ranking(struct jx_ranking *ranking, size_t n)
{
	char *codes = bench_need(calloc(n, CODE_BYTES));
	ranking->rows = bench_need(calloc(n, sizeof(*ranking->rows)));
	ranking->n_rows = n;
	for (size_t i = 0; i < n; i++) {
		struct jx_ranking_row *row = &ranking->rows[i];
		(void)snprintf(codes + CODE_BYTES * i, CODE_BYTES, "%09zu", 100000001 + i);
		row->department = codes + CODE_BYTES * i;
		row->title = row->peer_group = row->digest = "";
		row->is_verifiable = true;
		row->final = (struct jx_ranking_score){
			.micros = (int64_t)(i * STEP % 10000) * 10000, .decimals = 2, .has = true};
	}
}

static void run_sql(sqlite3 *sqlite, const char *sql)
{
	if (sqlite3_exec(sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
		bench_die("sqlite: %s", sqlite3_errmsg(sqlite));
}

static sqlite3_stmt *prepare(sqlite3 *sqlite, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(sqlite, sql, -1, &statement, NULL) != SQLITE_OK)
		bench_die("sqlite: %s", sqlite3_errmsg(sqlite));
	return statement;
}

static void fill_table(sqlite3 *sqlite, const struct jx_ranking *ranking)
{
	run_sql(sqlite, "CREATE TABLE scores (code TEXT PRIMARY KEY, micros INTEGER NOT NULL); BEGIN");
	sqlite3_stmt *statement = prepare(sqlite, "INSERT INTO scores VALUES (?, ?)");
	for (size_t i = 0; i < ranking->n_rows; i++) {
		(void)sqlite3_bind_text(statement, 1, ranking->rows[i].department, -1, SQLITE_STATIC);
		(void)sqlite3_bind_int64(statement, 2, ranking->rows[i].final.micros);
		if (sqlite3_step(statement) != SQLITE_DONE || sqlite3_reset(statement) != SQLITE_OK)
			bench_die("sqlite: %s", sqlite3_errmsg(sqlite));
	}
	(void)sqlite3_finalize(statement);
	run_sql(sqlite, "COMMIT");
}

/* Nanoseconds of one COUNT(*); both sides must count alike. */
static uint64_t count(
	sqlite3 *sqlite, const struct jx_ranking *ranking, const struct jx_sorted_ranking *order)
{
	sqlite3_stmt *statement = prepare(sqlite,
		"SELECT 1 + COUNT(*) FROM scores WHERE micros > (SELECT micros FROM scores WHERE code = ?)");
	uint64_t start_ns = bench_cpu_ns();
	for (size_t i = 0; i < N_COUNTS; i++) {
		const char *code = ranking->rows[i * STEP * STEP % ranking->n_rows].department;
		(void)sqlite3_bind_text(statement, 1, code, -1, SQLITE_STATIC);
		if (sqlite3_step(statement) != SQLITE_ROW ||
			sqlite3_column_int64(statement, 0) !=
				(int64_t)jx_sorted_ranking_find(order, ranking, code)->ret_rank)
			bench_die("the ranks differ");
		(void)sqlite3_reset(statement);
	}
	uint64_t took_ns = bench_cpu_ns() - start_ns;
	(void)sqlite3_finalize(statement);
	return took_ns / N_COUNTS;
}

static struct jx_sorted_ranking *make_order(const struct jx_ranking *ranking, uint64_t *ret_ns)
{
	struct jx_sorted_ranking *order = NULL;
	struct jx_error error = {0};
	const struct jx_ranking_query query = {.by = "", .peer_group = "", .where = ""};
	uint64_t start_ns = bench_cpu_ns();
	for (size_t i = 0; i < N_MAKES; i++) {
		jx_sorted_ranking_unref(order);
		bench_must(jx_sorted_ranking_new(ranking, &query, NULL, &order, &error), &error, "order");
	}
	*ret_ns = (bench_cpu_ns() - start_ns) / N_MAKES;
	return order;
}

/* Codes in no order, in memory of their own, as requests bring them. */
static char (*ask_for(const struct jx_ranking *ranking))[CODE_BYTES]
{
	char(*codes)[CODE_BYTES] = bench_need(calloc(ranking->n_rows, sizeof(*codes)));
	for (size_t i = 0; i < ranking->n_rows; i++)
		memcpy(codes[i], ranking->rows[i * STEP % ranking->n_rows].department, sizeof(codes[i]));
	return codes;
}

int main(int argc, char **argv)
{
	struct jx_ranking ranking = {0};
	uint64_t make_ns = 0;
	uint64_t sum = 0;
	make_ranking(&ranking, argc > 1 ? bench_number(argv[1]) : 250000);
	struct jx_sorted_ranking *order = make_order(&ranking, &make_ns);
	sqlite3 *sqlite = NULL;
	if (sqlite3_open(":memory:", &sqlite) != SQLITE_OK)
		bench_die("sqlite");
	fill_table(sqlite, &ranking);
	uint64_t count_ns = count(sqlite, &ranking, order);
	run_sql(sqlite, "CREATE INDEX by_score ON scores (micros)");
	uint64_t indexed_ns = count(sqlite, &ranking, order);
	(void)sqlite3_close(sqlite);
	char(*codes)[CODE_BYTES] = ask_for(&ranking);
	uint64_t start_ns = bench_cpu_ns();
	for (size_t i = 0; i < N_FINDS; i++)
		sum += jx_sorted_ranking_find(order, &ranking, codes[i % ranking.n_rows])->ret_rank;
	uint64_t picos = (bench_cpu_ns() - start_ns) * 1000 / N_FINDS;
	(void)printf("order-ns %llu\ncount-ns %llu\ncount-with-index-ns %llu\nfind-ps %llu\n",
		(unsigned long long)make_ns, (unsigned long long)count_ns, (unsigned long long)indexed_ns,
		(unsigned long long)picos);
	(void)printf("ratio %llu\nratio-with-index %llu\n", (unsigned long long)(count_ns * 1000 / picos),
		(unsigned long long)(indexed_ns * 1000 / picos));
	jx_sorted_ranking_unref(order);
	return sum == 0;
}
