#include "storage/store_export.h"

#include <stdio.h>
#include <string.h>

#include "storage/message.h"
#include "storage/rows.h"

/* Columns of the statement below, in its order. */
enum column { ROUND_ROW, ROUND, DEPARTMENT, TITLE, NUMBER, DIGEST, REVIEWED, REVIEWED_DECIMALS, CONTENT };

static char *version_name(struct jx_sql *sql, struct jx_arena *arena)
{
	const char *round = jx_sql_peek(sql, ROUND);
	const char *department = jx_sql_peek(sql, DEPARTMENT);
	size_t size = sizeof("submissions/-/versions/") + strlen(round) + strlen(department) + 24;
	char *name = jx_sql_alloc(sql, size, arena);
	if (name == NULL)
		return (char *)protobuf_c_empty_string;
	(void)snprintf(name, size, "submissions/%s-%s/versions/%lld", round, department,
		(long long)jx_sql_int(sql, NUMBER));
	return name;
}

static Jixiao__V1__ExportRow *read_row(struct jx_sql *sql, struct jx_arena *arena)
{
	Jixiao__V1__ExportRow *row = jx_sql_alloc(sql, sizeof(*row), arena);
	if (row == NULL)
		return NULL;
	jixiao__v1__export_row__init(row);
	row->version = version_name(sql, arena);
	row->department_title = jx_sql_text(sql, TITLE, arena);
	row->digest = jx_sql_text(sql, DIGEST, arena);
	row->reviewed_score = jx_sql_decimal(sql, REVIEWED, arena);
	struct jx_stored stored = {
		.bytes = sqlite3_column_blob(sql->statement, CONTENT),
		.n = (size_t)sqlite3_column_bytes(sql->statement, CONTENT),
		.digest = row->digest,
		.what = row->version,
	};
	if (sql->status == JX_OK)
		jx_sql_stop(sql, jx_content_open(&stored, arena, sql->error, &row->submission));
	return row;
}

/* Both statements give the same columns and take the same parameters. */
static const char ACCEPTED[] =
	"SELECT s.round_id, r.name, s.department, d.title, v.number, v.digest, s.reviewed_micros,"
	" s.reviewed_decimals, coalesce(c.content, c.received) FROM submissions s"
	" JOIN rounds r ON r.id = s.round_id JOIN departments d ON d.code = s.department"
	" JOIN versions v ON v.id = s.accepted_version_id JOIN contents c ON c.version_id = v.id"
	" WHERE s.round_id <= ?1 AND (s.round_id, s.department) > (?2, ?3) AND s.round_id >= ?4"
	" AND s.state BETWEEN 6 AND 9 ORDER BY s.round_id, s.department";
static const char PUBLISHED[] =
	"SELECT p.round_id, r.name, p.department, d.title, v.number, v.digest, p.reviewed_micros,"
	" p.reviewed_decimals, coalesce(c.content, c.received) FROM publication_rows p"
	" JOIN rounds r ON r.id = p.round_id AND r.n_publications = p.number"
	" JOIN departments d ON d.code = p.department"
	" JOIN versions v ON v.id = p.version_id JOIN contents c ON c.version_id = v.id"
	" WHERE p.round_id <= ?1 AND (p.round_id, p.department) > (?2, ?3) AND p.round_id >= ?4"
	" ORDER BY p.round_id, p.department";

static void start(struct jx_sql *sql, struct jx_db *db, const struct jx_export_query *query, int64_t last,
	struct jx_error *error)
{
	struct jx_place_key after = jx_place_key_read(query->after);
	jx_sql_start(sql, db, query->is_published ? PUBLISHED : ACCEPTED, error);
	jx_sql_bind_int(sql, last);
	jx_sql_bind_int(sql, after.round);
	jx_sql_bind_text(sql, after.department);
	jx_sql_bind_int(sql, last == INT64_MAX ? 0 : last);
}

static enum jx_status read_page(struct jx_sql *sql, const struct jx_export_query *query,
	struct jx_arena *arena, struct jx_export *ret_page)
{
	struct jx_growing rows = {0};
	uint32_t max_rows = jx_page_rows(query->max_rows);
	size_t max_bytes = query->max_bytes == 0 ? JX_MAX_MESSAGE_BYTES : query->max_bytes;
	size_t n_bytes = 0;
	int64_t last_round = 0;
	const char *last_department = "";
	const char *next = "";
	while (jx_sql_next(sql)) {
		n_bytes += (size_t)sqlite3_column_bytes(sql->statement, CONTENT);
		if (rows.n == max_rows || (rows.n > 0 && n_bytes > max_bytes)) {
			next = jx_place_key_write(sql, last_round, last_department, arena);
			break;
		}
		jx_growing_add(&rows, read_row(sql, arena), sql, arena);
		last_round = jx_sql_int(sql, ROUND_ROW);
		last_department = jx_sql_text(sql, DEPARTMENT, arena);
	}
	enum jx_status status = jx_sql_end(sql);
	if (status == JX_OK)
		*ret_page = (struct jx_export){(Jixiao__V1__ExportRow **)rows.items, rows.n, next};
	return status;
}

enum jx_status jx_export_page(struct jx_db *db, const struct jx_export_query *query, struct jx_arena *arena,
	struct jx_error *error, struct jx_export *ret_page)
{
	int64_t last = INT64_MAX;
	if (query->round != NULL && query->round[0] != '\0') {
		enum jx_status status = jx_round_row(db, query->round, error, &last);
		if (status != JX_OK)
			return status;
	}
	struct jx_sql sql;
	start(&sql, db, query, last, error);
	return read_page(&sql, query, arena, ret_page);
}

static const char ACCEPTED_VERSION[] = "SELECT v.number FROM submissions s JOIN rounds r ON r.id = s.round_id"
				       " JOIN versions v ON v.id = s.accepted_version_id"
				       " WHERE r.name = ?1 AND s.department = ?2 AND s.state BETWEEN 6 AND 9";
static const char PUBLISHED_VERSION[] =
	"SELECT v.number FROM rounds r JOIN publication_rows p ON p.round_id = r.id AND p.number = "
	"r.n_publications"
	" JOIN versions v ON v.id = p.version_id WHERE r.name = ?1 AND p.department = ?2";

enum jx_status jx_visible_version(struct jx_db *db, const char *round, const char *department,
	bool is_published, struct jx_error *error, uint32_t *ret_number)
{
	struct jx_sql sql;
	uint32_t number = 0;
	jx_sql_start(&sql, db, is_published ? PUBLISHED_VERSION : ACCEPTED_VERSION, error);
	jx_sql_bind_text(&sql, round);
	jx_sql_bind_text(&sql, department);
	if (jx_sql_next(&sql))
		number = (uint32_t)jx_sql_int(&sql, 0);
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK && number == 0)
		return jx_fail(error, JX_REASON_SUBMISSION_NOT_FOUND, department, NULL, NULL);
	*ret_number = number;
	return status;
}
