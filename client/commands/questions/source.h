/*
 * What a question is asked of: a publication with its reports and its rulebook, from the server or from a file of `export
 * --publication`, so that every answer can be computed again by whoever has the file.
 *
 * ROUND is its newest publication, ROUND:N its Nth, anything else that is a file that file. Thread: one at a time.
 */
#ifndef CLIENT_COMMANDS_QUESTIONS_SOURCE_H
#define CLIENT_COMMANDS_QUESTIONS_SOURCE_H

#include "client/app/app.h"
#include "client/app/args.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/question/table.h"
#include "proto/contract/rulebook/rulebook.h"

/** A publication in memory. */
struct jx_source {
	JxPublication *publication;         /* whole */
	const struct jx_rulebook *rulebook; /* NULL: the built-in rules alone */
	JxExportRow **reports;              /* in the order of department codes */
	size_t n;
	size_t room; /* private, as the next */
	size_t rows_room;
};

/** Read a publication.
 *
 * @param text  as typed; NULL: the newest publication of the newest published round.
 * @return JX_OK; that of the calls; as jx_publication_file_next(); no memory.
 */
enum jx_status jx_source_read(
	struct jx_app *app, const char *text, struct jx_source *ret_source) JX_MUST_CHECK;

/** Keep the reports of a peer group. @param group  NULL or "": all. @return JX_OK; JX_NOT_FOUND (UNKNOWN_PEER_GROUP). */
enum jx_status jx_source_keep_peers(
	struct jx_app *app, struct jx_source *source, const char *group) JX_MUST_CHECK;

/** Judge and rank the reports of a source by its rulebook. @return JX_OK; no memory, with an error. */
enum jx_status jx_source_judge(struct jx_app *app, const struct jx_source *source,
	struct jx_question_table *ret_table) JX_MUST_CHECK;

/** Judge and rank them by another one. */
enum jx_status jx_source_judge_by(struct jx_app *app, const struct jx_source *source,
	const struct jx_rulebook *rulebook, struct jx_question_table *ret_table) JX_MUST_CHECK;

/** Load a changed rulebook. @return JX_OK; JX_INVALID for one that says nothing sensible by now; no memory. */
enum jx_status jx_source_load_rulebook(
	struct jx_app *app, const JxRulebook *message, const struct jx_rulebook **ret_rulebook) JX_MUST_CHECK;

/** The id of the round of a source, in the app's arena. */
char *jx_source_round(struct jx_app *app, const struct jx_source *source);

/** Print what it is for people: round and basis. */
void jx_source_print_basis(struct jx_app *app, const struct jx_source *source);

/** A number in the app's arena, with two decimals but for more that it needs. NULL without memory. */
JxDecimal *jx_source_decimal(struct jx_app *app, int64_t micros, uint32_t decimals);

#endif
