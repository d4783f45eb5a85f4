#include "client/cli/families.h"

#include "client/commands/commands.h"
#include "client/text/i18n.h"

/* clang-format off */
static const struct jx_option RECTIFY_LIST_OPTIONS[] = {
	{"state", .argument = N_("STATE"), .help = N_("raised, acknowledged, planned, done_claimed, verified, reopened"), .fields = "state"},
	{"open", .help = N_("only those that are not verified")},
	{"overdue", .help = N_("only those that are overdue")},
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_option AS_OF_OPTIONS[] = {
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_option RECTIFY_RAISE_OPTIONS[] = {
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("what is wrong"), .fields = "problem"},
	{"due", .argument = N_("TIME"), .help = N_("until when it must be done: 30d or a date"), .fields = "due_time"},
	{"at", .argument = N_("FIELD"), .help = N_("the place of the report that it comes from, such as problems[0]"), .fields = "origin.field"},
	{"issue", .argument = N_("N"), .help = N_("the issue of the report that it comes from"), .fields = "origin.issue_number"},
	{"round", .argument = N_("ROUND"), .help = N_("the round of that report; default: the one under review"), .fields = "origin.version"},
	{"version", .argument = N_("N"), .help = N_("its version; default: the newest")},
	{0},
};

static const struct jx_option RECTIFY_PLAN_OPTIONS[] = {
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("what will be done"), .fields = "measure"},
	{"by", .argument = N_("TIME"), .help = N_("until when: 30d or a date"), .fields = "planned_time"},
	{0},
};

static const struct jx_option RECTIFY_DONE_OPTIONS[] = {
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("what shows that it is done"), .fields = "evidence"},
	{0},
};

static const struct jx_option RECTIFY_VERIFY_OPTIONS[] = {
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("what finance has seen"), .fields = "note"},
	{0},
};

static const struct jx_option RECTIFY_BACK_OPTIONS[] = {
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("why"), .fields = "reason"},
	{"due", .argument = N_("TIME"), .help = N_("until when it must be done: 30d or a date"), .fields = "due_time"},
	{0},
};

static const struct jx_option RECTIFY_REPORT_OPTIONS[] = {
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review"), .fields = "round"},
	{0},
};

static const struct jx_option IDLE_TOTALS_OPTIONS[] = {
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_option IDLE_LIST_OPTIONS[] = {
	{"state", .argument = N_("STATE"), .help = N_("flagged, explained, recovery_ordered, recovered, carry_over_approved"), .fields = "state"},
	{"outstanding", .help = N_("only those with something outstanding")},
	{"overdue", .help = N_("only those that are overdue")},
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_option IDLE_FLAG_OPTIONS[] = {
	{"amount", .argument = N_("MONEY"), .help = N_("how much, with its unit: 12.5万元 or 300.00元"), .fields = "amount"},
	{"source", .argument = N_("TEXT"), .help = N_("what money it is: the project or the account"), .fields = "source"},
	{"budget", .argument = N_("DATE"), .help = N_("when it was budgeted: 2023, 2023-05 or 2023-05-31"), .fields = "budget_date"},
	{"due", .argument = N_("TIME"), .help = N_("until when the department must explain it: 10d or a date"), .fields = "due_time"},
	{"rule", .argument = N_("RULE"), .help = N_("the rule of a finding that flags it"), .fields = "origin.rule"},
	{"at", .argument = N_("FIELD"), .help = N_("the place of the report that it comes from"), .fields = "origin.field"},
	{"round", .argument = N_("ROUND"), .help = N_("the round of that report; default: the one under review"), .fields = "origin.version"},
	{"version", .argument = N_("N"), .help = N_("its version; default: the newest")},
	{0},
};

static const struct jx_option IDLE_EXPLAIN_OPTIONS[] = {
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("why it is idle, and what is to become of it"), .fields = "explanation"},
	{0},
};

static const struct jx_option IDLE_ORDER_OPTIONS[] = {
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("the order, with its number"), .fields = "reason"},
	{"due", .argument = N_("TIME"), .help = N_("until when the money must be back: 30d or a date"), .fields = "due_time"},
	{0},
};

static const struct jx_option IDLE_RECOVER_OPTIONS[] = {
	{"amount", .argument = N_("MONEY"), .help = N_("how much came back: 12.5万元 or 300.00元"), .fields = "amount"},
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("the voucher"), .fields = "note"},
	{0},
};

static const struct jx_option IDLE_CARRY_OPTIONS[] = {
	{"amount", .argument = N_("MONEY"), .help = N_("how much is carried over: 12.5万元 or 300.00元"), .fields = "amount"},
	{"document", .argument = N_("NUMBER"), .help = N_("number of the document that approves it"), .fields = "document"},
	{"use", .argument = N_("TEXT"), .help = N_("its new use, which makes a new item"), .fields = "new_use"},
	{0},
};

const struct jx_command jx_followup_commands[] = {
	{.name = "rectify list", .run = cmd_rectify_list, .options = RECTIFY_LIST_OPTIONS, .forms = JX_FORMS_ALL,
		.operand_fields = {"department"}, .operands = N_("[DEPT]"), .max_operands = 1,
		.summary = N_("list rectification items: what is wrong, and what is done about it"),
		.details = N_("Items outlive the round they were raised in; see docs/follow-up.md. A department sees its own, finance and auditors all."),
		.example = "jixiao rectify list --overdue"},
	{.name = "rectify show", .run = cmd_rectify_show, .options = AS_OF_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ITEM"), .min_operands = 1, .max_operands = 1,
		.summary = N_("show a rectification item and all that was done about it"),
		.details = N_("ITEM is CODE/NUMBER, or the number alone for one of the own department."),
		.example = "jixiao rectify show 130132001/3"},
	{.name = "rectify report", .run = cmd_rectify_report, .options = RECTIFY_REPORT_OPTIONS, .forms = JX_FORMS_ALL,
		.operand_fields = {"department"}, .operands = N_("DEPT|FILE"), .min_operands = 1, .max_operands = 1,
		.summary = N_("show open items beside the problems and measures of a report"),
		.details = N_("A measure that the department has written before word for word, in an accepted report of an earlier round or for an item, is named with the place where it stood."),
		.example = "jixiao rectify report kegong-2026.json"},
	{.name = "rectify raise", .run = cmd_rectify_raise, .options = RECTIFY_RAISE_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"department"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("raise a rectification item; for finance"),
		.example = "jixiao rectify raise 130132001 --at problems[0] -m '...' --due 60d"},
	{.name = "rectify acknowledge", .run = cmd_rectify_acknowledge, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ITEM"), .min_operands = 1, .max_operands = 1,
		.summary = N_("take note of an item; for the department"),
		.example = "jixiao rectify acknowledge 3"},
	{.name = "rectify plan", .run = cmd_rectify_plan, .options = RECTIFY_PLAN_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ITEM"), .min_operands = 1, .max_operands = 1,
		.summary = N_("say what will be done, and until when; for the department"),
		.example = "jixiao rectify plan 3 -m '...' --by 30d"},
	{.name = "rectify done", .run = cmd_rectify_done, .options = RECTIFY_DONE_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ITEM"), .min_operands = 1, .max_operands = 1,
		.summary = N_("say that it is done, with evidence; for the department"),
		.example = "jixiao rectify done 3 -m '...'"},
	{.name = "rectify verify", .run = cmd_rectify_verify, .options = RECTIFY_VERIFY_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ITEM"), .min_operands = 1, .max_operands = 1,
		.summary = N_("verify that it is done; for finance"),
		.example = "jixiao rectify verify 130132001/3"},
	{.name = "rectify back", .run = cmd_rectify_back, .options = RECTIFY_BACK_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ITEM"), .min_operands = 1, .max_operands = 1,
		.summary = N_("send an item back that is not good enough; for finance"),
		.example = "jixiao rectify back 130132001/3 -m '...'"},
	{.name = "rectify reopen", .run = cmd_rectify_reopen, .options = RECTIFY_BACK_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ITEM"), .min_operands = 1, .max_operands = 1,
		.summary = N_("reopen an item that turned out not to be done; for finance"),
		.example = "jixiao rectify reopen 130132001/3 -m '...' --due 30d"},
	{.name = "idle list", .run = cmd_idle_list, .options = IDLE_LIST_OPTIONS, .forms = JX_FORMS_ALL,
		.operand_fields = {"department"}, .operands = N_("[DEPT]"), .max_operands = 1,
		.summary = N_("list idle funds, item by item"),
		.example = "jixiao idle list --outstanding"},
	{.name = "idle show", .run = cmd_idle_show, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ITEM"), .min_operands = 1, .max_operands = 1,
		.summary = N_("show idle funds and all that was done about them"),
		.details = N_("ITEM is CODE/NUMBER, or the number alone for one of the own department."),
		.example = "jixiao idle show 130132001/1"},
	{.name = "idle flag", .run = cmd_idle_flag, .options = IDLE_FLAG_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"department"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("flag idle funds; for finance, and for the department itself"),
		.example = "jixiao idle flag 130132001 --amount 12.5万元 --source '...' --budget 2023 --due 10d"},
	{.name = "idle explain", .run = cmd_idle_explain, .options = IDLE_EXPLAIN_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ITEM"), .min_operands = 1, .max_operands = 1,
		.summary = N_("explain idle funds; for the department"),
		.example = "jixiao idle explain 1 -m '...'"},
	{.name = "idle order", .run = cmd_idle_order, .options = IDLE_ORDER_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ITEM"), .min_operands = 1, .max_operands = 1,
		.summary = N_("order idle funds back; for leads"),
		.example = "jixiao idle order 130132001/1 -m '...' --due 30d"},
	{.name = "idle recover", .run = cmd_idle_recover, .options = IDLE_RECOVER_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ITEM"), .min_operands = 1, .max_operands = 1,
		.summary = N_("record money that came back, all or a part; for leads"),
		.example = "jixiao idle recover 130132001/1 --amount 5万元"},
	{.name = "idle carry", .run = cmd_idle_carry, .options = IDLE_CARRY_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ITEM"), .min_operands = 1, .max_operands = 1,
		.summary = N_("approve that money is carried over, all or a part; for leads"),
		.details = N_("With --use the money is an item of its own, which names this one and keeps the date of its budget."),
		.example = "jixiao idle carry 130132001/1 --amount 5万元 --document '...'"},
	{.name = "idle-funds", .run = cmd_idle_funds, .options = IDLE_TOTALS_OPTIONS, .forms = JX_FORMS_ALL,
		.operand_fields = {"year"}, .operands = N_("[YEAR]"), .max_operands = 1,
		.summary = N_("show a year of the ledger of idle funds, by department"),
		.details = N_("Opening + new - recovered - carried over = closing, to the fen. Analysts get the county's sums, of a year whose round has been published."),
		.example = "jixiao idle-funds 2026"},
	{0},
};
/* clang-format on */
