#include "client/cli/followup_options.h"

#include "client/text/i18n.h"

/* clang-format off */
const struct jx_option jx_rectify_list_options[] = {
	{"state", .argument = N_("STATE"), .help = N_("raised, acknowledged, planned, done_claimed, verified, reopened"), .fields = "state"},
	{"open", .help = N_("only those that are not verified")},
	{"overdue", .help = N_("only those that are overdue")},
	{0},
};

const struct jx_option jx_rectify_raise_options[] = {
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("what is wrong"), .fields = "problem"},
	{"due", .argument = N_("TIME"), .help = N_("until when it must be done: 30d or a date"), .fields = "due_time"},
	{"at", .argument = N_("FIELD"), .help = N_("the place of the report that it comes from, such as problems[0]"), .fields = "origin.field"},
	{"issue", .argument = N_("N"), .help = N_("the issue of the report that it comes from"), .fields = "origin.issue_number"},
	{"round", .argument = N_("ROUND"), .help = N_("the round of that report; default: the newest"), .fields = "origin.version"},
	{"version", .argument = N_("N"), .help = N_("its version; default: the newest")},
	{0},
};

const struct jx_option jx_rectify_plan_options[] = {
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("what will be done"), .fields = "measure"},
	{"by", .argument = N_("TIME"), .help = N_("until when: 30d or a date"), .fields = "planned_time"},
	{0},
};

const struct jx_option jx_rectify_done_options[] = {
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("what shows that it is done"), .fields = "evidence"},
	{0},
};

const struct jx_option jx_rectify_verify_options[] = {
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("what finance has seen"), .fields = "note"},
	{0},
};

const struct jx_option jx_rectify_back_options[] = {
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("why"), .fields = "reason"},
	{"due", .argument = N_("TIME"), .help = N_("until when it must be done: 30d or a date"), .fields = "due_time"},
	{0},
};

const struct jx_option jx_rectify_report_options[] = {
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the newest"), .fields = "round"},
	{0},
};

const struct jx_option jx_idle_list_options[] = {
	{"state", .argument = N_("STATE"), .help = N_("flagged, explained, recovery_ordered, recovered, carry_over_approved"), .fields = "state"},
	{"outstanding", .help = N_("only those with something outstanding")},
	{"overdue", .help = N_("only those that are overdue")},
	{0},
};

const struct jx_option jx_idle_flag_options[] = {
	{"amount", .argument = N_("MONEY"), .help = N_("how much, with its unit: 12.5万元 or 300.00元"), .fields = "amount"},
	{"source", .argument = N_("TEXT"), .help = N_("what money it is: the project or the account"), .fields = "source"},
	{"budget", .argument = N_("DATE"), .help = N_("when it was budgeted: 2023, 2023-05 or 2023-05-31"), .fields = "budget_date"},
	{"due", .argument = N_("TIME"), .help = N_("until when the department must explain it: 10d or a date"), .fields = "due_time"},
	{"rule", .argument = N_("RULE"), .help = N_("the rule of a finding that flags it"), .fields = "origin.rule"},
	{"at", .argument = N_("FIELD"), .help = N_("the place of the report that it comes from"), .fields = "origin.field"},
	{"round", .argument = N_("ROUND"), .help = N_("the round of that report; default: the newest"), .fields = "origin.version"},
	{"version", .argument = N_("N"), .help = N_("its version; default: the newest")},
	{0},
};

const struct jx_option jx_idle_explain_options[] = {
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("why it is idle, and what is to become of it"), .fields = "explanation"},
	{0},
};

const struct jx_option jx_idle_order_options[] = {
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("the order, with its number"), .fields = "reason"},
	{"due", .argument = N_("TIME"), .help = N_("until when the money must be back: 30d or a date"), .fields = "due_time"},
	{0},
};

const struct jx_option jx_idle_recover_options[] = {
	{"amount", .argument = N_("MONEY"), .help = N_("how much came back: 12.5万元 or 300.00元"), .fields = "amount"},
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("the voucher"), .fields = "note"},
	{0},
};

const struct jx_option jx_idle_carry_options[] = {
	{"amount", .argument = N_("MONEY"), .help = N_("how much is carried over: 12.5万元 or 300.00元"), .fields = "amount"},
	{"document", .argument = N_("NUMBER"), .help = N_("number of the document that approves it"), .fields = "document"},
	{"use", .argument = N_("TEXT"), .help = N_("its new use, which makes a new item"), .fields = "new_use"},
	{0},
};
/* clang-format on */
