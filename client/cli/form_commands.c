#include "client/cli/form_commands.h"

#include "client/commands/commands.h"
#include "client/text/i18n.h"

/* clang-format off */
static const struct jx_option OUT_OPTIONS[] = {
	{"out", .letter = 'o', .argument = N_("FILE"), .help = N_("the file to write")},
	{0},
};

const struct jx_command jx_form_commands[] = {
	{.name = "form export", .run = cmd_form_export, .options = OUT_OPTIONS, .forms = JX_FORMS_JSON,
		.operands = N_("FILE"), .min_operands = 1, .max_operands = 1,
		.summary = N_("write a report as a workbook"),
		.details = N_("Words and drop-downs are those of the rulebook of its round. What is written reads back as the same report."),
		.example = "jixiao form export kegong-2025.json -o kegong-2025.xlsx"},
	{.name = "form import", .run = cmd_form_import, .options = OUT_OPTIONS, .forms = JX_FORMS_JSON,
		.operands = N_("FILE"), .min_operands = 1, .max_operands = 1,
		.summary = N_("write a filled-in workbook as JSON"),
		.details = N_("Refused while cells cannot be read. Without --out the report is printed."),
		.example = "jixiao form import kegong-2025.xlsx -o kegong-2025.json"},
	{0},
};
/* clang-format on */
