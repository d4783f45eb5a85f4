#include "storage/results/store_texts.h"

#include <stdlib.h>

#include <stdio.h>
#include <string.h>

#include "proto/contract/evidence/digest.h"
#include "storage/registry/store_rounds.h"
#include "storage/rows.h"
#include "storage/sql.h"
#include "storage/sql_states.h"

/* Bytes of a text that is long enough to be copied and not merely alike: 20 Chinese characters. */
#define MIN_TEXT_BYTES 60

struct texts {
	struct jx_rows *rows;
	struct jx_error *error;
	int64_t version_id;
	int64_t line;
	enum jx_status status;
};

static void make_text(struct texts *texts, const char *list, size_t index, const char *text)
{
	uint8_t hash[JX_HASH_BYTES];
	char field[96];
	size_t n = strlen(text);
	if (texts->status != JX_OK || n < MIN_TEXT_BYTES)
		return;
	texts->status = jx_hash_bytes(text, n, JX_DIGEST_SHA256, hash, texts->error);
	if (texts->status != JX_OK)
		return;
	if (index == SIZE_MAX)
		(void)snprintf(field, sizeof(field), "%s", list);
	else
		(void)snprintf(field, sizeof(field), "%s[%zu]", list, index);
	jx_rows_add(texts->rows, "INSERT INTO texts (version_id, line, field, hash) VALUES (?, ?, ?, ?)");
	jx_rows_int(texts->rows, texts->version_id);
	jx_rows_int(texts->rows, texts->line++);
	jx_rows_text(texts->rows, field);
	jx_rows_bytes(texts->rows, hash, sizeof(hash));
}

enum jx_status jx_texts_make(
	struct jx_rows *rows, int64_t version_id, const JxReport *report, struct jx_error *error)
{
	struct texts texts = {.rows = rows, .error = error, .version_id = version_id};
	if (report->conclusion != NULL)
		make_text(&texts, "conclusion.text", SIZE_MAX, report->conclusion->text);
	for (size_t i = 0; i < report->n_goals; i++)
		make_text(&texts, "goals", i, report->goals[i]->actual);
	for (size_t i = 0; i < report->n_projects; i++)
		make_text(&texts, "projects", i, report->projects[i]->result);
	for (size_t i = 0; i < report->n_problems; i++)
		make_text(&texts, "problems", i, report->problems[i]->text);
	for (size_t i = 0; i < report->n_measures; i++)
		make_text(&texts, "measures", i, report->measures[i]->text);
	for (size_t i = 0; i < report->n_explanations; i++)
		make_text(&texts, "explanations", i, report->explanations[i]->text);
	return texts.status == JX_OK ? jx_rows_end(rows, error) : texts.status;
}

/* Of each version the number of texts that another department of the same table has. */
static const char ACCEPTED_COPIES[] =
	"SELECT a.accepted_version_id, count(DISTINCT t.hash) FROM submissions a"
	" JOIN texts t ON t.version_id = a.accepted_version_id"
	" WHERE a.round_id = ?1 AND a.state " SQL_IS_ACCEPTED
	" AND t.hash IN (SELECT o.hash FROM submissions b JOIN texts o ON o.version_id = b.accepted_version_id"
	" WHERE b.round_id = ?1 AND b.state " SQL_IS_ACCEPTED
	" GROUP BY o.hash HAVING count(DISTINCT b.department) > 1)"
	" GROUP BY a.department, a.accepted_version_id ORDER BY a.department";
static const char PUBLISHED_COPIES[] =
	"SELECT a.version_id, count(DISTINCT t.hash) FROM publication_rows a"
	" JOIN texts t ON t.version_id = a.version_id WHERE a.round_id = ?1 AND a.number = ?2"
	" AND t.hash IN (SELECT o.hash FROM publication_rows b JOIN texts o ON o.version_id = b.version_id"
	" WHERE b.round_id = ?1 AND b.number = ?2 GROUP BY o.hash HAVING count(DISTINCT b.department) > 1)"
	" GROUP BY a.department, a.version_id ORDER BY a.department";

enum jx_status jx_ranking_copies(
	struct jx_db *db, const struct jx_ranking *ranking, uint32_t **ret_counts, struct jx_error *error)
{
	int64_t round = 0;
	struct jx_sql sql;
	enum jx_status status = jx_round_row(db, ranking->round, &round, error);
	if (status != JX_OK)
		return status;
	uint32_t *counts = calloc(ranking->n_rows + 1, sizeof(*counts));
	if (counts == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	jx_sql_start(&sql, db, ranking->publication == 0 ? ACCEPTED_COPIES : PUBLISHED_COPIES, error);
	jx_sql_bind_int(&sql, round);
	if (ranking->publication != 0)
		jx_sql_bind_int(&sql, ranking->publication);
	size_t row = 0;
	while (jx_sql_next(&sql)) {
		while (row < ranking->n_rows && ranking->rows[row].version_id != jx_sql_int(&sql, 0))
			row++;
		if (row < ranking->n_rows)
			counts[row] = (uint32_t)jx_sql_int(&sql, 1);
	}
	status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_counts = counts;
	else
		free(counts);
	return status;
}
