#include "client/workbook/scan_private.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"

#define LAST_BUILTIN 163u

/* A number format with a text of its own. */
struct own_format {
	unsigned id;
	struct jx_number_format format;
};

/* Where in xl/styles.xml the reading stands. */
struct styles_state {
	struct jx_scan *scan;
	bool is_cell_formats; /* within cellXfs */
	struct own_format *own;
	size_t n_own;
	size_t own_room;
};

static unsigned read_id(const char *text)
{
	unsigned long id = text != NULL ? strtoul(text, NULL, 10) : 0;
	return id <= UINT16_MAX ? (unsigned)id : 0;
}

static enum jx_status keep_own(struct styles_state *state, const char **attributes)
{
	const char *code = jx_part_attribute(attributes, "formatCode");
	struct jx_scan *scan = state->scan;
	if (code == NULL)
		return JX_OK;
	if (state->n_own == JX_MAX_FORM_FORMATS)
		return jx_scan_fail_too_large(scan);
	if (jx_arena_array_grow(scan->arena, (void **)&state->own, sizeof(*state->own), state->n_own,
		    &state->own_room, JX_MAX_FORM_FORMATS) != JX_OK)
		return jx_arena_fail(scan->arena, scan->error);
	state->own[state->n_own++] =
		(struct own_format){.id = read_id(jx_part_attribute(attributes, "numFmtId")),
			.format = jx_number_format_read(code)};
	return JX_OK;
}

static struct jx_number_format find_format(const struct styles_state *state, unsigned id)
{
	for (size_t i = 0; i < state->n_own; i++)
		if (state->own[i].id == id)
			return state->own[i].format;
	return id <= LAST_BUILTIN ? jx_number_format_builtin(id) : (struct jx_number_format){0};
}

static enum jx_status keep_cell_format(struct styles_state *state, const char **attributes)
{
	struct jx_scan *scan = state->scan;
	if (scan->n_formats == JX_MAX_FORM_FORMATS)
		return jx_scan_fail_too_large(scan);
	if (jx_arena_array_grow(scan->arena, (void **)&scan->formats, sizeof(*scan->formats), scan->n_formats,
		    &scan->formats_room, JX_MAX_FORM_FORMATS) != JX_OK)
		return jx_arena_fail(scan->arena, scan->error);
	scan->formats[scan->n_formats++] =
		find_format(state, read_id(jx_part_attribute(attributes, "numFmtId")));
	return JX_OK;
}

static enum jx_status on_start(void *user, const char *name, const char **attributes)
{
	struct styles_state *state = user;
	if (strcmp(name, "cellXfs") == 0)
		state->is_cell_formats = true;
	if (strcmp(name, "numFmt") == 0)
		return keep_own(state, attributes);
	if (state->is_cell_formats && strcmp(name, "xf") == 0)
		return keep_cell_format(state, attributes);
	return JX_OK;
}

static enum jx_status on_end(void *user, const char *name)
{
	struct styles_state *state = user;
	if (strcmp(name, "cellXfs") == 0)
		state->is_cell_formats = false;
	return JX_OK;
}

enum jx_status jx_scan_styles(struct jx_scan *scan)
{
	struct styles_state state = {.scan = scan};
	const struct jx_part_events events = {.on_start = on_start, .on_end = on_end, .user = &state};
	if (scan->styles_part[0] == '\0' || !jx_package_has(&scan->package, scan->styles_part))
		return JX_OK;
	scan->part = scan->styles_part;
	return jx_package_read(&scan->package, scan->styles_part, &events);
}
