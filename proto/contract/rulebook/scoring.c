/* How a rulebook scores: the checks of its scoring, and its formulas compiled. See private.h. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/finding/builtin.h"
#include "proto/contract/message/field.h"
#include "proto/contract/rulebook/method.h"
#include "proto/contract/rulebook/private.h"

#define MICROS     INT64_C(1000000)
#define MAX_POINTS (1000 * MICROS) /* of anything here: ten whole tables */

static const char SCORING[] = "scoring";

/* Notes a number that is missing, empty, below 0 or above the most. */
static void check_number(struct jx_rulebook_reader *reader, const char *path, const char *name,
	const JxDecimal *number, int64_t most)
{
	if (number == NULL) {
		jx_rulebook_check_text(reader, path, name, "");
		return;
	}
	bool is_empty = number->empty != JX_EMPTY_KIND_UNSPECIFIED;
	if (is_empty || number->micros < 0 || number->micros > most)
		jx_rulebook_note_part(reader, path, name, JX_REASON_RULEBOOK_RANGE,
			JX_ARGS(JX_TEXT(name), JX_I64(most / MICROS)));
}

static void check_optional(struct jx_rulebook_reader *reader, const char *path, const char *name,
	const JxDecimal *number, int64_t most)
{
	if (number != NULL)
		check_number(reader, path, name, number, most);
}

/* Lists whose rows are explained by their id, in the order in which an id is taken. */
enum id_list { ID_RULES, ID_LINES, ID_COMMON, ID_CAPS, ID_DEDUCTIONS };

static const struct {
	const char *prefix;
	const char *name;
} ID_LISTS[] = {{"", "rules"}, {"scoring.", "lines"}, {"scoring.", "common"}, {"scoring.", "caps"},
	{"scoring.", "deductions"}};

/* What every row of the scoring has. */
struct heading {
	enum id_list list; /* it is in */
	const char *id;
	const JxLocalizedText *title;
	const char *basis;
};

static int compare_ids(const void *a, const void *b)
{
	const struct jx_rulebook_id *left = a;
	const struct jx_rulebook_id *right = b;
	int order = strcmp(left->id, right->id);
	if (order != 0)
		return order;
	if (left->list != right->list)
		return left->list < right->list ? -1 : 1;
	return (left->row > right->row) - (left->row < right->row);
}

static int compare_to_id(const void *id, const void *item)
{
	return strcmp(id, ((const struct jx_rulebook_id *)item)->id);
}

static void gather_ids(struct jx_rulebook_reader *reader, size_t list, const ProtobufCMessage *holder)
{
	const char *name = ID_LISTS[list].name;
	const ProtobufCFieldDescriptor *field = jx_field_find(holder->descriptor, name, strlen(name));
	const ProtobufCFieldDescriptor *key = jx_field_find(field->descriptor, "id", 2);
	for (size_t i = 0; i < jx_field_count(holder, field) && i < JX_MAX_RULES; i++) {
		const ProtobufCMessage *row = jx_field_message(holder, field, i);
		const char *id = row != NULL ? *(char *const *)((const char *)row + key->offset) : "";
		if (id[0] != '\0')
			reader->ids[reader->n_ids++] = (struct jx_rulebook_id){id, list, i};
	}
}

/* All ids of the rulebook, sorted, so that each row looks its own up once. */
static void sort_ids(struct jx_rulebook_reader *reader)
{
	const JxRulebook *message = reader->book->message;
	reader->ids =
		jx_arena_calloc(reader->arena, JX_COUNT_OF(ID_LISTS) * JX_MAX_RULES, sizeof(*reader->ids));
	if (reader->ids == NULL) {
		reader->status = jx_arena_fail(reader->arena, NULL);
		return;
	}
	gather_ids(reader, ID_RULES, &message->base);
	for (size_t i = ID_LINES; i < JX_COUNT_OF(ID_LISTS); i++)
		gather_ids(reader, i, &message->scoring->base);
	jx_array_sort(reader->ids, reader->n_ids, sizeof(*reader->ids), compare_ids);
}

/* Everything is explained by its id, so that none may be taken: by a rule, or in a list before. */
static void check_taken(struct jx_rulebook_reader *reader, const char *path, const struct heading *heading)
{
	char other[JX_PATH_BYTES];
	if (heading->id[0] == '\0')
		return;
	if (jx_rule_find(heading->id) != NULL || jx_score_method_find(heading->id) != NULL)
		jx_rulebook_note_part(
			reader, path, "id", JX_REASON_RULEBOOK_SCORING_ID, JX_ARGS(JX_TEXT(heading->id)));
	const struct jx_rulebook_id *found =
		jx_array_search(heading->id, reader->ids, reader->n_ids, sizeof(*reader->ids), compare_to_id);
	while (found != NULL && found > reader->ids && strcmp(found[-1].id, heading->id) == 0)
		found--;
	if (found == NULL || found->list >= heading->list)
		return;
	(void)snprintf(other, sizeof(other), "%s%s[%zu]", ID_LISTS[found->list].prefix,
		ID_LISTS[found->list].name, found->row);
	jx_rulebook_note_part(reader, path, "id", JX_REASON_RULEBOOK_DUPLICATE,
		JX_ARGS(JX_TEXT(heading->id), JX_TEXT(other)));
}

static const JxBasis *check_heading(
	struct jx_rulebook_reader *reader, const char *path, const struct heading *heading)
{
	jx_rulebook_check_id(reader, path, heading->id);
	jx_rulebook_check_localized(reader, path, "title", heading->title);
	check_taken(reader, path, heading);
	return jx_rulebook_check_basis(reader, path, heading->basis);
}

/* NULL for one that is missing or not there. */
static const struct jx_score_method *check_method(
	struct jx_rulebook_reader *reader, const char *path, const char *id)
{
	const struct jx_score_method *method = jx_score_method_find(id);
	jx_rulebook_check_text(reader, path, "method", id);
	if (method != NULL && method->number != JX_SCORE_F06)
		return method;
	if (id[0] == '\0')
		return NULL;
	jx_rulebook_note_part(reader, path, "method", JX_REASON_RULEBOOK_UNKNOWN_NAME,
		JX_ARGS(JX_TEXT(id), JX_WORDS("评分方法", "method"), JX_TEXT("M1 … M20")));
	return NULL;
}

static struct jx_formula_scope scope_of(
	const struct jx_rulebook_reader *reader, const ProtobufCMessageDescriptor *row, uint64_t n_rows)
{
	return (struct jx_formula_scope){row, reader->book->variables, reader->book->n_variables, n_rows};
}

static size_t begin_list(struct jx_rulebook_reader *reader, const char *list, size_t size, void **ret_items)
{
	const struct jx_rulebook_rows rows = {
		"scoring.", &reader->book->message->scoring->base, list, "id", JX_MAX_RULES};
	size_t n = jx_rulebook_check_rows(reader, &rows);
	*ret_items = jx_arena_calloc(reader->arena, n + 1, size);
	if (*ret_items != NULL)
		return n;
	reader->status = jx_arena_fail(reader->arena, NULL);
	return 0;
}

/* ---- lines ---- */

static void check_line(struct jx_rulebook_reader *reader, const char *path, struct jx_compiled_line *compiled)
{
	const JxLineScoring *scoring = compiled->scoring;
	const struct heading heading = {ID_LINES, scoring->id, scoring->title, scoring->basis};
	compiled->basis = check_heading(reader, path, &heading);
	compiled->method = check_method(reader, path, scoring->method);
	jx_rulebook_check_text(reader, path, "share", scoring->share);
	if (scoring->n_lists == 0)
		jx_rulebook_check_text(reader, path, "lists", "");
	if (!jx_rulebook_find_row(reader, path, scoring->lists, scoring->n_lists, &compiled->row) ||
		scoring->n_lists == 0)
		return;
	if (compiled->row != JX_INDICATOR_DESCRIPTOR && compiled->row != JX_FUND_LINE_DESCRIPTOR) {
		jx_rulebook_note_part(reader, path, "lists", JX_REASON_RULEBOOK_NOT_ROWS,
			JX_ARGS(JX_TEXT(scoring->lists[0])));
		return;
	}
	uint64_t n_rows = jx_rulebook_rows_of(scoring->lists, scoring->n_lists);
	const struct jx_formula_scope scope = scope_of(reader, compiled->row, n_rows);
	const struct jx_rulebook_part parts[] = {{"when", scoring->when, JX_FORMULA_BOOL, &compiled->when},
		{"share", scoring->share, JX_FORMULA_NUMBER, &compiled->share}};
	for (size_t i = 0; i < JX_COUNT_OF(parts); i++)
		jx_rulebook_compile_part(reader, path, &scope, &parts[i]);
	jx_rulebook_charge_scoring(reader, path, n_rows, compiled->when, compiled->share);
}

static void check_lines(struct jx_rulebook_reader *reader, const JxScoring *scoring)
{
	struct jx_compiled_scoring *compiled = &reader->book->scoring;
	char path[JX_PATH_BYTES];
	void *items;
	size_t n = begin_list(reader, "lines", sizeof(*compiled->lines), &items);
	compiled->lines = items;
	for (size_t i = 0; i < n && reader->status == JX_OK; i++) {
		if (scoring->lines[i] == NULL)
			continue;
		struct jx_compiled_line *line = &compiled->lines[compiled->n_lines++];
		line->scoring = scoring->lines[i];
		(void)snprintf(path, sizeof(path), "scoring.lines[%zu]", i);
		check_line(reader, path, line);
	}
}

/* ---- methods of signs ---- */

static bool is_of_value(JxFigureSign sign)
{
	const struct jx_score_method *method = jx_score_method_of_sign(sign);
	return method != NULL && jx_score_method_is_for_values(method);
}

static void check_sign_method(struct jx_rulebook_reader *reader, const char *path, const JxSignMethod *row)
{
	struct jx_compiled_scoring *compiled = &reader->book->scoring;
	const struct jx_score_method *method = check_method(reader, path, row->method);
	bool is_coefficient = method != NULL && method->number == JX_SCORE_M15;
	bool is_sign = row->sign != JX_FIGURE_SIGN_UNSPECIFIED && (size_t)row->sign < JX_SIGNS;
	if (!is_of_value(row->sign) && !(is_coefficient && is_sign)) {
		jx_rulebook_note_part(reader, path, "sign", JX_REASON_RULEBOOK_UNKNOWN_NAME,
			JX_ARGS(JX_TEXT(""), JX_WORDS("指标符号", "sign"),
				JX_TEXT("at_least, at_most, equal, more_than, less_than")));
		return;
	}
	if (method != NULL && !jx_score_method_is_for_values(method))
		jx_rulebook_note_part(reader, path, "method", JX_REASON_RULEBOOK_UNKNOWN_NAME,
			JX_ARGS(JX_TEXT(row->method), JX_WORDS("评分方法", "method"),
				JX_TEXT("M1, M2, M3, M4, M15, M19, M20")));
	else if (compiled->by_sign[row->sign] != NULL)
		jx_rulebook_note_part(reader, path, "sign", JX_REASON_RULEBOOK_DUPLICATE,
			JX_ARGS(JX_TEXT("sign"), JX_TEXT("scoring.sign_methods")));
	else
		compiled->by_sign[row->sign] = method;
}

static void check_sign_methods(struct jx_rulebook_reader *reader, const JxScoring *scoring)
{
	char path[JX_PATH_BYTES];
	for (size_t i = 0; i < scoring->n_sign_methods && i < JX_SIGNS; i++) {
		(void)snprintf(path, sizeof(path), "scoring.sign_methods[%zu]", i);
		if (scoring->sign_methods[i] != NULL)
			check_sign_method(reader, path, scoring->sign_methods[i]);
	}
}

/* ---- points by count ---- */

static void check_levels(struct jx_rulebook_reader *reader, const JxScoring *scoring)
{
	const struct jx_rulebook_rows rows = {
		"scoring.", &scoring->base, "level_points", "level", JX_MAX_LEVELS};
	size_t n = jx_rulebook_check_rows(reader, &rows);
	char path[JX_PATH_BYTES];
	for (size_t i = 0; i < n; i++) {
		if (scoring->level_points[i] == NULL)
			continue;
		(void)snprintf(path, sizeof(path), "scoring.level_points[%zu]", i);
		check_number(reader, path, "points", scoring->level_points[i]->points, MAX_POINTS);
	}
}

/* ---- common indicators ---- */

static void check_indicator(
	struct jx_rulebook_reader *reader, const char *path, struct jx_compiled_common *compiled)
{
	const JxCommonIndicator *indicator = compiled->indicator;
	const struct heading heading = {ID_COMMON, indicator->id, indicator->title, indicator->basis};
	const struct jx_formula_scope scope = scope_of(reader, JX_REPORT_DESCRIPTOR, 1);
	const struct jx_rulebook_part parts[] = {
		{"value", indicator->value, JX_FORMULA_UNKNOWN, &compiled->value},
		{"share", indicator->share, JX_FORMULA_NUMBER, &compiled->share}};
	compiled->basis = check_heading(reader, path, &heading);
	compiled->method = check_method(reader, path, indicator->method);
	check_number(reader, path, "points", indicator->points, MAX_POINTS);
	jx_rulebook_check_text(reader, path, "share", indicator->share);
	for (size_t i = 0; i < JX_COUNT_OF(parts); i++)
		jx_rulebook_compile_part(reader, path, &scope, &parts[i]);
	jx_rulebook_charge_scoring(reader, path, 1, compiled->value, compiled->share);
}

static void check_common(struct jx_rulebook_reader *reader, const JxScoring *scoring)
{
	struct jx_compiled_scoring *compiled = &reader->book->scoring;
	char path[JX_PATH_BYTES];
	void *items;
	size_t n = begin_list(reader, "common", sizeof(*compiled->common), &items);
	compiled->common = items;
	for (size_t i = 0; i < n && reader->status == JX_OK; i++) {
		if (scoring->common[i] == NULL)
			continue;
		struct jx_compiled_common *common = &compiled->common[compiled->n_common++];
		common->indicator = scoring->common[i];
		(void)snprintf(path, sizeof(path), "scoring.common[%zu]", i);
		check_indicator(reader, path, common);
	}
	bool has_weight = scoring->common_weight != NULL && scoring->common_weight->micros > 0;
	if (has_weight && compiled->n_common == 0)
		jx_rulebook_check_text(reader, SCORING, "common", "");
}

/* ---- caps and deductions ---- */

static void compile_condition(struct jx_rulebook_reader *reader, const char *path, const char *when,
	struct jx_compiled_bound *compiled)
{
	const struct jx_formula_scope scope = scope_of(reader, JX_REPORT_DESCRIPTOR, 1);
	const struct jx_rulebook_part part = {"when", when, JX_FORMULA_BOOL, &compiled->when};
	jx_rulebook_compile_part(reader, path, &scope, &part);
	jx_rulebook_charge_scoring(reader, path, 1, compiled->when, NULL);
}

/* Notes a number that would stand in a table of scores as it is, and has more decimals than they have. */
static void check_decimals(
	struct jx_rulebook_reader *reader, const char *path, const char *name, const JxDecimal *number)
{
	if (number != NULL && number->micros % (MICROS / 100) != 0)
		jx_rulebook_note_part(
			reader, path, name, JX_REASON_RULEBOOK_DECIMALS, JX_ARGS(JX_TEXT(name)));
}

static void check_caps(struct jx_rulebook_reader *reader, const JxScoring *scoring)
{
	struct jx_compiled_scoring *compiled = &reader->book->scoring;
	char path[JX_PATH_BYTES];
	void *items;
	size_t n = begin_list(reader, "caps", sizeof(*compiled->caps), &items);
	compiled->caps = items;
	for (size_t i = 0; i < n && reader->status == JX_OK; i++) {
		const JxScoreCap *cap = scoring->caps[i];
		if (cap == NULL)
			continue;
		struct jx_compiled_bound *bound = &compiled->caps[compiled->n_caps++];
		const struct heading heading = {ID_CAPS, cap->id, cap->title, cap->basis};
		(void)snprintf(path, sizeof(path), "scoring.caps[%zu]", i);
		bound->cap = cap;
		bound->basis = check_heading(reader, path, &heading);
		check_number(reader, path, "most", cap->most, MAX_POINTS);
		check_decimals(reader, path, "most", cap->most);
		jx_rulebook_check_text(reader, path, "when", cap->when);
		compile_condition(reader, path, cap->when, bound);
	}
}

static void check_deductions(struct jx_rulebook_reader *reader, const JxScoring *scoring)
{
	struct jx_compiled_scoring *compiled = &reader->book->scoring;
	char path[JX_PATH_BYTES];
	void *items;
	size_t n = begin_list(reader, "deductions", sizeof(*compiled->deductions), &items);
	compiled->deductions = items;
	for (size_t i = 0; i < n && reader->status == JX_OK; i++) {
		const JxScoreDeduction *deduction = scoring->deductions[i];
		if (deduction == NULL)
			continue;
		struct jx_compiled_bound *bound = &compiled->deductions[compiled->n_deductions++];
		const struct heading heading = {
			ID_DEDUCTIONS, deduction->id, deduction->title, deduction->basis};
		bool has_condition = deduction->cause == JX_DEDUCTION_CAUSE_CONDITION;
		(void)snprintf(path, sizeof(path), "scoring.deductions[%zu]", i);
		bound->deduction = deduction;
		bound->basis = check_heading(reader, path, &heading);
		check_number(reader, path, "points", deduction->points, MAX_POINTS);
		check_optional(reader, path, "most", deduction->most, MAX_POINTS);
		if (deduction->cause == JX_DEDUCTION_CAUSE_UNSPECIFIED)
			jx_rulebook_check_text(reader, path, "cause", "");
		if (has_condition)
			jx_rulebook_check_text(reader, path, "when", deduction->when);
		else if (deduction->when[0] != '\0')
			jx_rulebook_note_part(reader, path, "when", JX_REASON_RULEBOOK_RULE_EXCESS,
				JX_ARGS(JX_TEXT("cause"), JX_TEXT("when")));
		compile_condition(reader, path, deduction->when, bound);
	}
}

/* ---- grades ---- */

/* Where a band ends: above its least score, and no higher than the band before begins. */
static void check_band_end(
	struct jx_rulebook_reader *reader, const char *path, const JxGradeBand *band, int64_t before)
{
	bool has_number = band->below != NULL && band->below->empty == JX_EMPTY_KIND_UNSPECIFIED;
	check_optional(reader, path, "below", band->below, MAX_POINTS);
	if (has_number && (band->below->micros <= band->least_score->micros || band->below->micros > before))
		jx_rulebook_note_part(
			reader, path, "below", JX_REASON_RULEBOOK_GRADE_END, JX_ARGS(JX_TEXT(band->grade)));
}

/* The best first, each below the one before, the last down to 0. */
static void check_grades(struct jx_rulebook_reader *reader, const JxScoring *scoring)
{
	const struct jx_rulebook_rows rows = {"scoring.", &scoring->base, "grades", "grade", JX_MAX_GRADES};
	size_t n = jx_rulebook_check_rows(reader, &rows);
	int64_t before = INT64_MAX;
	char path[JX_PATH_BYTES];
	for (size_t i = 0; i < n; i++) {
		const JxGradeBand *band = scoring->grades[i];
		if (band == NULL)
			continue;
		(void)snprintf(path, sizeof(path), "scoring.grades[%zu]", i);
		jx_rulebook_check_localized(reader, path, "label", band->label);
		check_number(reader, path, "least_score", band->least_score, MAX_POINTS);
		check_optional(reader, path, "least_coverage", band->least_coverage, 100 * MICROS);
		if (band->least_score == NULL)
			continue;
		bool is_last = i + 1 == n;
		bool has_condition = band->least_coverage != NULL && band->least_coverage->micros != 0;
		if (is_last && has_condition)
			jx_rulebook_note_part(reader, path, "least_coverage", JX_REASON_RULEBOOK_LAST_GRADE,
				JX_ARGS(JX_TEXT(band->grade), JX_TEXT("least_coverage")));
		check_band_end(reader, path, band, before);
		if (is_last && band->is_above)
			jx_rulebook_note_part(reader, path, "is_above", JX_REASON_RULEBOOK_LAST_GRADE,
				JX_ARGS(JX_TEXT(band->grade), JX_TEXT("is_above")));
		if (band->least_score->micros >= before || (is_last && band->least_score->micros != 0))
			jx_rulebook_note_part(reader, path, "least_score", JX_REASON_RULEBOOK_GRADES,
				JX_ARGS(JX_TEXT(band->grade)));
		before = band->least_score->micros;
	}
}

void jx_rulebook_check_scoring(struct jx_rulebook_reader *reader)
{
	const JxScoring *scoring = reader->book->message->scoring;
	if (scoring == NULL)
		return;
	sort_ids(reader);
	if (reader->status != JX_OK)
		return;
	check_optional(reader, SCORING, "full_points", scoring->full_points, MAX_POINTS);
	check_optional(reader, SCORING, "least_coverage", scoring->least_coverage, 100 * MICROS);
	check_optional(reader, SCORING, "common_weight", scoring->common_weight, 100 * MICROS);
	check_grades(reader, scoring);
	check_sign_methods(reader, scoring);
	check_levels(reader, scoring);
	check_lines(reader, scoring);
	if (reader->status == JX_OK)
		check_common(reader, scoring);
	if (reader->status == JX_OK)
		check_caps(reader, scoring);
	if (reader->status == JX_OK)
		check_deductions(reader, scoring);
}
