/* The published table, a piece of it in one order: sorted by links, not by scripts. */
#include <inttypes.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/page/private.h"

#define NEAR_PIECES 3u /* links to the pieces before and after */

static const struct {
	const char *zh, *en;
} ORDERS[JX_PAGE_ORDERS] = {
	[JX_PAGE_BY_RANK] = {"名次", "rank"},
	[JX_PAGE_BY_CLAIMED] = {"自评得分", "claimed score"},
	[JX_PAGE_BY_COMPUTED] = {"测算得分", "computed score"},
	[JX_PAGE_BY_REVIEWED] = {"复核得分", "reviewed score"},
	[JX_PAGE_BY_COVERAGE] = {"覆盖率", "coverage"},
	[JX_PAGE_BY_EXECUTION] = {"执行率", "execution rate"},
	[JX_PAGE_BY_CODE] = {"部门编码", "department code"},
};

/* ---- sorting, groups, pieces ---- */

static void put_choice(struct jx_page *page, const struct jx_page_address *to, bool is_here, const char *text)
{
	jx_page_put(page, "<li>");
	if (is_here) {
		jx_page_put(page, "<a aria-current=\"page\" href=\"#table\">");
	} else {
		jx_page_link(page, to);
	}
	jx_page_text(page, text);
	jx_page_put(page, "</a></li>\n");
}

static void put_orders(struct jx_page *page)
{
	const struct jx_page_address *address = page->address;
	jx_page_put(page, "<nav class=\"choice\" aria-label=\"");
	jx_page_say(page, "排序", "sorting");
	jx_page_put(page, "\"><p>");
	jx_page_say(page, "排序：", "Sorted by:");
	jx_page_put(page, "</p><ul>\n");
	for (int i = 0; i < JX_PAGE_ORDERS; i++) {
		struct jx_page_address to = jx_page_beside(page, JX_PAGE_TABLE);
		to.order = (enum jx_page_order)i;
		put_choice(page, &to, address->group == 0 && address->order == to.order,
			address->language == JX_EN ? ORDERS[i].en : ORDERS[i].zh);
	}
	jx_page_put(page, "</ul></nav>\n");
}

static void put_groups(struct jx_page *page)
{
	size_t n = 0;
	const struct jx_page_group *groups = jx_page_table_groups(page->content->table, &n);
	struct jx_page_address to = jx_page_beside(page, JX_PAGE_TABLE);
	if (n == 0)
		return;
	jx_page_put(page, "<nav class=\"choice\" aria-label=\"");
	jx_page_say(page, "可比组", "peer groups");
	jx_page_put(page, "\"><p>");
	jx_page_say(page, "可比组：", "Peer group:");
	jx_page_put(page, "</p><ul>\n");
	put_choice(page, &to, page->address->group == 0, page->address->language == JX_EN ? "all" : "全部");
	for (size_t i = 0; i < n; i++) {
		to.group = (uint32_t)i + 1;
		put_choice(page, &to, page->address->group == to.group, groups[i].name);
	}
	jx_page_put(page, "</ul></nav>\n");
}

static void put_piece(struct jx_page *page, uint32_t piece, const char *relation, const char *text)
{
	struct jx_page_address to = *page->address;
	char path[JX_PAGE_PATH_BYTES];
	to.piece = piece;
	jx_page_put(page, "<li><a ");
	if (piece == page->address->piece)
		jx_page_put(page, "aria-current=\"page\" ");
	jx_page_put(page, relation);
	jx_page_put(page, "href=\"");
	jx_page_text(page, jx_page_path_to(page, jx_page_write_address(&to, path)));
	jx_page_put(page, "\">");
	if (text != NULL)
		jx_page_put(page, text);
	else
		jx_page_print(page, "%" PRIu32, piece);
	jx_page_put(page, "</a></li>\n");
}

static bool is_near(uint32_t piece, uint32_t here)
{
	return piece + NEAR_PIECES >= here && piece <= here + NEAR_PIECES;
}

/* The first, the last and those near this one; of some hundreds no page lists all. */
static void put_pieces(struct jx_page *page, const struct jx_page_rows *rows)
{
	uint32_t here = page->address->piece;
	bool is_en = page->address->language == JX_EN;
	if (rows->pieces == 1)
		return;
	jx_page_put(page, "<nav class=\"choice\" aria-label=\"");
	jx_page_say(page, "分页", "pages of the table");
	jx_page_put(page, "\"><p>");
	jx_page_print(page, is_en ? "Rows %zu to %zu of %zu:" : "第 %zu 至 %zu 行，共 %zu 行：",
		rows->first + 1, rows->first + rows->n, rows->n_all);
	jx_page_put(page, "</p><ul>\n");
	if (here > 1)
		put_piece(page, here - 1, "rel=\"prev\" ", is_en ? "before" : "上一页");
	for (uint32_t piece = 1; piece <= rows->pieces; piece++)
		if (piece == 1 || piece == rows->pieces || is_near(piece, here))
			put_piece(page, piece, "", NULL);
	if (here < rows->pieces)
		put_piece(page, here + 1, "rel=\"next\" ", is_en ? "next" : "下一页");
	jx_page_put(page, "</ul></nav>\n");
}

/* ---- the table ---- */

/* Columns behind rank and name: right-aligned, the fourth one being what ranks follow. */
static const struct {
	const char *zh, *en;
	enum jx_page_order order; /* whose heading says that it is the order; JX_PAGE_ORDERS: none */
} COLUMNS[] = {
	{"自评", "Claimed", JX_PAGE_BY_CLAIMED},
	{"测算", "Computed", JX_PAGE_BY_COMPUTED},
	{"复核", "Reviewed", JX_PAGE_BY_REVIEWED},
	{"终评", "Final", JX_PAGE_BY_RANK},
	{"等级", "Grade", JX_PAGE_ORDERS},
	{"覆盖率", "Coverage", JX_PAGE_BY_COVERAGE},
	{"执行率", "Executed", JX_PAGE_BY_EXECUTION},
};

static void put_heading(struct jx_page *page)
{
	const struct jx_page_address *address = page->address;
	jx_page_put(page, "<thead><tr><th scope=\"col\">");
	jx_page_say(page, "名次", "Rank");
	jx_page_put(page, "</th><th scope=\"col\" class=\"name\">");
	jx_page_say(page, "部门", "Department");
	jx_page_put(page, "</th>");
	for (size_t i = 0; i < JX_COUNT_OF(COLUMNS); i++) {
		bool is_order = address->group == 0 && COLUMNS[i].order == address->order;
		jx_page_put(page, "<th scope=\"col\"");
		if (is_order)
			jx_page_put(
				page, address->order == JX_PAGE_BY_RANK ? "" : " aria-sort=\"descending\"");
		jx_page_put(page, ">");
		jx_page_say(page, COLUMNS[i].zh, COLUMNS[i].en);
		jx_page_put(page, "</th>");
	}
	jx_page_put(page, "<th scope=\"col\">");
	jx_page_say(page, "说明", "Remarks");
	jx_page_put(page, "</th></tr></thead>\n");
}

static void put_remarks(struct jx_page *page, const JxRankRow *row)
{
	const char *gap = "";
	if (row->group == JX_COVERAGE_GROUP_UNVERIFIABLE) {
		jx_page_say(page, "无法核实", "cannot be verified");
		gap = page->address->language == JX_EN ? ", " : "、";
	}
	if (row->is_late) {
		jx_page_put(page, gap);
		jx_page_say(page, "逾期", "late");
		gap = page->address->language == JX_EN ? ", " : "、";
	}
	if (row->is_unanswered) {
		jx_page_put(page, gap);
		jx_page_say(page, "未回应", "unanswered");
	}
}

static void put_row(struct jx_page *page, const JxRankRow *row)
{
	struct jx_page_address to = jx_page_beside(page, JX_PAGE_DEPARTMENT);
	const JxDecimal *const scores[] = {
		row->claimed_score, row->computed_score, row->reviewed_score, row->final_score};
	size_t i = 0;
	for (const char *code = jx_name_last(row->department); *code != '\0' && i < JX_MAX_CODE_BYTES; code++)
		to.department[i++] = *code;
	jx_page_put(page, "<tr><td>");
	if (row->rank > 0)
		jx_page_print(page, "%" PRIu32, row->rank);
	else
		jx_page_put(page, "—");
	jx_page_put(page, "</td><th scope=\"row\" class=\"name\">");
	jx_page_link(page, &to);
	jx_page_put(page, "<bdi>");
	jx_page_text(page, row->title);
	jx_page_put(page, "</bdi></a></th>");
	for (size_t k = 0; k < JX_COUNT_OF(scores); k++) {
		jx_page_put(page, "<td>");
		jx_page_decimal(page, scores[k]);
		jx_page_put(page, "</td>");
	}
	jx_page_put(page, "<td>");
	jx_page_text(page, row->grade[0] != '\0' ? row->grade : "—");
	jx_page_put(page, "</td><td>");
	jx_page_decimal(page, row->coverage);
	jx_page_put(page, "%</td><td>");
	jx_page_percent(page, row->execution_rate);
	jx_page_put(page, "</td><td class=\"remarks\">");
	put_remarks(page, row);
	jx_page_put(page, "</td></tr>\n");
}

static void put_table(struct jx_page *page, const struct jx_page_rows *rows)
{
	const JxPublication *publication = jx_page_table_publication(page->content->table);
	size_t n_groups = 0;
	const struct jx_page_group *groups = jx_page_table_groups(page->content->table, &n_groups);
	jx_page_put(page, "<div class=\"wide\" id=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
	jx_page_say(page, "排名表", "table");
	jx_page_put(page, "\">\n<table>\n<caption>");
	if (page->address->group > 0) {
		jx_page_say(page, "可比组“", "Peer group “");
		jx_page_text(page, groups[page->address->group - 1].name);
		jx_page_say(page, "”，名次为全县名次", "”; ranks are those among all");
	} else {
		jx_page_say(page, "按", "By ");
		jx_page_say(page, ORDERS[page->address->order].zh, ORDERS[page->address->order].en);
		jx_page_say(page, "排列", "");
	}
	jx_page_put(page, "</caption>\n");
	put_heading(page);
	jx_page_put(page, "<tbody>\n");
	for (size_t i = 0; i < rows->n; i++)
		put_row(page, publication->rows[rows->rows[i]]);
	jx_page_put(page, "</tbody>\n</table>\n</div>\n");
}

/* ---- who is not in it ---- */

static void put_missing(struct jx_page *page, const JxPublication *publication)
{
	if (publication->n_missing == 0)
		return;
	jx_page_put(page, "<h2>");
	jx_page_say(page, "没有被接受的报告", "Without an accepted report");
	jx_page_put(page, "</h2>\n<ul class=\"codes\">\n");
	for (size_t i = 0; i < publication->n_missing; i++) {
		jx_page_put(page, "<li>");
		jx_page_text(page, jx_name_last(publication->missing[i]));
		jx_page_put(page, "</li>\n");
	}
	jx_page_put(page, "</ul>\n");
}

static void put_waived(struct jx_page *page, const JxPublication *publication)
{
	if (publication->n_waived == 0)
		return;
	jx_page_put(page, "<h2>");
	jx_page_say(page, "免报", "Need not file");
	jx_page_put(page, "</h2>\n<ul>\n");
	for (size_t i = 0; i < publication->n_waived; i++) {
		const JxWaivedDepartment *waived = publication->waived[i];
		jx_page_put(page, "<li><bdi>");
		jx_page_text(page, waived->title);
		jx_page_put(page, "</bdi> (");
		jx_page_text(page, jx_name_last(waived->department));
		jx_page_put(page, "): <bdi>");
		jx_page_text(page, waived->document);
		jx_page_put(page, "</bdi>");
		if (waived->merged_into[0] != '\0') {
			jx_page_say(page, "，并入 ", ", merged into ");
			jx_page_text(page, jx_name_last(waived->merged_into));
		}
		jx_page_put(page, "</li>\n");
	}
	jx_page_put(page, "</ul>\n");
}

/* ---- files ---- */

static void put_file(struct jx_page *page, const char *name, const char *zh, const char *en)
{
	jx_page_put(page, "<li><a href=\"");
	jx_page_text(page, jx_page_path_to(page, ""));
	jx_page_print(
		page, "rounds/%s/%" PRIu32 "/%s\">", page->address->round, page->address->publication, name);
	jx_page_put(page, name);
	jx_page_put(page, "</a> ");
	jx_page_say(page, zh, en);
	jx_page_put(page, "</li>\n");
}

static void put_files(struct jx_page *page)
{
	jx_page_put(page, "<h2>");
	jx_page_say(page, "下载", "Downloads");
	jx_page_put(page, "</h2>\n<ul>\n");
	put_file(page, "table.csv", "本表，CSV", "this table as CSV");
	put_file(page, "table.json", "本表，JSON", "this table as JSON");
	put_file(page, "datapackage.json", "数据包说明（Data Package），说明各列，并附文件摘要",
		"Data Package: what the columns are, with digests of the files");
	put_file(page, "publication.jsonl", "本次发布全文，含报告，可据以重算",
		"the whole publication with its reports, to compute it again");
	jx_page_put(page, "</ul>\n");
}

enum jx_status jx_page_write_table(struct jx_page *page, struct jx_error *error)
{
	struct jx_page_rows rows;
	const JxPublication *publication = jx_page_table_publication(page->content->table);
	if (!jx_page_table_rows(page->content->table, page->address, JX_PAGE_ROWS, &rows))
		return jx_page_fail_missing(page, error);
	jx_page_begin(page, jx_page_title(page));
	jx_page_put_publication(page);
	jx_page_put_parts(page);
	put_orders(page);
	put_groups(page);
	put_pieces(page, &rows);
	put_table(page, &rows);
	if (page->address->piece == rows.pieces && page->address->group == 0) {
		put_missing(page, publication);
		put_waived(page, publication);
	}
	put_files(page);
	jx_page_finish(page);
	return JX_OK;
}
