#include "client/commands/turns/turn_table.h"

#include <stdio.h>
#include <string.h>

#include "client/print/followup_words.h"
#include "client/screen/cell.h"
#include "client/screen/labels.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/service/idle_funds.h"
#include "proto/contract/service/rectification.h"

enum column { DUE, KIND, DEPARTMENT, STATE, WAITS, REMINDED, NEXT, ROUND, NAME };

static const struct jx_column COLUMNS[] = {
	[DUE] = {.key = "due_time", .title = N_("Due")},
	[KIND] = {.key = "kind", .title = N_("What")},
	[DEPARTMENT] = {"department_title", N_("Department"), .wraps = true},
	[STATE] = {"state", N_("State"), .wraps = true},
	[WAITS] = {"since_time", N_("Waits"), .is_right = true, .leave_out = 1},
	[REMINDED] = {"reminded_time", N_("Reminded"), .leave_out = 2},
	[NEXT] = {"next", N_("Next step"), .wraps = true},
	[ROUND] = {"round", N_("Round"), .leave_out = 3},
	[NAME] = {"name", N_("Name"), .leave_out = 4},
};

static const char *const KINDS[] = {
	[JX_TURN_KIND_SUBMISSION] = N_("report"),
	[JX_TURN_KIND_ISSUE] = N_("issue"),
	[JX_TURN_KIND_SIGNATURE] = N_("signature"),
	[JX_TURN_KIND_OBJECTION] = N_("objection"),
	[JX_TURN_KIND_ROUND] = N_("round"),
	[JX_TURN_KIND_PUBLICATION] = N_("publication to confirm"),
	[JX_TURN_KIND_REOPENING] = N_("reopening to confirm"),
	[JX_TURN_KIND_INVITATION] = N_("invitation to confirm"),
	[JX_TURN_KIND_RECTIFICATION] = N_("rectification"),
	[JX_TURN_KIND_IDLE_FUNDS] = N_("idle funds"),
};

/* ---- commands ---- */

/* By the state of a report; "{...}" stands for a part of the turn. */
static const char *const REPORT_COMMANDS[] = {
	[JX_SUBMISSION_STATE_NOT_STARTED] = "jixiao submit FILE --round {round}",
	[JX_SUBMISSION_STATE_DRAFT] = "jixiao submit --draft {department} --round {round}",
	[JX_SUBMISSION_STATE_SUBMITTED] = "jixiao claim {department} --round {round}",
	[JX_SUBMISSION_STATE_UNDER_REVIEW] = "jixiao show {department} --round {round}",
	[JX_SUBMISSION_STATE_RETURNED] = "jixiao show {department} --round {round}",
	[JX_SUBMISSION_STATE_CHECKING] = "jixiao show {department} --round {round}",
	[JX_SUBMISSION_STATE_REOPENED] = "jixiao submit FILE --round {round}",
};

static const char *const ROUND_COMMANDS[] = {
	[JX_ROUND_STATE_CLOSING] = "jixiao round close {round}",
	[JX_ROUND_STATE_CLOSED] = "jixiao publish {round}",
	[JX_ROUND_STATE_PROVISIONAL] = "jixiao publish {round} --final",
};

static const char *const ISSUE_COMMANDS[] = {
	[JX_SUBMISSION_STATE_UNDER_REVIEW] = "jixiao issue resolve {department} {issue} --round {round}",
	[JX_SUBMISSION_STATE_RETURNED] = "jixiao reply {department} {issue} --round {round}",
};

/* Of the kinds whose command no state decides. */
static const char *const KIND_COMMANDS[] = {
	[JX_TURN_KIND_SIGNATURE] = "jixiao sign {department} --round {round}",
	[JX_TURN_KIND_OBJECTION] = "jixiao decide {department} --round {round}",
	[JX_TURN_KIND_PUBLICATION] = "jixiao publish {round} --final",
	[JX_TURN_KIND_REOPENING] = "jixiao reopen {department} --round {round}",
	[JX_TURN_KIND_INVITATION] = "jixiao person confirm {id}",
	[JX_TURN_KIND_RECTIFICATION] = "jixiao rectify show {item}",
	[JX_TURN_KIND_IDLE_FUNDS] = "jixiao idle show {item}",
};

static const char *find(const char *const *commands, size_t n, int value)
{
	return value >= 0 && (size_t)value < n && commands[value] != NULL ? commands[value] : "";
}

static const char *pattern_of(const JxTurn *turn)
{
	if (turn->kind == JX_TURN_KIND_SUBMISSION)
		return find(REPORT_COMMANDS, JX_COUNT_OF(REPORT_COMMANDS), (int)turn->submission_state);
	if (turn->kind == JX_TURN_KIND_ISSUE)
		return find(ISSUE_COMMANDS, JX_COUNT_OF(ISSUE_COMMANDS), (int)turn->submission_state);
	if (turn->kind == JX_TURN_KIND_ROUND)
		return find(ROUND_COMMANDS, JX_COUNT_OF(ROUND_COMMANDS), (int)turn->round_state);
	return find(KIND_COMMANDS, JX_COUNT_OF(KIND_COMMANDS), (int)turn->kind);
}

const char *jx_turn_command(const JxTurn *turn, char out[JX_TURN_COMMAND_BYTES])
{
	char issue[12];
	char item[JX_RESOURCE_NAME_BYTES];
	const struct {
		const char *mark;
		const char *text;
	} parts[] = {{"{department}", jx_name_last(turn->department)}, {"{round}", jx_name_last(turn->round)},
		{"{issue}", issue}, {"{item}", item}, {"{id}", jx_name_last(turn->name)}};
	const char *pattern = pattern_of(turn);
	size_t used = 0;
	(void)snprintf(issue, sizeof(issue), "%u", turn->issue_number);
	(void)snprintf(item, sizeof(item), "%s/%s", jx_name_last(turn->department), jx_name_last(turn->name));
	out[0] = '\0';
	while (*pattern != '\0') {
		size_t i = 0;
		while (i < JX_COUNT_OF(parts) && strncmp(pattern, parts[i].mark, strlen(parts[i].mark)) != 0)
			i++;
		bool is_mark = i < JX_COUNT_OF(parts);
		used += is_mark ? jx_text_copy(out + used, JX_TURN_COMMAND_BYTES - used, parts[i].text)
				: jx_text_copy_n(out + used, JX_TURN_COMMAND_BYTES - used, pattern, 1);
		pattern += is_mark ? strlen(parts[i].mark) : 1;
	}
	return out;
}

/* ---- the table ---- */

static void set_state(const struct jx_app *app, struct jx_table *table, const JxTurn *turn)
{
	char unknown[JX_LABEL_BYTES];
	if (turn->kind == JX_TURN_KIND_RECTIFICATION)
		jx_followup_set_state(
			table, STATE, jx_rectification_life(), (int)turn->rectification_state, app->language);
	else if (turn->kind == JX_TURN_KIND_IDLE_FUNDS)
		jx_followup_set_state(
			table, STATE, jx_idle_life(), (int)turn->idle_funds_state, app->language);
	else if (turn->round_state != JX_ROUND_STATE_UNSPECIFIED)
		jx_table_set(table, STATE, jx_label_round_state(turn->round_state, app->language, unknown));
	else if (turn->submission_state != JX_SUBMISSION_STATE_UNSPECIFIED)
		jx_table_set(table, STATE, jx_label_state(turn->submission_state, app->language, unknown));
}

static void set_kind(struct jx_table *table, const JxTurn *turn)
{
	char number[32];
	const char *word = find(KINDS, JX_COUNT_OF(KINDS), (int)turn->kind);
	if (word[0] == '\0')
		(void)snprintf(number, sizeof(number), "%d", (int)turn->kind);
	else if (turn->kind == JX_TURN_KIND_ISSUE)
		(void)snprintf(number, sizeof(number), _("issue %u"), turn->issue_number);
	else
		(void)snprintf(number, sizeof(number), "%s", gettext(word));
	jx_table_set(table, KIND, number);
}

static void add_row(struct jx_app *app, struct jx_table *table, const JxTurn *turn)
{
	char command[JX_TURN_COMMAND_BYTES], span[JX_SPAN_BYTES], time[JX_DATETIME_BYTES];
	jx_table_add_row(table);
	jx_cell_set_time(table, DUE, turn->due_time);
	if (turn->is_overdue)
		jx_table_set_colour(table, DUE, JX_COLOUR_RED);
	set_kind(table, turn);
	jx_table_set(table, DEPARTMENT, turn->department_title);
	set_state(app, table, turn);
	if (turn->since_time != NULL && turn->since_time->seconds > 0 &&
		turn->since_time->seconds <= app->now_s)
		jx_table_set_raw(table, WAITS,
			jx_span_print((uint64_t)(app->now_s - turn->since_time->seconds) * 1000, span),
			jx_datetime_print_utc(turn->since_time, time));
	jx_cell_set_time(table, REMINDED, turn->reminded_time);
	jx_table_set(table, NEXT, jx_turn_command(turn, command));
	jx_table_set(table, ROUND, jx_name_last(turn->round));
	jx_table_set(table, NAME, turn->name);
}

enum jx_status jx_turns_print(struct jx_app *app, JxTurn *const *turns, size_t n)
{
	struct jx_table table;
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < n; i++)
		add_row(app, &table, turns[i]);
	return jx_app_print_table(app, &table);
}
