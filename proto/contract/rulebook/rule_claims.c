/* Rules that hold what an indicator claims against what is computed for it, by whichever method. See rule_private.h. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/rulebook/rule_private.h"

bool jx_rule_is_of_claims(const JxRule *rule)
{
	return rule->built_in == JX_BUILT_IN_CHECK_FULL_CLAIM ||
	       rule->built_in == JX_BUILT_IN_CHECK_PART_CLAIM ||
	       rule->built_in == JX_BUILT_IN_CHECK_LOST_CLAIM;
}

/* The line of a row. Rows and lines have the order of the form, so that the next one is mostly it. */
static const JxScoreLine *line_at(struct jx_rule_run *run, const char *path)
{
	size_t n = run->sheet->n_lines;
	for (size_t k = 0; k < n; k++) {
		size_t i = (run->next_line + k) % n;
		if (strcmp(run->sheet->lines[i]->field, path) != 0)
			continue;
		run->next_line = i + 1;
		return run->sheet->lines[i];
	}
	return NULL;
}

/* What the rule allows a claim to be off, in micros. */
static enum jx_status tolerance_of(const struct jx_rule_application *at, int64_t *ret_micros)
{
	struct jx_formula_value value;
	bool is_there;
	enum jx_status status = jx_rule_eval(at, JX_RULE_TOLERANCE_PART, &value, &is_there);
	*ret_micros = 0;
	if (status == JX_OK && is_there &&
		jx_number_scaled(&value.as.number, JX_MICROS_DECIMALS, ret_micros) != JX_OK)
		*ret_micros = 0;
	return status;
}

static bool is_computed(const JxScoreLine *line)
{
	return line->state == JX_SCORE_STATE_COMPUTED;
}

/* Missed for certain: less than all points are computed, or the value is outside a range without steps. */
static bool is_missed(const JxScoreLine *line)
{
	if (is_computed(line))
		return line->computed->micros < line->points->micros;
	return line->not_computed_reason == JX_NOT_COMPUTED_REASON_OUTSIDE_RANGE;
}

/* Whether the claim of a line may break the rule, whatever the tolerance. A claim outside its points is told as that
 * alone. */
static bool may_be_broken(JxBuiltInCheck check, const JxScoreLine *line)
{
	int64_t claimed = line->claimed->micros;
	if (claimed < 0 || claimed > line->points->micros)
		return false;
	return is_missed(line) != (check == JX_BUILT_IN_CHECK_LOST_CLAIM);
}

/* Whether the claim of such a line breaks the rule. */
static bool is_broken(
	JxBuiltInCheck check, const JxScoreLine *line, const JxIndicator *row, int64_t tolerance)
{
	int64_t claimed = line->claimed->micros;
	int64_t points = line->points->micros;
	bool is_full = claimed >= points - tolerance;
	if (check == JX_BUILT_IN_CHECK_LOST_CLAIM)
		return is_computed(line) && claimed < points && row->reason[0] == '\0';
	if (is_full != (check == JX_BUILT_IN_CHECK_FULL_CLAIM))
		return false;
	int64_t apart = is_computed(line) ? claimed - line->computed->micros : tolerance + 1;
	return apart > tolerance || (apart < -tolerance && !is_full && is_computed(line));
}

static enum jx_status report_claim(struct jx_rule_run *run, const struct jx_rule_table *table,
	const JxScoreLine *line, const JxIndicator *row)
{
	char path[JX_PATH_BYTES];
	char place[JX_RULE_TEXT_BYTES];
	char left[JX_FIGURE_TEXT_BYTES];
	char number[JX_FIGURE_TEXT_BYTES];
	char right[JX_FIGURE_TEXT_BYTES + 4];
	bool is_lost = run->rule->rule->built_in == JX_BUILT_IN_CHECK_LOST_CLAIM;
	const JxDecimal *expected = is_computed(line) && !is_lost ? line->computed : line->points;
	size_t n = jx_text_copy(place, sizeof(place), table->outer);
	if (n > 0 && line->label->zh[0] != '\0')
		n += jx_text_copy(place + n, sizeof(place) - n, " / ");
	(void)jx_text_copy(place + n, sizeof(place) - n, line->label->zh);
	(void)snprintf(path, sizeof(path), "%s.claimed_score", line->field);
	if (jx_decimal_print(line->claimed, left, sizeof(left)) != JX_OK ||
		jx_decimal_print(expected, number, sizeof(number)) != JX_OK)
		return JX_OK;
	(void)snprintf(right, sizeof(right), "%s%s", is_computed(line) ? "" : "<", number);
	const struct jx_rule_found found = {.field = path,
		.place_zh = place,
		.place_en = place,
		.left = left,
		.right = right,
		.is_note = row->is_sign_assumed && line->is_assumed};
	return jx_rule_add_finding(run, &found);
}

static enum jx_status check_row(struct jx_rule_run *run, const struct jx_rule_table *table, size_t i)
{
	char path[JX_PATH_BYTES];
	int64_t tolerance;
	const ProtobufCMessage *row = table->rows[i];
	const struct jx_rule_application at = {run, row, table, i, NULL};
	const JxScoreLine *line = jx_path_put_row(table->path, i, path) ? line_at(run, path) : NULL;
	if (line == NULL || line->points == NULL || line->claimed == NULL ||
		!may_be_broken(run->rule->rule->built_in, line))
		return JX_OK;
	enum jx_status status = tolerance_of(&at, &tolerance);
	const JxIndicator *indicator = (const JxIndicator *)row;
	if (status == JX_OK && is_broken(run->rule->rule->built_in, line, indicator, tolerance))
		status = report_claim(run, table, line, indicator);
	jx_arena_reset(run->scratch);
	return status;
}

static enum jx_status check_table(struct jx_rule_run *run, const struct jx_rule_table *table, size_t n_rows)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; i < n_rows && status == JX_OK; i++)
		status = jx_rule_is_due(run) ? JX_DEADLINE : check_row(run, table, i);
	return status;
}

enum jx_status jx_rule_claims(struct jx_rule_run *run)
{
	return run->sheet != NULL ? jx_rule_walk(run, check_table) : JX_OK;
}
