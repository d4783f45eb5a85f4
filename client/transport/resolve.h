/*
 * Whole lists, and the things people name: rounds, departments, submissions.
 *
 * A list call gives pages; a person wants the list. Names are taken the way people write them: a round's id, a
 * department's code or (short) title. Thread: one at a time.
 */
#ifndef CLIENT_TRANSPORT_RESOLVE_H
#define CLIENT_TRANSPORT_RESOLVE_H

#include "client/cli/app.h"
#include "client/cli/args.h"

#include "jixiao/v1/schema.h"

/** Call a List method until its last page.
 *
 * @param request    with page_size and page_token fields; changed.
 * @param ret_reply  of the method's type, with all items and no token; in the app's arena.
 */
enum jx_status jx_list_all(struct jx_app *app, const char *path, ProtobufCMessage *request,
	ProtobufCMessage **ret_reply) JX_MUST_CHECK;

/** Print a list's reply: as one document, or its items as JSON lines. */
enum jx_status jx_list_print_json(struct jx_app *app, ProtobufCMessage *reply) JX_MUST_CHECK;

/** The part after the last "/", e.g. the id of "rounds/{id}". Borrowed. */
const char *jx_last_part(const char *name);

/** Which round is meant when none is named. */
enum jx_round_query {
	JX_ROUND_TO_FILE, /* the open one */
	JX_ROUND_NEWEST
};

/** Give the name of a round.
 *
 * @param text  as typed, "2025" or "rounds/2025"; NULL: the server's list decides by the query: one open round
 *   is clear, so is the newest; several open ones are not.
 * @param out   "rounds/{id}".
 * @return JX_OK; JX_NOT_FOUND (NO_ROUND); JX_INVALID (ROUND_UNCLEAR, BAD_ARGUMENT); the call's.
 */
enum jx_status jx_find_round(struct jx_app *app, const char *text, enum jx_round_query query,
	char out[JX_NAME_BYTES]) JX_MUST_CHECK;

/** Give the name of a department.
 *
 * @param text  a code, "departments/{code}", or a title, short title or part of one that only one department
 *   has.
 * @return JX_OK; JX_NOT_FOUND (DEPARTMENT_NOT_FOUND); JX_INVALID (DEPARTMENT_UNCLEAR); the call's.
 */
enum jx_status jx_find_department(
	struct jx_app *app, const char *text, char out[JX_NAME_BYTES]) JX_MUST_CHECK;

/** The name of a submission: "submissions/{round}-{department}". */
void jx_submission_name(const char *round, const char *department, char out[JX_NAME_BYTES]);

/** The submission that an operand means, together with --round: "submissions/{id}", or a department. */
enum jx_status jx_find_submission(struct jx_app *app, const struct jx_args *args, const char *text,
	char out[JX_NAME_BYTES]) JX_MUST_CHECK;

#endif
