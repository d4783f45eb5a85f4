#include "client/dataset/query.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "client/dataset/database.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

#define PROGRESS_STEPS 10000 /* of the virtual machine between two looks at the clock */
#define HEADER_BYTES   72
#define ID_AT          68 /* of the application id in the header: https://www.sqlite.org/fileformat.html */
#define NAME_BYTES     128
#define NUMBER_BYTES   32

struct running {
	const struct jx_query *query;
	sqlite3 *db;
	sqlite3_stmt *statement;
	struct timespec start;
	char (*names)[NAME_BYTES];     /* owned */
	struct jx_query_value *values; /* owned, and the numbers that they point to */
	char (*numbers)[NUMBER_BYTES];
	size_t n_columns;
};

static enum jx_status fail_limit(const char *zh, const char *en, uint64_t most, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_QUERY_LIMIT, JX_ARGS(JX_WORDS(zh, en), JX_U64(most)));
}

/* Why the last step or prepare ended. */
static enum jx_status fail(const struct running *running, int code, struct jx_error *error)
{
	if (code == SQLITE_INTERRUPT)
		return fail_limit("毫秒", "milliseconds", (uint64_t)running->query->max_ms, error);
	if (code == SQLITE_NOMEM)
		return fail_limit("字节内存", "bytes of memory", JX_MAX_QUERY_MEMORY_BYTES, error);
	if (code == SQLITE_TOOBIG)
		return fail_limit("字节（一个值）", "bytes of one value", JX_MAX_QUERY_VALUE_BYTES, error);
	return jx_fail_with(error, JX_REASON_SQL_REFUSED, JX_ARGS(JX_TEXT(sqlite3_errmsg(running->db))));
}

/* ---- what it may do ---- */

static int on_progress(void *user)
{
	struct running *running = user;
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	int64_t ms = (int64_t)(now.tv_sec - running->start.tv_sec) * 1000 +
		     (now.tv_nsec - running->start.tv_nsec) / 1000000;
	return ms > running->query->max_ms;
}

/* Reading tables and computing, and nothing else: no other file, no setting, no change. */
static int authorize(
	void *user, int action, const char *a, const char *b, const char *database, const char *trigger)
{
	(void)user;
	(void)a;
	(void)database;
	(void)trigger;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_FUNCTION:
		return b != NULL && strcmp(b, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
	default:
		return SQLITE_DENY;
	}
}

static void set_limits(sqlite3 *db)
{
	static const struct {
		int what;
		int most;
	} limits[] = {{SQLITE_LIMIT_LENGTH, JX_MAX_QUERY_VALUE_BYTES},
		{SQLITE_LIMIT_SQL_LENGTH, JX_MAX_QUERY_BYTES}, {SQLITE_LIMIT_ATTACHED, 0},
		{SQLITE_LIMIT_COMPOUND_SELECT, 50}, {SQLITE_LIMIT_EXPR_DEPTH, 200},
		{SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000}, {SQLITE_LIMIT_WORKER_THREADS, 0}};
	for (size_t i = 0; i < JX_COUNT_OF(limits); i++)
		(void)sqlite3_limit(db, limits[i].what, limits[i].most);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
}

/* The header says whether it is one of ours, before the library looks at it: a database of the daemon is not touched. */
static enum jx_status check_file(const char *path, struct jx_error *error)
{
	unsigned char header[HEADER_BYTES];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 && errno == ENOENT)
		return jx_fail_with(error, JX_REASON_FILE_NOT_FOUND, JX_ARGS(JX_TEXT(path)));
	if (fd < 0)
		return jx_fail_with(
			error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_SYSTEM(errno)));
	ssize_t n = read(fd, header, sizeof(header));
	(void)close(fd);
	uint32_t id = n == HEADER_BYTES ? (uint32_t)header[ID_AT] << 24 | (uint32_t)header[ID_AT + 1] << 16 |
						  (uint32_t)header[ID_AT + 2] << 8 | header[ID_AT + 3]
					: 0;
	/* Not one with a write-ahead log either, for which SQLite would write files beside it. */
	bool has_log = n == HEADER_BYTES && (header[18] != 1 || header[19] != 1);
	if (id == JX_DATABASE_ID && !has_log && memcmp(header, "SQLite format 3", 16) == 0)
		return JX_OK;
	return jx_fail_with(error, JX_REASON_NOT_AN_EXPORT, JX_ARGS(JX_TEXT(path)));
}

static enum jx_status open_database(struct running *running, struct jx_error *error)
{
	const struct jx_query *query = running->query;
	enum jx_status status = check_file(query->path, error);
	if (status != JX_OK)
		return status;
	/* Before the first connection: what SQLite has taken by then stays outside. */
	(void)sqlite3_hard_heap_limit64(JX_MAX_QUERY_MEMORY_BYTES);
	int code = sqlite3_open_v2(
		query->path, &running->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_PRIVATECACHE, NULL);
	if (code != SQLITE_OK)
		return jx_fail_with(error, JX_REASON_NOT_AN_EXPORT, JX_ARGS(JX_TEXT(query->path)));
	set_limits(running->db);
	/* What is sorted stays in memory, where it has a limit: no file is written. */
	if (sqlite3_exec(running->db, "PRAGMA temp_store=MEMORY; PRAGMA query_only=ON; PRAGMA mmap_size=0",
		    NULL, NULL, NULL) != SQLITE_OK)
		return fail(running, SQLITE_ERROR, error);
	(void)sqlite3_set_authorizer(running->db, authorize, NULL);
	(void)clock_gettime(CLOCK_MONOTONIC, &running->start);
	sqlite3_progress_handler(running->db, PROGRESS_STEPS, on_progress, running);
	return JX_OK;
}

/* ---- the statement ---- */

/* Nothing but space, semicolons and comments may follow it; what SQLite makes no statement of is nothing. */
static enum jx_status prepare(struct running *running, struct jx_error *error)
{
	const char *rest = NULL;
	sqlite3_stmt *second = NULL;
	int code = sqlite3_prepare_v2(running->db, running->query->statement, -1, &running->statement, &rest);
	if (code != SQLITE_OK)
		return fail(running, code, error);
	while (running->statement != NULL && rest[0] != '\0') {
		code = sqlite3_prepare_v2(running->db, rest, -1, &second, &rest);
		if (code != SQLITE_OK || second != NULL) {
			(void)sqlite3_finalize(second);
			return jx_fail_with(error, JX_REASON_SQL_REFUSED,
				JX_ARGS(JX_WORDS("只能有一条语句", "there may be one statement only")));
		}
	}
	if (running->statement == NULL || sqlite3_column_count(running->statement) == 0 ||
		sqlite3_stmt_readonly(running->statement) == 0)
		return jx_fail_with(error, JX_REASON_SQL_REFUSED,
			JX_ARGS(JX_WORDS("只能用 SELECT 读取", "it must be a SELECT")));
	return JX_OK;
}

static bool is_taken(const struct running *running, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(running->names[i], name) == 0)
			return true;
	return false;
}

/* A name that is there already gets a number: "round_2". */
static void name_column(struct running *running, size_t at)
{
	const char *name = sqlite3_column_name(running->statement, (int)at);
	char *out = running->names[at];
	if (name == NULL || name[0] == '\0')
		name = "column";
	(void)snprintf(out, NAME_BYTES, "%.100s", name);
	for (unsigned n = 2; is_taken(running, at, out); n++)
		(void)snprintf(out, NAME_BYTES, "%.100s_%u", name, n);
}

static enum jx_status tell_columns(struct running *running, struct jx_error *error)
{
	size_t n = (size_t)sqlite3_column_count(running->statement);
	running->n_columns = n;
	running->names = calloc(n, sizeof(*running->names));
	running->values = calloc(n, sizeof(*running->values));
	running->numbers = calloc(n, sizeof(*running->numbers));
	const char **names = calloc(n, sizeof(*names));
	enum jx_status status = JX_OK;
	if (running->names == NULL || running->values == NULL || running->numbers == NULL || names == NULL)
		status = jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	for (size_t i = 0; i < n && status == JX_OK; i++) {
		name_column(running, i);
		names[i] = running->names[i];
	}
	if (status == JX_OK)
		status = running->query->on_columns(running->query->user, names, n, error);
	free(names);
	return status;
}

/* As short as it reads back the same, so that 88.93 is no 88.930000000000007. What is no number in JSON is a text. */
static void print_real(double real, struct jx_query_value *value, char out[NUMBER_BYTES])
{
	for (int digits = 15; digits <= 17; digits++) {
		(void)snprintf(out, NUMBER_BYTES, "%.*g", digits, real);
		if (strtod(out, NULL) == real)
			break;
	}
	value->text = out;
	value->is_number = strpbrk(out, "in") == NULL;
}

static enum jx_status read_value(struct running *running, size_t at, struct jx_error *error)
{
	struct jx_query_value *value = &running->values[at];
	int column = (int)at;
	*value = (struct jx_query_value){0};
	switch (sqlite3_column_type(running->statement, column)) {
	case SQLITE_NULL:
		return JX_OK;
	case SQLITE_FLOAT:
		print_real(sqlite3_column_double(running->statement, column), value, running->numbers[at]);
		return JX_OK;
	case SQLITE_BLOB:
		return jx_fail_with(error, JX_REASON_SQL_REFUSED,
			JX_ARGS(JX_WORDS("结果里有二进制数据，用 hex() 显示",
				"a result holds bytes: show them by hex()")));
	case SQLITE_INTEGER:
		value->is_number = true;
		break;
	default:
		break;
	}
	value->text = (const char *)sqlite3_column_text(running->statement, column);
	return value->text != NULL ? JX_OK : fail(running, SQLITE_NOMEM, error);
}

static enum jx_status tell_row(struct running *running, struct jx_error *error)
{
	for (size_t i = 0; i < running->n_columns; i++) {
		enum jx_status status = read_value(running, i, error);
		if (status != JX_OK)
			return status;
	}
	return running->query->on_row(running->query->user, running->values, running->n_columns, error);
}

static enum jx_status run(struct running *running, struct jx_error *error)
{
	enum jx_status status = tell_columns(running, error);
	for (size_t n = 0; status == JX_OK; n++) {
		int code = sqlite3_step(running->statement);
		if (code == SQLITE_DONE)
			return JX_OK;
		if (code != SQLITE_ROW)
			return fail(running, code, error);
		if (n == JX_MAX_QUERY_ROWS)
			return fail_limit("行", "rows", JX_MAX_QUERY_ROWS, error);
		status = tell_row(running, error);
	}
	return status;
}

enum jx_status jx_query_run(const struct jx_query *query, struct jx_error *error)
{
	struct running running = {.query = query};
	enum jx_status status = open_database(&running, error);
	if (status == JX_OK)
		status = prepare(&running, error);
	if (status == JX_OK)
		status = run(&running, error);
	(void)sqlite3_finalize(running.statement);
	(void)sqlite3_close(running.db);
	free(running.names);
	free(running.values);
	free(running.numbers);
	return status;
}
