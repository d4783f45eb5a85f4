#include "client/commands/questions/answer.h"

#include <stdio.h>
#include <string.h>

#include "client/calls/call.h"
#include "client/print/ranking_table.h"
#include "client/screen/cell.h"
#include "client/text/i18n.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/field.h"

#define LIST_BYTES 1024 /* of a list in one cell */

enum jx_status jx_answer_new_rows(struct jx_app *app, size_t n, void *ret_rows)
{
	void *rows = jx_arena_calloc(&app->arena, n + 1, sizeof(void *));
	if (rows == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	memcpy(ret_rows, &rows, sizeof(rows));
	return JX_OK;
}

char *jx_answer_text(struct jx_app *app, const char *text)
{
	char *copy = jx_arena_strdup(&app->arena, text);
	return copy != NULL ? copy : (char *)protobuf_c_empty_string;
}

/* ---- cells ---- */

static void set_message(struct jx_table *table, size_t column, const ProtobufCMessage *message)
{
	if (message->descriptor == JX_DECIMAL_DESCRIPTOR)
		jx_cell_set_decimal(table, column, (const JxDecimal *)message);
	else if (message->descriptor == JX_MEASUREMENT_DESCRIPTOR)
		jx_cell_set_measurement(table, column, (const JxMeasurement *)message);
}

/* Names of departments, rounds and versions are shown without what they begin with. */
static const char *shown_text(const char *text)
{
	bool is_name =
		jx_text_begins_with(text, "departments/") > 0 || jx_text_begins_with(text, "rounds/") > 0;
	return is_name ? jx_name_last(text) : text;
}

static void append(char text[LIST_BYTES], const char *more)
{
	size_t n = strlen(text);
	(void)snprintf(text + n, LIST_BYTES - n, "%s%s", n > 0 ? " " : "", more);
}

static void set_flags(struct jx_table *table, size_t column, const ProtobufCMessage *row,
	const ProtobufCFieldDescriptor *field)
{
	size_t n = jx_field_count(row, field);
	if (n > 0)
		jx_cell_set_flags(table, column, (const JxInputFlag *)jx_field_item(row, field, 0), n);
}

/* Words of the codes that say why a figure is not there, or what stands out. */
static const char *word_of(const char *code)
{
	static const struct {
		const char *code;
		const char *words; /* msgid */
	} known[] = {
		{"not_published", N_("nothing is published")},
		{"not_filed", N_("has not filed")},
		{"not_accepted", N_("filed, not accepted")},
		{"waived", N_("need not file")},
		{"merged", N_("another department files for it")},
		{"not_listed", N_("not in the round")},
		{"new", N_("not in the earlier one")},
		{"gone", N_("not in the later one")},
		{"no_score", N_("without a final score by some of the rules")},
		{"no_rank", N_("without a rank in one of the two")},
		{"exact_hits", N_("met to the digit")},
		{"easy_targets", N_("easy targets")},
		{"all_met", N_("none missed")},
	};
	for (size_t i = 0; i < JX_COUNT_OF(known); i++)
		if (strcmp(known[i].code, code) == 0)
			return gettext(known[i].words);
	return code;
}

static void set_codes(struct jx_table *table, size_t column, const ProtobufCMessage *row,
	const ProtobufCFieldDescriptor *field)
{
	char words[LIST_BYTES] = "";
	char codes[LIST_BYTES] = "";
	for (size_t i = 0; i < jx_field_count(row, field); i++) {
		const char *code = *(const char *const *)jx_field_item(row, field, i);
		size_t n = strlen(words);
		(void)snprintf(words + n, LIST_BYTES - n, "%s%s", n > 0 ? ", " : "", word_of(code));
		append(codes, code);
	}
	jx_table_set_raw(table, column, words, codes);
}

static void set_texts(struct jx_table *table, size_t column, const ProtobufCMessage *row,
	const ProtobufCFieldDescriptor *field)
{
	char texts[LIST_BYTES] = "";
	for (size_t i = 0; i < jx_field_count(row, field); i++)
		append(texts, shown_text(*(const char *const *)jx_field_item(row, field, i)));
	jx_table_set(table, column, texts);
}

static void set_number(struct jx_table *table, size_t column, const ProtobufCMessage *row,
	const ProtobufCFieldDescriptor *field)
{
	const void *item = jx_field_item(row, field, 0);
	char text[32];
	switch ((int)field->type) {
	case PROTOBUF_C_TYPE_BOOL:
		jx_cell_set_flag(table, column, *(const protobuf_c_boolean *)item != 0, _("yes"));
		return;
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
		/* Nothing gained and nothing lost is no news to a person. */
		(void)snprintf(text, sizeof(text), "%d", (int)*(const int32_t *)item);
		jx_table_set_raw(table, column, strcmp(text, "0") == 0 ? "" : text, text);
		return;
	default:
		(void)snprintf(text, sizeof(text), "%u", (unsigned)*(const uint32_t *)item);
		/* A rank of 0 is none. */
		if (strcmp(text, "0") == 0 && strstr(field->name, "rank") != NULL)
			text[0] = '\0';
		break;
	}
	jx_table_set(table, column, text);
}

static void set_cell(struct jx_table *table, size_t column, const ProtobufCMessage *row,
	const ProtobufCFieldDescriptor *field)
{
	bool is_list = jx_field_is_list(field);
	if (strcmp(field->name, "gap") == 0 || strcmp(field->name, "marks") == 0)
		set_codes(table, column, row, field);
	else if (is_list && field->type == PROTOBUF_C_TYPE_ENUM)
		set_flags(table, column, row, field);
	else if (is_list)
		set_texts(table, column, row, field);
	else if (field->type == PROTOBUF_C_TYPE_MESSAGE && jx_field_count(row, field) > 0)
		set_message(table, column, jx_field_message(row, field, 0));
	else if (field->type == PROTOBUF_C_TYPE_STRING)
		jx_table_set(table, column, shown_text(*(const char *const *)jx_field_item(row, field, 0)));
	else if (field->type != PROTOBUF_C_TYPE_MESSAGE)
		set_number(table, column, row, field);
}

static enum jx_status print_table(
	struct jx_app *app, const ProtobufCMessage *reply, const struct jx_column *columns, size_t n_columns)
{
	const ProtobufCFieldDescriptor *rows = jx_field_find(reply->descriptor, "rows", 4);
	size_t shown[JX_TABLE_MAX_COLUMNS];
	struct jx_table table;
	if (rows == NULL)
		return jx_call_fail_incomplete(app);
	jx_table_init(&table, &app->arena, columns, n_columns);
	for (size_t i = 0; i < n_columns; i++)
		shown[i] = i;
	for (size_t i = 0; i < jx_field_count(reply, rows); i++) {
		const ProtobufCMessage *row = jx_field_message(reply, rows, i);
		jx_table_add_row(&table);
		for (size_t c = 0; c < n_columns; c++) {
			const ProtobufCFieldDescriptor *field =
				jx_field_find(row->descriptor, columns[c].key, strlen(columns[c].key));
			if (field != NULL)
				set_cell(&table, c, row, field);
		}
	}
	return jx_ranking_table_print(app, &table, shown, n_columns, n_columns);
}

enum jx_status jx_answer_print(
	struct jx_app *app, const ProtobufCMessage *reply, const struct jx_column *columns, size_t n_columns)
{
	if (app->arena.is_cap_reached || app->arena.is_memory_short)
		return jx_arena_fail(&app->arena, &app->error);
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, reply);
	return print_table(app, reply, columns, n_columns);
}
