/*
 * The rules of rounds: fetched from the server, stored on this machine for offline use.
 *
 *   rulebooks/<64 hex of the digest>.json   a rulebook, canonical JSON
 *   rounds/<round id>.json                  the Round as the server sent it last, which names its rulebook
 *
 * A stored rulebook is used only when its content has the digest in its name, so that a damaged file is fetched again and
 * nobody is judged by it. Thread: one at a time.
 */
#ifndef CLIENT_REPORT_ROUND_RULES_H
#define CLIENT_REPORT_ROUND_RULES_H

#include "client/app/app.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/rulebook/rulebook.h"

/** Where to look for the rulebook of a round. */
enum jx_rules_from {
	JX_RULES_STORED_FIRST, /* this machine; the server is asked when nothing is stored here */
	JX_RULES_SERVER        /* the server; this machine when it does not answer */
};

/** Find the rules a round's reports are judged by. What cannot be found out is no error: is_known tells.
 *
 * @param round      "rounds/{id}"; "" is not known.
 * @param ret_rules  in the app's arena, and remembered for the next call in app->rules.
 * @return JX_OK; no memory.
 */
enum jx_status jx_round_rules_find(struct jx_app *app, const char *round, enum jx_rules_from from,
	struct jx_round_rules *ret_rules) JX_MUST_CHECK;

/** Fetch the rulebook of a round, and store both.
 *
 * @return JX_OK; that of the call; JX_DATA_LOSS (DATA_DAMAGED) for one without the digest it was asked by; JX_UNKNOWN
 *   (LOCAL_FILE_FAILED).
 */
enum jx_status jx_round_rules_fetch(
	struct jx_app *app, const char *round, struct jx_round_rules *ret_rules) JX_MUST_CHECK;

/** The rulebook's digest in the stored Round; "" when it has none, NULL when nothing is stored. */
const char *jx_round_rules_stored_digest(struct jx_app *app, const char *round);

#endif
