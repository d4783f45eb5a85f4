#include "storage/results/store_export.h"

#include "storage/columns.h"
#include "storage/content.h"
#include "storage/page.h"
#include "storage/registry/store_rounds.h"
#include "storage/sql_departments.h"
#include "storage/sql_states.h"

/* Columns of the statement below, in its order. */
enum column {
	ROUND_ROW,
	ROUND,
	DEPARTMENT,
	TITLE,
	NUMBER,
	DIGEST,
	REVIEWED,
	REVIEWED_DECIMALS,
	RECEIVED,
	FINDINGS,
	VERDICT,
	REVIEW,
	PEER_GROUP,
	LATE,
	UNANSWERED
};

/* All of a row but the report and the findings. */
static JxExportRow *read_filing(struct jx_sql *sql, struct jx_arena *arena)
{
	JxExportRow *row = jx_sql_alloc(sql, sizeof(*row), arena);
	if (row == NULL)
		return NULL;
	jx_export_row_init(row);
	char name[JX_RESOURCE_NAME_BYTES];
	const char *round = jx_sql_text_ref(sql, ROUND);
	const char *department = jx_sql_text_ref(sql, DEPARTMENT);
	(void)jx_name_version(name, round, department, (uint64_t)jx_sql_int(sql, NUMBER));
	row->version_name = jx_sql_copy(sql, name, arena);
	row->department_title = jx_sql_text(sql, TITLE, arena);
	row->digest = jx_sql_text(sql, DIGEST, arena);
	row->reviewed_score = jx_sql_decimal(sql, REVIEWED, arena);
	row->review = jx_sql_review(sql, REVIEW, row->version_name, arena);
	row->verdict_digest = jx_sql_text(sql, VERDICT, arena);
	row->peer_group = jx_sql_text(sql, PEER_GROUP, arena);
	row->is_late = jx_sql_int(sql, LATE) != 0;
	row->is_unanswered = jx_sql_int(sql, UNANSWERED) != 0;
	return row;
}

static JxExportRow *read_row(struct jx_sql *sql, struct jx_arena *arena)
{
	JxExportRow *row = read_filing(sql, arena);
	if (row == NULL)
		return NULL;
	row->report = jx_sql_report(sql, RECEIVED, row->digest, row->version_name, arena);
	jx_sql_findings(sql, FINDINGS, row->version_name, arena, &row->findings, &row->n_findings);
	return row;
}

/* All statements have the same columns, and all but the last the same parameters. */
#define EXPORT_COLUMNS(title, score, group)                                                             \
	" r.name, s.department, " title ", v.number, v.digest, s.reviewed_micros, s.reviewed_decimals," \
	" c.received, c.findings, v.verdict_digest, " score ".review, " group ", v.is_late, s.is_unanswered"
#define EXPORT_JOINS " JOIN rounds r ON r.id = s.round_id JOIN contents c ON c.version_id = v.id"
#define EXPORT_PAGE  " WHERE s.round_id <= ?1 AND (s.round_id, s.department) > (?2, ?3) AND s.round_id >= ?4"
#define FROZEN                                                                                                 \
	"SELECT s.round_id," EXPORT_COLUMNS("s.title", "s",                                                    \
		"s.peer_group") " FROM publication_rows s JOIN versions v ON v.id = s.version_id" EXPORT_JOINS \
		EXPORT_PAGE
static const char ACCEPTED[] = "SELECT s.round_id," EXPORT_COLUMNS(SQL_TITLE_THEN, "t",
	SQL_PEER_GROUP_THEN) " FROM submissions s JOIN versions v ON v.id = s.accepted_version_id" EXPORT_JOINS
			     " JOIN departments d ON d.code = s.department LEFT JOIN scores t ON t.version_id = v.id" EXPORT_PAGE
			     " AND s.state " SQL_IS_ACCEPTED " ORDER BY s.round_id, s.department";
static const char PUBLISHED[] =
	FROZEN " AND s.number = (SELECT c.number FROM current_publications c WHERE c.round_id = s.round_id)"
	       " ORDER BY s.round_id, s.department";
static const char PUBLICATION[] = FROZEN " AND s.number = ?5 ORDER BY s.round_id, s.department";

static void start_page(struct jx_sql *sql, struct jx_db *db, const struct jx_export_query *query,
	int64_t last, struct jx_error *error)
{
	struct jx_list_key after = jx_list_key_read(query->after);
	const char *current = query->is_published ? PUBLISHED : ACCEPTED;
	jx_sql_start(sql, db, query->publication != 0 ? PUBLICATION : current, error);
	jx_sql_bind_int(sql, last);
	jx_sql_bind_int(sql, after.round);
	jx_sql_bind_text(sql, after.department);
	jx_sql_bind_int(sql, last == INT64_MAX ? 0 : last);
	if (query->publication != 0)
		jx_sql_bind_int(sql, query->publication);
}

static enum jx_status read_page(struct jx_sql *sql, const struct jx_export_query *query,
	struct jx_arena *arena, struct jx_export *ret_page)
{
	struct jx_list rows = {0};
	uint32_t max_rows = jx_page_rows(query->max_rows);
	size_t max_bytes = query->max_bytes == 0 ? JX_MAX_MESSAGE_BYTES : query->max_bytes;
	size_t n_bytes = 0;
	struct jx_list_key last = {0, ""};
	const char *next = "";
	while (jx_sql_next(sql)) {
		size_t n_report = 0;
		(void)jx_sql_bytes_ref(sql, RECEIVED, &n_report);
		n_bytes += n_report;
		if (rows.n == max_rows || (rows.n > 0 && n_bytes > max_bytes)) {
			next = jx_list_key_write(&last, sql, arena);
			break;
		}
		jx_list_add(&rows, read_row(sql, arena), sql, arena);
		last.round = jx_sql_int(sql, ROUND_ROW);
		last.department = jx_sql_text(sql, DEPARTMENT, arena);
	}
	enum jx_status status = jx_sql_end(sql);
	if (status == JX_OK)
		*ret_page = (struct jx_export){(JxExportRow **)rows.items, rows.n, next};
	return status;
}

enum jx_status jx_export_page(struct jx_db *db, const struct jx_export_query *query, struct jx_arena *arena,
	struct jx_export *ret_page, struct jx_error *error)
{
	int64_t last = INT64_MAX;
	if (query->round != NULL && query->round[0] != '\0') {
		enum jx_status status = jx_round_row(db, query->round, &last, error);
		if (status != JX_OK)
			return status;
	}
	struct jx_sql sql;
	start_page(&sql, db, query, last, error);
	return read_page(&sql, query, arena, ret_page);
}

static const char FILINGS[] =
	"SELECT s.round_id, r.name, d.code, " SQL_TITLE_THEN
	", v.number, v.digest, s.reviewed_micros, s.reviewed_decimals,"
	" NULL, NULL, v.verdict_digest, t.review, " SQL_PEER_GROUP_THEN ", v.is_late, s.is_unanswered"
	" FROM submissions s JOIN versions v ON v.id = s.accepted_version_id"
	" JOIN rounds r ON r.id = s.round_id JOIN departments d ON d.code = s.department"
	" LEFT JOIN scores t ON t.version_id = v.id"
	" WHERE s.round_id = ?1 AND s.state " SQL_IS_ACCEPTED " ORDER BY s.department";

enum jx_status jx_export_filings(struct jx_db *db, const char *round, struct jx_arena *arena,
	struct jx_filing ***ret_filings, size_t *ret_n, struct jx_error *error)
{
	int64_t row = 0;
	enum jx_status status = jx_round_row(db, round, &row, error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	struct jx_list filings = {0};
	jx_sql_start(&sql, db, FILINGS, error);
	jx_sql_bind_int(&sql, row);
	while (jx_sql_next(&sql)) {
		struct jx_filing *filing = jx_sql_alloc(&sql, sizeof(*filing), arena);
		if (filing == NULL)
			break;
		filing->department = jx_sql_text(&sql, DEPARTMENT, arena);
		filing->line = read_filing(&sql, arena);
		jx_list_add(&filings, filing, &sql, arena);
	}
	status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	*ret_filings = (struct jx_filing **)filings.items;
	*ret_n = filings.n;
	return JX_OK;
}

static const char ACCEPTED_VERSION[] =
	"SELECT v.number FROM submissions s JOIN rounds r ON r.id = s.round_id"
	" JOIN versions v ON v.id = s.accepted_version_id WHERE r.name = ?1 AND s.department = ?2"
	" AND s.state " SQL_IS_ACCEPTED;
static const char PUBLISHED_VERSION[] =
	"SELECT v.number FROM rounds r JOIN current_publications c ON c.round_id = r.id"
	" JOIN publication_rows p ON p.round_id = r.id AND p.number = c.number"
	" JOIN versions v ON v.id = p.version_id WHERE r.name = ?1 AND p.department = ?2";

enum jx_status jx_visible_version(struct jx_db *db, const char *round, const char *department,
	bool is_published, uint32_t *ret_number, struct jx_error *error)
{
	struct jx_sql sql;
	uint32_t number = 0;
	jx_sql_start(&sql, db, is_published ? PUBLISHED_VERSION : ACCEPTED_VERSION, error);
	jx_sql_bind_text(&sql, round);
	jx_sql_bind_text(&sql, department);
	if (jx_sql_next(&sql))
		number = (uint32_t)jx_sql_int(&sql, 0);
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (number == 0)
		return jx_fail_with(error, JX_REASON_SUBMISSION_NOT_FOUND, JX_ARGS(JX_TEXT(department)));
	*ret_number = number;
	return JX_OK;
}

enum jx_status jx_published_review(struct jx_db *db, const char *round, const char *department,
	struct jx_arena *arena, JxReview **ret_review, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_review = NULL;
	jx_sql_start(&sql, db,
		"SELECT p.review FROM rounds r JOIN current_publications c ON c.round_id = r.id"
		" JOIN publication_rows p ON p.round_id = r.id AND p.number = c.number"
		" WHERE r.name = ?1 AND p.department = ?2",
		error);
	jx_sql_bind_text(&sql, round);
	jx_sql_bind_text(&sql, department);
	while (jx_sql_next(&sql))
		*ret_review = jx_sql_review(&sql, 0, department, arena);
	return jx_sql_end(&sql);
}
