#include "client/cli/families.h"

#include "client/commands/commands.h"
#include "client/text/i18n.h"

/* clang-format off */
static const struct jx_option PUBLICATIONS_OPTIONS[] = {
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_option EXPORT_OPTIONS[] = {
	{"out", .argument = N_("FILE"), .help = N_("write to a file, which appears when it is complete; its name says the form: .csv, .jsonl, .json, .xlsx, .zip (Data Package), .db or .sqlite")},
	{"table", .argument = N_("TABLE"), .help = N_("of csv and json this table: departments, projects, indicators, funds, functions, findings, issues, missing or rounds; csv by default departments")},
	{"headings", .argument = N_("zh|en"), .help = N_("titles of columns in this language; of csv instead of their keys")},
	{"publication", .argument = N_("N"), .help = N_("a publication with the reports and the rulebook it was made from; latest: the newest"), .fields = "publication"},
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

const struct jx_command jx_export_commands[] = {
	{.name = "export", .run = cmd_export, .options = EXPORT_OPTIONS, .forms = JX_FORMS_ALL,
		.operand_fields = {"round"}, .operands = N_("[ROUND]"), .max_operands = 1,
		.summary = N_("export what is accepted or published: tables for a spreadsheet, a statistics program or a database, or whole reports"),
		.details = N_("Without ROUND every round. jsonl holds whole reports, or with --publication what recomputes it; every other form holds tables with the same figures. See docs/export.md."),
		.example = "jixiao export 2025 --out 2025.xlsx"},
	{.name = "publication list", .run = cmd_publication_list, .options = PUBLICATIONS_OPTIONS, .forms = JX_FORMS_ALL,
		.operand_fields = {"round"}, .operands = N_("[ROUND]"), .max_operands = 1,
		.summary = N_("list what was published of a round, with the digests"),
		.example = "jixiao publication list 2025"},
	{.name = "verify-publication", .run = cmd_verify_publication, .forms = JX_FORMS_ALL,
		.operands = N_("FILE"), .min_operands = 1, .max_operands = 1,
		.summary = N_("recompute a published ranking from its file and compare it byte for byte"),
		.details = N_("FILE was written by export --publication. Needs no network and no trust in the server: scores, ranks, order and digest are computed from the reports alone. \"-\" reads standard input. Exit code 1: the result differs."),
		.example = "jixiao verify-publication 2025-2.jsonl"},
	{0},
};
/* clang-format on */
