/* What all pages have: head, way up, languages, foot; and what the pages of one publication share. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/page/private.h"

/* Nothing is loaded from elsewhere and nothing runs, also where a file is opened without the daemon's headers. */
#define POLICY "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"

static const struct jx_page_address SITE = {.kind = JX_PAGE_SITE};

/* A link to a page of no publication, in the language of the page. */
static void link_top(struct jx_page *page, enum jx_page_kind kind)
{
	struct jx_page_address to = {.kind = kind, .language = page->address->language};
	jx_page_link(page, &to);
}

static void put_ways(struct jx_page *page)
{
	const struct jx_page_address *address = page->address;
	struct jx_page_address other = *address;
	other.language = address->language == JX_EN ? JX_ZH : JX_EN;
	jx_page_put(page, "<nav aria-label=\"");
	jx_page_say(page, "全站", "site");
	jx_page_put(page, "\"><ul>\n<li>");
	link_top(page, JX_PAGE_SITE);
	jx_page_say(page, "轮次", "Rounds");
	jx_page_put(page, "</a></li>\n");
	if (address->round[0] != '\0') {
		const struct jx_page_address round = jx_page_beside(page, JX_PAGE_ROUND);
		jx_page_put(page, "<li>");
		jx_page_link(page, &round);
		jx_page_text(page, page->content->round->round->title);
		jx_page_put(page, "</a></li>\n");
	}
	jx_page_put(page, "<li>");
	link_top(page, JX_PAGE_VERIFY);
	jx_page_say(page, "怎样核验", "How to verify");
	jx_page_put(page, "</a></li>\n<li>");
	char path[JX_PAGE_PATH_BYTES];
	jx_page_put(page, "<a href=\"");
	jx_page_text(page, jx_page_path_to(page, jx_page_write_address(&other, path)));
	jx_page_put(page, other.language == JX_EN ? "\" lang=\"en\" hreflang=\"en\">English"
						  : "\" lang=\"zh-CN\" hreflang=\"zh-CN\">中文");
	jx_page_put(page, "</a></li>\n</ul></nav>\n");
}

void jx_page_put_head(struct jx_page *page, const char *title, const char *style)
{
	jx_page_put(page, "<!DOCTYPE html>\n<html lang=\"");
	jx_page_say(page, "zh-CN", "en");
	jx_page_put(page, "\">\n<head>\n<meta charset=\"utf-8\">\n"
			  "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\">\n"
			  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
			  "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
	jx_page_text(page, title);
	jx_page_put(page, " · ");
	jx_page_text(page, page->content->county);
	jx_page_put(page, "</title>\n<link rel=\"stylesheet\" href=\"");
	jx_page_put(page, style);
	jx_page_put(page, "\">\n</head>\n<body>\n");
}

void jx_page_begin(struct jx_page *page, const char *title)
{
	jx_page_put_head(page, title, jx_page_path_to(page, "style.css"));
	jx_page_put(page, "<a class=\"skip\" href=\"#content\">");
	jx_page_say(page, "跳到正文", "Skip to the content");
	jx_page_put(page, "</a>\n<header>\n<p class=\"site\"><bdi>");
	jx_page_text(page, page->content->county);
	jx_page_put(page, "</bdi> ");
	jx_page_say(page, "部门整体支出绩效自评结果", "Performance of departments: published results");
	jx_page_put(page, "</p>\n");
	put_ways(page);
	jx_page_put(page, "</header>\n<main id=\"content\">\n<h1><bdi>");
	jx_page_text(page, title);
	jx_page_put(page, "</bdi></h1>\n");
}

void jx_page_finish(struct jx_page *page)
{
	jx_page_put(page, "</main>\n<footer><p>");
	jx_page_say(page, "时间均为北京时间。排名依终评得分，从不依自评得分。",
		"Times are those of China (UTC+8). Ranks follow the final score, never the claimed one.");
	jx_page_put(page, "</p></footer>\n</body>\n</html>\n");
}

struct jx_page_address jx_page_beside(const struct jx_page *page, enum jx_page_kind kind)
{
	struct jx_page_address beside = SITE;
	beside.kind = kind;
	beside.language = page->address->language;
	(void)snprintf(beside.round, sizeof(beside.round), "%s", page->address->round);
	beside.publication = kind == JX_PAGE_ROUND ? 0 : page->address->publication;
	beside.piece = 1;
	return beside;
}

const char *jx_page_title(struct jx_page *page)
{
	const char *round = page->content->round->round->title;
	size_t size = strlen(round) + 64;
	char *title = jx_arena_alloc(page->arena, size);
	if (title == NULL) {
		page->is_short = true;
		return "";
	}
	(void)snprintf(title, size,
		page->address->language == JX_EN ? "%s, publication %" PRIu32 : "%s 第 %" PRIu32 " 次发布",
		round, page->address->publication);
	return title;
}

void jx_page_say_stage(struct jx_page *page, const JxPublication *publication)
{
	if (publication->stage == JX_PUBLICATION_STAGE_FINAL)
		jx_page_say(page, "正式发布", "final");
	else
		jx_page_say(page, "公示核对", "provisional, for checking");
	if (publication->audience == JX_PUBLICATION_AUDIENCE_PUBLIC)
		return;
	jx_page_put(page, " <strong class=\"internal\">");
	jx_page_say(page, "内部", "internal");
	jx_page_put(page, "</strong>");
}

static void put_newer(struct jx_page *page)
{
	const JxPublication *current = jx_page_current(page->content->round);
	struct jx_page_address to = jx_page_beside(page, JX_PAGE_TABLE);
	if (current == NULL || jx_page_number(current) == page->address->publication)
		return;
	to.publication = jx_page_number(current);
	jx_page_put(page, "<p class=\"note\">");
	jx_page_say(page, "现行的是另一次发布：", "Another publication counts now: ");
	jx_page_link(page, &to);
	jx_page_print(page,
		page->address->language == JX_EN ? "publication %" PRIu32 : "第 %" PRIu32 " 次发布",
		to.publication);
	jx_page_put(page, "</a></p>\n");
}

void jx_page_put_publication(struct jx_page *page)
{
	char time[JX_TIME_TEXT_BYTES];
	const JxPublication *publication = jx_page_find(page->content->round, page->address->publication);
	if (publication == NULL)
		return;
	jx_page_put(page, "<p class=\"about\">");
	jx_page_say_stage(page, publication);
	jx_page_put(page, " · ");
	jx_page_put(page, jx_page_time(publication->publish_time, time));
	if (jx_page_time(publication->window_end_time, time)[0] != '\0') {
		jx_page_say(page, " · 核对至 ", " · to be checked until ");
		jx_page_put(page, time);
	}
	jx_page_put(page, "</p>\n<p class=\"digest\">");
	jx_page_say(page, "摘要 ", "Digest ");
	jx_page_put(page, "<code>");
	jx_page_text(page, publication->digest);
	jx_page_put(page, "</code></p>\n");
	put_newer(page);
}

void jx_page_put_parts(struct jx_page *page)
{
	static const struct {
		enum jx_page_kind kind;
		const char *zh, *en;
	} PARTS[] = {
		{JX_PAGE_TABLE, "排名表", "Table"},
		{JX_PAGE_CHARTS, "图", "Charts"},
		{JX_PAGE_CHANGES, "与上次发布相比", "Changes"},
	};
	jx_page_put(page, "<nav aria-label=\"");
	jx_page_say(page, "本次发布", "this publication");
	jx_page_put(page, "\"><ul class=\"parts\">\n");
	for (size_t i = 0; i < JX_COUNT_OF(PARTS); i++) {
		const struct jx_page_address to = jx_page_beside(page, PARTS[i].kind);
		char path[JX_PAGE_PATH_BYTES];
		jx_page_put(page, PARTS[i].kind == page->address->kind
					  ? "<li><a aria-current=\"page\" href=\""
					  : "<li><a href=\"");
		jx_page_text(page, jx_page_path_to(page, jx_page_write_address(&to, path)));
		jx_page_put(page, "\">");
		jx_page_say(page, PARTS[i].zh, PARTS[i].en);
		jx_page_put(page, "</a></li>\n");
	}
	jx_page_put(page, "</ul></nav>\n");
}

/* ---- the publications of a round ---- */

uint32_t jx_page_number(const JxPublication *publication)
{
	uint64_t number = 0;
	size_t n_parent = 0;
	(void)jx_name_read_number(publication->name, "publications", &number, &n_parent);
	return (uint32_t)number;
}

const JxPublication *jx_page_current(const struct jx_page_round *round)
{
	const JxPublication *current = NULL;
	for (size_t i = 0; i < round->n_publications; i++) {
		const JxPublication *publication = round->publications[i];
		if (current == NULL || publication->stage == JX_PUBLICATION_STAGE_FINAL ||
			current->stage != JX_PUBLICATION_STAGE_FINAL)
			current = publication;
	}
	return current;
}

const JxPublication *jx_page_find(const struct jx_page_round *round, uint32_t number)
{
	for (size_t i = 0; i < round->n_publications; i++)
		if (jx_page_number(round->publications[i]) == number)
			return round->publications[i];
	return NULL;
}

const JxPublication *jx_page_before(const struct jx_page_round *round, uint32_t number)
{
	const JxPublication *before = NULL;
	for (size_t i = 0; i < round->n_publications; i++)
		if (jx_page_number(round->publications[i]) < number)
			before = round->publications[i];
	return before;
}
