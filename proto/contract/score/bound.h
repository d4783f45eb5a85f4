/*
 * The bounds of scores: a line brings 0 to its points, a table 0 to full points, and so does all that is made of tables.
 *
 * Every figure of a sheet that is a score goes through one of these on its way there: lines and tables in micros, and
 * totals as fractions, which jx_score_put_whole() bounds, rounds and writes in one step.
 *
 * Private to proto/contract/score. Thread: any.
 */
#ifndef PROTO_CONTRACT_SCORE_BOUND_H
#define PROTO_CONTRACT_SCORE_BOUND_H

#include "proto/contract/score/term.h"

/** Points within 0 and the most there can be. @param most  not negative. */
jx_int128 jx_score_within(jx_int128 points, jx_int128 most);

/** The same of a box of a form, which must hold a number. @param most  likewise, and not negative. */
int64_t jx_score_box_within(const JxDecimal *box, const JxDecimal *most);

/** A score of a whole table within 0 and full points; none stays none. */
struct jx_term jx_score_whole(const struct jx_score_run *run, struct jx_term score);

/** Put a score of a whole table on the sheet: within its bounds, rounded half up to two decimals.
 *
 * @param ret_decimal  set always: NULL for none.
 * @return JX_OK; no memory.
 */
enum jx_status jx_score_put_whole(
	struct jx_score_run *run, struct jx_term score, JxDecimal **ret_decimal) JX_MUST_CHECK;

#endif
