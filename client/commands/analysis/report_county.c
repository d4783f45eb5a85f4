/*
 * jixiao report county: a round as the county's circular, with charts.
 *
 * The lists that it shows are those of rank, inflation and responsiveness; each report is added up as it comes, and
 * forgotten.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/commands/commands.h"
#include "client/commands/form/form_file_out.h"
#include "client/document/county_document.h"
#include "client/form/value/codes.h"
#include "client/print/ranking_table.h"
#include "client/report/round_rules.h"
#include "client/screen/progress.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

/* Everything the document is made from. */
struct gathered {
	struct jx_progress progress;
	struct jx_county_origin origin;
	struct jx_county_filings filings;
	JxGetPublicationResponse *publication;
	char publish_time[JX_DATETIME_BYTES];
};

static enum jx_status rank(
	struct jx_app *app, char *round, JxReportSource source, const JxRankDepartmentsResponse **ret_ranking)
{
	JxRankDepartmentsRequest request = JX_RANK_DEPARTMENTS_REQUEST_INIT;
	JxRankDepartmentsResponse *reply;
	request.round = round;
	request.source = source;
	enum jx_status status = jx_call_rank_departments(app, &request, &reply);
	if (status == JX_OK)
		*ret_ranking = reply;
	return status;
}

static enum jx_status list(struct jx_app *app, char *round, struct jx_county_origin *origin)
{
	JxListInflationRequest inflation = JX_LIST_INFLATION_REQUEST_INIT;
	JxListInflationResponse *inflation_reply;
	JxListResponsivenessRequest answers = JX_LIST_RESPONSIVENESS_REQUEST_INIT;
	JxListResponsivenessResponse *answers_reply;
	inflation.round = answers.round = round;
	inflation.source = origin->ranking->source;
	enum jx_status status = jx_call_list_inflation(app, &inflation, &inflation_reply);
	if (status != JX_OK)
		return status;
	origin->inflation = inflation_reply;
	status = jx_call_list_responsiveness(app, &answers, &answers_reply);
	if (status == JX_OK)
		origin->responsiveness = answers_reply;
	return status;
}

static enum jx_status fetch_publication(struct jx_app *app, struct gathered *gathered)
{
	JxGetPublicationRequest request = JX_GET_PUBLICATION_REQUEST_INIT;
	request.name = gathered->origin.ranking->publication;
	request.page_size = 1;
	gathered->origin.publish_time = "";
	if (request.name[0] == '\0')
		return JX_OK;
	enum jx_status status = jx_call_get_publication(app, &request, &gathered->publication);
	if (status != JX_OK)
		return status;
	if (gathered->publication->publication == NULL)
		return jx_call_fail_incomplete(app);
	gathered->origin.publication = gathered->publication->publication;
	gathered->origin.publish_time =
		jx_datetime_print(gathered->origin.publication->publish_time, gathered->publish_time);
	return JX_OK;
}

static enum jx_status on_row(void *user, const ProtobufCMessage *message, struct jx_error *error)
{
	struct gathered *gathered = user;
	struct jx_county_filings *filings = &gathered->filings;
	const JxExportRow *row = ((const JxExportReportsResponse *)message)->row;
	if (row == NULL)
		return JX_OK;
	jx_progress_step(&gathered->progress, filings->n, row->department_title);
	return jx_county_add_filing(filings, row) == JX_OK ? JX_OK : jx_arena_fail(filings->arena, error);
}

static enum jx_status add_up(struct jx_app *app, char *round, struct gathered *gathered)
{
	JxExportReportsRequest request = JX_EXPORT_REPORTS_REQUEST_INIT;
	gathered->filings.arena = &app->arena;
	gathered->origin.filings = &gathered->filings;
	if (gathered->origin.publication != NULL)
		request.publication = gathered->origin.publication->name;
	else
		request.round = round;
	jx_progress_begin(&gathered->progress, &app->terminal, gathered->origin.ranking->n_rows);
	enum jx_status status = jx_call_stream(app, &request.base, on_row, gathered);
	jx_progress_end(&gathered->progress);
	return status;
}

/* The newest published round of the year before; its table. */
static enum jx_status find_previous(struct jx_app *app, struct gathered *gathered)
{
	JxListRoundsRequest request = JX_LIST_ROUNDS_REQUEST_INIT;
	JxListRoundsResponse *reply;
	struct jx_county_origin *origin = &gathered->origin;
	enum jx_status status = jx_call_list_rounds(app, &request, &reply);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < reply->n_rounds; i++) {
		const JxRound *round = reply->rounds[i];
		if (origin->previous == NULL && round->year != 0 && round->year + 1 == origin->round->year &&
			round->publication[0] != '\0')
			origin->previous = round;
	}
	if (origin->previous == NULL)
		return JX_OK;
	return rank(app, origin->previous->name, JX_REPORT_SOURCE_PUBLISHED, &origin->previous_ranking);
}

static enum jx_status gather(struct jx_app *app, const struct jx_args *args, struct gathered *gathered)
{
	JxGetRoundRequest request = JX_GET_ROUND_REQUEST_INIT;
	JxGetRoundResponse *round;
	JxPingRequest ping = JX_PING_REQUEST_INIT;
	JxPingResponse *county;
	enum jx_status status = jx_ranking_table_round(app, args, &request.name);
	if (status == JX_OK)
		status = jx_call_get_round(app, &request, &round);
	if (status == JX_OK)
		status = jx_call_ping(app, &ping, &county);
	if (status != JX_OK)
		return status;
	if (round->round == NULL)
		return jx_call_fail_incomplete(app);
	gathered->origin.round = round->round;
	gathered->origin.county = county->county;
	status = rank(app, request.name, jx_ranking_table_source(args), &gathered->origin.ranking);
	if (status == JX_OK)
		status = list(app, request.name, &gathered->origin);
	if (status == JX_OK)
		status = fetch_publication(app, gathered);
	if (status == JX_OK)
		status = add_up(app, request.name, gathered);
	return status == JX_OK ? find_previous(app, gathered) : status;
}

/* The words for the categories of problems, of the round's rulebook where it has a list of them. */
static enum jx_status name_categories(struct jx_app *app, struct gathered *gathered)
{
	struct jx_round_rules rules;
	const JxRulebook *book;
	struct jx_county_filings *filings = &gathered->filings;
	assert(gathered->origin.round != NULL);
	enum jx_status status =
		jx_round_rules_find(app, gathered->origin.round->name, JX_RULES_SERVER, &rules);
	if (status == JX_OK)
		status = jx_form_book(app, &rules, &book);
	if (status != JX_OK)
		return status;
	const char *name = jx_form_code_list(book, "problems", "category");
	for (size_t i = 0; name != NULL && i < book->n_code_lists; i++) {
		const JxCodeList *list = book->code_lists[i];
		for (size_t j = 0; strcmp(list->name, name) == 0 && j < list->n_codes; j++)
			for (size_t k = 0; k < filings->n_categories; k++)
				if (strcmp(list->codes[j]->code, filings->categories[k].code) == 0)
					filings->categories[k].label = list->codes[j]->label->zh;
	}
	return JX_OK;
}

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text);
	size_t n_end = strlen(end);
	return n >= n_end && strcmp(text + n - n_end, end) == 0;
}

static enum jx_status write_workbook(struct jx_app *app, const struct jx_document *document, const char *path)
{
	char made[] = "/tmp/jixiao-report-XXXXXX";
	int fd = mkstemp(made);
	if (fd < 0)
		return jx_app_fail_with(
			app, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(made), JX_TEXT("mkstemp")));
	(void)close(fd);
	enum jx_status status = jx_document_xlsx(document, made);
	if (status != JX_OK)
		status = jx_app_fail_with(
			app, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(made), JX_TEXT("xlsx")));
	return jx_out_move(app, status, made, path);
}

static enum jx_status write_document(struct jx_app *app, const struct jx_document *document, const char *path)
{
	char *bytes;
	size_t n;
	if (ends_with(path, ".xlsx"))
		return write_workbook(app, document, path);
	enum jx_status status = ends_with(path, ".docx") ? jx_document_docx(document, &bytes, &n)
							 : jx_document_html(document, &bytes, &n);
	return status == JX_OK ? jx_out_write(app, path, bytes, n) : jx_arena_fail(&app->arena, &app->error);
}

enum jx_status cmd_report_county(struct jx_app *app, const struct jx_args *args)
{
	struct gathered gathered = {0};
	struct jx_document document;
	const char *path;
	enum jx_status status = jx_form_out_path(app, args, &path);
	if (status != JX_OK)
		return status;
	if (!ends_with(path, ".html") && !ends_with(path, ".docx") && !ends_with(path, ".xlsx"))
		return jx_option_fail(app, "out", path, _("a file that ends in .html, .docx or .xlsx"));
	status = gather(app, args, &gathered);
	if (status == JX_OK)
		status = name_categories(app, &gathered);
	if (status != JX_OK)
		return status;
	if (jx_county_document(&gathered.origin, &app->arena, &document) != JX_OK)
		return jx_arena_fail(&app->arena, &app->error);
	status = write_document(app, &document, path);
	if (status == JX_OK)
		jx_app_remark(app, _("%s written"), path);
	return status;
}
