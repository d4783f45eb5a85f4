#include "server/vitals/vitals.h"

#include <string.h>
#include <sys/statvfs.h>

#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/message/json/json.h"
#include "server/identity/certificate_end.h"
#include "storage/log/store_checkpoints.h"
#include "storage/log/store_log.h"
#include "storage/registry/store_people.h"
#include "storage/registry/store_rounds.h"
#include "storage/turns/store_progress.h"

#define ARENA_BYTES (1024u * 1024) /* of a page of rounds, or the states of one */

/* ---- files ---- */

static void look_at_files(const struct jx_vitals_place *place, struct jx_vitals *vitals)
{
	struct statvfs disk;
	bool is_known = statvfs(place->directory, &disk) == 0;
	vitals->disk_bytes = is_known ? (uint64_t)disk.f_blocks * disk.f_frsize : 0;
	vitals->disk_free_bytes = is_known ? (uint64_t)disk.f_bavail * disk.f_frsize : 0;
	vitals->store = jx_store_measure(place->store);
	vitals->ca_end_ms = jx_certificate_end_of(place->directory, "ca.pem");
	vitals->server_end_ms = jx_certificate_end_of(place->directory, "server.pem");
	jx_outcome_read(place->directory, JX_OUTCOME_BACKUP, &vitals->backup);
	jx_outcome_read(place->directory, JX_OUTCOME_FSCK, &vitals->fsck);
}

/* ---- the database ---- */

/* What the database says, gathered anew: it takes the place of the old when all of it is there. */
struct gathering {
	struct jx_db *db;
	int64_t now_ms;
	struct jx_arena arena;
	struct jx_vitals vitals;
};

static bool is_shown(JxRoundState state)
{
	return state != JX_ROUND_STATE_DRAFT && state != JX_ROUND_STATE_FINAL &&
	       state != JX_ROUND_STATE_CANCELLED && state != JX_ROUND_STATE_ARCHIVED;
}

/* Reports that somebody has to do something about, by whose turn it is. */
static enum jx_status count_waiting(
	struct gathering *gathering, struct jx_vital_round *round, struct jx_error *error)
{
	struct jx_progress progress = {0};
	enum jx_status status = jx_progress_count(
		gathering->db, round->id, gathering->now_ms, &gathering->arena, &progress, error);
	for (size_t i = 0; status == JX_OK && i < progress.n_states; i++) {
		const JxStateCount *count = progress.states[i];
		bool is_filed = count->state != JX_SUBMISSION_STATE_NOT_STARTED &&
				count->state != JX_SUBMISSION_STATE_DRAFT;
		if (count->holder == JX_HOLDER_FINANCE)
			round->n_finance += count->departments;
		else if (count->holder == JX_HOLDER_DEPARTMENT && is_filed)
			round->n_department += count->departments;
	}
	return status;
}

static enum jx_status add_round(struct gathering *gathering, const JxRound *row, struct jx_error *error)
{
	struct jx_vitals *vitals = &gathering->vitals;
	struct jx_vital_round *round = &vitals->rounds[vitals->n_rounds];
	*round = (struct jx_vital_round){.state = row->state,
		.deadline_ms = jx_timestamp_ms(row->deadline_time),
		.n_departments = row->departments};
	const char *slash = strchr(row->name, '/');
	(void)jx_text_copy(round->id, sizeof(round->id), slash != NULL ? slash + 1 : row->name);
	enum jx_status status = jx_round_count_missing(gathering->db, round->id, &round->n_missing, error);
	if (status == JX_OK)
		status = count_waiting(gathering, round, error);
	if (status == JX_OK)
		vitals->n_rounds++;
	return status;
}

static enum jx_status gather_rounds(struct gathering *gathering, struct jx_error *error)
{
	const struct jx_page page = {.max_rows = JX_MAX_PAGE_SIZE};
	struct jx_rounds rounds = {0};
	enum jx_status status = jx_rounds_list(gathering->db, &page, &gathering->arena, &rounds, error);
	for (size_t i = 0; status == JX_OK && i < rounds.n; i++)
		if (is_shown(rounds.rows[i]->state) && gathering->vitals.n_rounds < JX_MAX_VITAL_ROUNDS)
			status = add_round(gathering, rounds.rows[i], error);
	return status;
}

/* The time of the entry that names the key. */
static enum jx_status gather_key(struct gathering *gathering, struct jx_error *error)
{
	struct jx_arena *arena = &gathering->arena;
	struct jx_log_key key = {0};
	struct jx_log_text text = {0};
	struct jx_json_problems problems;
	ProtobufCMessage *entry = NULL;
	enum jx_status status = jx_log_key_newest(gathering->db, arena, &key, error);
	if (status == JX_NOT_FOUND)
		return JX_OK;
	if (status == JX_OK)
		status = jx_log_read(gathering->db, key.leaf_index, arena, &text, error);
	if (status == JX_OK && jx_json_read_tolerant(JX_LOG_ENTRY_DESCRIPTOR, text.text, text.n, arena,
				       &problems, &entry) == JX_OK)
		gathering->vitals.log_key_ms = jx_timestamp_ms(((const JxLogEntry *)entry)->act_time);
	return status;
}

static enum jx_status gather_log(
	struct gathering *gathering, const struct jx_log_head *head, struct jx_error *error)
{
	struct jx_stored_checkpoint checkpoint = {0};
	gathering->vitals.n_entries = head->n_entries;
	gathering->vitals.newest_entry_ms = head->newest_ms;
	enum jx_status status = jx_checkpoint_newest(gathering->db, &gathering->arena, &checkpoint, error);
	if (status != JX_OK && status != JX_NOT_FOUND)
		return status;
	gathering->vitals.n_checkpoint_entries = checkpoint.n_leaves;
	return gather_key(gathering, error);
}

static enum jx_status gather_anew(struct gathering *gathering, bool *ret_is_new, struct jx_error *error)
{
	struct jx_log_head head = {0};
	enum jx_status status = jx_log_head(gathering->db, &head, error);
	*ret_is_new = head.n_entries != gathering->vitals.n_entries;
	if (status != JX_OK || !*ret_is_new)
		return status;
	gathering->vitals = (struct jx_vitals){0};
	status = gather_log(gathering, &head, error);
	if (status == JX_OK)
		status = jx_persons_role_end(
			gathering->db, JX_PERSON_ROLE_LEAD, &gathering->vitals.leads_end_ms, error);
	return status == JX_OK ? gather_rounds(gathering, error) : status;
}

enum jx_status jx_vitals_gather(
	const struct jx_vitals_place *place, struct jx_vitals *vitals, struct jx_error *error)
{
	struct gathering gathering = {.db = place->db, .now_ms = place->now_ms, .vitals = *vitals};
	bool is_new = false;
	enum jx_status status = jx_tx_begin_read(place->db, NULL, NULL, error);
	if (status == JX_OK) {
		jx_arena_init(&gathering.arena, ARENA_BYTES);
		status = gather_anew(&gathering, &is_new, error);
		jx_arena_clear(&gathering.arena);
		jx_tx_end_read(place->db);
	}
	if (status == JX_OK && is_new)
		*vitals = gathering.vitals;
	look_at_files(place, vitals);
	if (status == JX_OK)
		vitals->gathered_ms = place->now_ms;
	return status;
}
