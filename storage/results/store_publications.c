#include "storage/results/store_publications.h"

#include <assert.h>

#include "proto/contract/base/text.h"
#include "storage/columns.h"
#include "storage/content.h"
#include "storage/page.h"
#include "storage/registry/store_rounds.h"
#include "storage/sql_departments.h"
#include "storage/sql_states.h"

/* ---- a table before it is published ---- */

enum jx_status jx_publication_begin(
	struct jx_db *db, const char *round, int64_t *ret_table, struct jx_error *error)
{
	int64_t row = 0;
	enum jx_status status = jx_round_row(db, round, &row, error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, db, "INSERT INTO publication_tables (round_id) VALUES (?)", error);
	jx_sql_bind_int(&sql, row);
	return jx_sql_run_numbered(&sql, ret_table);
}

/* A table that was left behind, and how many rows it still has. */
struct leftover {
	int64_t table; /* 0 for none */
	int64_t n_rows;
};

static enum jx_status find_leftover(
	struct jx_db *db, int64_t table, struct leftover *ret_leftover, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_leftover = (struct leftover){0};
	jx_sql_start(&sql, db,
		"SELECT o.id, (SELECT count(*) FROM publication_entries e WHERE e.table_id = o.id)"
		" FROM publication_tables o JOIN publication_tables t ON t.round_id = o.round_id"
		" WHERE t.id = ? AND o.id < t.id"
		" AND NOT EXISTS (SELECT 1 FROM publications p WHERE p.table_id = o.id) ORDER BY o.id LIMIT 1",
		error);
	jx_sql_bind_int(&sql, table);
	while (jx_sql_next(&sql))
		*ret_leftover = (struct leftover){jx_sql_int(&sql, 0), jx_sql_int(&sql, 1)};
	return jx_sql_end(&sql);
}

enum jx_status jx_publication_sweep(
	struct jx_db *db, int64_t table, bool *ret_is_done, struct jx_error *error)
{
	struct leftover leftover;
	enum jx_status status = find_leftover(db, table, &leftover, error);
	*ret_is_done = leftover.table == 0;
	if (status != JX_OK || leftover.table == 0)
		return status;
	/* Its positions are 0 to n - 1, since rows are added in their order and taken from the end. */
	struct jx_sql sql;
	jx_sql_start(&sql, db, "DELETE FROM publication_entries WHERE table_id = ? AND position >= ?", error);
	jx_sql_bind_int(&sql, leftover.table);
	jx_sql_bind_int(&sql, leftover.n_rows - JX_PUBLISHING_STEP_ROWS);
	status = jx_sql_run(&sql);
	if (status != JX_OK || leftover.n_rows > JX_PUBLISHING_STEP_ROWS)
		return status;
	return jx_sql_run_on(db, "DELETE FROM publication_tables WHERE id = ?", leftover.table, error);
}

/* Rows that are added to a table. */
struct addition {
	struct jx_db *db;
	struct jx_error *error;
	int64_t table;
};

static enum jx_status add_row(const struct addition *addition, size_t position, const JxRankRow *row)
{
	struct jx_packed packed;
	const char *department = jx_name_id(row->department, "departments");
	if (department == NULL)
		return jx_name_fail(addition->error, "publication.rows.department", row->department);
	enum jx_status status = jx_packed_init(&packed, &row->base, addition->error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, addition->db,
		"INSERT INTO publication_entries (table_id, position, department, version_id, is_filed,"
		" reviewed_micros, reviewed_decimals, content, title, peer_group, review,"
		" points_computed_micros, claimed_computed_micros, counted_computed_micros,"
		" computed_lines, not_computed_lines, full_lines, is_unanswered)"
		" SELECT t.id, ?2, s.department, v.id, 1, s.reviewed_micros, s.reviewed_decimals, ?5,"
		" " SQL_TITLE_THEN ", " SQL_PEER_GROUP_THEN
		", c.review, c.points_computed_micros, c.claimed_computed_micros,"
		" c.counted_computed_micros, COALESCE(c.computed_lines, 0),"
		" COALESCE(c.not_computed_lines, 0), COALESCE(c.full_lines, 0), s.is_unanswered FROM publication_tables t"
		" JOIN submissions s ON s.round_id = t.round_id JOIN versions v ON v.id = s.accepted_version_id"
		" JOIN departments d ON d.code = s.department LEFT JOIN scores c ON c.version_id = v.id"
		" WHERE t.id = ?1 AND s.department = ?3 AND v.digest = ?4 AND s.state " SQL_IS_ACCEPTED,
		addition->error);
	jx_sql_bind_int(&sql, addition->table);
	jx_sql_bind_int(&sql, (int64_t)position);
	jx_sql_bind_text(&sql, department);
	jx_sql_bind_text(&sql, row->digest);
	jx_sql_bind_bytes(&sql, packed.bytes, packed.n);
	status = jx_sql_run_changing(&sql, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT(row->department)));
	jx_packed_clear(&packed);
	return status;
}

static enum jx_status add_missing(const struct addition *addition, size_t position, const char *name)
{
	const char *department = jx_name_id(name, "departments");
	if (department == NULL)
		return jx_name_fail(addition->error, "publication.missing", name);
	struct jx_sql sql;
	jx_sql_start(&sql, addition->db,
		"INSERT INTO publication_entries (table_id, position, department, is_filed, title)"
		" SELECT t.id, ?2, s.department, CASE WHEN s.version > 0 THEN 1 ELSE 0 END, " SQL_TITLE_THEN
		" FROM publication_tables t JOIN submissions s ON s.round_id = t.round_id"
		" JOIN departments d ON d.code = s.department"
		" WHERE t.id = ?1 AND s.department = ?3",
		addition->error);
	jx_sql_bind_int(&sql, addition->table);
	jx_sql_bind_int(&sql, (int64_t)position);
	jx_sql_bind_text(&sql, department);
	return jx_sql_run_changing(&sql, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT(name)));
}

static enum jx_status add_waived(
	const struct addition *addition, size_t position, const JxWaivedDepartment *waived)
{
	struct jx_packed packed;
	const char *department = jx_name_id(waived->department, "departments");
	if (department == NULL)
		return jx_name_fail(addition->error, "publication.waived.department", waived->department);
	enum jx_status status = jx_packed_init(&packed, &waived->base, addition->error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, addition->db,
		"INSERT INTO publication_entries (table_id, position, department, is_filed, title, content)"
		" SELECT t.id, ?2, s.department, 0, ?4, ?5 FROM publication_tables t"
		" JOIN submissions s ON s.round_id = t.round_id"
		" WHERE t.id = ?1 AND s.department = ?3 AND s.state = " SQL_WAIVED,
		addition->error);
	jx_sql_bind_int(&sql, addition->table);
	jx_sql_bind_int(&sql, (int64_t)position);
	jx_sql_bind_text(&sql, department);
	jx_sql_bind_text(&sql, waived->title);
	jx_sql_bind_bytes(&sql, packed.bytes, packed.n);
	status = jx_sql_run_changing(&sql, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT(waived->department)));
	jx_packed_clear(&packed);
	return status;
}

static enum jx_status add_entry(
	const struct addition *addition, const JxPublication *publication, size_t position)
{
	size_t n_rows = publication->n_rows;
	size_t n_named = n_rows + publication->n_missing;
	if (position < n_rows)
		return add_row(addition, position, publication->rows[position]);
	if (position < n_named)
		return add_missing(addition, position, publication->missing[position - n_rows]);
	return add_waived(addition, position, publication->waived[position - n_named]);
}

size_t jx_publication_count(const JxPublication *publication)
{
	return publication->n_rows + publication->n_missing + publication->n_waived;
}

enum jx_status jx_publication_add(struct jx_db *db, int64_t table, const JxPublication *publication,
	size_t first, size_t n, struct jx_error *error)
{
	const struct addition addition = {db, error, table};
	enum jx_status status = JX_OK;
	for (size_t i = first; status == JX_OK && i < first + n; i++)
		status = add_entry(&addition, publication, i);
	return status;
}

/* ---- publishing it ---- */

/* A publication about to be stored. */
struct insertion {
	struct jx_db *db;
	struct jx_error *error;
	char round[JX_MAX_CODE_BYTES + 1];
	int64_t round_row;
	int64_t number;
	int64_t table;
};

/* "rounds/{id}/publications/{n}" */
static enum jx_status read_name(struct insertion *insertion, const char *name)
{
	uint64_t number = 0;
	size_t n_parent = 0;
	char parent[JX_RESOURCE_NAME_BYTES] = "";
	if (jx_name_read_number(name, "publications", &number, &n_parent))
		(void)jx_text_copy_n(parent, sizeof(parent), name, n_parent);
	const char *round = jx_name_id(parent, "rounds");
	if (round == NULL || number == 0 || number > INT32_MAX)
		return jx_name_fail(insertion->error, "publication.name", name);
	(void)jx_text_copy(insertion->round, sizeof(insertion->round), round);
	insertion->number = (int64_t)number;
	return JX_OK;
}

static enum jx_status count_publication(struct insertion *insertion)
{
	enum jx_status status =
		jx_round_row(insertion->db, insertion->round, &insertion->round_row, insertion->error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, insertion->db,
		"UPDATE rounds SET n_publications = n_publications + 1 WHERE id = ? AND n_publications + 1 = ?",
		insertion->error);
	jx_sql_bind_int(&sql, insertion->round_row);
	jx_sql_bind_int(&sql, insertion->number);
	return jx_sql_run_changing(&sql, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT(insertion->round)));
}

/* The table has every row, and no publication yet. */
static enum jx_status check_table(const struct insertion *insertion, const JxPublication *publication)
{
	struct jx_sql sql;
	size_t n = 0;
	jx_sql_start(&sql, insertion->db, "SELECT count(*) FROM publication_entries WHERE table_id = ?",
		insertion->error);
	jx_sql_bind_int(&sql, insertion->table);
	while (jx_sql_next(&sql))
		n = (size_t)jx_sql_int(&sql, 0);
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK || n == jx_publication_count(publication))
		return status;
	return jx_fail_with(
		insertion->error, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT(publication->name)));
}

/* The head: all but the table. */
static JxPublication head_of(const JxPublication *publication)
{
	JxPublication head = *publication;
	head.rows = NULL;
	head.n_rows = 0;
	head.missing = NULL;
	head.n_missing = 0;
	head.waived = NULL;
	head.n_waived = 0;
	return head;
}

static enum jx_status insert_head(const struct insertion *insertion, const JxPublication *publication)
{
	struct jx_packed packed;
	const JxPublication head = head_of(publication);
	enum jx_status status = jx_packed_init(&packed, &head.base, insertion->error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, insertion->db,
		"INSERT INTO publications (round_id, number, stage, publish_time_ms, window_end_time_ms, digest,"
		" content, table_id, audience) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		insertion->error);
	jx_sql_bind_int(&sql, insertion->round_row);
	jx_sql_bind_int(&sql, insertion->number);
	jx_sql_bind_int(&sql, publication->stage);
	jx_sql_bind_int(&sql, jx_timestamp_ms(publication->publish_time));
	jx_sql_bind_time(&sql, jx_timestamp_ms(publication->window_end_time));
	jx_sql_bind_text(&sql, publication->digest);
	jx_sql_bind_bytes(&sql, packed.bytes, packed.n);
	jx_sql_bind_int(&sql, insertion->table);
	jx_sql_bind_int(&sql, publication->audience);
	status = jx_sql_run(&sql);
	jx_packed_clear(&packed);
	return status;
}

enum jx_status jx_publication_insert(
	struct jx_db *db, int64_t table, const JxPublication *publication, struct jx_error *error)
{
	struct insertion insertion = {.db = db, .error = error, .table = table};
	enum jx_status status = read_name(&insertion, publication->name);
	if (status != JX_OK)
		return status;
	status = check_table(&insertion, publication);
	if (status != JX_OK)
		return status;
	status = count_publication(&insertion);
	return status == JX_OK ? insert_head(&insertion, publication) : status;
}

/* ---- reading it ---- */

struct reading {
	struct jx_db *db;
	struct jx_error *error;
	struct jx_arena *arena;
	const struct jx_publication_page *page;
	int64_t table;
	JxPublication *publication;
	struct jx_list rows;
	struct jx_list missing;
	struct jx_list waived;
	uint64_t next; /* 0 after the last page */
};

static enum jx_status read_head(struct reading *reading)
{
	const char *round = reading->page->round;
	struct jx_sql sql;
	jx_sql_start(&sql, reading->db,
		"SELECT p.content, p.table_id FROM rounds r JOIN publications p ON p.round_id = r.id"
		" WHERE r.name = ?1 AND (?3 = 0 OR p.audience = " SQL_PUBLIC_AUDIENCE
		") AND p.number = CASE WHEN ?2 <> 0 THEN ?2 WHEN ?3 = 0 THEN"
		" (SELECT c.number FROM current_publications c WHERE c.round_id = r.id) ELSE"
		" (SELECT c.number FROM current_public_publications c WHERE c.round_id = r.id) END",
		reading->error);
	jx_sql_bind_text(&sql, round);
	jx_sql_bind_int(&sql, reading->page->number);
	jx_sql_bind_int(&sql, reading->page->is_public);
	while (jx_sql_next(&sql)) {
		reading->publication = (JxPublication *)jx_sql_message(
			&sql, 0, JX_PUBLICATION_DESCRIPTOR, round, reading->arena);
		reading->table = jx_sql_int(&sql, 1);
	}
	return jx_sql_end_found(&sql, JX_REASON_NOT_PUBLISHED, JX_ARGS(JX_TEXT(round)));
}

enum jx_status jx_publication_head(struct jx_db *db, const char *round, uint32_t number,
	struct jx_arena *arena, JxPublication **ret_head, struct jx_error *error)
{
	const struct jx_publication_page page = {.round = round, .number = number};
	struct reading reading = {.db = db, .error = error, .arena = arena, .page = &page};
	enum jx_status status = read_head(&reading);
	if (status == JX_OK)
		*ret_head = reading.publication;
	return status;
}

/* Columns of read_entry(), in its order. */
enum column { POSITION, DEPARTMENT, CONTENT, VERSION_ID };

static ProtobufCMessage *read_content(
	const struct reading *reading, struct jx_sql *sql, const ProtobufCMessageDescriptor *type)
{
	return jx_sql_message(sql, CONTENT, type, reading->publication->name, reading->arena);
}

static void read_entry(struct reading *reading, struct jx_sql *sql)
{
	assert(reading->publication != NULL);
	if (jx_sql_is_null(sql, CONTENT))
		jx_list_add(&reading->missing,
			jx_sql_name(sql, DEPARTMENT, jx_name_department, reading->arena), sql,
			reading->arena);
	else if (jx_sql_is_null(sql, VERSION_ID))
		jx_list_add(&reading->waived, read_content(reading, sql, JX_WAIVED_DEPARTMENT_DESCRIPTOR),
			sql, reading->arena);
	else
		jx_list_add(&reading->rows, read_content(reading, sql, JX_RANK_ROW_DESCRIPTOR), sql,
			reading->arena);
}

static enum jx_status read_entries(struct reading *reading)
{
	const struct jx_publication_page *page = reading->page;
	size_t n_bytes = 0;
	uint32_t n = 0;
	struct jx_sql sql;
	jx_sql_start(&sql, reading->db,
		"SELECT position, department, content, version_id FROM publication_entries WHERE table_id = ?"
		" AND position >= ? ORDER BY position LIMIT ?",
		reading->error);
	jx_sql_bind_int(&sql, reading->table);
	jx_sql_bind_int(&sql, page->first < INT64_MAX ? (int64_t)page->first : INT64_MAX);
	jx_sql_bind_int(&sql, (int64_t)page->max_entries + 1);
	for (; jx_sql_next(&sql); n++) {
		size_t n_content = 0;
		(void)jx_sql_bytes_ref(&sql, CONTENT, &n_content);
		n_bytes += n_content + JX_RESOURCE_NAME_BYTES;
		if (n == page->max_entries || (n > 0 && n_bytes > page->max_bytes)) {
			reading->next = (uint64_t)jx_sql_int(&sql, POSITION);
			break;
		}
		read_entry(reading, &sql);
	}
	return jx_sql_end(&sql);
}

static void set_entries(struct reading *reading)
{
	JxPublication *publication = reading->publication;
	assert(publication != NULL);
	publication->rows = (JxRankRow **)reading->rows.items;
	publication->n_rows = reading->rows.n;
	publication->missing = (char **)reading->missing.items;
	publication->n_missing = reading->missing.n;
	publication->waived = (JxWaivedDepartment **)reading->waived.items;
	publication->n_waived = reading->waived.n;
}

enum jx_status jx_publication_check_digest(const JxPublication *publication, struct jx_error *error)
{
	JxPublication copy = *publication;
	bool is_equal = false;
	copy.digest = (char *)protobuf_c_empty_string;
	enum jx_status status = jx_content_compare(&copy.base, publication->digest, &is_equal, error);
	if (status != JX_OK || is_equal)
		return status;
	return jx_fail_with(error, JX_REASON_DATA_DAMAGED, JX_ARGS(JX_TEXT(publication->name)));
}

enum jx_status jx_publication_get(struct jx_db *db, const struct jx_publication_page *page,
	struct jx_arena *arena, JxPublication **ret_publication, uint64_t *ret_next, struct jx_error *error)
{
	struct reading reading = {.db = db, .error = error, .arena = arena, .page = page};
	enum jx_status status = read_head(&reading);
	if (status != JX_OK)
		return status;
	status = read_entries(&reading);
	if (status != JX_OK)
		return status;
	set_entries(&reading);
	if (page->first == 0 && reading.next == 0)
		status = jx_publication_check_digest(reading.publication, error);
	if (status != JX_OK)
		return status;
	*ret_publication = reading.publication;
	*ret_next = reading.next;
	return JX_OK;
}

/* The number of a publication of a round, by a statement; 0 for none. */
static enum jx_status read_number(struct jx_db *db, const char *statement, const char *round,
	uint32_t *ret_number, struct jx_error *error)
{
	struct jx_sql sql;
	uint32_t number = 0;
	jx_sql_start(&sql, db, statement, error);
	jx_sql_bind_text(&sql, round);
	while (jx_sql_next(&sql))
		number = (uint32_t)jx_sql_int(&sql, 0);
	enum jx_status status = jx_sql_end_found(&sql, JX_REASON_ROUND_NOT_FOUND, JX_ARGS(JX_TEXT(round)));
	if (status == JX_OK)
		*ret_number = number;
	return status;
}

enum jx_status jx_publication_newest(
	struct jx_db *db, const char *round, uint32_t *ret_number, struct jx_error *error)
{
	return read_number(db, "SELECT n_publications FROM rounds WHERE name = ?", round, ret_number, error);
}

enum jx_status jx_publication_current(struct jx_db *db, const struct jx_publication_scope *scope,
	uint32_t *ret_number, struct jx_error *error)
{
	const char *statement =
		scope->is_public
			? "SELECT (SELECT c.number FROM current_public_publications c WHERE c.round_id = r.id)"
			  " FROM rounds r WHERE r.name = ?"
			: "SELECT (SELECT c.number FROM current_publications c WHERE c.round_id = r.id)"
			  " FROM rounds r WHERE r.name = ?";
	return read_number(db, statement, scope->round, ret_number, error);
}

enum jx_status jx_publication_is_public(
	struct jx_db *db, const char *round, uint32_t number, bool *ret_is, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_is = false;
	jx_sql_start(&sql, db,
		"SELECT 1 FROM rounds r JOIN publications p ON p.round_id = r.id WHERE r.name = ? AND p.number = ?"
		" AND p.audience = " SQL_PUBLIC_AUDIENCE,
		error);
	jx_sql_bind_text(&sql, round);
	jx_sql_bind_int(&sql, number);
	while (jx_sql_next(&sql))
		*ret_is = true;
	return jx_sql_end(&sql);
}
