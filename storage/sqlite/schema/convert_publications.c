#include "storage/sqlite/schema/convert_publications.h"

#include "jixiao/v1/schema.h"
#include "proto/contract/base/resource_name.h"
#include "storage/content.h"
#include "storage/sqlite/db.h"

#define TABLE_BYTES (512u * 1024u * 1024u) /* of one whole table: a nation's */

/* One publication whose rows are moved. */
struct moving {
	struct jx_db *db;
	struct jx_error *error;
	int64_t round;
	int64_t number;
	int64_t table;
	int64_t position;
};

static enum jx_status add_table(struct moving *moving)
{
	struct jx_sql sql;
	jx_sql_start(&sql, moving->db, "INSERT INTO publication_tables (round_id) VALUES (?)", moving->error);
	jx_sql_bind_int(&sql, moving->round);
	return jx_sql_run_numbered(&sql, &moving->table);
}

/* @param row  NULL: a department without an accepted report. */
static enum jx_status add_entry(struct moving *moving, const char *department, const JxRankRow *row)
{
	struct jx_packed packed;
	enum jx_status status = jx_packed_init(&packed, row != NULL ? &row->base : NULL, moving->error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, moving->db,
		"INSERT INTO publication_entries (table_id, position, department, version_id, is_filed,"
		" reviewed_micros, reviewed_decimals, content) SELECT ?1, ?2, department, version_id, is_filed,"
		" reviewed_micros, reviewed_decimals, ?3 FROM publication_rows WHERE round_id = ?4"
		" AND number = ?5 AND department = ?6",
		moving->error);
	jx_sql_bind_int(&sql, moving->table);
	jx_sql_bind_int(&sql, moving->position++);
	jx_sql_bind_bytes(&sql, packed.bytes, packed.n);
	jx_sql_bind_int(&sql, moving->round);
	jx_sql_bind_int(&sql, moving->number);
	jx_sql_bind_text(&sql, jx_name_last(department));
	status = jx_sql_run_changing(&sql, JX_REASON_DATA_DAMAGED, JX_ARGS(JX_TEXT(department)));
	jx_packed_clear(&packed);
	return status;
}

static enum jx_status keep_head(const struct moving *moving, JxPublication *publication)
{
	struct jx_packed packed;
	publication->n_rows = 0;
	publication->n_missing = 0;
	enum jx_status status = jx_packed_init(&packed, &publication->base, moving->error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, moving->db,
		"UPDATE publications SET content = ?, table_id = ? WHERE round_id = ? AND number = ?",
		moving->error);
	jx_sql_bind_bytes(&sql, packed.bytes, packed.n);
	jx_sql_bind_int(&sql, moving->table);
	jx_sql_bind_int(&sql, moving->round);
	jx_sql_bind_int(&sql, moving->number);
	status = jx_sql_run(&sql);
	jx_packed_clear(&packed);
	return status;
}

static enum jx_status move_rows(struct moving *moving, JxPublication *publication)
{
	enum jx_status status = add_table(moving);
	for (size_t i = 0; status == JX_OK && i < publication->n_rows; i++)
		status = add_entry(moving, publication->rows[i]->department, publication->rows[i]);
	for (size_t i = 0; status == JX_OK && i < publication->n_missing; i++)
		status = add_entry(moving, publication->missing[i], NULL);
	return status == JX_OK ? keep_head(moving, publication) : status;
}

/* The first publication whose rows are still in its message; NULL for none. */
static enum jx_status find_next(
	struct moving *moving, struct jx_arena *arena, JxPublication **ret_publication)
{
	struct jx_sql sql;
	*ret_publication = NULL;
	jx_sql_start(&sql, moving->db,
		"SELECT round_id, number, content FROM publications WHERE table_id IS NULL"
		" ORDER BY round_id, number LIMIT 1",
		moving->error);
	while (jx_sql_next(&sql)) {
		moving->round = jx_sql_int(&sql, 0);
		moving->number = jx_sql_int(&sql, 1);
		*ret_publication = (JxPublication *)jx_sql_message(
			&sql, 2, JX_PUBLICATION_DESCRIPTOR, "publication", arena);
	}
	return jx_sql_end(&sql);
}

static enum jx_status move_next(struct moving *moving, struct jx_arena *arena, bool *ret_is_done)
{
	JxPublication *publication = NULL;
	enum jx_status status = find_next(moving, arena, &publication);
	*ret_is_done = publication == NULL;
	return status == JX_OK && publication != NULL ? move_rows(moving, publication) : status;
}

enum jx_status jx_convert_publications(struct jx_db *db, struct jx_error *error)
{
	bool is_done = false;
	enum jx_status status = jx_db_exec(db, "DROP TRIGGER publications_no_update", error);
	while (status == JX_OK && !is_done) {
		struct moving moving = {.db = db, .error = error};
		struct jx_arena arena;
		jx_arena_init(&arena, TABLE_BYTES);
		status = move_next(&moving, &arena, &is_done);
		jx_arena_clear(&arena);
	}
	return status;
}
