/*
 * jixiao rules list, show, check: rulebooks, those on this machine and those the server has.
 */
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/commands/commands.h"
#include "client/commands/rulebook_open.h"
#include "client/print/rule_print.h"
#include "client/screen/cell.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/localized.h"

/* ---- rules list ---- */

enum book_column { BOOK_ID, BOOK_NUMBER, BOOK_FROM, BOOK_RULES, BOOK_TITLE, BOOK_DIGEST };

static const struct jx_column BOOK_COLUMNS[] = {
	[BOOK_ID] = {.key = "id", .title = N_("Rulebook")},
	[BOOK_NUMBER] = {"number", N_("Number"), .leave_out = 1},
	[BOOK_FROM] = {"effective_year", N_("From"), .is_right = true, .leave_out = 2},
	[BOOK_RULES] = {"rules", N_("Rules"), .is_right = true, .leave_out = 3},
	[BOOK_TITLE] = {"title", N_("Title"), .wraps = true},
	[BOOK_DIGEST] = {"digest", N_("Digest"), .wraps = true, .leave_out = 4},
};

static void add_book(struct jx_app *app, struct jx_table *table, const struct jx_rulebook *book)
{
	const JxRulebook *message = jx_rulebook_message(book);
	jx_table_add_row(table);
	jx_table_set(table, BOOK_ID, message->id);
	jx_table_set(table, BOOK_NUMBER, message->number);
	jx_cell_set_number(table, BOOK_FROM, message->effective_year);
	jx_cell_set_number(table, BOOK_RULES, message->n_rules);
	jx_table_set(table, BOOK_TITLE, jx_localized(message->title, app->language));
	jx_table_set(table, BOOK_DIGEST, jx_rulebook_digest(book));
}

enum edition_column {
	EDITION_ID,
	EDITION_NUMBER,
	EDITION_FROM,
	EDITION_RULES,
	EDITION_TITLE,
	EDITION_ROUNDS,
	EDITION_ACTIVATED,
	EDITION_BY,
	EDITION_DIGEST
};

static const struct jx_column EDITION_COLUMNS[] = {
	[EDITION_ID] = {.key = "id", .title = N_("Rulebook")},
	[EDITION_NUMBER] = {.key = "number", .title = N_("Number")},
	[EDITION_FROM] = {"effective_year", N_("From"), .is_right = true, .leave_out = 2},
	[EDITION_RULES] = {"rules", N_("Rules"), .is_right = true, .leave_out = 3},
	[EDITION_TITLE] = {"title", N_("Title"), .wraps = true, .leave_out = 1},
	[EDITION_ROUNDS] = {"rounds", N_("Rounds"), .wraps = true},
	[EDITION_ACTIVATED] = {"activate_time", N_("Activated"), .leave_out = 2},
	[EDITION_BY] = {"activated_by", N_("By"), .leave_out = 4},
	[EDITION_DIGEST] = {"digest", N_("Digest"), .wraps = true, .leave_out = 4},
};

/* The rounds that are judged by an edition, in one cell. */
static void set_rounds(struct jx_table *table, const JxRulebookEdition *edition)
{
	char text[512] = "";
	size_t n = 0;
	for (size_t i = 0; i < edition->n_rounds; i++) {
		n += jx_text_copy(text + n, sizeof(text) - n, i > 0 ? " " : "");
		n += jx_text_copy(text + n, sizeof(text) - n, jx_name_last(edition->rounds[i]));
	}
	jx_table_set(table, EDITION_ROUNDS, text);
}

/* "{id}" of "rulebooks/{id}/editions/{number}". */
static void set_id(struct jx_table *table, const char *name)
{
	char id[JX_RESOURCE_NAME_BYTES];
	const char *slash = strchr(name, '/');
	(void)jx_text_copy(id, sizeof(id), slash != NULL ? slash + 1 : name);
	id[strcspn(id, "/")] = '\0';
	jx_table_set(table, EDITION_ID, id);
}

static void add_edition(struct jx_app *app, struct jx_table *table, const JxRulebookEdition *edition)
{
	jx_table_add_row(table);
	set_id(table, edition->name);
	jx_table_set(table, EDITION_NUMBER, jx_name_last(edition->name));
	jx_cell_set_number(table, EDITION_FROM, edition->effective_year);
	jx_cell_set_number(table, EDITION_RULES, edition->rules);
	jx_table_set(table, EDITION_TITLE, jx_localized(edition->title, app->language));
	set_rounds(table, edition);
	jx_cell_set_time(table, EDITION_ACTIVATED, edition->activate_time);
	jx_table_set(table, EDITION_BY, jx_name_last(edition->activated_by));
	jx_table_set(table, EDITION_DIGEST, edition->digest);
}

/* Lists the editions that were activated on the server, with the rounds that are judged by them. */
static enum jx_status list_editions(struct jx_app *app)
{
	JxListRulebooksRequest request = JX_LIST_RULEBOOKS_REQUEST_INIT;
	JxListRulebooksResponse *reply;
	struct jx_table table;
	enum jx_status status = jx_call_list_rulebooks(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	if (reply->n_rulebooks == 0) {
		jx_note(&app->terminal, "%s", _("No rulebook was activated yet."));
		jx_app_next(app, "jixiao rules activate county-sample");
		return JX_OK;
	}
	jx_table_init(&table, &app->arena, EDITION_COLUMNS, JX_COUNT_OF(EDITION_COLUMNS));
	for (size_t i = 0; i < reply->n_rulebooks; i++)
		add_edition(app, &table, reply->rulebooks[i]);
	status = jx_app_print_table(app, &table);
	if (status != JX_OK)
		return status;
	jx_app_next(app, "jixiao rules fetch ROUND");
	return JX_OK;
}

/* The rulebooks of the program in the form of those of the server. */
static enum jx_status print_shipped(struct jx_app *app, const struct jx_shipped_rulebook *books, size_t n)
{
	JxListRulebooksResponse list = JX_LIST_RULEBOOKS_RESPONSE_INIT;
	JxRulebookEdition *editions = jx_arena_calloc(&app->arena, n, sizeof(*editions));
	list.rulebooks = jx_arena_calloc(&app->arena, n, sizeof(*list.rulebooks));
	if (editions == NULL || list.rulebooks == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < n; i++) {
		const struct jx_rulebook *book;
		char name[JX_RESOURCE_NAME_BYTES];
		enum jx_status status = jx_rulebook_open(app, books[i].id, &book);
		if (status != JX_OK)
			return status;
		const JxRulebook *message = jx_rulebook_message(book);
		jx_rulebook_edition_init(&editions[i]);
		status = jx_option_text(
			app, jx_name_edition(name, message->id, message->number), &editions[i].name);
		if (status == JX_OK)
			status = jx_option_text(app, jx_rulebook_digest(book), &editions[i].digest);
		if (status != JX_OK)
			return status;
		editions[i].title = message->title;
		editions[i].effective_year = message->effective_year;
		editions[i].rules = (uint32_t)message->n_rules;
		list.rulebooks[list.n_rulebooks++] = &editions[i];
	}
	return jx_call_print_list(app, &list.base);
}

enum jx_status cmd_rules_list(struct jx_app *app, const struct jx_args *args)
{
	struct jx_table table;
	size_t n;
	const struct jx_shipped_rulebook *books = jx_rulebooks_shipped(&n);
	if (jx_args_has(args, "active"))
		return list_editions(app);
	if (jx_app_wants_json(app))
		return print_shipped(app, books, n);
	jx_table_init(&table, &app->arena, BOOK_COLUMNS, JX_COUNT_OF(BOOK_COLUMNS));
	for (size_t i = 0; i < n; i++) {
		const struct jx_rulebook *book;
		enum jx_status status = jx_rulebook_open(app, books[i].id, &book);
		if (status != JX_OK)
			return status;
		add_book(app, &table, book);
	}
	enum jx_status status = jx_app_print_table(app, &table);
	if (status != JX_OK)
		return status;
	jx_app_next(app, "jixiao rules show county-sample");
	return JX_OK;
}

/* ---- rules show ---- */

enum rule_column { RULE_ID, RULE_SEVERITY, RULE_TITLE, RULE_BASIS, RULE_CERTAINTY };

static const struct jx_column RULE_COLUMNS[] = {
	[RULE_ID] = {.key = "id", .title = N_("Rule")},
	[RULE_SEVERITY] = {.key = "severity", .title = N_("Kind")},
	[RULE_TITLE] = {"title", N_("Title"), .wraps = true},
	[RULE_BASIS] = {"basis", N_("Basis"), .wraps = true, .leave_out = 1},
	[RULE_CERTAINTY] = {"certainty", N_("How sure"), .leave_out = 2},
};

/* The numbers that a county can change without touching a formula. */
static void show_parameters(struct jx_app *app, const JxRulebook *message)
{
	char number[JX_FIGURE_TEXT_BYTES];
	for (size_t i = 0; i < message->n_parameters; i++) {
		const JxParameter *parameter = message->parameters[i];
		jx_print(&app->terminal, "%s  %s  %s", parameter->name,
			jx_label_decimal(parameter->number, number),
			jx_localized(parameter->title, app->language));
	}
}

static void show_title(struct jx_app *app, const char *id, const JxLocalizedText *title)
{
	jx_print(&app->terminal, "%s  %s", id, jx_localized(title, app->language));
}

/* What scores are made of; each is explained by its id. */
static void show_scoring(struct jx_app *app, const JxRulebook *message)
{
	const JxScoring *scoring = message->scoring;
	if (scoring == NULL)
		return;
	for (size_t i = 0; i < scoring->n_lines; i++)
		show_title(app, scoring->lines[i]->id, scoring->lines[i]->title);
	for (size_t i = 0; i < scoring->n_common; i++)
		show_title(app, scoring->common[i]->id, scoring->common[i]->title);
	for (size_t i = 0; i < scoring->n_caps; i++)
		show_title(app, scoring->caps[i]->id, scoring->caps[i]->title);
	for (size_t i = 0; i < scoring->n_deductions; i++)
		show_title(app, scoring->deductions[i]->id, scoring->deductions[i]->title);
}

static void add_rule(
	struct jx_app *app, struct jx_table *table, const struct jx_rulebook *book, const JxRule *rule)
{
	const JxBasis *basis = jx_rulebook_basis(book, rule);
	char text[JX_LABEL_BYTES];
	jx_table_add_row(table);
	jx_table_set(table, RULE_ID, rule->id);
	jx_table_set(table, RULE_SEVERITY, jx_label_rule_severity(rule, text));
	jx_table_set(table, RULE_TITLE, jx_localized(rule->title, app->language));
	jx_table_set(table, RULE_BASIS, basis->document);
	jx_table_set(table, RULE_CERTAINTY, jx_label_certainty(basis->certainty, text));
}

static enum jx_status show_book(struct jx_app *app, const struct jx_rulebook *book)
{
	const JxRulebook *message = jx_rulebook_message(book);
	struct jx_table table;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &message->base);
	jx_table_init(&table, &app->arena, RULE_COLUMNS, JX_COUNT_OF(RULE_COLUMNS));
	for (size_t i = 0; i < message->n_rules; i++)
		add_rule(app, &table, book, message->rules[i]);
	enum jx_status status = jx_app_print_table(app, &table);
	if (status != JX_OK)
		return status;
	if (jx_app_is_for_people(app)) {
		show_parameters(app, message);
		show_scoring(app, message);
	}
	return JX_OK;
}

enum jx_status cmd_rules_show(struct jx_app *app, const struct jx_args *args)
{
	const struct jx_rulebook *book;
	bool is_found;
	const char *rule = jx_args_operand(args, 1);
	enum jx_status status = jx_rulebook_open(app, args->operands[0], &book);
	if (status != JX_OK)
		return status;
	if (rule == NULL)
		return show_book(app, book);
	status = jx_rule_print_id(app, book, rule, &is_found);
	if (status != JX_OK || is_found)
		return status;
	return jx_app_fail_with(
		app, JX_REASON_UNKNOWN_RULE, JX_ARGS(JX_TEXT(rule), JX_TEXT(args->operands[0])));
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
