#include "server/handlers/rounds/outage.h"

#include <inttypes.h>
#include <stdio.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/service/states.h"
#include "server/base/log.h"
#include "server/call/record.h"
#include "server/handlers/rounds/rounds.h"
#include "storage/filing/store_due.h"
#include "storage/log/store_log.h"
#include "storage/registry/store_rounds.h"

/* An outage that is being made up for. */
struct outage {
	struct jx_db *db;
	struct jx_arena arena;
	int64_t start_ms;
	int64_t end_ms;
	Google__Protobuf__Timestamp start_time;
	Google__Protobuf__Timestamp end_time;
};

int64_t jx_outage_deadline(int64_t deadline_ms, int64_t alive_ms, int64_t now_ms)
{
	int64_t from_ms = deadline_ms - JX_OUTAGE_WINDOW_MS;
	int64_t to_ms = deadline_ms < now_ms ? deadline_ms : now_ms;
	from_ms = from_ms > alive_ms ? from_ms : alive_ms;
	int64_t lost_ms = to_ms - from_ms;
	if (lost_ms < JX_MIN_OUTAGE_MS)
		return deadline_ms;
	return (deadline_ms > now_ms ? deadline_ms : now_ms) + lost_ms;
}

static enum jx_status log_round(
	struct outage *outage, const struct jx_cut_deadline *cut, struct jx_error *error)
{
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxRoundRecord what = JX_ROUND_RECORD_INIT;
	char name[JX_RESOURCE_NAME_BYTES];
	enum jx_status status = jx_round_record(outage->db, cut->round, &outage->arena, &what, error);
	if (status != JX_OK)
		return status;
	what.outage_start_time = &outage->start_time;
	what.outage_end_time = &outage->end_time;
	record.round = &what;
	const struct jx_log_entry entry = {
		.act = JX_LOG_GIVE_BACK, .object = jx_name_round(name, cut->round), .record = &record};
	return jx_record_own_act(outage->db, &entry, error);
}

static enum jx_status log_one(struct outage *outage, const struct jx_cut_deadline *cut,
	Google__Protobuf__Timestamp *deadline, struct jx_error *error)
{
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxExtensionRecord what = JX_EXTENSION_RECORD_INIT;
	char name[JX_RESOURCE_NAME_BYTES];
	what.deadline_time = deadline;
	what.outage_start_time = &outage->start_time;
	what.outage_end_time = &outage->end_time;
	record.extension = &what;
	const struct jx_log_entry entry = {.act = JX_LOG_EXTEND_ONE,
		.object = jx_name_submission(name, cut->round, cut->department),
		.record = &record};
	return jx_record_own_act(outage->db, &entry, error);
}

/* Moves one deadline, and says so. */
static enum jx_status give_back(
	struct outage *outage, const struct jx_cut_deadline *cut, struct jx_error *error)
{
	Google__Protobuf__Timestamp deadline = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	char seconds[24];
	int64_t later_ms = jx_outage_deadline(cut->deadline_ms, outage->start_ms, outage->end_ms);
	bool is_round = cut->department[0] == '\0';
	const struct jx_extension extension = {cut->round, cut->department, later_ms, "", "", outage->end_ms};
	if (later_ms == cut->deadline_ms)
		return JX_OK;
	jx_timestamp_set(&deadline, later_ms);
	enum jx_status status = jx_round_extend(outage->db, &extension, error);
	if (status == JX_OK && is_round)
		status = jx_round_add_given_back(outage->db, cut->round, later_ms - cut->deadline_ms, error);
	if (status == JX_OK)
		status = is_round ? log_round(outage, cut, error) : log_one(outage, cut, &deadline, error);
	if (status != JX_OK)
		return status;
	(void)snprintf(seconds, sizeof(seconds), "%" PRId64, (later_ms - cut->deadline_ms) / 1000);
	jx_log_write(JX_LOG_INFO, "time of an outage is given back to a deadline", "round", cut->round,
		"department", cut->department, "seconds", seconds, NULL);
	return JX_OK;
}

/* In one transaction: all deadlines, or none. */
static enum jx_status give_back_all(struct outage *outage, struct jx_error *error)
{
	struct jx_cut_deadline *deadlines = NULL;
	size_t n = 0;
	enum jx_status status = jx_tx_begin_job(outage->db, error);
	if (status == JX_OK)
		status = jx_due_list_deadlines(
			outage->db, outage->start_ms, &outage->arena, &deadlines, &n, error);
	for (size_t i = 0; status == JX_OK && i < n; i++)
		status = give_back(outage, &deadlines[i], error);
	return status == JX_OK ? jx_tx_end_job(outage->db, error) : status;
}

static enum jx_status run(struct outage *outage, struct jx_error *error)
{
	enum jx_status status = jx_tx_begin(outage->db, error);
	if (status == JX_OK)
		status = give_back_all(outage, error);
	if (status == JX_OK)
		return jx_tx_commit(outage->db, error);
	jx_tx_rollback(outage->db);
	return status;
}

enum jx_status jx_outage_give_back(
	struct jx_store *store, int64_t alive_ms, int64_t now_ms, struct jx_error *error)
{
	struct outage outage = {.start_ms = alive_ms, .end_ms = now_ms};
	if (alive_ms == 0 || now_ms - alive_ms < JX_MIN_OUTAGE_MS)
		return JX_OK;
	google__protobuf__timestamp__init(&outage.start_time);
	google__protobuf__timestamp__init(&outage.end_time);
	jx_timestamp_set(&outage.start_time, alive_ms);
	jx_timestamp_set(&outage.end_time, now_ms);
	enum jx_status status = jx_store_open_writer(store, &outage.db, error);
	if (status != JX_OK)
		return status;
	jx_arena_init(&outage.arena, JX_MAX_ARENA_BYTES);
	status = run(&outage, error);
	jx_arena_clear(&outage.arena);
	jx_db_free(outage.db);
	return status;
}
