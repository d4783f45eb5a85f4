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

/* A subexpression and its value, for those who ask how the share was computed. */
static void on_step(void *user, const struct jx_formula_step *step)
{
	struct jx_score_draft *draft = user;
	char value[VALUE_BYTES];
	char *formula = jx_arena_strndup(draft->run->arena, step->text, step->n_bytes);
	JxLocalizedText *text =
		formula != NULL ? jx_localized_new(draft->run->arena, formula, formula) : NULL;
	if (text == NULL) {
		draft->is_out_of_memory = true;
		return;
	}
	jx_score_step(draft, JX_SCORE_STEP_KIND_INPUT, NULL, text,
		jx_formula_print(step->value, JX_ZH, value, sizeof(value)));
}

/* Evaluates a formula of the rulebook; without memory the draft remembers it, and the value is not there. */
static void eval(struct jx_score_draft *draft, const struct jx_formula *formula, const ProtobufCMessage *row,
	bool has_steps, struct jx_formula_value *ret_value)
{
	const struct jx_formula_run run = {.message = row,
		.values = draft->run->values,
		.arena = draft->run->arena,
		.on_step = has_steps && draft->run->options->has_steps ? on_step : NULL,
		.user = draft};
	if (jx_formula_eval(formula, &run, ret_value) == JX_OK)
		return;
	draft->is_out_of_memory = true;
	*ret_value = (struct jx_formula_value){.not_computable = JX_NOT_COMPUTABLE_MISSING};
}

enum jx_status jx_score_holds(struct jx_score_run *run, const struct jx_formula *when, bool *ret_is_true)
{
	struct jx_formula_value value;
	const struct jx_formula_run eval_run = {
		.message = &run->report->base, .values = run->values, .arena = run->arena};
	enum jx_status status = jx_formula_eval(when, &eval_run, &value);
	*ret_is_true = status == JX_OK && value.not_computable == JX_COMPUTABLE && value.as.is_true;
	return status;
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

static void score(struct jx_score_draft *draft, const struct jx_formula *formula,
	const struct jx_score_method *method, const ProtobufCMessage *row)
{
	struct jx_formula_value share;
	draft->line->method = (char *)method->id;
	eval(draft, formula, row, true, &share);
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
		if (line->when != NULL)
			eval(draft, line->when, row, false, &when);
		if (when.not_computable != JX_COMPUTABLE || !when.as.is_true)
			continue;
		draft->line->rule = line->scoring->id;
		draft->rule_title = line->scoring->title;
		score(draft, line->share, line->method, row);
		return true;
	}
	return false;
}

/* ---- common indicators ---- */

static void show_value(struct jx_score_draft *draft, const struct jx_formula *formula)
{
	char text[VALUE_BYTES];
	struct jx_formula_value value;
	eval(draft, formula, &draft->run->report->base, false, &value);
	if (value.not_computable == JX_COMPUTABLE)
		jx_score_step(draft, JX_SCORE_STEP_KIND_INPUT, NULL, &VALUE,
			jx_formula_print(&value, JX_ZH, text, sizeof(text)));
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
		score(&draft, common->share, common->method, &run->report->base);
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
		return JX_NOT_COMPUTED_REASON_UNFIT_METHOD;
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
