/*
 * An export as an SQLite database.
 *
 * Figures are whole numbers in the tables, fen and millionths, so that sums are exact; a view of the name of each table shows
 * them as the other forms of an export do. What the columns mean stands in a table of its own.
 */
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "client/dataset/database.h"
#include "client/dataset/writer_private.h"
#include "client/text/datetime.h"
#include "proto/contract/figure/figure.h"

#define CACHE "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;"

struct database {
	const struct jx_data_target *target;
	sqlite3 *db;
	sqlite3_stmt *inserts[JX_DATA_TABLES];
};

static enum jx_status fail(const struct database *database, struct jx_error *error)
{
	return database->db != NULL ? jx_data_fail(sqlite3_errmsg(database->db), error)
				    : jx_data_fail_system(ENOMEM, error);
}

static enum jx_status run(const struct database *database, const char *sql, struct jx_error *error)
{
	if (sql != NULL && sqlite3_exec(database->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return JX_OK;
	return fail(database, error);
}

/* ---- the schema ---- */

static bool is_figure(const struct jx_data_column *column)
{
	return column->type == JX_DATA_NUMBER || column->type == JX_DATA_MONEY;
}

/* What a column is called in the table: income_yuan holds fen there, a score millionths. */
static void put_stored(FILE *sql, const struct jx_data_column *column)
{
	size_t n = strlen(column->key);
	if (column->type == JX_DATA_MONEY)
		(void)fprintf(sql, "\"%.*s_fen\"", (int)(n - strlen("_yuan")), column->key);
	else if (column->type == JX_DATA_NUMBER)
		(void)fprintf(sql, "\"%s_micros\"", column->key);
	else
		(void)fprintf(sql, "\"%s\"", column->key);
}

static void put_keys(FILE *sql, const struct jx_data_table *table, size_t n)
{
	for (size_t i = 0; i < n; i++)
		(void)fprintf(sql, "%s\"%s\"", i > 0 ? ", " : "", table->columns[i].key);
}

static void put_table(FILE *sql, const struct jx_data_table *table, enum jx_data_table_id id)
{
	(void)fprintf(sql, "CREATE TABLE data_%s (\n", table->key);
	for (size_t i = 0; i < table->n_columns; i++) {
		const struct jx_data_column *column = &table->columns[i];
		bool is_text = column->type == JX_DATA_TEXT || column->type == JX_DATA_TIME;
		put_stored(sql, column);
		(void)fputs(is_text ? " TEXT" : " INTEGER", sql);
		(void)fputs(i < table->n_key ? " NOT NULL,\n" : ",\n", sql);
	}
	(void)fputs("PRIMARY KEY (", sql);
	put_keys(sql, table, table->n_key);
	if (id == JX_DATA_DEPARTMENTS || id == JX_DATA_MISSING)
		(void)fputs("), FOREIGN KEY (round) REFERENCES data_rounds (round", sql);
	else if (id != JX_DATA_ROUNDS)
		(void)fputs(
			"), FOREIGN KEY (round, department) REFERENCES data_departments (round, department",
			sql);
	(void)fputs(")) STRICT;\n", sql);
}

static void put_view(FILE *sql, const struct jx_data_table *table)
{
	(void)fprintf(sql, "CREATE VIEW %s AS SELECT", table->key);
	for (size_t i = 0; i < table->n_columns; i++) {
		const struct jx_data_column *column = &table->columns[i];
		(void)fputs(i > 0 ? ",\n" : "\n", sql);
		put_stored(sql, column);
		if (is_figure(column))
			(void)fprintf(sql, " / %s AS \"%s\"",
				column->type == JX_DATA_MONEY ? "100.0" : "1000000.0", column->key);
	}
	(void)fprintf(sql, " FROM data_%s;\n", table->key);
}

static char *schema_of(const struct jx_data_target *target)
{
	char *text = NULL;
	size_t n = 0;
	FILE *sql = open_memstream(&text, &n);
	if (sql == NULL)
		return NULL;
	(void)fprintf(sql, "PRAGMA application_id=%d;\n", JX_DATABASE_ID);
	(void)fputs(
		"CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;\n"
		"CREATE TABLE columns (view_name TEXT NOT NULL, column_name TEXT NOT NULL, type TEXT NOT NULL,"
		" unit TEXT NOT NULL, title_zh TEXT NOT NULL, title_en TEXT NOT NULL,"
		" PRIMARY KEY (view_name, column_name)) STRICT;\n",
		sql);
	for (size_t id = 0; id < JX_DATA_TABLES; id++) {
		put_table(sql, &target->dataset->tables[id], (enum jx_data_table_id)id);
		put_view(sql, &target->dataset->tables[id]);
	}
	if (fclose(sql) == 0)
		return text;
	free(text);
	return NULL;
}

static char *insert_of(const struct jx_data_table *table)
{
	char *text = NULL;
	size_t n = 0;
	FILE *sql = open_memstream(&text, &n);
	if (sql == NULL)
		return NULL;
	(void)fprintf(sql, "INSERT INTO data_%s VALUES (", table->key);
	for (size_t i = 0; i < table->n_columns; i++)
		(void)fputs(i > 0 ? ", ?" : "?", sql);
	(void)fputs(")", sql);
	if (fclose(sql) == 0)
		return text;
	free(text);
	return NULL;
}

static enum jx_status prepare(const struct database *database, const char *sql, sqlite3_stmt **ret_statement,
	struct jx_error *error)
{
	if (sql != NULL && sqlite3_prepare_v2(database->db, sql, -1, ret_statement, NULL) == SQLITE_OK)
		return JX_OK;
	return fail(database, error);
}

/* ---- what it is, and what its columns mean ---- */

/* Runs an insert of texts. */
static enum jx_status insert_texts(const struct database *database, const char *sql, const char *const *texts,
	size_t n, struct jx_error *error)
{
	sqlite3_stmt *statement = NULL;
	enum jx_status status = prepare(database, sql, &statement, error);
	for (size_t i = 0; i < n && status == JX_OK; i++)
		if (sqlite3_bind_text(statement, (int)i + 1, texts[i], -1, SQLITE_STATIC) != SQLITE_OK)
			status = fail(database, error);
	if (status == JX_OK && sqlite3_step(statement) != SQLITE_DONE)
		status = fail(database, error);
	(void)sqlite3_finalize(statement);
	return status;
}

static enum jx_status describe_table(
	const struct database *database, const struct jx_data_table *table, struct jx_error *error)
{
	static const char *const types[] = {[JX_DATA_TEXT] = "text",
		[JX_DATA_INTEGER] = "integer",
		[JX_DATA_NUMBER] = "number",
		[JX_DATA_MONEY] = "number",
		[JX_DATA_FLAG] = "flag",
		[JX_DATA_TIME] = "time"};
	enum jx_status status = JX_OK;
	for (size_t i = 0; i < table->n_columns && status == JX_OK; i++) {
		const struct jx_data_column *column = &table->columns[i];
		const char *const texts[] = {table->key, column->key, types[column->type], column->unit,
			column->title[JX_ZH], column->title[JX_EN]};
		status = insert_texts(
			database, "INSERT INTO columns VALUES (?, ?, ?, ?, ?, ?)", texts, 6, error);
	}
	return status;
}

static enum jx_status describe(const struct database *database, struct jx_error *error)
{
	char time[JX_DATETIME_BYTES];
	Google__Protobuf__Timestamp now = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	now.seconds = database->target->time_s;
	const char *const facts[][2] = {{"title_zh", jx_data_title(JX_ZH)},
		{"title_en", jx_data_title(JX_EN)}, {"export_time", jx_datetime_print_utc(&now, time)},
		{"program", "jixiao " JX_VERSION}};
	enum jx_status status = JX_OK;
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]) && status == JX_OK; i++)
		status = insert_texts(database, "INSERT INTO about VALUES (?, ?)", facts[i], 2, error);
	for (size_t id = 0; id < JX_DATA_TABLES && status == JX_OK; id++)
		status = describe_table(database, &database->target->dataset->tables[id], error);
	return status;
}

/* ---- writing ---- */

static void free_database(void *user)
{
	struct database *database = user;
	for (size_t id = 0; id < JX_DATA_TABLES; id++)
		(void)sqlite3_finalize(database->inserts[id]);
	(void)sqlite3_close(database->db);
	free(database);
}

static enum jx_status make(struct database *database, struct jx_error *error)
{
	const struct jx_data_target *target = database->target;
	if (sqlite3_open_v2(target->path, &database->db,
		    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_PRIVATECACHE, NULL) != SQLITE_OK)
		return fail(database, error);
	char *schema = schema_of(target);
	enum jx_status status = run(database, CACHE "BEGIN", error);
	if (status == JX_OK)
		status = run(database, schema, error);
	free(schema);
	if (status == JX_OK)
		status = describe(database, error);
	for (size_t id = 0; id < JX_DATA_TABLES && status == JX_OK; id++) {
		char *insert = insert_of(&target->dataset->tables[id]);
		status = prepare(database, insert, &database->inserts[id], error);
		free(insert);
	}
	return status;
}

static enum jx_status open_database(
	const struct jx_data_target *target, void **ret_user, struct jx_error *error)
{
	struct database *database = calloc(1, sizeof(*database));
	if (database == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	database->target = target;
	enum jx_status status = make(database, error);
	if (status == JX_OK)
		*ret_user = database;
	else
		free_database(database);
	return status;
}

/* Fen or millionths of a printed figure: its digits with as many behind the point as are stored. */
static int64_t whole_number(const char *text, int n_decimals)
{
	bool is_negative = *text == '-';
	uint64_t value = 0;
	int n = -1; /* digits behind the point; none was met */
	for (text += is_negative; *text != '\0'; text++) {
		if (*text == '.') {
			n = 0;
			continue;
		}
		value = value * 10 + (uint64_t)(*text - '0');
		n += n >= 0;
	}
	for (n = n < 0 ? 0 : n; n < n_decimals; n++)
		value *= 10;
	return is_negative ? (int64_t)(0 - value) : (int64_t)value;
}

static int bind_cell(sqlite3_stmt *insert, int at, enum jx_data_type type, const char *text)
{
	if (text == NULL)
		return sqlite3_bind_null(insert, at);
	switch (type) {
	case JX_DATA_MONEY:
		return sqlite3_bind_int64(insert, at, whole_number(text, JX_YUAN_DECIMALS));
	case JX_DATA_NUMBER:
		return sqlite3_bind_int64(insert, at, whole_number(text, JX_MICROS_DECIMALS));
	case JX_DATA_INTEGER:
		return sqlite3_bind_int64(insert, at, whole_number(text, 0));
	case JX_DATA_FLAG:
		return sqlite3_bind_int64(insert, at, strcmp(text, "true") == 0);
	case JX_DATA_TEXT:
	case JX_DATA_TIME:
	default:
		return sqlite3_bind_text(insert, at, text, -1, SQLITE_STATIC);
	}
}

static enum jx_status put_row(
	void *user, enum jx_data_table_id id, const struct jx_datum *cells, struct jx_error *error)
{
	const struct database *database = user;
	const struct jx_data_table *table = &database->target->dataset->tables[id];
	sqlite3_stmt *insert = database->inserts[id];
	for (size_t i = 0; i < table->n_columns; i++)
		if (bind_cell(insert, (int)i + 1, table->columns[i].type, cells[i].text) != SQLITE_OK)
			return fail(database, error);
	bool is_in = sqlite3_step(insert) == SQLITE_DONE;
	return sqlite3_reset(insert) == SQLITE_OK && is_in ? JX_OK : fail(database, error);
}

static enum jx_status close_database(void *user, struct jx_error *error)
{
	return run(user, "COMMIT", error);
}

const struct jx_data_way jx_data_way_database = {
	.open = open_database, .put = put_row, .close = close_database, .free = free_database};
