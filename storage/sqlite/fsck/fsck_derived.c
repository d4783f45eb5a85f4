/* What follows from a version's content: its rows are made again by the product's own functions, and compared. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/message/codec.h"
#include "storage/sql_states.h"
#include "storage/sqlite/fsck/fsck_private.h"

/* A temporary table of the same name stands before the store's own: what the product writes meanwhile goes there. */
struct derived {
	const char *table;
	const char *shadow;
	const char *clear;
	const char *read_made;
	const char *read_stored;
	bool is_of_accepted; /* nobody sees its rows of other versions: an acceptance that did not come to its end leaves some */
};

#define DERIVED(table, is_of_accepted)                                                                    \
	{                                                                                                 \
		table,                                                                                    \
			"CREATE TEMP TABLE IF NOT EXISTS " table " AS SELECT * FROM main." table          \
			" WHERE false",                                                                   \
			"DELETE FROM temp." table,                                                        \
			"SELECT * FROM temp." table " WHERE version_id = ? ORDER BY 1, 2",                \
			"SELECT * FROM main." table " WHERE version_id = ? ORDER BY 1, 2", is_of_accepted \
	}

static const struct derived TABLES[] = {
	DERIVED("funds", true),
	DERIVED("functions", true),
	DERIVED("staff", true),
	DERIVED("assets", true),
	DERIVED("rates", true),
	DERIVED("outcomes", true),
	DERIVED("projects", true),
	DERIVED("indicators", true),
	DERIVED("metric_values", true),
	DERIVED("scores", false),
	DERIVED("score_lines", true),
	DERIVED("texts", true),
	DERIVED("input_flags", false),
};

enum jx_status jx_fsck_next_version(struct jx_db *db, int64_t after, struct jx_arena *arena, bool *ret_found,
	struct jx_fsck_version *ret_version, struct jx_error *error)
{
	enum { ID, ROUND, DEPARTMENT, NUMBER, IS_ACCEPTED, HAS_SHEET };
	struct jx_sql sql;
	*ret_found = false;
	jx_sql_start(&sql, db,
		"SELECT v.id, r.name, s.department, v.number,"
		" (s.accepted_version_id = v.id AND s.state " SQL_IS_ACCEPTED ") OR EXISTS"
		" (SELECT 1 FROM publication_rows p WHERE p.version_id = v.id), t.sheet IS NOT NULL"
		" FROM versions v JOIN submissions s ON s.id = v.submission_id"
		" JOIN rounds r ON r.id = s.round_id LEFT JOIN scores t ON t.version_id = v.id"
		" WHERE v.id > ? ORDER BY v.id LIMIT 1",
		error);
	jx_sql_bind_int(&sql, after);
	while (jx_sql_next(&sql)) {
		*ret_found = true;
		*ret_version = (struct jx_fsck_version){.id = jx_sql_int(&sql, ID),
			.round = jx_sql_text(&sql, ROUND, arena),
			.department = jx_sql_text(&sql, DEPARTMENT, arena),
			.number = (uint32_t)jx_sql_int(&sql, NUMBER),
			.is_accepted = jx_sql_int(&sql, IS_ACCEPTED) != 0,
			.has_sheet = jx_sql_int(&sql, HAS_SHEET) != 0};
	}
	return jx_sql_end(&sql);
}

/* What finance set is kept with the scores, and is where the final ones come from. */
static const char KEEP_REVIEW[] = "INSERT INTO temp.scores SELECT * FROM main.scores WHERE version_id = ?";

enum jx_status jx_fsck_shadow_derived(struct jx_db *db, int64_t version_id, struct jx_error *error)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < JX_COUNT_OF(TABLES); i++) {
		status = jx_db_exec(db, TABLES[i].shadow, error);
		if (status == JX_OK)
			status = jx_db_exec(db, TABLES[i].clear, error);
	}
	return status == JX_OK ? jx_sql_run_on(db, KEEP_REVIEW, version_id, error) : status;
}

/* Two statements over rows of one shape: made again, and as they are stored. */
struct pair {
	const struct derived *derived;
	const struct jx_fsck_version *version;
	const struct jx_fsck_listener *listener;
	struct jx_sql made;
	struct jx_sql stored;
};

static void tell(
	const struct pair *pair, const char *line, const char *column, const char *made, const char *kept)
{
	char row[160];
	(void)snprintf(row, sizeof(row), "%.64s-%.64s/%u/%.16s", pair->version->round,
		pair->version->department, (unsigned)pair->version->number, line);
	const struct jx_fsck_difference difference = {
		.table = pair->derived->table, .row = row, .column = column, .logged = made, .stored = kept};
	pair->listener->on_difference(pair->listener->user, &difference);
}

static bool is_same_cell(sqlite3_stmt *made, sqlite3_stmt *kept, int column)
{
	int n = sqlite3_column_bytes(made, column);
	if (sqlite3_column_type(made, column) != sqlite3_column_type(kept, column))
		return false;
	if (sqlite3_column_type(made, column) == SQLITE_INTEGER)
		return sqlite3_column_int64(made, column) == sqlite3_column_int64(kept, column);
	return n == sqlite3_column_bytes(kept, column) &&
	       (n == 0 || memcmp(sqlite3_column_blob(made, column), sqlite3_column_blob(kept, column),
				  (size_t)n) == 0);
}

/* The first versions wrote that lines claim 0 where none claims anything. Nothing is shown otherwise for that, and what they wrote
 * stays: such a sheet is the one that is made today, but for this. */
static bool is_sheet_of_old(sqlite3_stmt *made, sqlite3_stmt *kept, int column)
{
	struct jx_arena arena;
	struct jx_error ignored;
	ProtobufCMessage *message = NULL;
	uint8_t *bytes = NULL;
	size_t n = 0;
	bool is_same = false;
	const uint8_t *old = sqlite3_column_blob(kept, column);
	size_t n_old = (size_t)sqlite3_column_bytes(kept, column);
	if (strcmp(sqlite3_column_name(kept, column), "sheet") != 0 || old == NULL)
		return false;
	jx_arena_init(&arena, JX_MAX_SCRATCH_BYTES);
	if (jx_codec_unpack_strict(JX_SCORE_SHEET_DESCRIPTOR, old, n_old, &arena, &message, &ignored) ==
		JX_OK) {
		JxScoreSheet *sheet = (JxScoreSheet *)message;
		const void *today = sqlite3_column_blob(made, column);
		if (sheet->claimed != NULL && sheet->claimed->micros == 0 && sheet->n_lines == 0)
			sheet->claimed = NULL;
		is_same = jx_codec_pack_arena(message, &arena, &bytes, &n, &ignored) == JX_OK &&
			  today != NULL && n == (size_t)sqlite3_column_bytes(made, column) &&
			  memcmp(today, bytes, n) == 0;
	}
	jx_arena_clear(&arena);
	return is_same;
}

static const char *show_cell(sqlite3_stmt *statement, int column)
{
	if (sqlite3_column_type(statement, column) == SQLITE_BLOB)
		return "...";
	const char *text = (const char *)sqlite3_column_text(statement, column);
	return text != NULL ? text : "";
}

static void compare_row(const struct pair *pair)
{
	sqlite3_stmt *made = pair->made.statement;
	sqlite3_stmt *kept = pair->stored.statement;
	char line[24];
	(void)snprintf(line, sizeof(line), "%lld", (long long)sqlite3_column_int64(kept, 1));
	for (int i = 0; i < sqlite3_column_count(made); i++)
		if (!is_same_cell(made, kept, i) && !is_sheet_of_old(made, kept, i))
			tell(pair, line, sqlite3_column_name(made, i), show_cell(made, i),
				show_cell(kept, i));
}

static enum jx_status compare_table(struct pair *pair, struct jx_db *db, struct jx_error *error)
{
	jx_sql_start(&pair->made, db, pair->derived->read_made, error);
	jx_sql_bind_int(&pair->made, pair->version->id);
	jx_sql_start(&pair->stored, db, pair->derived->read_stored, error);
	jx_sql_bind_int(&pair->stored, pair->version->id);
	for (;;) {
		bool is_made = jx_sql_next(&pair->made);
		bool is_kept = jx_sql_next(&pair->stored);
		if (is_made && is_kept)
			compare_row(pair);
		else if (is_made)
			tell(pair, "", "*", "there is one", "no such row");
		else if (is_kept)
			tell(pair, "", "*", "no such row", "there is one");
		if (!is_made || !is_kept)
			break;
	}
	enum jx_status status = jx_sql_end(&pair->made);
	enum jx_status kept = jx_sql_end(&pair->stored);
	return status == JX_OK ? kept : status;
}

enum jx_status jx_fsck_compare_derived(struct jx_db *db, const struct jx_fsck_version *version,
	const struct jx_fsck_listener *listener, struct jx_error *error)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < JX_COUNT_OF(TABLES); i++) {
		if (TABLES[i].is_of_accepted && !version->is_accepted)
			continue;
		struct pair pair = {.derived = &TABLES[i], .version = version, .listener = listener};
		status = compare_table(&pair, db, error);
	}
	return status;
}

enum jx_status jx_fsck_next_publication(struct jx_db *db, const char **inout_round, uint32_t *inout_number,
	struct jx_arena *arena, bool *ret_found, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_found = false;
	jx_sql_start(&sql, db,
		"SELECT r.name, b.number FROM publications b JOIN rounds r ON r.id = b.round_id"
		" WHERE r.name > ?1 OR (r.name = ?1 AND b.number > ?2) ORDER BY r.name, b.number LIMIT 1",
		error);
	jx_sql_bind_text(&sql, *inout_round);
	jx_sql_bind_int(&sql, *inout_number);
	while (jx_sql_next(&sql)) {
		*ret_found = true;
		*inout_round = jx_sql_text(&sql, 0, arena);
		*inout_number = (uint32_t)jx_sql_int(&sql, 1);
	}
	return jx_sql_end(&sql);
}
