#include <stdio.h>
#include <string.h>

#include "client/form/writing/write_private.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/localized.h"

/* The enums of a form, and the names of their drop-downs. */
static const struct {
	const ProtobufCEnumDescriptor *type;
	const char *name;
} ENUMS[] = {
	{JX_REPORT_KIND_DESCRIPTOR, "kinds_of_report"},
	{JX_FIGURE_STATUS_DESCRIPTOR, "figure_status"},
	{JX_FIGURE_SIGN_DESCRIPTOR, "signs"},
	{JX_INDICATOR_DIRECTION_DESCRIPTOR, "directions"},
	{JX_TEAM_MEMBERSHIP_DESCRIPTOR, "memberships"},
};

#define YES_NAME     "yes_or_no"
#define SOURCE_BYTES 512

/* ---- what to do, in five steps ---- */

void jx_write_guide(struct jx_writing *writing, lxw_worksheet *sheet)
{
	static const char *const steps[] = {
		"第一步  只填有底色的单元格：深黄色必填，浅黄色选填，绿色自动计算（算得不对可以直接改写）。",
		"第二步  一张表一张表往下填。没有内容的格子留空；原表印有横线填“—”，原表有这一格但空着填“（空）”。",
		"第三步  金额按标题中的单位只填数字；单位不同时连单位一起填，例如 1921402.60元。增减用负号。",
		("第四步  保存后检查：  jixiao check 本文件.xlsx   。有问题的单元格会一次列全；"
		 "要把问题标到表里：  jixiao form check 本文件.xlsx"),
		"第五步  检查通过后报送：  jixiao submit 本文件.xlsx   。只需说明的问题，写在同一行的“情况说明”栏。",
	};
	static const char *const remarks[] = {
		"可以插入行、列，可以排序、改表名；隐藏的编号行和编号列不要改动。",
		"“项目资金”“项目指标”“项目付款”每行填所属项目在“项目自评”表中的序号。",
	};
	lxw_format *wrapped = workbook_add_format(writing->book);
	format_set_text_wrap(wrapped);
	format_set_align(wrapped, LXW_ALIGN_VERTICAL_TOP);
	uint32_t row = 0;
	(void)worksheet_set_column(sheet, 0, 0, 100, NULL);
	(void)worksheet_write_string(sheet, row++, 0, writing->contents->title, writing->title);
	for (size_t i = 0; i < JX_COUNT_OF(steps); i++) {
		(void)worksheet_set_row(sheet, ++row, 36, NULL);
		(void)worksheet_write_string(sheet, row, 0, steps[i], wrapped);
	}
	row++;
	for (size_t i = 0; i < JX_COUNT_OF(remarks); i++)
		(void)worksheet_write_string(sheet, ++row, 0, remarks[i], wrapped);
	for (size_t i = 0; i < writing->contents->n_sources; i++) {
		const char *source = writing->contents->sources[i].text;
		char text[SOURCE_BYTES];
		bool is_told = false;
		for (size_t j = 0; j < i; j++)
			is_told = is_told || strcmp(writing->contents->sources[j].text, source) == 0;
		if (is_told)
			continue;
		(void)snprintf(text, sizeof(text), "表中已有的内容来自：%s", source);
		(void)worksheet_write_string(sheet, ++row, 0, text, wrapped);
	}
}

/* ---- the lists of drop-downs ---- */

/* Writes one word of a list, and, behind the last one, the name of their range. */
static void put_choice(
	lxw_worksheet *sheet, uint32_t row, const char *list, const char *label, const char *code)
{
	(void)worksheet_write_string(sheet, row, 0, list, NULL);
	(void)worksheet_write_string(sheet, row, 1, label, NULL);
	(void)worksheet_write_string(sheet, row, 2, code, NULL);
}

static void name_range(struct jx_writing *writing, const char *list, uint32_t first, uint32_t behind)
{
	char name[96];
	char range[96];
	if (behind == first)
		return;
	(void)snprintf(name, sizeof(name), "dl_%s", list);
	(void)snprintf(range, sizeof(range), "=%s!$B$%u:$B$%u", JX_FORM_LISTS_SHEET, first + 1, behind);
	(void)workbook_define_name(writing->book, name, range);
}

enum jx_status jx_write_codes(struct jx_writing *writing, lxw_worksheet *sheet)
{
	uint32_t row = 1;
	(void)worksheet_write_string(sheet, 0, 0, JX_FORM_MARK_CODES, NULL);
	for (size_t i = 0; i < writing->codes.n;) {
		const char *list = writing->codes.items[i].list;
		uint32_t first = row;
		for (; i < writing->codes.n && writing->codes.items[i].list == list; i++)
			put_choice(sheet, row++, list, writing->codes.items[i].label,
				writing->codes.items[i].code);
		name_range(writing, list, first, row);
	}
	for (size_t i = 0; i < JX_COUNT_OF(ENUMS); i++) {
		uint32_t first = row;
		for (size_t j = 0; j < jx_form_n_words; j++)
			if (jx_form_words[j].type == ENUMS[i].type)
				put_choice(sheet, row++, ENUMS[i].name, jx_form_words[j].label, "");
		name_range(writing, ENUMS[i].name, first, row);
	}
	put_choice(sheet, row, YES_NAME, JX_FORM_YES, "");
	put_choice(sheet, row + 1, YES_NAME, JX_FORM_NO, "");
	name_range(writing, YES_NAME, row, row + 2);
	return JX_OK;
}

static const char *choices_of(const struct jx_form_type *type)
{
	if (type->field->type == PROTOBUF_C_TYPE_BOOL)
		return YES_NAME;
	for (size_t i = 0; i < JX_COUNT_OF(ENUMS) && type->field->type == PROTOBUF_C_TYPE_ENUM; i++)
		if (ENUMS[i].type == type->field->descriptor)
			return ENUMS[i].name;
	return type->field->type == PROTOBUF_C_TYPE_STRING && type->qualifier[0] != '\0' ? type->qualifier
											 : NULL;
}

/* Offers a named range on a hidden sheet: a list written into the validation itself may have 255 bytes at most. */
void jx_write_choices(
	const struct jx_form_type *type, lxw_worksheet *sheet, const uint32_t rows[2], uint16_t column)
{
	char formula[96];
	const char *choices = choices_of(type);
	if (choices == NULL)
		return;
	(void)snprintf(formula, sizeof(formula), "=dl_%s", choices);
	lxw_data_validation validation = {.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
		.value_formula = formula,
		.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING,
		.error_title = (char *)"不在列表中",
		.error_message = (char *)"请从下拉列表中选择"};
	(void)worksheet_data_validation_range(sheet, rows[0], column, rows[1], column, &validation);
}
