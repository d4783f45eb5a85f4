/*
 * Formulas of a ranking, compiled here before the server is asked: a slip is then shown with its place underlined.
 *
 * A formula sees the fields of a department's report by name, and its row of the ranking as `row`; the server has
 * the same scope. Thread: one at a time.
 */
#ifndef CLIENT_COMMANDS_ANALYSIS_RANK_FORMULA_H
#define CLIENT_COMMANDS_ANALYSIS_RANK_FORMULA_H

#include "client/cli/app.h"

/** True when what to rank by is no key of a metric, so that it must be a formula. The server divides them alike. */
bool jx_rank_is_formula(const char *by);

/** Check the formulas of a ranking.
 *
 * A wrong one is told of, and the error is the one the server would answer with; for JSON it is told as such.
 * @param by     "" or a metric: not looked at; else it must give a number or money.
 * @param where  "": not looked at; else it must give yes or no.
 * @return JX_OK; JX_INVALID (FORMULA_..., with the field "by" or "where"); no memory.
 */
enum jx_status jx_rank_formulas_check(struct jx_app *app, const char *by, const char *where) JX_MUST_CHECK;

#endif
