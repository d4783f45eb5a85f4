#include "client/print/report_diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/screen/table.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/json/json.h"

enum column { PLACE, BEFORE, AFTER };

static const struct jx_column COLUMNS[] = {
	[PLACE] = {"field", N_("Place"), .wraps = true},
	[BEFORE] = {"before", N_("Before"), .wraps = true},
	[AFTER] = {"after", N_("After"), .wraps = true},
};

static enum jx_status write_text(void *user, const char *text, size_t n_bytes)
{
	FILE *out = user;
	return fwrite(text, 1, n_bytes, out) == n_bytes ? JX_OK : JX_UNAVAILABLE;
}

char *jx_value_text(const struct jx_place *place)
{
	char *text = NULL;
	size_t n = 0;
	if (place->parent == NULL || !place->is_present)
		return strdup("");
	bool is_text = place->field->type == PROTOBUF_C_TYPE_STRING;
	if (is_text && (place->has_index || !jx_field_is_list(place->field)))
		return strdup(*(char *const *)jx_field_item(place->parent, place->field, place->index));
	FILE *out = open_memstream(&text, &n);
	if (out == NULL)
		return NULL;
	const struct jx_json_sink sink = {write_text, out};
	enum jx_status status = jx_json_write_value(place->parent, place->field,
		place->has_index ? place->index : JX_JSON_WHOLE_FIELD, &sink, NULL);
	if (fclose(out) == 0 && status == JX_OK)
		return text;
	free(text);
	return NULL;
}

/* One pass over the differences: those that were asked for, or the others. */
struct pass {
	const struct jx_report_pair *pair;
	struct jx_table table;
	bool wants_asked;
	struct jx_arena *arena;
};

static bool is_within(const char *path, const char *field)
{
	size_t n = strlen(field);
	return strncmp(path, field, n) == 0 && (path[n] == '\0' || path[n] == '.' || path[n] == '[');
}

/* What an explanation explains; NULL for anything else. */
static const char *explained_field(const struct jx_place *place)
{
	return place->is_present && place->parent->descriptor == JX_EXPLANATION_DESCRIPTOR
		       ? ((const JxExplanation *)place->parent)->field
		       : NULL;
}

/* An issue asks for its field, for everything in it, and for the words that explain it. */
static bool is_asked(const struct jx_report_pair *pair, const struct jx_difference *difference)
{
	const char *explained = explained_field(&difference->after);
	if (explained == NULL)
		explained = explained_field(&difference->before);
	for (size_t i = 0; i < pair->n_issues; i++) {
		const char *field = pair->issues[i]->field;
		if (is_within(difference->path, field) || (explained != NULL && is_within(explained, field)))
			return true;
	}
	return false;
}

/* Writes where a difference is: its path, and before that the cell of a workbook. */
static enum jx_status print_place(struct jx_arena *arena, const struct jx_report_pair *pair,
	const struct jx_difference *difference, const char **ret_place)
{
	char cell[JX_FORM_PLACE_BYTES];
	const struct jx_form *form =
		difference->change == JX_CHANGE_REMOVED ? pair->form_before : pair->form_after;
	*ret_place = difference->path;
	if (form == NULL || !jx_form_locate(form, difference->path, cell))
		return JX_OK;
	size_t size = strlen(cell) + strlen(difference->path) + 2;
	char *place = jx_arena_alloc(arena, size);
	if (place == NULL)
		return JX_UNAVAILABLE;
	(void)snprintf(place, size, "%s %s", cell, difference->path);
	*ret_place = place;
	return JX_OK;
}

static enum jx_status add_row(void *user, const struct jx_difference *difference)
{
	struct pass *pass = user;
	if (is_asked(pass->pair, difference) != pass->wants_asked)
		return JX_OK;
	const char *shown = difference->path;
	if (print_place(pass->arena, pass->pair, difference, &shown) != JX_OK)
		return JX_UNAVAILABLE;
	char *before = jx_value_text(&difference->before);
	char *after = jx_value_text(&difference->after);
	enum jx_status status = before != NULL && after != NULL ? JX_OK : JX_UNAVAILABLE;
	jx_table_add_row(&pass->table);
	jx_table_set(&pass->table, PLACE, shown);
	jx_table_set(&pass->table, BEFORE, before);
	jx_table_set(&pass->table, AFTER, after);
	free(before);
	free(after);
	return status;
}

static enum jx_status print_pass(
	struct jx_app *app, const struct jx_report_pair *pair, bool wants_asked, size_t *n)
{
	struct pass pass = {.pair = pair, .wants_asked = wants_asked, .arena = &app->arena};
	jx_table_init(&pass.table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	const ProtobufCMessage *before = pair->before != NULL ? &pair->before->base : NULL;
	if (jx_path_diff_rows(before, &pair->after->base, &app->arena, add_row, &pass) != JX_OK)
		return jx_app_fail(app, JX_REASON_OUT_OF_MEMORY);
	*n += pass.table.n_rows;
	if (pass.table.n_rows == 0)
		return JX_OK;
	if (pair->issues != NULL && jx_app_wants_text(app))
		jx_print(&app->terminal, "%s", wants_asked ? _("Asked for") : _("Not asked for"));
	return jx_app_print_table(app, &pass.table);
}

enum jx_status jx_report_diff_print(struct jx_app *app, const struct jx_report_pair *pair, size_t *ret_n)
{
	size_t n = 0;
	enum jx_status status = print_pass(app, pair, true, &n);
	if (status == JX_OK)
		status = print_pass(app, pair, false, &n);
	if (ret_n != NULL)
		*ret_n = n;
	return status;
}
