/*
 * Shared by the files of score: a line while it is being made. Thread: one at a time.
 */
#ifndef PROTO_CONTRACT_SCORE_PRIVATE_H
#define PROTO_CONTRACT_SCORE_PRIVATE_H

#include "proto/contract/path.h"
#include "proto/contract/score.h"

#define JX_SCORE_MAX_STEPS 8 /* of one line: sign, two bounds or figures, note, rule, cap, result, remark */

__extension__ typedef __int128 jx_score_wide;

/** Everything a run needs. */
struct jx_score_run {
	const Jixiao__V1__Submission *submission;
	struct jx_arena *arena;
	bool has_steps;
	Jixiao__V1__ScoreLine **lines; /* room for all */
	size_t n_lines;
};

/** A line in the making. */
struct jx_score_draft {
	struct jx_score_run *run;
	Jixiao__V1__ScoreLine *line;
	Jixiao__V1__ScoreStep *steps[JX_SCORE_MAX_STEPS];
	size_t n_steps;
	bool is_out_of_memory;
};

/** Begin a line and put it into the run.
 *
 * @param field    copied.
 * @param label,project,points,claimed  borrowed.
 * @return JX_OK; no memory.
 */
enum jx_status jx_score_begin(
	struct jx_score_run *run, const char *field, struct jx_score_draft *ret_draft) JX_MUST_CHECK;

/** Finish a line: its steps, and what counts of it. @return JX_OK; no memory. */
enum jx_status jx_score_end(struct jx_score_draft *draft) JX_MUST_CHECK;

/** True when a box holds a number. */
bool jx_score_has(const Jixiao__V1__Decimal *decimal);

/** A new Decimal in the arena; NULL without memory, which the draft remembers. */
Jixiao__V1__Decimal *jx_score_decimal(struct jx_score_run *run, int64_t micros, uint32_t decimals);

/** Set the computed score to points times num / den, bounded to 0 and the points, rounded once.
 *
 * @param den  positive; num may be anything.
 */
void jx_score_set(struct jx_score_draft *draft, const char *method, jx_score_wide num, jx_score_wide den);

/** Carry the line. @param step  name of the field of the row that stands in the way; "" for the row itself. */
void jx_score_carry(struct jx_score_draft *draft, Jixiao__V1__CarryReason reason, const char *step);

/** Add a step, when steps are wanted. @param name  field of the row, NULL for none; value is copied. */
void jx_score_step(struct jx_score_draft *draft, Jixiao__V1__ScoreStepKind kind, const char *name,
	const char *const text[2], const char *value);

/** Add a figure of the report as a step: what it is, in both languages, and its value with its unit. */
void jx_score_input(struct jx_score_draft *draft, const char *step, const char *const text[2],
	const Jixiao__V1__Decimal *decimal, const char *unit);

/** Compute one indicator, or carry it. */
void jx_score_indicator(struct jx_score_draft *draft, const Jixiao__V1__Indicator *row);

/** Compute one line of money, or carry it.
 *
 * @param other_view  the other view's executed total; NULL when there is none to compare.
 */
void jx_score_execution(
	struct jx_score_draft *draft, const Jixiao__V1__FundLine *row, const Jixiao__V1__Amount *other_view);

#endif
