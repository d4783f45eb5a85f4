/*
 * jixiao outbox list, send, drop: reports that wait on this machine.
 */
#include <string.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/disk/outbox.h"
#include "client/report/filing.h"
#include "client/report/round_rules.h"
#include "client/transport/resolve.h"
#include "proto/contract/base/array.h"

static const struct jx_column COLUMNS[] = {
	{"request_id", N_("ID"), false, false, 0},
	{"round", N_("Round"), false, false, 0},
	{"department", N_("Department"), false, false, 0},
	{"content_digest", N_("Fingerprint"), false, true, 1},
	{"rules", N_("Rules"), false, false, 0},
};

/* Whether it was judged by the rulebook its round rests on, as far as this machine knows. */
static const char *rules_of(struct jx_app *app, const JxSubmitReportRequest *request)
{
	const char *kept = jx_round_kept_digest(app, request->report->round);
	if (request->verdict_digest[0] == '\0' || kept == NULL)
		return _("not known");
	return strcmp(request->rulebook_digest, kept) == 0 ? _("current") : _("stale");
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
	enum jx_status status = JX_OK;
	for (size_t i = 0; i < n && status == JX_OK; i++)
		if (entries[i].request != NULL)
			status = jx_app_print_json(app, &entries[i].request->base);
	return status;
}

enum jx_status cmd_outbox_list(struct jx_app *app, const struct jx_args *args)
{
	struct jx_outbox outbox;
	struct jx_outbox_entry *entries;
	struct jx_table table;
	size_t n;
	bool has_stale = false;
	(void)args;
	enum jx_status status = read_outbox(app, &outbox, &entries, &n);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return print_json(app, entries, n);
	jx_table_init(&table, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < n; i++) {
		const JxSubmitReportRequest *request = entries[i].request;
		jx_table_add_row(&table);
		jx_table_set(&table, 0, entries[i].request_id);
		jx_table_set(
			&table, 1, request != NULL ? jx_last_part(request->report->round) : _("damaged"));
		jx_table_set(&table, 2, request != NULL ? jx_last_part(request->report->department) : "");
		jx_table_set(&table, 3, entries[i].content_digest);
		const char *rules = request != NULL ? rules_of(app, request) : "";
		jx_table_set(&table, 4, rules);
		has_stale = has_stale || strcmp(rules, _("stale")) == 0;
	}
	if (n > 0)
		status = jx_app_print_table(app, &table);
	else
		jx_note(&app->terminal, "%s", _("The outbox is empty."));
	jx_table_clear(&table);
	if (has_stale)
		jx_note(&app->terminal, "%s",
			_("Stale: the round rests on another rulebook by now. Check the file again and "
			  "submit it; "
			  "the one that waits gives way."));
	if (status == JX_OK)
		jx_app_next(app, has_stale ? "jixiao submit FILE"
				 : n > 0   ? "jixiao outbox send"
					   : "jixiao status");
	return status;
}

enum jx_status cmd_outbox_send(struct jx_app *app, const struct jx_args *args)
{
	struct jx_outbox outbox;
	struct jx_outbox_entry *entries;
	struct jx_filed filed;
	enum jx_status first = JX_OK;
	struct jx_error first_error = {0};
	size_t n;
	(void)args;
	enum jx_status status = read_outbox(app, &outbox, &entries, &n);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < n; i++) {
		status = jx_filing_resend(app, &outbox, &entries[i], &filed);
		if (status == JX_OK)
			status = jx_filed_print(app, &filed);
		if (status == JX_OK)
			continue;
		if (n > 1)
			jx_note(&app->terminal, "%s", entries[i].request_id);
		jx_app_print_error(app, status);
		app->is_reported = true;
		if (first == JX_OK) {
			first = status;
			first_error = app->error;
		}
		/* One that is refused must not keep the others back; a dead network keeps all of them. */
		if (!jx_rpc_was_answered(app->rpc))
			break;
	}
	if (n == 0)
		jx_note(&app->terminal, "%s", _("The outbox is empty."));
	app->error = first_error;
	if (first == JX_OK)
		jx_app_next(app, "jixiao status");
	return first;
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
	for (size_t i = 0; i < n; i++) {
		if (strcmp(entries[i].request_id, id) != 0)
			continue;
		status = jx_app_confirm(app,
			_("If the server has received it already, it stays filed there. Drop it here?"), NULL,
			false);
		if (status == JX_OK)
			status = jx_outbox_drop(&outbox, entries[i].name, &app->error);
		if (status == JX_OK)
			jx_app_next(app, "jixiao status");
		return status;
	}
	return jx_app_fail_with(app, JX_REASON_OUTBOX_NOT_FOUND, JX_ARGS(JX_TEXT(id)));
}
