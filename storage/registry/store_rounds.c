#include "storage/registry/store_rounds.h"

#include <stdio.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/text.h"
#include "proto/contract/service/states.h"
#include "storage/message.h"
#include "storage/rows.h"

/* Columns of read_round(), in its order. */
#define ROUND_SELECT                                                                                 \
	"SELECT r.name, r.title, r.year, r.state, r.deadline_ms, r.accepts_late, r.n_departments, "  \
	"r.n_filed,"                                                                                 \
	" r.n_accepted, r.window_end_ms, r.n_publications, b.name, b.number, b.digest FROM rounds r" \
	" LEFT JOIN rulebooks b ON b.id = r.rulebook_id "

static enum jx_status fail_round(struct jx_error *error, const char *id)
{
	return jx_fail_with(error, JX_REASON_ROUND_NOT_FOUND, JX_ARGS(JX_TEXT(id)));
}

enum jx_status jx_round_insert(struct jx_db *db, const JxRound *round, struct jx_error *error)
{
	const char *id = jx_name_id(round->name, "rounds");
	if (id == NULL)
		return jx_name_fail(error, "round.name", round->name);
	struct jx_sql sql;
	uint32_t n_changed = 0;
	jx_sql_start(&sql, db,
		"INSERT INTO rounds (name, title, year, state, deadline_ms, accepts_late)"
		" VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		error);
	jx_sql_bind_text(&sql, id);
	jx_sql_bind_text(&sql, round->title);
	jx_sql_bind_int(&sql, round->year);
	jx_sql_bind_int(&sql, JX_ROUND_STATE_DRAFT);
	jx_sql_bind_time(&sql, jx_time_ms(round->deadline_time));
	jx_sql_bind_int(&sql, round->accepts_late != 0);
	enum jx_status status = jx_sql_run_counting(&sql, &n_changed);
	if (status == JX_OK && n_changed == 0)
		return jx_fail_with(error, JX_REASON_ROUND_EXISTS, JX_ARGS(JX_TEXT(id)));
	return status;
}

static char *publication_name(struct jx_sql *sql, const char *id, int64_t number, struct jx_arena *arena)
{
	if (number == 0)
		return (char *)protobuf_c_empty_string;
	size_t size = strlen(id) + 48;
	char *name = jx_sql_alloc(sql, size, arena);
	if (name == NULL)
		return (char *)protobuf_c_empty_string;
	(void)snprintf(name, size, "rounds/%s/publications/%lld", id, (long long)number);
	return name;
}

static JxRound *read_round(struct jx_sql *sql, struct jx_arena *arena)
{
	JxRound *round = jx_sql_alloc(sql, sizeof(*round), arena);
	if (round == NULL)
		return NULL;
	jx_round_init(round);
	round->name = jx_sql_name(sql, 0, "rounds/", arena);
	round->title = jx_sql_text(sql, 1, arena);
	round->year = (uint32_t)jx_sql_int(sql, 2);
	round->state = (JxRoundState)jx_sql_int(sql, 3);
	round->deadline_time = jx_sql_time(sql, 4, arena);
	round->accepts_late = jx_sql_int(sql, 5) != 0;
	round->departments = (uint32_t)jx_sql_int(sql, 6);
	round->filed = (uint32_t)jx_sql_int(sql, 7);
	round->accepted = (uint32_t)jx_sql_int(sql, 8);
	round->window_end_time = jx_sql_time(sql, 9, arena);
	round->publication = publication_name(sql, jx_sql_text_ref(sql, 0), jx_sql_int(sql, 10), arena);
	round->rulebook = jx_sql_edition_name(sql, 11, arena);
	round->rulebook_digest = jx_sql_text(sql, 13, arena);
	return round;
}

enum jx_status jx_round_get(
	struct jx_db *db, const char *id, struct jx_arena *arena, struct jx_error *error, JxRound **ret_round)
{
	struct jx_sql sql;
	JxRound *round = NULL;
	jx_sql_start(&sql, db, ROUND_SELECT "WHERE r.name = ?", error);
	jx_sql_bind_text(&sql, id);
	while (jx_sql_next(&sql))
		round = read_round(&sql, arena);
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (round == NULL)
		return fail_round(error, id);
	*ret_round = round;
	return JX_OK;
}

enum jx_status jx_rounds_list(struct jx_db *db, const struct jx_page *page, struct jx_arena *arena,
	struct jx_error *error, struct jx_rounds *ret_rounds)
{
	struct jx_sql sql;
	struct jx_growing rows = {0};
	const char *next = "";
	uint32_t max_rows = jx_page_rows(page->max_rows);
	/* Newest first; a key that names no round gives no rows. */
	jx_sql_start(&sql, db,
		ROUND_SELECT "WHERE ?1 = '' OR r.id < (SELECT id FROM rounds WHERE name = ?1)"
			     " ORDER BY r.id DESC LIMIT ?2",
		error);
	jx_sql_bind_text(&sql, page->after);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	while (jx_sql_next(&sql)) {
		if (rows.n == max_rows)
			next = jx_name_id(((JxRound *)rows.items[max_rows - 1])->name, "rounds");
		else
			jx_growing_add(&rows, read_round(&sql, arena), &sql, arena);
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	*ret_rounds = (struct jx_rounds){(JxRound **)rows.items, rows.n, next};
	return JX_OK;
}

enum jx_status jx_round_row(struct jx_db *db, const char *id, struct jx_error *error, int64_t *ret_row)
{
	struct jx_sql sql;
	int64_t row = 0;
	jx_sql_start(&sql, db, "SELECT id FROM rounds WHERE name = ?", error);
	jx_sql_bind_text(&sql, id);
	while (jx_sql_next(&sql))
		row = jx_sql_int(&sql, 0);
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (row == 0)
		return fail_round(error, id);
	*ret_row = row;
	return JX_OK;
}

enum jx_status jx_round_set_state(
	struct jx_db *db, const char *id, JxRoundState from, JxRoundState to, struct jx_error *error)
{
	int64_t row = 0;
	uint32_t n_changed = 0;
	enum jx_status status = jx_round_row(db, id, error, &row);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, db, "UPDATE rounds SET state = ? WHERE id = ? AND state = ?", error);
	jx_sql_bind_int(&sql, to);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_int(&sql, from);
	status = jx_sql_run_counting(&sql, &n_changed);
	if (status == JX_OK && n_changed == 0)
		return jx_fail_with(error, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT(id)));
	return status;
}

#define NOT_STARTED "1"
_Static_assert(JX_SUBMISSION_STATE_NOT_STARTED == 1, "see the statements");

static enum jx_status add_to_roster(struct jx_db *db, int64_t round, const char *code, struct jx_error *error)
{
	struct jx_sql sql;
	uint32_t n_found = 0;
	/* The update that changes nothing tells a department that is on the roster from one that is not
	 * there. */
	jx_sql_start(&sql, db,
		"INSERT INTO submissions (round_id, department, state) SELECT ?, code, " NOT_STARTED
		" FROM departments WHERE code = ?"
		" ON CONFLICT (round_id, department) DO UPDATE SET department = department",
		error);
	jx_sql_bind_int(&sql, round);
	jx_sql_bind_text(&sql, code);
	enum jx_status status = jx_sql_run_counting(&sql, &n_found);
	if (status == JX_OK && n_found == 0)
		return jx_fail_with(error, JX_REASON_DEPARTMENT_NOT_FOUND, JX_ARGS(JX_TEXT(code)));
	return status;
}

static enum jx_status add_all_to_roster(struct jx_db *db, int64_t round, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO submissions (round_id, department, state) SELECT ?, code, " NOT_STARTED
		" FROM departments WHERE true ORDER BY code ON CONFLICT DO NOTHING",
		error);
	jx_sql_bind_int(&sql, round);
	return jx_sql_run(&sql);
}

/* All who sent nothing; the named ones are put on again. */
static enum jx_status clear_roster(struct jx_db *db, int64_t round, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"DELETE FROM submissions WHERE round_id = ? AND version = 0 AND state = " NOT_STARTED, error);
	jx_sql_bind_int(&sql, round);
	return jx_sql_run(&sql);
}

enum jx_status jx_round_set_roster(
	struct jx_db *db, const char *id, const char *const *codes, size_t n, struct jx_error *error)
{
	int64_t row = 0;
	enum jx_status status = jx_round_row(db, id, error, &row);
	if (status == JX_OK)
		status = clear_roster(db, row, error);
	if (status == JX_OK && codes == NULL)
		status = add_all_to_roster(db, row, error);
	for (size_t i = 0; status == JX_OK && codes != NULL && i < n; i++)
		status = add_to_roster(db, row, codes[i], error);
	return status;
}

enum jx_status jx_round_roster_has(
	struct jx_db *db, const char *id, const char *code, struct jx_error *error, bool *ret_has)
{
	struct jx_sql sql;
	bool has = false;
	jx_sql_start(&sql, db,
		"SELECT 1 FROM submissions s JOIN rounds r ON r.id = s.round_id"
		" WHERE r.name = ? AND s.department = ?",
		error);
	jx_sql_bind_text(&sql, id);
	jx_sql_bind_text(&sql, code);
	while (jx_sql_next(&sql))
		has = true;
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_has = has;
	return status;
}

static enum jx_status run_on_round(struct jx_sql *sql, const char *id, struct jx_error *error)
{
	uint32_t n_changed = 0;
	jx_sql_bind_text(sql, id);
	enum jx_status status = jx_sql_run_counting(sql, &n_changed);
	return status == JX_OK && n_changed == 0 ? fail_round(error, id) : status;
}

enum jx_status jx_round_set_rulebook(
	struct jx_db *db, const char *id, const char *digest, struct jx_error *error)
{
	struct jx_sql sql;
	uint32_t n_changed = 0;
	int64_t row = 0;
	enum jx_status status = jx_round_row(db, id, error, &row);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		"UPDATE rounds SET rulebook_id = (SELECT id FROM rulebooks WHERE digest = ?)"
		" WHERE id = ? AND n_filed = 0",
		error);
	jx_sql_bind_text(&sql, digest);
	jx_sql_bind_int(&sql, row);
	status = jx_sql_run_counting(&sql, &n_changed);
	return status == JX_OK && n_changed == 0
		       ? jx_fail_with(error, JX_REASON_ROUND_HAS_REPORTS, JX_ARGS(JX_TEXT(id)))
		       : status;
}

enum jx_status jx_round_set_window_end(
	struct jx_db *db, const char *id, int64_t window_end_ms, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "UPDATE rounds SET window_end_ms = ? WHERE name = ?", error);
	jx_sql_bind_time(&sql, window_end_ms);
	return run_on_round(&sql, id, error);
}

enum jx_status jx_round_set_proposal(
	struct jx_db *db, const char *id, const struct jx_proposal *proposal, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE rounds SET proposal_person = ?, proposal_digest = ?, propose_ms = ? WHERE name = ?",
		error);
	jx_sql_bind_optional(&sql, proposal == NULL ? NULL : proposal->person);
	jx_sql_bind_optional(&sql, proposal == NULL ? NULL : proposal->digest);
	jx_sql_bind_time(&sql, proposal == NULL ? 0 : proposal->propose_ms);
	return run_on_round(&sql, id, error);
}

enum jx_status jx_round_get_proposal(
	struct jx_db *db, const char *id, struct jx_error *error, struct jx_proposal *ret_proposal)
{
	struct jx_proposal proposal = {0};
	bool is_found = false;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT proposal_person, proposal_digest, propose_ms FROM rounds WHERE name = ?", error);
	jx_sql_bind_text(&sql, id);
	while (jx_sql_next(&sql)) {
		is_found = true;
		(void)jx_text_copy(proposal.person, sizeof(proposal.person), jx_sql_text_ref(&sql, 0));
		(void)jx_text_copy(proposal.digest, sizeof(proposal.digest), jx_sql_text_ref(&sql, 1));
		proposal.propose_ms = jx_sql_int(&sql, 2);
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (!is_found)
		return fail_round(error, id);
	*ret_proposal = proposal;
	return JX_OK;
}

/* 11: WAIVED, which need not file. */
enum jx_status jx_round_count_missing(
	struct jx_db *db, const char *id, uint32_t *ret_n, struct jx_error *error)
{
	int64_t row = 0;
	int64_t n = 0;
	enum jx_status status = jx_round_row(db, id, error, &row);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT COUNT(*) FROM submissions WHERE round_id = ? AND version = 0 AND state <> 11", error);
	jx_sql_bind_int(&sql, row);
	while (jx_sql_next(&sql))
		n = jx_sql_int(&sql, 0);
	*ret_n = (uint32_t)n;
	return jx_sql_end(&sql);
}

static JxMissingDepartment *read_missing(struct jx_sql *sql, struct jx_arena *arena)
{
	JxMissingDepartment *missing = jx_sql_alloc(sql, sizeof(*missing), arena);
	if (missing == NULL)
		return NULL;
	jx_missing_department_init(missing);
	missing->department = jx_sql_name(sql, 0, "departments/", arena);
	missing->title = jx_sql_text(sql, 1, arena);
	missing->is_filed = jx_sql_int(sql, 2) != 0;
	missing->state = (JxSubmissionState)jx_sql_int(sql, 3);
	missing->holder =
		jx_state_holder(missing->state, false); /* no window: such a report is not published */
	return missing;
}

enum jx_status jx_missing_list(struct jx_db *db, const struct jx_missing_query *query,
	const struct jx_page *page, struct jx_arena *arena, struct jx_missing *ret_missing,
	struct jx_error *error)
{
	int64_t row = 0;
	enum jx_status status = jx_round_row(db, query->round, error, &row);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	struct jx_growing rows = {0};
	const char *next = "";
	uint32_t max_rows = jx_page_rows(page->max_rows);
	jx_sql_start(&sql, db,
		query->publication != 0
			? "SELECT p.department, d.title, 0, 0 FROM publication_rows p"
			  " JOIN departments d ON d.code = p.department"
			  " WHERE p.round_id = ?1 AND p.number = ?2 AND p.is_filed = 0 AND p.department > ?3"
			  " ORDER BY p.department LIMIT ?4"
			: "SELECT s.department, d.title, s.version > 0, s.state FROM submissions s"
			  " JOIN departments d ON d.code = s.department"
			  " WHERE s.round_id = ?1 AND ?2 = 0 AND s.state NOT BETWEEN 6 AND 9 AND s.state <> 11"
			  " AND s.department > ?3 ORDER BY s.department LIMIT ?4",
		error);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_int(&sql, query->publication);
	jx_sql_bind_text(&sql, page->after);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	while (jx_sql_next(&sql)) {
		if (rows.n == max_rows)
			next = jx_name_last(((JxMissingDepartment *)rows.items[max_rows - 1])->department);
		else
			jx_growing_add(&rows, read_missing(&sql, arena), &sql, arena);
	}
	status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	*ret_missing = (struct jx_missing){(JxMissingDepartment **)rows.items, rows.n, next};
	return JX_OK;
}
