#include "client/report/replies.h"

#include <string.h>

#include "client/calls/call.h"
#include "proto/contract/base/resource_name.h"

/* True when somebody has said these very words about an issue already. */
static bool is_said(const JxListIssuesResponse *issues, const struct jx_form_reply *reply)
{
	for (size_t i = 0; i < issues->n_issues; i++) {
		const JxIssue *issue = issues->issues[i];
		for (size_t j = 0; issue->number == reply->issue && j < issue->n_messages; j++)
			if (strcmp(issue->messages[j]->text, reply->text) == 0)
				return true;
	}
	return false;
}

static enum jx_status send_one(
	struct jx_app *app, const struct jx_form *form, const struct jx_form_reply *reply)
{
	JxReplyToIssueRequest request = JX_REPLY_TO_ISSUE_REQUEST_INIT;
	JxReplyToIssueResponse *done;
	request.name = (char *)form->submission;
	request.number = reply->issue;
	request.text = (char *)reply->text;
	return jx_call_reply_to_issue(app, &request, &done);
}

/* The issues that a form brings must be those of the submission that its report is for. */
static enum jx_status check_submission(struct jx_app *app, const struct jx_judged *judged)
{
	char name[JX_RESOURCE_NAME_BYTES];
	const JxReport *report = judged->report;
	(void)jx_name_submission(name, jx_name_last(report->round), jx_name_last(report->department));
	if (judged->form->submission != NULL && strcmp(name, judged->form->submission) == 0)
		return JX_OK;
	return jx_app_fail_with(app, JX_REASON_FORM_OF_OTHER_SUBMISSION,
		JX_ARGS(JX_TEXT(judged->file),
			JX_TEXT(judged->form->submission != NULL ? judged->form->submission : "-"),
			JX_TEXT(name)));
}

enum jx_status jx_replies_send(struct jx_app *app, const struct jx_judged *judged, size_t *ret_n)
{
	const struct jx_form *form = judged->form;
	JxListIssuesRequest request = JX_LIST_ISSUES_REQUEST_INIT;
	JxListIssuesResponse *issues;
	*ret_n = 0;
	if (form == NULL || form->n_replies == 0)
		return JX_OK;
	enum jx_status status = check_submission(app, judged);
	request.name = (char *)form->submission;
	if (status == JX_OK)
		status = jx_call_list_issues(app, &request, &issues);
	for (size_t i = 0; status == JX_OK && i < form->n_replies; i++) {
		if (is_said(issues, &form->replies[i]))
			continue;
		status = send_one(app, form, &form->replies[i]);
		*ret_n += status == JX_OK;
	}
	return status;
}
