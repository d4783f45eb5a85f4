/*
 * jixiao publication list: what was published of a round, and by which digests it is known.
 */
#include "client/calls/call.h"
#include "client/commands/commands.h"
#include "client/print/ranking_table.h"
#include "client/screen/cell.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"

enum column { NUMBER, STAGE, AUDIENCE, TIME, WINDOW, DEPARTMENTS, TABLE_DIGEST, DIGEST };

static const struct jx_column COLUMNS[] = {
	[NUMBER] = {"number", N_("Publication"), .is_right = true},
	[STAGE] = {"stage", N_("Stage"), .wraps = false},
	[AUDIENCE] = {"audience", N_("Audience"), .wraps = false},
	[TIME] = {"publish_time", N_("Published"), .wraps = false},
	[WINDOW] = {"window_end_time", N_("Checked until"), .leave_out = 2},
	[DEPARTMENTS] = {"total_rows", N_("Departments"), .is_right = true, .leave_out = 3},
	[TABLE_DIGEST] = {"table_digest", N_("Digest of the table"), .wraps = true},
	[DIGEST] = {"digest", N_("Digest"), .wraps = true, .leave_out = 1},
};

static void add_row(struct jx_table *table, const JxPublication *publication)
{
	bool is_final = publication->stage == JX_PUBLICATION_STAGE_FINAL;
	jx_table_add_row(table);
	jx_table_set(table, NUMBER, jx_name_last(publication->name));
	jx_table_set_raw(
		table, STAGE, is_final ? _("final") : _("provisional"), is_final ? "final" : "provisional");
	jx_table_set_raw(table, AUDIENCE, jx_label_audience(publication->audience),
		publication->audience == JX_PUBLICATION_AUDIENCE_PUBLIC ? "public" : "internal");
	jx_cell_set_time(table, TIME, publication->publish_time);
	jx_cell_set_time(table, WINDOW, publication->window_end_time);
	jx_cell_set_number(table, DEPARTMENTS, publication->total_rows);
	jx_table_set(table, TABLE_DIGEST, publication->table_digest);
	jx_table_set(table, DIGEST, publication->digest);
}

enum jx_status cmd_publication_list(struct jx_app *app, const struct jx_args *args)
{
	JxListPublicationsRequest request = JX_LIST_PUBLICATIONS_REQUEST_INIT;
	JxListPublicationsResponse *reply;
	struct jx_table table;
	enum jx_status status = jx_ranking_table_round(app, args, &request.round);
	if (status == JX_OK)
		status = jx_call_list_publications(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < reply->n_publications; i++)
		add_row(&table, reply->publications[i]);
	status = jx_app_print_table(app, &table);
	if (status != JX_OK)
		return status;
	jx_app_next(app,
		app->is_public ? "jixiao --public export %s --publication latest"
			       : "jixiao export %s --publication latest",
		jx_name_last(request.round));
	return JX_OK;
}
