/*
 * jixiao remind: the text of a notice (催报) for each department whose turn it is; printed, or a file each. With --send the
 * departments see in their inbox that they were reminded, and the county's log has it.
 */
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
	const char *id = jx_name_last(notices->round->name);
	const char *title = notices->round->title[0] != '\0' ? notices->round->title : id;
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

/* Sends them, as many at once as a call takes; what was sent replaces the list. */
static enum jx_status send(struct jx_app *app, const char *round, JxListRemindersResponse *list)
{
	char **departments = jx_arena_calloc(&app->arena, list->n_reminders + 1, sizeof(*departments));
	size_t n_sent = 0;
	if (departments == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < list->n_reminders; i++)
		departments[i] = list->reminders[i]->department;
	for (size_t i = 0; i < list->n_reminders; i += JX_MAX_PAGE_SIZE) {
		JxRemindDepartmentsRequest request = JX_REMIND_DEPARTMENTS_REQUEST_INIT;
		JxRemindDepartmentsResponse *reply = NULL;
		size_t n_left = list->n_reminders - i;
		request.round = (char *)round;
		request.departments = departments + i;
		request.n_departments = n_left < JX_MAX_PAGE_SIZE ? n_left : JX_MAX_PAGE_SIZE;
		enum jx_status status = jx_call_remind_departments(app, &request, &reply);
		if (status != JX_OK)
			return status;
		for (size_t j = 0; j < reply->n_reminders && n_sent < list->n_reminders; j++)
			list->reminders[n_sent++] = reply->reminders[j];
	}
	list->n_reminders = n_sent;
	return JX_OK;
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

enum jx_status cmd_remind(struct jx_app *app, const struct jx_args *args)
{
	JxListRemindersRequest request = JX_LIST_REMINDERS_REQUEST_INIT;
	JxListRemindersResponse *reply = NULL;
	JxGetRoundRequest wanted = JX_GET_ROUND_REQUEST_INIT;
	JxGetRoundResponse *found = NULL;
	const char *directory = jx_args_value(args, "out");
	bool is_sent = jx_args_has(args, "send");
	request.only_overdue = jx_args_has(args, "overdue");
	enum jx_status status =
		jx_resolve_round(app, jx_args_operand(args, 0), JX_ROUND_MEANT, &request.round);
	if (status == JX_OK)
		status = jx_call_list_reminders(app, &request, &reply);
	if (status == JX_OK && is_sent)
		status = send(app, request.round, reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	wanted.name = request.round;
	status = jx_call_get_round(app, &wanted, &found);
	if (status == JX_OK && found->round == NULL)
		status = jx_call_fail_incomplete(app);
	if (status == JX_OK && found->round != NULL) {
		const struct notices notices = {
			.round = found->round, .list = reply, .directory = directory, .is_sent = is_sent};
		status = give_out(app, &notices);
	}
	if (status != JX_OK)
		return status;
	tell_count(app, is_sent, reply->n_reminders);
	jx_app_next(app, "jixiao progress %s", jx_name_last(request.round));
	return JX_OK;
}
