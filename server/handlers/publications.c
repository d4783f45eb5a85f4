/*
 * Publications: a frozen table, provisional by one lead, final by two.
 *
 * The first lead's call for a final publication stores a proposal: who, and the digest of the table without time and
 * names. The second lead's call makes the table again; it is published only when its digest is still the same and is the
 * one that this lead states to have seen.
 */
#include "server/handlers/handlers.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/digest.h"
#include "server/base/zone.h"
#include "server/handlers/page.h"
#include "server/handlers/ranking/rankings.h"
#include "server/handlers/records.h"
#include "server/handlers/rounds.h"
#include "storage/filing/store_submissions.h"
#include "storage/registry/store_rounds.h"
#include "storage/results/store_publications.h"

#define DAY_MS               (INT64_C(24) * 60 * 60 * 1000)
#define PROPOSAL_LIFETIME_MS (3 * DAY_MS)

/* What a stage of publication does to the round, and to its submissions in a state. */
struct stage {
	JxPublicationStage stage;
	enum jx_round_act round_act;
	JxSubmissionState from;
	enum jx_act act;
};

static const struct stage STAGES[] = {
	{JX_PUBLICATION_STAGE_PROVISIONAL, JX_ROUND_ACT_PUBLISH_PROVISIONAL, JX_SUBMISSION_STATE_ACCEPTED,
		JX_ACT_PUBLISH_PROVISIONAL},
	{JX_PUBLICATION_STAGE_FINAL, JX_ROUND_ACT_PUBLISH_FINAL, JX_SUBMISSION_STATE_CHECKING,
		JX_ACT_PUBLISH_FINAL},
};

/* A publication in the making. */
struct publishing {
	const JxPublishRoundRequest *request;
	const struct stage *stage;
	char id[JX_MAX_CODE_BYTES + 1];
	JxRound *round;
	JxPublication *table;
	struct jx_proposal proposal; /* that this call confirms; without a person for none */
};

/* Does the stage's act on every submission of the round that it is for. */
static enum jx_status move_submissions(struct jx_task *task, const struct publishing *publishing)
{
	const struct jx_state_change change = {0};
	const struct jx_submission_query query = {
		.round = publishing->id, .state = publishing->stage->from, .now_ms = task->now_ms};
	struct jx_page page = {.max_rows = JX_MAX_PAGE_SIZE, .after = ""};
	struct jx_submissions rows = {0};
	do {
		enum jx_status status =
			jx_submissions_list(task->db, &query, &page, &task->arena, &rows, &task->error);
		for (size_t i = 0; status == JX_OK && i < rows.n; i++) {
			struct jx_record_key key;
			struct jx_record record = {0};
			jx_record_key_set(&key, publishing->id, jx_name_last(rows.rows[i]->department));
			status = jx_record_get(task, &key, &record);
			if (status == JX_OK)
				status = jx_record_act(task, &record, publishing->stage->act, &change, NULL);
		}
		if (status != JX_OK)
			return status;
		page.after = rows.next;
	} while (rows.next[0] != '\0');
	return JX_OK;
}

/* The rows in the order of the final score, and who is missing. */
static enum jx_status fill_table(struct jx_task *task, const struct jx_ranking *ranking, JxPublication *table)
{
	const struct jx_ranking_query by_final = {.by = "", .peer_group = "", .where = ""};
	struct jx_sorted_ranking *order = NULL;
	enum jx_status status = jx_sorted_ranking_new(ranking, &by_final, NULL, &order, &task->error);
	if (status != JX_OK)
		return status;
	const struct jx_rank_table ranked = {ranking, order};
	table->n_rows = order->n_items;
	table->total_rows = (uint32_t)order->n_items;
	status = jx_rank_rows(task, &ranked, 0, table->n_rows, &table->rows);
	jx_sorted_ranking_unref(order);
	if (status != JX_OK)
		return status;
	status = jx_rank_keep_texts(task, table->rows, table->n_rows);
	if (status != JX_OK)
		return status;
	return jx_rank_missing(task, ranking, &table->missing, &table->n_missing);
}

/* The table as it is now, without time, names and digest. */
static enum jx_status make_table(struct jx_task *task, struct publishing *publishing)
{
	JX_AUTO(jx_ranking) ranking = NULL;
	struct jx_publications earlier = {0};
	char name[JX_RESOURCE_NAME_BYTES];
	JxPublication *table = jx_task_new(task, JX_PUBLICATION_DESCRIPTOR);
	if (table == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = jx_ranking_load(task->db, publishing->id, 0, &ranking, &task->error);
	if (status != JX_OK)
		return status;
	if (ranking->n_rows == 0)
		return jx_fail_with(
			&task->error, JX_REASON_NOTHING_TO_PUBLISH, JX_ARGS(JX_TEXT(publishing->id)));
	status = fill_table(task, ranking, table);
	if (status != JX_OK)
		return status;
	status = jx_publications_list(task->db, publishing->id, &task->arena, &earlier, &task->error);
	if (status != JX_OK)
		return status;
	table->name = jx_arena_strdup(&task->arena, jx_name_publication(name, publishing->id, earlier.n + 1));
	table->score = JX_SCORE_KIND_FINAL;
	table->tie_rule = JX_TIE_RULE_COMPETITION;
	table->rulebook = publishing->round->rulebook;
	table->rulebook_digest = publishing->round->rulebook_digest;
	table->stage = publishing->stage->stage;
	publishing->table = table;
	return table->name != NULL ? JX_OK : jx_task_no_memory(task);
}

/* Who published the table: the lead who proposed it, if one had to, and the caller. */
static enum jx_status put_names(struct jx_task *task, const struct publishing *publishing)
{
	JxPublication *table = publishing->table;
	const char *people[] = {publishing->proposal.person, task->caller.id};
	char name[JX_RESOURCE_NAME_BYTES];
	table->published_by =
		jx_arena_calloc(&task->arena, JX_COUNT_OF(people), sizeof(*table->published_by));
	if (table->published_by == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < JX_COUNT_OF(people); i++) {
		if (people[i][0] == '\0')
			continue;
		char *copy = jx_arena_strdup(&task->arena, jx_name_person(name, people[i]));
		if (copy == NULL)
			return jx_task_no_memory(task);
		table->published_by[table->n_published_by++] = copy;
	}
	return JX_OK;
}

/* Puts time, names and digest to the table, and stores it. */
static enum jx_status keep_table(struct jx_task *task, const struct publishing *publishing)
{
	JxPublication *table = publishing->table;
	char digest[JX_DIGEST_TEXT_BYTES];
	enum jx_status status = put_names(task, publishing);
	if (status != JX_OK)
		return status;
	table->publish_time = jx_task_timestamp(task, task->now_ms);
	if (table->publish_time == NULL)
		return jx_task_no_memory(task);
	if (table->stage == JX_PUBLICATION_STAGE_PROVISIONAL)
		table->window_end_time = publishing->request->window_end_time;
	status = jx_digest_message(&table->base, JX_DIGEST_SHA256, digest, &task->error);
	if (status != JX_OK)
		return status;
	table->digest = jx_arena_strdup(&task->arena, digest);
	if (table->digest == NULL)
		return jx_task_no_memory(task);
	status = jx_publication_insert(task->db, table, &task->error);
	if (status != JX_OK)
		return status;
	return jx_task_log(task, &(struct jx_log_entry){.object = table->name, .after = digest}, NULL);
}

/* Of a provisional publication: the window has an end. Of a final one: it is over, and nothing is objected to. */
static enum jx_status guard_window(struct jx_task *task, const struct publishing *publishing)
{
	int64_t window_end_ms = jx_timestamp_ms(publishing->round->window_end_time);
	const struct jx_submission_query query = {
		.round = publishing->id, .state = JX_SUBMISSION_STATE_OBJECTED, .now_ms = task->now_ms};
	const struct jx_page page = {.max_rows = 1, .after = ""};
	struct jx_submissions objected = {0};
	if (publishing->stage->stage == JX_PUBLICATION_STAGE_PROVISIONAL)
		return jx_timestamp_ms(publishing->request->window_end_time) != 0
			       ? JX_OK
			       : jx_task_fail_missing(task, "window_end_time");
	if (task->now_ms < window_end_ms) {
		char end[JX_ZONE_TIME_BYTES];
		return jx_fail_with(&task->error, JX_REASON_WINDOW_OPEN,
			JX_ARGS(JX_TEXT(jx_zone_print(window_end_ms, end))));
	}
	enum jx_status status =
		jx_submissions_list(task->db, &query, &page, &task->arena, &objected, &task->error);
	if (status != JX_OK || objected.n == 0)
		return status;
	return jx_record_refuse(task, objected.rows[0], publishing->stage->act);
}

static enum jx_status propose_table(struct jx_task *task, const struct publishing *publishing,
	const char *digest, JxPublishRoundResponse *reply)
{
	struct jx_proposal proposal = {.propose_ms = task->now_ms};
	(void)jx_text_copy(proposal.person, sizeof(proposal.person), task->caller.id);
	(void)jx_text_copy(proposal.digest, sizeof(proposal.digest), digest);
	enum jx_status status = jx_round_set_proposal(task->db, publishing->id, &proposal, &task->error);
	if (status != JX_OK)
		return status;
	reply->needs_second_lead = true;
	reply->missing_count = (uint32_t)publishing->table->n_missing;
	reply->proposed_digest = jx_arena_strdup(&task->arena, digest);
	if (reply->proposed_digest == NULL)
		return jx_task_no_memory(task);
	return jx_task_log(task,
		&(struct jx_log_entry){
			.method = JX_LOG_PROPOSE_FINAL, .object = publishing->round->name, .after = digest},
		NULL);
}

/* Finds the proposal that the caller confirms, by a digest that is the table's; without one, the caller proposes. */
static enum jx_status confirm_table(struct jx_task *task, struct publishing *publishing, const char *digest,
	JxPublishRoundResponse *reply)
{
	struct jx_proposal proposal = {0};
	enum jx_status status = jx_round_get_proposal(task->db, publishing->id, &proposal, &task->error);
	if (status != JX_OK)
		return status;
	if (strcmp(proposal.digest, digest) != 0 ||
		task->now_ms - proposal.propose_ms >= PROPOSAL_LIFETIME_MS)
		return propose_table(task, publishing, digest, reply);
	if (strcmp(proposal.person, task->caller.id) == 0)
		return jx_fail_with(&task->error, JX_REASON_SECOND_LEAD, JX_ARGS(JX_TEXT(publishing->id)));
	if (publishing->request->digest[0] == '\0')
		return jx_fail_at(&task->error, JX_REASON_PUBLICATION_UNSEEN, "digest",
			JX_ARGS(JX_TEXT(proposal.person), JX_TEXT(digest), JX_TEXT(publishing->id)));
	publishing->proposal = proposal;
	return jx_round_set_proposal(task->db, publishing->id, NULL, &task->error);
}

/* Stores the table, and moves the round and its submissions. */
static enum jx_status publish_table(
	struct jx_task *task, const struct publishing *publishing, JxPublishRoundResponse *reply)
{
	enum jx_status status = jx_round_act(task, publishing->round, publishing->stage->round_act);
	if (status != JX_OK)
		return status;
	status = keep_table(task, publishing);
	if (status != JX_OK)
		return status;
	if (publishing->table->window_end_time != NULL)
		status = jx_round_set_window_end(task->db, publishing->id,
			jx_timestamp_ms(publishing->table->window_end_time), &task->error);
	if (status != JX_OK)
		return status;
	reply->publication = publishing->table;
	reply->missing_count = (uint32_t)publishing->table->n_missing;
	return move_submissions(task, publishing);
}

static enum jx_status run_publishing(
	struct jx_task *task, struct publishing *publishing, JxPublishRoundResponse *reply)
{
	const struct jx_round_transition *rows[2];
	char digest[JX_DIGEST_TEXT_BYTES];
	size_t n = jx_round_path(publishing->round->state, publishing->stage->round_act, rows);
	if (n == 0)
		return jx_round_act(task, publishing->round, publishing->stage->round_act); /* says why */
	enum jx_status status = guard_window(task, publishing);
	if (status != JX_OK)
		return status;
	status = make_table(task, publishing);
	if (status != JX_OK)
		return status;
	status = jx_digest_message(&publishing->table->base, JX_DIGEST_SHA256, digest, &task->error);
	if (status != JX_OK)
		return status;
	const char *seen = publishing->request->digest;
	if (seen[0] != '\0' && strcmp(seen, digest) != 0)
		return jx_fail_at(&task->error, JX_REASON_PUBLICATION_CHANGED, "digest",
			JX_ARGS(JX_TEXT(seen), JX_TEXT(digest), JX_TEXT(publishing->id)));
	if (rows[n - 1]->needs_two_leads)
		status = confirm_table(task, publishing, digest, reply);
	if (status != JX_OK || reply->needs_second_lead)
		return status;
	return publish_table(task, publishing, reply);
}

/* Leaves a range of what a publication lists: its rows, then the departments that are missing. */
static void leave_range(JxPublication *publication, const struct jx_row_range *range)
{
	size_t first_row = range->first < publication->n_rows ? range->first : publication->n_rows;
	size_t n_left = publication->n_rows - first_row;
	size_t n_rows = range->n < n_left ? range->n : n_left;
	publication->rows += first_row;
	publication->n_rows = n_rows;
	publication->n_missing = range->n - n_rows;
	if (publication->n_missing > 0)
		publication->missing += range->first - first_row;
}

static const struct stage *find_stage(JxPublicationStage stage)
{
	for (size_t i = 0; i < JX_COUNT_OF(STAGES); i++)
		if (STAGES[i].stage == stage)
			return &STAGES[i];
	return NULL;
}

enum jx_status jx_handle_publish_round(struct jx_task *task)
{
	struct publishing publishing = {.request = (const JxPublishRoundRequest *)task->message};
	JxPublishRoundResponse *reply = (JxPublishRoundResponse *)task->reply;
	enum jx_status status = jx_task_id_of(
		task, "rounds", "round", publishing.request->round, publishing.id, sizeof(publishing.id));
	if (status != JX_OK)
		return status;
	status = jx_round_get(task->db, publishing.id, &task->arena, &publishing.round, &task->error);
	if (status != JX_OK)
		return status;
	publishing.stage = find_stage(publishing.request->stage);
	if (publishing.stage == NULL)
		return jx_task_fail_missing(task, "stage");
	(void)jx_text_copy(task->round, sizeof(task->round), publishing.id);
	task->touches_rankings = true;
	/* The table and the submissions it moves are as many as the roster, which finance has made and no caller. */
	task->arena.max_bytes = JX_MAX_PUBLISHING_BYTES;
	status = run_publishing(task, &publishing, reply);
	if (status != JX_OK || reply->publication == NULL)
		return status;
	/* A province's table is longer than one message: GetPublication gives the rest, page by page. */
	size_t n = reply->publication->n_rows + reply->publication->n_missing;
	leave_range(
		reply->publication, &(struct jx_row_range){.n = n < JX_MAX_RANK_ROWS ? n : JX_MAX_RANK_ROWS});
	return JX_OK;
}

static enum jx_status read_publication(
	struct jx_task *task, const JxGetPublicationRequest *request, JxPublication **ret_publication)
{
	char id[JX_MAX_CODE_BYTES + 1];
	char *round = NULL;
	uint32_t n = 0;
	enum jx_status status = jx_task_number_of(
		task, "publications", "rounds/{id}/publications/{n or latest}", request->name, &round, &n);
	if (status != JX_OK)
		return status;
	status = jx_task_id_of(task, "rounds", "name", round, id, sizeof(id));
	if (status != JX_OK)
		return status;
	return jx_publication_get(task->db, id, n, &task->arena, ret_publication, &task->error);
}

enum jx_status jx_handle_get_publication(struct jx_task *task)
{
	const JxGetPublicationRequest *request = (const JxGetPublicationRequest *)task->message;
	struct jx_row_range range;
	JxPublication *publication = NULL;
	JxGetPublicationResponse *reply = (JxGetPublicationResponse *)task->reply;
	enum jx_status status = read_publication(task, request, &publication);
	if (status != JX_OK)
		return status;
	status = jx_page_cut(task, request->page_size, request->page_token, JX_MAX_RANK_ROWS,
		publication->n_rows + publication->n_missing, &range);
	if (status != JX_OK)
		return status;
	leave_range(publication, &range);
	reply->publication = publication;
	reply->next_page_token = range.next_page_token;
	return JX_OK;
}
