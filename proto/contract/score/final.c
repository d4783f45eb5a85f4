/*
 * The final score and its grade: what finance set, else the smaller of claimed and computed less deductions.
 * See total.h.
 */
#include "proto/contract/base/array.h"
#include "proto/contract/score/total.h"

#define MICROS JX_TERM_MICROS

static bool has_claim(const struct jx_score_tables *tables)
{
	for (size_t i = 0; i < tables->n; i++) {
		const struct jx_score_table *table = &tables->items[i];
		if (table->has_claim || (table->has_lines && table->stated != NULL))
			return true;
	}
	return false;
}

/* Claimed and reviewed: as a whole where that is given, else what the lines make. */
static enum jx_status put_claimed_and_reviewed(struct jx_score_run *run, JxScoreSheet *sheet,
	const struct jx_score_tables *tables, const struct jx_score_common *common)
{
	const JxReview *review = run->options->review;
	struct jx_term claimed = jx_term_none();
	struct jx_term reviewed = review != NULL ? jx_term_of_decimal(review->score) : jx_term_none();
	if (has_claim(tables))
		claimed = jx_score_mean(tables, JX_PART_CLAIMED);
	if (review != NULL && !reviewed.is_there && review->n_lines > 0)
		reviewed = jx_score_blend(
			jx_score_mean(tables, JX_PART_REVIEWED), common->scaled, jx_score_common_weight(run));
	enum jx_status status = jx_score_put_whole(run, claimed, &sheet->claimed_score);
	if (sheet->stated != NULL) /* as it is printed */
		sheet->claimed_score = sheet->stated;
	return status == JX_OK ? jx_score_put_whole(run, reviewed, &sheet->reviewed) : status;
}

/* What counts of the claim: no more than the lines of the tables let it be. */
static struct jx_term claim_within_lines(const JxScoreSheet *sheet, const struct jx_score_tables *tables)
{
	struct jx_term claimed = jx_term_of_decimal(sheet->claimed_score);
	struct jx_term reach = jx_score_mean(tables, JX_PART_REACH);
	return jx_term_is_below(reach, claimed) ? reach : claimed;
}

/* Why there is no final score, though there may be a computed one. */
static JxUnavailableReason final_lack(const JxScoreSheet *sheet, const struct jx_score_tables *tables)
{
	bool is_common_alone = !jx_term_is_below(jx_score_common_weight(tables->run), jx_term_of(1, 1));
	if (sheet->computed == NULL)
		return sheet->unavailable_reason;
	bool is_claimed_whole = sheet->stated != NULL || is_common_alone;
	return is_claimed_whole ? JX_UNAVAILABLE_REASON_UNSPECIFIED : jx_score_tables_lack(tables);
}

/* Reviewed where reviewed, else the smaller of claimed and computed less deductions, not below 0. */
static enum jx_status put_final_score(
	struct jx_score_run *run, JxScoreSheet *sheet, const struct jx_score_tables *tables)
{
	sheet->final_from = JX_SCORE_KIND_UNSPECIFIED;
	if (sheet->reviewed != NULL) {
		sheet->final_from = JX_SCORE_KIND_REVIEWED;
		sheet->final_score = sheet->reviewed;
		return JX_OK;
	}
	sheet->final_unavailable_reason = final_lack(sheet, tables);
	if (sheet->computed == NULL || sheet->final_unavailable_reason != JX_UNAVAILABLE_REASON_UNSPECIFIED)
		return JX_OK;
	struct jx_term computed = jx_term_of_decimal(sheet->computed);
	struct jx_term claimed = claim_within_lines(sheet, tables);
	bool is_claim_less = jx_term_is_below(claimed, computed);
	sheet->final_from = is_claim_less ? JX_SCORE_KIND_CLAIMED : JX_SCORE_KIND_COMPUTED;
	struct jx_term final =
		jx_term_subtract(is_claim_less ? claimed : computed, jx_term_of_decimal(sheet->deduction));
	return jx_score_put_whole(run, final, &sheet->final_score);
}

/* A grade, with what it requires. */
struct band {
	const char *grade;
	int64_t least_score;    /* micros */
	int64_t least_coverage; /* micros of a percent */
	int64_t below;          /* micros; INT64_MAX: up to the band before */
	bool is_above;          /* the least score itself is not in it */
};

/* 财预〔2020〕10号; the last one is for every score. */
static const struct band BANDS[] = {{"优", 90 * MICROS, 0, INT64_MAX, false},
	{"良", 80 * MICROS, 0, INT64_MAX, false}, {"中", 60 * MICROS, 0, INT64_MAX, false},
	{"差", 0, 0, INT64_MAX, false}};

static size_t band_count(const JxScoring *scoring)
{
	return scoring != NULL && scoring->n_grades > 0 ? scoring->n_grades : JX_COUNT_OF(BANDS);
}

static struct band band_at(const JxScoring *scoring, size_t i)
{
	if (scoring == NULL || scoring->n_grades == 0)
		return BANDS[i];
	const JxGradeBand *band = scoring->grades[i];
	return (struct band){band->grade, band->least_score->micros,
		band->least_coverage != NULL ? band->least_coverage->micros : 0,
		jx_score_has(band->below) ? band->below->micros : INT64_MAX, band->is_above};
}

/* Whether a score is in a band; one that fell out of a better band for its coverage is in the next it reaches. */
static bool is_in(const struct band *band, int64_t score, bool is_held)
{
	bool is_reached = band->is_above ? score > band->least_score : score >= band->least_score;
	return is_reached && (is_held || score < band->below);
}

/* By the coverage itself, as the group is: not by the two decimals that are shown of it. What cannot be verified has no
 * grade, unless finance set its score. */
static void put_grade(struct jx_score_run *run, JxScoreSheet *sheet, struct jx_term coverage)
{
	const JxScoring *scoring = jx_score_scoring(run);
	if (sheet->group == JX_COVERAGE_GROUP_UNVERIFIABLE && sheet->reviewed == NULL)
		return;
	for (size_t i = 0; sheet->final_score != NULL && i < band_count(scoring); i++) {
		const struct band band = band_at(scoring, i);
		if (!is_in(&band, sheet->final_score->micros, sheet->is_grade_held))
			continue;
		struct jx_term least = jx_term_of(band.least_coverage, JX_TERM_PERCENT * MICROS);
		if (band.least_coverage > 0 && (!coverage.is_there || jx_term_is_below(coverage, least))) {
			sheet->is_grade_held = true;
			continue;
		}
		sheet->grade = (char *)band.grade;
		return;
	}
}

enum jx_status jx_score_put_final(struct jx_score_run *run, JxScoreSheet *sheet,
	const struct jx_score_tables *tables, const struct jx_score_common *common)
{
	enum jx_status status = put_claimed_and_reviewed(run, sheet, tables, common);
	if (status == JX_OK && sheet->reviewed == NULL)
		status = jx_score_put_deductions(run, sheet);
	if (status == JX_OK && run->is_out_of_range && sheet->reviewed == NULL) {
		sheet->computed = NULL;
		sheet->unavailable_reason = JX_UNAVAILABLE_REASON_OUT_OF_RANGE;
	}
	if (status == JX_OK)
		status = put_final_score(run, sheet, tables);
	if (status == JX_OK)
		put_grade(run, sheet, jx_score_coverage(tables, common));
	return status;
}
