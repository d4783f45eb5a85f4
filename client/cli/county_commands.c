#include "client/cli/families.h"

#include "client/commands/commands.h"
#include "client/text/i18n.h"

/* clang-format off */
static const struct jx_option AS_OF_OPTIONS[] = {
	{"as-of", .argument = N_("TIME"), .help = N_("as it was then: a date, the end of that day, or a time; of the county"), .fields = "as_of_time"},
	{0},
};

static const struct jx_option INVITE_OPTIONS[] = {
	{"role", .argument = N_("ROLE[,ROLE]"), .help = N_("enterer, member, head, reviewer, lead, analyst or auditor"), .fields = "person.roles"},
	{"department", .argument = N_("DEPT"), .help = N_("the person's department: code or title"), .fields = "person.department"},
	{"title", .argument = N_("TEXT"), .help = N_("name of the account; no personal name is needed"), .fields = "person.title"},
	{0},
};

static const struct jx_option EDIT_OPTIONS[] = {
	{"role", .argument = N_("ROLE[,ROLE]"), .help = N_("enterer, member, head, reviewer, lead, analyst or auditor"), .fields = "person.roles"},
	{"department", .argument = N_("DEPT"), .help = N_("the person's department: code or title; none for none"), .fields = "person.department"},
	{"title", .argument = N_("TEXT"), .help = N_("name of the account; no personal name is needed"), .fields = "person.title"},
	{"reason", .argument = N_("TEXT"), .help = N_("why; recorded in the log"), .fields = "reason"},
	{"dry-run", .help = N_("check everything, change nothing")},
	{0},
};

static const struct jx_option INVITATION_LOAD_OPTIONS[] = {
	{"new", .help = N_("leave out who has access, was revoked, or holds a line that still works")},
	{"sheets", .argument = N_("FILE"), .help = N_("write a sheet of paper for each person: an HTML file to print")},
	{"dry-run", .help = N_("check everything, change nothing")},
	{0},
};

static const struct jx_option PERSON_LIST_OPTIONS[] = {
	{"expiring", .help = N_("those only whose certificate ends within 60 days or has ended")},
	{0},
};

static const struct jx_option CANCEL_OPTIONS[] = {
	{"reason", .argument = N_("TEXT"), .help = N_("why; recorded in the log"), .fields = "reason"},
	{0},
};

static const struct jx_option REVOKE_OPTIONS[] = {
	{"reason", .argument = N_("TEXT"), .help = N_("why; recorded in the log"), .fields = "reason"},
	{0},
};

static const struct jx_option EXTEND_OPTIONS[] = {
	{"deadline", .argument = N_("TIME"), .help = N_("the new deadline"), .fields = "deadline_time"},
	{"reason", .argument = N_("TEXT"), .help = N_("why; recorded in the log"), .fields = "reason"},
	{0},
};

static const struct jx_option ROSTER_OPTIONS[] = {
	{"add", .argument = N_("DEPT[,DEPT]"), .help = N_("who has to file too"), .fields = "added"},
	{"remove", .argument = N_("DEPT[,DEPT]"), .help = N_("who does not have to file"), .fields = "removed"},
	{"reason", .argument = N_("TEXT"), .help = N_("why; recorded in the log"), .fields = "reason"},
	{0},
};

static const struct jx_option OBJECT_OPTIONS[] = {
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review"), .fields = "round"},
	{"at", .argument = N_("FIELD"), .help = N_("what it is about: a field of the report, or rank"), .fields = "field"},
	{"reason", .argument = N_("TEXT"), .help = N_("why; recorded in the log"), .fields = "reason"},
	{0},
};

static const struct jx_option DECIDE_OPTIONS[] = {
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review"), .fields = "round"},
	{"as", .argument = N_("DECISION"), .help = N_("not_upheld, finance_figure or department_figure"), .fields = "decision"},
	{"score", .argument = N_("N"), .help = N_("the new score, with finance_figure"), .fields = "reviewed_score"},
	{"due", .argument = N_("TIME"), .help = N_("until when the department answers, with department_figure"), .fields = "due_time"},
	{"reason", .argument = N_("TEXT"), .help = N_("why; recorded in the log"), .fields = "reason"},
	{0},
};

static const struct jx_option REOPEN_OPTIONS[] = {
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review"), .fields = "round"},
	{"evidence", .argument = N_("NUMBER"), .help = N_("what it rests on, for example the number of a document"), .fields = "evidence"},
	{"confirm", .argument = N_("DIGEST"), .help = N_("confirm what another lead has proposed"), .fields = "digest"},
	{"cancel", .help = N_("take a reopening back, before anything was filed")},
	{"reason", .argument = N_("TEXT"), .help = N_("why; recorded in the log"), .fields = "reason"},
	{0},
};

static const struct jx_option WAIVE_OPTIONS[] = {
	{"into", .argument = N_("DEPT"), .help = N_("the department it was merged into, which files for it"), .fields = "merged_into"},
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review"), .fields = "round"},
	{"document", .argument = N_("NUMBER"), .help = N_("number of the document that it rests on"), .fields = "document"},
	{"reason", .argument = N_("TEXT"), .help = N_("why; recorded in the log"), .fields = "reason"},
	{0},
};

static const struct jx_option UNWAIVE_OPTIONS[] = {
	{"round", .argument = N_("ROUND"), .help = N_("the round; default: the open one, for finance the one under review"), .fields = "round"},
	{"reason", .argument = N_("TEXT"), .help = N_("why; recorded in the log"), .fields = "reason"},
	{0},
};

#define TWINS_OPTION \
	{"allow-twins", .help = N_("accept a name that another one has, or a code that differs by leading zeros alone"), .fields = "allows_twins"}

static const struct jx_option DEPARTMENT_ADD_OPTIONS[] = {
	{"short", .argument = N_("TEXT"), .help = N_("short name of at most eight characters"), .fields = "short_title"},
	{"level", .argument = N_("CODE"), .help = N_("county, town, street, city"), .fields = "level"},
	{"nature", .argument = N_("CODE"), .help = N_("administrative, civil_service_managed, public_institution, group, school"), .fields = "nature"},
	{"funding", .argument = N_("CODE"), .help = N_("fiscal, balance, self"), .fields = "funding_form"},
	{"peers", .argument = N_("GROUP"), .help = N_("peer group it is compared within"), .fields = "peer_group"},
	{"finance", .help = N_("it is the finance bureau itself, whose report somebody from outside reviews"), .fields = "is_finance"},
	TWINS_OPTION,
	{0},
};

static const struct jx_option DEPARTMENT_LIST_OPTIONS[] = {
	{"all", .help = N_("those that exist no more, too")},
	{0},
};

#define BASIS_OPTIONS \
	{"since", .argument = N_("DATE"), .help = N_("the day from which it holds, 2026-01-01; default: today"), .fields = "effective_date"}, \
	{"document", .argument = N_("NUMBER"), .help = N_("number of the document that it rests on"), .fields = "document"}, \
	{"reason", .argument = N_("TEXT"), .help = N_("why; recorded in the log"), .fields = "reason"}

static const struct jx_option DEPARTMENT_LOAD_OPTIONS[] = {
	{"dry-run", .help = N_("check everything, change nothing")},
	BASIS_OPTIONS,
	TWINS_OPTION,
	{0},
};

static const struct jx_option DEPARTMENT_EDIT_OPTIONS[] = {
	{"title", .argument = N_("TEXT"), .help = N_("full name"), .fields = "title"},
	{"short", .argument = N_("TEXT"), .help = N_("short name of at most eight characters"), .fields = "short_title"},
	{"level", .argument = N_("CODE"), .help = N_("county, town, street, city"), .fields = "level"},
	{"nature", .argument = N_("CODE"), .help = N_("administrative, civil_service_managed, public_institution, group, school"), .fields = "nature"},
	{"funding", .argument = N_("CODE"), .help = N_("fiscal, balance, self"), .fields = "funding_form"},
	{"peers", .argument = N_("GROUP"), .help = N_("peer group it is compared within"), .fields = "peer_group"},
	{"finance", .argument = N_("yes|no"), .help = N_("whether it is the finance bureau itself"), .fields = "is_finance"},
	BASIS_OPTIONS,
	TWINS_OPTION,
	{0},
};

static const struct jx_option DEPARTMENT_RETIRE_OPTIONS[] = {
	{"dry-run", .help = N_("check everything, change nothing")},
	BASIS_OPTIONS,
	{0},
};

static const struct jx_option DEPARTMENT_INTO_OPTIONS[] = {
	{"into", .argument = N_("DEPT[,DEPT]"), .help = N_("who does its work from then on"), .fields = "successors"},
	{"dry-run", .help = N_("check everything, change nothing")},
	BASIS_OPTIONS,
	{0},
};

static const struct jx_option ROUND_CREATE_OPTIONS[] = {
	{"title", .argument = N_("TEXT"), .help = N_("name of the round"), .fields = "round.title"},
	{"year", .argument = N_("YEAR"), .help = N_("budget year; 0: reports of any year"), .fields = "round.year"},
	{"deadline", .argument = N_("TIME"), .help = N_("2026-03-15, 2026-03-15T17:30+08:00 or a span such as 30d"), .fields = "round.deadline_time"},
	{"accepts-late", .help = N_("accept reports after the deadline, marked late")},
	{"departments", .argument = N_("CODE,CODE"), .help = N_("who must file; default: every department"), .fields = "departments"},
	{"members", .argument = N_("N"), .help = N_("members of the evaluation team who must sign a report"), .fields = "round.required_member_signatures"},
	{"head", .help = N_("the head must sign a report too"), .fields = "round.requires_head_signature"},
	{"rulebook", .argument = N_("ID[@NUMBER]"), .help = N_("the rulebook of its reports; default: county-sample; none: the built-in rules alone"), .fields = "round.rulebook"},
	{0},
};

static const struct jx_option REFERENCE_LOAD_OPTIONS[] = {
	{"year", .argument = N_("YEAR"), .help = N_("budget year of the figures"), .fields = "year"},
	{"source", .argument = N_("TEXT"), .help = N_("where they come from; findings name it"), .fields = "source"},
	{"dry-run", .help = N_("check everything, change nothing")},
	{0},
};

static const struct jx_option REFERENCE_YEAR_OPTIONS[] = {
	{"year", .argument = N_("YEAR"), .help = N_("budget year of the figures"), .fields = "year"},
	{0},
};

static const struct jx_option BEGIN_OPTIONS[] = {
	{"departments", .argument = N_("FILE"), .help = N_("the departments, as department load takes them")},
	{"people", .argument = N_("FILE"), .help = N_("the people to be invited, as invitation load --new takes them")},
	{"sheets", .argument = N_("FILE"), .help = N_("write a sheet of paper for each person: an HTML file to print")},
	{"round", .argument = N_("ID"), .help = N_("the round that is created and opened")},
	{"year", .argument = N_("YEAR"), .help = N_("budget year; 0: reports of any year"), .fields = "round.year"},
	{"deadline", .argument = N_("TIME"), .help = N_("2026-03-15, 2026-03-15T17:30+08:00 or a span such as 30d"), .fields = "round.deadline_time"},
	{"rulebook", .argument = N_("ID[@NUMBER]"), .help = N_("the rulebook of its reports; default: county-sample; none: the built-in rules alone"), .fields = "round.rulebook"},
	{0},
};

const struct jx_command jx_county_commands[] = {
	{.name = "begin", .run = cmd_begin, .options = BEGIN_OPTIONS,
		.operands = N_("[LINE|FILE|-]"), .max_operands = 1,
		.summary = N_("enrol, load the departments, invite people and open a round, in one"),
		.details = N_("For the first lead, with the line that jixiaod init has printed; without a line for one who is enrolled, each year. It runs enrol, department load, round create, invitation load --new and round open, names each, and stops at the first that fails; the same command again goes on there. The lists may be those of last year with what is new: departments and people who are there already are left as they are, and counted."),
		.example = "jixiao begin - --departments departments.csv --people people.csv --round 2025 --year 2025 --deadline 30d"},
	{.name = "round create", .run = cmd_round_create, .options = ROUND_CREATE_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"round.name"}, .operands = N_("ID"), .min_operands = 1, .max_operands = 1,
		.summary = N_("create a round"),
		.example = "jixiao round create 2025 --title '2025年度部门整体支出绩效自评' --year 2025 --deadline 2026-03-15"},
	{.name = "round edit", .run = cmd_round_edit, .options = ROUND_CREATE_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"round.name"}, .operands = N_("ROUND"), .min_operands = 1, .max_operands = 1,
		.summary = N_("change a round that is not open yet"),
		.example = "jixiao round edit 2025 --deadline 2026-03-20"},
	{.name = "round open", .run = cmd_round_open, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ROUND"), .min_operands = 1, .max_operands = 1,
		.summary = N_("open a round: departments may file"),
		.example = "jixiao round open 2025"},
	{.name = "round close", .run = cmd_round_close, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ROUND"), .min_operands = 1, .max_operands = 1,
		.summary = N_("close a round and list who is missing"),
		.details = N_("Who has not filed is named first. The round's id must be typed, unless --yes is given, which is required where nobody can be asked. Until something is published, round reopen undoes it."),
		.example = "jixiao round close 2025"},
	{.name = "round reopen", .run = cmd_round_reopen, .options = REVOKE_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ROUND"), .min_operands = 1, .max_operands = 1,
		.summary = N_("undo a closing, while nothing is published"),
		.details = N_("Past its deadline it closes again by itself: put the deadline off with round extend."),
		.example = "jixiao round reopen 2025 --reason '截止过早'"},
	{.name = "round extend", .run = cmd_round_extend, .options = EXTEND_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name", "department"}, .operands = N_("ROUND [DEPT]"), .min_operands = 1, .max_operands = 2,
		.summary = N_("put the deadline off, for all or for one department"),
		.example = "jixiao round extend 2025 130132001 --deadline 2026-03-20T17:30 --reason '系统故障'"},
	{.name = "round roster", .run = cmd_round_roster, .options = ROSTER_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ROUND"), .min_operands = 1, .max_operands = 1,
		.summary = N_("put departments on the roster of a round, or take them off"),
		.details = N_("Until something is published. One that has begun is not taken off; waive it."),
		.example = "jixiao round roster 2025 --add 130132060 --reason '机构新设'"},
	{.name = "round cancel", .run = cmd_round_cancel, .options = REVOKE_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ROUND"), .min_operands = 1, .max_operands = 1,
		.summary = N_("cancel a round that is not closed"),
		.example = "jixiao round cancel 2025 --reason '任务取消'"},
	{.name = "round archive", .run = cmd_round_archive, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ROUND"), .min_operands = 1, .max_operands = 1,
		.summary = N_("archive a final round: it can only be read"),
		.example = "jixiao round archive 2025"},
	{.name = "round list", .run = cmd_round_list, .options = AS_OF_OPTIONS, .forms = JX_FORMS_ALL,
		.summary = N_("list the rounds"),
		.example = "jixiao round list"},
	{.name = "department add", .run = cmd_department_add, .options = DEPARTMENT_ADD_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"code", "title"}, .operands = N_("CODE TITLE"), .min_operands = 2, .max_operands = 2,
		.summary = N_("add a department"),
		.example = "jixiao department add 130132001 元氏县科学技术和工业信息化局 --short 科工局"},
	{.name = "department load", .run = cmd_department_load, .options = DEPARTMENT_LOAD_OPTIONS, .forms = JX_FORMS_JSON,
		.operands = N_("FILE.csv"), .min_operands = 1, .max_operands = 1,
		.summary = N_("add and change many departments by a CSV file, all or none"),
		.details = N_("Shows what is new, what changes and what the file does not have, and asks. Headings: code,title,short_title,level,nature,funding_form,peer_group,is_finance, or 编码,名称,简称,级次,性质,经费形式,可比组,财政部门; the first two are required, and fields without a column stay as they are. As spreadsheets save it: commas, semicolons or tabs, UTF-8, UTF-16 or GB18030. More than 1,000 changes are written in parts; cut short, run it again."),
		.example = "jixiao department load departments.csv --dry-run"},
	{.name = "department edit", .run = cmd_department_edit, .options = DEPARTMENT_EDIT_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"department.name"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("rename a department, or change its group, level, nature or funding"),
		.details = N_("What is published, filed and logged keeps the name of its day."),
		.example = "jixiao department edit 130132001 --title 元氏县工业和信息化局 --document '元政发〔2026〕3号'"},
	{.name = "department retire", .run = cmd_department_retire, .options = DEPARTMENT_RETIRE_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"departments"}, .operands = N_("DEPT..."), .min_operands = 1, .max_operands = 20,
		.summary = N_("end departments that are abolished"),
		.details = N_("Shows what becomes of rosters, people and open items, and asks. Departments are never deleted: what they filed stays."),
		.example = "jixiao department retire 130132001 --document '元政发〔2026〕3号'"},
	{.name = "department merge", .run = cmd_department_merge, .options = DEPARTMENT_INTO_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"departments"}, .operands = N_("DEPT..."), .min_operands = 1, .max_operands = 20,
		.summary = N_("merge departments into one, which exists already or was added"),
		.details = N_("Where they have filed nothing in a round that is open, they need not, and the one that takes over is put on the roster. compare --years shows their figures before it."),
		.example = "jixiao department merge 130132001 130132002 --into 130132060 --document '元政发〔2026〕3号'"},
	{.name = "department split", .run = cmd_department_split, .options = DEPARTMENT_INTO_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"departments"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("split a department into several"),
		.details = N_("It stays when it is among those that it is split into."),
		.example = "jixiao department split 130132001 --into 130132061,130132062 --document '元政发〔2026〕3号'"},
	{.name = "department reinstate", .run = cmd_department_reinstate, .options = REVOKE_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("take the end of a department back"),
		.example = "jixiao department reinstate 130132001 --reason '文件撤回'"},
	{.name = "department history", .run = cmd_department_history, .forms = JX_FORMS_ALL,
		.operand_fields = {"name"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("what has changed about a department, with dates and documents"),
		.example = "jixiao department history 130132001"},
	{.name = "department list", .run = cmd_department_list, .options = DEPARTMENT_LIST_OPTIONS, .forms = JX_FORMS_ALL,
		.summary = N_("list the departments"),
		.example = "jixiao department list"},
	{.name = "reference load", .run = cmd_reference_load, .options = REFERENCE_LOAD_OPTIONS, .forms = JX_FORMS_JSON,
		.operands = N_("FILE.csv"), .min_operands = 1, .max_operands = 1,
		.summary = N_("load what the treasury has of departments, for reports to be held against"),
		.details = N_("Headings: code and any of initial,adjusted,executed,posts,in_post, or 编码,年初预算,全年预算,执行数,编制数,在职人数; money is in 元 unless the heading says 万元. A new edition of the year; reports that are filed already keep the one that they were held against."),
		.example = "jixiao reference load treasury.csv --year 2025 --source '国库集中支付系统 2026-01-15'"},
	{.name = "reference list", .run = cmd_reference_list, .options = REFERENCE_YEAR_OPTIONS, .forms = JX_FORMS_ALL,
		.summary = N_("list the editions of the treasury's figures"),
		.example = "jixiao reference list"},
	{.name = "reference show", .run = cmd_reference_show, .options = REFERENCE_YEAR_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"department"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("show what the treasury has of a department"),
		.example = "jixiao reference show 130132001 --year 2025"},
	{.name = "invite", .run = cmd_invite, .options = INVITE_OPTIONS,
		.operand_fields = {"person.name"}, .operands = N_("ID"), .min_operands = 1, .max_operands = 1,
		.summary = N_("invite a person and print the line to hand out"),
		.details = N_("Choose ID yourself: 2 to 32 of a-z, 0-9 and \"-\". The code is made here and only its digest is sent. A person with access is not changed: revoke first. A lead is invited by two leads: person confirm."),
		.example = "jixiao invite kegong-tianbao --role enterer --department 130132001"},
	{.name = "object", .run = cmd_object, .options = OBJECT_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("object to what a provisional table says of your department"),
		.details = N_("By the head, within the checking window."),
		.example = "jixiao object 130132001 --at rank --reason '复核得分少计第四项'"},
	{.name = "decide", .run = cmd_decide, .options = DECIDE_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("decide on a department's objection"),
		.details = N_("By a lead who did not accept the report."),
		.example = "jixiao decide 130132001 --as not_upheld --reason '佐证不足'"},
	{.name = "reopen", .run = cmd_reopen, .options = REOPEN_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("reopen a final report for a correction, by two leads"),
		.details = N_("What is published stays as it is until two leads publish the correction."),
		.example = "jixiao reopen 130132001 --reason '决算更正' --evidence '元财函〔2026〕12号'"},
	{.name = "waive", .run = cmd_waive, .options = WAIVE_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("free a department from filing in a round, by a document"),
		.details = N_("Only one that has filed nothing. It stands in the foot of the ranking, with the document."),
		.example = "jixiao waive 130132001 --document '元财绩〔2026〕7号' --reason '机构撤销'"},
	{.name = "unwaive", .run = cmd_unwaive, .options = UNWAIVE_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("DEPT"), .min_operands = 1, .max_operands = 1,
		.summary = N_("take back that a department need not file"),
		.example = "jixiao unwaive 130132001 --reason '文件撤回'"},
	{.name = "invitation cancel", .run = cmd_invitation_cancel, .options = CANCEL_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ID"), .min_operands = 1, .max_operands = 1,
		.summary = N_("take an invitation back that was not used"),
		.example = "jixiao invitation cancel kegong-tianbao"},
	{.name = "invitation list", .run = cmd_invitation_list, .forms = JX_FORMS_ALL,
		.summary = N_("list the people who were invited and are not enrolled yet"),
		.example = "jixiao invitation list"},
	{.name = "invitation load", .run = cmd_invitation_load, .options = INVITATION_LOAD_OPTIONS, .forms = JX_FORMS_TABLE,
		.operands = N_("FILE"), .min_operands = 1, .max_operands = 1,
		.summary = N_("invite many people from a CSV file, all or none"),
		.details = N_("Its first row names the columns, in either language: id, title, roles, department. Several roles in a cell are separated by \"/\". Prints a line for each person, or writes a sheet of paper for each. A list that was loaded before, with new people in it, is loaded with --new. Leads are invited one by one: invite."),
		.example = "jixiao invitation load people.csv --sheets sheets.html"},
	{.name = "invitation resend", .run = cmd_invitation_resend,
		.operand_fields = {"person.name"}, .operands = N_("ID"), .min_operands = 1, .max_operands = 1,
		.summary = N_("print a new line for a person who was invited; the old one ends"),
		.example = "jixiao invitation resend kegong-tianbao"},
	{.name = "person confirm", .run = cmd_person_confirm, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ID"), .min_operands = 1, .max_operands = 1,
		.summary = N_("confirm the invitation of a lead that another lead has proposed"),
		.example = "jixiao person confirm lead3"},
	{.name = "person edit", .run = cmd_person_edit, .options = EDIT_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"person.name"}, .operands = N_("ID"), .min_operands = 1, .max_operands = 1,
		.summary = N_("change title, roles or department of an account"),
		.details = N_("Certificate and invitation stay. Nobody becomes a lead by this, and no lead ceases to be one: invite, person revoke."),
		.example = "jixiao person edit kegong-tianbao --role head --reason '...'"},
	{.name = "person list", .run = cmd_person_list, .options = PERSON_LIST_OPTIONS, .forms = JX_FORMS_ALL,
		.summary = N_("list the people with access"),
		.example = "jixiao person list"},
	{.name = "person revoke", .run = cmd_person_revoke, .options = REVOKE_OPTIONS, .forms = JX_FORMS_JSON,
		.operand_fields = {"name"}, .operands = N_("ID"), .min_operands = 1, .max_operands = 1,
		.summary = N_("revoke a person's access"),
		.example = "jixiao person revoke kegong-tianbao --reason '...'"},
	{0},
};
/* clang-format on */
