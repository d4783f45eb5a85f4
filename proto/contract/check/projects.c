/* Projects: payments against their total, groups against their members, how many there are, and what stands twice. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/check/private.h"

#include "proto/contract/base/array.h"
#include "proto/contract/base/text_class.h"

static void check_payments(
	struct jx_check *check, const JxProject *project, const struct jx_location *location)
{
	char path[JX_PATH_BYTES];
	struct jx_location inner;
	for (size_t i = 0; i < jx_rows(project->n_payments, JX_MAX_LINES); i++) {
		if (project->payments[i]->receivers == NULL)
			continue;
		jx_location_path(&inner, "%s.payments[%zu]", location->path, i);
		jx_location_label(&inner, project->name, project->payments[i]->item);
		jx_check_count(check, project->payments[i]->receivers, &inner, "receivers", "领取个数",
			"the number of receivers");
	}
	struct jx_identity sum = {.can_be_more = project->is_partial};
	size_t n_of_which = 0;
	for (size_t i = 0; i < jx_rows(project->n_payments, JX_MAX_LINES); i++) {
		jx_identity_amount(&sum, project->payments[i]->amount, 1, JX_GAP_NOT_NEGATIVE);
		n_of_which += jx_is_of_which(project->payments[i]->item) ? 1 : 0;
	}
	sum.can_be_more |= n_of_which == project->n_payments;
	jx_identity_end_list(&sum);
	const struct jx_finding_draft draft = {.rule = "F14",
		.field = jx_location_field(location, "stated_total", path),
		.place = location->place};
	jx_check_total_amount(check, &sum, project->stated_total, &draft);
}

/* A project by a text of its own: its group, or its name. */
struct labelled {
	const char *label;
	size_t row;
};

static int compare_labelled(const void *a, const void *b)
{
	const struct labelled *left = a;
	const struct labelled *right = b;
	int order = strcmp(left->label, right->label);
	if (order != 0)
		return order;
	return (left->row > right->row) - (left->row < right->row);
}

/* The members of each group, by its name: sorted, and the first of them found by halving. */
struct groups {
	const struct labelled *members; /* projects with a group, by group */
	size_t n;
};

/* The place of the first member whose group is not before the name; with is_after, that is behind it. */
static size_t find_member(const struct groups *groups, const char *name, bool is_after)
{
	size_t low = 0;
	size_t high = groups->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(groups->members[middle].label, name);
		if (order < 0 || (is_after && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The amount of a group against the amounts of the projects listed under it. */
static void check_group(
	struct jx_check *check, const struct groups *groups, size_t row, const struct jx_location *location)
{
	JxProject *const *projects = check->report->projects;
	const JxProject *group = projects[row];
	char path[JX_PATH_BYTES];
	if (!group->is_group || group->name[0] == '\0' || group->amount == NULL)
		return;
	struct jx_identity sum = {.can_be_more = group->is_partial};
	size_t end = find_member(groups, group->name, true);
	for (size_t i = find_member(groups, group->name, false); i < end; i++) {
		if (groups->members[i].row != row)
			jx_identity_amount(
				&sum, projects[groups->members[i].row]->amount, 1, JX_GAP_NOT_NEGATIVE);
	}
	const struct jx_finding_draft draft = {.rule = "F14",
		.field = jx_location_field(location, "amount", path),
		.place = location->place};
	jx_check_total_amount(check, &sum, group->amount, &draft);
}

static int compare_rows_by_number(const void *a, const void *b)
{
	const JxProject *const *left = *(const JxProject *const *const *)a;
	const JxProject *const *right = *(const JxProject *const *const *)b;
	if ((*left)->number != (*right)->number)
		return (*left)->number < (*right)->number ? -1 : 1;
	return (left > right) - (left < right);
}

/* Numbers differ; 0 is no number. Pointers into the list itself keep the row. */
static void check_numbers(struct jx_check *check, size_t n)
{
	JxProject **projects = check->report->projects;
	JxProject ***rows = jx_arena_calloc(check->arena, n, sizeof(*rows));
	if (rows == NULL) {
		check->status = jx_arena_fail(check->arena, NULL);
		return;
	}
	for (size_t i = 0; i < n; i++)
		rows[i] = &projects[i];
	if (n > 0)
		jx_array_sort(rows, n, sizeof(*rows), compare_rows_by_number);
	for (size_t i = 1; i < n; i++) {
		const JxProject *project = *rows[i];
		struct jx_location location;
		char path[JX_PATH_BYTES];
		char texts[2][24];
		if (project->number == 0 || project->number != (*rows[i - 1])->number)
			continue;
		jx_location_path(&location, "projects[%zu]", (size_t)(rows[i] - projects));
		jx_location_label(&location, "", project->name);
		(void)snprintf(texts[0], sizeof(texts[0]), "%u", project->number);
		(void)snprintf(texts[1], sizeof(texts[1]), "%zu", (size_t)(rows[i - 1] - projects) + 1);
		const struct jx_finding_draft draft = {.rule = "G08",
			.field = jx_location_field(&location, "number", path),
			.place = location.place,
			.stated = texts[0],
			.args = {texts[1]}};
		jx_check_add_finding(check, &draft);
	}
}

/* Projects that name a group, in the order of the groups. */
static struct labelled *make_members(struct jx_check *check, size_t n, size_t *ret_n)
{
	struct labelled *members = jx_arena_calloc(check->arena, n, sizeof(*members));
	*ret_n = 0;
	for (size_t i = 0; members != NULL && i < n; i++) {
		const char *group = check->report->projects[i]->group;
		if (group[0] != '\0')
			members[(*ret_n)++] = (struct labelled){group, i};
	}
	if (members != NULL && *ret_n > 0)
		jx_array_sort(members, *ret_n, sizeof(*members), compare_labelled);
	return members;
}

void jx_check_projects(struct jx_check *check)
{
	size_t n = jx_rows(check->report->n_projects, JX_MAX_PROJECTS);
	struct groups groups = {NULL, 0};
	groups.members = make_members(check, n, &groups.n);
	if (groups.members == NULL) {
		check->status = jx_arena_fail(check->arena, NULL);
		return;
	}
	check_numbers(check, n);
	for (size_t i = 0; i < n && check->status == JX_OK; i++) {
		const JxProject *project = check->report->projects[i];
		struct jx_location location;
		jx_location_path(&location, "projects[%zu]", i);
		jx_location_label(&location, "", project->name);
		check_payments(check, project, &location);
		check_group(check, &groups, i, &location);
	}
}

/* What the report lists: projects, but for groups whose members it lists too; SIZE_MAX when it is a part
 * only. */
static size_t count_projects(struct jx_check *check)
{
	const JxReport *report = check->report;
	size_t n = jx_rows(report->n_projects, JX_MAX_PROJECTS);
	struct groups groups = {NULL, 0};
	groups.members = make_members(check, n, &groups.n);
	if (groups.members == NULL) {
		check->status = jx_arena_fail(check->arena, NULL);
		return SIZE_MAX;
	}
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		const JxProject *project = report->projects[i];
		if (project->is_group && project->is_partial)
			return SIZE_MAX;
		size_t first = find_member(&groups, project->name, false);
		size_t end = find_member(&groups, project->name, true);
		bool is_listed_by_members = project->is_group && project->name[0] != '\0' && end > first;
		if (!is_listed_by_members)
			count++;
	}
	return count;
}

/* A unit that stands in the table of grades twice. */
static void check_unit_once(struct jx_check *check, size_t i, const struct jx_location *location)
{
	JxGradeCount *const *counts = check->report->grade_counts;
	struct jx_location other;
	char path[JX_PATH_BYTES];
	size_t before = 0;
	while (before < i && strcmp(counts[before]->unit, counts[i]->unit) != 0)
		before++;
	if (before == i || counts[i]->unit[0] == '\0')
		return;
	jx_location_path(&other, "%zu", before + 1);
	const struct jx_finding_draft draft = {.rule = "N12c",
		.field = jx_location_field(location, "unit", path),
		.place = location->place,
		.stated = counts[i]->unit,
		.args = {other.path}};
	jx_check_add_finding(check, &draft);
}

/* Grades of a unit add up to its projects. */
static void check_grades(struct jx_check *check, size_t i)
{
	const JxGradeCount *count = check->report->grade_counts[i];
	const JxDecimal *const grades[] = {count->excellent, count->good, count->fair, count->poor};
	static const char *const fields[] = {"excellent", "good", "fair", "poor"};
	struct jx_location location;
	char path[JX_PATH_BYTES];
	struct jx_identity sum = {0};
	jx_location_path(&location, "grade_counts[%zu]", i);
	jx_location_label(&location, "", count->unit);
	for (size_t g = 0; g < JX_COUNT_OF(grades); g++) {
		jx_check_count(check, grades[g], &location, fields[g], "项目个数", "the number of projects");
		jx_identity_decimal(&sum, grades[g], true, JX_GAP_NOT_NEGATIVE);
	}
	jx_check_count(check, count->projects, &location, "projects", "项目个数", "the number of projects");
	const struct jx_finding_draft draft = {.rule = "N04",
		.field = jx_location_field(&location, "projects", path),
		.place = location.place};
	jx_check_total_count(check, &sum, count->projects, &draft);
	check_unit_once(check, i, &location);
}

static void check_count(struct jx_check *check, const struct jx_identity *sum, const JxDecimal *stated,
	const char *field, const char *const names[4])
{
	const struct jx_finding_draft draft = {.rule = "N02",
		.field = field,
		.place = "评价项目数",
		.args = {names[0], names[1], names[2], names[3]}};
	jx_check_identity_count(check, sum, stated, &draft);
}

void jx_check_project_counts(struct jx_check *check)
{
	static const char *const by_listed[4] = {
		"声称评价项目", "报告列出的项目（组）", "projects claimed", "projects or groups listed"};
	static const char *const by_grade[4] = {"声称评价项目", "各单位等级表中的项目", "projects claimed",
		"projects in the table of grades"};
	static const char *const by_kind[4] = {
		"声称评价项目", "分类合计", "projects claimed", "sum of the kinds"};
	static const char *const by_text[4] = {
		"正文所称项目", "声称评价项目", "projects in the text", "projects claimed"};
	const JxReport *report = check->report;
	const JxOrganisation *organisation = report->organisation;
	struct jx_identity graded = {0};
	struct jx_identity kinds = {0};
	struct jx_identity claimed = {0};
	size_t n_grades = jx_rows(report->n_grade_counts, JX_MAX_LINES);
	for (size_t i = 0; i < n_grades; i++) {
		check_grades(check, i);
		jx_identity_decimal(&graded, report->grade_counts[i]->projects, true, JX_GAP_NOT_NEGATIVE);
	}
	if (organisation == NULL)
		return;
	struct jx_location location;
	jx_location_path(&location, "organisation");
	jx_location_label(&location, "", "评价项目数");
	jx_check_count(check, organisation->projects_evaluated, &location, "projects_evaluated", "评价项目数",
		"the number of projects");
	size_t count = count_projects(check);
	struct jx_identity listed = {
		.sum = {.scale = JX_SCALE_MICROS, .n = 1}, .can_be_more = jx_is_partial(report, "projects")};
	listed.sum.is_broken = count == SIZE_MAX;
	listed.sum.value = count == SIZE_MAX ? 0 : (jx_int128)count * 1000000;
	if (n_grades > 0 && report->n_projects == 0)
		check_count(check, &graded, organisation->projects_evaluated,
			"organisation.projects_evaluated", by_grade);
	else if (report->n_projects <= JX_MAX_PROJECTS)
		check_count(check, &listed, organisation->projects_evaluated,
			"organisation.projects_evaluated", by_listed);
	for (size_t i = 0; i < jx_rows(organisation->n_projects_by_kind, JX_MAX_LINES); i++)
		jx_identity_decimal(&kinds, organisation->projects_by_kind[i], true, JX_GAP_NOT_NEGATIVE);
	check_count(
		check, &kinds, organisation->projects_evaluated, "organisation.projects_by_kind", by_kind);
	jx_identity_decimal(&claimed, organisation->projects_evaluated, true, JX_GAP_NOT_NEGATIVE);
	check_count(
		check, &claimed, organisation->projects_reported, "organisation.projects_reported", by_text);
}

/* ---- a project again under another number ---- */

/* A project by its name without what a second writing of it changes: blanks, brackets, quotes and dashes. */
struct spelled {
	const char *name;
	size_t row;
};

static bool is_left_out(uint32_t c)
{
	static const uint32_t marks[] = {'(', ')', '[', ']', '"', '-', '_', ',', '.', 0xFF08 /* （ */, 0xFF09,
		0x3010 /* 【 */, 0x3011, 0x300A /* 《 */, 0x300B, 0x201C /* “ */, 0x201D, 0x3001 /* 、 */,
		0xFF0C /* ， */, 0x2014 /* — */, 0x00B7 /* · */};
	for (size_t i = 0; i < JX_COUNT_OF(marks); i++) {
		if (marks[i] == c)
			return true;
	}
	return jx_char_class(c) != JX_CHAR_SHOWN;
}

char *jx_name_spelled(struct jx_arena *arena, const char *name)
{
	size_t n = strlen(name);
	char *out = jx_arena_calloc(arena, n + 1, 1);
	size_t n_out = 0;
	for (size_t i = 0; out != NULL && i < n;) {
		uint32_t c = 0;
		size_t n_char = jx_char_read(name + i, n - i, &c);
		if (n_char == 0)
			break; /* no report holds such a text */
		if (!is_left_out(c)) {
			memcpy(out + n_out, name + i, n_char);
			n_out += n_char;
		}
		i += n_char;
	}
	return out;
}

static int compare_spelled(const void *a, const void *b)
{
	const struct spelled *left = a;
	const struct spelled *right = b;
	int order = strcmp(left->name, right->name);
	if (order != 0)
		return order;
	return (left->row > right->row) - (left->row < right->row);
}

/* Whether two projects are one: the same money, or without any the same result. Batches of one name differ in one of them. */
static bool is_same(const JxProject *a, const JxProject *b)
{
	struct jx_tally money[2];
	bool has_a = jx_project_money(a, &money[0]);
	bool has_b = jx_project_money(b, &money[1]);
	if (has_a != has_b || strcmp(a->group, b->group) != 0)
		return false;
	return has_a ? money[0].value == money[1].value
		     : a->result[0] != '\0' && strcmp(a->result, b->result) == 0;
}

static void report_double(struct jx_check *check, size_t first, size_t second)
{
	JxProject *const *projects = check->report->projects;
	bool has_code = projects[second]->code[0] != '\0' &&
			strcmp(projects[first]->code, projects[second]->code) == 0;
	struct jx_location location;
	struct jx_location other;
	char path[JX_PATH_BYTES];
	jx_location_path(&location, "projects[%zu]", second);
	jx_location_label(&location, "", projects[second]->name);
	jx_location_path(&other, "%zu", first + 1);
	const struct jx_finding_draft draft = {.rule = has_code ? "N12" : "N12b",
		.field = jx_location_field(&location, "name", path),
		.place = location.place,
		.stated = location.place,
		.args = {other.path}};
	jx_check_add_finding(check, &draft);
}

void jx_check_doubles(struct jx_check *check)
{
	size_t n = jx_rows(check->report->n_projects, JX_MAX_PROJECTS);
	struct spelled *items = jx_arena_calloc(check->arena, n, sizeof(*items));
	for (size_t i = 0; items != NULL && i < n; i++) {
		items[i] =
			(struct spelled){jx_name_spelled(check->arena, check->report->projects[i]->name), i};
		if (items[i].name == NULL)
			items = NULL;
	}
	if (items == NULL) {
		check->status = jx_arena_fail(check->arena, NULL);
		return;
	}
	if (n > 0)
		jx_array_sort(items, n, sizeof(*items), compare_spelled);
	for (size_t i = 1; i < n; i++) {
		const JxProject *before = check->report->projects[items[i - 1].row];
		const JxProject *project = check->report->projects[items[i].row];
		if (items[i].name[0] != '\0' && strcmp(items[i].name, items[i - 1].name) == 0 &&
			is_same(before, project))
			report_double(check, items[i - 1].row, items[i].row);
	}
}
