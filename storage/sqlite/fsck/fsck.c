#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "storage/engine/log_anchor.h"
#include "storage/log/store_log.h"
#include "storage/sqlite/fsck/fsck_private.h"

/* Entries in columns: the record is taken out of its one-of. Times have three decimals or none. */
static const char *const PREPARE[] = {
	"CREATE TEMP TABLE fsck_words (kind TEXT, word TEXT, number INTEGER, PRIMARY KEY (kind, word))",
	"CREATE TEMP TABLE fsck_states (object TEXT PRIMARY KEY, state TEXT, leaf_index INTEGER)",
	"CREATE TEMP TABLE fsck_steps (object TEXT, state TEXT, leaf_index INTEGER, time_ms INTEGER)",
	"CREATE INDEX temp.fsck_states_by_index ON fsck_states (leaf_index)",
	"CREATE TEMP TABLE fsck_log AS SELECT leaf_index, unixepoch(substr(entry ->> '$.act_time', 1, 19)) * 1000"
	" + CASE WHEN substr(entry ->> '$.act_time', 20, 1) = '.'"
	" THEN CAST(substr(entry ->> '$.act_time', 21, 3) AS INTEGER) ELSE 0 END AS time_ms,"
	" coalesce(entry ->> '$.actor', '') AS actor,"
	" coalesce(entry ->> '$.certificate_digest', '') AS certificate, entry ->> '$.act' AS act,"
	" coalesce(entry ->> '$.object', '') AS object, coalesce(entry ->> '$.before', '') AS before,"
	" coalesce(entry ->> '$.after', '') AS after, coalesce(entry ->> '$.reason', '') AS reason,"
	" coalesce(entry ->> '$.request_id', '') AS request_id,"
	" (SELECT key FROM json_each(entry, '$.record')) AS kind,"
	" (SELECT value FROM json_each(entry, '$.record')) AS what FROM log_leaves ORDER BY leaf_index",
	"CREATE INDEX temp.fsck_log_by_object ON fsck_log (object, act)",
	"CREATE INDEX temp.fsck_log_by_act ON fsck_log (act, leaf_index)",
	/* What was done before entries said what was done: those that an old version wrote come first, without a record. */
	"CREATE TEMP TABLE fsck_old (object TEXT PRIMARY KEY)",
	("INSERT INTO fsck_old SELECT DISTINCT object FROM fsck_log WHERE leaf_index <"
	 " (SELECT min(leaf_index) FROM fsck_log WHERE kind IS NOT NULL)"),
};

/* After the entries were replayed. */
static const char *const FINISH[] = {
	("CREATE TEMP TABLE fsck_moves AS SELECT object, state, time_ms, row_number() OVER (PARTITION BY object"
	 " ORDER BY leaf_index DESC) AS back FROM fsck_steps"),
	"CREATE INDEX temp.fsck_moves_by_object ON fsck_moves (object, back)",
	/* Or the engine takes an act for rarer than an object, and looks each of 20,000 departments up in 20,000 entries. */
	"ANALYZE temp",
};

static const char *const CLEAN_UP[] = {
	"DROP TABLE IF EXISTS temp.fsck_log",
	"DROP TABLE IF EXISTS temp.fsck_old",
	"DROP TABLE IF EXISTS temp.fsck_states",
	"DROP TABLE IF EXISTS temp.fsck_steps",
	"DROP TABLE IF EXISTS temp.fsck_moves",
	"DROP TABLE IF EXISTS temp.fsck_words",
	"DROP TABLE IF EXISTS temp.fsck_objects",
};

static enum jx_status run_all(
	struct jx_db *db, const char *const *statements, size_t n, struct jx_error *error)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < n; i++)
		status = jx_db_exec(db, statements[i], error);
	return status;
}

static enum jx_status add_word(
	struct jx_db *db, const char *kind, const char *word, int number, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "INSERT INTO fsck_words (kind, word, number) VALUES (?, ?, ?)", error);
	jx_sql_bind_text(&sql, kind);
	jx_sql_bind_text(&sql, word);
	jx_sql_bind_int(&sql, number);
	return jx_sql_run(&sql);
}

/* The values of an enum: by their names, as states stand in entries, and as JSON writes them: "lead" of PERSON_ROLE_LEAD. */
static enum jx_status add_enum(struct jx_db *db, const char *kind, const ProtobufCEnumDescriptor *type,
	const char *prefix, struct jx_error *error)
{
	enum jx_status status = JX_OK;
	char word[64];
	for (unsigned i = 0; status == JX_OK && i < type->n_values; i++) {
		const ProtobufCEnumValue *value = &type->values[i];
		size_t n = 0;
		for (const char *c = value->name + strlen(prefix); *c != '\0' && n < sizeof(word) - 1; c++)
			word[n++] = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c);
		word[n] = '\0';
		status = add_word(db, kind, value->name, value->value, error);
		if (status == JX_OK)
			status = add_word(db, kind, word, value->value, error);
	}
	return status;
}

static enum jx_status add_words(struct jx_db *db, struct jx_error *error)
{
	enum jx_status status = add_enum(db, "role", JX_PERSON_ROLE_DESCRIPTOR, "PERSON_ROLE_", error);
	if (status == JX_OK)
		status = add_enum(
			db, "submission", JX_SUBMISSION_STATE_DESCRIPTOR, "SUBMISSION_STATE_", error);
	if (status == JX_OK)
		status = add_enum(db, "stage", JX_PUBLICATION_STAGE_DESCRIPTOR, "PUBLICATION_STAGE_", error);
	if (status == JX_OK)
		status = add_enum(
			db, "audience", JX_PUBLICATION_AUDIENCE_DESCRIPTOR, "PUBLICATION_AUDIENCE_", error);
	if (status == JX_OK)
		status = add_enum(db, "rectification", JX_RECTIFICATION_STATE_DESCRIPTOR,
			"RECTIFICATION_STATE_", error);
	if (status == JX_OK)
		status = add_enum(
			db, "idle_funds", JX_IDLE_FUNDS_STATE_DESCRIPTOR, "IDLE_FUNDS_STATE_", error);
	return status == JX_OK ? add_enum(db, "round", JX_ROUND_STATE_DESCRIPTOR, "ROUND_STATE_", error)
			       : status;
}

/* ---- the states of submissions ---- */

/* Columns of an entry that moves states, in the order of the statement. */
enum move_column { MOVE_INDEX, MOVE_OBJECT, MOVE_BEFORE, MOVE_AFTER, MOVE_TIME };

static enum jx_status set_state(struct jx_sql *entry)
{
	struct jx_sql sql;
	jx_sql_start(&sql, entry->db,
		"INSERT INTO fsck_states (object, state, leaf_index) VALUES (?1, ?2, ?3)"
		" ON CONFLICT (object) DO UPDATE SET state = ?2, leaf_index = ?3",
		entry->error);
	jx_sql_bind_text(&sql, jx_sql_text_ref(entry, MOVE_OBJECT));
	jx_sql_bind_text(&sql, jx_sql_text_ref(entry, MOVE_AFTER));
	jx_sql_bind_int(&sql, jx_sql_int(entry, MOVE_INDEX));
	return jx_sql_run(&sql);
}

/* An entry about a publication moves every submission of its round that stood in the state before. */
static enum jx_status move_states(struct jx_sql *entry, const char *publication)
{
	struct jx_sql sql;
	const char *round = publication + strlen("rounds/");
	char prefix[128];
	(void)snprintf(prefix, sizeof(prefix), "submissions/%.*s-", (int)strcspn(round, "/"), round);
	jx_sql_start(&sql, entry->db,
		"UPDATE fsck_states SET state = ?1, leaf_index = ?2 WHERE state = ?3"
		" AND substr(object, 1, length(?4)) = ?4",
		entry->error);
	jx_sql_bind_text(&sql, jx_sql_text_ref(entry, MOVE_AFTER));
	jx_sql_bind_int(&sql, jx_sql_int(entry, MOVE_INDEX));
	jx_sql_bind_text(&sql, jx_sql_text_ref(entry, MOVE_BEFORE));
	jx_sql_bind_text(&sql, prefix);
	return jx_sql_run(&sql);
}

/* Those whom the entry has moved have come into another state then. */
static enum jx_status keep_steps(struct jx_sql *entry)
{
	struct jx_sql sql;
	jx_sql_start(&sql, entry->db,
		"INSERT INTO fsck_steps (object, state, leaf_index, time_ms) SELECT object, state, leaf_index, ?2"
		" FROM fsck_states WHERE leaf_index = ?1 AND state <> ?3",
		entry->error);
	jx_sql_bind_int(&sql, jx_sql_int(entry, MOVE_INDEX));
	jx_sql_bind_int(&sql, jx_sql_int(entry, MOVE_TIME));
	jx_sql_bind_text(&sql, jx_sql_text_ref(entry, MOVE_BEFORE));
	return jx_sql_run(&sql);
}

static enum jx_status replay_states(struct jx_db *db, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT leaf_index, object, before, after, time_ms FROM fsck_log"
		" WHERE after LIKE 'SUBMISSION_STATE_%' ORDER BY leaf_index",
		error);
	while (jx_sql_next(&sql)) {
		const char *object = jx_sql_text_ref(&sql, MOVE_OBJECT);
		bool is_of_round = strncmp(object, "rounds/", strlen("rounds/")) == 0;
		enum jx_status status = is_of_round ? move_states(&sql, object) : set_state(&sql);
		jx_sql_set_error(&sql, status == JX_OK ? keep_steps(&sql) : status);
	}
	enum jx_status status = jx_sql_end(&sql);
	return status == JX_OK ? run_all(db, FINISH, JX_COUNT_OF(FINISH), error) : status;
}

/* ---- running ---- */

/* The tables of which the log of an old version says too little, and the objects of its entries. */
static const char *object_prefix(const char *table)
{
	static const struct {
		const char *table;
		const char *prefix;
	} OBJECTS[] = {{"departments", "departments/"}, {"persons", "persons/"}, {"certificates", "persons/"},
		{"invitations", "persons/"}, {"rounds", "rounds/"}, {"submissions", "submissions/"},
		{"publications", "rounds/"}};
	for (size_t i = 0; i < JX_COUNT_OF(OBJECTS); i++)
		if (strcmp(table, OBJECTS[i].table) == 0)
			return OBJECTS[i].prefix;
	return NULL;
}

/* True when the log says nothing of what is there, and what was done about it was done before entries said so. */
static enum jx_status is_older(
	struct jx_db *db, const struct jx_fsck_difference *difference, bool *ret_is, struct jx_error *error)
{
	char object[JX_RESOURCE_NAME_BYTES];
	struct jx_sql sql;
	const char *prefix = object_prefix(difference->table);
	bool is_silent = strcmp(difference->logged, "no such row") == 0 ||
			 (strcmp(difference->column, "version") == 0 && strcmp(difference->logged, "0") == 0);
	*ret_is = false;
	if (prefix == NULL || !is_silent)
		return JX_OK;
	(void)snprintf(object, sizeof(object), "%s%.*s", prefix, (int)strcspn(difference->row, "/"),
		difference->row);
	jx_sql_start(&sql, db, "SELECT 1 FROM temp.fsck_old WHERE object = ?", error);
	jx_sql_bind_text(&sql, object);
	while (jx_sql_next(&sql))
		*ret_is = true;
	return jx_sql_end(&sql);
}

static enum jx_status hear(struct jx_db *db, const struct jx_fsck_listener *listener,
	const struct jx_fsck_difference *difference, struct jx_error *error)
{
	bool is_old = false;
	enum jx_status status = is_older(db, difference, &is_old, error);
	if (status == JX_OK && !is_old)
		listener->on_difference(listener->user, difference);
	else if (status == JX_OK && listener->n_older != NULL)
		(*listener->n_older)++;
	return status;
}

static enum jx_status run_check(struct jx_db *db, const char *statement,
	const struct jx_fsck_listener *listener, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, statement, error);
	while (jx_sql_next(&sql)) {
		const struct jx_fsck_difference difference = {
			.table = jx_sql_text_ref(&sql, 0),
			.row = jx_sql_text_ref(&sql, 1),
			.column = jx_sql_text_ref(&sql, 2),
			.logged = jx_sql_text_ref(&sql, 3),
			.stored = jx_sql_text_ref(&sql, 4),
		};
		jx_sql_set_error(&sql, hear(db, listener, &difference, error));
	}
	return jx_sql_end(&sql);
}

static enum jx_status run_list(struct jx_db *db, const char *const *checks,
	const struct jx_fsck_listener *listener, struct jx_error *error)
{
	enum jx_status status = JX_OK;
	for (; status == JX_OK && *checks != NULL; checks++)
		status = run_check(db, *checks, listener, error);
	return status;
}

static enum jx_status run_checks(
	struct jx_db *db, const struct jx_fsck_listener *listener, struct jx_error *error)
{
	enum jx_status status = jx_fsck_add_functions(db, error);
	if (status == JX_OK)
		status = run_all(db, PREPARE, JX_COUNT_OF(PREPARE), error);
	if (status == JX_OK)
		status = add_words(db, error);
	if (status == JX_OK)
		status = replay_states(db, error);
	if (status == JX_OK)
		status = run_list(db, jx_fsck_checks, listener, error);
	if (status == JX_OK)
		status = run_list(db, jx_fsck_followup_checks, listener, error);
	if (status == JX_OK)
		status = run_list(db, jx_fsck_history_checks, listener, error);
	if (status == JX_OK)
		status = jx_fsck_rows(db, 0, listener, error);
	return status == JX_OK ? jx_fsck_orphans(db, listener, error) : status;
}

enum jx_status jx_fsck_run(struct jx_db *db, const struct jx_fsck_listener *listener, struct jx_error *error)
{
	struct jx_error ignored;
	/* A check is no orderly end, after which less would be checked. */
	if (db->store != NULL)
		db->store->is_checked = false;
	enum jx_status status = jx_db_check(db, "PRAGMA integrity_check(1)", error);
	if (status == JX_OK)
		status = jx_log_verify(db, error);
	if (status == JX_OK)
		status = jx_fsck_schema(db, listener, error);
	if (status == JX_OK)
		status = jx_fsck_tree(db, listener, error);
	if (status == JX_OK)
		status = run_checks(db, listener, error);
	jx_db_finalize_all(db);
	/* What is left goes with the connection. */
	enum jx_status cleaned = run_all(db, CLEAN_UP, JX_COUNT_OF(CLEAN_UP), &ignored);
	(void)cleaned;
	return status;
}

/* ---- at start ---- */

/* The first difference that was heard of. */
struct first {
	bool is_there;
	char table[64];
	char row[JX_RESOURCE_NAME_BYTES];
};

static void keep_first(void *user, const struct jx_fsck_difference *difference)
{
	struct first *first = user;
	if (first->is_there)
		return;
	first->is_there = true;
	(void)jx_text_copy(first->table, sizeof(first->table), difference->table);
	(void)jx_text_copy(first->row, sizeof(first->row), difference->row);
}

enum jx_status jx_fsck_start(struct jx_store *store, struct jx_error *error)
{
	struct jx_log_head head = {0};
	struct jx_error ignored;
	struct first first = {0};
	const struct jx_fsck_listener listener = {.on_difference = keep_first, .user = &first};
	uint64_t n_ended = jx_log_anchor_end(store);
	enum jx_status status = jx_log_head(store->writer, &head, error);
	if (status != JX_OK || n_ended >= head.n_entries)
		return status;
	uint64_t n_old = head.n_entries > JX_START_ROWS ? head.n_entries - JX_START_ROWS : 0;
	status = jx_fsck_rows(store->writer, n_ended > n_old ? n_ended : n_old, &listener, error);
	jx_db_finalize_all(store->writer);
	enum jx_status cleaned = run_all(store->writer, CLEAN_UP, JX_COUNT_OF(CLEAN_UP), &ignored);
	(void)cleaned;
	if (status == JX_OK && first.is_there)
		status = jx_fail_with(error, JX_REASON_STORE_DIFFERS,
			JX_ARGS(JX_TEXT(store->directory), JX_TEXT(first.table), JX_TEXT(first.row)));
	store->is_checked = store->is_checked && status == JX_OK;
	return status;
}
