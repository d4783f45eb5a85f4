/*
 * A store in a directory of its own, and things to fill it with. For tests and benchmarks of storage.
 *
 * Every function ends the test when something fails that the test is not about.
 */
#ifndef TESTS_SUPPORT_STORE_KIT_H
#define TESTS_SUPPORT_STORE_KIT_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/filing/store_submissions.h"
#include "storage/store.h"

#define KIT_NOW_MS INT64_C(1770000000000) /* "now" of every test: February 2026 */

struct store_kit {
	char directory[64];
	struct jx_store *store;
	struct jx_db *writer;
	struct jx_arena arena;
	struct jx_error error;
};

/* For cmocka: *state becomes a struct store_kit with an open store and its writer. */
int store_kit_setup(void **state);
int store_kit_teardown(void **state);

void store_kit_start(struct store_kit *kit);
/* Close and open again, as a restart does. */
void store_kit_reopen(struct store_kit *kit);
/* Give the memory and the connections back and remove the directory. */
void store_kit_stop(struct store_kit *kit);

/* One job in a group of its own. */
void store_kit_begin(struct store_kit *kit);
void store_kit_commit(struct store_kit *kit);
/* Undo the job, and end the group without it. */
void store_kit_undo(struct store_kit *kit);

/* The rest runs inside a job. */
void store_kit_department(struct store_kit *kit, const char *code, const char *peer_group);
/* An active person with a certificate whose fingerprint is 32 times the first byte of the id. */
void store_kit_person(struct store_kit *kit, const char *id, int role, const char *department);
/* A round that is open, with every department there is on its roster. */
void store_kit_round(struct store_kit *kit, const char *id);

struct kit_report {
	const char *department;
	const char *round;
	uint32_t n_projects;
	uint32_t n_indicators; /* of each project */
	int64_t executed_fen;  /* of the whole budget of 1,000,000.00 */
};
/* A report with funds, functions, staff, assets, rates, outcomes and projects. */
JxReport *store_kit_report(struct jx_arena *arena, const struct kit_report *report);

/* Put a report on file: attempt, version, state SUBMITTED. person must be there. @return row of the version. */
int64_t store_kit_submit(struct store_kit *kit, const char *person, const JxReport *report);
/* Accept the newest version, with a reviewed score of so many points; negative for none. */
void store_kit_accept(struct store_kit *kit, const char *round, const char *department, int points);
/* The record of a department. */
struct jx_record store_kit_record(struct store_kit *kit, const char *round, const char *department);

/* How many rows a table of the writer's database has; text is a literal "SELECT count(*) FROM ...". */
int64_t store_kit_count(struct store_kit *kit, const char *text);
/* Run SQL behind the store's back, on a connection without any protection. Nothing else may be open. */
void store_kit_tamper(const char *directory, const char *sql);

#endif
