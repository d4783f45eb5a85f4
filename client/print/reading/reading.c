#include "client/print/reading/reading.h"

#include <stdio.h>
#include <string.h>

#include "client/print/reading/private.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/field.h"

#define INDEX_BYTES 24
#define TITLE_BYTES 512

enum card_column { FIGURE, VALUE };

static const struct jx_column CARD[] = {
	[FIGURE] = {"figure", N_("Figure"), .wraps = true},
	[VALUE] = {"value", N_("Value"), .wraps = true},
};

static bool is_row_list(const ProtobufCFieldDescriptor *field)
{
	return jx_field_is_list(field) && jx_field_is_inner(field);
}

/* What is said elsewhere: beside the figures it explains. */
static bool is_beside(const struct jx_part *part, const ProtobufCFieldDescriptor *field)
{
	return part->path[0] == '\0' && strcmp(field->name, "explanations") == 0;
}

/* The path of a field of a part; a report's paths are far from the longest. */
static void put_path(
	const struct jx_part *part, const ProtobufCFieldDescriptor *field, char out[JX_PATH_BYTES])
{
	size_t n = jx_text_copy(out, JX_PATH_BYTES, part->path);
	if (n > 0)
		n += jx_text_copy(out + n, JX_PATH_BYTES - n, ".");
	(void)jx_text_copy(out + n, JX_PATH_BYTES - n, field->name);
}

/* The part at an item of a field of another. */
static void enter(const struct jx_part *part, const ProtobufCFieldDescriptor *field, size_t index,
	struct jx_part *ret_inner)
{
	char path[JX_PATH_BYTES];
	ret_inner->message = jx_field_message(part->message, field, index);
	put_path(part, field, path);
	if (jx_field_is_list(field))
		(void)jx_path_put_row(path, index, ret_inner->path);
	else
		(void)jx_text_copy(ret_inner->path, sizeof(ret_inner->path), path);
}

/* ---- a card: the figures of a message, one under the other ---- */

static enum jx_status add_figures(
	struct jx_reader *reader, const struct jx_part *part, const char *before, struct jx_table *table)
{
	const ProtobufCMessageDescriptor *type = part->message->descriptor;
	for (unsigned i = 0; i < type->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &type->fields[i];
		char title[TITLE_BYTES];
		struct jx_part inner;
		if (is_row_list(field) || jx_field_count(part->message, field) == 0 ||
			(part->path[0] == '\0' && jx_field_is_inner(field)))
			continue;
		(void)snprintf(title, sizeof(title), "%s%s%s", before, before[0] != '\0' ? ": " : "",
			jx_reading_label(reader, part, field));
		if (jx_field_is_inner(field)) {
			enter(part, field, 0, &inner);
			enum jx_status status = add_figures(reader, &inner, title, table);
			if (status != JX_OK)
				return status;
			continue;
		}
		const char *text = jx_reading_text(reader, part, field);
		if (text == NULL)
			return jx_app_fail(reader->app, JX_REASON_OUT_OF_MEMORY);
		jx_table_add_row(table);
		jx_table_set(table, FIGURE, title);
		jx_table_set(table, VALUE, text);
	}
	return JX_OK;
}

static enum jx_status print_lists(struct jx_reader *reader, const struct jx_part *part);

static enum jx_status print_card(struct jx_reader *reader, const struct jx_part *part, const char *title)
{
	struct jx_table table;
	jx_table_init(&table, &reader->app->arena, CARD, JX_COUNT_OF(CARD));
	enum jx_status status = add_figures(reader, part, "", &table);
	if (status != JX_OK)
		return status;
	jx_print(&reader->app->terminal, "\n%s", title);
	if (table.n_rows > 0)
		status = jx_app_print_table(reader->app, &table);
	if (status == JX_OK)
		status = jx_reading_print_notes(reader, part, false);
	return status == JX_OK ? print_lists(reader, part) : status;
}

/* ---- a list: a row for each, a column for each figure that any of them has ---- */

/* The columns of a list; the first one is the number of the row, as paths have it. */
struct columns {
	struct jx_column columns[JX_TABLE_MAX_COLUMNS];
	const ProtobufCFieldDescriptor *fields[JX_TABLE_MAX_COLUMNS];
	size_t n;
	bool is_flat; /* all that its rows hold has a column */
};

static bool is_used(const struct jx_part *part, const ProtobufCFieldDescriptor *list,
	const ProtobufCFieldDescriptor *field)
{
	size_t n = jx_field_count(part->message, list);
	for (size_t i = 0; i < n; i++)
		if (jx_field_count(jx_field_message(part->message, list, i), field) > 0)
			return true;
	return false;
}

static void choose_columns(const struct jx_reader *reader, const struct jx_part *part,
	const ProtobufCFieldDescriptor *list, struct columns *ret_columns)
{
	const ProtobufCMessageDescriptor *type = list->descriptor;
	struct jx_part row;
	enter(part, list, 0, &row);
	*ret_columns =
		(struct columns){.columns[0] = {.key = "row", .title = N_("Row")}, .n = 1, .is_flat = true};
	for (unsigned i = 0; i < type->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &type->fields[i];
		if (!is_used(part, list, field))
			continue;
		if (jx_field_is_inner(field) || ret_columns->n == JX_TABLE_MAX_COLUMNS) {
			ret_columns->is_flat = false;
			return;
		}
		ret_columns->fields[ret_columns->n] = field;
		ret_columns->columns[ret_columns->n++] = (struct jx_column){.key = field->name,
			.title = jx_reading_label(reader, &row, field),
			.is_right = field->type == PROTOBUF_C_TYPE_MESSAGE,
			.wraps = field->type != PROTOBUF_C_TYPE_MESSAGE};
	}
}

static enum jx_status print_rows(struct jx_reader *reader, const struct jx_part *part,
	const ProtobufCFieldDescriptor *list, const struct columns *columns)
{
	struct jx_table table;
	size_t n = jx_field_count(part->message, list);
	jx_table_init(&table, &reader->app->arena, columns->columns, columns->n);
	for (size_t i = 0; i < n; i++) {
		struct jx_part row;
		char index[INDEX_BYTES];
		enter(part, list, i, &row);
		(void)snprintf(index, sizeof(index), "[%zu]", i);
		jx_table_add_row(&table);
		jx_table_set(&table, 0, index);
		for (size_t c = 1; c < columns->n; c++) {
			const char *text = jx_reading_text(reader, &row, columns->fields[c]);
			if (text == NULL)
				return jx_app_fail(reader->app, JX_REASON_OUT_OF_MEMORY);
			jx_table_set(&table, c, text);
		}
	}
	return jx_app_print_table(reader->app, &table);
}

/* Rows that hold lists or messages of their own are cards, each with its lists behind it. */
static enum jx_status print_cards(
	struct jx_reader *reader, const struct jx_part *part, const ProtobufCFieldDescriptor *list)
{
	enum jx_status status = JX_OK;
	size_t n = jx_field_count(part->message, list);
	for (size_t i = 0; status == JX_OK && i < n; i++) {
		struct jx_part row;
		char title[TITLE_BYTES];
		enter(part, list, i, &row);
		(void)snprintf(title, sizeof(title), "%s [%zu]", jx_reading_label(reader, part, list), i);
		status = print_card(reader, &row, title);
	}
	return status;
}

static enum jx_status print_list(
	struct jx_reader *reader, const struct jx_part *part, const ProtobufCFieldDescriptor *list)
{
	struct columns columns;
	struct jx_part whole = {.message = part->message};
	choose_columns(reader, part, list, &columns);
	put_path(part, list, whole.path);
	if (!columns.is_flat) {
		enum jx_status status = print_cards(reader, part, list);
		return status == JX_OK ? jx_reading_print_notes(reader, &whole, true) : status;
	}
	jx_print(&reader->app->terminal, "\n%s  %s", jx_reading_label(reader, part, list), whole.path);
	enum jx_status status = print_rows(reader, part, list, &columns);
	return status == JX_OK ? jx_reading_print_notes(reader, &whole, true) : status;
}

static enum jx_status print_lists(struct jx_reader *reader, const struct jx_part *part)
{
	const ProtobufCMessageDescriptor *type = part->message->descriptor;
	enum jx_status status = JX_OK;
	for (unsigned i = 0; status == JX_OK && i < type->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &type->fields[i];
		if (is_row_list(field) && jx_field_count(part->message, field) > 0 && !is_beside(part, field))
			status = print_list(reader, part, field);
	}
	return status;
}

/* ---- the report ---- */

/* The parts of the report in the order of the form: cards and lists. */
static enum jx_status print_parts(struct jx_reader *reader, const struct jx_part *report)
{
	const ProtobufCMessageDescriptor *type = report->message->descriptor;
	enum jx_status status = JX_OK;
	for (unsigned i = 0; status == JX_OK && i < type->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &type->fields[i];
		if (!jx_field_is_inner(field) || jx_field_count(report->message, field) == 0 ||
			is_beside(report, field))
			continue;
		struct jx_part part;
		enter(report, field, 0, &part);
		status = jx_field_is_list(field)
				 ? print_list(reader, report, field)
				 : print_card(reader, &part, jx_reading_label(reader, report, field));
	}
	return status;
}

static enum jx_status print_head(struct jx_reader *reader, const struct jx_part *report)
{
	struct jx_table table;
	jx_table_init(&table, &reader->app->arena, CARD, JX_COUNT_OF(CARD));
	enum jx_status status = add_figures(reader, report, "", &table);
	if (status != JX_OK)
		return status;
	jx_print(&reader->app->terminal, _("\nReport of version %u"), reader->reading->version->number);
	if (table.n_rows > 0)
		status = jx_app_print_table(reader->app, &table);
	return status == JX_OK ? jx_reading_print_notes(reader, report, false) : status;
}

static size_t count_unsaid(const bool *is_said, size_t n)
{
	size_t n_unsaid = 0;
	for (size_t i = 0; i < n; i++)
		n_unsaid += !is_said[i];
	return n_unsaid;
}

/* What is about no part that is there: about the whole, or about what is missing. */
static enum jx_status print_rest(struct jx_reader *reader, const struct jx_part *report)
{
	const struct jx_reading *reading = reader->reading;
	const JxSubmissionVersion *version = reading->version;
	if (count_unsaid(reader->is_finding_said, version->n_findings) +
			count_unsaid(reader->is_explanation_said, version->report->n_explanations) +
			count_unsaid(reader->is_issue_said, reading->n_issues) ==
		0)
		return JX_OK;
	jx_print(&reader->app->terminal, "\n%s", _("About the report as a whole"));
	return jx_reading_print_notes(reader, report, true);
}

enum jx_status jx_reading_print(struct jx_app *app, const struct jx_reading *reading)
{
	const JxSubmissionVersion *version = reading->version;
	struct jx_reader reader = {.app = app, .reading = reading};
	const struct jx_part report = {.message = &version->report->base};
	reader.is_finding_said = jx_arena_calloc(&app->arena, version->n_findings + 1, sizeof(bool));
	reader.is_explanation_said =
		jx_arena_calloc(&app->arena, version->report->n_explanations + 1, sizeof(bool));
	reader.is_issue_said = jx_arena_calloc(&app->arena, reading->n_issues + 1, sizeof(bool));
	if (reader.is_finding_said == NULL || reader.is_explanation_said == NULL ||
		reader.is_issue_said == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	enum jx_status status = print_head(&reader, &report);
	if (status == JX_OK)
		status = print_parts(&reader, &report);
	return status == JX_OK ? print_rest(&reader, &report) : status;
}
