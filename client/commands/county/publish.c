/*
 * jixiao publish: freeze a round's table, provisionally by one lead, finally by two.
 *
 * A final publication is tried first with validate_only: the server then sends the digest of the table, which is shown
 * together with its first rows and sent with the real call, so that no lead publishes what they have not seen.
 * With --out nothing is published: what is published already is written as pages (publish_pages.h).
 */
#include <stdio.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/county/publish_pages.h"
#include "client/screen/labels.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/json/json.h"

#define DEFAULT_WINDOW "5d"
#define FIRST_ROWS     3u

static enum jx_status print_proposal(
	struct jx_app *app, const JxPublishRoundResponse *reply, const char *round)
{
	jx_print(&app->terminal, "%s", _("Proposed. Another lead must confirm the same table."));
	jx_print(&app->terminal, _("Digest of the table: %s"), reply->proposed_digest);
	jx_print(&app->terminal, _("Audience: %s"), jx_label_audience(reply->audience));
	jx_app_next(app, _("another lead runs: jixiao publish %s --final"), jx_name_last(round));
	return JX_OK;
}

static enum jx_status print_publication(
	struct jx_app *app, const JxPublishRoundResponse *reply, const char *round)
{
	const JxPublication *publication = reply->publication;
	char time[JX_DATETIME_BYTES];
	bool is_final = publication->stage == JX_PUBLICATION_STAGE_FINAL;
	jx_print(&app->terminal,
		is_final
			? _("Round %s is published finally, publication %s; departments: %u, without an accepted report: %u")
			: _("Round %s is published provisionally, publication %s; departments: %u, without an accepted report: %u"),
		jx_name_last(round), jx_name_last(publication->name), publication->total_rows,
		reply->missing_count);
	if (is_final)
		jx_print(&app->terminal, _("Digest of the table, as it was proposed and confirmed: %s"),
			publication->table_digest);
	else
		jx_print(&app->terminal, _("Digest of the table: %s"), publication->table_digest);
	jx_print(&app->terminal, _("Digest of the publication, with its time and who published it: %s"),
		publication->digest);
	jx_print(&app->terminal, _("Audience: %s"), jx_label_audience(publication->audience));
	if (!is_final && publication->window_end_time != NULL)
		jx_print(&app->terminal, _("Departments may check it until %s."),
			jx_datetime_print(publication->window_end_time, time));
	if (is_final)
		jx_app_next(app, "jixiao rank %s --published", jx_name_last(round));
	else
		jx_app_next(app,
			_("when the time to check is over, two leads run: jixiao publish %s --final"),
			jx_name_last(round));
	return JX_OK;
}

/* The table that is to be published, as its lead is shown it. */
struct shown {
	const char *proposer; /* "" for nobody */
	char audience[JX_LABEL_BYTES];
};

/* Prints the head of the table, whom it is for, and who proposed it. */
static enum jx_status print_table(
	struct jx_app *app, const JxPublishRoundRequest *publish, const struct shown *shown)
{
	JxRankDepartmentsRequest request = JX_RANK_DEPARTMENTS_REQUEST_INIT;
	JxRankDepartmentsResponse *reply;
	char score[JX_FIGURE_TEXT_BYTES];
	request.round = publish->round;
	request.source = JX_REPORT_SOURCE_ACCEPTED;
	enum jx_status status = jx_call_rank_departments(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (shown->proposer[0] != '\0')
		jx_print(&app->terminal, _("Proposed by %s."), shown->proposer);
	jx_print(&app->terminal, _("Digest of the table: %s"), publish->digest);
	jx_print(&app->terminal, _("Audience: %s"), shown->audience);
	jx_print(&app->terminal, _("Departments in the table: %zu; the first of them:"), reply->n_rows);
	for (size_t i = 0; i < reply->n_rows && i < FIRST_ROWS; i++) {
		char rank[JX_FIGURE_TEXT_BYTES] = "—";
		if (reply->rows[i]->rank != 0)
			(void)snprintf(rank, sizeof(rank), "%u", reply->rows[i]->rank);
		jx_print(&app->terminal, "  %s %s %s", rank, reply->rows[i]->title,
			jx_label_decimal(reply->rows[i]->final_score, score));
	}
	return JX_OK;
}

/* Tries a final publication for the digest of its table, and shows that table. */
static enum jx_status show_table(struct jx_app *app, JxPublishRoundRequest *request)
{
	struct shown shown = {.proposer = ""};
	JxPublishRoundResponse *reply;
	request->validate_only = true;
	enum jx_status status = jx_call_publish_round(app, request, &reply);
	request->validate_only = false;
	const struct jx_error refusal = app->error;
	if (status != JX_OK && refusal.reason != JX_REASON_PUBLICATION_UNSEEN)
		return status;
	if (status != JX_OK) {
		shown.proposer = refusal.arg[0];
		(void)jx_error_argument(&refusal, 3, app->language, shown.audience, sizeof(shown.audience));
		app->error = (struct jx_error){0};
	} else {
		(void)jx_text_copy(
			shown.audience, sizeof(shown.audience), jx_label_audience(reply->audience));
	}
	status = jx_option_text(
		app, status == JX_OK ? reply->proposed_digest : refusal.arg[1], &request->digest);
	if (status != JX_OK || jx_app_wants_json(app))
		return status;
	return print_table(app, request, &shown);
}

/* Names the table of a final publication: by the digest that was given, else by the one that is shown now. */
static enum jx_status choose_table(struct jx_app *app, const char *digest, JxPublishRoundRequest *request)
{
	if (digest != NULL)
		return jx_option_text(app, digest, &request->digest);
	return request->stage == JX_PUBLICATION_STAGE_FINAL ? show_table(app, request) : JX_OK;
}

static enum jx_status read_audience(struct jx_app *app, const char *text, JxPublicationAudience *ret_audience)
{
	int value = JX_PUBLICATION_AUDIENCE_UNSPECIFIED;
	if (text != NULL && jx_json_enum_value(JX_PUBLICATION_AUDIENCE_DESCRIPTOR, text, &value) != JX_OK)
		return jx_option_fail(app, "audience", text, "internal, public");
	*ret_audience = (JxPublicationAudience)value;
	return JX_OK;
}

/* jixiao publish --out DIR. */
static enum jx_status write_pages(struct jx_app *app, const struct jx_args *args)
{
	static const char *const APART[] = {"window", "final", "digest"};
	JxPublicationAudience audience = JX_PUBLICATION_AUDIENCE_UNSPECIFIED;
	enum jx_status status = read_audience(app, jx_args_value(args, "audience"), &audience);
	for (size_t i = 0; status == JX_OK && i < JX_COUNT_OF(APART); i++)
		if (jx_args_has(args, APART[i]))
			status = jx_app_fail_with(app, JX_REASON_OPTIONS_APART,
				JX_ARGS(JX_TEXT("--out"), JX_TEXT(APART[i]), JX_TEXT("publish")));
	if (status == JX_OK && args->n_operands > 0)
		status = jx_app_fail_with(app, JX_REASON_OPTIONS_APART,
			JX_ARGS(JX_TEXT("--out"), JX_TEXT(_("ROUND")), JX_TEXT("publish")));
	if (status != JX_OK)
		return status;
	return jx_publish_pages(
		app, jx_args_value(args, "out"), audience == JX_PUBLICATION_AUDIENCE_INTERNAL);
}

enum jx_status cmd_publish(struct jx_app *app, const struct jx_args *args)
{
	JxPublishRoundRequest request = JX_PUBLISH_ROUND_REQUEST_INIT;
	JxPublishRoundResponse *reply;
	Google__Protobuf__Timestamp window = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	const char *span = jx_args_value(args, "window");
	bool is_final = jx_args_has(args, "final");
	if (jx_args_has(args, "out"))
		return write_pages(app, args);
	if (args->n_operands == 0)
		return jx_app_fail_with(
			app, JX_REASON_MISSING_ARGUMENT, JX_ARGS(JX_TEXT(_("ROUND")), JX_TEXT("publish")));
	enum jx_status status = jx_resolve_time(
		app, "window", span != NULL ? span : DEFAULT_WINDOW, "5d, 0, 2026-04-01", &window);
	if (status != JX_OK)
		return status;
	status = jx_resolve_round(app, args->operands[0], JX_ROUND_MEANT, &request.round);
	if (status != JX_OK)
		return status;
	request.stage = is_final ? JX_PUBLICATION_STAGE_FINAL : JX_PUBLICATION_STAGE_PROVISIONAL;
	if (!is_final)
		request.window_end_time = &window;
	status = read_audience(app, jx_args_value(args, "audience"), &request.audience);
	if (status == JX_OK)
		status = choose_table(app, jx_args_value(args, "digest"), &request);
	if (status != JX_OK)
		return status;
	status = jx_app_confirm(app,
		is_final ? _("This publishes the table for good.")
			 : _("This shows the table to all departments."),
		jx_name_last(request.round), true);
	if (status != JX_OK)
		return status;
	/* The trial has taken a request id of its own. */
	request.request_id = (char *)protobuf_c_empty_string;
	status = jx_call_publish_round(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	if (reply->needs_second_lead || reply->publication == NULL)
		return print_proposal(app, reply, request.round);
	return print_publication(app, reply, request.round);
}
