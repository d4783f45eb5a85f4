#include <string.h>

#include "client/cli/families.h"
#include "client/commands/commands.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"

/* clang-format off */
const struct jx_option jx_global_options[] = {
	{"server", .argument = N_("HOST:PORT"), .help = N_("address of the server; default: JIXIAO_SERVER, then client.ini")},
	{"home", .argument = N_("DIR"), .help = N_("directory of key, certificate, outbox and client.ini; default: JIXIAO_HOME")},
	{"output", .letter = 'o', .argument = N_("FORM"), .help = N_("table, json, jsonl, csv or csv-excel")},
	{"lang", .argument = N_("zh|en"), .help = N_("language; default: JIXIAO_LANG")},
	{"timeout", .argument = N_("SECONDS"), .help = N_("how long to wait for an answer; default: 30")},
	{"public", .help = N_("use the public listener of this machine: no certificate, published results only")},
	{"no-input", .help = N_("never ask anything")},
	{"yes", .letter = 'y', .help = N_("answer yes to every question")},
	{"help", .letter = 'h', .help = N_("show the help of the command")},
	{0},
};

static const struct jx_option STATUS_OPTIONS[] = {
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review")},
	{0},
};

static const struct jx_option CHECK_OPTIONS[] = {
	{"round", .argument = N_("ROUND"), .help = N_("the round, if the file does not name it")},
	{"rulebook", .argument = N_("ID|FILE"), .help = N_("check against this rulebook too; see: jixiao rules list")},
	{"only-problems", .help = N_("leave out what is for information or explained")},
	{0},
};

static const struct jx_option RULES_LIST_OPTIONS[] = {
	{"active", .help = N_("the rulebooks that are active on the server, with their rounds")},
	{0},
};

static const struct jx_option ACTIVATE_OPTIONS[] = {
	{"round", .argument = N_("ROUND"), .help = N_("use it for this round, which must have no report yet")},
	{"dry-run", .help = N_("check everything, change nothing")},
	{0},
};

static const struct jx_option EXPLAIN_OPTIONS[] = {
	{"rulebook", .argument = N_("ID|FILE"), .help = N_("score a file by this rulebook; or explain a rule of it")},
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review"), .fields = "round"},
	{"accepted", .help = N_("based on the reports accepted so far; for finance")},
	{"published", .help = N_("based on the newest publication")},
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_option SUBMIT_OPTIONS[] = {
	{"round", .argument = N_("ROUND"), .help = N_("the round, if the file does not name it")},
	{"based-on", .argument = N_("N"), .help = N_("the version that the file is based on, 0 for none; default: the newest that this machine was shown"), .fields = "base_digest"},
	{"draft", .help = N_("file the drafts of departments as they lie on the server and were signed: each operand is a DEPT")},
	{"dry-run", .help = N_("let the server check everything and store nothing")},
	{"homes", .argument = N_("DIRECTORY"), .help = N_("at an intake desk: file each report from the home of its department, DIRECTORY/CODE")},
	{0},
};

static const struct jx_option VERIFY_OPTIONS[] = {
	{"key", .argument = N_("KEY|FILE"), .help = N_("the county's verifier key, or a file that holds it; default: that of the enrolment")},
	{0},
};

static const struct jx_option CASE_OPTIONS[] = {
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review")},
	{"out", .argument = N_("FILE"), .help = N_("write to this file; default: ROUND-DEPT.case")},
	{0},
};

static const struct jx_option LOG_OPTIONS[] = {
	{"from", .argument = N_("N"), .help = N_("begin with this entry; default: 0"), .fields = "first_index"},
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review")},
	{0},
};

static const struct jx_option FETCH_OPTIONS[] = {
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review")},
	{"version", .argument = N_("N"), .help = N_("the version; default: the newest")},
	{0},
};

static const struct jx_option ENROL_OPTIONS[] = {
	{"replace", .help = N_("replace the enrolment of this machine")},
	{0},
};

static const struct jx_option LIST_OPTIONS[] = {
	{"state", .argument = N_("STATE"), .help = N_("missing, submitted, under_review, returned, accepted, checking, final ..."), .fields = "state"},
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review"), .fields = "round"},
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_option SHOW_OPTIONS[] = {
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review")},
	{"version", .argument = N_("N"), .help = N_("the version; default: the newest")},
	{"only-problems", .help = N_("only issues and findings")},
	{"key-figures", .help = N_("the figures that matter most instead of the whole report")},
	{"content", .help = N_("the report itself as JSON, to save and correct")},
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_option CLAIM_OPTIONS[] = {
	{"state", .argument = N_("STATE"), .help = N_("instead of DEPT: all reports of the round in this state")},
	{"dry-run", .help = N_("show what would become of each, and change nothing"), .fields = "validate_only"},
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review")},
	{0},
};

static const struct jx_option REASON_OPTIONS[] = {
	{"reason", .argument = N_("TEXT"), .help = N_("why; recorded in the log"), .fields = "reason"},
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review")},
	{0},
};

static const struct jx_option MESSAGE_OPTIONS[] = {
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("what is said about the issue"), .fields = "text"},
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review")},
	{0},
};

static const struct jx_option ROUND_OPTION[] = {
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review")},
	{0},
};

static const struct jx_option ISSUE_ADD_OPTIONS[] = {
	{"at", .argument = N_("FIELD"), .help = N_("path of a field, such as functions[0].amount"), .fields = "issue issue.field issues.field"},
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("the issue in words"), .fields = "issue.text issues.text"},
	{"want", .argument = N_("ACTION"), .help = N_("correct, explain or attach; default: correct"), .fields = "issue.wanted_action"},
	{"code", .argument = N_("CODE"), .help = N_("figure, contradiction, evidence, explanation, incomplete, score or other"), .fields = "issue.code"},
	{"rule", .argument = N_("RULE"), .help = N_("rule of the finding that it rests on; it closes by itself once the finding is gone"), .fields = "issue.rule"},
	{"again", .argument = N_("N"), .help = N_("ask an answered issue again instead of raising a new one"), .fields = "number"},
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review")},
	{0},
};

static const struct jx_option ACCEPT_OPTIONS[] = {
	{"state", .argument = N_("STATE"), .help = N_("instead of DEPT: all reports of the round in this state")},
	{"dry-run", .help = N_("show what would become of each, and change nothing"), .fields = "validate_only"},
	{"unanswered", .help = N_("a returned report that was not answered in time; for leads, marked so for good")},
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review")},
	{"at", .argument = N_("FIELD"), .help = N_("path of a line, such as projects[0].indicators[3]; the --score and --reason after it are for that line"), .fields = "lines lines.field"},
	{"score", .argument = N_("POINTS"), .help = N_("finance's own score: of the report, or of the line named before"), .fields = "reviewed_score lines.score"},
	{"reason", .argument = N_("TEXT"), .help = N_("why it differs from the claim"), .fields = "reason lines.reason"},
	{0},
};

static const struct jx_option SCORE_OPTIONS[] = {
	{"points", .argument = N_("POINTS"), .help = N_("the points that finance gives the line"), .fields = "line.score"},
	{"reason", .argument = N_("TEXT"), .help = N_("why; required with points"), .fields = "line.reason"},
	{"drop", .help = N_("take back what was set for the line")},
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review")},
	{0},
};

static const struct jx_option RETURN_OPTIONS[] = {
	{"state", .argument = N_("STATE"), .help = N_("instead of DEPT: all reports of the round in this state")},
	{"dry-run", .help = N_("show what would become of each, and change nothing"), .fields = "validate_only"},
	{"reason", .argument = N_("TEXT"), .help = N_("why one that stands in a provisional table is returned"), .fields = "reason"},
	{"at", .argument = N_("FIELD"), .help = N_("path of a field, such as functions[0].amount; begins an issue"), .fields = "issues issues.field"},
	{"message", .letter = 'm', .argument = N_("TEXT"), .help = N_("the issue in words"), .fields = "issues.text"},
	{"want", .argument = N_("ACTION"), .help = N_("correct, explain or attach; default: correct"), .fields = "issues.wanted_action"},
	{"due", .argument = N_("TIME"), .help = N_("until when: 3d or a date"), .fields = "due_time"},
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review")},
	{0},
};

static const struct jx_option PUBLISH_OPTIONS[] = {
	{"window", .argument = N_("SPAN"), .help = N_("how long departments may check the provisional table; default: 5d"), .fields = "window_end_time"},
	{"final", .help = N_("publish finally; requires two leads")},
	{"audience", .argument = N_("internal|public"), .help = N_("whom it is for: the people of the county, or everybody; default: as proposed, else internal"), .fields = "audience"},
	{"digest", .argument = N_("DIGEST"), .help = N_("digest of the table you have seen; by default it is shown first"), .fields = "digest"},
	{"out", .argument = N_("DIR"), .help = N_("publish nothing: write what is published as pages for a web site")},
	{0},
};

static const struct jx_option RANK_OPTIONS[] = {
	{"score", .argument = N_("SCORE"), .help = N_("final, computed, reviewed or common; default: final; claimed lists without ranks"), .fields = "score"},
	{"by", .argument = N_("KEY|FORMULA|@QUERY"), .help = N_("rank by a metric or a formula instead; see: jixiao metrics, jixiao fields"), .fields = "by"},
	{"where", .argument = N_("FORMULA|@QUERY"), .help = N_("only departments that meet this condition"), .fields = "where"},
	{"lower-first", .help = N_("by a formula: the lowest first"), .fields = "is_lower_first"},
	{"peers", .argument = N_("GROUP"), .help = N_("only this peer group"), .fields = "peer_group"},
	{"top", .argument = N_("N"), .help = N_("only the first N rows"), .fields = "page_size"},
	{"accepted", .help = N_("based on the reports accepted so far; for finance")},
	{"published", .help = N_("based on the newest publication")},
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_option VIEW_OPTIONS[] = {
	{"peers", .argument = N_("GROUP"), .help = N_("only this peer group"), .fields = "peer_group"},
	{"accepted", .help = N_("based on the reports accepted so far; for finance")},
	{"published", .help = N_("based on the newest publication")},
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_option COMPARE_OPTIONS[] = {
	{"round", .argument = N_("ROUND"), .help = N_("the round; given several times: each department in each of them; default: the newest one of its reader"), .fields = "round rounds"},
	{"years", .help = N_("all rounds of the departments, oldest first"), .fields = "rounds"},
	{"figure", .argument = N_("NAME"), .help = N_("only the figures with this in their key or title; may be given several times")},
	{"indicator", .argument = N_("NAME"), .help = N_("also the actual value of the first indicator with this in its name; may be given several times"), .fields = "indicators"},
	{"accepted", .help = N_("based on the reports accepted so far; for finance")},
	{"published", .help = N_("based on the newest publication")},
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_command COMMANDS[] = {
	{.name = "enrol", .run = cmd_enrol, .options = ENROL_OPTIONS, .forms = JX_FORMS_JSON,
		.operands = N_("LINE|FILE|-"), .min_operands = 1, .max_operands = 1,
		.summary = N_("set this machine up with the line that finance gave you"),
		.details = N_("Makes a key, which never leaves this machine, and gets a certificate for it. Safe to repeat. Better than the line itself is a file that holds it, or \"-\" for standard input: what stands on the command line is kept by the shell and seen by everybody on this machine, and the code in it lets whoever is first enrol as you."),
		.example = "jixiao enrol -"},
	{.name = "whoami", .run = cmd_whoami, .forms = JX_FORMS_JSON,
		.summary = N_("show who you are to the server"),
		.example = "jixiao whoami"},
	{.name = "renew", .run = cmd_renew,
		.summary = N_("renew your certificate now"),
		.details = N_("Every command that talks to the server does this by itself once two thirds of the certificate's life have passed. The key stays."),
		.example = "jixiao renew"},
	{.name = "check", .run = cmd_check, .options = CHECK_OPTIONS, .forms = JX_FORMS_ALL,
		.operands = N_("FILE..."), .min_operands = 1, .max_operands = JX_MANY_OPERANDS,
		.summary = N_("check reports on this machine, all problems at once"),
		.details = N_("Needs no network and applies the same rules as the server. \"-\" reads standard input. Exit code 3: something must be corrected or explained."),
		.example = "jixiao check kegong-2025.json"},
	{.name = "rules list", .run = cmd_rules_list, .options = RULES_LIST_OPTIONS, .forms = JX_FORMS_ALL,
		.summary = N_("list the rulebooks that come with the program"),
		.example = "jixiao rules list"},
	{.name = "rules show", .run = cmd_rules_show, .forms = JX_FORMS_ALL,
		.operands = N_("ID|FILE [RULE]"), .min_operands = 1, .max_operands = 2,
		.summary = N_("show the rules of a rulebook, or one rule in full"),
		.example = "jixiao rules show county-sample F06"},
	{.name = "rules check", .run = cmd_rules_check, .forms = JX_FORMS_ALL,
		.operands = N_("ID|FILE"), .min_operands = 1, .max_operands = 1,
		.summary = N_("check a rulebook, all mistakes at once"),
		.details = N_("Every mistake comes with line and column, inside formulas too. Exit code 3: something must be corrected."),
		.example = "jixiao rules check our-county.json"},
	{.name = "rules diff", .run = cmd_rules_diff, .forms = JX_FORMS_ALL,
		.operands = N_("ID|FILE ID|FILE"), .min_operands = 2, .max_operands = 2,
		.summary = N_("show what differs between two rulebooks"),
		.example = "jixiao rules diff county-sample our-county.json"},
	{.name = "rules fetch", .run = cmd_rules_fetch, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("[ROUND]"), .max_operands = 1,
		.summary = N_("get the rulebook of a round, to check reports offline"),
		.details = N_("submit and status do this too. It is stored under rulebooks/ of the home directory."),
		.example = "jixiao rules fetch 2025"},
	{.name = "rules activate", .run = cmd_rules_activate, .options = ACTIVATE_OPTIONS, .forms = JX_FORMS_JSON,
		.operands = N_("ID|FILE"), .min_operands = 1, .max_operands = 1,
		.summary = N_("activate a rulebook on the server, permanently"),
		.details = N_("An edition never changes once it is active; a round keeps its rulebook from its first report on."),
		.example = "jixiao rules activate our-county.json --round 2025"},
	{.name = "submit", .run = cmd_submit, .options = SUBMIT_OPTIONS, .forms = JX_FORMS_ALL,
		.operands = N_("FILE|DEPT..."), .min_operands = 1, .max_operands = JX_MANY_OPERANDS,
		.summary = N_("check, sign and file reports"),
		.details = N_("Safe to repeat: the same content is never filed twice. When the server cannot be reached, the report waits in the outbox (exit code 7). Of many files none is filed before the server would take all of them; one table says what became of each."),
		.example = "jixiao submit kegong-2025.json"},
	{.name = "receipt list", .run = cmd_receipt_list, .forms = JX_FORMS_TABLE,
		.summary = N_("list the receipts on this machine"),
		.example = "jixiao receipt list"},
	{.name = "receipt show", .run = cmd_receipt_show, .options = VERIFY_OPTIONS, .forms = JX_FORMS_JSON,
		.operands = N_("[RECEIPT]"), .max_operands = 1,
		.summary = N_("verify a receipt of this machine and show what it says; default: the newest"),
		.details = N_("RECEIPT is its number. Needs no network."),
		.example = "jixiao receipt show 12"},
	{.name = "receipt print", .run = cmd_receipt_print, .options = VERIFY_OPTIONS,
		.operands = N_("[RECEIPT]"), .max_operands = 1,
		.summary = N_("print a receipt for the signed page"),
		.example = "jixiao receipt print 12"},
	{.name = "receipt fetch", .run = cmd_receipt_fetch, .options = FETCH_OPTIONS, .forms = JX_FORMS_JSON,
		.operands = N_("[DEPT]"), .max_operands = 1,
		.operand_fields = {"name"},
		.summary = N_("get the receipt of a report from the server; without DEPT all of your department"),
		.example = "jixiao receipt fetch 130132001 --version 1"},
	{.name = "verify", .run = cmd_verify, .options = VERIFY_OPTIONS, .forms = JX_FORMS_JSON,
		.operands = N_("FILE"), .min_operands = 1, .max_operands = 1,
		.summary = N_("verify a receipt, with the county's verifier key alone"),
		.details = N_("Needs no network and no server. Exit code 8: the receipt does not hold. See docs/evidence.md."),
		.example = "jixiao verify 2025-kegong.receipt"},
	{.name = "export-case", .run = cmd_export_case, .options = CASE_OPTIONS,
		.operands = N_("DEPT"), .min_operands = 1, .max_operands = 1, .operand_fields = {"object"},
		.summary = N_("write all about a department's report to a file that proves itself"),
		.details = N_("The file holds the versions, the issues, what was decided, the receipts, the rulebooks, and the proofs of all of it. See docs/evidence.md."),
		.example = "jixiao export-case 130132001 --round 2025"},
	{.name = "verify-case", .run = cmd_verify_case, .options = VERIFY_OPTIONS,
		.operands = N_("FILE"), .min_operands = 1, .max_operands = 1,
		.summary = N_("verify such a file, with the county's verifier key alone"),
		.details = N_("Needs no network and no server. Exit code 8: something in it was changed. See docs/evidence.md."),
		.example = "jixiao verify-case 2025-130132001.case"},
	{.name = "log", .run = cmd_log, .options = LOG_OPTIONS, .forms = JX_FORMS_ALL,
		.operands = N_("[DEPT]"), .max_operands = 1, .operand_fields = {"object"},
		.summary = N_("show what was done: all of it for auditors, or about a department's report"),
		.details = N_("-o jsonl prints the entries as they are hashed, so that anybody who has all of them computes the root of the log. See docs/evidence.md."),
		.example = "jixiao log 130132001 --round 2025"},
	{.name = "draft put", .run = cmd_draft_put, .options = ROUND_OPTION, .forms = JX_FORMS_JSON,
		.operand_fields = {"report"}, .operands = N_("FILE"), .min_operands = 1, .max_operands = 1,
		.summary = N_("save a report on the server for your colleagues, finished or not"),
		.details = N_("Only your department sees it. When a colleague has saved another draft meanwhile, it shows what differs and saves nothing."),
		.example = "jixiao draft put kegong-2025.json"},
	{.name = "draft get", .run = cmd_draft_get, .options = ROUND_OPTION, .forms = JX_FORMS_TEXT,
		.operand_fields = {"name"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("print your department's draft as JSON, to save and go on with"),
		.example = "jixiao draft get 130132001 >kegong-2025.json"},
	{.name = "draft diff", .run = cmd_draft_diff, .options = ROUND_OPTION, .forms = JX_FORMS_TABLE,
		.operands = N_("FILE"), .min_operands = 1, .max_operands = 1,
		.summary = N_("show what differs between the draft on the server and a file"),
		.example = "jixiao draft diff kegong-2025.json"},
	{.name = "sign", .run = cmd_sign, .options = ROUND_OPTION, .forms = JX_FORMS_JSON,
		.operand_fields = {"name", "digest"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("sign your department's draft, as a member of the team or as its head"),
		.details = N_("A signature counts for exactly this content; after an edit it is asked for again."),
		.example = "jixiao sign 130132001"},
	{.name = "outbox list", .run = cmd_outbox_list, .forms = JX_FORMS_ALL,
		.summary = N_("show reports that wait to be sent"),
		.example = "jixiao outbox list"},
	{.name = "outbox send", .run = cmd_outbox_send, .forms = JX_FORMS_JSON,
		.summary = N_("send the reports that wait"),
		.example = "jixiao outbox send"},
	{.name = "outbox drop", .run = cmd_outbox_drop,
		.operands = N_("ID"), .min_operands = 1, .max_operands = 1,
		.summary = N_("remove a waiting report"),
		.details = N_("If the server has received it already, it stays filed there."),
		.example = "jixiao outbox drop 3f0c2f6e-8d41-4a39-9f5e-2f6e1c1b7a10"},
	{.name = "formula", .run = cmd_formula, .forms = JX_FORMS_TABLE,
		.operands = N_("FORMULA [FILE]"), .min_operands = 1, .max_operands = 2,
		.summary = N_("evaluate a formula on a report and show the steps"),
		.details = N_("The language of rulebooks, filters and rankings; see docs/formula.md. Without FILE every figure is missing. In a pipe, only the result is printed."),
		.example = "jixiao formula 'ratio(accounts.project_expenditure, accounts.expenditure)' kegong-2025.json"},
	{.name = "explain", .run = cmd_explain, .options = EXPLAIN_OPTIONS, .forms = JX_FORMS_ALL,
		.operands = N_("FILE|DEPT [LINE] | RULE"), .min_operands = 1, .max_operands = 2,
		.summary = N_("show how a report is scored, and why; or what a rule says"),
		.details = N_("Every line is computed from its own figures; a line that cannot be computed keeps its claimed score, with the reason. A file is explained here, a department's report by the server. LINE is a number, a path or a name, and shows its steps. See docs/scores.md."),
		.example = "jixiao explain kegong-2025.json 3"},
	{.name = "status", .run = cmd_status, .options = STATUS_OPTIONS, .forms = JX_FORMS_ALL,
		.summary = N_("show where you stand: deadlines, reports, what waits, the outbox"),
		.details = N_("One screen: the rounds with their deadlines, the reports of your department, what waits for you, what lies in the outbox, certificates that end soon, and what to run next."),
		.example = "jixiao status"},
	{.name = "list", .run = cmd_list, .options = LIST_OPTIONS, .forms = JX_FORMS_ALL,
		.summary = N_("list the reports of a round"),
		.example = "jixiao list --state submitted"},
	{.name = "show", .run = cmd_show, .options = SHOW_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("show a report as a person reads it: its parts, what was found and said, scores and items"),
		.details = N_("DEPT is a code, a (short) title that only one department has, or submissions/ID."),
		.example = "jixiao show 130132001 --only-problems"},
	{.name = "diff", .run = cmd_diff, .options = ROUND_OPTION, .forms = JX_FORMS_TABLE,
		.operands = N_("DEPT [N [N]] | FILE [FILE|N]"), .min_operands = 1, .max_operands = 3,
		.summary = N_("show what changed between two versions: what was asked for, and what was not"),
		.details = N_("FILE, JSON or a form, is compared with the newest version that was filed of its report, with version N, or with another file; of a form the cells are named."),
		.example = "jixiao diff 130132001"},
	{.name = "claim", .run = cmd_claim, .options = CLAIM_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("[DEPT...]"), .max_operands = JX_MANY_OPERANDS,
		.summary = N_("claim reports for review: you act on them from then on"),
		.example = "jixiao claim 130132001"},
	{.name = "release", .run = cmd_release, .options = REASON_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("give a claimed report back"),
		.example = "jixiao release 130132001 --reason '...'"},
	{.name = "withdraw", .run = cmd_withdraw, .options = REASON_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("take your department's report back before it is claimed"),
		.example = "jixiao withdraw 130132001 --reason '...'"},
	{.name = "issue add", .run = cmd_issue_add, .options = ISSUE_ADD_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("raise an issue on a report you have claimed"),
		.details = N_("The department sees it once the report is returned."),
		.example = "jixiao issue add 130132001 --at functions[0].amount -m '...' --want explain"},
	{.name = "issue resolve", .run = cmd_issue_resolve, .options = MESSAGE_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name", "number"}, .operands = N_("DEPT N"), .min_operands = 2, .max_operands = 2,
		.summary = N_("close an answered issue"),
		.example = "jixiao issue resolve 130132001 1"},
	{.name = "issue waive", .run = cmd_issue_waive, .options = REASON_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name", "number"}, .operands = N_("DEPT N"), .min_operands = 2, .max_operands = 2,
		.summary = N_("drop an issue, with a reason"),
		.example = "jixiao issue waive 130132001 1 --reason '...'"},
	{.name = "issue list", .run = cmd_issue_list, .options = ROUND_OPTION, .forms = JX_FORMS_ALL,
		.operand_fields = {"name"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("list the issues of a report with what was said about each"),
		.example = "jixiao issue list 130132001"},
	{.name = "reply", .run = cmd_reply, .options = MESSAGE_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name", "number"}, .operands = N_("DEPT N | FILE"), .min_operands = 1, .max_operands = 2,
		.summary = N_("reply to an issue of your department's report"),
		.details = N_("A reply answers an issue that wants reasons or evidence; one that wants a correction is answered by a changed figure. File the report again afterwards. FILE is a form that `form returned` has made: all replies in it are sent."),
		.example = "jixiao reply 130132001 1 -m '...'"},
	{.name = "score", .run = cmd_score, .options = SCORE_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name", "line.field"}, .operands = N_("DEPT LINE"), .min_operands = 2, .max_operands = 2,
		.summary = N_("set finance's points for a line of a report you have claimed"),
		.details = N_("LINE is a number, a path or a name, as explain shows them. The points stand beside those claimed and computed; the department sees them once you accept the report, and its figures are never changed."),
		.example = "jixiao score 130132001 4 --points 7.5 --reason '...'"},
	{.name = "accept", .run = cmd_accept, .options = ACCEPT_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("[DEPT...]"), .max_operands = JX_MANY_OPERANDS,
		.summary = N_("accept reports, with finance's own score if you set one"),
		.details = N_("Accepting a report again sets another score, as long as it is not published. Give one score for the whole report, or --at before each line that finance scores itself: the score is then computed from the lines, and those lines count as verified."),
		.example = "jixiao accept 130132001 --at projects[0].indicators[3] --score 4.84 --reason '...'"},
	{.name = "return", .run = cmd_return, .options = RETURN_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("[DEPT...]"), .max_operands = JX_MANY_OPERANDS,
		.summary = N_("return reports with issues to be answered"),
		.details = N_("Every --at begins an issue; -m and --want after it belong to it. Issues that were added before go back with the report."),
		.example = "jixiao return 130132001 --at functions[0].amount -m '...' --want explain --due 3d"},
	{.name = "publish", .run = cmd_publish, .options = PUBLISH_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"round"}, .operands = N_("[ROUND]"), .min_operands = 0, .max_operands = 1,
		.summary = N_("publish a round, provisionally or finally; write pages"),
		.details = N_("A final publication requires two leads: both run the same command. With --out and no round, all that is published for everybody is written as pages, into a new or empty directory, by whoever may read it; --audience internal adds the internal publications."),
		.example = "jixiao publish 2025 --window 5d"},
	{.name = "rank", .run = cmd_rank, .options = RANK_OPTIONS, .forms = JX_FORMS_ALL,
		.operand_fields = {"round"}, .operands = N_("[ROUND]"), .max_operands = 1,
		.summary = N_("rank the departments"),
		.details = N_("By the final score: reviewed where finance reviewed, else the smaller of claimed and computed, less deductions. Reports that cannot be verified are shown separately, without a rank. Formulas see the report's fields, and the row of the ranking as row: row.claimed_score - row.computed_score; see docs/formula.md. Ties share a rank and the next one is skipped (1-2-2-4). The claimed score is shown, but never ranked."),
		.example = "jixiao rank 2025 --where 'row.coverage >= 80' --top 10"},
	{.name = "inflation", .run = cmd_inflation, .options = VIEW_OPTIONS, .forms = JX_FORMS_ALL,
		.operand_fields = {"round"}, .operands = N_("[ROUND]"), .max_operands = 1,
		.summary = N_("show how far claims exceed what the figures give"),
		.details = N_("The highest index first. A flag is a reason to look, and proves nothing; no flag proves nothing either."),
		.example = "jixiao inflation 2025"},
	{.name = "coverage", .run = cmd_coverage, .options = VIEW_OPTIONS, .forms = JX_FORMS_ALL,
		.operand_fields = {"round"}, .operands = N_("[ROUND]"), .max_operands = 1,
		.summary = N_("show how much of each report can be verified"),
		.details = N_("The least coverage first."),
		.example = "jixiao coverage 2025"},
	{.name = "compare", .run = cmd_compare, .options = COMPARE_OPTIONS, .forms = JX_FORMS_ALL,
		.operand_fields = {"departments"}, .operands = N_("DEPT..."), .min_operands = 1, .max_operands = 20,
		.summary = N_("compare departments, years and indicators side by side"),
		.details = N_("A column for each department, or for each in each round; at most 20. A department without such a report is named and left out. Flags tell what the figures rest on: provisional or forecast figures, findings without an explanation, reports that came late or were not answered."),
		.example = "jixiao compare 130132001 130132002 --figure budget --indicator 满意度"},
	{.name = "metrics", .run = cmd_metrics, .forms = JX_FORMS_ALL,
		.summary = N_("list the metrics to rank by"),
		.example = "jixiao metrics"},
	{0},
};
/* clang-format on */

/* In the order of help. */
static const struct jx_command *const FAMILIES[] = {COMMANDS, jx_export_commands, jx_machine_commands,
	jx_form_commands, jx_turn_commands, jx_question_commands, jx_followup_commands, jx_county_commands};

const struct jx_command *jx_command_at(size_t index)
{
	for (size_t i = 0; i < JX_COUNT_OF(FAMILIES); i++)
		for (const struct jx_command *command = FAMILIES[i]; command->name != NULL; command++)
			if (index-- == 0)
				return command;
	return NULL;
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
	const struct jx_command *found = NULL;
	const struct jx_command *command;
	*ret_n_words = 0;
	/* Of "report" and "report county" the longer one. */
	for (size_t i = 0; (command = jx_command_at(i)) != NULL; i++) {
		size_t n = match(command->name, argc, argv);
		if (n > *ret_n_words) {
			*ret_n_words = n;
			found = command;
		}
	}
	return found;
}
