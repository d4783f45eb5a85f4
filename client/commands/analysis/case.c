/*
 * jixiao export-case, verify-case: all about one department's report as a file that proves itself.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/disk/log_memory.h"
#include "client/report/receipt_keep.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/casefile/case.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/json/json.h"

/* A case that is put together. */
struct exporting {
	struct jx_app *app;
	char *submission;
	JxListLogEntriesResponse *log;
	JxSubmission *record;
	JxListIssuesResponse *threads;
	uint32_t n_versions;
	char *text; /* in the arena */
	size_t n;
	size_t room;
};

/* ---- writing ---- */

static enum jx_status add_text(struct exporting *exporting, const char *text, size_t n)
{
	struct jx_app *app = exporting->app;
	while (exporting->n + n > exporting->room) {
		size_t room = exporting->room == 0 ? 65536 : 2 * exporting->room;
		char *larger =
			room <= 2 * (size_t)JX_MAX_CASE_BYTES ? jx_arena_alloc(&app->arena, room) : NULL;
		if (larger == NULL)
			return jx_arena_fail(&app->arena, &app->error);
		memcpy(larger, exporting->text != NULL ? exporting->text : "", exporting->n);
		exporting->text = larger;
		exporting->room = room;
	}
	memcpy(exporting->text + exporting->n, text, n);
	exporting->n += n;
	return JX_OK;
}

static enum jx_status add_line(struct exporting *exporting, const JxCaseLine *line)
{
	struct jx_app *app = exporting->app;
	char *text = NULL;
	size_t n = 0;
	enum jx_status status =
		jx_json_write(&line->base, JX_JSON_CANONICAL, &app->arena, &app->error, &text, &n);
	if (status == JX_OK)
		status = add_text(exporting, text, n);
	return status == JX_OK ? add_text(exporting, "\n", 1) : status;
}

static enum jx_status add_head(struct exporting *exporting)
{
	JxCaseLine line = JX_CASE_LINE_INIT;
	JxCaseHead head = JX_CASE_HEAD_INIT;
	head.submission = exporting->submission;
	head.entries = (uint32_t)exporting->log->n_entries;
	head.versions = exporting->n_versions;
	head.issues = (uint32_t)exporting->threads->n_issues;
	line.head = &head;
	return add_line(exporting, &line);
}

static enum jx_status add_entries(struct exporting *exporting)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < exporting->log->n_entries; i++) {
		JxCaseLine line = JX_CASE_LINE_INIT;
		line.entry = exporting->log->entries[i];
		status = add_line(exporting, &line);
	}
	return status;
}

static enum jx_status add_rulebook(struct exporting *exporting, char *digest)
{
	JxGetRulebookRequest request = JX_GET_RULEBOOK_REQUEST_INIT;
	JxGetRulebookResponse *reply = NULL;
	JxCaseLine line = JX_CASE_LINE_INIT;
	request.digest = digest;
	enum jx_status status = jx_call_get_rulebook(exporting->app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (reply->rulebook == NULL || reply->rulebook->rulebook == NULL)
		return jx_call_fail_incomplete(exporting->app);
	line.rulebook = reply->rulebook->rulebook;
	return add_line(exporting, &line);
}

/* What follows from the calendar is no part of a case. */
static enum jx_status add_issues(struct exporting *exporting)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < exporting->threads->n_issues; i++) {
		JxCaseLine line = JX_CASE_LINE_INIT;
		line.issue = exporting->threads->issues[i];
		line.issue->due_time = NULL;
		line.issue->holder = JX_HOLDER_UNSPECIFIED;
		status = add_line(exporting, &line);
	}
	return status;
}

/* ---- fetching ---- */

static char *version_name(struct exporting *exporting, uint32_t number)
{
	char name[JX_RESOURCE_NAME_BYTES + 32];
	(void)snprintf(name, sizeof(name), "%s/versions/%" PRIu32, exporting->submission, number);
	return jx_arena_strdup(&exporting->app->arena, name);
}

static enum jx_status fetch_version(
	struct exporting *exporting, uint32_t number, JxSubmissionVersion **ret_version)
{
	JxGetSubmissionVersionRequest request = JX_GET_SUBMISSION_VERSION_REQUEST_INIT;
	JxGetSubmissionVersionResponse *reply = NULL;
	request.name = version_name(exporting, number);
	if (request.name == NULL)
		return jx_arena_fail(&exporting->app->arena, &exporting->app->error);
	enum jx_status status = jx_call_get_submission_version(exporting->app, &request, &reply);
	if (status != JX_OK)
		return status;
	*ret_version = reply->version;
	return reply->version != NULL && reply->version->report != NULL
		       ? JX_OK
		       : jx_call_fail_incomplete(exporting->app);
}

/* A review counts once it was accepted: only then the log has it. */
static enum jx_status fetch_versions(struct exporting *exporting, JxSubmissionVersion **versions)
{
	enum jx_status status = JX_OK;
	for (uint32_t i = 0; status == JX_OK && i < exporting->n_versions; i++) {
		status = fetch_version(exporting, i + 1, &versions[i]);
		if (status == JX_OK && exporting->record->accepted_by[0] == '\0')
			versions[i]->review = NULL;
	}
	return status;
}

/* Each rulebook once, then the versions. */
static enum jx_status add_versions(struct exporting *exporting)
{
	struct jx_app *app = exporting->app;
	JxSubmissionVersion **versions =
		jx_arena_calloc(&app->arena, exporting->n_versions + 1, sizeof(*versions));
	if (versions == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	enum jx_status status = fetch_versions(exporting, versions);
	for (uint32_t i = 0; status == JX_OK && i < exporting->n_versions; i++) {
		char *digest = versions[i]->rulebook_digest;
		bool is_new = digest[0] != '\0';
		for (uint32_t j = 0; j < i; j++)
			is_new = is_new && strcmp(versions[j]->rulebook_digest, digest) != 0;
		if (is_new)
			status = add_rulebook(exporting, digest);
	}
	for (uint32_t i = 0; status == JX_OK && i < exporting->n_versions; i++) {
		JxCaseLine line = JX_CASE_LINE_INIT;
		line.version = versions[i];
		status = add_line(exporting, &line);
	}
	return status;
}

static enum jx_status add_receipts(struct exporting *exporting)
{
	enum jx_status status = JX_OK;
	for (uint32_t i = 0; status == JX_OK && i < exporting->n_versions; i++) {
		JxGetReceiptRequest request = JX_GET_RECEIPT_REQUEST_INIT;
		JxGetReceiptResponse *reply = NULL;
		JxCaseLine line = JX_CASE_LINE_INIT;
		request.name = version_name(exporting, i + 1);
		if (request.name == NULL)
			return jx_arena_fail(&exporting->app->arena, &exporting->app->error);
		status = jx_call_get_receipt(exporting->app, &request, &reply);
		if (status != JX_OK)
			break;
		line.receipt = reply->receipt;
		status = add_line(exporting, &line);
	}
	return status;
}

static enum jx_status fetch_record(struct exporting *exporting)
{
	JxGetSubmissionRequest request = JX_GET_SUBMISSION_REQUEST_INIT;
	JxGetSubmissionResponse *reply = NULL;
	JxListLogEntriesRequest entries = JX_LIST_LOG_ENTRIES_REQUEST_INIT;
	JxListIssuesRequest issues = JX_LIST_ISSUES_REQUEST_INIT;
	issues.name = exporting->submission;
	request.name = exporting->submission;
	entries.object = exporting->submission;
	entries.with_proofs = true;
	enum jx_status status = jx_call_get_submission(exporting->app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (reply->submission == NULL)
		return jx_call_fail_incomplete(exporting->app);
	exporting->record = reply->submission;
	exporting->n_versions = reply->submission->version_number;
	status = jx_call_list_issues(exporting->app, &issues, &exporting->threads);
	return status == JX_OK ? jx_call_list_log_entries(exporting->app, &entries, &exporting->log) : status;
}

static enum jx_status make_case(struct exporting *exporting)
{
	enum jx_status status = fetch_record(exporting);
	if (status == JX_OK)
		status = add_head(exporting);
	if (status == JX_OK)
		status = add_entries(exporting);
	if (status == JX_OK)
		status = add_versions(exporting);
	if (status == JX_OK)
		status = add_receipts(exporting);
	return status == JX_OK ? add_issues(exporting) : status;
}

/* ---- checking ---- */

static enum jx_status check_case(
	struct jx_app *app, const struct jx_args *args, const char *text, size_t n, struct jx_case *ret_case)
{
	struct jx_log_memory memory;
	enum jx_status status = jx_receipt_keys(app, jx_args_value(args, "key"), &memory);
	if (status != JX_OK)
		return status;
	const struct jx_case_keys keys = {memory.verifiers, memory.n_verifiers};
	return jx_case_verify(text, n, &keys, &app->arena, ret_case, &app->error);
}

static void print_case(struct jx_app *app, const struct jx_case *found)
{
	jx_print(&app->terminal,
		_("%s: %zu entries of the log, %zu versions with receipts, %zu issues, %zu signatures, all proven"),
		jx_name_last(found->submission), found->n_entries, found->n_versions, found->n_issues,
		found->n_signatures);
}

/* Writes the file, which appears when it is complete. */
static enum jx_status store_case(const struct exporting *exporting, const char *path)
{
	char directory[JX_FILE_PATH_BYTES] = ".";
	const char *slash = strrchr(path, '/');
	if (slash != NULL)
		(void)snprintf(
			directory, sizeof(directory), "%.*s", slash == path ? 1 : (int)(slash - path), path);
	const struct jx_file_write write = {.directory = directory,
		.name = slash != NULL ? slash + 1 : path,
		.bytes = exporting->text,
		.n = exporting->n,
		.mode = 0600};
	return jx_file_write(NULL, &write, &exporting->app->error);
}

enum jx_status cmd_export_case(struct jx_app *app, const struct jx_args *args)
{
	struct exporting exporting = {.app = app};
	struct jx_case found;
	char name[JX_FILE_PATH_BYTES];
	const char *path = jx_args_value(args, "out");
	enum jx_status status = jx_resolve_submission(app, args, args->operands[0], &exporting.submission);
	if (status == JX_OK)
		status = make_case(&exporting);
	if (status == JX_OK)
		status = check_case(app, args, exporting.text, exporting.n, &found);
	if (status != JX_OK)
		return status;
	if (path == NULL) {
		(void)snprintf(name, sizeof(name), "%s.case", jx_name_last(exporting.submission));
		path = name;
	}
	status = store_case(&exporting, path);
	if (status != JX_OK)
		return status;
	print_case(app, &found);
	jx_print(&app->terminal, _("Stored: %s"), path);
	jx_app_next(app, "jixiao verify-case %s", path);
	return JX_OK;
}

enum jx_status cmd_verify_case(struct jx_app *app, const struct jx_args *args)
{
	struct jx_case found;
	char *text = NULL;
	size_t n = 0;
	enum jx_status status =
		jx_file_read(args->operands[0], JX_MAX_CASE_BYTES, &app->arena, &text, &n, &app->error);
	if (status == JX_OK)
		status = check_case(app, args, text, n, &found);
	if (status == JX_OK)
		print_case(app, &found);
	return status;
}
