#include "client/cli/families.h"

#include "client/commands/commands.h"
#include "client/text/i18n.h"

/* clang-format off */
static const struct jx_option QUEUE_OPTIONS[] = {
	{"by", .argument = N_("ORDER"), .help = N_("risk or age; default: risk"), .fields = "order"},
	{"mine", .help = N_("only those that you have claimed")},
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review"), .fields = "round"},
	{0},
};

static const struct jx_option AS_OF_OPTIONS[] = {
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_option REMIND_OPTIONS[] = {
	{"send", .help = N_("remind them: they see it in their inbox, and the log keeps it")},
	{"overdue", .help = N_("only those that are overdue")},
	{"out", .argument = N_("DIRECTORY"), .help = N_("a file each, named by the code, instead of printing")},
	{0},
};

const struct jx_command jx_turn_commands[] = {
	{.name = "inbox", .run = cmd_inbox, .forms = JX_FORMS_ALL,
		.summary = N_("list what waits for you, the most urgent first"),
		.details = N_("Reports, issues, signatures, objections, what another lead has proposed, rectification items and idle funds, with the command that is due next. What has a due time comes first."),
		.example = "jixiao inbox"},
	{.name = "queue", .run = cmd_queue, .options = QUEUE_OPTIONS, .forms = JX_FORMS_ALL,
		.summary = N_("list the reports that wait for review, the greatest risk first"),
		.details = N_("Risk is a sum: 3 for each explained finding, 1 for each note, 1 for each full point claimed beyond what the figures give, 10 when the report cannot be verified, 5 when it is late, 5 for each earlier return, 10 when the department spent 100 million yuan or more by its newest accepted report of another round, 5 from 10 million yuan on."),
		.example = "jixiao queue --mine --by age"},
	{.name = "progress", .run = cmd_progress, .options = AS_OF_OPTIONS, .forms = JX_FORMS_ALL,
		.operand_fields = {"round"}, .operands = N_("[ROUND]"), .max_operands = 1,
		.summary = N_("count the departments of a round by state, and name who has not filed"),
		.example = "jixiao progress 2025"},
	{.name = "remind", .run = cmd_remind, .options = REMIND_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"round"}, .operands = N_("[ROUND]"), .max_operands = 1,
		.summary = N_("write a notice for each department that has something to do"),
		.details = N_("A notice says that something waits, until when and where to look; it holds no figure of a report. Without --send nothing is stored."),
		.example = "jixiao remind 2025 --overdue --send --out notices"},
	{.name = "responsiveness", .run = cmd_responsiveness, .options = AS_OF_OPTIONS, .forms = JX_FORMS_ALL,
		.operand_fields = {"round"}, .operands = N_("[ROUND]"), .max_operands = 1,
		.summary = N_("show how long departments and finance take to answer each other"),
		.example = "jixiao responsiveness 2025"},
	{0},
};
/* clang-format on */
