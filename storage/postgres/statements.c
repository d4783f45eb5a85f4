/* Statements: prepared once per connection, values in binary, results whole. */
#include <assert.h>
#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "storage/postgres/numeric.h"
#include "storage/postgres/postgres.h"
#include "storage/postgres/words.h"

/* What is put behind an INSERT, by how it is run. */
enum variant { PLAIN, UNIQUE, NUMBERED, N_VARIANTS };
static const char *const SUFFIXES[N_VARIANTS] = {"", " ON CONFLICT DO NOTHING", " RETURNING *"};

struct value {
	uint32_t type; /* that the statement was prepared with; 0: as the server has found */
	uint32_t bound_type;
	const char *bytes; /* NULL: none */
	int n;
	uint64_t number; /* in the order of the network */
	char *owned;     /* a list */
};

struct statement {
	const char *text; /* literal */
	char name[16];
	enum variant variant;
	bool is_prepared;
	bool is_command; /* no parameters and no rows: said as it is */
	int n_values;
	struct value *values;
	const char **pointers; /* for libpq, likewise the next two */
	int *lengths;
	int *formats;
	pg_result *result;
	int row;
	char shown[24]; /* a number as text */
};

static struct statement *of(const struct jx_sql *sql)
{
	return sql->statement;
}

static const struct jx_libpq *pq_of(const struct jx_sql *sql)
{
	return sql->db->postgres->pq;
}

/* ---- preparing ---- */

static void free_statement(struct statement *statement)
{
	if (statement == NULL)
		return;
	for (int i = 0; statement->values != NULL && i < statement->n_values; i++)
		free(statement->values[i].owned);
	free(statement->values);
	free(statement->pointers);
	free(statement->lengths);
	free(statement->formats);
	free(statement);
}

static bool is_question(const char *text)
{
	return strncmp(text, "SELECT", 6) == 0 || strncmp(text, "INSERT", 6) == 0 ||
	       strncmp(text, "UPDATE", 6) == 0 || strncmp(text, "DELETE", 6) == 0 ||
	       strncmp(text, "WITH", 4) == 0 || strncmp(text, "FETCH", 5) == 0;
}

static struct statement *make_statement(struct jx_db *db, const char *text)
{
	struct statement *statement = calloc(1, sizeof(*statement));
	int n = 0;
	char *words = jx_postgres_words(text, "", &n);
	if (statement == NULL || words == NULL) {
		free(words);
		free(statement);
		return NULL;
	}
	free(words);
	size_t room = (size_t)n + 1;
	statement->text = text;
	statement->n_values = n;
	statement->is_command = !is_question(text);
	statement->values = calloc(room, sizeof(*statement->values));
	statement->pointers = calloc(room, sizeof(*statement->pointers));
	statement->lengths = calloc(room, sizeof(*statement->lengths));
	statement->formats = calloc(room, sizeof(*statement->formats));
	(void)snprintf(statement->name, sizeof(statement->name), "s%" PRIu32, db->postgres->n_prepared++);
	if (statement->values != NULL && statement->pointers != NULL && statement->lengths != NULL &&
		statement->formats != NULL)
		return statement;
	free_statement(statement);
	return NULL;
}

enum jx_status jx_postgres_prepare(struct jx_db *db, const char *text, struct jx_error *error)
{
	struct jx_db_statement *cached = jx_db_find_cached(db, text);
	if (cached->text != NULL)
		return JX_OK;
	assert(db->n_cached < JX_DB_CACHED - 1);
	cached->statement = make_statement(db, text);
	if (cached->statement == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	cached->text = text;
	db->n_cached++;
	return JX_OK;
}

void jx_postgres_finalize_all(struct jx_db *db)
{
	for (size_t i = 0; i < JX_DB_CACHED; i++)
		free_statement(db->cached[i].statement);
	memset(db->cached, 0, sizeof(db->cached));
	db->n_cached = 0;
	/* What the server keeps of them goes with the connection, or by a command of its own (jx_postgres_show_past()). */
}

static void start(struct jx_sql *sql, const char *text)
{
	if (sql->db->postgres == NULL) {
		sql->status = jx_db_fail_lost(sql->db, sql->error);
		return;
	}
	sql->status = jx_postgres_prepare(sql->db, text, sql->error);
	if (sql->status != JX_OK)
		return;
	struct jx_db_statement *cached = jx_db_find_cached(sql->db, text);
	sql->statement = cached->statement;
	assert(of(sql)->result == NULL);
}

/* ---- binding ---- */

static void bind(struct jx_sql *sql, uint32_t type, const void *bytes, size_t n)
{
	struct statement *statement = of(sql);
	assert(sql->n_bound <= statement->n_values);
	struct value *value = &statement->values[sql->n_bound - 1];
	value->bound_type = type;
	value->bytes = bytes;
	value->n = (int)n;
}

static void bind_int(struct jx_sql *sql, int64_t number)
{
	struct value *value = &of(sql)->values[sql->n_bound - 1];
	value->number = htobe64((uint64_t)number);
	bind(sql, PG_INT8, &value->number, sizeof(value->number));
}

static void bind_null(struct jx_sql *sql, enum jx_sql_kind kind)
{
	static const uint32_t TYPES[] = {[JX_SQL_NULL] = 0,
		[JX_SQL_INTEGER] = PG_INT8,
		[JX_SQL_TEXT] = PG_TEXT,
		[JX_SQL_BYTES] = PG_BYTEA};
	bind(sql, TYPES[kind], NULL, 0);
}

static void bind_text(struct jx_sql *sql, const char *text)
{
	bind(sql, PG_TEXT, text, strlen(text));
}

static void bind_bytes(struct jx_sql *sql, const void *bytes, size_t n)
{
	bind(sql, PG_BYTEA, bytes, n);
}

static char *put_number(char *at, uint32_t number)
{
	uint32_t big = htobe32(number);
	memcpy(at, &big, sizeof(big));
	return at + sizeof(big);
}

/* An array in binary: one dimension, no NULL, type text, its length and first index, and each text behind its length. */
static void bind_texts(struct jx_sql *sql, const char *const *texts, size_t n)
{
	struct value *value = &of(sql)->values[sql->n_bound - 1];
	size_t n_bytes = 5 * sizeof(uint32_t);
	for (size_t i = 0; i < n; i++)
		n_bytes += sizeof(uint32_t) + strlen(texts[i]);
	free(value->owned);
	value->owned = malloc(n_bytes);
	if (value->owned == NULL) {
		jx_sql_set_error(sql, jx_fail(sql->error, JX_REASON_OUT_OF_MEMORY));
		return;
	}
	char *at = put_number(value->owned, n > 0 ? 1 : 0);
	at = put_number(at, 0);
	at = put_number(at, PG_TEXT);
	at = n > 0 ? put_number(put_number(at, (uint32_t)n), 1) : at;
	for (size_t i = 0; i < n; i++) {
		size_t length = strlen(texts[i]);
		at = put_number(at, (uint32_t)length);
		memcpy(at, texts[i], length);
		at += length;
	}
	bind(sql, PG_TEXTS, value->owned, (size_t)(at - value->owned));
}

/* ---- running ---- */

/* A value of another type than before has the statement prepared again. NULL has none. */
static bool has_other_types(const struct statement *statement)
{
	for (int i = 0; i < statement->n_values; i++)
		if (statement->values[i].bound_type != 0 &&
			statement->values[i].bound_type != statement->values[i].type)
			return true;
	return false;
}

static enum jx_status send_prepare(struct jx_sql *sql, enum variant variant)
{
	struct statement *statement = of(sql);
	pg_result *result = NULL;
	int n = 0;
	char *words = jx_postgres_words(of(sql)->text, SUFFIXES[variant], &n);
	uint32_t *types = calloc((size_t)n + 1, sizeof(*types));
	enum jx_status status =
		words != NULL && types != NULL ? JX_OK : jx_fail(sql->error, JX_REASON_OUT_OF_MEMORY);
	for (int i = 0; status == JX_OK && i < n; i++) {
		struct value *value = &statement->values[i];
		value->type = value->bound_type != 0 ? value->bound_type : value->type;
		types[i] = value->type;
	}
	if (status == JX_OK)
		status = jx_postgres_wait(sql->db,
			pq_of(sql)->PQsendPrepare(
				sql->db->postgres->connection, statement->name, words, n, types),
			&result, sql->error);
	free(words);
	free(types);
	if (status != JX_OK)
		return status;
	pq_of(sql)->PQclear(result);
	statement->is_prepared = true;
	statement->variant = variant;
	return JX_OK;
}

static enum jx_status prepare(struct jx_sql *sql, enum variant variant)
{
	struct statement *statement = of(sql);
	if (statement->is_prepared && statement->variant == variant && !has_other_types(statement))
		return JX_OK;
	/* A name is used once: the one before it is left to the end of the connection. There are few. */
	(void)snprintf(
		statement->name, sizeof(statement->name), "s%" PRIu32, sql->db->postgres->n_prepared++);
	statement->is_prepared = false;
	return send_prepare(sql, variant);
}

static enum jx_status send_values(struct jx_sql *sql)
{
	struct statement *statement = of(sql);
	for (int i = 0; i < statement->n_values; i++) {
		statement->pointers[i] = statement->values[i].bytes;
		statement->lengths[i] = statement->values[i].n;
		statement->formats[i] = 1;
	}
	int is_sent = pq_of(sql)->PQsendQueryPrepared(sql->db->postgres->connection, statement->name,
		statement->n_values, statement->pointers, statement->lengths, statement->formats, 1);
	statement->row = -1;
	return jx_postgres_wait(sql->db, is_sent, &statement->result, sql->error);
}

static bool run(struct jx_sql *sql, enum variant variant)
{
	if (of(sql)->is_command) {
		jx_sql_set_error(sql, jx_postgres_exec(sql->db, of(sql)->text, sql->error));
		return false;
	}
	jx_sql_set_error(sql, prepare(sql, variant));
	if (sql->status == JX_OK)
		jx_sql_set_error(sql, send_values(sql));
	return sql->status == JX_OK;
}

static bool next(struct jx_sql *sql)
{
	struct statement *statement = of(sql);
	if (statement->result == NULL && !run(sql, PLAIN))
		return false;
	if (statement->row + 1 >= pq_of(sql)->PQntuples(statement->result))
		return false;
	statement->row++;
	return true;
}

static void end(struct jx_sql *sql)
{
	struct statement *statement = of(sql);
	pq_of(sql)->PQclear(statement->result);
	statement->result = NULL;
	for (int i = 0; i < statement->n_values; i++) {
		statement->values[i].bytes = NULL;
		statement->values[i].bound_type = 0;
	}
}

static uint32_t count_changed(const struct jx_sql *sql)
{
	return of(sql)->result != NULL ? (uint32_t)strtoul(pq_of(sql)->PQcmdTuples(of(sql)->result), NULL, 10)
				       : 0;
}

static enum jx_status run_counting(struct jx_sql *sql, uint32_t *ret_n_changed)
{
	if (run(sql, PLAIN))
		*ret_n_changed = count_changed(sql);
	return jx_sql_end(sql);
}

static enum jx_status run_unique(struct jx_sql *sql, bool *ret_is_new)
{
	*ret_is_new = run(sql, UNIQUE) && count_changed(sql) == 1;
	return jx_sql_end(sql);
}

/* ---- rows ---- */

static const char *cell(const struct jx_sql *sql, int column, size_t *ret_n)
{
	const struct statement *statement = of(sql);
	*ret_n = (size_t)pq_of(sql)->PQgetlength(statement->result, statement->row, column);
	return pq_of(sql)->PQgetvalue(statement->result, statement->row, column);
}

static uint32_t type_of(const struct jx_sql *sql, int column)
{
	return pq_of(sql)->PQftype(of(sql)->result, column);
}

static bool is_absent(const struct jx_sql *sql, int column)
{
	return pq_of(sql)->PQgetisnull(of(sql)->result, of(sql)->row, column) != 0;
}

static enum jx_sql_kind column_kind(struct jx_sql *sql, int column)
{
	if (is_absent(sql, column))
		return JX_SQL_NULL;
	switch (type_of(sql, column)) {
	case PG_BOOL:
	case PG_INT2:
	case PG_INT4:
	case PG_INT8:
	case PG_NUMERIC:
		return JX_SQL_INTEGER;
	case PG_BYTEA:
		return JX_SQL_BYTES;
	default:
		return JX_SQL_TEXT;
	}
}

static int64_t column_int(struct jx_sql *sql, int column)
{
	size_t n = 0;
	if (is_absent(sql, column))
		return 0;
	const char *bytes = cell(sql, column, &n);
	switch (type_of(sql, column)) {
	case PG_NUMERIC:
		return jx_postgres_numeric(bytes, n);
	case PG_BOOL:
	case PG_INT2:
	case PG_INT4:
	case PG_INT8:
		return jx_postgres_integer(bytes, n);
	default:
		return strtoll(bytes, NULL, 10);
	}
}

static const char *column_text(struct jx_sql *sql, int column)
{
	size_t n = 0;
	enum jx_sql_kind kind = column_kind(sql, column);
	if (kind == JX_SQL_NULL)
		return "";
	if (kind != JX_SQL_INTEGER)
		return cell(sql, column, &n);
	(void)snprintf(of(sql)->shown, sizeof(of(sql)->shown), "%" PRId64, column_int(sql, column));
	return of(sql)->shown;
}

static const uint8_t *column_bytes(struct jx_sql *sql, int column, size_t *ret_n)
{
	*ret_n = 0;
	return is_absent(sql, column) ? NULL : (const uint8_t *)cell(sql, column, ret_n);
}

static int n_columns(const struct jx_sql *sql)
{
	return pq_of(sql)->PQnfields(of(sql)->result);
}

static const char *column_name(const struct jx_sql *sql, int column)
{
	return pq_of(sql)->PQfname(of(sql)->result, column);
}

static int n_parameters(const struct jx_sql *sql)
{
	return of(sql)->n_values;
}

/* The key is the first column of each table that is numbered. */
static enum jx_status run_numbered(struct jx_sql *sql, int64_t *ret_number)
{
	if (run(sql, NUMBERED) && pq_of(sql)->PQntuples(of(sql)->result) > 0) {
		of(sql)->row = 0;
		*ret_number = column_int(sql, 0);
	}
	return jx_sql_end(sql);
}

const struct jx_engine_statements jx_postgres_statements = {
	.start = start,
	.bind_int = bind_int,
	.bind_null = bind_null,
	.bind_text = bind_text,
	.bind_bytes = bind_bytes,
	.bind_texts = bind_texts,
	.next = next,
	.end = end,
	.run_counting = run_counting,
	.run_unique = run_unique,
	.run_numbered = run_numbered,
	.column_int = column_int,
	.column_kind = column_kind,
	.column_text = column_text,
	.column_bytes = column_bytes,
	.n_columns = n_columns,
	.column_name = column_name,
	.n_parameters = n_parameters,
};
