#include "client/workbook/scan_private.h"

#include <string.h>

#include "proto/contract/base/array.h"

/* Where in xl/sharedStrings.xml the reading stands. */
struct strings_state {
	struct jx_scan *scan;
	unsigned n_phonetic; /* rPh around: how a text is read aloud, no part of it */
	bool is_text;
};

static enum jx_status on_start(void *user, const char *name, const char **attributes)
{
	struct strings_state *state = user;
	(void)attributes;
	if (strcmp(name, "si") == 0)
		state->scan->text.n = 0;
	state->n_phonetic += strcmp(name, "rPh") == 0;
	state->is_text = strcmp(name, "t") == 0 && state->n_phonetic == 0;
	return JX_OK;
}

static enum jx_status on_text(void *user, const char *text, size_t n)
{
	struct strings_state *state = user;
	return state->is_text ? jx_scan_add_text(state->scan, text, n) : JX_OK;
}

static enum jx_status keep_string(struct jx_scan *scan)
{
	if (scan->n_strings == JX_MAX_FORM_CELLS)
		return jx_scan_fail_too_large(scan);
	enum jx_status status = jx_arena_array_grow(scan->arena, (void **)&scan->strings,
		sizeof(*scan->strings), scan->n_strings, &scan->strings_room, JX_MAX_FORM_CELLS);
	const char *text = jx_scan_end_text(scan);
	char *kept = status == JX_OK ? jx_arena_strdup(scan->arena, text) : NULL;
	if (kept == NULL)
		return jx_arena_fail(scan->arena, scan->error);
	scan->strings[scan->n_strings++] = kept;
	return JX_OK;
}

static enum jx_status on_end(void *user, const char *name)
{
	struct strings_state *state = user;
	state->is_text = false;
	state->n_phonetic -= state->n_phonetic > 0 && strcmp(name, "rPh") == 0;
	return strcmp(name, "si") == 0 ? keep_string(state->scan) : JX_OK;
}

enum jx_status jx_scan_strings(struct jx_scan *scan)
{
	struct strings_state state = {.scan = scan};
	const struct jx_part_events events = {
		.on_start = on_start, .on_end = on_end, .on_text = on_text, .user = &state};
	if (scan->strings_part[0] == '\0' || !jx_package_has(&scan->package, scan->strings_part))
		return JX_OK;
	scan->part = scan->strings_part;
	return jx_package_read(&scan->package, scan->strings_part, &events);
}
