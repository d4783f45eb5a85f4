/* Code words that are plainly misspelt, read as the code they stand for. See meant.h. */
#include "proto/contract/message/meant.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/figure/spelling.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/report.h"

#define LETTERS_A_SLIP 4   /* of a word: one slip in so many letters leaves no doubt */
#define LABEL_BYTES    128 /* of a label, folded; a longer one is prose */

/* A code and a name that forms give it. A code with several names stands here several times. */
struct code {
	const char *code;
	const char *name;
};

static const struct code fund_rows[] = {{"total", "年度资金总额"}, {"total", "合计"}, {"total", "总计"},
	{"appropriation", "当年财政拨款"}, {"appropriation", "财政拨款"}, {"carry_over", "上年结转资金"},
	{"carry_over", "上年结转"}, {"other", "其他资金"}, {"general_budget", "一般公共预算"},
	{"government_fund", "政府性基金"}, {"state_capital", "国有资本经营"}, {"special_account", "财政专户"},
	{"unit_fund", "单位资金"}, {"central", "中央补助"}, {"local", "地方资金"}, {"basic", "基本支出"},
	{"project", "项目支出"}, {"personnel", "人员经费"}, {"personnel", "人员类"}, {"public", "公用经费"},
	{"operating", "运转类"}, {"special_purpose", "特定目标类"}};

static const struct code rate_keys[] = {{"three_public", "三公经费"}, {"abroad", "因公出国"},
	{"vehicles", "公务用车"}, {"vehicle_purchase", "公务用车购置"},
	{"vehicle_running", "公务用车运行维护"}, {"reception", "公务接待"}, {"project", "项目支出"},
	{"special_business", "业务工作专项"}, {"running", "运行维护"}, {"public", "公用经费"},
	{"office", "办公"}, {"utilities_travel", "水电差旅"}, {"meeting_training", "会议培训"},
	{"procurement", "政府采购"}, {"whole_budget", "部门整体支出"}, {"carry_over", "结转结余"},
	{"key_project", "重点项目"}};

static const struct code staff_categories[] = {{"administrative", "行政"}, {"fiscal_institution", "财拨事业"},
	{"balance", "差额事业"}, {"self_funded", "经费自理"}, {"civil_service_managed", "参公"},
	{"worker", "工勤"}, {"retired", "退休"}, {"retired_cadre", "离休"}, {"survivor", "遗属"},
	{"seconded", "借调"}, {"temporary", "临时"}};

/* Rows that carry a code and a label: where these stand in them. */
struct kind {
	size_t size;
	size_t code;
	size_t label;
	const char *path_end; /* of the fields that hold such codes */
	const struct code *codes;
	size_t n_codes;
};

#define KIND(type, code_field, path_end, list)                                                   \
	{                                                                                        \
		sizeof(type), offsetof(type, code_field), offsetof(type, label), path_end, list, \
			JX_COUNT_OF(list)                                                        \
	}
static const struct kind funds = KIND(JxFundLine, row, "].row", fund_rows);
static const struct kind inputs = KIND(JxRateInput, key, "].key", rate_keys);
static const struct kind people = KIND(JxStaffLine, category, "staff.lines[].category", staff_categories);

struct reader {
	const JxRulebook *book;
	struct jx_arena *arena;
	enum jx_status status;
};

static bool is_in_list(const JxRulebook *book, const char *name, const char *word)
{
	for (size_t i = 0; i < book->n_code_lists; i++) {
		const JxCodeList *list = book->code_lists[i];
		for (size_t j = 0; strcmp(list->name, name) == 0 && j < list->n_codes; j++) {
			if (strcmp(list->codes[j]->code, word) == 0)
				return true;
		}
	}
	return false;
}

/* Whether a rulebook knows a word in a field of the kind. */
static bool is_code_of_book(const JxRulebook *book, const struct kind *kind, const char *word)
{
	size_t n_end = strlen(kind->path_end);
	for (size_t i = 0; book != NULL && i < book->n_fields; i++) {
		const JxRulebookField *field = book->fields[i];
		size_t n = strlen(field->path);
		bool is_of = n >= n_end && strcmp(field->path + n - n_end, kind->path_end) == 0;
		if (is_of && is_in_list(book, field->code_list, word))
			return true;
	}
	return false;
}

/* The code whose name a text is; NULL for none. */
static const char *code_named(const struct kind *kind, const char *text)
{
	char folded[LABEL_BYTES];
	if (strlen(text) >= sizeof(folded) || jx_spelling_fold(text, folded, sizeof(folded)) == 0)
		return NULL;
	for (size_t i = 0; i < kind->n_codes; i++) {
		if (strcmp(kind->codes[i].name, folded) == 0)
			return kind->codes[i].code;
	}
	return NULL;
}

/* The one code that a word is a slip of; NULL for none, or for two that are as near. */
static const char *code_slipped(const struct kind *kind, const char *word)
{
	const char *nearest = NULL;
	size_t n = strlen(word);
	size_t best = (n + LETTERS_A_SLIP - 1) / LETTERS_A_SLIP + 1;
	for (size_t i = 0; i < kind->n_codes; i++) {
		const char *code = kind->codes[i].code;
		size_t apart = jx_edit_distance(word, n, code, strlen(code), best);
		if (apart > best || (apart == best && nearest == NULL))
			continue;
		if (apart == best && strcmp(code, nearest) != 0)
			nearest = NULL;
		else
			nearest = code;
		best = apart;
	}
	return nearest;
}

/* The code that a row means; NULL where its word says what it says. */
static const char *code_meant(const struct reader *reader, const struct kind *kind, const void *row)
{
	const char *word = *(char *const *)((const char *)row + kind->code);
	const char *label = *(char *const *)((const char *)row + kind->label);
	if (word[0] == '\0')
		return NULL;
	for (size_t i = 0; i < kind->n_codes; i++) {
		if (strcmp(kind->codes[i].code, word) == 0)
			return NULL;
	}
	if (is_code_of_book(reader->book, kind, word))
		return NULL;
	const char *code = code_named(kind, word);
	if (code == NULL)
		code = code_slipped(kind, word);
	return code != NULL ? code : code_named(kind, label);
}

/* Rows as they are meant: the list itself where nothing is misspelt. */
static void *read_rows(struct reader *reader, const struct kind *kind, void *rows, size_t n)
{
	void **copy = NULL;
	for (size_t i = 0; i < jx_rows(n, JX_MAX_LINES) && reader->status == JX_OK; i++) {
		void *row;
		memcpy(&row, (char *)rows + i * sizeof(row), sizeof(row));
		const char *code = code_meant(reader, kind, row);
		if (code == NULL)
			continue;
		if (copy == NULL) {
			copy = jx_arena_alloc(reader->arena, n * sizeof(row));
			if (copy != NULL)
				memcpy(copy, rows, n * sizeof(row));
		}
		void *meant = jx_arena_alloc(reader->arena, kind->size);
		if (copy == NULL || meant == NULL) {
			reader->status = jx_arena_fail(reader->arena, NULL);
			return rows;
		}
		memcpy(meant, row, kind->size);
		memcpy((char *)meant + kind->code, &code, sizeof(code));
		copy[i] = meant;
	}
	return copy != NULL ? copy : rows;
}

/* Projects of which some have a money table that is misspelt. */
static JxProject **read_projects(struct reader *reader, JxProject **rows, size_t n)
{
	JxProject **copy = rows;
	for (size_t i = 0; i < jx_rows(n, JX_MAX_PROJECTS) && reader->status == JX_OK; i++) {
		JxFundLine **lines = read_rows(reader, &funds, rows[i]->funds, rows[i]->n_funds);
		if (lines == rows[i]->funds)
			continue;
		JxProject *project = jx_arena_alloc(reader->arena, sizeof(*project));
		if (copy == rows) {
			copy = jx_arena_alloc(reader->arena, n * sizeof(JxProject *));
			if (copy != NULL)
				memcpy(copy, rows, n * sizeof(JxProject *));
		}
		if (copy == NULL || project == NULL) {
			reader->status = jx_arena_fail(reader->arena, NULL);
			return rows;
		}
		*project = *rows[i];
		project->funds = lines;
		copy[i] = project;
	}
	return copy;
}

/* The staff, where a category of it is misspelt; else itself. */
static JxStaff *read_staff(struct reader *reader, JxStaff *staff)
{
	if (staff == NULL)
		return NULL;
	JxStaffLine **lines = read_rows(reader, &people, staff->lines, staff->n_lines);
	if (lines == staff->lines)
		return staff;
	JxStaff *copy = jx_arena_alloc(reader->arena, sizeof(*copy));
	if (copy == NULL) {
		reader->status = jx_arena_fail(reader->arena, NULL);
		return staff;
	}
	*copy = *staff;
	copy->lines = lines;
	return copy;
}

enum jx_status jx_report_meant(
	const JxReport *report, const JxRulebook *book, struct jx_arena *arena, const JxReport **ret_meant)
{
	struct reader reader = {.book = book, .arena = arena};
	JxReport meant = *report;
	meant.staff = read_staff(&reader, meant.staff);
	meant.funds_by_source = read_rows(&reader, &funds, meant.funds_by_source, meant.n_funds_by_source);
	meant.funds_by_nature = read_rows(&reader, &funds, meant.funds_by_nature, meant.n_funds_by_nature);
	meant.rate_inputs = read_rows(&reader, &inputs, meant.rate_inputs, meant.n_rate_inputs);
	meant.projects = read_projects(&reader, meant.projects, meant.n_projects);
	*ret_meant = report;
	bool is_same = meant.staff == report->staff && meant.funds_by_source == report->funds_by_source &&
		       meant.funds_by_nature == report->funds_by_nature &&
		       meant.rate_inputs == report->rate_inputs && meant.projects == report->projects;
	if (reader.status != JX_OK || is_same)
		return reader.status;
	JxReport *copy = jx_arena_alloc(arena, sizeof(*copy));
	if (copy == NULL)
		return jx_arena_fail(arena, NULL);
	*copy = meant;
	*ret_meant = copy;
	return JX_OK;
}
