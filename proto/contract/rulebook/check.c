/* What a rulebook says outside its formulas: names, references, duplicates. See private.h. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/finding/builtin.h"
#include "proto/contract/message/field.h"
#include "proto/contract/rulebook/private.h"

/* ---- what all parts share ---- */

/* Not <ctype.h>: what a name is must not depend on the locale. */
static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

void jx_rulebook_join(const char *path, const char *name, char out[JX_PATH_BYTES])
{
	size_t n = jx_text_copy(out, JX_PATH_BYTES, path);
	if (n > 0)
		n += jx_text_copy(out + n, JX_PATH_BYTES - n, ".");
	(void)jx_text_copy(out + n, JX_PATH_BYTES - n, name);
}

void jx_rulebook_note_part(struct jx_rulebook_reader *reader, const char *path, const char *part,
	enum jx_reason reason, const struct jx_error_arg *args)
{
	char full[JX_PATH_BYTES];
	jx_rulebook_join(path, part, full);
	jx_rulebook_note(reader, full, reason, args);
}

void jx_rulebook_check_text(
	struct jx_rulebook_reader *reader, const char *path, const char *name, const char *text)
{
	if (text[0] == '\0')
		jx_rulebook_note_part(
			reader, path, name, JX_REASON_RULEBOOK_REQUIRED, JX_ARGS(JX_TEXT(name)));
}

void jx_rulebook_check_localized(
	struct jx_rulebook_reader *reader, const char *path, const char *name, const JxLocalizedText *text)
{
	char full[JX_PATH_BYTES];
	if (text == NULL) {
		jx_rulebook_check_text(reader, path, name, "");
		return;
	}
	jx_rulebook_join(path, name, full);
	jx_rulebook_check_text(reader, full, "zh", text->zh);
	jx_rulebook_check_text(reader, full, "en", text->en);
}

static void note_name(struct jx_rulebook_reader *reader, const char *path, const char *part, const char *name,
	const char *zh, const char *en)
{
	jx_rulebook_note_part(
		reader, path, part, JX_REASON_RULEBOOK_NAME, JX_ARGS(JX_TEXT(name), JX_WORDS(zh, en)));
}

/* Lower-case letters, digits and a mark, a letter first. */
static bool is_name(const char *text, char mark)
{
	if (!is_lower(text[0]))
		return false;
	for (; *text != '\0'; text++) {
		if (!is_lower(*text) && !is_digit(*text) && *text != mark)
			return false;
	}
	return true;
}

/* ---- the parts ---- */

void jx_rulebook_check_head(struct jx_rulebook_reader *reader)
{
	const JxRulebook *message = reader->book->message;
	jx_rulebook_check_text(reader, "", "id", message->id);
	jx_rulebook_check_text(reader, "", "number", message->number);
	jx_rulebook_check_localized(reader, "", "title", message->title);
	if (message->id[0] != '\0' && !is_name(message->id, '-'))
		note_name(reader, "", "id", message->id, "小写字母、数字和 -",
			"lower-case letters, digits and -");
	if (message->effective_year == 0)
		jx_rulebook_check_text(reader, "", "effective_year", "");
}

void jx_rulebook_check_bases(struct jx_rulebook_reader *reader)
{
	const JxRulebook *message = reader->book->message;
	const struct jx_rulebook_rows rows = {"", &message->base, "bases", "key", JX_MAX_RULES};
	size_t n = jx_rulebook_check_rows(reader, &rows);
	for (size_t i = 0; i < n; i++) {
		const JxBasis *basis = message->bases[i];
		char path[JX_PATH_BYTES];
		if (basis == NULL)
			continue;
		(void)snprintf(path, sizeof(path), "bases[%zu]", i);
		jx_rulebook_check_text(reader, path, "document", basis->document);
		jx_rulebook_check_localized(reader, path, "statement", basis->statement);
		if (basis->certainty == JX_BASIS_CERTAINTY_UNSPECIFIED)
			jx_rulebook_check_text(reader, path, "certainty", "");
	}
}

void jx_rulebook_check_lists(struct jx_rulebook_reader *reader)
{
	const JxRulebook *message = reader->book->message;
	const struct jx_rulebook_rows rows = {"", &message->base, "code_lists", "name", JX_MAX_RULES};
	size_t n = jx_rulebook_check_rows(reader, &rows);
	for (size_t i = 0; i < n; i++) {
		const JxCodeList *list = message->code_lists[i];
		char path[JX_PATH_BYTES];
		if (list == NULL)
			continue;
		(void)snprintf(path, sizeof(path), "code_lists[%zu].", i);
		const struct jx_rulebook_rows codes = {path, &list->base, "codes", "code", JX_MAX_LINES};
		(void)jx_rulebook_check_rows(reader, &codes);
	}
}

const JxCodeList *jx_rulebook_code_list(const JxRulebook *message, const char *name)
{
	for (size_t i = 0; i < message->n_code_lists; i++) {
		if (message->code_lists[i] != NULL && strcmp(message->code_lists[i]->name, name) == 0)
			return message->code_lists[i];
	}
	return NULL;
}

/* A list of names as an argument; "none" for an empty one. */
#define LISTED(names) JX_WORDS((names)[0] != '\0' ? (names) : "无", (names)[0] != '\0' ? (names) : "none")

/* Adds a name to a list of names for people. */
static void add_name(char *names, size_t size, const char *name)
{
	size_t n = strlen(names);
	if (n > 0)
		n += jx_text_copy(names + n, size - n, ", ");
	(void)jx_text_copy(names + n, size - n, name);
}

void jx_rulebook_check_code_list(struct jx_rulebook_reader *reader, const char *path, const char *name)
{
	const JxRulebook *message = reader->book->message;
	char names[JX_ERROR_ARG_BYTES] = "";
	if (jx_rulebook_code_list(message, name) != NULL)
		return;
	for (size_t i = 0; i < message->n_code_lists; i++) {
		if (message->code_lists[i] != NULL)
			add_name(names, sizeof(names), message->code_lists[i]->name);
	}
	jx_rulebook_note(reader, path, JX_REASON_RULEBOOK_UNKNOWN_NAME,
		JX_ARGS(JX_TEXT(name), JX_WORDS("代码表", "code list"), LISTED(names)));
}

void jx_rulebook_check_fields(struct jx_rulebook_reader *reader)
{
	const JxRulebook *message = reader->book->message;
	const struct jx_rulebook_rows rows = {"", &message->base, "fields", "path", JX_MAX_LINES};
	size_t n = jx_rulebook_check_rows(reader, &rows);
	for (size_t i = 0; i < n; i++) {
		const JxRulebookField *field = message->fields[i];
		char path[JX_PATH_BYTES];
		char full[JX_PATH_BYTES + 16];
		struct jx_error error;
		if (field == NULL)
			continue;
		(void)snprintf(path, sizeof(path), "fields[%zu]", i);
		jx_rulebook_check_localized(reader, path, "label", field->label);
		jx_rulebook_join(path, "path", full);
		bool is_known = field->path[0] != '\0' && jx_rows_check(field->path, &error) == JX_OK;
		if (field->path[0] != '\0' && !is_known)
			jx_rulebook_note_in(reader, full, SIZE_MAX, &error);
		if (field->code_list[0] == '\0')
			continue;
		jx_rulebook_join(path, "code_list", full);
		jx_rulebook_check_code_list(reader, full, field->code_list);
		if (is_known && jx_rows_field(field->path, NULL)->type != PROTOBUF_C_TYPE_STRING)
			jx_rulebook_note(reader, full, JX_REASON_RULEBOOK_RULE_EXCESS,
				JX_ARGS(JX_TEXT(field->path), JX_TEXT("code_list")));
	}
}

static void check_parameter(
	struct jx_rulebook_reader *reader, const char *path, const JxParameter *parameter, size_t index)
{
	struct jx_rulebook *book = reader->book;
	jx_rulebook_check_localized(reader, path, "title", parameter->title);
	bool is_taken = strcmp(parameter->name, "report") == 0;
	if (is_taken || (parameter->name[0] != '\0' && !is_name(parameter->name, '_')))
		note_name(reader, path, "name", parameter->name, "小写字母、数字和 _（不能是 report）",
			"lower-case letters, digits and _, not report");
	if (parameter->number == NULL)
		jx_rulebook_check_text(reader, path, "number", "");
	else if (parameter->number->empty != JX_EMPTY_KIND_UNSPECIFIED)
		jx_rulebook_note_part(
			reader, path, "number", JX_REASON_RULEBOOK_NUMBER, JX_ARGS(JX_TEXT(parameter->name)));
	else
		book->values[index] = jx_formula_micros(parameter->number->micros);
}

void jx_rulebook_check_parameters(struct jx_rulebook_reader *reader)
{
	struct jx_rulebook *book = reader->book;
	const JxRulebook *message = book->message;
	const struct jx_rulebook_rows rows = {"", &message->base, "parameters", "name", JX_MAX_PARAMETERS};
	const struct jx_formula_type number = {.kind = JX_FORMULA_NUMBER};
	size_t n = jx_rulebook_check_rows(reader, &rows);
	book->variables = jx_arena_calloc(reader->arena, n + 1, sizeof(*book->variables));
	book->values = jx_arena_calloc(reader->arena, n + 1, sizeof(*book->values));
	if (book->variables == NULL || book->values == NULL) {
		reader->status = jx_arena_fail(reader->arena, NULL);
		return;
	}
	book->variables[0] = (struct jx_formula_variable){
		.name = "report", .type = {.kind = JX_FORMULA_MESSAGE, .descriptor = JX_REPORT_DESCRIPTOR}};
	book->n_variables = n + 1;
	for (size_t i = 0; i < n; i++) {
		const JxParameter *parameter = message->parameters[i];
		char path[JX_PATH_BYTES];
		/* A parameter that was refused has a name that no formula can write. */
		book->variables[i + 1] = (struct jx_formula_variable){
			.name = parameter != NULL ? parameter->name : "", .type = number};
		book->values[i + 1] = jx_formula_micros(0);
		if (parameter == NULL)
			continue;
		(void)snprintf(path, sizeof(path), "parameters[%zu]", i);
		check_parameter(reader, path, parameter, i + 1);
	}
}

/* ---- rules, but for their formulas ---- */

/* An upper-case letter, two digits, at most one lower-case letter. */
static bool is_rule_id(const char *id)
{
	size_t n = strlen(id);
	return n >= 3 && n <= 4 && is_upper(id[0]) && is_digit(id[1]) && is_digit(id[2]) &&
	       (n == 3 || is_lower(id[3]));
}

void jx_rulebook_check_id(struct jx_rulebook_reader *reader, const char *path, const char *id)
{
	if (id[0] != '\0' && !is_rule_id(id))
		note_name(reader, path, "id", id, "大写字母、两位数字、可再加一个小写字母，如 F08b",
			"an upper-case letter, two digits and at most one lower-case letter: F08b");
}

static void check_id(struct jx_rulebook_reader *reader, const char *path, const JxRule *rule)
{
	bool is_built_in = jx_rule_find(rule->id) != NULL;
	if (rule->id[0] == '\0')
		return;
	jx_rulebook_check_id(reader, path, rule->id);
	if (is_built_in && !rule->replaces)
		jx_rulebook_note_part(
			reader, path, "id", JX_REASON_RULEBOOK_BUILT_IN_ID, JX_ARGS(JX_TEXT(rule->id)));
	if (rule->replaces && jx_rule_is_limit(rule->id))
		jx_rulebook_note_part(reader, path, "replaces", JX_REASON_RULEBOOK_KEEPS_LIMITS,
			JX_ARGS(JX_TEXT(rule->id)));
	if (!is_built_in && rule->replaces)
		jx_rulebook_note_part(reader, path, "replaces", JX_REASON_RULEBOOK_REPLACES_NOTHING,
			JX_ARGS(JX_TEXT(rule->id)));
}

const JxBasis *jx_rulebook_check_basis(struct jx_rulebook_reader *reader, const char *path, const char *key)
{
	const JxRulebook *message = reader->book->message;
	char names[JX_ERROR_ARG_BYTES] = "";
	jx_rulebook_check_text(reader, path, "basis", key);
	if (key[0] == '\0')
		return NULL;
	for (size_t i = 0; i < message->n_bases; i++) {
		if (message->bases[i] != NULL && strcmp(message->bases[i]->key, key) == 0)
			return message->bases[i];
	}
	for (size_t i = 0; i < message->n_bases; i++) {
		if (message->bases[i] != NULL)
			add_name(names, sizeof(names), message->bases[i]->key);
	}
	jx_rulebook_note_part(reader, path, "basis", JX_REASON_RULEBOOK_UNKNOWN_NAME,
		JX_ARGS(JX_TEXT(key), JX_WORDS("依据", "basis"), LISTED(names)));
	return NULL;
}

static void check_rule(struct jx_rulebook_reader *reader, const char *path, struct jx_compiled_rule *compiled)
{
	const JxRule *rule = compiled->rule;
	check_id(reader, path, rule);
	if (rule->severity == JX_FINDING_SEVERITY_UNSPECIFIED)
		jx_rulebook_check_text(reader, path, "severity", "");
	jx_rulebook_check_localized(reader, path, "title", rule->title);
	jx_rulebook_check_localized(reader, path, "message", rule->message);
	jx_rulebook_check_localized(reader, path, "remedy", rule->remedy);
	compiled->basis = jx_rulebook_check_basis(reader, path, rule->basis);
	jx_rule_compile(reader, path, compiled);
	jx_rule_check_sentences(reader, path, compiled);
}

/* Of two variables with one name formulas read the first. */
static bool is_read(const struct jx_rulebook_reader *reader, const char *name)
{
	for (size_t i = 0; i < reader->book->n_variables; i++) {
		if (strcmp(reader->book->variables[i].name, name) == 0)
			return (reader->used >> i & 1) != 0 || i == 0;
	}
	return false;
}

void jx_rulebook_check_unused(struct jx_rulebook_reader *reader)
{
	for (size_t i = 1; i < reader->book->n_variables; i++) {
		const char *name = reader->book->variables[i].name;
		char path[JX_PATH_BYTES];
		(void)snprintf(path, sizeof(path), "parameters[%zu].name", i - 1);
		if (name[0] != '\0' && !is_read(reader, name))
			jx_rulebook_note(reader, path, JX_REASON_RULEBOOK_UNUSED, JX_ARGS(JX_TEXT(name)));
	}
}

void jx_rulebook_check_rules(struct jx_rulebook_reader *reader)
{
	struct jx_rulebook *book = reader->book;
	const JxRulebook *message = book->message;
	const struct jx_rulebook_rows rows = {"", &message->base, "rules", "id", JX_MAX_RULES};
	size_t n = jx_rulebook_check_rows(reader, &rows);
	book->rules = jx_arena_calloc(reader->arena, n + 1, sizeof(*book->rules));
	if (book->rules == NULL) {
		reader->status = jx_arena_fail(reader->arena, NULL);
		return;
	}
	for (size_t i = 0; i < n && reader->status == JX_OK; i++) {
		char path[JX_PATH_BYTES];
		if (message->rules[i] == NULL)
			continue;
		(void)snprintf(path, sizeof(path), "rules[%zu]", i);
		struct jx_compiled_rule *compiled = &book->rules[book->n_rules++];
		compiled->rule = message->rules[i];
		check_rule(reader, path, compiled);
	}
}
