#include "client/cli/families.h"

#include "client/commands/commands.h"
#include "client/text/i18n.h"

/* clang-format off */
static const struct jx_option OUT_OPTIONS[] = {
	{"out", .letter = 'o', .argument = N_("FILE"), .help = N_("the file to write")},
	{0},
};

static const struct jx_option NEW_OPTIONS[] = {
	{"out", .letter = 'o', .argument = N_("FILE"), .help = N_("the file to write")},
	{"reference", .argument = N_("FILE"), .help = N_("reference figures that finance has given, a form or JSON")},
	{0},
};

static const struct jx_option CHECK_OPTIONS[] = {
	{"out", .letter = 'o', .argument = N_("FILE"), .help = N_("the copy to write; default: FILE.checked.xlsx")},
	{"round", .argument = N_("ROUND"), .help = N_("the round, if the file does not name it")},
	{0},
};

static const struct jx_option RETURNED_OPTIONS[] = {
	{"out", .letter = 'o', .argument = N_("FILE"), .help = N_("the file to write")},
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review")},
	{0},
};

static const struct jx_option IMPORT_OPTIONS[] = {
	{"out", .letter = 'o', .argument = N_("FILE"), .help = N_("the file to write")},
	{"template", .argument = N_("TEMPLATE"), .help = N_("read forms of another place: a name of form templates, or the file of a description")},
	{"into", .argument = N_("FILE"), .help = N_("the report, a form or JSON, that forms of another place are read into")},
	{0},
};

static const struct jx_option NATIONAL_OPTIONS[] = {
	{"out", .letter = 'o', .argument = N_("FILE"), .help = N_("the file to write, .xlsx or .json")},
	{"division", .argument = N_("CODE"), .help = N_("code of the county in nine places; default: six of the department's code, and 000")},
	{0},
};

static const struct jx_option REPORT_OPTIONS[] = {
	{"out", .letter = 'o', .argument = N_("FILE"), .help = N_("the file to write, .docx or .html")},
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review")},
	{"version", .argument = N_("N"), .help = N_("the version; default: the newest")},
	{0},
};

static const struct jx_option COUNTY_REPORT_OPTIONS[] = {
	{"out", .letter = 'o', .argument = N_("FILE"), .help = N_("the file to write, .html, .docx or .xlsx")},
	{"accepted", .help = N_("based on the reports accepted so far; for finance")},
	{"published", .help = N_("based on the newest publication")},
	{0},
};

const struct jx_command jx_form_commands[] = {
	{.name = "form new", .run = cmd_form_new, .options = NEW_OPTIONS,
		.operands = N_("[ROUND]"), .max_operands = 1,
		.summary = N_("make the form of a round as a workbook, prefilled"),
		.details = N_("Words, required fields and drop-downs are those of the rulebook of the round; projects, indicators and rows are those of last year's accepted report; reference figures of finance stand over them. The source of each is shown. Fill it in with Excel, WPS or LibreOffice."),
		.example = "jixiao form new 2025 -o kegong-2025.xlsx"},
	{.name = "form returned", .run = cmd_form_returned, .options = RETURNED_OPTIONS,
		.operands = N_("[DEPT]"), .max_operands = 1,
		.summary = N_("fetch a returned report as a form, with finance's issues in its cells"),
		.details = N_("Cells that finance asks about are coloured and have a remark; beside them is a cell for the reply. Correct and reply, then check and submit the same file: replies are sent first. Without DEPT: your own department."),
		.example = "jixiao form returned -o kegong-2025-v2.xlsx"},
	{.name = "form check", .run = cmd_form_check, .options = CHECK_OPTIONS, .forms = JX_FORMS_JSON,
		.operands = N_("FILE"), .min_operands = 1, .max_operands = 1,
		.summary = N_("write a copy of a form with the problems in its cells"),
		.details = N_("Checks as check does. Cells with a problem are coloured and have a remark; a sheet lists all of them."),
		.example = "jixiao form check kegong-2025.xlsx"},
	{.name = "form export", .run = cmd_form_export, .options = OUT_OPTIONS, .forms = JX_FORMS_JSON,
		.operands = N_("FILE"), .min_operands = 1, .max_operands = 1,
		.summary = N_("write a report as a workbook"),
		.details = N_("Words and drop-downs are those of the rulebook of its round. What is written reads back as the same report."),
		.example = "jixiao form export kegong-2025.json -o kegong-2025.xlsx"},
	{.name = "form import", .run = cmd_form_import, .options = IMPORT_OPTIONS, .forms = JX_FORMS_JSON,
		.operands = N_("FILE..."), .min_operands = 1, .max_operands = JX_MANY_OPERANDS,
		.summary = N_("write a filled-in workbook as JSON"),
		.details = N_("Refused while cells cannot be read. Without --out the report is printed. With --template forms of another place are read, many at once: each sheet of a project becomes a project of the report that --into names."),
		.example = "jixiao form import kegong-2025.xlsx -o kegong-2025.json"},
	{.name = "form national", .run = cmd_form_national, .options = NATIONAL_OPTIONS, .forms = JX_FORMS_TABLE,
		.operands = N_("[FILE]"), .max_operands = 1,
		.summary = N_("write a report in the tables of the national budget system"),
		.details = N_("Sheets, or lists of JSON, are PM_PERF_SELF_EVAL and its companions, columns have the names of that system. What it would refuse and what has no place there is told before anything is uploaded; exit code 3 when it would refuse something. Without FILE: the names, and what each is filled from."),
		.example = "jixiao form national kegong-2025.xlsx -o national.xlsx"},
	{.name = "form templates", .run = cmd_form_templates, .forms = JX_FORMS_TABLE,
		.summary = N_("list the forms of other places that can be read"),
		.details = N_("Each is a description that says where a field stands; docs/form-templates.md says how to write one for another form."),
		.example = "jixiao form templates"},
	{.name = "edit", .run = cmd_edit,
		.operands = N_("FILE"), .min_operands = 1, .max_operands = 1,
		.summary = N_("open a report in your editor, and check it afterwards"),
		.details = N_("A JSON file is opened with VISUAL or EDITOR, as a copy that takes its place once it can be read: what you typed is never lost. A form, and anything where neither is set, is opened with what the desktop has for it."),
		.example = "jixiao edit kegong-2025.json"},
	{.name = "report", .run = cmd_report, .options = REPORT_OPTIONS,
		.operands = N_("DEPT|FILE"), .min_operands = 1, .max_operands = 1,
		.summary = N_("write the official report as a document, for seal and signature"),
		.details = N_("Six sections with their tables, and a signature page with the report's fingerprint and the number of its receipt. The same report gives the same bytes."),
		.example = "jixiao report 130132001 -o kegong-2025.docx"},
	{.name = "report county", .run = cmd_report_county, .options = COUNTY_REPORT_OPTIONS,
		.operands = N_("[ROUND]"), .max_operands = 1,
		.summary = N_("write the county's circular about a round, with charts"),
		.details = N_("Ranking, distribution, execution beside scores, claims beside results, classes of indicators, the year before, answer times, problems, who is missing. The same data give the same bytes. As a workbook: a sheet for each part."),
		.example = "jixiao report county 2025 -o county-2025.html"},
	{0},
};
/* clang-format on */
