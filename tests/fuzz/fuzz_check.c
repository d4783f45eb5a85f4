/*
 * Any bytes as a report: check it, measure it, compare it with itself.
 *
 * Every finding names a rule there is and a place there can be, has its sentences, stands in order and is the
 * same the second time; the counts agree; every metric has a value or says what is missing; a report does not
 * differ from itself.
 */
#include "proto/contract/check/check.h"

#include <stdbool.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/finding/builtin.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/message/path.h"
#include "proto/contract/ranking/compare.h"
#include "proto/contract/ranking/metric.h"
#include "tests/fuzz/fuzz.h"

#define CONTENT "sha256:0000000000000000000000000000000000000000000000000000000000000000"

static bool is_place(const char *path)
{
	return jx_path_check(JX_REPORT_DESCRIPTOR, path, NULL) == JX_OK;
}

static void look_at_findings(const struct jx_findings *findings)
{
	FUZZ_MUST(findings->n_all == findings->n_hard + findings->n_explain + findings->n_info);
	FUZZ_MUST(findings->n_unexplained <= findings->n_explain);
	FUZZ_MUST(findings->n <= JX_MAX_FINDINGS && findings->n <= findings->n_all);
	FUZZ_MUST(findings->n == findings->n_all || findings->n == JX_MAX_FINDINGS);
	for (size_t i = 0; i < findings->n; i++) {
		const JxFinding *finding = findings->items[i];
		const struct jx_rule *rule = jx_rule_find(finding->rule);
		FUZZ_MUST(rule != NULL && rule->severity == finding->severity);
		FUZZ_MUST(is_place(finding->field));
		FUZZ_MUST(finding->message->zh[0] != '\0' && finding->message->en[0] != '\0');
		FUZZ_MUST(strcmp(finding->rule, "X01") != 0 || !finding->is_explained);
	}
}

static void look_at_metrics(const JxReport *submission)
{
	for (size_t i = 0; i < jx_metric_count(); i++) {
		const struct jx_metric *metric = jx_metric_at(i);
		struct jx_measure measure;
		jx_metric_eval(metric, metric->takes_argument ? "206" : "", submission, &measure);
		FUZZ_MUST(measure.is_computable == (measure.missing[0] == '\0'));
		FUZZ_MUST(measure.is_computable || measure.micros == 0);
		const char *path = measure.missing;
		path += strncmp(path, "zero:", 5) == 0 ? 5 : strncmp(path, "range:", 6) == 0 ? 6 : 0;
		FUZZ_MUST(measure.is_computable || is_place(path));
	}
}

static void look_at_comparison(const JxReport *submission, struct jx_arena *arena)
{
	const JxReport *const columns[2] = {submission, submission};
	JxComparisonRow **rows = NULL;
	size_t n_rows = 0;
	if (jx_compare(&(struct jx_compared){.reports = columns, .n = 2}, arena, &rows, &n_rows, NULL) !=
		JX_OK)
		return;
	for (size_t i = 0; i < n_rows; i++) {
		FUZZ_MUST(rows[i]->n_values == 2 && rows[i]->n_differences == 2);
		FUZZ_MUST(rows[i]->values[0]->value != NULL);
		FUZZ_MUST(rows[i]->differences[1]->value != NULL &&
			  rows[i]->differences[1]->value->micros == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct jx_arena arena;
	ProtobufCMessage *message = NULL;
	struct jx_findings findings;
	struct jx_findings again;
	char digests[2][JX_DIGEST_TEXT_BYTES];
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	if (jx_codec_unpack_request(JX_REPORT_DESCRIPTOR, data, size, &arena, &message, NULL) != JX_OK) {
		jx_arena_clear(&arena);
		return 0;
	}
	const JxReport *submission = (const JxReport *)message;
	enum jx_status status = jx_check_run(NULL, submission, &arena, &findings);
	FUZZ_MUST(status == JX_OK || status == JX_EXHAUSTED);
	if (status == JX_OK) {
		look_at_findings(&findings);
		FUZZ_MUST(jx_verdict_digest(CONTENT, NULL, &findings, digests[0]) == JX_OK);
		if (jx_check_run(NULL, submission, &arena, &again) == JX_OK) {
			FUZZ_MUST(jx_verdict_digest(CONTENT, NULL, &again, digests[1]) == JX_OK);
			FUZZ_MUST(strcmp(digests[0], digests[1]) == 0);
		}
	}
	look_at_metrics(submission);
	look_at_comparison(submission, &arena);
	jx_arena_clear(&arena);
	return 0;
}
