/*
 * jixiao coverage: how much of each report can be computed or was set by finance line by line, the least first.
 */
#include <stdio.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/screen/labels.h"
#include "client/screen/ranking_table.h"
#include "client/transport/resolve.h"
#include "proto/contract/base/array.h"

enum coverage_column { DEPARTMENT, COVERAGE, GROUP, COMPUTED, CARRIED, PROJECTS, TRACEABLE, PEERS, CODE };

static const struct jx_column COLUMNS[] = {
	{"title", N_("Department"), false, true, 0},
	{"coverage", N_("Coverage"), true, false, 0},
	{"group", N_("Group"), false, false, 0},
	{"computed_lines", N_("Lines computed"), true, false, 1},
	{"not_computed_lines", N_("Lines carried"), true, false, 2},
	{"project_coverage", N_("Projects shown"), true, false, 3},
	{"traceable_share", N_("Money traced"), true, false, 4},
	{"peer_group", N_("Peers"), false, false, 5},
	{"department", N_("Code"), false, false, 6},
};

#define N_COLUMNS JX_COUNT_OF(COLUMNS)

static const size_t SHOWN[N_COLUMNS] = {
	DEPARTMENT, COVERAGE, GROUP, COMPUTED, CARRIED, PROJECTS, TRACEABLE, PEERS, CODE};

static void add_row(struct jx_table *table, const JxCoverageRow *row)
{
	char text[24];
	jx_table_add_row(table);
	jx_table_set(table, DEPARTMENT, row->title);
	jx_ranking_table_set_percent(table, COVERAGE, row->coverage);
	jx_ranking_table_set_group(table, GROUP, row->group);
	if (row->group == JX_COVERAGE_GROUP_UNVERIFIABLE)
		jx_table_set_colour(table, GROUP, JX_COLOUR_YELLOW);
	(void)snprintf(text, sizeof(text), "%u", row->computed_lines);
	jx_table_set(table, COMPUTED, text);
	(void)snprintf(text, sizeof(text), "%u", row->not_computed_lines);
	jx_table_set(table, CARRIED, text);
	jx_label_set_measurement(table, PROJECTS, row->project_coverage);
	jx_label_set_measurement(table, TRACEABLE, row->traceable_share);
	jx_table_set(table, PEERS, row->peer_group);
	jx_table_set(table, CODE, jx_last_part(row->department));
}

static void print_foot(struct jx_app *app, const JxListCoverageResponse *reply)
{
	(void)fputc('\n', app->terminal.out);
	jx_print(&app->terminal, _("Reports that can be verified: %u; that cannot: %u"), reply->verifiable,
		reply->unverifiable);
	jx_print(&app->terminal, "%s",
		_("Coverage: points that could be computed, or were set by finance line by line, in percent "
		  "of a "
		  "whole table. Projects shown: in percent of those the report says were evaluated. Money "
		  "traced: "
		  "spent by the projects shown, in percent of all that was spent."));
	if (reply->unverifiable > 0)
		jx_print(&app->terminal, "%s",
			_("A report that cannot be verified stands apart in a ranking by a score."));
}

static enum jx_status print_all(struct jx_app *app, const char *round, const JxListCoverageResponse *reply)
{
	struct jx_table table;
	bool is_read = jx_ranking_table_are_read(app);
	if (is_read) {
		jx_print(&app->terminal, _("Round %s: how much of each report can be verified"),
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

enum jx_status cmd_coverage(struct jx_app *app, const struct jx_args *args)
{
	JxListCoverageRequest request = JX_LIST_COVERAGE_REQUEST_INIT;
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
	status = jx_list_all(app, "/jixiao.v1.RankingService/ListCoverage", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxListCoverageResponse *reply = (const JxListCoverageResponse *)message;
	if (app->output == JX_OUTPUT_JSONL)
		return jx_app_print_jsonl(app, (ProtobufCMessage *const *)(void *)reply->rows, reply->n_rows);
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, message);
	status = print_all(app, round, reply);
	if (status == JX_OK)
		jx_app_next(app, "jixiao rank");
	return status;
}
