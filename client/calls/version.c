#include "client/calls/version.h"

#include <stdio.h>

#include "client/calls/call.h"
#include "client/disk/seen.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"

enum jx_status jx_version_fetch(struct jx_app *app, const char *submission, const char *number,
	const JxSubmissionVersion **ret_version)
{
	JxGetSubmissionVersionRequest request = JX_GET_SUBMISSION_VERSION_REQUEST_INIT;
	JxGetSubmissionVersionResponse *reply;
	char name[JX_RESOURCE_NAME_BYTES + 32];
	(void)snprintf(
		name, sizeof(name), "%s/versions/%.20s", submission, number != NULL ? number : "latest");
	request.name = name;
	enum jx_status status = jx_call_get_submission_version(app, &request, &reply);
	if (status != JX_OK)
		return status;
	*ret_version = reply->version;
	if (reply->version == NULL || reply->version->report == NULL)
		return jx_call_fail_incomplete(app);
	return JX_OK;
}

void jx_version_remember(struct jx_app *app, const char *submission, const JxSubmissionVersion *version)
{
	struct jx_seen_version seen = {.number = version->number};
	struct jx_error ignored;
	(void)jx_text_copy(seen.digest, sizeof(seen.digest), version->digest);
	enum jx_status status = jx_seen_write(app->home, submission, &seen, &app->arena, &ignored);
	(void)status;
}

enum jx_status jx_own_department_fetch(struct jx_app *app, const JxDepartment **ret_department)
{
	JxGetCallerRequest who = JX_GET_CALLER_REQUEST_INIT;
	JxGetCallerResponse *caller;
	JxGetDepartmentRequest request = JX_GET_DEPARTMENT_REQUEST_INIT;
	JxGetDepartmentResponse *reply;
	enum jx_status status = jx_call_get_caller(app, &who, &caller);
	if (status != JX_OK)
		return status;
	if (caller->person == NULL)
		return jx_call_fail_incomplete(app);
	if (caller->person->department[0] == '\0')
		return jx_app_fail(app, JX_REASON_NO_OWN_DEPARTMENT);
	request.name = caller->person->department;
	status = jx_call_get_department(app, &request, &reply);
	if (status != JX_OK)
		return status;
	*ret_department = reply->department;
	return reply->department != NULL ? JX_OK : jx_call_fail_incomplete(app);
}
