/* Heads of the levels of a table of indicators: points and scores that a form prints of all rows of a level together. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/check/scores.h"
#include "proto/contract/figure/spelling.h"

#define LEVEL_BYTES 256 /* of the name of a level, folded; a longer one is prose, and compared as far */

/* The levels of a row as they are compared. */
struct jx_level_names {
	const char *level1;
	const char *level2;
};

/* ---- which rows ---- */

/* A level as it is compared: folded, and 产出指标 is 产出. NULL without memory. */
static const char *name_level(struct jx_arena *arena, const char *printed)
{
	static const char ending[] = "指标";
	size_t n_ending = sizeof(ending) - 1;
	char folded[LEVEL_BYTES];
	size_t n = strlen(printed);
	bool is_plain = n < n_ending ||
			(jx_spelling_is_plain(printed) && strcmp(printed + n - n_ending, ending) != 0);
	if (is_plain)
		return printed;
	n = jx_spelling_fold(printed, folded, sizeof(folded));
	if (n > n_ending && strcmp(folded + n - n_ending, ending) == 0)
		folded[n - n_ending] = '\0';
	return jx_arena_strdup(arena, folded);
}

static bool name_both(
	struct jx_arena *arena, const char *level1, const char *level2, struct jx_level_names *ret_names)
{
	ret_names->level1 = name_level(arena, level1);
	ret_names->level2 = name_level(arena, level2);
	return ret_names->level1 != NULL && ret_names->level2 != NULL;
}

/* Heads by their level 1, then their level 2, then their goal: the head of a whole level 1 comes before those inside it. */
static int compare_heads(const void *a, const void *b)
{
	const struct jx_head *left = a;
	const struct jx_head *right = b;
	int order = strcmp(left->level1, right->level1);
	order = order != 0 ? order : strcmp(left->level2, right->level2);
	if (order != 0)
		return order;
	if (left->level->goal != right->level->goal)
		return left->level->goal < right->level->goal ? -1 : 1;
	return (left->row > right->row) - (left->row < right->row);
}

/* The first head of such levels and goal; SIZE_MAX for none. */
static size_t find_head(const struct jx_heads *heads, const char *level1, const char *level2, uint32_t goal)
{
	JxIndicatorLevel level = JX_INDICATOR_LEVEL_INIT;
	const struct jx_head wanted = {.level = &level, .level1 = level1, .level2 = level2};
	size_t low = 0;
	size_t high = heads->n;
	level.goal = goal;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_heads(&heads->items[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	bool is_found = low < heads->n && strcmp(heads->items[low].level1, level1) == 0 &&
			strcmp(heads->items[low].level2, level2) == 0 &&
			heads->items[low].level->goal == goal;
	return is_found ? low : SIZE_MAX;
}

static bool name_heads(struct jx_arena *arena, JxIndicatorLevel *const *levels, struct jx_heads *heads)
{
	for (size_t i = 0; i < heads->n; i++) {
		struct jx_level_names names;
		if (!name_both(arena, levels[i]->level1, levels[i]->level2, &names))
			return false;
		heads->items[i] = (struct jx_head){
			.level = levels[i], .level1 = names.level1, .level2 = names.level2, .row = i};
	}
	jx_array_sort(heads->items, heads->n, sizeof(*heads->items), compare_heads);
	for (size_t i = 0; i < heads->n; i++) {
		struct jx_head *head = &heads->items[i];
		head->outer = head->level2[0] != '\0' ? find_head(heads, head->level1, "", head->level->goal)
						      : SIZE_MAX;
	}
	return true;
}

struct jx_heads *jx_heads_of(struct jx_check *check, JxIndicatorLevel *const *levels, size_t n_levels,
	JxIndicator *const *rows, size_t n_rows)
{
	struct jx_arena *arena = check->arena;
	size_t n = jx_rows(n_levels, JX_MAX_LINES);
	n_rows = jx_rows(n_rows, JX_MAX_INDICATORS);
	if (n == 0)
		return NULL;
	struct jx_heads *heads = jx_arena_calloc(arena, 1, sizeof(*heads));
	struct jx_head *items = jx_arena_calloc(arena, n, sizeof(*items));
	struct jx_level_names *names = jx_arena_calloc(arena, n_rows + 1, sizeof(*names));
	bool is_good = heads != NULL && items != NULL && names != NULL;
	for (size_t i = 0; i < n_rows && is_good; i++)
		is_good = name_both(arena, rows[i]->level1, rows[i]->level2, &names[i]);
	if (is_good) {
		*heads = (struct jx_heads){items, n, names};
		is_good = name_heads(arena, levels, heads);
	}
	if (is_good)
		return heads;
	check->status = jx_arena_fail(arena, NULL);
	return NULL;
}

/* ---- what rows make ---- */

void jx_heads_add_row(struct jx_heads *heads, const JxIndicator *indicator, size_t row,
	const JxDecimal *points, const JxDecimal *score)
{
	const struct jx_level_names *names = &heads->rows[row];
	const char *const inner[] = {"", names->level2};
	const uint32_t goals[] = {0, indicator->goal};
	for (size_t k = 0; k < JX_COUNT_OF(inner) * JX_COUNT_OF(goals); k++) {
		const char *level2 = inner[k % 2];
		uint32_t goal = goals[k / 2];
		bool is_again = (k % 2 == 1 && level2[0] == '\0') || (k / 2 == 1 && goal == 0);
		size_t head = is_again ? SIZE_MAX : find_head(heads, names->level1, level2, goal);
		if (head != SIZE_MAX)
			jx_score_sums_add(&heads->items[head].rows, points, score);
	}
}

static const JxDecimal *score_of(const struct jx_score_table_of *table, const JxIndicatorLevel *level)
{
	return table->is_review ? level->printed_review_score : level->claimed_score;
}

/* Points that stand beside the head of a level alone are those of its rows. A head without rows may be one by another name. */
void jx_heads_add_up(const struct jx_score_table_of *table, struct jx_score_sums *sums)
{
	for (size_t i = 0; i < table->heads->n; i++) {
		const struct jx_head *head = &table->heads->items[i];
		uint32_t goal = head->level->goal;
		bool is_of_goal = table->goal == 0 || goal == 0 || goal == table->goal;
		bool is_inside = head->outer != SIZE_MAX &&
				 jx_has_decimal(table->heads->items[head->outer].level->points);
		if (!is_of_goal || is_inside || !jx_has_decimal(head->level->points) ||
			head->rows.n_with_points > 0 || head->rows.n_without_points == 0)
			continue;
		sums->n_without_points -= head->rows.n_without_points;
		bool has_scores = head->rows.n_scored > 0;
		jx_score_sums_add(
			sums, head->level->points, has_scores ? NULL : score_of(table, head->level));
		sums->unscored -= has_scores ? head->rows.scores : 0; /* they are a part of its points */
	}
}

/* ---- figures of a head ---- */

/* A head on the way. */
struct head {
	const struct jx_score_table_of *table;
	const JxIndicatorLevel *level;
	const struct jx_score_sums *rows; /* what they make */
	size_t index;                     /* in order */
	struct jx_location location;
};

/* Reports a figure of a head that is not between what its rows make at least and at most. */
static void check_between(struct jx_check *check, const struct head *head, const JxDecimal *stated,
	const struct jx_finding_draft *draft, const jx_int128 bounds[2])
{
	char texts[3][JX_FIGURE_TEXT_BYTES];
	char expected[JX_FIGURE_TEXT_BYTES + sizeof("≤")];
	char path[JX_PATH_BYTES];
	if (stated->micros >= bounds[0] && stated->micros <= bounds[1])
		return;
	bool is_above = stated->micros > bounds[1];
	jx_int128 bound = bounds[is_above];
	(void)snprintf(expected, sizeof(expected), "%s%s",
		bounds[0] == bounds[1] ? ""
		: is_above             ? "≤"
				       : "≥",
		jx_text_points(bound, stated->decimals, texts[1]));
	struct jx_finding_draft whole = *draft;
	whole.field = jx_location_field(&head->location, draft->field, path);
	whole.place = head->location.place;
	whole.stated = jx_text_decimal(stated, texts[0]);
	whole.expected = expected;
	whole.difference = jx_text_points(stated->micros - bound, stated->decimals, texts[2]);
	jx_check_add_finding(check, &whole);
}

/* A box of a head that holds no figure, above rows that do. */
static void check_blank(struct jx_check *check, const struct head *head, const char *field,
	const JxDecimal *stated, jx_int128 sum)
{
	char path[JX_PATH_BYTES];
	char text[JX_FIGURE_TEXT_BYTES];
	if (!jx_is_empty_decimal(stated) || sum <= 0)
		return;
	const struct jx_finding_draft draft = {.rule = "F09b",
		.field = jx_location_field(&head->location, field, path),
		.place = head->location.place,
		.expected = jx_text_points(sum, head->rows->decimals, text)};
	jx_check_add_finding(check, &draft);
}

/* The points of a level are those of its rows. */
static void check_points(struct jx_check *check, const struct head *head)
{
	const struct jx_finding_draft draft = {.rule = "T10", .field = "points"};
	const struct jx_score_sums *rows = head->rows;
	bool is_open = head->table->is_partial || rows->n_without_points > 0;
	jx_int128 most = is_open ? INT64_MAX : rows->points + rows->slack;
	const jx_int128 bounds[2] = {rows->points - rows->slack, most};
	if (rows->n_with_points == 0)
		return;
	check_blank(check, head, "points", head->level->points, is_open ? 0 : rows->points);
	if (jx_has_decimal(head->level->points))
		check_between(check, head, head->level->points, &draft, bounds);
}

/* The score of a level lies between those of its rows, and those with full points for every row that has none. */
static void check_score(struct jx_check *check, const struct head *head)
{
	const struct jx_finding_draft draft = {.rule = head->table->is_review ? "T11b" : "T10b",
		.field = head->table->is_review ? "printed_review_score" : "claimed_score"};
	const struct jx_score_sums *rows = head->rows;
	const JxDecimal *score = score_of(head->table, head->level);
	size_t n_unscored = rows->n_with_points + rows->n_without_points - rows->n_scored;
	bool is_open = head->table->is_partial || (n_unscored > 0 && rows->n_without_points > 0);
	const jx_int128 bounds[2] = {rows->scores, is_open ? INT64_MAX : rows->scores + rows->unscored};
	if (rows->n_scored == 0)
		return;
	check_blank(check, head, draft.field, score, n_unscored > 0 ? 0 : rows->scores);
	if (jx_has_decimal(score) && score->micros != rows->printed)
		check_between(check, head, score, &draft, bounds);
}

/* Where no row has points of its own, those of a level are what the heads inside it have. Those follow it in order. */
static void check_inner_heads(struct jx_check *check, const struct head *head)
{
	const struct jx_heads *heads = head->table->heads;
	const struct jx_finding_draft draft = {.rule = "T10", .field = "points"};
	jx_int128 sum = 0;
	size_t n = 0;
	bool is_open = head->table->is_partial;
	for (size_t i = head->index + 1; i < heads->n; i++) {
		const struct jx_head *inner = &heads->items[i];
		if (strcmp(inner->level1, heads->items[head->index].level1) != 0)
			break;
		if (inner->outer != head->index)
			continue;
		is_open |= !jx_has_decimal(inner->level->points);
		sum += jx_has_decimal(inner->level->points) ? inner->level->points->micros : 0;
		n++;
	}
	const jx_int128 bounds[2] = {sum, is_open ? INT64_MAX : sum};
	if (n > 0 && head->rows->n_with_points == 0 && jx_has_decimal(head->level->points))
		check_between(check, head, head->level->points, &draft, bounds);
}

/* ---- heads ---- */

static void check_head(struct jx_check *check, const struct jx_score_table_of *table, size_t i)
{
	const struct jx_head *item = &table->heads->items[i];
	const JxIndicatorLevel *level = item->level;
	struct head head = {.table = table, .level = level, .rows = &item->rows, .index = i};
	const char *dot = table->prefix[0] != '\0' ? "." : "";
	jx_location_path(&head.location, "%s%slevels[%zu]", table->prefix, dot, item->row);
	jx_location_label(&head.location, level->level1, level->level2);
	if (!table->is_review) {
		check_points(check, &head);
		check_inner_heads(check, &head);
		jx_check_score(check, &head.location, level->claimed_score,
			jx_has_decimal(level->points) ? level->points : NULL);
	}
	if (table->is_review)
		jx_check_printed_review(check, &head.location, level->printed_review_score, level->points);
	check_score(check, &head);
	const struct jx_finding_draft draft = {
		.rule = "T10c", .field = head.location.path, .place = head.location.place};
	bool has_rows = item->rows.n_with_points + item->rows.n_without_points > 0;
	if (!has_rows && !table->is_partial && !table->is_review && table->n_indicators > 0)
		jx_check_add_finding(check, &draft);
}

void jx_check_levels(struct jx_check *check, const struct jx_score_table_of *table)
{
	if (table->heads == NULL)
		return;
	(void)jx_score_sums_of(table); /* of the whole table, whatever goal was looked at before */
	for (size_t i = 0; i < table->heads->n && check->status == JX_OK; i++)
		check_head(check, table, i);
}
