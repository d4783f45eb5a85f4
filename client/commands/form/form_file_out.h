/*
 * A form as a file of the person: written beside its place first, then put there whole. Thread: one at a time.
 */
#ifndef CLIENT_COMMANDS_FORM_FORM_FILE_OUT_H
#define CLIENT_COMMANDS_FORM_FORM_FILE_OUT_H

#include "client/app/app.h"
#include "client/app/args.h"
#include "client/form/writing/write.h"

#define JX_FORM_TITLE_BYTES 512

/** The title of the form of a report, in the language of the person. @return out. */
const char *jx_form_title(const JxReport *report, char out[JX_FORM_TITLE_BYTES]);

/** The file that --out names, which must be given.
 *
 * @return JX_OK; JX_INVALID (MISSING_ARGUMENT).
 */
enum jx_status jx_form_out_path(
	struct jx_app *app, const struct jx_args *args, const char **ret_path) JX_MUST_CHECK;

/** The rulebook that words come from: that of a round, else the sample that comes with the program.
 *
 * @return JX_OK; as jx_rulebook_open().
 */
enum jx_status jx_form_book(
	struct jx_app *app, const struct jx_round_rules *rules, const JxRulebook **ret_book) JX_MUST_CHECK;

/** Write a form to a path. @return as jx_form_write() and jx_file_write(). */
enum jx_status jx_form_out_write(
	struct jx_app *app, const struct jx_form_contents *contents, const char *path) JX_MUST_CHECK;

/** Put a file that was made elsewhere to a path, and remove it there. @param made  as far as it got: of another status only removed. */
enum jx_status jx_out_move(
	struct jx_app *app, enum jx_status made, const char *from, const char *path) JX_MUST_CHECK;

/** Write bytes to a path, whole or not at all. */
enum jx_status jx_out_write(struct jx_app *app, const char *path, const void *bytes, size_t n) JX_MUST_CHECK;

#endif
