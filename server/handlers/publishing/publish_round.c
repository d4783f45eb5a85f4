/*
 * Publishing a round: a frozen table, provisional by one lead, final by two.
 *
 * load (reader, in its snapshot): the guards, the whole table and its digests; decides what is to be done with it.
 * write (writer, step by step): clears what earlier calls left behind, adds the table's rows, JX_PUBLISHING_STEP_ROWS a job, and
 * publishes them in the last one: when the round has not changed since the snapshot, its state and those of all its
 * submissions move with one statement, and a leaf of the log says so. When it has, all of it starts over, up to
 * JX_PUBLISHING_TRIES times. One task at a time publishes a round, since it clears the table of any other.
 *
 * The first lead's call for a final publication stores a proposal: who, and the digest of the table without time and
 * names. The second lead's call makes the table again; it is published only when its digest is still the same and is the
 * one that this lead states to have seen.
 */
#include "server/base/zone.h"
#include "server/handlers/handlers.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/publication/publication.h"
#include "server/call/idempotency.h"
#include "server/handlers/publishing/publishing.h"
#include "server/handlers/records.h"
#include "server/handlers/rounds/deadlines.h"
#include "server/handlers/rounds/rounds.h"
#include "storage/filing/store_submissions.h"
#include "storage/registry/store_people.h"
#include "storage/results/store_publications.h"

#define HOUR_MS (INT64_C(60) * 60 * 1000)

static const struct jx_stage STAGES[] = {
	{JX_PUBLICATION_STAGE_PROVISIONAL, JX_ROUND_ACT_PUBLISH_PROVISIONAL, JX_SUBMISSION_STATE_ACCEPTED,
		JX_SUBMISSION_STATE_CHECKING, JX_ACT_PUBLISH_PROVISIONAL},
	{JX_PUBLICATION_STAGE_FINAL, JX_ROUND_ACT_PUBLISH_FINAL, JX_SUBMISSION_STATE_CHECKING,
		JX_SUBMISSION_STATE_FINAL, JX_ACT_PUBLISH_FINAL},
};

static const struct jx_stage *find_stage(JxPublicationStage stage)
{
	for (size_t i = 0; i < JX_COUNT_OF(STAGES); i++)
		if (STAGES[i].stage == stage)
			return &STAGES[i];
	return NULL;
}

/* ---- load ---- */

/* The first submission of the round in a state; NULL for none. */
static enum jx_status find_in_state(struct jx_task *task, const struct jx_publishing *publishing,
	JxSubmissionState state, const JxSubmission **ret_submission)
{
	const struct jx_submission_query query = {
		.round = publishing->id, .state = state, .now_ms = task->now_ms};
	const struct jx_page page = {.max_rows = 1, .after = ""};
	struct jx_submissions found = {0};
	enum jx_status status =
		jx_submissions_list(task->db, &query, &page, &task->arena, &found, &task->error);
	*ret_submission = found.n > 0 ? found.rows[0] : NULL;
	return status;
}

/* The window is as long as the county lets departments check a table at least. */
static enum jx_status guard_new_window(struct jx_task *task, const Google__Protobuf__Timestamp *end)
{
	unsigned hours = task->services->window_hours;
	int64_t least_ms = task->now_ms + hours * HOUR_MS;
	char text[JX_ZONE_TIME_BYTES];
	if (jx_timestamp_ms(end) == 0)
		return jx_task_fail_missing(task, "window_end_time");
	/* Until the second that has begun: times are given by whole ones. */
	if (hours == 0 || jx_timestamp_ms(end) > least_ms - 1000)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_WINDOW_SHORT, "window_end_time",
		JX_ARGS(JX_U64(hours), JX_TEXT(jx_zone_print(least_ms, text))));
}

/* What the guard of the stage's row asks about the submissions that it moves, all at once: they differ in nothing of it. */
static enum jx_status fill_facts(struct jx_task *task, const struct jx_publishing *publishing,
	char window_end[JX_ZONE_TIME_BYTES], struct jx_facts *ret_facts)
{
	const JxSubmission *objected = NULL;
	int64_t window_end_ms = jx_timestamp_ms(publishing->round->window_end_time);
	enum jx_status status = find_in_state(task, publishing, JX_SUBMISSION_STATE_OBJECTED, &objected);
	if (status != JX_OK)
		return status;
	jx_facts_init(ret_facts);
	ret_facts->name = ret_facts->round = publishing->id;
	ret_facts->state = publishing->stage->from;
	ret_facts->round_state = publishing->round->state;
	ret_facts->is_reopened = publishing->round->state == JX_ROUND_STATE_FINAL;
	ret_facts->is_window_open = task->now_ms < window_end_ms;
	ret_facts->window_end = jx_zone_print(window_end_ms, window_end);
	ret_facts->n_objected = objected != NULL;
	return JX_OK;
}

static enum jx_status ask_row(
	struct jx_task *task, const struct jx_publishing *publishing, bool has_second_key)
{
	const struct jx_stage *stage = publishing->stage;
	char window_end[JX_ZONE_TIME_BYTES];
	struct jx_facts facts;
	enum jx_status status = fill_facts(task, publishing, window_end, &facts);
	if (status != JX_OK)
		return status;
	facts.has_second_key = has_second_key;
	enum jx_reason reason = jx_row_guard(jx_states_next(stage->from, stage->act), &facts);
	return reason == JX_REASON_NONE ? JX_OK : jx_act_refuse(&facts, stage->act, reason, &task->error);
}

/* The guard of the row, were there a second key; and of a provisional publication, that the window is long enough. */
static enum jx_status guard_window(struct jx_task *task, const struct jx_publishing *publishing)
{
	enum jx_status status = ask_row(task, publishing, true);
	if (status != JX_OK || publishing->stage->stage != JX_PUBLICATION_STAGE_PROVISIONAL)
		return status;
	return guard_new_window(task, publishing->request->window_end_time);
}

/* A final round is published again only for a correction: for checking once one is accepted, as final once one was
 * published for checking. */
static enum jx_status guard_news(struct jx_task *task, const struct jx_publishing *publishing)
{
	const JxSubmission *moved = NULL;
	bool is_final = publishing->stage->stage == JX_PUBLICATION_STAGE_FINAL;
	if (publishing->round->state != JX_ROUND_STATE_FINAL)
		return JX_OK;
	enum jx_status status = find_in_state(task, publishing, publishing->stage->from, &moved);
	if (status != JX_OK || moved != NULL)
		return status;
	return jx_fail_with(&task->error,
		is_final ? JX_REASON_PUBLISHED_ALREADY : JX_REASON_NOTHING_TO_CORRECT,
		JX_ARGS(JX_TEXT(publishing->id)));
}

static bool is_in_time(const struct jx_task *task, const struct jx_proposal *proposal)
{
	return task->now_ms - proposal->propose_ms < JX_PROPOSAL_HOURS * HOUR_MS;
}

/* A proposal holds for a while, for the table that was proposed, and as long as its maker is a lead. */
static enum jx_status check_proposal(
	struct jx_task *task, const struct jx_publishing *publishing, bool *ret_holds)
{
	const struct jx_proposal *proposal = &publishing->proposal;
	*ret_holds = strcmp(proposal->digest, publishing->digest) == 0 && is_in_time(task, proposal);
	if (!*ret_holds)
		return JX_OK;
	return jx_person_is_active(task->db, proposal->person, JX_PERSON_ROLE_LEAD, ret_holds, &task->error);
}

/* Of what two leads do: by a proposal for this very digest the caller confirms; without one, the caller proposes. */
static enum jx_status choose_plan(struct jx_task *task, struct jx_publishing *publishing)
{
	const struct jx_proposal *proposal = &publishing->proposal;
	bool is_public = proposal->audience == JX_PUBLICATION_AUDIENCE_PUBLIC;
	bool holds = false;
	enum jx_status status = check_proposal(task, publishing, &holds);
	if (status != JX_OK)
		return status;
	if (!holds) {
		publishing->plan = JX_PUBLISHING_PROPOSE;
		return JX_OK;
	}
	if (strcmp(proposal->person, task->caller.id) == 0)
		return ask_row(task, publishing, false);
	if (publishing->request->digest[0] == '\0')
		return jx_fail_at(&task->error, JX_REASON_PUBLICATION_UNSEEN, "digest",
			JX_ARGS(JX_TEXT(proposal->person), JX_TEXT(publishing->digest),
				JX_TEXT(publishing->id),
				JX_WORDS(is_public ? "公开" : "内部", is_public ? "public" : "internal")));
	return JX_OK;
}

/* Who the table is for, as the caller says; else as it was proposed. */
static enum jx_status choose_audience(struct jx_task *task, struct jx_publishing *publishing, bool needs_two)
{
	const struct jx_proposal *proposal = &publishing->proposal;
	publishing->audience = publishing->request->audience;
	if (needs_two) {
		enum jx_status status =
			jx_round_get_proposal(task->db, publishing->id, &publishing->proposal, &task->error);
		if (status != JX_OK)
			return status;
		if (publishing->audience == JX_PUBLICATION_AUDIENCE_UNSPECIFIED && is_in_time(task, proposal))
			publishing->audience = proposal->audience;
	}
	if (publishing->audience == JX_PUBLICATION_AUDIENCE_UNSPECIFIED)
		publishing->audience = JX_PUBLICATION_AUDIENCE_INTERNAL;
	return JX_OK;
}

/* The table, its digest, and what is to be done with it. */
static enum jx_status prepare_table(struct jx_task *task, struct jx_publishing *publishing, bool needs_two)
{
	const char *seen = publishing->request->digest;
	enum jx_status status = choose_audience(task, publishing, needs_two);
	if (status == JX_OK)
		status = jx_publishing_make_table(task, publishing);
	if (status != JX_OK)
		return status;
	status = jx_publication_table_digest(
		publishing->table, JX_DIGEST_SHA256, publishing->digest, &task->error);
	if (status != JX_OK)
		return status;
	if (seen[0] != '\0' && strcmp(seen, publishing->digest) != 0)
		return jx_fail_at(&task->error, JX_REASON_PUBLICATION_CHANGED, "digest",
			JX_ARGS(JX_TEXT(seen), JX_TEXT(publishing->digest), JX_TEXT(publishing->id)));
	publishing->plan = JX_PUBLISHING_PUBLISH;
	if (needs_two)
		status = choose_plan(task, publishing);
	if (status != JX_OK || publishing->plan == JX_PUBLISHING_PROPOSE)
		return status;
	return jx_publishing_sign_table(task, publishing);
}

static enum jx_status load(struct jx_task *task, struct jx_publishing *publishing)
{
	const struct jx_round_transition *rows[2];
	enum jx_status status = jx_task_id_of(
		task, "rounds", "round", publishing->request->round, publishing->id, sizeof(publishing->id));
	if (status != JX_OK)
		return status;
	status = jx_round_get(task->db, publishing->id, &task->arena, &publishing->round, &task->error);
	if (status != JX_OK)
		return status;
	publishing->stage = find_stage(publishing->request->stage);
	if (publishing->stage == NULL)
		return jx_task_fail_missing(task, "stage");
	size_t n = jx_round_path(publishing->round->state, publishing->stage->round_act, rows);
	if (n == 0)
		return jx_round_act(task, publishing->round, publishing->stage->round_act); /* says why */
	status = guard_window(task, publishing);
	if (status != JX_OK)
		return status;
	status = guard_news(task, publishing);
	if (status != JX_OK)
		return status;
	return prepare_table(task, publishing, rows[n - 1]->needs_two_leads);
}

enum jx_status jx_load_publish_round(struct jx_task *task)
{
	/* The table has a row for each department on the roster, which finance has made and no caller. */
	task->arena.max_bytes = JX_MAX_PUBLISHING_BYTES;
	struct jx_publishing *publishing = jx_arena_calloc(&task->arena, 1, sizeof(*publishing));
	if (publishing == NULL)
		return jx_task_no_memory(task);
	publishing->request = (const JxPublishRoundRequest *)task->message;
	task->prepared = publishing;
	enum jx_status status = load(task, publishing);
	(void)jx_text_copy(task->round, sizeof(task->round), publishing->id);
	task->publishes = publishing->plan == JX_PUBLISHING_PUBLISH && !jx_idempotency_is_dry_run(task);
	return status;
}

/* ---- write ---- */

/* Nothing that the table was made from has changed, nor has who proposed it, who still is a lead. */
static enum jx_status check_unchanged(struct jx_task *task, const struct jx_publishing *publishing)
{
	struct jx_proposal proposal = {0};
	uint64_t change_number = 0;
	bool holds = true;
	enum jx_status status =
		jx_round_change_number(task->db, publishing->id, &change_number, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_round_get_proposal(task->db, publishing->id, &proposal, &task->error);
	if (status != JX_OK)
		return status;
	if (publishing->stage->stage == JX_PUBLICATION_STAGE_FINAL &&
		publishing->plan == JX_PUBLISHING_PUBLISH)
		status = check_proposal(task, publishing, &holds);
	if (status != JX_OK)
		return status;
	bool is_same_proposal = publishing->stage->stage == JX_PUBLICATION_STAGE_PROVISIONAL ||
				(strcmp(proposal.person, publishing->proposal.person) == 0 &&
					strcmp(proposal.digest, publishing->proposal.digest) == 0);
	if (change_number == publishing->change_number && is_same_proposal && holds)
		return JX_OK;
	return jx_fail_with(
		&task->error, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT(publishing->round->name)));
}

static enum jx_status propose_table(struct jx_task *task, const struct jx_publishing *publishing)
{
	JxPublishRoundResponse *reply = (JxPublishRoundResponse *)task->reply;
	struct jx_proposal proposal = {.audience = publishing->audience, .propose_ms = task->now_ms};
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxPublicationRecord what = JX_PUBLICATION_RECORD_INIT;
	(void)jx_text_copy(proposal.person, sizeof(proposal.person), task->caller.id);
	(void)jx_text_copy(proposal.digest, sizeof(proposal.digest), publishing->digest);
	enum jx_status status = check_unchanged(task, publishing);
	if (status != JX_OK)
		return status;
	status = jx_round_set_proposal(task->db, publishing->id, &proposal, &task->error);
	if (status != JX_OK)
		return status;
	reply->needs_second_lead = true;
	reply->missing_count = (uint32_t)publishing->table->n_missing;
	reply->proposed_digest = (char *)publishing->digest;
	reply->audience = publishing->audience;
	what.stage = publishing->table->stage;
	what.table_digest = (char *)publishing->digest;
	what.audience = publishing->audience;
	record.publication = &what;
	return jx_task_log(task,
		&(struct jx_log_entry){.act = JX_LOG_PROPOSE_FINAL,
			.object = publishing->round->name,
			.after = publishing->digest,
			.record = &record},
		NULL);
}

/* Adds the next rows of the table. */
static enum jx_status add_rows(struct jx_task *task, struct jx_publishing *publishing)
{
	const JxPublication *table = publishing->table;
	size_t n_left = jx_publication_count(table) - publishing->n_written;
	size_t n = n_left < JX_PUBLISHING_STEP_ROWS ? n_left : JX_PUBLISHING_STEP_ROWS;
	enum jx_status status = jx_publication_add(
		task->db, publishing->table_row, table, publishing->n_written, n, &task->error);
	publishing->n_written += n;
	return status;
}

/* One step before the last: the table gets its place, what earlier calls left behind goes, rows come. */
static enum jx_status take_step(struct jx_task *task, struct jx_publishing *publishing)
{
	task->goes_on = true;
	if (publishing->table_row == 0)
		return jx_publication_begin(task->db, publishing->id, &publishing->table_row, &task->error);
	if (!publishing->is_swept)
		return jx_publication_sweep(
			task->db, publishing->table_row, &publishing->is_swept, &task->error);
	return add_rows(task, publishing);
}

/* Moves the submissions that the stage is for. The leaf before this one holds the digest of the table, which names them
 * with what they hold. */
static enum jx_status move_submissions(struct jx_task *task, const struct jx_publishing *publishing)
{
	const struct jx_stage *stage = publishing->stage;
	const struct jx_state_change change = {.from = stage->from, .to = stage->to, .at_ms = task->now_ms};
	uint32_t n = 0;
	/* Many at once have the guard of the one. */
	enum jx_status status =
		ask_row(task, publishing, strcmp(publishing->proposal.person, task->caller.id) != 0);
	if (status != JX_OK)
		return status;
	status = jx_submissions_move(task->db, publishing->id, &change, &n, &task->error);
	if (status != JX_OK || n == 0)
		return status;
	return jx_task_log(task,
		&(struct jx_log_entry){.act = jx_act_id(stage->act),
			.object = publishing->table->name,
			.before = jx_state_id(stage->from),
			.after = jx_state_id(stage->to)},
		NULL);
}

static enum jx_status log_table(struct jx_task *task, const JxPublication *table)
{
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxPublicationRecord what = JX_PUBLICATION_RECORD_INIT;
	uint64_t number = 0;
	size_t n_parent = 0;
	(void)jx_name_read_number(table->name, "publications", &number, &n_parent);
	what.number = (uint32_t)number;
	what.stage = table->stage;
	what.digest = table->digest;
	what.table_digest = table->table_digest;
	what.audience = table->audience;
	what.window_end_time = table->window_end_time;
	what.published_by = table->published_by;
	what.n_published_by = table->n_published_by;
	record.publication = &what;
	return jx_task_log(task,
		&(struct jx_log_entry){.act = JX_LOG_PUBLISH_ROUND,
			.object = table->name,
			.after = table->digest,
			.record = &record},
		NULL);
}

static enum jx_status keep_table(struct jx_task *task, const struct jx_publishing *publishing)
{
	const JxPublication *table = publishing->table;
	enum jx_status status = jx_publication_insert(task->db, publishing->table_row, table, &task->error);
	if (status != JX_OK)
		return status;
	if (table->window_end_time != NULL)
		status = jx_round_set_window_end(
			task->db, publishing->id, jx_timestamp_ms(table->window_end_time), &task->error);
	jx_deadlines_note(task->services->deadlines,
		table->window_end_time != NULL ? jx_timestamp_ms(table->window_end_time) : INT64_MAX);
	if (status == JX_OK && table->stage == JX_PUBLICATION_STAGE_FINAL)
		status = jx_round_set_proposal(task->db, publishing->id, NULL, &task->error);
	if (status != JX_OK)
		return status;
	return log_table(task, table);
}

/* The last step: all of it or nothing. */
static enum jx_status publish_table(struct jx_task *task, const struct jx_publishing *publishing)
{
	JxPublishRoundResponse *reply = (JxPublishRoundResponse *)task->reply;
	JxPublication *head = jx_task_new(task, JX_PUBLICATION_DESCRIPTOR);
	if (head == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = check_unchanged(task, publishing);
	if (status != JX_OK)
		return status;
	status = jx_round_act(task, publishing->round, publishing->stage->round_act);
	if (status == JX_OK && !jx_idempotency_is_dry_run(task))
		status = keep_table(task, publishing);
	if (status != JX_OK)
		return status;
	*head = *publishing->table;
	head->n_rows = 0;
	head->n_missing = 0;
	head->n_waived = 0;
	reply->publication = head;
	reply->audience = publishing->audience;
	reply->missing_count = (uint32_t)publishing->table->n_missing;
	return move_submissions(task, publishing);
}

static enum jx_status fail_published(
	struct jx_task *task, const struct jx_publishing *publishing, uint32_t newest)
{
	const struct jx_publication_page page = {.round = publishing->id, .number = newest, .max_entries = 1};
	JxPublication *other = NULL;
	uint64_t next = 0;
	enum jx_status status =
		jx_publication_get(task->db, &page, &task->arena, &other, &next, &task->error);
	if (status != JX_OK)
		return status;
	const char *person = other->n_published_by > 0 ? other->published_by[other->n_published_by - 1] : "";
	return jx_fail_with(&task->error, JX_REASON_PUBLISHED_MEANWHILE,
		JX_ARGS(JX_TEXT(jx_name_last(person)), JX_TEXT(other->name), JX_TEXT(publishing->id)));
}

/* The round has changed while its table was made and written. Another publication is for the caller to look at; all else
 * is in the table once it is made again. */
static enum jx_status answer_change(struct jx_task *task, const struct jx_publishing *publishing)
{
	uint32_t newest = 0;
	struct jx_error change = task->error;
	enum jx_status status = jx_publication_newest(task->db, publishing->id, &newest, &task->error);
	if (status != JX_OK)
		return status;
	if (newest >= publishing->number)
		return fail_published(task, publishing, newest);
	task->starts_over = task->n_starts + 1 < JX_PUBLISHING_TRIES;
	task->error = change;
	return JX_CONFLICT;
}

static enum jx_status write_publication(struct jx_task *task, struct jx_publishing *publishing)
{
	const JxPublication *table = publishing->table;
	if (publishing->plan == JX_PUBLISHING_PROPOSE)
		return propose_table(task, publishing);
	bool is_written = publishing->is_swept && publishing->n_written == jx_publication_count(table);
	if (!is_written && !jx_idempotency_is_dry_run(task))
		return take_step(task, publishing);
	return publish_table(task, publishing);
}

enum jx_status jx_handle_publish_round(struct jx_task *task)
{
	struct jx_publishing *publishing = task->prepared;
	enum jx_status status = write_publication(task, publishing);
	bool is_changed = status != JX_OK && task->error.reason == JX_REASON_CHANGED_MEANWHILE;
	return is_changed ? answer_change(task, publishing) : status;
}
