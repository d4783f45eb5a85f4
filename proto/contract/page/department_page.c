/* A department in a publication: its four scores, how much of them is verified, what was found and how it was explained. */
#include <inttypes.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/chart/chart.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/page/private.h"

static const struct {
	const char *zh, *en;
} SCORES[] = {
	{"自评", "Claimed"},
	{"测算", "Computed"},
	{"复核", "Reviewed"},
	{"终评", "Final"},
};

static const struct {
	const char *zh, *en;
} SEVERITIES[] = {
	[JX_FINDING_SEVERITY_UNSPECIFIED] = {"—", "—"},
	[JX_FINDING_SEVERITY_HARD] = {"强制性", "must be corrected"},
	[JX_FINDING_SEVERITY_EXPLAIN] = {"核实性", "to be explained"},
	[JX_FINDING_SEVERITY_INFO] = {"提示", "note"},
};

static void begin_fact(struct jx_page *page, const char *zh, const char *en)
{
	jx_page_put(page, "<div><dt>");
	jx_page_say(page, zh, en);
	jx_page_put(page, "</dt><dd>");
}

static void end_fact(struct jx_page *page)
{
	jx_page_put(page, "</dd></div>\n");
}

static void put_facts(struct jx_page *page, const JxRankRow *row)
{
	jx_page_put(page, "<dl>\n");
	begin_fact(page, "名次", "Rank");
	if (row->rank > 0)
		jx_page_print(page, "%" PRIu32, row->rank);
	else
		jx_page_put(page, "—");
	end_fact(page);
	begin_fact(page, "等级", "Grade");
	jx_page_text(page, row->grade[0] != '\0' ? row->grade : "—");
	end_fact(page);
	begin_fact(page, "可比组", "Peer group");
	jx_page_text(page, row->peer_group[0] != '\0' ? row->peer_group : "—");
	end_fact(page);
	begin_fact(page, "覆盖率", "Coverage");
	jx_page_decimal(page, row->coverage);
	jx_page_put(page, "%");
	if (row->group == JX_COVERAGE_GROUP_UNVERIFIABLE)
		jx_page_say(page, "，无法核实，单列", "; cannot be verified, shown separately");
	end_fact(page);
	begin_fact(page, "扣分", "Points taken off");
	jx_page_decimal(page, row->deduction);
	end_fact(page);
	begin_fact(page, "执行率（调整后预算）", "Executed of the adjusted budget");
	jx_page_percent(page, row->execution_rate);
	end_fact(page);
	begin_fact(page, "执行率（年初预算）", "Executed of the initial budget");
	jx_page_percent(page, row->execution_rate_initial);
	end_fact(page);
	begin_fact(page, "报送", "Filed");
	jx_page_say(page, row->is_late ? "逾期" : "按时", row->is_late ? "late" : "in time");
	if (row->is_unanswered)
		jx_page_say(page, "，未回应财政的问题", "; did not answer what finance asked");
	end_fact(page);
	jx_page_put(page, "</dl>\n");
}

static void put_scores(struct jx_page *page, const JxRankRow *row)
{
	const JxDecimal *const scores[] = {
		row->claimed_score, row->computed_score, row->reviewed_score, row->final_score};
	struct jx_chart_item items[JX_COUNT_OF(scores)];
	char texts[JX_COUNT_OF(scores)][JX_FIGURE_TEXT_BYTES];
	bool is_en = page->address->language == JX_EN;
	memset(items, 0, sizeof(items));
	for (size_t i = 0; i < JX_COUNT_OF(scores); i++) {
		items[i].label = is_en ? SCORES[i].en : SCORES[i].zh;
		items[i].first.has = jx_has_decimal(scores[i]) &&
				     jx_decimal_print(scores[i], texts[i], sizeof(texts[i])) == JX_OK;
		if (items[i].first.has) {
			items[i].first.micros = scores[i]->micros;
			items[i].first.text = texts[i];
		}
	}
	const struct jx_chart chart = {.title = is_en ? "Scores" : "得分",
		.first = is_en ? "points" : "分",
		.items = items,
		.n_items = JX_COUNT_OF(items)};
	char *svg = jx_chart_bars(&chart, page->arena);
	if (svg == NULL) {
		page->is_short = true;
		return;
	}
	jx_page_put(page, "<h2>");
	jx_page_say(page, "得分", "Scores");
	jx_page_put(page, "</h2>\n<dl>\n");
	for (size_t i = 0; i < JX_COUNT_OF(scores); i++) {
		begin_fact(page, SCORES[i].zh, SCORES[i].en);
		jx_page_decimal(page, scores[i]);
		end_fact(page);
	}
	jx_page_put(page, "</dl>\n<figure class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"");
	jx_page_text(page, chart.title);
	jx_page_put(page, "\">\n");
	jx_page_put(page, svg);
	jx_page_put(page, "</figure>\n<p>");
	jx_page_say(page, "终评：有复核得分的用复核得分，否则取自评与测算中较小者，再减扣分。",
		"Final: as reviewed where finance has reviewed, else the smaller of claimed and computed, less points taken off.");
	jx_page_put(page, "</p>\n");
}

static void put_review(struct jx_page *page, const JxReview *review)
{
	if (review == NULL || (review->reason[0] == '\0' && review->n_lines == 0))
		return;
	jx_page_put(page, "<h2>");
	jx_page_say(page, "财政复核", "Review by finance");
	jx_page_put(page, "</h2>\n");
	if (review->reason[0] != '\0') {
		jx_page_put(page, "<p><bdi>");
		jx_page_text(page, review->reason);
		jx_page_put(page, "</bdi></p>\n");
	}
	if (review->n_lines == 0)
		return;
	jx_page_put(page, "<ul>\n");
	for (size_t i = 0; i < review->n_lines; i++) {
		jx_page_put(page, "<li><code>");
		jx_page_text(page, review->lines[i]->field);
		jx_page_put(page, "</code> ");
		jx_page_decimal(page, review->lines[i]->score);
		jx_page_put(page, " <bdi>");
		jx_page_text(page, review->lines[i]->reason);
		jx_page_put(page, "</bdi></li>\n");
	}
	jx_page_put(page, "</ul>\n");
}

/* The explanation of a finding: of its field, else of all findings of its rule. */
static const char *explanation_of(const JxReport *report, const JxFinding *finding)
{
	const char *of_rule = NULL;
	for (size_t i = 0; report != NULL && i < report->n_explanations; i++) {
		const JxExplanation *explanation = report->explanations[i];
		if (strcmp(explanation->rule, finding->rule) != 0)
			continue;
		if (strcmp(explanation->field, finding->field) == 0)
			return explanation->text;
		if (explanation->field[0] == '\0')
			of_rule = explanation->text;
	}
	return of_rule;
}

static void put_pair(struct jx_page *page, const char *zh, const char *en, const char *text)
{
	if (text[0] == '\0')
		return;
	jx_page_put(page, "<dt>");
	jx_page_say(page, zh, en);
	jx_page_put(page, "</dt><dd><bdi>");
	jx_page_text(page, text);
	jx_page_put(page, "</bdi></dd>");
}

static void put_finding(struct jx_page *page, const JxReport *report, const JxFinding *finding)
{
	enum jx_language language = page->address->language;
	const char *explanation = explanation_of(report, finding);
	size_t severity = (size_t)finding->severity;
	if (severity >= JX_COUNT_OF(SEVERITIES))
		severity = JX_FINDING_SEVERITY_UNSPECIFIED;
	jx_page_put(page, "<li>\n<h3><code>");
	jx_page_text(page, finding->rule);
	jx_page_put(page, "</code> ");
	jx_page_say(page, SEVERITIES[severity].zh, SEVERITIES[severity].en);
	jx_page_put(page, " · <bdi>");
	jx_page_text(page, finding->place[0] != '\0' ? finding->place : finding->field);
	jx_page_put(page, "</bdi></h3>\n<p><bdi>");
	jx_page_text(page, jx_localized(finding->message, language));
	jx_page_put(page, "</bdi></p>\n<dl class=\"pairs\">");
	put_pair(page, "报告所列", "Stated", finding->stated);
	put_pair(page, "应为", "Expected", finding->expected);
	put_pair(page, "差额", "Difference", finding->difference);
	put_pair(page, "依据", "Basis", finding->basis);
	put_pair(page, "部门的说明", "Explained by the department", explanation != NULL ? explanation : "");
	jx_page_put(page, "</dl>\n</li>\n");
}

static void put_findings(struct jx_page *page, const JxExportRow *report)
{
	jx_page_put(page, "<h2>");
	jx_page_say(page, "检查发现", "What was found");
	jx_page_put(page, "</h2>\n");
	if (report->n_findings == 0) {
		jx_page_put(page, "<p>");
		jx_page_say(page, "没有发现问题。", "Nothing was found.");
		jx_page_put(page, "</p>\n");
		return;
	}
	jx_page_put(page, "<ol class=\"findings\">\n");
	for (size_t i = 0; i < report->n_findings; i++)
		put_finding(page, report->report, report->findings[i]);
	jx_page_put(page, "</ol>\n");
}

static void put_digests(struct jx_page *page, const JxRankRow *row)
{
	jx_page_put(page, "<h2>");
	jx_page_say(page, "摘要", "Digests");
	jx_page_put(page, "</h2>\n<dl class=\"pairs\">");
	put_pair(page, "报告内容", "Content of the report", row->digest);
	put_pair(page, "报送与复核", "Filing and review", row->filing_digest);
	jx_page_put(page, "</dl>\n");
}

enum jx_status jx_page_write_department(struct jx_page *page, struct jx_error *error)
{
	const JxRankRow *row = jx_page_table_find(page->content->table, page->address->department);
	const JxExportRow *report = page->content->report;
	if (row == NULL || report == NULL)
		return jx_page_fail_missing(page, error);
	jx_page_begin(page, row->title);
	jx_page_put(page, "<p class=\"about\">");
	jx_page_text(page, page->address->department);
	jx_page_put(page, " · ");
	jx_page_text(page, jx_page_title(page));
	jx_page_put(page, "</p>\n");
	jx_page_put_publication(page);
	jx_page_put_parts(page);
	put_facts(page, row);
	put_scores(page, row);
	put_review(page, report->review);
	put_findings(page, report);
	put_digests(page, row);
	jx_page_finish(page);
	return JX_OK;
}
