#include "client/commands/analysis/export_tables.h"
#include "client/screen/progress.h"

#include <stdio.h>
#include <string.h>

#include "client/calls/call.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"

/* What a round's figures rest on, and its table. */
struct basis {
	char *round;
	JxPublication *head; /* of accepted reports one without a name */
	JxRankRow **rows;    /* in the order of departments */
	size_t n_rows;
	JxListMissingDepartmentsResponse *missing;
};

struct making {
	struct jx_progress progress;
	struct jx_app *app;
	const struct jx_export_wish *wish;
	const struct jx_dataset *dataset;
	const struct jx_data_sink *sink;
	struct jx_arena scratch; /* of a row */
	const struct basis *basis;
	size_t n; /* reports of all rounds */
	size_t n_of_round;
	bool has_no_issues; /* the caller may not see them */
};

/* ---- the table of a round ---- */

static int compare_rows(const void *a, const void *b)
{
	return strcmp((*(JxRankRow *const *)a)->department, (*(JxRankRow *const *)b)->department);
}

static int compare_department(const void *key, const void *row)
{
	return strcmp(key, (*(JxRankRow *const *)row)->department);
}

static enum jx_status add_rows(struct jx_app *app, struct basis *basis, JxRankRow **rows, size_t n)
{
	JxRankRow **all = jx_arena_calloc(&app->arena, basis->n_rows + n + 1, sizeof(JxRankRow *));
	if (all == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < basis->n_rows; i++)
		all[i] = basis->rows[i];
	for (size_t i = 0; i < n; i++)
		all[basis->n_rows + i] = rows[i];
	basis->rows = all;
	basis->n_rows += n;
	return JX_OK;
}

static enum jx_status fetch_missing(struct jx_app *app, struct basis *basis, JxReportSource source)
{
	JxListMissingDepartmentsRequest request = JX_LIST_MISSING_DEPARTMENTS_REQUEST_INIT;
	request.round = basis->round;
	request.source = source;
	return jx_call_list_missing_departments(app, &request, &basis->missing);
}

/* All pages of a publication. */
static enum jx_status load_publication(struct jx_app *app, const char *number, struct basis *basis)
{
	JxGetPublicationRequest request = JX_GET_PUBLICATION_REQUEST_INIT;
	JxGetPublicationResponse *reply;
	char name[JX_RESOURCE_NAME_BYTES];
	(void)snprintf(name, sizeof(name), "%s/publications/%s", basis->round, number);
	request.name = name;
	do {
		enum jx_status status = jx_call_get_publication(app, &request, &reply);
		if (status != JX_OK)
			return status;
		if (reply->publication == NULL)
			return jx_call_fail_incomplete(app);
		if (basis->head == NULL)
			basis->head = reply->publication;
		status = add_rows(app, basis, reply->publication->rows, reply->publication->n_rows);
		if (status != JX_OK)
			return status;
		/* Also of the latest it is the next page of the same one. */
		request.page_token = reply->next_page_token;
	} while (request.page_token[0] != '\0');
	return JX_OK;
}

static enum jx_status load_accepted(struct jx_app *app, struct basis *basis)
{
	JxRankDepartmentsRequest request = JX_RANK_DEPARTMENTS_REQUEST_INIT;
	JxRankDepartmentsResponse *reply;
	request.round = basis->round;
	request.source = JX_REPORT_SOURCE_ACCEPTED;
	enum jx_status status = jx_call_rank_departments(app, &request, &reply);
	if (status != JX_OK)
		return status;
	JxPublication *head = jx_arena_alloc(&app->arena, sizeof(*head));
	if (head == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	jx_publication_init(head);
	head->total_rows = (uint32_t)reply->n_rows;
	head->score = reply->score;
	head->tie_rule = reply->tie_rule;
	head->rulebook = reply->rulebook;
	head->rulebook_digest = reply->rulebook_digest;
	basis->head = head;
	status = add_rows(app, basis, reply->rows, reply->n_rows);
	return status == JX_OK ? fetch_missing(app, basis, JX_REPORT_SOURCE_ACCEPTED) : status;
}

/* What the caller sees of a round: rankings say it. */
static enum jx_status load(struct jx_app *app, const char *number, struct basis *basis)
{
	JxRankDepartmentsRequest request = JX_RANK_DEPARTMENTS_REQUEST_INIT;
	JxRankDepartmentsResponse *reply;
	request.round = basis->round;
	request.page_size = 1;
	enum jx_status status = JX_OK;
	bool is_published = number != NULL;
	if (!is_published) {
		status = jx_call_rank_departments(app, &request, &reply);
		if (status != JX_OK)
			return status;
		is_published = reply->publication[0] != '\0';
	}
	if (!is_published)
		return load_accepted(app, basis);
	bool is_current = number == NULL || strcmp(number, "latest") == 0;
	status = load_publication(app, number != NULL ? number : "latest", basis);
	if (status == JX_OK && is_current)
		status = fetch_missing(app, basis, JX_REPORT_SOURCE_PUBLISHED);
	return status;
}

/* ---- its rows ---- */

static enum jx_status add_item(struct making *making, enum jx_data_table_id table, const char *department,
	const ProtobufCMessage *message)
{
	const struct jx_data_item item = {
		.table = table, .round = making->basis->round, .department = department, .message = message};
	return jx_dataset_add_item(
		making->dataset, &item, making->sink, &making->scratch, &making->app->error);
}

static enum jx_status fail_changed(const struct making *making, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT(making->basis->round)));
}

static enum jx_data_basis how_far(const JxPublication *head)
{
	if (head->name[0] == '\0')
		return JX_DATA_ACCEPTED;
	return head->stage == JX_PUBLICATION_STAGE_FINAL ? JX_DATA_FINAL : JX_DATA_PROVISIONAL;
}

static enum jx_status on_report(void *user, const ProtobufCMessage *message, struct jx_error *error)
{
	struct making *making = user;
	const struct basis *basis = making->basis;
	const JxExportRow *line = ((const JxExportReportsResponse *)message)->row;
	if (line == NULL || line->report == NULL)
		return JX_OK;
	JxRankRow *const *rank = jx_array_search(line->report->department, basis->rows, basis->n_rows,
		sizeof(*basis->rows), compare_department);
	if (rank == NULL || strcmp((*rank)->digest, line->digest) != 0)
		return fail_changed(making, error);
	const struct jx_data_report report = {.round = basis->round,
		.basis = how_far(basis->head),
		.publication = jx_name_last(basis->head->name),
		.rank = *rank,
		.line = line};
	jx_progress_step(&making->progress, making->n_of_round, line->department_title);
	making->n_of_round++;
	return jx_dataset_add_report(making->dataset, &report, making->sink, &making->scratch, error);
}

static enum jx_status add_reports(struct making *making)
{
	JxExportReportsRequest request = JX_EXPORT_REPORTS_REQUEST_INIT;
	struct jx_app *app = making->app;
	if (making->basis->head->name[0] != '\0')
		request.publication = making->basis->head->name;
	else
		request.round = making->basis->round;
	making->n_of_round = 0;
	jx_progress_begin(&making->progress, &app->terminal, making->basis->n_rows);
	enum jx_status status = jx_call_stream(app, &request.base, on_report, making);
	jx_progress_end(&making->progress);
	if (status == JX_OK && making->n_of_round != making->basis->n_rows)
		status = fail_changed(making, &app->error);
	making->n += making->n_of_round;
	return status;
}

static enum jx_status add_missing(struct making *making)
{
	const JxListMissingDepartmentsResponse *missing = making->basis->missing;
	const JxPublication *head = making->basis->head;
	enum jx_status status = JX_OK;
	for (size_t i = 0; missing != NULL && i < missing->n_departments && status == JX_OK; i++)
		status = add_item(making, JX_DATA_MISSING, missing->departments[i]->department,
			&missing->departments[i]->base);
	/* Of an older publication only the names are known. */
	for (size_t i = 0; missing == NULL && i < head->n_missing && status == JX_OK; i++) {
		JxMissingDepartment department = JX_MISSING_DEPARTMENT_INIT;
		status = add_item(making, JX_DATA_MISSING, head->missing[i], &department.base);
	}
	return status;
}

static enum jx_status add_issues_of(struct making *making, const JxRankRow *row)
{
	JxListIssuesRequest request = JX_LIST_ISSUES_REQUEST_INIT;
	JxListIssuesResponse *reply;
	char name[JX_RESOURCE_NAME_BYTES];
	request.name = (char *)jx_name_submission(
		name, jx_name_last(making->basis->round), jx_name_last(row->department));
	enum jx_status status = jx_call_list_issues(making->app, &request, &reply);
	for (size_t i = 0; status == JX_OK && i < reply->n_issues; i++)
		status = add_item(making, JX_DATA_ISSUES, row->department, &reply->issues[i]->base);
	return status;
}

static enum jx_status add_issues(struct making *making)
{
	struct jx_app *app = making->app;
	if (!making->wish->wants_issues || making->has_no_issues)
		return JX_OK;
	for (size_t i = 0; i < making->basis->n_rows; i++) {
		enum jx_status status = add_issues_of(making, making->basis->rows[i]);
		if (status == JX_DENIED && i == 0) {
			making->has_no_issues = true;
			app->error = (struct jx_error){0};
			return JX_OK;
		}
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static enum jx_status add_round(struct making *making, struct basis *basis)
{
	making->basis = basis;
	jx_array_sort(basis->rows, basis->n_rows, sizeof(*basis->rows), compare_rows);
	enum jx_status status = add_item(making, JX_DATA_ROUNDS, "", &basis->head->base);
	if (status == JX_OK)
		status = add_reports(making);
	if (status == JX_OK)
		status = add_missing(making);
	return status == JX_OK ? add_issues(making) : status;
}

/* ---- the rounds ---- */

static enum jx_status add_every_round(struct making *making)
{
	JxListRoundsRequest request = JX_LIST_ROUNDS_REQUEST_INIT;
	JxListRoundsResponse *reply;
	struct jx_app *app = making->app;
	enum jx_status status = jx_call_list_rounds(app, &request, &reply);
	for (size_t i = 0; status == JX_OK && i < reply->n_rounds; i++) {
		struct basis basis = {.round = reply->rounds[i]->name};
		status = load(app, NULL, &basis);
		if (status == JX_OK) {
			status = add_round(making, &basis);
		} else if (app->error.reason == JX_REASON_NOT_PUBLISHED) {
			/* Nothing to be seen of it. */
			app->error = (struct jx_error){0};
			status = JX_OK;
		}
	}
	return status;
}

enum jx_status jx_export_tables(struct jx_app *app, const struct jx_export_wish *wish,
	const struct jx_dataset *dataset, const struct jx_data_sink *sink, size_t *ret_n)
{
	struct making making = {.app = app, .wish = wish, .dataset = dataset, .sink = sink};
	struct basis basis = {.round = wish->round};
	jx_arena_init(&making.scratch, JX_MAX_ARENA_BYTES);
	enum jx_status status = JX_OK;
	if (wish->round == NULL)
		status = add_every_round(&making);
	else
		status = load(app, wish->number, &basis);
	if (status == JX_OK && wish->round != NULL)
		status = add_round(&making, &basis);
	jx_arena_clear(&making.scratch);
	if (status == JX_OK && making.has_no_issues)
		jx_note(&app->terminal, "%s", _("Left out: the issues, which finance and auditors see"));
	*ret_n = making.n;
	return status;
}
