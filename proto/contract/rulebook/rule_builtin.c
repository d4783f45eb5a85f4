/* Checks of a rulebook that no formula can say, by name. See rule_private.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/message/field.h"
#include "proto/contract/rulebook/rule_private.h"

/* The first characters of a text, for a finding. */
static const char *cut(const char *text, char out[JX_RULE_TEXT_BYTES])
{
	(void)jx_text_copy(out, JX_RULE_TEXT_BYTES, text);
	return out;
}

/* ---- required_fields, known_codes ---- */

struct field_check {
	struct jx_rule_run *run;
	const JxRulebookField *field;
	const JxCodeList *list; /* of known_codes */
};

static bool is_filled_in(const struct jx_row_place *place)
{
	if (place->parent == NULL || jx_field_count(place->parent, place->field) == 0)
		return false;
	if (place->field->type != PROTOBUF_C_TYPE_MESSAGE || jx_field_is_list(place->field))
		return true;
	const ProtobufCMessage *message = jx_field_message(place->parent, place->field, 0);
	if (message->descriptor == JX_AMOUNT_DESCRIPTOR)
		return ((const JxAmount *)message)->empty == 0;
	if (message->descriptor == JX_DECIMAL_DESCRIPTOR)
		return ((const JxDecimal *)message)->empty == 0;
	return true;
}

static enum jx_status check_required(void *user, const struct jx_row_place *place)
{
	const struct field_check *check = user;
	if (jx_rule_is_due(check->run))
		return JX_DEADLINE;
	if (is_filled_in(place))
		return JX_OK;
	const struct jx_rule_found found = {.field = place->path,
		.place_zh = check->field->label->zh,
		.place_en = check->field->label->en};
	return jx_rule_add_finding(check->run, &found);
}

/* A code of digits holds those that begin with it: 20601 is of class 206. */
static bool holds_code(const JxCodeList *list, const char *code)
{
	for (size_t i = 0; i < list->n_codes; i++) {
		const char *known = list->codes[i]->code;
		size_t n = strlen(known);
		bool is_class = strspn(known, "0123456789") == n;
		if (strcmp(known, code) == 0 || (is_class && strncmp(known, code, n) == 0))
			return true;
	}
	return false;
}

static enum jx_status check_code(void *user, const struct jx_row_place *place)
{
	const struct field_check *check = user;
	if (jx_rule_is_due(check->run))
		return JX_DEADLINE;
	size_t n = place->parent != NULL ? jx_field_count(place->parent, place->field) : 0;
	for (size_t i = 0; i < jx_rows(n, jx_list_limit(place->field->descriptor)); i++) {
		const char *code = *(char *const *)jx_field_item(place->parent, place->field, i);
		char shown[JX_RULE_TEXT_BYTES];
		char path[JX_PATH_BYTES];
		if (code[0] == '\0' || holds_code(check->list, code))
			continue;
		(void)snprintf(path, sizeof(path), jx_field_is_list(place->field) ? "%s[%zu]" : "%s",
			place->path, i);
		const struct jx_rule_found found = {.field = path,
			.place_zh = check->field->label->zh,
			.place_en = check->field->label->en,
			.left = cut(code, shown),
			.right = check->list->name};
		enum jx_status status = jx_rule_add_finding(check->run, &found);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static enum jx_status run_fields(struct jx_rule_run *run, bool is_for_codes)
{
	const JxRulebook *message = run->book->message;
	for (size_t i = 0; i < message->n_fields; i++) {
		struct field_check check = {run, message->fields[i], NULL};
		if (is_for_codes ? check.field->code_list[0] == '\0' : !check.field->is_required)
			continue;
		if (is_for_codes)
			check.list = jx_rulebook_code_list(message, check.field->code_list);
		enum jx_status status = jx_rows_walk(&run->report->base, check.field->path,
			is_for_codes ? check_code : check_required, &check);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

/* ---- template_words ---- */

static enum jx_status look_for_words(struct jx_rule_run *run, const char *text, const struct jx_step *step)
{
	const JxCodeList *words = run->rule->words;
	if (text[0] != '\0' && jx_stop_is_due(run->stop))
		return JX_DEADLINE;
	for (size_t i = 0; i < words->n_codes && text[0] != '\0'; i++) {
		char shown[JX_RULE_TEXT_BYTES];
		char path[JX_PATH_BYTES];
		if (strstr(text, words->codes[i]->code) == NULL)
			continue;
		const struct jx_rule_found found = {.field = jx_step_print(step, path, sizeof(path)),
			.left = cut(text, shown),
			.right = words->codes[i]->code};
		return jx_rule_add_finding(run, &found);
	}
	return JX_OK;
}

static enum jx_status look_in_message(
	struct jx_rule_run *run, const ProtobufCMessage *message, const struct jx_step *outer);

static enum jx_status look_in_field(struct jx_rule_run *run, const ProtobufCMessage *message,
	const ProtobufCFieldDescriptor *field, const struct jx_step *outer)
{
	size_t n = jx_field_count(message, field);
	enum jx_status status = JX_OK;
	n = jx_field_is_list(field) ? jx_rows(n, jx_list_limit(field->descriptor)) : n;
	for (size_t i = 0; i < n && status == JX_OK; i++) {
		const struct jx_step step = {outer, field, i, jx_field_is_list(field)};
		if (field->type == PROTOBUF_C_TYPE_STRING) {
			status = look_for_words(run, *(char *const *)jx_field_item(message, field, i), &step);
		} else if (jx_field_is_inner(field)) {
			status = look_in_message(run, jx_field_message(message, field, i), &step);
		}
	}
	return status;
}

/* The schema of a report nests five deep and never into itself. */
static enum jx_status look_in_message(
	struct jx_rule_run *run, const ProtobufCMessage *message, const struct jx_step *outer)
{
	enum jx_status status = JX_OK;
	for (unsigned i = 0; i < message->descriptor->n_fields && status == JX_OK; i++)
		status = look_in_field(run, message, &message->descriptor->fields[i], outer);
	return status;
}

/* ---- indicators ---- */

static bool begins_with_sign(const char *text)
{
	static const char *const signs[] = {
		"≥", "≤", "＞", "＜", ">", "<", "不低于", "不少于", "不高于", "不超过"};
	for (size_t i = 0; i < JX_COUNT_OF(signs); i++) {
		if (strncmp(text, signs[i], strlen(signs[i])) == 0)
			return true;
	}
	return false;
}

static bool is_mark_of_nothing(const char *text)
{
	static const char *const marks[] = {"—", "——", "-", "－", "/", "无", "*"};
	for (size_t i = 0; i < JX_COUNT_OF(marks); i++) {
		if (strcmp(text, marks[i]) == 0)
			return true;
	}
	return false;
}

/* A value that only repeats the target, or a word where the target is a number. */
static bool is_no_value(const JxIndicator *indicator)
{
	const char *text = indicator->actual_text;
	bool has_target = indicator->target != NULL && indicator->target->empty == 0;
	bool is_number =
		indicator->sign != JX_FIGURE_SIGN_QUALITATIVE && indicator->sign != JX_FIGURE_SIGN_BY_DATE;
	if (text[0] == '\0' || is_mark_of_nothing(text))
		return false;
	if (begins_with_sign(text) && strcmp(text, indicator->target_text) == 0)
		return true;
	return has_target && is_number && indicator->actual == NULL && strpbrk(text, "0123456789") == NULL;
}

/* Later than its target, as far as both dates are stated: 2025-12-10 is not after 2025-12. */
static bool is_late(const JxIndicator *indicator)
{
	struct jx_date target;
	struct jx_date actual;
	return jx_date_parse(indicator->target_date, strlen(indicator->target_date), &target) &&
	       jx_date_parse(indicator->actual_date, strlen(indicator->actual_date), &actual) &&
	       actual.first > target.last;
}

/* An indicator by its name. */
struct named {
	const char *name;
	size_t row;
};

static int compare_named(const void *a, const void *b)
{
	const struct named *left = a;
	const struct named *right = b;
	int order = strcmp(left->name, right->name);
	return order != 0 ? order : (left->row > right->row) - (left->row < right->row);
}

/* Marks the rows of a table whose name a row before them has. */
static enum jx_status mark_namesakes(
	struct jx_rule_run *run, const struct jx_row_place *table, size_t n, bool **ret_marks)
{
	struct named *items = jx_arena_calloc(run->kept, n + 1, sizeof(*items));
	bool *marks = jx_arena_calloc(run->kept, n + 1, sizeof(*marks));
	if (items == NULL || marks == NULL)
		return jx_arena_fail(run->kept, NULL);
	for (size_t i = 0; i < n; i++)
		items[i] = (struct named){
			((const JxIndicator *)jx_field_message(table->parent, table->field, i))->name, i};
	qsort(items, n, sizeof(*items), compare_named);
	for (size_t i = 1; i < n; i++)
		marks[items[i].row] =
			items[i].name[0] != '\0' && strcmp(items[i].name, items[i - 1].name) == 0;
	*ret_marks = marks;
	return JX_OK;
}

/* @param is_namesake  of name_once: a row before it has its name */
static enum jx_status check_indicator(
	struct jx_rule_run *run, const struct jx_row_place *table, size_t index, bool is_namesake)
{
	const JxIndicator *indicator =
		(const JxIndicator *)jx_field_message(table->parent, table->field, index);
	const char *field = "name";
	const char *left = indicator->name;
	const char *right = NULL;
	if (run->rule->rule->built_in == JX_BUILT_IN_CHECK_ACTUAL_IS_VALUE) {
		field = "actual_text";
		left = indicator->actual_text;
		right = is_no_value(indicator) ? indicator->target_text : NULL;
	} else if (run->rule->rule->built_in == JX_BUILT_IN_CHECK_DATE_MET) {
		field = "actual_date";
		left = indicator->actual_date;
		right = is_late(indicator) ? indicator->target_date : NULL;
	} else {
		right = is_namesake ? indicator->name : NULL;
	}
	if (right == NULL)
		return JX_OK;
	char path[JX_PATH_BYTES];
	char place[JX_RULE_TEXT_BYTES];
	char shown[2][JX_RULE_TEXT_BYTES];
	(void)snprintf(path, sizeof(path), "%s[%zu].%s", table->path, index, field);
	size_t n = jx_text_copy(place, sizeof(place), table->outer);
	if (n > 0)
		n += jx_text_copy(place + n, sizeof(place) - n, " / ");
	(void)jx_text_copy(place + n, sizeof(place) - n, indicator->name);
	const struct jx_rule_found found = {.field = path,
		.place_zh = place,
		.place_en = place,
		.left = cut(left, shown[0]),
		.right = cut(right, shown[1])};
	return jx_rule_add_finding(run, &found);
}

static enum jx_status check_table(void *user, const struct jx_row_place *table)
{
	struct jx_rule_run *run = user;
	size_t n = table->parent != NULL ? jx_field_count(table->parent, table->field) : 0;
	bool *namesakes = NULL;
	enum jx_status status = jx_stop_is_due(run->stop) ? JX_DEADLINE : JX_OK;
	n = jx_rule_take_rows(run, table->field, n);
	if (status == JX_OK && run->rule->rule->built_in == JX_BUILT_IN_CHECK_NAME_ONCE)
		status = mark_namesakes(run, table, n, &namesakes);
	for (size_t i = 0; i < n && status == JX_OK; i++)
		status = check_indicator(run, table, i, namesakes != NULL && namesakes[i]);
	return status;
}

enum jx_status jx_rule_built_in(struct jx_rule_run *run)
{
	const JxRule *rule = run->rule->rule;
	if (jx_rule_is_of_claims(rule))
		return jx_rule_claims(run);
	if (rule->built_in == JX_BUILT_IN_CHECK_REQUIRED_FIELDS)
		return run_fields(run, false);
	if (rule->built_in == JX_BUILT_IN_CHECK_KNOWN_CODES)
		return run_fields(run, true);
	if (rule->built_in == JX_BUILT_IN_CHECK_TEMPLATE_WORDS)
		return look_in_message(run, &run->report->base, NULL);
	for (size_t i = 0; i < rule->n_lists; i++) {
		enum jx_status status = jx_rows_walk(&run->report->base, rule->lists[i], check_table, run);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}
