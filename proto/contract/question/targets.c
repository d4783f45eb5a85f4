#include "proto/contract/question/targets.h"

#include <string.h>

#include "proto/contract/base/wide.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/message/report.h"

/* How far past a target counts as far, percent. */
#define FAR 30

static bool has(const JxDecimal *decimal)
{
	return decimal != NULL && jx_has_decimal(decimal);
}

/* Counts a target with a direction: what is measured less is better for at_most and less_than. */
static void count_directed(const JxIndicator *row, bool is_less_better, struct jx_targets *targets)
{
	jx_int128 target = is_less_better ? -(jx_int128)row->target->micros : row->target->micros;
	jx_int128 actual = is_less_better ? -(jx_int128)row->actual->micros : row->actual->micros;
	jx_int128 size = jx_int128_abs(target);
	bool is_below =
		has(row->prior_actual) && target < (is_less_better ? -(jx_int128)row->prior_actual->micros
								   : (jx_int128)row->prior_actual->micros);
	bool is_far = size > 0 && (actual - target) * 100 >= size * FAR;
	targets->n_missed += actual < target;
	targets->n_below_last_year += is_below;
	targets->n_far_above += is_far;
	targets->n_easy += is_below || is_far;
}

static void count_row(const JxIndicator *row, struct jx_targets *targets)
{
	bool is_one_unit = row->actual_unit[0] == '\0' || strcmp(row->actual_unit, row->unit) == 0;
	bool is_value =
		row->actual_sign == JX_FIGURE_SIGN_UNSPECIFIED || row->actual_sign == JX_FIGURE_SIGN_EQUAL;
	if (!has(row->target) || !has(row->actual) || !is_one_unit || !is_value || row->does_not_apply)
		return;
	targets->n++;
	targets->n_exact += row->actual->micros == row->target->micros;
	switch ((int)row->sign) {
	case JX_FIGURE_SIGN_AT_LEAST:
	case JX_FIGURE_SIGN_MORE_THAN:
		count_directed(row, false, targets);
		break;
	case JX_FIGURE_SIGN_AT_MOST:
	case JX_FIGURE_SIGN_LESS_THAN:
		count_directed(row, true, targets);
		break;
	default:
		targets->n_missed += row->actual->micros != row->target->micros;
		break;
	}
}

static void count_rows(JxIndicator *const *rows, size_t n, struct jx_targets *targets)
{
	for (size_t i = 0; i < jx_rows(n, JX_MAX_INDICATORS); i++)
		count_row(rows[i], targets);
}

void jx_targets_count(const JxReport *report, struct jx_targets *ret_targets)
{
	*ret_targets = (struct jx_targets){.n = 0};
	count_rows(report->indicators, report->n_indicators, ret_targets);
	for (size_t i = 0; i < jx_rows(report->n_projects, JX_MAX_PROJECTS); i++)
		count_rows(report->projects[i]->indicators, report->projects[i]->n_indicators, ret_targets);
}

bool jx_targets_are_exact(const struct jx_targets *targets)
{
	return targets->n >= JX_TARGETS_LEAST && 2 * targets->n_exact >= targets->n;
}

bool jx_targets_are_easy(const struct jx_targets *targets)
{
	return targets->n_easy >= 2 && 2 * targets->n_easy >= targets->n;
}

bool jx_targets_are_all_met(const struct jx_targets *targets)
{
	return targets->n >= JX_TARGETS_LEAST && targets->n_missed == 0;
}
