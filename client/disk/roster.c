#include "client/disk/roster.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "client/text/csv.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

#define MAX_CELLS   256u /* a spreadsheet leaves many empty ones behind */
#define NO_COLUMN   MAX_CELLS
#define WORDS_BYTES 600u

/* What a column may be called, beside its name in the schema; "" for one that nobody needs. */
static const struct {
	const char *heading;
	enum jx_department_field field;
} HEADINGS[] = {
	{"编码", JX_DEPARTMENT_CODE},
	{"部门编码", JX_DEPARTMENT_CODE},
	{"单位编码", JX_DEPARTMENT_CODE},
	{"预算单位编码", JX_DEPARTMENT_CODE},
	{"代码", JX_DEPARTMENT_CODE},
	{"部门代码", JX_DEPARTMENT_CODE},
	{"名称", JX_DEPARTMENT_TITLE},
	{"部门名称", JX_DEPARTMENT_TITLE},
	{"单位名称", JX_DEPARTMENT_TITLE},
	{"部门", JX_DEPARTMENT_TITLE},
	{"name", JX_DEPARTMENT_TITLE},
	{"简称", JX_DEPARTMENT_SHORT_TITLE},
	{"short", JX_DEPARTMENT_SHORT_TITLE},
	{"short_name", JX_DEPARTMENT_SHORT_TITLE},
	{"级次", JX_DEPARTMENT_LEVEL},
	{"级别", JX_DEPARTMENT_LEVEL},
	{"层级", JX_DEPARTMENT_LEVEL},
	{"性质", JX_DEPARTMENT_NATURE},
	{"单位性质", JX_DEPARTMENT_NATURE},
	{"经费形式", JX_DEPARTMENT_FUNDING_FORM},
	{"经费来源", JX_DEPARTMENT_FUNDING_FORM},
	{"经费", JX_DEPARTMENT_FUNDING_FORM},
	{"funding", JX_DEPARTMENT_FUNDING_FORM},
	{"可比组", JX_DEPARTMENT_PEER_GROUP},
	{"同类组", JX_DEPARTMENT_PEER_GROUP},
	{"分组", JX_DEPARTMENT_PEER_GROUP},
	{"peers", JX_DEPARTMENT_PEER_GROUP},
	{"财政部门", JX_DEPARTMENT_IS_FINANCE},
	{"finance", JX_DEPARTMENT_IS_FINANCE},
	{"序号", JX_DEPARTMENT_FIELDS},
	{"备注", JX_DEPARTMENT_FIELDS},
	{"no.", JX_DEPARTMENT_FIELDS},
	{"remarks", JX_DEPARTMENT_FIELDS},
};

struct reading {
	const struct jx_roster_file *file;
	struct jx_csv_reader csv;
	struct jx_arena *arena;
	struct jx_error *error;
	struct jx_roster *roster;
	size_t column[JX_DEPARTMENT_FIELDS]; /* where each field stands; NO_COLUMN */
	size_t n_headings;
	size_t rows_room;
	size_t lines_room;
	size_t problems_room;
};

static enum jx_status fail_line(struct reading *reading, const char *why)
{
	size_t line = reading->csv.line > 0 ? reading->csv.line : 1;
	return jx_fail_with(reading->error, JX_REASON_CSV_LINE,
		JX_ARGS(JX_TEXT(reading->file->name), JX_U64(line), JX_TEXT(why)));
}

static enum jx_status read_row(struct reading *reading, char **cells, size_t *ret_n)
{
	enum jx_status status = jx_csv_read_row(&reading->csv, cells, MAX_CELLS, ret_n);
	if (status == JX_INVALID)
		return fail_line(reading, _("a quote is not closed, or something follows a closing one"));
	if (status == JX_EXHAUSTED)
		return fail_line(reading, _("too many columns"));
	return status;
}

static bool is_blank(char *const *cells, size_t first, size_t n)
{
	for (size_t i = first; i < n; i++)
		if (cells[i][0] != '\0')
			return false;
	return true;
}

/* ---- headings ---- */

/* The field of a heading; NO_COLUMN for one that is unknown. */
static size_t field_of(const char *heading)
{
	for (int f = 0; f < JX_DEPARTMENT_FIELDS; f++)
		if (strcasecmp(jx_department_field_name((enum jx_department_field)f), heading) == 0)
			return (size_t)f;
	for (size_t i = 0; i < JX_COUNT_OF(HEADINGS); i++)
		if (strcasecmp(HEADINGS[i].heading, heading) == 0)
			return HEADINGS[i].field;
	return NO_COLUMN;
}

static enum jx_status fail_heading(struct reading *reading, const char *heading)
{
	char words[WORDS_BYTES];
	(void)snprintf(words, sizeof(words),
		_("there is no field \"%.80s\"; the headings are: code 编码, title 名称, short_title 简称, level 级次, nature 性质, funding_form 经费形式, peer_group 可比组, is_finance 财政部门"),
		heading);
	const char *kept = jx_arena_strdup(reading->arena, words);
	return kept != NULL ? fail_line(reading, kept) : jx_arena_fail(reading->arena, reading->error);
}

static enum jx_status read_headings(struct reading *reading)
{
	char *cells[MAX_CELLS];
	size_t n = 0;
	enum jx_status status = read_row(reading, cells, &n);
	if (status == JX_OUT_OF_RANGE)
		return fail_line(reading, _("the file is empty"));
	if (status != JX_OK)
		return status;
	for (size_t f = 0; f < JX_DEPARTMENT_FIELDS; f++)
		reading->column[f] = NO_COLUMN;
	for (size_t c = 0; c < n; c++) {
		const char *heading = jx_csv_clean(cells[c]);
		size_t field = heading[0] == '\0' ? JX_DEPARTMENT_FIELDS : field_of(heading);
		/* A misspelt heading would silently drop its column. */
		if (field == NO_COLUMN)
			return fail_heading(reading, heading);
		if (heading[0] != '\0')
			reading->n_headings = c + 1;
		if (field == JX_DEPARTMENT_FIELDS)
			continue;
		if (reading->column[field] != NO_COLUMN)
			return fail_line(reading, _("a heading appears twice"));
		reading->column[field] = c;
	}
	if (reading->column[JX_DEPARTMENT_CODE] == NO_COLUMN ||
		reading->column[JX_DEPARTMENT_TITLE] == NO_COLUMN)
		return fail_line(reading, _("the headings code 编码 and title 名称 are needed"));
	for (int f = JX_DEPARTMENT_CODE + 1; f < JX_DEPARTMENT_FIELDS; f++)
		if (reading->column[f] != NO_COLUMN)
			reading->roster->fields[reading->roster->n_fields++] =
				(char *)jx_department_field_name((enum jx_department_field)f);
	return JX_OK;
}

/* ---- rows ---- */

static enum jx_status add_problem(struct reading *reading, const char *code, const char *words)
{
	struct jx_roster *roster = reading->roster;
	const char *kept = jx_arena_strdup(reading->arena, words);
	enum jx_status status = jx_arena_array_grow(reading->arena, (void **)&roster->problems,
		sizeof(*roster->problems), roster->n_problems, &reading->problems_room, JX_MAX_BATCH_ROWS);
	if (status == JX_EXHAUSTED && roster->n_problems == JX_MAX_BATCH_ROWS)
		return fail_line(reading, _("too many rows"));
	if (status != JX_OK || kept == NULL)
		return jx_arena_fail(reading->arena, reading->error);
	roster->problems[roster->n_problems++] = (struct jx_roster_problem){reading->csv.line, code, kept};
	return JX_OK;
}

static enum jx_status add_row(struct reading *reading, JxDepartment *department)
{
	struct jx_roster *roster = reading->roster;
	enum jx_status status = jx_arena_array_grow(reading->arena, (void **)&roster->rows,
		sizeof(*roster->rows), roster->n, &reading->rows_room, JX_MAX_BATCH_ROWS);
	if (status == JX_OK)
		status = jx_arena_array_grow(reading->arena, (void **)&roster->lines, sizeof(*roster->lines),
			roster->n, &reading->lines_room, JX_MAX_BATCH_ROWS);
	if (status == JX_EXHAUSTED && roster->n == JX_MAX_BATCH_ROWS)
		return fail_line(reading, _("too many rows"));
	if (status != JX_OK)
		return jx_arena_fail(reading->arena, reading->error);
	roster->lines[roster->n] = reading->csv.line;
	roster->rows[roster->n++] = department;
	return JX_OK;
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
		jx_department_words(field, reading->file->language, known));
	return add_problem(reading, department->code, words);
}

static enum jx_status take_row(struct reading *reading, char **cells, size_t n)
{
	const size_t n_problems = reading->roster->n_problems;
	enum jx_status status = JX_OK;
	JxDepartment *department = jx_arena_alloc(reading->arena, sizeof(*department));
	if (department == NULL)
		return jx_arena_fail(reading->arena, reading->error);
	jx_department_init(department);
	for (int f = 0; status == JX_OK && f < JX_DEPARTMENT_FIELDS; f++)
		if (reading->column[f] < n)
			status = take_cell(
				reading, department, (enum jx_department_field)f, cells[reading->column[f]]);
	if (status == JX_OK && !is_blank(cells, reading->n_headings, n))
		status = add_problem(reading, department->code, _("it has more columns than the headings"));
	if (status == JX_OK && (department->code[0] == '\0' || department->title[0] == '\0'))
		status = add_problem(reading, department->code, _("code or title is empty"));
	else if (status == JX_OK && is_exponent(department->code))
		status = add_problem(reading, department->code,
			_("a spreadsheet has made a number of the code: make that column text, and type it again"));
	if (status != JX_OK || reading->roster->n_problems > n_problems)
		return status;
	return add_row(reading, department);
}

static enum jx_status read_rows(struct reading *reading)
{
	char *cells[MAX_CELLS];
	size_t n;
	for (;;) {
		enum jx_status status = read_row(reading, cells, &n);
		if (status == JX_OUT_OF_RANGE)
			return JX_OK;
		if (status != JX_OK)
			return status;
		for (size_t i = 0; i < n; i++)
			cells[i] = jx_csv_clean(cells[i]);
		if (!is_blank(cells, 0, n))
			status = take_row(reading, cells, n);
		if (status != JX_OK)
			return status;
	}
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
	const struct jx_roster_problem *left = a;
	const struct jx_roster_problem *right = b;
	return (left->line > right->line) - (left->line < right->line);
}

static enum jx_status tell_twice(struct reading *reading, const struct coded *coded, size_t first)
{
	char words[WORDS_BYTES];
	struct jx_roster *roster = reading->roster;
	reading->csv.line = roster->lines[coded->row];
	(void)snprintf(words, sizeof(words), _("the code stands in line %zu of the file already"),
		roster->lines[first]);
	enum jx_status status = add_problem(reading, coded->code, words);
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
	struct coded *all = jx_arena_calloc(reading->arena, roster->n + 1, sizeof(*all));
	if (all == NULL)
		return jx_arena_fail(reading->arena, reading->error);
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
	jx_array_sort(roster->problems, roster->n_problems, sizeof(*roster->problems), compare_lines);
	return status;
}

enum jx_status jx_roster_read(const struct jx_roster_file *file, struct jx_arena *arena,
	struct jx_roster *ret_roster, struct jx_error *error)
{
	struct reading reading = {.file = file, .arena = arena, .error = error, .roster = ret_roster};
	*ret_roster = (struct jx_roster){0};
	jx_csv_reader_init(&reading.csv, file->text, file->n);
	jx_csv_reader_guess(&reading.csv);
	enum jx_status status = read_headings(&reading);
	if (status == JX_OK)
		status = read_rows(&reading);
	return status == JX_OK ? find_twice(&reading) : status;
}
