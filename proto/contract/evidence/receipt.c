#include "proto/contract/evidence/receipt.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/resource_name.h"
#include "proto/contract/evidence/line.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/message/json/json.h"

#define PEOPLE_BYTES 640 /* of a line for people with its line feed: three names, a digest, and words */
#define TIME_BYTES   (JX_INSTANT_TEXT_BYTES + 8)

static enum jx_status fail_receipt(const char *zh, const char *en, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_BAD_RECEIPT, JX_ARGS(JX_WORDS(zh, en)));
}

static enum jx_status fail_forged(const char *zh, const char *en, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_RECEIPT_FORGED, JX_ARGS(JX_WORDS(zh, en)));
}

/* A time as clocks of the county showed it: RFC 3339 with their offset. */
static bool print_time(const Google__Protobuf__Timestamp *time, int32_t offset_minutes, char out[TIME_BYTES])
{
	int minutes = abs(offset_minutes);
	if (time == NULL || minutes >= 24 * 60 ||
		!jx_instant_print(time->seconds + INT64_C(60) * offset_minutes, time->nanos, out))
		return false;
	char *zone = strchr(out, 'Z');
	(void)snprintf(zone, 8, "%c%02d:%02d", offset_minutes < 0 ? '-' : '+', minutes / 60, minutes % 60);
	return true;
}

/* The lines for people, each with its line feed. */
static bool print_people(const JxLogEntry *entry, enum jx_language language, char out[PEOPLE_BYTES])
{
	char time[TIME_BYTES];
	const JxFilingRecord *filing = entry->record->filing;
	const char *id = jx_name_id(entry->object, "submissions");
	if (id == NULL || !print_time(filing->receive_time, filing->utc_offset_minutes, time))
		return false;
	bool is_zh = language == JX_ZH;
	const char *rulebook = filing->rulebook[0] != '\0' ? filing->rulebook
			       : is_zh                     ? "内置规则"
							   : "the built-in rules";
	const char *late = !filing->is_late ? "" : is_zh ? "，逾期" : ", late";
	int n = snprintf(out, PEOPLE_BYTES,
		is_zh ? "回执 %s 第%" PRIu32 "版（第%" PRIu64 "次提交）：%s 收到，内容 %s，规则 %s%s\n"
		      : "Receipt %s version %" PRIu32 " (attempt %" PRIu64
			"): received %s, content %s, rules %s%s\n",
		id, filing->version_number, filing->attempt, time, filing->content_digest, rulebook, late);
	return n > 0 && n < PEOPLE_BYTES;
}

static enum jx_status read_entry(const struct jx_log_text *text, struct jx_arena *arena,
	JxLogEntry **ret_entry, struct jx_error *error)
{
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	enum jx_status status = jx_json_read_tolerant(
		JX_LOG_ENTRY_DESCRIPTOR, text->text, text->n, arena, &problems, &message);
	if (status == JX_INVALID)
		return fail_receipt("日志条目", "the entry of the log", error);
	if (status != JX_OK)
		return jx_arena_fail(arena, error);
	*ret_entry = (JxLogEntry *)message;
	const JxLogRecord *record = (*ret_entry)->record;
	if (record == NULL || record->filing == NULL || record->filing->version_number == 0)
		return fail_receipt("日志条目不是上报", "the entry of the log is not about a filing", error);
	return JX_OK;
}

enum jx_status jx_receipt_print(const struct jx_log_text *entry, const char *proof, struct jx_arena *arena,
	char **ret_text, struct jx_error *error)
{
	char people[2][PEOPLE_BYTES];
	JxLogEntry *read = NULL;
	enum jx_status status = read_entry(entry, arena, &read, error);
	if (status != JX_OK || read == NULL)
		return status;
	if (!print_people(read, JX_ZH, people[0]) || !print_people(read, JX_EN, people[1]))
		return fail_receipt("日志条目", "the entry of the log", error);
	size_t size = strlen(people[0]) + strlen(people[1]) + entry->n + strlen(proof) + 3;
	*ret_text = jx_arena_alloc(arena, size);
	if (*ret_text == NULL)
		return jx_arena_fail(arena, error);
	(void)snprintf(
		*ret_text, size, "%s%s%.*s\n\n%s", people[0], people[1], (int)entry->n, entry->text, proof);
	return JX_OK;
}

/* Hold a line of the file against what the entry says. */
static enum jx_status check_people(const JxLogEntry *entry, enum jx_language language, struct jx_line line,
	struct jx_arena *arena, const char **ret_line, struct jx_error *error)
{
	char people[PEOPLE_BYTES];
	if (!print_people(entry, language, people))
		return fail_receipt("日志条目", "the entry of the log", error);
	people[strlen(people) - 1] = '\0';
	if (!jx_line_is(line, people))
		return fail_forged(
			"给人看的一行与日志条目不符", "a line for people differs from the entry", error);
	*ret_line = jx_arena_strdup(arena, people);
	return *ret_line != NULL ? JX_OK : jx_arena_fail(arena, error);
}

enum jx_status jx_receipt_read(const char *text, size_t n, struct jx_arena *arena,
	struct jx_receipt *ret_receipt, struct jx_error *error)
{
	struct jx_line rest = {text, n};
	struct jx_line zh, en, leaf, blank;
	JxLogEntry *entry = NULL;
	bool is_cut = jx_line_take(&rest, &zh) && jx_line_take(&rest, &en) && jx_line_take(&rest, &leaf) &&
		      jx_line_take(&rest, &blank) && blank.n == 0 && leaf.n <= JX_MAX_LEAF_BYTES;
	if (!is_cut)
		return fail_receipt("各行", "its lines", error);
	*ret_receipt = (struct jx_receipt){.proof = rest.at, .n_proof = rest.n, .text = {leaf.at, leaf.n}};
	enum jx_status status = read_entry(&ret_receipt->text, arena, &entry, error);
	if (status != JX_OK || entry == NULL)
		return status;
	ret_receipt->entry = entry;
	status = check_people(entry, JX_ZH, zh, arena, &ret_receipt->people[JX_ZH], error);
	return status == JX_OK ? check_people(entry, JX_EN, en, arena, &ret_receipt->people[JX_EN], error)
			       : status;
}

enum jx_status jx_receipt_verify(const char *text, size_t n, const struct jx_verifier *verifier,
	struct jx_arena *arena, struct jx_receipt *ret_receipt, struct jx_error *error)
{
	enum jx_status status = jx_receipt_read(text, n, arena, ret_receipt, error);
	if (status != JX_OK)
		return status;
	status = jx_tlog_proof_verify(ret_receipt->proof, ret_receipt->n_proof, &ret_receipt->text, verifier,
		&ret_receipt->proven, error);
	if (status != JX_OK)
		return status;
	if (ret_receipt->entry->index != ret_receipt->proven.index)
		return fail_forged(
			"日志条目的序号与证明不符", "the entry has another index than the proof", error);
	return JX_OK;
}
