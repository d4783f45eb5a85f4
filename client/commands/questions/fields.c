/*
 * jixiao fields: what the formulas of rankings and filters may name, with meaning, kind and unit.
 *
 * The names come from the descriptors, their meanings from the labels of the forms, so that no list can be out of date.
 */
#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/commands/commands.h"
#include "client/commands/questions/answer.h"
#include "client/commands/questions/row_words.h"
#include "client/text/i18n.h"
#include "client/text/suggest.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/finding/label.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/path.h"

#define MAX_FIELDS 1000u /* of a report and of a row; the schema has about 300 */
#define MAX_DEPTH  6u

static const struct jx_column COLUMNS[] = {
	{"path", N_("Field"), .wraps = true},
	{"meaning", N_("Meaning"), .wraps = true},
	{.key = "kind", .title = N_("Kind of value")},
	{.key = "unit", .title = N_("Unit")},
};

struct listing {
	struct jx_app *app;
	JxFormulaField **rows;
	size_t n;
};

static bool ends_in(const char *name, const char *end)
{
	size_t n = strlen(name);
	size_t n_end = strlen(end);
	return n >= n_end && strcmp(name + n - n_end, end) == 0;
}

/* The unit of a number that the schema knows by its name; of others the report itself states it. */
static const char *unit_of(const ProtobufCFieldDescriptor *field)
{
	static const struct {
		const char *end;
		const char *unit;
	} known[] = {{"score", N_("score points")}, {"points", N_("score points")},
		{"deduction", N_("score points")}, {"rate", "%"}, {"share", "%"}, {"coefficient", "%"},
		{"completion", "%"}, {"coverage", "%"}, {"stated_change", "%"}, {"posts", N_("people")},
		{"in_post", N_("people")}, {"present", N_("people")}};
	if (field->type != PROTOBUF_C_TYPE_MESSAGE)
		return "";
	if (field->descriptor == JX_AMOUNT_DESCRIPTOR)
		return _("10,000 yuan");
	for (size_t i = 0; i < JX_COUNT_OF(known); i++)
		if (ends_in(field->name, known[i].end))
			return strcmp(known[i].unit, "%") == 0 ? known[i].unit : gettext(known[i].unit);
	return "";
}

static const char *kind_of(const ProtobufCFieldDescriptor *field)
{
	switch ((int)field->type) {
	case PROTOBUF_C_TYPE_STRING:
		return _("text");
	case PROTOBUF_C_TYPE_BOOL:
		return _("yes or no");
	case PROTOBUF_C_TYPE_ENUM:
		return _("choice");
	case PROTOBUF_C_TYPE_MESSAGE:
		break;
	default:
		return _("number");
	}
	if (field->descriptor == JX_AMOUNT_DESCRIPTOR)
		return _("money");
	return field->descriptor == JX_DECIMAL_DESCRIPTOR ? _("number") : _("time");
}

static void add_field(
	struct listing *listing, const char *path, const char *meaning, const ProtobufCFieldDescriptor *field)
{
	struct jx_app *app = listing->app;
	char kind[JX_PATH_BYTES];
	JxFormulaField *row = jx_arena_alloc(&app->arena, sizeof(*row));
	if (row == NULL || listing->n == MAX_FIELDS)
		return;
	jx_formula_field_init(row);
	(void)snprintf(kind, sizeof(kind), jx_field_is_list(field) ? _("list of %s") : "%s", kind_of(field));
	row->path = jx_answer_text(app, path);
	row->meaning = jx_answer_text(app, meaning);
	row->kind = jx_answer_text(app, kind);
	row->unit = jx_answer_text(app, unit_of(field));
	listing->rows[listing->n++] = row;
}

static void add_report(struct listing *listing, const ProtobufCMessageDescriptor *type, const char *before,
	const char *about, unsigned depth)
{
	for (unsigned i = 0; i < type->n_fields && depth < MAX_DEPTH; i++) {
		const ProtobufCFieldDescriptor *field = &type->fields[i];
		char path[JX_PATH_BYTES];
		char meaning[JX_PATH_BYTES];
		bool is_list = jx_field_is_list(field);
		(void)snprintf(path, sizeof(path), "%s%s%s", before, field->name, is_list ? "[]" : "");
		int n = snprintf(meaning, sizeof(meaning), "%s%s%s", about, about[0] != '\0' ? " · " : "",
			jx_field_label(type, field, listing->app->language));
		if (n < 0 || (size_t)n >= sizeof(meaning))
			continue; /* longer than the labels of MAX_DEPTH fields are */
		if (!jx_field_is_inner(field)) {
			add_field(listing, path, meaning, field);
			continue;
		}
		(void)snprintf(path + strlen(path), sizeof(path) - strlen(path), ".");
		add_report(listing, field->descriptor, path, meaning, depth + 1);
	}
}

static void add_row_fields(struct listing *listing)
{
	const ProtobufCMessageDescriptor *type = JX_RANK_ROW_DESCRIPTOR;
	for (unsigned i = 0; i < type->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &type->fields[i];
		const char *words = jx_row_words(field->name);
		char path[JX_PATH_BYTES];
		if (words == NULL)
			continue;
		bool is_inner = jx_field_is_inner(field);
		(void)snprintf(path, sizeof(path), "row.%s%s", field->name, is_inner ? ".value" : "");
		add_field(listing, path, words,
			is_inner ? jx_field_find(field->descriptor, "value", 5) : field);
		if (is_inner)
			listing->rows[listing->n - 1]->unit = jx_answer_text(listing->app, "%");
	}
}

static bool is_meant(const JxFormulaField *row, const char *word)
{
	return strstr(row->path, word) != NULL || strstr(row->meaning, word) != NULL;
}

/* Keeps the fields with a word in their path or meaning. */
static enum jx_status keep_meant(struct listing *listing, const char *word)
{
	struct jx_suggestion suggestion = {.word = word};
	size_t n = 0;
	for (size_t i = 0; i < listing->n; i++) {
		JxFormulaField *row = listing->rows[i];
		const char *dot = strrchr(row->path, '.');
		jx_suggest_offer(&suggestion, row->path);
		jx_suggest_offer(&suggestion, dot != NULL ? dot + 1 : row->path);
		if (is_meant(row, word))
			listing->rows[n++] = row;
	}
	listing->n = n;
	if (n > 0)
		return JX_OK;
	return jx_app_fail_with(listing->app, JX_REASON_UNKNOWN_FORMULA_FIELD,
		JX_ARGS(JX_TEXT(word),
			JX_TEXT(suggestion.nearest != NULL ? suggestion.nearest : "row.final_score")));
}

enum jx_status cmd_fields(struct jx_app *app, const struct jx_args *args)
{
	JxFormulaFields reply = JX_FORMULA_FIELDS_INIT;
	struct listing listing = {.app = app};
	const char *word = jx_args_operand(args, 0);
	enum jx_status status = jx_answer_new_rows(app, MAX_FIELDS, &listing.rows);
	if (status != JX_OK)
		return status;
	add_row_fields(&listing);
	add_report(&listing, JX_REPORT_DESCRIPTOR, "", "", 0);
	if (word != NULL)
		status = keep_meant(&listing, word);
	if (status != JX_OK)
		return status;
	reply.rows = listing.rows;
	reply.n_rows = listing.n;
	status = jx_answer_print(app, &reply.base, COLUMNS, JX_COUNT_OF(COLUMNS));
	if (status == JX_OK)
		jx_app_next(app, "jixiao rank --by 'row.claimed_score - row.computed_score'");
	return status;
}
