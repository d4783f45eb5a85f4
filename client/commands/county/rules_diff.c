/*
 * jixiao rules diff: what differs between two rulebooks, row by row and field by field.
 */
#include <stdlib.h>
#include <string.h>

#include "client/calls/call.h"
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
	struct jx_app *app;
	JxRulesDiffAnswer reply;
	size_t room;
	const char *list;
	const char *key;
};

/* What a person reads of a change. */
static const char *word_of(const char *change)
{
	if (strcmp(change, "added") == 0)
		return _("added");
	return strcmp(change, "removed") == 0 ? _("removed") : _("changed");
}

/* @param texts  field, before and after; in the arena, or static. */
static enum jx_status add_row(struct diff *diff, const char *change, char *const texts[3])
{
	JxRulesDiffAnswer *reply = &diff->reply;
	void *rows = reply->rows;
	JxRulebookChange *row = jx_arena_alloc(&diff->app->arena, sizeof(*row));
	if (row == NULL || jx_array_grow(&rows, sizeof(row), reply->n_rows, &diff->room, SIZE_MAX) != JX_OK)
		return JX_UNAVAILABLE;
	reply->rows = rows;
	reply->rows[reply->n_rows++] = row;
	jx_rulebook_change_init(row);
	row->list = (char *)diff->list;
	row->key = (char *)diff->key;
	row->change = (char *)change;
	row->field = texts[0];
	row->before = texts[1];
	row->after = texts[2];
	return JX_OK;
}

static enum jx_status add_change(void *user, const struct jx_difference *difference)
{
	struct diff *diff = user;
	struct jx_arena *arena = &diff->app->arena;
	char *before = jx_value_text(&difference->before);
	char *after = jx_value_text(&difference->after);
	char *texts[3] = {jx_arena_strdup(arena, difference->path), NULL, NULL};
	if (before != NULL && after != NULL) {
		texts[1] = jx_arena_strdup(arena, before);
		texts[2] = jx_arena_strdup(arena, after);
	}
	free(before);
	free(after);
	bool is_ok = texts[0] != NULL && texts[1] != NULL && texts[2] != NULL;
	return is_ok ? add_row(diff, "changed", texts) : JX_UNAVAILABLE;
}

static enum jx_status add_whole(struct diff *diff, const char *change)
{
	char *none = (char *)protobuf_c_empty_string;
	char *const texts[3] = {none, none, none};
	return add_row(diff, change, texts);
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
		enum jx_status status = other == NULL ? add_whole(diff, "removed")
						      : jx_path_diff(row, other, add_change, diff);
		if (status != JX_OK)
			return status;
	}
	for (size_t i = 0; i < jx_field_count(b, list); i++) {
		diff->key = key_of(jx_field_message(b, list, i), name);
		if (find_row(a, list, name, diff->key) != NULL)
			continue;
		enum jx_status status = add_whole(diff, "added");
		if (status != JX_OK)
			return status;
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

static enum jx_status print_changes(struct jx_app *app, const JxRulesDiffAnswer *reply)
{
	struct jx_table table;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	jx_table_init(&table, &app->arena, CHANGE_COLUMNS, JX_COUNT_OF(CHANGE_COLUMNS));
	for (size_t i = 0; i < reply->n_rows; i++) {
		const JxRulebookChange *row = reply->rows[i];
		jx_table_add_row(&table);
		jx_table_set(&table, PART, row->list);
		jx_table_set(&table, KEY, row->key);
		jx_table_set(&table, CHANGE, word_of(row->change));
		jx_table_set(&table, FIELD, row->field);
		jx_table_set(&table, BEFORE, row->before);
		jx_table_set(&table, AFTER, row->after);
	}
	if (table.n_rows > 0)
		return jx_app_print_table(app, &table);
	jx_note(&app->terminal, "%s", _("The two rulebooks say the same."));
	return JX_OK;
}

enum jx_status cmd_rules_diff(struct jx_app *app, const struct jx_args *args)
{
	const struct jx_rulebook *books[2];
	struct diff diff = {.app = app, .reply = JX_RULES_DIFF_ANSWER_INIT};
	for (size_t i = 0; i < 2; i++) {
		enum jx_status status = jx_rulebook_open(app, args->operands[i], &books[i]);
		if (status != JX_OK)
			return status;
	}
	enum jx_status status =
		diff_books(&diff, jx_rulebook_message(books[0]), jx_rulebook_message(books[1]));
	status =
		status == JX_OK ? print_changes(app, &diff.reply) : jx_app_fail(app, JX_REASON_OUT_OF_MEMORY);
	free(diff.reply.rows);
	return status;
}
