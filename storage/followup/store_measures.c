#include "storage/followup/store_measures.h"

#include <stdio.h>

#include "proto/contract/service/rectification.h"
#include "storage/columns.h"
#include "storage/filing/store_versions.h"
#include "storage/page.h"
#include "storage/sql_states.h"

#define SOURCE_BYTES (JX_RESOURCE_NAME_BYTES + 32) /* of a name, and a place in a report */

/* A search under way. */
struct search {
	struct jx_db *db;
	const struct jx_measures_query *query;
	struct jx_arena *arena;
	char **sources;
	struct jx_error *error;
};

/* Notes where a text stands, for each measure that it is and that was not found yet. */
static enum jx_status compare(struct search *search, const char *text, const char *source)
{
	for (size_t i = 0; i < search->query->n; i++) {
		if (search->sources[i] != NULL || !jx_measure_repeats(search->query->measures[i], text))
			continue;
		search->sources[i] = jx_arena_strdup(search->arena, source);
		if (search->sources[i] == NULL)
			return jx_arena_fail(search->arena, search->error);
	}
	return JX_OK;
}

static enum jx_status search_plans(struct search *search)
{
	struct jx_sql sql;
	char name[JX_RESOURCE_NAME_BYTES];
	jx_sql_start(&sql, search->db,
		"SELECT i.number, e.text FROM rectifications i JOIN rectification_events e ON e.item_id = i.id"
		" WHERE i.department = ? AND e.act = ? AND i.number <> ? ORDER BY i.number, e.number",
		search->error);
	jx_sql_bind_text(&sql, search->query->department);
	jx_sql_bind_text(&sql, jx_life_act_id(jx_rectification_life(), JX_RECTIFICATION_ACT_PLAN));
	jx_sql_bind_int(&sql, search->query->but_item);
	while (jx_sql_next(&sql)) {
		(void)jx_name_rectification(name, search->query->department, (uint64_t)jx_sql_int(&sql, 0));
		jx_sql_set_error(&sql, compare(search, jx_sql_text_ref(&sql, 1), name));
	}
	return jx_sql_end(&sql);
}

/* Finds the newest accepted reports before a round, or of all rounds. */
static enum jx_status find_reports(struct search *search, struct jx_version_query *reports, size_t *ret_n)
{
	struct jx_sql sql;
	*ret_n = 0;
	jx_sql_start(&sql, search->db,
		"SELECT r.name, v.number FROM submissions s JOIN rounds r ON r.id = s.round_id"
		" JOIN versions v ON v.id = s.accepted_version_id WHERE s.department = ?1 AND s.state " SQL_IS_ACCEPTED
		" AND (?2 = '' OR s.round_id < (SELECT id FROM rounds WHERE name = ?2))"
		" ORDER BY s.round_id DESC LIMIT ?3",
		search->error);
	jx_sql_bind_text(&sql, search->query->department);
	jx_sql_bind_text(&sql, search->query->round);
	jx_sql_bind_int(&sql, JX_MAX_EARLIER_REPORTS);
	while (jx_sql_next(&sql)) {
		reports[*ret_n].round = jx_sql_text(&sql, 0, search->arena);
		reports[*ret_n].department = search->query->department;
		reports[(*ret_n)++].number = (uint32_t)jx_sql_int(&sql, 1);
	}
	return jx_sql_end(&sql);
}

static enum jx_status search_report(
	struct search *search, const struct jx_version_query *report, struct jx_arena *memory)
{
	struct jx_version version = {0};
	char name[JX_RESOURCE_NAME_BYTES];
	char source[SOURCE_BYTES];
	enum jx_status status = jx_version_get(search->db, report, memory, &version, search->error);
	if (status != JX_OK)
		return status;
	const JxReport *content = version.message->report;
	(void)jx_name_version(name, report->round, report->department, report->number);
	for (size_t i = 0; status == JX_OK && i < content->n_measures; i++) {
		(void)snprintf(source, sizeof(source), "%s#measures[%zu]", name, i);
		status = compare(search, content->measures[i]->text, source);
	}
	return status;
}

static enum jx_status search_reports(struct search *search)
{
	struct jx_version_query reports[JX_MAX_EARLIER_REPORTS];
	struct jx_arena memory; /* of one report at a time */
	size_t n = 0;
	enum jx_status status = find_reports(search, reports, &n);
	jx_arena_init(&memory, JX_MAX_SCRATCH_BYTES);
	for (size_t i = 0; status == JX_OK && i < n; i++) {
		status = search_report(search, &reports[i], &memory);
		jx_arena_reset(&memory);
	}
	jx_arena_clear(&memory);
	return status;
}

enum jx_status jx_measures_find(struct jx_db *db, const struct jx_measures_query *query,
	struct jx_arena *arena, char ***ret_sources, struct jx_error *error)
{
	struct search search = {.db = db, .query = query, .arena = arena, .error = error};
	search.sources = jx_arena_calloc(arena, query->n + 1, sizeof(*search.sources));
	if (search.sources == NULL)
		return jx_arena_fail(arena, error);
	enum jx_status status = search_plans(&search);
	if (status != JX_OK)
		return status;
	*ret_sources = search.sources;
	return search_reports(&search);
}
