/*
 * One statement that reads, on a database of an export.
 *
 * Only a file that an export has made is opened, and only to be read; the statement is a SELECT or has no right to run. It ends
 * at limits of time, rows and memory, so that a slip costs no more than a moment. Thread: one at a time.
 */
#ifndef CLIENT_DATASET_QUERY_H
#define CLIENT_DATASET_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

/** A value of a row. */
struct jx_query_value {
	const char *text; /* NULL for none; borrowed for the call */
	bool is_number;   /* digits, as JSON takes them */
};

/** What is asked, and who is told. */
struct jx_query {
	const char *path;
	const char *statement;
	int64_t max_ms;
	/* Told the names of the columns, before any row; no two are alike. */
	enum jx_status (*on_columns)(void *user, const char *const *names, size_t n, struct jx_error *error);
	enum jx_status (*on_row)(
		void *user, const struct jx_query_value *values, size_t n, struct jx_error *error);
	void *user;
};

/** Run it.
 *
 * @return JX_OK; JX_NOT_FOUND (FILE_NOT_FOUND); JX_INVALID: NOT_AN_EXPORT, SQL_REFUSED; JX_EXHAUSTED (QUERY_LIMIT); what was
 *   told by whom.
 */
enum jx_status jx_query_run(const struct jx_query *query, struct jx_error *error) JX_MUST_CHECK;

#endif
