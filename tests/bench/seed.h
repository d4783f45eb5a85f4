/* What the halves of bench_seed share. */
#ifndef TESTS_BENCH_SEED_H
#define TESTS_BENCH_SEED_H

#include <stdint.h>

#include "storage/store.h"
#include "tests/bench/reports.h"

#define SEED_CODE_BYTES 16

struct seed {
	const char *directory;
	struct jx_store *store;
	struct jx_db *db;
	struct jx_arena arena; /* of the job at hand */
	struct jx_error error;
	int64_t now_ms;
	uint64_t n_departments;
};

/* One job in a group of its own. */
void seed_begin(struct seed *seed);
void seed_commit(struct seed *seed);
/* The code of the i-th department. */
void seed_code(uint64_t i, char code[SEED_CODE_BYTES]);
/* Open a round whose roster are all departments there are. */
void seed_round(struct seed *seed, const char *id);

/* Make one head for each department, with key and certificate in DIRECTORY/people, and rounds "s1" to "sN". */
void seed_people(struct seed *seed, uint64_t n_rounds);

#endif
