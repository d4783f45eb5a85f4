/*
 * jixiao publish: freeze a round's table, provisionally by one lead, finally by two.
 */
#include "client/cli/command_table.h"
#include "client/cli/datetime.h"
#include "client/cli/i18n.h"
#include "client/cli/option.h"
#include "client/transport/call.h"
#include "client/transport/resolve.h"
#include "proto/contract/base/resource_name.h"

#define DEFAULT_WINDOW "5d"

static enum jx_status print_proposal(
	struct jx_app *app, const JxPublishRoundResponse *reply, const char *round)
{
	jx_print(&app->terminal, _("Proposed. Another lead must confirm this table: %s"),
		reply->proposed_digest);
	jx_app_next(app, _("another lead runs: jixiao publish %s --final"), jx_name_last(round));
	return JX_OK;
}

static enum jx_status print_publication(
	struct jx_app *app, const JxPublication *publication, const char *round)
{
	char time[JX_DATETIME_BYTES];
	bool is_final = publication->stage == JX_PUBLICATION_STAGE_FINAL;
	jx_print(&app->terminal,
		is_final ? _("Published finally as %s: %u departments, %zu without an accepted report")
			 : _("Published provisionally as %s: %u departments, %zu without an accepted report"),
		publication->name, publication->total_rows, publication->n_missing);
	jx_print(&app->terminal, _("Digest: %s"), publication->digest);
	if (!is_final && publication->window_end_time != NULL)
		jx_print(&app->terminal, _("Departments may check it until %s."),
			jx_datetime_print(publication->window_end_time, time));
	jx_app_next(app, "jixiao rank %s --published", jx_name_last(round));
	return JX_OK;
}

enum jx_status cmd_publish(struct jx_app *app, const struct jx_args *args)
{
	JxPublishRoundRequest request = JX_PUBLISH_ROUND_REQUEST_INIT;
	JxPublishRoundResponse *reply;
	Google__Protobuf__Timestamp window = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	const char *span = jx_args_value(args, "window");
	bool is_final = jx_args_has(args, "final");
	enum jx_status status = jx_option_time(
		app, "window", span != NULL ? span : DEFAULT_WINDOW, "5d, 0, 2026-04-01", &window);
	if (status != JX_OK)
		return status;
	status = jx_resolve_round(app, args->operands[0], JX_ROUND_NEWEST, &request.round);
	if (status != JX_OK)
		return status;
	status = jx_app_confirm(app,
		is_final ? _("This publishes the table for good.")
			 : _("This shows the table to all departments."),
		jx_name_last(request.round), true);
	if (status != JX_OK)
		return status;
	request.stage = is_final ? JX_PUBLICATION_STAGE_FINAL : JX_PUBLICATION_STAGE_PROVISIONAL;
	if (!is_final)
		request.window_end_time = &window;
	status = jx_call_publish_round(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	if (reply->needs_second_lead || reply->publication == NULL)
		return print_proposal(app, reply, request.round);
	return print_publication(app, reply->publication, request.round);
}
