/* Rows held by digests: what an entry has said of them last must be what they are. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/resource_name.h"
#include "proto/contract/message/json/json.h"
#include "storage/log/log_rows.h"
#include "storage/sqlite/fsck/fsck_private.h"

/* The newest entry about an object comes first; older ones say what was. */
struct walk {
	struct jx_db *db;
	const struct jx_fsck_listener *listener;
	struct jx_error *error;
	const JxLogEntry *entry;
	struct jx_held held; /* as the rows are now */
	bool is_newest;      /* about its object */
};

static enum jx_status see_object(struct walk *walk)
{
	struct jx_sql sql;
	char object[JX_RESOURCE_NAME_BYTES];
	size_t n = 0;
	jx_log_rows_owner(walk->entry, &n);
	(void)snprintf(object, sizeof(object), "%.*s", (int)n, walk->entry->object);
	jx_sql_start(&sql, walk->db, "INSERT INTO fsck_objects (object) VALUES (?)", walk->error);
	jx_sql_bind_text(&sql, object);
	return jx_sql_run_unique(&sql, &walk->is_newest);
}

static const char *logged_digest(const JxLogEntry *entry, const char *table)
{
	for (size_t i = 0; i < entry->n_rows; i++)
		if (strcmp(entry->rows[i]->table, table) == 0)
			return entry->rows[i]->digest;
	return "";
}

static bool holds_object(const struct walk *walk)
{
	for (size_t i = 0; i < walk->entry->n_rows; i++)
		if (jx_log_rows_is_of_object(walk->entry->rows[i]->table))
			return true;
	return false;
}

/* Whether a submission came off its roster and onto it again after the entry: what that left has an entry of the round alone. */
static enum jx_status was_put_back(struct walk *walk, bool *ret_was)
{
	char round[JX_RESOURCE_NAME_BYTES];
	struct jx_sql sql;
	const char *object = walk->entry->object;
	const char *name = object + strlen("submissions/");
	*ret_was = false;
	if (strncmp(object, "submissions/", strlen("submissions/")) != 0 || strrchr(name, '-') == NULL)
		return JX_OK;
	const char *department = strrchr(name, '-') + 1;
	(void)snprintf(round, sizeof(round), "%.*s", (int)(department - 1 - name), name);
	jx_sql_start(&sql, walk->db,
		"SELECT 1 FROM rounds r JOIN submission_history h ON h.round_id = r.id WHERE r.name = ?1"
		" AND h.department = ?2 AND h.leaf_index > ?3",
		walk->error);
	jx_sql_bind_text(&sql, round);
	jx_sql_bind_text(&sql, department);
	jx_sql_bind_int(&sql, (int64_t)walk->entry->index);
	while (jx_sql_next(&sql))
		*ret_was = true;
	return jx_sql_end(&sql);
}

static void compare(const struct walk *walk, const struct jx_held_rows *rows)
{
	char row[JX_RESOURCE_NAME_BYTES + 64];
	const JxLogEntry *entry = walk->entry;
	const char *logged = logged_digest(entry, rows->table);
	bool is_held = rows->is_of_object || rows->is_kept || logged[0] != '\0';
	if (!is_held || strcmp(logged, rows->digest) == 0)
		return;
	(void)snprintf(row, sizeof(row), "%s%s%.64s", entry->object, rows->is_of_object ? "" : "#",
		rows->is_of_object ? "" : entry->request_id);
	const struct jx_fsck_difference difference = {.table = rows->table,
		.row = row,
		.column = "*",
		.logged = logged[0] != '\0' ? logged : "no such row",
		.stored = rows->digest[0] != '\0' ? rows->digest : "no such row"};
	walk->listener->on_difference(walk->listener->user, &difference);
}

static enum jx_status check_entry(struct walk *walk)
{
	bool is_outdated = false;
	enum jx_status status = JX_OK;
	walk->is_newest = false;
	if (walk->entry->n_rows == 0)
		return JX_OK;
	if (holds_object(walk))
		status = see_object(walk);
	if (status == JX_OK && walk->is_newest)
		status = was_put_back(walk, &is_outdated);
	const struct jx_held_wish wish = {.has_object = walk->is_newest && !is_outdated, .has_call = true};
	if (status == JX_OK)
		status = jx_log_rows_read(walk->db, walk->entry, &wish, &walk->held, walk->error);
	for (size_t i = 0; status == JX_OK && i < walk->held.n; i++)
		compare(walk, &walk->held.rows[i]);
	return status;
}

static enum jx_status read_entry(struct walk *walk, const char *text)
{
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_SCRATCH_BYTES);
	enum jx_status status = jx_json_read_tolerant(
		JX_LOG_ENTRY_DESCRIPTOR, text, strlen(text), &arena, &problems, &message);
	walk->entry = (const JxLogEntry *)message;
	if (status == JX_OK)
		status = check_entry(walk);
	else if (status == JX_INVALID) /* of an older version, whose fields have other shapes now */
		status = JX_OK;
	else
		status = jx_arena_fail(&arena, walk->error);
	jx_arena_clear(&arena);
	return status;
}

enum jx_status jx_fsck_rows(
	struct jx_db *db, uint64_t first, const struct jx_fsck_listener *listener, struct jx_error *error)
{
	struct walk walk = {.db = db, .listener = listener, .error = error};
	struct jx_sql sql;
	enum jx_status status =
		jx_db_exec(db, "CREATE TEMP TABLE fsck_objects (object TEXT PRIMARY KEY)", error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db, "SELECT entry FROM log_leaves WHERE leaf_index >= ? ORDER BY leaf_index DESC",
		error);
	jx_sql_bind_int(&sql, (int64_t)first);
	while (jx_sql_next(&sql))
		jx_sql_set_error(&sql, read_entry(&walk, jx_sql_text_ref(&sql, 0)));
	return jx_sql_end(&sql);
}
