#include "client/print/submission_print.h"

#include "client/print/ranking_table.h"
#include "client/screen/cell.h"
#include "client/screen/labels.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"

#define DAY_S   86400
#define HOUR_MS UINT64_C(3600000)

enum own_column { OWN_ROUND, OWN_STATE, OWN_HOLDER, OWN_VERSION, OWN_FILED, OWN_DUE, OWN_NEXT };

/* Own and all share keys, so that CSV of both reads alike. */
static const struct jx_column OWN_COLUMNS[] = {
	[OWN_ROUND] = {.key = "round", .title = N_("Round")},
	[OWN_STATE] = {.key = "state", .title = N_("State")},
	[OWN_HOLDER] = {"holder", N_("Turn"), .leave_out = 1},
	[OWN_VERSION] = {"version", N_("Version"), .is_right = true, .leave_out = 2},
	[OWN_FILED] = {"submit_time", N_("Filed at"), .leave_out = 3},
	[OWN_DUE] = {.key = "due_time", .title = N_("Due")},
	[OWN_NEXT] = {"next", N_("Next step"), .wraps = true},
};

enum all_column {
	CODE,
	DEPARTMENT,
	STATE,
	VERSION,
	FILED,
	CLAIMED,
	REVIEWED,
	EXPLAINED,
	NOTES,
	LATE,
	DAYS,
	COMPUTED,
	COVERAGE,
	GROUP,
	UNANSWERED,
	FLAGS
};

static const struct jx_column ALL_COLUMNS[] = {
	[CODE] = {.key = "department", .title = N_("Code")},
	[DEPARTMENT] = {"department_title", N_("Department"), .wraps = true},
	[STATE] = {.key = "state", .title = N_("State")},
	[VERSION] = {"version", N_("Version"), .is_right = true, .leave_out = 3},
	[FILED] = {"submit_time", N_("Filed at"), .leave_out = 2},
	[CLAIMED] = {"claimed_score", N_("Claimed"), .is_right = true},
	[REVIEWED] = {"reviewed_score", N_("Reviewed"), .is_right = true},
	[EXPLAINED] = {"explain_findings", N_("Explained"), .is_right = true, .leave_out = 4},
	[NOTES] = {"info_findings", N_("Notes"), .is_right = true, .leave_out = 5},
	[LATE] = {"is_late", N_("Late"), .leave_out = 6},
	[DAYS] = {"days", N_("Days"), .is_right = true, .leave_out = 1},
	[COMPUTED] = {"computed_score", N_("Computed"), .is_right = true, .leave_out = 7},
	[COVERAGE] = {"coverage", N_("Coverage"), .is_right = true, .leave_out = 8},
	[GROUP] = {"group", N_("Group"), .leave_out = 9},
	[UNANSWERED] = {.key = "is_unanswered", .title = N_("Mark")},
	[FLAGS] = {"flags", N_("Flags"), .wraps = true},
};

/* For people, for whom late and unanswered are flags. */
static const size_t SHOWN[] = {CODE, DEPARTMENT, STATE, VERSION, FILED, CLAIMED, REVIEWED, EXPLAINED, NOTES,
	DAYS, COMPUTED, COVERAGE, GROUP, FLAGS};

enum issue_column { ISSUE_NUMBER, ISSUE_PLACE, ISSUE_WANTED, ISSUE_TEXT, ISSUE_STATE };

static const struct jx_column ISSUE_COLUMNS[] = {
	[ISSUE_NUMBER] = {"number", N_("No."), .is_right = true},
	[ISSUE_PLACE] = {"field", N_("Place"), .wraps = true},
	[ISSUE_WANTED] = {"wanted_action", N_("Wanted"), .leave_out = 1},
	[ISSUE_TEXT] = {"text", N_("Issue"), .wraps = true},
	[ISSUE_STATE] = {.key = "state", .title = N_("State")},
};

enum jx_status jx_submission_print_own(struct jx_app *app, JxSubmission *const *submissions, size_t n)
{
	struct jx_table table;
	char unknown[JX_LABEL_BYTES];
	jx_table_init(&table, &app->arena, OWN_COLUMNS, JX_COUNT_OF(OWN_COLUMNS));
	for (size_t i = 0; i < n; i++) {
		const JxSubmission *submission = submissions[i];
		jx_table_add_row(&table);
		jx_table_set(&table, OWN_ROUND, jx_name_last(submission->round));
		jx_table_set(&table, OWN_STATE, jx_label_state(submission->state, app->language, unknown));
		jx_table_set(&table, OWN_HOLDER, jx_label_holder(submission->holder, unknown));
		jx_cell_set_number(&table, OWN_VERSION, submission->version_number);
		jx_cell_set_time(&table, OWN_FILED, submission->submit_time);
		jx_cell_set_time(&table, OWN_DUE, submission->due_time);
		jx_table_set(&table, OWN_NEXT, jx_label_next_step(submission->state));
	}
	return jx_app_print_table(app, &table);
}

static void add_row(const struct jx_app *app, struct jx_table *table, const JxSubmission *submission)
{
	char unknown[JX_LABEL_BYTES];
	const Google__Protobuf__Timestamp *since = submission->state_time;
	jx_table_add_row(table);
	jx_table_set(table, CODE, jx_name_last(submission->department));
	jx_table_set(table, DEPARTMENT, submission->department_title);
	jx_table_set(table, STATE, jx_label_state(submission->state, app->language, unknown));
	jx_cell_set_number(table, VERSION, submission->version_number);
	jx_cell_set_time(table, FILED, submission->submit_time);
	jx_cell_set_decimal(table, CLAIMED, submission->claimed_score);
	jx_cell_set_decimal(table, REVIEWED, submission->reviewed_score);
	jx_cell_set_number(table, EXPLAINED, submission->explain_findings);
	jx_cell_set_number(table, NOTES, submission->info_findings);
	jx_cell_set_flag(table, LATE, submission->is_late, _("late"));
	if (since != NULL && since->seconds <= app->now_s)
		jx_cell_set_number(table, DAYS, (uint64_t)(app->now_s - since->seconds) / DAY_S);
	jx_cell_set_decimal(table, COMPUTED, submission->computed_score);
	jx_cell_set_percent(table, COVERAGE, submission->coverage);
	jx_cell_set_group(table, GROUP, submission->group);
	jx_cell_set_flag(table, UNANSWERED, submission->is_unanswered, _("not answered"));
	jx_cell_set_flags(table, FLAGS, submission->flags, submission->n_flags);
}

enum jx_status jx_submission_print_all(struct jx_app *app, JxSubmission *const *submissions, size_t n)
{
	struct jx_table table;
	jx_table_init(&table, &app->arena, ALL_COLUMNS, JX_COUNT_OF(ALL_COLUMNS));
	for (size_t i = 0; i < n; i++)
		add_row(app, &table, submissions[i]);
	return jx_ranking_table_print(app, &table, SHOWN, JX_COUNT_OF(SHOWN), JX_COUNT_OF(ALL_COLUMNS));
}

enum jx_status jx_submission_print_issues(
	struct jx_app *app, JxIssue *const *issues, size_t n, bool only_open)
{
	struct jx_table table;
	char unknown[JX_LABEL_BYTES], place[JX_PLACE_BYTES];
	jx_table_init(&table, &app->arena, ISSUE_COLUMNS, JX_COUNT_OF(ISSUE_COLUMNS));
	for (size_t i = 0; i < n; i++) {
		if (only_open && issues[i]->state != JX_ISSUE_STATE_OPEN)
			continue;
		jx_table_add_row(&table);
		jx_cell_set_number(&table, ISSUE_NUMBER, issues[i]->number);
		jx_table_set_raw(&table, ISSUE_PLACE, jx_label_place(issues[i]->field, app->language, place),
			issues[i]->field);
		jx_table_set(&table, ISSUE_WANTED, jx_label_action(issues[i]->wanted_action, unknown));
		jx_table_set(&table, ISSUE_TEXT, issues[i]->text);
		jx_table_set(&table, ISSUE_STATE, jx_label_issue_state(issues[i]->state, unknown));
	}
	return table.n_rows > 0 ? jx_app_print_table(app, &table) : JX_OK;
}

static void print_message(struct jx_app *app, const JxIssueMessage *message)
{
	char time[JX_DATETIME_BYTES], unknown[JX_LABEL_BYTES];
	const char *person = message->person[0] != '\0' ? jx_name_last(message->person) : _("the server");
	const char *state = jx_label_issue_state(message->state, unknown);
	const char *when = jx_datetime_print(message->message_time, time);
	if (message->text[0] != '\0')
		jx_print(&app->terminal, _("   %s  %s (%s): %s"), when, person, state, message->text);
	else
		jx_print(&app->terminal, _("   %s  %s (%s): version %u"), when, person, state,
			message->version_number);
}

void jx_submission_print_threads(struct jx_app *app, JxIssue *const *issues, size_t n)
{
	char state[JX_LABEL_BYTES], action[JX_LABEL_BYTES], code[JX_LABEL_BYTES], place[JX_PLACE_BYTES];
	for (size_t i = 0; i < n; i++) {
		const JxIssue *issue = issues[i];
		jx_print(&app->terminal, "%u  %s  %s  %s  %s", issue->number,
			jx_label_place(issue->field, app->language, place),
			jx_label_action(issue->wanted_action, action), jx_label_issue_code(issue->code, code),
			jx_label_issue_state(issue->state, state));
		for (size_t j = 0; j < issue->n_messages; j++)
			print_message(app, issue->messages[j]);
	}
}

static void print_objection(struct jx_app *app, const JxObjection *objection)
{
	char time[JX_DATETIME_BYTES], decision[JX_LABEL_BYTES], place[JX_PLACE_BYTES];
	bool is_rank = strcmp(objection->field, "rank") == 0;
	jx_print(&app->terminal, "%u  %s  %s", objection->number,
		is_rank ? _("the rank") : jx_label_place(objection->field, app->language, place),
		jx_label_decision(objection->decision, decision));
	jx_print(&app->terminal, _("   %s  %s: %s"), jx_datetime_print(objection->raise_time, time),
		jx_name_last(objection->raised_by), objection->reason);
	if (objection->decide_time != NULL)
		jx_print(&app->terminal, _("   %s  %s: %s"), jx_datetime_print(objection->decide_time, time),
			jx_name_last(objection->decided_by), objection->decision_reason);
}

void jx_submission_print_objections(struct jx_app *app, const JxSubmission *submission)
{
	if (submission->n_objections == 0)
		return;
	jx_print(&app->terminal, "\n%s", _("Objections"));
	for (size_t i = 0; i < submission->n_objections; i++)
		print_objection(app, submission->objections[i]);
}

/* A deadline that was put off, and why: of the department alone, or of its round. */
static void print_deadline(struct jx_app *app, const JxSubmission *submission)
{
	char time[JX_DATETIME_BYTES];
	if (submission->deadline_time != NULL)
		jx_print(&app->terminal, _("Deadline: %s, put off: %s"),
			jx_datetime_print(submission->deadline_time, time), submission->deadline_reason);
	else if (submission->deadline_reason[0] != '\0')
		jx_print(&app->terminal, _("Deadline: put off for the round: %s"),
			submission->deadline_reason);
}

void jx_submission_print(struct jx_app *app, const JxSubmission *submission)
{
	const struct jx_terminal *terminal = &app->terminal;
	char time[JX_DATETIME_BYTES], unknown[JX_LABEL_BYTES];
	char claimed[JX_FIGURE_TEXT_BYTES], reviewed[JX_FIGURE_TEXT_BYTES], flags[JX_FLAGS_BYTES];
	jx_print(terminal, _("%s %s, round %s"), jx_name_last(submission->department),
		submission->department_title, jx_name_last(submission->round));
	const char *state = jx_label_state(submission->state, app->language, unknown);
	if (submission->state_time != NULL)
		jx_print(terminal, _("State:    %s since %s"), state,
			jx_datetime_print(submission->state_time, time));
	else
		jx_print(terminal, _("State:    %s"), state);
	if (submission->holder != JX_HOLDER_UNSPECIFIED)
		jx_print(terminal, _("Turn:     %s"), jx_label_holder(submission->holder, unknown));
	if (submission->start_time != NULL)
		jx_print(terminal, _("Held:     department %llu h, finance %llu h"),
			(unsigned long long)(submission->department_held_ms / HOUR_MS),
			(unsigned long long)(submission->finance_held_ms / HOUR_MS));
	if (submission->reviewer[0] != '\0')
		jx_print(terminal, _("Reviewer: %s"), jx_name_last(submission->reviewer));
	if (submission->is_unanswered)
		jx_print(terminal, "%s", _("Mark:     accepted without an answer of the department"));
	if (submission->due_time != NULL)
		jx_print(terminal, _("Due:      %s"), jx_datetime_print(submission->due_time, time));
	print_deadline(app, submission);
	if (submission->version_number == 0)
		return;
	jx_print(terminal,
		submission->is_late ? _("Version:  %u, filed %s, late") : _("Version:  %u, filed %s"),
		submission->version_number, jx_datetime_print(submission->submit_time, time));
	jx_print(terminal, _("Digest:   %s"), submission->digest);
	jx_print(terminal, _("Score:    claimed %s, reviewed %s"),
		jx_label_decimal_or_dash(submission->claimed_score, claimed),
		jx_label_decimal_or_dash(submission->reviewed_score, reviewed));
	if (submission->review_reason[0] != '\0')
		jx_print(terminal, _("Reason:   %s"), submission->review_reason);
	if (submission->n_flags > 0)
		jx_print(terminal, _("Flags:    %s"),
			jx_label_input_flags(submission->flags, submission->n_flags, flags));
}
