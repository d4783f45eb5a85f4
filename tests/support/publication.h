/*
 * A publication of published reports, as the server makes it, for tests that alter it.
 *
 * The reports are of tests/data/cases, in the order of their department codes: departments/100 and on. The report of
 * departments/104 may be given a review before published_again().
 */
#ifndef TESTS_SUPPORT_PUBLICATION_H
#define TESTS_SUPPORT_PUBLICATION_H

#include "proto/contract/publication/publication.h"
#include "proto/contract/rulebook/rulebook.h"

#define N_PUBLISHED_CASES 7

/* A publication with its reports. */
struct published {
	struct jx_arena arena;
	const struct jx_rulebook *rulebook;
	JxExportRow *reports[N_PUBLISHED_CASES + 1];
	size_t n_reports;
	JxPublication *publication;
	struct jx_publication_check check;
};

/* Makes it. rulebook: the id of one that comes with the program; NULL for none. */
void published_open(struct published *world, const char *rulebook);
void published_close(struct published *world);

/* Makes the table from the reports as they are now. */
void published_again(struct published *world);

/* Checks it; fails the test when the check itself cannot be done. */
void published_check(struct published *world);

/* Checks it. Returns what ended the check; JX_OK when it went to its end. */
enum jx_status published_try(struct published *world, struct jx_arena *arena);

#endif
