#include "client/calls/missing.h"

#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"

enum jx_status jx_missing_tell(
	struct jx_app *app, enum jx_status status, const char *department, const char *round)
{
	enum jx_reason reason = app->error.reason;
	char named[JX_ERROR_ARG_BYTES];
	if (status != JX_NOT_FOUND ||
		(reason != JX_REASON_SUBMISSION_NOT_FOUND && reason != JX_REASON_VERSION_NOT_FOUND))
		return status;
	(void)jx_text_copy(named, sizeof(named), department[0] != '\0' ? department : app->error.arg[0]);
	if (round[0] == '\0')
		return jx_app_fail_with(
			app, JX_REASON_NO_REPORT_IN_ANY, JX_ARGS(JX_TEXT(jx_name_last(named))));
	return jx_app_fail_with(app, JX_REASON_NO_REPORT_IN_ROUND,
		JX_ARGS(JX_TEXT(jx_name_last(named)), JX_TEXT(jx_name_last(round))));
}
