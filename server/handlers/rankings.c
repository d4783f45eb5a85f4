#include "server/handlers/rankings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/ranking/metric.h"
#include "proto/contract/ranking/rank.h"
#include "server/handlers/page.h"
#include "server/identity/auth.h"
#include "server/ranking/row_formula.h"

enum jx_status jx_rank_scope(struct jx_task *task, JxReportSource wanted, bool *ret_is_published)
{
	bool sees_all = jx_task_has_role(task, JX_ROLES_SEE_ALL);
	*ret_is_published = wanted == JX_REPORT_SOURCE_PUBLISHED || !sees_all;
	if (wanted != JX_REPORT_SOURCE_ACCEPTED || sees_all)
		return JX_OK;
	return jx_auth_refuse_role(task, JX_ROLES_SEE_ALL);
}

enum jx_status jx_rank_load(struct jx_task *task, bool is_published, struct jx_ranking **ret_ranking)
{
	uint32_t publication = 0;
	if (is_published) {
		struct jx_publications list = {0};
		enum jx_status status =
			jx_publications_list(task->db, task->round, &task->arena, &task->error, &list);
		if (status != JX_OK)
			return status;
		if (list.n == 0)
			return jx_fail_with(
				&task->error, JX_REASON_NOT_PUBLISHED, JX_ARGS(JX_TEXT(task->round)));
		publication = list.rows[list.n - 1]->number;
	}
	return jx_ranking_load(task->db, task->round, publication, &task->error, ret_ranking);
}

static JxDecimal *new_decimal(struct jx_arena *arena, int64_t micros, uint32_t decimals)
{
	JxDecimal *decimal = jx_arena_alloc(arena, sizeof(*decimal));
	if (decimal == NULL)
		return NULL;
	jx_decimal_init(decimal);
	decimal->micros = micros;
	decimal->decimals = decimals;
	return decimal;
}

/* A score where there is one; false without memory. */
static bool put_score(struct jx_arena *arena, const struct jx_ranking_score *score, JxDecimal **place)
{
	*place = score->has ? new_decimal(arena, score->micros, score->decimals) : NULL;
	return !score->has || *place != NULL;
}

static JxMeasurement *new_measurement(
	struct jx_arena *arena, const char *unit, const char *missing, const struct jx_ranking_value *value)
{
	JxMeasurement *message = jx_arena_alloc(arena, sizeof(*message));
	if (message == NULL)
		return NULL;
	jx_measurement_init(message);
	message->unit = (char *)unit;
	message->missing = (char *)missing;
	if (value == NULL || !value->is_computable)
		return message;
	message->missing = (char *)protobuf_c_empty_string;
	message->value = new_decimal(arena, value->micros, value->decimals);
	return message->value != NULL ? message : NULL;
}

/* The value of a row in a column, with its unit, or what is missing. */
static JxMeasurement *value_message(
	struct jx_arena *arena, const struct jx_ranking *ranking, const char *unit, size_t column, size_t row)
{
	/* Only a metric of a class can be without a value of its own: nobody, or this department, has the class. */
	const char *missing = "functions";
	if (column >= ranking->n_keys)
		return new_measurement(arena, unit, missing, NULL);
	const struct jx_ranking_value *value = &ranking->values[column * ranking->n_rows + row];
	/* The text is the snapshot's, which lives until the reply is packed. */
	if (!value->is_computable && ranking->missing[value->missing][0] != '\0')
		missing = ranking->missing[value->missing];
	return new_measurement(arena, unit, missing, value);
}

static char *name_of(struct jx_arena *arena, const char *collection, const char *id)
{
	size_t n = strlen(collection) + strlen(id) + 2;
	char *name = jx_arena_alloc(arena, n);
	if (name != NULL)
		(void)snprintf(name, n, "%s/%s", collection, id);
	return name;
}

JxRankRow *jx_rank_row(struct jx_arena *arena, const struct jx_ranking *ranking, size_t index)
{
	const struct jx_ranking_row *from = &ranking->rows[index];
	JxRankRow *row = jx_arena_alloc(arena, sizeof(*row));
	if (row == NULL)
		return NULL;
	jx_rank_row_init(row);
	row->department = name_of(arena, "departments", from->department);
	row->title = (char *)from->title;
	row->peer_group = (char *)from->peer_group;
	row->digest = (char *)from->digest;
	row->is_late = from->is_late;
	row->grade = (char *)from->grade;
	row->group = from->is_verifiable ? JX_COVERAGE_GROUP_VERIFIABLE : JX_COVERAGE_GROUP_UNVERIFIABLE;
	row->execution_rate =
		value_message(arena, ranking, "%", jx_ranking_key(ranking, "execution_rate"), index);
	row->execution_rate_initial =
		value_message(arena, ranking, "%", jx_ranking_key(ranking, "execution_rate_initial"), index);
	bool is_ok = row->department != NULL && row->execution_rate != NULL &&
		     row->execution_rate_initial != NULL &&
		     put_score(arena, &from->claimed, &row->claimed_score) &&
		     put_score(arena, &from->computed, &row->computed_score) &&
		     put_score(arena, &from->reviewed, &row->reviewed_score) &&
		     put_score(arena, &from->final, &row->final_score) &&
		     put_score(arena, &from->common, &row->common_score) &&
		     put_score(arena, &from->deducted, &row->deduction) &&
		     put_score(arena, &from->coverage, &row->coverage);
	return is_ok ? row : NULL;
}

static enum jx_status row_message(struct jx_task *task, const struct jx_rank_table *table,
	const struct jx_rank_item *item, JxRankRow **ret_row)
{
	const struct jx_sorted_ranking *order = table->order;
	JxRankRow *row = jx_rank_row(&task->arena, table->ranking, item->index);
	if (row == NULL)
		return jx_task_no_memory(task);
	row->rank = item->ret_rank;
	if (order->metric != NULL)
		row->value = value_message(
			&task->arena, table->ranking, order->metric->unit, order->column, item->index);
	else if (order->values.by != NULL)
		row->value = new_measurement(&task->arena, order->values.unit,
			order->values.missing[item->index], &order->values.by[item->index]);
	*ret_row = row;
	bool has_value = order->metric != NULL || order->values.by != NULL;
	return !has_value || row->value != NULL ? JX_OK : jx_task_no_memory(task);
}

bool jx_rank_reads_reports(
	const struct jx_task *task, const JxRankDepartmentsRequest *request, bool is_published)
{
	uint32_t readers = JX_ROLES_SEE_ALL | (is_published ? JX_ROLES_ANALYST : 0);
	bool has_formula = request->where[0] != '\0' || jx_sorted_ranking_is_formula(request->by);
	return has_formula && jx_task_has_role(task, readers);
}

struct jx_ranking_query jx_ranking_query_of(const JxRankDepartmentsRequest *request, bool reads_reports)
{
	return (struct jx_ranking_query){.by = request->by,
		.peer_group = request->peer_group,
		.where = request->where,
		.score = request->score,
		.is_lower_first = request->is_lower_first,
		.reads_reports = reads_reports};
}

enum jx_status jx_rank_order_of(struct jx_task *task, const struct jx_ranking *ranking,
	const struct jx_ranking_query *query, struct jx_sorted_ranking **ret_order)
{
	struct jx_row_values values = {0};
	enum jx_status status = jx_row_values_eval(task, ranking, query, &values);
	return status == JX_OK ? jx_sorted_ranking_new(ranking, query, &values, ret_order, &task->error)
			       : status;
}

/* Only the row of one department, with its rank among all. */
static enum jx_status one_row(struct jx_task *task, const struct jx_rank_table *table, const char *department,
	struct jx_rank_page *ret_page)
{
	const struct jx_rank_item *item = jx_sorted_ranking_find(table->order, table->ranking, department);
	JxRankRow **rows = jx_arena_calloc(&task->arena, 1, sizeof(*rows));
	if (rows == NULL)
		return jx_task_no_memory(task);
	*ret_page = (struct jx_rank_page){.rows = rows};
	if (item == NULL)
		return JX_OK;
	ret_page->n = 1;
	return row_message(task, table, item, &rows[0]);
}

enum jx_status jx_rank_rows(struct jx_task *task, const struct jx_rank_table *table,
	const struct jx_rank_options *query, struct jx_rank_page *ret_page)
{
	const char *slash = strchr(query->department, '/');
	if (slash != NULL)
		return one_row(task, table, slash + 1, ret_page);
	size_t n_items = table->order->n_items;
	size_t first = query->skip < n_items ? query->skip : n_items;
	size_t n = query->limit != 0 && query->limit < n_items - first ? query->limit : n_items - first;
	JxRankRow **rows = jx_arena_calloc(&task->arena, n + 1, sizeof(*rows));
	if (rows == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < n; i++)
		status = row_message(task, table, &table->order->items[first + i], &rows[i]);
	*ret_page = (struct jx_rank_page){.rows = rows, .n = n, .has_more = first + n < n_items};
	return status;
}

static bool keep_text(struct jx_task *task, char **text)
{
	char *copy = jx_arena_strdup(&task->arena, *text);
	if (copy != NULL)
		*text = copy;
	return copy != NULL;
}

enum jx_status jx_rank_keep_texts(struct jx_task *task, JxRankRow **rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		JxRankRow *row = rows[i];
		bool is_ok = keep_text(task, &row->grade) && keep_text(task, &row->title) &&
			     keep_text(task, &row->peer_group) && keep_text(task, &row->digest) &&
			     keep_text(task, &row->execution_rate->missing) &&
			     keep_text(task, &row->execution_rate_initial->missing) &&
			     (row->value == NULL || keep_text(task, &row->value->missing));
		if (!is_ok)
			return jx_task_no_memory(task);
	}
	return JX_OK;
}

static enum jx_status names_of(
	struct jx_task *task, char *const *codes, size_t n_codes, char **names, size_t *n_names)
{
	for (size_t i = 0; i < n_codes; i++) {
		names[*n_names] = name_of(&task->arena, "departments", codes[i]);
		if (names[*n_names] == NULL)
			return jx_task_no_memory(task);
		++*n_names;
	}
	return JX_OK;
}

static enum jx_status list_names(
	struct jx_task *task, char *const *codes, size_t n_codes, char ***ret_names, size_t *ret_n)
{
	*ret_n = 0;
	*ret_names = jx_arena_calloc(&task->arena, n_codes + 1, sizeof(**ret_names));
	return *ret_names != NULL ? names_of(task, codes, n_codes, *ret_names, ret_n)
				  : jx_task_no_memory(task);
}

enum jx_status jx_rank_missing(
	struct jx_task *task, const struct jx_ranking *ranking, char ***ret_names, size_t *ret_n)
{
	size_t n = ranking->n_not_filed + ranking->n_not_accepted;
	*ret_n = 0;
	*ret_names = jx_arena_calloc(&task->arena, n + 1, sizeof(**ret_names));
	if (*ret_names == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = names_of(task, ranking->not_filed, ranking->n_not_filed, *ret_names, ret_n);
	if (status == JX_OK)
		status = names_of(task, ranking->not_accepted, ranking->n_not_accepted, *ret_names, ret_n);
	return status;
}

static enum jx_status describe(struct jx_task *task, const struct jx_ranking *ranking, bool is_published,
	JxRankDepartmentsResponse *reply)
{
	char publication[96];
	reply->round = name_of(&task->arena, "rounds", ranking->round);
	reply->round_state = ranking->state;
	reply->source = is_published ? JX_REPORT_SOURCE_PUBLISHED : JX_REPORT_SOURCE_ACCEPTED;
	if (is_published) {
		(void)snprintf(publication, sizeof(publication), "rounds/%s/publications/%u", ranking->round,
			ranking->publication);
		reply->publication = jx_arena_strdup(&task->arena, publication);
	}
	reply->rulebook = ranking->rulebook;
	reply->rulebook_digest = ranking->rulebook_digest;
	reply->tie_rule = JX_TIE_RULE_COMPETITION;
	if (reply->round == NULL || reply->publication == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = list_names(
		task, ranking->not_filed, ranking->n_not_filed, &reply->not_filed, &reply->n_not_filed);
	if (status == JX_OK && !is_published)
		status = list_names(task, ranking->not_accepted, ranking->n_not_accepted,
			&reply->not_accepted, &reply->n_not_accepted);
	return status;
}

enum jx_status jx_rank_skip(struct jx_task *task, const char *token, size_t *ret_skip)
{
	struct jx_page page;
	char *end = NULL;
	enum jx_status status = jx_page_of(task, 0, token, &page);
	unsigned long skip = status == JX_OK ? strtoul(page.after, &end, 10) : 0;
	if (status == JX_OK && *end != '\0')
		status = jx_fail_at(&task->error, JX_REASON_BAD_PAGE_TOKEN, "page_token", NULL);
	*ret_skip = skip;
	return status;
}

char *jx_rank_token(struct jx_task *task, size_t skip)
{
	char text[24];
	(void)snprintf(text, sizeof(text), "%zu", skip);
	return jx_page_token(task, text);
}

enum jx_status jx_rank_reply(struct jx_task *task, const struct jx_rank_table *table, bool is_published)
{
	const JxRankDepartmentsRequest *request = (const JxRankDepartmentsRequest *)task->message;
	struct jx_rank_options query = {.department = request->department,
		.limit = request->page_size > 0 && request->page_size < (int32_t)JX_MAX_RANK_ROWS
				 ? (uint32_t)request->page_size
				 : JX_MAX_RANK_ROWS};
	struct jx_rank_page page = {0};
	JxRankDepartmentsResponse *reply = jx_task_reply(task);
	if (reply == NULL)
		return jx_task_no_memory(task);
	reply->by = request->by;
	reply->score = table->order->score;
	reply->where = request->where;
	reply->peer_group = request->peer_group;
	reply->is_lower_first = request->is_lower_first;
	reply->excluded_count = table->order->n_excluded;
	enum jx_status status = jx_rank_skip(task, request->page_token, &query.skip);
	if (status == JX_OK)
		status = describe(task, table->ranking, is_published, reply);
	if (status == JX_OK)
		status = jx_rank_rows(task, table, &query, &page);
	if (status != JX_OK)
		return status;
	reply->rows = page.rows;
	reply->n_rows = page.n;
	if (page.has_more)
		reply->next_page_token = jx_rank_token(task, query.skip + page.n);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}
