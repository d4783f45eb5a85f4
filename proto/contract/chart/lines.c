/* Lines over time, told apart by their dashes and their marks. */
#include "proto/contract/chart/chart.h"
#include "proto/contract/chart/svg.h"

#define LEFT   10
#define NAMES  200 /* width of the names at the right */
#define WIDE   (JX_CHART_WIDTH - LEFT - NAMES - 20)
#define TOP    24
#define TALL   240
#define BOTTOM 30
#define HEIGHT 18  /* of a name */
#define MOST   12u /* times */

struct drawing {
	struct jx_svg svg;
	const struct jx_chart_trend *trend;
	size_t n_times;
	int64_t low, high;
};

static int place_x(const struct drawing *drawing, size_t time)
{
	return drawing->n_times < 2 ? LEFT + WIDE / 2
				    : LEFT + 24 + (int)time * (WIDE - 48) / (int)(drawing->n_times - 1);
}

static int place_y(const struct drawing *drawing, int64_t micros)
{
	return TOP + TALL - 28 - jx_svg_scale(micros, drawing->low, drawing->high, TALL - 56);
}

static void find_span(struct drawing *drawing, size_t n_series)
{
	bool is_first = true;
	for (size_t i = 0; i < n_series; i++)
		for (size_t j = 0; j < drawing->n_times; j++) {
			const struct jx_chart_figure *point = &drawing->trend->series[i].points[j];
			if (!point->has)
				continue;
			if (is_first || point->micros < drawing->low)
				drawing->low = point->micros;
			if (is_first || point->micros > drawing->high)
				drawing->high = point->micros;
			is_first = false;
		}
}

static void put_point(struct drawing *drawing, size_t series, int x, int y)
{
	static const char *const FILLS[] = {JX_SVG_BLUE, "#fff"};
	const char *fill = FILLS[series % 2];
	if (series % 3 == 0)
		jx_svg_print(&drawing->svg,
			"<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\" stroke=\"" JX_SVG_BLUE "\"/>\n", x,
			y, fill);
	else if (series % 3 == 1)
		jx_svg_print(&drawing->svg,
			"<rect x=\"%d\" y=\"%d\" width=\"8\" height=\"8\" fill=\"%s\" stroke=\"" JX_SVG_BLUE
			"\"/>\n",
			x - 4, y - 4, fill);
	else
		jx_svg_print(&drawing->svg,
			"<path d=\"M%d %dl5 9h-10Z\" fill=\"%s\" stroke=\"" JX_SVG_BLUE "\"/>\n", x, y - 5,
			fill);
}

/* A number above or below its point, where there is room. */
static void put_number(struct drawing *drawing, int x, int y, const char *text)
{
	int w = jx_svg_width(text);
	const struct jx_svg_box above = {x - w / 2, y - 6 - HEIGHT, w, HEIGHT};
	const struct jx_svg_box below = {x - w / 2, y + 6, w, HEIGHT};
	if (jx_svg_take_room(&drawing->svg, &above))
		jx_svg_text(&drawing->svg, x, y - 10, JX_SVG_MIDDLE, 0, text);
	else if (jx_svg_take_room(&drawing->svg, &below))
		jx_svg_text(&drawing->svg, x, y + 19, JX_SVG_MIDDLE, 0, text);
}

/* The name of a line at its end, moved down and up until it is clear. */
static void put_name(struct drawing *drawing, const char *label, int y)
{
	int w = jx_svg_width(label) < NAMES ? jx_svg_width(label) : NAMES;
	for (int i = 0; i < 2 * (int)JX_CHART_MAX_SERIES; i++) {
		int at = y + (i % 2 == 0 ? i / 2 : -(i / 2 + 1)) * HEIGHT;
		const struct jx_svg_box box = {LEFT + WIDE + 14, at - HEIGHT / 2, w, HEIGHT};
		if (at < TOP - 4 || at > TOP + TALL || !jx_svg_take_room(&drawing->svg, &box))
			continue;
		jx_svg_text(&drawing->svg, box.x, at + 4, JX_SVG_START, NAMES, label);
		return;
	}
}

static void put_series(struct drawing *drawing, size_t series)
{
	static const char *const DASHES[] = {"none", "8 4", "2 3", "12 3 2 3", "5 5", "1 5"};
	const struct jx_chart_series *from = &drawing->trend->series[series];
	bool is_drawing = false;
	jx_svg_print(&drawing->svg,
		"<path fill=\"none\" stroke=\"" JX_SVG_BLUE
		"\" stroke-width=\"2\" stroke-dasharray=\"%s\" d=\"",
		DASHES[series % JX_CHART_MAX_SERIES]);
	for (size_t i = 0; i < drawing->n_times; is_drawing = from->points[i].has, i++)
		if (from->points[i].has)
			jx_svg_print(&drawing->svg, "%s%d %d", is_drawing ? "L" : "M", place_x(drawing, i),
				place_y(drawing, from->points[i].micros));
	jx_svg_print(&drawing->svg, "\"/>\n");
}

static void put_points(struct drawing *drawing, size_t series)
{
	const struct jx_chart_series *from = &drawing->trend->series[series];
	int last_y = -1;
	for (size_t i = 0; i < drawing->n_times; i++) {
		if (!from->points[i].has)
			continue;
		int x = place_x(drawing, i);
		last_y = place_y(drawing, from->points[i].micros);
		jx_svg_begin_mark(&drawing->svg, from->label, drawing->trend->times[i], from->points[i].text);
		put_point(drawing, series, x, last_y);
		put_number(drawing, x, last_y, from->points[i].text);
		jx_svg_end_mark(&drawing->svg);
	}
	if (last_y >= 0)
		put_name(drawing, from->label, last_y);
}

char *jx_chart_lines(const struct jx_chart_trend *trend, struct jx_arena *arena)
{
	struct drawing drawing = {.trend = trend, .n_times = trend->n_times < MOST ? trend->n_times : MOST};
	size_t n_series = trend->n_series < JX_CHART_MAX_SERIES ? trend->n_series : JX_CHART_MAX_SERIES;
	int width = drawing.n_times > 0 ? WIDE / (int)drawing.n_times : WIDE;
	find_span(&drawing, n_series);
	jx_svg_begin(&drawing.svg, TOP + TALL + BOTTOM, trend->title);
	jx_svg_line(&drawing.svg, LEFT, TOP + TALL, LEFT + WIDE, TOP + TALL);
	for (size_t i = 0; i < drawing.n_times; i++)
		jx_svg_text(&drawing.svg, place_x(&drawing, i), TOP + TALL + 18, JX_SVG_MIDDLE, width - 4,
			trend->times[i]);
	for (size_t i = 0; i < n_series; i++)
		put_series(&drawing, i);
	for (size_t i = 0; i < n_series; i++)
		put_points(&drawing, i);
	return jx_svg_end(&drawing.svg, arena);
}
