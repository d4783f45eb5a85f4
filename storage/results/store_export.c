#include "storage/results/store_export.h"

#include "storage/columns.h"
#include "storage/content.h"
#include "storage/page.h"
#include "storage/registry/store_references.h"
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
	UNANSWERED,
	REFERENCE /* and three more: jx_reference_read() */
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
	row->reference = jx_reference_read(sql, REFERENCE, arena);
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

/* All statements have the same columns, and all but the last the same parameters: a round, and the department to go on
 * after. A page of one round is a walk along an index, however far its cursor is. */
#define EXPORT_COLUMNS(title, score, group)                                                             \
	" r.name, s.department, " title ", v.number, v.digest, s.reviewed_micros, s.reviewed_decimals," \
	" c.received, c.findings, v.verdict_digest, " score ".review, " group                           \
	", v.is_late, s.is_unanswered, v.reference, q.content,"                                         \
	" e.source, e.year"
#define EXPORT_JOINS                                                                                                \
	" JOIN rounds r ON r.id = s.round_id JOIN contents c ON c.version_id = v.id LEFT JOIN reference_editions e" \
	" ON e.name = v.reference LEFT JOIN reference_sheets q ON q.edition_id = e.id AND q.department = s.department"
#define EXPORT_OF " WHERE s.round_id = ?1 AND s.department > ?2"
#define EXPORT_ROWS                                         \
	"SELECT s.round_id," EXPORT_COLUMNS("s.title", "s", \
		"s.peer_group") " FROM publication_rows s JOIN versions v ON v.id = s.version_id" EXPORT_JOINS
#define EXPORT_FROZEN EXPORT_ROWS EXPORT_OF
static const char ACCEPTED[] = "SELECT s.round_id," EXPORT_COLUMNS(SQL_TITLE_THEN, "t",
	SQL_PEER_GROUP_THEN) " FROM submissions s JOIN versions v ON v.id = s.accepted_version_id" EXPORT_JOINS
			     " JOIN departments d ON d.code = s.department LEFT JOIN scores t ON t.version_id = v.id" EXPORT_OF
			     " AND s.state " SQL_IS_ACCEPTED " ORDER BY s.department";
static const char PUBLISHED[] = EXPORT_FROZEN
	" AND s.number = (SELECT c.number FROM current_publications c WHERE c.round_id = ?1) ORDER BY s.department";
static const char PUBLICATION[] = EXPORT_FROZEN " AND s.number = ?3 ORDER BY s.department";
static const char ONE[] = EXPORT_ROWS " WHERE s.round_id = ?1 AND s.department = ?2 AND s.number = ?3";

/* A page as it fills. */
struct filling {
	const struct jx_export_query *query;
	struct jx_list rows;
	size_t n_bytes;
	struct jx_list_key last; /* of the last row */
	const char *next;
};

static bool is_full(const struct filling *filling, size_t n_report)
{
	const struct jx_export_query *query = filling->query;
	size_t max_bytes = query->max_bytes == 0 ? JX_MAX_MESSAGE_BYTES : query->max_bytes;
	return filling->rows.n == jx_page_rows(query->max_rows) ||
	       (filling->rows.n > 0 && filling->n_bytes + n_report > max_bytes);
}

/* Fills the page from a round, after a department; sets next when there is no room for all of it. */
static enum jx_status read_round(struct jx_db *db, const struct jx_list_key *after, struct filling *filling,
	struct jx_arena *arena, struct jx_error *error)
{
	const struct jx_export_query *query = filling->query;
	const char *current = query->is_published ? PUBLISHED : ACCEPTED;
	struct jx_sql sql;
	jx_sql_start(&sql, db, query->publication != 0 ? PUBLICATION : current, error);
	jx_sql_bind_int(&sql, after->round);
	jx_sql_bind_text(&sql, after->department);
	if (query->publication != 0)
		jx_sql_bind_int(&sql, query->publication);
	while (jx_sql_next(&sql)) {
		size_t n_report = 0;
		(void)jx_sql_bytes_ref(&sql, RECEIVED, &n_report);
		if (is_full(filling, n_report)) {
			filling->next = jx_list_key_write(&filling->last, &sql, arena);
			break;
		}
		filling->n_bytes += n_report;
		jx_list_add(&filling->rows, read_row(&sql, arena), &sql, arena);
		filling->last.round = jx_sql_int(&sql, ROUND_ROW);
		filling->last.department = jx_sql_text(&sql, DEPARTMENT, arena);
	}
	return jx_sql_end(&sql);
}

/* The next round after one, by its row; INT64_MAX when there is none. */
static enum jx_status next_round(struct jx_db *db, int64_t row, int64_t *ret_row, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_row = INT64_MAX;
	jx_sql_start(&sql, db, "SELECT id FROM rounds WHERE id > ?1 ORDER BY id LIMIT 1", error);
	jx_sql_bind_int(&sql, row);
	if (jx_sql_next(&sql))
		*ret_row = jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

enum jx_status jx_export_page(struct jx_db *db, const struct jx_export_query *query, struct jx_arena *arena,
	struct jx_export *ret_page, struct jx_error *error)
{
	struct filling filling = {.query = query, .last = {0, ""}, .next = ""};
	struct jx_list_key at = jx_list_key_read(query->after);
	bool is_one = query->round != NULL && query->round[0] != '\0';
	int64_t first = at.round;
	enum jx_status status = JX_OK;
	if (is_one)
		status = jx_round_row(db, query->round, &first, error);
	else if (at.round == 0)
		status = next_round(db, 0, &first, error);
	if (at.round != first)
		at = (struct jx_list_key){first, ""};
	while (status == JX_OK && at.round != INT64_MAX) {
		status = read_round(db, &at, &filling, arena, error);
		if (status != JX_OK || is_one || filling.next[0] != '\0')
			break;
		at.department = "";
		status = next_round(db, at.round, &at.round, error);
	}
	if (status == JX_OK)
		*ret_page =
			(struct jx_export){(JxExportRow **)filling.rows.items, filling.rows.n, filling.next};
	return status;
}

enum jx_status jx_export_get(struct jx_db *db, const struct jx_published_report *report,
	struct jx_arena *arena, JxExportRow **ret_row, struct jx_error *error)
{
	int64_t round = 0;
	struct jx_sql sql;
	JxExportRow *row = NULL;
	enum jx_status status = jx_round_row(db, report->round, &round, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db, ONE, error);
	jx_sql_bind_int(&sql, round);
	jx_sql_bind_text(&sql, report->department);
	jx_sql_bind_int(&sql, report->publication);
	while (jx_sql_next(&sql))
		row = read_row(&sql, arena);
	status = jx_sql_end_found(&sql, JX_REASON_SUBMISSION_NOT_FOUND, JX_ARGS(JX_TEXT(report->department)));
	if (status == JX_OK)
		*ret_row = row;
	return status;
}

static const char FILINGS[] =
	"SELECT s.round_id, r.name, d.code, " SQL_TITLE_THEN
	", v.number, v.digest, s.reviewed_micros, s.reviewed_decimals,"
	" NULL, NULL, v.verdict_digest, t.review, " SQL_PEER_GROUP_THEN ", v.is_late, s.is_unanswered,"
	" v.reference, q.content, e.source, e.year"
	" FROM submissions s JOIN versions v ON v.id = s.accepted_version_id"
	" JOIN rounds r ON r.id = s.round_id JOIN departments d ON d.code = s.department"
	" LEFT JOIN scores t ON t.version_id = v.id LEFT JOIN reference_editions e ON e.name = v.reference"
	" LEFT JOIN reference_sheets q ON q.edition_id = e.id AND q.department = s.department"
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
