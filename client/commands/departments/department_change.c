/*
 * jixiao department edit, reinstate, history: what changes about one department.
 */
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/departments/department_words.h"
#include "client/screen/cell.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"

/* The fields of a department, and the options that set them. */
static const struct {
	const char *option;
	enum jx_department_field field;
} EDITED[] = {{"title", JX_DEPARTMENT_TITLE}, {"short", JX_DEPARTMENT_SHORT_TITLE},
	{"level", JX_DEPARTMENT_LEVEL}, {"nature", JX_DEPARTMENT_NATURE},
	{"funding", JX_DEPARTMENT_FUNDING_FORM}, {"peers", JX_DEPARTMENT_PEER_GROUP},
	{"finance", JX_DEPARTMENT_IS_FINANCE}};

/* A value as it was typed; a word of people becomes its code, and what is none is the server's to refuse. */
static enum jx_status read_field(
	struct jx_app *app, const struct jx_args *args, size_t i, JxDepartment *department)
{
	const char *text = jx_args_value(args, EDITED[i].option);
	const char *code = jx_department_word(EDITED[i].field, text);
	char words[JX_DEPARTMENT_WORDS_BYTES];
	char *kept = NULL;
	if (code == NULL)
		return jx_option_fail(app, EDITED[i].option, text,
			jx_department_words(EDITED[i].field, app->language, words));
	enum jx_status status = jx_option_text(app, code, &kept);
	if (status == JX_OK)
		jx_department_field_set(department, EDITED[i].field, kept);
	return status;
}

static enum jx_status read_edit(struct jx_app *app, const struct jx_args *args, JxDepartment *department,
	JxUpdateDepartmentRequest *request)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < JX_COUNT_OF(EDITED); i++) {
		if (!jx_args_has(args, EDITED[i].option))
			continue;
		request->fields[request->n_fields++] = (char *)jx_department_field_name(EDITED[i].field);
		status = read_field(app, args, i, department);
	}
	if (status == JX_OK && request->n_fields == 0)
		return jx_option_fail_missing(app, args, "title");
	if (status == JX_OK)
		status = jx_resolve_department(app, args->operands[0], &department->name);
	request->allows_twins = jx_args_has(args, "allow-twins");
	return status == JX_OK ? jx_department_read_basis_options(app, args, &request->effective_date,
					 &request->document, &request->reason)
			       : status;
}

enum jx_status cmd_department_edit(struct jx_app *app, const struct jx_args *args)
{
	char *fields[JX_COUNT_OF(EDITED)];
	JxDepartment department = JX_DEPARTMENT_INIT;
	JxUpdateDepartmentRequest request = JX_UPDATE_DEPARTMENT_REQUEST_INIT;
	JxUpdateDepartmentResponse *reply;
	request.department = &department;
	request.fields = fields;
	enum jx_status status = read_edit(app, args, &department, &request);
	if (status == JX_OK)
		status = jx_call_update_department(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	if (reply->department == NULL)
		return jx_call_fail_incomplete(app);
	if (reply->n_fields == 0)
		jx_print(&app->terminal, _("Nothing to change: %s %s is so already"), reply->department->code,
			reply->department->title);
	else
		jx_print(&app->terminal, _("Changed: %s %s: %s"), reply->department->code,
			reply->department->title, jx_department_changes(app, reply->fields, reply->n_fields));
	jx_app_next(app, "jixiao department history %s", reply->department->code);
	return JX_OK;
}

enum jx_status cmd_department_reinstate(struct jx_app *app, const struct jx_args *args)
{
	JxReinstateDepartmentRequest request = JX_REINSTATE_DEPARTMENT_REQUEST_INIT;
	JxReinstateDepartmentResponse *reply;
	if (jx_args_value(args, "reason") == NULL)
		return jx_option_fail_missing(app, args, "reason");
	enum jx_status status = jx_option_text(app, jx_args_value(args, "reason"), &request.reason);
	if (status == JX_OK)
		status = jx_resolve_department(app, args->operands[0], &request.name);
	if (status == JX_OK)
		status = jx_call_reinstate_department(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	if (reply->department == NULL)
		return jx_call_fail_incomplete(app);
	jx_print(&app->terminal, _("Reinstated: %s %s. Rounds stay as they are."), reply->department->code,
		reply->department->title);
	jx_app_next(app, "jixiao unwaive %s --round ROUND --reason REASON", reply->department->code);
	return JX_OK;
}

/* ---- history ---- */

enum history_column { DATE, WHAT, CHANGE, DOCUMENT, REASON, PERSON, TIME };

static const struct jx_column COLUMNS[] = {
	[DATE] = {.key = "effective_date", .title = N_("Since")},
	[WHAT] = {.key = "kind", .title = N_("What")},
	[CHANGE] = {"change", N_("Change"), .wraps = true},
	[DOCUMENT] = {"document", N_("Document"), .wraps = true},
	[REASON] = {"reason", N_("Reason"), .wraps = true, .leave_out = 2},
	[PERSON] = {"person", N_("By"), .leave_out = 3},
	[TIME] = {"change_time", N_("Done"), .leave_out = 1},
};

static const struct {
	const char *key;
	const char *words;
} KINDS[] = {
	[JX_DEPARTMENT_CHANGE_KIND_UNSPECIFIED] = {"unspecified", N_("?")},
	[JX_DEPARTMENT_CHANGE_KIND_UPDATE] = {"update", N_("edited")},
	[JX_DEPARTMENT_CHANGE_KIND_RETIRE] = {"retire", N_("retired")},
	[JX_DEPARTMENT_CHANGE_KIND_MERGE] = {"merge", N_("merged")},
	[JX_DEPARTMENT_CHANGE_KIND_SPLIT] = {"split", N_("split")},
	[JX_DEPARTMENT_CHANGE_KIND_REINSTATE] = {"reinstate", N_("reinstated")},
};

/* The fields that differ between two states of a department. */
static const char *differences(struct jx_app *app, const JxDepartmentChange *change)
{
	JxFieldDifference rows[JX_DEPARTMENT_FIELDS];
	JxFieldDifference *list[JX_DEPARTMENT_FIELDS];
	size_t n = 0;
	if (change->before == NULL || change->after == NULL)
		return "";
	for (int i = 0; i < JX_DEPARTMENT_FIELDS; i++) {
		enum jx_department_field field = (enum jx_department_field)i;
		const char *before = jx_department_field_get(change->before, field);
		const char *after = jx_department_field_get(change->after, field);
		if (strcmp(before, after) == 0)
			continue;
		jx_field_difference_init(&rows[n]);
		rows[n].field = (char *)jx_department_field_name(field);
		rows[n].before = (char *)before;
		rows[n].after = (char *)after;
		list[n] = &rows[n];
		n++;
	}
	return jx_department_changes(app, list, n);
}

static void add_change(struct jx_app *app, struct jx_table *table, const JxDepartmentChange *change)
{
	size_t kind = (size_t)change->kind < JX_COUNT_OF(KINDS) ? (size_t)change->kind : 0;
	jx_table_add_row(table);
	jx_table_set(table, DATE, change->effective_date);
	jx_table_set_raw(table, WHAT, _(KINDS[kind].words), KINDS[kind].key);
	jx_table_set(table, CHANGE, differences(app, change));
	jx_table_set(table, DOCUMENT, change->document);
	jx_table_set(table, REASON, change->reason);
	jx_table_set(table, PERSON, jx_name_last(change->person));
	jx_cell_set_time(table, TIME, change->change_time);
}

static void print_names(struct jx_app *app, const char *words, char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		JxGetDepartmentRequest request = JX_GET_DEPARTMENT_REQUEST_INIT;
		JxGetDepartmentResponse *reply = NULL;
		request.name = names[i];
		bool is_known =
			jx_call_get_department(app, &request, &reply) == JX_OK && reply->department != NULL;
		if (!is_known)
			app->error = (struct jx_error){0};
		jx_app_remark(app, "%s %s %s", words, jx_name_last(names[i]),
			is_known ? reply->department->title : "");
	}
}

enum jx_status cmd_department_history(struct jx_app *app, const struct jx_args *args)
{
	JxGetDepartmentRequest of = JX_GET_DEPARTMENT_REQUEST_INIT;
	JxGetDepartmentResponse *now;
	JxListDepartmentChangesRequest request = JX_LIST_DEPARTMENT_CHANGES_REQUEST_INIT;
	JxListDepartmentChangesResponse *reply;
	struct jx_table table;
	enum jx_status status = jx_resolve_department(app, args->operands[0], &of.name);
	request.name = of.name;
	if (status == JX_OK)
		status = jx_call_get_department(app, &of, &now);
	if (status == JX_OK)
		status = jx_call_list_department_changes(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	if (now->department == NULL)
		return jx_call_fail_incomplete(app);
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < reply->n_changes; i++)
		add_change(app, &table, reply->changes[i]);
	status = jx_app_print_table(app, &table);
	if (status != JX_OK)
		return status;
	if (now->department->retire_date[0] != '\0')
		jx_app_remark(app, _("%s %s exists no more since %s"), now->department->code,
			now->department->title, now->department->retire_date);
	print_names(
		app, _("Its work is done by"), now->department->successors, now->department->n_successors);
	print_names(
		app, _("It took over from"), now->department->predecessors, now->department->n_predecessors);
	jx_app_next(app, "jixiao department list --all");
	return JX_OK;
}
