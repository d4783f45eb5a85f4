#include "client/workbook/scan.h"

#include <string.h>

#include "client/workbook/scan_private.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"

/* A sheet as the workbook names it, and the part it is in. */
struct tab {
	const char *name;
	const char *relation;
	const char *part; /* NULL until its relation is read */
};

/* Where in the workbook, or in relations, the reading stands. */
struct book_state {
	struct jx_scan *scan;
	const char *from; /* the part whose relations are read */
	char workbook_part[JX_PART_NAME_BYTES];
	struct tab *tabs;
	size_t n_tabs;
	size_t tabs_room;
};

enum jx_status jx_scan_fail_damaged(struct jx_scan *scan)
{
	return jx_fail_with(scan->error, JX_REASON_FORM_DAMAGED, JX_ARGS(JX_TEXT(scan->part)));
}

enum jx_status jx_scan_fail_too_large(struct jx_scan *scan)
{
	return jx_fail_with(scan->error, JX_REASON_FORM_TOO_LARGE, JX_ARGS(JX_TEXT(scan->part)));
}

/* ---- the text of a cell ---- */

enum jx_status jx_scan_add_text(struct jx_scan *scan, const char *piece, size_t n)
{
	struct jx_scan_text *text = &scan->text;
	if (n > JX_MAX_FORM_CELL_BYTES - text->n)
		return jx_scan_fail_too_large(scan);
	memcpy(text->bytes + text->n, piece, n);
	text->n += n;
	return JX_OK;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The character that "_xHHHH_" stands for; 0 when these are not such seven bytes, or for what no text may hold. */
static unsigned escaped_unit(const char *text)
{
	unsigned unit = 0;
	if (text[0] != '_' || text[1] != 'x')
		return 0;
	for (int i = 2; i < 6; i++) {
		int digit = hex_digit(text[i]);
		if (digit < 0)
			return 0;
		unit = unit * 16 + (unsigned)digit;
	}
	return text[6] == '_' && (unit < 0xD800 || unit > 0xDFFF) ? unit : 0;
}

static size_t put_unit(char *out, unsigned unit)
{
	if (unit < 0x80) {
		out[0] = (char)unit;
		return 1;
	}
	if (unit < 0x800) {
		out[0] = (char)(0xC0 | unit >> 6);
		out[1] = (char)(0x80 | (unit & 0x3F));
		return 2;
	}
	out[0] = (char)(0xE0 | unit >> 12);
	out[1] = (char)(0x80 | (unit >> 6 & 0x3F));
	out[2] = (char)(0x80 | (unit & 0x3F));
	return 3;
}

const char *jx_scan_end_text(struct jx_scan *scan)
{
	char *text = scan->text.bytes;
	size_t n = 0;
	text[scan->text.n] = '\0';
	if (strstr(text, "_x") == NULL)
		return text;
	for (size_t i = 0; i < scan->text.n;) {
		unsigned unit = escaped_unit(text + i);
		if (unit != 0) {
			n += put_unit(text + n, unit);
			i += 7;
		} else {
			text[n++] = text[i++];
		}
	}
	text[n] = '\0';
	scan->text.n = n;
	return text;
}

/* ---- the workbook and its relations ---- */

static enum jx_status keep_tab(struct book_state *state, const char **attributes)
{
	struct jx_scan *scan = state->scan;
	const char *name = jx_part_attribute(attributes, "name");
	const char *relation = jx_part_attribute(attributes, "id");
	if (name == NULL || relation == NULL)
		return JX_OK;
	if (state->n_tabs == JX_MAX_FORM_SHEETS)
		return jx_scan_fail_too_large(scan);
	struct tab tab = {.name = jx_arena_strdup(scan->arena, name),
		.relation = jx_arena_strdup(scan->arena, relation)};
	if (tab.name == NULL || tab.relation == NULL ||
		jx_arena_array_grow(scan->arena, (void **)&state->tabs, sizeof(tab), state->n_tabs,
			&state->tabs_room, JX_MAX_FORM_SHEETS) != JX_OK)
		return jx_arena_fail(scan->arena, scan->error);
	state->tabs[state->n_tabs++] = tab;
	return JX_OK;
}

static enum jx_status on_workbook(void *user, const char *name, const char **attributes)
{
	struct book_state *state = user;
	if (strcmp(name, "workbookPr") == 0) {
		const char *date = jx_part_attribute(attributes, "date1904");
		state->scan->is_1904 = date != NULL && (strcmp(date, "1") == 0 || strcmp(date, "true") == 0);
	}
	return strcmp(name, "sheet") == 0 ? keep_tab(state, attributes) : JX_OK;
}

static enum jx_status on_nothing(void *user, const char *name)
{
	(void)user, (void)name;
	return JX_OK;
}

/* True for a type of relation, of either dialect of the format, by its last word. */
static bool is_type(const char *type, const char *word)
{
	const char *slash = type != NULL ? strrchr(type, '/') : NULL;
	return slash != NULL && strcmp(slash + 1, word) == 0;
}

static enum jx_status keep_tab_part(struct book_state *state, const char *id, const char *part)
{
	for (size_t i = 0; i < state->n_tabs; i++) {
		struct tab *tab = &state->tabs[i];
		if (strcmp(tab->relation, id) != 0 || tab->part != NULL)
			continue;
		tab->part = jx_arena_strdup(state->scan->arena, part);
		if (tab->part == NULL)
			return jx_arena_fail(state->scan->arena, state->scan->error);
	}
	return JX_OK;
}

static enum jx_status on_relation(void *user, const char *name, const char **attributes)
{
	struct book_state *state = user;
	char part[JX_PART_NAME_BYTES];
	const char *id = jx_part_attribute(attributes, "Id");
	const char *type = jx_part_attribute(attributes, "Type");
	const char *target = jx_part_attribute(attributes, "Target");
	const char *mode = jx_part_attribute(attributes, "TargetMode");
	if (strcmp(name, "Relationship") != 0 || id == NULL || target == NULL ||
		(mode != NULL && strcmp(mode, "External") == 0) ||
		!jx_part_resolve(state->from, target, part))
		return JX_OK;
	if (is_type(type, "officeDocument"))
		(void)jx_text_copy(state->workbook_part, sizeof(state->workbook_part), part);
	else if (is_type(type, "sharedStrings"))
		(void)jx_text_copy(state->scan->strings_part, sizeof(state->scan->strings_part), part);
	else if (is_type(type, "styles"))
		(void)jx_text_copy(state->scan->styles_part, sizeof(state->scan->styles_part), part);
	else if (is_type(type, "worksheet"))
		return keep_tab_part(state, id, part);
	return JX_OK;
}

/* The part that holds the relations of another: "xl/_rels/workbook.xml.rels". */
static bool relations_part(const char *of, char out[JX_PART_NAME_BYTES])
{
	const char *slash = strrchr(of, '/');
	size_t n_folder = slash != NULL ? (size_t)(slash - of) + 1 : 0;
	if (strlen(of) + sizeof("_rels/.rels") > JX_PART_NAME_BYTES)
		return false;
	(void)jx_text_copy_n(out, JX_PART_NAME_BYTES, of, n_folder);
	(void)jx_text_copy(out + n_folder, JX_PART_NAME_BYTES - n_folder, "_rels/");
	size_t n = strlen(out);
	(void)jx_text_copy(out + n, JX_PART_NAME_BYTES - n, of + n_folder);
	n = strlen(out);
	(void)jx_text_copy(out + n, JX_PART_NAME_BYTES - n, ".rels");
	return true;
}

static enum jx_status read_relations(struct book_state *state, const char *from)
{
	char part[JX_PART_NAME_BYTES];
	const struct jx_part_events events = {.on_start = on_relation, .on_end = on_nothing, .user = state};
	state->from = from;
	state->scan->part = "rels";
	if (!relations_part(from, part) || !jx_package_has(&state->scan->package, part))
		return jx_fail_with(state->scan->error, JX_REASON_FORM_NO_WORKBOOK, JX_ARGS(JX_TEXT("rels")));
	return jx_package_read(&state->scan->package, part, &events);
}

/* Finds the workbook and its sheets, with the texts and formats that they share. */
static enum jx_status read_book(struct book_state *state)
{
	struct jx_scan *scan = state->scan;
	const struct jx_part_events events = {.on_start = on_workbook, .on_end = on_nothing, .user = state};
	enum jx_status status = read_relations(state, "");
	if (status != JX_OK)
		return status;
	if (!jx_package_has(&scan->package, state->workbook_part))
		return jx_fail_with(scan->error, JX_REASON_FORM_NO_WORKBOOK, JX_ARGS(JX_TEXT("workbook")));
	scan->part = state->workbook_part;
	status = jx_package_read(&scan->package, state->workbook_part, &events);
	if (status == JX_OK && state->n_tabs == 0)
		return jx_fail_with(scan->error, JX_REASON_FORM_NO_WORKBOOK, JX_ARGS(JX_TEXT("sheets")));
	if (status == JX_OK)
		status = read_relations(state, state->workbook_part);
	if (status == JX_OK)
		status = jx_scan_styles(scan);
	if (status == JX_OK)
		status = jx_scan_strings(scan);
	return status;
}

static enum jx_status read_sheets(struct book_state *state)
{
	struct jx_scan *scan = state->scan;
	for (size_t i = 0; i < state->n_tabs; i++) {
		const struct tab *tab = &state->tabs[i];
		if (tab->part == NULL)
			continue; /* a chart that is a sheet of its own */
		enum jx_status status = scan->sink->on_sheet(scan->sink->user, tab->name);
		if (status == JX_OK)
			status = jx_scan_sheet(scan, tab->part);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

enum jx_status jx_workbook_scan(const void *bytes, size_t n, struct jx_arena *arena,
	const struct jx_scan_sink *sink, struct jx_error *error)
{
	struct jx_scan scan = {.arena = arena, .sink = sink, .error = error, .part = "zip"};
	struct book_state state = {.scan = &scan};
	scan.text.bytes = jx_arena_alloc(arena, JX_MAX_FORM_CELL_BYTES + 1);
	if (scan.text.bytes == NULL)
		return jx_arena_fail(arena, error);
	enum jx_status status = jx_package_open(&scan.package, bytes, n, error);
	if (status != JX_OK)
		return status;
	status = read_book(&state);
	if (status == JX_OK)
		status = read_sheets(&state);
	jx_package_close(&scan.package);
	return status;
}
