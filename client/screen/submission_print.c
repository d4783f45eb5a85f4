#include "client/screen/submission_print.h"

#include <stdio.h>
#include <string.h>

#include "client/cli/i18n.h"
#include "client/screen/datetime.h"
#include "client/screen/labels.h"
#include "client/screen/ranking_table.h"
#include "client/transport/resolve.h"
#include "proto/contract/base/array.h"
#include "proto/contract/service/states.h"

#define DAY_S 86400

/* The order is the one of list_row(); own and all share keys, so that CSV of both reads alike. */
static const struct jx_column OWN_COLUMNS[] = {
	{"round", N_("Round"), false, false, 0},
	{"state", N_("State"), false, false, 0},
	{"holder", N_("Turn"), false, false, 1},
	{"version", N_("Version"), true, false, 2},
	{"submit_time", N_("Filed at"), false, false, 3},
	{"due_time", N_("Due"), false, false, 0},
	{"next", N_("Next step"), false, true, 0},
};

static const struct jx_column ALL_COLUMNS[] = {
	{"department", N_("Code"), false, false, 0},
	{"department_title", N_("Department"), false, true, 0},
	{"state", N_("State"), false, false, 0},
	{"version", N_("Version"), true, false, 3},
	{"submit_time", N_("Filed at"), false, false, 2},
	{"claimed_score", N_("Claimed"), true, false, 0},
	{"reviewed_score", N_("Reviewed"), true, false, 0},
	{"explain_findings", N_("Explained"), true, false, 4},
	{"info_findings", N_("Notes"), true, false, 5},
	{"is_late", N_("Late"), false, false, 6},
	{"days", N_("Days"), true, false, 1},
	{"computed_score", N_("Computed"), true, false, 7},
	{"coverage", N_("Coverage"), true, false, 8},
	{"group", N_("Group"), false, false, 9},
};

static const struct jx_column ISSUE_COLUMNS[] = {
	{"number", N_("No."), true, false, 0},
	{"field", N_("Place"), false, true, 0},
	{"wanted_action", N_("Wanted"), false, false, 1},
	{"text", N_("Issue"), false, true, 0},
	{"state", N_("State"), false, false, 0},
};

static void put_number(struct jx_table *table, size_t column, long long number)
{
	char text[24];
	(void)snprintf(text, sizeof(text), "%lld", number);
	jx_table_set(table, column, text);
}

static void put_time(struct jx_table *table, size_t column, const Google__Protobuf__Timestamp *time)
{
	char here[JX_DATETIME_BYTES], utc[JX_DATETIME_BYTES];
	jx_table_set_raw(table, column, jx_datetime_print(time, here), jx_datetime_print_utc(time, utc));
}

static void put_decimal(struct jx_table *table, size_t column, const JxDecimal *decimal)
{
	char text[JX_FIGURE_TEXT_BYTES];
	jx_table_set(table, column, jx_label_decimal(decimal, text));
}

enum jx_status jx_records_print_own(struct jx_app *app, JxSubmission *const *records, size_t n)
{
	struct jx_table table;
	jx_table_init(&table, OWN_COLUMNS, JX_COUNT_OF(OWN_COLUMNS));
	for (size_t i = 0; i < n; i++) {
		const JxSubmission *record = records[i];
		jx_table_add_row(&table);
		jx_table_set(&table, 0, jx_last_part(record->round));
		jx_label_set(&table, 1, jx_state_name(record->state, app->language), (int)record->state);
		jx_label_set(&table, 2, jx_label_holder(record->holder), (int)record->holder);
		put_number(&table, 3, record->version_number);
		put_time(&table, 4, record->submit_time);
		put_time(&table, 5, record->due_time);
		jx_table_set(&table, 6, jx_label_next_step(record->state));
	}
	enum jx_status status = jx_app_print_table(app, &table);
	jx_table_clear(&table);
	return status;
}

enum jx_status jx_records_print_all(struct jx_app *app, JxSubmission *const *records, size_t n)
{
	struct jx_table table;
	jx_table_init(&table, ALL_COLUMNS, JX_COUNT_OF(ALL_COLUMNS));
	for (size_t i = 0; i < n; i++) {
		const JxSubmission *record = records[i];
		jx_table_add_row(&table);
		jx_table_set(&table, 0, jx_last_part(record->department));
		jx_table_set(&table, 1, record->department_title);
		jx_label_set(&table, 2, jx_state_name(record->state, app->language), (int)record->state);
		put_number(&table, 3, record->version_number);
		put_time(&table, 4, record->submit_time);
		put_decimal(&table, 5, record->claimed_score);
		put_decimal(&table, 6, record->reviewed_score);
		put_number(&table, 7, record->explain_findings);
		put_number(&table, 8, record->info_findings);
		jx_table_set_raw(
			&table, 9, record->is_late ? _("late") : "", record->is_late ? "true" : "false");
		if (record->state_time != NULL && record->state_time->seconds <= app->now_s)
			put_number(&table, 10, (app->now_s - record->state_time->seconds) / DAY_S);
		put_decimal(&table, 11, record->computed_score);
		jx_ranking_table_set_percent(&table, 12, record->coverage);
		jx_ranking_table_set_group(&table, 13, record->group);
	}
	enum jx_status status = jx_app_print_table(app, &table);
	jx_table_clear(&table);
	return status;
}

enum jx_status jx_issues_print(struct jx_app *app, JxIssue *const *issues, size_t n, bool only_open)
{
	struct jx_table table;
	jx_table_init(&table, ISSUE_COLUMNS, JX_COUNT_OF(ISSUE_COLUMNS));
	for (size_t i = 0; i < n; i++) {
		if (only_open && issues[i]->state != JX_ISSUE_STATE_OPEN)
			continue;
		jx_table_add_row(&table);
		put_number(&table, 0, issues[i]->number);
		jx_table_set(&table, 1, issues[i]->field);
		jx_label_set(
			&table, 2, jx_label_action(issues[i]->wanted_action), (int)issues[i]->wanted_action);
		jx_table_set(&table, 3, issues[i]->text);
		jx_label_set(&table, 4, jx_label_issue_state(issues[i]->state), (int)issues[i]->state);
	}
	enum jx_status status = table.n_rows > 0 ? jx_app_print_table(app, &table) : JX_OK;
	jx_table_clear(&table);
	return status;
}

enum jx_status jx_record_fetch(struct jx_app *app, const char *name, const JxSubmission **ret_record)
{
	JxGetSubmissionRequest request = JX_GET_SUBMISSION_REQUEST_INIT;
	char text[JX_NAME_BYTES];
	ProtobufCMessage *message;
	(void)snprintf(text, sizeof(text), "%s", name);
	request.name = text;
	enum jx_status status =
		jx_app_call(app, "/jixiao.v1.SubmissionService/GetSubmission", &request.base, &message);
	if (status != JX_OK)
		return status;
	*ret_record = ((const JxGetSubmissionResponse *)message)->submission;
	if (*ret_record == NULL)
		return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
			JX_ARGS(JX_TEXT(app->settings.server), JX_TEXT(_("the reply is missing"))));
	return JX_OK;
}

void jx_record_print(struct jx_app *app, const JxSubmission *record)
{
	const struct jx_terminal *terminal = &app->terminal;
	char time[JX_DATETIME_BYTES];
	char number[JX_LABEL_NUMBER_BYTES];
	char claimed[JX_FIGURE_TEXT_BYTES], reviewed[JX_FIGURE_TEXT_BYTES];
	jx_print(terminal, _("%s %s, round %s"), jx_last_part(record->department), record->department_title,
		jx_last_part(record->round));
	jx_print(terminal, _("State:    %s since %s"),
		jx_label_or_number(jx_state_name(record->state, app->language), (int)record->state, number),
		jx_datetime_print(record->state_time, time));
	if (record->holder != JX_HOLDER_UNSPECIFIED)
		jx_print(terminal, _("Turn:     %s"),
			jx_label_or_number(jx_label_holder(record->holder), (int)record->holder, number));
	if (record->due_time != NULL)
		jx_print(terminal, _("Due:      %s"), jx_datetime_print(record->due_time, time));
	if (record->version_number == 0)
		return;
	jx_print(terminal, record->is_late ? _("Version:  %u, filed %s, late") : _("Version:  %u, filed %s"),
		record->version_number, jx_datetime_print(record->submit_time, time));
	jx_print(terminal, _("Digest:   %s"), record->digest);
	(void)jx_label_decimal(record->claimed_score, claimed);
	(void)jx_label_decimal(record->reviewed_score, reviewed);
	jx_print(terminal, _("Score:    claimed %s, reviewed %s"), claimed[0] != '\0' ? claimed : "—",
		reviewed[0] != '\0' ? reviewed : "—");
	if (record->review_reason[0] != '\0')
		jx_print(terminal, _("Reason:   %s"), record->review_reason);
}
