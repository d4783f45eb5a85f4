/*
 * Values of options, read as what they are: a text, a number, a point in time, a name of an enum.
 *
 * Each takes the text as it was given, NULL for an option that was not: its result then stays as it is. A wrong one is
 * refused with the option, the text and what it should have been (BAD_OPTION_VALUE). Thread: one at a time.
 */
#ifndef CLIENT_APP_OPTION_H
#define CLIENT_APP_OPTION_H

#include <google/protobuf/timestamp.pb-c.h>
#include <stdint.h>

#include "client/app/app.h"
#include "client/app/args.h"
#include "jixiao/v1/schema.h"

/** Refuse an option's value. @param expected  what it should have been. @return JX_INVALID (BAD_OPTION_VALUE). */
enum jx_status jx_option_fail(
	struct jx_app *app, const char *name, const char *text, const char *expected) JX_MUST_CHECK;

/** Refuse a command line that lacks an option. @return JX_INVALID (MISSING_ARGUMENT). */
enum jx_status jx_option_fail_missing(
	struct jx_app *app, const struct jx_args *args, const char *name) JX_MUST_CHECK;

/** Copy a text into the app's arena for a field of a message, which knows no const. NULL is copied as "". */
enum jx_status jx_option_text(struct jx_app *app, const char *text, char **ret_text) JX_MUST_CHECK;

/** The whole numbers that an option takes. */
struct jx_option_range {
	uint64_t least;
	uint64_t most;
	const char *expected; /* in words, for errors */
};

enum jx_status jx_option_number(struct jx_app *app, const char *name, const char *text,
	const struct jx_option_range *range, uint64_t *ret_number) JX_MUST_CHECK;

/** A point in time, or a span from now, as jx_datetime_parse() reads them. */
enum jx_status jx_option_time(struct jx_app *app, const char *name, const char *text, const char *expected,
	Google__Protobuf__Timestamp *ret_time) JX_MUST_CHECK;

/** A value of an enum by its name in the schema, "under_review"; the unspecified one is refused. */
enum jx_status jx_option_enum(struct jx_app *app, const char *name, const char *text,
	const ProtobufCEnumDescriptor *type, const char *expected, int *ret_value) JX_MUST_CHECK;

/** Points, such as 92.5, in the app's arena. */
enum jx_status jx_option_points(
	struct jx_app *app, const char *name, const char *text, JxDecimal **ret_points) JX_MUST_CHECK;

#endif
