#include "proto/contract/casefile/case.h"

#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/casefile/case_private.h"
#include "proto/contract/evidence/line.h"
#include "proto/contract/message/json/json.h"

enum jx_status jx_case_fail(const struct jx_case_reading *reading, const char *zh, const char *en)
{
	return jx_fail_with(
		reading->error, JX_REASON_BAD_CASE, JX_ARGS(JX_U64(reading->line), JX_WORDS(zh, en)));
}

enum jx_status jx_case_forged(const struct jx_case_reading *reading, const char *zh, const char *en)
{
	return jx_fail_with(
		reading->error, JX_REASON_CASE_FORGED, JX_ARGS(JX_U64(reading->line), JX_WORDS(zh, en)));
}

bool jx_case_is_proven(const struct jx_case_reading *reading, const struct jx_log_text *entry,
	const char *proof, size_t n_proof, struct jx_proven *ret_proven)
{
	struct jx_error ignored;
	for (size_t i = reading->keys->n; i > 0; i--)
		if (jx_tlog_proof_verify(proof, n_proof, entry, &reading->keys->verifiers[i - 1], ret_proven,
			    &ignored) == JX_OK)
			return true;
	return false;
}

const JxLogEntry *jx_case_filing(const struct jx_case *found, uint32_t version)
{
	for (size_t i = 0; i < found->n_entries; i++) {
		const JxLogRecord *record = found->entries[i]->record;
		if (record != NULL && record->filing != NULL && record->filing->version_number == version)
			return found->entries[i];
	}
	return NULL;
}

/* ---- the lines ---- */

/* A line that has one way to be written. */
static enum jx_status read_line(struct jx_case_reading *reading, struct jx_line line, JxCaseLine **ret_line)
{
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	char *again = NULL;
	size_t n = 0;
	enum jx_status status =
		jx_json_read(JX_CASE_LINE_DESCRIPTOR, line.at, line.n, reading->arena, &problems, &message);
	if (status == JX_OK)
		status =
			jx_json_write(message, JX_JSON_CANONICAL, reading->arena, reading->error, &again, &n);
	else if (status != JX_INVALID)
		return jx_arena_fail(reading->arena, reading->error);
	if (status == JX_OK && (n != line.n || memcmp(again, line.at, n) != 0))
		status = JX_INVALID;
	if (status == JX_INVALID || message == NULL)
		return jx_case_fail(reading, "不是本版程序认识的规范 JSON",
			"it is no canonical JSON that this version knows");
	*ret_line = (JxCaseLine *)message;
	return status;
}

/* Which part a line holds: one. */
static bool find_part(const JxCaseLine *line, enum jx_case_part *ret_part)
{
	const bool has[] = {line->head != NULL, line->entry != NULL, line->rulebook != NULL,
		line->version != NULL, line->receipt[0] != '\0', line->issue != NULL};
	size_t n = 0;
	for (size_t i = 0; i <= JX_CASE_ISSUE; i++) {
		n += has[i];
		if (has[i])
			*ret_part = (enum jx_case_part)i;
	}
	return n == 1;
}

static enum jx_status take_head(struct jx_case_reading *reading, const JxCaseHead *head)
{
	reading->head = head;
	reading->found.submission = head->submission;
	if (head->entries > JX_MAX_CASE_ENTRIES || head->versions > JX_MAX_CASE_ENTRIES ||
		head->issues > JX_MAX_CASE_ENTRIES)
		return jx_case_fail(reading, "条数太多", "it has too many entries");
	reading->found.entries =
		jx_arena_calloc(reading->arena, head->entries + 1, sizeof(*reading->found.entries));
	reading->found.versions =
		jx_arena_calloc(reading->arena, head->versions + 1, sizeof(*reading->found.versions));
	reading->issues = jx_arena_calloc(reading->arena, head->issues + 1, sizeof(*reading->issues));
	bool has_room =
		reading->found.entries != NULL && reading->found.versions != NULL && reading->issues != NULL;
	return has_room ? JX_OK : jx_arena_fail(reading->arena, reading->error);
}

static enum jx_status take_line(struct jx_case_reading *reading, JxCaseLine *line)
{
	enum jx_case_part part = JX_CASE_HEAD;
	if (line == NULL || !find_part(line, &part))
		return jx_case_fail(reading, "一行只能有一样内容", "a line holds one thing");
	if ((part == JX_CASE_HEAD) != (reading->line == 1) || part < reading->part)
		return jx_case_fail(reading, "次序不对", "it stands in the wrong place");
	reading->part = part;
	switch (part) {
	case JX_CASE_HEAD:
		return take_head(reading, line->head);
	case JX_CASE_ENTRY:
		return jx_case_take_entry(reading, line->entry);
	case JX_CASE_RULEBOOK:
		return jx_case_take_rulebook(reading, line->rulebook);
	case JX_CASE_VERSION:
		return jx_case_take_version(reading, line->version);
	case JX_CASE_RECEIPT:
		return jx_case_take_receipt(reading, line->receipt);
	case JX_CASE_ISSUE:
		break;
	}
	return jx_case_take_issue(reading, line->issue);
}

/* ---- the whole ---- */

/* Every version that the log has filed is there, with its receipt. */
static enum jx_status check_whole(struct jx_case_reading *reading)
{
	const struct jx_case *found = &reading->found;
	const JxCaseHead *head = reading->head;
	if (head == NULL || found->n_entries != head->entries || found->n_versions != head->versions ||
		found->n_issues != head->issues)
		return jx_case_forged(reading, "内容不全", "something is missing");
	if (found->n_receipts != found->n_versions)
		return jx_case_forged(reading, "缺少回执", "a receipt is missing");
	if (!jx_case_has_rulebooks(reading))
		return jx_case_forged(reading, "缺少规则", "a rulebook is missing");
	for (size_t i = 0; i < found->n_entries; i++) {
		const JxLogRecord *record = found->entries[i]->record;
		if (record != NULL && record->filing != NULL &&
			record->filing->version_number > found->n_versions)
			return jx_case_forged(reading, "缺少一版报告", "a version is missing");
	}
	return jx_case_check_returns(reading);
}

enum jx_status jx_case_verify(const char *text, size_t n, const struct jx_case_keys *keys,
	struct jx_arena *arena, struct jx_case *ret_case, struct jx_error *error)
{
	struct jx_case_reading reading = {.keys = keys, .arena = arena, .error = error};
	struct jx_line rest = {text, n};
	struct jx_line line;
	enum jx_status status = JX_OK;
	while (status == JX_OK && rest.n > 0) {
		JxCaseLine *message = NULL;
		reading.line++;
		if (!jx_line_take(&rest, &line))
			return jx_case_fail(&reading, "没有换行", "it has no line feed");
		status = read_line(&reading, line, &message);
		if (status == JX_OK)
			status = take_line(&reading, message);
	}
	if (status == JX_OK)
		status = check_whole(&reading);
	if (status == JX_OK)
		*ret_case = reading.found;
	return status;
}
