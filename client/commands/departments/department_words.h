/* What the commands about departments share. Private to this folder. */
#ifndef CLIENT_COMMANDS_DEPARTMENTS_DEPARTMENT_WORDS_H
#define CLIENT_COMMANDS_DEPARTMENTS_DEPARTMENT_WORDS_H

#include "client/app/app.h"
#include "client/app/args.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/service/department.h"

/** The name of a field for people. */
const char *jx_department_field_title(enum jx_department_field field);

/** Fields that differ, in a line: "Peers: A → B; Name: ...". In the app's arena; "" without memory. */
const char *jx_department_changes(struct jx_app *app, JxFieldDifference *const *fields, size_t n);

/** Read --since, --document and --reason. */
enum jx_status jx_department_read_basis_options(struct jx_app *app, const struct jx_args *args,
	char **ret_effective_date, char **ret_document, char **ret_reason) JX_MUST_CHECK;

#endif
