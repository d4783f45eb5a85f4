/* The publications of a round, one after the other, and those for everybody of all rounds. See store_publications.h. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/text.h"
#include "storage/columns.h"
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

/* Name, title and year of the row's round; the one of the row before when it is the same. */
static JxRound *read_round(struct jx_sql *sql, const struct jx_list *rows, struct jx_arena *arena)
{
	const struct jx_public_publication *before = rows->n > 0 ? jx_list_last(rows) : NULL;
	if (before != NULL && strcmp(jx_name_id(before->round->name, "rounds"), jx_sql_text_ref(sql, 0)) == 0)
		return before->round;
	JxRound *round = jx_sql_alloc(sql, sizeof(*round), arena);
	if (round == NULL)
		return NULL;
	jx_round_init(round);
	round->name = jx_sql_name(sql, 0, jx_name_round, arena);
	round->title = jx_sql_text(sql, 1, arena);
	round->year = (uint32_t)jx_sql_int(sql, 2);
	return round;
}

enum jx_status jx_publications_list_public(struct jx_db *db, struct jx_arena *arena,
	struct jx_public_publications *ret_list, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	jx_sql_start(&sql, db,
		"SELECT r.name, r.title, r.year, p.content FROM publications p JOIN rounds r ON r.id = p.round_id"
		" WHERE p.audience = " SQL_PUBLIC_AUDIENCE " ORDER BY r.id DESC, p.number",
		error);
	while (jx_sql_next(&sql)) {
		struct jx_public_publication *row = jx_sql_alloc(&sql, sizeof(*row), arena);
		if (row == NULL)
			break;
		row->round = read_round(&sql, &rows, arena);
		row->publication = (JxPublication *)jx_sql_message(
			&sql, 3, JX_PUBLICATION_DESCRIPTOR, jx_sql_text_ref(&sql, 0), arena);
		if (row->round == NULL)
			break;
		jx_list_add(&rows, row, &sql, arena);
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_list =
			(struct jx_public_publications){(struct jx_public_publication **)rows.items, rows.n};
	return status;
}
