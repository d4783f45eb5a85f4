#include "client/lists/treasury.h"

#include <stdio.h>
#include <string.h>

#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/figure/figure.h"

#define WORDS_BYTES 400u
#define MONEY_BYTES 64u

/* CODE first, money, people. */
enum field { CODE, INITIAL, ADJUSTED, EXECUTED, POSTS, IN_POST, N_FIELDS };

static const struct jx_csv_heading HEADINGS[] = {
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
	{"title", JX_CSV_IGNORED},
	{"名称", JX_CSV_IGNORED},
	{"部门名称", JX_CSV_IGNORED},
	{"单位名称", JX_CSV_IGNORED},
	{"序号", JX_CSV_IGNORED},
	{"备注", JX_CSV_IGNORED},
};

static const struct jx_csv_form FORM = {
	.headings = HEADINGS,
	.n_headings = JX_COUNT_OF(HEADINGS),
	.known =
		"code 编码, initial 年初预算, adjusted 全年预算, executed 执行数, posts 编制数, in_post 在职人数",
};

struct reading {
	struct jx_csv_table table;
	struct jx_error *error;
	struct jx_treasury *treasury;
};

/* ---- headings ---- */

/* The unit that a heading names in brackets, "执行数（万元）"; 元 where it names none. */
static const char *unit_of(const char *heading)
{
	static const char *const units[] = {"亿元", "万元", "元"};
	for (size_t i = 0; i < JX_COUNT_OF(units); i++)
		if (strstr(heading, units[i]) != NULL)
			return units[i];
	return "元";
}

static enum jx_status check_headings(const struct reading *reading)
{
	size_t n_figures = 0;
	for (size_t f = CODE + 1; f < N_FIELDS; f++)
		n_figures += jx_csv_table_has(&reading->table, f);
	if (!jx_csv_table_has(&reading->table, CODE) || n_figures == 0)
		return jx_csv_table_fail(&reading->table,
			_("the heading code 编码 is needed, and one of a figure"), reading->error);
	return JX_OK;
}

/* ---- rows ---- */

static enum jx_status tell(struct reading *reading, const char *code, const char *words)
{
	return jx_csv_table_tell(&reading->table, code, words, reading->error);
}

/* "1,234.50" as "1234.50", with the unit of its column where it has none itself. */
static bool read_money(const char *text, const char *unit, JxAmount *amount)
{
	char plain[MONEY_BYTES];
	size_t n = 0;
	struct jx_error ignored;
	for (const char *c = text; *c != '\0'; c++) {
		if (n >= sizeof(plain) - 8) /* the room of a unit */
			return false;
		if (*c != ',' && *c != ' ')
			plain[n++] = *c;
	}
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
		JxDecimal *people = jx_arena_alloc(reading->table.arena, sizeof(*people));
		if (people == NULL)
			return jx_arena_fail(reading->table.arena, reading->error);
		*(field == POSTS ? &sheet->posts : &sheet->in_post) = people;
		if (read_people(text, people))
			return JX_OK;
		(void)snprintf(words, sizeof(words), _("\"%.80s\" is no number of people"), text);
		return tell(reading, sheet->department + strlen("departments/"), words);
	}
	JxAmount *amount = jx_arena_alloc(reading->table.arena, sizeof(*amount));
	if (amount == NULL)
		return jx_arena_fail(reading->table.arena, reading->error);
	*money[field] = amount;
	if (read_money(text, unit_of(reading->table.heading[field]), amount))
		return JX_OK;
	(void)snprintf(words, sizeof(words), _("\"%.80s\" is no amount of money"), text);
	return tell(reading, sheet->department + strlen("departments/"), words);
}

static enum jx_status take_row(struct reading *reading)
{
	struct jx_csv_table *table = &reading->table;
	const size_t n_problems = table->problems.n;
	const char *code = jx_csv_table_cell(table, CODE);
	JxReferenceSheet *sheet = jx_arena_alloc(table->arena, sizeof(*sheet));
	enum jx_status status = JX_OK;
	if (sheet == NULL)
		return jx_arena_fail(table->arena, reading->error);
	jx_reference_sheet_init(sheet);
	if (code[0] == '\0')
		return tell(reading, "", _("code or title is empty"));
	size_t n_name = sizeof("departments/") + strlen(code);
	sheet->department = jx_arena_alloc(table->arena, n_name);
	if (sheet->department == NULL)
		return jx_arena_fail(table->arena, reading->error);
	(void)snprintf(sheet->department, n_name, "departments/%s", code);
	for (int f = INITIAL; status == JX_OK && f < N_FIELDS; f++)
		status = take_figure(reading, sheet, (enum field)f, jx_csv_table_cell(table, (size_t)f));
	if (status == JX_OK)
		status = jx_csv_table_tell_wide(table, code, reading->error);
	if (status != JX_OK || table->problems.n > n_problems)
		return status;
	status = jx_csv_table_add(table, (void **)&reading->treasury->rows, sizeof(*reading->treasury->rows),
		JX_MAX_BATCH_ROWS, reading->error);
	if (status == JX_OK)
		reading->treasury->rows[table->n - 1] = sheet;
	return status;
}

enum jx_status jx_treasury_read(const struct jx_csv_file *file, struct jx_arena *arena,
	struct jx_treasury *ret_treasury, struct jx_error *error)
{
	struct reading reading = {.error = error, .treasury = ret_treasury};
	*ret_treasury = (struct jx_treasury){0};
	enum jx_status status = jx_csv_table_open(&reading.table, file, &FORM, arena, error);
	if (status == JX_OK)
		status = check_headings(&reading);
	while (status == JX_OK) {
		status = jx_csv_table_next(&reading.table, error);
		if (status == JX_OK)
			status = take_row(&reading);
	}
	ret_treasury->lines = reading.table.lines;
	ret_treasury->n = reading.table.n;
	ret_treasury->problems = reading.table.problems;
	return status == JX_OUT_OF_RANGE ? JX_OK : status;
}
