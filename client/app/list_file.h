/* A list that a person keeps as CSV, as text: of departments, of reference figures, of people. Thread: one at a time. */
#ifndef CLIENT_APP_LIST_FILE_H
#define CLIENT_APP_LIST_FILE_H

#include "client/app/app.h"
#include "client/disk/roster.h"

/** Read a file, in whatever encoding a spreadsheet has left it; says which when it is not UTF-8.
 *
 * @param ret_file  its text in the app's arena.
 * @return as jx_file_read() and jx_encoding_decode().
 */
enum jx_status jx_app_read_list(
	struct jx_app *app, const char *name, struct jx_roster_file *ret_file) JX_MUST_CHECK;

#endif
