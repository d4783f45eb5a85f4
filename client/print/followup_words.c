#include "client/print/followup_words.h"

#include <stdio.h>
#include <string.h>

#include "client/print/followup_print.h"
#include "client/screen/labels.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/ranking/idle_balance.h"
#include "proto/contract/service/idle_funds.h"
#include "proto/contract/service/rectification.h"

#define STATE_BYTES 64 /* of the name of a state in JSON */

void jx_followup_set_state(struct jx_table *table, size_t column, const struct jx_life *life, int state,
	enum jx_language language)
{
	char raw[STATE_BYTES];
	if (protobuf_c_enum_descriptor_get_value(life->state_type, state) != NULL &&
		jx_json_enum_name(life->state_type, state, raw, sizeof(raw)) == JX_OK) {
		jx_table_set_raw(table, column, jx_life_state_name(life, state, language), raw);
		return;
	}
	(void)snprintf(raw, sizeof(raw), "%d", state);
	jx_table_set(table, column, raw);
}

/* "planned, turn: department", with what is overdue. */
static void print_turn(struct jx_app *app, const char *state, JxHolder holder, bool is_overdue)
{
	char unknown[JX_LABEL_BYTES];
	jx_print(&app->terminal, is_overdue ? _("State:    %s, overdue") : _("State:    %s"), state);
	if (holder != JX_HOLDER_UNSPECIFIED)
		jx_print(&app->terminal, _("Turn:     %s"), jx_label_holder(holder, unknown));
}

/* Codes, apart by commas; "" while it is the department itself. */
static const char *answerable_codes(struct jx_app *app, const char *department, char *const *names, size_t n)
{
	size_t size = 1;
	if (n == 0 || (n == 1 && strcmp(names[0], department) == 0))
		return "";
	for (size_t i = 0; i < n; i++)
		size += strlen(names[i]) + 2;
	char *codes = jx_arena_alloc(&app->arena, size);
	if (codes == NULL)
		return "";
	size_t at = 0;
	for (size_t i = 0; i < n; i++) {
		at += jx_text_copy(codes + at, size - at, i > 0 ? ", " : "");
		at += jx_text_copy(codes + at, size - at, jx_name_last(names[i]));
	}
	return codes;
}

void jx_followup_note_answerable(
	struct jx_app *app, const char *before, const char *department, char *const *names, size_t n)
{
	const char *codes = answerable_codes(app, department, names, n);
	if (codes[0] != '\0' && jx_app_wants_text(app) && strcmp(before, department) != 0)
		jx_note(&app->terminal, _("%s has ended; for its items answers: %s"),
			jx_name_last(department), codes);
}

static void print_answerable(struct jx_app *app, const char *department, char *const *names, size_t n)
{
	const char *codes = answerable_codes(app, department, names, n);
	if (codes[0] != '\0')
		jx_print(&app->terminal, _("Answers:  %s, which took over what the department did"), codes);
}

static void print_origin(struct jx_app *app, const char *version, const char *what, const char *field)
{
	jx_print(&app->terminal, _("From:     %s %s %s"), version, what, field);
}

void jx_followup_print_rectification(struct jx_app *app, const JxRectificationItem *item)
{
	const struct jx_terminal *terminal = &app->terminal;
	char name[JX_RESOURCE_NAME_BYTES], time[JX_DATETIME_BYTES], issue[24] = "";
	jx_print(terminal, _("Item %s of %s"), jx_followup_item(item->name, name), item->department_title);
	print_turn(app, jx_life_state_name(jx_rectification_life(), (int)item->state, app->language),
		item->holder, item->is_overdue);
	print_answerable(app, item->department, item->answerable, item->n_answerable);
	jx_print(terminal, _("Problem:  %s"), item->problem);
	if (item->origin != NULL && item->origin->issue_number != 0)
		(void)snprintf(issue, sizeof(issue), _("issue %u"), item->origin->issue_number);
	if (item->origin != NULL)
		print_origin(app, item->origin->version, item->origin->field, issue);
	jx_print(terminal, _("Due:      %s"), jx_datetime_print(item->due_time, time));
	if (item->measure[0] != '\0')
		jx_print(terminal, _("Measure:  %s"), item->measure);
	if (item->repeats[0] != '\0')
		jx_print(terminal, _("Repeats:  %s, word for word"), item->repeats);
	if (item->planned_time != NULL)
		jx_print(terminal, _("Planned:  %s"), jx_datetime_print(item->planned_time, time));
	if (item->evidence[0] != '\0')
		jx_print(terminal, _("Evidence: %s"), item->evidence);
}

static void print_money(struct jx_app *app, const JxIdleFundsItem *item)
{
	char amount[JX_FIGURE_TEXT_BYTES], recovered[JX_FIGURE_TEXT_BYTES];
	char carried[JX_FIGURE_TEXT_BYTES], outstanding[JX_FIGURE_TEXT_BYTES];
	jx_print(&app->terminal, _("Amount:   %s, recovered %s, carried over %s, outstanding %s"),
		jx_label_amount(item->amount, amount), jx_label_amount(item->recovered, recovered),
		jx_label_amount(item->carried_over, carried),
		jx_label_amount(item->outstanding, outstanding));
}

void jx_followup_print_idle(struct jx_app *app, const JxIdleFundsItem *item)
{
	const struct jx_terminal *terminal = &app->terminal;
	char name[JX_RESOURCE_NAME_BYTES], time[JX_DATETIME_BYTES];
	jx_print(terminal, _("Item %s of %s"), jx_followup_item(item->name, name), item->department_title);
	print_turn(app, jx_life_state_name(jx_idle_life(), (int)item->state, app->language), item->holder,
		item->is_overdue);
	print_answerable(app, item->department, item->answerable, item->n_answerable);
	jx_print(terminal, _("Money:    %s"), item->source);
	print_money(app, item);
	jx_print(terminal,
		item->is_over_two_years ? _("Budgeted: %s, %u years ago: two or more")
					: _("Budgeted: %s, %u years ago"),
		item->budget_date, item->age_years);
	if (item->parent[0] != '\0')
		jx_print(terminal, _("Parent:   %s"), jx_followup_item(item->parent, name));
	if (item->origin != NULL)
		print_origin(app, item->origin->version, item->origin->rule, item->origin->field);
	if (item->origin != NULL && jx_idle_rule_title(item->origin->rule, app->language)[0] != '\0')
		jx_print(terminal, _("Rule:     %s"), jx_idle_rule_title(item->origin->rule, app->language));
	if (item->due_time != NULL)
		jx_print(terminal, _("Due:      %s"), jx_datetime_print(item->due_time, time));
	if (item->explanation[0] != '\0')
		jx_print(terminal, _("Reason:   %s"), item->explanation);
}

const char *jx_followup_words(struct jx_app *app, const JxIdleFundsEvent *event)
{
	char item[JX_RESOURCE_NAME_BYTES] = "";
	size_t size = strlen(event->text) + strlen(event->document) + sizeof(item) + 8;
	char *words = jx_arena_alloc(&app->arena, size);
	if (words == NULL)
		return "";
	size_t n = jx_text_copy(words, size, event->text);
	if (event->document[0] != '\0') {
		n += jx_text_copy(words + n, size - n, n > 0 ? "; " : "");
		n += jx_text_copy(words + n, size - n, event->document);
	}
	if (event->new_item[0] != '\0') {
		n += jx_text_copy(words + n, size - n, " -> ");
		(void)jx_text_copy(words + n, size - n, jx_followup_item(event->new_item, item));
	}
	return words;
}
