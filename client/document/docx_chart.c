#include "client/document/docx_chart.h"

#include <inttypes.h>

#define WIDTH_EMU 5616000 /* 156 mm, what is between the margins */
#define ROW_EMU   200000  /* height for one row of bars */
#define LEAST_EMU 2400000
#define TALL_EMU  3600000
#define MOST_EMU  8000000 /* a page */
#define MICROS    1000000

bool jx_docx_is_chart(const struct jx_block *block)
{
	return block->kind == JX_BLOCK_FIGURE && block->figure->kind != JX_FIGURE_HEAT;
}

static bool is_row_chart(const struct jx_figure *figure)
{
	return figure->kind == JX_FIGURE_BARS || figure->kind == JX_FIGURE_GAP;
}

/* The items that are drawn, of a chart of rows the first of them. */
static size_t pick_items(const struct jx_figure *figure, const struct jx_chart_item *picked[], size_t room)
{
	size_t n = 0;
	size_t most = is_row_chart(figure) && room > JX_CHART_MAX_ROWS ? JX_CHART_MAX_ROWS : room;
	for (size_t i = 0; i < figure->chart.n_items && n < most; i++)
		if (jx_figure_shows(figure, &figure->chart.items[i]))
			picked[n++] = &figure->chart.items[i];
	return n;
}

static size_t count_rows(const struct jx_figure *figure)
{
	const struct jx_chart_item *picked[JX_CHART_MAX_ROWS];
	return pick_items(figure, picked, JX_CHART_MAX_ROWS);
}

void jx_docx_put_drawing(struct jx_markup *markup, const struct jx_figure *figure, size_t number)
{
	size_t rows = count_rows(figure) * (figure->kind == JX_FIGURE_GAP ? 2 : 1);
	size_t height = is_row_chart(figure) ? rows * ROW_EMU + ROW_EMU * 4 : TALL_EMU;
	height = height < LEAST_EMU ? LEAST_EMU : height > MOST_EMU ? MOST_EMU : height;
	jx_markup_print(markup,
		"<w:p><w:pPr><w:pStyle w:val=\"Cell\"/></w:pPr><w:r><w:drawing>"
		"<wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\">"
		"<wp:extent cx=\"%d\" cy=\"%zu\"/><wp:docPr id=\"%zu\" name=\"Chart %zu\" descr=\"",
		WIDTH_EMU, height, number, number);
	jx_markup_text(markup, figure->chart.title, " ");
	jx_markup_print(markup,
		"\"/><a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:graphicData "
		"uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart "
		"xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"rIdChart%zu\"/>"
		"</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>",
		number);
}

static void put_number(struct jx_markup *markup, int64_t micros)
{
	uint64_t size = micros < 0 ? (uint64_t) - (micros + 1) + 1 : (uint64_t)micros;
	jx_markup_print(
		markup, "%s%" PRIu64 ".%06" PRIu64, micros < 0 ? "-" : "", size / MICROS, size % MICROS);
}

/* What is drawn of a chart. */
struct drawn {
	const struct jx_figure *figure;
	const struct jx_chart_item **items;
	size_t n;
};

static void put_labels(struct jx_markup *markup, const struct drawn *drawn)
{
	jx_markup_print(markup, "<c:cat><c:strLit><c:ptCount val=\"%zu\"/>", drawn->n);
	for (size_t i = 0; i < drawn->n; i++) {
		jx_markup_print(markup, "<c:pt idx=\"%zu\"><c:v>", i);
		jx_markup_text(markup, drawn->items[i]->label, " ");
		jx_markup_put(markup, "</c:v></c:pt>");
	}
	jx_markup_put(markup, "</c:strLit></c:cat>");
}

/* One of the two figures of each item. */
static void put_values(
	struct jx_markup *markup, const struct drawn *drawn, const char *element, bool is_second)
{
	jx_markup_print(markup,
		"<c:%s><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val=\"%zu\"/>", element,
		drawn->n);
	for (size_t i = 0; i < drawn->n; i++) {
		jx_markup_print(markup, "<c:pt idx=\"%zu\"><c:v>", i);
		put_number(
			markup, is_second ? drawn->items[i]->second.micros : drawn->items[i]->first.micros);
		jx_markup_put(markup, "</c:v></c:pt>");
	}
	jx_markup_print(markup, "</c:numLit></c:%s>", element);
}

static void begin_series(struct jx_markup *markup, int index, const char *name)
{
	jx_markup_print(markup, "<c:ser><c:idx val=\"%d\"/><c:order val=\"%d\"/><c:tx><c:v>", index, index);
	jx_markup_text(markup, name, " ");
	jx_markup_put(markup, "</c:v></c:tx>");
}

static void put_bar_series(struct jx_markup *markup, const struct drawn *drawn, int index, const char *name)
{
	begin_series(markup, index, name);
	jx_markup_print(markup,
		"<c:spPr><a:solidFill><a:srgbClr val=\"%s\"/></a:solidFill><a:ln><a:solidFill><a:srgbClr val=\"2B5C8A\"/>"
		"</a:solidFill></a:ln></c:spPr><c:invertIfNegative val=\"0\"/><c:dLbls><c:showLegendKey val=\"0\"/>"
		"<c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"0\"/>"
		"<c:showBubbleSize val=\"0\"/></c:dLbls>",
		index == 0 && drawn->figure->kind == JX_FIGURE_GAP ? "FFFFFF" : "2B5C8A");
	put_labels(markup, drawn);
	put_values(markup, drawn, "val", index == 1);
	jx_markup_put(markup, "</c:ser>");
}

static void put_axis(struct jx_markup *markup, const char *element, int id, int other, const char *place,
	const char *title)
{
	jx_markup_print(markup,
		"<c:%s><c:axId val=\"%d\"/><c:scaling><c:orientation val=\"%s\"/></c:scaling><c:delete val=\"0\"/>"
		"<c:axPos val=\"%s\"/>",
		element, id, element[0] == 'c' && place[0] == 'l' ? "maxMin" : "minMax", place);
	if (title != NULL) {
		jx_markup_put(markup, "<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>");
		jx_markup_text(markup, title, " ");
		jx_markup_put(markup, "</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>");
	}
	jx_markup_print(markup,
		"<c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>"
		"<c:tickLblPos val=\"low\"/><c:crossAx val=\"%d\"/><c:crosses val=\"autoZero\"/>%s</c:%s>",
		other, element[0] == 'c' ? "<c:tickLblSkip val=\"1\"/>" : "", element);
}

static void put_bars(struct jx_markup *markup, const struct drawn *drawn)
{
	const struct jx_figure *figure = drawn->figure;
	bool is_row = is_row_chart(figure);
	jx_markup_print(markup,
		"<c:barChart><c:barDir val=\"%s\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>",
		is_row ? "bar" : "col");
	put_bar_series(markup, drawn, 0, figure->chart.first);
	if (figure->kind == JX_FIGURE_GAP)
		put_bar_series(markup, drawn, 1, figure->chart.second);
	jx_markup_put(markup, "<c:gapWidth val=\"40\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart>");
	put_axis(markup, "catAx", 1, 2, is_row ? "l" : "b", NULL);
	put_axis(markup, "valAx", 2, 1, is_row ? "b" : "l", NULL);
}

static void put_points(struct jx_markup *markup, const struct drawn *drawn)
{
	const struct jx_figure *figure = drawn->figure;
	jx_markup_put(
		markup, "<c:scatterChart><c:scatterStyle val=\"lineMarker\"/><c:varyColors val=\"0\"/>");
	begin_series(markup, 0, figure->chart.second);
	jx_markup_put(markup,
		"<c:spPr><a:ln w=\"19050\"><a:noFill/></a:ln></c:spPr><c:marker><c:symbol val=\"circle\"/><c:size val=\"6\"/></c:marker>");
	put_values(markup, drawn, "xVal", false);
	put_values(markup, drawn, "yVal", true);
	jx_markup_put(markup, "</c:ser><c:axId val=\"1\"/><c:axId val=\"2\"/></c:scatterChart>");
	put_axis(markup, "valAx", 1, 2, "b", figure->chart.first);
	put_axis(markup, "valAx", 2, 1, "l", figure->chart.second);
}

char *jx_docx_chart(const struct jx_figure *figure, struct jx_arena *arena, size_t *ret_n)
{
	struct jx_markup markup;
	struct drawn drawn = {.figure = figure,
		.items = jx_arena_calloc(arena, figure->chart.n_items + 1, sizeof(*drawn.items))};
	if (drawn.items == NULL || !jx_markup_open(&markup))
		return NULL;
	drawn.n = pick_items(figure, drawn.items, figure->chart.n_items);
	jx_markup_put(&markup,
		"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<c:chartSpace "
		"xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" "
		"xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p>"
		"<a:r><a:t>");
	jx_markup_text(&markup, figure->chart.title, " ");
	jx_markup_put(&markup,
		"</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title><c:autoTitleDeleted val=\"0\"/><c:plotArea><c:layout/>");
	if (figure->kind == JX_FIGURE_QUADRANT)
		put_points(&markup, &drawn);
	else
		put_bars(&markup, &drawn);
	jx_markup_put(&markup, "</c:plotArea>");
	if (figure->kind == JX_FIGURE_GAP)
		jx_markup_put(&markup, "<c:legend><c:legendPos val=\"t\"/><c:overlay val=\"0\"/></c:legend>");
	jx_markup_put(&markup, "<c:plotVisOnly val=\"1\"/></c:chart></c:chartSpace>");
	return jx_markup_keep(&markup, arena, ret_n);
}
