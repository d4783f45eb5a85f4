#include "client/commands/analysis/rank_formula.h"

#include <string.h>

#include "client/app/option.h"
#include "client/commands/questions/queries.h"
#include "client/print/formula_problems.h"
#include "client/text/i18n.h"
#include "client/text/suggest.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/text.h"
#include "proto/contract/formula/formula.h"
#include "proto/contract/ranking/metric.h"

static const struct jx_formula_variable ROW_VARIABLE = {
	.name = "row", .type = {.kind = JX_FORMULA_MESSAGE, .descriptor = JX_RANK_ROW_DESCRIPTOR}};

bool jx_rank_formula_is_one(const char *by)
{
	static const char IN_KEY[] = "abcdefghijklmnopqrstuvwxyz0123456789_:";
	return by[strspn(by, IN_KEY)] != '\0';
}

static enum jx_status refuse_formula(
	struct jx_app *app, const char *field, const char *text, const struct jx_formula_problems *problems)
{
	app->error = problems->items[0].error;
	(void)jx_text_copy(app->error.field, sizeof(app->error.field), field);
	if (!jx_app_wants_json(app)) {
		jx_formula_problems_print(app, strcmp(field, "by") == 0 ? "--by" : "--where", text, problems);
		jx_app_next(app, "jixiao help rank");
		app->is_reported = true;
	}
	return jx_reason_status(app->error.reason);
}

static enum jx_status check_formula(
	struct jx_app *app, const char *field, const char *text, enum jx_formula_kind kind)
{
	const struct jx_formula_scope scope = {
		.message = JX_REPORT_DESCRIPTOR, .variables = &ROW_VARIABLE, .n_variables = 1};
	const struct jx_formula *formula;
	struct jx_formula_problems problems;
	enum jx_status status =
		jx_formula_compile(&scope, text, strlen(text), &app->arena, &problems, &formula);
	if (status == JX_OK && kind == JX_FORMULA_NUMBER &&
		jx_formula_type_of(formula).kind == JX_FORMULA_MONEY && !jx_formula_type_of(formula).is_list)
		kind = JX_FORMULA_MONEY;
	if (status == JX_OK)
		status = jx_formula_expect(formula, kind, &app->arena, &problems);
	if (status == JX_INVALID)
		return refuse_formula(app, field, text, &problems);
	return status == JX_OK ? JX_OK : jx_arena_fail(&app->arena, &app->error);
}

enum jx_status jx_rank_formula_check(struct jx_app *app, const char *by, const char *where)
{
	if (jx_rank_formula_is_one(by)) {
		enum jx_status status = check_formula(app, "by", by, JX_FORMULA_NUMBER);
		if (status != JX_OK)
			return status;
	}
	return where[0] != '\0' ? check_formula(app, "where", where, JX_FORMULA_BOOL) : JX_OK;
}

/* What a formula gives; false for one that is wrong. */
static bool find_type(struct jx_app *app, const char *text, struct jx_formula_type *ret_type)
{
	const struct jx_formula_scope scope = {
		.message = JX_REPORT_DESCRIPTOR, .variables = &ROW_VARIABLE, .n_variables = 1};
	const struct jx_formula *formula;
	struct jx_formula_problems problems;
	if (jx_formula_compile(&scope, text, strlen(text), &app->arena, &problems, &formula) != JX_OK)
		return false;
	*ret_type = jx_formula_type_of(formula);
	return true;
}

bool jx_rank_formula_is_condition(struct jx_app *app, const char *text)
{
	struct jx_formula_type type;
	return find_type(app, text, &type) && type.kind == JX_FORMULA_BOOL && !type.is_list;
}

const char *jx_rank_formula_kind(struct jx_app *app, const char *text)
{
	struct jx_formula_type type;
	if (!find_type(app, text, &type))
		return "";
	if (type.kind == JX_FORMULA_BOOL)
		return _("yes or no");
	return type.kind == JX_FORMULA_MONEY ? _("money") : _("number");
}

enum jx_status jx_rank_formula_check_any(struct jx_app *app, const char *text)
{
	bool is_condition = jx_rank_formula_is_condition(app, text);
	return check_formula(
		app, is_condition ? "where" : "by", text, is_condition ? JX_FORMULA_BOOL : JX_FORMULA_NUMBER);
}

enum jx_status jx_rank_formula_read(struct jx_app *app, const char *text, char **ret_text)
{
	if (text == NULL || text[0] != '@')
		return jx_option_text(app, text, ret_text);
	return jx_query_get(app->home, text + 1, &app->arena, ret_text, &app->error);
}

enum jx_status jx_rank_formula_check_metric(struct jx_app *app, const char *by)
{
	struct jx_suggestion suggestion = {.word = by};
	const struct jx_metric *metric;
	char argument[JX_METRIC_ARGUMENT_BYTES];
	if (by[0] == '\0' || jx_rank_formula_is_one(by) ||
		jx_metric_find(by, &metric, argument, NULL) == JX_OK)
		return JX_OK;
	for (size_t i = 0; i < jx_metric_count(); i++)
		jx_suggest_offer(&suggestion, jx_metric_at(i)->key);
	if (suggestion.nearest == NULL)
		return JX_OK;
	return jx_app_fail_with(
		app, JX_REASON_UNKNOWN_METRIC_NEAR, JX_ARGS(JX_TEXT(by), JX_TEXT(suggestion.nearest)));
}
