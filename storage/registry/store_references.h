/*
 * Reference figures: editions of a year, each with a sheet of figures for every department that the treasury knows. An edition
 * never changes; the newest of a year counts.
 *
 * Thread: that of the connection. Functions that change something need the writer, inside a job.
 */
#ifndef STORAGE_REGISTRY_STORE_REFERENCES_H
#define STORAGE_REGISTRY_STORE_REFERENCES_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

struct jx_sql; /* storage/sql.h */

/** An edition to be stored. All borrowed. */
struct jx_new_reference {
	uint32_t year;
	uint32_t number; /* of jx_reference_next_number() */
	const char *source;
	const char *person; /* id */
	int64_t load_ms;
	const char *digest;
	JxReferenceSheet *const *sheets; /* of each department once */
	size_t n;
};

/** The number that the next edition of a year gets, from 1. */
enum jx_status jx_reference_next_number(
	struct jx_db *db, uint32_t year, uint32_t *ret_number, struct jx_error *error) JX_MUST_CHECK;

/** Store an edition. @return JX_OK; JX_CONFLICT (CHANGED_MEANWHILE) when its number is taken. */
enum jx_status jx_reference_insert(
	struct jx_db *db, const struct jx_new_reference *reference, struct jx_error *error) JX_MUST_CHECK;

/** Get the sheet of a department in the newest edition of a year.
 *
 * @param ret_sheet  in the arena, with name, year and source; NULL for none.
 */
enum jx_status jx_reference_get(struct jx_db *db, const char *department, uint32_t year,
	struct jx_arena *arena, JxReferenceSheet **ret_sheet, struct jx_error *error) JX_MUST_CHECK;

/** Read a sheet from four columns: name of its edition, content, source, year. For storage/ alone.
 * @return NULL for none, and after an error. */
JxReferenceSheet *jx_reference_read(struct jx_sql *sql, int first, struct jx_arena *arena);

/** A page of editions. */
struct jx_references {
	JxReferenceEdition **rows;
	size_t n;
	const char *next; /* to go on after; "" at the end */
};

/** List editions, the newest first. @param year  0 for every year. */
enum jx_status jx_references_list(struct jx_db *db, uint32_t year, const struct jx_page *page,
	struct jx_arena *arena, struct jx_references *ret_references, struct jx_error *error) JX_MUST_CHECK;

#endif
