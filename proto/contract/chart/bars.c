/* Charts of one row for each item: bars, and claims beside what came of them. */
#include "proto/contract/chart/chart.h"
#include "proto/contract/chart/svg.h"

#define ROW      22 /* height of one */
#define TOP      8
#define LABELS   210 /* width of the names at the left */
#define DRAWN    360 /* width of what is drawn */
#define LEFT     (LABELS + 10)
#define NUMBERS  (JX_CHART_WIDTH - LEFT - DRAWN - 14)
#define THICK    14
#define MARK     12 /* width of "▲" before a name */
#define CAPTIONS 24 /* height of the legend */

struct span {
	int64_t low, high;
};

static void widen(struct span *span, const struct jx_chart_figure *figure)
{
	if (!figure->has)
		return;
	if (figure->micros < span->low)
		span->low = figure->micros;
	if (figure->micros > span->high)
		span->high = figure->micros;
}

static size_t count_rows(const struct jx_chart *chart)
{
	return chart->n_items < JX_CHART_MAX_ROWS ? chart->n_items : JX_CHART_MAX_ROWS;
}

static struct span find_span(const struct jx_chart *chart, size_t n)
{
	struct span span = {0, 0};
	for (size_t i = 0; i < n; i++) {
		widen(&span, &chart->items[i].first);
		widen(&span, &chart->items[i].second);
	}
	return span;
}

static int place(const struct span *span, int64_t micros)
{
	return LEFT + jx_svg_scale(micros, span->low, span->high, DRAWN);
}

static void put_label(struct jx_svg *svg, const struct jx_chart_item *item, int y)
{
	if (item->is_marked)
		jx_svg_text(svg, 0, y + 13, JX_SVG_START, 0, "▲");
	jx_svg_text(svg, LABELS, y + 13, JX_SVG_END, LABELS - MARK - 4, item->label);
}

static void put_bar(struct jx_svg *svg, const struct jx_chart_item *item, const struct span *span, int y)
{
	jx_svg_begin_mark(svg, item->label, item->first.has ? item->first.text : "—", NULL);
	put_label(svg, item, y);
	if (item->first.has) {
		int zero = place(span, 0);
		int end = place(span, item->first.micros);
		struct jx_svg_box bar = {
			end < zero ? end : zero, y + 2, end < zero ? zero - end : end - zero, THICK};
		if (bar.w == 0)
			bar.w = 1;
		jx_svg_rect(svg, &bar, item->is_marked);
	}
	jx_svg_text(svg, LEFT + DRAWN + 8, y + 13, JX_SVG_START, NUMBERS,
		item->first.has ? item->first.text : "—");
	jx_svg_end_mark(svg);
}

char *jx_chart_bars(const struct jx_chart *chart, struct jx_arena *arena)
{
	struct jx_svg svg;
	size_t n = count_rows(chart);
	struct span span = find_span(chart, n);
	jx_svg_begin(&svg, TOP + (int)n * ROW + 4, chart->title);
	jx_svg_line(&svg, place(&span, 0), TOP, place(&span, 0), TOP + (int)n * ROW);
	for (size_t i = 0; i < n; i++)
		put_bar(&svg, &chart->items[i], &span, TOP + (int)i * ROW);
	return jx_svg_end(&svg, arena);
}

/* The first figure is a circle without filling, the second a square with one: they differ without colours. */
static void put_circle(struct jx_svg *svg, int x, int y)
{
	jx_svg_print(
		svg, "<circle cx=\"%d\" cy=\"%d\" r=\"5\" fill=\"#fff\" stroke=\"" JX_SVG_INK "\"/>\n", x, y);
}

static void put_square(struct jx_svg *svg, int x, int y, bool is_marked)
{
	const struct jx_svg_box square = {x - 4, y - 4, 8, 8};
	jx_svg_rect(svg, &square, is_marked);
}

static void put_pair(struct jx_svg *svg, const struct jx_chart_item *item, const struct span *span, int y)
{
	const char *first = item->first.has ? item->first.text : "—";
	const char *second = item->second.has ? item->second.text : "—";
	int at = y + ROW / 2 - 2;
	jx_svg_begin_mark(svg, item->label, first, second);
	put_label(svg, item, y);
	if (item->first.has && item->second.has)
		jx_svg_line(svg, place(span, item->first.micros), at, place(span, item->second.micros), at);
	if (item->second.has)
		put_square(svg, place(span, item->second.micros), at, item->is_marked);
	if (item->first.has)
		put_circle(svg, place(span, item->first.micros), at);
	jx_svg_text(svg, LEFT + DRAWN + 8, y + 13, JX_SVG_START, NUMBERS / 2 - 8, first);
	jx_svg_text(svg, LEFT + DRAWN + 8 + NUMBERS / 2, y + 13, JX_SVG_START, NUMBERS / 2, second);
	jx_svg_end_mark(svg);
}

static void put_captions(struct jx_svg *svg, const struct jx_chart *chart)
{
	put_circle(svg, LEFT + 5, 10);
	jx_svg_text(svg, LEFT + 14, 14, JX_SVG_START, DRAWN / 2 - 20, chart->first);
	put_square(svg, LEFT + DRAWN / 2 + 5, 10, false);
	jx_svg_text(svg, LEFT + DRAWN / 2 + 14, 14, JX_SVG_START, DRAWN / 2 - 20, chart->second);
}

char *jx_chart_gap(const struct jx_chart *chart, struct jx_arena *arena)
{
	struct jx_svg svg;
	size_t n = count_rows(chart);
	struct span span = find_span(chart, n);
	jx_svg_begin(&svg, CAPTIONS + (int)n * ROW + 4, chart->title);
	put_captions(&svg, chart);
	jx_svg_line(&svg, place(&span, 0), CAPTIONS, place(&span, 0), CAPTIONS + (int)n * ROW);
	for (size_t i = 0; i < n; i++)
		put_pair(&svg, &chart->items[i], &span, CAPTIONS + (int)i * ROW);
	return jx_svg_end(&svg, arena);
}
