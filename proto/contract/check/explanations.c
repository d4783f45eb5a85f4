/* Explanations: what they refer to, and whether they say anything. Measures that answer a problem. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/check/private.h"
#include "proto/contract/finding/builtin.h"
#include "proto/contract/finding/explain.h"
#include "proto/contract/rulebook/rulebook.h"

static void check_reference(struct jx_check *check, const JxExplanation *explanation, size_t i)
{
	struct jx_location location;
	char path[JX_PATH_BYTES];
	jx_location_path(&location, "explanations[%zu]", i);
	jx_location_label(&location, "", explanation->rule);
	const struct jx_finding_draft no_rule = {.rule = "G10",
		.field = jx_location_field(&location, "rule", path),
		.place = location.place,
		.stated = explanation->rule};
	/* Without a rule it answers an issue of finance at its field. */
	bool is_answer = explanation->rule[0] == '\0' && explanation->field[0] != '\0';
	bool is_known =
		jx_rule_find(explanation->rule) != NULL ||
		(check->rulebook != NULL && jx_rulebook_find(check->rulebook, explanation->rule) != NULL);
	if (!is_answer && !is_known)
		jx_check_add_finding(check, &no_rule);
	if (explanation->field[0] == '\0' ||
		jx_path_check(JX_REPORT_DESCRIPTOR, explanation->field, NULL) == JX_OK)
		return;
	const struct jx_finding_draft no_field = {.rule = "G11",
		.field = jx_location_field(&location, "field", path),
		.place = location.place,
		.stated = explanation->field};
	jx_check_add_finding(check, &no_field);
}

static void check_text(struct jx_check *check, const struct jx_explanation_mark *mark,
	const JxExplanation *explanation, size_t i)
{
	struct jx_location location;
	char path[JX_PATH_BYTES];
	char zh[160];
	char en[160];
	switch (mark->fault) {
	case JX_EXPLANATION_GOOD:
		return;
	case JX_EXPLANATION_EMPTY:
		(void)snprintf(zh, sizeof(zh), "没有内容");
		(void)snprintf(en, sizeof(en), "nothing is said");
		break;
	case JX_EXPLANATION_SHORT:
		(void)snprintf(zh, sizeof(zh), "不足 %d 个字", JX_MIN_EXPLANATION_CHARACTERS);
		(void)snprintf(en, sizeof(en), "fewer than %d characters", JX_MIN_EXPLANATION_CHARACTERS);
		break;
	case JX_EXPLANATION_STOCK:
		(void)snprintf(zh, sizeof(zh), "“%s”是套话", mark->matched);
		(void)snprintf(en, sizeof(en), "\"%s\" is a stock phrase", mark->matched);
		break;
	case JX_EXPLANATION_COPIED:
		(void)snprintf(zh, sizeof(zh), "与 explanations[%zu] 的文字相同", mark->other);
		(void)snprintf(en, sizeof(en), "the same text as explanations[%zu]", mark->other);
		break;
	}
	jx_location_path(&location, "explanations[%zu]", i);
	jx_location_label(&location, "", explanation->rule);
	char stated[JX_PLACE_BYTES];
	struct jx_location quoted;
	jx_location_label(&quoted, "", explanation->text);
	(void)snprintf(stated, sizeof(stated), "%s", quoted.place);
	const struct jx_finding_draft draft = {.rule = "X01",
		.field = jx_location_field(&location, "text", path),
		.place = location.place,
		.stated = stated,
		.args = {zh, en}};
	jx_check_add_finding(check, &draft);
}

/* A measure names a problem of this report, or none. */
static void check_measures(struct jx_check *check)
{
	const JxReport *report = check->report;
	size_t n_problems = jx_rows(report->n_problems, JX_MAX_LINES);
	for (size_t i = 0; i < jx_rows(report->n_measures, JX_MAX_LINES); i++) {
		uint32_t problem = report->measures[i]->problem;
		bool is_found = problem == 0;
		for (size_t j = 0; j < n_problems && !is_found; j++)
			is_found = report->problems[j]->number == problem;
		if (is_found)
			continue;
		struct jx_location location;
		char path[JX_PATH_BYTES];
		char stated[16];
		jx_location_path(&location, "measures[%zu]", i);
		(void)snprintf(stated, sizeof(stated), "%u", problem);
		const struct jx_finding_draft draft = {.rule = "G09",
			.field = jx_location_field(&location, "problem", path),
			.stated = stated,
			.args = {"问题序号", "number of a problem"}};
		jx_check_add_finding(check, &draft);
	}
}

#define HUNDRED_MICROS 100000000
#define NUMBER_BYTES   24 /* of the number of a goal, or of its row */

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

/* Goals differ in their numbers; 0 is no number. Rows that name one of two could be of either. */
static void check_goal_numbers(struct jx_check *check, const struct goals *goals)
{
	const JxReport *report = check->report;
	bool is_twice = false;
	for (size_t i = 1; i < goals->n; i++)
		is_twice |= goals->numbers[i] != 0 && goals->numbers[i] == goals->numbers[i - 1];
	for (size_t i = 0; i < goals->n && is_twice; i++) {
		struct jx_location location;
		char path[JX_PATH_BYTES];
		char texts[2][NUMBER_BYTES];
		size_t first = 0;
		while (first < i && report->goals[first]->number != report->goals[i]->number)
			first++;
		if (first == i || report->goals[i]->number == 0)
			continue;
		jx_location_path(&location, "goals[%zu]", i);
		jx_location_label(&location, "", report->goals[i]->name);
		(void)snprintf(texts[0], NUMBER_BYTES, "%u", report->goals[i]->number);
		(void)snprintf(texts[1], NUMBER_BYTES, "%zu", first + 1);
		const struct jx_finding_draft draft = {.rule = "G18",
			.field = jx_location_field(&location, "number", path),
			.place = location.place,
			.stated = texts[0],
			.args = {texts[1]}};
		jx_check_add_finding(check, &draft);
	}
}

/* Weights that all goals print make a hundred. */
static void check_goal_weights(struct jx_check *check)
{
	const JxReport *report = check->report;
	struct jx_tally sum = {0};
	size_t n = jx_rows(report->n_goals, JX_MAX_LINES);
	struct jx_tally hundred = {.value = HUNDRED_MICROS, .scale = JX_SCALE_MICROS, .n = 1};
	for (size_t i = 0; i < n; i++)
		jx_tally_decimal(&sum, report->goals[i]->weight, true, 1);
	const struct jx_finding_draft draft = {.rule = "T12", .field = "goals", .place = "目标权重"};
	if (n > 1 && jx_tally_contradicts(&hundred, &sum))
		jx_check_add_sum_finding(check, &hundred, &sum, &draft);
}

static void check_goals_of_rows(struct jx_check *check, const struct goals *goals, JxIndicator *const *rows,
	size_t n, const char *prefix)
{
	for (size_t i = 0; i < jx_rows(n, JX_MAX_INDICATORS) && check->status == JX_OK; i++) {
		uint32_t goal = rows[i]->goal;
		struct jx_location location;
		char path[JX_PATH_BYTES];
		char stated[NUMBER_BYTES];
		if (goal == 0 || jx_array_search(&goal, goals->numbers, goals->n, sizeof(goal),
					 compare_numbers) != NULL)
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

/* A row that stands in the table of a goal names one of the report. */
static void check_goals(struct jx_check *check)
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
	jx_array_sort(goals.numbers, goals.n, sizeof(*goals.numbers), compare_numbers);
	check_goal_numbers(check, &goals);
	check_goal_weights(check);
	check_goals_of_rows(check, &goals, report->indicators, report->n_indicators, "");
	for (size_t i = 0; i < jx_rows(report->n_projects, JX_MAX_PROJECTS) && check->status == JX_OK; i++) {
		const JxProject *project = report->projects[i];
		struct jx_location location;
		jx_location_path(&location, "projects[%zu].", i);
		check_goals_of_rows(check, &goals, project->indicators, project->n_indicators, location.path);
	}
}

void jx_check_explanations(struct jx_check *check)
{
	const JxReport *report = check->report;
	const struct jx_explanations *explanations = check->findings->explanations;
	check_measures(check);
	check_goals(check);
	for (size_t i = 0; i < jx_rows(report->n_explanations, JX_MAX_LINES) && check->status == JX_OK; i++) {
		check_reference(check, report->explanations[i], i);
		check_text(check, jx_explanations_mark(explanations, i), report->explanations[i], i);
	}
}
