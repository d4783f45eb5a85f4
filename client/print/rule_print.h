/*
 * A rule, a scoring or a bound of a rulebook in words, with its basis and how sure that is. Thread: one at a time.
 */
#ifndef CLIENT_PRINT_RULE_PRINT_H
#define CLIENT_PRINT_RULE_PRINT_H

#include "client/app/app.h"
#include "proto/contract/rulebook/rulebook.h"

/** Print the rule or the scoring row of a rulebook that has an id.
 *
 * @param ret_is_found  false: there is none, and nothing was printed.
 */
enum jx_status jx_rule_print_id(
	struct jx_app *app, const struct jx_rulebook *book, const char *id, bool *ret_is_found) JX_MUST_CHECK;

#endif
