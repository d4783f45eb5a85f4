/*
 * jixiao idle-funds: a year of the ledger of idle funds, by department and for the county.
 */
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/commands/commands.h"
#include "client/print/followup_words.h"
#include "client/screen/cell.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"

enum totals_column { DEPARTMENT, OPENING, ADDED, RECOVERED, CARRIED, CLOSING, OLD, ORDERED, ITEMS, CODE };

static const struct jx_column COLUMNS[] = {
	[DEPARTMENT] = {"department_title", N_("Department"), .wraps = true},
	[OPENING] = {"opening", N_("Opening"), .is_right = true},
	[ADDED] = {"added", N_("New"), .is_right = true},
	[RECOVERED] = {"recovered", N_("Recovered"), .is_right = true},
	[CARRIED] = {"carried_over", N_("Carried"), .is_right = true},
	[CLOSING] = {"closing", N_("Closing"), .is_right = true},
	[OLD] = {"over_two_years", N_("2 years +"), .is_right = true},
	[ORDERED] = {"ordered", N_("Ordered"), .is_right = true, .leave_out = 2},
	[ITEMS] = {"open_items", N_("Items"), .is_right = true, .leave_out = 3},
	[CODE] = {"department", N_("Code"), .leave_out = 1},
};

/* Money in 元, which the line below says once; programs get the unit with it. */
static void set_money(struct jx_table *table, size_t column, const JxAmount *amount)
{
	char raw[JX_FIGURE_TEXT_BYTES];
	char text[JX_FIGURE_TEXT_BYTES];
	(void)jx_label_amount(amount, raw);
	size_t n = strspn(raw, "-0123456789.");
	(void)jx_text_copy_n(text, sizeof(text), raw, n);
	jx_table_set_raw(table, column, text, raw);
}

static void add_row(struct jx_table *table, const JxIdleFundsTotals *totals, const char *title)
{
	jx_table_add_row(table);
	jx_table_set_raw(table, DEPARTMENT, title, totals->department_title);
	set_money(table, OPENING, totals->opening);
	set_money(table, ADDED, totals->added);
	set_money(table, RECOVERED, totals->recovered);
	set_money(table, CARRIED, totals->carried_over);
	set_money(table, CLOSING, totals->closing);
	set_money(table, OLD, totals->over_two_years);
	set_money(table, ORDERED, totals->ordered);
	jx_cell_set_number(table, ITEMS, totals->open_items);
	jx_table_set(table, CODE, jx_name_last(totals->department));
}

static enum jx_status print_totals(struct jx_app *app, const JxListIdleFundsTotalsResponse *reply)
{
	struct jx_table table;
	if (jx_app_wants_text(app))
		jx_print(&app->terminal, _("Idle funds in %u, in yuan"), reply->year);
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < reply->n_departments; i++)
		add_row(&table, reply->departments[i], reply->departments[i]->department_title);
	if (reply->county != NULL)
		add_row(&table, reply->county, _("The county"));
	enum jx_status status = jx_app_print_table(app, &table);
	if (status != JX_OK || !jx_app_wants_text(app))
		return status;
	for (size_t i = 0; i < reply->n_departments; i++)
		jx_followup_note_answerable(app, "", reply->departments[i]->department,
			reply->departments[i]->answerable, reply->departments[i]->n_answerable);
	jx_note(&app->terminal, "%s",
		_("Opening + new - recovered - carried = closing, to the fen. 2 years +: of closing, what was budgeted two years ago or longer. An act counts in the year in which it was done."));
	jx_app_next(app, "jixiao idle list --outstanding");
	return JX_OK;
}

enum jx_status cmd_idle_funds(struct jx_app *app, const struct jx_args *args)
{
	static const struct jx_option_range years = {.least = 1990, .most = 2100, .expected = "2026"};
	JxListIdleFundsTotalsRequest request = JX_LIST_IDLE_FUNDS_TOTALS_REQUEST_INIT;
	JxListIdleFundsTotalsResponse *reply;
	uint64_t year = 0;
	enum jx_status status = jx_option_number(app, "year", jx_args_operand(args, 0), &years, &year);
	if (status != JX_OK)
		return status;
	request.year = (uint32_t)year;
	status = jx_call_list_idle_funds_totals(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	return print_totals(app, reply);
}
