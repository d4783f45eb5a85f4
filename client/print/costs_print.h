/*
 * What the findings of a judged file cost, and the lines to paste into its explanations.
 *
 * Thread: one at a time.
 */
#ifndef CLIENT_PRINT_COSTS_PRINT_H
#define CLIENT_PRINT_COSTS_PRINT_H

#include "client/app/app.h"
#include "client/report/judge.h"

/** Print what findings take off by the rulebook, and one line to paste for each that wants an explanation. Nothing
 * where nothing costs and nothing is wanted. */
void jx_costs_print(struct jx_app *app, const struct jx_judged *judged);

#endif
