#include "storage/sqlite/schema/convert_log.h"

#include <string.h>

#include "proto/contract/base/resource_name.h"
#include "proto/contract/service/states.h"
#include "storage/log/log_tail.h"
#include "storage/log/store_log.h"
#include "storage/sqlite/db.h"

/* Columns of an entry, in the order of the statement. */
enum column { TIME, ACTOR, ROLE, PEER, ACTION, OBJECT, BEFORE, AFTER, REASON, REQUEST_ID };

/* The actor was an id, and this for the daemon itself. */
#define SYSTEM "SYSTEM"

/* The role was written as people read it. */
static JxPersonRole find_role(const char *name)
{
	for (int role = 1; role <= JX_PERSON_ROLE_AUDITOR; role++)
		if (strcmp(name, jx_role_name((JxPersonRole)role, JX_EN)) == 0)
			return (JxPersonRole)role;
	return JX_PERSON_ROLE_UNSPECIFIED;
}

static void convert_row(struct jx_sql *sql)
{
	char actor[JX_RESOURCE_NAME_BYTES];
	uint64_t index = 0;
	const char *id = jx_sql_text_ref(sql, ACTOR);
	bool is_person = id[0] != '\0' && strcmp(id, SYSTEM) != 0;
	const struct jx_log_entry entry = {
		.time_ms = jx_sql_int(sql, TIME),
		.actor = is_person ? jx_name_person(actor, id) : NULL,
		.role = find_role(jx_sql_text_ref(sql, ROLE)),
		.peer = jx_sql_text_ref(sql, PEER),
		.act = jx_sql_text_ref(sql, ACTION),
		.object = jx_sql_text_ref(sql, OBJECT),
		.before = jx_sql_text_ref(sql, BEFORE),
		.after = jx_sql_text_ref(sql, AFTER),
		.reason = jx_sql_text_ref(sql, REASON),
		.request_id = jx_sql_text_ref(sql, REQUEST_ID),
	};
	jx_sql_set_error(sql, jx_log_append(sql->db, &entry, &index, sql->error));
}

static enum jx_status convert_rows(struct jx_db *db, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT time_ms, actor, role, peer, action, object, value_before, value_after, reason, request_id"
		" FROM log_entries ORDER BY position",
		error);
	while (jx_sql_next(&sql))
		convert_row(&sql);
	return jx_sql_end(&sql);
}

enum jx_status jx_convert_log(struct jx_db *db, struct jx_error *error)
{
	struct jx_log_tail *tail = jx_db_log_tail(db);
	int64_t n_heads = 0;
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT count(*) FROM log_head", error);
	while (jx_sql_next(&sql))
		n_heads = jx_sql_int(&sql, 0);
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK || n_heads == 0) /* of a new store, whose head comes later */
		return status;
	status = jx_db_exec(db, "DELETE FROM log_head", error);
	if (status == JX_OK)
		status = jx_log_create(db, error);
	if (status != JX_OK)
		return status;
	*tail = (struct jx_log_tail){.is_open = true, .is_converting = true};
	status = convert_rows(db, error);
	if (status == JX_OK)
		status = jx_log_flush(db, error);
	*tail = (struct jx_log_tail){0};
	return status;
}
