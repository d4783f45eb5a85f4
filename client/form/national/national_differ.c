#include <stdio.h>
#include <string.h>

#include "client/form/layout/layout.h"
#include "client/form/national/national_private.h"
#include "client/form/value/slot.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/field.h"

#define PATH_BYTES 256

static enum jx_status add(
	struct jx_national_filling *filling, const struct jx_national_difference *difference)
{
	struct jx_national *national = filling->national;
	if (jx_arena_array_grow(filling->arena, (void **)&national->differences, sizeof(*difference),
		    national->n_differences, &national->differences_room, JX_MAX_FORM_CELLS) != JX_OK)
		return JX_UNAVAILABLE;
	struct jx_national_difference *kept = &national->differences[national->n_differences++];
	*kept = *difference;
	kept->path = jx_arena_strdup(filling->arena, difference->path);
	national->n_refused += difference->is_refused;
	return kept->path != NULL ? JX_OK : JX_UNAVAILABLE;
}

/* ---- rows ---- */

static size_t count_characters(const char *text)
{
	size_t n = 0;
	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xC0) != 0x80;
	return n;
}

enum jx_status jx_national_check_row(struct jx_national_filling *filling, size_t table, size_t row)
{
	const struct jx_national_table *kind = &jx_national_tables[table];
	const struct jx_national_rows *rows = &filling->national->tables[table];
	for (size_t i = 0; i < kind->n_fields; i++) {
		const struct jx_national_field *field = &kind->fields[i];
		struct jx_national_difference difference = {.path = rows->paths[row],
			.table = kind->name,
			.field = field->name,
			.is_refused = true};
		const char *text = rows->cells[row][i];
		if (field->is_required && text[0] == '\0') {
			difference.zh = "那边必填，这里没有";
			difference.en = "must be there, and is not here";
		} else if (field->width > 0 && count_characters(text) > field->width) {
			difference.zh = "比那边的字段长";
			difference.en = "longer than the field there";
		} else {
			continue;
		}
		enum jx_status status = add(filling, &difference);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

/* ---- indicators ---- */

static bool is_phrase(const char *text)
{
	static const char *const phrases[] = {"达成预期指标", "达成年度指标", "部分达成预期指标",
		"部分达成年度指标", "未达成预期指标", "未达成年度指标"};
	for (size_t i = 0; i < JX_COUNT_OF(phrases); i++)
		if (jx_text_begins_with(text, phrases[i]) > 0)
			return true;
	return false;
}

static bool is_placeholder(const char *text)
{
	static const char *const marks[] = {"*", "_", "-", "—", "/"};
	for (size_t i = 0; i < JX_COUNT_OF(marks); i++)
		if (strcmp(text, marks[i]) == 0)
			return true;
	return false;
}

enum jx_status jx_national_check_indicator(
	struct jx_national_filling *filling, const JxIndicator *indicator, const char *path)
{
	struct jx_national_difference difference = {
		.path = path, .table = "PM_SELF_EVAL_INDICATOR", .field = "ind_comp", .is_refused = true};
	bool is_qualitative = indicator->sign == JX_FIGURE_SIGN_QUALITATIVE;
	bool is_date =
		indicator->sign == JX_FIGURE_SIGN_BY_DATE || indicator->sign == JX_FIGURE_SIGN_BEFORE_DATE;
	if (is_placeholder(indicator->actual_text)) {
		difference.zh = "完成值是占位符号，那边不收";
		difference.en = "the actual value is a placeholder, which is refused there";
	} else if (is_qualitative && !is_phrase(indicator->actual_text)) {
		difference.zh = "定性指标的完成值要写达成、部分达成或未达成预期指标";
		difference.en = "a qualitative actual value must be one of three phrases there";
	} else if (!is_qualitative && !is_date && indicator->actual_text[0] != '\0' &&
		   indicator->actual == NULL) {
		difference.zh = "定量指标的完成值要是数";
		difference.en = "a measured actual value must be a number there";
	} else if (indicator->points != NULL && indicator->claimed_score != NULL &&
		   indicator->claimed_score->micros > indicator->points->micros) {
		difference.field = "eval_score";
		difference.zh = "得分超过权重，那边不收";
		difference.en = "the score is above the weight, which is refused there";
	} else {
		return JX_OK;
	}
	return add(filling, &difference);
}

/* ---- what has no place there ---- */

static bool is_mapped(const char *list, const char *path)
{
	for (size_t i = 0; i < JX_NATIONAL_TABLES; i++) {
		const struct jx_national_table *table = &jx_national_tables[i];
		for (size_t j = 0; j < table->n_fields; j++) {
			const struct jx_national_field *field = &table->fields[j];
			bool is_here = (list == NULL && field->source == JX_NATIONAL_REPORT) ||
				       (list != NULL && field->source == JX_NATIONAL_ROW &&
					       strcmp(table->list, list) == 0) ||
				       (list != NULL && field->source == JX_NATIONAL_PROJECT &&
					       strcmp(list, "projects") == 0);
			if (is_here && strcmp(field->path, path) == 0)
				return true;
		}
	}
	/* Said by the keys of rows, or by other fields of them. */
	static const char *const said[] = {
		"department", "round", "kind", "number", "row", "sign", "target", "actual", "unit"};
	for (size_t i = 0; i < JX_COUNT_OF(said); i++)
		if (strcmp(path, said[i]) == 0)
			return true;
	return false;
}

static size_t count_filled(ProtobufCMessage *message, const char *path)
{
	struct jx_form_slot slot;
	return jx_form_slot_find(message, path, &slot) && jx_field_count(slot.parent, slot.field) > 0;
}

/* How many rows of a list have something in a field. */
static size_t count_rows(ProtobufCMessage *holder, const char *list, const char *path)
{
	struct jx_form_slot slot;
	size_t n = 0;
	if (!jx_form_slot_find(holder, list, &slot))
		return 0;
	size_t n_rows = jx_field_count(slot.parent, slot.field);
	if (slot.field->type != PROTOBUF_C_TYPE_MESSAGE)
		return n_rows;
	for (size_t i = 0; i < n_rows; i++)
		n += count_filled((ProtobufCMessage *)jx_field_message(slot.parent, slot.field, i), path);
	return n;
}

static size_t count_everywhere(const JxReport *report, const struct jx_form_sheet *sheet, const char *path)
{
	ProtobufCMessage *root = (ProtobufCMessage *)&report->base;
	size_t n = 0;
	if (sheet->list == NULL)
		return count_filled(root, path);
	const char *inner = strstr(sheet->list, "[].");
	if (inner == NULL)
		return count_rows(root, sheet->list, path);
	for (size_t i = 0; i < report->n_projects; i++)
		n += count_rows(&report->projects[i]->base, inner + 3, path);
	return n;
}

enum jx_status jx_national_check_lost(struct jx_national_filling *filling)
{
	for (size_t i = 0; i < JX_FORM_N_SHEETS; i++) {
		const struct jx_form_sheet *sheet = jx_form_sheets[i];
		for (size_t j = 0; j < sheet->n_fields; j++) {
			const char *field = sheet->fields[j].path;
			char path[PATH_BYTES];
			if (is_mapped(sheet->list, field) ||
				count_everywhere(filling->report, sheet, field) == 0)
				continue;
			(void)snprintf(path, sizeof(path), "%s%s%s", sheet->list != NULL ? sheet->list : "",
				sheet->list != NULL && field[0] != '\0' ? "[]." : "", field);
			const struct jx_national_difference lost = {.path = path,
				.table = "",
				.field = "",
				.zh = "那边没有这一项，不导出",
				.en = "has no place there and is not exported"};
			enum jx_status status = add(filling, &lost);
			if (status != JX_OK)
				return status;
		}
	}
	return JX_OK;
}
