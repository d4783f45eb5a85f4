#include "client/commands/questions/trend_chart.h"

#include <string.h>

#include "client/app/option.h"
#include "client/commands/form/form_file_out.h"
#include "client/commands/questions/answer.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/chart/chart.h"

#define MOST 12u /* rounds, as the chart has room */

enum line { FINAL, CLAIMED, COMPUTED, N_LINES };

/* What is drawn. */
struct picture {
	struct jx_app *app;
	const char *title;
	size_t n;
	const char *times[MOST];
	struct jx_chart_figure points[N_LINES][MOST];
};

enum jx_status jx_trend_chart_check(struct jx_app *app, const char *path)
{
	size_t n = strlen(path);
	if (n > 4 && strcmp(path + n - 4, ".svg") == 0)
		return JX_OK;
	return jx_option_fail(app, "out", path, _("a file that ends in .svg"));
}

static struct jx_chart_figure figure_of(struct jx_app *app, const JxDecimal *decimal)
{
	char text[JX_FIGURE_TEXT_BYTES];
	if (decimal == NULL)
		return (struct jx_chart_figure){.text = ""};
	return (struct jx_chart_figure){.has = true,
		.micros = decimal->micros,
		.text = jx_answer_text(app, jx_label_decimal(decimal, text))};
}

static void add_round(struct picture *picture, const JxTrendRow *row)
{
	size_t i = picture->n++;
	picture->times[i] = jx_name_last(row->round);
	picture->points[FINAL][i] = figure_of(picture->app, row->final_score);
	picture->points[CLAIMED][i] = figure_of(picture->app, row->claimed_score);
	picture->points[COMPUTED][i] = figure_of(picture->app, row->computed_score);
	if (row->title[0] != '\0')
		picture->title = row->title;
}

enum jx_status jx_trend_chart_write(struct jx_app *app, const JxTrendAnswer *trend, const char *path)
{
	struct picture picture = {.app = app, .title = ""};
	size_t n_own = 0;
	for (size_t i = 0; i < trend->n_rows; i++)
		n_own += trend->rows[i]->predecessor_of[0] == '\0';
	for (size_t i = 0; i < trend->n_rows; i++) {
		if (trend->rows[i]->predecessor_of[0] != '\0')
			continue;
		if (n_own <= MOST)
			add_round(&picture, trend->rows[i]);
		n_own--;
	}
	const struct jx_chart_series series[N_LINES] = {
		[FINAL] = {_("Final"), picture.points[FINAL]},
		[CLAIMED] = {_("Claimed"), picture.points[CLAIMED]},
		[COMPUTED] = {_("Computed"), picture.points[COMPUTED]},
	};
	const struct jx_chart_trend chart = {.title = picture.title,
		.times = picture.times,
		.n_times = picture.n,
		.series = series,
		.n_series = N_LINES};
	const char *svg = jx_chart_lines(&chart, &app->arena);
	if (svg == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	return jx_out_write(app, path, svg, strlen(svg));
}
