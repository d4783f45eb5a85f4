#include "tests/bench/reports.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/message/json/json.h"
#include "tests/bench/bench_kit.h"

#define MAX_REPORTS 1000u
#define ARENA_BYTES ((size_t)1 << 30)

static JxReport *read_report(struct jx_arena *arena, const char *text, size_t n)
{
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	enum jx_status status = jx_json_read(JX_REPORT_DESCRIPTOR, text, n, arena, &problems, &message);
	bench_must(status, problems.n_items > 0 ? &problems.items[0].error : NULL, "a report");
	return (JxReport *)message;
}

void bench_reports_read(const char *path, struct bench_reports *ret_reports)
{
	size_t n = 0;
	char *text = (char *)bench_read_file(path, &n);
	ret_reports->n = 0;
	ret_reports->items = bench_need(calloc(MAX_REPORTS, sizeof(*ret_reports->items)));
	jx_arena_init(&ret_reports->arena, ARENA_BYTES);
	for (char *line = text, *end; *line != '\0' && ret_reports->n < MAX_REPORTS; line = end) {
		end = strchr(line, '\n');
		size_t n_line = end != NULL ? (size_t)(end - line) : strlen(line);
		end = line + n_line + (end != NULL ? 1 : 0);
		ret_reports->items[ret_reports->n++] = read_report(&ret_reports->arena, line, n_line);
	}
	free(text);
	if (ret_reports->n == 0)
		bench_die("%s has no reports", path);
}

void bench_report_name(
	JxReport *report, char department[64], const char *code, char round_name[64], const char *round)
{
	(void)snprintf(department, 64, "departments/%s", code);
	(void)snprintf(round_name, 64, "rounds/%s", round);
	report->department = department;
	report->round = round_name;
}
