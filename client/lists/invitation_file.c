#include "client/lists/invitation_file.h"

#include <string.h>

#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/service/states.h"

#define MAX_ROLES 8u

enum field { ID, TITLE, ROLES, DEPARTMENT };

static const struct jx_csv_heading HEADINGS[] = {
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
	{"序号", JX_CSV_IGNORED},
	{"备注", JX_CSV_IGNORED},
	{"no.", JX_CSV_IGNORED},
	{"remarks", JX_CSV_IGNORED},
};

static const struct jx_csv_form FORM = {
	.headings = HEADINGS,
	.n_headings = JX_COUNT_OF(HEADINGS),
	.known = "id 账号, title 账号名称, roles 角色, department 部门编码",
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
	struct jx_csv_table table;
	struct jx_error *error;
	struct jx_invited_list *list;
};

static enum jx_status tell(struct reading *reading, const char *words)
{
	return jx_csv_table_tell(
		&reading->table, jx_csv_table_cell(&reading->table, ID), words, reading->error);
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

/* @return JX_OK, also with a problem told. */
static enum jx_status take_roles(struct reading *reading, JxPerson *person)
{
	char *text = jx_csv_table_cell(&reading->table, ROLES);
	bool is_known = text[0] != '\0';
	person->roles = jx_arena_calloc(reading->table.arena, MAX_ROLES, sizeof(*person->roles));
	if (person->roles == NULL)
		return jx_arena_fail(reading->table.arena, reading->error);
	while (is_known && *text != '\0') {
		char *rest = cut_word(text);
		JxPersonRole role = role_of(jx_csv_clean(text));
		is_known = role != JX_PERSON_ROLE_UNSPECIFIED && person->n_roles < MAX_ROLES;
		if (is_known)
			person->roles[person->n_roles++] = role;
		text = rest;
	}
	return is_known
		       ? JX_OK
		       : tell(reading, _("the roles are: enterer, member, head, reviewer, analyst, auditor"));
}

static enum jx_status take_row(struct reading *reading)
{
	struct jx_csv_table *table = &reading->table;
	struct jx_invited row = {.person = JX_PERSON_INIT};
	char name[JX_RESOURCE_NAME_BYTES];
	char *id = jx_csv_table_cell(table, ID);
	const size_t n_problems = table->problems.n;
	enum jx_status status = jx_csv_table_tell_wide(table, id, reading->error);
	if (status == JX_OK && !jx_name_is_new_id(id))
		status = tell(reading, _("an id is 2 to 32 of a-z, 0-9 and \"-\""));
	if (status == JX_OK)
		status = take_roles(reading, &row.person);
	if (status != JX_OK || table->problems.n > n_problems)
		return status;
	row.person.name = jx_arena_strdup(table->arena, jx_name_person(name, id));
	row.person.title = jx_csv_table_cell(table, TITLE);
	if (row.person.title[0] == '\0')
		row.person.title = id;
	row.department = jx_csv_table_cell(table, DEPARTMENT);
	if (row.person.name == NULL)
		return jx_arena_fail(table->arena, reading->error);
	status = jx_csv_table_add(table, (void **)&reading->list->rows, sizeof(*reading->list->rows),
		JX_MAX_INVITATION_ROWS, reading->error);
	if (status == JX_OK)
		reading->list->rows[table->n - 1] = row;
	return status;
}

enum jx_status jx_invitation_file_read(const struct jx_csv_file *file, struct jx_arena *arena,
	struct jx_invited_list *ret_list, struct jx_error *error)
{
	struct reading reading = {.error = error, .list = ret_list};
	*ret_list = (struct jx_invited_list){0};
	enum jx_status status = jx_csv_table_open(&reading.table, file, &FORM, arena, error);
	if (status == JX_OK &&
		(!jx_csv_table_has(&reading.table, ID) || !jx_csv_table_has(&reading.table, ROLES)))
		return jx_csv_table_fail(
			&reading.table, _("the headings id 账号 and roles 角色 are needed"), error);
	while (status == JX_OK) {
		status = jx_csv_table_next(&reading.table, error);
		if (status == JX_OK)
			status = take_row(&reading);
	}
	if (status != JX_OUT_OF_RANGE)
		return status;
	ret_list->lines = reading.table.lines;
	ret_list->n = reading.table.n;
	ret_list->problems = reading.table.problems;
	if (ret_list->n == 0 && ret_list->problems.n == 0)
		return jx_csv_table_fail(&reading.table, _("the file has no rows"), error);
	return JX_OK;
}
