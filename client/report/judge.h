/*
 * A report file, read and judged on this machine, with everything that is wrong with it as one list.
 *
 * Mistakes of the file's form and broken rules come out alike: as findings with a place, a sentence and a remedy, so that
 * tables, JSON and exit codes have one source. Thread: one at a time.
 */
#ifndef CLIENT_REPORT_JUDGE_H
#define CLIENT_REPORT_JUDGE_H

#include <stdbool.h>

#include "client/app/app.h"
#include "client/form/reading/form.h"
#include "client/report/round_rules.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/rulebook/rulebook.h"
#include "proto/contract/score/cost.h"

/** A judged file. Everything in the app's arena. */
struct jx_judged {
	const char *file;
	JxReport *report;     /* NULL when the file is no report */
	JxFinding **findings; /* as many as are listed */
	size_t n_findings;
	size_t n_all; /* found, listed or not */
	size_t n_hard;
	size_t n_unexplained;
	size_t n_explained;
	size_t n_info;
	bool has_round_missing;            /* the one mistake that --round corrects */
	struct jx_round_rules rules;       /* it was judged by */
	const JxReferenceSheet *reference; /* it was held against; NULL for none */
	JxScoreSheet *sheet;               /* its scores, without steps; NULL without a report */
	struct jx_form *form;              /* the workbook it was read from; NULL for JSON */
	struct jx_costs costs;             /* what its findings take off, and what wants an explanation */
	char content_digest[JX_DIGEST_TEXT_BYTES]; /* "" without a report */
	char verdict_digest[JX_DIGEST_TEXT_BYTES];
};

/** Turn mistakes of a file's form into a judgement: findings whose place is a line and column.
 *
 * @return JX_OK; no memory.
 */
enum jx_status jx_judge_problems(struct jx_app *app, const char *file,
	const struct jx_json_problems *problems, struct jx_judged *ret_judged) JX_MUST_CHECK;

/** How to judge a file. */
struct jx_judge_options {
	const char *round; /* id or name: fills in a round that the file does not name; NULL: none */
	const struct jx_rulebook *rulebook; /* to judge by; NULL: that of the report's round */
	enum jx_rules_from from;            /* where to look for that */
};

/** Read and judge a file: JSON or a form, told apart by what is in it.
 *
 * A form that has cells that cannot be read is judged all the same, so that all is told at once; what lists it lacks rows of is
 * then not added up.
 * @param file   "-" for standard input.
 * @return JX_OK, whatever was found; JX_NOT_FOUND (FILE_NOT_FOUND); JX_INVALID (OTHER_ROUND_IN_FILE,
 *   BAD_ARGUMENT, FORM_...); JX_UNKNOWN (LOCAL_FILE_FAILED); no memory.
 */
enum jx_status jx_judge_file(struct jx_app *app, const struct jx_judge_options *options, const char *file,
	struct jx_judged *ret_judged) JX_MUST_CHECK;

/** Judge a report that is no file, as jx_judge_file() does. @param name  what it is called; borrowed. */
enum jx_status jx_judge_report(struct jx_app *app, const struct jx_judge_options *options, const char *name,
	JxReport *report, struct jx_judged *ret_judged) JX_MUST_CHECK;

/** Let the commands that are printed next name the department and the round of this report. */
void jx_judge_name_topic(struct jx_app *app, const struct jx_judged *judged);

/** True when a server would accept it: nothing hard, everything else explained. */
bool jx_judge_passes(const struct jx_judged *judged);

#endif
