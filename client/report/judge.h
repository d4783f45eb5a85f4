/*
 * A report file, read and judged on this machine, with everything that is wrong with it as one list.
 *
 * Mistakes of the file's form and broken rules come out alike: as findings with a place, a sentence and a
 * remedy, so that tables, JSON and exit codes have one source. Thread: one at a time.
 */
#ifndef CLIENT_REPORT_JUDGE_H
#define CLIENT_REPORT_JUDGE_H

#include <stdbool.h>

#include "client/cli/app.h"
#include "client/report/round_rules.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/json.h"
#include "proto/contract/rulebook/rulebook.h"

/** A judged file. Everything in the app's arena. */
struct jx_judged {
	const char *file;
	JxReport *submission; /* NULL when the file is no report */
	JxFinding **findings; /* kept ones */
	size_t n_findings;
	size_t n_all; /* found, kept or not */
	size_t n_hard;
	size_t n_unexplained;
	size_t n_explained;
	size_t n_info;
	bool has_round_missing;      /* the one mistake that --round mends */
	struct jx_round_rules rules; /* it was judged by */
	JxScoreSheet *sheet;         /* what its scores come to, without steps; NULL without submission */
	char content_digest[JX_DIGEST_TEXT_BYTES]; /* "" without submission */
	char verdict_digest[JX_DIGEST_TEXT_BYTES];
};

/** Make a judgement of the mistakes that were found in a file's form: findings whose place is a line and column.
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

/** Read and judge a file.
 *
 * @param file   "-" for standard input.
 * @return JX_OK, whatever was found; JX_NOT_FOUND (FILE_NOT_FOUND); JX_INVALID (OTHER_ROUND_IN_FILE,
 *   BAD_ARGUMENT); JX_UNKNOWN (LOCAL_FILE_FAILED); no memory.
 */
enum jx_status jx_judge_file(struct jx_app *app, const struct jx_judge_options *query, const char *file,
	struct jx_judged *ret_judged) JX_MUST_CHECK;

/** Say by which rules a file was judged, in a sentence beside the data. */
void jx_judged_print_rules(struct jx_app *app, const struct jx_judged *judged);

/** True when a server would take it: nothing hard, everything else explained. */
bool jx_judged_passes(const struct jx_judged *judged);

/** Print what was found in a file: a table, or a summary alone when all is well.
 *
 * @param only_problems  leave out information and what is explained.
 */
enum jx_status jx_judged_print(
	struct jx_app *app, const struct jx_judged *judged, bool only_problems) JX_MUST_CHECK;

/** Print one line about a file: how much is wrong with it.
 *
 * @param is_remark  to stderr, beside data on stdout.
 */
void jx_judged_summary(struct jx_app *app, const struct jx_judged *judged, bool is_remark);

/** Print findings as a table for people. */
enum jx_status jx_findings_print(
	struct jx_app *app, JxFinding *const *findings, size_t n, bool only_problems) JX_MUST_CHECK;

/** Print all files as one CSV or tab separated table. */
enum jx_status jx_judged_print_rows(
	struct jx_app *app, const struct jx_judged *judged, size_t n, bool only_problems) JX_MUST_CHECK;

/** Print a file's judgement as JSON: a CheckResponse. */
enum jx_status jx_judged_print_json(struct jx_app *app, const struct jx_judged *judged) JX_MUST_CHECK;

#endif
