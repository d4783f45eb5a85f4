/* The fifteen published reports of tests/data/cases, and what was found in them by hand. */
#ifndef TESTS_SUPPORT_CASES_H
#define TESTS_SUPPORT_CASES_H

#include <stddef.h>
#include <stdio.h>

#define N_CASES              15
#define MAX_CROSS_CHECKS     256
#define MAX_CROSS_TEXT_BYTES 1024

/* Their names, for read_case(). */
extern const char *const cases[N_CASES];

/* A cross-check made by hand. */
struct cross_check {
	char name[64]; /* of the case */
	char rule[8];
	char what[MAX_CROSS_TEXT_BYTES];
	char stated[MAX_CROSS_TEXT_BYTES];
	char computed[MAX_CROSS_TEXT_BYTES];
	char result[16];
};

/* Reads tests/data/cases/checks.json, at most MAX_CROSS_CHECKS rows. @return how many there are. */
size_t read_cross_checks(struct cross_check *rows);

/* Opens a file by its path in tests/data. */
FILE *open_data(const char *path);

#endif
