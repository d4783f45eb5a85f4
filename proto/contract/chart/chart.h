/*
 * Charts as SVG: one element with a title, for pages and documents. Read without colours: what needs attention has another
 * outline and a mark before its name; numbers stand beside what is drawn; no text covers another.
 *
 * The same data give the same bytes. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_CHART_CHART_H
#define PROTO_CONTRACT_CHART_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/arena.h"

#define JX_CHART_WIDTH      720 /* of every chart, in its own units */
#define JX_CHART_MAX_ROWS   60u /* of one chart; more are not drawn */
#define JX_CHART_MAX_SERIES 6u  /* of jx_chart_lines(); more are not drawn */

/** A figure as it is drawn and as it is printed. */
struct jx_chart_figure {
	bool has;
	int64_t micros;   /* millionths of its unit */
	const char *text; /* beside the mark */
};

/** What is drawn of one thing: a department, a class of scores. */
struct jx_chart_item {
	const char *label;
	struct jx_chart_figure first;
	struct jx_chart_figure second; /* of jx_chart_gap() and jx_chart_quadrant() */
	bool is_marked;                /* needs attention */
};

/** A chart of items. Texts are borrowed, UTF-8, of any content. */
struct jx_chart {
	const char *title;
	const char *first;  /* what the first figures are; of a quadrant: the axis below */
	const char *second; /* what the second ones are; of a quadrant: the axis at the left */
	const struct jx_chart_item *items;
	size_t n_items;
	int64_t first_split; /* of a quadrant: where its lines are, micros */
	int64_t second_split;
};

/** A table whose cells are the darker the higher their figures are. */
struct jx_chart_heat {
	const char *title;
	const char *const *columns;
	size_t n_columns; /* at most 8 */
	const char *const *rows;
	size_t n_rows;
	const struct jx_chart_figure *cells; /* row by row */
	int64_t full;                        /* micros of the darkest */
};

/** One line of a chart over time. */
struct jx_chart_series {
	const char *label;
	const struct jx_chart_figure *points; /* as many as there are times; a gap where there is none */
};

/** A chart over time. */
struct jx_chart_trend {
	const char *title;
	const char *const *times;
	size_t n_times; /* at most 12 */
	const struct jx_chart_series *series;
	size_t n_series;
};

/** A bar for each item, one below the other, from zero to either side.
 *
 * @return in the arena; NULL without memory. So all of the following.
 */
char *jx_chart_bars(const struct jx_chart *chart, struct jx_arena *arena);

/** A column for each item, side by side: how many fall into each class. */
char *jx_chart_columns(const struct jx_chart *chart, struct jx_arena *arena);

/** Two marks for each item on one line: what was claimed, and what came of it. */
char *jx_chart_gap(const struct jx_chart *chart, struct jx_arena *arena);

/** A point for each item by its two figures; the marked ones named where there is room. Items without both are left out. */
char *jx_chart_quadrant(const struct jx_chart *chart, struct jx_arena *arena);

char *jx_chart_heat(const struct jx_chart_heat *heat, struct jx_arena *arena);

char *jx_chart_lines(const struct jx_chart_trend *trend, struct jx_arena *arena);

#endif
