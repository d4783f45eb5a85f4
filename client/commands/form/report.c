/*
 * jixiao report: the official report of a department as a document, for seal and signature.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/form/form_file_out.h"
#include "client/document/report_document.h"
#include "client/print/judge_print.h"
#include "client/report/judge.h"
#include "client/report/receipt_keep.h"
#include "client/report/round_rules.h"
#include "client/text/i18n.h"
#include "proto/contract/evidence/digest.h"

#define RECEIPT_BYTES 24

/* What is printed. */
struct printed {
	const JxReport *report;
	struct jx_round_rules rules;
	char digest[JX_DIGEST_TEXT_BYTES];
	char receipt[RECEIPT_BYTES];
};

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text);
	size_t n_end = strlen(end);
	return n >= n_end && strcmp(text + n - n_end, end) == 0;
}

static enum jx_status read_file(struct jx_app *app, const char *file, struct printed *printed)
{
	struct jx_judged judged;
	const struct jx_judge_options options = {.from = JX_RULES_STORED_FIRST};
	enum jx_status status = jx_judge_file(app, &options, file, &judged);
	if (status != JX_OK)
		return status;
	if (judged.report == NULL || (judged.form != NULL && judged.form->problems.n_all > 0)) {
		status = jx_judge_print(app, &judged, true);
		app->is_reported = true;
		return status == JX_OK ? jx_app_fail(app, JX_REASON_HARD_FINDINGS) : status;
	}
	printed->report = judged.report;
	printed->rules = judged.rules;
	return JX_OK;
}

/* Finds the receipt of a version, whose number goes on the signature page; who has none gets the page without it. */
static void find_receipt(struct jx_app *app, char *version, struct printed *printed)
{
	JxGetReceiptRequest request = JX_GET_RECEIPT_REQUEST_INIT;
	JxGetReceiptResponse *reply;
	struct jx_receipt receipt;
	request.name = version;
	if (jx_call_get_receipt(app, &request, &reply) == JX_OK &&
		jx_receipt_keep(app, reply->receipt, printed->digest, &receipt, NULL) == JX_OK)
		(void)snprintf(printed->receipt, sizeof(printed->receipt), "%" PRIu64,
			receipt.entry->record->filing->attempt);
	app->error = (struct jx_error){0};
}

static enum jx_status read_department(
	struct jx_app *app, const struct jx_args *args, char version[], size_t size, struct printed *printed)
{
	JxGetSubmissionVersionRequest request = JX_GET_SUBMISSION_VERSION_REQUEST_INIT;
	JxGetSubmissionVersionResponse *reply;
	const JxSubmission *submission;
	const char *number = jx_args_value(args, "version");
	char *name;
	enum jx_status status = jx_resolve_submission(app, args, jx_args_operand(args, 0), &name);
	if (status == JX_OK)
		status = jx_resolve_fetch_submission(app, name, &submission);
	if (status != JX_OK)
		return status;
	if (number != NULL)
		(void)snprintf(version, size, "%s/versions/%.20s", name, number);
	else
		(void)snprintf(version, size, "%s/versions/%u", name, submission->version_number);
	request.name = version;
	status = jx_call_get_submission_version(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (reply->version == NULL || reply->version->report == NULL)
		return jx_call_fail_incomplete(app);
	printed->report = reply->version->report;
	return jx_round_rules_find(app, printed->report->round, JX_RULES_SERVER, &printed->rules);
}

static enum jx_status write_document(struct jx_app *app, const struct printed *printed, const char *path)
{
	struct jx_document document;
	char *bytes;
	size_t n;
	const JxRulebook *book;
	enum jx_status status = jx_form_book(app, &printed->rules, &book);
	if (status != JX_OK)
		return status;
	const struct jx_report_origin origin = {.report = printed->report,
		.book = book,
		.digest = printed->digest,
		.receipt = printed->receipt};
	status = jx_report_document(&origin, &app->arena, &document);
	if (status == JX_OK)
		status = ends_with(path, ".docx") ? jx_document_docx(&document, &bytes, &n)
						  : jx_document_html(&document, &bytes, &n);
	if (status != JX_OK)
		return jx_arena_fail(&app->arena, &app->error);
	return jx_out_write(app, path, bytes, n);
}

enum jx_status cmd_report(struct jx_app *app, const struct jx_args *args)
{
	struct printed printed = {0};
	char version[JX_FILE_PATH_BYTES] = "";
	const char *path;
	const char *subject = jx_args_operand(args, 0);
	enum jx_status status = jx_form_out_path(app, args, &path);
	if (status != JX_OK)
		return status;
	if (!ends_with(path, ".docx") && !ends_with(path, ".html"))
		return jx_option_fail(app, "out", path, _("a file that ends in .docx or .html"));
	status = jx_file_is_meant(subject) ? read_file(app, subject, &printed)
					   : read_department(app, args, version, sizeof(version), &printed);
	if (status == JX_OK)
		status = jx_digest_message(
			&printed.report->base, JX_DIGEST_SHA256, printed.digest, &app->error);
	if (status != JX_OK)
		return status;
	if (version[0] != '\0')
		find_receipt(app, version, &printed);
	status = write_document(app, &printed, path);
	if (status == JX_OK)
		jx_app_remark(app, _("%s written"), path);
	return status;
}
