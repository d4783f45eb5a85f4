/* How many things fall into each class: a column for each. */
#include "proto/contract/chart/chart.h"
#include "proto/contract/chart/svg.h"

#define TOP    24
#define TALL   180 /* the tallest column */
#define BOTTOM 30
#define MOST   24u /* classes */

static void put_column(struct jx_svg *svg, const struct jx_chart_item *item, int64_t high, int x, int width)
{
	int height = item->first.has ? jx_svg_scale(item->first.micros, 0, high, TALL) : 0;
	struct jx_svg_box column = {x + width / 8, TOP + TALL - height, width - width / 4, height};
	jx_svg_begin_mark(svg, item->label, item->first.text, NULL);
	if (height > 0)
		jx_svg_rect(svg, &column, item->is_marked);
	jx_svg_text(svg, x + width / 2, column.y - 5, JX_SVG_MIDDLE, width - 2, item->first.text);
	jx_svg_text(svg, x + width / 2, TOP + TALL + 18, JX_SVG_MIDDLE, width - 2, item->label);
	jx_svg_end_mark(svg);
}

char *jx_chart_columns(const struct jx_chart *chart, struct jx_arena *arena)
{
	struct jx_svg svg;
	int64_t high = 1;
	size_t n = chart->n_items < MOST ? chart->n_items : MOST;
	int width = n > 0 ? JX_CHART_WIDTH / (int)n : JX_CHART_WIDTH;
	for (size_t i = 0; i < n; i++)
		if (chart->items[i].first.has && chart->items[i].first.micros > high)
			high = chart->items[i].first.micros;
	jx_svg_begin(&svg, TOP + TALL + BOTTOM, chart->title);
	for (size_t i = 0; i < n; i++)
		put_column(&svg, &chart->items[i], high, (int)i * width, width);
	jx_svg_line(&svg, 0, TOP + TALL, JX_CHART_WIDTH, TOP + TALL);
	return jx_svg_end(&svg, arena);
}
