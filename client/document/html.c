#include <string.h>

#include "client/document/document.h"
#include "client/document/markup.h"

/* The typography of official documents, on paper of A4: margins 37, 26, 35, 28 mm, lines of 28 pt. */
static const char HEAD[] =
	"<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<style>\n"
	"@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-center { content: \"\\2014  \" counter(page) \" \\2014\"; } }\n"
	"body { max-width: 156mm; margin: 2em auto; font: 16pt/28pt 仿宋_GB2312, FangSong, 仿宋, serif; color: #000; background: #fff; }\n"
	"h1 { font: 22pt/33pt 方正小标宋简体, 宋体, SimSun, serif; text-align: center; margin: 1em 0; }\n"
	"h2 { font: 16pt/28pt 黑体, SimHei, sans-serif; margin: 0; text-indent: 2em; break-after: avoid; }\n"
	"h3 { font: 16pt/28pt 楷体_GB2312, KaiTi, 楷体, serif; margin: 0; text-indent: 2em; break-after: avoid; }\n"
	"h4 { font-weight: bold; margin: 0; text-indent: 2em; break-after: avoid; font-size: 16pt; }\n"
	"p { margin: 0; text-indent: 2em; text-align: justify; overflow-wrap: anywhere; }\np.note { text-indent: 0; font-family: 黑体, SimHei, sans-serif; }\n"
	"p.caption { text-indent: 0; text-align: center; font-size: 12pt; break-after: avoid; }\n"
	"table { width: 100%; table-layout: fixed; border-collapse: collapse; margin: 0 0 1em; font-size: 10.5pt; line-height: 16pt; }\n"
	"th, td { border: 0.5pt solid #000; padding: 2pt 4pt; vertical-align: middle; overflow-wrap: anywhere; }\n"
	"th { font-weight: bold; }\ntd.r { text-align: right; }\nthead { display: table-header-group; }\ntr { break-inside: avoid; }\n"
	"figure { margin: 0 0 1em; break-inside: avoid; }\n"
	".page { break-before: page; }\n@media print { body { margin: 0; max-width: none; } }\n</style>\n<title>";

static void put_table(struct jx_markup *markup, const struct jx_block *table)
{
	unsigned all = 0;
	for (size_t i = 0; i < table->n_columns; i++)
		all += table->columns[i].weight;
	jx_markup_put(markup, "<table>\n<colgroup>");
	for (size_t i = 0; i < table->n_columns && all > 0; i++)
		jx_markup_print(markup, "<col style=\"width: %u.%02u%%\">",
			table->columns[i].weight * 100 / all, table->columns[i].weight * 10000 / all % 100);
	jx_markup_put(markup, "</colgroup>\n<thead><tr>");
	for (size_t i = 0; i < table->n_columns; i++) {
		jx_markup_put(markup, "<th>");
		jx_markup_text(markup, table->columns[i].heading, "<br>");
		jx_markup_put(markup, "</th>");
	}
	jx_markup_put(markup, "</tr></thead>\n<tbody>\n");
	for (size_t row = 0; row < table->n_rows; row++) {
		jx_markup_put(markup, "<tr>");
		for (size_t i = 0; i < table->n_columns; i++) {
			jx_markup_put(markup, table->columns[i].is_right ? "<td class=\"r\">" : "<td>");
			jx_markup_text(markup, table->cells[row * table->n_columns + i], "<br>");
			jx_markup_put(markup, "</td>");
		}
		jx_markup_put(markup, "</tr>\n");
	}
	jx_markup_put(markup, "</tbody>\n</table>\n");
}

/* @return false without memory. */
static bool put_figure(struct jx_markup *markup, const struct jx_figure *figure, struct jx_arena *arena)
{
	char *(*const draw[])(const struct jx_chart *, struct jx_arena *) = {
		[JX_FIGURE_BARS] = jx_chart_bars,
		[JX_FIGURE_COLUMNS] = jx_chart_columns,
		[JX_FIGURE_GAP] = jx_chart_gap,
		[JX_FIGURE_QUADRANT] = jx_chart_quadrant,
	};
	char *svg = figure->kind == JX_FIGURE_HEAT ? jx_chart_heat(&figure->heat, arena)
						   : draw[figure->kind](&figure->chart, arena);
	if (svg == NULL)
		return false;
	jx_markup_put(markup, "<figure>\n");
	jx_markup_put(markup, svg);
	jx_markup_put(markup, "</figure>\n");
	return true;
}

static void put_block(struct jx_markup *markup, const struct jx_block *block)
{
	static const char *const tags[][2] = {
		[JX_BLOCK_NOTE] = {"<p class=\"note\">", "</p>\n"},
		[JX_BLOCK_TITLE] = {"<h1>", "</h1>\n"},
		[JX_BLOCK_HEADING] = {"<h2>", "</h2>\n"},
		[JX_BLOCK_SECTION] = {"<h3>", "</h3>\n"},
		[JX_BLOCK_POINT] = {"<h4>", "</h4>\n"},
		[JX_BLOCK_PARAGRAPH] = {"<p>", "</p>\n"},
		[JX_BLOCK_CAPTION] = {"<p class=\"caption\">", "</p>\n"},
		[JX_BLOCK_TABLE] = {"", ""},
		[JX_BLOCK_FIGURE] = {"", ""},
		[JX_BLOCK_PAGE] = {"<h2 class=\"page\">", "</h2>\n"},
	};
	if (block->kind == JX_BLOCK_TABLE) {
		put_table(markup, block);
		return;
	}
	jx_markup_put(markup, tags[block->kind][0]);
	jx_markup_text(markup, block->text, block->kind == JX_BLOCK_PARAGRAPH ? "</p>\n<p>" : "<br>");
	jx_markup_put(markup, tags[block->kind][1]);
}

enum jx_status jx_document_html(const struct jx_document *document, char **ret_bytes, size_t *ret_n)
{
	struct jx_markup markup;
	if (document->is_short || !jx_markup_open(&markup))
		return JX_UNAVAILABLE;
	jx_markup_put(&markup, HEAD);
	jx_markup_text(&markup, document->title, " ");
	jx_markup_put(&markup, "</title>\n</head>\n<body>\n");
	bool is_whole = true;
	for (size_t i = 0; i < document->n_blocks; i++) {
		const struct jx_block *block = &document->blocks[i];
		if (block->kind == JX_BLOCK_FIGURE)
			is_whole = put_figure(&markup, block->figure, document->arena) && is_whole;
		else
			put_block(&markup, block);
	}
	jx_markup_put(&markup, "</body>\n</html>\n");
	*ret_bytes = jx_markup_keep(&markup, document->arena, ret_n);
	return *ret_bytes != NULL && is_whole ? JX_OK : JX_UNAVAILABLE;
}
