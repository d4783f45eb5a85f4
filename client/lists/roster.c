#include "client/lists/roster.h"

#include <stdio.h>
#include <string.h>

#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

#define WORDS_BYTES 600u

static const struct jx_csv_heading HEADINGS[] = {
	{"code", JX_DEPARTMENT_CODE},
	{"编码", JX_DEPARTMENT_CODE},
	{"部门编码", JX_DEPARTMENT_CODE},
	{"单位编码", JX_DEPARTMENT_CODE},
	{"预算单位编码", JX_DEPARTMENT_CODE},
	{"代码", JX_DEPARTMENT_CODE},
	{"部门代码", JX_DEPARTMENT_CODE},
	{"title", JX_DEPARTMENT_TITLE},
	{"名称", JX_DEPARTMENT_TITLE},
	{"部门名称", JX_DEPARTMENT_TITLE},
	{"单位名称", JX_DEPARTMENT_TITLE},
	{"部门", JX_DEPARTMENT_TITLE},
	{"name", JX_DEPARTMENT_TITLE},
	{"short_title", JX_DEPARTMENT_SHORT_TITLE},
	{"简称", JX_DEPARTMENT_SHORT_TITLE},
	{"short", JX_DEPARTMENT_SHORT_TITLE},
	{"short_name", JX_DEPARTMENT_SHORT_TITLE},
	{"level", JX_DEPARTMENT_LEVEL},
	{"级次", JX_DEPARTMENT_LEVEL},
	{"级别", JX_DEPARTMENT_LEVEL},
	{"层级", JX_DEPARTMENT_LEVEL},
	{"nature", JX_DEPARTMENT_NATURE},
	{"性质", JX_DEPARTMENT_NATURE},
	{"单位性质", JX_DEPARTMENT_NATURE},
	{"funding_form", JX_DEPARTMENT_FUNDING_FORM},
	{"经费形式", JX_DEPARTMENT_FUNDING_FORM},
	{"经费来源", JX_DEPARTMENT_FUNDING_FORM},
	{"经费", JX_DEPARTMENT_FUNDING_FORM},
	{"funding", JX_DEPARTMENT_FUNDING_FORM},
	{"peer_group", JX_DEPARTMENT_PEER_GROUP},
	{"可比组", JX_DEPARTMENT_PEER_GROUP},
	{"同类组", JX_DEPARTMENT_PEER_GROUP},
	{"分组", JX_DEPARTMENT_PEER_GROUP},
	{"peers", JX_DEPARTMENT_PEER_GROUP},
	{"is_finance", JX_DEPARTMENT_IS_FINANCE},
	{"财政部门", JX_DEPARTMENT_IS_FINANCE},
	{"finance", JX_DEPARTMENT_IS_FINANCE},
	{"序号", JX_CSV_IGNORED},
	{"备注", JX_CSV_IGNORED},
	{"no.", JX_CSV_IGNORED},
	{"remarks", JX_CSV_IGNORED},
};

_Static_assert((size_t)JX_DEPARTMENT_FIELDS <= JX_CSV_TABLE_FIELDS, "a column for each field");

static const struct jx_csv_form FORM = {
	.headings = HEADINGS,
	.n_headings = JX_COUNT_OF(HEADINGS),
	.known =
		"code 编码, title 名称, short_title 简称, level 级次, nature 性质, funding_form 经费形式, peer_group 可比组, is_finance 财政部门",
};

struct reading {
	struct jx_csv_table table;
	struct jx_error *error;
	struct jx_roster *roster;
};

static enum jx_status take_headings(struct reading *reading)
{
	const struct jx_csv_table *table = &reading->table;
	if (!jx_csv_table_has(table, JX_DEPARTMENT_CODE) || !jx_csv_table_has(table, JX_DEPARTMENT_TITLE))
		return jx_csv_table_fail(
			table, _("the headings code 编码 and title 名称 are needed"), reading->error);
	for (size_t f = JX_DEPARTMENT_CODE + 1; f < JX_DEPARTMENT_FIELDS; f++)
		if (jx_csv_table_has(table, f))
			reading->roster->fields[reading->roster->n_fields++] =
				(char *)jx_department_field_name((enum jx_department_field)f);
	return JX_OK;
}

/* ---- rows ---- */

static enum jx_status tell(struct reading *reading, const char *code, const char *words)
{
	return jx_csv_table_tell(&reading->table, code, words, reading->error);
}

/* "1.30132E+11": what a spreadsheet makes of a long code. */
static bool is_exponent(const char *text)
{
	size_t n = strspn(text, "0123456789.");
	return n > 0 && (text[n] == 'E' || text[n] == 'e') && text[n + 1] == '+';
}

/* A field as the file says it; a word is turned into its code. */
static enum jx_status take_cell(
	struct reading *reading, JxDepartment *department, enum jx_department_field field, char *text)
{
	char words[WORDS_BYTES];
	char known[JX_DEPARTMENT_WORDS_BYTES];
	const char *code = jx_department_word(field, text);
	if (code != NULL) {
		jx_department_field_set(department, field, code);
		return JX_OK;
	}
	(void)snprintf(words, sizeof(words), _("%s: \"%.80s\" is none of %s"),
		jx_department_field_name(field), text,
		jx_department_words(field, reading->table.file->language, known));
	return tell(reading, department->code, words);
}

static enum jx_status take_row(struct reading *reading)
{
	struct jx_csv_table *table = &reading->table;
	const size_t n_problems = table->problems.n;
	enum jx_status status = JX_OK;
	JxDepartment *department = jx_arena_alloc(table->arena, sizeof(*department));
	if (department == NULL)
		return jx_arena_fail(table->arena, reading->error);
	jx_department_init(department);
	for (size_t f = 0; status == JX_OK && f < JX_DEPARTMENT_FIELDS; f++)
		if (table->column[f] < table->n_cells)
			status = take_cell(reading, department, (enum jx_department_field)f,
				jx_csv_table_cell(table, f));
	if (status == JX_OK)
		status = jx_csv_table_tell_wide(table, department->code, reading->error);
	if (status == JX_OK && (department->code[0] == '\0' || department->title[0] == '\0'))
		status = tell(reading, department->code, _("code or title is empty"));
	else if (status == JX_OK && is_exponent(department->code))
		status = tell(reading, department->code,
			_("a spreadsheet has made a number of the code: make that column text, and type it again"));
	if (status != JX_OK || table->problems.n > n_problems)
		return status;
	status = jx_csv_table_add(table, (void **)&reading->roster->rows, sizeof(*reading->roster->rows),
		JX_MAX_BATCH_ROWS, reading->error);
	if (status == JX_OK)
		reading->roster->rows[table->n - 1] = department;
	return status;
}

/* ---- the same code again ---- */

struct coded {
	const char *code;
	size_t row;
};

static int compare_codes(const void *a, const void *b)
{
	const struct coded *left = a;
	const struct coded *right = b;
	int order = strcmp(left->code, right->code);
	return order != 0 ? order : (left->row > right->row) - (left->row < right->row);
}

static int compare_lines(const void *a, const void *b)
{
	const struct jx_csv_problem *left = a;
	const struct jx_csv_problem *right = b;
	return (left->line > right->line) - (left->line < right->line);
}

static enum jx_status tell_twice(struct reading *reading, const struct coded *coded, size_t first)
{
	char words[WORDS_BYTES];
	struct jx_roster *roster = reading->roster;
	reading->table.csv.line = roster->lines[coded->row];
	(void)snprintf(words, sizeof(words), _("the code stands in line %zu of the file already"),
		roster->lines[first]);
	enum jx_status status = tell(reading, coded->code, words);
	roster->rows[coded->row] = NULL;
	return status;
}

static void leave_out_told(struct jx_roster *roster)
{
	size_t n = 0;
	for (size_t i = 0; i < roster->n; i++) {
		if (roster->rows[i] == NULL)
			continue;
		roster->lines[n] = roster->lines[i];
		roster->rows[n++] = roster->rows[i];
	}
	roster->n = n;
}

static enum jx_status find_twice(struct reading *reading)
{
	struct jx_roster *roster = reading->roster;
	enum jx_status status = JX_OK;
	struct coded *all = jx_arena_calloc(reading->table.arena, roster->n + 1, sizeof(*all));
	if (all == NULL)
		return jx_arena_fail(reading->table.arena, reading->error);
	for (size_t i = 0; i < roster->n; i++)
		all[i] = (struct coded){roster->rows[i]->code, i};
	jx_array_sort(all, roster->n, sizeof(*all), compare_codes);
	for (size_t i = 1, first = 0; status == JX_OK && i < roster->n; i++) {
		if (strcmp(all[i].code, all[first].code) == 0)
			status = tell_twice(reading, &all[i], all[first].row);
		else
			first = i;
	}
	leave_out_told(roster);
	jx_array_sort(reading->table.problems.rows, reading->table.problems.n,
		sizeof(*reading->table.problems.rows), compare_lines);
	return status;
}

enum jx_status jx_roster_read(const struct jx_csv_file *file, struct jx_arena *arena,
	struct jx_roster *ret_roster, struct jx_error *error)
{
	struct reading reading = {.error = error, .roster = ret_roster};
	*ret_roster = (struct jx_roster){0};
	enum jx_status status = jx_csv_table_open(&reading.table, file, &FORM, arena, error);
	if (status == JX_OK)
		status = take_headings(&reading);
	while (status == JX_OK) {
		status = jx_csv_table_next(&reading.table, error);
		if (status == JX_OK)
			status = take_row(&reading);
	}
	if (status != JX_OUT_OF_RANGE)
		return status;
	ret_roster->lines = reading.table.lines;
	ret_roster->n = reading.table.n;
	status = find_twice(&reading);
	ret_roster->problems = reading.table.problems;
	return status;
}
