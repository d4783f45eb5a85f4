/*
 * The rows of a publication as it was frozen: what the table says, and beside it the sums it was judged by. Nothing is
 * taken from tables that go on changing; and the table is held against its digest, so that no altered one is shown.
 */
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "storage/columns.h"
#include "storage/content.h"
#include "storage/page.h"
#include "storage/results/ranking_loader.h"
#include "storage/results/store_publications.h"

/* A publication while it is loaded. */
struct frozen {
	struct jx_ranking_loader *loader;
	struct jx_arena arena; /* for the messages */
	JxPublication *publication;
	size_t n_entries;
	struct jx_list missing;
	struct jx_list waived;
};

static struct jx_ranking_score score_of(const JxDecimal *decimal)
{
	if (decimal == NULL)
		return (struct jx_ranking_score){0};
	return (struct jx_ranking_score){
		.micros = decimal->micros, .decimals = (uint8_t)decimal->decimals, .has = true};
}

/* Columns of read_entry(), in its order. */
enum column {
	DEPARTMENT,
	IS_FILED,
	CONTENT,
	VERSION_ID,
	VERSION,
	POINTS_COMPUTED,
	CLAIMED_COMPUTED,
	COUNTED_COMPUTED,
	COMPUTED_LINES,
	NOT_COMPUTED_LINES,
	FULL_LINES,
	FLAGS
};

static char *keep(const struct frozen *frozen, struct jx_sql *sql, const char *text)
{
	return jx_sql_copy(sql, text, &frozen->loader->memory->texts);
}

static struct jx_ranking_row read_row(const struct frozen *frozen, struct jx_sql *sql, const JxRankRow *row)
{
	return (struct jx_ranking_row){
		.department = keep(frozen, sql, jx_name_last(row->department)),
		.title = keep(frozen, sql, row->title),
		.peer_group = keep(frozen, sql, row->peer_group),
		.digest = keep(frozen, sql, row->digest),
		.grade = keep(frozen, sql, row->grade),
		.claimed = score_of(row->claimed_score),
		.computed = score_of(row->computed_score),
		.reviewed = score_of(row->reviewed_score),
		.final = score_of(row->final_score),
		.common = score_of(row->common_score),
		.deduction = score_of(row->deduction),
		.coverage = score_of(row->coverage),
		.is_late = row->is_late,
		.is_unanswered = row->is_unanswered,
		.is_verifiable = row->group == JX_COVERAGE_GROUP_VERIFIABLE,
		.version_id = jx_sql_int(sql, VERSION_ID),
		.version = (uint32_t)jx_sql_int(sql, VERSION),
		.points_computed = jx_ranking_computed(sql, POINTS_COMPUTED),
		.claimed_computed = jx_ranking_computed(sql, CLAIMED_COMPUTED),
		.counted_computed = jx_ranking_computed(sql, COUNTED_COMPUTED),
		.n_computed = (uint32_t)jx_sql_int(sql, COMPUTED_LINES),
		.n_not_computed = (uint32_t)jx_sql_int(sql, NOT_COMPUTED_LINES),
		.n_full = (uint32_t)jx_sql_int(sql, FULL_LINES),
		.flags = (uint32_t)jx_sql_int(sql, FLAGS),
	};
}

static void add_row(struct frozen *frozen, struct jx_sql *sql)
{
	JxPublication *publication = frozen->publication;
	JxRankRow *message = (JxRankRow *)jx_sql_message(
		sql, CONTENT, JX_RANK_ROW_DESCRIPTOR, publication->name, &frozen->arena);
	struct jx_ranking_row *row = jx_ranking_array_add(&frozen->loader->memory->rows, sizeof(*row), sql);
	if (message == NULL || row == NULL)
		return;
	*row = read_row(frozen, sql, message);
	publication->rows[publication->n_rows++] = message;
}

static void add_waived(struct frozen *frozen, struct jx_sql *sql)
{
	JxWaivedDepartment *message = (JxWaivedDepartment *)jx_sql_message(
		sql, CONTENT, JX_WAIVED_DEPARTMENT_DESCRIPTOR, frozen->publication->name, &frozen->arena);
	struct jx_ranking_waived *waived =
		jx_ranking_array_add(&frozen->loader->memory->waived, sizeof(*waived), sql);
	if (message == NULL || waived == NULL)
		return;
	*waived = (struct jx_ranking_waived){keep(frozen, sql, jx_name_last(message->department)),
		keep(frozen, sql, message->title), keep(frozen, sql, message->document),
		keep(frozen, sql, jx_name_last(message->merged_into))};
	jx_list_add(&frozen->waived, message, sql, &frozen->arena);
}

static void read_entry(struct frozen *frozen, struct jx_sql *sql)
{
	if (!jx_sql_is_null(sql, CONTENT)) {
		if (jx_sql_is_null(sql, VERSION_ID))
			add_waived(frozen, sql);
		else
			add_row(frozen, sql);
		return;
	}
	jx_ranking_add_other(frozen->loader, sql, DEPARTMENT, IS_FILED);
	jx_list_add(&frozen->missing, jx_sql_name(sql, DEPARTMENT, jx_name_department, &frozen->arena), sql,
		&frozen->arena);
}

static enum jx_status load_head(struct frozen *frozen)
{
	struct jx_ranking_loader *loader = frozen->loader;
	struct jx_ranking *ranking = &loader->memory->ranking;
	struct jx_arena *texts = &loader->memory->texts;
	enum jx_status status = jx_publication_head(loader->db, ranking->round, ranking->publication,
		&frozen->arena, &frozen->publication, loader->error);
	if (status != JX_OK)
		return status;
	const JxPublication *head = frozen->publication;
	ranking->stage = head->stage;
	ranking->rulebook = jx_arena_strdup(texts, head->rulebook);
	ranking->rulebook_digest = jx_arena_strdup(texts, head->rulebook_digest);
	if (ranking->rulebook == NULL || ranking->rulebook_digest == NULL)
		return jx_arena_fail(texts, loader->error);
	return JX_OK;
}

static enum jx_status count_entries(struct frozen *frozen)
{
	const struct jx_ranking_loader *loader = frozen->loader;
	struct jx_sql sql;
	jx_sql_start(&sql, loader->db,
		"SELECT count(*) FROM publication_rows WHERE round_id = ? AND number = ?", loader->error);
	jx_sql_bind_int(&sql, loader->round);
	jx_sql_bind_int(&sql, loader->memory->ranking.publication);
	while (jx_sql_next(&sql))
		frozen->n_entries = (size_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

static enum jx_status load_entries(struct frozen *frozen)
{
	const struct jx_ranking_loader *loader = frozen->loader;
	JxPublication *publication = frozen->publication;
	struct jx_sql sql;
	publication->rows =
		jx_arena_calloc(&frozen->arena, frozen->n_entries + 1, sizeof(*publication->rows));
	if (publication->rows == NULL)
		return jx_arena_fail(&frozen->arena, loader->error);
	jx_sql_start(&sql, loader->db,
		"SELECT p.department, p.is_filed, p.content, v.id, v.number, p.points_computed_micros,"
		" p.claimed_computed_micros, p.counted_computed_micros, p.computed_lines,"
		" p.not_computed_lines, p.full_lines, coalesce(g.flags, 0)"
		" FROM publication_rows p LEFT JOIN versions v ON v.id = p.version_id"
		" LEFT JOIN input_flags g ON g.version_id = p.version_id"
		" WHERE p.round_id = ? AND p.number = ? ORDER BY p.position",
		loader->error);
	jx_sql_bind_int(&sql, loader->round);
	jx_sql_bind_int(&sql, loader->memory->ranking.publication);
	while (jx_sql_next(&sql))
		read_entry(frozen, &sql);
	publication->missing = (char **)frozen->missing.items;
	publication->n_missing = frozen->missing.n;
	publication->waived = (JxWaivedDepartment **)frozen->waived.items;
	publication->n_waived = frozen->waived.n;
	return jx_sql_end(&sql);
}

static int by_department(const void *a, const void *b)
{
	return strcmp(((const struct jx_ranking_row *)a)->department,
		((const struct jx_ranking_row *)b)->department);
}

static int by_code(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* From the order of the table to that of codes. */
static void sort_rows(struct jx_ranking_memory *memory)
{
	if (memory->rows.n > 0)
		jx_array_sort(
			memory->rows.items, memory->rows.n, sizeof(struct jx_ranking_row), by_department);
	if (memory->not_filed.n > 0)
		jx_array_sort(memory->not_filed.items, memory->not_filed.n, sizeof(char *), by_code);
	if (memory->not_accepted.n > 0)
		jx_array_sort(memory->not_accepted.items, memory->not_accepted.n, sizeof(char *), by_code);
}

static enum jx_status load_all(struct frozen *frozen)
{
	enum jx_status status = load_head(frozen);
	if (status == JX_OK)
		status = count_entries(frozen);
	if (status == JX_OK)
		status = load_entries(frozen);
	if (status == JX_OK)
		status = jx_publication_check_digest(frozen->publication, frozen->loader->error);
	if (status == JX_OK)
		sort_rows(frozen->loader->memory);
	return status;
}

enum jx_status jx_ranking_load_published(struct jx_ranking_loader *loader)
{
	struct frozen frozen = {.loader = loader};
	jx_arena_init(&frozen.arena, JX_MAX_PUBLISHING_BYTES);
	enum jx_status status = load_all(&frozen);
	jx_arena_clear(&frozen.arena);
	return status;
}
