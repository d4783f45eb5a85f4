/*
 * jixiao outbox list, send, drop: reports that wait on this machine.
 */
#include <string.h>

#include "client/app/app_error.h"
#include "client/commands/commands.h"
#include "client/disk/outbox.h"
#include "client/report/filing.h"
#include "client/report/round_rules.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"

enum outbox_column { ID, ROUND, DEPARTMENT, FINGERPRINT, RULES };

static const struct jx_column COLUMNS[] = {
	[ID] = {.key = "request_id", .title = N_("ID")},
	[ROUND] = {.key = "round", .title = N_("Round")},
	[DEPARTMENT] = {.key = "department", .title = N_("Department")},
	[FINGERPRINT] = {"content_digest", N_("Fingerprint"), .wraps = true, .leave_out = 1},
	[RULES] = {.key = "rules", .title = N_("Rules")},
};

/* Whether a report was judged by the rulebook of its round, as far as this machine knows. */
enum freshness { NOT_KNOWN, CURRENT, OUTDATED };

static enum freshness freshness_of(struct jx_app *app, const JxSubmitReportRequest *request)
{
	const char *stored = jx_round_rules_stored_digest(app, request->report->round);
	if (request->verdict_digest[0] == '\0' || stored == NULL)
		return NOT_KNOWN;
	return strcmp(request->rulebook_digest, stored) == 0 ? CURRENT : OUTDATED;
}

static enum jx_status read_outbox(
	struct jx_app *app, struct jx_outbox *outbox, struct jx_outbox_entry **ret_entries, size_t *ret_n)
{
	enum jx_status status = jx_outbox_open(outbox, app->home, NULL, &app->error);
	if (status != JX_OK)
		return status;
	jx_outbox_sweep(outbox, app->now_s);
	return jx_outbox_list(outbox, &app->arena, ret_entries, ret_n, &app->error);
}

static enum jx_status print_json(struct jx_app *app, const struct jx_outbox_entry *entries, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (entries[i].request == NULL)
			continue;
		enum jx_status status = jx_app_print_json(app, &entries[i].request->base);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

/* Adds a row; true when the report is outdated. */
static bool add_row(struct jx_app *app, struct jx_table *table, const struct jx_outbox_entry *entry)
{
	static const char *const words[] = {
		[NOT_KNOWN] = N_("not known"), [CURRENT] = N_("current"), [OUTDATED] = N_("outdated")};
	jx_table_add_row(table);
	jx_table_set(table, ID, entry->request_id);
	jx_table_set(table, FINGERPRINT, entry->content_digest);
	if (entry->request == NULL) {
		jx_table_set(table, ROUND, _("damaged"));
		return false;
	}
	enum freshness freshness = freshness_of(app, entry->request);
	jx_table_set(table, ROUND, jx_name_last(entry->request->report->round));
	jx_table_set(table, DEPARTMENT, jx_name_last(entry->request->report->department));
	jx_table_set(table, RULES, _(words[freshness]));
	return freshness == OUTDATED;
}

enum jx_status cmd_outbox_list(struct jx_app *app, const struct jx_args *args)
{
	struct jx_outbox outbox;
	struct jx_outbox_entry *entries;
	struct jx_table table;
	size_t n;
	bool has_outdated = false;
	(void)args;
	enum jx_status status = read_outbox(app, &outbox, &entries, &n);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return print_json(app, entries, n);
	if (n == 0) {
		jx_note(&app->terminal, "%s", _("The outbox is empty."));
		jx_app_next(app, "jixiao status");
		return JX_OK;
	}
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < n; i++)
		has_outdated = add_row(app, &table, &entries[i]) || has_outdated;
	status = jx_app_print_table(app, &table);
	if (status != JX_OK)
		return status;
	if (has_outdated)
		jx_note(&app->terminal, "%s",
			_("Outdated: the round has another rulebook now. Check the file again and submit it; it replaces the one that waits."));
	jx_app_next(app, has_outdated ? "jixiao submit FILE" : "jixiao outbox send");
	return JX_OK;
}

static enum jx_status send_entry(
	struct jx_app *app, const struct jx_outbox *outbox, const struct jx_outbox_entry *entry)
{
	struct jx_filed filed;
	enum jx_status status = jx_filing_resend(app, outbox, entry, &filed);
	return status == JX_OK ? jx_filing_print(app, &filed) : status;
}

/* Sends all of them and returns the first failure. */
static enum jx_status send_all(
	struct jx_app *app, const struct jx_outbox *outbox, const struct jx_outbox_entry *entries, size_t n)
{
	enum jx_status first = JX_OK;
	struct jx_error first_error = {0};
	for (size_t i = 0; i < n; i++) {
		enum jx_status status = send_entry(app, outbox, &entries[i]);
		if (status == JX_OK)
			continue;
		if (n > 1)
			jx_note(&app->terminal, "%s", entries[i].request_id);
		jx_app_error_print(app, status);
		app->is_reported = true;
		if (first == JX_OK) {
			first = status;
			first_error = app->error;
		}
		/* One that is refused must not hold the others back; a dead network holds all of them. */
		if (!jx_rpc_was_answered(app->rpc))
			break;
	}
	app->error = first_error;
	return first;
}

enum jx_status cmd_outbox_send(struct jx_app *app, const struct jx_args *args)
{
	struct jx_outbox outbox;
	struct jx_outbox_entry *entries;
	size_t n;
	(void)args;
	enum jx_status status = read_outbox(app, &outbox, &entries, &n);
	if (status != JX_OK)
		return status;
	if (n == 0)
		jx_note(&app->terminal, "%s", _("The outbox is empty."));
	status = send_all(app, &outbox, entries, n);
	if (status != JX_OK)
		return status;
	jx_app_next(app, "jixiao status");
	return JX_OK;
}

static enum jx_status drop_entry(
	struct jx_app *app, const struct jx_outbox *outbox, const struct jx_outbox_entry *entry)
{
	enum jx_status status = jx_app_confirm(app,
		_("If the server has received it already, it stays filed there. Drop it here?"), NULL, false);
	if (status != JX_OK)
		return status;
	status = jx_outbox_drop(outbox, entry->name, &app->error);
	if (status != JX_OK)
		return status;
	jx_app_next(app, "jixiao status");
	return JX_OK;
}

enum jx_status cmd_outbox_drop(struct jx_app *app, const struct jx_args *args)
{
	struct jx_outbox outbox;
	struct jx_outbox_entry *entries;
	size_t n;
	const char *id = args->operands[0];
	enum jx_status status = read_outbox(app, &outbox, &entries, &n);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < n; i++)
		if (strcmp(entries[i].request_id, id) == 0)
			return drop_entry(app, &outbox, &entries[i]);
	return jx_app_fail_with(app, JX_REASON_OUTBOX_NOT_FOUND, JX_ARGS(JX_TEXT(id)));
}
