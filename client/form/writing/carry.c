#include "client/form/writing/carry.h"

#include <string.h>

#include "client/form/layout/layout.h"
#include "client/form/value/slot.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/message/field.h"

/* Copies a field, its value shared. @param from  its path in the one, to: in the other. */
static enum jx_status copy_field(struct jx_arena *arena, ProtobufCMessage *last, const char *from,
	ProtobufCMessage *next, const char *to)
{
	struct jx_form_slot source;
	struct jx_form_slot target;
	if (!jx_form_slot_find(last, from, &source) || jx_field_count(source.parent, source.field) == 0)
		return JX_OK;
	enum jx_status status = jx_form_slot_make(arena, next, to, &target);
	if (status != JX_OK)
		return status;
	if (jx_field_is_list(source.field)) {
		void *items;
		memcpy(&items, jx_form_slot_member(&source), sizeof(items));
		jx_form_slot_set_list(&target, items, jx_field_count(source.parent, source.field));
	} else {
		memcpy(jx_form_slot_member(&target), jx_form_slot_member(&source),
			jx_field_item_bytes(source.field));
	}
	return JX_OK;
}

static enum jx_status carry_fields(struct jx_arena *arena, const struct jx_form_sheet *sheet,
	ProtobufCMessage *last, ProtobufCMessage *next)
{
	for (size_t i = 0; i < sheet->n_fields; i++) {
		const struct jx_form_field *field = &sheet->fields[i];
		const char *from = field->before != NULL ? field->before : field->path;
		if (field->is_yearly && field->before == NULL)
			continue;
		enum jx_status status = copy_field(arena, last, from, next, field->path);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

/* True for a list whose rows are of one year alone. */
static bool is_yearly(const struct jx_form_sheet *sheet)
{
	for (size_t i = 0; i < sheet->n_fields; i++)
		if (!sheet->fields[i].is_yearly)
			return false;
	return true;
}

/* Carries a list from one message to another. @param path  of the list in both. */
static enum jx_status carry_list(struct jx_arena *arena, const struct jx_form_sheet *sheet, const char *path,
	ProtobufCMessage *last, ProtobufCMessage *next)
{
	struct jx_form_slot source;
	struct jx_form_slot target;
	if (is_yearly(sheet) || !jx_form_slot_find(last, path, &source))
		return JX_OK;
	size_t n = jx_field_count(source.parent, source.field);
	if (n == 0)
		return JX_OK;
	if (source.field->type != PROTOBUF_C_TYPE_MESSAGE)
		return copy_field(arena, last, path, next, path);
	ProtobufCMessage **rows = jx_arena_calloc(arena, n, sizeof(*rows));
	if (rows == NULL)
		return jx_arena_fail(arena, NULL);
	enum jx_status status = jx_form_slot_make(arena, next, path, &target);
	for (size_t i = 0; i < n && status == JX_OK; i++) {
		rows[i] = jx_form_new_message(arena, source.field->descriptor);
		status = rows[i] != NULL ? carry_fields(arena, sheet,
						   (ProtobufCMessage *)jx_field_message(
							   source.parent, source.field, i),
						   rows[i])
					 : jx_arena_fail(arena, NULL);
	}
	if (status == JX_OK)
		jx_form_slot_set_list(&target, rows, n);
	return status;
}

/* Carries the list inside each project. */
static enum jx_status carry_inner_list(
	struct jx_arena *arena, const struct jx_form_sheet *sheet, const JxReport *last, JxReport *next)
{
	const char *path = strstr(sheet->list, "[].") + 3;
	for (size_t i = 0; i < next->n_projects; i++) {
		enum jx_status status =
			carry_list(arena, sheet, path, &last->projects[i]->base, &next->projects[i]->base);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

enum jx_status jx_form_carry(const JxReport *last, struct jx_arena *arena, JxReport **ret_report)
{
	JxReport *next = (JxReport *)jx_form_new_message(arena, JX_REPORT_DESCRIPTOR);
	if (next == NULL)
		return jx_arena_fail(arena, NULL);
	for (size_t i = 0; i < JX_FORM_N_SHEETS; i++) {
		const struct jx_form_sheet *sheet = jx_form_sheets[i];
		enum jx_status status;
		if (sheet->list == NULL)
			status = carry_fields(arena, sheet, (ProtobufCMessage *)&last->base, &next->base);
		else if (strstr(sheet->list, "[].") != NULL)
			status = carry_inner_list(arena, sheet, last, next);
		else
			status = carry_list(
				arena, sheet, sheet->list, (ProtobufCMessage *)&last->base, &next->base);
		if (status != JX_OK)
			return status;
	}
	*ret_report = next;
	return JX_OK;
}

/* ---- figures over others ---- */

/* Copies one field or list, where there is something in it, and keeps its path. */
static enum jx_status cover_field(struct jx_arena *arena, const JxReport *over, const char *path,
	JxReport *report, struct jx_form_covered *covered)
{
	struct jx_form_slot slot;
	ProtobufCMessage *from = (ProtobufCMessage *)&over->base;
	if (!jx_form_slot_find(from, path, &slot) || jx_field_count(slot.parent, slot.field) == 0)
		return JX_OK;
	enum jx_status status = copy_field(arena, from, path, &report->base, path);
	if (status == JX_OK)
		status = jx_arena_array_grow(arena, (void **)&covered->paths, sizeof(path), covered->n,
			&covered->room, JX_MAX_FORM_CELLS);
	if (status == JX_OK)
		covered->paths[covered->n++] = path;
	return status;
}

enum jx_status jx_form_cover(
	const JxReport *over, struct jx_arena *arena, JxReport *report, struct jx_form_covered *ret_covered)
{
	*ret_covered = (struct jx_form_covered){0};
	for (size_t i = 0; i < JX_FORM_N_SHEETS; i++) {
		const struct jx_form_sheet *sheet = jx_form_sheets[i];
		enum jx_status status = JX_OK;
		if (sheet->list != NULL && strstr(sheet->list, "[].") == NULL)
			status = cover_field(arena, over, sheet->list, report, ret_covered);
		for (size_t j = 0; sheet->list == NULL && j < sheet->n_fields && status == JX_OK; j++)
			status = cover_field(arena, over, sheet->fields[j].path, report, ret_covered);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}
