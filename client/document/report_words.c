#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/document/report_private.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"

#define PLACE_BYTES 256

/* Fields that have another label on paper than in the form, where it tells how to fill them in, and fields that are not
 * printed: hints for checks, or texts that are told outside of the table. */
static const struct {
	const char *list; /* NULL: any */
	const char *path;
	const char *label; /* NULL: not printed */
} ON_PAPER[] = {
	{"projects", "goal", NULL},
	{"projects", "result", NULL},
	{"assets.buildings", "label", "楼堂馆所"},
	{NULL, "is_count", NULL},
	{NULL, "has_all_parts", NULL},
	{NULL, "is_members_open", NULL},
	{NULL, "is_code_inferred", NULL},
	{NULL, "is_sign_assumed", NULL},
	{NULL, "is_group", NULL},
	{NULL, "is_partial", NULL},
	{NULL, "label", "名称"},
	{NULL, "part_of", "属于"},
	{NULL, "as_of", "截止日期"},
	{NULL, "within", "不超过"},
	{NULL, "period", "时段"},
	{NULL, "members", "名单"},
	{NULL, "paid_by_projects", "由项目支付"},
	{NULL, "actual_unit", "完成值单位"},
	{NULL, "level2", "二级指标"},
};

/* Codes that say what kind of row one is, and the names of rows as printed, which stand for them on paper. */
static const struct {
	const char *list;
	const char *code;
} KINDS[] = {
	{"staff.lines", "category"},
	{"assets.lines", "category"},
	{"funds_by_source", "row"},
	{"funds_by_nature", "row"},
	{"projects[].funds", "row"},
	{"rate_inputs", "key"},
};

static const char *kind_of(const char *list)
{
	for (size_t i = 0; i < JX_COUNT_OF(KINDS); i++)
		if (strcmp(KINDS[i].list, list) == 0)
			return KINDS[i].code;
	return NULL;
}

const char *jx_report_code_of_name(const char *list, const struct jx_form_field *field)
{
	return strcmp(field->path, "label") == 0 ? kind_of(list) : NULL;
}

const char *jx_report_label(const char *list, const struct jx_form_field *field)
{
	for (size_t i = 0; i < JX_COUNT_OF(ON_PAPER); i++) {
		bool is_of_list = ON_PAPER[i].list == NULL || strcmp(ON_PAPER[i].list, list) == 0;
		if (is_of_list && strcmp(ON_PAPER[i].path, field->path) == 0)
			return ON_PAPER[i].label;
	}
	const char *kind = kind_of(list);
	return kind != NULL && strcmp(kind, field->path) == 0 ? NULL : field->label;
}

static const char *const DIGITS[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

const char *jx_report_numeral(size_t number, char out[JX_REPORT_NUMERAL_BYTES])
{
	const char *ten = number < 10 ? "" : "十";
	const char *tens = number < 20 ? "" : DIGITS[number / 10 % 10];
	if (number < 100)
		(void)snprintf(out, JX_REPORT_NUMERAL_BYTES, "%s%s%s", tens, ten, DIGITS[number % 10]);
	else
		(void)snprintf(out, JX_REPORT_NUMERAL_BYTES, "%zu", number);
	return out;
}

/* Tells whether a text is a date or its beginning, "2025-12-31" or "2025-12". */
static bool is_date(const char *text)
{
	static const char form[] = "dddd-dd-dd";
	size_t n = strlen(text);
	if (n != strlen("dddd-dd") && n != strlen(form))
		return false;
	for (size_t i = 0; i < n; i++)
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return false;
	return true;
}

const char *jx_report_date(const char *date, char out[JX_REPORT_DATE_BYTES])
{
	if (!is_date(date))
		return date;
	const char *month = date + 5;
	const char *day = strlen(date) > 7 ? date + 8 : "";
	month += month[0] == '0';
	day += day[0] == '0';
	int n_month = month == date + 5 ? 2 : 1;
	(void)snprintf(out, JX_REPORT_DATE_BYTES, "%.4s年%.*s月%s%s", date, n_month, month, day,
		day[0] != '\0' ? "日" : "");
	return out;
}

/* Writes the rows on the way of a path, "履职成效第18行", and gives what is left of it. */
static const char *put_rows(struct jx_markup *text, const char *path, const struct jx_form_sheet **ret_sheet)
{
	char list[PLACE_BYTES] = "";
	size_t n = 0;
	*ret_sheet = NULL;
	for (size_t n_name = strcspn(path, "["); path[n_name] == '['; n_name = strcspn(path, "[")) {
		n += jx_text_copy_n(list + n, sizeof(list) - n, path, n_name);
		*ret_sheet = jx_form_sheet_of_list(list, n);
		n += jx_text_copy(list + n, sizeof(list) - n, "[].");
		char *end;
		unsigned long row = strtoul(path + n_name + 1, &end, 10);
		if (*ret_sheet != NULL)
			jx_markup_print(text, "%s第%lu行", (*ret_sheet)->name, row + 1);
		path = end + strspn(end, "].");
	}
	return path;
}

const char *jx_report_place(struct jx_report_writing *writing, const char *path)
{
	struct jx_markup text;
	const struct jx_form_sheet *sheet;
	const struct jx_form_field *field = NULL;
	if (!jx_report_begin(writing, &text))
		return "";
	const char *rest = put_rows(&text, path, &sheet);
	if (sheet != NULL)
		field = jx_form_field_of(sheet, rest, strlen(rest));
	else if (!jx_form_card_field(rest, &sheet, &field))
		sheet = jx_form_sheet_of_list(rest, strlen(rest));
	bool is_list =
		field == NULL && sheet != NULL && sheet->list != NULL && strcmp(sheet->list, rest) == 0;
	jx_markup_put(&text, field != NULL ? field->label : is_list ? sheet->name : rest);
	return jx_report_keep(writing, &text);
}
