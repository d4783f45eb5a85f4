#include "client/commands/followup/item_operand.h"

#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/figure.h"

static enum jx_status fail_item(struct jx_app *app, const struct jx_args *args, const char *text)
{
	return jx_app_fail_with(app, JX_REASON_BAD_ARGUMENT,
		JX_ARGS(JX_TEXT(text), JX_TEXT(_("an item: its number, or CODE/NUMBER")),
			JX_TEXT(args->command->name)));
}

/* Joins the code of n bytes and the number. */
static enum jx_status join(struct jx_app *app, const char *code, size_t n, const char *collection,
	const char *number, char **ret_name)
{
	size_t size = strlen("departments/") + n + strlen(collection) + strlen(number) + 3;
	*ret_name = jx_arena_alloc(&app->arena, size);
	if (*ret_name == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	(void)snprintf(*ret_name, size, "departments/%.*s/%s/%s", (int)n, code, collection, number);
	return JX_OK;
}

/* A number alone is one of the caller's own department. */
static enum jx_status join_own(struct jx_app *app, const struct jx_args *args, const char *collection,
	const char *number, char **ret_name)
{
	JxGetCallerRequest request = JX_GET_CALLER_REQUEST_INIT;
	JxGetCallerResponse *reply;
	enum jx_status status = jx_call_get_caller(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (reply->person == NULL)
		return jx_call_fail_incomplete(app);
	if (reply->person->department[0] == '\0')
		return fail_item(app, args, number);
	const char *code = jx_name_last(reply->person->department);
	return join(app, code, strlen(code), collection, number, ret_name);
}

enum jx_status jx_item_operand(
	struct jx_app *app, const struct jx_args *args, const char *collection, char **ret_name)
{
	const char *text = args->operands[0];
	const char *slash = strchr(text, '/');
	uint64_t number;
	if (strncmp(text, "departments/", 12) == 0)
		return jx_option_text(app, text, ret_name);
	if (!jx_text_u64(slash != NULL ? slash + 1 : text, UINT32_MAX, &number) || number == 0 ||
		slash == text)
		return fail_item(app, args, text);
	if (slash == NULL)
		return join_own(app, args, collection, text, ret_name);
	return join(app, text, (size_t)(slash - text), collection, slash + 1, ret_name);
}

enum jx_status jx_item_text_option(
	struct jx_app *app, const struct jx_args *args, const char *name, bool is_required, char **ret_text)
{
	const char *text = jx_args_value(args, name);
	if (text == NULL && is_required)
		return jx_option_fail_missing(app, args, name);
	return jx_option_text(app, text, ret_text);
}

enum jx_status jx_item_time_option(struct jx_app *app, const struct jx_args *args, const char *name,
	bool is_required, Google__Protobuf__Timestamp *time, Google__Protobuf__Timestamp **ret_time)
{
	const char *text = jx_args_value(args, name);
	*ret_time = NULL;
	if (text == NULL)
		return is_required ? jx_option_fail_missing(app, args, name) : JX_OK;
	*ret_time = time;
	google__protobuf__timestamp__init(time);
	return jx_resolve_time(app, name, text, "30d, 2026-12-31", time);
}

enum jx_status jx_item_amount_option(struct jx_app *app, const struct jx_args *args, JxAmount *ret_amount)
{
	const char *text = jx_args_value(args, "amount");
	if (text == NULL)
		return jx_option_fail_missing(app, args, "amount");
	if (jx_amount_parse(text, ret_amount, NULL) == JX_OK && jx_has_amount(ret_amount) &&
		ret_amount->fen > 0)
		return JX_OK;
	return jx_option_fail(app, "amount", text, "12.5万元, 300.00元");
}

enum jx_status jx_item_version(
	struct jx_app *app, const struct jx_args *args, const char *department, char **ret_version)
{
	static const struct jx_option_range versions = {
		.least = 1, .most = UINT32_MAX, .expected = "1, 2, ..."};
	const JxSubmission *submission = NULL;
	char *name = NULL;
	uint64_t number = 0;
	enum jx_status status =
		jx_option_number(app, "version", jx_args_value(args, "version"), &versions, &number);
	if (status != JX_OK)
		return status;
	status = jx_resolve_submission(app, args, department, &name);
	if (status != JX_OK)
		return status;
	if (number == 0) {
		status = jx_resolve_fetch_submission(app, name, &submission);
		if (status != JX_OK)
			return status;
		number = submission->version_number;
	}
	size_t size = strlen(name) + 32;
	*ret_version = jx_arena_alloc(&app->arena, size);
	if (*ret_version == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	(void)snprintf(*ret_version, size, "%s/versions/%u", name, (unsigned)number);
	return JX_OK;
}
