/*
 * The scores of a report: claimed, computed, reviewed and final, line by line and in total.
 *
 * Every line is either computed, by a formula of the rulebook, by the method that the form states or else by the
 * sign of its target, or counts at its claim, with the reason; what is missing is never 0 and never full marks.
 * A line is rounded once, at its end, half up to two decimals, and a table adds the lines as shown, so that
 * anybody can add them up again. A computed line never depends on its claim. score.c says which lines
 * there are; indicator.c and formula.c compute one line, line.c holds its steps and its rounding; total.h has the
 * steps to the totals. docs/scores.md has the methods with examples. Pure. Thread: any; an arena
 * belongs to one thread at a time.
 */
#ifndef PROTO_CONTRACT_SCORE_SCORE_H
#define PROTO_CONTRACT_SCORE_SCORE_H

#include <stdbool.h>
#include <stddef.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "proto/contract/base/stop.h"

#define JX_SCORE_FULL_POINTS        100 /* points of a whole table by default, 财预〔2020〕10号 */
#define JX_SCORE_LEAST_COVERAGE_PCT 60  /* likewise; below it a report is shown separately as 无法核实 */

struct jx_rulebook; /* rulebook.h */

struct jx_score_lines; /* what the lines of a report are worth, not added up yet; private to score.c */

/** How to compute. All zero is right for the totals of a report nobody has reviewed, without a rulebook. */
struct jx_score_options {
	bool has_steps;                     /* fill in the steps of every line */
	bool is_late;                       /* it came after the deadline */
	const struct jx_rulebook *rulebook; /* borrowed as long as the sheet; NULL for none */
	const JxReview *review;             /* likewise */
	JxFinding *const *findings;         /* what the checks found, for deductions */
	size_t n_findings;
	/* Its lines, computed before with this rulebook and borrowed as long as the sheet; without effect where a review or
	 * steps belong to them. NULL: compute them. */
	const struct jx_score_lines *lines;
	const struct jx_stop *stop; /* asked now and then; NULL: never */
	const JxReport
		*meant; /* the report as message/meant.h reads it, borrowed likewise; NULL: not read yet */
};

/** Compute what the lines of a report are worth, before anything is known of its findings.
 *
 * @param options    with a rulebook and a stop at most.
 * @param ret_lines  set on JX_OK; of the arena.
 * @return as jx_score_run().
 */
enum jx_status jx_score_run_lines(const JxReport *report, const struct jx_score_options *options,
	struct jx_arena *arena, const struct jx_score_lines **ret_lines) JX_MUST_CHECK;

/** The lines as a sheet that holds nothing else. */
JxScoreSheet jx_score_lines_sheet(const struct jx_score_lines *lines);

/** Compute the scores of a report.
 *
 * @param report      borrowed as long as the sheet; from jx_codec_unpack_strict() or jx_json_read(): no NULL strings,
 *   no NULL items. Any figures do.
 * @param options     NULL for the default.
 * @param arena       holds the sheet; borrowed likewise.
 * @param ret_sheet   set on JX_OK; texts may point into the report.
 * @return JX_OK, whatever could be computed; JX_DEADLINE when options->stop was due: no sheet then, not a part of one;
 *   JX_EXHAUSTED or JX_UNAVAILABLE from the arena.
 * @thread any.  @source docs/scores.md.
 */
enum jx_status jx_score_run(const JxReport *report, const struct jx_score_options *options,
	struct jx_arena *arena, JxScoreSheet **ret_sheet) JX_MUST_CHECK;

/** Check what finance sets against a sheet: a score as a whole, or lines, never both; a whole within 0 and full points, a
 * line of one with points, within them, set once; each to two decimals, and with a reason where it differs from the
 * claim.
 *
 * @param sheet  of the same report, with or without this review in it.
 * @param arena  for the search; borrowed.
 * @return JX_OK; JX_NOT_FOUND (SCORE_LINE_NOT_FOUND) or JX_INVALID (SCORE_RANGE, SCORE_DECIMALS, REASON_REQUIRED,
 *   BAD_FIELD) with the path of the line, or with the field "score" or "reason" of the review; no memory.
 */
enum jx_status jx_review_check(const JxReview *review, const JxScoreSheet *sheet, struct jx_arena *arena,
	struct jx_error *error) JX_MUST_CHECK;

/** Why a line is not computed, in words. @return static; NULL for a reason this version does not know. */
const JxLocalizedText *jx_score_reason_text(JxNotComputedReason reason);

/** Why there is no computed total, in words. @return static; NULL for a reason this version does not know. */
const JxLocalizedText *jx_score_unavailable_text(JxUnavailableReason reason);

#endif
