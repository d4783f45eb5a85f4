/* Reports for tests: from a piece of JSON, or one of the published ones in tests/data/cases. */
#ifndef TESTS_SUPPORT_SUBMISSION_H
#define TESTS_SUPPORT_SUBMISSION_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"

/* Reads a report, as quotes.h has it; fails the test with the reader's first problem when it is none. */
JxReport *read_submission(struct jx_arena *arena, const char *json);

/* Reads tests/data/cases/NAME.json. */
JxReport *read_case(struct jx_arena *arena, const char *name);

#endif
