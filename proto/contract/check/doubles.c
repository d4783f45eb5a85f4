/* What stands twice: a project again under another number. */
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/check/private.h"

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
		qsort(items, n, sizeof(*items), compare_spelled);
	for (size_t i = 1; i < n; i++) {
		const JxProject *before = check->report->projects[items[i - 1].row];
		const JxProject *project = check->report->projects[items[i].row];
		if (items[i].name[0] != '\0' && strcmp(items[i].name, items[i - 1].name) == 0 &&
			is_same(before, project))
			report_double(check, items[i - 1].row, items[i].row);
	}
}
