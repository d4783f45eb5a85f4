/* Compiles the formulas of a rule and checks that its parts fit together. See private.h. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/field.h"
#include "proto/contract/rulebook/private.h"

#define TYPE_BYTES 64

/* ---- lists ---- */

/* The rows of one list; NULL when it is none. */
static const ProtobufCMessageDescriptor *rows_of(
	struct jx_rulebook_reader *reader, const char *path, const char *list)
{
	struct jx_error error;
	if (jx_rows_check(list, &error) != JX_OK) {
		jx_rulebook_note_in(reader, path, SIZE_MAX, &error);
		return NULL;
	}
	const ProtobufCFieldDescriptor *field = jx_rows_field(list, NULL);
	if (jx_field_is_list(field) && jx_field_is_inner(field))
		return field->descriptor;
	jx_rulebook_note(reader, path, JX_REASON_RULEBOOK_NOT_ROWS, JX_ARGS(JX_TEXT(list)));
	return NULL;
}

/* Notes a list that is named twice: its rows would count twice. */
static bool is_first_of_name(
	struct jx_rulebook_reader *reader, const char *path, char *const *lists, size_t index)
{
	char full[JX_PATH_BYTES];
	char other[JX_PATH_BYTES];
	size_t i = 0;
	while (i < index && (lists[i] == NULL || strcmp(lists[i], lists[index]) != 0))
		i++;
	if (i == index)
		return true;
	(void)snprintf(full, sizeof(full), "%s.lists[%zu]", path, index);
	(void)snprintf(other, sizeof(other), "%s.lists[%zu]", path, i);
	jx_rulebook_note(
		reader, full, JX_REASON_RULEBOOK_DUPLICATE, JX_ARGS(JX_TEXT(lists[index]), JX_TEXT(other)));
	return false;
}

bool jx_rulebook_find_row(struct jx_rulebook_reader *reader, const char *path, char *const *lists,
	size_t n_lists, const ProtobufCMessageDescriptor **ret_row)
{
	char full[JX_PATH_BYTES];
	bool is_right = true;
	*ret_row = n_lists == 0 ? JX_REPORT_DESCRIPTOR : NULL;
	if (n_lists > JX_MAX_RULE_LISTS) {
		jx_rulebook_note_part(reader, path, "lists", JX_REASON_RULEBOOK_TOO_MANY,
			JX_ARGS(JX_TEXT("lists"), JX_U64(n_lists), JX_U64(JX_MAX_RULE_LISTS)));
		return false;
	}
	for (size_t i = 0; i < n_lists; i++) {
		(void)snprintf(full, sizeof(full), "%s.lists[%zu]", path, i);
		const ProtobufCMessageDescriptor *row =
			lists[i] != NULL ? rows_of(reader, full, lists[i]) : NULL;
		is_right = is_right && row != NULL && is_first_of_name(reader, path, lists, i);
		if (row == NULL)
			continue;
		if (*ret_row != NULL && *ret_row != row) {
			jx_rulebook_note(reader, full, JX_REASON_RULEBOOK_MIXED_ROWS,
				JX_ARGS(JX_TEXT(lists[i]), JX_TEXT(row->short_name),
					JX_TEXT((*ret_row)->short_name)));
			is_right = false;
		}
		*ret_row = row;
	}
	return is_right;
}

/* ---- formulas ---- */

void jx_rulebook_compile_part(struct jx_rulebook_reader *reader, const char *row_path,
	const struct jx_formula_scope *scope, const struct jx_rulebook_part *part)
{
	struct jx_formula_problems problems = {0};
	const struct jx_formula *formula = NULL;
	char path[JX_PATH_BYTES];
	if (part->text[0] == '\0' || reader->status != JX_OK)
		return;
	jx_rulebook_join(row_path, part->name, path);
	enum jx_status status =
		jx_formula_compile(scope, part->text, strlen(part->text), reader->arena, &problems, &formula);
	reader->used |= problems.variables;
	if (status == JX_OK && part->kind != JX_FORMULA_UNKNOWN)
		status = jx_formula_expect(formula, part->kind, reader->arena, &problems);
	if (status == JX_OK) {
		*part->ret_formula = formula;
		return;
	}
	for (size_t i = 0; i < problems.n_items; i++)
		jx_rulebook_note_in(reader, path, problems.items[i].offset, &problems.items[i].error);
	if (status != JX_INVALID)
		reader->status = status;
}

/* ---- how the parts fit ---- */

static bool is_measure(enum jx_formula_kind kind)
{
	return kind == JX_FORMULA_NUMBER || kind == JX_FORMULA_MONEY;
}

static void check_operands(
	struct jx_rulebook_reader *reader, const char *path, const struct jx_compiled_rule *compiled)
{
	char types[4][TYPE_BYTES];
	char name[TYPE_BYTES] = "";
	if (compiled->left == NULL || compiled->right == NULL)
		return;
	struct jx_formula_type left = jx_formula_type_of(compiled->left);
	struct jx_formula_type right = jx_formula_type_of(compiled->right);
	bool is_equality = compiled->rule->relation == JX_RULE_RELATION_EQUAL ||
			   compiled->rule->relation == JX_RULE_RELATION_NOT_EQUAL;
	bool has_order = is_measure(left.kind) || left.kind == JX_FORMULA_TIME;
	bool has_tolerance = compiled->rule->tolerance != JX_RULE_TOLERANCE_UNSPECIFIED;
	bool is_right =
		left.kind == right.kind && !left.is_list && !right.is_list &&
		(has_order ||
			(is_equality && (left.kind == JX_FORMULA_TEXT || left.kind == JX_FORMULA_BOOL)));
	if (is_right && (!has_tolerance || is_measure(left.kind)))
		return;
	if (jx_json_enum_name(
		    JX_RULE_RELATION_DESCRIPTOR, (int)compiled->rule->relation, name, sizeof(name)) != JX_OK)
		name[0] = '\0';
	jx_rulebook_note_part(reader, path, is_right ? "tolerance" : "relation", JX_REASON_RULEBOOK_OPERANDS,
		JX_ARGS(JX_TEXT(is_right ? "tolerance" : name),
			JX_WORDS(jx_formula_type_print(left, JX_ZH, types[0], TYPE_BYTES),
				jx_formula_type_print(left, JX_EN, types[1], TYPE_BYTES)),
			JX_WORDS(jx_formula_type_print(right, JX_ZH, types[2], TYPE_BYTES),
				jx_formula_type_print(right, JX_EN, types[3], TYPE_BYTES))));
}

static void note_lack(
	struct jx_rulebook_reader *reader, const char *path, const char *having, const char *part)
{
	jx_rulebook_note_part(
		reader, path, part, JX_REASON_RULEBOOK_RULE_LACKS, JX_ARGS(JX_TEXT(having), JX_TEXT(part)));
}

static void note_excess(
	struct jx_rulebook_reader *reader, const char *path, const char *having, const char *part)
{
	jx_rulebook_note_part(
		reader, path, part, JX_REASON_RULEBOOK_RULE_EXCESS, JX_ARGS(JX_TEXT(having), JX_TEXT(part)));
}

static void check_formula_rule(struct jx_rulebook_reader *reader, const char *path, const JxRule *rule)
{
	bool has_relation = rule->relation != JX_RULE_RELATION_UNSPECIFIED;
	bool has_tolerance = rule->tolerance != JX_RULE_TOLERANCE_UNSPECIFIED;
	bool has_number = rule->tolerance == JX_RULE_TOLERANCE_NUMBER;
	if (!has_relation && rule->when[0] == '\0')
		jx_rulebook_note(reader, path, JX_REASON_RULEBOOK_RULE_EMPTY, NULL);
	if (has_relation && rule->left[0] == '\0')
		note_lack(reader, path, "relation", "left");
	if (has_relation && rule->right[0] == '\0')
		note_lack(reader, path, "relation", "right");
	if (has_tolerance && !has_relation)
		note_lack(reader, path, "tolerance", "relation");
	if (has_number && rule->tolerance_value[0] == '\0')
		note_lack(reader, path, "tolerance", "tolerance_value");
	if (!has_number && rule->tolerance_value[0] != '\0')
		note_lack(reader, path, "tolerance_value", "tolerance");
	if (rule->n_lists == 0 && rule->field[0] == '\0')
		jx_rulebook_note_part(
			reader, path, "field", JX_REASON_RULEBOOK_REQUIRED, JX_ARGS(JX_TEXT("field")));
	if (rule->code_list[0] != '\0')
		note_excess(reader, path, "relation", "code_list");
}

static bool is_for_indicators(JxBuiltInCheck check)
{
	return check == JX_BUILT_IN_CHECK_ACTUAL_IS_VALUE || check >= JX_BUILT_IN_CHECK_DATE_MET;
}

/* Whether a claim may be off by the rule's tolerance. */
static bool has_room_for_error(JxBuiltInCheck check)
{
	return check == JX_BUILT_IN_CHECK_FULL_CLAIM || check == JX_BUILT_IN_CHECK_PART_CLAIM;
}

/* Checks of an indicator by itself ask a condition once they have found something; claims have theirs in the check. */
static bool may_have_when(JxBuiltInCheck check)
{
	return is_for_indicators(check) && check != JX_BUILT_IN_CHECK_FULL_CLAIM &&
	       check != JX_BUILT_IN_CHECK_PART_CLAIM && check != JX_BUILT_IN_CHECK_LOST_CLAIM;
}

/* The tolerance of a built-in rule; of one without, nothing. */
static void compile_tolerance(struct jx_rulebook_reader *reader, const char *path,
	const struct jx_formula_scope *scope, struct jx_compiled_rule *compiled)
{
	const JxRule *rule = compiled->rule;
	const struct jx_rulebook_part part = {
		"tolerance_value", rule->tolerance_value, JX_FORMULA_NUMBER, &compiled->tolerance};
	if (rule->tolerance == JX_RULE_TOLERANCE_NUMBER && rule->tolerance_value[0] == '\0')
		note_lack(reader, path, "tolerance", "tolerance_value");
	if (rule->tolerance == JX_RULE_TOLERANCE_NUMBER && has_room_for_error(rule->built_in))
		jx_rulebook_compile_part(reader, path, scope, &part);
}

static void check_built_in_rule(
	struct jx_rulebook_reader *reader, const char *path, struct jx_compiled_rule *compiled)
{
	const JxRule *rule = compiled->rule;
	bool has_tolerance =
		rule->tolerance == JX_RULE_TOLERANCE_NUMBER && has_room_for_error(rule->built_in);
	const struct {
		const char *name;
		bool is_there;
	} parts[] = {{"when", rule->when[0] != '\0' && !may_have_when(rule->built_in)},
		{"left", rule->left[0] != '\0'}, {"right", rule->right[0] != '\0'},
		{"field", rule->field[0] != '\0'}, {"place", rule->place[0] != '\0'},
		{"relation", rule->relation != 0},
		{"tolerance_value", !has_tolerance && rule->tolerance_value[0] != '\0'},
		{"tolerance", !has_tolerance && rule->tolerance != 0},
		{"when_missing", rule->when_missing != 0}};
	for (size_t i = 0; i < JX_COUNT_OF(parts); i++) {
		if (parts[i].is_there)
			note_excess(reader, path, "built_in", parts[i].name);
	}
	bool has_words = rule->built_in == JX_BUILT_IN_CHECK_TEMPLATE_WORDS;
	char full[JX_PATH_BYTES];
	jx_rulebook_join(path, "code_list", full);
	if (has_words && rule->code_list[0] == '\0')
		note_lack(reader, path, "built_in", "code_list");
	else if (has_words)
		jx_rulebook_check_code_list(reader, full, rule->code_list);
	else if (rule->code_list[0] != '\0')
		note_excess(reader, path, "built_in", "code_list");
	compiled->words = has_words ? jx_rulebook_code_list(reader->book->message, rule->code_list) : NULL;
	if (is_for_indicators(rule->built_in) && compiled->row != JX_INDICATOR_DESCRIPTOR)
		jx_rulebook_note_part(reader, path, "lists", JX_REASON_RULEBOOK_NOT_ROWS,
			JX_ARGS(JX_TEXT(rule->n_lists > 0 && rule->lists[0] != NULL ? rule->lists[0] : "")));
	if (!is_for_indicators(rule->built_in) && rule->n_lists > 0)
		note_excess(reader, path, "built_in", "lists");
}

/* Whether a formula reads the sign of the row itself: a name of its own, not actual_sign and not i.sign of another row. */
static bool reads_sign(const char *formula)
{
	static const char name[] = "sign";
	static const char parts[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
	for (const char *at = strstr(formula, name); at != NULL; at = strstr(at + 1, name)) {
		bool begins = at == formula || strchr(parts, at[-1]) == NULL;
		char after = at[sizeof(name) - 1];
		if (begins && (after == '\0' || strchr(parts, after) == NULL))
			return true;
	}
	return false;
}

static bool hangs_on_sign(const JxRule *rule)
{
	return rule->built_in == JX_BUILT_IN_CHECK_FULL_CLAIM ||
	       rule->built_in == JX_BUILT_IN_CHECK_PART_CLAIM ||
	       rule->built_in == JX_BUILT_IN_CHECK_DATE_MET || reads_sign(rule->when) ||
	       reads_sign(rule->left) || reads_sign(rule->right);
}

void jx_rule_compile(struct jx_rulebook_reader *reader, const char *path, struct jx_compiled_rule *compiled)
{
	const JxRule *rule = compiled->rule;
	char full[JX_PATH_BYTES];
	struct jx_error error;
	compiled->hangs_on_sign = hangs_on_sign(rule);
	bool has_row = jx_rulebook_find_row(reader, path, rule->lists, rule->n_lists, &compiled->row);
	if (!has_row) {
		if (rule->built_in == JX_BUILT_IN_CHECK_UNSPECIFIED)
			check_formula_rule(reader, path, rule);
		return;
	}
	const struct jx_formula_scope scope = {compiled->row, reader->book->variables,
		reader->book->n_variables, jx_rulebook_rows_of(rule->lists, rule->n_lists)};
	const struct jx_rulebook_part first[] = {{"when", rule->when, JX_FORMULA_BOOL, &compiled->when},
		{"left", rule->left, JX_FORMULA_UNKNOWN, &compiled->left},
		{"right", rule->right, JX_FORMULA_UNKNOWN, &compiled->right},
		{"place", rule->place, JX_FORMULA_TEXT, &compiled->place}};
	if (rule->built_in != JX_BUILT_IN_CHECK_UNSPECIFIED) {
		check_built_in_rule(reader, path, compiled);
		compile_tolerance(reader, path, &scope, compiled);
		if (may_have_when(rule->built_in))
			jx_rulebook_compile_part(reader, path, &scope, &first[0]);
		jx_rulebook_charge_rule(reader, path, compiled);
		return;
	}
	check_formula_rule(reader, path, rule);
	for (size_t i = 0; i < JX_COUNT_OF(first); i++)
		jx_rulebook_compile_part(reader, path, &scope, &first[i]);
	const struct jx_rulebook_part last = {"tolerance_value", rule->tolerance_value,
		compiled->left != NULL ? jx_formula_type_of(compiled->left).kind : JX_FORMULA_UNKNOWN,
		&compiled->tolerance};
	jx_rulebook_compile_part(reader, path, &scope, &last);
	if (rule->relation != JX_RULE_RELATION_UNSPECIFIED)
		check_operands(reader, path, compiled);
	jx_rulebook_charge_rule(reader, path, compiled);
	jx_rulebook_join(path, "field", full);
	if (rule->field[0] != '\0' && jx_path_check(compiled->row, rule->field, &error) != JX_OK)
		jx_rulebook_note_in(reader, full, SIZE_MAX, &error);
}

/* ---- sentences ---- */

/* The names that a sentence of a rule may hold, each in braces. */
static bool is_filled(const struct jx_rulebook_reader *reader, const struct jx_compiled_rule *compiled,
	const char *name, size_t n)
{
	const JxRule *rule = compiled->rule;
	bool is_built_in = rule->built_in != JX_BUILT_IN_CHECK_UNSPECIFIED;
	bool has_left = is_built_in || rule->left[0] != '\0';
	bool has_right = is_built_in || rule->right[0] != '\0';
	bool has_both = !is_built_in && rule->left[0] != '\0' && rule->right[0] != '\0';
	/* A formula that is wrong has been reported: its difference is not held against the sentence. */
	if (compiled->left != NULL && compiled->right != NULL)
		has_both =
			is_measure(jx_formula_type_of(compiled->left).kind) &&
			jx_formula_type_of(compiled->left).kind == jx_formula_type_of(compiled->right).kind;
	const struct {
		const char *name;
		bool is_there;
	} known[] = {{"left", has_left}, {"right", has_right}, {"difference", has_both}, {"place", true}};
	for (size_t i = 0; i < JX_COUNT_OF(known); i++) {
		if (strlen(known[i].name) == n && memcmp(known[i].name, name, n) == 0)
			return known[i].is_there;
	}
	for (size_t i = 1; i < reader->book->n_variables; i++) {
		const char *parameter = reader->book->variables[i].name;
		if (strlen(parameter) == n && memcmp(parameter, name, n) == 0)
			return true;
	}
	return false;
}

static void check_sentence(struct jx_rulebook_reader *reader, const char *path,
	const struct jx_compiled_rule *compiled, const char *sentence)
{
	for (const char *open = strchr(sentence, '{'); open != NULL; open = strchr(open + 1, '{')) {
		size_t n = strcspn(open + 1, "{}");
		bool is_closed = open[1 + n] == '}';
		if (is_closed && is_filled(reader, compiled, open + 1, n))
			continue;
		char shown[TYPE_BYTES];
		struct jx_error error;
		(void)jx_text_copy_n(shown, sizeof(shown), open, n + (is_closed ? 2 : 1));
		(void)jx_fail_at(&error, JX_REASON_RULEBOOK_PLACEHOLDER, path,
			JX_ARGS(JX_TEXT(shown), JX_TEXT("{left} {right} {difference} {place} {…}")));
		jx_rulebook_note_in(reader, path, (size_t)(open - sentence), &error);
	}
}

void jx_rule_check_sentences(
	struct jx_rulebook_reader *reader, const char *path, const struct jx_compiled_rule *compiled)
{
	const JxRule *rule = compiled->rule;
	const struct {
		const char *name;
		const JxLocalizedText *text;
	} sentences[] = {{"message", rule->message}, {"remedy", rule->remedy}};
	char full[JX_PATH_BYTES];
	for (size_t i = 0; i < JX_COUNT_OF(sentences); i++) {
		if (sentences[i].text == NULL)
			continue;
		(void)snprintf(full, sizeof(full), "%s.%s.zh", path, sentences[i].name);
		check_sentence(reader, full, compiled, sentences[i].text->zh);
		(void)snprintf(full, sizeof(full), "%s.%s.en", path, sentences[i].name);
		check_sentence(reader, full, compiled, sentences[i].text->en);
	}
}
