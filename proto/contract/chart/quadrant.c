/* Points by two figures, with a line across at a limit of each. */
#include "proto/contract/base/array.h"
#include "proto/contract/chart/chart.h"
#include "proto/contract/chart/svg.h"

#include <stdio.h>

#define LEFT   56
#define TOP    32
#define WIDE   (JX_CHART_WIDTH - LEFT - 12)
#define TALL   380
#define BOTTOM 44
#define STEP   INT64_C(10000000) /* between two numbers on an axis */
#define RADIUS 4
#define HEIGHT 16 /* of a label */

struct axes {
	int64_t first_low, first_high, second_low, second_high;
};

static bool is_drawn(const struct jx_chart_item *item)
{
	return item->first.has && item->second.has;
}

static int64_t floor_step(int64_t micros)
{
	return micros >= 0 ? micros / STEP * STEP : -((-micros + STEP - 1) / STEP * STEP);
}

/* From the least to the greatest, in whole steps and with the limits inside; at least one step wide. */
static void widen(int64_t *low, int64_t *high, int64_t micros)
{
	if (floor_step(micros) < *low)
		*low = floor_step(micros);
	if (micros > *high)
		*high = floor_step(micros + STEP - 1);
}

static struct axes find_axes(const struct jx_chart *chart)
{
	struct axes axes = {floor_step(chart->first_split), floor_step(chart->first_split) + STEP,
		floor_step(chart->second_split), floor_step(chart->second_split) + STEP};
	for (size_t i = 0; i < chart->n_items; i++) {
		if (!is_drawn(&chart->items[i]))
			continue;
		widen(&axes.first_low, &axes.first_high, chart->items[i].first.micros);
		widen(&axes.second_low, &axes.second_high, chart->items[i].second.micros);
	}
	return axes;
}

static int place_x(const struct axes *axes, int64_t micros)
{
	return LEFT + jx_svg_scale(micros, axes->first_low, axes->first_high, WIDE);
}

static int place_y(const struct axes *axes, int64_t micros)
{
	return TOP + TALL - jx_svg_scale(micros, axes->second_low, axes->second_high, TALL);
}

/* Numbers at about ten places of an axis. */
static int64_t tick_of(int64_t low, int64_t high)
{
	int64_t n = (high - low) / STEP;
	return (n / 10 + 1) * STEP;
}

static void put_axes(struct jx_svg *svg, const struct jx_chart *chart, const struct axes *axes)
{
	char number[32];
	int64_t tick = tick_of(axes->first_low, axes->first_high);
	jx_svg_print(svg,
		"<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"" JX_SVG_GRID
		"\"/>\n",
		LEFT, TOP, WIDE, TALL);
	for (int64_t at = axes->first_low; at <= axes->first_high; at += tick) {
		(void)snprintf(number, sizeof(number), "%lld", (long long)(at / 1000000));
		jx_svg_text(svg, place_x(axes, at), TOP + TALL + 20, JX_SVG_MIDDLE, 0, number);
	}
	tick = tick_of(axes->second_low, axes->second_high);
	for (int64_t at = axes->second_low; at <= axes->second_high; at += tick) {
		(void)snprintf(number, sizeof(number), "%lld", (long long)(at / 1000000));
		jx_svg_text(svg, LEFT - 6, place_y(axes, at) + 4, JX_SVG_END, 0, number);
	}
	jx_svg_line(
		svg, place_x(axes, chart->first_split), TOP, place_x(axes, chart->first_split), TOP + TALL);
	jx_svg_line(svg, LEFT, place_y(axes, chart->second_split), LEFT + WIDE,
		place_y(axes, chart->second_split));
	jx_svg_text(svg, LEFT + WIDE, TOP + TALL + 38, JX_SVG_END, WIDE, chart->first);
	jx_svg_text(svg, 0, 13, JX_SVG_START, WIDE, chart->second);
}

static void put_point(struct jx_svg *svg, const struct jx_chart_item *item, const struct axes *axes)
{
	int x = place_x(axes, item->first.micros);
	int y = place_y(axes, item->second.micros);
	const struct jx_svg_box point = {x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS};
	jx_svg_begin_mark(svg, item->label, item->first.text, item->second.text);
	if (item->is_marked)
		jx_svg_print(svg,
			"<path d=\"M%d %dL%d %dL%d %dZ\" fill=\"#fff\" stroke=\"" JX_SVG_RED
			"\" stroke-width=\"2\"/>\n",
			x, y - RADIUS - 1, x + RADIUS + 1, y + RADIUS, x - RADIUS - 1, y + RADIUS);
	else
		jx_svg_print(svg,
			"<circle cx=\"%d\" cy=\"%d\" r=\"%d\" fill=\"" JX_SVG_BLUE
			"\" fill-opacity=\"0.7\"/>\n",
			x, y, RADIUS);
	jx_svg_end_mark(svg);
	jx_svg_keep_clear(svg, &point);
}

/* The name of a point, at the first place around it that is clear; none where all are taken: tables name it too. */
static void put_name(struct jx_svg *svg, const struct jx_chart_item *item, const struct axes *axes)
{
	int x = place_x(axes, item->first.micros);
	int y = place_y(axes, item->second.micros);
	int w = jx_svg_width(item->label);
	const struct jx_svg_box boxes[] = {{x + RADIUS + 4, y - HEIGHT / 2, w, HEIGHT},
		{x - RADIUS - 4 - w, y - HEIGHT / 2, w, HEIGHT},
		{x - w / 2, y - RADIUS - 3 - HEIGHT, w, HEIGHT}, {x - w / 2, y + RADIUS + 3, w, HEIGHT},
		{x + RADIUS + 2, y - RADIUS - HEIGHT, w, HEIGHT}, {x + RADIUS + 2, y + RADIUS, w, HEIGHT},
		{x - RADIUS - 2 - w, y - RADIUS - HEIGHT, w, HEIGHT},
		{x - RADIUS - 2 - w, y + RADIUS, w, HEIGHT}};
	for (size_t i = 0; i < JX_COUNT_OF(boxes); i++) {
		const struct jx_svg_box *box = &boxes[i];
		if (box->x < LEFT + 2 || box->x + w > LEFT + WIDE - 2 || box->y < TOP + 2 ||
			box->y + HEIGHT > TOP + TALL - 2 || !jx_svg_take_room(svg, box))
			continue;
		jx_svg_text(svg, box->x, box->y + 12, JX_SVG_START, 0, item->label);
		return;
	}
}

char *jx_chart_quadrant(const struct jx_chart *chart, struct jx_arena *arena)
{
	struct jx_svg svg;
	struct axes axes = find_axes(chart);
	jx_svg_begin(&svg, TOP + TALL + BOTTOM, chart->title);
	put_axes(&svg, chart, &axes);
	/* The marked ones last, so that nothing hides them; what they keep clear of comes first in any case. */
	for (int marked = 0; marked < 2; marked++)
		for (size_t i = 0; i < chart->n_items; i++)
			if (is_drawn(&chart->items[i]) && chart->items[i].is_marked == (marked == 1))
				put_point(&svg, &chart->items[i], &axes);
	for (size_t i = 0; i < chart->n_items; i++)
		if (is_drawn(&chart->items[i]) && chart->items[i].is_marked)
			put_name(&svg, &chart->items[i], &axes);
	return jx_svg_end(&svg, arena);
}
