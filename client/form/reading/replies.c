#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/form/reading/form_private.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"

#define ROWS_TO_DATA 3u /* from the row of keys, where no heading says where data begin */

uint32_t jx_form_first_row(const struct jx_form_table *table)
{
	const struct jx_grid_sheet *sheet = table->sheet;
	uint32_t first = table->mark->row + ROWS_TO_DATA;
	for (size_t i = 0; i < sheet->n_cells; i++) {
		const struct jx_grid_cell *cell = &sheet->cells[i];
		if (cell->column == table->mark->column && strcmp(cell->text, JX_FORM_KEY_HEAD) == 0)
			first = cell->row + 1;
	}
	return first;
}

bool jx_form_is_of_issues(const struct jx_form_table *table, uint32_t column)
{
	/* Between the number and the reply stands what finance says. */
	return column == table->reply_column || column == table->issue_column ||
	       (table->issue_column != JX_FORM_NOWHERE && column == table->issue_column + 1);
}

static void find_columns(struct jx_form_table *table)
{
	const struct jx_grid_sheet *sheet = table->sheet;
	for (size_t i = 0; i < sheet->n_cells; i++) {
		const struct jx_grid_cell *key = &sheet->cells[i];
		if (key->row != table->mark->row)
			continue;
		if (strcmp(key->text, JX_FORM_KEY_ISSUE) == 0)
			table->issue_column = key->column;
		else if (strcmp(key->text, JX_FORM_KEY_REPLY) == 0)
			table->reply_column = key->column;
	}
}

/* The reply to an issue that was found already; NULL for none. */
static struct jx_form_reply *find_reply(const struct jx_form *form, uint32_t issue)
{
	for (size_t i = 0; i < form->n_replies; i++)
		if (form->replies[i].issue == issue)
			return &form->replies[i];
	return NULL;
}

/* Joins a second cell to a reply, where it says something else. */
static enum jx_status join_reply(struct jx_form *form, struct jx_form_reply *reply, const char *text)
{
	size_t size = strlen(reply->text) + strlen(text) + 2;
	if (strcmp(reply->text, text) == 0)
		return JX_OK;
	char *joined = jx_arena_alloc(form->arena, size);
	if (joined == NULL)
		return JX_UNAVAILABLE;
	(void)snprintf(joined, size, "%s\n%s", reply->text, text);
	reply->text = joined;
	return JX_OK;
}

static enum jx_status keep_reply(struct jx_form *form, const struct jx_form_reply *reply)
{
	struct jx_form_reply *before = find_reply(form, reply->issue);
	if (before != NULL)
		return join_reply(form, before, reply->text);
	if (jx_arena_array_grow(form->arena, (void **)&form->replies, sizeof(*reply), form->n_replies,
		    &form->replies_room, JX_MAX_FORM_ROWS) != JX_OK)
		return JX_UNAVAILABLE;
	form->replies[form->n_replies++] = *reply;
	return JX_OK;
}

/* Tells of a reply that no number of an issue stands beside. */
static enum jx_status tell_unnumbered(
	struct jx_form *form, const struct jx_form_table *table, const struct jx_grid_cell *cell)
{
	struct jx_error what = {0};
	(void)jx_error_fill(&what, JX_REASON_FORM_REPLY_WITHOUT_ISSUE, NULL, NULL);
	return jx_form_tell(form, &form->problems, table, cell->row, cell->column, &what);
}

/* Keeps a reply for each of the numbers beside it: "1 3". */
static enum jx_status read_reply(
	struct jx_form *form, const struct jx_form_table *table, const struct jx_grid_cell *cell)
{
	char place[JX_FORM_PLACE_BYTES];
	const struct jx_grid_cell *numbers = jx_grid_cell(table->sheet, cell->row, table->issue_column);
	struct jx_form_reply reply = {.text = jx_form_text_clean(cell->text, form->arena)};
	jx_form_print_place(table->sheet, cell->row, cell->column, place);
	reply.place = jx_arena_strdup(form->arena, place);
	if (reply.text == NULL || reply.place == NULL)
		return JX_UNAVAILABLE;
	if (reply.text[0] == '\0')
		return JX_OK;
	size_t n = 0;
	for (const char *at = numbers != NULL ? numbers->text : ""; *at != '\0';) {
		char *end;
		unsigned long number = strtoul(at, &end, 10);
		if (end == at || number == 0 || number > UINT32_MAX)
			break;
		reply.issue = (uint32_t)number;
		at = end;
		n++;
		if (keep_reply(form, &reply) != JX_OK)
			return JX_UNAVAILABLE;
	}
	return n > 0 ? JX_OK : tell_unnumbered(form, table, cell);
}

enum jx_status jx_form_read_replies(struct jx_form *form, struct jx_form_table *table, struct jx_error *error)
{
	const struct jx_grid_sheet *sheet = table->sheet;
	find_columns(table);
	if (table->reply_column == JX_FORM_NOWHERE)
		return JX_OK;
	uint32_t first = jx_form_first_row(table);
	for (size_t i = 0; i < sheet->n_cells; i++) {
		const struct jx_grid_cell *cell = &sheet->cells[i];
		if (cell->row < first || cell->column != table->reply_column)
			continue;
		if (read_reply(form, table, cell) != JX_OK)
			return jx_form_fail_memory(form, error);
	}
	return JX_OK;
}
