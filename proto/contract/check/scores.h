/*
 * A table of scores as the checks see it: the department's own, or that of a project.
 *
 * Private to proto/contract/check. Thread: any.
 */
#ifndef PROTO_CONTRACT_CHECK_SCORES_H
#define PROTO_CONTRACT_CHECK_SCORES_H

#include <string.h>

#include "proto/contract/check/private.h"

struct jx_heads;
struct jx_level_names;

/** A table: the indicators, the points for execution of its tables of money, and the total claimed. */
struct jx_score_table_of {
	const char *prefix; /* of paths: "" or "projects[3]" */
	const char *place;
	JxIndicator *const *indicators;
	size_t n_indicators;
	JxFundLine *const *funds[2]; /* by source and by nature; of a project the first alone */
	size_t n_funds[2];
	const JxDecimal *total;
	const char *total_field;
	const JxPointRange *range; /* the total as a range, where the form prints one */
	struct jx_heads *heads;    /* of levels; NULL without any */
	const JxScoring *scoring;  /* of the rulebook; NULL: none */
	bool is_partial;           /* rows are missing, and the form says so */
	bool is_review;            /* scores are those of the second column */
	uint32_t goal;             /* rows of this goal, and of none, are in it; 0: all are */
};

#define JX_HUNDRED_POINTS ((jx_int128)100000000)

/** What a table adds up to, in micros. */
struct jx_score_sums {
	jx_int128 points;
	jx_int128 slack;   /* what the printed digits of the points leave open; whole numbers leave nothing */
	jx_int128 scores;  /* of the lines that have one, each within its points */
	jx_int128 printed; /* the same as printed: a score outside its points is told as that, and once */
	jx_int128 aside;   /* points of rows that do not apply */
	jx_int128 aside_scores;   /* what they claim all the same */
	jx_int128 aside_unscored; /* points of those that claim nothing */
	jx_int128 unscored;       /* points of the lines that have no score */
	size_t n_with_points;
	size_t n_without_points;
	size_t n_scored;
	size_t n_of_goal;  /* rows that name a goal */
	uint32_t decimals; /* most of any points */
	bool has_money;    /* a row of money has points or a score */
	bool has_counted;  /* rows have points by count, which the rulebook rounds */
};

/** Add a line. */
void jx_score_sums_add(struct jx_score_sums *sums, const JxDecimal *points, const JxDecimal *score);

/* ---- heads of levels: levels.c ---- */

/** A head of a level. */
struct jx_head {
	const JxIndicatorLevel *level;
	const char *level1; /* as it is compared */
	const char *level2;
	size_t row;   /* in its list */
	size_t outer; /* the head of its level 1, in order; SIZE_MAX: none, or it is one itself */
	struct jx_score_sums rows; /* what the rows under it make; set by jx_score_sums_of() */
};

/** The heads of a table, in the order of their levels. */
struct jx_heads {
	struct jx_head *items;
	size_t n;
	const struct jx_level_names *rows; /* of each indicator */
};

/** The heads of a table; in the arena. NULL without any, and without memory. */
struct jx_heads *jx_heads_of(struct jx_check *check, JxIndicatorLevel *const *levels, size_t n_levels,
	JxIndicator *const *rows, size_t n_rows);

/** Add a row to the heads that it stands under. */
void jx_heads_add_row(struct jx_heads *heads, const JxIndicator *indicator, size_t row,
	const JxDecimal *points, const JxDecimal *score);

/** Add the points and scores that stand beside heads alone to those of their table. */
void jx_heads_add_up(const struct jx_score_table_of *table, struct jx_score_sums *sums);

/** Add a table up. */
struct jx_score_sums jx_score_sums_of(const struct jx_score_table_of *table);

/** The most that the lines of a table can make: full points for those without a score, and for points on no line. */
jx_int128 jx_score_sums_reach(const struct jx_score_sums *sums);

/** Print points. @return out; "" when they cannot be. */
const char *jx_text_points(jx_int128 micros, uint32_t decimals, char out[JX_FIGURE_TEXT_BYTES]);

/** Check a total that is printed as a range against what the lines make. */
void jx_check_range_total(
	struct jx_check *check, const struct jx_score_table_of *table, const struct jx_score_sums *sums);

/** Hold the total of a table against the scores of its lines. */
void jx_check_total(
	struct jx_check *check, const struct jx_score_table_of *table, const struct jx_score_sums *sums);

/** Hold the heads of the levels of a table against their rows. */
void jx_check_levels(struct jx_check *check, const struct jx_score_table_of *table);

/** A score of the second column against its points; silent without one of them. */
void jx_check_printed_review(struct jx_check *check, const struct jx_location *location,
	const JxDecimal *score, const JxDecimal *points);

/** Check the points, the total and the empty boxes of a table. */
void jx_check_score_table(struct jx_check *check, const struct jx_score_table_of *table);

#endif
