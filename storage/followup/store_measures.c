#include "storage/followup/store_measures.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/service/rectification.h"
#include "storage/columns.h"
#include "storage/filing/store_versions.h"
#include "storage/page.h"
#include "storage/sql_states.h"

#define SOURCE_BYTES (JX_RESOURCE_NAME_BYTES + 32) /* of a name, and a place in a report */

/* One measure, as its words. */
struct wanted {
	char *words;
	size_t index; /* in the query */
};

/* A search under way. */
struct search {
	struct jx_db *db;
	const struct jx_measures_query *query;
	struct jx_arena *arena;
	struct jx_arena memory; /* of one report, or of one plan, at a time */
	struct wanted *wanted;  /* by their words */
	size_t n_wanted;        /* those without a word repeat nothing */
	char **sources;
	struct jx_error *error;
};

static int compare_wanted(const void *a, const void *b)
{
	return strcmp(((const struct wanted *)a)->words, ((const struct wanted *)b)->words);
}

static enum jx_status sort_wanted(struct search *search)
{
	size_t n = search->query->n;
	search->sources = jx_arena_calloc(search->arena, n + 1, sizeof(*search->sources));
	search->wanted = jx_arena_calloc(search->arena, n + 1, sizeof(*search->wanted));
	if (search->sources == NULL || search->wanted == NULL)
		return jx_arena_fail(search->arena, search->error);
	for (size_t i = 0; i < n; i++) {
		char *words = jx_arena_strdup(search->arena, search->query->measures[i]);
		if (words == NULL)
			return jx_arena_fail(search->arena, search->error);
		jx_measure_keep_words(words);
		if (words[0] != '\0')
			search->wanted[search->n_wanted++] = (struct wanted){words, i};
	}
	jx_array_sort(search->wanted, search->n_wanted, sizeof(*search->wanted), compare_wanted);
	return JX_OK;
}

/* Where the measures with these words begin, or would. */
static size_t find_wanted(const struct search *search, const char *words)
{
	size_t first = 0;
	for (size_t end = search->n_wanted; first < end;) {
		size_t middle = first + (end - first) / 2;
		if (strcmp(search->wanted[middle].words, words) < 0)
			first = middle + 1;
		else
			end = middle;
	}
	return first;
}

/* Notes where a text, which it makes words of, stands, for all measures that it is when none was found before. */
static enum jx_status compare(struct search *search, char *text, const char *source)
{
	char *noted = NULL;
	if (jx_stop_is_due(search->query->stop))
		return jx_fail(search->error, JX_REASON_DEADLINE_PASSED);
	jx_measure_keep_words(text);
	for (size_t i = find_wanted(search, text); i < search->n_wanted; i++) {
		const struct wanted *wanted = &search->wanted[i];
		if (search->sources[wanted->index] != NULL || strcmp(wanted->words, text) != 0)
			return JX_OK;
		noted = noted != NULL ? noted : jx_arena_strdup(search->arena, source);
		if (noted == NULL)
			return jx_arena_fail(search->arena, search->error);
		search->sources[wanted->index] = noted;
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
		char *text = jx_sql_text(&sql, 1, &search->memory);
		(void)jx_name_rectification(name, search->query->department, (uint64_t)jx_sql_int(&sql, 0));
		if (text != NULL)
			jx_sql_set_error(&sql, compare(search, text, name));
		jx_arena_reset(&search->memory);
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

static enum jx_status search_report(struct search *search, const struct jx_version_query *report)
{
	struct jx_version version = {0};
	char name[JX_RESOURCE_NAME_BYTES];
	char source[SOURCE_BYTES];
	enum jx_status status = jx_version_get(search->db, report, &search->memory, &version, search->error);
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
	size_t n = 0;
	enum jx_status status = find_reports(search, reports, &n);
	for (size_t i = 0; status == JX_OK && i < n; i++) {
		status = search_report(search, &reports[i]);
		jx_arena_reset(&search->memory);
	}
	return status;
}

enum jx_status jx_measures_find(struct jx_db *db, const struct jx_measures_query *query,
	struct jx_arena *arena, char ***ret_sources, struct jx_error *error)
{
	struct search search = {.db = db, .query = query, .arena = arena, .error = error};
	jx_arena_init(&search.memory, JX_MAX_SCRATCH_BYTES);
	enum jx_status status = sort_wanted(&search);
	if (status == JX_OK)
		status = search_plans(&search);
	if (status == JX_OK)
		status = search_reports(&search);
	jx_arena_clear(&search.memory);
	*ret_sources = search.sources;
	return status;
}
