/* What has changed since the publication before: ranks, final scores, who has come and who has gone. */
#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "proto/contract/base/resource_name.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/page/private.h"

static const struct jx_page_address BY_CODE = {.order = JX_PAGE_BY_CODE, .piece = 1};

static void put_rank(struct jx_page *page, const JxRankRow *row)
{
	jx_page_put(page, "<td>");
	if (row != NULL && row->rank > 0)
		jx_page_print(page, "%" PRIu32, row->rank);
	else
		jx_page_put(page, "—");
	jx_page_put(page, "</td>");
}

static void put_score(struct jx_page *page, const JxRankRow *row)
{
	jx_page_put(page, "<td>");
	jx_page_decimal(page, row != NULL ? row->final_score : NULL);
	jx_page_put(page, "</td>");
}

/* How much the final score has changed; "—" where it cannot be said. */
static void put_difference(struct jx_page *page, const JxRankRow *before, const JxRankRow *now)
{
	char text[JX_FIGURE_TEXT_BYTES];
	jx_page_put(page, "<td>");
	if (before != NULL && now != NULL && jx_has_decimal(before->final_score) &&
		jx_has_decimal(now->final_score)) {
		int64_t difference = now->final_score->micros - before->final_score->micros;
		jx_page_print(page, "%s%s", difference > 0 ? "+" : "",
			jx_micros_print(difference, 2, text, sizeof(text)));
	} else {
		jx_page_put(page, "—");
	}
	jx_page_put(page, "</td>");
}

static bool is_same_score(const JxDecimal *a, const JxDecimal *b)
{
	bool has = jx_has_decimal(a);
	return has == jx_has_decimal(b) && (!has || (a->micros == b->micros && a->decimals == b->decimals));
}

/* Whether a table says the same of a department; ranks change with those of others. */
static bool is_same(const JxRankRow *before, const JxRankRow *now)
{
	return before->rank == now->rank && strcmp(before->digest, now->digest) == 0 &&
	       strcmp(before->filing_digest, now->filing_digest) == 0 &&
	       strcmp(before->title, now->title) == 0 && strcmp(before->grade, now->grade) == 0 &&
	       is_same_score(before->final_score, now->final_score);
}

static void put_what(struct jx_page *page, const JxRankRow *before, const JxRankRow *now)
{
	jx_page_put(page, "<td class=\"remarks\">");
	if (before == NULL)
		jx_page_say(page, "新列入", "new");
	else if (now == NULL)
		jx_page_say(page, "不再列入", "not in it any more");
	else if (strcmp(before->digest, now->digest) != 0)
		jx_page_say(page, "报告已更正", "the report was corrected");
	else if (strcmp(before->filing_digest, now->filing_digest) != 0)
		jx_page_say(page, "复核已变更", "the review has changed");
	else if (!is_same_score(before->final_score, now->final_score))
		jx_page_say(page, "得分已变更", "the score has changed");
	else if (before->rank != now->rank)
		jx_page_say(page, "名次随他部门变动", "the rank moved with those of others");
	else
		jx_page_say(page, "名称或等级已变更", "name or grade has changed");
	jx_page_put(page, "</td></tr>\n");
}

static void put_row(struct jx_page *page, const JxRankRow *before, const JxRankRow *now)
{
	const JxRankRow *any = now != NULL ? now : before;
	assert(any != NULL);
	jx_page_put(page, "<tr><th scope=\"row\" class=\"name\"><bdi>");
	jx_page_text(page, any->title);
	jx_page_put(page, "</bdi></th>");
	put_rank(page, before);
	put_rank(page, now);
	put_score(page, before);
	put_score(page, now);
	put_difference(page, before, now);
	put_what(page, before, now);
}

static void put_heading(struct jx_page *page)
{
	jx_page_put(page, "<thead><tr><th scope=\"col\" class=\"name\">");
	jx_page_say(page, "部门", "Department");
	jx_page_put(page, "</th><th scope=\"col\">");
	jx_page_say(page, "原名次", "Rank before");
	jx_page_put(page, "</th><th scope=\"col\">");
	jx_page_say(page, "名次", "Rank");
	jx_page_put(page, "</th><th scope=\"col\">");
	jx_page_say(page, "原终评", "Final before");
	jx_page_put(page, "</th><th scope=\"col\">");
	jx_page_say(page, "终评", "Final");
	jx_page_put(page, "</th><th scope=\"col\">");
	jx_page_say(page, "增减", "Change");
	jx_page_put(page, "</th><th scope=\"col\">");
	jx_page_say(page, "说明", "What changed");
	jx_page_put(page, "</th></tr></thead>\n<tbody>\n");
}

/* Both tables by department codes, side by side. @return rows that were put. */
static size_t put_rows(struct jx_page *page, const struct jx_page_table *from, const struct jx_page_table *to)
{
	struct jx_page_rows before = {0};
	struct jx_page_rows now = {0};
	size_t n = 0;
	size_t i = 0;
	size_t j = 0;
	(void)!jx_page_table_rows(from, &BY_CODE, SIZE_MAX / 2, &before);
	(void)!jx_page_table_rows(to, &BY_CODE, SIZE_MAX / 2, &now);
	while (i < before.n || j < now.n) {
		const JxRankRow *old =
			i < before.n ? jx_page_table_publication(from)->rows[before.rows[i]] : NULL;
		const JxRankRow *new = j < now.n ? jx_page_table_publication(to)->rows[now.rows[j]] : NULL;
		int order = old == NULL ? 1 : new == NULL ? -1 : strcmp(old->department, new->department);
		i += order <= 0 ? 1 : 0;
		j += order >= 0 ? 1 : 0;
		if (order == 0 && old != NULL && new != NULL && is_same(old, new))
			continue;
		put_row(page, order <= 0 ? old : NULL, order >= 0 ? new : NULL);
		n++;
	}
	return n;
}

static void put_changes(struct jx_page *page)
{
	size_t n_before = page->n;
	jx_page_put(page, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"");
	jx_page_say(page, "变动", "changes");
	jx_page_put(page, "\">\n<table>\n");
	put_heading(page);
	size_t n = put_rows(page, page->content->previous, page->content->table);
	jx_page_put(page, "</tbody>\n</table>\n</div>\n");
	if (n > 0)
		return;
	page->n = n_before;
	jx_page_put(page, "<p>");
	jx_page_say(page, "各部门的名次、得分、报告和复核都没有变动。",
		"Nothing has changed: ranks, scores, reports and reviews are the same.");
	jx_page_put(page, "</p>\n");
}

enum jx_status jx_page_write_changes(struct jx_page *page, struct jx_error *error)
{
	const JxPublication *before = jx_page_before(page->content->round, page->address->publication);
	struct jx_page_address to = jx_page_beside(page, JX_PAGE_TABLE);
	(void)error;
	jx_page_begin(page, jx_page_title(page));
	jx_page_put_publication(page);
	jx_page_put_parts(page);
	jx_page_put(page, "<h2>");
	jx_page_say(page, "与上次发布相比", "Changes since the publication before");
	jx_page_put(page, "</h2>\n");
	if (before == NULL || page->content->previous == NULL) {
		jx_page_put(page, "<p>");
		jx_page_say(page, "这是本轮次的第一次发布。", "This is the first publication of the round.");
		jx_page_put(page, "</p>\n");
	} else {
		to.publication = jx_page_number(before);
		jx_page_put(page, "<p>");
		jx_page_link(page, &to);
		jx_page_print(page,
			page->address->language == JX_EN ? "publication %" PRIu32 : "第 %" PRIu32 " 次发布",
			to.publication);
		jx_page_put(page, "</a></p>\n");
		put_changes(page);
	}
	jx_page_finish(page);
	return JX_OK;
}
