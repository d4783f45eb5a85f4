/* The list of rounds; a round with its publications. */
#include <inttypes.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/page/private.h"

/* ---- publications as rows ---- */

static struct jx_page_address table_of(
	const struct jx_page *page, const struct jx_page_round *round, const JxPublication *publication)
{
	struct jx_page_address to = {.kind = JX_PAGE_TABLE, .language = page->address->language, .piece = 1};
	size_t i = 0;
	for (const char *id = jx_name_last(round->round->name); *id != '\0' && i < JX_MAX_CODE_BYTES; id++)
		to.round[i++] = *id;
	to.publication = jx_page_number(publication);
	return to;
}

static void put_publication_link(
	struct jx_page *page, const struct jx_page_round *round, const JxPublication *publication)
{
	const struct jx_page_address to = table_of(page, round, publication);
	jx_page_link(page, &to);
	jx_page_print(page,
		page->address->language == JX_EN ? "publication %" PRIu32 : "第 %" PRIu32 " 次发布",
		to.publication);
	jx_page_put(page, "</a>");
}

static void put_heads(struct jx_page *page, const char *const (*words)[2], size_t n)
{
	jx_page_put(page, "<thead><tr>");
	for (size_t i = 0; i < n; i++) {
		jx_page_put(page, i == 0 ? "<th scope=\"col\" class=\"name\">" : "<th scope=\"col\">");
		jx_page_say(page, words[i][0], words[i][1]);
		jx_page_put(page, "</th>");
	}
	jx_page_put(page, "</tr></thead>\n<tbody>\n");
}

static void begin_region(struct jx_page *page, const char *zh, const char *en)
{
	jx_page_put(page, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"");
	jx_page_say(page, zh, en);
	jx_page_put(page, "\">\n<table>\n");
}

static void put_publication_cells(struct jx_page *page, const JxPublication *publication)
{
	char time[JX_TIME_TEXT_BYTES];
	jx_page_put(page, "<td>");
	jx_page_say_stage(page, publication);
	jx_page_put(page, "</td><td>");
	jx_page_put(page, jx_page_time(publication->publish_time, time));
	jx_page_print(page, "</td><td>%" PRIu32 "</td>", publication->total_rows);
}

/* ---- rounds ---- */

static void put_round_row(struct jx_page *page, const struct jx_page_round *round)
{
	const JxPublication *current = jx_page_current(round);
	if (current == NULL)
		return;
	struct jx_page_address to = table_of(page, round, current);
	to.kind = JX_PAGE_ROUND;
	jx_page_put(page, "<tr><th scope=\"row\" class=\"name\">");
	jx_page_link(page, &to);
	jx_page_put(page, "<bdi>");
	jx_page_text(page, round->round->title);
	jx_page_put(page, "</bdi></a></th><td>");
	if (round->round->year != 0)
		jx_page_print(page, "%" PRIu32, round->round->year);
	jx_page_put(page, "</td><td>");
	put_publication_link(page, round, current);
	jx_page_put(page, "</td>");
	put_publication_cells(page, current);
	jx_page_put(page, "</tr>\n");
}

enum jx_status jx_page_write_site(struct jx_page *page, struct jx_error *error)
{
	static const char *const HEADS[][2] = {{"轮次", "Round"}, {"年度", "Year"},
		{"现行发布", "What counts"}, {"阶段", "Stage"}, {"发布时间", "Published"},
		{"部门", "Departments"}};
	(void)error;
	jx_page_begin(page, page->address->language == JX_EN ? "Published rounds" : "已发布的轮次");
	if (page->content->n_rounds == 0) {
		jx_page_put(page, "<p>");
		jx_page_say(page, "还没有公开发布的轮次。", "Nothing is published yet.");
		jx_page_put(page, "</p>\n");
	} else {
		begin_region(page, "轮次", "rounds");
		put_heads(page, HEADS, JX_COUNT_OF(HEADS));
		for (size_t i = 0; i < page->content->n_rounds; i++)
			put_round_row(page, &page->content->rounds[i]);
		jx_page_put(page, "</tbody>\n</table>\n</div>\n");
	}
	jx_page_finish(page);
	return JX_OK;
}

/* ---- a round ---- */

static void put_publication_row(struct jx_page *page, const JxPublication *publication)
{
	const struct jx_page_round *round = page->content->round;
	struct jx_page_address changes = table_of(page, round, publication);
	changes.kind = JX_PAGE_CHANGES;
	jx_page_put(page, "<tr><th scope=\"row\" class=\"name\">");
	put_publication_link(page, round, publication);
	if (publication == jx_page_current(round))
		jx_page_say(page, "（现行）", " (what counts)");
	jx_page_put(page, "</th>");
	put_publication_cells(page, publication);
	jx_page_put(page, "<td>");
	jx_page_link(page, &changes);
	jx_page_say(page, "变动", "changes");
	jx_page_print(page, "<span class=\"unseen\"> %" PRIu32 "</span></a></td><td><code>",
		jx_page_number(publication));
	jx_page_text(page, publication->digest);
	jx_page_put(page, "</code></td></tr>\n");
}

enum jx_status jx_page_write_round(struct jx_page *page, struct jx_error *error)
{
	static const char *const HEADS[][2] = {{"发布", "Publication"}, {"阶段", "Stage"},
		{"发布时间", "Published"}, {"部门", "Departments"}, {"变动", "Changes"}, {"摘要", "Digest"}};
	const struct jx_page_round *round = page->content->round;
	if (round->n_publications == 0)
		return jx_page_fail_missing(page, error);
	jx_page_begin(page, round->round->title);
	begin_region(page, "发布", "publications");
	put_heads(page, HEADS, JX_COUNT_OF(HEADS));
	for (size_t i = round->n_publications; i > 0; i--)
		put_publication_row(page, round->publications[i - 1]);
	jx_page_put(page, "</tbody>\n</table>\n</div>\n");
	jx_page_finish(page);
	return JX_OK;
}
