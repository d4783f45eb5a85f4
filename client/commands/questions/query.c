/*
 * jixiao query save|list|show|remove: formulas under names, for --by @NAME and --where @NAME.
 */
#include "client/commands/questions/queries.h"

#include "client/commands/analysis/rank_formula.h"
#include "client/commands/commands.h"
#include "client/commands/questions/answer.h"
#include "client/text/i18n.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"

static const struct jx_column COLUMNS[] = {
	{.key = "name", .title = N_("Name")},
	{"formula", N_("Formula"), .wraps = true},
	{.key = "kind", .title = N_("Kind of value"), .leave_out = 1},
};

/* A name as it is given to --by is taken too. */
static const char *plain_name(const char *name)
{
	return name[0] == '@' ? name + 1 : name;
}

static enum jx_status print_queries(struct jx_app *app, char **names, size_t n)
{
	JxSavedQueries reply = JX_SAVED_QUERIES_INIT;
	enum jx_status status = jx_answer_new_rows(app, n, &reply.rows);
	for (size_t i = 0; status == JX_OK && i < n; i++) {
		JxSavedQuery *row = jx_arena_alloc(&app->arena, sizeof(*row));
		if (row == NULL)
			return jx_arena_fail(&app->arena, &app->error);
		jx_saved_query_init(row);
		row->name = names[i];
		status = jx_query_get(app->home, names[i], &app->arena, &row->formula, &app->error);
		if (status == JX_OK)
			row->kind = jx_answer_text(app, jx_rank_formula_kind(app, row->formula));
		reply.rows[reply.n_rows++] = row;
	}
	return status == JX_OK ? jx_answer_print(app, &reply.base, COLUMNS, JX_COUNT_OF(COLUMNS)) : status;
}

enum jx_status cmd_query_list(struct jx_app *app, const struct jx_args *args)
{
	char **names;
	size_t n = 0;
	(void)args;
	enum jx_status status = jx_query_names(app->home, &app->arena, &names, &n, &app->error);
	if (status == JX_OK)
		status = print_queries(app, names, n);
	if (status != JX_OK)
		return status;
	if (n == 0)
		jx_app_next(app, "jixiao query save thrift 'row.execution_rate.value'");
	else
		jx_app_next(app, "jixiao rank --by @%s", names[0]);
	return JX_OK;
}

enum jx_status cmd_query_show(struct jx_app *app, const struct jx_args *args)
{
	char *name = jx_answer_text(app, plain_name(args->operands[0]));
	return print_queries(app, &name, 1);
}

enum jx_status cmd_query_save(struct jx_app *app, const struct jx_args *args)
{
	const char *name = plain_name(args->operands[0]);
	const char *formula = args->operands[1];
	enum jx_status status = jx_query_check_name(name, &app->error);
	if (status == JX_OK)
		status = jx_rank_formula_check_any(app, formula);
	if (status == JX_OK)
		status = jx_query_save(app->home, name, formula, &app->error);
	if (status != JX_OK)
		return status;
	bool is_condition = jx_rank_formula_is_condition(app, formula);
	jx_print(&app->terminal, _("Saved as @%s"), name);
	jx_app_next(app, "jixiao rank %s @%s", is_condition ? "--where" : "--by", name);
	return JX_OK;
}

enum jx_status cmd_query_remove(struct jx_app *app, const struct jx_args *args)
{
	const char *name = plain_name(args->operands[0]);
	enum jx_status status = jx_query_remove(app->home, name, &app->arena, &app->error);
	if (status != JX_OK)
		return status;
	jx_print(&app->terminal, _("Removed @%s"), name);
	jx_app_next(app, "jixiao query list");
	return JX_OK;
}
