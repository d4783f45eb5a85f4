/* Reports for the benchmarks: read from the lines of a file that tests/support/county.py has written. */
#ifndef TESTS_BENCH_REPORTS_H
#define TESTS_BENCH_REPORTS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"

struct bench_reports {
	JxReport **items;
	size_t n;
	struct jx_arena arena;
};

/* Read every line of a file. */
void bench_reports_read(const char *path, struct bench_reports *ret_reports);

/* Write the name of the i-th department ("departments/100001") and of a round into a copy's fields. */
void bench_report_name(
	JxReport *report, char department[64], const char *code, char round_name[64], const char *round);

#endif
