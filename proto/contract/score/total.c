/*
 * The computed score and the coverage: what the lines of a sheet give in total. See total.h.
 *
 * Everything is a fraction until it is shown, and is rounded once then, half up to two decimals; what does not fit is not
 * computable.
 */
#include "proto/contract/score/total.h"

#include "proto/contract/base/array.h"

/* ---- the sums of the lines ---- */

/* The total as the report states it: of the department, or of the one project it is about. */
static JxDecimal *stated_total(const JxReport *report)
{
	JxDecimal *total = report->conclusion != NULL ? report->conclusion->claimed_score : NULL;
	if (!jx_score_has(total) && report->n_projects == 1)
		total = report->projects[0]->claimed_score;
	return jx_score_has(total) ? total : NULL;
}

static bool is_full(const JxScoreLine *line)
{
	return line->claimed != NULL && line->claimed->micros >= line->points->micros;
}

static bool is_rest(const JxScoreLine *line)
{
	return line->not_computed_reason == JX_NOT_COMPUTED_REASON_NOT_LISTED;
}

enum jx_status jx_score_put_sums(struct jx_score_run *run, JxScoreSheet *sheet)
{
	struct jx_score_table all = {0};
	jx_int128 computed_points = 0;
	jx_int128 claimed_computed = 0;
	jx_int128 counted_computed = 0;
	jx_int128 left_out = 0;
	bool has_carried = false; /* claims of lines that are not computed */
	for (size_t i = 0; i < sheet->n_lines; i++) {
		const JxScoreLine *line = sheet->lines[i];
		left_out += run->left_out[i];
		if (line->is_common || line->points == NULL)
			continue;
		jx_score_add_to_table(&all, line);
		sheet->full_lines += is_full(line) && !is_rest(line);
		if (line->state != JX_SCORE_STATE_COMPUTED) {
			sheet->not_computed_lines++;
			has_carried = has_carried || (line->counted != NULL && line->counted->micros > 0);
			continue;
		}
		sheet->computed_lines++;
		computed_points += line->points->micros;
		claimed_computed +=
			line->claimed != NULL ? jx_score_box_within(line->claimed, line->points) : 0;
		counted_computed += line->computed->micros;
	}
	sheet->is_mixed = sheet->computed_lines > 0 && has_carried;
	sheet->stated = stated_total(run->report);
	JxDecimal *nothing; /* a form that claims nothing does not claim 0 */
	const struct {
		jx_int128 sum;
		JxDecimal **place;
	} sums[] = {{all.points, &sheet->points}, {all.claimed, all.has_claim ? &sheet->claimed : &nothing},
		{computed_points, &sheet->points_computed}, {claimed_computed, &sheet->claimed_computed},
		{counted_computed, &sheet->counted_computed},
		{left_out, left_out > 0 ? &sheet->points_left_out : &nothing}};
	for (size_t i = 0; i < JX_COUNT_OF(sums); i++) {
		bool fits = sums[i].sum >= INT64_MIN && sums[i].sum <= INT64_MAX;
		*sums[i].place = fits ? jx_score_decimal(run, (int64_t)sums[i].sum, 2) : NULL;
		if (fits && *sums[i].place == NULL)
			return jx_arena_fail(run->arena, NULL);
		if (!fits)
			sheet->unavailable_reason = JX_UNAVAILABLE_REASON_OUT_OF_RANGE;
	}
	return JX_OK;
}

/* ---- the common indicators ---- */

struct jx_score_common jx_score_add_up_common(const struct jx_score_run *run, const JxScoreSheet *sheet)
{
	struct jx_score_common common = {
		jx_term_of(0, 1), jx_term_of(0, 1), jx_term_of(0, 1), jx_term_none()};
	for (size_t i = 0; i < sheet->n_lines; i++) {
		const JxScoreLine *line = sheet->lines[i];
		if (!line->is_common)
			continue;
		common.all = jx_term_add(common.all, jx_term_of_decimal(line->points));
		if (line->state != JX_SCORE_STATE_COMPUTED)
			continue;
		common.points = jx_term_add(common.points, jx_term_of_decimal(line->points));
		common.computed = jx_term_add(common.computed, jx_term_of_decimal(line->computed));
	}
	common.scaled =
		jx_term_divide(jx_term_multiply(common.computed, jx_score_full_term(run)), common.points);
	return common;
}

struct jx_term jx_score_blend(struct jx_term own, struct jx_term common, struct jx_term weight)
{
	struct jx_term rest = jx_term_subtract(jx_term_of(1, 1), weight);
	if (jx_term_is_zero(weight) || !common.is_there)
		return own;
	if (jx_term_is_zero(rest))
		return common;
	return own.is_there ? jx_term_add(jx_term_multiply(own, rest), jx_term_multiply(common, weight))
			    : jx_term_none();
}

/* ---- the computed score ---- */

/* Whether some line was computed of a table that counts: a sum of claims alone is no computation. */
static bool has_computed(const struct jx_score_tables *tables)
{
	for (size_t i = 0; i < tables->n; i++) {
		if (tables->items[i].has_computed && !jx_term_is_zero(tables->weights[i]))
			return true;
	}
	return false;
}

/* Whether the sheet can have a computed score; else why not. */
static bool is_computable(
	JxScoreSheet *sheet, const struct jx_score_tables *tables, const struct jx_score_common *common)
{
	bool is_common_alone = !jx_term_is_below(jx_score_common_weight(tables->run), jx_term_of(1, 1));
	bool has_common = jx_term_is_below(jx_term_of(0, 1), common->points);
	if (sheet->unavailable_reason != JX_UNAVAILABLE_REASON_UNSPECIFIED)
		return false;
	if (is_common_alone && !has_common)
		sheet->unavailable_reason = JX_UNAVAILABLE_REASON_NOTHING_COMPUTED;
	if (is_common_alone)
		return has_common;
	if (jx_term_is_zero(tables->total))
		sheet->unavailable_reason = JX_UNAVAILABLE_REASON_NO_POINTS;
	else if (!has_computed(tables))
		sheet->unavailable_reason = JX_UNAVAILABLE_REASON_NOTHING_COMPUTED;
	return sheet->unavailable_reason == JX_UNAVAILABLE_REASON_UNSPECIFIED;
}

struct jx_term jx_score_coverage(const struct jx_score_tables *tables, const struct jx_score_common *common)
{
	struct jx_term own = jx_score_mean(tables, JX_PART_COVERED);
	if (!own.is_there &&
		jx_term_is_zero(tables->total)) /* no table counts; a mean that does not fit is none */
		own = jx_term_of(0, 1);
	return jx_score_blend(
		own, jx_term_divide(common->points, common->all), jx_score_common_weight(tables->run));
}

enum jx_status jx_score_put_computed(struct jx_score_run *run, JxScoreSheet *sheet,
	const struct jx_score_tables *tables, const struct jx_score_common *common)
{
	struct jx_term weight = jx_score_common_weight(run);
	struct jx_term own = has_computed(tables) ? jx_score_mean(tables, JX_PART_COUNTED) : jx_term_none();
	bool is_whole = is_computable(sheet, tables, common);
	struct jx_term computed = is_whole ? jx_score_blend(own, common->scaled, weight) : jx_term_none();
	struct jx_term coverage = jx_score_coverage(tables, common);
	const JxScoring *scoring = jx_score_scoring(run);
	struct jx_term least =
		scoring != NULL && scoring->least_coverage != NULL
			? jx_term_of(scoring->least_coverage->micros, JX_TERM_PERCENT * JX_TERM_MICROS)
			: jx_term_of(JX_SCORE_LEAST_COVERAGE_PCT, JX_TERM_PERCENT);
	const struct {
		struct jx_term term;
		JxDecimal **place;
	} scores[] = {{own, &sheet->own}, {computed, &sheet->computed}, {common->scaled, &sheet->common}},
	  shares[] = {{jx_term_multiply(coverage, jx_term_of(JX_TERM_PERCENT, 1)), &sheet->coverage},
		  {common->points, &sheet->common_points},
		  {jx_term_multiply(weight, jx_term_of(JX_TERM_PERCENT, 1)), &sheet->common_weight},
		  {jx_score_full_term(run), &sheet->full_points}};
	enum jx_status status = JX_OK;
	for (size_t i = 0; i < JX_COUNT_OF(scores) && status == JX_OK; i++)
		status = jx_score_put_whole(run, scores[i].term, scores[i].place);
	for (size_t i = 0; i < JX_COUNT_OF(shares) && status == JX_OK; i++)
		status = jx_term_put(run, shares[i].term, shares[i].place);
	if (status != JX_OK)
		return status;
	if ((is_whole && sheet->computed == NULL) || sheet->coverage == NULL)
		sheet->unavailable_reason = JX_UNAVAILABLE_REASON_OUT_OF_RANGE;
	bool is_enough = coverage.is_there && !jx_term_is_below(coverage, least);
	sheet->group = is_enough && jx_score_tables_fit(tables) ? JX_COVERAGE_GROUP_VERIFIABLE
								: JX_COVERAGE_GROUP_UNVERIFIABLE;
	return JX_OK;
}
