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

enum outbox_column { ID, ROUND, DEPARTMENT, FINGERPRINT, RULES, REFUSED };

static const struct jx_column COLUMNS[] = {
	[ID] = {.key = "request_id", .title = N_("ID")},
	[ROUND] = {.key = "round", .title = N_("Round")},
	[DEPARTMENT] = {.key = "department", .title = N_("Department")},
	[FINGERPRINT] = {"content_digest", N_("Fingerprint"), .wraps = true, .leave_out = 1},
	[RULES] = {.key = "rules", .title = N_("Rules")},
	[REFUSED] = {"refused", N_("Refused"), .wraps = true},
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

/* What lies in the outbox. */
struct contents {
	struct jx_outbox outbox;
	struct jx_outbox_entry *waiting;
	size_t n_waiting;
	struct jx_outbox_entry *refused;
	size_t n_refused;
};

static enum jx_status read_outbox(struct jx_app *app, struct contents *contents)
{
	enum jx_status status = jx_outbox_open(&contents->outbox, app->home, NULL, &app->error);
	if (status != JX_OK)
		return status;
	status = jx_outbox_list(
		&contents->outbox, &app->arena, &contents->waiting, &contents->n_waiting, &app->error);
	if (status != JX_OK)
		return status;
	return jx_outbox_list_refused(
		&contents->outbox, &app->arena, &contents->refused, &contents->n_refused, &app->error);
}

/* One document, whatever waits: the requests as they will be sent. */
static enum jx_status print_json(struct jx_app *app, const struct jx_outbox_entry *entries, size_t n)
{
	bool is_list = app->output == JX_OUTPUT_JSON;
	size_t n_printed = 0;
	if (is_list)
		jx_app_put_json(app, "[");
	for (size_t i = 0; i < n; i++) {
		if (entries[i].request == NULL)
			continue;
		if (is_list && n_printed++ > 0)
			jx_app_put_json(app, ",");
		enum jx_status status = jx_app_print_json(app, &entries[i].request->base);
		if (status != JX_OK)
			return status;
	}
	if (is_list)
		jx_app_put_json(app, "]\n");
	return JX_OK;
}

static void set_refusal(struct jx_app *app, struct jx_table *table, const struct jx_error *refusal)
{
	char sentence[JX_APP_SENTENCE_BYTES];
	if (refusal->reason != JX_REASON_NONE)
		jx_table_set(table, REFUSED,
			jx_error_sentence(refusal, app->language, sentence, sizeof(sentence)));
}

/* Adds a row; true when the report waits and is outdated. */
static bool add_row(struct jx_app *app, struct jx_table *table, const struct jx_outbox_entry *entry)
{
	static const char *const words[] = {
		[NOT_KNOWN] = N_("not known"), [CURRENT] = N_("current"), [OUTDATED] = N_("outdated")};
	jx_table_add_row(table);
	jx_table_set(table, ID, entry->request_id);
	jx_table_set(table, FINGERPRINT, entry->content_digest);
	set_refusal(app, table, &entry->refusal);
	if (entry->request == NULL) {
		jx_table_set(table, ROUND, _("damaged"));
		return false;
	}
	enum freshness freshness = freshness_of(app, entry->request);
	jx_table_set(table, ROUND, jx_name_last(entry->request->report->round));
	jx_table_set(table, DEPARTMENT, jx_name_last(entry->request->report->department));
	jx_table_set(table, RULES, _(words[freshness]));
	return freshness == OUTDATED && entry->refusal.reason == JX_REASON_NONE;
}

static enum jx_status print_table(struct jx_app *app, const struct contents *contents)
{
	struct jx_table table;
	bool has_outdated = false;
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < contents->n_waiting; i++)
		has_outdated = add_row(app, &table, &contents->waiting[i]) || has_outdated;
	for (size_t i = 0; i < contents->n_refused; i++)
		(void)add_row(app, &table, &contents->refused[i]);
	enum jx_status status = jx_app_print_table(app, &table);
	if (status != JX_OK)
		return status;
	if (has_outdated)
		jx_note(&app->terminal, "%s",
			_("Outdated: the round has another rulebook now. Check the file again and submit it; it replaces the one that waits."));
	if (contents->n_refused > 0)
		jx_note(&app->terminal, "%s",
			_("What was refused is not sent again. Correct the file and submit it, then drop the old one here."));
	if (has_outdated)
		jx_app_next(app, "jixiao submit FILE");
	else if (contents->n_waiting > 0)
		jx_app_next(app, "jixiao outbox send");
	else
		jx_app_next(app, "jixiao outbox drop %s", contents->refused[0].request_id);
	return JX_OK;
}

enum jx_status cmd_outbox_list(struct jx_app *app, const struct jx_args *args)
{
	struct contents contents;
	(void)args;
	enum jx_status status = read_outbox(app, &contents);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return print_json(app, contents.waiting, contents.n_waiting);
	if (contents.n_waiting + contents.n_refused > 0)
		return print_table(app, &contents);
	jx_note(&app->terminal, "%s", _("The outbox is empty."));
	jx_app_next(app, "jixiao status");
	return JX_OK;
}

/* Sends one; what is refused for good makes room for the others. @param ret_goes_on  false: the others would fail alike. */
static enum jx_status send_entry(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_outbox_entry *entry, bool *ret_goes_on)
{
	struct jx_filed filed;
	enum jx_status status = jx_filing_resend(app, outbox, entry, &filed);
	*ret_goes_on = true;
	if (status == JX_OK)
		return jx_filing_print(app, &filed);
	*ret_goes_on = filed.is_refused || entry->request == NULL || jx_rpc_was_answered(app->rpc);
	if (!filed.is_refused)
		return status;
	struct jx_error refusal = app->error;
	if (jx_outbox_set_aside(outbox, entry, &refusal, &app->error) == JX_OK)
		app->error = refusal;
	return status;
}

/* Sends all of them and returns the first failure. */
static enum jx_status send_all(
	struct jx_app *app, const struct jx_outbox *outbox, const struct jx_outbox_entry *entries, size_t n)
{
	enum jx_status first = JX_OK;
	struct jx_error first_error = {0};
	bool goes_on = true;
	for (size_t i = 0; i < n && goes_on; i++) {
		enum jx_status status = send_entry(app, outbox, &entries[i], &goes_on);
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
	}
	app->error = first_error;
	return first;
}

static enum jx_status send_waiting(struct jx_app *app)
{
	struct contents contents;
	enum jx_status status = read_outbox(app, &contents);
	if (status != JX_OK)
		return status;
	jx_outbox_sweep(&contents.outbox, app->now_s);
	if (contents.n_waiting == 0)
		jx_note(&app->terminal, "%s", _("The outbox is empty."));
	return send_all(app, &contents.outbox, contents.waiting, contents.n_waiting);
}

enum jx_status cmd_outbox_send(struct jx_app *app, const struct jx_args *args)
{
	struct jx_lock lock;
	(void)args;
	enum jx_status status = jx_file_make_directory(app->home, &app->error);
	if (status != JX_OK)
		return status;
	status = jx_outbox_lock(app->home, &app->patience, &lock, &app->error);
	if (status != JX_OK)
		return status;
	status = send_waiting(app);
	jx_lock_release(&lock);
	if (status == JX_OK)
		jx_app_next(app, "jixiao status");
	return status;
}

static const struct jx_outbox_entry *find_entry(
	const struct jx_outbox_entry *entries, size_t n, const char *request_id)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(entries[i].request_id, request_id) == 0)
			return &entries[i];
	return NULL;
}

/* Reads the outbox and finds an entry in it, waiting or refused. */
static enum jx_status look_up(struct jx_app *app, const char *id, struct contents *contents,
	const struct jx_outbox_entry **ret_entry)
{
	enum jx_status status = read_outbox(app, contents);
	if (status != JX_OK)
		return status;
	*ret_entry = find_entry(contents->waiting, contents->n_waiting, id);
	if (*ret_entry == NULL)
		*ret_entry = find_entry(contents->refused, contents->n_refused, id);
	return *ret_entry != NULL ? JX_OK
				  : jx_app_fail_with(app, JX_REASON_OUTBOX_NOT_FOUND, JX_ARGS(JX_TEXT(id)));
}

/* Drops an entry as it is now: another command may have sent it, or set it aside, while this one asked or waited. */
static enum jx_status drop_locked(struct jx_app *app, const char *id)
{
	struct contents contents;
	const struct jx_outbox_entry *entry = NULL;
	enum jx_status status = look_up(app, id, &contents, &entry);
	return status == JX_OK ? jx_outbox_drop(&contents.outbox, entry, &app->error) : status;
}

enum jx_status cmd_outbox_drop(struct jx_app *app, const struct jx_args *args)
{
	struct contents contents;
	struct jx_lock lock;
	const struct jx_outbox_entry *entry = NULL;
	const char *id = args->operands[0];
	enum jx_status status = look_up(app, id, &contents, &entry);
	if (status != JX_OK)
		return status;
	/* Asked without the lock: an answer may take long, and others file meanwhile. */
	if (entry->refusal.reason == JX_REASON_NONE)
		status = jx_app_confirm(app,
			_("If the server has received it already, it stays filed there. Drop it here?"), NULL,
			false);
	if (status != JX_OK)
		return status;
	status = jx_outbox_lock(app->home, &app->patience, &lock, &app->error);
	if (status != JX_OK)
		return status;
	status = drop_locked(app, id);
	jx_lock_release(&lock);
	if (status == JX_OK)
		jx_app_next(app, "jixiao status");
	return status;
}
