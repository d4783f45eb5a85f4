/*
 * jixiao publish: freeze a round's table, provisionally by one lead, finally by two.
 *
 * A final publication is tried first with validate_only: the server then says the digest of the table, which is shown
 * together with its first rows and sent with the real call, so that a lead never publishes what they have not seen.
 */
#include <stdio.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/screen/datetime.h"
#include "client/screen/labels.h"
#include "client/transport/resolve.h"
#include "jixiao/v1/schema.h"

#define DEFAULT_WINDOW "5d"
#define FIRST_ROWS     3u

static const char PATH[] = "/jixiao.v1.PublicationService/PublishRound";

static enum jx_status report(struct jx_app *app, ProtobufCMessage *message, const char *round)
{
	const JxPublishRoundResponse *reply = (const JxPublishRoundResponse *)message;
	const JxPublication *publication = reply->publication;
	char time[JX_DATETIME_BYTES], next[JX_NAME_BYTES];
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, message);
	if (reply->needs_second_lead || publication == NULL) {
		jx_print(&app->terminal, _("Proposed. Another lead must confirm this table: %s"),
			reply->proposed_digest);
		(void)snprintf(next, sizeof(next), _("another lead runs: jixiao publish %.32s --final"),
			jx_last_part(round));
		jx_app_next(app, next);
		return JX_OK;
	}
	bool is_final = publication->stage == JX_PUBLICATION_STAGE_FINAL;
	jx_print(&app->terminal,
		is_final ? _("Published finally as %s: %u departments, %u without an accepted report")
			 : _("Published provisionally as %s: %u departments, %u without an accepted report"),
		publication->name, publication->total_rows, reply->missing_count);
	jx_print(&app->terminal, _("Digest: %s"), publication->digest);
	if (!is_final && publication->window_end_time != NULL)
		jx_print(&app->terminal, _("Departments may check it until %s."),
			jx_datetime_print(publication->window_end_time, time));
	(void)snprintf(next, sizeof(next), "jixiao rank %.32s --published", jx_last_part(round));
	jx_app_next(app, next);
	return JX_OK;
}

/* The head of the table that is to be published, and who proposed it; "" for nobody. */
static enum jx_status print_table(struct jx_app *app, char *round, const char *proposer, const char *digest)
{
	JxRankDepartmentsRequest request = JX_RANK_DEPARTMENTS_REQUEST_INIT;
	ProtobufCMessage *message;
	char score[JX_FIGURE_TEXT_BYTES];
	request.round = round;
	request.source = JX_REPORT_SOURCE_ACCEPTED;
	enum jx_status status =
		jx_list_all(app, "/jixiao.v1.RankingService/RankDepartments", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxRankDepartmentsResponse *reply = (const JxRankDepartmentsResponse *)message;
	if (proposer[0] != '\0')
		jx_print(&app->terminal, _("Proposed by %s."), proposer);
	jx_print(&app->terminal, _("Digest of the table: %s"), digest);
	jx_print(&app->terminal, _("%zu departments, the first of them:"), reply->n_rows);
	for (size_t i = 0; i < reply->n_rows && i < FIRST_ROWS; i++)
		jx_print(&app->terminal, "  %u %s %s", reply->rows[i]->rank, reply->rows[i]->title,
			jx_label_decimal(reply->rows[i]->final_score, score));
	return JX_OK;
}

/* Tries a final publication for the digest of its table, and shows that. */
static enum jx_status see_table(struct jx_app *app, JxPublishRoundRequest *request)
{
	const char *proposer = "";
	const char *digest = "";
	ProtobufCMessage *message;
	request->validate_only = true;
	enum jx_status status = jx_app_call(app, PATH, &request->base, &message);
	request->validate_only = false;
	struct jx_error refusal = app->error;
	if (status == JX_OK) {
		digest = ((const JxPublishRoundResponse *)message)->proposed_digest;
	} else if (refusal.reason == JX_REASON_PUBLICATION_UNSEEN) {
		proposer = refusal.arg[0];
		digest = refusal.arg[1];
		app->error = (struct jx_error){0};
	} else {
		return status;
	}
	request->digest = jx_arena_strdup(&app->arena, digest);
	if (request->digest == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	return jx_app_wants_json(app) ? JX_OK : print_table(app, request->round, proposer, digest);
}

enum jx_status cmd_publish(struct jx_app *app, const struct jx_args *args)
{
	JxPublishRoundRequest request = JX_PUBLISH_ROUND_REQUEST_INIT;
	Google__Protobuf__Timestamp window = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	char id[JX_UUID_BYTES], round[JX_NAME_BYTES];
	const char *span = jx_args_value(args, "window");
	const char *digest = jx_args_value(args, "digest");
	bool is_final = jx_args_has(args, "final");
	int64_t seconds = 0;
	ProtobufCMessage *message;
	if (jx_datetime_parse(span != NULL ? span : DEFAULT_WINDOW, app->now_s, &seconds) != JX_OK)
		return jx_app_fail_with(app, JX_REASON_BAD_OPTION_VALUE,
			JX_ARGS(JX_TEXT("--window"), JX_TEXT(span), JX_TEXT("5d, 0, 2026-04-01")));
	enum jx_status status = jx_find_round(app, args->operands[0], JX_ROUND_NEWEST, round);
	if (status == JX_OK)
		status = jx_app_request_id(app, id);
	if (status != JX_OK)
		return status;
	window.seconds = seconds;
	request.round = round;
	request.request_id = id;
	request.stage = is_final ? JX_PUBLICATION_STAGE_FINAL : JX_PUBLICATION_STAGE_PROVISIONAL;
	request.window_end_time = is_final ? NULL : &window;
	if (digest != NULL)
		request.digest = (char *)digest;
	else if (is_final)
		status = see_table(app, &request);
	if (status == JX_OK)
		status = jx_app_confirm(app,
			is_final ? _("This publishes the table for good.")
				 : _("This shows the table to all departments."),
			jx_last_part(round), true);
	if (status != JX_OK)
		return status;
	status = jx_app_call(app, PATH, &request.base, &message);
	return status == JX_OK ? report(app, message, round) : status;
}
