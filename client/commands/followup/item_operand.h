/*
 * What people type about items that outlive a round: items, money, texts and points in time. Thread: one at a time.
 */
#ifndef CLIENT_COMMANDS_FOLLOWUP_ITEM_OPERAND_H
#define CLIENT_COMMANDS_FOLLOWUP_ITEM_OPERAND_H

#include <google/protobuf/timestamp.pb-c.h>

#include "client/app/args.h"
#include "jixiao/v1/schema.h"

/** Make the name of an item of what was typed: "3" of the own department, "130132001/3", or a name.
 *
 * @param collection  "rectifications" or "idleFunds".
 * @return JX_OK; JX_INVALID (BAD_ARGUMENT); that of the call; no memory.
 */
enum jx_status jx_item_operand(struct jx_app *app, const struct jx_args *args, const char *collection,
	char **ret_name) JX_MUST_CHECK;

/** The text of an option; one that is missing and required is refused. */
enum jx_status jx_item_text_option(struct jx_app *app, const struct jx_args *args, const char *name,
	bool is_required, char **ret_text) JX_MUST_CHECK;

/** The point in time of an option.
 *
 * @param time      filled in when the option was given.
 * @param ret_time  time, or NULL when the option was not given; one that is required is refused then.
 */
enum jx_status jx_item_time_option(struct jx_app *app, const struct jx_args *args, const char *name,
	bool is_required, Google__Protobuf__Timestamp *time,
	Google__Protobuf__Timestamp **ret_time) JX_MUST_CHECK;

/** The money of --amount, which is required. */
enum jx_status jx_item_amount_option(
	struct jx_app *app, const struct jx_args *args, JxAmount *ret_amount) JX_MUST_CHECK;

/** The name of the version that --round and --version mean of a department: the newest when no version is given. */
enum jx_status jx_item_version(struct jx_app *app, const struct jx_args *args, const char *department,
	char **ret_version) JX_MUST_CHECK;

#endif
