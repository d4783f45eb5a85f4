#include "client/cli/question_commands.h"

#include "client/commands/commands.h"
#include "client/text/i18n.h"

/* clang-format off */
const struct jx_command jx_question_commands[] = {
	{.name = "fields", .run = cmd_fields, .forms = JX_FORMS_ALL,
		.operands = N_("[WORD]"), .max_operands = 1,
		.summary = N_("list the fields that formulas of --by and --where may name"),
		.details = N_("With meaning, kind and unit: those of the ranking's row as row.NAME, then those of the report. WORD keeps the fields with it in their path or meaning. Behind a list stands []; see docs/formula.md for how a formula takes its rows."),
		.example = "jixiao fields execution"},
	{.name = "query save", .run = cmd_query_save,
		.operands = N_("NAME FORMULA"), .min_operands = 2, .max_operands = 2,
		.summary = N_("save a formula under a name, for --by @NAME and --where @NAME"),
		.details = N_("On this machine, for this person. A formula that has the name already is replaced; one that is wrong is not saved."),
		.example = "jixiao query save thrift 'row.execution_rate.value'"},
	{.name = "query list", .run = cmd_query_list, .forms = JX_FORMS_ALL,
		.summary = N_("list the saved formulas"),
		.example = "jixiao query list"},
	{.name = "query show", .run = cmd_query_show, .forms = JX_FORMS_ALL,
		.operands = N_("QUERY"), .min_operands = 1, .max_operands = 1,
		.summary = N_("show a saved formula"),
		.example = "jixiao query show thrift"},
	{.name = "query remove", .run = cmd_query_remove,
		.operands = N_("QUERY"), .min_operands = 1, .max_operands = 1,
		.summary = N_("remove a saved formula"),
		.example = "jixiao query remove thrift"},
	{.name = "sql", .run = cmd_sql, .forms = JX_FORMS_ALL,
		.operands = N_("FILE STATEMENT"), .min_operands = 2, .max_operands = 2,
		.summary = N_("ask a database that export has made, with one SELECT"),
		.details = N_("Needs no network. The statement only reads, and ends at limits of time, rows and memory. The view columns says what there is; see docs/export.md."),
		.example = "jixiao sql 2025.db 'SELECT department_title, final_score FROM departments ORDER BY rank'"},
	{0},
};
/* clang-format on */
