#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "client/form/national/national_private.h"
#include "client/form/value/slot.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/message/field.h"

#define TEXT_BYTES 64
#define FEN        100

/* A row that is filled. */
struct filled {
	const struct jx_national_table *table;
	const JxProject *project; /* NULL: the row is of the report */
	ProtobufCMessage *row;
	size_t project_index;
	size_t index;
};

/* Prints an amount in 元: that system has no other unit. */
static const char *print_amount(const JxAmount *amount, char out[TEXT_BYTES])
{
	bool is_negative = amount->fen < 0;
	uint64_t fen = is_negative ? 0 - (uint64_t)amount->fen : (uint64_t)amount->fen;
	if (!jx_has_amount(amount))
		return "";
	(void)snprintf(
		out, TEXT_BYTES, "%s%" PRIu64 ".%02" PRIu64, is_negative ? "-" : "", fen / FEN, fen % FEN);
	return out;
}

static const char *print_figure(const ProtobufCMessage *figure, char out[TEXT_BYTES])
{
	if (figure->descriptor == JX_AMOUNT_DESCRIPTOR)
		return print_amount((const JxAmount *)figure, out);
	const JxDecimal *decimal = (const JxDecimal *)figure;
	bool is_plain = jx_has_decimal(decimal) && jx_decimal_print(decimal, out, TEXT_BYTES) == JX_OK;
	return is_plain ? out : "";
}

/* The text of a field by its path; "" for nothing. Borrowed from the message, or in out. */
static const char *print_field(ProtobufCMessage *message, const char *path, char out[TEXT_BYTES])
{
	struct jx_form_slot slot;
	ProtobufCMessage *figure;
	if (message == NULL || !jx_form_slot_find(message, path, &slot) ||
		jx_field_count(slot.parent, slot.field) == 0)
		return "";
	const void *member = jx_form_slot_member(&slot);
	switch ((int)slot.field->type) {
	case PROTOBUF_C_TYPE_STRING:
		return *(char *const *)member;
	case PROTOBUF_C_TYPE_UINT32:
		(void)snprintf(out, TEXT_BYTES, "%" PRIu32, *(const uint32_t *)member);
		return out;
	case PROTOBUF_C_TYPE_MESSAGE:
		memcpy(&figure, member, sizeof(figure));
		return print_figure(figure, out);
	default:
		return "";
	}
}

/* A key: department, year, project, and the row in it. */
static const char *print_key(const struct jx_national_filling *filling, const struct filled *filled,
	bool is_of_row, char out[TEXT_BYTES])
{
	const JxReport *report = filling->report;
	int n = snprintf(out, TEXT_BYTES, "%.21s%" PRIu32, jx_name_last(report->department),
		report->profile != NULL ? report->profile->year : 0);
	if (filled->project != NULL)
		n += snprintf(out + n, TEXT_BYTES - (size_t)n, "P%zu", filled->project_index + 1);
	if (is_of_row && strcmp(filled->table->list, "projects") != 0)
		(void)snprintf(
			out + n, TEXT_BYTES - (size_t)n, "%c%zu", filled->table->name[8], filled->index + 1);
	return out;
}

static const char *print_source(const struct jx_national_filling *filling, const struct filled *filled,
	const struct jx_national_field *field, char out[TEXT_BYTES])
{
	switch (field->source) {
	case JX_NATIONAL_KEY:
		return print_key(filling, filled, true, out);
	case JX_NATIONAL_EVAL_KEY:
		return print_key(filling, filled, false, out);
	case JX_NATIONAL_DIVISION:
		return filling->division;
	case JX_NATIONAL_AGENCY:
		return jx_name_last(filling->report->department);
	case JX_NATIONAL_FIXED:
		return field->path;
	case JX_NATIONAL_REPORT:
		return print_field((ProtobufCMessage *)&filling->report->base, field->path, out);
	case JX_NATIONAL_PROJECT:
		return print_field((ProtobufCMessage *)filled->project, field->path, out);
	case JX_NATIONAL_ROW:
		return print_field(filled->row, field->path, out);
	case JX_NATIONAL_SYSTEM:
		break;
	}
	return "";
}

/* The actual value as that system wants it: of a measured indicator the number alone. */
static const char *print_actual(const struct filled *filled, const char *printed, char out[TEXT_BYTES])
{
	const JxIndicator *indicator = (const JxIndicator *)filled->row;
	if (indicator == NULL || indicator->sign == JX_FIGURE_SIGN_QUALITATIVE || indicator->actual == NULL)
		return printed;
	const char *number = print_figure(&indicator->actual->base, out);
	return number[0] != '\0' ? number : printed;
}

static enum jx_status add_row(
	struct jx_national_filling *filling, size_t table, const struct filled *filled, const char *path)
{
	struct jx_arena *arena = filling->arena;
	struct jx_national_rows *rows = &filling->national->tables[table];
	size_t room = rows->room;
	if (jx_arena_array_grow(arena, (void **)&rows->cells, sizeof(*rows->cells), rows->n, &rows->room,
		    JX_MAX_FORM_CELLS) != JX_OK ||
		jx_arena_array_grow(arena, (void **)&rows->paths, sizeof(*rows->paths), rows->n, &room,
			JX_MAX_FORM_CELLS) != JX_OK)
		return JX_UNAVAILABLE;
	char **cells = jx_arena_calloc(arena, filled->table->n_fields, sizeof(*cells));
	rows->paths[rows->n] = jx_arena_strdup(arena, path);
	if (cells == NULL || rows->paths[rows->n] == NULL)
		return JX_UNAVAILABLE;
	for (size_t i = 0; i < filled->table->n_fields; i++) {
		char text[TEXT_BYTES];
		char number[TEXT_BYTES];
		const struct jx_national_field *field = &filled->table->fields[i];
		const char *printed = print_source(filling, filled, field, text);
		if (strcmp(field->name, "ind_comp") == 0)
			printed = print_actual(filled, printed, number);
		cells[i] = jx_arena_strdup(arena, printed);
		if (cells[i] == NULL)
			return JX_UNAVAILABLE;
	}
	rows->cells[rows->n++] = cells;
	return jx_national_check_row(filling, table, rows->n - 1);
}

/* Fills rows of a list in a message. @param path  of the list. */
static enum jx_status fill_list(struct jx_national_filling *filling, size_t table, struct filled *filled,
	ProtobufCMessage *holder, const char *name, const char *path)
{
	const ProtobufCFieldDescriptor *field = jx_field_find(holder->descriptor, name, strlen(name));
	size_t n = jx_field_count(holder, field);
	for (size_t i = 0; i < n; i++) {
		char row_path[TEXT_BYTES];
		filled->row = (ProtobufCMessage *)jx_field_message(holder, field, i);
		filled->index = i;
		(void)snprintf(row_path, sizeof(row_path), "%s[%zu]", path, i);
		enum jx_status status = add_row(filling, table, filled, row_path);
		if (status == JX_OK && filled->row->descriptor == JX_INDICATOR_DESCRIPTOR)
			status = jx_national_check_indicator(
				filling, (const JxIndicator *)filled->row, row_path);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static enum jx_status fill_table(struct jx_national_filling *filling, size_t table)
{
	const JxReport *report = filling->report;
	struct filled filled = {.table = &jx_national_tables[table]};
	size_t n = jx_text_begins_with(filled.table->list, "projects[].");
	enum jx_status status = JX_OK;
	if (strncmp(filled.table->list, "projects", strlen("projects")) != 0)
		return fill_list(filling, table, &filled, (ProtobufCMessage *)&report->base,
			filled.table->list, filled.table->list);
	for (size_t i = 0; i < report->n_projects && status == JX_OK; i++) {
		char path[TEXT_BYTES];
		filled.project = report->projects[i];
		filled.project_index = i;
		(void)snprintf(path, sizeof(path), n > 0 ? "projects[%zu].%s" : "projects[%zu]", i,
			filled.table->list + n);
		status = n > 0 ? fill_list(filling, table, &filled, &report->projects[i]->base,
					 filled.table->list + n, path)
			       : add_row(filling, table, &filled, path);
	}
	return status;
}

/* The code of the county, where a department's code begins with it. */
static const char *guess_division(const JxReport *report, char out[TEXT_BYTES])
{
	const char *code = jx_name_last(report->department);
	if (strspn(code, "0123456789") < 6)
		return "";
	(void)snprintf(out, TEXT_BYTES, "%.6s000", code);
	return out;
}

enum jx_status jx_national_fill(
	const JxReport *report, const char *division, struct jx_arena *arena, struct jx_national *national)
{
	char guessed[TEXT_BYTES];
	struct jx_national_filling filling = {.report = report,
		.division = division != NULL ? division : guess_division(report, guessed),
		.arena = arena,
		.national = national};
	*national = (struct jx_national){0};
	for (size_t i = 0; i < JX_NATIONAL_TABLES; i++) {
		enum jx_status status = fill_table(&filling, i);
		if (status != JX_OK)
			return status;
	}
	return jx_national_check_lost(&filling);
}
