/*
 * An answer that this client computed, as a message of questions.proto with a list of rows: printed as JSON, as a table or as
 * CSV, alike for every question.
 *
 * A column's key is the name of a field of the rows; its cells follow from the type of the field. Thread: one at a time.
 */
#ifndef CLIENT_COMMANDS_QUESTIONS_ANSWER_H
#define CLIENT_COMMANDS_QUESTIONS_ANSWER_H

#include "client/app/app.h"
#include "client/screen/table.h"

/** Print the rows of an answer, in the form that was asked for.
 *
 * @param reply    its list of rows is the field "rows".
 * @param columns  in the order of programs and people alike; for people those in which nobody has anything are left out.
 */
enum jx_status jx_answer_print(struct jx_app *app, const ProtobufCMessage *reply,
	const struct jx_column *columns, size_t n_columns) JX_MUST_CHECK;

/** Make room for the rows of an answer, in the app's arena. */
enum jx_status jx_answer_new_rows(struct jx_app *app, size_t n, void *ret_rows) JX_MUST_CHECK;

/** A copy of a text in the app's arena; "" without memory, which shows in app->arena and is told when the answer is printed. */
char *jx_answer_text(struct jx_app *app, const char *text);

#endif
