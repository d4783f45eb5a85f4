/*
 * What judging a report costs, in process: reading it from JSON or from bytes, the built-in rules, these and a whole
 * rulebook, its scores, the digest.
 *
 *   bench_check REPORTS.jsonl [CHECKS [STEP]]
 *
 * Each is the least of some rounds, because whatever else the machine does only adds to it; they go in turn, so that the
 * ratio of the rulebook to the built-in rules holds on any machine. With a step only that one runs, for a profiler.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/check/check.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/rulebook/rulebook.h"
#include "proto/contract/score/score.h"
#include "tests/bench/bench_kit.h"
#include "tests/bench/reports.h"

#define ARENA_BYTES ((size_t)256 << 20)
#define RULEBOOK    "county-sample"
#define ROUNDS      10

enum { CHECK, CHECK_RULEBOOK }; /* steps whose ratio is told */

struct subject {
	JxReport *report;
	char *json;
	size_t n_json;
	uint8_t *bytes;
	size_t n_bytes;
	size_t n_findings;
	const struct jx_rulebook *rulebook;
};

typedef void (*step)(struct subject *subject, struct jx_arena *arena);

static void run_check(struct subject *subject, struct jx_arena *arena)
{
	struct jx_findings findings;
	bench_must(jx_check_run(NULL, subject->report, arena, &findings), NULL, "check");
	subject->n_findings = findings.n_all;
}

static void run_rulebook(struct subject *subject, struct jx_arena *arena)
{
	struct jx_findings findings;
	bench_must(jx_check_run(subject->rulebook, subject->report, arena, &findings), NULL, "check");
	subject->n_findings = findings.n_all;
}

/* What Check does: the findings, and the scores that rest on them. */
static void run_judge(struct subject *subject, struct jx_arena *arena)
{
	struct jx_findings findings;
	JxScoreSheet *sheet;
	bench_must(jx_check_run(subject->rulebook, subject->report, arena, &findings), NULL, "check");
	const struct jx_score_options options = {
		.rulebook = subject->rulebook, .findings = findings.items, .n_findings = findings.n};
	bench_must(jx_score_run(subject->report, &options, arena, &sheet), NULL, "scores");
}

static void run_digest(struct subject *subject, struct jx_arena *arena)
{
	char digest[JX_DIGEST_TEXT_BYTES];
	(void)arena;
	bench_must(jx_digest_message(&subject->report->base, JX_DIGEST_SHA256, digest, NULL), NULL, "digest");
}

static void run_unpack(struct subject *subject, struct jx_arena *arena)
{
	ProtobufCMessage *message = NULL;
	bench_must(jx_codec_unpack_strict(
			   JX_REPORT_DESCRIPTOR, subject->bytes, subject->n_bytes, arena, &message, NULL),
		NULL, "unpack");
}

static void run_json(struct subject *subject, struct jx_arena *arena)
{
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	bench_must(jx_json_read(
			   JX_REPORT_DESCRIPTOR, subject->json, subject->n_json, arena, &problems, &message),
		NULL, "read");
}

static uint64_t measure(struct subject *subject, step run, uint64_t n)
{
	struct jx_arena arena;
	jx_arena_init(&arena, ARENA_BYTES);
	run(subject, &arena);
	jx_arena_reset(&arena);
	uint64_t start_ns = bench_cpu_ns();
	for (uint64_t i = 0; i < n; i++) {
		run(subject, &arena);
		jx_arena_reset(&arena);
	}
	uint64_t took_ns = bench_cpu_ns() - start_ns;
	jx_arena_clear(&arena);
	return took_ns / n;
}

int main(int argc, char **argv)
{
	struct {
		const char *name;
		step run;
		uint64_t least_ns;
	} steps[] = {[CHECK] = {"check", run_check, UINT64_MAX},
		[CHECK_RULEBOOK] = {"check-rulebook", run_rulebook, UINT64_MAX},
		{"check-and-score", run_judge, UINT64_MAX},
		{"digest", run_digest, UINT64_MAX},
		{"unpack", run_unpack, UINT64_MAX},
		{"json", run_json, UINT64_MAX}};
	if (argc < 2)
		bench_die("usage: bench_check REPORTS.jsonl [CHECKS [STEP]]");
	struct bench_reports reports;
	struct subject subject = {0};
	uint64_t n = argc > 2 ? bench_number(argv[2]) : 200;
	bench_reports_read(argv[1], &reports);
	const struct jx_shipped_rulebook *shipped = jx_rulebook_shipped(RULEBOOK);
	struct jx_json_problems problems;
	bench_must(jx_rulebook_load(
			   shipped->text, shipped->n_bytes, &reports.arena, &problems, &subject.rulebook),
		NULL, "load");
	subject.report = reports.items[0];
	bench_must(jx_json_write(&subject.report->base, JX_JSON_CANONICAL, &reports.arena, NULL,
			   &subject.json, &subject.n_json),
		NULL, "write");
	bench_must(jx_codec_pack_arena(
			   &subject.report->base, &reports.arena, &subject.bytes, &subject.n_bytes, NULL),
		NULL, "pack");
	for (size_t i = 0; i < ROUNDS * JX_COUNT_OF(steps); i++) {
		size_t k = i % JX_COUNT_OF(steps);
		if (argc >= 4 && strcmp(argv[3], steps[k].name) != 0)
			continue;
		uint64_t ns = measure(&subject, steps[k].run, (n + ROUNDS - 1) / ROUNDS);
		steps[k].least_ns = ns < steps[k].least_ns ? ns : steps[k].least_ns;
	}
	for (size_t i = 0; i < JX_COUNT_OF(steps); i++) {
		if (steps[i].least_ns != UINT64_MAX)
			(void)printf("%s %llu\n", steps[i].name, (unsigned long long)steps[i].least_ns);
	}
	if (argc < 4)
		(void)printf("rulebook-to-check-pct %llu\n",
			(unsigned long long)(steps[CHECK_RULEBOOK].least_ns * 100 / steps[CHECK].least_ns));
	(void)printf("bytes %zu\njson-bytes %zu\nprojects %zu\nfindings %zu\n", subject.n_bytes,
		subject.n_json, subject.report->n_projects, subject.n_findings);
	return 0;
}
