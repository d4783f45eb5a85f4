/* Acts on a round that several families of handlers do. @thread writer. */
#ifndef SERVER_HANDLERS_ROUNDS_H
#define SERVER_HANDLERS_ROUNDS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/service/states.h"
#include "server/call/task.h"

/** Do an act on a round by the table of contract/states.h, implied act first, each logged.
 *
 * @return JX_OK; JX_STATE (ROUND_STATE) when the round's state does not allow it; JX_CONFLICT.
 */
enum jx_status jx_round_act(struct jx_task *task, const JxRound *round, enum jx_round_act act) JX_MUST_CHECK;

/** Likewise, for a reason. */
enum jx_status jx_round_act_because(
	struct jx_task *task, const JxRound *round, enum jx_round_act act, const char *reason) JX_MUST_CHECK;

/** Refuse an act on a round for its state: JX_STATE (ROUND_STATE). */
enum jx_status jx_round_refuse(
	struct jx_task *task, const JxRound *round, enum jx_round_act act) JX_MUST_CHECK;

/** Find the round that a request names. @param id  of JX_MAX_CODE_BYTES + 1. */
enum jx_status jx_round_find(
	struct jx_task *task, const char *name, char *id, JxRound **ret_round) JX_MUST_CHECK;

/** Fill in what holds for a round from now on, for the entry about an act. @param ret_record  initialised; in the arena. */
enum jx_status jx_round_record(struct jx_db *db, const char *id, struct jx_arena *arena,
	JxRoundRecord *ret_record, struct jx_error *error) JX_MUST_CHECK;

/** Log an act on a round with what holds for the round from now on. */
enum jx_status jx_round_log(
	struct jx_task *task, const char *id, const struct jx_log_entry *entry) JX_MUST_CHECK;

/** Check the fields of a round that is set up. */
enum jx_status jx_round_check(struct jx_task *task, const JxRound *round, const char *id) JX_MUST_CHECK;

/** The codes of departments that a request names. @param ret_codes  n of them; the names live as long as the request. */
enum jx_status jx_round_codes(
	struct jx_task *task, char *const *names, size_t n, const char *const **ret_codes) JX_MUST_CHECK;

/** Set the rulebook that a round names, and a roster of n names; 0 leaves it as it is. */
enum jx_status jx_round_furnish(struct jx_task *task, const JxRound *round, char *const *departments,
	size_t n_departments) JX_MUST_CHECK;

/** Check that a reason was given, and is not too long. @param about  what it is for, in the error. */
enum jx_status jx_round_check_reason(
	struct jx_task *task, const char *reason, const char *about) JX_MUST_CHECK;

/* roster.c: a change of a roster that a reader prepares, and that the writer makes in steps when it is long. */

/** Prepare to make a roster the departments of some names. @thread reader. */
enum jx_status jx_roster_prepare_set(
	struct jx_task *task, const char *id, char *const *names, size_t n) JX_MUST_CHECK;

/** Make the next part of the change that was prepared; none was: nothing. The caller logs each part: the log and the roster
 * agree after each. task->goes_on says that it was not the last one. @thread writer. */
enum jx_status jx_roster_take_step(struct jx_task *task, const char *id) JX_MUST_CHECK;

#endif
