#include "storage/results/store_publications.h"

#include "proto/contract/base/text.h"
#include "storage/columns.h"
#include "storage/content.h"
#include "storage/page.h"
#include "storage/registry/store_rounds.h"
#include "storage/sql_states.h"

/* A publication about to be stored. */
struct insertion {
	struct jx_db *db;
	struct jx_error *error;
	char round[JX_MAX_CODE_BYTES + 1];
	int64_t round_row;
	int64_t number;
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

/* The digest of a publication is that of its canonical text without the digest itself. */
static JxPublication without_digest(const JxPublication *publication)
{
	JxPublication copy = *publication;
	copy.digest = (char *)protobuf_c_empty_string;
	return copy;
}

static enum jx_status check_digest(const JxPublication *publication, struct jx_error *error)
{
	bool is_equal = false;
	JxPublication copy = without_digest(publication);
	enum jx_status status = jx_content_compare(&copy.base, publication->digest, &is_equal, error);
	if (status != JX_OK || is_equal)
		return status;
	return jx_fail_with(error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("digest of the publication")));
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

static enum jx_status insert_packed(
	const struct insertion *insertion, const JxPublication *publication, const struct jx_packed *packed)
{
	struct jx_sql sql;
	jx_sql_start(&sql, insertion->db,
		"INSERT INTO publications (round_id, number, stage, publish_time_ms, window_end_time_ms, digest,"
		" content) VALUES (?, ?, ?, ?, ?, ?, ?)",
		insertion->error);
	jx_sql_bind_int(&sql, insertion->round_row);
	jx_sql_bind_int(&sql, insertion->number);
	jx_sql_bind_int(&sql, publication->stage);
	jx_sql_bind_int(&sql, jx_timestamp_ms(publication->publish_time));
	jx_sql_bind_time(&sql, jx_timestamp_ms(publication->window_end_time));
	jx_sql_bind_text(&sql, publication->digest);
	jx_sql_bind_bytes(&sql, packed->bytes, packed->n);
	return jx_sql_run(&sql);
}

static enum jx_status insert_table(const struct insertion *insertion, const JxPublication *publication)
{
	struct jx_packed packed;
	enum jx_status status = jx_packed_init(&packed, &publication->base, insertion->error);
	if (status != JX_OK)
		return status;
	status = insert_packed(insertion, publication, &packed);
	jx_packed_clear(&packed);
	return status;
}

static enum jx_status insert_row(const struct insertion *insertion, const JxRankRow *row)
{
	const char *department = jx_name_id(row->department, "departments");
	if (department == NULL)
		return jx_name_fail(insertion->error, "publication.rows.department", row->department);
	struct jx_sql sql;
	jx_sql_start(&sql, insertion->db,
		"INSERT INTO publication_rows (round_id, number, department, version_id, is_filed,"
		" reviewed_micros, reviewed_decimals) SELECT s.round_id, ?2, s.department, v.id, 1,"
		" s.reviewed_micros, s.reviewed_decimals FROM submissions s"
		" JOIN versions v ON v.id = s.accepted_version_id WHERE s.round_id = ?1 AND s.department = ?3"
		" AND v.digest = ?4 AND s.state " SQL_IS_ACCEPTED,
		insertion->error);
	jx_sql_bind_int(&sql, insertion->round_row);
	jx_sql_bind_int(&sql, insertion->number);
	jx_sql_bind_text(&sql, department);
	jx_sql_bind_text(&sql, row->digest);
	return jx_sql_run_changing(&sql, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT(row->department)));
}

/* The departments of the round that have no row. */
static enum jx_status insert_missing(const struct insertion *insertion)
{
	struct jx_sql sql;
	jx_sql_start(&sql, insertion->db,
		"INSERT INTO publication_rows (round_id, number, department, is_filed)"
		" SELECT s.round_id, ?2, s.department, CASE WHEN s.version > 0 THEN 1 ELSE 0 END"
		" FROM submissions s WHERE s.round_id = ?1 AND s.state <> " SQL_WAIVED
		" AND NOT EXISTS (SELECT 1 FROM publication_rows p WHERE p.round_id = ?1 AND p.number = ?2"
		" AND p.department = s.department)",
		insertion->error);
	jx_sql_bind_int(&sql, insertion->round_row);
	jx_sql_bind_int(&sql, insertion->number);
	return jx_sql_run(&sql);
}

enum jx_status jx_publication_insert(
	struct jx_db *db, const JxPublication *publication, struct jx_error *error)
{
	struct insertion insertion = {.db = db, .error = error};
	enum jx_status status = read_name(&insertion, publication->name);
	if (status != JX_OK)
		return status;
	status = check_digest(publication, error);
	if (status != JX_OK)
		return status;
	status = count_publication(&insertion);
	if (status != JX_OK)
		return status;
	status = insert_table(&insertion, publication);
	for (size_t i = 0; status == JX_OK && i < publication->n_rows; i++)
		status = insert_row(&insertion, publication->rows[i]);
	return status == JX_OK ? insert_missing(&insertion) : status;
}

static JxPublication *read_publication(struct jx_sql *sql, const char *what, struct jx_arena *arena)
{
	JxPublication *publication =
		(JxPublication *)jx_sql_message(sql, 0, JX_PUBLICATION_DESCRIPTOR, what, arena);
	if (publication == NULL)
		return NULL;
	JxPublication copy = without_digest(publication);
	jx_sql_check_digest(sql, &copy.base, publication->digest, what);
	return publication;
}

enum jx_status jx_publication_get(struct jx_db *db, const char *round, uint32_t number,
	struct jx_arena *arena, JxPublication **ret_publication, struct jx_error *error)
{
	struct jx_sql sql;
	JxPublication *publication = NULL;
	jx_sql_start(&sql, db,
		"SELECT p.content FROM rounds r JOIN publications p ON p.round_id = r.id"
		" AND p.number = CASE ?2 WHEN 0 THEN r.n_publications ELSE ?2 END WHERE r.name = ?1",
		error);
	jx_sql_bind_text(&sql, round);
	jx_sql_bind_int(&sql, number);
	while (jx_sql_next(&sql))
		publication = read_publication(&sql, round, arena);
	enum jx_status status = jx_sql_end_found(&sql, JX_REASON_NOT_PUBLISHED, JX_ARGS(JX_TEXT(round)));
	if (status == JX_OK)
		*ret_publication = publication;
	return status;
}

/* Columns of read_head(), in its order. */
enum column { NUMBER, STAGE, PUBLISH_TIME, WINDOW_END_TIME, DIGEST };

static struct jx_publication_head *read_head(struct jx_sql *sql, struct jx_arena *arena)
{
	struct jx_publication_head *head = jx_sql_alloc(sql, sizeof(*head), arena);
	if (head == NULL)
		return NULL;
	head->number = (uint32_t)jx_sql_int(sql, NUMBER);
	head->stage = (JxPublicationStage)jx_sql_int(sql, STAGE);
	head->publish_ms = jx_sql_int(sql, PUBLISH_TIME);
	head->window_end_ms = jx_sql_int(sql, WINDOW_END_TIME);
	head->digest = jx_sql_text(sql, DIGEST, arena);
	return head;
}

enum jx_status jx_publications_list(struct jx_db *db, const char *round, struct jx_arena *arena,
	struct jx_publications *ret_publications, struct jx_error *error)
{
	int64_t row = 0;
	enum jx_status status = jx_round_row(db, round, &row, error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	struct jx_list heads = {0};
	jx_sql_start(&sql, db,
		"SELECT number, stage, publish_time_ms, window_end_time_ms, digest FROM publications"
		" WHERE round_id = ? ORDER BY number",
		error);
	jx_sql_bind_int(&sql, row);
	while (jx_sql_next(&sql))
		jx_list_add(&heads, read_head(&sql, arena), &sql, arena);
	status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_publications =
			(struct jx_publications){(struct jx_publication_head **)heads.items, heads.n};
	return status;
}
