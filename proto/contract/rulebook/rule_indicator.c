/* Checks of a rulebook that walk tables of indicators row by row. See rule_private.h. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/figure/spelling.h"
#include "proto/contract/message/field.h"
#include "proto/contract/rulebook/rule_private.h"

const char *jx_rule_cut(const char *text, char out[JX_RULE_TEXT_BYTES])
{
	(void)jx_text_copy(out, JX_RULE_TEXT_BYTES, text);
	return out;
}

bool jx_rule_set_fault(struct jx_rule_fault *fault, const char *field, const char *left, const char *right)
{
	fault->field = field;
	(void)jx_rule_cut(left, fault->left);
	(void)jx_rule_cut(right, fault->right);
	return true;
}

/* Reads a date from its field; without one, what the text of a target by date says. */
static bool read_date(const char *date, const char *text, bool is_by_date, struct jx_cell_date *ret_date)
{
	ret_date->has_year = true;
	if (date[0] != '\0')
		return jx_date_parse(date, strlen(date), &ret_date->date);
	return is_by_date && jx_cell_read_date(text, ret_date);
}

/* Later than its target, as far as both dates are stated: 2025-12-10 is not after 2025-12. Two texts without a year are of
 * one. */
static bool is_late(const JxIndicator *row, struct jx_rule_fault *ret_fault)
{
	struct jx_cell_date target;
	struct jx_cell_date actual;
	bool is_before = row->sign == JX_FIGURE_SIGN_BEFORE_DATE;
	bool is_by_date = is_before || row->sign == JX_FIGURE_SIGN_BY_DATE;
	bool has_date = row->actual_date[0] != '\0';
	return read_date(row->target_date, row->target_text, is_by_date, &target) &&
	       read_date(row->actual_date, row->actual_text, is_by_date, &actual) &&
	       target.has_year == actual.has_year &&
	       actual.date.first >= (is_before ? target.date.first : target.date.last + 1) &&
	       jx_rule_set_fault(ret_fault, has_date ? "actual_date" : "actual_text",
		       has_date ? row->actual_date : row->actual_text,
		       row->target_date[0] != '\0' ? row->target_date : row->target_text);
}

/* ---- names ---- */

/* An indicator by its name. */
struct named {
	const char *name; /* folded */
	size_t row;
};

static int compare_named(const void *a, const void *b)
{
	const struct named *left = a;
	const struct named *right = b;
	int order = strcmp(left->name, right->name);
	return order != 0 ? order : (left->row > right->row) - (left->row < right->row);
}

/* A name as it is compared; NULL without memory. */
static const char *fold_name(struct jx_rule_run *run, const char *name)
{
	if (jx_spelling_is_plain(name))
		return name;
	size_t size = strlen(name) + 1;
	char *folded = jx_arena_alloc(run->kept, size);
	if (folded != NULL)
		(void)jx_spelling_fold(name, folded, size);
	return folded;
}

/* Marks the rows of a table whose name a row before them has. */
static enum jx_status mark_namesakes(
	struct jx_rule_run *run, const struct jx_rule_table *table, size_t n, bool **ret_marks)
{
	struct named *items = jx_arena_calloc(run->kept, n + 1, sizeof(*items));
	bool *marks = jx_arena_calloc(run->kept, n + 1, sizeof(*marks));
	if (items == NULL || marks == NULL)
		return jx_arena_fail(run->kept, NULL);
	for (size_t i = 0; i < n; i++) {
		const JxIndicator *row = (const JxIndicator *)table->rows[i];
		items[i] = (struct named){fold_name(run, row->name), i};
		if (items[i].name == NULL)
			return jx_arena_fail(run->kept, NULL);
	}
	jx_array_sort(items, n, sizeof(*items), compare_named);
	for (size_t i = 1; i < n; i++)
		marks[items[i].row] =
			items[i].name[0] != '\0' && strcmp(items[i].name, items[i - 1].name) == 0;
	*ret_marks = marks;
	return JX_OK;
}

/* ---- rows ---- */

/* A table on the way through its rows. */
struct table {
	struct jx_rule_run *run;
	const struct jx_rule_table *place;
	const bool *namesakes; /* of name_once */
	bool has_columns;      /* for targets or actual values, in any row */
};

/* How many parts of a row a check looks at, each with a finding of its own. */
static size_t parts_of(JxBuiltInCheck check)
{
	if (check == JX_BUILT_IN_CHECK_CELL_AGREES)
		return JX_RULE_CELL_PARTS;
	return check == JX_BUILT_IN_CHECK_SHARE_BOUNDED ? JX_RULE_SHARE_PARTS : 1;
}

/* Runs the check that the rule names on a part of a row. */
static bool find_fault(const struct table *table, const struct jx_rule_cells *cells, size_t index,
	size_t part, struct jx_rule_fault *fault)
{
	const JxIndicator *row = cells->row;
	switch (table->run->rule->rule->built_in) {
	case JX_BUILT_IN_CHECK_ACTUAL_IS_VALUE:
		return jx_rule_value_repeats(row, fault);
	case JX_BUILT_IN_CHECK_DATE_MET:
		return is_late(row, fault);
	case JX_BUILT_IN_CHECK_NAME_ONCE:
		return table->namesakes[index] && jx_rule_set_fault(fault, "name", row->name, row->name);
	case JX_BUILT_IN_CHECK_VALUE_GIVEN:
		return table->has_columns && jx_rule_value_lacks(row, fault);
	case JX_BUILT_IN_CHECK_WORDS_ANSWERED:
		return table->has_columns && jx_rule_words_lack(row, fault);
	case JX_BUILT_IN_CHECK_ROW_FILLED:
		return jx_rule_row_is_empty(row, fault);
	case JX_BUILT_IN_CHECK_CELL_AGREES:
		return jx_rule_cell_differs(cells, part, fault);
	case JX_BUILT_IN_CHECK_UNIT_SAME:
		return jx_rule_unit_differs(row, fault);
	case JX_BUILT_IN_CHECK_UNIT_CLEAR:
		return jx_rule_unit_is_unclear(row, fault);
	case JX_BUILT_IN_CHECK_SHARE_BOUNDED:
		return jx_rule_share_is_above(row, part, fault);
	case JX_BUILT_IN_CHECK_SIGN_FITS_LEVEL:
		return jx_rule_sign_is_odd(row, fault);
	case JX_BUILT_IN_CHECK_UNSPECIFIED:
	case JX_BUILT_IN_CHECK_REQUIRED_FIELDS:
	case JX_BUILT_IN_CHECK_KNOWN_CODES:
	case JX_BUILT_IN_CHECK_TEMPLATE_WORDS:
	case JX_BUILT_IN_CHECK_FULL_CLAIM:
	case JX_BUILT_IN_CHECK_PART_CLAIM:
	case JX_BUILT_IN_CHECK_LOST_CLAIM:
	case _JIXIAO__V1__BUILT_IN_CHECK_IS_INT_SIZE:
		break;
	}
	return false;
}

static enum jx_status report_fault(
	const struct table *table, const JxIndicator *row, size_t index, const struct jx_rule_fault *fault)
{
	char path[JX_PATH_BYTES];
	char place[JX_RULE_TEXT_BYTES];
	(void)snprintf(path, sizeof(path), "%s[%zu].%s", table->place->path, index, fault->field);
	size_t n = jx_text_copy(place, sizeof(place), table->place->outer);
	if (n > 0)
		n += jx_text_copy(place + n, sizeof(place) - n, " / ");
	(void)jx_text_copy(place + n, sizeof(place) - n, row->name);
	const struct jx_rule_found found = {.field = path,
		.place_zh = place,
		.place_en = place,
		.left = fault->left,
		.right = fault->right,
		.is_note = row->is_sign_assumed && table->run->rule->hangs_on_sign};
	return jx_rule_add_finding(table->run, &found);
}

/* The condition is asked where the check found something: it is rare and the formula is not free. */
static enum jx_status check_row(const struct table *table, size_t index)
{
	struct jx_rule_run *run = table->run;
	const JxIndicator *row = (const JxIndicator *)table->place->rows[index];
	const size_t n_parts = parts_of(run->rule->rule->built_in);
	struct jx_rule_cells cells; /* not "= {0}": most checks read none */
	enum jx_status status = JX_OK;
	cells.row = row;
	if (run->rule->rule->built_in == JX_BUILT_IN_CHECK_CELL_AGREES)
		jx_rule_read_cells(row, &cells);
	for (size_t part = 0; part < n_parts && status == JX_OK; part++) {
		struct jx_rule_fault fault;
		if (!find_fault(table, &cells, index, part, &fault))
			continue;
		const struct jx_rule_application at = {run, &row->base, table->place, index, NULL};
		struct jx_formula_value why;
		enum jx_truth truth;
		status = jx_rule_test(&at, &truth, &why);
		if (status == JX_OK && truth == JX_TRUTH_YES)
			status = report_fault(table, row, index, &fault);
		jx_arena_reset(run->scratch);
	}
	return status;
}

static enum jx_status check_table(struct jx_rule_run *run, const struct jx_rule_table *place, size_t n)
{
	struct table table = {.run = run, .place = place};
	bool *namesakes = NULL;
	enum jx_status status = jx_stop_is_due(run->stop) ? JX_DEADLINE : JX_OK;
	if (status == JX_OK && run->rule->rule->built_in == JX_BUILT_IN_CHECK_NAME_ONCE)
		status = mark_namesakes(run, place, n, &namesakes);
	table.namesakes = namesakes;
	for (size_t i = 0; i < n && !table.has_columns; i++)
		table.has_columns = jx_rule_has_columns((const JxIndicator *)place->rows[i]);
	for (size_t i = 0; i < n && status == JX_OK; i++)
		status = jx_rule_is_due(run) ? JX_DEADLINE : check_row(&table, i);
	return status;
}

enum jx_status jx_rule_indicators(struct jx_rule_run *run)
{
	return jx_rule_walk(run, check_table);
}
