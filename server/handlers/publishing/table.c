/* The table of a publication, made by a reader from a snapshot of the round. */
#include "server/handlers/publishing/publishing.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "server/handlers/ranking/rankings.h"
#include "storage/results/store_publications.h"

/* Adds a name to those that are refused. */
static size_t add_name(char *names, size_t size, size_t used, const char *name)
{
	if (used > 0)
		used += jx_text_copy(names + used, size - used, ", ");
	return used + jx_text_copy(names + used, size - used, name);
}

/* A final table is of those whom the newest provisional one lists, with the very versions that could be checked in it. */
static enum jx_status check_listed(
	struct jx_task *task, const struct jx_publishing *publishing, const struct jx_ranking *ranking)
{
	JX_AUTO(jx_ranking) listed = NULL;
	char names[JX_ERROR_ARG_BYTES] = "";
	size_t used = 0;
	size_t n_unlisted = 0;
	size_t at = 0;
	enum jx_status status =
		jx_ranking_load(task->db, publishing->id, publishing->number - 1, &listed, &task->error);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < ranking->n_rows; i++) {
		const struct jx_ranking_row *row = &ranking->rows[i];
		while (at < listed->n_rows && strcmp(listed->rows[at].department, row->department) < 0)
			at++;
		if (at < listed->n_rows && listed->rows[at].version_id == row->version_id)
			continue;
		used = add_name(names, sizeof(names), used, row->department);
		n_unlisted++;
	}
	if (n_unlisted == 0)
		return JX_OK;
	return jx_fail_with(&task->error, JX_REASON_NOT_CHECKED,
		JX_ARGS(JX_TEXT(publishing->id), JX_U64(n_unlisted), JX_TEXT(names)));
}

/* Copies of what the ranking, which ends before the table, has of those who need not file. */
static enum jx_status put_waived(struct jx_task *task, const struct jx_ranking *ranking, JxPublication *table)
{
	char name[JX_RESOURCE_NAME_BYTES];
	table->waived = jx_arena_calloc(&task->arena, ranking->n_waived + 1, sizeof(*table->waived));
	for (size_t i = 0; table->waived != NULL && i < ranking->n_waived; i++) {
		const struct jx_ranking_waived *from = &ranking->waived[i];
		JxWaivedDepartment *waived = jx_task_new(task, JX_WAIVED_DEPARTMENT_DESCRIPTOR);
		if (waived == NULL)
			return jx_task_no_memory(task);
		waived->department =
			jx_arena_strdup(&task->arena, jx_name_department(name, from->department));
		waived->title = jx_arena_strdup(&task->arena, from->title);
		waived->document = jx_arena_strdup(&task->arena, from->document);
		if (from->merged_into[0] != '\0')
			waived->merged_into =
				jx_arena_strdup(&task->arena, jx_name_department(name, from->merged_into));
		if (waived->merged_into == NULL || waived->department == NULL || waived->title == NULL ||
			waived->document == NULL)
			return jx_task_no_memory(task);
		table->waived[table->n_waived++] = waived;
	}
	return table->waived != NULL ? JX_OK : jx_task_no_memory(task);
}

/* After a final table the next one has everybody whom it had: a report that was reopened comes back first. */
static enum jx_status check_corrected(
	struct jx_task *task, const struct jx_publishing *publishing, const struct jx_ranking *ranking)
{
	JX_AUTO(jx_ranking) final = NULL;
	char names[JX_ERROR_ARG_BYTES] = "";
	size_t used = 0;
	size_t n_open = 0;
	size_t at = 0;
	uint32_t current = 0;
	const struct jx_publication_scope scope = {.round = publishing->id};
	enum jx_status status = jx_publication_current(task->db, &scope, &current, &task->error);
	if (status == JX_OK)
		status = jx_ranking_load(task->db, publishing->id, current, &final, &task->error);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < final->n_rows; i++) {
		const char *department = final->rows[i].department;
		while (at < ranking->n_rows && strcmp(ranking->rows[at].department, department) < 0)
			at++;
		if (at < ranking->n_rows && strcmp(ranking->rows[at].department, department) == 0)
			continue;
		used = add_name(names, sizeof(names), used, department);
		n_open++;
	}
	if (n_open == 0)
		return JX_OK;
	return jx_fail_with(&task->error, JX_REASON_CORRECTION_OPEN,
		JX_ARGS(JX_TEXT(publishing->id), JX_U64(n_open), JX_TEXT(names)));
}

/* The rows in the order of the final score, who is missing, and who is waived. */
static enum jx_status fill_table(struct jx_task *task, const struct jx_ranking *ranking, JxPublication *table)
{
	const struct jx_ranking_query by_final = {.by = "", .peer_group = "", .where = ""};
	struct jx_sorted_ranking *order = NULL;
	enum jx_status status = jx_sorted_ranking_new(ranking, &by_final, NULL, &order, &task->error);
	if (status != JX_OK)
		return status;
	const struct jx_rank_table ranked = {ranking, order};
	table->n_rows = order->n_items;
	table->total_rows = (uint32_t)order->n_items;
	status = jx_rank_rows(task, &ranked, 0, table->n_rows, &table->rows);
	jx_sorted_ranking_unref(order);
	if (status != JX_OK)
		return status;
	/* They follow from the reports, and no digest of a table was ever made with them. */
	for (size_t i = 0; i < table->n_rows; i++)
		table->rows[i]->n_flags = 0;
	status = jx_rank_keep_texts(task, table->rows, table->n_rows);
	if (status != JX_OK)
		return status;
	status = jx_rank_put_filings(task, ranking->round, table->rows, table->n_rows);
	if (status != JX_OK)
		return status;
	status = jx_rank_missing(task, ranking, &table->missing, &table->n_missing);
	return status == JX_OK ? put_waived(task, ranking, table) : status;
}

enum jx_status jx_publishing_make_table(struct jx_task *task, struct jx_publishing *publishing)
{
	JX_AUTO(jx_ranking) ranking = NULL;
	char name[JX_RESOURCE_NAME_BYTES];
	uint32_t newest = 0;
	JxPublication *table = jx_task_new(task, JX_PUBLICATION_DESCRIPTOR);
	if (table == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = jx_ranking_load(task->db, publishing->id, 0, &ranking, &task->error);
	if (status != JX_OK)
		return status;
	if (ranking->n_rows == 0)
		return jx_fail_with(
			&task->error, JX_REASON_NOTHING_TO_PUBLISH, JX_ARGS(JX_TEXT(publishing->id)));
	status = jx_publication_newest(task->db, publishing->id, &newest, &task->error);
	publishing->number = newest + 1;
	if (status == JX_OK && publishing->stage->stage == JX_PUBLICATION_STAGE_FINAL)
		status = check_listed(task, publishing, ranking);
	if (status == JX_OK && publishing->round->state == JX_ROUND_STATE_FINAL)
		status = check_corrected(task, publishing, ranking);
	if (status == JX_OK)
		status = fill_table(task, ranking, table);
	if (status != JX_OK)
		return status;
	table->name = jx_arena_strdup(&task->arena, jx_name_publication(name, publishing->id, newest + 1));
	table->score = JX_SCORE_KIND_FINAL;
	table->tie_rule = JX_TIE_RULE_COMPETITION;
	table->rulebook = publishing->round->rulebook;
	table->rulebook_digest = publishing->round->rulebook_digest;
	table->stage = publishing->stage->stage;
	table->audience = publishing->audience;
	publishing->table = table;
	publishing->change_number = ranking->change_number;
	return table->name != NULL ? JX_OK : jx_task_no_memory(task);
}

/* Who published the table: the lead who proposed it, if one had to, and the caller. */
static enum jx_status put_names(struct jx_task *task, const struct jx_publishing *publishing)
{
	JxPublication *table = publishing->table;
	const char *people[] = {publishing->proposal.person, task->caller.id};
	char name[JX_RESOURCE_NAME_BYTES];
	table->published_by =
		jx_arena_calloc(&task->arena, JX_COUNT_OF(people), sizeof(*table->published_by));
	if (table->published_by == NULL)
		return jx_task_no_memory(task);
	for (size_t i = table->stage == JX_PUBLICATION_STAGE_FINAL ? 0 : 1; i < JX_COUNT_OF(people); i++) {
		char *copy = jx_arena_strdup(&task->arena, jx_name_person(name, people[i]));
		if (copy == NULL)
			return jx_task_no_memory(task);
		table->published_by[table->n_published_by++] = copy;
	}
	return JX_OK;
}

enum jx_status jx_publishing_sign_table(struct jx_task *task, const struct jx_publishing *publishing)
{
	JxPublication *table = publishing->table;
	char digest[JX_DIGEST_TEXT_BYTES];
	enum jx_status status = put_names(task, publishing);
	if (status != JX_OK)
		return status;
	table->publish_time = jx_task_timestamp(task, task->now_ms);
	if (table->publish_time == NULL)
		return jx_task_no_memory(task);
	if (table->stage == JX_PUBLICATION_STAGE_PROVISIONAL)
		table->window_end_time = publishing->request->window_end_time;
	table->table_digest = (char *)publishing->digest;
	status = jx_digest_message(&table->base, JX_DIGEST_SHA256, digest, &task->error);
	if (status != JX_OK)
		return status;
	table->digest = jx_arena_strdup(&task->arena, digest);
	return table->digest != NULL ? JX_OK : jx_task_no_memory(task);
}
