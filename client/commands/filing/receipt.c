/*
 * jixiao receipt list, show, print, fetch; jixiao verify: what was filed, and the proof of it, without the server.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/disk/log_memory.h"
#include "client/disk/receipts.h"
#include "client/report/receipt_keep.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"

/* ---- which receipt ---- */

static enum jx_status read_receipt(struct jx_app *app, const char *path, char **ret_text, size_t *ret_n)
{
	return jx_file_read(path, JX_MAX_RECEIPT_BYTES, &app->arena, ret_text, ret_n, &app->error);
}

/* The receipt of this home with a number, or the newest. */
static enum jx_status find_receipt(struct jx_app *app, const struct jx_args *args, const char **ret_path)
{
	struct jx_receipt_file *files = NULL;
	size_t n = 0;
	uint64_t attempt = 0;
	const char *number = args->n_operands > 0 ? args->operands[0] : NULL;
	if (number != NULL && !jx_text_u64(number, UINT64_MAX, &attempt))
		return jx_app_fail_with(app, JX_REASON_BAD_ARGUMENT, JX_ARGS(JX_TEXT(number), JX_TEXT("N")));
	enum jx_status status = jx_receipts_list(app->home, &app->arena, &files, &n, &app->error);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < n; i++) {
		if (number != NULL && files[i].attempt != attempt)
			continue;
		*ret_path = files[i].path;
		return JX_OK;
	}
	return jx_app_fail_with(app, JX_REASON_RECEIPT_MISSING,
		JX_ARGS(JX_TEXT(number != NULL ? number : "-"), JX_TEXT(app->home)));
}

/* ---- what it says ---- */

static void print_meaning(struct jx_app *app)
{
	jx_print(&app->terminal, "%s",
		_("It proves that finance received this content at this time and keeps it unchanged. It does not say "
		  "that the report was accepted, and it is no seal."));
}

static void print_receipt(
	struct jx_app *app, const struct jx_receipt *receipt, const struct jx_verifier *verifier)
{
	jx_print(&app->terminal, "%s", receipt->people[app->language]);
	jx_print(&app->terminal, _("Log: %s, entry %llu of %llu"), verifier->name,
		(unsigned long long)receipt->proven.index, (unsigned long long)receipt->proven.tree.n_leaves);
	print_meaning(app);
}

/* A receipt that has been verified, and the key that has signed it. */
struct verified {
	struct jx_log_memory memory;
	struct jx_receipt receipt;
	const struct jx_verifier *verifier; /* of memory */
};

static enum jx_status verify_receipt(
	struct jx_app *app, const struct jx_args *args, const char *path, struct verified *ret_verified)
{
	char *text = NULL;
	size_t n = 0;
	enum jx_status status = jx_receipt_keys(app, jx_args_value(args, "key"), &ret_verified->memory);
	if (status == JX_OK)
		status = read_receipt(app, path, &text, &n);
	if (status != JX_OK)
		return status;
	const struct jx_log_text whole = {text, n};
	return jx_receipt_check(
		app, &ret_verified->memory, &whole, &ret_verified->receipt, &ret_verified->verifier);
}

static enum jx_status verify_file(struct jx_app *app, const struct jx_args *args, const char *path)
{
	struct verified verified;
	enum jx_status status = verify_receipt(app, args, path, &verified);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &verified.receipt.entry->base);
	jx_print(&app->terminal, _("Genuine: %s"), path);
	print_receipt(app, &verified.receipt, verified.verifier);
	return JX_OK;
}

enum jx_status cmd_verify(struct jx_app *app, const struct jx_args *args)
{
	return verify_file(app, args, args->operands[0]);
}

enum jx_status cmd_receipt_show(struct jx_app *app, const struct jx_args *args)
{
	const char *path = NULL;
	enum jx_status status = find_receipt(app, args, &path);
	if (status != JX_OK)
		return status;
	status = verify_file(app, args, path);
	if (status == JX_OK)
		jx_app_next(app, "jixiao receipt print");
	return status;
}

/* ---- for the signed page ---- */

static void print_line(struct jx_app *app, const char *label, const char *value)
{
	jx_print(&app->terminal, "%s%s", label, value);
}

static void print_page(
	struct jx_app *app, const struct jx_receipt *receipt, const struct jx_verifier *verifier)
{
	char text[64];
	const JxFilingRecord *filing = receipt->entry->record->filing;
	print_line(app, _("Receipt of a filing"), "");
	print_line(app, "  ", receipt->people[JX_ZH]);
	print_line(app, "  ", receipt->people[JX_EN]);
	print_line(app, _("Fingerprint: "), filing->content_digest);
	print_line(app, _("Rulebook: "), filing->rulebook_digest);
	print_line(app, _("Filed by: "), jx_name_last(receipt->entry->actor));
	(void)snprintf(text, sizeof(text), "%" PRIu64, receipt->proven.index);
	print_line(app, _("Entry of the log: "), text);
	print_line(app, _("The log: "), verifier->name);
	print_meaning(app);
}

enum jx_status cmd_receipt_print(struct jx_app *app, const struct jx_args *args)
{
	struct verified verified;
	const char *path = NULL;
	enum jx_status status = find_receipt(app, args, &path);
	if (status == JX_OK)
		status = verify_receipt(app, args, path, &verified);
	if (status == JX_OK)
		print_page(app, &verified.receipt, verified.verifier);
	return status;
}

/* ---- the list ---- */

enum column { ATTEMPT, SUBMISSION, VERSION, RECEIVED, DIGEST, FILE_NAME };

static const struct jx_column COLUMNS[] = {
	[ATTEMPT] = {"attempt", N_("Receipt"), .is_right = true},
	[SUBMISSION] = {"submission", N_("Submission"), .wraps = false},
	[VERSION] = {"version", N_("Version"), .is_right = true},
	[RECEIVED] = {"receive_time", N_("Received"), .wraps = false},
	[DIGEST] = {"content_digest", N_("Fingerprint"), .wraps = true, .leave_out = 1},
	[FILE_NAME] = {"file", N_("File"), .wraps = true},
};

static enum jx_status add_row(struct jx_app *app, const struct jx_receipt_file *file, struct jx_table *table)
{
	struct jx_receipt receipt;
	char text[JX_DATETIME_BYTES];
	char *bytes = NULL;
	size_t n = 0;
	jx_table_add_row(table);
	(void)snprintf(text, sizeof(text), "%" PRIu64, file->attempt);
	jx_table_set(table, ATTEMPT, text);
	const char *slash = strrchr(file->path, '/');
	jx_table_set_raw(table, FILE_NAME, slash != NULL ? slash + 1 : file->path, file->path);
	enum jx_status status = read_receipt(app, file->path, &bytes, &n);
	if (status == JX_OK)
		status = jx_receipt_read(bytes, n, &app->arena, &receipt, &app->error);
	if (status == JX_INVALID || status == JX_DATA_LOSS) {
		jx_table_set(table, SUBMISSION, _("damaged"));
		return JX_OK;
	}
	if (status != JX_OK)
		return status;
	const JxFilingRecord *filing = receipt.entry->record->filing;
	jx_table_set(table, SUBMISSION, jx_name_last(receipt.entry->object));
	jx_table_set(table, DIGEST, filing->content_digest);
	(void)jx_datetime_print(receipt.entry->act_time, text);
	jx_table_set(table, RECEIVED, text);
	(void)snprintf(text, sizeof(text), "%" PRIu32, filing->version_number);
	jx_table_set(table, VERSION, text);
	return JX_OK;
}

enum jx_status cmd_receipt_list(struct jx_app *app, const struct jx_args *args)
{
	struct jx_receipt_file *files = NULL;
	struct jx_table table;
	size_t n = 0;
	(void)args;
	enum jx_status status = jx_receipts_list(app->home, &app->arena, &files, &n, &app->error);
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; status == JX_OK && i < n; i++)
		status = add_row(app, &files[i], &table);
	if (status == JX_OK && (n > 0 || app->output != JX_OUTPUT_AUTO))
		status = jx_app_print_table(app, &table);
	if (status != JX_OK)
		return status;
	if (n > 0) {
		jx_app_next(app, "jixiao receipt show");
	} else if (jx_app_wants_text(app)) {
		jx_note(&app->terminal, "%s", _("There is no receipt on this machine."));
		jx_app_next(app, "jixiao receipt fetch");
	}
	return JX_OK;
}

/* ---- again from the server ---- */

/* All receipts of the department: for a home that was lost. */
static enum jx_status fetch_all(struct jx_app *app)
{
	JxListReceiptsRequest request = JX_LIST_RECEIPTS_REQUEST_INIT;
	JxListReceiptsResponse *reply = NULL;
	size_t n = 0;
	do {
		enum jx_status status = jx_call_list_receipts(app, &request, &reply);
		for (size_t i = 0; status == JX_OK && i < reply->n_receipts; i++, n++)
			status = jx_receipt_keep(app, reply->receipts[i], NULL, NULL, NULL);
		if (status != JX_OK)
			return status;
		request.page_token = reply->next_page_token;
	} while (request.page_token[0] != '\0');
	jx_print(&app->terminal, _("Fetched: %zu receipts, each verified"), n);
	jx_app_next(app, "jixiao receipt list");
	return JX_OK;
}

enum jx_status cmd_receipt_fetch(struct jx_app *app, const struct jx_args *args)
{
	JxGetReceiptRequest request = JX_GET_RECEIPT_REQUEST_INIT;
	JxGetReceiptResponse *reply = NULL;
	struct jx_receipt receipt;
	char path[JX_FILE_PATH_BYTES];
	char name[JX_RESOURCE_NAME_BYTES + 32];
	char *submission = NULL;
	const char *version = jx_args_value(args, "version");
	if (args->n_operands == 0)
		return fetch_all(app);
	enum jx_status status = jx_resolve_submission(app, args, args->operands[0], &submission);
	if (status != JX_OK)
		return status;
	(void)snprintf(
		name, sizeof(name), "%s/versions/%.20s", submission, version != NULL ? version : "latest");
	request.name = name;
	status = jx_call_get_receipt(app, &request, &reply);
	if (status == JX_OK)
		status = jx_receipt_keep(app, reply->receipt, NULL, &receipt, path);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &receipt.entry->base);
	jx_print(&app->terminal, "%s", receipt.people[app->language]);
	jx_print(&app->terminal, _("Stored: %s"), path);
	jx_app_next(app, "jixiao receipt show %" PRIu64, receipt.entry->record->filing->attempt);
	return JX_OK;
}
