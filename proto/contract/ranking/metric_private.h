/*
 * The formulas behind the table of metrics. Private to proto/contract/ranking.
 *
 * An operand is a figure with its path: a missing one, or a zero denominator, names itself in the measure.
 */
#ifndef PROTO_CONTRACT_RANKING_METRIC_PRIVATE_H
#define PROTO_CONTRACT_RANKING_METRIC_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/contract/base/wide.h"
#include "proto/contract/ranking/metric.h"

/** A figure, or a sum of figures, in fen or in millionths; or the path of what is missing. */
struct jx_operand {
	jx_int128 value;
	bool is_there;
	char path[JX_MEASURE_MISSING_BYTES]; /* of the figure, or of the first that is missing */
};

/** The three amounts of the total row. */
enum jx_budget { JX_BUDGET_INITIAL, JX_BUDGET_ADJUSTED, JX_BUDGET_EXECUTED };

/** An amount of the total row: of funds_by_source, else funds_by_nature, else the sum over all projects. */
struct jx_operand jx_operand_budget(const JxReport *report, enum jx_budget budget);

/** A column of the assets: 0 gross, 1 net, 2 in use. Of the total line, else the sum of the lines. */
struct jx_operand jx_operand_assets(const JxReport *report, int column);

/** An amount or a number at a path. */
struct jx_operand jx_operand_amount(const JxAmount *amount, const char *path);
struct jx_operand jx_operand_decimal(const JxDecimal *decimal, const char *path);

/** The amounts of a functional class: of its own lines, else of the finer ones below it. Missing without any. */
struct jx_operand jx_operand_class(const JxReport *report, const char *code);

/** Expenditure: of the accounts, else executed of the total row. */
struct jx_operand jx_operand_expenditure(const JxReport *report);

/** Set a measure to numerator * factor / denominator, rounded once to its decimals. */
void jx_measure_ratio(struct jx_measure *measure, const struct jx_operand *numerator,
	const struct jx_operand *denominator, int64_t factor);

/** Set a measure to an operand's value, which is in millionths of its unit already (fen are, of 万元).
 *
 * Shown with as many decimals as it needs, at least the measure's own.
 */
void jx_measure_value(struct jx_measure *measure, const struct jx_operand *operand);

typedef void jx_metric_eval_fn(const struct jx_metric *metric, const char *argument, const JxReport *report,
	struct jx_measure *ret_measure);

jx_metric_eval_fn jx_metric_execution_rate;
jx_metric_eval_fn jx_metric_execution_rate_initial;
jx_metric_eval_fn jx_metric_adjustment_rate;
jx_metric_eval_fn jx_metric_carry_over_rate;
jx_metric_eval_fn jx_metric_income;
jx_metric_eval_fn jx_metric_expenditure;
jx_metric_eval_fn jx_metric_income_change;
jx_metric_eval_fn jx_metric_expenditure_change;
jx_metric_eval_fn jx_metric_project_share;
jx_metric_eval_fn jx_metric_class_share;
jx_metric_eval_fn jx_metric_spending_per_post;
jx_metric_eval_fn jx_metric_control_rate;
jx_metric_eval_fn jx_metric_self_funded_share;
jx_metric_eval_fn jx_metric_asset_net_ratio;
jx_metric_eval_fn jx_metric_asset_use_rate;
jx_metric_eval_fn jx_metric_three_public_change;
jx_metric_eval_fn jx_metric_three_public_control;
jx_metric_eval_fn jx_metric_public_control;
jx_metric_eval_fn jx_metric_procurement_rate;
jx_metric_eval_fn jx_metric_traceable_share;
jx_metric_eval_fn jx_metric_project_coverage;
jx_metric_eval_fn jx_metric_claimed_score;

#endif
