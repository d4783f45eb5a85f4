/*
 * jixiao coverage: how much of each report can be computed or was set by finance line by line, the least first.
 */
#include "client/calls/call.h"
#include "client/commands/commands.h"
#include "client/print/ranking_table.h"
#include "client/screen/cell.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"

enum coverage_column {
	DEPARTMENT,
	COVERAGE,
	GROUP,
	COMPUTED,
	NOT_COMPUTED,
	PROJECTS,
	TRACEABLE,
	PEERS,
	CODE,
	INPUTS
};

static const struct jx_column COLUMNS[] = {
	[DEPARTMENT] = {"title", N_("Department"), .wraps = true},
	[COVERAGE] = {"coverage", N_("Coverage"), .is_right = true},
	[GROUP] = {.key = "group", .title = N_("Group")},
	[COMPUTED] = {"computed_lines", N_("Lines computed"), .is_right = true, .leave_out = 1},
	[NOT_COMPUTED] = {"not_computed_lines", N_("Lines not computed"), .is_right = true, .leave_out = 2},
	[PROJECTS] = {"project_coverage", N_("Projects shown"), .is_right = true, .leave_out = 3},
	[TRACEABLE] = {"traceable_share", N_("Money traced"), .is_right = true, .leave_out = 4},
	[PEERS] = {"peer_group", N_("Peers"), .leave_out = 5},
	[CODE] = {"department", N_("Code"), .leave_out = 6},
	[INPUTS] = {"flags", N_("Flags"), .wraps = true},
};

static void add_row(struct jx_table *table, const JxCoverageRow *row)
{
	jx_table_add_row(table);
	jx_table_set(table, DEPARTMENT, row->title);
	jx_cell_set_percent(table, COVERAGE, row->coverage);
	jx_cell_set_group(table, GROUP, row->group);
	if (row->group == JX_COVERAGE_GROUP_UNVERIFIABLE)
		jx_table_set_colour(table, GROUP, JX_COLOUR_YELLOW);
	jx_cell_set_number(table, COMPUTED, row->computed_lines);
	jx_cell_set_number(table, NOT_COMPUTED, row->not_computed_lines);
	jx_cell_set_measurement(table, PROJECTS, row->project_coverage);
	jx_cell_set_measurement(table, TRACEABLE, row->traceable_share);
	jx_table_set(table, PEERS, row->peer_group);
	jx_table_set(table, CODE, jx_name_last(row->department));
	jx_cell_set_flags(table, INPUTS, row->flags, row->n_flags);
}

static void add_rows(struct jx_table *table, const ProtobufCMessage *message)
{
	const JxListCoverageResponse *reply = (const JxListCoverageResponse *)message;
	for (size_t i = 0; i < reply->n_rows; i++)
		add_row(table, reply->rows[i]);
}

static void print_foot(struct jx_app *app, const ProtobufCMessage *message)
{
	const JxListCoverageResponse *reply = (const JxListCoverageResponse *)message;
	jx_print(&app->terminal, _("Reports that can be verified: %u; that cannot: %u"), reply->verifiable,
		reply->unverifiable);
	jx_print(&app->terminal, "%s",
		_("Coverage: points that could be computed, or were set by finance line by line, in percent of a whole table. Projects shown: in percent of those the report says were evaluated. Money traced: spent by the projects shown, in percent of all that was spent."));
	if (reply->unverifiable > 0)
		jx_print(&app->terminal, "%s",
			_("A ranking by a score shows reports that cannot be verified separately, without a rank."));
}

static enum jx_status fetch(struct jx_app *app, const struct jx_ranking_query *query,
	const ProtobufCMessage **ret_reply, struct jx_ranking_basis *ret_basis)
{
	JxListCoverageRequest request = JX_LIST_COVERAGE_REQUEST_INIT;
	JxListCoverageResponse *reply;
	request.round = query->round;
	request.source = query->source;
	request.peer_group = query->peer_group;
	enum jx_status status = jx_call_list_coverage(app, &request, &reply);
	if (status != JX_OK)
		return status;
	*ret_reply = &reply->base;
	*ret_basis = (struct jx_ranking_basis){reply->publication, reply->publication_stage};
	return JX_OK;
}

enum jx_status cmd_coverage(struct jx_app *app, const struct jx_args *args)
{
	static const struct jx_ranking_view view = {
		.columns = COLUMNS,
		.n_columns = JX_COUNT_OF(COLUMNS),
		.title = N_("how much of each report can be verified"),
		.next = "jixiao rank",
		.fetch = fetch,
		.add_rows = add_rows,
		.print_foot = print_foot,
	};
	return jx_ranking_table_run(app, args, &view);
}
