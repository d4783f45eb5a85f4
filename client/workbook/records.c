#include "client/workbook/records.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <unistr.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

enum record_kind { RECORD_SHEET = 1, RECORD_CELL, RECORD_MERGE, RECORD_ERROR, RECORD_END };

/* The head of a record; a text of n_text bytes and a terminator follow. */
struct record {
	uint32_t kind;
	uint32_t numbers[4]; /* of a cell: row, column, kind, is_formula; of an error: its reason */
	uint32_t n_text;
};

/* ---- writing ---- */

void jx_record_writer_init(struct jx_record_writer *writer, int fd)
{
	writer->fd = fd;
	writer->n = 0;
	writer->has_failed = false;
}

static void flush(struct jx_record_writer *writer)
{
	for (size_t at = 0; at < writer->n && !writer->has_failed;) {
		ssize_t n = write(writer->fd, writer->buffer + at, writer->n - at);
		if (n > 0)
			at += (size_t)n;
		else if (n == 0 || errno != EINTR)
			writer->has_failed = true;
	}
	writer->n = 0;
}

static void put_bytes(struct jx_record_writer *writer, const void *bytes, size_t n)
{
	const char *from = bytes;
	while (n > 0) {
		size_t room = sizeof(writer->buffer) - writer->n;
		size_t part = n < room ? n : room;
		memcpy(writer->buffer + writer->n, from, part);
		writer->n += part;
		from += part;
		n -= part;
		if (writer->n == sizeof(writer->buffer))
			flush(writer);
	}
}

static enum jx_status put_record(
	struct jx_record_writer *writer, enum record_kind kind, const uint32_t numbers[4], const char *text)
{
	struct record record = {.kind = kind, .n_text = (uint32_t)strlen(text)};
	memcpy(record.numbers, numbers, sizeof(record.numbers));
	put_bytes(writer, &record, sizeof(record));
	put_bytes(writer, text, (size_t)record.n_text + 1);
	return writer->has_failed ? JX_INTERNAL : JX_OK;
}

static enum jx_status on_sheet(void *user, const char *name)
{
	return put_record(user, RECORD_SHEET, (const uint32_t[4]){0}, name);
}

static enum jx_status on_cell(void *user, const struct jx_grid_cell *cell)
{
	const uint32_t numbers[4] = {cell->row, cell->column, cell->kind, cell->is_formula};
	return put_record(user, RECORD_CELL, numbers, cell->text);
}

static enum jx_status on_merge(void *user, const struct jx_grid_merge *merge)
{
	const uint32_t numbers[4] = {merge->row, merge->column, merge->last_row, merge->last_column};
	return put_record(user, RECORD_MERGE, numbers, "");
}

struct jx_scan_sink jx_record_sink(struct jx_record_writer *writer)
{
	return (struct jx_scan_sink){
		.on_sheet = on_sheet, .on_cell = on_cell, .on_merge = on_merge, .user = writer};
}

bool jx_record_finish(struct jx_record_writer *writer, const struct jx_error *error)
{
	enum jx_status status;
	if (error == NULL) {
		status = put_record(writer, RECORD_END, (const uint32_t[4]){0}, "");
	} else {
		const uint32_t numbers[4] = {error->reason};
		status = put_record(writer, RECORD_ERROR, numbers, error->arg[0]);
	}
	flush(writer);
	return status == JX_OK && !writer->has_failed;
}

/* ---- reading ---- */

static enum jx_status keep_sheet(struct jx_grid *grid, struct jx_arena *arena, const char *name)
{
	if (jx_arena_array_grow(arena, (void **)&grid->sheets, sizeof(*grid->sheets), grid->n_sheets,
		    &grid->sheets_room, JX_MAX_FORM_SHEETS) != JX_OK)
		return JX_UNAVAILABLE;
	grid->sheets[grid->n_sheets++] = (struct jx_grid_sheet){.name = name};
	return JX_OK;
}

static enum jx_status keep_cell(
	struct jx_grid *grid, struct jx_arena *arena, const struct record *record, const char *text)
{
	struct jx_grid_sheet *sheet = grid->n_sheets > 0 ? &grid->sheets[grid->n_sheets - 1] : NULL;
	if (sheet == NULL || record->numbers[0] >= JX_MAX_FORM_ROWS ||
		record->numbers[1] >= JX_MAX_FORM_COLUMNS || record->numbers[2] >= JX_GRID_KINDS)
		return JX_INVALID;
	if (jx_arena_array_grow(arena, (void **)&sheet->cells, sizeof(*sheet->cells), sheet->n_cells,
		    &sheet->cells_room, JX_MAX_FORM_CELLS) != JX_OK)
		return JX_UNAVAILABLE;
	sheet->cells[sheet->n_cells++] = (struct jx_grid_cell){.row = record->numbers[0],
		.column = record->numbers[1],
		.kind = (enum jx_grid_kind)record->numbers[2],
		.is_formula = record->numbers[3] != 0,
		.text = text};
	return JX_OK;
}

static enum jx_status keep_merge(struct jx_grid *grid, struct jx_arena *arena, const struct record *record)
{
	struct jx_grid_sheet *sheet = grid->n_sheets > 0 ? &grid->sheets[grid->n_sheets - 1] : NULL;
	if (sheet == NULL)
		return JX_INVALID;
	if (jx_arena_array_grow(arena, (void **)&sheet->merges, sizeof(*sheet->merges), sheet->n_merges,
		    &sheet->merges_room, JX_MAX_FORM_MERGES) != JX_OK)
		return JX_UNAVAILABLE;
	sheet->merges[sheet->n_merges++] = (struct jx_grid_merge){.row = record->numbers[0],
		.column = record->numbers[1],
		.last_row = record->numbers[2],
		.last_column = record->numbers[3]};
	return JX_OK;
}

/* What the child says went wrong: only what reading a file can end with. */
static enum jx_status take_error(const struct record *record, const char *text, struct jx_error *error)
{
	const enum jx_reason known[] = {JX_REASON_FORM_DAMAGED, JX_REASON_FORM_TOO_LARGE,
		JX_REASON_FORM_NO_WORKBOOK, JX_REASON_CALL_TOO_LARGE, JX_REASON_OUT_OF_MEMORY};
	for (size_t i = 0; i < JX_COUNT_OF(known); i++) {
		if (record->numbers[0] != (uint32_t)known[i])
			continue;
		bool is_form = known[i] != JX_REASON_CALL_TOO_LARGE && known[i] != JX_REASON_OUT_OF_MEMORY;
		(void)jx_error_fill(
			error, is_form ? known[i] : JX_REASON_FORM_TOO_LARGE, NULL, JX_ARGS(JX_TEXT(text)));
	}
	return JX_INVALID;
}

static enum jx_status take_record(struct jx_grid *grid, struct jx_arena *arena, const struct record *record,
	const char *text, struct jx_error *error)
{
	switch (record->kind) {
	case RECORD_SHEET:
		return keep_sheet(grid, arena, text);
	case RECORD_CELL:
		return keep_cell(grid, arena, record, text);
	case RECORD_MERGE:
		return keep_merge(grid, arena, record);
	case RECORD_ERROR:
		return take_error(record, text, error);
	default:
		return JX_INVALID;
	}
}

enum jx_status jx_records_read(const struct jx_record_bytes *bytes, struct jx_arena *arena,
	struct jx_grid *grid, struct jx_error *error)
{
	*error = (struct jx_error){0};
	for (size_t at = 0; bytes->n - at > sizeof(struct record);) {
		struct record record;
		memcpy(&record, bytes->bytes + at, sizeof(record));
		const char *text = bytes->bytes + at + sizeof(record);
		size_t left = bytes->n - at - sizeof(record);
		if (record.n_text >= left || text[record.n_text] != '\0' || strlen(text) != record.n_text ||
			u8_check((const uint8_t *)text, record.n_text) != NULL)
			return JX_INVALID;
		at += sizeof(record) + record.n_text + 1;
		if (record.kind == RECORD_END)
			return at == bytes->n ? JX_OK : JX_INVALID;
		enum jx_status status = take_record(grid, arena, &record, text, error);
		if (status != JX_OK)
			return status;
	}
	return JX_INVALID;
}
