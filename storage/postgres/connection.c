/* Connections, and what a server reports. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "storage/postgres/postgres.h"

#define ASK_MS 20 /* how often a read that waits asks whether it is over */

/* No setting of a server or an account may take from what a commit promises. */
static const char SETTINGS[] =
	"SELECT set_config('synchronous_commit', CASE WHEN current_setting('synchronous_commit') IN ('on',"
	" 'remote_apply') THEN current_setting('synchronous_commit') ELSE 'on' END, false),"
	" set_config('search_path', 'jixiao', false), set_config('jit', 'off', false),"
	" set_config('idle_in_transaction_session_timeout', '0', false)";

static void on_notice(void *user, const pg_result *result)
{
	struct jx_db *db = user;
	const char *severity = db->postgres->pq->PQresultErrorField(result, PG_FIELD_SEVERITY);
	if (severity != NULL && strcmp(severity, "WARNING") == 0)
		db->postgres->has_warning = true;
}

/* libpq's messages end with a line feed, and may have many lines. */
static enum jx_status note_message(
	struct jx_db *db, const char *message, bool is_fatal, struct jx_error *error)
{
	char text[256];
	struct jx_error own = {0};
	size_t n = strcspn(message, "\n");
	n = n < sizeof(text) - 1 ? n : sizeof(text) - 1;
	memcpy(text, message, n);
	text[n] = '\0';
	enum jx_status status = jx_fail_with(&own, JX_REASON_STORAGE_FAILED, JX_ARGS(JX_TEXT(text)));
	enum jx_status noted = jx_db_note(db, &own, is_fatal, error);
	return noted == JX_OK ? status : noted;
}

static enum jx_status fail_connection(struct jx_db *db, struct jx_error *error)
{
	return note_message(db, db->postgres->pq->PQerrorMessage(db->postgres->connection), true, error);
}

static bool is_class(const char *state, const char *class)
{
	return strncmp(state, class, 2) == 0;
}

/* Every code of a server becomes a status here, once: class by class (PostgreSQL's appendix A). */
static enum jx_status fail_result(struct jx_db *db, const pg_result *result, struct jx_error *error)
{
	struct jx_error own = {0};
	const struct jx_libpq *pq = db->postgres->pq;
	const char *state = pq->PQresultErrorField(result, PG_FIELD_STATE);
	const char *message = pq->PQresultErrorField(result, PG_FIELD_MESSAGE);
	enum jx_status status = JX_OK;
	if (state == NULL || message == NULL)
		return fail_connection(db, error);
	if (strcmp(state, "57014") == 0)
		status = jx_fail(&own, JX_REASON_DEADLINE_PASSED);
	else if (strcmp(state, "53100") == 0)
		status = jx_fail(&own, JX_REASON_STORAGE_FULL);
	else if (is_class(state, "XX"))
		status = jx_fail_with(&own, JX_REASON_STORE_DAMAGED,
			JX_ARGS(JX_TEXT(db->store != NULL ? db->store->directory : ""), JX_TEXT(message)));
	else if (is_class(state, "08") || is_class(state, "57") || is_class(state, "25") ||
		 is_class(state, "58") || is_class(state, "28") || is_class(state, "3D"))
		return note_message(db, message, true, error);
	else if (is_class(state, "53") || is_class(state, "40") || is_class(state, "55"))
		return note_message(db, message, false, error);
	else
		status = jx_fail_with(&own, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT(message)));
	enum jx_status noted = jx_db_note(db, &own, is_class(state, "XX"), error);
	return noted == JX_OK ? status : noted;
}

static void cancel(struct jx_db *db)
{
	char ignored[256];
	pg_cancel *handle = db->postgres->pq->PQgetCancel(db->postgres->connection);
	if (handle != NULL)
		(void)db->postgres->pq->PQcancel(handle, ignored, sizeof(ignored));
	db->postgres->pq->PQfreeCancel(handle);
}

/* Waits until the next result can be had without waiting. */
static bool wait_for_input(struct jx_db *db, bool *is_canceled)
{
	const struct jx_libpq *pq = db->postgres->pq;
	while (pq->PQisBusy(db->postgres->connection) != 0) {
		struct pollfd file = {.fd = pq->PQsocket(db->postgres->connection), .events = POLLIN};
		int n = poll(&file, 1, db->is_interrupted != NULL ? ASK_MS : -1);
		if (n < 0 && errno != EINTR)
			return false;
		if (n == 0 && db->is_interrupted != NULL && !*is_canceled &&
			db->is_interrupted(db->interrupt_user)) {
			*is_canceled = true;
			cancel(db);
		}
		if (n > 0 && pq->PQconsumeInput(db->postgres->connection) == 0)
			return false;
	}
	return true;
}

enum jx_status jx_postgres_wait(struct jx_db *db, int is_sent, pg_result **ret_result, struct jx_error *error)
{
	const struct jx_libpq *pq = db->postgres->pq;
	pg_result *last = NULL;
	bool is_canceled = false;
	*ret_result = NULL;
	while (is_sent != 0 && wait_for_input(db, &is_canceled)) {
		pg_result *result = pq->PQgetResult(db->postgres->connection);
		if (result == NULL)
			break;
		/* Of many commands the first failure ends the rest. */
		pq->PQclear(last);
		last = result;
	}
	if (last == NULL || pq->PQstatus(db->postgres->connection) != PG_CONNECTION_OK) {
		pq->PQclear(last);
		return fail_connection(db, error);
	}
	int kind = pq->PQresultStatus(last);
	if (kind == PG_COMMAND_OK || kind == PG_TUPLES_OK) {
		*ret_result = last;
		return JX_OK;
	}
	enum jx_status status = fail_result(db, last, error);
	pq->PQclear(last);
	return status;
}

enum jx_status jx_postgres_exec(struct jx_db *db, const char *text, struct jx_error *error)
{
	const struct jx_libpq *pq = db->postgres->pq;
	pg_result *result = NULL;
	db->postgres->has_warning = false;
	enum jx_status status =
		jx_postgres_wait(db, pq->PQsendQuery(db->postgres->connection, text), &result, error);
	/* A transaction that had failed is rolled back by COMMIT, and says so only here. One whose standby did not confirm it is
	 * committed with a warning: it is not known whether it outlives its server. */
	if (status == JX_OK && strcmp(text, "COMMIT") == 0) {
		if (strcmp(pq->PQcmdStatus(result), "COMMIT") != 0)
			status = note_message(db, "the transaction was rolled back", true, error);
		else if (db->postgres->has_warning)
			status = note_message(db, "no standby has confirmed the commit", true, error);
	}
	pq->PQclear(result);
	return status;
}

enum jx_status jx_postgres_connect(struct jx_db *db, struct jx_error *error)
{
	static const char *const KEYWORDS[] = {
		"fallback_application_name", "connect_timeout", "client_encoding", "dbname", NULL};
	const char *const values[] = {"jixiaod", "10", "UTF8", db->store->server, NULL};
	db->postgres = calloc(1, sizeof(*db->postgres));
	if (db->postgres == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	enum jx_status status = jx_libpq_load(&db->postgres->pq, error);
	if (status != JX_OK)
		return status;
	const struct jx_libpq *pq = db->postgres->pq;
	db->postgres->connection = pq->PQconnectdbParams(KEYWORDS, values, 1);
	if (db->postgres->connection == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	if (pq->PQstatus(db->postgres->connection) != PG_CONNECTION_OK)
		return fail_connection(db, error);
	(void)pq->PQsetNoticeReceiver(db->postgres->connection, on_notice, db);
	return jx_postgres_exec(db, SETTINGS, error);
}

void jx_postgres_disconnect(struct jx_db *db)
{
	if (db->postgres != NULL && db->postgres->connection != NULL)
		db->postgres->pq->PQfinish(db->postgres->connection);
	free(db->postgres);
	db->postgres = NULL;
}
