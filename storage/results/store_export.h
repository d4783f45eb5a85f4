/*
 * Export: everything accepted, or everything published, page by page, in the order of rounds and department codes.
 *
 * A page is one read. Between pages the store changes; the key makes sure that no row is exported twice.
 * Thread: that of the connection.
 */
#ifndef STORAGE_RESULTS_STORE_EXPORT_H
#define STORAGE_RESULTS_STORE_EXPORT_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** Which rows. */
struct jx_export_query {
	const char *round;    /* id; "" or NULL: every round */
	const char *after;    /* `next` of the page before; "" or NULL for the first */
	uint32_t max_rows;    /* 0: JX_DEFAULT_PAGE_SIZE */
	bool is_published;    /* true: the newest publication of each round; false: what is accepted by now */
	uint32_t publication; /* of the round, which must be given; 0: as is_published says */
	size_t max_bytes;     /* of packed reports; a page has one row at least; 0: JX_MAX_MESSAGE_BYTES */
};

/** One page, in the arena. */
struct jx_export {
	JxExportRow **rows;
	size_t n;
	const char *next; /* to go on after; "" at the end */
};

/** Get a page, each report held against its digest.
 *
 * @return JX_OK; JX_DATA_LOSS (DATA_DAMAGED); JX_EXHAUSTED from the arena.
 */
enum jx_status jx_export_page(struct jx_db *db, const struct jx_export_query *query, struct jx_arena *arena,
	struct jx_export *ret_page, struct jx_error *error) JX_MUST_CHECK;

/** A report that is published. Borrowed. */
struct jx_published_report {
	const char *round;      /* id */
	const char *department; /* code */
	uint32_t publication;   /* its number */
};

/** Get the row of one report in a publication, held against its digest.
 *
 * @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND, SUBMISSION_NOT_FOUND); JX_DATA_LOSS (DATA_DAMAGED); JX_EXHAUSTED.
 */
enum jx_status jx_export_get(struct jx_db *db, const struct jx_published_report *report,
	struct jx_arena *arena, JxExportRow **ret_row, struct jx_error *error) JX_MUST_CHECK;

/** What an export states beside an accepted report. */
struct jx_filing {
	const char *department; /* code */
	JxExportRow *line;      /* without report and findings */
};

/** List what is accepted in a round, without the reports, in the order of department codes.
 *
 * @param ret_filings  set on JX_OK, ret_n of them; in the arena.
 * @return JX_OK; JX_DATA_LOSS (DATA_DAMAGED); JX_EXHAUSTED from the arena.
 */
enum jx_status jx_export_filings(struct jx_db *db, const char *round, struct jx_arena *arena,
	struct jx_filing ***ret_filings, size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Find the version of a department that is accepted in a round, or that its newest publication contains.
 *
 * @return JX_OK; JX_NOT_FOUND (SUBMISSION_NOT_FOUND) when there is none.
 */
enum jx_status jx_visible_version(struct jx_db *db, const char *round, const char *department,
	bool is_published, uint32_t *ret_number, struct jx_error *error) JX_MUST_CHECK;

/** What finance had set for a department in what is published of a round. @param ret_review  NULL: nothing. */
enum jx_status jx_published_review(struct jx_db *db, const char *round, const char *department,
	struct jx_arena *arena, JxReview **ret_review, struct jx_error *error) JX_MUST_CHECK;

#endif
