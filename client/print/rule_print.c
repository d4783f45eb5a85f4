#include "client/print/rule_print.h"

#include <stdio.h>

#include "client/print/rule_words.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/message/localized.h"

#define ENUM_NAME_BYTES 64

/* One line of a rule, where the rule has it. */
static void put_text(struct jx_app *app, const char *title, const char *text)
{
	if (text[0] != '\0')
		jx_print(&app->terminal, "%s  %s", title, text);
}

static void put_enum(struct jx_app *app, const char *title, const ProtobufCEnumDescriptor *type, int value)
{
	char name[ENUM_NAME_BYTES];
	if (value == 0)
		return;
	if (jx_json_enum_name(type, value, name, sizeof(name)) != JX_OK)
		(void)snprintf(name, sizeof(name), "%d", value);
	put_text(app, title, name);
}

static void put_basis(struct jx_app *app, const JxBasis *basis)
{
	char certainty[JX_LABEL_BYTES];
	if (basis != NULL)
		jx_print(&app->terminal, _("Basis  %s: %s (%s)"), basis->document,
			jx_localized(basis->statement, app->language),
			jx_label_certainty(basis->certainty, certainty));
}

static void print_rule(struct jx_app *app, const struct jx_rulebook *book, const JxRule *rule)
{
	char severity[JX_LABEL_BYTES];
	char words[JX_RULE_WORDS_BYTES];
	jx_print(&app->terminal, "%s  %s  %s", rule->id, jx_label_rule_severity(rule, severity),
		jx_localized(rule->title, app->language));
	for (size_t i = 0; i < rule->n_lists; i++)
		put_text(app, _("every row of"), rule->lists[i]);
	put_text(app, _("when"), rule->when);
	put_text(app, _("left"), rule->left);
	put_enum(app, _("relation"), JX_RULE_RELATION_DESCRIPTOR, (int)rule->relation);
	put_text(app, _("right"), rule->right);
	if (rule->tolerance_value[0] == '\0')
		put_enum(app, _("tolerance"), JX_RULE_TOLERANCE_DESCRIPTOR, (int)rule->tolerance);
	put_text(app, _("tolerance"), rule->tolerance_value);
	put_enum(app, _("check"), JX_BUILT_IN_CHECK_DESCRIPTOR, (int)rule->built_in);
	put_text(app, _("says"),
		jx_rule_words(rule->id, jx_localized(rule->message, app->language), app->language, words));
	put_text(app, _("How to fix"),
		jx_rule_words(rule->id, jx_localized(rule->remedy, app->language), app->language, words));
	put_basis(app, jx_rulebook_basis(book, rule));
}

/* ---- scoring ---- */

static void put_decimal(struct jx_app *app, const char *title, const JxDecimal *decimal)
{
	char text[JX_FIGURE_TEXT_BYTES];
	if (decimal != NULL)
		put_text(app, title, jx_label_decimal(decimal, text));
}

/* What a row of the scoring says of itself: every field has its own word, in the order of the schema. */
static void print_scoring(
	struct jx_app *app, const struct jx_rulebook *book, const struct jx_scoring_row *row)
{
	jx_print(&app->terminal, "%s  %s", row->id, jx_localized(row->title, app->language));
	put_text(app, _("method"), row->method);
	for (size_t i = 0; i < row->n_lists; i++)
		put_text(app, _("every row of"), row->lists[i]);
	put_text(app, _("when"), row->when);
	put_text(app, _("value"), row->value);
	put_text(app, _("share of the points"), row->share);
	put_enum(app, _("taken off for"), JX_DEDUCTION_CAUSE_DESCRIPTOR, (int)row->cause);
	put_decimal(app, _("points"), row->points);
	put_decimal(app, _("at most"), row->most);
	put_basis(app, jx_rulebook_find_basis(book, row->basis));
}

enum jx_status jx_rule_print_id(
	struct jx_app *app, const struct jx_rulebook *book, const char *id, bool *ret_is_found)
{
	const JxRule *rule = jx_rulebook_find(book, id);
	struct jx_scoring_row row;
	*ret_is_found = rule != NULL || jx_rulebook_find_scoring(book, id, &row);
	if (!*ret_is_found)
		return JX_OK;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, rule != NULL ? &rule->base : row.message);
	if (rule != NULL)
		print_rule(app, book, rule);
	else
		print_scoring(app, book, &row);
	return JX_OK;
}
