/*
 * Shared by the files of score: a line while it is being made. Thread: one at a time.
 */
#ifndef PROTO_CONTRACT_SCORE_PRIVATE_H
#define PROTO_CONTRACT_SCORE_PRIVATE_H

#include "proto/contract/base/limits.h"
#include "proto/contract/base/wide.h"
#include "proto/contract/formula/formula.h"
#include "proto/contract/message/path.h"
#include "proto/contract/rulebook/method.h"
#include "proto/contract/score/score.h"

#define JX_SCORE_MAX_INPUTS 24 /* figures of one line: a formula's are the most; further ones are left out */
#define JX_SCORE_MAX_STEPS  32 /* of one line: rule, cap, remarks and result stand behind them all */

/** The table of the department itself; that of project i is i + 1. */
#define JX_SCORE_OWN_TABLE 0u

/** The table of a goal of the report, where goals have tables of their own: behind those of the projects. */
static inline size_t jx_score_goal_table(const JxReport *report, size_t goal)
{
	return report->n_projects + 1 + goal;
}

/** A line of a review, to be found by its field. */
struct jx_score_reviewed {
	const JxReviewedLine *line;
	size_t place; /* in the review */
};

/** Everything a run needs. */
struct jx_score_run {
	const JxReport *report;
	const struct jx_score_options *options;
	struct jx_arena *arena;
	struct jx_formula_value values[JX_MAX_FORMULA_VARIABLES]; /* of the rulebook's variables */
	JxScoreLine **lines;                                      /* room for all */
	uint32_t *tables;                                         /* of each line: the table it is in */
	int64_t *
		left_out; /* of each line: its points in micros where it does not apply and the others are scaled */
	size_t n_lines;
	uint32_t table;                     /* of the lines that begin now */
	struct jx_score_reviewed *reviewed; /* by field, then place */
	size_t n_reviewed;
	/* of the rulebook's scoring of lines, two each: what when and share compute once for all rows; NULL: nothing yet */
	struct jx_formula_value **shared;
	bool is_out_of_range; /* a condition of a cap or a deduction, so that neither holds for certain nor does not */
};

/** A line in the making. */
struct jx_score_draft {
	struct jx_score_run *run;
	JxScoreLine *line;
	JxScoreStep *steps[JX_SCORE_MAX_STEPS];
	size_t n_steps;
	bool is_out_of_memory;
	bool is_due; /* the run is to end */
	const JxDecimal
		*deduction; /* what the row's form takes off, where the rulebook takes it; NULL for nothing */
	const JxLocalizedText *rule_title; /* of the rulebook's scoring; NULL: the method's own words */
};

/** Sort the lines of the review of a run. @return JX_OK; no memory. */
enum jx_status jx_score_sort_review(struct jx_score_run *run) JX_MUST_CHECK;

/** What finance set for a line: the last of its review lines; NULL for none. */
const JxReviewedLine *jx_score_find_reviewed(const struct jx_score_run *run, const char *field);

/** Begin a line and put it into the run.
 *
 * @param field  copied.
 * @param label  of the row, in the language of the report; copied. NULL: the caller sets the line's label.
 * @return JX_OK; no memory.
 */
enum jx_status jx_score_begin(struct jx_score_run *run, const char *field, const char *label,
	struct jx_score_draft *ret_draft) JX_MUST_CHECK;

/** Finish a line: its steps, and what counts of it. @return JX_OK; no memory. */
enum jx_status jx_score_end(struct jx_score_draft *draft) JX_MUST_CHECK;

/** True when a box holds a number. */
bool jx_score_has(const JxDecimal *decimal);

/** A new Decimal in the arena; NULL without memory, which the draft remembers. */
JxDecimal *jx_score_decimal(struct jx_score_run *run, int64_t micros, uint32_t decimals);

/** Set the computed score to points times num / den, bounded to 0 and the points, rounded once.
 *
 * @param den  positive; num may be anything.
 */
void jx_score_set(
	struct jx_score_draft *draft, enum jx_score_method_number method, jx_int128 num, jx_int128 den);

/** Leave the line not computed. @param step  name of the field of the row that stands in the way; "" for the row itself. */
void jx_score_not_computed(struct jx_score_draft *draft, JxNotComputedReason reason, const char *step);

/** Add a step, when steps are wanted. @param name  field of the row, NULL for none; value is copied.
 *
 * @return the step, for a value in words; NULL when it is not wanted, or without memory, which the draft remembers.
 */
JxScoreStep *jx_score_step(struct jx_score_draft *draft, JxScoreStepKind kind, const char *name,
	const JxLocalizedText *text, const char *value);

/** Add a figure of the report as a step: what it is, in both languages, and its value with its unit. */
void jx_score_input(struct jx_score_draft *draft, const char *step, const JxLocalizedText *text,
	const JxDecimal *decimal, const char *unit);

/** Leave the line not computed, as a formula of the rulebook lacks a figure. */
void jx_score_not_computable(struct jx_score_draft *draft, const struct jx_formula_value *value);

/** Score a row by the rulebook, where it has a scoring for it.
 *
 * @param list  the row is in, as rulebooks write it: "projects[].indicators".
 * @return true when the rulebook has a scoring for it, computed or not.
 */
bool jx_score_by_rulebook(struct jx_score_draft *draft, const ProtobufCMessage *row, const char *list);

/** Add the common indicators of the rulebook as lines. */
enum jx_status jx_score_add_common(struct jx_score_run *run) JX_MUST_CHECK;

/** Evaluate a condition of the rulebook over the report. @param ret_is_true  false when it is not computable. */
enum jx_status jx_score_holds(
	struct jx_score_run *run, const struct jx_formula *when, bool *ret_is_true) JX_MUST_CHECK;

/** Points of a whole table, in micros. */
int64_t jx_score_full_points(const struct jx_score_run *run);

/** Compute one indicator, or leave it not computed. */
void jx_score_indicator(struct jx_score_draft *draft, const JxIndicator *row);

/** A total row as it is meant: where its box for the adjusted budget or what was executed is zero or blank, and the lines that
 * are its parts all hold that amount, their sum stands in it. That the box is wrong is told (F09).
 *
 * @return the row, or one in the arena; NULL without memory.
 */
const JxFundLine *jx_score_whole_row(
	struct jx_score_run *run, JxFundLine *const *rows, size_t n, const JxFundLine *total);

/** Compute one line of money, or leave it not computed.
 *
 * @param other_view  the other view's executed total; NULL when there is none to compare.
 */
void jx_score_execution(struct jx_score_draft *draft, const JxFundLine *row, const JxAmount *other_view);

#endif
