/*
 * The rulebooks of rounds, kept on this machine for offline use.
 *
 *   rulebooks/<64 hex of the digest>.json   a rulebook, canonical JSON
 *   rounds/<round id>.json                  the Round as the server told it last, which names its rulebook
 *
 * A kept rulebook is used only when its content has the digest in its name, so that a damaged file is fetched again
 * and never judged by. Thread: one at a time.
 */
#ifndef CLIENT_REPORT_ROUND_RULES_H
#define CLIENT_REPORT_ROUND_RULES_H

#include "client/cli/app.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/rulebook/rulebook.h"

/** Where to look for the rulebook of a round. */
enum jx_rules_from {
	JX_RULES_KEPT_FIRST, /* on this machine; the server is asked, and its answer kept, when nothing is here */
	JX_RULES_SERVER      /* the server, and what it says is kept; without an answer on this machine */
};

/** Find the rulebook a round rests on. What cannot be found out is no error: is_known says so.
 *
 * @param round      "rounds/{id}"; "" is not known.
 * @param ret_rules  in the app's arena, and remembered for the next call in app->rules.
 * @return JX_OK; no memory.
 */
enum jx_status jx_rulebook_of_round(struct jx_app *app, const char *round, enum jx_rules_from from,
	struct jx_round_rules *ret_rules) JX_MUST_CHECK;

/** Fetch the rulebook a round rests on, and keep both.
 *
 * @return JX_OK; what the call gives; JX_DATA_LOSS (DATA_DAMAGED) for one that has not the digest it was asked by;
 *   JX_UNKNOWN (LOCAL_FILE_FAILED).
 */
enum jx_status jx_rulebook_fetch(
	struct jx_app *app, const char *round, struct jx_round_rules *ret_rules) JX_MUST_CHECK;

/** Keep what the server said of a round. What cannot be kept is fetched again: no error. */
void jx_round_keep(struct jx_app *app, const JxRound *round);

/** The rulebook's digest in the Round kept of a round; "" when it has none, NULL when nothing is kept. */
const char *jx_round_kept_digest(struct jx_app *app, const char *round);

#endif
