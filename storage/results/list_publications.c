/* The publications of a round, one after the other. See store_publications.h. */
#include <inttypes.h>
#include <stdio.h>

#include "proto/contract/base/text.h"
#include "storage/content.h"
#include "storage/page.h"
#include "storage/registry/store_rounds.h"
#include "storage/results/store_publications.h"
#include "storage/sql.h"
#include "storage/sql_states.h"

#define NUMBER_BYTES 24

enum jx_status jx_publications_list(struct jx_db *db, const struct jx_publication_scope *scope,
	const struct jx_page *page, struct jx_arena *arena, struct jx_publications *ret_list,
	struct jx_error *error)
{
	const char *round = scope->round;
	int64_t row = 0;
	uint64_t after = 0;
	uint64_t last = 0;
	struct jx_sql sql;
	struct jx_list rows = {0};
	const char *next = "";
	char number[NUMBER_BYTES];
	uint32_t max_rows = jx_page_rows(page->max_rows);
	enum jx_status status = jx_round_row(db, round, &row, error);
	if (status != JX_OK)
		return status;
	(void)!jx_text_u64(page->after, UINT32_MAX, &after);
	jx_sql_start(&sql, db,
		"SELECT number, content FROM publications WHERE round_id = ? AND number > ?"
		" AND (? = 0 OR audience = " SQL_PUBLIC_AUDIENCE ") ORDER BY number LIMIT ?",
		error);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_int(&sql, (int64_t)after);
	jx_sql_bind_int(&sql, scope->is_public);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	while (jx_sql_next(&sql)) {
		if (rows.n == max_rows) {
			(void)snprintf(number, sizeof(number), "%" PRIu64, last);
			next = jx_sql_copy(&sql, number, arena);
			continue;
		}
		last = (uint64_t)jx_sql_int(&sql, 0);
		jx_list_add(
			&rows, jx_sql_message(&sql, 1, JX_PUBLICATION_DESCRIPTOR, round, arena), &sql, arena);
	}
	status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_list = (struct jx_publications){(JxPublication **)rows.items, rows.n, next};
	return status;
}
