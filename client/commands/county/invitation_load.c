/*
 * jixiao invitation load: many people from a CSV file, all or none, and a line or a sheet of paper for each.
 */
#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <string.h>

#include "client/app/list_file.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/county/invitation_known.h"
#include "client/commands/county/invitation_sheet.h"
#include "client/lists/invitation_file.h"
#include "client/screen/cell.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/evidence/code.h"

enum person_column { WHO, TITLE, ROLES, DEPARTMENT, INVITATION };

/* The last one is left out of the preview. */
static const struct jx_column COLUMNS[] = {
	[WHO] = {.key = "id", .title = N_("ID")},
	[TITLE] = {"title", N_("Account"), .wraps = true},
	[ROLES] = {"roles", N_("Roles"), .wraps = true},
	[DEPARTMENT] = {.key = "department", .title = N_("Department")},
	[INVITATION] = {"invitation", N_("Line to hand out"), .wraps = true},
};

/* The people of a file, the request about them, and their codes. */
struct loading {
	struct jx_invited_list list;
	JxBatchInvitePersonsRequest request;
	char (*codes)[JX_CODE_BYTES];
};

static enum jx_status read_list(struct jx_app *app, const char *name, struct jx_invited_list *ret_list)
{
	struct jx_csv_file file;
	enum jx_status status = jx_app_read_list(app, name, &file);
	return status == JX_OK ? jx_invitation_file_read(&file, &app->arena, ret_list, &app->error) : status;
}

static enum jx_status make_code(struct jx_app *app, char code[JX_CODE_BYTES], char **ret_digest)
{
	unsigned char random[JX_CODE_RANDOM];
	char digest[JX_DIGEST_TEXT_BYTES];
	if (RAND_priv_bytes(random, sizeof(random)) != 1)
		return jx_app_fail_with(app, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("RAND_priv_bytes")));
	jx_code_print(random, code);
	OPENSSL_cleanse(random, sizeof(random));
	enum jx_status status = jx_code_digest(code, digest, &app->error);
	if (status != JX_OK)
		return status;
	*ret_digest = jx_arena_strdup(&app->arena, digest);
	return *ret_digest != NULL ? JX_OK : jx_arena_fail(&app->arena, &app->error);
}

static enum jx_status add_row(struct jx_app *app, struct loading *loading, size_t i)
{
	struct jx_invited *row = &loading->list.rows[i];
	JxInvitationRow *what = jx_arena_alloc(&app->arena, sizeof(*what));
	enum jx_status status = JX_OK;
	if (what == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	jx_invitation_row_init(what);
	if (row->department[0] != '\0')
		status = jx_resolve_department(app, row->department, &row->person.department);
	what->person = &row->person;
	loading->request.invitations[loading->request.n_invitations++] = what;
	return status == JX_OK ? make_code(app, loading->codes[i], &what->code_digest) : status;
}

static enum jx_status make_request(struct jx_app *app, struct loading *loading)
{
	size_t n = loading->list.n;
	enum jx_status status = JX_OK;
	jx_batch_invite_persons_request_init(&loading->request);
	loading->request.invitations = jx_arena_calloc(&app->arena, n, sizeof(*loading->request.invitations));
	loading->codes = jx_arena_calloc(&app->arena, n, sizeof(*loading->codes));
	if (loading->request.invitations == NULL || loading->codes == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; status == JX_OK && i < n; i++)
		status = add_row(app, loading, i);
	return status;
}

/* Refuses the list for what is wrong with its rows, if anything is. @param reply  NULL: the server was not asked. */
static enum jx_status check_problems(
	struct jx_app *app, const struct loading *loading, const JxBatchInvitePersonsResponse *reply)
{
	const struct jx_list_problems problems = {
		.of_file = &loading->list.problems,
		.reply = reply != NULL ? &reply->base : NULL,
		.of_server = reply != NULL ? reply->problems : NULL,
		.n_of_server = reply != NULL ? reply->n_problems : 0,
		.lines = loading->list.lines,
		.n_lines = loading->list.n,
		.code = {.key = "id", .title = N_("ID")},
		.reason = JX_REASON_INVITATIONS_REFUSED,
	};
	return jx_list_has_problems(&problems) ? jx_app_refuse_list(app, &problems) : JX_OK;
}

/* @param lines  NULL: not made yet. */
static enum jx_status print_people(struct jx_app *app, const struct jx_invited_list *list, char *const *lines)
{
	struct jx_table table;
	char roles[JX_ROLES_BYTES];
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS) - (lines == NULL ? 1 : 0));
	for (size_t i = 0; i < list->n; i++) {
		const struct jx_invited *row = &list->rows[i];
		jx_table_add_row(&table);
		jx_table_set(&table, WHO, jx_name_last(row->person.name));
		jx_table_set(&table, TITLE, row->person.title);
		jx_table_set(&table, ROLES, jx_label_roles(&row->person, app->language, roles));
		jx_table_set(&table, DEPARTMENT, row->department);
		if (lines != NULL)
			jx_table_set(&table, INVITATION, lines[i]);
	}
	return jx_app_print_table(app, &table);
}

static enum jx_status make_lines(struct jx_app *app, const struct loading *loading,
	const JxBatchInvitePersonsResponse *reply, char ***ret_lines)
{
	char line[JX_INVITATION_BYTES];
	char **lines = jx_arena_calloc(&app->arena, loading->list.n, sizeof(*lines));
	if (lines == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < loading->list.n; i++) {
		jx_invitation_print(reply->enrol_address, reply->ca_fingerprint, loading->codes[i], line);
		lines[i] = jx_arena_strdup(&app->arena, line);
		if (lines[i] == NULL)
			return jx_arena_fail(&app->arena, &app->error);
	}
	*ret_lines = lines;
	return JX_OK;
}

/* A line of text for each person, so that it can be cut and sent; the other forms are a table. */
static enum jx_status hand_out(
	struct jx_app *app, const struct jx_args *args, const struct loading *loading, char *const *lines)
{
	assert(lines != NULL);
	const char *sheets = jx_args_value(args, "sheets");
	enum jx_status status = JX_OK;
	if (sheets != NULL)
		status = jx_invitation_sheet_write(app, sheets, &loading->list, lines);
	else if (!jx_app_wants_text(app))
		status = print_people(app, &loading->list, lines);
	else
		for (size_t i = 0; i < loading->list.n; i++)
			jx_print(&app->terminal, "%s %s", jx_name_last(loading->list.rows[i].person.name),
				lines[i]);
	if (status != JX_OK)
		return status;
	jx_note(&app->terminal,
		_("Invited: %zu. Give each line to the person it is for, and to nobody else: it works once, within %d hours."),
		loading->list.n, JX_INVITATION_HOURS);
	if (sheets != NULL)
		jx_note(&app->terminal, _("A sheet for each is in %s: print it, then delete it."), sheets);
	jx_app_next(app, "jixiao invitation list");
	return JX_OK;
}

/* Everything is checked and shown before anything is done. */
static enum jx_status preview(struct jx_app *app, struct loading *loading)
{
	JxBatchInvitePersonsResponse *reply;
	if (loading->list.n == 0)
		return check_problems(app, loading, NULL);
	loading->request.validate_only = true;
	enum jx_status status = jx_call_batch_invite_persons(app, &loading->request, &reply);
	loading->request.validate_only = false;
	loading->request.request_id = (char *)protobuf_c_empty_string;
	return status == JX_OK ? check_problems(app, loading, reply) : status;
}

enum jx_status cmd_invitation_load(struct jx_app *app, const struct jx_args *args)
{
	struct loading loading = {0};
	JxBatchInvitePersonsResponse *reply;
	char **lines = NULL;
	enum jx_status status = read_list(app, args->operands[0], &loading.list);
	if (status == JX_OK && jx_args_has(args, "new"))
		status = jx_invited_leave_out_known(app, &loading.list);
	if (status == JX_OK && loading.list.n == 0) {
		jx_note(&app->terminal, "%s", _("Nobody of the list is to be invited"));
		return JX_OK;
	}
	if (status == JX_OK)
		status = make_request(app, &loading);
	if (status == JX_OK)
		status = preview(app, &loading);
	if (status != JX_OK)
		return status;
	if (jx_args_has(args, "dry-run")) {
		status = print_people(app, &loading.list, NULL);
		jx_app_next(app, "jixiao invitation load %s", args->operands[0]);
		return status;
	}
	if (jx_app_wants_text(app) && app->terminal.can_ask)
		status = print_people(app, &loading.list, NULL);
	if (status == JX_OK)
		status = jx_app_confirm(app, _("Invite these people?"), NULL, false);
	if (status == JX_OK)
		status = jx_call_batch_invite_persons(app, &loading.request, &reply);
	if (status == JX_OK)
		status = check_problems(app, &loading, reply);
	if (status != JX_OK)
		return status;
	status = make_lines(app, &loading, reply, &lines);
	return status == JX_OK ? hand_out(app, args, &loading, lines) : status;
}
