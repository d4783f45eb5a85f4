/*
 * The things people name: rounds, departments, submissions.
 *
 * Names are taken the way people write them: a round's id, a department's code or (short) title. Results are names of
 * resources in the app's arena, ready for the field of a message. Thread: one at a time.
 */
#ifndef CLIENT_CALLS_RESOLVE_H
#define CLIENT_CALLS_RESOLVE_H

#include "client/app/app.h"
#include "client/app/args.h"
#include "jixiao/v1/schema.h"

/** Which round is meant when none is named. */
enum jx_round_query {
	JX_ROUND_MEANT, /* by what the caller does: of a department, the one that is open; of finance, the one under review;
			 * of who reads only, the published one */
	JX_ROUND_PUBLISHED /* for who reads what is published: the newest of which something is */
};

/** Find the name of a round.
 *
 * @param text      as typed, "2025" or "rounds/2025"; NULL: the server's list decides by the query. Of several open
 *   ones, or several under review, none is clear; of what is past or a draft the newest one is.
 * @param ret_name  "rounds/{id}".
 * @return JX_OK; JX_NOT_FOUND (NO_ROUND); JX_INVALID (ROUND_UNCLEAR, BAD_ARGUMENT); that of the call; no memory.
 */
enum jx_status jx_resolve_round(
	struct jx_app *app, const char *text, enum jx_round_query query, char **ret_name) JX_MUST_CHECK;

/** Find the round whose reports are read: as jx_resolve_round(), and without a name the one that its reader means, the
 * newest published one for who sees only what is published.
 */
enum jx_status jx_resolve_round_to_read(
	struct jx_app *app, const char *text, JxReportSource source, char **ret_name) JX_MUST_CHECK;

/** Make the name of a new round. @return JX_OK; JX_INVALID (BAD_ARGUMENT); no memory. */
enum jx_status jx_resolve_new_round(struct jx_app *app, const char *id, char **ret_name) JX_MUST_CHECK;

/** Make the name of a new person, likewise. */
enum jx_status jx_resolve_new_person(struct jx_app *app, const char *id, char **ret_name) JX_MUST_CHECK;

/** Read a point in time given as an option: a day or an hour without a zone is one of the county, whose zone the server is
 * asked for when it has not told it yet.
 *
 * @param text  NULL: nothing is set.
 * @return JX_OK; JX_INVALID (BAD_OPTION_VALUE); JX_UNAVAILABLE (TIME_ZONE_UNKNOWN); that of the call.
 */
enum jx_status jx_resolve_time(struct jx_app *app, const char *name, const char *text, const char *expected,
	Google__Protobuf__Timestamp *ret_time) JX_MUST_CHECK;

/** Find the name of a department.
 *
 * @param text  a code, "departments/{code}", or a title, short title or part of one that only one department has.
 * @return JX_OK; JX_NOT_FOUND (DEPARTMENT_NOT_FOUND); JX_INVALID (DEPARTMENT_UNCLEAR); that of the call; no memory.
 */
enum jx_status jx_resolve_department(struct jx_app *app, const char *text, char **ret_name) JX_MUST_CHECK;

/** Find the submission that a text means together with --round: "submissions/{id}", or a department. */
enum jx_status jx_resolve_submission(
	struct jx_app *app, const struct jx_args *args, const char *text, char **ret_name) JX_MUST_CHECK;

/** Fetch a submission by its name, with its issues. */
enum jx_status jx_resolve_fetch_submission(
	struct jx_app *app, const char *name, const JxSubmission **ret_submission) JX_MUST_CHECK;

/** Fetch the newest draft of a submission, with its report. @return as jx_rpc_call(); JX_INTERNAL (SERVER_ANSWER). */
enum jx_status jx_resolve_fetch_draft(
	struct jx_app *app, char *submission, const JxDraft **ret_draft) JX_MUST_CHECK;

#endif
