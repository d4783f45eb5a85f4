/*
 * jixiao rules: the rulebooks, here and offline: list, show, check, diff.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/commands.h"
#include "client/i18n.h"
#include "client/rulebooks.h"
#include "client/words.h"
#include "proto/contract/field.h"
#include "proto/contract/path.h"

#define N_OF(list) (sizeof(list) / sizeof((list)[0]))

/* ---- rules list ---- */

static const struct jx_column BOOK_COLUMNS[] = {
	{"id", N_("Rulebook"), false, false, 0},
	{"number", N_("Number"), false, false, 1},
	{"effective_year", N_("From"), true, false, 2},
	{"rules", N_("Rules"), true, false, 3},
	{"title", N_("Title"), false, true, 0},
	{"digest", N_("Digest"), false, true, 4},
};

static void add_book(struct jx_app *app, struct jx_table *table, const struct jx_rulebook *book)
{
	const Jixiao__V1__Rulebook *message = jx_rulebook_message(book);
	char year[16];
	char n_rules[24];
	(void)snprintf(year, sizeof(year), "%u", message->effective_year);
	(void)snprintf(n_rules, sizeof(n_rules), "%zu", message->n_rules);
	jx_table_add_row(table);
	jx_table_set(table, 0, message->id);
	jx_table_set(table, 1, message->number);
	jx_table_set(table, 2, year);
	jx_table_set(table, 3, n_rules);
	jx_table_set(table, 4, jx_app_text(app, message->title_zh, message->title_en));
	jx_table_set(table, 5, jx_rulebook_digest(book));
}

enum jx_status cmd_rules_list(struct jx_app *app, const struct jx_args *args)
{
	struct jx_table table;
	size_t n;
	const struct jx_shipped_rulebook *books = jx_rulebooks_shipped(&n);
	enum jx_status status = JX_OK;
	(void)args;
	jx_table_init(&table, BOOK_COLUMNS, N_OF(BOOK_COLUMNS));
	for (size_t i = 0; i < n && status == JX_OK; i++) {
		const struct jx_rulebook *book;
		status = jx_rulebook_open(app, books[i].id, &book);
		if (status == JX_OK)
			add_book(app, &table, book);
	}
	if (status == JX_OK)
		status = jx_app_print_table(app, &table);
	jx_table_clear(&table);
	if (status == JX_OK)
		jx_app_next(app, "jixiao rules show county-sample");
	return status;
}

/* ---- rules show ---- */

static const struct jx_column RULE_COLUMNS[] = {
	{"id", N_("Rule"), false, false, 0},
	{"severity", N_("Kind"), false, false, 0},
	{"title", N_("Title"), false, true, 0},
	{"basis", N_("Basis"), false, true, 1},
	{"certainty", N_("How sure"), false, false, 2},
};

static const char *severity_words(const Jixiao__V1__Rule *rule)
{
	const Jixiao__V1__Finding finding = {.severity = rule->severity};
	return jx_words_severity(&finding);
}

static const char *certainty_words(Jixiao__V1__Certainty certainty)
{
	switch (certainty) {
	case JIXIAO__V1__CERTAINTY__CERTAINTY_STORED_PAGE:
		return _("read on a stored page");
	case JIXIAO__V1__CERTAINTY__CERTAINTY_COUNTY_TABLE:
		return _("repeated in a county's table");
	case JIXIAO__V1__CERTAINTY__CERTAINTY_GENERAL_KNOWLEDGE:
		return _("general knowledge");
	case JIXIAO__V1__CERTAINTY__CERTAINTY_OUR_SAMPLE:
		return _("a sample of ours");
	case JIXIAO__V1__CERTAINTY__CERTAINTY_UNSPECIFIED:
	case _JIXIAO__V1__CERTAINTY_IS_INT_SIZE:
		break;
	}
	return "";
}

static bool is_for_people(const struct jx_app *app)
{
	return app->output == JX_OUTPUT_TABLE || (app->output == JX_OUTPUT_AUTO && app->terminal.is_tty);
}

/* The numbers that a county can change without touching a formula. */
static void show_parameters(struct jx_app *app, const Jixiao__V1__Rulebook *message)
{
	char number[JX_FIGURE_TEXT_BYTES];
	for (size_t i = 0; i < message->n_parameters; i++) {
		const Jixiao__V1__Parameter *parameter = message->parameters[i];
		jx_print(&app->terminal, "%s  %s  %s", parameter->name,
			jx_words_decimal(parameter->number, number),
			jx_app_text(app, parameter->title_zh, parameter->title_en));
	}
}

static enum jx_status show_book(struct jx_app *app, const struct jx_rulebook *book)
{
	const Jixiao__V1__Rulebook *message = jx_rulebook_message(book);
	struct jx_table table;
	jx_table_init(&table, RULE_COLUMNS, N_OF(RULE_COLUMNS));
	for (size_t i = 0; i < message->n_rules; i++) {
		const Jixiao__V1__Rule *rule = message->rules[i];
		const Jixiao__V1__Basis *basis = jx_rulebook_basis(book, rule);
		jx_table_add_row(&table);
		jx_table_set(&table, 0, rule->id);
		jx_table_set(&table, 1, severity_words(rule));
		jx_table_set(&table, 2, jx_app_text(app, rule->title_zh, rule->title_en));
		jx_table_set(&table, 3, basis->document);
		jx_table_set(&table, 4, certainty_words(basis->certainty));
	}
	enum jx_status status = jx_app_print_table(app, &table);
	jx_table_clear(&table);
	if (status == JX_OK && is_for_people(app))
		show_parameters(app, message);
	return status;
}

/* One line of a rule, where the rule has it. */
static void put(struct jx_app *app, const char *title, const char *text)
{
	if (text[0] != '\0')
		jx_print(&app->terminal, "%s  %s", title, text);
}

static void put_enum(struct jx_app *app, const char *title, const ProtobufCEnumDescriptor *type, int value)
{
	char name[64];
	if (value != 0 && jx_json_enum_name(type, value, name, sizeof(name)) == JX_OK)
		put(app, title, name);
}

static void show_rule(struct jx_app *app, const struct jx_rulebook *book, const Jixiao__V1__Rule *rule)
{
	const Jixiao__V1__Basis *basis = jx_rulebook_basis(book, rule);
	jx_print(&app->terminal, "%s  %s  %s", rule->id, severity_words(rule),
		jx_app_text(app, rule->title_zh, rule->title_en));
	for (size_t i = 0; i < rule->n_lists; i++)
		put(app, _("every row of"), rule->lists[i]);
	put(app, _("when"), rule->when);
	put(app, _("left"), rule->left);
	put_enum(app, _("relation"), &jixiao__v1__relation__descriptor, (int)rule->relation);
	put(app, _("right"), rule->right);
	if (rule->tolerance_value[0] == '\0')
		put_enum(app, _("tolerance"), &jixiao__v1__tolerance__descriptor, (int)rule->tolerance);
	put(app, _("tolerance"), rule->tolerance_value);
	put_enum(app, _("check"), &jixiao__v1__built_in_check__descriptor, (int)rule->built_in);
	put(app, _("says"), jx_app_text(app, rule->message_zh, rule->message_en));
	put(app, _("How to fix"), jx_app_text(app, rule->remedy_zh, rule->remedy_en));
	jx_print(&app->terminal, _("Basis  %s: %s (%s)"), basis->document,
		jx_app_text(app, basis->says_zh, basis->says_en), certainty_words(basis->certainty));
}

enum jx_status cmd_rules_show(struct jx_app *app, const struct jx_args *args)
{
	const struct jx_rulebook *book;
	enum jx_status status = jx_rulebook_open(app, args->operands[0], &book);
	if (status != JX_OK)
		return status;
	if (args->n_operands < 2) {
		if (jx_app_wants_json(app))
			return jx_app_print_json(app, &jx_rulebook_message(book)->base);
		return show_book(app, book);
	}
	const Jixiao__V1__Rule *rule = jx_rulebook_find(book, args->operands[1]);
	if (rule == NULL)
		return jx_app_fail(app, JX_REASON_UNKNOWN_RULE, args->operands[1], args->operands[0], NULL);
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &rule->base);
	show_rule(app, book, rule);
	return JX_OK;
}

/* ---- rules check ---- */

enum jx_status cmd_rules_check(struct jx_app *app, const struct jx_args *args)
{
	const struct jx_rulebook *book;
	enum jx_status status = jx_rulebook_open(app, args->operands[0], &book);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &jx_rulebook_message(book)->base);
	jx_print(&app->terminal, _("%s: no mistakes, %zu rules, %s"), args->operands[0],
		jx_rulebook_message(book)->n_rules, jx_rulebook_digest(book));
	return JX_OK;
}

/* ---- rules diff ---- */

static const struct jx_column CHANGE_COLUMNS[] = {
	{"list", N_("Part"), false, false, 0},
	{"key", N_("Name"), false, false, 0},
	{"change", N_("Change"), false, false, 0},
	{"field", N_("Field"), false, false, 0},
	{"before", N_("Before"), false, true, 0},
	{"after", N_("After"), false, true, 0},
};

/* The parts of a rulebook that are lists, and what tells their rows apart. */
static const struct {
	const char *list;
	const char *key;
} PARTS[] = {{"bases", "key"}, {"code_lists", "name"}, {"fields", "path"}, {"parameters", "name"},
	{"rules", "id"}};

struct diff {
	struct jx_app *app;
	struct jx_table *table;
	const char *list;
	const char *key;
};

static enum jx_status collect(void *user, const char *text, size_t n_bytes)
{
	FILE *out = user;
	return fwrite(text, 1, n_bytes, out) == n_bytes ? JX_OK : JX_UNAVAILABLE;
}

/* A value as it is read: a text plain, anything else as canonical JSON. The caller's; NULL without memory. */
static char *value_text(const struct jx_place *place)
{
	char *text = NULL;
	size_t n = 0;
	if (place->parent == NULL || !place->is_present)
		return strdup("");
	bool is_text = place->field->type == PROTOBUF_C_TYPE_STRING;
	if (is_text && (place->has_index || !jx_field_is_list(place->field)))
		return strdup(*(char *const *)jx_field_item(place->parent, place->field, place->index));
	FILE *out = open_memstream(&text, &n);
	if (out == NULL)
		return NULL;
	const struct jx_json_sink sink = {collect, out};
	enum jx_status status = jx_json_write_value(place->parent, place->field,
		place->has_index ? place->index : JX_JSON_WHOLE_FIELD, &sink, NULL);
	if (fclose(out) == 0 && status == JX_OK)
		return text;
	free(text);
	return NULL;
}

static enum jx_status add_change(void *user, const struct jx_difference *difference)
{
	const struct diff *diff = user;
	char *before = value_text(&difference->before);
	char *after = value_text(&difference->after);
	enum jx_status status = before != NULL && after != NULL ? JX_OK : JX_UNAVAILABLE;
	jx_table_add_row(diff->table);
	jx_table_set(diff->table, 0, diff->list);
	jx_table_set(diff->table, 1, diff->key);
	jx_table_set(diff->table, 2, _("changed"));
	jx_table_set(diff->table, 3, difference->path);
	jx_table_set(diff->table, 4, before);
	jx_table_set(diff->table, 5, after);
	free(before);
	free(after);
	return status;
}

static void add_whole(const struct diff *diff, const char *change)
{
	jx_table_add_row(diff->table);
	jx_table_set(diff->table, 0, diff->list);
	jx_table_set(diff->table, 1, diff->key);
	jx_table_set(diff->table, 2, change);
}

static const char *key_of(const ProtobufCMessage *row, const char *name)
{
	const ProtobufCFieldDescriptor *field = jx_field_find(row->descriptor, name, strlen(name));
	return *(char *const *)jx_field_item(row, field, 0);
}

static const ProtobufCMessage *find_row(
	const ProtobufCMessage *book, const ProtobufCFieldDescriptor *list, const char *name, const char *key)
{
	for (size_t i = 0; i < jx_field_count(book, list); i++) {
		const ProtobufCMessage *row = jx_field_message(book, list, i);
		if (strcmp(key_of(row, name), key) == 0)
			return row;
	}
	return NULL;
}

static enum jx_status diff_part(
	struct diff *diff, size_t part, const ProtobufCMessage *a, const ProtobufCMessage *b)
{
	const char *name = PARTS[part].key;
	const ProtobufCFieldDescriptor *list =
		jx_field_find(a->descriptor, PARTS[part].list, strlen(PARTS[part].list));
	diff->list = PARTS[part].list;
	for (size_t i = 0; i < jx_field_count(a, list); i++) {
		const ProtobufCMessage *row = jx_field_message(a, list, i);
		diff->key = key_of(row, name);
		const ProtobufCMessage *other = find_row(b, list, name, diff->key);
		if (other == NULL) {
			add_whole(diff, _("removed"));
			continue;
		}
		enum jx_status status = jx_path_diff(row, other, add_change, diff);
		if (status != JX_OK)
			return status;
	}
	for (size_t i = 0; i < jx_field_count(b, list); i++) {
		diff->key = key_of(jx_field_message(b, list, i), name);
		if (find_row(a, list, name, diff->key) == NULL)
			add_whole(diff, _("added"));
	}
	return JX_OK;
}

/* The fields of the rulebook itself. */
static enum jx_status diff_head(struct diff *diff, const ProtobufCMessage *a, const ProtobufCMessage *b)
{
	diff->list = "rulebook";
	for (unsigned i = 0; i < a->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &a->descriptor->fields[i];
		if (jx_field_is_list(field) || jx_field_is_equal(a, b, field))
			continue;
		const struct jx_difference difference = {.path = field->name,
			.change = JX_CHANGE_ALTERED,
			.before = {.field = field, .parent = a, .is_present = true},
			.after = {.field = field, .parent = b, .is_present = true}};
		diff->key = "";
		enum jx_status status = add_change(diff, &difference);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

enum jx_status cmd_rules_diff(struct jx_app *app, const struct jx_args *args)
{
	const struct jx_rulebook *books[2];
	struct jx_table table;
	for (size_t i = 0; i < 2; i++) {
		enum jx_status status = jx_rulebook_open(app, args->operands[i], &books[i]);
		if (status != JX_OK)
			return status;
	}
	const ProtobufCMessage *a = &jx_rulebook_message(books[0])->base;
	const ProtobufCMessage *b = &jx_rulebook_message(books[1])->base;
	jx_table_init(&table, CHANGE_COLUMNS, N_OF(CHANGE_COLUMNS));
	struct diff diff = {.app = app, .table = &table};
	enum jx_status status = diff_head(&diff, a, b);
	for (size_t i = 0; i < N_OF(PARTS) && status == JX_OK; i++)
		status = diff_part(&diff, i, a, b);
	if (status != JX_OK)
		(void)jx_app_fail(app, JX_REASON_OUT_OF_MEMORY, NULL, NULL, NULL);
	else if (table.n_rows == 0)
		jx_note(&app->terminal, "%s", _("The two rulebooks say the same."));
	else
		status = jx_app_print_table(app, &table);
	jx_table_clear(&table);
	return status;
}
