#include "client/cli/command_table.h"

#include <string.h>

#include "client/cli/i18n.h"
#include "proto/contract/base/array.h"

const struct jx_option jx_global_options[] = {
	{"server", '\0', N_("HOST:PORT"),
		N_("where the server listens; else JIXIAO_SERVER, else client.ini")},
	{"home", '\0', N_("DIR"),
		N_("directory of key, certificate, outbox and client.ini; else JIXIAO_HOME")},
	{"output", 'o', N_("FORM"), N_("table, json, jsonl, csv or csv-excel")},
	{"lang", '\0', N_("zh|en"), N_("language; else JIXIAO_LANG")},
	{"timeout", '\0', N_("SECONDS"), N_("how long to wait for an answer, 30 unless told")},
	{"public", '\0', NULL,
		N_("use the public listener of this machine: no certificate, published results")},
	{"no-input", '\0', NULL, N_("never ask anything")},
	{"yes", 'y', NULL, N_("answer yes to every question")},
	{"help", 'h', NULL, N_("show the help of the command")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option ROUND_OPTION[] = {
	{"round", '\0', N_("ROUND"), N_("which round; the newest one unless told")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option CHECK_OPTIONS[] = {
	{"round", '\0', N_("ROUND"), N_("the round, when the file does not name it")},
	{"rulebook", '\0', N_("ID|FILE"), N_("judge by a rulebook too; see: jixiao rules list")},
	{"only-problems", '\0', NULL, N_("leave out what is for information or explained")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option RULES_LIST_OPTIONS[] = {
	{"active", '\0', NULL, N_("those that were activated on the server, with their rounds")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option ACTIVATE_OPTIONS[] = {
	{"round", '\0', N_("ROUND"), N_("let this round rest on it; it may have no report yet")},
	{"dry-run", '\0', NULL, N_("check everything, change nothing")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option EXPLAIN_OPTIONS[] = {
	{"rulebook", '\0', N_("ID|FILE"), N_("score a file by this rulebook; or explain a rule of it")},
	{"round", '\0', N_("ROUND"), N_("which round of a department; the newest one unless told")},
	{"accepted", '\0', NULL, N_("the accepted report")},
	{"published", '\0', NULL, N_("the report of the newest publication")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option SUBMIT_OPTIONS[] = {
	{"round", '\0', N_("ROUND"), N_("the round, when the file does not name it")},
	{"dry-run", '\0', NULL, N_("let the server check everything and keep nothing")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option ENROL_OPTIONS[] = {
	{"replace", '\0', NULL, N_("take the place of the enrolment that is there")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option INVITE_OPTIONS[] = {
	{"role", '\0', N_("ROLE[,ROLE]"), N_("enterer, member, head, reviewer, lead, analyst or auditor")},
	{"department", '\0', N_("DEPT"), N_("the person's department: code or title")},
	{"title", '\0', N_("TEXT"), N_("what people call the account; no personal name is needed")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option REASON_OPTION[] = {
	{"reason", '\0', N_("TEXT"), N_("why; goes into the log")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option DEPARTMENT_OPTIONS[] = {
	{"short", '\0', N_("TEXT"), N_("short name of at most eight characters")},
	{"level", '\0', N_("CODE"), N_("county, town, street, city")},
	{"nature", '\0', N_("CODE"),
		N_("administrative, civil_service_managed, public_institution, group, school")},
	{"funding", '\0', N_("CODE"), N_("fiscal, balance, self")},
	{"peers", '\0', N_("GROUP"), N_("peer group it is compared within")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option DRY_RUN_OPTION[] = {
	{"dry-run", '\0', NULL, N_("check everything, change nothing")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option ROUND_OPTIONS[] = {
	{"title", '\0', N_("TEXT"), N_("what people call the round")},
	{"year", '\0', N_("YEAR"), N_("budget year; 0 takes reports of any year")},
	{"deadline", '\0', N_("TIME"), N_("2026-03-15, 2026-03-15T17:30+08:00 or a span such as 30d")},
	{"accepts-late", '\0', NULL, N_("take reports after the deadline, marked late")},
	{"departments", '\0', N_("CODE,CODE"), N_("who must file; every department unless told")},
	{"rulebook", '\0', N_("ID[@NUMBER]"),
		N_("what its reports are judged by: county-sample unless told, none for the built-in rules "
		   "alone")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option LIST_OPTIONS[] = {
	{"state", '\0', N_("STATE"),
		N_("missing, submitted, under_review, returned, accepted, checking, final ...")},
	{"round", '\0', N_("ROUND"), N_("which round; the newest one unless told")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option SHOW_OPTIONS[] = {
	{"round", '\0', N_("ROUND"), N_("which round; the newest one unless told")},
	{"version", '\0', N_("N"), N_("which version; the newest one unless told")},
	{"only-problems", '\0', NULL, N_("only issues and findings")},
	{"content", '\0', NULL, N_("the report itself as JSON, to save and correct")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option ACCEPT_OPTIONS[] = {
	{"round", '\0', N_("ROUND"), N_("which round; the newest one unless told")},
	{"at", '\0', N_("FIELD"),
		N_("path of a line, e.g. projects[0].indicators[3]; --score and --reason after it are for "
		   "that line")},
	{"score", '\0', N_("POINTS"), N_("finance's own score: of the report, or of the line named before")},
	{"reason", '\0', N_("TEXT"), N_("why it differs from the claim")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option RETURN_OPTIONS[] = {
	{"at", '\0', N_("FIELD"), N_("path of a field, e.g. functions[0].amount; begins an issue")},
	{"message", 'm', N_("TEXT"), N_("the issue in words")},
	{"want", '\0', N_("ACTION"), N_("correct, explain or attach; correct unless told")},
	{"due", '\0', N_("TIME"), N_("until when: 3d or a date")},
	{"round", '\0', N_("ROUND"), N_("which round; the newest one unless told")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option PUBLISH_OPTIONS[] = {
	{"window", '\0', N_("SPAN"),
		N_("how long departments may check the provisional table, 5d unless told")},
	{"final", '\0', NULL, N_("publish finally; requires two leads")},
	{"digest", '\0', N_("DIGEST"), N_("digest of the table you have seen; by default it is shown first")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option RANK_OPTIONS[] = {
	{"score", '\0', N_("SCORE"),
		N_("final, computed, reviewed or common; final unless told; claimed lists without ranks")},
	{"by", '\0', N_("KEY|FORMULA"), N_("rank by a metric or a formula instead; see: jixiao metrics")},
	{"where", '\0', N_("FORMULA"), N_("only departments that meet it")},
	{"lower-first", '\0', NULL, N_("by a formula: the lowest first")},
	{"peers", '\0', N_("GROUP"), N_("only this peer group")},
	{"top", '\0', N_("N"), N_("at most so many rows")},
	{"accepted", '\0', NULL, N_("reports accepted so far; for finance")},
	{"published", '\0', NULL, N_("the newest publication")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option STANDING_OPTIONS[] = {
	{"peers", '\0', N_("GROUP"), N_("only this peer group")},
	{"accepted", '\0', NULL, N_("reports accepted so far; for finance")},
	{"published", '\0', NULL, N_("the newest publication")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option COMPARE_OPTIONS[] = {
	{"round", '\0', N_("ROUND"), N_("which round; the newest one unless told")},
	{"years", '\0', NULL, N_("all rounds of one department, oldest first")},
	{"accepted", '\0', NULL, N_("reports accepted so far; for finance")},
	{"published", '\0', NULL, N_("the newest publication")},
	{NULL, '\0', NULL, NULL},
};

static const struct jx_option EXPORT_OPTIONS[] = {
	{"out", '\0', N_("FILE"), N_("write to a file, whole or not at all")},
	{"publication", '\0', N_("N"),
		N_("a publication, with the reports and the rulebook it was made from; latest: the newest")},
	{NULL, '\0', NULL, NULL},
};

#define ALL    JX_FORMS_ALL
#define JSON   JX_FORMS_JSON
#define TEXT   JX_FORMS_TEXT
#define MANY   JX_MANY_OPERANDS
#define REMOTE false
#define LOCAL  true

/* clang-format off */
static const struct jx_command COMMANDS[] = {
	/* name, function, options, operands, summary, details, example, least and most operands, forms, offline */
	{"enrol", cmd_enrol, ENROL_OPTIONS, N_("LINE"),
		N_("set this machine up with the line that finance gave you"),
		N_("Makes a key here, which never leaves this machine, and gets a certificate for it. Safe to repeat."),
		"jixiao enrol 'jixiao:cz.example.gov.cn:7444/9f2c.../4T9QC-...'", 1, 1, JSON, REMOTE},
	{"whoami", cmd_whoami, NULL, "", N_("show who you are to the server"), NULL, "jixiao whoami", 0, 0, JSON, REMOTE},
	{"check", cmd_check, CHECK_OPTIONS, N_("FILE..."),
		N_("check reports on this machine, all problems at once"),
		N_("Needs no network and judges with the server's own rules. \"-\" reads standard input. Exit code 3: something must be corrected or explained."),
		"jixiao check kegong-2025.json", 1, MANY, ALL, LOCAL},
	{"rules list", cmd_rules_list, RULES_LIST_OPTIONS, "", N_("list the rulebooks that come with the program"), NULL, "jixiao rules list", 0, 0, ALL, LOCAL},
	{"rules show", cmd_rules_show, NULL, N_("ID|FILE [RULE]"),
		N_("show the rules of a rulebook, or all of one rule"), NULL,
		"jixiao rules show county-sample F06", 1, 2, ALL, LOCAL},
	{"rules check", cmd_rules_check, NULL, N_("ID|FILE"),
		N_("check a rulebook, all mistakes at once"),
		N_("Every mistake with line and column, inside formulas too. Exit code 3: something must be corrected."),
		"jixiao rules check our-county.json", 1, 1, ALL, LOCAL},
	{"rules diff", cmd_rules_diff, NULL, N_("ID|FILE ID|FILE"),
		N_("show what differs between two rulebooks"), NULL,
		"jixiao rules diff county-sample our-county.json", 2, 2, JX_FORMS_TABLE, LOCAL},
	{"rules fetch", cmd_rules_fetch, NULL, N_("[ROUND]"),
		N_("get the rulebook of a round, to check reports offline"),
		N_("Also done by submit and status. Kept under rulebooks/ of the home directory."),
		"jixiao rules fetch 2025", 0, 1, JSON, REMOTE},
	{"rules activate", cmd_rules_activate, ACTIVATE_OPTIONS, N_("ID|FILE"),
		N_("give the server a rulebook, for good"),
		N_("An edition never changes once it is active; a round keeps its own from its first report on."),
		"jixiao rules activate our-county.json --round 2025", 1, 1, JSON, REMOTE},
	{"submit", cmd_submit, SUBMIT_OPTIONS, N_("FILE..."),
		N_("check, sign and file reports"),
		N_("Safe to repeat: the same content is never filed twice. When the server cannot be reached, the report waits in the outbox (exit code 7)."),
		"jixiao submit kegong-2025.json", 1, MANY, JSON, REMOTE},
	{"outbox list", cmd_outbox_list, NULL, "", N_("show reports that wait to be sent"), NULL, "jixiao outbox list", 0, 0, ALL, LOCAL},
	{"outbox send", cmd_outbox_send, NULL, "", N_("send what waits"), NULL, "jixiao outbox send", 0, 0, JSON, REMOTE},
	{"outbox drop", cmd_outbox_drop, NULL, N_("ID"),
		N_("give a waiting report up"),
		N_("If the server has received it already, it stays filed there."),
		"jixiao outbox drop 3f0c2f6e-8d41-4a39-9f5e-2f6e1c1b7a10", 1, 1, TEXT, LOCAL},
	{"formula", cmd_formula, NULL, N_("FORMULA [FILE]"),
		N_("evaluate a formula on a report and show the steps"),
		N_("The language of rulebooks, filters and rankings, see docs/formula.md. Without FILE every figure is missing. Into a pipe goes the result alone."),
		"jixiao formula 'ratio(accounts.project_expenditure, accounts.expenditure)' kegong-2025.json", 1, 2, JX_FORMS_TABLE, LOCAL},
	{"explain", cmd_explain, EXPLAIN_OPTIONS, N_("FILE|DEPT [LINE] | RULE"),
		N_("show what a report's scores come to, and why; or what a rule says"),
		N_("Every line is computed from its own figures; what cannot be computed is carried at its claim, with the reason. A file is explained here, a department's report by the server. LINE is a number, a path or a name: its steps. See docs/scores.md."),
		"jixiao explain kegong-2025.json 3", 1, 2, ALL, LOCAL},
	{"status", cmd_status, ROUND_OPTION, "", N_("see where your department's reports stand and what comes next"), NULL, "jixiao status", 0, 0, ALL, REMOTE},
	{"list", cmd_list, LIST_OPTIONS, "", N_("list the reports of a round"), NULL, "jixiao list --state submitted", 0, 0, ALL, REMOTE},
	{"show", cmd_show, SHOW_OPTIONS, N_("DEPT"),
		N_("show a report: figures, findings, issues"),
		N_("DEPT is a code, a (short) title that only one department has, or submissions/ID."),
		"jixiao show 130132001 --only-problems", 1, 1, JSON, REMOTE},
	{"accept", cmd_accept, ACCEPT_OPTIONS, N_("DEPT"),
		N_("accept a report, with finance's own score if you set one"),
		N_("A score of the whole report, or --at before each line that finance scores itself: the score is then what the lines make, and those lines count as verified."),
		"jixiao accept 130132001 --at projects[0].indicators[3] --score 4.84 --reason '...'", 1, 1, JSON, REMOTE},
	{"return", cmd_return, RETURN_OPTIONS, N_("DEPT"),
		N_("return a report with issues to be answered"),
		N_("Every --at begins an issue; -m and --want after it belong to it."),
		"jixiao return 130132001 --at functions[0].amount -m '...' --want explain --due 3d", 1, 1, JSON, REMOTE},
	{"publish", cmd_publish, PUBLISH_OPTIONS, N_("ROUND"),
		N_("publish a round, provisionally or finally"),
		N_("A final publication requires two leads: both run the same command."),
		"jixiao publish 2025 --window 5d", 1, 1, JSON, REMOTE},
	{"rank", cmd_rank, RANK_OPTIONS, N_("[ROUND]"),
		N_("rank the departments"),
		N_("By the final score: reviewed where finance reviewed, else the smaller of claimed and computed, less deductions. A report that cannot be verified stands apart, without a rank. Formulas see the report's fields, and the row of the ranking as row: row.claimed_score - row.computed_score; see docs/formula.md. Ties share a rank and the next one is skipped (1-2-2-4). The claimed score is shown and never ranked by."),
		"jixiao rank 2025 --where 'row.coverage >= 80' --top 10", 0, 1, ALL, REMOTE},
	{"inflation", cmd_inflation, STANDING_OPTIONS, N_("[ROUND]"),
		N_("show how far claims stand above what the figures come to"),
		N_("The highest index first. A flag is a reason to look, and proves nothing; no flag proves nothing either."),
		"jixiao inflation 2025", 0, 1, ALL, REMOTE},
	{"coverage", cmd_coverage, STANDING_OPTIONS, N_("[ROUND]"),
		N_("show how much of each report can be verified"),
		N_("The least coverage first."),
		"jixiao coverage 2025", 0, 1, ALL, REMOTE},
	{"compare", cmd_compare, COMPARE_OPTIONS, N_("DEPT..."),
		N_("set departments, or one department's years, side by side"), NULL,
		"jixiao compare 130132001 130132002", 1, 20, ALL, REMOTE},
	{"metrics", cmd_metrics, NULL, "", N_("list what one can rank by"), NULL, "jixiao metrics", 0, 0, ALL, REMOTE},
	{"export", cmd_export, EXPORT_OPTIONS, N_("[ROUND]"),
		N_("export accepted reports: jsonl in full, csv the principal figures"),
		N_("Without ROUND every round."),
		"jixiao export 2025 -o csv-excel --out 2025.csv", 0, 1, ALL, REMOTE},
	{"verify-publication", cmd_verify_publication, NULL, N_("FILE"),
		N_("compute a published ranking again from its file and compare it byte for byte"),
		N_("FILE is what export --publication wrote. Needs no network and no trust in the server: scores, ranks, order and digest come from the reports alone. \"-\" reads standard input. Exit code 1: it comes out otherwise."),
		"jixiao verify-publication 2025-2.jsonl", 1, 1, ALL, LOCAL},
	{"round create", cmd_round_create, ROUND_OPTIONS, N_("ID"), N_("set a round up"), NULL,
		"jixiao round create 2025 --title '2025年度部门整体支出绩效自评' --year 2025 --deadline 2026-03-15", 1, 1, JSON, REMOTE},
	{"round open", cmd_round_open, NULL, N_("ROUND"), N_("open a round: departments may file"), NULL, "jixiao round open 2025", 1, 1, JSON, REMOTE},
	{"round close", cmd_round_close, NULL, N_("ROUND"), N_("close a round and see who is missing"), NULL, "jixiao round close 2025", 1, 1, JSON, REMOTE},
	{"round list", cmd_round_list, NULL, "", N_("list the rounds"), NULL, "jixiao round list", 0, 0, ALL, REMOTE},
	{"department add", cmd_department_add, DEPARTMENT_OPTIONS, N_("CODE TITLE"), N_("add a department"), NULL,
		"jixiao department add 130132001 元氏县科学技术和工业信息化局 --short 科工局", 2, 2, JSON, REMOTE},
	{"department load", cmd_department_load, DRY_RUN_OPTION, N_("FILE.csv"),
		N_("add many departments from a CSV file, all or none"),
		N_("Headings: code,name,short_name,level,nature,funding_form,peer_group; the first two are needed. UTF-8 or GB18030."),
		"jixiao department load departments.csv --dry-run", 1, 1, JSON, REMOTE},
	{"department list", cmd_department_list, NULL, "", N_("list the departments"), NULL, "jixiao department list", 0, 0, ALL, REMOTE},
	{"invite", cmd_invite, INVITE_OPTIONS, N_("ID"),
		N_("invite a person; prints the line to hand out"),
		N_("ID is yours to choose: 2 to 32 of a-z, 0-9 and \"-\". The code is made here and only its digest is sent."),
		"jixiao invite kegong-tianbao --role enterer --department 130132001", 1, 1, TEXT, REMOTE},
	{"person list", cmd_person_list, NULL, "", N_("list the people with access"), NULL, "jixiao person list", 0, 0, ALL, REMOTE},
	{"person revoke", cmd_person_revoke, REASON_OPTION, N_("ID"), N_("take a person's access away"), NULL,
		"jixiao person revoke kegong-tianbao --reason '...'", 1, 1, JSON, REMOTE},
	{"ping", cmd_ping, NULL, "", N_("see whether the server answers"), NULL, "jixiao ping", 0, 0, JSON, REMOTE},
	{"version", cmd_version, NULL, "", N_("show the versions of client and server"), NULL, "jixiao version", 0, 0, TEXT, LOCAL},
	{"completion", cmd_completion, NULL, N_("bash"), N_("print the completion script of a shell"), NULL, "source <(jixiao completion bash)", 1, 1, TEXT, LOCAL},
	{"help", cmd_help, NULL, N_("[COMMAND]"), N_("show help"), NULL, "jixiao help submit", 0, 2, TEXT, LOCAL},
};
/* clang-format on */

#define N_COMMANDS JX_COUNT_OF(COMMANDS)

const struct jx_command *jx_commands(size_t *ret_n)
{
	*ret_n = N_COMMANDS;
	return COMMANDS;
}

/* Words of the name that argv begins with; 0 when it does not. */
static size_t match(const char *name, int argc, char *const *argv)
{
	const char *space = strchr(name, ' ');
	if (space == NULL)
		return argc > 0 && strcmp(argv[0], name) == 0 ? 1 : 0;
	size_t n = (size_t)(space - name);
	bool is_first = argc > 1 && strlen(argv[0]) == n && strncmp(argv[0], name, n) == 0;
	return is_first && strcmp(argv[1], space + 1) == 0 ? 2 : 0;
}

const struct jx_command *jx_command_find(int argc, char *const *argv, size_t *ret_n_words)
{
	for (size_t i = 0; i < N_COMMANDS; i++) {
		*ret_n_words = match(COMMANDS[i].name, argc, argv);
		if (*ret_n_words > 0)
			return &COMMANDS[i];
	}
	return NULL;
}
