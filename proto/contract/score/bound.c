/* See bound.h. */
#include "proto/contract/score/bound.h"

jx_int128 jx_score_within(jx_int128 points, jx_int128 most)
{
	if (points < 0)
		return 0;
	return points > most ? most : points;
}

int64_t jx_score_box_within(const JxDecimal *box, const JxDecimal *most)
{
	return (int64_t)jx_score_within(box->micros, most->micros);
}

struct jx_term jx_score_whole(const struct jx_score_run *run, struct jx_term score)
{
	struct jx_term full = jx_score_full_term(run);
	struct jx_term none = jx_term_of(0, 1);
	if (jx_term_is_below(score, none))
		return none;
	return jx_term_is_below(full, score) ? full : score;
}

enum jx_status jx_score_put_whole(struct jx_score_run *run, struct jx_term score, JxDecimal **ret_decimal)
{
	return jx_term_put(run, jx_score_whole(run, score), ret_decimal);
}
