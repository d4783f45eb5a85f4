#include "server/handlers/rank.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/limits.h"
#include "proto/contract/metric.h"
#include "proto/contract/rank.h"
#include "server/auth.h"
#include "server/handlers/page.h"

typedef Jixiao__V1__RankRow Row;
typedef Jixiao__V1__Measurement Measurement;

enum jx_status jx_rank_scope(struct jx_task *task, Jixiao__V1__RankSource wanted, bool *ret_is_published)
{
	bool sees_all = jx_task_has_role(task, JX_ROLES_SEE_ALL);
	*ret_is_published = wanted == JIXIAO__V1__RANK_SOURCE__RANK_SOURCE_PUBLISHED || !sees_all;
	if (wanted != JIXIAO__V1__RANK_SOURCE__RANK_SOURCE_ACCEPTED || sees_all)
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
			return jx_fail(&task->error, JX_REASON_NOT_PUBLISHED, task->round, NULL, NULL);
		publication = list.rows[list.n - 1]->number;
	}
	return jx_ranking_load(task->db, task->round, publication, &task->error, ret_ranking);
}

static Jixiao__V1__Decimal *score_message(struct jx_task *task, const struct jx_ranking_score *score)
{
	Jixiao__V1__Decimal *decimal = jx_task_new(task, &jixiao__v1__decimal__descriptor);
	if (decimal != NULL) {
		decimal->micros = score->micros;
		decimal->decimals = score->decimals;
	}
	return decimal;
}

/* The value of a row in a column, with its unit, or what is missing. */
static Measurement *value_message(
	struct jx_task *task, const struct jx_ranking *ranking, const char *unit, size_t column, size_t row)
{
	Measurement *message = jx_task_new(task, &jixiao__v1__measurement__descriptor);
	if (message == NULL)
		return NULL;
	message->unit = (char *)unit;
	/* Only a metric of a class can be without a value of its own: nobody, or this department, has the class. */
	message->missing = (char *)"functions";
	if (column >= ranking->n_keys)
		return message;
	const struct jx_ranking_value *value = &ranking->values[column * ranking->n_rows + row];
	if (!value->is_computable) {
		/* The text is the snapshot's, which lives until the reply is packed. */
		if (ranking->missing[value->missing][0] != '\0')
			message->missing = ranking->missing[value->missing];
		return message;
	}
	message->missing = (char *)protobuf_c_empty_string;
	const struct jx_ranking_score score = {
		.micros = value->micros, .decimals = value->decimals, .has = true};
	message->value = score_message(task, &score);
	return message->value != NULL ? message : NULL;
}

static char *name_of(struct jx_task *task, const char *collection, const char *id)
{
	size_t n = strlen(collection) + strlen(id) + 2;
	char *name = jx_arena_alloc(&task->arena, n);
	if (name != NULL)
		(void)snprintf(name, n, "%s/%s", collection, id);
	return name;
}

static enum jx_status row_message(struct jx_task *task, const struct jx_rank_table *table,
	const struct jx_rank_item *item, Row **ret_row)
{
	const struct jx_ranking *ranking = table->ranking;
	const struct jx_order *order = table->order;
	const struct jx_ranking_row *from = &ranking->rows[item->index];
	Row *row = jx_task_new(task, &jixiao__v1__rank_row__descriptor);
	if (row == NULL)
		return jx_task_no_memory(task);
	row->rank = item->ret_rank;
	row->department = name_of(task, "departments", from->department);
	row->title = (char *)from->title;
	row->peer_group = (char *)from->peer_group;
	row->digest = (char *)from->digest;
	row->is_late = from->is_late;
	row->execution_rate =
		value_message(task, ranking, "%", jx_ranking_key(ranking, "execution_rate"), item->index);
	row->execution_rate_initial = value_message(
		task, ranking, "%", jx_ranking_key(ranking, "execution_rate_initial"), item->index);
	bool is_ok =
		row->department != NULL && row->execution_rate != NULL && row->execution_rate_initial != NULL;
	if (from->reviewed.has)
		is_ok = (row->reviewed_score = score_message(task, &from->reviewed)) != NULL && is_ok;
	if (from->claimed.has)
		is_ok = (row->claimed_score = score_message(task, &from->claimed)) != NULL && is_ok;
	if (order->metric != NULL)
		is_ok = (row->value = value_message(
				 task, ranking, order->metric->unit, order->column, item->index)) != NULL &&
			is_ok;
	*ret_row = row;
	return is_ok ? JX_OK : jx_task_no_memory(task);
}

/* Only the row of one department, with its rank among all. */
static enum jx_status one_row(struct jx_task *task, const struct jx_rank_table *table, const char *department,
	struct jx_rank_page *ret_page)
{
	const struct jx_rank_item *item = jx_order_find(table->order, table->ranking, department);
	Row **rows = jx_arena_calloc(&task->arena, 1, sizeof(*rows));
	if (rows == NULL)
		return jx_task_no_memory(task);
	*ret_page = (struct jx_rank_page){.rows = rows};
	if (item == NULL)
		return JX_OK;
	ret_page->n = 1;
	return row_message(task, table, item, &rows[0]);
}

enum jx_status jx_rank_rows(struct jx_task *task, const struct jx_rank_table *table,
	const struct jx_rank_wish *wish, struct jx_rank_page *ret_page)
{
	const char *slash = strchr(wish->department, '/');
	if (slash != NULL)
		return one_row(task, table, slash + 1, ret_page);
	size_t n_items = table->order->n_items;
	size_t first = wish->skip < n_items ? wish->skip : n_items;
	size_t n = wish->limit != 0 && wish->limit < n_items - first ? wish->limit : n_items - first;
	Row **rows = jx_arena_calloc(&task->arena, n + 1, sizeof(*rows));
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

enum jx_status jx_rank_keep_texts(struct jx_task *task, Row **rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		Row *row = rows[i];
		bool is_ok = keep_text(task, &row->title) && keep_text(task, &row->peer_group) &&
			     keep_text(task, &row->digest) &&
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
		names[*n_names] = name_of(task, "departments", codes[i]);
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
	Jixiao__V1__RankResponse *reply)
{
	char publication[96];
	reply->round = name_of(task, "rounds", ranking->round);
	reply->round_state = ranking->state;
	reply->source = is_published ? JIXIAO__V1__RANK_SOURCE__RANK_SOURCE_PUBLISHED
				     : JIXIAO__V1__RANK_SOURCE__RANK_SOURCE_ACCEPTED;
	if (is_published) {
		(void)snprintf(publication, sizeof(publication), "rounds/%s/publications/%u", ranking->round,
			ranking->publication);
		reply->publication = jx_arena_strdup(&task->arena, publication);
	}
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
		status =
			jx_fail_field(&task->error, JX_REASON_BAD_PAGE_TOKEN, "page_token", NULL, NULL, NULL);
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
	const Jixiao__V1__RankRequest *request = (const Jixiao__V1__RankRequest *)task->message;
	struct jx_rank_wish wish = {.department = request->department,
		.limit = request->limit != 0 && request->limit < JX_MAX_RANK_ROWS ? request->limit
										  : JX_MAX_RANK_ROWS};
	struct jx_rank_page page = {0};
	Jixiao__V1__RankResponse *reply = jx_task_reply(task);
	if (reply == NULL)
		return jx_task_no_memory(task);
	reply->by = request->by;
	enum jx_status status = jx_rank_skip(task, request->page_token, &wish.skip);
	if (status == JX_OK)
		status = describe(task, table->ranking, is_published, reply);
	if (status == JX_OK)
		status = jx_rank_rows(task, table, &wish, &page);
	if (status != JX_OK)
		return status;
	reply->rows = page.rows;
	reply->n_rows = page.n;
	if (page.has_more)
		reply->next_page_token = jx_rank_token(task, wish.skip + page.n);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}
