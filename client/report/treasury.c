#include "client/report/treasury.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "client/text/csv.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/figure/figure.h"

#define MAX_CELLS   256u
#define NO_COLUMN   MAX_CELLS
#define WORDS_BYTES 400u
#define MONEY_BYTES 64u

/* CODE first, money, people. */
enum field { CODE, INITIAL, ADJUSTED, EXECUTED, POSTS, IN_POST, N_FIELDS, NOBODY_NEEDS };

static const struct {
	const char *heading; /* without its unit */
	enum field field;
} HEADINGS[] = {
	{"code", CODE},
	{"编码", CODE},
	{"部门编码", CODE},
	{"单位编码", CODE},
	{"预算单位编码", CODE},
	{"initial", INITIAL},
	{"年初预算", INITIAL},
	{"年初预算数", INITIAL},
	{"adjusted", ADJUSTED},
	{"全年预算", ADJUSTED},
	{"全年预算数", ADJUSTED},
	{"调整预算数", ADJUSTED},
	{"executed", EXECUTED},
	{"执行数", EXECUTED},
	{"全年执行数", EXECUTED},
	{"支出", EXECUTED},
	{"posts", POSTS},
	{"编制数", POSTS},
	{"编制", POSTS},
	{"in_post", IN_POST},
	{"在职人数", IN_POST},
	{"title", NOBODY_NEEDS},
	{"名称", NOBODY_NEEDS},
	{"部门名称", NOBODY_NEEDS},
	{"单位名称", NOBODY_NEEDS},
	{"序号", NOBODY_NEEDS},
	{"备注", NOBODY_NEEDS},
};

struct reading {
	const struct jx_roster_file *file;
	struct jx_csv_reader csv;
	struct jx_arena *arena;
	struct jx_error *error;
	struct jx_treasury *treasury;
	size_t column[N_FIELDS];
	const char *unit[N_FIELDS]; /* of money, by its heading */
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
	for (size_t i = 0; status == JX_OK && i < *ret_n; i++)
		cells[i] = jx_csv_clean(cells[i]);
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

/* The unit that a heading names in brackets, "执行数（万元）", which are cut off it; 元 where it names none. */
static const char *take_unit(char *heading)
{
	static const char *const units[] = {"亿元", "万元", "元"};
	size_t n = strcspn(heading, "(");
	char *wide = strstr(heading, "（");
	char *bracket = wide != NULL ? wide : heading[n] != '\0' ? heading + n : NULL;
	if (bracket == NULL)
		return "元";
	for (size_t i = 0; i < JX_COUNT_OF(units); i++) {
		if (strstr(bracket, units[i]) != NULL) {
			*bracket = '\0';
			return units[i];
		}
	}
	return "元";
}

static enum field field_of(const char *heading)
{
	for (size_t i = 0; i < JX_COUNT_OF(HEADINGS); i++)
		if (strcasecmp(HEADINGS[i].heading, heading) == 0)
			return HEADINGS[i].field;
	return N_FIELDS;
}

static enum jx_status fail_heading(struct reading *reading, const char *heading)
{
	char words[WORDS_BYTES];
	(void)snprintf(words, sizeof(words),
		_("there is no field \"%.80s\"; the headings are: code 编码, initial 年初预算, adjusted 全年预算, executed 执行数, posts 编制数, in_post 在职人数"),
		heading);
	const char *kept = jx_arena_strdup(reading->arena, words);
	return kept != NULL ? fail_line(reading, kept) : jx_arena_fail(reading->arena, reading->error);
}

static enum jx_status read_headings(struct reading *reading)
{
	char *cells[MAX_CELLS];
	size_t n = 0;
	size_t n_figures = 0;
	enum jx_status status = read_row(reading, cells, &n);
	if (status == JX_OUT_OF_RANGE)
		return fail_line(reading, _("the file is empty"));
	if (status != JX_OK)
		return status;
	for (size_t f = 0; f < N_FIELDS; f++)
		reading->column[f] = NO_COLUMN;
	for (size_t c = 0; c < n; c++) {
		const char *unit = take_unit(cells[c]);
		enum field field = cells[c][0] == '\0' ? NOBODY_NEEDS : field_of(cells[c]);
		if (field == N_FIELDS)
			return fail_heading(reading, cells[c]);
		reading->n_headings = cells[c][0] != '\0' ? c + 1 : reading->n_headings;
		if (field == NOBODY_NEEDS)
			continue;
		if (reading->column[field] != NO_COLUMN)
			return fail_line(reading, _("a heading appears twice"));
		reading->column[field] = c;
		reading->unit[field] = unit;
		n_figures += field != CODE;
	}
	if (reading->column[CODE] == NO_COLUMN || n_figures == 0)
		return fail_line(reading, _("the heading code 编码 is needed, and one of a figure"));
	return JX_OK;
}

/* ---- rows ---- */

static enum jx_status add_problem(struct reading *reading, const char *code, const char *words)
{
	struct jx_treasury *treasury = reading->treasury;
	const char *kept = jx_arena_strdup(reading->arena, words);
	enum jx_status status =
		jx_arena_array_grow(reading->arena, (void **)&treasury->problems, sizeof(*treasury->problems),
			treasury->n_problems, &reading->problems_room, JX_MAX_BATCH_ROWS);
	if (status == JX_EXHAUSTED && treasury->n_problems == JX_MAX_BATCH_ROWS)
		return fail_line(reading, _("too many rows"));
	if (status != JX_OK || kept == NULL)
		return jx_arena_fail(reading->arena, reading->error);
	treasury->problems[treasury->n_problems++] =
		(struct jx_roster_problem){reading->csv.line, code, kept};
	return JX_OK;
}

static enum jx_status add_row(struct reading *reading, JxReferenceSheet *sheet)
{
	struct jx_treasury *treasury = reading->treasury;
	enum jx_status status = jx_arena_array_grow(reading->arena, (void **)&treasury->rows,
		sizeof(*treasury->rows), treasury->n, &reading->rows_room, JX_MAX_BATCH_ROWS);
	if (status == JX_OK)
		status = jx_arena_array_grow(reading->arena, (void **)&treasury->lines,
			sizeof(*treasury->lines), treasury->n, &reading->lines_room, JX_MAX_BATCH_ROWS);
	if (status == JX_EXHAUSTED && treasury->n == JX_MAX_BATCH_ROWS)
		return fail_line(reading, _("too many rows"));
	if (status != JX_OK)
		return jx_arena_fail(reading->arena, reading->error);
	treasury->lines[treasury->n] = reading->csv.line;
	treasury->rows[treasury->n++] = sheet;
	return JX_OK;
}

/* "1,234.50" as "1234.50", with the unit of its column where it has none itself. */
static bool read_money(const char *text, const char *unit, JxAmount *amount)
{
	char plain[MONEY_BYTES];
	size_t n = 0;
	struct jx_error ignored;
	for (const char *c = text; *c != '\0' && n < sizeof(plain) - 8; c++)
		if (*c != ',' && *c != ' ')
			plain[n++] = *c;
	plain[n] = '\0';
	if (plain[strspn(plain, "0123456789.")] == '\0')
		(void)snprintf(plain + n, sizeof(plain) - n, "%s", unit);
	jx_amount_init(amount);
	return jx_amount_parse(plain, amount, &ignored) == JX_OK && jx_has_amount(amount) && amount->fen >= 0;
}

static bool read_people(const char *text, JxDecimal *people)
{
	struct jx_error ignored;
	jx_decimal_init(people);
	return jx_decimal_parse(text, people, &ignored) == JX_OK && jx_has_decimal(people) &&
	       people->micros >= 0 && people->micros % 1000000 == 0;
}

/* A figure of a row; an empty cell is none. */
static enum jx_status take_figure(
	struct reading *reading, JxReferenceSheet *sheet, enum field field, const char *text)
{
	JxAmount **const money[] = {
		[INITIAL] = &sheet->initial, [ADJUSTED] = &sheet->adjusted, [EXECUTED] = &sheet->executed};
	char words[WORDS_BYTES];
	if (text[0] == '\0')
		return JX_OK;
	if (field == POSTS || field == IN_POST) {
		JxDecimal *people = jx_arena_alloc(reading->arena, sizeof(*people));
		if (people == NULL)
			return jx_arena_fail(reading->arena, reading->error);
		*(field == POSTS ? &sheet->posts : &sheet->in_post) = people;
		if (read_people(text, people))
			return JX_OK;
		(void)snprintf(words, sizeof(words), _("\"%.80s\" is no number of people"), text);
		return add_problem(reading, sheet->department + strlen("departments/"), words);
	}
	JxAmount *amount = jx_arena_alloc(reading->arena, sizeof(*amount));
	if (amount == NULL)
		return jx_arena_fail(reading->arena, reading->error);
	*money[field] = amount;
	if (read_money(text, reading->unit[field], amount))
		return JX_OK;
	(void)snprintf(words, sizeof(words), _("\"%.80s\" is no amount of money"), text);
	return add_problem(reading, sheet->department + strlen("departments/"), words);
}

static enum jx_status take_row(struct reading *reading, char **cells, size_t n)
{
	const size_t n_problems = reading->treasury->n_problems;
	const char *code = reading->column[CODE] < n ? cells[reading->column[CODE]] : "";
	JxReferenceSheet *sheet = jx_arena_alloc(reading->arena, sizeof(*sheet));
	enum jx_status status = JX_OK;
	if (sheet == NULL)
		return jx_arena_fail(reading->arena, reading->error);
	jx_reference_sheet_init(sheet);
	if (code[0] == '\0')
		return add_problem(reading, "", _("code or title is empty"));
	size_t n_name = sizeof("departments/") + strlen(code);
	sheet->department = jx_arena_alloc(reading->arena, n_name);
	if (sheet->department == NULL)
		return jx_arena_fail(reading->arena, reading->error);
	(void)snprintf(sheet->department, n_name, "departments/%s", code);
	for (int f = INITIAL; status == JX_OK && f < N_FIELDS; f++)
		if (reading->column[f] < n)
			status = take_figure(reading, sheet, (enum field)f, cells[reading->column[f]]);
	if (status == JX_OK && !is_blank(cells, reading->n_headings, n))
		status = add_problem(reading, code, _("it has more columns than the headings"));
	if (status != JX_OK || reading->treasury->n_problems > n_problems)
		return status;
	return add_row(reading, sheet);
}

enum jx_status jx_treasury_read(const struct jx_roster_file *file, struct jx_arena *arena,
	struct jx_treasury *ret_treasury, struct jx_error *error)
{
	struct reading reading = {.file = file, .arena = arena, .error = error, .treasury = ret_treasury};
	char *cells[MAX_CELLS];
	size_t n = 0;
	*ret_treasury = (struct jx_treasury){0};
	jx_csv_reader_init(&reading.csv, file->text, file->n);
	jx_csv_reader_guess(&reading.csv);
	enum jx_status status = read_headings(&reading);
	while (status == JX_OK) {
		status = read_row(&reading, cells, &n);
		if (status == JX_OK && !is_blank(cells, 0, n))
			status = take_row(&reading, cells, n);
	}
	return status == JX_OUT_OF_RANGE ? JX_OK : status;
}
