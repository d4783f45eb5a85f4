/*
 * What the commands of form read: a whole report, or forms of other places into one. Thread: one at a time.
 */
#ifndef CLIENT_COMMANDS_FORM_FORM_IMPORT_H
#define CLIENT_COMMANDS_FORM_FORM_IMPORT_H

#include "client/app/args.h"
#include "client/report/judge.h"

/** Read the report of the first operand; one that cannot be read whole is refused with what is wrong.
 *
 * @return JX_OK; JX_INVALID (HARD_FINDINGS), which is reported; as jx_judge_file().
 */
enum jx_status jx_form_read_whole(
	struct jx_app *app, const struct jx_args *args, struct jx_judged *ret_judged) JX_MUST_CHECK;

/** Read the operands, forms of other places, by the description that --template names.
 *
 * @param into  the report that they are read into.
 * @param ret_judged  its report, and what could not be read.
 * @return JX_OK, whatever could not be read; as jx_template_parse(), jx_workbook_read() and jx_template_read().
 */
enum jx_status jx_form_import_foreign(struct jx_app *app, const struct jx_args *args, JxReport *into,
	struct jx_judged *ret_judged) JX_MUST_CHECK;

#endif
