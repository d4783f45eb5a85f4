/*
 * What is wrong with a formula that somebody typed, each place underlined. Thread: one at a time.
 */
#ifndef CLIENT_PRINT_FORMULA_PROBLEMS_H
#define CLIENT_PRINT_FORMULA_PROBLEMS_H

#include "client/app/app.h"
#include "proto/contract/formula/formula.h"

/** Print every problem to app->terminal.err: place, mistake and remedy, and the line with the place underlined.
 *
 * @param option    what the formula was given by, "--where", to stand before each; "" when that is clear.
 * @param text      the formula as typed.
 * @param problems  of this text.
 */
void jx_formula_problems_print(
	struct jx_app *app, const char *option, const char *text, const struct jx_formula_problems *problems);

#endif
