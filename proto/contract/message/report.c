/* See report.h. */
#include "proto/contract/message/report.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/figure/instant.h"
#include "proto/contract/message/codec.h"

size_t jx_funds_total(JxFundLine *const *lines, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(lines[i]->row, "total") == 0)
			return i;
	}
	return SIZE_MAX;
}

struct jx_tally jx_project_payments(const JxProject *project)
{
	struct jx_tally sum = {0};
	for (size_t i = 0; i < jx_rows(project->n_payments, JX_MAX_LINES); i++)
		jx_tally_amount(&sum, project->payments[i]->amount, 1);
	return sum;
}

bool jx_project_money(const JxProject *project, struct jx_tally *ret_tally)
{
	struct jx_tally sum = {0};
	size_t total = jx_funds_total(project->funds, jx_rows(project->n_funds, JX_MAX_LINES));
	if (jx_has_amount(project->stated_total)) {
		jx_tally_amount(&sum, project->stated_total, 1);
	} else if (project->n_payments > 0) {
		sum = jx_project_payments(project);
	} else if (jx_has_amount(project->amount)) {
		jx_tally_amount(&sum, project->amount, 1);
	} else if (total != SIZE_MAX) {
		jx_tally_amount(&sum, project->funds[total]->executed, 1);
	}
	*ret_tally = sum;
	return !sum.is_broken && sum.n > 0;
}

enum jx_status jx_report_check_size(const JxReport *report, struct jx_error *error)
{
	size_t n = jx_codec_packed_bytes(&report->base);
	if (n <= JX_MAX_REPORT_BYTES)
		return JX_OK;
	return jx_fail_at(error, JX_REASON_CONTENT_TOO_LARGE, "report",
		JX_ARGS(JX_TEXT("report"), JX_U64(n), JX_U64(JX_MAX_REPORT_BYTES)));
}

bool jx_is_whole_year(const JxReport *report, const JxFundLine *line)
{
	struct jx_date date;
	struct jx_date year;
	char text[16];
	if (line->status == JX_FIGURE_STATUS_PROVISIONAL || line->status == JX_FIGURE_STATUS_FORECAST)
		return false;
	if (line->as_of[0] == '\0' || report->profile == NULL)
		return true;
	(void)snprintf(text, sizeof(text), "%u", (unsigned)report->profile->year);
	return !jx_date_parse(line->as_of, strlen(line->as_of), &date) ||
	       !jx_date_parse(text, strlen(text), &year) || date.last >= year.last;
}
