/*
 * Formulas of a ranking, compiled here before the server is asked: a mistake is then shown with its place underlined.
 *
 * A formula sees the fields of a department's report by name, and its row of the ranking as `row`; the server has
 * the same scope. Thread: one at a time.
 */
#ifndef CLIENT_COMMANDS_ANALYSIS_RANK_FORMULA_H
#define CLIENT_COMMANDS_ANALYSIS_RANK_FORMULA_H

#include "client/app/app.h"

/** True when what to rank by is no key of a metric, so that it must be a formula. The server tells them apart alike. */
bool jx_rank_formula_is_one(const char *by);

/** Check the formulas of a ranking.
 *
 * A wrong one is printed with its problems, and the error is the one the server would answer with; for JSON the error
 * alone.
 * @param by     "" or a metric: not checked; else it must give a number or money.
 * @param where  "": not checked; else it must give yes or no.
 * @return JX_OK; JX_INVALID (FORMULA_..., with the field "by" or "where"); no memory.
 */
enum jx_status jx_rank_formula_check(struct jx_app *app, const char *by, const char *where) JX_MUST_CHECK;

/** Check a formula that may be one to rank by or a condition. As jx_rank_formula_check(). */
enum jx_status jx_rank_formula_check_any(struct jx_app *app, const char *text) JX_MUST_CHECK;

/** True for a formula that gives yes or no. */
bool jx_rank_formula_is_condition(struct jx_app *app, const char *text);

/** What a formula gives, in words: number, money, yes or no; "" for one that is wrong by now. */
const char *jx_rank_formula_kind(struct jx_app *app, const char *text);

/** Read what --by or --where gives: "@NAME" is the formula saved under the name.
 *
 * @param text      NULL for none: "".
 * @param ret_text  in the app's arena.
 * @return JX_OK; JX_NOT_FOUND (QUERY_NOT_FOUND); as jx_query_get(); no memory.
 */
enum jx_status jx_rank_formula_read(struct jx_app *app, const char *text, char **ret_text) JX_MUST_CHECK;

/** Refuse a key that is no metric's and near to one: JX_INVALID (UNKNOWN_METRIC_NEAR). What is near to none, the server may
 * know. */
enum jx_status jx_rank_formula_check_metric(struct jx_app *app, const char *by) JX_MUST_CHECK;

#endif
