/*
 * What form import reads: forms of other places into a report. Thread: one at a time.
 */
#ifndef CLIENT_COMMANDS_FORM_FORM_IMPORT_H
#define CLIENT_COMMANDS_FORM_FORM_IMPORT_H

#include "client/app/args.h"
#include "client/report/judge.h"

/** Read the operands, forms of other places, by the description that --template names.
 *
 * @param into  the report that they are read into.
 * @param ret_judged  its report, and what could not be read.
 * @return JX_OK, whatever could not be read; as jx_template_parse(), jx_workbook_read() and jx_template_read().
 */
enum jx_status jx_form_import_foreign(struct jx_app *app, const struct jx_args *args, JxReport *into,
	struct jx_judged *ret_judged) JX_MUST_CHECK;

#endif
