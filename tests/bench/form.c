/*
 * What a form costs: written new, and written, read and judged when it is filled in.
 *
 *   bench_form REPORTS.jsonl [ROUNDS]
 *
 * Processor time of this process and of the children that read workbooks; of each the least of all rounds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "client/form/reading/form.h"
#include "client/form/writing/carry.h"
#include "client/form/writing/write.h"
#include "client/workbook/read.h"
#include "proto/contract/base/array.h"
#include "proto/contract/check/check.h"
#include "proto/contract/rulebook/rulebook.h"
#include "tests/bench/bench_kit.h"
#include "tests/bench/reports.h"

#define ARENA_BYTES ((size_t)256 << 20)
#define RULEBOOK    "county-sample"
#define ROUNDS      20

struct subject {
	const JxReport *report;
	const struct jx_rulebook *rulebook;
	char path[32]; /* of the workbook */
	uint8_t *bytes;
	size_t n;
};

typedef void (*step)(struct subject *subject, struct jx_arena *arena);

static void write_form(struct subject *subject, const JxReport *report, bool is_new, struct jx_arena *arena)
{
	struct jx_error error = {0};
	const struct jx_form_contents contents = {.report = report,
		.book = jx_rulebook_message(subject->rulebook),
		.title = "bench",
		.is_new = is_new};
	bench_must(jx_form_write(&contents, subject->path, arena, &error), &error, "write");
}

/* What form new does, but for the calls: last year's report carried into the next, and the workbook. */
static void run_new(struct subject *subject, struct jx_arena *arena)
{
	JxReport *next = NULL;
	bench_must(jx_form_carry(subject->report, arena, &next), NULL, "carry");
	write_form(subject, next, true, arena);
}

static void run_export(struct subject *subject, struct jx_arena *arena)
{
	write_form(subject, subject->report, false, arena);
}

/* What check does: the workbook in a child process, its cells as a report, all rules. */
static void run_check(struct subject *subject, struct jx_arena *arena)
{
	struct jx_error error = {0};
	struct jx_grid grid;
	struct jx_form form;
	struct jx_findings findings;
	const struct jx_workbook_file file = {.name = "bench", .bytes = subject->bytes, .n = subject->n};
	bench_must(jx_workbook_read(&file, arena, &grid, &error), &error, "read");
	bench_must(jx_form_read(&grid, arena, &form, &error), &error, "form");
	if (form.problems.n_all > 0 || form.report->n_projects != subject->report->n_projects)
		bench_die("the form reads back as another report");
	bench_must(jx_check_run(subject->rulebook, form.report, arena, &findings), NULL, "check");
}

static uint64_t used_ns(void)
{
	struct rusage children;
	if (getrusage(RUSAGE_CHILDREN, &children) != 0)
		bench_die("no times of children");
	uint64_t us = ((uint64_t)children.ru_utime.tv_sec + (uint64_t)children.ru_stime.tv_sec) * 1000000 +
		      (uint64_t)children.ru_utime.tv_usec + (uint64_t)children.ru_stime.tv_usec;
	return bench_cpu_ns() + us * 1000;
}

static uint64_t measure(struct subject *subject, step run)
{
	struct jx_arena arena;
	jx_arena_init(&arena, ARENA_BYTES);
	uint64_t start_ns = used_ns();
	run(subject, &arena);
	uint64_t took_ns = used_ns() - start_ns;
	jx_arena_clear(&arena);
	return took_ns;
}

int main(int argc, char **argv)
{
	struct {
		const char *name;
		step run;
		uint64_t least_ns;
	} steps[] = {{"form-new", run_new, UINT64_MAX}, {"form-export", run_export, UINT64_MAX},
		{"form-check", run_check, UINT64_MAX}};
	struct bench_reports reports;
	struct subject subject = {.path = "/tmp/bench-form-XXXXXX"};
	struct jx_json_problems problems;
	if (argc < 2)
		bench_die("usage: bench_form REPORTS.jsonl [ROUNDS]");
	uint64_t n = argc > 2 ? bench_number(argv[2]) : ROUNDS;
	bench_reports_read(argv[1], &reports);
	const struct jx_shipped_rulebook *shipped = jx_rulebook_shipped(RULEBOOK);
	bench_must(jx_rulebook_load(
			   shipped->text, shipped->n_bytes, &reports.arena, &problems, &subject.rulebook),
		NULL, "load");
	subject.report = reports.items[0];
	int fd = mkstemp(subject.path);
	if (fd < 0)
		bench_die("no scratch file");
	(void)close(fd);
	(void)measure(&subject, run_export);
	subject.bytes = bench_read_file(subject.path, &subject.n);
	for (size_t i = 0; i < n * JX_COUNT_OF(steps); i++) {
		size_t k = i % JX_COUNT_OF(steps);
		uint64_t ns = measure(&subject, steps[k].run);
		steps[k].least_ns = ns < steps[k].least_ns ? ns : steps[k].least_ns;
	}
	(void)unlink(subject.path);
	for (size_t i = 0; i < JX_COUNT_OF(steps); i++)
		(void)printf("%s %llu\n", steps[i].name, (unsigned long long)steps[i].least_ns);
	(void)printf("form-bytes %zu\nprojects %zu\n", subject.n, subject.report->n_projects);
	return 0;
}
