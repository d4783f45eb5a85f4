/* One line of a score sheet: its figures, its steps, and what counts of it. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/figure/figure.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/rulebook/method.h"
#include "proto/contract/score/bound.h"

#define SHOWN_DIGIT     10000 /* micros of the second decimal, to which a line is rounded */
#define LINES_TO_STOP   256   /* lines between two looks at whether the run is to end */
#define UNROUNDED_DIGIT 100   /* micros of the fourth, shown beside it */

static const JxLocalizedText CAPPED_FULL =
	JX_LOCALIZED("封顶：超出部分不加分，计满分", "capped: what exceeds it earns no more than full marks");
static const JxLocalizedText CAPPED_ZERO = JX_LOCALIZED("封底：不低于 0 分", "bounded: not below 0");
static const JxLocalizedText CAPPED_CLAIM = JX_LOCALIZED(
	"封顶：自评得分不在 0 与分值之间，按界限计", "capped: the claim is not between 0 and the points");
static const JxLocalizedText UNROUNDED =
	JX_LOCALIZED("舍入前（四位小数）", "before rounding, to four decimals");
static const JxLocalizedText COMPUTED = JX_LOCALIZED("测算得分", "computed score");
static const JxLocalizedText AT_CLAIM = JX_LOCALIZED("沿用自评得分", "counted at the claim");
static const JxLocalizedText REVIEWED = JX_LOCALIZED("财政复核得分", "set by finance");
static const JxLocalizedText DEDUCTION = JX_LOCALIZED("扣分", "points taken off");
static const JxLocalizedText BEFORE_DEDUCTION = JX_LOCALIZED("扣分前", "before points are taken off");
static const JxLocalizedText NO_CLAIM = JX_LOCALIZED("没有自评得分可沿用", "there is no claim to count");

bool jx_score_has(const JxDecimal *decimal)
{
	return decimal != NULL && decimal->empty == JX_EMPTY_KIND_UNSPECIFIED;
}

JxDecimal *jx_score_decimal(struct jx_score_run *run, int64_t micros, uint32_t decimals)
{
	JxDecimal *decimal = jx_arena_alloc(run->arena, sizeof(*decimal));
	if (decimal == NULL)
		return NULL;
	jx_decimal_init(decimal);
	decimal->micros = micros;
	decimal->decimals = decimals;
	while (decimal->decimals < JX_MICROS_DECIMALS &&
		decimal->micros % jx_micros_last_digit(decimal->decimals) != 0)
		decimal->decimals++;
	return decimal;
}

static const char *print(const JxDecimal *decimal, char out[JX_FIGURE_TEXT_BYTES])
{
	out[0] = '\0';
	if (decimal != NULL && jx_decimal_print(decimal, out, JX_FIGURE_TEXT_BYTES) != JX_OK)
		out[0] = '\0';
	return out;
}

/* ---- steps ---- */

JxScoreStep *jx_score_step(struct jx_score_draft *draft, JxScoreStepKind kind, const char *name,
	const JxLocalizedText *text, const char *value)
{
	char path[JX_PATH_BYTES];
	bool is_figure = kind == JX_SCORE_STEP_KIND_INPUT;
	size_t n_room = is_figure ? JX_SCORE_MAX_INPUTS : JX_SCORE_MAX_STEPS;
	if (!draft->run->options->has_steps || draft->n_steps >= n_room)
		return NULL;
	JxScoreStep *step = jx_arena_alloc(draft->run->arena, sizeof(*step));
	path[0] = '\0';
	if (name != NULL)
		(void)snprintf(
			path, sizeof(path), "%s%s%s", draft->line->field, name[0] != '\0' ? "." : "", name);
	char *field = jx_arena_strdup(draft->run->arena, path);
	char *copy = jx_arena_strdup(draft->run->arena, value);
	if (step == NULL || field == NULL || copy == NULL) {
		draft->is_out_of_memory = true;
		return NULL;
	}
	jx_score_step_init(step);
	step->kind = kind;
	step->field = field;
	step->text = (JxLocalizedText *)text;
	step->value = copy;
	draft->steps[draft->n_steps++] = step;
	return step;
}

void jx_score_input(struct jx_score_draft *draft, const char *step, const JxLocalizedText *text,
	const JxDecimal *decimal, const char *unit)
{
	char number[JX_FIGURE_TEXT_BYTES];
	char value[JX_FIGURE_TEXT_BYTES + 64];
	if (!draft->run->options->has_steps)
		return;
	(void)snprintf(value, sizeof(value), "%s%.*s", print(decimal, number),
		strlen(unit) < 64 ? (int)strlen(unit) : 0, unit);
	jx_score_step(draft, JX_SCORE_STEP_KIND_INPUT, step, text, value);
}

static void step_decimal(struct jx_score_draft *draft, JxScoreStepKind kind, const JxLocalizedText *text,
	const JxDecimal *decimal)
{
	char number[JX_FIGURE_TEXT_BYTES];
	jx_score_step(draft, kind, NULL, text, print(decimal, number));
}

/* ---- scores ---- */

/* points times num / den rounded half up to a digit, for 0 <= num < den; never more than the points. */
static int64_t share(int64_t points, jx_int128 num, jx_int128 den, int64_t digit)
{
	jx_int128 product = (jx_int128)points * num;
	jx_int128 unit = den * digit;
	jx_int128 whole = product / unit;
	jx_int128 rest = product % unit;
	if (rest >= unit - rest)
		whole++;
	return (int64_t)jx_score_within(whole * digit, points);
}

static void step_rule(struct jx_score_draft *draft, const struct jx_score_method *method)
{
	bool is_of_rulebook = draft->rule_title != NULL;
	jx_score_step(draft, JX_SCORE_STEP_KIND_RULE, NULL,
		is_of_rulebook ? draft->rule_title : &method->formula,
		is_of_rulebook ? draft->line->rule : method->id);
}

/* Points less what the row's form takes off, rounded half up: never below 0, and a deduction below 0 adds nothing. */
static int64_t take_off(const struct jx_score_draft *draft, int64_t points, int64_t digit)
{
	int64_t rest = points - (int64_t)jx_score_within(draft->deduction->micros, points);
	return (int64_t)jx_score_within((rest + digit / 2) / digit * digit, points);
}

/* What the row's form takes off what its method gives. */
static void put_deduction(struct jx_score_draft *draft, int64_t *rounded, int64_t *unrounded)
{
	char number[JX_FIGURE_TEXT_BYTES];
	if (draft->deduction == NULL)
		return;
	JxDecimal *before = jx_score_decimal(draft->run, *rounded, 2);
	draft->is_out_of_memory = draft->is_out_of_memory || before == NULL;
	step_decimal(draft, JX_SCORE_STEP_KIND_NOTE, &BEFORE_DEDUCTION, before);
	jx_score_step(
		draft, JX_SCORE_STEP_KIND_INPUT, "deduction", &DEDUCTION, print(draft->deduction, number));
	draft->line->is_capped = draft->line->is_capped || draft->deduction->micros > *rounded;
	*rounded = take_off(draft, *rounded, SHOWN_DIGIT);
	*unrounded = take_off(draft, *unrounded, UNROUNDED_DIGIT);
}

void jx_score_set(
	struct jx_score_draft *draft, enum jx_score_method_number method, jx_int128 num, jx_int128 den)
{
	const struct jx_score_method *row = jx_score_method_at(method);
	JxScoreLine *line = draft->line;
	int64_t points = line->points->micros;
	int64_t rounded = points;
	int64_t unrounded = points;
	line->method = (char *)row->id;
	line->state = JX_SCORE_STATE_COMPUTED;
	line->is_capped = num > den || num < 0;
	step_rule(draft, row);
	if (num <= 0) {
		rounded = 0;
		unrounded = 0;
	} else if (num < den) {
		rounded = share(points, num, den, SHOWN_DIGIT);
		unrounded = share(points, num, den, UNROUNDED_DIGIT);
	}
	put_deduction(draft, &rounded, &unrounded);
	line->computed = jx_score_decimal(draft->run, rounded, 2);
	line->unrounded = jx_score_decimal(draft->run, unrounded, 4);
	if (line->computed == NULL || line->unrounded == NULL) {
		draft->is_out_of_memory = true;
		return;
	}
	if (line->is_capped)
		step_decimal(
			draft, JX_SCORE_STEP_KIND_CAP, num < 0 ? &CAPPED_ZERO : &CAPPED_FULL, line->computed);
	if (rounded != unrounded)
		step_decimal(draft, JX_SCORE_STEP_KIND_NOTE, &UNROUNDED, line->unrounded);
	step_decimal(draft, JX_SCORE_STEP_KIND_RESULT, &COMPUTED, line->computed);
}

void jx_score_not_computed(struct jx_score_draft *draft, JxNotComputedReason reason, const char *step)
{
	JxScoreLine *line = draft->line;
	char path[JX_PATH_BYTES];
	line->state = JX_SCORE_STATE_NOT_COMPUTED;
	line->not_computed_reason = reason;
	(void)snprintf(path, sizeof(path), "%s%s%s", line->field, step[0] != '\0' ? "." : "", step);
	line->missing = jx_arena_strdup(draft->run->arena, path);
	if (line->missing == NULL) {
		draft->is_out_of_memory = true;
		line->missing = line->field;
	}
	jx_score_step(draft, JX_SCORE_STEP_KIND_NOTE, step, jx_score_reason_text(reason), "");
}

enum jx_status jx_score_begin(
	struct jx_score_run *run, const char *field, const char *label, struct jx_score_draft *draft)
{
	*draft = (struct jx_score_draft){.run = run};
	if (run->n_lines % LINES_TO_STOP == 0 && jx_stop_is_due(run->options->stop))
		return JX_DEADLINE;
	draft->line = jx_arena_alloc(run->arena, sizeof(*draft->line));
	if (draft->line == NULL)
		return jx_arena_fail(run->arena, NULL);
	jx_score_line_init(draft->line);
	draft->line->field = jx_arena_strdup(run->arena, field);
	if (draft->line->field == NULL)
		return jx_arena_fail(run->arena, NULL);
	draft->line->label = label != NULL ? jx_localized_new(run->arena, label, "") : NULL;
	if (label != NULL && draft->line->label == NULL)
		return jx_arena_fail(run->arena, NULL);
	run->left_out[run->n_lines] = 0;
	run->tables[run->n_lines] = run->table;
	run->lines[run->n_lines++] = draft->line;
	draft->line->number = (uint32_t)run->n_lines;
	return JX_OK;
}

/* A line that is not computed counts with its claim, within what the line can bring. */
static void count_claim(struct jx_score_draft *draft)
{
	JxScoreLine *line = draft->line;
	if (line->points == NULL)
		return;
	if (line->claimed == NULL) {
		step_decimal(draft, JX_SCORE_STEP_KIND_RESULT, &NO_CLAIM, NULL);
		return;
	}
	int64_t bounded = jx_score_box_within(line->claimed, line->points);
	line->is_capped = bounded != line->claimed->micros;
	line->counted = jx_score_decimal(draft->run, bounded, 2);
	draft->is_out_of_memory = draft->is_out_of_memory || line->counted == NULL;
	if (line->is_capped)
		step_decimal(draft, JX_SCORE_STEP_KIND_CAP, &CAPPED_CLAIM, line->claimed);
	step_decimal(draft, JX_SCORE_STEP_KIND_RESULT, &AT_CLAIM, line->counted);
}

/* A box of the form that counts in the end: within what the line can bring. */
static JxDecimal *bounded_box(struct jx_score_draft *draft, JxDecimal *box)
{
	int64_t bounded = jx_score_box_within(box, draft->line->points);
	if (bounded == box->micros)
		return box;
	JxDecimal *within = jx_score_decimal(draft->run, bounded, 2);
	draft->is_out_of_memory = draft->is_out_of_memory || within == NULL;
	return within;
}

/* What finance set for the line; then what stands in the end. */
static void put_final(struct jx_score_draft *draft)
{
	JxScoreLine *line = draft->line;
	bool is_settable = line->points != NULL && !line->is_common;
	const JxReviewedLine *set = is_settable ? jx_score_find_reviewed(draft->run, line->field) : NULL;
	if (set != NULL && jx_score_has(set->score)) {
		line->reviewed = bounded_box(draft, set->score);
		line->review_reason = set->reason;
	}
	bool is_claim_less = line->counted != NULL && line->claimed != NULL &&
			     line->claimed->micros < line->counted->micros;
	line->final_score = line->reviewed != NULL ? line->reviewed
			    : is_claim_less        ? bounded_box(draft, line->claimed)
						   : line->counted;
	if (line->reviewed != NULL)
		step_decimal(draft, JX_SCORE_STEP_KIND_NOTE, &REVIEWED, line->reviewed);
}

enum jx_status jx_score_end(struct jx_score_draft *draft)
{
	JxScoreLine *line = draft->line;
	if (line->state == JX_SCORE_STATE_COMPUTED)
		line->counted = line->computed;
	else
		count_claim(draft);
	put_final(draft);
	if (draft->n_steps > 0) {
		line->steps = jx_arena_calloc(draft->run->arena, draft->n_steps, sizeof(*line->steps));
		draft->is_out_of_memory = draft->is_out_of_memory || line->steps == NULL;
	}
	if (draft->is_due)
		return JX_DEADLINE;
	if (draft->is_out_of_memory)
		return jx_arena_fail(draft->run->arena, NULL);
	if (draft->n_steps > 0)
		memcpy(line->steps, draft->steps, draft->n_steps * sizeof(draft->steps[0]));
	line->n_steps = draft->n_steps;
	return JX_OK;
}
