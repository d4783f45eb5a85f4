#include "storage/sqlite/schema/convert_flags.h"

#include "jixiao/v1/schema.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/ranking/flags.h"
#include "storage/sql.h"
#include "storage/sqlite/db.h"

const char *const jx_schema_flags[] = {
	/* Most versions have none, and so no row. */
	"CREATE TABLE input_flags (version_id INTEGER PRIMARY KEY REFERENCES versions (id),"
	" flags INTEGER NOT NULL) STRICT",
	/* Who had taken over before the change, as JSON; NULL: nobody, or it was not kept yet. */
	"ALTER TABLE department_changes ADD COLUMN successors TEXT",
	NULL,
};

const char *const jx_schema_flags_end[] = {
	"CREATE TRIGGER input_flags_no_update BEFORE UPDATE ON input_flags BEGIN"
	" SELECT RAISE(ABORT, 'a version never changes'); END",
	"CREATE TRIGGER input_flags_no_delete BEFORE DELETE ON input_flags BEGIN"
	" SELECT RAISE(ABORT, 'a version never changes'); END",

	"PRAGMA user_version = 19",
	NULL,
};

/* A message in a column, without a word about one that is damaged. */
static ProtobufCMessage *unpack(
	struct jx_sql *sql, int column, const ProtobufCMessageDescriptor *type, struct jx_arena *arena)
{
	ProtobufCMessage *message = NULL;
	struct jx_error ignored;
	size_t n = 0;
	const void *bytes = jx_sql_bytes_ref(sql, column, &n);
	enum jx_status status = jx_codec_unpack_strict(
		type, bytes != NULL ? bytes : (const void *)"", n, arena, &message, &ignored);
	return status == JX_OK ? message : NULL;
}

static jx_flags read_flags(struct jx_sql *sql, struct jx_arena *arena)
{
	const JxReport *report = (const JxReport *)unpack(sql, 1, JX_REPORT_DESCRIPTOR, arena);
	const JxCheckReportResponse *checked =
		(const JxCheckReportResponse *)unpack(sql, 2, JX_CHECK_REPORT_RESPONSE_DESCRIPTOR, arena);
	if (report == NULL || checked == NULL)
		return 0;
	const struct jx_flags_facts facts = {
		.findings = checked->findings, .n_findings = checked->n_findings};
	return jx_flags_of(report, &facts);
}

/* The first version behind one, and its flags; 0 behind the last one. */
static enum jx_status read_next(
	struct jx_db *db, int64_t after, int64_t *ret_id, jx_flags *ret_flags, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_arena arena;
	*ret_id = 0;
	jx_arena_init(&arena, JX_MAX_SCRATCH_BYTES);
	jx_sql_start(&sql, db,
		"SELECT version_id, received, findings FROM contents WHERE version_id > ? ORDER BY version_id"
		" LIMIT 1",
		error);
	jx_sql_bind_int(&sql, after);
	while (jx_sql_next(&sql)) {
		*ret_id = jx_sql_int(&sql, 0);
		*ret_flags = read_flags(&sql, &arena);
	}
	jx_arena_clear(&arena);
	return jx_sql_end(&sql);
}

static enum jx_status write_flags(struct jx_db *db, int64_t id, jx_flags flags, struct jx_error *error)
{
	struct jx_sql sql;
	if (flags == 0)
		return JX_OK;
	jx_sql_start(&sql, db, "INSERT INTO input_flags (version_id, flags) VALUES (?, ?)", error);
	jx_sql_bind_int(&sql, id);
	jx_sql_bind_int(&sql, flags);
	return jx_sql_run(&sql);
}

enum jx_status jx_convert_flags(struct jx_db *db, struct jx_error *error)
{
	enum jx_status status = JX_OK;
	int64_t id = 0;
	do {
		jx_flags flags = 0;
		status = read_next(db, id, &id, &flags, error);
		if (status == JX_OK && id != 0)
			status = write_flags(db, id, flags, error);
	} while (status == JX_OK && id != 0);
	return status;
}
