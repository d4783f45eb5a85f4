/* Goals: a row that stands in the table of a goal names one of the report. */
#include <stdio.h>
#include <stdlib.h>

#include "proto/contract/base/array.h"
#include "proto/contract/check/private.h"

#define NUMBER_BYTES 16 /* of the number of a goal */

/* The numbers of the goals of a report, in order. */
struct goals {
	uint32_t *numbers;
	size_t n;
};

static int compare_numbers(const void *a, const void *b)
{
	const uint32_t *left = a;
	const uint32_t *right = b;
	return (*left > *right) - (*left < *right);
}

static void check_rows(struct jx_check *check, const struct goals *goals, JxIndicator *const *rows, size_t n,
	const char *prefix)
{
	for (size_t i = 0; i < jx_rows(n, JX_MAX_INDICATORS) && check->status == JX_OK; i++) {
		uint32_t goal = rows[i]->goal;
		struct jx_location location;
		char path[JX_PATH_BYTES];
		char stated[NUMBER_BYTES];
		if (goal == 0 ||
			bsearch(&goal, goals->numbers, goals->n, sizeof(goal), compare_numbers) != NULL)
			continue;
		jx_location_path(&location, "%sindicators[%zu]", prefix, i);
		jx_location_label(&location, "", rows[i]->name);
		(void)snprintf(stated, sizeof(stated), "%u", goal);
		const struct jx_finding_draft draft = {.rule = "G09",
			.field = jx_location_field(&location, "goal", path),
			.place = location.place,
			.stated = stated,
			.args = {"目标序号", "number of a goal"}};
		jx_check_add_finding(check, &draft);
	}
}

void jx_check_goals(struct jx_check *check)
{
	const JxReport *report = check->report;
	struct goals goals = {.n = jx_rows(report->n_goals, JX_MAX_LINES)};
	goals.numbers = jx_arena_calloc(check->arena, goals.n + 1, sizeof(*goals.numbers));
	if (goals.numbers == NULL) {
		check->status = jx_arena_fail(check->arena, NULL);
		return;
	}
	for (size_t i = 0; i < goals.n; i++)
		goals.numbers[i] = report->goals[i]->number;
	qsort(goals.numbers, goals.n, sizeof(*goals.numbers), compare_numbers);
	check_rows(check, &goals, report->indicators, report->n_indicators, "");
	for (size_t i = 0; i < jx_rows(report->n_projects, JX_MAX_PROJECTS) && check->status == JX_OK; i++) {
		const JxProject *project = report->projects[i];
		struct jx_location location;
		jx_location_path(&location, "projects[%zu].", i);
		check_rows(check, &goals, project->indicators, project->n_indicators, location.path);
	}
}
