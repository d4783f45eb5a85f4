/* Money tables: rates and adjustments as printed, what is left, two views of one sum. The rows: fund_table.c. */
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/check/fund_table.h"
#include "proto/contract/check/private.h"

static void check_rate(struct jx_check *check, const struct jx_location *location, const JxFundLine *line)
{
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	if (!jx_is_bounded_amount(line->executed) || !jx_is_bounded_amount(line->adjusted) ||
		!jx_is_bounded_decimal(line->stated_rate))
		return;
	struct jx_printed executed = jx_printed_amount(line->executed);
	struct jx_printed adjusted = jx_printed_amount(line->adjusted);
	struct jx_printed stated = jx_printed_decimal(line->stated_rate, false);
	enum jx_plausibility answer = jx_interval_share_ok(&executed, &adjusted, &stated);
	const struct jx_finding_draft draft = {.rule = "F05",
		.field = jx_location_field(location, "stated_rate", path),
		.place = location->place,
		.args = {jx_text_amount(line->executed, texts[0]), jx_text_amount(line->adjusted, texts[1])}};
	jx_check_percent(check, answer, &executed, &adjusted, line->stated_rate, &draft);
}

/* The rate of what was received: of what was issued, or of either budget. Told when none of them gives it. */
static void check_received_rate(
	struct jx_check *check, const struct jx_location *location, const JxFundLine *line)
{
	const JxAmount *const wholes[] = {line->adjusted, line->issued, line->initial};
	const JxAmount *first = NULL;
	enum jx_plausibility answer = JX_IMPOSSIBLE;
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	if (!jx_is_bounded_amount(line->received) || !jx_is_bounded_decimal(line->stated_received_rate))
		return;
	struct jx_printed received = jx_printed_amount(line->received);
	struct jx_printed stated = jx_printed_decimal(line->stated_received_rate, false);
	for (size_t i = 0; i < JX_COUNT_OF(wholes); i++) {
		if (!jx_is_bounded_amount(wholes[i]) || wholes[i]->fen == 0) /* of nothing there is no rate */
			continue;
		struct jx_printed whole = jx_printed_amount(wholes[i]);
		enum jx_plausibility one = jx_interval_share_ok(&received, &whole, &stated);
		if (one == JX_POSSIBLE || one == JX_UNDEFINED)
			return;
		answer = one == JX_DOUBTFUL ? one : answer;
		first = first == NULL ? wholes[i] : first;
	}
	if (first == NULL)
		return;
	struct jx_printed whole = jx_printed_amount(first);
	const struct jx_finding_draft draft = {.rule = "F05e",
		.field = jx_location_field(location, "stated_received_rate", path),
		.place = location->place,
		.args = {jx_text_amount(line->received, texts[0]), jx_text_amount(first, texts[1])}};
	jx_check_percent(check, answer, &received, &whole, line->stated_received_rate, &draft);
}

/* What was received and carried over pays for what was executed; no more is received than was issued. */
static void check_received(struct jx_check *check, const struct jx_location *location, const JxFundLine *line)
{
	char path[JX_PATH_BYTES];
	struct jx_tally spent = {0};
	struct jx_tally there = {0};
	bool has_opening = jx_is_bounded_amount(line->opening_carry_over);
	if (!jx_is_bounded_amount(line->received))
		return;
	jx_tally_amount(&spent, line->executed, 1);
	jx_tally_amount(&there, line->received, 1);
	if (has_opening)
		jx_tally_amount(&there, line->opening_carry_over, 1);
	const struct jx_finding_draft above = {.rule = "F25",
		.field = jx_location_field(location, "executed", path),
		.place = location->place,
		.is_note = !has_opening || line->reason[0] != '\0'};
	jx_check_at_most(check, &spent, &there, &above);
	const struct jx_finding_draft beyond = {.rule = "F25b",
		.field = jx_location_field(location, "received", path),
		.place = location->place};
	jx_check_amount_at_most(check, line->received, line->issued, &beyond);
}

/* Whether the form has a column of rates: a box of it is printed, filled in or not. */
static bool has_rate_column(const struct jx_fund_table *table)
{
	for (size_t i = 0; i < table->n; i++) {
		if (table->lines[i]->stated_rate != NULL)
			return true;
	}
	return false;
}

/* A total row with both amounts whose rate was left out, on a form that asks for it. */
static void check_rate_given(
	struct jx_check *check, const struct jx_location *location, const JxFundLine *line)
{
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	if (jx_is_bounded_decimal(line->stated_rate) || !jx_has_amount(line->executed) ||
		!jx_has_amount(line->adjusted) || line->adjusted->fen <= 0)
		return;
	const struct jx_finding_draft draft = {.rule = "F05d",
		.field = jx_location_field(location, "stated_rate", path),
		.place = location->place,
		.args = {jx_text_amount(line->executed, texts[0]), jx_text_amount(line->adjusted, texts[1])}};
	jx_check_add_finding(check, &draft);
}

/* Initial + adjustment = adjusted; an adjusted budget that is not printed is not negative. */
static void check_adjustment(
	struct jx_check *check, const struct jx_location *location, const JxFundLine *line)
{
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	struct jx_identity difference = {0};
	if (!jx_has_amount(line->initial) && !jx_has_amount(line->adjusted))
		return;
	jx_identity_left(&difference, line->adjusted, line->initial);
	const struct jx_finding_draft draft = {.rule = "F08",
		.field = jx_location_field(location, "adjustment", path),
		.place = location->place,
		.args = {jx_text_or_blank(line->initial, texts[0]),
			jx_text_or_blank(line->adjusted, texts[1]), "调整数", "adjustment"}};
	jx_check_identity_amount(check, &difference, line->adjustment, &draft);
}

/* Adjustment over initial, of whichever two of the three figures are printed. */
static void check_adjustment_rate(
	struct jx_check *check, const struct jx_location *location, const JxFundLine *line)
{
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	struct jx_printed initial = {0};
	struct jx_printed part = {0};
	struct jx_printed adjusted = {0};
	bool has_initial = jx_is_bounded_amount(line->initial);
	bool has_adjusted = jx_is_bounded_amount(line->adjusted);
	bool has_adjustment = jx_is_bounded_amount(line->adjustment);
	if (!jx_is_bounded_decimal(line->stated_adjustment_rate) ||
		has_initial + has_adjusted + has_adjustment < 2)
		return;
	struct jx_printed stated = jx_printed_decimal(line->stated_adjustment_rate, false);
	enum jx_plausibility answer;
	if (has_adjusted)
		adjusted = jx_printed_amount(line->adjusted);
	if (has_initial && has_adjusted) {
		initial = jx_printed_amount(line->initial);
		part = jx_printed_less(&adjusted, &initial);
		answer = jx_interval_change_ok(&initial, &adjusted, &stated);
	} else if (has_initial) {
		initial = jx_printed_amount(line->initial);
		part = jx_printed_amount(line->adjustment);
		answer = jx_interval_share_ok(&part, &initial, &stated);
	} else {
		part = jx_printed_amount(line->adjustment);
		initial = jx_printed_less(&adjusted, &part);
		answer = jx_interval_change_by_amount_ok(&adjusted, &part, &stated);
	}
	const struct jx_finding_draft draft = {.rule = "F08",
		.field = jx_location_field(location, "stated_adjustment_rate", path),
		.place = location->place,
		.args = {jx_text_or_blank(line->initial, texts[0]),
			jx_text_or_blank(line->adjusted, texts[1]), "调整率（%）", "adjustment rate (%)"},
		.changed = has_initial && has_adjusted ? &adjusted : NULL};
	jx_check_percent(check, answer, &part, &initial, line->stated_adjustment_rate, &draft);
}

/*
 * What is carried over out of the year was not spent: the whole-year budget, which holds what was carried into the year,
 * covers both. A total row only, for another row may have been given what is left of a sister.
 */
static void check_closing(struct jx_check *check, const struct jx_location *location, const JxFundLine *line)
{
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	struct jx_identity left = {0};
	struct jx_tally closing = {0};
	if (!jx_has_amount(line->adjusted) || !jx_has_amount(line->closing_carry_over))
		return;
	jx_identity_left(&left, line->adjusted, line->executed);
	jx_tally_amount(&closing, line->closing_carry_over, 1);
	struct jx_finding_draft draft = {.rule = "F19",
		.field = jx_location_field(location, "closing_carry_over", path),
		.place = location->place,
		.args = {jx_text_amount(line->adjusted, texts[0]),
			jx_text_or_blank(line->executed, texts[1])}};
	enum jx_balance balance = jx_identity_balance(&left, &closing);
	/* A row that prints what it took over may not have counted it in the budget. */
	if (balance == JX_STATED_TOO_MUCH && jx_has_amount(line->opening_carry_over) &&
		line->opening_carry_over->fen > 0) {
		jx_identity_amount(&left, line->opening_carry_over, 1, JX_GAP_NOT_NEGATIVE);
		balance = jx_identity_balance(&left, &closing);
	}
	bool is_recovered = jx_has_amount(line->recovered) && line->recovered->fen != 0;
	if (balance == JX_STATED_TOO_MUCH)
		jx_check_identity(check, &left, &closing, &draft);
	draft.rule = "F19b";
	if (balance == JX_STATED_TOO_LITTLE && closing.value == 0 && !is_recovered)
		jx_check_identity(check, &left, &closing, &draft);
}

static void check_table(struct jx_check *check, const struct jx_fund_table *table)
{
	struct jx_location location;
	bool has_rates = has_rate_column(table);
	for (size_t i = 0; i < table->n && check->status == JX_OK; i++) {
		const JxFundLine *line = table->lines[i];
		jx_location_path(&location, "%s[%zu]", table->path, i);
		jx_location_label(&location, table->project, line->label);
		check_adjustment(check, &location, line);
		check_adjustment_rate(check, &location, line);
		check_rate(check, &location, line);
		check_received_rate(check, &location, line);
		check_received(check, &location, line);
		if (i == table->total && jx_is_whole_year(check->report, line))
			check_closing(check, &location, line);
		if (i == table->total && has_rates)
			check_rate_given(check, &location, line);
		jx_check_score(check, &location, line->claimed_score, line->points);
	}
	jx_check_fund_table(check, table);
}

/* Whether the rows of a table contradict its total, which is told as that, and make a total of another table instead. */
static bool rows_make(const struct jx_fund_table *table, const struct jx_tally *other)
{
	const struct jx_identity rows = jx_fund_parts(table, JX_FUND_EXECUTED);
	struct jx_tally own = {0};
	jx_tally_amount(&own, table->lines[table->total]->executed, 1);
	return rows.sum.n > 0 && jx_identity_balance(&rows, &own) != JX_BALANCED &&
	       jx_identity_balance(&rows, other) == JX_BALANCED;
}

/* What was executed by nature is what was executed by source. A total that its own rows already show to be wrong, and to be
 * what the other view says, is one fault. */
static void check_two_views(
	struct jx_check *check, const struct jx_fund_table *source, const struct jx_fund_table *nature)
{
	struct jx_location location;
	char path[JX_PATH_BYTES];
	if (source->total == SIZE_MAX || nature->total == SIZE_MAX)
		return;
	const JxFundLine *total = nature->lines[nature->total];
	if (!jx_is_whole_year(check->report, total) ||
		!jx_is_whole_year(check->report, source->lines[source->total]))
		return;
	struct jx_tally executed = {0};
	struct jx_tally spent = {0};
	jx_tally_amount(&executed, source->lines[source->total]->executed, 1);
	jx_tally_amount(&spent, total->executed, 1);
	if (rows_make(nature, &executed) || rows_make(source, &spent))
		return;
	jx_location_path(&location, "%s[%zu]", nature->path, nature->total);
	jx_location_label(&location, "", total->label);
	const struct jx_finding_draft draft = {.rule = "F16",
		.field = jx_location_field(&location, "executed", path),
		.place = location.place};
	jx_check_sum(check, &executed, total->executed, &draft);
}

/*
 * Income against the money by source. Which column is meant, and whether the carry-over is income, differs by
 * form; the rule speaks only when none of the readings fits.
 */
static void check_income(struct jx_check *check, const struct jx_fund_table *source)
{
	const JxAccounts *accounts = check->report->accounts;
	if (accounts == NULL || !jx_has_amount(accounts->income))
		return;
	struct jx_tally income = {0};
	struct jx_identity first = {0};
	jx_tally_amount(&income, accounts->income, 1);
	for (enum jx_fund_column column = JX_FUND_ADJUSTED; column < JX_FUND_COLUMNS; column++) {
		struct jx_identity sum = jx_fund_parts(source, column);
		if (sum.sum.n == 0)
			continue;
		struct jx_identity fresh = sum;
		for (size_t i = 0; i < source->n; i++) {
			if (strcmp(source->lines[i]->row, "carry_over") == 0)
				jx_identity_amount(&fresh, jx_fund_amount(source->lines[i], column), -1,
					JX_GAP_NOT_NEGATIVE);
		}
		if (jx_identity_balance(&sum, &income) == JX_BALANCED ||
			jx_identity_balance(&fresh, &income) == JX_BALANCED)
			return;
		if (first.sum.n == 0)
			first = sum;
	}
	const struct jx_finding_draft draft = {
		.rule = "F02", .field = "accounts.income", .place = "收入合计"};
	jx_check_identity(check, &first, &income, &draft);
}

void jx_check_funds(struct jx_check *check)
{
	const JxReport *report = check->report;
	struct jx_fund_table source = jx_fund_table(
		report->funds_by_source, report->n_funds_by_source, "funds_by_source", "", false);
	struct jx_fund_table nature = jx_fund_table(
		report->funds_by_nature, report->n_funds_by_nature, "funds_by_nature", "", true);
	source.is_partial = jx_is_partial(report, source.path);
	nature.is_partial = jx_is_partial(report, nature.path);
	check_income(check, &source);
	check_table(check, &source);
	check_table(check, &nature);
	check_two_views(check, &source, &nature);
	for (size_t i = 0; i < jx_rows(report->n_projects, JX_MAX_PROJECTS); i++) {
		const JxProject *project = report->projects[i];
		struct jx_location location;
		jx_location_path(&location, "projects[%zu].funds", i);
		struct jx_fund_table table =
			jx_fund_table(project->funds, project->n_funds, location.path, project->name, false);
		table.is_partial = project->is_partial;
		check_table(check, &table);
	}
}
