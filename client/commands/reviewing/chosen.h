/* The submissions that a command is about: one, many, or all in a state; shown before anything is done to them. */
#ifndef CLIENT_COMMANDS_REVIEWING_CHOSEN_H
#define CLIENT_COMMANDS_REVIEWING_CHOSEN_H

#include "client/app/args.h"
#include "jixiao/v1/schema.h"

struct jx_chosen {
	const JxSubmission **rows; /* in the app's arena */
	size_t n;                  /* at least one */
};

/** Find the submissions of the operands, or those of --state in the round.
 *
 * @return JX_OK; JX_INVALID (MISSING_ARGUMENT) without either; JX_NOT_FOUND (SUBMISSION_NOT_FOUND) when none is in the state.
 */
enum jx_status jx_chosen_find(
	struct jx_app *app, const struct jx_args *args, struct jx_chosen *ret_chosen) JX_MUST_CHECK;

/** Show them to whoever decides, where somebody can be asked. @return true when they were shown. */
bool jx_chosen_show(struct jx_app *app, const struct jx_chosen *chosen);

/** What is done to one of them, or only tried. @return as the call that does it. */
typedef enum jx_status (*jx_chosen_act)(struct jx_app *app, const JxSubmission *submission, void *user);

/** Do something to each. One that is refused is told, and the others go on; without an answer of the server nothing does.
 *
 * @return JX_OK; the first refusal.
 */
enum jx_status jx_chosen_each(
	struct jx_app *app, const struct jx_chosen *chosen, jx_chosen_act act, void *user) JX_MUST_CHECK;

/** Ask whether to go on, unless --dry-run only tries: then say that. */
enum jx_status jx_chosen_confirm(
	struct jx_app *app, const struct jx_args *args, const char *question) JX_MUST_CHECK;

/** Print what became of one: the reply as JSON, or a line. */
enum jx_status jx_chosen_print_done(
	struct jx_app *app, const ProtobufCMessage *reply, const JxSubmission *submission) JX_MUST_CHECK;

/** Print the next command: of a trial, the same without --dry-run. @param done  of the deed itself. */
void jx_chosen_next(struct jx_app *app, const struct jx_args *args, const char *done);

#endif
