/*
 * Publications: a frozen table, provisional by one lead, final by two.
 *
 * The first lead's call for a final publication keeps a proposal: who, and the digest of the table without time and
 * names. The second lead's call makes the same table again; only when its digest is still the same is it published.
 */
#include "server/handlers/handlers.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/evidence/digest.h"
#include "server/handlers/rankings.h"
#include "server/handlers/records.h"
#include "server/handlers/rounds.h"
#include "storage/registry/store_rounds.h"

#define DAY_MS               (INT64_C(24) * 60 * 60 * 1000)
#define PROPOSAL_LIFETIME_MS (3 * DAY_MS)

/* One publication on its way. */
struct publishing {
	const JxPublishRoundRequest *request;
	char id[JX_MAX_CODE_BYTES + 1];
	JxRound *round;
	JxPublication *table;
};

/* All records of the round in a state take an act. */
static enum jx_status move_records(
	struct jx_task *task, const struct publishing *publishing, JxSubmissionState from, enum jx_act act)
{
	const struct jx_state_change change = {0};
	const struct jx_submission_query query = {
		.round = publishing->id, .state = from, .now_ms = task->now_ms};
	struct jx_page page = {.max_rows = JX_MAX_PAGE_SIZE, .after = ""};
	struct jx_submissions rows = {0};
	do {
		enum jx_status status =
			jx_submissions_list(task->db, &query, &page, &task->arena, &task->error, &rows);
		for (size_t i = 0; status == JX_OK && i < rows.n; i++) {
			struct jx_record_key key;
			struct jx_record record = {0};
			jx_record_key_set(&key, publishing->id, strchr(rows.rows[i]->department, '/') + 1);
			status = jx_record_get(task, &key, &record);
			if (status == JX_OK)
				status = jx_record_act(task, &record, act, &change, NULL);
		}
		if (status != JX_OK)
			return status;
		page.after = rows.next;
	} while (rows.next[0] != '\0');
	return JX_OK;
}

/* The table as it is now, without time, names and digest. */
static enum jx_status make_table(struct jx_task *task, struct publishing *publishing)
{
	JX_AUTO(jx_ranking) ranking = NULL;
	const struct jx_rank_options query = {.department = ""};
	const struct jx_ranking_query by_final = {.by = "", .peer_group = "", .where = ""};
	struct jx_sorted_ranking *order = NULL;
	struct jx_publications earlier = {0};
	char name[96];
	struct jx_rank_page page = {0};
	JxPublication *table = jx_task_new(task, JX_PUBLICATION_DESCRIPTOR);
	if (table == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = jx_ranking_load(task->db, publishing->id, 0, &task->error, &ranking);
	if (status == JX_OK && ranking->n_rows == 0)
		status = jx_fail_with(
			&task->error, JX_REASON_NOTHING_TO_PUBLISH, JX_ARGS(JX_TEXT(publishing->id)));
	if (status == JX_OK)
		status = jx_sorted_ranking_new(ranking, &by_final, NULL, &order, &task->error);
	if (status == JX_OK) {
		const struct jx_rank_table ranked = {ranking, order};
		status = jx_rank_rows(task, &ranked, &query, &page);
	}
	jx_sorted_ranking_unref(order);
	if (status == JX_OK)
		status = jx_rank_keep_texts(task, page.rows, page.n);
	if (status == JX_OK)
		status = jx_rank_missing(task, ranking, &table->missing, &table->n_missing);
	if (status == JX_OK)
		status = jx_publications_list(task->db, publishing->id, &task->arena, &task->error, &earlier);
	if (status != JX_OK)
		return status;
	(void)snprintf(name, sizeof(name), "rounds/%s/publications/%zu", publishing->id, earlier.n + 1);
	table->score = JX_SCORE_KIND_FINAL;
	table->tie_rule = JX_TIE_RULE_COMPETITION;
	table->rulebook = publishing->round->rulebook;
	table->rulebook_digest = publishing->round->rulebook_digest;
	table->name = jx_arena_strdup(&task->arena, name);
	table->stage = publishing->request->stage;
	table->rows = page.rows;
	table->n_rows = page.n;
	table->total_rows = (uint32_t)page.n;
	publishing->table = table;
	return table->name != NULL ? JX_OK : jx_task_no_memory(task);
}

static char *person_name(struct jx_task *task, const char *id)
{
	char name[JX_MAX_CODE_BYTES + 16];
	(void)snprintf(name, sizeof(name), "persons/%s", id);
	return jx_arena_strdup(&task->arena, name);
}

/* Puts time, names and digest to the table, and keeps it. */
static enum jx_status keep_table(
	struct jx_task *task, struct publishing *publishing, const char *first, const char *second)
{
	JxPublication *table = publishing->table;
	char digest[JX_DIGEST_TEXT_BYTES];
	size_t n_people = second != NULL ? 2 : 1;
	table->publish_time = jx_task_timestamp(task, task->now_ms);
	table->published_by = jx_arena_calloc(&task->arena, n_people, sizeof(*table->published_by));
	if (table->publish_time == NULL || table->published_by == NULL)
		return jx_task_no_memory(task);
	table->published_by[0] = person_name(task, first);
	if (second != NULL)
		table->published_by[1] = person_name(task, second);
	if (table->published_by[0] == NULL || table->published_by[n_people - 1] == NULL)
		return jx_task_no_memory(task);
	table->n_published_by = n_people;
	if (table->stage == JX_PUBLICATION_STAGE_PROVISIONAL)
		table->window_end_time = publishing->request->window_end_time;
	enum jx_status status = jx_digest_message(&table->base, JX_DIGEST_SHA256, digest, &task->error);
	if (status != JX_OK)
		return status;
	table->digest = jx_arena_strdup(&task->arena, digest);
	if (table->digest == NULL)
		return jx_task_no_memory(task);
	status = jx_publication_insert(task->db, table, &task->error);
	if (status == JX_OK)
		status = jx_task_log(task,
			&(struct jx_log_entry){
				.method = task->method->path, .object = table->name, .after = digest},
			NULL);
	return status;
}

static enum jx_status publish_provisional(
	struct jx_task *task, struct publishing *publishing, JxPublishRoundResponse *reply)
{
	int64_t window_end_ms = jx_timestamp_ms(publishing->request->window_end_time);
	if (window_end_ms == 0)
		return jx_fail_at(
			&task->error, JX_REASON_MISSING_FIELD, "window_end", JX_ARGS(JX_TEXT("window_end")));
	enum jx_status status = jx_round_act(task, publishing->round, JX_ROUND_ACT_PUBLISH_PROVISIONAL);
	if (status == JX_OK)
		status = make_table(task, publishing);
	if (status == JX_OK)
		status = keep_table(task, publishing, task->caller.id, NULL);
	if (status == JX_OK)
		status = jx_round_set_window_end(task->db, publishing->id, window_end_ms, &task->error);
	if (status == JX_OK)
		status = move_records(
			task, publishing, JX_SUBMISSION_STATE_ACCEPTED, JX_ACT_PUBLISH_PROVISIONAL);
	reply->publication = publishing->table;
	return status;
}

/* The window is over and nothing is objected to. */
static enum jx_status guard_final(struct jx_task *task, const struct publishing *publishing)
{
	int64_t window_end_ms = jx_timestamp_ms(publishing->round->window_end_time);
	const struct jx_submission_query query = {
		.round = publishing->id, .state = JX_SUBMISSION_STATE_OBJECTED, .now_ms = task->now_ms};
	const struct jx_page page = {.max_rows = 1, .after = ""};
	struct jx_submissions objected = {0};
	if (task->now_ms < window_end_ms) {
		char end[JX_INSTANT_TEXT_BYTES];
		return jx_fail_with(&task->error, JX_REASON_WINDOW_OPEN,
			JX_ARGS(JX_TEXT(jx_time_text(window_end_ms, end))));
	}
	enum jx_status status =
		jx_submissions_list(task->db, &query, &page, &task->arena, &task->error, &objected);
	if (status == JX_OK && objected.n > 0)
		status = jx_record_refuse(task, objected.rows[0], JX_ACT_PUBLISH_FINAL);
	return status;
}

static enum jx_status propose(struct jx_task *task, const struct publishing *publishing, const char *digest,
	JxPublishRoundResponse *reply)
{
	struct jx_proposal proposal = {.propose_ms = task->now_ms};
	(void)jx_text_copy(proposal.person, sizeof(proposal.person), task->caller.id);
	(void)jx_text_copy(proposal.digest, sizeof(proposal.digest), digest);
	enum jx_status status = jx_round_set_proposal(task->db, publishing->id, &proposal, &task->error);
	if (status == JX_OK)
		status = jx_task_log(task,
			&(struct jx_log_entry){.method = JX_LOG_PROPOSE_FINAL,
				.object = publishing->round->name,
				.after = digest},
			NULL);
	reply->needs_second_lead = true;
	reply->proposed_digest = jx_arena_strdup(&task->arena, digest);
	return status != JX_OK || reply->proposed_digest != NULL ? status : jx_task_no_memory(task);
}

static enum jx_status publish_final(
	struct jx_task *task, struct publishing *publishing, JxPublishRoundResponse *reply)
{
	struct jx_proposal proposal = {0};
	char digest[JX_DIGEST_TEXT_BYTES];
	const struct jx_round_transition *rows[2];
	size_t n = jx_round_path(publishing->round->state, JX_ROUND_ACT_PUBLISH_FINAL, rows);
	if (n == 0)
		return jx_round_act(task, publishing->round, JX_ROUND_ACT_PUBLISH_FINAL);
	enum jx_status status = guard_final(task, publishing);
	if (status == JX_OK)
		status = make_table(task, publishing);
	if (status == JX_OK)
		status = jx_digest_message(&publishing->table->base, JX_DIGEST_SHA256, digest, &task->error);
	if (status == JX_OK)
		status = jx_round_get_proposal(task->db, publishing->id, &task->error, &proposal);
	if (status != JX_OK)
		return status;
	bool is_proposed = strcmp(proposal.digest, digest) == 0 &&
			   task->now_ms - proposal.propose_ms < PROPOSAL_LIFETIME_MS;
	bool needs_second_lead = rows[n - 1]->needs_two_leads;
	if (needs_second_lead && !is_proposed)
		return propose(task, publishing, digest, reply);
	if (needs_second_lead && strcmp(proposal.person, task->caller.id) == 0)
		return jx_fail_with(&task->error, JX_REASON_SECOND_LEAD, JX_ARGS(JX_TEXT(publishing->id)));
	status = jx_round_act(task, publishing->round, JX_ROUND_ACT_PUBLISH_FINAL);
	if (status == JX_OK)
		status = needs_second_lead ? keep_table(task, publishing, proposal.person, task->caller.id)
					   : keep_table(task, publishing, task->caller.id, NULL);
	if (status == JX_OK)
		status = jx_round_set_proposal(task->db, publishing->id, NULL, &task->error);
	if (status == JX_OK)
		status = move_records(task, publishing, JX_SUBMISSION_STATE_CHECKING, JX_ACT_PUBLISH_FINAL);
	reply->publication = publishing->table;
	return status;
}

enum jx_status jx_handle_publish_round(struct jx_task *task)
{
	struct publishing publishing = {.request = (const JxPublishRoundRequest *)task->message};
	enum jx_status status = jx_task_id_of(
		task, "rounds", "round", publishing.request->round, publishing.id, sizeof(publishing.id));
	if (status == JX_OK)
		status = jx_round_get(task->db, publishing.id, &task->arena, &task->error, &publishing.round);
	if (status != JX_OK)
		return status;
	JxPublishRoundResponse *reply = jx_task_reply(task);
	if (reply == NULL)
		return jx_task_no_memory(task);
	(void)jx_text_copy(task->round, sizeof(task->round), publishing.id);
	task->touches_rankings = true;
	/* The table and the records it moves are as many as the roster, which finance has made and no caller. */
	task->arena.max_bytes = JX_MAX_PUBLISHING_BYTES;
	if (publishing.request->stage == JX_PUBLICATION_STAGE_PROVISIONAL)
		status = publish_provisional(task, &publishing, reply);
	else if (publishing.request->stage == JX_PUBLICATION_STAGE_FINAL)
		status = publish_final(task, &publishing, reply);
	else
		status =
			jx_fail_at(&task->error, JX_REASON_MISSING_FIELD, "stage", JX_ARGS(JX_TEXT("stage")));
	/* A province's table is longer than one message: GetPublication gives the rest, page by page. */
	if (reply->publication != NULL && reply->publication->n_rows > JX_MAX_RANK_ROWS)
		reply->publication->n_rows = JX_MAX_RANK_ROWS;
	return status;
}

/* Leaves one page of a publication's rows. */
static enum jx_status cut_page(struct jx_task *task, const char *token, JxGetPublicationResponse *reply)
{
	JxPublication *publication = reply->publication;
	size_t skip = 0;
	enum jx_status status = jx_rank_skip(task, token, &skip);
	if (status != JX_OK)
		return status;
	if (skip > publication->n_rows)
		skip = publication->n_rows;
	size_t left = publication->n_rows - skip;
	publication->rows += skip;
	publication->n_rows = left < JX_MAX_RANK_ROWS ? left : JX_MAX_RANK_ROWS;
	if (left > JX_MAX_RANK_ROWS)
		reply->next_page_token = jx_rank_token(task, skip + JX_MAX_RANK_ROWS);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_handle_get_publication(struct jx_task *task)
{
	const JxGetPublicationRequest *request = (const JxGetPublicationRequest *)task->message;
	char id[JX_MAX_CODE_BYTES + 1];
	char *round = NULL;
	uint32_t n = 0;
	JxGetPublicationResponse *reply = jx_task_reply(task);
	if (reply == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = jx_task_number_of(
		task, "publications", "rounds/{id}/publications/{n or latest}", request->name, &round, &n);
	if (status == JX_OK)
		status = jx_task_id_of(task, "rounds", "name", round, id, sizeof(id));
	if (status == JX_OK)
		status = jx_publication_get(task->db, id, n, &task->arena, &task->error, &reply->publication);
	return status == JX_OK ? cut_page(task, request->page_token, reply) : status;
}
