/*
 * Rectification items and idle funds for people and programs: lists, and one item with its acts. Thread: one at a time.
 */
#ifndef CLIENT_PRINT_FOLLOWUP_PRINT_H
#define CLIENT_PRINT_FOLLOWUP_PRINT_H

#include "client/app/app.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/resource_name.h"

/** What people call an item, "1001/3", by its name. @return out. */
const char *jx_followup_item(const char *name, char out[JX_RESOURCE_NAME_BYTES]);

/** Print a list as a table. */
enum jx_status jx_rectifications_print(
	struct jx_app *app, JxRectificationItem *const *items, size_t n) JX_MUST_CHECK;
enum jx_status jx_idle_funds_print(struct jx_app *app, JxIdleFundsItem *const *items, size_t n) JX_MUST_CHECK;

/** Print an item and its acts. */
enum jx_status jx_rectification_print(struct jx_app *app, const JxRectificationItem *item) JX_MUST_CHECK;
enum jx_status jx_idle_item_print(struct jx_app *app, const JxIdleFundsItem *item) JX_MUST_CHECK;

/** Print in a line where an item stands after an act, and who does what next. */
void jx_rectification_print_state(struct jx_app *app, const JxRectificationItem *item);
void jx_idle_item_print_state(struct jx_app *app, const JxIdleFundsItem *item);

#endif
