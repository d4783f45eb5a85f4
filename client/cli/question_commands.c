#include "client/cli/families.h"

#include "client/commands/commands.h"
#include "client/text/i18n.h"

/* clang-format off */
static const struct jx_option TREND_OPTIONS[] = {
	{"by", .argument = N_("KEY|FORMULA|@QUERY"), .help = N_("rank by a metric or a formula instead; see: jixiao metrics, jixiao fields"), .fields = "by"},
	{"peers", .argument = N_("GROUP"), .help = N_("instead of DEPT: the medians of this peer group"), .fields = "peer_group"},
	{"accepted", .help = N_("based on the reports accepted so far; for finance")},
	{"published", .help = N_("based on the newest publication")},
	{"out", .argument = N_("FILE"), .help = N_("also draw the scores of the newest twelve rounds, as a picture that ends in .svg")},
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_option PEERS_OPTIONS[] = {
	{"top", .argument = N_("N"), .help = N_("only the N nearest; default: 10")},
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_option STABILITY_OPTIONS[] = {
	{"shift", .argument = N_("POINTS"), .help = N_("how many points each class may have more or less; default: 5")},
	{"peers", .argument = N_("GROUP"), .help = N_("only this peer group, ranked by itself")},
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_option WHAT_IF_OPTIONS[] = {
	{"rulebook", .argument = N_("ID|FILE"), .help = N_("by this rulebook instead")},
	{"weight", .argument = N_("NAME=NUMBER"), .help = N_("common: the weight of the common indicators in percent; else the points of a common indicator or a level, or a parameter; may be given several times")},
	{"without", .argument = N_("RULE"), .help = N_("without this rule, cap, deduction, scoring or common indicator; may be given several times")},
	{"peers", .argument = N_("GROUP"), .help = N_("only this peer group, ranked by itself")},
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_option QUALITY_OPTIONS[] = {
	{"targets", .help = N_("instead of rules: whose targets were easy, or met to the digit")},
	{"peers", .argument = N_("GROUP"), .help = N_("only this peer group")},
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_option PROBLEMS_OPTIONS[] = {
	{"repeated", .help = N_("the problems that a department names in more than one of the rounds")},
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

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
		.example = "jixiao sql 2025.db 'SELECT department, final_score FROM departments'"},
	{.name = "trend", .run = cmd_trend, .options = TREND_OPTIONS, .forms = JX_FORMS_ALL,
		.operands = N_("[DEPT]"), .max_operands = 1,
		.summary = N_("show a department, or a peer group, over the rounds"),
		.details = N_("Rank, scores and what changed since the round before, the oldest round first. A round without a figure says why."),
		.example = "jixiao trend 130132001"},
	{.name = "why-changed", .run = cmd_why_changed, .forms = JX_FORMS_ALL,
		.operands = N_("PUBLICATION PUBLICATION [DEPT]"), .min_operands = 2, .max_operands = 3,
		.summary = N_("split what changed between two publications over own figures, peers, weights and rules"),
		.details = N_("PUBLICATION is ROUND for its newest one, ROUND:N for its Nth, or a file of export --publication. Parts are exact, as decimal numbers or fractions, and add up to the change."),
		.example = "jixiao why-changed 2024 2025"},
	{.name = "peers", .run = cmd_peers, .options = PEERS_OPTIONS, .forms = JX_FORMS_ALL,
		.operands = N_("DEPT [PUBLICATION]"), .min_operands = 1, .max_operands = 2,
		.summary = N_("list the departments most like one, by people, money and functions"),
		.details = N_("With the distance, its parts and the rank among those that are listed. A department whose figure is missing cannot be compared."),
		.example = "jixiao peers 130132001"},
	{.name = "stability", .run = cmd_stability, .options = STABILITY_OPTIONS, .forms = JX_FORMS_ALL,
		.operands = N_("[PUBLICATION]"), .max_operands = 1,
		.summary = N_("show how firm each rank is when the points of the classes of indicators move"),
		.details = N_("The best and the worst rank under all points within the shift, and who cannot be told apart from whom. See docs/questions.md."),
		.example = "jixiao stability 2025 --shift 5"},
	{.name = "what-if", .run = cmd_what_if, .options = WHAT_IF_OPTIONS, .forms = JX_FORMS_ALL,
		.operands = N_("[PUBLICATION]"), .max_operands = 1,
		.summary = N_("rank a publication by other weights, without a rule, or by another rulebook"),
		.details = N_("Computed on this machine, stored nowhere and never published: every line says so, and there is no digest."),
		.example = "jixiao what-if 2025 --weight common=20 --without D02"},
	{.name = "quality", .run = cmd_quality, .options = QUALITY_OPTIONS, .forms = JX_FORMS_ALL,
		.operands = N_("[PUBLICATION...]"), .max_operands = 20,
		.summary = N_("show which rules the reports of rounds break, or whose targets stand out"),
		.details = N_("Of several rounds, each rule in each of them with the change since the one before."),
		.example = "jixiao quality 2024 2025"},
	{.name = "problems", .run = cmd_problems, .options = PROBLEMS_OPTIONS, .forms = JX_FORMS_ALL,
		.operands = N_("[PUBLICATION...]"), .max_operands = 20,
		.summary = N_("count the problems that departments name, by kind, and find those named again"),
		.details = N_("Of several rounds, the oldest first: how many had named the kind before, and how many in the same words."),
		.example = "jixiao problems 2024 2025 --repeated"},
	{0},
};
/* clang-format on */
