/*
 * jixiao department retire, merge, split: the end of departments, shown before it is done.
 */
#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/county/round_roster.h"
#include "client/commands/departments/department_words.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

#define MAX_PRINTED 50u /* people, and what becomes of rosters: more is counted */

static const char *effect_words(JxRosterEffect effect)
{
	if (effect == JX_ROSTER_EFFECT_WAIVED)
		return _("need not file");
	if (effect == JX_ROSTER_EFFECT_TAKEN_OFF)
		return _("leaves the roster");
	if (effect == JX_ROSTER_EFFECT_PUT_ON)
		return _("is put on the roster");
	return _("goes on: it has filed, or the round is closed");
}

static void print_effects(struct jx_app *app, const JxRetireDepartmentsResponse *reply)
{
	for (size_t i = 0; i < reply->n_effects && i < MAX_PRINTED; i++) {
		const JxRetirementEffect *row = reply->effects[i];
		jx_print(&app->terminal, _("  round %s: %s %s"), jx_name_last(row->round),
			jx_name_last(row->department), effect_words(row->effect));
	}
	if (reply->n_effects > MAX_PRINTED)
		jx_print(&app->terminal, _("  ... and %zu more"), reply->n_effects - MAX_PRINTED);
}

/* Whom somebody has to tell, and invite anew. */
static void print_people(struct jx_app *app, const JxRetireDepartmentsResponse *reply, size_t n_successors)
{
	if (reply->n_people > 0)
		jx_print(&app->terminal,
			_("People of them, who keep what they may see; invite them anew where they work now, or revoke them:"));
	for (size_t i = 0; i < reply->n_people && i < MAX_PRINTED; i++)
		jx_print(&app->terminal, "  %s %s (%s)", jx_name_last(reply->people[i]->person),
			reply->people[i]->title, jx_name_last(reply->people[i]->department));
	if (reply->n_people > MAX_PRINTED)
		jx_print(&app->terminal, _("  ... and %zu more"), reply->n_people - MAX_PRINTED);
	if (reply->open_rectifications + reply->open_idle_funds > 0)
		jx_print(&app->terminal,
			n_successors > 0
				? _("Those who take over answer for what is still to be done: %u rectification items, %u items of idle funds")
				: _("Nobody takes over, so its own people still answer for: %u rectification items, %u items of idle funds"),
			reply->open_rectifications, reply->open_idle_funds);
}

static void print_end(struct jx_app *app, const JxRetireDepartmentsResponse *reply, size_t n_successors)
{
	for (size_t i = 0; i < reply->n_departments; i++) {
		const JxDepartment *row = reply->departments[i];
		if (row->retire_date[0] == '\0')
			jx_print(&app->terminal, _("  %s %s stays, and gives a part of its work away"),
				row->code, row->title);
		else
			jx_print(&app->terminal, _("  %s %s ends on %s"), row->code, row->title,
				row->retire_date);
		for (size_t j = 0; j < row->n_successors; j++)
			jx_print(&app->terminal, _("    its work is done by %s"),
				jx_name_last(row->successors[j]));
	}
	print_effects(app, reply);
	print_people(app, reply, n_successors);
}

static enum jx_status read_departments(
	struct jx_app *app, const struct jx_args *args, JxRetireDepartmentsRequest *request)
{
	enum jx_status status = JX_OK;
	request->departments = jx_arena_calloc(&app->arena, args->n_operands + 1, sizeof(char *));
	if (request->departments == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; status == JX_OK && i < args->n_operands; i++)
		status = jx_resolve_department(
			app, args->operands[i], &request->departments[request->n_departments++]);
	return status;
}

/* Shows what would happen, asks, and does it. */
static enum jx_status end_departments(
	struct jx_app *app, const struct jx_args *args, JxRetireDepartmentsRequest *request)
{
	JxRetireDepartmentsResponse *reply;
	const bool is_dry_run = jx_args_has(args, "dry-run");
	if (jx_args_value(args, "document") == NULL)
		return jx_option_fail_missing(app, args, "document");
	enum jx_status status = jx_department_read_basis_options(
		app, args, &request->effective_date, &request->document, &request->reason);
	if (status == JX_OK)
		status = read_departments(app, args, request);
	request->validate_only = true;
	if (status == JX_OK)
		status = jx_call_retire_departments(app, request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app) && is_dry_run)
		return jx_app_print_json(app, &reply->base);
	if (!jx_app_wants_json(app))
		print_end(app, reply, request->n_successors);
	if (is_dry_run)
		return JX_OK;
	status = jx_app_confirm(app, _("Do that?"), NULL, true);
	request->validate_only = false;
	request->request_id = (char *)protobuf_c_empty_string;
	if (status == JX_OK)
		status = jx_call_retire_departments(app, request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	jx_print(&app->terminal, _("Done"));
	jx_app_next(app, "jixiao department history %s", jx_name_last(request->departments[0]));
	return JX_OK;
}

enum jx_status cmd_department_retire(struct jx_app *app, const struct jx_args *args)
{
	JxRetireDepartmentsRequest request = JX_RETIRE_DEPARTMENTS_REQUEST_INIT;
	return end_departments(app, args, &request);
}

enum jx_status cmd_department_merge(struct jx_app *app, const struct jx_args *args)
{
	JxRetireDepartmentsRequest request = JX_RETIRE_DEPARTMENTS_REQUEST_INIT;
	char *into[1] = {NULL};
	const char *text = jx_args_value(args, "into");
	if (text == NULL)
		return jx_option_fail_missing(app, args, "into");
	enum jx_status status = jx_resolve_department(app, text, &into[0]);
	request.successors = into;
	request.n_successors = 1;
	return status == JX_OK ? end_departments(app, args, &request) : status;
}

enum jx_status cmd_department_split(struct jx_app *app, const struct jx_args *args)
{
	JxRetireDepartmentsRequest request = JX_RETIRE_DEPARTMENTS_REQUEST_INIT;
	const char *text = jx_args_value(args, "into");
	if (text == NULL)
		return jx_option_fail_missing(app, args, "into");
	enum jx_status status = jx_round_parse_roster(app, text, &request.successors, &request.n_successors);
	if (status == JX_OK && request.n_successors < 2)
		return jx_option_fail(app, "into", text, _("two departments or more, apart by commas"));
	return status == JX_OK ? end_departments(app, args, &request) : status;
}
