/* Arithmetic of scores, and the parameters they start from. See term.h. */
#include "proto/contract/score/term.h"

#include "proto/contract/rulebook/compiled.h"

#define DECIMAL_SCALE ((jx_int128)1000000000000) /* of JX_NUMBER_MAX_DECIMALS */

typedef enum jx_status (*number_fn)(
	const struct jx_number *a, const struct jx_number *b, struct jx_number *ret_result);

static struct jx_term apply(number_fn operation, struct jx_term a, struct jx_term b)
{
	struct jx_term result = jx_term_none();
	if (a.is_there && b.is_there)
		result.is_there = operation(&a.number, &b.number, &result.number) == JX_OK;
	return result;
}

struct jx_term jx_term_add(struct jx_term a, struct jx_term b)
{
	return apply(jx_number_add, a, b);
}

struct jx_term jx_term_subtract(struct jx_term a, struct jx_term b)
{
	return apply(jx_number_subtract, a, b);
}

struct jx_term jx_term_multiply(struct jx_term a, struct jx_term b)
{
	return apply(jx_number_multiply, a, b);
}

struct jx_term jx_term_divide(struct jx_term a, struct jx_term b)
{
	return jx_term_is_zero(b) ? jx_term_none() : apply(jx_number_divide, a, b);
}

struct jx_term jx_term_round_up(struct jx_term term)
{
	jx_int128 scaled;
	if (!term.is_there || __builtin_mul_overflow(term.number.top, DECIMAL_SCALE, &scaled))
		return jx_term_none();
	jx_int128 whole = scaled / term.number.bottom;
	if (whole * term.number.bottom < scaled)
		whole++;
	return jx_term_of(whole, DECIMAL_SCALE);
}

bool jx_term_is_below(struct jx_term a, struct jx_term b)
{
	return a.is_there && b.is_there && jx_number_compare(&a.number, &b.number) < 0;
}

bool jx_term_is_zero(struct jx_term term)
{
	return term.is_there && jx_number_sign(&term.number) == 0;
}

enum jx_status jx_term_put(struct jx_score_run *run, struct jx_term term, JxDecimal **ret_decimal)
{
	int64_t hundredths;
	*ret_decimal = NULL;
	if (!term.is_there || jx_number_scaled(&term.number, 2, &hundredths) != JX_OK ||
		hundredths > INT64_MAX / 10000 || hundredths < INT64_MIN / 10000)
		return JX_OK;
	*ret_decimal = jx_score_decimal(run, hundredths * 10000, 2);
	return *ret_decimal != NULL ? JX_OK : jx_arena_fail(run->arena, NULL);
}

/* ---- parameters ---- */

const JxScoring *jx_score_scoring(const struct jx_score_run *run)
{
	return run->options->rulebook != NULL ? run->options->rulebook->message->scoring : NULL;
}

int64_t jx_score_full_points(const struct jx_score_run *run)
{
	const JxScoring *scoring = jx_score_scoring(run);
	bool is_set = scoring != NULL && scoring->full_points != NULL && scoring->full_points->micros > 0;
	return is_set ? scoring->full_points->micros : JX_SCORE_FULL_POINTS * JX_TERM_MICROS;
}

struct jx_term jx_score_full_term(const struct jx_score_run *run)
{
	return jx_term_of(jx_score_full_points(run), JX_TERM_MICROS);
}

struct jx_term jx_score_common_weight(const struct jx_score_run *run)
{
	const JxScoring *scoring = jx_score_scoring(run);
	bool is_set = scoring != NULL && scoring->common_weight != NULL;
	return is_set ? jx_term_of(scoring->common_weight->micros, JX_TERM_PERCENT * JX_TERM_MICROS)
		      : jx_term_of(0, 1);
}
