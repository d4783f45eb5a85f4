/* Scores by the rulebook: formulas that give the share of a line's points. See private.h. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/message/localized.h"
#include "proto/contract/rulebook/compiled.h"
#include "proto/contract/score/private.h"

#define VALUE_BYTES 160
/* Terms of a share are brought below this, so that points times one of them fit: 18 digits. */
#define MAX_TERM ((jx_int128)1000000000000000000)

static const JxLocalizedText VALUE =
	JX_LOCALIZED("指标值（按报告数字）", "measured, from the report's figures");

/* Adds a step with the value of a formula: in words of both languages where they differ. */
static void step_value(
	struct jx_score_draft *draft, const JxLocalizedText *text, const struct jx_formula_value *value)
{
	char words[2][VALUE_BYTES];
	(void)jx_formula_print(value, JX_ZH, words[0], VALUE_BYTES);
	(void)jx_formula_print(value, JX_EN, words[1], VALUE_BYTES);
	bool is_same = strcmp(words[0], words[1]) == 0;
	size_t n_steps = draft->n_steps;
	jx_score_step(draft, JX_SCORE_STEP_KIND_INPUT, NULL, text, is_same ? words[0] : "");
	if (is_same || draft->n_steps == n_steps)
		return;
	JxLocalizedText *both = jx_localized_new(draft->run->arena, words[0], words[1]);
	draft->steps[n_steps]->value_text = both;
	draft->is_out_of_memory = draft->is_out_of_memory || both == NULL;
}

/* A subexpression and its value, for those who ask how the share was computed. */
static void on_step(void *user, const struct jx_formula_step *step)
{
	struct jx_score_draft *draft = user;
	char *formula = jx_arena_strndup(draft->run->arena, step->text, step->n_bytes);
	JxLocalizedText *text =
		formula != NULL ? jx_localized_new(draft->run->arena, formula, formula) : NULL;
	if (text == NULL) {
		draft->is_out_of_memory = true;
		return;
	}
	step_value(draft, text, step->value);
}

/* A formula of the rulebook, and the row it is evaluated on. */
struct formula_of_row {
	const struct jx_formula *formula;
	const ProtobufCMessage *row;
	bool has_steps;                   /* those who ask are shown how it is computed */
	struct jx_formula_value **shared; /* what it computes once for all rows; NULL: nothing */
};

/* Room for what a formula computes once: for all rows, made when it is evaluated first; for one row that shows its
 * steps; NULL where there is nothing of that kind. */
static struct jx_formula_value *shared_values(
	struct jx_score_draft *draft, const struct formula_of_row *formula, bool has_steps)
{
	size_t n = jx_formula_shared(formula->formula);
	struct jx_formula_value *own = NULL;
	struct jx_formula_value **shared = formula->shared == NULL || has_steps ? &own : formula->shared;
	if (n == 0)
		return NULL;
	if (*shared == NULL)
		*shared = jx_arena_calloc(draft->run->arena, n, sizeof(**shared));
	draft->is_out_of_memory = draft->is_out_of_memory || *shared == NULL;
	return *shared;
}

/* Evaluates a formula; when that ends early the draft remembers it, and the value is not there. */
static void eval(struct jx_score_draft *draft, const struct formula_of_row *formula,
	struct jx_formula_value *ret_value)
{
	bool has_steps = formula->has_steps && draft->run->options->has_steps;
	const struct jx_formula_run run = {.message = formula->row,
		.values = draft->run->values,
		.arena = draft->run->arena,
		.shared = shared_values(draft, formula, has_steps),
		.shared_arena = draft->run->arena,
		.stop = draft->run->options->stop,
		.on_step = has_steps ? on_step : NULL,
		.user = draft};
	enum jx_status status = jx_formula_eval(formula->formula, &run, ret_value);
	if (status == JX_OK)
		return;
	draft->is_due = status == JX_DEADLINE;
	draft->is_out_of_memory = draft->is_out_of_memory || !draft->is_due;
	*ret_value = (struct jx_formula_value){.not_computable = JX_NOT_COMPUTABLE_MISSING};
}

enum jx_status jx_score_holds(struct jx_score_run *run, const struct jx_formula *when, bool *ret_is_true)
{
	struct jx_formula_value value;
	const struct jx_formula_run eval_run = {.message = &run->report->base,
		.values = run->values,
		.arena = run->arena,
		.stop = run->options->stop};
	enum jx_status status = jx_formula_eval(when, &eval_run, &value);
	*ret_is_true = false;
	if (status != JX_OK)
		return status;
	*ret_is_true = value.not_computable == JX_COMPUTABLE && value.as.is_true;
	run->is_out_of_range = run->is_out_of_range || value.not_computable == JX_NOT_COMPUTABLE_RANGE;
	return JX_OK;
}

/* Sets the line's share of the points, which the caller has computed. */
static void set_share(struct jx_score_draft *draft, const struct jx_score_method *method,
	const struct jx_formula_value *share)
{
	struct jx_number number = share->as.number;
	jx_number_reduce(&number);
	if (number.bottom > MAX_TERM || number.top > MAX_TERM) {
		int64_t scaled;
		/* Beyond 18 digits: twelve decimals, and what is past all points is past them anyhow. */
		if (jx_number_scaled(&number, JX_NUMBER_MAX_DECIMALS, &scaled) != JX_OK)
			scaled = jx_number_sign(&number) > 0 ? INT64_MAX : 0;
		number = (struct jx_number){scaled, (jx_int128)1000000000000};
	}
	jx_score_set(draft, method->number, number.top, number.bottom);
}

static void score(struct jx_score_draft *draft, const struct formula_of_row *formula,
	const struct jx_score_method *method)
{
	struct jx_formula_value share;
	draft->line->method = (char *)method->id;
	eval(draft, formula, &share);
	if (share.not_computable != JX_COMPUTABLE)
		jx_score_not_computable(draft, &share);
	else
		set_share(draft, method, &share);
}

static bool is_for(const struct jx_compiled_line *line, const char *list)
{
	for (size_t i = 0; i < line->scoring->n_lists; i++) {
		if (strcmp(line->scoring->lists[i], list) == 0)
			return true;
	}
	return false;
}

bool jx_score_by_rulebook(struct jx_score_draft *draft, const ProtobufCMessage *row, const char *list)
{
	const struct jx_rulebook *rulebook = draft->run->options->rulebook;
	for (size_t i = 0; rulebook != NULL && draft->line->points != NULL && i < rulebook->scoring.n_lines;
		i++) {
		const struct jx_compiled_line *line = &rulebook->scoring.lines[i];
		struct jx_formula_value when = {.not_computable = JX_COMPUTABLE, .as = {.is_true = true}};
		if (!is_for(line, list))
			continue;
		struct jx_formula_value **shared = draft->run->shared + 2 * i;
		if (line->when != NULL)
			eval(draft, &(struct formula_of_row){line->when, row, false, shared}, &when);
		bool is_out_of_range = when.not_computable == JX_NOT_COMPUTABLE_RANGE;
		if (!is_out_of_range && (when.not_computable != JX_COMPUTABLE || !when.as.is_true))
			continue;
		draft->line->rule = line->scoring->id;
		draft->rule_title = line->scoring->title;
		if (is_out_of_range) /* whether the scoring is for the row is not known, so nothing else is tried */
			jx_score_not_computable(draft, &when);
		else
			score(draft, &(struct formula_of_row){line->share, row, true, shared + 1},
				line->method);
		return true;
	}
	return false;
}

/* ---- common indicators ---- */

static void show_value(struct jx_score_draft *draft, const struct jx_formula *formula)
{
	struct jx_formula_value value;
	eval(draft, &(struct formula_of_row){formula, &draft->run->report->base, false, NULL}, &value);
	if (value.not_computable == JX_COMPUTABLE)
		step_value(draft, &VALUE, &value);
}

enum jx_status jx_score_add_common(struct jx_score_run *run)
{
	const struct jx_rulebook *rulebook = run->options->rulebook;
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && rulebook != NULL && i < rulebook->scoring.n_common; i++) {
		const struct jx_compiled_common *common = &rulebook->scoring.common[i];
		struct jx_score_draft draft;
		status = jx_score_begin(run, "", NULL, &draft);
		if (status != JX_OK)
			return status;
		draft.line->is_common = true;
		draft.line->rule = common->indicator->id;
		draft.line->label = common->indicator->title;
		draft.line->points = common->indicator->points;
		draft.rule_title = common->indicator->title;
		if (common->value != NULL)
			show_value(&draft, common->value);
		score(&draft, &(struct formula_of_row){common->share, &run->report->base, true, NULL},
			common->method);
		status = jx_score_end(&draft);
	}
	return status;
}

/* ---- what is missing ---- */

static JxNotComputedReason reason_of(enum jx_not_computable not_computable)
{
	switch (not_computable) {
	case JX_NOT_COMPUTABLE_ZERO:
		return JX_NOT_COMPUTED_REASON_ZERO;
	case JX_NOT_COMPUTABLE_RANGE:
		return JX_NOT_COMPUTED_REASON_OUT_OF_RANGE;
	case JX_COMPUTABLE:
	case JX_NOT_COMPUTABLE_MISSING:
		break;
	}
	return JX_NOT_COMPUTED_REASON_NO_FIGURE;
}

void jx_score_not_computable(struct jx_score_draft *draft, const struct jx_formula_value *value)
{
	static const char REPORT[] = "report.";
	const char *name = value->path != NULL ? value->path : "";
	JxScoreLine *line = draft->line;
	char path[JX_PATH_BYTES];
	bool is_of_report = strncmp(name, REPORT, sizeof(REPORT) - 1) == 0;
	jx_score_not_computed(draft, reason_of(value->not_computable), "");
	if (is_of_report)
		(void)snprintf(path, sizeof(path), "%s", name + sizeof(REPORT) - 1);
	else
		(void)snprintf(path, sizeof(path), "%s%s%s", line->field,
			line->field[0] != '\0' && name[0] != '\0' ? "." : "", name);
	line->missing = jx_arena_strdup(draft->run->arena, path);
	if (line->missing != NULL)
		return;
	draft->is_out_of_memory = true;
	line->missing = line->field;
}
