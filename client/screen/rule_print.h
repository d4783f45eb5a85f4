/*
 * A rule, a scoring or a bound of a rulebook in words, with what it rests on and how sure that is.
 *
 * Thread: one at a time.
 */
#ifndef CLIENT_SCREEN_RULE_PRINT_H
#define CLIENT_SCREEN_RULE_PRINT_H

#include "client/cli/app.h"
#include "proto/contract/rulebook/rulebook.h"

/** The severity of a rule in words. */
const char *jx_rule_severity(const JxRule *rule);

/** How sure a basis is, in words. */
const char *jx_rule_certainty(JxBasisCertainty certainty);

/** Print what has an id in a rulebook. @param ret_is_found  false: nothing has, and nothing was printed. */
enum jx_status jx_rule_print_id(
	struct jx_app *app, const struct jx_rulebook *book, const char *id, bool *ret_is_found) JX_MUST_CHECK;

#endif
