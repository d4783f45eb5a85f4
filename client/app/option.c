#include "client/app/option.h"

#include <stdio.h>

#include "client/text/datetime.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/message/json/json.h"

#define NAME_BYTES 64 /* of an option with its dashes */

enum jx_status jx_option_fail(struct jx_app *app, const char *name, const char *text, const char *expected)
{
	char dashed[NAME_BYTES];
	(void)snprintf(dashed, sizeof(dashed), "--%s", name);
	return jx_app_fail_with(
		app, JX_REASON_BAD_OPTION_VALUE, JX_ARGS(JX_TEXT(dashed), JX_TEXT(text), JX_TEXT(expected)));
}

enum jx_status jx_option_fail_missing(struct jx_app *app, const struct jx_args *args, const char *name)
{
	char dashed[NAME_BYTES];
	(void)snprintf(dashed, sizeof(dashed), "--%s", name);
	return jx_app_fail_with(
		app, JX_REASON_MISSING_ARGUMENT, JX_ARGS(JX_TEXT(dashed), JX_TEXT(args->command->name)));
}

enum jx_status jx_option_text(struct jx_app *app, const char *text, char **ret_text)
{
	*ret_text = jx_arena_strdup(&app->arena, text != NULL ? text : "");
	return *ret_text != NULL ? JX_OK : jx_arena_fail(&app->arena, &app->error);
}

enum jx_status jx_option_number(struct jx_app *app, const char *name, const char *text,
	const struct jx_option_range *range, uint64_t *ret_number)
{
	uint64_t number;
	if (text == NULL)
		return JX_OK;
	if (!jx_text_u64(text, range->most, &number) || number < range->least)
		return jx_option_fail(app, name, text, range->expected);
	*ret_number = number;
	return JX_OK;
}

enum jx_status jx_option_time(struct jx_app *app, const char *name, const char *text, const char *expected,
	Google__Protobuf__Timestamp *ret_time)
{
	if (text == NULL)
		return JX_OK;
	if (jx_datetime_parse(text, app->now_s, ret_time) != JX_OK)
		return jx_option_fail(app, name, text, expected);
	return JX_OK;
}

enum jx_status jx_option_enum(struct jx_app *app, const char *name, const char *text,
	const ProtobufCEnumDescriptor *type, const char *expected, int *ret_value)
{
	int value;
	if (text == NULL)
		return JX_OK;
	if (jx_json_enum_value(type, text, &value) != JX_OK || value == 0)
		return jx_option_fail(app, name, text, expected);
	*ret_value = value;
	return JX_OK;
}

enum jx_status jx_option_points(
	struct jx_app *app, const char *name, const char *text, JxDecimal **ret_points)
{
	if (text == NULL)
		return JX_OK;
	JxDecimal *points = jx_arena_alloc(&app->arena, sizeof(*points));
	if (points == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	jx_decimal_init(points);
	if (jx_decimal_parse(text, points, NULL) != JX_OK || points->empty != JX_EMPTY_KIND_UNSPECIFIED)
		return jx_option_fail(app, name, text, "0 ... 100, 92.5");
	*ret_points = points;
	return JX_OK;
}
