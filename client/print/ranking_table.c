#include "client/print/ranking_table.h"

#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/message/field.h"

enum jx_status jx_ranking_table_round(struct jx_app *app, const struct jx_args *args, char **ret_round)
{
	const char *named = jx_args_operand(args, 0);
	if (named == NULL && app->is_public)
		return jx_app_fail_with(app, JX_REASON_MISSING_ARGUMENT,
			JX_ARGS(JX_TEXT(_("ROUND")), JX_TEXT(args->command->name)));
	return jx_resolve_round_to_read(app, named, jx_ranking_table_source(args), ret_round);
}

JxReportSource jx_ranking_table_source(const struct jx_args *args)
{
	if (jx_args_has(args, "published") || jx_args_has(args, "publication"))
		return JX_REPORT_SOURCE_PUBLISHED;
	return jx_args_has(args, "accepted") ? JX_REPORT_SOURCE_ACCEPTED : JX_REPORT_SOURCE_UNSPECIFIED;
}

void jx_ranking_table_print_basis(struct jx_app *app, const struct jx_ranking_basis *basis)
{
	const char *number = jx_name_last(basis->publication);
	if (basis->publication[0] == '\0')
		jx_print(&app->terminal, "%s", _("Basis: reports accepted so far, not published"));
	else if (basis->stage == JX_PUBLICATION_STAGE_FINAL)
		jx_print(&app->terminal, _("Basis: publication %s, final"), number);
	else
		jx_print(&app->terminal, _("Basis: publication %s, provisional"), number);
}

void jx_ranking_table_add_group(char groups[JX_PEER_GROUPS_BYTES], const char *group)
{
	size_t n = strlen(groups);
	size_t n_group = strlen(group);
	for (const char *at = groups; (at = strstr(at, group)) != NULL; at++)
		if ((at == groups || at[-1] == ' ') && (at[n_group] == ',' || at[n_group] == '\0'))
			return;
	if (n_group == 0 || n + n_group + 3 > JX_PEER_GROUPS_BYTES)
		return;
	(void)snprintf(groups + n, JX_PEER_GROUPS_BYTES - n, "%s%s", n > 0 ? ", " : "", group);
}

enum jx_status jx_ranking_table_check_peers(
	struct jx_app *app, char *round, JxReportSource source, const char *group)
{
	JxRankDepartmentsRequest request = JX_RANK_DEPARTMENTS_REQUEST_INIT;
	JxRankDepartmentsResponse *reply;
	char groups[JX_PEER_GROUPS_BYTES] = "";
	if (group[0] == '\0')
		return JX_OK;
	request.round = round;
	request.source = source;
	enum jx_status status = jx_call_rank_departments(app, &request, &reply);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < reply->n_rows; i++) {
		if (strcmp(reply->rows[i]->peer_group, group) == 0)
			return JX_OK;
		jx_ranking_table_add_group(groups, reply->rows[i]->peer_group);
	}
	return jx_app_fail_with(app, JX_REASON_UNKNOWN_PEER_GROUP,
		JX_ARGS(JX_TEXT(group), JX_TEXT(jx_name_last(round)),
			JX_TEXT(groups[0] != '\0' ? groups : "—")));
}

static const struct jx_cell *cell_of(const struct jx_table *table, size_t row, size_t column)
{
	return &table->cells[row * table->n_columns + column];
}

static bool is_empty(const struct jx_table *table, size_t column)
{
	for (size_t row = 0; row < table->n_rows; row++) {
		const char *text = cell_of(table, row, column)->text;
		if (text != NULL && text[0] != '\0')
			return false;
	}
	return true;
}

static void copy_rows(const struct jx_table *table, const size_t *from, size_t n, struct jx_table *ret_picked)
{
	for (size_t row = 0; row < table->n_rows; row++) {
		jx_table_add_row(ret_picked);
		for (size_t c = 0; c < n; c++) {
			const struct jx_cell *cell = cell_of(table, row, from[c]);
			jx_table_set_raw(ret_picked, c, cell->text, cell->raw);
			jx_table_set_colour(ret_picked, c, cell->colour);
		}
	}
}

enum jx_status jx_ranking_table_print(
	struct jx_app *app, const struct jx_table *table, const size_t *shown, size_t n_shown, size_t kept)
{
	struct jx_column columns[JX_TABLE_MAX_COLUMNS];
	size_t from[JX_TABLE_MAX_COLUMNS];
	struct jx_table picked;
	size_t n = 0;
	if (!jx_app_is_for_people(app) || table->status != JX_OK)
		return jx_app_print_table(app, table);
	if (table->n_rows == 0)
		return JX_OK;
	for (size_t i = 0; i < n_shown; i++) {
		if (is_empty(table, shown[i]))
			continue;
		columns[n] = table->columns[shown[i]];
		if (shown[i] == kept)
			columns[n].leave_out = 0;
		from[n++] = shown[i];
	}
	jx_table_init(&picked, &app->arena, columns, n);
	copy_rows(table, from, n, &picked);
	return jx_app_print_table(app, &picked);
}

static enum jx_status print_view(struct jx_app *app, const struct jx_ranking_view *view, const char *round,
	const ProtobufCMessage *reply, const struct jx_ranking_basis *basis)
{
	struct jx_table table;
	size_t shown[JX_TABLE_MAX_COLUMNS];
	bool is_for_people = jx_app_is_for_people(app);
	if (is_for_people) {
		jx_print(&app->terminal, _("Round %s: %s"), jx_name_last(round), gettext(view->title));
		jx_ranking_table_print_basis(app, basis);
		(void)fputc('\n', app->terminal.out);
	}
	bool is_without = view->has_bars && (!is_for_people || !app->terminal.is_tty);
	size_t n = is_without ? view->n_columns - 1 : view->n_columns;
	for (size_t i = 0; i < n; i++)
		shown[i] = i;
	jx_table_init(&table, &app->arena, view->columns, n);
	view->add_rows(&table, reply);
	enum jx_status status = jx_ranking_table_print(app, &table, shown, n, n);
	if (status != JX_OK)
		return status;
	if (is_for_people) {
		(void)fputc('\n', app->terminal.out);
		view->print_foot(app, reply);
	}
	jx_app_next(app, "%s %s", view->next, jx_name_last(round));
	return JX_OK;
}

static bool is_without_rows(const ProtobufCMessage *reply)
{
	const ProtobufCFieldDescriptor *rows = jx_field_find(reply->descriptor, "rows", 4);
	return rows != NULL && jx_field_count(reply, rows) == 0;
}

enum jx_status jx_ranking_table_run(
	struct jx_app *app, const struct jx_args *args, const struct jx_ranking_view *view)
{
	struct jx_ranking_query query = {.source = jx_ranking_table_source(args)};
	const ProtobufCMessage *reply;
	struct jx_ranking_basis basis = {0};
	enum jx_status status = jx_ranking_table_round(app, args, &query.round);
	if (status != JX_OK)
		return status;
	status = jx_option_text(app, jx_args_value(args, "peers"), &query.peer_group);
	if (status != JX_OK)
		return status;
	status = view->fetch(app, &query, &reply, &basis);
	if (status == JX_OK && is_without_rows(reply))
		status = jx_ranking_table_check_peers(app, query.round, query.source, query.peer_group);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, reply);
	return print_view(app, view, query.round, reply, &basis);
}
