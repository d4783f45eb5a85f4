/*
 * jixiao rules diff: what differs between two rulebooks, row by row and field by field.
 */
#include <stdlib.h>
#include <string.h>

#include "client/commands/commands.h"
#include "client/commands/rulebook_open.h"
#include "client/print/report_diff.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/path.h"

enum change_column { PART, KEY, CHANGE, FIELD, BEFORE, AFTER };

static const struct jx_column CHANGE_COLUMNS[] = {
	[PART] = {.key = "list", .title = N_("Part")},
	[KEY] = {.key = "key", .title = N_("Name")},
	[CHANGE] = {.key = "change", .title = N_("Change")},
	[FIELD] = {.key = "field", .title = N_("Field")},
	[BEFORE] = {"before", N_("Before"), .wraps = true},
	[AFTER] = {"after", N_("After"), .wraps = true},
};

/* The parts of a rulebook, and of its scoring, that are lists, and what tells their rows apart. */
struct part {
	const char *list;
	const char *key;
};
static const struct part PARTS[] = {{"bases", "key"}, {"code_lists", "name"}, {"fields", "path"},
	{"parameters", "name"}, {"rules", "id"}};
static const struct part SCORING_PARTS[] = {
	{"grades", "grade"}, {"lines", "id"}, {"common", "id"}, {"caps", "id"}, {"deductions", "id"}};

struct diff {
	struct jx_table *table;
	const char *list;
	const char *key;
};

static enum jx_status add_change(void *user, const struct jx_difference *difference)
{
	const struct diff *diff = user;
	char *before = jx_value_text(&difference->before);
	char *after = jx_value_text(&difference->after);
	enum jx_status status = before != NULL && after != NULL ? JX_OK : JX_UNAVAILABLE;
	jx_table_add_row(diff->table);
	jx_table_set(diff->table, PART, diff->list);
	jx_table_set(diff->table, KEY, diff->key);
	jx_table_set(diff->table, CHANGE, _("changed"));
	jx_table_set(diff->table, FIELD, difference->path);
	jx_table_set(diff->table, BEFORE, before);
	jx_table_set(diff->table, AFTER, after);
	free(before);
	free(after);
	return status;
}

static void add_whole(const struct diff *diff, const char *change)
{
	jx_table_add_row(diff->table);
	jx_table_set(diff->table, PART, diff->list);
	jx_table_set(diff->table, KEY, diff->key);
	jx_table_set(diff->table, CHANGE, change);
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
	struct diff *diff, const struct part *part, const ProtobufCMessage *a, const ProtobufCMessage *b)
{
	const char *name = part->key;
	const ProtobufCFieldDescriptor *list = jx_field_find(a->descriptor, part->list, strlen(part->list));
	diff->list = part->list;
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

/* The fields of the rulebook itself, or of its scoring; what is compared part by part is left out. */
static enum jx_status diff_head(
	struct diff *diff, const char *name, const ProtobufCMessage *a, const ProtobufCMessage *b)
{
	diff->list = name;
	for (unsigned i = 0; i < a->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &a->descriptor->fields[i];
		bool is_part = jx_field_is_list(field) || strcmp(field->name, "scoring") == 0;
		if (is_part || jx_field_is_equal(a, b, field))
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

/* A rulebook without a scoring has an empty one. */
static enum jx_status diff_scoring(struct diff *diff, const JxRulebook *before, const JxRulebook *after)
{
	static const JxScoring none = JX_SCORING_INIT;
	const ProtobufCMessage *a = &(before->scoring != NULL ? before->scoring : &none)->base;
	const ProtobufCMessage *b = &(after->scoring != NULL ? after->scoring : &none)->base;
	enum jx_status status = diff_head(diff, "scoring", a, b);
	for (size_t i = 0; i < JX_COUNT_OF(SCORING_PARTS) && status == JX_OK; i++)
		status = diff_part(diff, &SCORING_PARTS[i], a, b);
	return status;
}

static enum jx_status diff_books(struct diff *diff, const JxRulebook *before, const JxRulebook *after)
{
	enum jx_status status = diff_head(diff, "rulebook", &before->base, &after->base);
	for (size_t i = 0; i < JX_COUNT_OF(PARTS) && status == JX_OK; i++)
		status = diff_part(diff, &PARTS[i], &before->base, &after->base);
	if (status != JX_OK)
		return status;
	return diff_scoring(diff, before, after);
}

enum jx_status cmd_rules_diff(struct jx_app *app, const struct jx_args *args)
{
	const struct jx_rulebook *books[2];
	struct jx_table table;
	struct diff diff = {.table = &table};
	for (size_t i = 0; i < 2; i++) {
		enum jx_status status = jx_rulebook_open(app, args->operands[i], &books[i]);
		if (status != JX_OK)
			return status;
	}
	jx_table_init(&table, &app->arena, CHANGE_COLUMNS, JX_COUNT_OF(CHANGE_COLUMNS));
	if (diff_books(&diff, jx_rulebook_message(books[0]), jx_rulebook_message(books[1])) != JX_OK)
		return jx_app_fail(app, JX_REASON_OUT_OF_MEMORY);
	if (table.n_rows > 0)
		return jx_app_print_table(app, &table);
	jx_note(&app->terminal, "%s", _("The two rulebooks say the same."));
	return JX_OK;
}
