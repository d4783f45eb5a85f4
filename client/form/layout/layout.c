#include "client/form/layout/layout.h"

#include <string.h>

#include "client/form/layout/layout_private.h"
#include "jixiao/v1/schema.h"

/* As a report tells it: who, people and things, money, goals and what became of them, projects, the conclusion. */
const struct jx_form_sheet *const jx_form_sheets[JX_FORM_N_SHEETS] = {
	&jx_form_cards[0],
	&jx_form_lists[0],
	&jx_form_lists[1],
	&jx_form_cards[1],
	&jx_form_lists[2],
	&jx_form_lists[3],
	&jx_form_lists[4],
	&jx_form_cards[2],
	&jx_form_cards[3],
	&jx_form_lists[5],
	&jx_form_lists[6],
	&jx_form_lists[7],
	&jx_form_lists[8],
	&jx_form_lists[9],
	&jx_form_lists[10],
	&jx_form_lists[11],
	&jx_form_lists[12],
	&jx_form_lists[13],
	&jx_form_lists[14],
	&jx_form_lists[15],
	&jx_form_lists[17],
	&jx_form_lists[18],
	&jx_form_lists[16],
	&jx_form_lists[19],
	&jx_form_cards[4],
	&jx_form_cards[5],
	&jx_form_lists[20],
	&jx_form_lists[21],
	&jx_form_lists[22],
	&jx_form_lists[23],
	&jx_form_lists[24],
};

const struct jx_form_word jx_form_words[] = {
	{JX_REPORT_KIND_DESCRIPTOR, JX_REPORT_KIND_DEPARTMENT, "部门整体支出"},
	{JX_REPORT_KIND_DESCRIPTOR, JX_REPORT_KIND_PROJECT, "项目支出"},
	{JX_FIGURE_STATUS_DESCRIPTOR, JX_FIGURE_STATUS_FINAL, "决算数"},
	{JX_FIGURE_STATUS_DESCRIPTOR, JX_FIGURE_STATUS_PROVISIONAL, "暂定数"},
	{JX_FIGURE_STATUS_DESCRIPTOR, JX_FIGURE_STATUS_FORECAST, "预计数"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_AT_LEAST, "≥"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_AT_MOST, "≤"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_EQUAL, "="},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_MORE_THAN, ">"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_LESS_THAN, "<"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_RANGE, "区间"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_ABOUT, "约"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_QUALITATIVE, "定性"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_BY_DATE, "限期"},
	{JX_FIGURE_SIGN_DESCRIPTOR, JX_FIGURE_SIGN_BEFORE_DATE, "期前"},
	{JX_INDICATOR_DIRECTION_DESCRIPTOR, JX_INDICATOR_DIRECTION_HIGHER, "越高越好"},
	{JX_INDICATOR_DIRECTION_DESCRIPTOR, JX_INDICATOR_DIRECTION_LOWER, "越低越好"},
	{JX_INDICATOR_DIRECTION_DESCRIPTOR, JX_INDICATOR_DIRECTION_EQUAL, "越接近越好"},
	{JX_TEAM_MEMBERSHIP_DESCRIPTOR, JX_TEAM_MEMBERSHIP_INSIDE, "内部"},
	{JX_TEAM_MEMBERSHIP_DESCRIPTOR, JX_TEAM_MEMBERSHIP_OUTSIDE, "外部"},
};

const size_t jx_form_n_words = JX_COUNT_OF(jx_form_words);

static bool is_same(const char *text, const char *with, size_t n)
{
	return strncmp(text, with, n) == 0 && text[n] == '\0';
}

const struct jx_form_sheet *jx_form_sheet_of_list(const char *list, size_t n)
{
	for (size_t i = 0; i < JX_FORM_N_LISTS; i++)
		if (is_same(jx_form_lists[i].list, list, n))
			return &jx_form_lists[i];
	return NULL;
}

const struct jx_form_field *jx_form_field_of(const struct jx_form_sheet *sheet, const char *path, size_t n)
{
	for (size_t i = 0; i < sheet->n_fields; i++)
		if (is_same(sheet->fields[i].path, path, n))
			return &sheet->fields[i];
	return NULL;
}

bool jx_form_card_field(
	const char *path, const struct jx_form_sheet **ret_sheet, const struct jx_form_field **ret_field)
{
	for (size_t i = 0; i < JX_FORM_N_CARDS; i++) {
		*ret_sheet = &jx_form_cards[i];
		*ret_field = jx_form_field_of(*ret_sheet, path, strlen(path));
		if (*ret_field != NULL)
			return true;
	}
	return false;
}
