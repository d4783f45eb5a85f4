/* Runs a rulebook's rules: rows, formulas, comparisons. See rule_run.h. */
#include "proto/contract/rulebook/rule_run.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/field.h"
#include "proto/contract/rulebook/rule_private.h"

/* ---- findings ---- */

/* The name that people know a row by, with that of the row it is in before it. */
static void label_row(const struct jx_rule_application *at, const struct jx_formula_value *place, char *out)
{
	const char *label = "";
	if (place != NULL)
		label = place->as.text;
	for (size_t i = 0; place == NULL && label[0] == '\0' && i < 2; i++) {
		const char *const names[] = {"name", "label"};
		const ProtobufCFieldDescriptor *field =
			jx_field_find(at->row->descriptor, names[i], strlen(names[i]));
		bool is_text =
			field != NULL && field->type == PROTOBUF_C_TYPE_STRING && !jx_field_is_list(field);
		label = is_text ? *(char *const *)((const char *)at->row + field->offset) : "";
	}
	size_t n = jx_text_copy(out, JX_RULE_TEXT_BYTES, at->table->outer);
	if (n > 0 && label[0] != '\0')
		n += jx_text_copy(out + n, JX_RULE_TEXT_BYTES - n, " / ");
	if (label[0] != '\0')
		(void)jx_text_copy(out + n, JX_RULE_TEXT_BYTES - n, label);
}

/* The path of a field of the row: the rule's own by default. */
static void place_field(const struct jx_rule_application *at, const char *field, char out[JX_PATH_BYTES])
{
	if (at->table->path[0] == '\0')
		(void)jx_text_copy(out, JX_PATH_BYTES, field);
	else
		(void)snprintf(out, JX_PATH_BYTES, "%s[%zu]%s%s", at->table->path, at->index,
			field[0] != '\0' ? "." : "", field);
}

/* The path of a figure that a formula names: within the row, or after "report." within the report; false when
 * what is missing is no field but something computed. */
static bool place_missing(const struct jx_rule_application *at, const char *name, char out[JX_PATH_BYTES])
{
	if (strncmp(name, "report.", 7) == 0)
		(void)jx_text_copy(out, JX_PATH_BYTES, name + 7);
	else
		place_field(at, name, out);
	return jx_path_check(JX_REPORT_DESCRIPTOR, out, NULL) == JX_OK;
}

/* Reports why the rule cannot be computed: which figure is missing, where the rule asks for it; what is out of range
 * always, because no figure that is still to come mends that, and a rule must not be silenced by it. */
static enum jx_status report_not_computable(
	const struct jx_rule_application *at, const struct jx_formula_value *value)
{
	char place[JX_RULE_TEXT_BYTES];
	char field[JX_PATH_BYTES];
	char own[JX_PATH_BYTES];
	const char *name = value->path != NULL ? value->path : at->run->rule->rule->field;
	bool is_out_of_range = value->not_computable == JX_NOT_COMPUTABLE_RANGE;
	if (!is_out_of_range && at->run->rule->rule->when_missing != JX_WHEN_MISSING_INFO)
		return JX_OK;
	bool is_field = name[0] != '\0' && place_missing(at, name, field);
	place_field(at, at->run->rule->rule->field, own);
	label_row(at, NULL, place);
	const struct jx_rule_found found = {.field = is_field ? field : own,
		.place_zh = place,
		.place_en = place,
		.missing = is_field ? field : name,
		.not_computable = value->not_computable};
	return jx_rule_add_finding(at->run, &found);
}

static bool is_sign_assumed(const ProtobufCMessage *row)
{
	return row->descriptor == JX_INDICATOR_DESCRIPTOR && ((const JxIndicator *)row)->is_sign_assumed;
}

static enum jx_status report_broken(const struct jx_rule_application *at, const struct jx_rule_values *values)
{
	char place[JX_RULE_TEXT_BYTES];
	char field[JX_PATH_BYTES];
	char texts[4][JX_RULE_TEXT_BYTES] = {"", "", "", ""};
	const struct jx_formula_value *printed[] = {values->has_left ? &values->left : NULL,
		values->has_right ? &values->right : NULL,
		values->has_difference ? &values->difference : NULL,
		values->has_tolerance ? &values->tolerance : NULL};
	struct jx_formula_value label;
	bool has_label;
	enum jx_status status = jx_rule_eval(at, JX_RULE_PLACE, &label, &has_label);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < JX_COUNT_OF(printed); i++) {
		if (printed[i] != NULL)
			(void)jx_formula_print_plain(printed[i], texts[i], sizeof(texts[i]));
	}
	label_row(at, has_label ? &label : NULL, place);
	place_field(at, at->run->rule->rule->field, field);
	const struct jx_rule_found found = {.field = field,
		.place_zh = place,
		.place_en = place,
		.left = texts[0],
		.right = texts[1],
		.difference = texts[2],
		.tolerance = texts[3],
		.left_value = printed[0],
		.right_value = printed[1],
		.is_note = at->run->rule->hangs_on_sign && is_sign_assumed(at->row)};
	return jx_rule_add_finding(at->run, &found);
}

/* ---- tables ---- */

struct search {
	struct jx_rule_run *run;
	struct jx_rule_tables *tables;
};

static enum jx_status add_table(void *user, const struct jx_row_place *place)
{
	const struct search *search = user;
	struct jx_rule_tables *tables = search->tables;
	struct jx_arena *arena = search->run->found;
	size_t n = place->parent != NULL ? jx_field_count(place->parent, place->field) : 0;
	n = jx_rows(n, jx_list_limit(place->field->descriptor));
	if (n == 0 || tables->n_items == JX_MAX_KIND_ROWS)
		return JX_OK;
	enum jx_status status = jx_arena_array_grow(arena, (void **)&tables->items, sizeof(*tables->items),
		tables->n_items, &tables->capacity, JX_MAX_KIND_ROWS);
	if (status != JX_OK)
		return status;
	const struct jx_rule_table table = {.rows = jx_field_item(place->parent, place->field, 0),
		.n_rows = n,
		.path = jx_arena_strdup(arena, place->path),
		.outer = place->outer};
	if (table.path == NULL)
		return jx_arena_fail(arena, NULL);
	tables->items[tables->n_items++] = table;
	return JX_OK;
}

/* The tables of a list of rules. */
static enum jx_status find_tables(
	struct jx_rule_run *run, const char *path, const struct jx_rule_tables **ret_tables)
{
	const struct jx_rule_tables *known = run->tables;
	while (known != NULL && strcmp(known->path, path) != 0)
		known = known->next;
	*ret_tables = known;
	if (known != NULL)
		return JX_OK;
	struct jx_rule_tables *tables = jx_arena_calloc(run->found, 1, sizeof(*tables));
	if (tables == NULL)
		return jx_arena_fail(run->found, NULL);
	tables->path = path;
	tables->next = run->tables;
	struct search search = {run, tables};
	run->tables = tables;
	*ret_tables = tables;
	return jx_rows_walk(&run->report->base, path, add_table, &search);
}

enum jx_status jx_rule_walk(struct jx_rule_run *run, jx_rule_on_table on_table)
{
	const JxRule *rule = run->rule->rule;
	enum jx_status status = JX_OK;
	for (size_t i = 0; i < rule->n_lists && status == JX_OK; i++) {
		const struct jx_rule_tables *tables = NULL;
		status = find_tables(run, rule->lists[i], &tables);
		for (size_t k = 0; status == JX_OK && tables != NULL && k < tables->n_items; k++) {
			const struct jx_rule_table *table = &tables->items[k];
			size_t n = jx_rows(table->n_rows, JX_MAX_KIND_ROWS - run->n_rows);
			run->n_rows += n;
			status = on_table(run, table, n);
		}
	}
	return status;
}

/* ---- rows ---- */

static enum jx_status apply(const struct jx_rule_application *at)
{
	struct jx_formula_value why;
	enum jx_truth truth;
	enum jx_status status = jx_rule_test(at, &truth, &why);
	if (status != JX_OK || truth == JX_TRUTH_NO)
		return status;
	if (truth == JX_TRUTH_UNKNOWN)
		return report_not_computable(at, &why);
	bool is_broken = true;
	const struct jx_formula_value *culprit = NULL;
	struct jx_rule_values values = {.has_difference = false, .has_tolerance = false};
	status = jx_rule_eval(at, JX_RULE_LEFT, &values.left, &values.has_left);
	if (status == JX_OK)
		status = jx_rule_eval(at, JX_RULE_RIGHT, &values.right, &values.has_right);
	if (status == JX_OK && at->run->rule->rule->relation != JX_RULE_RELATION_UNSPECIFIED)
		status = jx_rule_compare(at, &values, &is_broken, &culprit);
	if (status != JX_OK)
		return status;
	if (culprit != NULL)
		return report_not_computable(at, culprit);
	return is_broken ? report_broken(at, &values) : JX_OK;
}

/* Applies the rule to every row of a table. */
static enum jx_status apply_to_table(
	struct jx_rule_run *run, const struct jx_rule_table *table, size_t n_rows)
{
	for (size_t i = 0; i < n_rows; i++) {
		const struct jx_rule_application at = {run, table->rows[i], table, i, NULL};
		enum jx_status status = jx_rule_is_due(run) ? JX_DEADLINE : apply(&at);
		jx_arena_reset(run->scratch);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static enum jx_status apply_to_report(struct jx_rule_run *run)
{
	const ProtobufCMessage *report = &run->report->base;
	const struct jx_rule_table alone = {.rows = &report, .n_rows = 1, .path = "", .outer = ""};
	return apply_to_table(run, &alone, 1);
}

/* What the formulas of the rule that runs are evaluated with, and room for what they compute once for all rows. */
static enum jx_status prepare(struct jx_rule_run *run)
{
	for (size_t part = 0; part < JX_RULE_PARTS; part++) {
		const struct jx_formula *formula = jx_rule_formula(run->rule, (enum jx_rule_part)part);
		size_t n = formula != NULL ? jx_formula_shared(formula) : 0;
		struct jx_formula_value *shared =
			n > 0 ? jx_arena_calloc(run->kept, n, sizeof(*shared)) : NULL;
		if (n > 0 && shared == NULL)
			return jx_arena_fail(run->kept, NULL);
		run->parts[part] = (struct jx_formula_run){.values = run->values,
			.arena = run->scratch,
			.shared = shared,
			.shared_arena = run->kept,
			.stop = run->stop};
	}
	return JX_OK;
}

static enum jx_status run_rule(struct jx_rule_run *run)
{
	const JxRule *rule = run->rule->rule;
	run->n_rows = 0;
	enum jx_status status = prepare(run);
	if (status != JX_OK)
		return status;
	if (rule->built_in != JX_BUILT_IN_CHECK_UNSPECIFIED)
		return jx_rule_built_in(run);
	return rule->n_lists == 0 ? apply_to_report(run) : jx_rule_walk(run, apply_to_table);
}

bool jx_rules_need_sheet(const struct jx_rulebook *rulebook)
{
	for (size_t i = 0; i < rulebook->n_rules; i++) {
		if (jx_rule_is_of_claims(rulebook->rules[i].rule))
			return true;
	}
	return false;
}

enum jx_status jx_rules_run(const struct jx_rulebook *rulebook, const struct jx_rule_subject *subject,
	const struct jx_stop *stop, struct jx_findings *findings)
{
	struct jx_arena scratch;
	struct jx_arena kept;
	struct jx_arena found;
	enum jx_status status = JX_OK;
	struct jx_rule_run run = {.book = rulebook,
		.report = subject->meant,
		.written = subject->written,
		.sheet = subject->sheet,
		.stop = stop,
		.findings = findings,
		.scratch = &scratch,
		.kept = &kept,
		.found = &found};
	for (size_t i = 0; i < rulebook->n_variables; i++)
		run.values[i] = rulebook->values[i];
	run.values[0] = jx_formula_message(&subject->meant->base, NULL);
	jx_arena_init(&scratch, JX_MAX_ARENA_BYTES);
	jx_arena_init(&kept, JX_MAX_ARENA_BYTES);
	jx_arena_init(&found, JX_MAX_ARENA_BYTES);
	for (size_t i = 0; i < rulebook->n_rules && status == JX_OK; i++) {
		run.rule = &rulebook->rules[i];
		status = run_rule(&run);
		jx_arena_reset(&scratch);
		jx_arena_reset(&kept);
	}
	jx_arena_clear(&scratch);
	jx_arena_clear(&kept);
	jx_arena_clear(&found);
	return status;
}
