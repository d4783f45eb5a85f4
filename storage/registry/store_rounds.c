#include "storage/registry/store_rounds.h"

#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/service/states.h"
#include "storage/columns.h"
#include "storage/content.h"
#include "storage/page.h"
#include "storage/registry/store_departments.h"
#include "storage/sql_states.h"

/* Columns of read_round(), in its order. */
enum round_column {
	ID,
	TITLE,
	YEAR,
	STATE,
	DEADLINE_TIME,
	ACCEPTS_LATE,
	DEPARTMENTS,
	FILED,
	ACCEPTED,
	WINDOW_END_TIME,
	PUBLICATION,
	PUBLICATION_STAGE,
	RULEBOOK,
	RULEBOOK_NUMBER,
	RULEBOOK_DIGEST,
	REQUIRED_MEMBERS,
	REQUIRES_HEAD,
	GIVEN_BACK
};
#define ROUND_SELECT                                                                                     \
	"SELECT r.name, r.title, r.year, r.state, r.deadline_time_ms, r.accepts_late, r.n_departments,"  \
	" r.n_filed, r.n_accepted, r.window_end_time_ms, p.number, p.stage, b.name, b.number, b.digest," \
	" r.required_members, r.requires_head, r.given_back_ms"                                          \
	" FROM rounds r LEFT JOIN rulebooks b ON b.id = r.rulebook_id"                                   \
	" LEFT JOIN publications p ON p.round_id = r.id AND p.number ="                                  \
	" (SELECT c.number FROM current_publications c WHERE c.round_id = r.id) "

enum jx_status jx_round_insert(struct jx_db *db, const JxRound *round, struct jx_error *error)
{
	const char *id = jx_name_id(round->name, "rounds");
	if (id == NULL)
		return jx_name_fail(error, "round.name", round->name);
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO rounds (name, title, year, state, deadline_time_ms, accepts_late,"
		" required_members, requires_head) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_text(&sql, id);
	jx_sql_bind_text(&sql, round->title);
	jx_sql_bind_int(&sql, round->year);
	jx_sql_bind_int(&sql, JX_ROUND_STATE_DRAFT);
	jx_sql_bind_time(&sql, jx_timestamp_ms(round->deadline_time));
	jx_sql_bind_int(&sql, round->accepts_late != 0);
	jx_sql_bind_int(&sql, round->required_member_signatures);
	jx_sql_bind_int(&sql, round->requires_head_signature != 0);
	return jx_sql_run_new(&sql, JX_REASON_ROUND_EXISTS, JX_ARGS(JX_TEXT(id)));
}

static char *read_publication_name(struct jx_sql *sql, struct jx_arena *arena)
{
	char name[JX_RESOURCE_NAME_BYTES];
	uint64_t number = (uint64_t)jx_sql_int(sql, PUBLICATION);
	if (number == 0)
		return (char *)protobuf_c_empty_string;
	return jx_sql_copy(sql, jx_name_publication(name, jx_sql_text_ref(sql, ID), number), arena);
}

static JxRound *read_round(struct jx_sql *sql, struct jx_arena *arena)
{
	JxRound *round = jx_sql_alloc(sql, sizeof(*round), arena);
	if (round == NULL)
		return NULL;
	jx_round_init(round);
	round->name = jx_sql_name(sql, ID, jx_name_round, arena);
	round->title = jx_sql_text(sql, TITLE, arena);
	round->year = (uint32_t)jx_sql_int(sql, YEAR);
	round->state = (JxRoundState)jx_sql_int(sql, STATE);
	round->deadline_time = jx_sql_time(sql, DEADLINE_TIME, arena);
	round->accepts_late = jx_sql_int(sql, ACCEPTS_LATE) != 0;
	round->departments = (uint32_t)jx_sql_int(sql, DEPARTMENTS);
	round->filed = (uint32_t)jx_sql_int(sql, FILED);
	round->accepted = (uint32_t)jx_sql_int(sql, ACCEPTED);
	round->window_end_time = jx_sql_time(sql, WINDOW_END_TIME, arena);
	round->publication = read_publication_name(sql, arena);
	round->publication_stage = (JxPublicationStage)jx_sql_int(sql, PUBLICATION_STAGE);
	round->rulebook = jx_sql_edition_name(sql, RULEBOOK, arena);
	round->rulebook_digest = jx_sql_text(sql, RULEBOOK_DIGEST, arena);
	round->required_member_signatures = (uint32_t)jx_sql_int(sql, REQUIRED_MEMBERS);
	round->requires_head_signature = jx_sql_int(sql, REQUIRES_HEAD) != 0;
	round->given_back_ms = (uint64_t)jx_sql_int(sql, GIVEN_BACK);
	return round;
}

enum jx_status jx_round_get(
	struct jx_db *db, const char *id, struct jx_arena *arena, JxRound **ret_round, struct jx_error *error)
{
	struct jx_sql sql;
	JxRound *round = NULL;
	jx_sql_start(&sql, db, ROUND_SELECT "WHERE r.name = ?", error);
	jx_sql_bind_text(&sql, id);
	while (jx_sql_next(&sql))
		round = read_round(&sql, arena);
	enum jx_status status = jx_sql_end_found(&sql, JX_REASON_ROUND_NOT_FOUND, JX_ARGS(JX_TEXT(id)));
	if (status == JX_OK)
		*ret_round = round;
	return status;
}

enum jx_status jx_rounds_list(struct jx_db *db, const struct jx_page *page, struct jx_arena *arena,
	struct jx_rounds *ret_rounds, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	const char *next = "";
	uint32_t max_rows = jx_page_rows(page->max_rows);
	/* Newest first; a key that names no round has no rows after it. */
	jx_sql_start(&sql, db,
		ROUND_SELECT
		"WHERE ?1 = '' OR r.id < (SELECT id FROM rounds WHERE name = ?1) ORDER BY r.id DESC LIMIT ?2",
		error);
	jx_sql_bind_text(&sql, page->after);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	while (jx_sql_next(&sql)) {
		if (rows.n == max_rows)
			next = jx_name_id(((JxRound *)jx_list_last(&rows))->name, "rounds");
		else
			jx_list_add(&rows, read_round(&sql, arena), &sql, arena);
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	*ret_rounds = (struct jx_rounds){(JxRound **)rows.items, rows.n, next};
	return JX_OK;
}

/* What whoever shows no certificate may know of a round. */
static JxRound *read_public_round(struct jx_sql *sql, struct jx_arena *arena)
{
	char name[JX_RESOURCE_NAME_BYTES];
	JxRound *round = jx_sql_alloc(sql, sizeof(*round), arena);
	if (round == NULL)
		return NULL;
	jx_round_init(round);
	(void)jx_name_publication(name, jx_sql_text_ref(sql, 0), (uint64_t)jx_sql_int(sql, 3));
	round->name = jx_sql_name(sql, 0, jx_name_round, arena);
	round->title = jx_sql_text(sql, 1, arena);
	round->year = (uint32_t)jx_sql_int(sql, 2);
	round->publication = jx_sql_copy(sql, name, arena);
	round->publication_stage = (JxPublicationStage)jx_sql_int(sql, 4);
	return round;
}

enum jx_status jx_rounds_list_public(struct jx_db *db, const struct jx_page *page, struct jx_arena *arena,
	struct jx_rounds *ret_rounds, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	const char *next = "";
	uint32_t max_rows = jx_page_rows(page->max_rows);
	jx_sql_start(&sql, db,
		"SELECT r.name, r.title, r.year, c.number, p.stage FROM current_public_publications c"
		" JOIN rounds r ON r.id = c.round_id"
		" JOIN publications p ON p.round_id = c.round_id AND p.number = c.number"
		/* The place of a round that is not public is no place. */
		" WHERE ?1 = '' OR r.id < (SELECT b.id FROM current_public_publications a"
		" JOIN rounds b ON b.id = a.round_id WHERE b.name = ?1) ORDER BY r.id DESC LIMIT ?2",
		error);
	jx_sql_bind_text(&sql, page->after);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	while (jx_sql_next(&sql)) {
		if (rows.n == max_rows)
			next = jx_name_id(((JxRound *)jx_list_last(&rows))->name, "rounds");
		else
			jx_list_add(&rows, read_public_round(&sql, arena), &sql, arena);
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_rounds = (struct jx_rounds){(JxRound **)rows.items, rows.n, next};
	return status;
}

enum jx_status jx_round_row(struct jx_db *db, const char *id, int64_t *ret_row, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT id FROM rounds WHERE name = ?", error);
	jx_sql_bind_text(&sql, id);
	while (jx_sql_next(&sql))
		*ret_row = jx_sql_int(&sql, 0);
	return jx_sql_end_found(&sql, JX_REASON_ROUND_NOT_FOUND, JX_ARGS(JX_TEXT(id)));
}

enum jx_status jx_round_set_state(
	struct jx_db *db, const char *id, JxRoundState from, JxRoundState to, struct jx_error *error)
{
	int64_t row = 0;
	enum jx_status status = jx_round_row(db, id, &row, error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, db, "UPDATE rounds SET state = ? WHERE id = ? AND state = ?", error);
	jx_sql_bind_int(&sql, to);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_int(&sql, from);
	return jx_sql_run_changing(&sql, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT(id)));
}

static enum jx_status add_all_to_roster(struct jx_db *db, int64_t round, struct jx_error *error)
{
	return jx_sql_run_on(db,
		"INSERT INTO submissions (round_id, department, state) SELECT ?1, d.code, " SQL_NOT_STARTED
		" FROM departments d WHERE d.retire_date IS NULL AND NOT EXISTS (SELECT 1 FROM submissions s"
		" WHERE s.round_id = ?1 AND s.department = d.code) ORDER BY d.code",
		round, error);
}

/* Takes off those that sent nothing; the named ones are put on again. */
static enum jx_status clear_roster(struct jx_db *db, int64_t round, struct jx_error *error)
{
	return jx_sql_run_on(db,
		"DELETE FROM submissions WHERE round_id = ? AND version = 0 AND state = " SQL_NOT_STARTED,
		round, error);
}

enum jx_status jx_round_set_roster(
	struct jx_db *db, const char *id, const char *const *codes, size_t n, struct jx_error *error)
{
	int64_t row = 0;
	enum jx_status status = jx_round_row(db, id, &row, error);
	if (status != JX_OK)
		return status;
	status = clear_roster(db, row, error);
	if (status != JX_OK)
		return status;
	return codes == NULL ? add_all_to_roster(db, row, error)
			     : jx_round_roster_add(db, id, codes, n, error);
}

static enum jx_status hash_roster(
	struct jx_db *db, int64_t round, struct jx_hasher *hasher, size_t *ret_n, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(
		&sql, db, "SELECT department FROM submissions WHERE round_id = ? ORDER BY department", error);
	jx_sql_bind_int(&sql, round);
	while (jx_sql_next(&sql)) {
		const char *code = jx_sql_text_ref(&sql, 0);
		(*ret_n)++;
		if (jx_hasher_add(hasher, code, strlen(code)) != JX_OK ||
			jx_hasher_add(hasher, "\n", 1) != JX_OK)
			jx_sql_set_error(&sql, jx_fail(error, JX_REASON_OUT_OF_MEMORY));
	}
	return jx_sql_end(&sql);
}

enum jx_status jx_round_roster_digest(
	struct jx_db *db, const char *id, char out[JX_DIGEST_TEXT_BYTES], struct jx_error *error)
{
	JX_AUTO(jx_hasher) hasher = NULL;
	int64_t round = 0;
	size_t n = 0;
	enum jx_status status = jx_round_row(db, id, &round, error);
	if (status == JX_OK)
		status = jx_hasher_new(JX_DIGEST_SHA256, &hasher, error);
	if (status == JX_OK)
		status = hash_roster(db, round, hasher, &n, error);
	if (status == JX_OK && jx_hasher_end(hasher, out) != JX_OK)
		status = jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	if (status == JX_OK && n == 0)
		out[0] = '\0';
	return status;
}

enum jx_status jx_round_set_rulebook(
	struct jx_db *db, const char *id, const char *digest, struct jx_error *error)
{
	struct jx_sql sql;
	int64_t row = 0;
	enum jx_status status = jx_round_row(db, id, &row, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		"UPDATE rounds SET rulebook_id = (SELECT id FROM rulebooks WHERE digest = ?)"
		" WHERE id = ? AND n_filed = 0",
		error);
	jx_sql_bind_text(&sql, digest);
	jx_sql_bind_int(&sql, row);
	return jx_sql_run_changing(&sql, JX_REASON_ROUND_HAS_REPORTS, JX_ARGS(JX_TEXT(id)));
}

/* Bind the id of a round as the last parameter, and run the update. */
static enum jx_status update_round(struct jx_sql *sql, const char *id)
{
	jx_sql_bind_text(sql, id);
	return jx_sql_run_changing(sql, JX_REASON_ROUND_NOT_FOUND, JX_ARGS(JX_TEXT(id)));
}

enum jx_status jx_round_set_window_end(
	struct jx_db *db, const char *id, int64_t window_end_ms, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "UPDATE rounds SET window_end_time_ms = ?, is_window_over = 0 WHERE name = ?",
		error);
	jx_sql_bind_time(&sql, window_end_ms);
	return update_round(&sql, id);
}

enum jx_status jx_round_set_proposal(
	struct jx_db *db, const char *id, const struct jx_proposal *proposal, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE rounds SET proposal_person = ?, proposal_digest = ?, propose_time_ms = ?,"
		" proposal_audience = ? WHERE name = ?",
		error);
	jx_sql_bind_optional(&sql, proposal == NULL ? NULL : proposal->person);
	jx_sql_bind_optional(&sql, proposal == NULL ? NULL : proposal->digest);
	jx_sql_bind_time(&sql, proposal == NULL ? 0 : proposal->propose_ms);
	if (proposal == NULL)
		jx_sql_bind_null(&sql);
	else
		jx_sql_bind_int(&sql, proposal->audience);
	return update_round(&sql, id);
}

enum jx_status jx_round_get_proposal(
	struct jx_db *db, const char *id, struct jx_proposal *ret_proposal, struct jx_error *error)
{
	struct jx_proposal proposal = {0};
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT proposal_person, proposal_digest, propose_time_ms, proposal_audience FROM rounds"
		" WHERE name = ?",
		error);
	jx_sql_bind_text(&sql, id);
	while (jx_sql_next(&sql)) {
		(void)jx_text_copy(proposal.person, sizeof(proposal.person), jx_sql_text_ref(&sql, 0));
		(void)jx_text_copy(proposal.digest, sizeof(proposal.digest), jx_sql_text_ref(&sql, 1));
		proposal.propose_ms = jx_sql_int(&sql, 2);
		proposal.audience = (JxPublicationAudience)jx_sql_int(&sql, 3);
	}
	enum jx_status status = jx_sql_end_found(&sql, JX_REASON_ROUND_NOT_FOUND, JX_ARGS(JX_TEXT(id)));
	if (status == JX_OK)
		*ret_proposal = proposal;
	return status;
}

enum jx_status jx_round_change_number(
	struct jx_db *db, const char *id, uint64_t *ret_number, struct jx_error *error)
{
	struct jx_sql sql;
	uint64_t number = 0;
	jx_sql_start(&sql, db, "SELECT change_number FROM rounds WHERE name = ?", error);
	jx_sql_bind_text(&sql, id);
	while (jx_sql_next(&sql))
		number = (uint64_t)jx_sql_int(&sql, 0);
	enum jx_status status = jx_sql_end_found(&sql, JX_REASON_ROUND_NOT_FOUND, JX_ARGS(JX_TEXT(id)));
	if (status == JX_OK)
		*ret_number = number;
	return status;
}

enum jx_status jx_round_count_change(struct jx_db *db, const char *id, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "UPDATE rounds SET change_number = change_number + 1 WHERE name = ?", error);
	jx_sql_bind_text(&sql, id);
	return jx_sql_run(&sql);
}

enum jx_status jx_rounds_count_change(struct jx_db *db, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "UPDATE rounds SET change_number = change_number + 1", error);
	return jx_sql_run(&sql);
}

enum jx_status jx_round_count_missing(
	struct jx_db *db, const char *id, uint32_t *ret_n, struct jx_error *error)
{
	int64_t row = 0;
	int64_t n = 0;
	enum jx_status status = jx_round_row(db, id, &row, error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT COUNT(*) FROM submissions WHERE round_id = ? AND version = 0 AND state <> " SQL_WAIVED,
		error);
	jx_sql_bind_int(&sql, row);
	while (jx_sql_next(&sql))
		n = jx_sql_int(&sql, 0);
	*ret_n = (uint32_t)n;
	return jx_sql_end(&sql);
}

/* What a publication has kept of a department that need not file. */
static void read_waived(struct jx_sql *sql, JxMissingDepartment *missing, struct jx_arena *arena)
{
	const JxWaivedDepartment *waived = (const JxWaivedDepartment *)jx_sql_message(
		sql, 5, JX_WAIVED_DEPARTMENT_DESCRIPTOR, missing->department, arena);
	if (waived != NULL) {
		missing->waiver_document = waived->document;
		missing->merged_into = waived->merged_into;
	}
}

static JxMissingDepartment *read_missing(struct jx_sql *sql, struct jx_arena *arena)
{
	JxMissingDepartment *missing = jx_sql_alloc(sql, sizeof(*missing), arena);
	if (missing == NULL)
		return NULL;
	jx_missing_department_init(missing);
	missing->department = jx_sql_name(sql, 0, jx_name_department, arena);
	missing->title = jx_sql_text(sql, 1, arena);
	missing->is_filed = jx_sql_int(sql, 2) != 0;
	missing->state = (JxSubmissionState)jx_sql_int(sql, 3);
	missing->holder =
		jx_state_holder(missing->state, false); /* no window: such a report is not published */
	missing->waiver_document = jx_sql_text(sql, 4, arena);
	missing->merged_into = jx_sql_name(sql, 6, jx_name_department, arena);
	if (!jx_sql_is_null(sql, 5))
		read_waived(sql, missing, arena);
	return missing;
}

enum jx_status jx_missing_list(struct jx_db *db, const struct jx_missing_query *query,
	const struct jx_page *page, struct jx_arena *arena, struct jx_missing *ret_missing,
	struct jx_error *error)
{
	int64_t row = 0;
	enum jx_status status = jx_round_row(db, query->round, &row, error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	struct jx_list rows = {0};
	const char *next = "";
	uint32_t max_rows = jx_page_rows(page->max_rows);
	jx_sql_start(&sql, db,
		query->publication != 0
			? "SELECT p.department, p.title, p.is_filed, 0, '', p.content, NULL FROM publication_rows p"
			  " WHERE p.round_id = ?1 AND p.number = ?2 AND p.version_id IS NULL AND p.department > ?3"
			  " ORDER BY p.department LIMIT ?4"
			: "SELECT s.department, d.title, s.version > 0, s.state, " SQL_WAIVER_DOCUMENT
			  ", NULL, " SQL_MERGED_INTO " FROM submissions s"
			  " JOIN departments d ON d.code = s.department"
			  " WHERE s.round_id = ?1 AND ?2 = 0 AND s.state " SQL_NOT_ACCEPTED
			  " AND s.department > ?3 ORDER BY s.department LIMIT ?4",
		error);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_int(&sql, query->publication);
	jx_sql_bind_text(&sql, page->after);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	while (jx_sql_next(&sql)) {
		if (rows.n == max_rows)
			next = jx_name_last(((JxMissingDepartment *)jx_list_last(&rows))->department);
		else
			jx_list_add(&rows, read_missing(&sql, arena), &sql, arena);
	}
	status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	*ret_missing = (struct jx_missing){(JxMissingDepartment **)rows.items, rows.n, next};
	return JX_OK;
}
