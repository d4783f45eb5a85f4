/*
 * jixiao rules list, show, check: rulebooks, those on this machine and those the server has.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/report/rulebook_open.h"
#include "client/screen/datetime.h"
#include "client/screen/labels.h"
#include "client/screen/rule_print.h"
#include "client/transport/resolve.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/message/path.h"

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
	const JxRulebook *message = jx_rulebook_message(book);
	char year[16];
	char n_rules[24];
	(void)snprintf(year, sizeof(year), "%u", message->effective_year);
	(void)snprintf(n_rules, sizeof(n_rules), "%zu", message->n_rules);
	jx_table_add_row(table);
	jx_table_set(table, 0, message->id);
	jx_table_set(table, 1, message->number);
	jx_table_set(table, 2, year);
	jx_table_set(table, 3, n_rules);
	jx_table_set(table, 4, jx_localized(message->title, app->language));
	jx_table_set(table, 5, jx_rulebook_digest(book));
}

static const struct jx_column EDITION_COLUMNS[] = {
	{"id", N_("Rulebook"), false, false, 0},
	{"number", N_("Number"), false, false, 0},
	{"effective_year", N_("From"), true, false, 2},
	{"rules", N_("Rules"), true, false, 3},
	{"title", N_("Title"), false, true, 1},
	{"rounds", N_("Rounds"), false, true, 0},
	{"activate_time", N_("Activated"), false, false, 2},
	{"activated_by", N_("By"), false, false, 4},
	{"digest", N_("Digest"), false, true, 4},
};

/* The rounds that rest on an edition, in one cell. */
static void set_rounds(struct jx_table *table, size_t column, const JxRulebookEdition *edition)
{
	char text[512] = "";
	size_t n = 0;
	for (size_t i = 0; i < edition->n_rounds; i++) {
		n += jx_text_copy(text + n, sizeof(text) - n, i > 0 ? " " : "");
		n += jx_text_copy(text + n, sizeof(text) - n, jx_last_part(edition->rounds[i]));
	}
	jx_table_set(table, column, text);
}

/* "{id}" of "rulebooks/{id}/editions/{number}", in its buffer. */
static const char *id_of(const char *name, char out[JX_NAME_BYTES])
{
	const char *slash = strchr(name, '/');
	(void)jx_text_copy(out, JX_NAME_BYTES, slash != NULL ? slash + 1 : name);
	out[strcspn(out, "/")] = '\0';
	return out;
}

static void add_edition(struct jx_app *app, struct jx_table *table, const JxRulebookEdition *edition)
{
	char text[JX_NAME_BYTES];
	char time[JX_DATETIME_BYTES], utc[JX_DATETIME_BYTES];
	jx_table_add_row(table);
	jx_table_set(table, 0, id_of(edition->name, text));
	jx_table_set(table, 1, jx_last_part(edition->name));
	(void)snprintf(text, sizeof(text), "%u", edition->effective_year);
	jx_table_set(table, 2, text);
	(void)snprintf(text, sizeof(text), "%u", edition->rules);
	jx_table_set(table, 3, text);
	jx_table_set(table, 4, jx_localized(edition->title, app->language));
	set_rounds(table, 5, edition);
	jx_table_set_raw(table, 6, jx_datetime_print(edition->activate_time, time),
		jx_datetime_print_utc(edition->activate_time, utc));
	jx_table_set(table, 7, jx_last_part(edition->activated_by));
	jx_table_set(table, 8, edition->digest);
}

/* Those that were activated on the server, with the rounds that rest on them. */
static enum jx_status list_server(struct jx_app *app)
{
	JxListRulebooksRequest request = JX_LIST_RULEBOOKS_REQUEST_INIT;
	struct jx_table table;
	ProtobufCMessage *message;
	enum jx_status status =
		jx_list_all(app, "/jixiao.v1.RulebookService/ListRulebooks", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxListRulebooksResponse *reply = (const JxListRulebooksResponse *)message;
	if (jx_app_wants_json(app))
		return jx_list_print_json(app, message);
	jx_table_init(&table, EDITION_COLUMNS, JX_COUNT_OF(EDITION_COLUMNS));
	for (size_t i = 0; i < reply->n_rulebooks; i++)
		add_edition(app, &table, reply->rulebooks[i]);
	if (reply->n_rulebooks > 0)
		status = jx_app_print_table(app, &table);
	else
		jx_note(&app->terminal, "%s", _("No rulebook was activated yet."));
	jx_table_clear(&table);
	if (status == JX_OK)
		jx_app_next(app, reply->n_rulebooks > 0 ? "jixiao rules fetch ROUND"
							: "jixiao rules activate county-sample");
	return status;
}

enum jx_status cmd_rules_list(struct jx_app *app, const struct jx_args *args)
{
	struct jx_table table;
	size_t n;
	const struct jx_shipped_rulebook *books = jx_rulebooks_shipped(&n);
	enum jx_status status = JX_OK;
	if (jx_args_has(args, "active"))
		return list_server(app);
	jx_table_init(&table, BOOK_COLUMNS, JX_COUNT_OF(BOOK_COLUMNS));
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

static bool is_for_people(const struct jx_app *app)
{
	return app->output == JX_OUTPUT_TABLE || (app->output == JX_OUTPUT_AUTO && app->terminal.is_tty);
}

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

static enum jx_status show_book(struct jx_app *app, const struct jx_rulebook *book)
{
	const JxRulebook *message = jx_rulebook_message(book);
	struct jx_table table;
	jx_table_init(&table, RULE_COLUMNS, JX_COUNT_OF(RULE_COLUMNS));
	for (size_t i = 0; i < message->n_rules; i++) {
		const JxRule *rule = message->rules[i];
		const JxBasis *basis = jx_rulebook_basis(book, rule);
		jx_table_add_row(&table);
		jx_table_set(&table, 0, rule->id);
		jx_table_set(&table, 1, jx_rule_severity(rule));
		jx_table_set(&table, 2, jx_localized(rule->title, app->language));
		jx_table_set(&table, 3, basis->document);
		jx_table_set(&table, 4, jx_rule_certainty(basis->certainty));
	}
	enum jx_status status = jx_app_print_table(app, &table);
	jx_table_clear(&table);
	if (status == JX_OK && is_for_people(app)) {
		show_parameters(app, message);
		show_scoring(app, message);
	}
	return status;
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
	bool is_found;
	status = jx_rule_print_id(app, book, args->operands[1], &is_found);
	return status == JX_OK && !is_found
		       ? jx_app_fail_with(app, JX_REASON_UNKNOWN_RULE,
				 JX_ARGS(JX_TEXT(args->operands[1]), JX_TEXT(args->operands[0])))
		       : status;
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
