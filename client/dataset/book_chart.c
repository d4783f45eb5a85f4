/* The charts of a workbook, beside the numbers that they show: scores in order, how they are spread, execution against score. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/dataset/book_private.h"
#include "proto/contract/base/array.h"

#define MAX_BARS     40u /* of the chart of scores: more cannot be read */
#define BAR_PIXELS   22u
#define MORE_PIXELS  120u
#define CHART_WIDTH  760u
#define PLAIN_HEIGHT 380u
#define FIRST_BIN    60
#define BIN_POINTS   5
#define N_BINS       9u /* below 60, 60 to 65, ..., 95 to 100 */
#define RANGE_BYTES  160
#define A4           9

enum column { RANK, TITLE, FINAL, CLAIMED, EXECUTION, BIN = 6, BIN_COUNT = 7, CHART = 9 };

enum word { SHEET, SCORES, SPREAD, QUADRANT, DEPARTMENTS, BELOW, WORDS };
static const char *const TEXTS[WORDS][JX_DATA_LANGUAGES] = {
	[SHEET] = {"图表", "Charts"},
	[SCORES] = {"终评得分与自评得分", "Final and claimed score"},
	[SPREAD] = {"终评得分分布", "How the final scores are spread"},
	[QUADRANT] = {"预算执行率与终评得分", "Execution rate and final score"},
	[DEPARTMENTS] = {"部门数", "Departments"},
	[BELOW] = {"60以下", "below 60"},
};

static const char *word(const struct jx_data_book *book, enum word which)
{
	return TEXTS[which][book->target->language];
}

static void clear_point(struct jx_book_point *point)
{
	free(point->title);
	free(point->claimed);
	free(point->final);
	free(point->execution);
}

static void clear_points(struct jx_data_book *book)
{
	for (size_t i = 0; i < book->n_points; i++)
		clear_point(&book->points[i]);
	book->n_points = 0;
}

void jx_book_chart_clear(struct jx_data_book *book)
{
	clear_points(book);
	free(book->points);
	free(book->round);
}

bool jx_book_chart_begin(struct jx_data_book *book)
{
	book->charts = workbook_add_worksheet(book->workbook, word(book, SHEET));
	if (book->charts == NULL)
		return false;
	worksheet_set_landscape(book->charts);
	worksheet_set_paper(book->charts, A4);
	worksheet_fit_to_pages(book->charts, 1, 0);
	return true;
}

/* ---- the departments ---- */

static const char *cell(const struct jx_data_book *book, const struct jx_datum *cells, const char *key)
{
	return cells[jx_data_column_at(&book->target->dataset->tables[JX_DATA_DEPARTMENTS], key)].text;
}

static bool keep(char **place, const char *text)
{
	*place = text != NULL ? strdup(text) : NULL;
	return text == NULL || *place != NULL;
}

/* Charts are of one round, the one that came last. */
static bool begin_round(struct jx_data_book *book, const char *round)
{
	if (book->round != NULL && strcmp(book->round, round) == 0)
		return true;
	clear_points(book);
	free(book->round);
	book->round = strdup(round);
	return book->round != NULL;
}

bool jx_book_chart_add(struct jx_data_book *book, const struct jx_datum *cells)
{
	const char *rank = cell(book, cells, "rank");
	struct jx_book_point point = {.rank = rank != NULL ? strtoul(rank, NULL, 10) : 0};
	if (!begin_round(book, cell(book, cells, "round")) ||
		jx_array_grow((void **)&book->points, sizeof(*book->points), book->n_points,
			&book->points_room, SIZE_MAX / sizeof(*book->points)) != JX_OK)
		return false;
	point.order = book->n_points;
	bool is_whole = keep(&point.title, cell(book, cells, "department_title")) &&
			keep(&point.claimed, cell(book, cells, "claimed_score")) &&
			keep(&point.final, cell(book, cells, "final_score")) &&
			keep(&point.execution, cell(book, cells, "execution_rate"));
	book->points[book->n_points++] = point;
	return is_whole;
}

/* Ranked ones first, in their order; the others behind. */
static int compare_points(const void *a, const void *b)
{
	const struct jx_book_point *first = a;
	const struct jx_book_point *second = b;
	if (first->rank == second->rank)
		return first->order < second->order ? -1 : first->order > second->order;
	if (first->rank == 0 || second->rank == 0)
		return first->rank == 0 ? 1 : -1;
	return first->rank < second->rank ? -1 : 1;
}

/* ---- the numbers ---- */

static bool put_number(const struct jx_data_book *book, lxw_row_t row, enum column column, const char *text)
{
	const struct jx_datum datum = {.text = text};
	return jx_book_put_number(book, book->charts, row, (lxw_col_t)column, &datum);
}

static const char *title_of(const struct jx_data_book *book, const char *key)
{
	const struct jx_data_table *table = &book->target->dataset->tables[JX_DATA_DEPARTMENTS];
	return table->columns[jx_data_column_at(table, key)].title[book->target->language];
}

static bool put_heads(struct jx_data_book *book)
{
	static const struct {
		enum column column;
		const char *key;
	} heads[] = {{RANK, "rank"}, {TITLE, "department_title"}, {FINAL, "final_score"},
		{CLAIMED, "claimed_score"}, {EXECUTION, "execution_rate"}, {BIN, "final_score"}};
	for (size_t i = 0; i < JX_COUNT_OF(heads); i++)
		if (!jx_book_put_text(book->charts, 0, (lxw_col_t)heads[i].column,
			    title_of(book, heads[i].key), book->head))
			return false;
	return jx_book_put_text(book->charts, 0, BIN_COUNT, word(book, DEPARTMENTS), book->head) &&
	       worksheet_set_column(book->charts, TITLE, TITLE, 28, NULL) == LXW_NO_ERROR;
}

/* The bin of a score: its whole points decide. */
static size_t bin_of(const char *score)
{
	long points = strtol(score, NULL, 10);
	if (points < FIRST_BIN)
		return 0;
	size_t bin = 1 + (size_t)(points - FIRST_BIN) / BIN_POINTS;
	return bin < N_BINS ? bin : N_BINS - 1;
}

static bool put_bin(const struct jx_data_book *book, lxw_row_t row, size_t bin, size_t n)
{
	char label[RANGE_BYTES];
	char count[24];
	int low = FIRST_BIN + (int)(bin - 1) * BIN_POINTS;
	(void)snprintf(label, sizeof(label), "%d–%d", low, low + BIN_POINTS);
	(void)snprintf(count, sizeof(count), "%zu", n);
	return jx_book_put_text(book->charts, row, BIN, bin == 0 ? word(book, BELOW) : label, book->text) &&
	       put_number(book, row, BIN_COUNT, count);
}

static bool put_point(const struct jx_data_book *book, lxw_row_t row, const struct jx_book_point *point)
{
	char rank[24];
	(void)snprintf(rank, sizeof(rank), "%lu", point->rank);
	return put_number(book, row, RANK, point->rank > 0 ? rank : NULL) &&
	       (point->title == NULL ||
		       jx_book_put_text(book->charts, row, TITLE, point->title, book->text)) &&
	       put_number(book, row, FINAL, point->final) && put_number(book, row, CLAIMED, point->claimed) &&
	       put_number(book, row, EXECUTION, point->execution);
}

/* Row by row, because what is written is not held. */
static bool put_numbers(const struct jx_data_book *book)
{
	size_t bins[N_BINS] = {0};
	bool is_whole = true;
	for (size_t i = 0; i < book->n_points; i++)
		if (book->points[i].final != NULL)
			bins[bin_of(book->points[i].final)]++;
	for (size_t i = 0; is_whole && (i < book->n_points || i < N_BINS); i++) {
		lxw_row_t row = (lxw_row_t)(i + 1);
		if (i < book->n_points)
			is_whole = put_point(book, row, &book->points[i]);
		if (is_whole && i < N_BINS)
			is_whole = put_bin(book, row, i, bins[i]);
	}
	return is_whole;
}

/* ---- the charts ---- */

static lxw_chart *add_chart(const struct jx_data_book *book, uint8_t kind, enum word title)
{
	lxw_chart *chart = workbook_add_chart(book->workbook, kind);
	if (chart != NULL)
		chart_title_set_name(chart, word(book, title));
	return chart;
}

/* A series over the first n rows. @return NULL without memory. */
static lxw_chart_series *add_series(
	const struct jx_data_book *book, lxw_chart *chart, enum column names, enum column values, size_t n)
{
	lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
	const char *sheet = word(book, SHEET);
	if (series == NULL)
		return NULL;
	chart_series_set_categories(series, sheet, 1, (lxw_col_t)names, (lxw_row_t)n, (lxw_col_t)names);
	chart_series_set_values(series, sheet, 1, (lxw_col_t)values, (lxw_row_t)n, (lxw_col_t)values);
	chart_series_set_name_range(series, sheet, 0, (lxw_col_t)values);
	return series;
}

static bool insert(const struct jx_data_book *book, lxw_chart *chart, lxw_row_t row, unsigned height)
{
	lxw_chart_options options = {.x_scale = 1, .y_scale = 1};
	/* 480 by 288 is the size of a chart that says nothing. */
	options.x_scale = CHART_WIDTH / 480.0;
	options.y_scale = height / 288.0;
	return worksheet_insert_chart_opt(book->charts, row, CHART, chart, &options) == LXW_NO_ERROR;
}

static bool draw_scores(const struct jx_data_book *book, size_t n_ranked, lxw_row_t row, unsigned height)
{
	lxw_chart *chart = add_chart(book, LXW_CHART_BAR, SCORES);
	size_t n = n_ranked < MAX_BARS ? n_ranked : MAX_BARS;
	if (chart == NULL)
		return false;
	lxw_chart_series *final = add_series(book, chart, TITLE, FINAL, n);
	lxw_chart_series *claimed = add_series(book, chart, TITLE, CLAIMED, n);
	if (final == NULL || claimed == NULL)
		return false;
	/* Dark and light, so that they can be told apart in black and white. */
	lxw_chart_fill dark = {.color = 0x1F4E79};
	lxw_chart_fill light = {.color = 0xBDD7EE};
	chart_series_set_fill(final, &dark);
	chart_series_set_fill(claimed, &light);
	chart_axis_set_reverse(chart->y_axis);
	chart_axis_set_interval_unit(chart->y_axis, 1); /* every name, however many */
	chart_legend_set_position(chart, LXW_CHART_LEGEND_TOP);
	return insert(book, chart, row, height);
}

static bool draw_spread(const struct jx_data_book *book, lxw_row_t row)
{
	lxw_chart *chart = add_chart(book, LXW_CHART_COLUMN, SPREAD);
	lxw_chart_series *series = chart != NULL ? add_series(book, chart, BIN, BIN_COUNT, N_BINS) : NULL;
	lxw_chart_fill dark = {.color = 0x1F4E79};
	if (series == NULL)
		return false;
	chart_series_set_fill(series, &dark);
	chart_series_set_labels(series);
	chart_axis_set_num_format(chart->y_axis, "0");
	chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
	return insert(book, chart, row, PLAIN_HEIGHT);
}

static bool draw_quadrant(const struct jx_data_book *book, lxw_row_t row)
{
	lxw_chart *chart = add_chart(book, LXW_CHART_SCATTER, QUADRANT);
	lxw_chart_series *series =
		chart != NULL ? add_series(book, chart, EXECUTION, FINAL, book->n_points) : NULL;
	lxw_chart_fill dark = {.color = 0x1F4E79};
	if (series == NULL)
		return false;
	chart_series_set_marker_type(series, LXW_CHART_MARKER_DIAMOND);
	chart_series_set_marker_size(series, 8);
	chart_series_set_marker_fill(series, &dark);
	chart_axis_set_name(chart->x_axis, title_of(book, "execution_rate"));
	chart_axis_set_name(chart->y_axis, title_of(book, "final_score"));
	chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
	return insert(book, chart, row, PLAIN_HEIGHT);
}

bool jx_book_chart_end(struct jx_data_book *book)
{
	size_t n_ranked = 0;
	if (book->n_points > 0)
		jx_array_sort(book->points, book->n_points, sizeof(*book->points), compare_points);
	while (n_ranked < book->n_points && book->points[n_ranked].rank > 0)
		n_ranked++;
	if (!put_heads(book) || !put_numbers(book))
		return false;
	if (book->n_points == 0)
		return true;
	unsigned height = MORE_PIXELS + BAR_PIXELS * (unsigned)(n_ranked < MAX_BARS ? n_ranked : MAX_BARS);
	const lxw_row_t rows = PLAIN_HEIGHT / 20 + 1; /* of 20 pixels */
	return draw_quadrant(book, 0) && draw_spread(book, rows) &&
	       (n_ranked == 0 || draw_scores(book, n_ranked, 2 * rows, height));
}
