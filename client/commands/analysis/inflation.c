/*
 * jixiao inflation: how far claims stand above what the figures come to, and whose stand out.
 */
#include <stdio.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/screen/labels.h"
#include "client/screen/ranking_table.h"
#include "client/transport/resolve.h"
#include "proto/contract/base/array.h"

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
	CARRIED,
	LINES,
	COPIED,
	PEERS,
	CODE
};

static const struct jx_column COLUMNS[] = {
	{"is_flagged", N_("Flag"), false, false, 0},
	{"title", N_("Department"), false, true, 0},
	{"claimed_score", N_("Claimed"), true, false, 0},
	{"computed_score", N_("Computed"), true, false, 1},
	{"reviewed_score", N_("Reviewed"), true, false, 4},
	{"excess", N_("Excess"), true, false, 5},
	{"index", N_("Index"), true, false, 0},
	{"distance", N_("Distance"), true, false, 2},
	{"claimed_less_reviewed", N_("Claimed less reviewed"), true, false, 9},
	{"full_share", N_("Lines at full marks"), true, false, 6},
	{"not_computed_share", N_("Lines carried"), true, false, 7},
	{"computed_lines", N_("Lines computed"), true, false, 3},
	{"copied_texts", N_("Copied texts"), true, false, 8},
	{"peer_group", N_("Peers"), false, false, 10},
	{"department", N_("Code"), false, false, 11},
};

#define N_COLUMNS JX_COUNT_OF(COLUMNS)

static const size_t SHOWN[N_COLUMNS] = {FLAG, DEPARTMENT, CLAIMED, COMPUTED, REVIEWED, EXCESS, INDEX,
	DISTANCE, LESS_REVIEWED, FULL, CARRIED, LINES, COPIED, PEERS, CODE};

static void put_decimal(struct jx_table *table, size_t column, const JxDecimal *decimal)
{
	char text[JX_FIGURE_TEXT_BYTES];
	jx_table_set(table, column, jx_label_decimal(decimal, text));
}

static void put_count(struct jx_table *table, size_t column, uint32_t count)
{
	char text[24];
	(void)snprintf(text, sizeof(text), "%u", count);
	jx_table_set(table, column, text);
}

static void add_row(struct jx_table *table, const JxInflationRow *row)
{
	jx_table_add_row(table);
	jx_table_set_raw(table, FLAG, row->is_flagged ? _("high") : "", row->is_flagged ? "true" : "false");
	if (row->is_flagged)
		jx_table_set_colour(table, FLAG, JX_COLOUR_YELLOW);
	jx_table_set(table, DEPARTMENT, row->title);
	put_decimal(table, CLAIMED, row->claimed_score);
	put_decimal(table, COMPUTED, row->computed_score);
	put_decimal(table, REVIEWED, row->reviewed_score);
	put_decimal(table, EXCESS, row->excess);
	put_decimal(table, INDEX, row->index);
	put_decimal(table, DISTANCE, row->distance);
	put_decimal(table, LESS_REVIEWED, row->claimed_less_reviewed);
	jx_ranking_table_set_percent(table, FULL, row->full_share);
	jx_ranking_table_set_percent(table, CARRIED, row->not_computed_share);
	put_count(table, LINES, row->computed_lines);
	put_count(table, COPIED, row->copied_texts);
	jx_table_set(table, PEERS, row->peer_group);
	jx_table_set(table, CODE, jx_last_part(row->department));
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
			_("Median of the index: %s; everyone alike: no spread, so nobody stands out"),
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

static void print_foot(struct jx_app *app, const JxListInflationResponse *reply)
{
	(void)fputc('\n', app->terminal.out);
	print_usual(app, reply);
	jx_print(&app->terminal, "%s",
		_("Excess: claimed less computed over the n lines that could be computed, in points per 100 "
		  "of "
		  "their points. Index: excess times n / (n + 2), as few lines say little. Distance: how "
		  "many spreads "
		  "the index lies above the median; above 3.5, and a point or more above it, it is "
		  "flagged."));
	jx_print(&app->terminal, "%s",
		_("A flag is a reason to look, and proves nothing; no flag proves nothing either."));
}

static enum jx_status print_all(struct jx_app *app, const char *round, const JxListInflationResponse *reply)
{
	struct jx_table table;
	bool is_read = jx_ranking_table_are_read(app);
	if (is_read) {
		jx_print(&app->terminal, _("Round %s: how far claims stand above what the figures come to"),
			jx_last_part(round));
		jx_ranking_table_print_basis(app, reply->publication);
		(void)fputc('\n', app->terminal.out);
	}
	jx_table_init(&table, COLUMNS, N_COLUMNS);
	for (size_t i = 0; i < reply->n_rows; i++)
		add_row(&table, reply->rows[i]);
	enum jx_status status = jx_ranking_table_print(app, &table, SHOWN, N_COLUMNS, N_COLUMNS);
	jx_table_clear(&table);
	if (status == JX_OK && is_read)
		print_foot(app, reply);
	return status;
}

enum jx_status cmd_inflation(struct jx_app *app, const struct jx_args *args)
{
	JxListInflationRequest request = JX_LIST_INFLATION_REQUEST_INIT;
	const char *peers = jx_args_value(args, "peers");
	char round[JX_NAME_BYTES];
	ProtobufCMessage *message;
	enum jx_status status = jx_ranking_table_round(app, args, round);
	if (status != JX_OK)
		return status;
	request.round = round;
	request.source = jx_ranking_table_source(args);
	request.peer_group = jx_arena_strdup(&app->arena, peers != NULL ? peers : "");
	if (request.peer_group == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	status = jx_list_all(app, "/jixiao.v1.RankingService/ListInflation", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxListInflationResponse *reply = (const JxListInflationResponse *)message;
	if (app->output == JX_OUTPUT_JSONL)
		return jx_app_print_jsonl(app, (ProtobufCMessage *const *)(void *)reply->rows, reply->n_rows);
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, message);
	status = print_all(app, round, reply);
	if (status == JX_OK)
		jx_app_next(app, "jixiao coverage");
	return status;
}
