/* The head of an item that outlives a round, line by line, and cells in words. Thread: one at a time. */
#ifndef CLIENT_PRINT_FOLLOWUP_WORDS_H
#define CLIENT_PRINT_FOLLOWUP_WORDS_H

#include "client/app/app.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/service/life.h"

/** Set a state: its name for people, that of JSON for programs; its number when a newer server sent one that is not known. */
void jx_followup_set_state(struct jx_table *table, size_t column, const struct jx_life *life, int state,
	enum jx_language language);

/** Print what an item is, without its acts. */
void jx_followup_print_rectification(struct jx_app *app, const JxRectificationItem *item);
void jx_followup_print_idle(struct jx_app *app, const JxIdleFundsItem *item);

/** The words of an act, with its document and the item it has made. In the app's arena; "" without memory. */
const char *jx_followup_words(struct jx_app *app, const JxIdleFundsEvent *event);

/** Say under a list who answers for what is of a department that has ended; nothing while it is the department itself.
 *
 * @param before      department of the row before, "" for none: it is said once.
 * @param department  "departments/{code}".
 * @param names       likewise, of those who answer.
 */
void jx_followup_note_answerable(
	struct jx_app *app, const char *before, const char *department, char *const *names, size_t n);

#endif
