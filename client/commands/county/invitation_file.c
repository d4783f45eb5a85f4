#include "client/commands/county/invitation_file.h"

#include <string.h>

#include "client/text/csv.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/service/states.h"

#define MAX_CELLS 32u
#define NO_COLUMN MAX_CELLS
#define MAX_ROLES 8u

enum field { ID, TITLE, ROLES, DEPARTMENT, N_FIELDS };

static const struct {
	const char *heading;
	enum field field;
} HEADINGS[] = {
	{"id", ID},
	{"账号", ID},
	{"编号", ID},
	{"title", TITLE},
	{"账号名称", TITLE},
	{"名称", TITLE},
	{"roles", ROLES},
	{"role", ROLES},
	{"角色", ROLES},
	{"department", DEPARTMENT},
	{"部门", DEPARTMENT},
	{"部门编码", DEPARTMENT},
	{"单位编码", DEPARTMENT},
};

static const struct {
	const char *word;
	JxPersonRole role;
} ROLE_WORDS[] = {
	{"enterer", JX_PERSON_ROLE_ENTERER},
	{"member", JX_PERSON_ROLE_MEMBER},
	{"head", JX_PERSON_ROLE_HEAD},
	{"reviewer", JX_PERSON_ROLE_REVIEWER},
	{"lead", JX_PERSON_ROLE_LEAD},
	{"analyst", JX_PERSON_ROLE_ANALYST},
	{"auditor", JX_PERSON_ROLE_AUDITOR},
};

struct reading {
	const struct jx_roster_file *file;
	struct jx_csv_reader csv;
	struct jx_arena *arena;
	struct jx_error *error;
	size_t column[N_FIELDS];
	size_t n_headings;
	struct jx_invited_list list;
	size_t room;
};

static enum jx_status fail_line(struct reading *reading, const char *why)
{
	size_t line = reading->csv.line > 0 ? reading->csv.line : 1;
	return jx_fail_with(reading->error, JX_REASON_CSV_LINE,
		JX_ARGS(JX_TEXT(reading->file->name), JX_U64(line), JX_TEXT(why)));
}

static char *trimmed(char *text)
{
	text += strspn(text, " \t");
	size_t n = strlen(text);
	while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\t'))
		text[--n] = '\0';
	return text;
}

/* Reads a row; empty cells at its end are separators that a spreadsheet left. */
static enum jx_status read_row(struct reading *reading, char **cells, size_t *ret_n)
{
	enum jx_status status = jx_csv_read_row(&reading->csv, cells, MAX_CELLS, ret_n);
	if (status == JX_INVALID)
		return fail_line(reading, _("a quote is not closed, or something follows a closing one"));
	if (status == JX_EXHAUSTED)
		return fail_line(reading, _("too many columns"));
	for (size_t i = 0; status == JX_OK && i < *ret_n; i++)
		cells[i] = trimmed(cells[i]);
	while (status == JX_OK && *ret_n > 0 && cells[*ret_n - 1][0] == '\0')
		*ret_n -= 1;
	return status;
}

static enum field field_of(const char *heading)
{
	for (size_t i = 0; i < JX_COUNT_OF(HEADINGS); i++)
		if (strcmp(HEADINGS[i].heading, heading) == 0)
			return HEADINGS[i].field;
	return N_FIELDS;
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
		enum field field = field_of(cells[c]);
		if (field == N_FIELDS)
			return fail_line(reading, _("the headings are: id,title,roles,department"));
		if (reading->column[field] != NO_COLUMN)
			return fail_line(reading, _("a heading appears twice"));
		reading->column[field] = c;
	}
	if (reading->column[ID] == NO_COLUMN || reading->column[ROLES] == NO_COLUMN)
		return fail_line(reading, _("the headings id and roles are needed"));
	return JX_OK;
}

static JxPersonRole role_of(const char *word)
{
	for (size_t i = 0; i < JX_COUNT_OF(ROLE_WORDS); i++)
		if (strcmp(ROLE_WORDS[i].word, word) == 0 ||
			strcmp(jx_role_name(ROLE_WORDS[i].role, JX_ZH), word) == 0)
			return ROLE_WORDS[i].role;
	return JX_PERSON_ROLE_UNSPECIFIED;
}

/* Ends the first word of a list, in place. @return what follows it. */
static char *cut_word(char *text)
{
	static const char *const SEPARATORS[] = {",", ";", "/", "，", "、", "；"};
	char *end = NULL;
	size_t n_end = 0;
	for (size_t i = 0; i < JX_COUNT_OF(SEPARATORS); i++) {
		char *at = strstr(text, SEPARATORS[i]);
		if (at != NULL && (end == NULL || at < end)) {
			end = at;
			n_end = strlen(SEPARATORS[i]);
		}
	}
	if (end == NULL)
		return text + strlen(text);
	*end = '\0';
	return end + n_end;
}

static enum jx_status read_roles(struct reading *reading, char *text, JxPerson *person)
{
	person->roles = jx_arena_calloc(reading->arena, MAX_ROLES, sizeof(*person->roles));
	if (person->roles == NULL)
		return jx_arena_fail(reading->arena, reading->error);
	while (*text != '\0') {
		char *rest = cut_word(text);
		JxPersonRole role = role_of(trimmed(text));
		if (role == JX_PERSON_ROLE_UNSPECIFIED || person->n_roles == MAX_ROLES)
			return fail_line(reading,
				_("the roles are: enterer, member, head, reviewer, analyst, auditor"));
		person->roles[person->n_roles++] = role;
		text = rest;
	}
	return JX_OK;
}

static enum jx_status add_row(struct reading *reading, const struct jx_invited *row)
{
	struct jx_invited_list *list = &reading->list;
	enum jx_status status = jx_arena_array_grow(reading->arena, (void **)&list->rows, sizeof(*list->rows),
		list->n, &reading->room, JX_MAX_INVITATION_ROWS);
	if (status == JX_EXHAUSTED && list->n == JX_MAX_INVITATION_ROWS)
		return fail_line(reading, _("too many rows"));
	if (status != JX_OK)
		return jx_arena_fail(reading->arena, reading->error);
	list->rows[list->n++] = *row;
	return JX_OK;
}

static char *cell_of(const struct reading *reading, char **cells, size_t n, enum field field)
{
	static char nothing[] = "";
	size_t column = reading->column[field];
	return column < n ? cells[column] : nothing;
}

static enum jx_status take_row(struct reading *reading, char **cells, size_t n)
{
	struct jx_invited row = {.person = JX_PERSON_INIT, .line = reading->csv.line};
	char name[JX_RESOURCE_NAME_BYTES];
	const char *id = cell_of(reading, cells, n, ID);
	if (n > reading->n_headings)
		return fail_line(reading, _("its number of columns is not that of the headings"));
	if (!jx_name_is_new_id(id))
		return fail_line(reading, _("an id is 2 to 32 of a-z, 0-9 and \"-\""));
	row.person.name = jx_arena_strdup(reading->arena, jx_name_person(name, id));
	row.person.title = cell_of(reading, cells, n, TITLE);
	if (row.person.title[0] == '\0')
		row.person.title = (char *)id;
	row.department = cell_of(reading, cells, n, DEPARTMENT);
	if (row.person.name == NULL)
		return jx_arena_fail(reading->arena, reading->error);
	enum jx_status status = read_roles(reading, cell_of(reading, cells, n, ROLES), &row.person);
	if (status == JX_OK && row.person.n_roles == 0)
		status = fail_line(
			reading, _("the roles are: enterer, member, head, reviewer, analyst, auditor"));
	return status == JX_OK ? add_row(reading, &row) : status;
}

enum jx_status jx_invitation_file_read(const struct jx_roster_file *file, struct jx_arena *arena,
	struct jx_invited_list *ret_list, struct jx_error *error)
{
	struct reading reading = {.file = file, .arena = arena, .error = error};
	char *cells[MAX_CELLS];
	size_t n = 0;
	jx_csv_reader_init(&reading.csv, file->text, file->n);
	jx_csv_reader_guess(&reading.csv);
	enum jx_status status = read_headings(&reading);
	while (status == JX_OK) {
		status = read_row(&reading, cells, &n);
		if (status == JX_OK && n > 0)
			status = take_row(&reading, cells, n);
	}
	if (status != JX_OUT_OF_RANGE)
		return status;
	if (reading.list.n == 0)
		return fail_line(&reading, _("the file is empty"));
	*ret_list = reading.list;
	return JX_OK;
}
