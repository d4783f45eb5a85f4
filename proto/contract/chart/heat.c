/* A table whose cells are the darker the higher their figures are, with the figures in them. */
#include "proto/contract/chart/chart.h"
#include "proto/contract/chart/svg.h"

#define ROW    22
#define TOP    26
#define LABELS 210
#define MOST   8u /* columns */
#define SHADES 8
#define DARK   5 /* shades from here on take white letters */

/* Light to dark, so that a print in grey orders them alike. */
static const char *const FILLS[SHADES] = {
	"#f7fbff", "#e3eef7", "#cfe1ef", "#b3cfe4", "#8fb6d5", "#5f93bf", "#3a74a5", "#1f5482"};

static void put_cell(struct jx_svg *svg, const struct jx_chart_heat *heat,
	const struct jx_chart_figure *figure, const struct jx_svg_box *box)
{
	int shade = figure->has ? jx_svg_scale(figure->micros, 0, heat->full, SHADES - 1) : 0;
	jx_svg_print(svg,
		"<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" stroke=\"#fff\"/>\n", box->x,
		box->y, box->w, box->h, figure->has ? FILLS[shade] : "#fff");
	jx_svg_print(svg, "<g fill=\"%s\">", shade >= DARK ? "#fff" : JX_SVG_INK);
	jx_svg_text(svg, box->x + box->w / 2, box->y + 15, JX_SVG_MIDDLE, box->w - 4,
		figure->has ? figure->text : "—");
	jx_svg_print(svg, "</g>\n");
}

static void put_row(struct jx_svg *svg, const struct jx_chart_heat *heat, size_t row, size_t n_columns)
{
	int width = (JX_CHART_WIDTH - LABELS - 10) / (int)n_columns;
	int y = TOP + (int)row * ROW;
	jx_svg_text(svg, LABELS, y + 15, JX_SVG_END, LABELS - 2, heat->rows[row]);
	for (size_t i = 0; i < n_columns; i++) {
		const struct jx_chart_figure *figure = &heat->cells[row * heat->n_columns + i];
		const struct jx_svg_box box = {LABELS + 10 + (int)i * width, y, width, ROW};
		jx_svg_begin_mark(svg, heat->rows[row], heat->columns[i], figure->has ? figure->text : "—");
		put_cell(svg, heat, figure, &box);
		jx_svg_end_mark(svg);
	}
}

char *jx_chart_heat(const struct jx_chart_heat *heat, struct jx_arena *arena)
{
	struct jx_svg svg;
	size_t n_rows = heat->n_rows < JX_CHART_MAX_ROWS ? heat->n_rows : JX_CHART_MAX_ROWS;
	size_t n_columns = heat->n_columns < MOST ? heat->n_columns : MOST;
	int width = n_columns > 0 ? (JX_CHART_WIDTH - LABELS - 10) / (int)n_columns : 0;
	jx_svg_begin(&svg, TOP + (int)n_rows * ROW + 4, heat->title);
	for (size_t i = 0; i < n_columns; i++)
		jx_svg_text(&svg, LABELS + 10 + (int)i * width + width / 2, 16, JX_SVG_MIDDLE, width - 6,
			heat->columns[i]);
	for (size_t i = 0; i < n_rows && n_columns > 0; i++)
		put_row(&svg, heat, i, n_columns);
	return jx_svg_end(&svg, arena);
}
