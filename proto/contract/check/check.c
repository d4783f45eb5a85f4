/* Runs the checks of all subjects over one report. See check.h. */
#include "proto/contract/check/check.h"

#include "proto/contract/base/array.h"
#include "proto/contract/check/fund_table.h"
#include "proto/contract/check/private.h"
#include "proto/contract/message/meant.h"
#include "proto/contract/rulebook/rule_run.h"
#include "proto/contract/rulebook/rulebook.h"
#include "proto/contract/score/score.h"

enum jx_status jx_check_run(const struct jx_rulebook *rulebook, const JxReport *report,
	struct jx_arena *arena, struct jx_findings *ret_findings)
{
	return jx_check_run_until(rulebook, report, NULL, arena, ret_findings);
}

/* ---- reference figures ---- */

/* A figure of the treasury is exact; what is stated may be rounded as it was printed. */
static void check_amount(struct jx_check *check, const JxAmount *known, const JxAmount *stated,
	const struct jx_finding_draft *draft)
{
	struct jx_tally treasury = {0};
	if (!jx_has_amount(known) || !jx_has_amount(stated))
		return;
	jx_tally_amount(&treasury, known, 1);
	jx_check_sum(check, &treasury, stated, draft);
}

/* The first table that has a total of a column is what the report says of it; the others are held against that one. */
static void check_column(struct jx_check *check, const struct jx_fund_table *tables,
	enum jx_fund_column column, const JxAmount *known)
{
	struct jx_location location;
	char path[JX_PATH_BYTES];
	for (size_t i = 0; i < 2; i++) {
		const struct jx_fund_table *table = &tables[i];
		if (table->total >= table->n ||
			!jx_has_amount(jx_fund_amount(table->lines[table->total], column)))
			continue;
		struct jx_finding_draft draft = jx_fund_draft(table, table->total, column, &location, path);
		draft.rule = column == JX_FUND_EXECUTED ? "V02" : "V01";
		draft.args[2] = check->reference->source;
		check_amount(check, known, jx_fund_amount(table->lines[table->total], column), &draft);
		return;
	}
}

static void check_people(struct jx_check *check, const JxDecimal *known, const JxDecimal *stated,
	const struct jx_finding_draft *draft)
{
	struct jx_tally treasury = {0};
	struct jx_tally claim = {0};
	if (!jx_has_decimal(known) || !jx_has_decimal(stated))
		return;
	jx_tally_decimal(&treasury, known, true, 1);
	jx_tally_decimal(&claim, stated, true, 1);
	if (jx_tally_contradicts(&treasury, &claim))
		jx_check_add_sum_finding(check, &treasury, &claim, draft);
}

/* Holds the totals of a department's report against what the treasury has. */
static void check_reference(struct jx_check *check)
{
	const JxReferenceSheet *reference = check->reference;
	const JxReport *report = check->report;
	const JxStaff *staff = report->staff;
	if (reference == NULL || report->kind != JX_REPORT_KIND_DEPARTMENT)
		return;
	const struct jx_fund_table tables[] = {
		jx_fund_table(report->funds_by_source, jx_rows(report->n_funds_by_source, JX_MAX_LINES),
			"funds_by_source", "", false),
		jx_fund_table(report->funds_by_nature, jx_rows(report->n_funds_by_nature, JX_MAX_LINES),
			"funds_by_nature", "", true)};
	check_column(check, tables, JX_FUND_INITIAL, reference->initial);
	check_column(check, tables, JX_FUND_ADJUSTED, reference->adjusted);
	check_column(check, tables, JX_FUND_EXECUTED, reference->executed);
	if (staff == NULL)
		return;
	struct jx_finding_draft draft = {.rule = "V03",
		.field = "staff.posts",
		.place = "编制数",
		.args = {"编制", "posts", reference->source}};
	check_people(check, reference->posts, staff->posts, &draft);
	draft.field = "staff.in_post";
	draft.place = "在职人数";
	draft.args[0] = "在职人数";
	draft.args[1] = "number of people in post";
	check_people(check, reference->in_post, staff->in_post, &draft);
}

/* Runs the rules of the rulebook: those about claims need to know what the lines are worth. */
static enum jx_status run_rules(struct jx_check *check, const struct jx_stop *stop)
{
	const struct jx_score_options options = {
		.rulebook = check->rulebook, .stop = stop, .meant = check->report};
	struct jx_rule_subject subject = {.written = check->written, .meant = check->report};
	if (!jx_rules_need_sheet(check->rulebook))
		return jx_rules_run(check->rulebook, &subject, stop, check->findings);
	enum jx_status status =
		jx_score_run_lines(check->written, &options, check->arena, &check->findings->lines);
	if (status != JX_OK)
		return status;
	const JxScoreSheet sheet = jx_score_lines_sheet(check->findings->lines);
	subject.sheet = &sheet;
	return jx_rules_run(check->rulebook, &subject, stop, check->findings);
}

enum jx_status jx_check_run_until(const struct jx_rulebook *rulebook, const JxReport *report,
	const struct jx_stop *stop, struct jx_arena *arena, struct jx_findings *ret_findings)
{
	const struct jx_check_basis basis = {.rulebook = rulebook, .stop = stop};
	return jx_check_run_by(&basis, report, arena, ret_findings);
}

enum jx_status jx_check_run_by(const struct jx_check_basis *basis, const JxReport *report,
	struct jx_arena *arena, struct jx_findings *ret_findings)
{
	const struct jx_rulebook *rulebook = basis->rulebook;
	const struct jx_stop *stop = basis->stop;
	/* Hard ones first: when more are found than are stored, those that stop the report are among the stored. */
	static void (*const subjects[])(struct jx_check *) = {jx_check_profile, jx_check_walk, jx_check_dates,
		jx_check_scores, jx_check_projects, jx_check_outcomes, jx_check_counts, jx_check_explanations,
		jx_check_attachments, jx_check_staff, jx_check_assets, jx_check_accounts, jx_check_classes,
		jx_check_funds, jx_check_places, jx_check_signs, jx_check_rate_inputs, jx_check_input_parts,
		jx_check_project_counts, jx_check_doubles, check_reference};
	struct jx_findings findings;
	const JxReport *meant = report;
	enum jx_status status = jx_findings_init(&findings, arena, report);
	if (status == JX_OK)
		status = jx_report_meant(
			report, rulebook != NULL ? jx_rulebook_message(rulebook) : NULL, arena, &meant);
	if (status != JX_OK)
		return status;
	struct jx_check check = {.report = meant,
		.written = report,
		.rulebook = rulebook,
		.reference = basis->reference,
		.arena = arena,
		.findings = &findings};
	for (size_t i = 0; i < JX_COUNT_OF(subjects); i++) {
		subjects[i](&check);
		if (check.status == JX_OK && jx_stop_is_due(stop))
			check.status = JX_DEADLINE;
		if (check.status != JX_OK)
			return check.status;
	}
	if (rulebook != NULL)
		status = run_rules(&check, stop);
	if (status != JX_OK)
		return status;
	jx_findings_sort(&findings);
	*ret_findings = findings;
	return JX_OK;
}
