#include "storage/registry/store_rulebooks.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/message/localized.h"
#include "storage/columns.h"
#include "storage/content.h"
#include "storage/page.h"

/* Columns of read_edition(), in its order. */
enum column { ROW, ID, NUMBER, DIGEST, TITLE_ZH, TITLE_EN, YEAR, RULES, ACTIVATE_TIME, PERSON, CONTENT };
#define EDITION_COLUMNS                                                                                   \
	"SELECT id, name, number, digest, title_zh, title_en, effective_year, n_rules, activate_time_ms," \
	" person"

/* Find out whether id and number are taken: by the very same edition, or by another. */
static enum jx_status check_taken(
	struct jx_db *db, const JxRulebookEdition *edition, bool *ret_is_stored, struct jx_error *error)
{
	const JxRulebook *rulebook = edition->rulebook;
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT digest FROM rulebooks WHERE name = ? AND number = ?", error);
	jx_sql_bind_text(&sql, rulebook->id);
	jx_sql_bind_text(&sql, rulebook->number);
	*ret_is_stored = false;
	while (jx_sql_next(&sql)) {
		*ret_is_stored = strcmp(jx_sql_text_ref(&sql, 0), edition->digest) == 0;
		if (!*ret_is_stored)
			jx_sql_set_error(
				&sql, jx_fail_with(error, JX_REASON_RULEBOOK_EXISTS,
					      JX_ARGS(JX_TEXT(rulebook->id), JX_TEXT(rulebook->number))));
	}
	return jx_sql_end(&sql);
}

static enum jx_status insert_edition(struct jx_db *db, const JxRulebookEdition *edition,
	const struct jx_packed *packed, struct jx_error *error)
{
	const JxRulebook *rulebook = edition->rulebook;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO rulebooks (name, number, digest, title_zh, title_en, effective_year, n_rules,"
		" activate_time_ms, person, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_text(&sql, rulebook->id);
	jx_sql_bind_text(&sql, rulebook->number);
	jx_sql_bind_text(&sql, edition->digest);
	jx_sql_bind_text(&sql, jx_localized(rulebook->title, JX_ZH));
	jx_sql_bind_text(&sql, jx_localized(rulebook->title, JX_EN));
	jx_sql_bind_int(&sql, rulebook->effective_year);
	jx_sql_bind_int(&sql, (int64_t)rulebook->n_rules);
	jx_sql_bind_int(&sql, jx_timestamp_ms(edition->activate_time));
	jx_sql_bind_text(&sql, jx_name_id(edition->activated_by, "persons"));
	jx_sql_bind_bytes(&sql, packed->bytes, packed->n);
	return jx_sql_run(&sql);
}

enum jx_status jx_edition_insert(struct jx_db *db, const JxRulebookEdition *edition, struct jx_error *error)
{
	bool is_stored;
	struct jx_packed packed;
	enum jx_status status = check_taken(db, edition, &is_stored, error);
	if (status != JX_OK || is_stored)
		return status;
	status = jx_packed_init(&packed, &edition->rulebook->base, error);
	if (status != JX_OK)
		return status;
	status = insert_edition(db, edition, &packed, error);
	jx_packed_clear(&packed);
	return status;
}

static JxLocalizedText *read_title(struct jx_sql *sql, struct jx_arena *arena)
{
	JxLocalizedText *title = jx_sql_alloc(sql, sizeof(*title), arena);
	if (title == NULL)
		return NULL;
	jx_localized_text_init(title);
	title->zh = jx_sql_text(sql, TITLE_ZH, arena);
	title->en = jx_sql_text(sql, TITLE_EN, arena);
	return title;
}

static JxRulebookEdition *read_edition(struct jx_sql *sql, struct jx_arena *arena)
{
	JxRulebookEdition *edition = jx_sql_alloc(sql, sizeof(*edition), arena);
	if (edition == NULL)
		return NULL;
	jx_rulebook_edition_init(edition);
	edition->name = jx_sql_edition_name(sql, ID, arena);
	edition->digest = jx_sql_text(sql, DIGEST, arena);
	edition->title = read_title(sql, arena);
	edition->effective_year = (uint32_t)jx_sql_int(sql, YEAR);
	edition->rules = (uint32_t)jx_sql_int(sql, RULES);
	edition->activate_time = jx_sql_time(sql, ACTIVATE_TIME, arena);
	edition->activated_by = jx_sql_name(sql, PERSON, jx_name_person, arena);
	return edition;
}

static void read_rulebook(struct jx_sql *sql, struct jx_arena *arena, JxRulebookEdition *edition)
{
	ProtobufCMessage *message =
		jx_sql_message(sql, CONTENT, JX_RULEBOOK_DESCRIPTOR, edition->name, arena);
	jx_sql_check_digest(sql, message, edition->digest, edition->name);
	edition->rulebook = (JxRulebook *)message;
}

/* The rounds that are based on a rulebook. */
static enum jx_status read_rounds(struct jx_db *db, int64_t row, struct jx_arena *arena,
	JxRulebookEdition *edition, struct jx_error *error)
{
	struct jx_list names = {0};
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT name FROM rounds WHERE rulebook_id = ? ORDER BY id", error);
	jx_sql_bind_int(&sql, row);
	while (jx_sql_next(&sql))
		jx_list_add(&names, jx_sql_name(&sql, 0, jx_name_round, arena), &sql, arena);
	edition->rounds = (char **)names.items;
	edition->n_rounds = names.n;
	return jx_sql_end(&sql);
}

enum jx_status jx_edition_get(struct jx_db *db, const struct jx_edition_query *query, struct jx_arena *arena,
	JxRulebookEdition **ret_edition, struct jx_error *error)
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
			", content FROM rulebooks WHERE name = ?1 AND (?2 = '' OR number = ?2) ORDER BY id DESC LIMIT 1",
			error);
		jx_sql_bind_text(&sql, query->id);
		jx_sql_bind_text(&sql, query->number);
	}
	while (jx_sql_next(&sql)) {
		row = jx_sql_int(&sql, ROW);
		edition = read_edition(&sql, arena);
		if (edition != NULL)
			read_rulebook(&sql, arena, edition);
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (edition == NULL)
		return jx_fail_with(error, JX_REASON_RULEBOOK_NOT_FOUND,
			JX_ARGS(JX_TEXT(query->digest != NULL ? query->digest : query->id)));
	status = read_rounds(db, row, arena, edition, error);
	if (status == JX_OK)
		*ret_edition = edition;
	return status;
}

enum jx_status jx_editions_list(struct jx_db *db, const struct jx_page *page, struct jx_arena *arena,
	struct jx_editions *ret_editions, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	int64_t ids[JX_MAX_PAGE_SIZE] = {0};
	uint64_t after = INT64_MAX;
	char next[24] = "";
	uint32_t max_rows = jx_page_rows(page->max_rows);
	if (page->after != NULL && page->after[0] != '\0' && !jx_text_u64(page->after, INT64_MAX, &after))
		after = 0;
	jx_sql_start(
		&sql, db, EDITION_COLUMNS " FROM rulebooks WHERE id < ? ORDER BY id DESC LIMIT ?", error);
	jx_sql_bind_int(&sql, (int64_t)after);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	while (jx_sql_next(&sql)) {
		if (rows.n == max_rows) {
			(void)snprintf(next, sizeof(next), "%" PRId64, ids[rows.n - 1]);
			continue;
		}
		ids[rows.n] = jx_sql_int(&sql, ROW);
		jx_list_add(&rows, read_edition(&sql, arena), &sql, arena);
	}
	char *key = jx_sql_copy(&sql, next, arena);
	enum jx_status status = jx_sql_end(&sql);
	for (size_t i = 0; status == JX_OK && i < rows.n; i++)
		status = read_rounds(db, ids[i], arena, rows.items[i], error);
	if (status == JX_OK)
		*ret_editions = (struct jx_editions){(JxRulebookEdition **)rows.items, rows.n, key};
	return status;
}
