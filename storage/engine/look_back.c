/* A read that sees the store as it was: which entries of the log there were then; the engine puts its views before the tables. */
#include <assert.h>

#include "storage/engine/engine.h"
#include "storage/log/store_log.h"

/* The time of an entry; false when there is none. */
static enum jx_status read_time(
	struct jx_db *db, uint64_t index, bool *ret_found, int64_t *ret_ms, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_found = false;
	jx_sql_start(&sql, db, db->engine->entry_time, error);
	jx_sql_bind_int(&sql, (int64_t)index);
	while (jx_sql_next(&sql)) {
		*ret_found = true;
		*ret_ms = jx_sql_int(&sql, 0);
	}
	return jx_sql_end(&sql);
}

/* How many entries the log had: times never run backwards in it. */
static enum jx_status count_entries(
	struct jx_db *db, int64_t then_ms, uint64_t *ret_n, struct jx_error *error)
{
	struct jx_log_head head;
	uint64_t low = 0;
	enum jx_status status = jx_log_head(db, &head, error);
	uint64_t high = status == JX_OK ? head.n_entries : 0;
	while (status == JX_OK && low < high) {
		uint64_t middle = low + (high - low) / 2;
		int64_t ms = 0;
		bool is_found = false;
		status = read_time(db, middle, &is_found, &ms, error);
		if (is_found && ms <= then_ms)
			low = middle + 1;
		else
			high = middle;
	}
	*ret_n = low;
	return status;
}

static enum jx_status read_start(struct jx_db *db, uint64_t *ret_start, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT coalesce(-min(leaf_index), 0) FROM round_history WHERE leaf_index < 0",
		error);
	while (jx_sql_next(&sql))
		*ret_start = (uint64_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

enum jx_status jx_tx_look_back(
	struct jx_db *db, int64_t time_ms, int64_t *ret_since_ms, struct jx_error *error)
{
	uint64_t n = 0;
	uint64_t start = 0;
	bool is_found = false;
	assert(db->is_reading);
	*ret_since_ms = 0;
	/* The next read has a connection of its own, without all this. */
	db->is_in_doubt = true;
	enum jx_status status = count_entries(db, time_ms, &n, error);
	if (status == JX_OK)
		status = read_start(db, &start, error);
	if (status == JX_OK && (n < start || n == 0))
		return read_time(db, start > 0 ? start - 1 : 0, &is_found, ret_since_ms, error);
	return status == JX_OK ? db->engine->show_past(db, n, time_ms, error) : status;
}
