/*
 * jixiao remind: the text of a notice (催报) for each department whose turn it is; printed, or a file each. With --send the
 * departments see in their inbox that they were reminded, and the county's log has it.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/screen/labels.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"

#define NOTICE_BYTES 4096 /* titles of 300 bytes each, and the sentences */
#define TASK_BYTES   512  /* of one sentence */

/* What the department has to do, without a figure of its report. */
static const char *task_of(const JxReminder *reminder, char out[TASK_BYTES])
{
	switch ((int)reminder->state) {
	case JX_SUBMISSION_STATE_RETURNED:
		(void)snprintf(out, TASK_BYTES,
			ngettext("Your report was returned; %u issue waits for your answer.",
				"Your report was returned; %u issues wait for your answer.",
				reminder->open_issue_count),
			reminder->open_issue_count);
		return out;
	case JX_SUBMISSION_STATE_REOPENED:
		return _("Your report was reopened for a correction, which has not been filed yet.");
	case JX_SUBMISSION_STATE_CHECKING:
		return _("The provisional table is open for checking; look at your own line.");
	case JX_SUBMISSION_STATE_DRAFT:
		return _("Your report is a draft and has not been filed yet.");
	default:
		return _("Your report has not been filed yet.");
	}
}

/* How often it was reminded; of a notice that is being sent, which one it is. */
static const char *history_of(const JxReminder *reminder, bool is_sent, char out[TASK_BYTES])
{
	char time[JX_DATETIME_BYTES];
	unsigned n = reminder->reminder_count;
	out[0] = '\0';
	if (is_sent && n > 1)
		(void)snprintf(out, TASK_BYTES, _("This is reminder number %u.\n"), n);
	else if (!is_sent && n > 0)
		(void)snprintf(out, TASK_BYTES,
			ngettext("You were reminded %u time, last on %s.\n",
				"You were reminded %u times, last on %s.\n", n),
			n, jx_datetime_print(reminder->reminded_time, time));
	return out;
}

/* The notices of a round, and where they go. */
struct notices {
	const JxRound *round;
	const JxListRemindersResponse *list;
	const char *directory; /* NULL: printed one behind the other */
	bool is_sent;
};

static void write_notice(const struct notices *notices, const JxReminder *reminder, char out[NOTICE_BYTES])
{
	char task[TASK_BYTES], due[TASK_BYTES] = "", history[TASK_BYTES], time[JX_DATETIME_BYTES];
	const JxRound *round = notices->round;
	assert(round != NULL);
	const char *id = jx_name_last(round->name);
	const char *title = round->title[0] != '\0' ? round->title : id;
	const char *when = jx_datetime_print(reminder->due_time, time);
	if (reminder->due_time != NULL && reminder->is_overdue)
		(void)snprintf(due, sizeof(due), _("It was due on %s and is overdue.\n"), when);
	else if (reminder->due_time != NULL)
		(void)snprintf(due, sizeof(due), _("It is due on %s.\n"), when);
	(void)snprintf(out, NOTICE_BYTES,
		_("To %s:\nabout %s\n\n%s\n%s%sWhere it stands and what to do: jixiao status --round %s\n"),
		reminder->department_title, title, task_of(reminder, task), due,
		history_of(reminder, notices->is_sent, history), id);
}

static enum jx_status write_file(
	struct jx_app *app, const char *directory, const JxReminder *reminder, const char *text)
{
	char name[JX_RESOURCE_NAME_BYTES];
	(void)snprintf(name, sizeof(name), "%s.txt", jx_name_last(reminder->department));
	const struct jx_file_write write = {
		.directory = directory, .name = name, .bytes = text, .n = strlen(text), .mode = 0600};
	return jx_file_write(NULL, &write, &app->error);
}

static enum jx_status give_out(struct jx_app *app, const struct notices *notices)
{
	char text[NOTICE_BYTES];
	const JxListRemindersResponse *list = notices->list;
	enum jx_status status = JX_OK;
	if (notices->directory != NULL)
		status = jx_file_make_directory(notices->directory, &app->error);
	for (size_t i = 0; status == JX_OK && i < list->n_reminders; i++) {
		write_notice(notices, list->reminders[i], text);
		if (notices->directory != NULL)
			status = write_file(app, notices->directory, list->reminders[i], text);
		else
			jx_print(&app->terminal, "%s", text);
	}
	return status;
}

/* Sends them, as many at once as a call takes; what was sent replaces the list, also when the rest could not be. */
static enum jx_status send(struct jx_app *app, const char *round, JxListRemindersResponse *list)
{
	size_t n = list->n_reminders;
	char **departments = jx_arena_calloc(&app->arena, n + 1, sizeof(*departments));
	enum jx_status status = JX_OK;
	list->n_reminders = 0;
	if (departments == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; status == JX_OK && i < n; i++)
		departments[i] = list->reminders[i]->department;
	for (size_t i = 0; status == JX_OK && i < n; i += JX_MAX_PAGE_SIZE) {
		JxRemindDepartmentsRequest request = JX_REMIND_DEPARTMENTS_REQUEST_INIT;
		JxRemindDepartmentsResponse *reply = NULL;
		request.round = (char *)round;
		request.departments = departments + i;
		request.n_departments = n - i < JX_MAX_PAGE_SIZE ? n - i : JX_MAX_PAGE_SIZE;
		status = jx_call_remind_departments(app, &request, &reply);
		for (size_t j = 0; status == JX_OK && j < reply->n_reminders && list->n_reminders < n; j++)
			list->reminders[list->n_reminders++] = reply->reminders[j];
	}
	return status;
}

static void tell_count(struct jx_app *app, bool is_sent, size_t n)
{
	if (is_sent)
		jx_note(&app->terminal,
			ngettext("%zu department was reminded", "%zu departments were reminded", n), n);
	else
		jx_note(&app->terminal,
			ngettext("%zu department to be reminded; --send reminds it",
				"%zu departments to be reminded; --send reminds them", n),
			n);
}

static enum jx_status find_round(struct jx_app *app, char *name, const JxRound **ret_round)
{
	JxGetRoundRequest request = JX_GET_ROUND_REQUEST_INIT;
	JxGetRoundResponse *reply = NULL;
	request.name = name;
	enum jx_status status = jx_call_get_round(app, &request, &reply);
	if (status == JX_OK && reply->round == NULL)
		return jx_call_fail_incomplete(app);
	if (status == JX_OK)
		*ret_round = reply->round;
	return status;
}

static enum jx_status print(struct jx_app *app, const struct notices *notices)
{
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &notices->list->base);
	enum jx_status status = give_out(app, notices);
	if (status == JX_OK)
		tell_count(app, notices->is_sent, notices->list->n_reminders);
	return status;
}

enum jx_status cmd_remind(struct jx_app *app, const struct jx_args *args)
{
	JxListRemindersRequest request = JX_LIST_REMINDERS_REQUEST_INIT;
	JxListRemindersResponse *reply = NULL;
	struct notices notices = {
		.directory = jx_args_value(args, "out"), .is_sent = jx_args_has(args, "send")};
	request.only_overdue = jx_args_has(args, "overdue");
	enum jx_status status =
		jx_resolve_round(app, jx_args_operand(args, 0), JX_ROUND_MEANT, &request.round);
	if (status == JX_OK)
		status = find_round(app, request.round, &notices.round);
	if (status == JX_OK)
		status = jx_call_list_reminders(app, &request, &reply);
	if (status != JX_OK)
		return status;
	notices.list = reply;
	enum jx_status sent = notices.is_sent ? send(app, request.round, reply) : JX_OK;
	const struct jx_error error = app->error;
	/* What was sent is told, and its notices are written, whatever became of the rest. */
	if (sent == JX_OK || reply->n_reminders > 0)
		status = print(app, &notices);
	if (sent != JX_OK) {
		app->error = error;
		return sent;
	}
	if (status == JX_OK && !jx_app_wants_json(app))
		jx_app_next(app, "jixiao progress %s", jx_name_last(request.round));
	return status;
}
