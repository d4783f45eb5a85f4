#include "server/handlers/ranking/rankings.h"

#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/ranking/flags.h"
#include "proto/contract/ranking/metric.h"
#include "proto/contract/ranking/rank.h"
#include "server/cache/snapshots.h"
#include "server/call/auth.h"
#include "server/handlers/page.h"
#include "server/handlers/ranking/row_formula.h"
#include "storage/registry/store_rounds.h"
#include "storage/results/store_publications.h"

enum jx_status jx_rank_scope(struct jx_task *task, JxReportSource wanted, bool *ret_is_published)
{
	bool sees_all = jx_task_has_role(task, JX_ROLES_SEE_ALL);
	*ret_is_published = wanted == JX_REPORT_SOURCE_PUBLISHED || !sees_all;
	/* Not the published ones instead: whoever asks for accepted ones would take the answer for these. */
	if (wanted == JX_REPORT_SOURCE_ACCEPTED && jx_task_is_strangers(task))
		return jx_fail(&task->error, JX_REASON_NO_CERTIFICATE);
	if (wanted != JX_REPORT_SOURCE_ACCEPTED || sees_all)
		return JX_OK;
	return jx_auth_refuse_role(task, JX_ROLES_SEE_ALL);
}

/* Whoever shows no certificate learns of a round when it is published for everybody: until then it is not there for them. */
static bool hides_round(const struct jx_task *task, enum jx_status status)
{
	return status == JX_NOT_FOUND && jx_task_is_strangers(task);
}

enum jx_status jx_rank_current_publication(struct jx_task *task, uint32_t *ret_number)
{
	const struct jx_publication_scope scope = {task->round, jx_task_is_strangers(task)};
	enum jx_status status = jx_publication_current(task->db, &scope, ret_number, &task->error);
	if ((status != JX_OK && !hides_round(task, status)) || (status == JX_OK && *ret_number != 0))
		return status;
	return jx_fail_with(&task->error, JX_REASON_NOT_PUBLISHED, JX_ARGS(JX_TEXT(task->round)));
}

bool jx_rank_is_in(const struct jx_ranking_row *row, const char *peer_group)
{
	return peer_group[0] == '\0' || strcmp(row->peer_group, peer_group) == 0;
}

JxDecimal *jx_rank_decimal(struct jx_arena *arena, int64_t micros, uint32_t decimals)
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
	*place = score->has ? jx_rank_decimal(arena, score->micros, score->decimals) : NULL;
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
	message->value = jx_rank_decimal(arena, value->micros, value->decimals);
	return message->value != NULL ? message : NULL;
}

/* The value of a row in a column, or what is missing: `absent` where no department of the round has such a value. */
static JxMeasurement *value_message(struct jx_arena *arena, const struct jx_ranking *ranking, size_t column,
	size_t row, const char *unit, const char *absent)
{
	if (column >= ranking->n_keys)
		return new_measurement(arena, unit, absent, NULL);
	const struct jx_ranking_value *value = &ranking->values[column * ranking->n_rows + row];
	const char *missing = value->is_computable ? "" : ranking->missing[value->missing];
	return new_measurement(arena, unit, missing[0] != '\0' ? missing : absent, value);
}

JxMeasurement *jx_rank_percent(struct jx_arena *arena, const struct jx_ranking *ranking, const char *metric,
	size_t row, const char *absent)
{
	return value_message(arena, ranking, jx_ranking_key(ranking, metric), row, "%", absent);
}

char *jx_rank_publication_name(struct jx_task *task, const struct jx_ranking *ranking)
{
	char name[JX_RESOURCE_NAME_BYTES];
	if (ranking->publication == 0)
		return (char *)protobuf_c_empty_string;
	return jx_arena_strdup(&task->arena, jx_name_publication(name, ranking->round, ranking->publication));
}

enum jx_status jx_rank_authorise(struct jx_task *task, const char *round, JxReportSource source)
{
	struct jx_rank_call *call = jx_arena_calloc(&task->arena, 1, sizeof(*call));
	if (call == NULL)
		return jx_task_no_memory(task);
	task->prepared = call;
	enum jx_status status =
		jx_task_id_of(task, "rounds", "round", round, task->round, sizeof(task->round));
	if (status != JX_OK)
		return status;
	status = jx_rank_scope(task, source, &call->is_published);
	if (status == JX_OK && !call->is_published)
		task->view = JX_VIEW_ACCEPTED;
	if (jx_task_is_strangers(task))
		task->view |= JX_VIEW_STRANGERS;
	return status;
}

/* The number of a table tells publications, which are odd, from changes of a round. */
static uint64_t edition_of(const struct jx_ranking *ranking)
{
	return ranking->publication != 0 ? (uint64_t)ranking->publication * 2 + 1
					 : ranking->change_number * 2;
}

/* The table that the request's token names. Sets the key's publication where the database still has it. */
static enum jx_status find_named(struct jx_task *task, bool is_published, struct jx_snapshot_key *key)
{
	bool has_edition = false;
	uint64_t edition = 0;
	enum jx_status status = jx_page_edition(task, &has_edition, &edition);
	if (status != JX_OK || !has_edition)
		return status;
	if ((edition & 1) != is_published || (is_published && edition / 2 > UINT32_MAX))
		return jx_page_fail(task);
	if (is_published)
		key->publication = (uint32_t)(edition / 2);
	else
		key->change_number = edition / 2;
	/* The token of a table that a stranger was never given. */
	bool may_see = true;
	if (jx_task_is_strangers(task))
		status = jx_publication_is_public(
			task->db, task->round, key->publication, &may_see, &task->error);
	if (status != JX_OK || !may_see)
		return status != JX_OK ? status : jx_page_fail(task);
	if (task->then_ms == 0)
		task->snapshot = jx_snapshots_get(task->services->snapshots, key);
	return JX_OK;
}

static enum jx_status load_snapshot(struct jx_task *task, const struct jx_snapshot_key *key)
{
	struct jx_ranking *ranking = NULL;
	if (task->then_ms == 0)
		task->snapshot = jx_snapshots_get(task->services->snapshots, key);
	if (task->snapshot != NULL)
		return JX_OK;
	enum jx_status status =
		jx_ranking_load(task->db, task->round, key->publication, &ranking, &task->error);
	if (status != JX_OK)
		return status;
	task->snapshot = task->then_ms == 0 ? jx_snapshots_put(task->services->snapshots, ranking)
					    : jx_snapshot_of_past(ranking);
	return task->snapshot != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_rank_find_snapshot(struct jx_task *task, struct jx_table *ret_table)
{
	const struct jx_rank_call *call = task->prepared;
	struct jx_snapshot_key key = {.round = task->round};
	enum jx_status status = find_named(task, call->is_published, &key);
	if (status == JX_OK && call->is_published && key.publication == 0)
		status = jx_rank_current_publication(task, &key.publication);
	if (status == JX_OK && task->snapshot == NULL)
		status = jx_round_change_number(task->db, task->round, &key.change_number, &task->error);
	if (status == JX_OK && task->snapshot == NULL)
		status = load_snapshot(task, &key);
	if (status != JX_OK)
		return status;
	const struct jx_ranking *ranking = jx_snapshot_ranking(task->snapshot);
	*ret_table = (struct jx_table){
		.edition = edition_of(ranking), .max_rows = JX_MAX_RANK_ROWS, .n_rows = ranking->n_rows};
	return JX_OK;
}

enum jx_status jx_rank_check_current(struct jx_task *task)
{
	const struct jx_ranking *ranking = jx_snapshot_ranking(task->snapshot);
	uint64_t change_number = 0;
	if (ranking->publication != 0)
		return JX_OK;
	enum jx_status status = jx_round_change_number(task->db, task->round, &change_number, &task->error);
	if (status != JX_OK || change_number == ranking->change_number)
		return status;
	return jx_page_fail_outdated(task);
}

char *jx_rank_end_page(struct jx_task *task, const struct jx_table *table, size_t n)
{
	char *token = jx_page_end(task, table, n);
	if (token != NULL && token[0] != '\0')
		jx_snapshots_keep(task->services->snapshots, task->snapshot);
	return token;
}

JxRankRow *jx_rank_row(struct jx_arena *arena, const struct jx_ranking *ranking, size_t index)
{
	const struct jx_ranking_row *from = &ranking->rows[index];
	char name[JX_RESOURCE_NAME_BYTES];
	JxRankRow *row = jx_arena_alloc(arena, sizeof(*row));
	if (row == NULL)
		return NULL;
	jx_rank_row_init(row);
	row->department = jx_arena_strdup(arena, jx_name_department(name, from->department));
	row->title = (char *)from->title;
	row->peer_group = (char *)from->peer_group;
	row->digest = (char *)from->digest;
	row->is_late = from->is_late;
	row->is_unanswered = from->is_unanswered;
	row->grade = (char *)from->grade;
	row->group = from->is_verifiable ? JX_COVERAGE_GROUP_VERIFIABLE : JX_COVERAGE_GROUP_UNVERIFIABLE;
	row->execution_rate = jx_rank_percent(arena, ranking, "execution_rate", index, "functions");
	row->execution_rate_initial =
		jx_rank_percent(arena, ranking, "execution_rate_initial", index, "functions");
	jx_flags flags = from->flags | jx_flags_of_filing(from->is_late, from->is_unanswered);
	bool is_ok = jx_flags_put(flags, arena, &row->flags, &row->n_flags) && row->department != NULL &&
		     row->execution_rate != NULL && row->execution_rate_initial != NULL &&
		     put_score(arena, &from->claimed, &row->claimed_score) &&
		     put_score(arena, &from->computed, &row->computed_score) &&
		     put_score(arena, &from->reviewed, &row->reviewed_score) &&
		     put_score(arena, &from->final, &row->final_score) &&
		     put_score(arena, &from->common, &row->common_score) &&
		     put_score(arena, &from->deduction, &row->deduction) &&
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
	/* Only the metric of a class can be without a value of its own: nobody, or not this department, has the class. */
	if (order->metric != NULL)
		row->value = value_message(&task->arena, table->ranking, order->column, item->index,
			order->metric->unit, "functions");
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
	if (status != JX_OK)
		return status;
	return jx_sorted_ranking_new(ranking, query, &values, ret_order, &task->error);
}

enum jx_status jx_rank_rows(struct jx_task *task, const struct jx_rank_table *table, size_t first, size_t n,
	JxRankRow ***ret_rows)
{
	JxRankRow **rows = jx_arena_calloc(&task->arena, n + 1, sizeof(*rows));
	if (rows == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < n; i++) {
		enum jx_status status = row_message(task, table, &table->order->items[first + i], &rows[i]);
		if (status != JX_OK)
			return status;
	}
	*ret_rows = rows;
	return JX_OK;
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

static enum jx_status add_names(
	struct jx_task *task, char *const *codes, size_t n_codes, char **names, size_t *n_names)
{
	char name[JX_RESOURCE_NAME_BYTES];
	for (size_t i = 0; i < n_codes; i++) {
		char *copy = jx_arena_strdup(&task->arena, jx_name_department(name, codes[i]));
		if (copy == NULL)
			return jx_task_no_memory(task);
		names[(*n_names)++] = copy;
	}
	return JX_OK;
}

enum jx_status jx_rank_missing(
	struct jx_task *task, const struct jx_ranking *ranking, char ***ret_names, size_t *ret_n)
{
	size_t n = ranking->n_not_filed + ranking->n_not_accepted;
	char **names = jx_arena_calloc(&task->arena, n + 1, sizeof(*names));
	*ret_names = names;
	*ret_n = 0;
	if (names == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = add_names(task, ranking->not_filed, ranking->n_not_filed, names, ret_n);
	if (status != JX_OK)
		return status;
	return add_names(task, ranking->not_accepted, ranking->n_not_accepted, names, ret_n);
}

/* The state of the round as far as the publication tells of it: how a round went on is not for strangers. */
static JxRoundState seen_state(const struct jx_task *task, const struct jx_ranking *ranking)
{
	if (!jx_task_is_strangers(task))
		return ranking->state;
	return ranking->stage == JX_PUBLICATION_STAGE_FINAL ? JX_ROUND_STATE_FINAL
							    : JX_ROUND_STATE_PROVISIONAL;
}

/* All of a reply but its rows. */
static enum jx_status describe_table(
	struct jx_task *task, const struct jx_rank_table *table, JxRankDepartmentsResponse *reply)
{
	const JxRankDepartmentsRequest *request = (const JxRankDepartmentsRequest *)task->message;
	const struct jx_ranking *ranking = table->ranking;
	bool is_published = ranking->publication != 0;
	char name[JX_RESOURCE_NAME_BYTES];
	reply->round = jx_arena_strdup(&task->arena, jx_name_round(name, ranking->round));
	reply->round_state = seen_state(task, ranking);
	reply->source = is_published ? JX_REPORT_SOURCE_PUBLISHED : JX_REPORT_SOURCE_ACCEPTED;
	reply->publication = jx_rank_publication_name(task, ranking);
	reply->publication_stage = ranking->stage;
	reply->rulebook = ranking->rulebook;
	reply->rulebook_digest = ranking->rulebook_digest;
	reply->by = request->by;
	reply->score = table->order->score;
	reply->tie_rule = JX_TIE_RULE_COMPETITION;
	reply->is_lower_first = request->is_lower_first;
	reply->where = request->where;
	reply->excluded_count = table->order->n_excluded;
	reply->peer_group = request->peer_group;
	reply->not_filed_count = (uint32_t)ranking->n_not_filed;
	reply->not_accepted_count = (uint32_t)ranking->n_not_accepted;
	reply->waived_count = (uint32_t)ranking->n_waived;
	return reply->round != NULL && reply->publication != NULL ? JX_OK : jx_task_no_memory(task);
}

/* The rows asked for: a page, or the one of a department with its rank among all. */
static enum jx_status choose_rows(struct jx_task *task, const struct jx_rank_table *ranked,
	const struct jx_table *table, struct jx_row_range *ret_rows)
{
	const JxRankDepartmentsRequest *request = (const JxRankDepartmentsRequest *)task->message;
	const char *slash = strchr(request->department, '/');
	enum jx_status status = jx_page_cut(task, table, ret_rows);
	if (status != JX_OK || slash == NULL)
		return status;
	const struct jx_rank_item *item = jx_sorted_ranking_find(ranked->order, ranked->ranking, slash + 1);
	*ret_rows = (struct jx_row_range){0};
	if (item != NULL) {
		ret_rows->first = (size_t)(item - ranked->order->items);
		ret_rows->n = 1;
	}
	return JX_OK;
}

/* How many of the rows fit into one page. */
static size_t fit_rows(JxRankRow *const *rows, size_t n)
{
	size_t n_bytes = 0;
	for (size_t i = 0; i < n; i++)
		if (!jx_page_has_room(&n_bytes, &rows[i]->base))
			return i;
	return n;
}

/* Who has no row: on the first page of a table, as its round stands, and so not of an older one. */
static enum jx_status name_missing(struct jx_task *task, const struct jx_ranking *ranking,
	const JxRankDepartmentsRequest *request, JxRankDepartmentsResponse *reply)
{
	const struct jx_missing_query query = {ranking->round, ranking->publication};
	const struct jx_page page = {.max_rows = JX_MAX_NAMED_MISSING, .after = ""};
	struct jx_missing missing = {0};
	if (request->page_token[0] != '\0' || request->department[0] != '\0')
		return JX_OK;
	enum jx_status status =
		jx_missing_list(task->db, &query, &page, &task->arena, &missing, &task->error);
	reply->missing = missing.rows;
	reply->n_missing = missing.n;
	return status;
}

enum jx_status jx_rank_reply(
	struct jx_task *task, const struct jx_rank_table *ranked, const struct jx_table *table)
{
	const JxRankDepartmentsRequest *request = (const JxRankDepartmentsRequest *)task->message;
	const struct jx_table ordered = {table->edition, table->max_rows, ranked->order->n_items};
	struct jx_row_range rows;
	JxRankDepartmentsResponse *reply = (JxRankDepartmentsResponse *)task->reply;
	enum jx_status status = choose_rows(task, ranked, &ordered, &rows);
	if (status != JX_OK)
		return status;
	status = describe_table(task, ranked, reply);
	if (status == JX_OK)
		status = name_missing(task, ranked->ranking, request, reply);
	if (status != JX_OK)
		return status;
	status = jx_rank_rows(task, ranked, rows.first, rows.n, &reply->rows);
	if (status != JX_OK)
		return status;
	reply->n_rows = fit_rows(reply->rows, rows.n);
	reply->next_page_token = request->department[0] == '\0'
					 ? jx_rank_end_page(task, &ordered, rows.first + reply->n_rows)
					 : (char *)protobuf_c_empty_string;
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}
