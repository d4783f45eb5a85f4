/*
 * jixiao inflation: how far claims exceed what the figures give, and whose stand out.
 */
#include "client/calls/call.h"
#include "client/commands/commands.h"
#include "client/print/ranking_table.h"
#include "client/screen/cell.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"

enum inflation_column {
	FLAG,
	DEPARTMENT,
	CLAIMED,
	COMPUTED,
	REVIEWED,
	EXCESS,
	INDEX,
	DISTANCE,
	LESS_REVIEWED,
	FULL,
	NOT_COMPUTED,
	LINES,
	COPIED,
	PEERS,
	CODE,
	LESS_COMPUTED,
	TOTAL_FLAG,
	INPUTS,
	BAR /* on a terminal only */
};

static const struct jx_column COLUMNS[] = {
	[FLAG] = {.key = "is_flagged", .title = N_("Flag")},
	[DEPARTMENT] = {"title", N_("Department"), .wraps = true},
	[CLAIMED] = {"claimed_score", N_("Claimed"), .is_right = true},
	[COMPUTED] = {"computed_score", N_("Computed"), .is_right = true, .leave_out = 1},
	[REVIEWED] = {"reviewed_score", N_("Reviewed"), .is_right = true, .leave_out = 4},
	[EXCESS] = {"excess", N_("Excess"), .is_right = true, .leave_out = 5},
	[INDEX] = {"index", N_("Index"), .is_right = true},
	[DISTANCE] = {"distance", N_("Distance"), .is_right = true, .leave_out = 2},
	[LESS_REVIEWED] = {"claimed_less_reviewed", N_("Claimed less reviewed"), .is_right = true,
		.leave_out = 9},
	[FULL] = {"full_share", N_("Lines at full marks"), .is_right = true, .leave_out = 6},
	[NOT_COMPUTED] = {"not_computed_share", N_("Lines not computed"), .is_right = true, .leave_out = 7},
	[LINES] = {"computed_lines", N_("Lines computed"), .is_right = true, .leave_out = 3},
	[COPIED] = {"copied_texts", N_("Copied texts"), .is_right = true, .leave_out = 8},
	[PEERS] = {"peer_group", N_("Peers"), .leave_out = 10},
	[CODE] = {"department", N_("Code"), .leave_out = 11},
	[LESS_COMPUTED] = {"claimed_less_computed", N_("Claimed less computed"), .is_right = true,
		.leave_out = 3},
	[TOTAL_FLAG] = {.key = "is_total_flagged", .title = N_("Total")},
	[INPUTS] = {"flags", N_("Inputs"), .wraps = true},
	[BAR] = {.key = "bar", .title = N_("Bar"), .leave_out = 12},
};

static void add_row(struct jx_table *table, const JxInflationRow *row)
{
	jx_table_add_row(table);
	jx_cell_set_flag(table, FLAG, row->is_flagged, _("high"));
	if (row->is_flagged)
		jx_table_set_colour(table, FLAG, JX_COLOUR_YELLOW);
	jx_table_set(table, DEPARTMENT, row->title);
	jx_cell_set_decimal(table, CLAIMED, row->claimed_score);
	jx_cell_set_decimal(table, COMPUTED, row->computed_score);
	jx_cell_set_decimal(table, REVIEWED, row->reviewed_score);
	jx_cell_set_decimal(table, EXCESS, row->excess);
	jx_cell_set_decimal(table, INDEX, row->index);
	jx_cell_set_decimal(table, DISTANCE, row->distance);
	jx_cell_set_decimal(table, LESS_REVIEWED, row->claimed_less_reviewed);
	jx_cell_set_percent(table, FULL, row->full_share);
	jx_cell_set_percent(table, NOT_COMPUTED, row->not_computed_share);
	jx_cell_set_number(table, LINES, row->computed_lines);
	jx_cell_set_number(table, COPIED, row->copied_texts);
	jx_table_set(table, PEERS, row->peer_group);
	jx_table_set(table, CODE, jx_name_last(row->department));
	jx_cell_set_decimal(table, LESS_COMPUTED, row->claimed_less_computed);
	jx_cell_set_flag(table, TOTAL_FLAG, row->is_total_flagged, _("above its lines"));
	if (row->is_total_flagged)
		jx_table_set_colour(table, TOTAL_FLAG, JX_COLOUR_YELLOW);
	jx_cell_set_flags(table, INPUTS, row->flags, row->n_flags);
}

static void add_rows(struct jx_table *table, const ProtobufCMessage *message)
{
	const JxListInflationResponse *reply = (const JxListInflationResponse *)message;
	int64_t longest = 0;
	for (size_t i = 0; i < reply->n_rows; i++) {
		const JxDecimal *index = reply->rows[i]->index;
		longest = index != NULL && index->micros > longest ? index->micros : longest;
	}
	for (size_t i = 0; i < reply->n_rows; i++) {
		add_row(table, reply->rows[i]);
		if (table->n_columns > BAR)
			jx_cell_set_bar(table, BAR, reply->rows[i]->index, longest);
	}
}

/* What is usual in this round, without which no index says anything. */
static void print_usual(struct jx_app *app, const JxListInflationResponse *reply)
{
	char median[JX_FIGURE_TEXT_BYTES], spread[JX_FIGURE_TEXT_BYTES], mean[JX_FIGURE_TEXT_BYTES];
	(void)jx_label_decimal(reply->median, median);
	if (reply->median == NULL || reply->spread == NULL)
		jx_print(&app->terminal, "%s",
			_("No line of any report could be computed: there is no index."));
	else if (reply->spread->micros == 0)
		jx_print(&app->terminal,
			_("Median of the index: %s; all are alike, so there is no spread and nobody stands out"),
			median);
	else
		jx_print(&app->terminal, _("Median of the index: %s; spread: %s"), median,
			jx_label_decimal(reply->spread, spread));
	if (reply->mean_claimed != NULL)
		jx_print(&app->terminal,
			_("Mean claim: %s; of %zu departments %u claim 98 or more, %u of them 100"),
			jx_label_decimal(reply->mean_claimed, mean), reply->n_rows, reply->claim_98,
			reply->claim_full);
}

static void print_foot(struct jx_app *app, const ProtobufCMessage *message)
{
	print_usual(app, (const JxListInflationResponse *)message);
	jx_print(&app->terminal, "%s",
		_("Excess: claimed less computed over the n lines that could be computed, in points per 100 of their points. Index: excess times n / (n + 2), as few lines say little. Distance: how many spreads the index lies above the median; above 3.5, and a point or more above it, it is flagged."));
	jx_print(&app->terminal, "%s",
		_("Total above its lines: the claimed total is more than a point above the computed score and what the lines claim beyond theirs. Rows that are not in the report, a cap or common indicators may be the cause."));
	jx_print(&app->terminal, "%s",
		_("A flag is a reason to look, and proves nothing; no flag proves nothing either."));
}

static enum jx_status fetch(struct jx_app *app, const struct jx_ranking_query *query,
	const ProtobufCMessage **ret_reply, struct jx_ranking_basis *ret_basis)
{
	JxListInflationRequest request = JX_LIST_INFLATION_REQUEST_INIT;
	JxListInflationResponse *reply;
	request.round = query->round;
	request.source = query->source;
	request.peer_group = query->peer_group;
	enum jx_status status = jx_call_list_inflation(app, &request, &reply);
	if (status != JX_OK)
		return status;
	*ret_reply = &reply->base;
	*ret_basis = (struct jx_ranking_basis){reply->publication, reply->publication_stage};
	return JX_OK;
}

enum jx_status cmd_inflation(struct jx_app *app, const struct jx_args *args)
{
	static const struct jx_ranking_view view = {
		.columns = COLUMNS,
		.n_columns = JX_COUNT_OF(COLUMNS),
		.has_bars = true,
		.title = N_("how far claims exceed what the figures give"),
		.next = "jixiao coverage",
		.fetch = fetch,
		.add_rows = add_rows,
		.print_foot = print_foot,
	};
	return jx_ranking_table_run(app, args, &view);
}
