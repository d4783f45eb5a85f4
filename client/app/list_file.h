/* A list that a person keeps as CSV, as text: of departments, of reference figures, of people. Thread: one at a time. */
#ifndef CLIENT_APP_LIST_FILE_H
#define CLIENT_APP_LIST_FILE_H

#include "client/app/app.h"
#include "client/lists/csv_table.h"
#include "client/screen/table.h"
#include "jixiao/v1/schema.h"

/** Read a file, in whatever encoding a spreadsheet has left it; says which when it is not UTF-8.
 *
 * @param ret_file  its text in the app's arena.
 * @return as jx_file_read() and jx_encoding_decode().
 */
enum jx_status jx_app_read_list(
	struct jx_app *app, const char *name, struct jx_csv_file *ret_file) JX_MUST_CHECK;

/** What the file and the server say of the rows of a list. Borrowed. */
struct jx_list_problems {
	const struct jx_csv_problems *of_file;
	const ProtobufCMessage *reply; /* NULL: the server was not asked */
	JxBatchRow *const *of_server;  /* rows counted from 1 among those that were sent */
	size_t n_of_server;
	const size_t *lines; /* of the rows that were sent */
	size_t n_lines;
	struct jx_column code; /* what names a row: its code, its id */
	enum jx_reason reason; /* takes the number of problems */
};

/** Whether there is one. */
bool jx_list_has_problems(const struct jx_list_problems *problems);

/** Print what is wrong with a list, by the lines of the file, and fail. @return JX_INVALID or what printing returned. */
enum jx_status jx_app_refuse_list(struct jx_app *app, const struct jx_list_problems *problems) JX_MUST_CHECK;

#endif
