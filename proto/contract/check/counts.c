/* Counts among the outcomes: as many names as the number says, whole numbers, people as in the table of staff. */
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/check/private.h"

static void spot_of(const JxOutcome *outcome, size_t i, struct jx_location *location)
{
	jx_location_path(location, "outcomes[%zu]", i);
	jx_location_label(location, "", outcome->name);
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of a list, each once: a name that stands twice makes the list longer and the number no larger. */
static size_t count_distinct(struct jx_check *check, const JxOutcome *outcome)
{
	size_t n = outcome->n_members;
	const char **names = jx_arena_calloc(check->arena, n, sizeof(*names));
	if (names == NULL) {
		check->status = jx_arena_fail(check->arena, NULL);
		return n;
	}
	size_t n_distinct = n > 0 ? 1 : 0;
	for (size_t i = 0; i < n; i++) {
		names[i] = jx_name_spelled(check->arena, outcome->members[i]);
		if (names[i] == NULL) {
			check->status = jx_arena_fail(check->arena, NULL);
			return n;
		}
	}
	jx_array_sort(names, n, sizeof(*names), compare_texts);
	for (size_t i = 1; i < n; i++)
		n_distinct += strcmp(names[i - 1], names[i]) != 0 ? 1 : 0;
	return n_distinct;
}

/* People and things that are counted one by one come whole; a count in 万人 need not. */
static void check_whole_number(struct jx_check *check, size_t i)
{
	static const char *const units[] = {"人", "名", "户", "家", "个", "项", "辆", "人次"};
	const JxOutcome *outcome = check->report->outcomes[i];
	struct jx_location location;
	bool is_whole = false;
	for (size_t u = 0; u < JX_COUNT_OF(units); u++)
		is_whole |= strcmp(outcome->unit, units[u]) == 0;
	if (!outcome->is_count || !is_whole || !jx_has_decimal(outcome->value) || outcome->value->micros < 0)
		return;
	spot_of(outcome, i, &location);
	jx_check_count(check, outcome->value, &location, "value", "个数", "the count");
}

/* As many names as the number says; an open list holds no more than that. */
static void check_members(struct jx_check *check, size_t i)
{
	const JxOutcome *outcome = check->report->outcomes[i];
	struct jx_location location;
	char path[JX_PATH_BYTES];
	if (!jx_is_plain(outcome) || !outcome->is_count || outcome->n_members == 0)
		return;
	struct jx_tally listed = {.value = (jx_int128)count_distinct(check, outcome) * 1000000,
		.scale = JX_SCALE_MICROS,
		.n = 1};
	struct jx_tally stated = {0};
	jx_tally_decimal(&stated, outcome->value, true, 1);
	bool is_wrong = outcome->is_members_open ? listed.value > stated.value
						 : jx_tally_contradicts(&listed, &stated);
	if (!is_wrong)
		return;
	spot_of(outcome, i, &location);
	const struct jx_finding_draft draft = {
		.rule = "N03", .field = jx_location_field(&location, "value", path), .place = location.place};
	jx_check_add_sum_finding(check, &listed, &stated, &draft);
}

/* People in the text against the table of staff. */
static void check_staff_outcome(struct jx_check *check, size_t i)
{
	static const struct {
		const char *name;
		bool is_posts;
	} staff_names[] = {{"编制数", true}, {"编制", true}, {"编制人数", true}, {"在职人数", false},
		{"在职人员", false}, {"在职在编人数", false}};
	const JxOutcome *outcome = check->report->outcomes[i];
	const JxStaff *staff = check->report->staff;
	struct jx_location location;
	char path[JX_PATH_BYTES];
	for (size_t n = 0; n < JX_COUNT_OF(staff_names) && staff != NULL && jx_is_plain(outcome); n++) {
		struct jx_identity table = {0};
		if (strcmp(outcome->name, staff_names[n].name) != 0)
			continue;
		jx_identity_decimal(
			&table, staff_names[n].is_posts ? staff->posts : staff->in_post, true, JX_GAP_ANY);
		spot_of(outcome, i, &location);
		const struct jx_finding_draft draft = {.rule = "N01c",
			.field = jx_location_field(&location, "value", path),
			.place = location.place,
			.args = {location.place, location.place, "人员表", "the table of staff"}};
		jx_check_identity_count(check, &table, outcome->value, &draft);
	}
}

void jx_check_counts(struct jx_check *check)
{
	for (size_t i = 0; i < jx_rows(check->report->n_outcomes, JX_MAX_LINES) && check->status == JX_OK;
		i++) {
		check_members(check, i);
		check_whole_number(check, i);
		check_staff_outcome(check, i);
	}
}
