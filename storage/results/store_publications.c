#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/message/codec.h"
#include "storage/columns.h"
#include "storage/results/store_rankings.h"
#include "storage/content.h"

static enum jx_status fail_changed(struct jx_error *error, const char *what)
{
	return jx_fail_with(error, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT(what)));
}

/* A publication about to be kept. */
struct keeping {
	struct jx_db *db;
	struct jx_error *error;
	char round[JX_MAX_CODE_BYTES + 1];
	int64_t round_row;
	int64_t number;
};

/* "rounds/{id}/publications/{n}" */
static enum jx_status read_name(struct keeping *keeping, const char *name)
{
	const char *id = strncmp(name, "rounds/", 7) == 0 ? name + 7 : "";
	size_t n = strcspn(id, "/");
	const char *number = strncmp(id + n, "/publications/", 14) == 0 ? id + n + 14 : "";
	size_t n_digits = strspn(number, "0123456789");
	if (n == 0 || n > JX_MAX_CODE_BYTES || n_digits == 0 || n_digits > 9 || number[n_digits] != '\0')
		return jx_name_fail(keeping->error, "publication.name", name);
	memcpy(keeping->round, id, n);
	keeping->round[n] = '\0';
	keeping->number = strtoll(number, NULL, 10);
	return JX_OK;
}

/* Digest of a publication: that of its canonical text without the digest itself. */
static enum jx_status check_digest(
	const JxPublication *publication, struct jx_error *error, bool *ret_is_equal)
{
	enum jx_digest_algorithm algorithm = JX_DIGEST_SHA256;
	uint8_t hash[JX_HASH_BYTES];
	char digest[JX_DIGEST_TEXT_BYTES];
	JxPublication copy = *publication;
	copy.digest = (char *)protobuf_c_empty_string;
	*ret_is_equal = false;
	if (jx_digest_parse(publication->digest, &algorithm, hash, NULL) != JX_OK)
		return JX_OK;
	enum jx_status status = jx_digest_message(&copy.base, algorithm, digest, error);
	if (status == JX_OK)
		*ret_is_equal = strcmp(digest, publication->digest) == 0;
	return status;
}

static enum jx_status find_round(struct keeping *keeping)
{
	enum jx_status status =
		jx_round_row(keeping->db, keeping->round, keeping->error, &keeping->round_row);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	uint32_t n_changed = 0;
	jx_sql_start(&sql, keeping->db,
		"UPDATE rounds SET n_publications = n_publications + 1 WHERE id = ? AND n_publications + 1 = "
		"?",
		keeping->error);
	jx_sql_bind_int(&sql, keeping->round_row);
	jx_sql_bind_int(&sql, keeping->number);
	status = jx_sql_run_counting(&sql, &n_changed);
	return status == JX_OK && n_changed == 0 ? fail_changed(keeping->error, keeping->round) : status;
}

static enum jx_status insert_table(const struct keeping *keeping, const JxPublication *publication)
{
	size_t size = jx_codec_packed_bytes(&publication->base);
	uint8_t *bytes = malloc(size + 1);
	if (bytes == NULL)
		return jx_fail(keeping->error, JX_REASON_OUT_OF_MEMORY);
	size_t n = 0;
	enum jx_status status = jx_codec_pack(&publication->base, bytes, size, keeping->error, &n);
	if (status == JX_OK) {
		struct jx_sql sql;
		jx_sql_start(&sql, keeping->db,
			"INSERT INTO publications (round_id, number, stage, publish_ms, window_end_ms, "
			"digest,"
			" content) VALUES (?, ?, ?, ?, ?, ?, ?)",
			keeping->error);
		jx_sql_bind_int(&sql, keeping->round_row);
		jx_sql_bind_int(&sql, keeping->number);
		jx_sql_bind_int(&sql, publication->stage);
		jx_sql_bind_int(&sql, jx_time_ms(publication->publish_time));
		jx_sql_bind_time(&sql, jx_time_ms(publication->window_end_time));
		jx_sql_bind_text(&sql, publication->digest);
		jx_sql_bind_bytes(&sql, bytes, n);
		status = jx_sql_run(&sql);
	}
	free(bytes);
	return status;
}

static enum jx_status insert_row(const struct keeping *keeping, const JxRankRow *row)
{
	const char *department = jx_name_id(row->department, "departments");
	if (department == NULL)
		return jx_name_fail(keeping->error, "publication.rows.department", row->department);
	struct jx_sql sql;
	uint32_t n_changed = 0;
	jx_sql_start(&sql, keeping->db,
		"INSERT INTO publication_rows (round_id, number, department, version_id, is_filed,"
		" reviewed_micros, reviewed_decimals)"
		" SELECT s.round_id, ?2, s.department, v.id, 1, s.reviewed_micros, s.reviewed_decimals"
		" FROM submissions s JOIN versions v ON v.id = s.accepted_version_id"
		" WHERE s.round_id = ?1 AND s.department = ?3 AND v.digest = ?4 AND s.state BETWEEN 6 AND 9",
		keeping->error);
	jx_sql_bind_int(&sql, keeping->round_row);
	jx_sql_bind_int(&sql, keeping->number);
	jx_sql_bind_text(&sql, department);
	jx_sql_bind_text(&sql, row->digest);
	enum jx_status status = jx_sql_run_counting(&sql, &n_changed);
	return status == JX_OK && n_changed == 0 ? fail_changed(keeping->error, row->department) : status;
}

/* 11: WAIVED, which need not file. */
static enum jx_status insert_missing(const struct keeping *keeping)
{
	struct jx_sql sql;
	jx_sql_start(&sql, keeping->db,
		"INSERT INTO publication_rows (round_id, number, department, is_filed)"
		" SELECT s.round_id, ?2, s.department, s.version > 0 FROM submissions s"
		" WHERE s.round_id = ?1 AND s.state <> 11 AND NOT EXISTS (SELECT 1 FROM publication_rows p"
		" WHERE p.round_id = ?1 AND p.number = ?2 AND p.department = s.department)",
		keeping->error);
	jx_sql_bind_int(&sql, keeping->round_row);
	jx_sql_bind_int(&sql, keeping->number);
	return jx_sql_run(&sql);
}

enum jx_status jx_publication_insert(
	struct jx_db *db, const JxPublication *publication, struct jx_error *error)
{
	struct keeping keeping = {.db = db, .error = error};
	bool is_equal = false;
	enum jx_status status = read_name(&keeping, publication->name);
	if (status == JX_OK)
		status = check_digest(publication, error, &is_equal);
	if (status == JX_OK && !is_equal)
		status = jx_fail_with(
			error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("digest of the publication")));
	if (status == JX_OK)
		status = find_round(&keeping);
	if (status == JX_OK)
		status = insert_table(&keeping, publication);
	for (size_t i = 0; status == JX_OK && i < publication->n_rows; i++)
		status = insert_row(&keeping, publication->rows[i]);
	return status == JX_OK ? insert_missing(&keeping) : status;
}

static JxPublication *read_publication(struct jx_sql *sql, const char *what, struct jx_arena *arena)
{
	ProtobufCMessage *message = NULL;
	bool is_equal = false;
	enum jx_status status =
		jx_codec_unpack(JX_PUBLICATION_DESCRIPTOR, sqlite3_column_blob(sql->statement, 0),
			(size_t)sqlite3_column_bytes(sql->statement, 0), arena, sql->error, &message);
	JxPublication *publication = (JxPublication *)message;
	if (status == JX_OK)
		status = check_digest(publication, sql->error, &is_equal);
	if (status == JX_INVALID || (status == JX_OK && !is_equal))
		status = jx_fail_with(sql->error, JX_REASON_DATA_DAMAGED, JX_ARGS(JX_TEXT(what)));
	jx_sql_set_error(sql, status);
	return publication;
}

enum jx_status jx_publication_get(struct jx_db *db, const char *round, uint32_t number,
	struct jx_arena *arena, struct jx_error *error, JxPublication **ret_publication)
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
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (publication == NULL)
		return jx_fail_with(error, JX_REASON_NOT_PUBLISHED, JX_ARGS(JX_TEXT(round)));
	*ret_publication = publication;
	return JX_OK;
}

static struct jx_publication_head *read_head(struct jx_sql *sql, struct jx_arena *arena)
{
	struct jx_publication_head *head = jx_sql_alloc(sql, sizeof(*head), arena);
	if (head == NULL)
		return NULL;
	head->number = (uint32_t)jx_sql_int(sql, 0);
	head->stage = (JxPublicationStage)jx_sql_int(sql, 1);
	head->publish_ms = jx_sql_int(sql, 2);
	head->window_end_ms = jx_sql_int(sql, 3);
	head->digest = jx_sql_text(sql, 4, arena);
	return head;
}

enum jx_status jx_publications_list(struct jx_db *db, const char *round, struct jx_arena *arena,
	struct jx_error *error, struct jx_publications *ret_publications)
{
	int64_t row = 0;
	enum jx_status status = jx_round_row(db, round, error, &row);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	struct jx_growing heads = {0};
	jx_sql_start(&sql, db,
		"SELECT number, stage, publish_ms, window_end_ms, digest FROM publications WHERE round_id = ?"
		" ORDER BY number",
		error);
	jx_sql_bind_int(&sql, row);
	while (jx_sql_next(&sql))
		jx_growing_add(&heads, read_head(&sql, arena), &sql, arena);
	status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_publications =
			(struct jx_publications){(struct jx_publication_head **)heads.items, heads.n};
	return status;
}
