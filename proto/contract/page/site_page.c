/* The list of rounds; a round with its publications; how anybody verifies them. */
#include <inttypes.h>
#include <string.h>

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
	jx_page_end(page);
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
		return jx_page_fail(page, error);
	jx_page_begin(page, round->round->title);
	begin_region(page, "发布", "publications");
	put_heads(page, HEADS, JX_COUNT_OF(HEADS));
	for (size_t i = round->n_publications; i > 0; i--)
		put_publication_row(page, round->publications[i - 1]);
	jx_page_put(page, "</tbody>\n</table>\n</div>\n");
	jx_page_end(page);
	return JX_OK;
}

/* ---- how to verify ---- */

static const char SCRIPT[] =
	"import hashlib, json, sys\n"
	"whole, reports = None, {}\n"
	"for line in open(sys.argv[1], encoding='utf-8'):\n"
	"    part = json.loads(line)\n"
	"    page = part.get('publication')\n"
	"    if page and whole is None:\n"
	"        whole = page\n"
	"    elif page:\n"
	"        for key in ('rows', 'missing', 'waived'):\n"
	"            whole.setdefault(key, []).extend(page.get(key, []))\n"
	"            whole[key] or whole.pop(key)\n"
	"    elif 'report' in part:\n"
	"        text = json.dumps(part['report']['report'], ensure_ascii=False, sort_keys=True, separators=(',', ':'))\n"
	"        reports[part['report']['digest']] = 'sha256:' + hashlib.sha256(text.encode()).hexdigest()\n"
	"digest = whole.pop('digest')\n"
	"text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(',', ':'))\n"
	"computed = 'sha256:' + hashlib.sha256(text.encode()).hexdigest()\n"
	"same = all(stated == got for stated, got in reports.items())\n"
	"same = same and {row['digest'] for row in whole.get('rows', [])} == set(reports)\n"
	"print(computed)\n"
	"sys.exit(0 if computed == digest and same else 1)\n";

static void put_step(struct jx_page *page, const char *zh, const char *en)
{
	jx_page_put(page, "<li>");
	jx_page_say(page, zh, en);
	jx_page_put(page, "</li>\n");
}

static void put_code(struct jx_page *page, const char *id, const char *code)
{
	jx_page_print(page, "<pre id=\"%s\" tabindex=\"0\"><code>", id);
	for (const char *at = code; *at != '\0'; at++) {
		if (*at == '\n')
			jx_page_put(page, "\n");
		else
			jx_page_text(page, (const char[]){*at, '\0'});
	}
	jx_page_put(page, "</code></pre>\n");
}

enum jx_status jx_page_write_verify(struct jx_page *page, struct jx_error *error)
{
	(void)error;
	jx_page_begin(page, page->address->language == JX_EN ? "How to verify" : "怎样核验");
	jx_page_put(page, "<p>");
	jx_page_say(page,
		"每一次发布都有一个摘要，印在财政部门的文件上，也写在本站各页上。任何人都可以用下载的文件重算它，不必相信这台服务器。",
		"Each publication has a digest, which finance prints on paper and which stands on these pages. Anybody can compute it again from the file, without trusting this server.");
	jx_page_put(page, "</p>\n<ol>\n");
	put_step(page, "下载该次发布的 <code>publication.jsonl</code>。",
		"Get <code>publication.jsonl</code> of the publication.");
	put_step(page, "运行下面的程序：<code>python3 verify.py publication.jsonl</code>。只需 Python 3。",
		"Run this program: <code>python3 verify.py publication.jsonl</code>. It needs Python 3 alone.");
	put_step(page, "它印出的摘要应与纸上的摘要逐字相同，退出码应为 0。退出码 1 表示文件已被改动。",
		"What it prints must be the digest on paper, and its exit code 0. Exit code 1 says that the file was altered.");
	jx_page_put(page, "</ol>\n");
	put_code(page, "program", SCRIPT);
	jx_page_put(page, "<h2>");
	jx_page_say(page, "重算全部得分和名次", "All scores and ranks computed again");
	jx_page_put(page, "</h2>\n<p>");
	jx_page_say(page, "客户端按规则手册从报告重算每一个得分、每一个名次和各签名：",
		"The client computes each score and each rank from the reports by the rulebook, and verifies the signatures:");
	jx_page_put(page, "</p>\n");
	put_code(page, "client", "jixiao verify-publication publication.jsonl\n");
	jx_page_end(page);
	return JX_OK;
}
