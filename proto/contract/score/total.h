/*
 * From the lines of a sheet to its totals, one step a function, in the order in which score.c takes them: the tables
 * (table.c), the sums, the common indicators and the computed score (total.c), its caps (cap.c), then the deductions
 * (deduction.c) and the final score with its grade (final.c).
 *
 * Private to proto/contract/score. Thread: any.
 */
#ifndef PROTO_CONTRACT_SCORE_TOTAL_H
#define PROTO_CONTRACT_SCORE_TOTAL_H

#include "proto/contract/score/term.h"

/** What the lines of a table add up to, in micros. */
struct jx_score_table {
	jx_int128 points;
	jx_int128 claimed;
	jx_int128 counted;  /* computed, else the claim */
	jx_int128 reviewed; /* set by finance, else counted */
	jx_int128 covered;  /* points of lines computed, or set by finance */
	bool has_lines;
	bool has_computed;
	bool has_claim;
};

/** All tables of a sheet, and how they weigh. */
struct jx_score_tables {
	struct jx_score_run *run;
	struct jx_score_table *items; /* the department's own, then those of projects */
	size_t n;
	struct jx_term *weights; /* of each; those that do not count are 0 */
	struct jx_term total;    /* of the weights */
};

/** Which sum of a table. */
enum jx_score_part { JX_PART_CLAIMED, JX_PART_COUNTED, JX_PART_REVIEWED, JX_PART_COVERED };

/** The weighted mean over the tables that count; of one table that table's sum; none without any. */
struct jx_term jx_score_mean(const struct jx_score_tables *tables, enum jx_score_part part);

/** The common indicators of a sheet. */
struct jx_score_common {
	struct jx_term points;   /* of those that could be computed */
	struct jx_term all;      /* of all */
	struct jx_term computed; /* of those that could be */
	struct jx_term scaled;   /* to a whole table; none when none could be computed */
};

/** Two parts by the weight of the second, 0 to 1; of one that is missing the other alone. */
struct jx_term jx_score_blend(struct jx_term own, struct jx_term common, struct jx_term weight);

/** The covered part of the points, 0 to 1: common indicators included, and what does not fit none. */
struct jx_term jx_score_coverage(const struct jx_score_tables *tables, const struct jx_score_common *common);

/** Add a line with points to a table. */
void jx_score_add_to_table(struct jx_score_table *table, const JxScoreLine *line);

/** Add the lines of a sheet up by tables, and weigh the tables. */
enum jx_status jx_score_gather_tables(struct jx_score_run *run, const JxScoreSheet *sheet,
	struct jx_score_tables *ret_tables) JX_MUST_CHECK;

/** Add the common indicators of a sheet up. */
struct jx_score_common jx_score_add_up_common(const struct jx_score_run *run, const JxScoreSheet *sheet);

/** Put the sums of the lines on the sheet: points, claims, and how many lines there are of each kind. */
enum jx_status jx_score_put_sums(struct jx_score_run *run, JxScoreSheet *sheet) JX_MUST_CHECK;

/** Put the computed score on the sheet, or why there is none, and the coverage. The sums must be on it. */
enum jx_status jx_score_put_computed(struct jx_score_run *run, JxScoreSheet *sheet,
	const struct jx_score_tables *tables, const struct jx_score_common *common) JX_MUST_CHECK;

/** Bound the computed score by the caps of the rulebook whose condition holds, and note each that cut it. */
enum jx_status jx_score_apply_caps(struct jx_score_run *run, JxScoreSheet *sheet) JX_MUST_CHECK;

/** Put the deductions that apply on the sheet, and their sum. */
enum jx_status jx_score_put_deductions(struct jx_score_run *run, JxScoreSheet *sheet) JX_MUST_CHECK;

/** Put the claimed, reviewed and final score and the grade on the sheet. The computed score must be on it. */
enum jx_status jx_score_put_final(struct jx_score_run *run, JxScoreSheet *sheet,
	const struct jx_score_tables *tables, const struct jx_score_common *common) JX_MUST_CHECK;

#endif
