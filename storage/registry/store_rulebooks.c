#include "storage/registry/store_rulebooks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/codec.h"
#include "storage/columns.h"
#include "storage/content.h"

/* Columns of read_edition(), in its order. */
enum column { ROW, ID, NUMBER, DIGEST, TITLE_ZH, TITLE_EN, YEAR, RULES, ACTIVATE, PERSON, CONTENT };
#define EDITION_COLUMNS                                                                              \
	"SELECT id, name, number, digest, title_zh, title_en, effective_year, n_rules, activate_ms," \
	" person"

static enum jx_status check_taken(
	struct jx_db *db, const JxRulebookEdition *edition, struct jx_error *error, bool *ret_is_kept)
{
	const JxRulebook *rulebook = edition->rulebook;
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT digest FROM rulebooks WHERE name = ? AND number = ?", error);
	jx_sql_bind_text(&sql, rulebook->id);
	jx_sql_bind_text(&sql, rulebook->number);
	*ret_is_kept = false;
	while (jx_sql_next(&sql)) {
		*ret_is_kept = strcmp(jx_sql_text_ref(&sql, 0), edition->digest) == 0;
		if (!*ret_is_kept)
			jx_sql_set_error(
				&sql, jx_fail_with(error, JX_REASON_RULEBOOK_EXISTS,
					      JX_ARGS(JX_TEXT(rulebook->id), JX_TEXT(rulebook->number))));
	}
	return jx_sql_end(&sql);
}

enum jx_status jx_edition_insert(struct jx_db *db, const JxRulebookEdition *edition, struct jx_error *error)
{
	const JxRulebook *rulebook = edition->rulebook;
	const char *person = jx_name_id(edition->activated_by, "persons");
	bool is_kept;
	enum jx_status status = check_taken(db, edition, error, &is_kept);
	if (status != JX_OK || is_kept)
		return status;
	size_t size = jx_codec_packed_bytes(&rulebook->base);
	uint8_t *bytes = malloc(size + 1);
	if (bytes == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	size_t n = 0;
	status = jx_codec_pack(&rulebook->base, bytes, size, error, &n);
	if (status == JX_OK) {
		struct jx_sql sql;
		jx_sql_start(&sql, db,
			"INSERT INTO rulebooks (name, number, digest, title_zh, title_en, effective_year,"
			" n_rules, activate_ms, person, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			error);
		jx_sql_bind_text(&sql, rulebook->id);
		jx_sql_bind_text(&sql, rulebook->number);
		jx_sql_bind_text(&sql, edition->digest);
		jx_sql_bind_text(&sql, rulebook->title_zh);
		jx_sql_bind_text(&sql, rulebook->title_en);
		jx_sql_bind_int(&sql, rulebook->effective_year);
		jx_sql_bind_int(&sql, (int64_t)rulebook->n_rules);
		jx_sql_bind_int(&sql, jx_time_ms(edition->activate_time));
		jx_sql_bind_text(&sql, person != NULL ? person : "");
		jx_sql_bind_bytes(&sql, bytes, n);
		status = jx_sql_run(&sql);
	}
	free(bytes);
	return status;
}

static JxRulebookEdition *read_edition(struct jx_sql *sql, struct jx_arena *arena)
{
	JxRulebookEdition *edition = jx_sql_alloc(sql, sizeof(*edition), arena);
	if (edition == NULL)
		return NULL;
	jx_rulebook_edition_init(edition);
	edition->name = jx_sql_edition_name(sql, ID, arena);
	edition->digest = jx_sql_text(sql, DIGEST, arena);
	edition->title_zh = jx_sql_text(sql, TITLE_ZH, arena);
	edition->title_en = jx_sql_text(sql, TITLE_EN, arena);
	edition->effective_year = (uint32_t)jx_sql_int(sql, YEAR);
	edition->rules = (uint32_t)jx_sql_int(sql, RULES);
	edition->activate_time = jx_sql_time(sql, ACTIVATE, arena);
	edition->activated_by = jx_sql_name(sql, PERSON, "persons/", arena);
	return edition;
}

static void read_content(struct jx_sql *sql, struct jx_arena *arena, JxRulebookEdition *edition)
{
	ProtobufCMessage *message = NULL;
	char digest[JX_DIGEST_TEXT_BYTES] = "";
	enum jx_status status =
		jx_codec_unpack(JX_RULEBOOK_DESCRIPTOR, sqlite3_column_blob(sql->statement, CONTENT),
			(size_t)sqlite3_column_bytes(sql->statement, CONTENT), arena, sql->error, &message);
	if (status == JX_OK)
		status = jx_digest_message(message, JX_DIGEST_SHA256, digest, sql->error);
	if (status == JX_INVALID || (status == JX_OK && strcmp(digest, edition->digest) != 0))
		status = jx_fail_with(sql->error, JX_REASON_DATA_DAMAGED, JX_ARGS(JX_TEXT(edition->name)));
	jx_sql_set_error(sql, status);
	edition->rulebook = (JxRulebook *)message;
}

/* The rounds that rest on a rulebook. */
static enum jx_status read_rounds(struct jx_db *db, int64_t row, struct jx_arena *arena,
	struct jx_error *error, JxRulebookEdition *edition)
{
	struct jx_growing names = {0};
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT name FROM rounds WHERE rulebook_id = ? ORDER BY id", error);
	jx_sql_bind_int(&sql, row);
	while (jx_sql_next(&sql))
		jx_growing_add(&names, jx_sql_name(&sql, 0, "rounds/", arena), &sql, arena);
	edition->rounds = (char **)names.items;
	edition->n_rounds = names.n;
	return jx_sql_end(&sql);
}

enum jx_status jx_edition_get(struct jx_db *db, const struct jx_edition_query *query, struct jx_arena *arena,
	struct jx_error *error, JxRulebookEdition **ret_edition)
{
	JxRulebookEdition *edition = NULL;
	int64_t row = 0;
	struct jx_sql sql;
	if (query->digest != NULL) {
		jx_sql_start(&sql, db, EDITION_COLUMNS ", content FROM rulebooks WHERE digest = ?", error);
		jx_sql_bind_text(&sql, query->digest);
	} else {
		jx_sql_start(&sql, db,
			EDITION_COLUMNS
			", content FROM rulebooks WHERE name = ?1 AND (?2 IS NULL OR number = ?2)"
			" ORDER BY id DESC LIMIT 1",
			error);
		jx_sql_bind_text(&sql, query->id);
		jx_sql_bind_optional(&sql, query->number);
	}
	while (jx_sql_next(&sql)) {
		row = jx_sql_int(&sql, ROW);
		edition = read_edition(&sql, arena);
		if (edition != NULL)
			read_content(&sql, arena, edition);
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (edition == NULL)
		return jx_fail_with(error, JX_REASON_RULEBOOK_NOT_FOUND,
			JX_ARGS(JX_TEXT(query->digest != NULL ? query->digest : query->id)));
	status = read_rounds(db, row, arena, error, edition);
	if (status == JX_OK)
		*ret_edition = edition;
	return status;
}

enum jx_status jx_editions_list(struct jx_db *db, const struct jx_page *page, struct jx_arena *arena,
	struct jx_error *error, struct jx_editions *ret_editions)
{
	struct jx_sql sql;
	struct jx_growing rows = {0};
	struct jx_growing ids = {0};
	char key[24] = "";
	uint32_t max_rows = jx_page_rows(page->max_rows);
	bool has_more = false;
	jx_sql_start(&sql, db,
		EDITION_COLUMNS " FROM rulebooks WHERE ?1 = '' OR id < CAST(?1 AS INTEGER)"
				" ORDER BY id DESC LIMIT ?2",
		error);
	jx_sql_bind_text(&sql, page->after);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	while (jx_sql_next(&sql)) {
		has_more = rows.n == max_rows;
		if (has_more)
			continue;
		int64_t *id = jx_sql_alloc(&sql, sizeof(*id), arena);
		if (id != NULL)
			*id = jx_sql_int(&sql, ROW);
		(void)snprintf(key, sizeof(key), "%lld", (long long)jx_sql_int(&sql, ROW));
		jx_growing_add(&rows, read_edition(&sql, arena), &sql, arena);
		jx_growing_add(&ids, id, &sql, arena);
	}
	enum jx_status status = jx_sql_end(&sql);
	for (size_t i = 0; status == JX_OK && i < rows.n; i++)
		status = read_rounds(db, *(int64_t *)ids.items[i], arena, error, rows.items[i]);
	char *next = status == JX_OK ? jx_arena_strdup(arena, has_more ? key : "") : NULL;
	if (status == JX_OK && next == NULL)
		return jx_arena_fail(arena, error);
	if (status == JX_OK)
		*ret_editions = (struct jx_editions){(JxRulebookEdition **)rows.items, rows.n, next};
	return status;
}
