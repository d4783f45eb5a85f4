/* Runs the checks of all subjects over one report. See check.h. */
#include "proto/contract/check/check.h"

#include "proto/contract/base/array.h"
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
	/* Hard ones first: when more are found than are stored, those that stop the report are among the stored. */
	static void (*const subjects[])(struct jx_check *) = {jx_check_profile, jx_check_walk, jx_check_dates,
		jx_check_scores, jx_check_projects, jx_check_outcomes, jx_check_counts, jx_check_explanations,
		jx_check_attachments, jx_check_staff, jx_check_assets, jx_check_accounts, jx_check_classes,
		jx_check_funds, jx_check_places, jx_check_signs, jx_check_rate_inputs, jx_check_input_parts,
		jx_check_project_counts, jx_check_doubles};
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
