#include "client/disk/roster.h"

#include <string.h>

#include "client/text/csv.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

#define MAX_CELLS 32u
#define NO_COLUMN MAX_CELLS

/* The fields of a department, by the heading that names each: as `department list` writes them, and the schema. */
enum field { CODE, TITLE, SHORT_TITLE, LEVEL, NATURE, FUNDING_FORM, PEER_GROUP, N_FIELDS };

static const char *const HEADINGS[N_FIELDS] = {
	"code", "title", "short_title", "level", "nature", "funding_form", "peer_group"};

struct reading {
	const struct jx_roster_file *file;
	struct jx_csv_reader csv;
	struct jx_arena *arena;
	struct jx_error *error;
	size_t column[N_FIELDS]; /* where each field stands; NO_COLUMN */
	size_t n_headings;
	JxDepartment **rows;
	size_t n_rows;
	size_t room;
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

static char *trimmed(char *text)
{
	text += strspn(text, " \t");
	size_t n = strlen(text);
	while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\t'))
		text[--n] = '\0';
	return text;
}

static enum jx_status read_headings(struct reading *reading)
{
	char *cells[MAX_CELLS];
	enum jx_status status = read_row(reading, cells, &reading->n_headings);
	if (status == JX_OUT_OF_RANGE)
		return fail_line(reading, _("the file is empty"));
	if (status != JX_OK)
		return status;
	for (size_t f = 0; f < N_FIELDS; f++)
		reading->column[f] = NO_COLUMN;
	for (size_t c = 0; c < reading->n_headings; c++) {
		const char *heading = trimmed(cells[c]);
		size_t f = 0;
		while (f < N_FIELDS && strcmp(HEADINGS[f], heading) != 0)
			f++;
		/* A misspelt heading would silently drop its column. */
		if (f == N_FIELDS)
			return fail_line(reading,
				_("the headings are: code,title,short_title,level,nature,funding_form,peer_group"));
		if (reading->column[f] != NO_COLUMN)
			return fail_line(reading, _("a heading appears twice"));
		reading->column[f] = c;
	}
	if (reading->column[CODE] == NO_COLUMN || reading->column[TITLE] == NO_COLUMN)
		return fail_line(reading, _("the headings code and title are needed"));
	return JX_OK;
}

static enum jx_status add_row(struct reading *reading, JxDepartment *department)
{
	enum jx_status status = jx_arena_array_grow(reading->arena, (void **)&reading->rows,
		sizeof(*reading->rows), reading->n_rows, &reading->room, JX_MAX_BATCH_ROWS);
	if (status == JX_EXHAUSTED && reading->n_rows == JX_MAX_BATCH_ROWS)
		return fail_line(reading, _("too many rows"));
	if (status != JX_OK)
		return jx_arena_fail(reading->arena, reading->error);
	reading->rows[reading->n_rows++] = department;
	return JX_OK;
}

static enum jx_status take_row(struct reading *reading, char **cells, size_t n)
{
	if (n != reading->n_headings)
		return fail_line(reading, _("its number of columns is not that of the headings"));
	JxDepartment *department = jx_arena_alloc(reading->arena, sizeof(*department));
	if (department == NULL)
		return jx_arena_fail(reading->arena, reading->error);
	jx_department_init(department);
	char **const places[N_FIELDS] = {&department->code, &department->title, &department->short_title,
		&department->level, &department->nature, &department->funding_form, &department->peer_group};
	for (size_t f = 0; f < N_FIELDS; f++)
		if (reading->column[f] != NO_COLUMN)
			*places[f] = trimmed(cells[reading->column[f]]);
	if (department->code[0] == '\0' || department->title[0] == '\0')
		return fail_line(reading, _("code or title is empty"));
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
		status = take_row(reading, cells, n);
		if (status != JX_OK)
			return status;
	}
}

enum jx_status jx_roster_read(const struct jx_roster_file *file, struct jx_arena *arena,
	JxBatchCreateDepartmentsRequest *request, struct jx_error *error)
{
	struct reading reading = {.file = file, .arena = arena, .error = error};
	jx_csv_reader_init(&reading.csv, file->text, file->n);
	enum jx_status status = read_headings(&reading);
	if (status != JX_OK)
		return status;
	status = read_rows(&reading);
	if (status != JX_OK)
		return status;
	request->departments = reading.rows;
	request->n_departments = reading.n_rows;
	return JX_OK;
}
