/* A read that sees the store as it was: the views of storage/engine/past_views.c, for one transaction, which is rolled back. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "storage/engine/past_views.h"
#include "storage/postgres/postgres.h"

/* What stands in the views, and what that is here. */
struct word {
	const char *here;
	char there[160];
};

enum { SCHEMA, INDEX, MS, LESSER, LIST, N_WORDS };

static const struct word *word_at(const struct word words[N_WORDS], const char *at)
{
	for (size_t i = 0; i < N_WORDS; i++)
		if (strncmp(at, words[i].here, strlen(words[i].here)) == 0)
			return &words[i];
	return NULL;
}

static enum jx_status add_view(
	struct jx_db *db, const char *text, const struct word words[N_WORDS], struct jx_error *error)
{
	char *said = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&said, &n);
	if (out == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	while (*text != '\0') {
		const struct word *word = word_at(words, text);
		if (word != NULL)
			(void)fputs(word->there, out);
		else
			(void)fputc(*text, out);
		text += word != NULL ? strlen(word->here) : 1;
	}
	enum jx_status status =
		fclose(out) == 0 ? jx_db_exec(db, said, error) : jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	free(said);
	return status;
}

/* Views of the store that statements read: the same again, over the views above. */
static const char TWINS[] =
	"SELECT coalesce(text_of_all, '') FROM (SELECT string_agg('CREATE TEMP VIEW ' || c.relname || ' AS ' ||"
	" pg_get_viewdef(c.oid), '' ORDER BY c.oid) AS text_of_all FROM pg_class c JOIN pg_namespace n"
	" ON n.oid = c.relnamespace WHERE n.nspname = 'jixiao' AND c.relkind = 'v' AND c.relname IN"
	" ('publication_rows', 'current_publications', 'current_public_publications', 'v_accepted',"
	" 'v_idle_funds', 'v_rectifications')) t";

static enum jx_status read_twins(struct jx_db *db, char **ret_text, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, TWINS, error);
	while (jx_sql_next(&sql)) {
		*ret_text = strdup(jx_sql_text_ref(&sql, 0));
		if (*ret_text == NULL)
			jx_sql_set_error(&sql, jx_fail(error, JX_REASON_OUT_OF_MEMORY));
	}
	return jx_sql_end(&sql);
}

static enum jx_status add_views(struct jx_db *db, uint64_t n, int64_t time_ms, struct jx_error *error)
{
	struct word words[N_WORDS] = {{"main.", "jixiao."}, {"jx_then_index()", ""}, {"jx_then_ms()", ""},
		{"nullif(max(", "nullif(greatest("},
		{"JOIN json_each(h.successors) j",
			"CROSS JOIN LATERAL (SELECT x.value COLLATE \"C\" AS value FROM"
			" json_array_elements_text(CAST(h.successors AS json)) AS x (value)) j"}};
	char *twins = NULL;
	(void)snprintf(words[INDEX].there, sizeof(words[INDEX].there), "CAST(%" PRIu64 " AS bigint)", n);
	(void)snprintf(words[MS].there, sizeof(words[MS].there), "CAST(%" PRId64 " AS bigint)", time_ms);
	enum jx_status status = read_twins(db, &twins, error);
	for (size_t i = 0; status == JX_OK && jx_past_views[i] != NULL; i++)
		status = add_view(db, jx_past_views[i], words, error);
	if (status == JX_OK)
		status = jx_db_exec(db, twins, error);
	free(twins);
	return status;
}

/* Views cannot be made in a transaction that only reads: another one begins, with the state of now. What was prepared means the
 * tables, and is forgotten. */
static enum jx_status begin_again(struct jx_db *db, struct jx_error *error)
{
	jx_db_finalize_all(db);
	return jx_db_exec(db,
		"ROLLBACK; BEGIN ISOLATION LEVEL REPEATABLE READ; DEALLOCATE ALL; SET LOCAL search_path TO pg_temp, jixiao",
		error);
}

enum jx_status jx_postgres_show_past(
	struct jx_db *db, uint64_t n_entries, int64_t time_ms, struct jx_error *error)
{
	enum jx_status status = begin_again(db, error);
	return status == JX_OK ? add_views(db, n_entries, time_ms, error) : status;
}
