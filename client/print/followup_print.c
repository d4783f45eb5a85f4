#include "client/print/followup_print.h"

#include <stdio.h>
#include <string.h>

#include "client/print/followup_words.h"
#include "client/screen/cell.h"
#include "client/screen/labels.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/service/idle_funds.h"
#include "proto/contract/service/rectification.h"

const char *jx_followup_item(const char *name, char out[JX_RESOURCE_NAME_BYTES])
{
	const char *code = strncmp(name, "departments/", 12) == 0 ? name + 12 : name;
	(void)snprintf(
		out, JX_RESOURCE_NAME_BYTES, "%.*s/%s", (int)strcspn(code, "/"), code, jx_name_last(name));
	return out;
}

/* ---- lists ---- */

enum rectification_column { ITEM, DEPARTMENT, STATE, DUE, LATE, PROBLEM, MEASURE, REPEATS, TURN };

static const struct jx_column RECTIFICATION_COLUMNS[] = {
	[ITEM] = {.key = "item", .title = N_("Item")},
	[DEPARTMENT] = {"department_title", N_("Department"), .wraps = true, .leave_out = 3},
	[STATE] = {"state", N_("State"), .wraps = true},
	[DUE] = {.key = "due_time", .title = N_("Due")},
	[LATE] = {"is_overdue", N_("Overdue"), .leave_out = 2},
	[PROBLEM] = {"problem", N_("Problem"), .wraps = true},
	[MEASURE] = {"measure", N_("Measure"), .wraps = true},
	[REPEATS] = {"repeats", N_("Repeats"), .wraps = true, .leave_out = 1},
	[TURN] = {"holder", N_("Turn"), .leave_out = 4},
};

static void add_rectification(
	const struct jx_app *app, struct jx_table *table, const JxRectificationItem *item)
{
	char text[JX_RESOURCE_NAME_BYTES], unknown[JX_LABEL_BYTES];
	jx_table_add_row(table);
	jx_table_set(table, ITEM, jx_followup_item(item->name, text));
	jx_table_set(table, DEPARTMENT, item->department_title);
	jx_followup_set_state(table, STATE, jx_rectification_life(), (int)item->state, app->language);
	jx_cell_set_time(table, DUE, item->due_time);
	jx_cell_set_flag(table, LATE, item->is_overdue, _("overdue"));
	if (item->is_overdue)
		jx_table_set_colour(table, LATE, JX_COLOUR_RED);
	jx_table_set(table, PROBLEM, item->problem);
	jx_table_set(table, MEASURE, item->measure);
	jx_table_set(table, REPEATS, item->repeats);
	jx_table_set_colour(table, REPEATS, JX_COLOUR_YELLOW);
	jx_table_set(table, TURN, jx_label_holder(item->holder, unknown));
}

enum jx_status jx_rectifications_print(struct jx_app *app, JxRectificationItem *const *items, size_t n)
{
	struct jx_table table;
	jx_table_init(&table, &app->arena, RECTIFICATION_COLUMNS, JX_COUNT_OF(RECTIFICATION_COLUMNS));
	for (size_t i = 0; i < n; i++)
		add_rectification(app, &table, items[i]);
	enum jx_status status = jx_app_print_table(app, &table);
	for (size_t i = 0; status == JX_OK && i < n; i++)
		jx_followup_note_answerable(app, i > 0 ? items[i - 1]->department : "", items[i]->department,
			items[i]->answerable, items[i]->n_answerable);
	return status;
}

enum idle_column {
	IDLE_ITEM,
	IDLE_DEPARTMENT,
	SOURCE,
	BUDGET,
	IDLE_STATE,
	OUTSTANDING,
	AGE,
	AMOUNT,
	RECOVERED,
	CARRIED,
	IDLE_DUE,
	IDLE_LATE,
	PARENT
};

static const struct jx_column IDLE_COLUMNS[] = {
	[IDLE_ITEM] = {.key = "item", .title = N_("Item")},
	[IDLE_DEPARTMENT] = {"department_title", N_("Department"), .wraps = true, .leave_out = 5},
	[SOURCE] = {"source", N_("Money"), .wraps = true},
	[BUDGET] = {"budget_date", N_("Budgeted"), .leave_out = 1},
	[IDLE_STATE] = {"state", N_("State"), .wraps = true},
	[OUTSTANDING] = {"outstanding", N_("Outstanding"), .is_right = true},
	[AGE] = {"age_years", N_("Years"), .is_right = true},
	[AMOUNT] = {"amount", N_("Flagged"), .is_right = true, .leave_out = 2},
	[RECOVERED] = {"recovered", N_("Recovered"), .is_right = true, .leave_out = 3},
	[CARRIED] = {"carried_over", N_("Carried over"), .is_right = true, .leave_out = 4},
	[IDLE_DUE] = {"due_time", N_("Due"), .leave_out = 6},
	[IDLE_LATE] = {"is_overdue", N_("Overdue"), .leave_out = 7},
	[PARENT] = {"parent", N_("From item"), .leave_out = 8},
};

static void set_money(struct jx_table *table, size_t column, const JxAmount *amount)
{
	char text[JX_FIGURE_TEXT_BYTES];
	jx_table_set(table, column, jx_label_amount(amount, text));
}

static void add_idle(const struct jx_app *app, struct jx_table *table, const JxIdleFundsItem *item)
{
	char text[JX_RESOURCE_NAME_BYTES];
	jx_table_add_row(table);
	jx_table_set(table, IDLE_ITEM, jx_followup_item(item->name, text));
	jx_table_set(table, IDLE_DEPARTMENT, item->department_title);
	jx_table_set(table, SOURCE, item->source);
	jx_table_set(table, BUDGET, item->budget_date);
	jx_followup_set_state(table, IDLE_STATE, jx_idle_life(), (int)item->state, app->language);
	set_money(table, OUTSTANDING, item->outstanding);
	jx_cell_set_number(table, AGE, item->age_years);
	if (item->is_over_two_years)
		jx_table_set_colour(table, AGE, JX_COLOUR_RED);
	set_money(table, AMOUNT, item->amount);
	set_money(table, RECOVERED, item->recovered);
	set_money(table, CARRIED, item->carried_over);
	jx_cell_set_time(table, IDLE_DUE, item->due_time);
	jx_cell_set_flag(table, IDLE_LATE, item->is_overdue, _("overdue"));
	jx_table_set(table, PARENT, item->parent[0] != '\0' ? jx_followup_item(item->parent, text) : "");
}

enum jx_status jx_idle_funds_print(struct jx_app *app, JxIdleFundsItem *const *items, size_t n)
{
	struct jx_table table;
	jx_table_init(&table, &app->arena, IDLE_COLUMNS, JX_COUNT_OF(IDLE_COLUMNS));
	for (size_t i = 0; i < n; i++)
		add_idle(app, &table, items[i]);
	enum jx_status status = jx_app_print_table(app, &table);
	for (size_t i = 0; status == JX_OK && i < n; i++)
		jx_followup_note_answerable(app, i > 0 ? items[i - 1]->department : "", items[i]->department,
			items[i]->answerable, items[i]->n_answerable);
	return status;
}

/* ---- acts ---- */

enum act_column { NUMBER, TIME, ACT, MONEY, WORDS, PERSON, UNTIL };

static const struct jx_column ACT_COLUMNS[] = {
	[NUMBER] = {"number", N_("No."), .is_right = true},
	[TIME] = {.key = "act_time", .title = N_("When")},
	[ACT] = {"act", N_("Act"), .wraps = true},
	[MONEY] = {"amount", N_("Amount"), .is_right = true},
	[WORDS] = {"text", N_("Words"), .wraps = true},
	[PERSON] = {"person", N_("Person"), .wraps = true, .leave_out = 2},
	[UNTIL] = {"due_time", N_("Due"), .leave_out = 1},
};

enum jx_status jx_rectification_print(struct jx_app *app, const JxRectificationItem *item)
{
	const struct jx_life *life = jx_rectification_life();
	struct jx_table table;
	jx_followup_print_rectification(app, item);
	jx_table_init(&table, &app->arena, ACT_COLUMNS, JX_COUNT_OF(ACT_COLUMNS));
	for (size_t i = 0; i < item->n_events; i++) {
		const JxRectificationEvent *event = item->events[i];
		jx_table_add_row(&table);
		jx_cell_set_number(&table, NUMBER, event->number);
		jx_cell_set_time(&table, TIME, event->act_time);
		jx_table_set_raw(
			&table, ACT, jx_life_name_of_id(life, event->act, app->language), event->act);
		jx_table_set(&table, WORDS, event->text);
		jx_table_set(&table, PERSON, jx_name_last(event->person));
		jx_cell_set_time(&table, UNTIL, event->due_time);
	}
	return jx_app_print_table(app, &table);
}

enum jx_status jx_idle_item_print(struct jx_app *app, const JxIdleFundsItem *item)
{
	const struct jx_life *life = jx_idle_life();
	struct jx_table table;
	jx_followup_print_idle(app, item);
	jx_table_init(&table, &app->arena, ACT_COLUMNS, JX_COUNT_OF(ACT_COLUMNS));
	for (size_t i = 0; i < item->n_events; i++) {
		const JxIdleFundsEvent *event = item->events[i];
		jx_table_add_row(&table);
		jx_cell_set_number(&table, NUMBER, event->number);
		jx_cell_set_time(&table, TIME, event->act_time);
		jx_table_set_raw(
			&table, ACT, jx_life_name_of_id(life, event->act, app->language), event->act);
		if (event->amount != NULL)
			set_money(&table, MONEY, event->amount);
		jx_table_set(&table, WORDS, jx_followup_words(app, event));
		jx_table_set(&table, PERSON, jx_name_last(event->person));
		jx_cell_set_time(&table, UNTIL, event->due_time);
	}
	return jx_app_print_table(app, &table);
}

/* ---- after an act ---- */

void jx_rectification_print_state(struct jx_app *app, const JxRectificationItem *item)
{
	char text[JX_RESOURCE_NAME_BYTES], next[JX_NEXT_STEP_BYTES];
	const struct jx_life *life = jx_rectification_life();
	jx_print(&app->terminal, _("Item %s of %s: %s"), jx_followup_item(item->name, text),
		item->department_title, jx_life_state_name(life, (int)item->state, app->language));
	if (item->repeats[0] != '\0')
		jx_print(&app->terminal, _("The measure repeats word for word: %s"), item->repeats);
	jx_note(&app->terminal, "%s", jx_life_next_step(life, (int)item->state, app->language, text, next));
}

void jx_idle_item_print_state(struct jx_app *app, const JxIdleFundsItem *item)
{
	char text[JX_RESOURCE_NAME_BYTES], next[JX_NEXT_STEP_BYTES], outstanding[JX_FIGURE_TEXT_BYTES];
	const struct jx_life *life = jx_idle_life();
	jx_print(&app->terminal, _("Item %s of %s: %s, outstanding %s"), jx_followup_item(item->name, text),
		item->department_title, jx_life_state_name(life, (int)item->state, app->language),
		jx_label_amount(item->outstanding, outstanding));
	jx_note(&app->terminal, "%s", jx_life_next_step(life, (int)item->state, app->language, text, next));
}
