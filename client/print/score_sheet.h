/*
 * Score sheets for people: every line, the totals, and the steps of one line. Thread: one at a time.
 */
#ifndef CLIENT_PRINT_SCORE_SHEET_H
#define CLIENT_PRINT_SCORE_SHEET_H

#include "client/app/app.h"
#include "jixiao/v1/schema.h"

/** Print a sheet: its lines as a table, then its totals, from claimed to final.
 *
 * @param subject  file or department, for the next command.
 */
enum jx_status jx_score_sheet_print(
	struct jx_app *app, const char *subject, const JxScoreSheet *sheet) JX_MUST_CHECK;

/** Print the lines of a sheet with what finance set, and its totals, and name no next command. */
enum jx_status jx_score_sheet_print_lines(struct jx_app *app, const JxScoreSheet *sheet) JX_MUST_CHECK;

/** Find the line that a user means: by number, path, name, id of a common indicator, or a part of a name.
 *
 * @return NULL with app->error filled (SCORE_LINE_NOT_FOUND, SCORE_LINE_SEVERAL).
 */
const JxScoreLine *jx_score_sheet_find(struct jx_app *app, const JxScoreSheet *sheet, const char *wanted);

/** Print the steps of a line. */
enum jx_status jx_score_sheet_print_line(struct jx_app *app, const JxScoreLine *line) JX_MUST_CHECK;

#endif
