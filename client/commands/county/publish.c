/*
 * jixiao publish: freeze a round's table, provisionally by one lead, finally by two.
 */
#include <stdio.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/screen/datetime.h"
#include "client/transport/resolve.h"
#include "jixiao/v1/schema.h"

#define DEFAULT_WINDOW "5d"

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
		is_final
			? _("Published finally as %s: %zu departments, %zu without an accepted report")
			: _("Published provisionally as %s: %zu departments, %zu without an accepted report"),
		publication->name, (size_t)publication->total_rows, publication->n_missing);
	jx_print(&app->terminal, _("Digest: %s"), publication->digest);
	if (!is_final && publication->window_end_time != NULL)
		jx_print(&app->terminal, _("Departments may check it until %s."),
			jx_datetime_print(publication->window_end_time, time));
	(void)snprintf(next, sizeof(next), "jixiao rank %.32s --published", jx_last_part(round));
	jx_app_next(app, next);
	return JX_OK;
}

enum jx_status cmd_publish(struct jx_app *app, const struct jx_args *args)
{
	JxPublishRoundRequest request = JX_PUBLISH_ROUND_REQUEST_INIT;
	Google__Protobuf__Timestamp window = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	char id[JX_UUID_BYTES], round[JX_NAME_BYTES];
	const char *span = jx_args_value(args, "window");
	bool is_final = jx_args_has(args, "final");
	int64_t seconds = 0;
	ProtobufCMessage *message;
	if (jx_datetime_parse(span != NULL ? span : DEFAULT_WINDOW, app->now_s, &seconds) != JX_OK)
		return jx_app_fail_with(app, JX_REASON_BAD_OPTION_VALUE,
			JX_ARGS(JX_TEXT("--window"), JX_TEXT(span), JX_TEXT("5d, 0, 2026-04-01")));
	enum jx_status status = jx_find_round(app, args->operands[0], JX_ROUND_NEWEST, round);
	if (status == JX_OK)
		status = jx_app_confirm(app,
			is_final ? _("This publishes the table for good.")
				 : _("This shows the table to all departments."),
			jx_last_part(round), true);
	if (status == JX_OK)
		status = jx_app_request_id(app, id);
	if (status != JX_OK)
		return status;
	window.seconds = seconds;
	request.round = round;
	request.request_id = id;
	request.stage = is_final ? JX_PUBLICATION_STAGE_FINAL : JX_PUBLICATION_STAGE_PROVISIONAL;
	if (!is_final)
		request.window_end_time = &window;
	status = jx_app_call(app, "/jixiao.v1.PublicationService/PublishRound", &request.base, &message);
	return status == JX_OK ? report(app, message, round) : status;
}
