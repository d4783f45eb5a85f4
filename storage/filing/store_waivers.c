#include "storage/filing/store_waivers.h"

#include "storage/sql.h"

enum jx_status jx_waiver_insert(struct jx_db *db, const struct jx_waiver *waiver, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO waivers (submission_id, document, reason, person, time_ms, merged_into)"
		" VALUES (?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, waiver->record_id);
	jx_sql_bind_text(&sql, waiver->document);
	jx_sql_bind_text(&sql, waiver->reason);
	jx_sql_bind_text(&sql, waiver->person);
	jx_sql_bind_int(&sql, waiver->at_ms);
	jx_sql_bind_optional(&sql, waiver->merged_into);
	return jx_sql_run(&sql);
}
