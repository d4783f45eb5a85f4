/* The table as charts, with the numbers beside them: distribution, claims beside results, execution beside scores. */
#include <inttypes.h>
#include <stdio.h>

#include "proto/contract/chart/chart.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/page/private.h"

#define POINT       INT64_C(1000000)
#define BIN         (5 * POINT)
#define N_BINS      20u
#define LOW_RATE    (80 * POINT) /* less is executed ... */
#define HIGH_SCORE  (90 * POINT) /* ... and yet the score is high: to be explained */
#define LABEL_BYTES 24u

static struct jx_chart_figure figure_of(struct jx_page *page, const JxDecimal *decimal)
{
	struct jx_chart_figure figure = {.text = "—"};
	char text[JX_FIGURE_TEXT_BYTES];
	if (decimal == NULL || !jx_has_decimal(decimal) ||
		jx_decimal_print(decimal, text, sizeof(text)) != JX_OK)
		return figure;
	const char *kept = jx_arena_strdup(page->arena, text);
	if (kept == NULL) {
		page->is_short = true;
		return figure;
	}
	return (struct jx_chart_figure){true, decimal->micros, kept};
}

static struct jx_chart_figure rate_of(struct jx_page *page, const JxRankRow *row)
{
	return figure_of(page, row->execution_rate != NULL ? row->execution_rate->value : NULL);
}

/* @return NULL without memory. */
static struct jx_chart_item *new_items(struct jx_page *page, size_t n)
{
	struct jx_chart_item *items = jx_arena_calloc(page->arena, n + 1, sizeof(*items));
	if (items == NULL)
		page->is_short = true;
	return items;
}

static void put_chart(struct jx_page *page, char *(*draw)(const struct jx_chart *, struct jx_arena *),
	const struct jx_chart *chart)
{
	char *svg = draw(chart, page->arena);
	if (svg == NULL) {
		page->is_short = true;
		return;
	}
	jx_page_put(page, "<h2>");
	jx_page_text(page, chart->title);
	jx_page_put(page, "</h2>\n<figure class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"");
	jx_page_text(page, chart->title);
	jx_page_put(page, "\">\n");
	jx_page_put(page, svg);
	jx_page_put(page, "</figure>\n");
}

static void put_remark(struct jx_page *page, const char *zh, const char *en)
{
	jx_page_put(page, "<p>");
	jx_page_say(page, zh, en);
	jx_page_put(page, "</p>\n");
}

/* Classes of five points, the last one with 100 in it. */
static void put_distribution(struct jx_page *page, const JxPublication *publication)
{
	size_t counts[N_BINS] = {0};
	size_t first = N_BINS;
	bool is_en = page->address->language == JX_EN;
	for (size_t i = 0; i < publication->n_rows; i++) {
		const JxDecimal *score = publication->rows[i]->final_score;
		if (!jx_has_decimal(score))
			continue;
		int64_t bin = score->micros / BIN;
		size_t index = bin < 0 ? 0 : bin >= (int64_t)N_BINS ? N_BINS - 1 : (size_t)bin;
		counts[index]++;
		first = index < first ? index : first;
	}
	struct jx_chart_item *items = new_items(page, N_BINS - first);
	char *texts = jx_arena_calloc(page->arena, (N_BINS - first + 1) * 2, LABEL_BYTES);
	if (items == NULL || texts == NULL || first == N_BINS) {
		page->is_short = page->is_short || texts == NULL;
		return;
	}
	for (size_t i = first; i < N_BINS; i++) {
		char *label = texts + (i - first) * 2 * LABEL_BYTES;
		char *count = label + LABEL_BYTES;
		(void)snprintf(label, LABEL_BYTES, "%zu–%zu", 5 * i, 5 * i + 5);
		(void)snprintf(count, LABEL_BYTES, "%zu", counts[i]);
		items[i - first] = (struct jx_chart_item){
			.label = label, .first = {true, (int64_t)counts[i] * POINT, count}};
	}
	const struct jx_chart chart = {.title = is_en ? "Departments by final score" : "各分数段的部门数",
		.first = is_en ? "departments" : "部门数",
		.items = items,
		.n_items = N_BINS - first};
	put_chart(page, jx_chart_columns, &chart);
	put_remark(page, "每段含下限，不含上限；100 分在最后一段。",
		"A class holds its lower end and not its upper one; 100 is in the last.");
}

static void put_gap(struct jx_page *page, const JxPublication *publication)
{
	bool is_en = page->address->language == JX_EN;
	size_t n = publication->n_rows < JX_CHART_MAX_ROWS ? publication->n_rows : JX_CHART_MAX_ROWS;
	struct jx_chart_item *items = new_items(page, n);
	for (size_t i = 0; items != NULL && i < n; i++)
		items[i] = (struct jx_chart_item){.label = publication->rows[i]->title,
			.first = figure_of(page, publication->rows[i]->claimed_score),
			.second = figure_of(page, publication->rows[i]->final_score)};
	const struct jx_chart chart = {.title = is_en ? "Claimed and final score" : "自评与终评",
		.first = is_en ? "claimed" : "自评",
		.second = is_en ? "final" : "终评",
		.items = items,
		.n_items = items != NULL ? n : 0};
	put_chart(page, jx_chart_gap, &chart);
	if (n < publication->n_rows)
		put_remark(page, "只画前 60 个部门。", "Only the first 60 departments are drawn.");
}

static bool is_odd(const JxRankRow *row)
{
	const JxDecimal *rate = row->execution_rate != NULL ? row->execution_rate->value : NULL;
	return rate != NULL && jx_has_decimal(rate) && jx_has_decimal(row->final_score) &&
	       rate->micros < LOW_RATE && row->final_score->micros >= HIGH_SCORE;
}

static void put_quadrant(struct jx_page *page, const JxPublication *publication)
{
	bool is_en = page->address->language == JX_EN;
	size_t n = publication->n_rows < JX_CHART_MAX_ROWS ? publication->n_rows : JX_CHART_MAX_ROWS;
	struct jx_chart_item *items = new_items(page, n);
	for (size_t i = 0; items != NULL && i < n; i++)
		items[i] = (struct jx_chart_item){.label = publication->rows[i]->title,
			.first = rate_of(page, publication->rows[i]),
			.second = figure_of(page, publication->rows[i]->final_score),
			.is_marked = is_odd(publication->rows[i])};
	const struct jx_chart chart = {.title = is_en ? "Execution and final score" : "预算执行率与终评得分",
		.first = is_en ? "executed, %" : "预算执行率（%）",
		.second = is_en ? "final score" : "终评得分",
		.items = items,
		.n_items = items != NULL ? n : 0,
		.first_split = LOW_RATE,
		.second_split = HIGH_SCORE};
	put_chart(page, jx_chart_quadrant, &chart);
	put_remark(page, "左上（▲）：执行率低于 80% 而终评 90 分及以上。",
		"Upper left (▲): less than 80% executed, and a final score of 90 and more.");
}

enum jx_status jx_page_write_charts(struct jx_page *page, struct jx_error *error)
{
	const JxPublication *publication = jx_page_table_publication(page->content->table);
	(void)error;
	jx_page_begin(page, jx_page_title(page));
	jx_page_put_publication(page);
	jx_page_put_parts(page);
	if (publication->n_rows > 0) {
		put_distribution(page, publication);
		put_gap(page, publication);
		put_quadrant(page, publication);
	} else {
		put_remark(page, "表中没有部门。", "There is no department in the table.");
	}
	jx_page_finish(page);
	return JX_OK;
}
