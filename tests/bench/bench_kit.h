/*
 * What the benchmark programs share: clocks, the processor time of another process, and giving up.
 *
 * A benchmark that meets a failure prints it and exits 1: a number from a broken run is worse than none.
 */
#ifndef TESTS_BENCH_BENCH_KIT_H
#define TESTS_BENCH_BENCH_KIT_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "proto/contract/base/error.h"

/* Print a sentence to standard error and exit 1. */
_Noreturn void bench_die(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Exit 1 with the error's sentence unless status is JX_OK. */
void bench_must(enum jx_status status, const struct jx_error *error, const char *what);
/* Give the pointer back, or exit 1 when it is NULL. */
void *bench_need(void *memory);

/* Nanoseconds of a clock that does not go back. */
uint64_t bench_now_ns(void);
/* Processor nanoseconds of this process. */
uint64_t bench_cpu_ns(void);
/* Processor nanoseconds of all threads of another process so far, user and system, in steps of a clock tick;
 * 0 for pid 0. */
uint64_t bench_cpu_of(pid_t pid);
/* Resident kilobytes of another process, the pages of its libraries included. */
uint64_t bench_rss_kib(pid_t pid);

/* Read a whole file into memory that is never freed. */
uint8_t *bench_read_file(const char *path, size_t *ret_n);
/* A number of a command line. */
uint64_t bench_number(const char *text);
/* A connected TCP socket of 127.0.0.1, without Nagle's algorithm. */
int bench_connect(unsigned port);

#endif
