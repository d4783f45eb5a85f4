/*
 * From the lines of a sheet to its totals, one step a function, in the order in which score.c takes them: the tables
 * (table.c), the sums, the common indicators and the computed score (total.c), its caps (cap.c), then the deductions
 * (deduction.c) and the final score with its grade (final.c).
 *
 * Private to proto/contract/score. Thread: any.
 */
#ifndef PROTO_CONTRACT_SCORE_TOTAL_H
#define PROTO_CONTRACT_SCORE_TOTAL_H

#include "proto/contract/score/bound.h"

/** What the lines of a table add up to, in micros. */
struct jx_score_table {
	jx_int128 points;
	jx_int128 left_out; /* points of rows that do not apply, which the others are scaled up to */
	jx_int128 slack;   /* what the printed digits of the points leave open; whole numbers leave nothing */
	jx_int128 claimed; /* each claim within its points */
	jx_int128 unclaimed;     /* points of the lines that claim nothing */
	jx_int128 counted;       /* computed, else the claim */
	jx_int128 reviewed;      /* set by finance, else counted */
	jx_int128 covered;       /* points of lines computed, or set by finance */
	const JxDecimal *stated; /* its total as printed; NULL for none */
	bool has_lines;
	bool has_computed;
	bool has_claim;
	bool has_column; /* of scores: some row has a box for one, filled in or not */
	bool has_gap;    /* a line with points is neither computed nor claimed */
};

/** All tables of a sheet, and how they weigh. */
struct jx_score_tables {
	struct jx_score_run *run;
	struct jx_score_table *items; /* the department's own, those of projects, those of goals */
	size_t n;
	struct jx_term *weights; /* of each; those that do not count are 0 */
	struct jx_term total;    /* of the weights */
};

/** Which sum of a table. */
enum jx_score_part {
	JX_PART_CLAIMED, /* its total as stated, else the claims of its lines */
	JX_PART_REACH, /* the most that its lines let it claim: no more than its total where it states one */
	JX_PART_COUNTED,
	JX_PART_REVIEWED,
	JX_PART_COVERED,
};

/** The weighted mean over the tables that count; of one table that table's sum; none without any. */
struct jx_term jx_score_mean(const struct jx_score_tables *tables, enum jx_score_part part);

/** True when no table that counts has more points than a whole one. */
bool jx_score_tables_fit(const struct jx_score_tables *tables);

/** Why the tables that count make no score of the whole, though one is computed: a score box is empty, or lines are
 * missing, and no total says what all lines come to. */
JxUnavailableReason jx_score_tables_lack(const struct jx_score_tables *tables);

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
