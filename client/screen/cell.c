#include "client/screen/cell.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "client/screen/labels.h"
#include "client/text/datetime.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/json/json.h"

#define ENUM_NAME_BYTES 64

void jx_cell_set_number(struct jx_table *table, size_t column, uint64_t number)
{
	char text[24];
	(void)snprintf(text, sizeof(text), "%" PRIu64, number);
	jx_table_set(table, column, text);
}

void jx_cell_set_time(struct jx_table *table, size_t column, const Google__Protobuf__Timestamp *time)
{
	char here[JX_DATETIME_BYTES], utc[JX_DATETIME_BYTES];
	jx_table_set_raw(table, column, jx_datetime_print(time, here), jx_datetime_print_utc(time, utc));
}

void jx_cell_set_flag(struct jx_table *table, size_t column, bool is_set, const char *words)
{
	jx_table_set_raw(table, column, is_set ? words : "", is_set ? "true" : "false");
}

void jx_cell_set_decimal(struct jx_table *table, size_t column, const JxDecimal *decimal)
{
	char text[JX_FIGURE_TEXT_BYTES];
	jx_table_set(table, column, jx_label_decimal(decimal, text));
}

void jx_cell_set_percent(struct jx_table *table, size_t column, const JxDecimal *decimal)
{
	char raw[JX_FIGURE_TEXT_BYTES];
	char text[JX_FIGURE_TEXT_BYTES + 1];
	size_t n = jx_text_copy(text, sizeof(text), jx_label_decimal(decimal, raw));
	if (n > 0)
		(void)jx_text_copy(text + n, sizeof(text) - n, "%");
	jx_table_set_raw(table, column, text, raw);
}

void jx_cell_set_measurement(struct jx_table *table, size_t column, const JxMeasurement *measurement)
{
	char text[JX_FIGURE_TEXT_BYTES], raw[JX_FIGURE_TEXT_BYTES];
	(void)jx_label_decimal(measurement != NULL ? measurement->value : NULL, raw);
	jx_table_set_raw(table, column, jx_label_measurement(measurement, text), raw);
}

void jx_cell_set_bar(struct jx_table *table, size_t column, const JxDecimal *decimal, int64_t longest)
{
	static const char FULL_BAR[] = "####################";
	const int64_t width = sizeof(FULL_BAR) - 1;
	if (decimal == NULL || decimal->micros <= 0 || longest <= 0)
		return;
	/* In parts of the longest first: values of money are near the end of their type. */
	int64_t unit = longest / width + 1;
	int64_t n = (decimal->micros + unit / 2) / unit;
	jx_table_set(table, column, FULL_BAR + width - (n < width ? n : width));
}

void jx_cell_set_group(struct jx_table *table, size_t column, JxCoverageGroup group)
{
	char text[JX_LABEL_BYTES];
	char raw[ENUM_NAME_BYTES] = "";
	const char *word = jx_label_group(group, text);
	if (group != JX_COVERAGE_GROUP_UNSPECIFIED &&
		jx_json_enum_name(JX_COVERAGE_GROUP_DESCRIPTOR, (int)group, raw, sizeof(raw)) != JX_OK)
		(void)jx_text_copy(raw, sizeof(raw), word);
	jx_table_set_raw(table, column, word, raw);
}

void jx_cell_set_flags(struct jx_table *table, size_t column, const JxInputFlag *flags, size_t n)
{
	char words[JX_FLAGS_BYTES];
	char names[JX_FLAGS_BYTES];
	jx_table_set_raw(table, column, jx_label_input_flags(flags, n, words),
		jx_label_input_flag_names(flags, n, names));
	if (n > 0)
		jx_table_set_colour(table, column, JX_COLOUR_YELLOW);
}
