#include <stdio.h>
#include <string.h>
#include <zip.h>

#include "client/document/document.h"
#include "client/document/docx_chart.h"
#include "client/document/docx_parts.h"
#include "client/document/markup.h"
#include "proto/contract/base/array.h"

#define TEXT_WIDTH 8844 /* twentieths of a point between the margins of A4 */
#define DOS_MIDDAY 0
#define DOS_1980 \
	0x21 /* 1980-01-01: every file has the same date, so that the same report gives the same bytes */
#define LINE_END "</w:t><w:br/><w:t xml:space=\"preserve\">"
#define NEW_PARAGRAPH_HEAD \
	"</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"Normal\"/></w:pPr><w:r><w:t xml:space=\"preserve\">"

static const char *const STYLES[] = {
	[JX_BLOCK_NOTE] = "Note",
	[JX_BLOCK_TITLE] = "Title",
	[JX_BLOCK_HEADING] = "Heading1",
	[JX_BLOCK_SECTION] = "Heading2",
	[JX_BLOCK_POINT] = "Heading3",
	[JX_BLOCK_PARAGRAPH] = "Normal",
	[JX_BLOCK_CAPTION] = "Caption",
	[JX_BLOCK_TABLE] = "Cell",
	[JX_BLOCK_PAGE] = "Heading1",
};

static void put_paragraph(struct jx_markup *markup, enum jx_block_kind kind, const char *text)
{
	jx_markup_print(markup,
		"<w:p><w:pPr><w:pStyle w:val=\"%s\"/>%s</w:pPr><w:r><w:t xml:space=\"preserve\">",
		STYLES[kind], kind == JX_BLOCK_PAGE ? "<w:pageBreakBefore/>" : "");
	jx_markup_text(markup, text, kind == JX_BLOCK_PARAGRAPH ? NEW_PARAGRAPH_HEAD : LINE_END);
	jx_markup_put(markup, "</w:t></w:r></w:p>");
}

static unsigned width_of(const struct jx_block *table, size_t column)
{
	unsigned all = 0;
	for (size_t i = 0; i < table->n_columns; i++)
		all += table->columns[i].weight;
	return all > 0 ? TEXT_WIDTH * table->columns[column].weight / all : 0;
}

static void put_cell(
	struct jx_markup *markup, const struct jx_block *table, size_t column, const char *text, bool is_head)
{
	const char *place = is_head ? "center" : table->columns[column].is_right ? "right" : "left";
	jx_markup_print(markup,
		"<w:tc><w:tcPr><w:tcW w:w=\"%u\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>"
		"<w:p><w:pPr><w:pStyle w:val=\"Cell\"/><w:jc w:val=\"%s\"/></w:pPr><w:r>%s"
		"<w:t xml:space=\"preserve\">",
		width_of(table, column), place, is_head ? "<w:rPr><w:b/></w:rPr>" : "");
	jx_markup_text(markup, text, LINE_END);
	jx_markup_put(markup, "</w:t></w:r></w:p></w:tc>");
}

static void put_table(struct jx_markup *markup, const struct jx_block *table)
{
	jx_markup_print(markup,
		"<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/>"
		"<w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>",
		TEXT_WIDTH);
	for (size_t i = 0; i < table->n_columns; i++)
		jx_markup_print(markup, "<w:gridCol w:w=\"%u\"/>", width_of(table, i));
	jx_markup_put(markup, "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
	for (size_t i = 0; i < table->n_columns; i++)
		put_cell(markup, table, i, table->columns[i].heading, true);
	jx_markup_put(markup, "</w:tr>");
	for (size_t row = 0; row < table->n_rows; row++) {
		jx_markup_put(markup, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
		for (size_t i = 0; i < table->n_columns; i++)
			put_cell(markup, table, i, table->cells[row * table->n_columns + i], false);
		jx_markup_put(markup, "</w:tr>");
	}
	/* Two tables in a row would grow together. */
	jx_markup_put(markup, "</w:tbl><w:p><w:pPr><w:pStyle w:val=\"Cell\"/></w:pPr></w:p>");
}

static char *make_body(const struct jx_document *document, size_t *ret_n)
{
	struct jx_markup markup;
	if (!jx_markup_open(&markup))
		return NULL;
	size_t n_charts = 0;
	jx_markup_put(&markup, jx_docx_body_head);
	for (size_t i = 0; i < document->n_blocks; i++) {
		const struct jx_block *block = &document->blocks[i];
		if (block->kind == JX_BLOCK_TABLE)
			put_table(&markup, block);
		else if (jx_docx_is_chart(block))
			jx_docx_put_drawing(&markup, block->figure, ++n_charts);
		else if (block->kind != JX_BLOCK_FIGURE)
			put_paragraph(&markup, block->kind, block->text);
	}
	jx_markup_put(&markup, jx_docx_body_tail);
	return jx_markup_keep(&markup, document->arena, ret_n);
}

/* Adds a part to the archive. @param text  borrowed until the archive is closed. */
static bool add_part(zip_t *zip, const char *name, const char *text, size_t n)
{
	zip_source_t *source = zip_source_buffer(zip, text, n, 0);
	zip_int64_t index = source != NULL ? zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) : -1;
	if (index < 0) {
		if (source != NULL)
			zip_source_free(source);
		return false;
	}
	return zip_file_set_dostime(zip, (zip_uint64_t)index, DOS_MIDDAY, DOS_1980, 0) == 0;
}

/* Reads what was written into a source. */
static char *keep_source(zip_source_t *source, struct jx_arena *arena, size_t *ret_n)
{
	zip_stat_t stat;
	if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0)
		return NULL;
	char *bytes = jx_arena_alloc(arena, (size_t)stat.size + 1);
	zip_int64_t n = bytes != NULL ? zip_source_read(source, bytes, stat.size) : -1;
	(void)zip_source_close(source);
	*ret_n = (size_t)stat.size;
	return n == (zip_int64_t)stat.size ? bytes : NULL;
}

/* ---- charts: parts of their own, named in the two parts that list the others ---- */

#define CHART_NAME_BYTES 64

static size_t count_charts(const struct jx_document *document)
{
	size_t n = 0;
	for (size_t i = 0; i < document->n_blocks; i++)
		n += jx_docx_is_chart(&document->blocks[i]) ? 1 : 0;
	return n;
}

/* A list of parts with an entry for each chart before its end. */
static bool add_list(zip_t *zip, const struct jx_document *document, const struct jx_docx_part *part,
	const char *end, void (*put_entry)(struct jx_markup *markup, size_t number))
{
	struct jx_markup markup;
	size_t n = 0;
	if (!jx_markup_open(&markup))
		return false;
	jx_markup_print(&markup, "%.*s", (int)(strlen(part->text) - strlen(end)), part->text);
	for (size_t i = 1; i <= count_charts(document); i++)
		put_entry(&markup, i);
	jx_markup_put(&markup, end);
	char *text = jx_markup_keep(&markup, document->arena, &n);
	return text != NULL && add_part(zip, part->name, text, n);
}

static void put_type(struct jx_markup *markup, size_t number)
{
	jx_markup_print(markup,
		"<Override PartName=\"/word/charts/chart%zu.xml\" "
		"ContentType=\"application/vnd.openxmlformats-officedocument.drawingml.chart+xml\"/>",
		number);
}

static void put_relation(struct jx_markup *markup, size_t number)
{
	jx_markup_print(markup,
		"<Relationship Id=\"rIdChart%zu\" "
		"Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart\" "
		"Target=\"charts/chart%zu.xml\"/>",
		number, number);
}

static bool add_charts(zip_t *zip, const struct jx_document *document)
{
	size_t number = 0;
	bool is_whole = true;
	for (size_t i = 0; is_whole && i < document->n_blocks; i++) {
		char name[CHART_NAME_BYTES];
		size_t n = 0;
		if (!jx_docx_is_chart(&document->blocks[i]))
			continue;
		(void)snprintf(name, sizeof(name), "word/charts/chart%zu.xml", ++number);
		char *text = jx_docx_chart(document->blocks[i].figure, document->arena, &n);
		is_whole = text != NULL && add_part(zip, name, text, n);
	}
	return is_whole;
}

static bool add_fixed(zip_t *zip, const struct jx_document *document, const struct jx_docx_part *part)
{
	if (strcmp(part->name, "[Content_Types].xml") == 0)
		return add_list(zip, document, part, "</Types>", put_type);
	if (strcmp(part->name, "word/_rels/document.xml.rels") == 0)
		return add_list(zip, document, part, "</Relationships>", put_relation);
	return add_part(zip, part->name, part->text, strlen(part->text));
}

enum jx_status jx_document_docx(const struct jx_document *document, char **ret_bytes, size_t *ret_n)
{
	size_t n_body = 0;
	zip_error_t why;
	char *body = document->is_short ? NULL : make_body(document, &n_body);
	zip_error_init(&why);
	zip_source_t *source = body != NULL ? zip_source_buffer_create(NULL, 0, 0, &why) : NULL;
	zip_t *zip = source != NULL ? zip_open_from_source(source, ZIP_TRUNCATE, &why) : NULL;
	zip_error_fini(&why);
	*ret_bytes = NULL;
	if (zip == NULL) {
		if (source != NULL)
			zip_source_free(source);
		return JX_UNAVAILABLE;
	}
	zip_source_keep(source);
	bool is_whole = true;
	for (size_t i = 0; i < jx_docx_n_parts; i++)
		is_whole = is_whole && add_fixed(zip, document, &jx_docx_parts[i]);
	is_whole = is_whole && add_part(zip, "word/document.xml", body, n_body) && add_charts(zip, document);
	if (is_whole && zip_close(zip) == 0)
		*ret_bytes = keep_source(source, document->arena, ret_n);
	else
		zip_discard(zip);
	zip_source_free(source);
	return *ret_bytes != NULL ? JX_OK : JX_UNAVAILABLE;
}
