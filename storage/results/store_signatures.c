#include "storage/results/store_signatures.h"

#include <string.h>

#include "storage/page.h"
#include "storage/sql.h"
#include "storage/sql_states.h"

/* Columns of both statements, in their order. */
enum column { ROLE, PERSON, REQUEST_ID, BASE_DIGEST, ALGORITHM, VALUE, DEPARTMENT, PUBLIC_KEY };

/* The signatures under the versions of a condition about r, s and v: of filers, then of teams and heads. */
#define UNDER(condition)                                                                                   \
	"(SELECT 0 AS role, v.person, v.request_id, v.base_digest, v.signature_algorithm AS algorithm,"    \
	" v.signature, s.department FROM rounds r JOIN submissions s ON s.round_id = r.id JOIN versions"   \
	" v ON v.submission_id = s.id WHERE v.signature IS NOT NULL AND " condition                        \
	" UNION ALL SELECT g.role, g.person, g.request_id, '', g.algorithm, g.signature, s.department"     \
	" FROM rounds r JOIN submissions s ON s.round_id = r.id JOIN versions v ON v.submission_id ="      \
	" s.id JOIN draft_signatures g ON g.submission_id = s.id AND g.digest = v.digest WHERE " condition \
	") x"

/* A signer without any certificate has a row too, without a key: nothing verifies that signature. */
static const char OF_VERSION[] =
	"SELECT x.role, x.person, x.request_id, x.base_digest, x.algorithm, x.signature, x.department,"
	" c.public_key FROM " UNDER(
		"r.name = ?1 AND s.department = ?2 AND v.number = ?3") " LEFT JOIN certificates c ON c.person = x.person"
								       " ORDER BY x.role, x.person, c.issue_time_ms DESC, c.fingerprint";
static const char OF_ROUND[] =
	"SELECT x.role, x.person, x.request_id, x.base_digest, x.algorithm, x.signature, x.department FROM " UNDER(
		"r.name = ?1 AND v.id = s.accepted_version_id AND s.state " SQL_IS_ACCEPTED) " ORDER BY x.department, x.role, x.person";

static ProtobufCBinaryData read_bytes(struct jx_sql *sql, int column, struct jx_arena *arena)
{
	size_t n = 0;
	uint8_t *bytes = jx_sql_bytes(sql, column, arena, &n);
	return (ProtobufCBinaryData){.len = bytes != NULL ? n : 0, .data = bytes};
}

static JxReportSignature *read_signature(struct jx_sql *sql, struct jx_arena *arena)
{
	JxReportSignature *message = jx_sql_alloc(sql, sizeof(*message), arena);
	JxSignature *signature = jx_sql_alloc(sql, sizeof(*signature), arena);
	if (message == NULL || signature == NULL)
		return NULL;
	jx_signature_init(signature);
	signature->algorithm = jx_sql_text(sql, ALGORITHM, arena);
	signature->value = read_bytes(sql, VALUE, arena);
	jx_report_signature_init(message);
	message->role = (JxPersonRole)jx_sql_int(sql, ROLE);
	message->request_id = jx_sql_text(sql, REQUEST_ID, arena);
	message->base_digest = jx_sql_text(sql, BASE_DIGEST, arena);
	message->signature = signature;
	return message;
}

static struct jx_stored_signature *read_candidate(struct jx_sql *sql, struct jx_arena *arena)
{
	struct jx_stored_signature *row = jx_sql_alloc(sql, sizeof(*row), arena);
	JxReportSignature *message = read_signature(sql, arena);
	if (row == NULL || message == NULL)
		return NULL;
	message->public_key = read_bytes(sql, PUBLIC_KEY, arena);
	*row = (struct jx_stored_signature){jx_sql_text(sql, PERSON, arena), message};
	return row;
}

enum jx_status jx_signatures_list(struct jx_db *db, const struct jx_signed_version *version,
	struct jx_arena *arena, struct jx_stored_signatures *ret_list, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	jx_sql_start(&sql, db, OF_VERSION, error);
	jx_sql_bind_text(&sql, version->round);
	jx_sql_bind_text(&sql, version->department);
	jx_sql_bind_int(&sql, (int64_t)version->number);
	while (jx_sql_next(&sql))
		jx_list_add(&rows, read_candidate(&sql, arena), &sql, arena);
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_list = (struct jx_stored_signatures){(struct jx_stored_signature **)rows.items, rows.n};
	return status;
}

/* ---- of a round ---- */

/* The reports of a round as their signatures come, one report after the other. */
struct gathering {
	struct jx_list reports;
	struct jx_list signatures; /* of the newest report */
	struct jx_report_signatures *newest;
};

static void end_report(struct gathering *gathering)
{
	if (gathering->newest == NULL)
		return;
	gathering->newest->rows = (JxReportSignature **)gathering->signatures.items;
	gathering->newest->n = gathering->signatures.n;
	gathering->signatures = (struct jx_list){0};
}

static void take_signature(struct gathering *gathering, struct jx_sql *sql, struct jx_arena *arena)
{
	const char *department = jx_sql_text_ref(sql, DEPARTMENT);
	if (gathering->newest == NULL || strcmp(gathering->newest->department, department) != 0) {
		end_report(gathering);
		gathering->newest = jx_sql_alloc(sql, sizeof(*gathering->newest), arena);
		if (gathering->newest == NULL)
			return;
		*gathering->newest =
			(struct jx_report_signatures){.department = jx_sql_text(sql, DEPARTMENT, arena)};
		jx_list_add(&gathering->reports, gathering->newest, sql, arena);
	}
	jx_list_add(&gathering->signatures, read_signature(sql, arena), sql, arena);
}

enum jx_status jx_signatures_of_round(struct jx_db *db, const char *round, struct jx_arena *arena,
	struct jx_report_signatures ***ret_reports, size_t *ret_n, struct jx_error *error)
{
	struct jx_sql sql;
	struct gathering gathering = {0};
	jx_sql_start(&sql, db, OF_ROUND, error);
	jx_sql_bind_text(&sql, round);
	while (jx_sql_next(&sql))
		take_signature(&gathering, &sql, arena);
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	end_report(&gathering);
	*ret_reports = (struct jx_report_signatures **)gathering.reports.items;
	*ret_n = gathering.reports.n;
	return JX_OK;
}
