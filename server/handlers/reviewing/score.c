/*
 * The points that finance sets beside those of a line, before it accepts the report.
 *
 * A reader scores the report without what is set and with it; the writer checks that nothing else was set meanwhile.
 */
#include "server/handlers/handlers.h"

#include <string.h>

#include "proto/contract/base/text_class.h"
#include "proto/contract/message/codec.h"
#include "server/handlers/reviewing/review.h"
#include "server/handlers/reviewing/reviewed.h"
#include "server/handlers/reviewing/scored.h"
#include "server/judging/judge.h"
#include "storage/results/store_scores.h"

/* Points in the making. Made by a reader and not changed afterwards. */
struct scoring {
	struct jx_version version; /* until it is scored: in the scratch arena */
	int64_t version_id;
	uint32_t number;
	char set[JX_DIGEST_TEXT_BYTES]; /* the digest of what was set before */
	JxReview *review;               /* all that is set with the line; NULL for nothing */
	JxDecimal figures[2];           /* of the line, claimed and computed */
	bool has_figures[2];
	const uint8_t *sheet; /* packed, with what is set */
	size_t n_sheet;
};

/* ---- load ---- */

static enum jx_status check_request(
	struct jx_task *task, const JxSetReviewedScoreRequest *request, struct jx_reviewed *reviewed)
{
	const JxReviewedLine *line = request->line;
	enum jx_status status = jx_reviewed_find(task, request->name, reviewed);
	if (status != JX_OK)
		return status;
	if (line == NULL)
		return jx_task_fail_missing(task, "line");
	reviewed->facts.has_reason = line->score == NULL || !jx_text_is_blank(line->reason);
	status = jx_reviewed_ask(task, reviewed, JX_ACT_SET_SCORE);
	return status == JX_OK ? jx_reviewed_check_seen(task, reviewed, request->digest) : status;
}

enum jx_status jx_load_set_reviewed_score(struct jx_task *task)
{
	const JxSetReviewedScoreRequest *request = (const JxSetReviewedScoreRequest *)task->message;
	struct jx_reviewed reviewed = {0};
	struct scoring *scoring = jx_arena_calloc(&task->arena, 1, sizeof(*scoring));
	if (scoring == NULL)
		return jx_task_no_memory(task);
	task->prepared = scoring;
	enum jx_status status = check_request(task, request, &reviewed);
	if (status == JX_OK)
		status = jx_reviewed_version(task, &reviewed, &scoring->version);
	if (status == JX_OK)
		status = jx_judge_by_version(task, &scoring->version);
	if (status != JX_OK)
		return status;
	scoring->version_id = scoring->version.id;
	scoring->number = scoring->version.message->number;
	return jx_scores_review_digest(task->db, scoring->version_id, scoring->set, &task->error);
}

/* ---- score ---- */

/* Only what was set is taken back. */
static enum jx_status check_taken_back(
	struct jx_task *task, const JxReviewedLine *line, const JxReview *before, const JxReview *review)
{
	size_t n_before = before != NULL ? before->n_lines : 0;
	size_t n = review != NULL ? review->n_lines : 0;
	if (n < n_before)
		return JX_OK;
	return jx_fail_at(
		&task->error, JX_REASON_SCORE_LINE_NOT_FOUND, "line.field", JX_ARGS(JX_TEXT(line->field)));
}

static const JxScoreLine *find_line(const JxScoreSheet *sheet, const char *field)
{
	static const JxScoreLine none = JX_SCORE_LINE_INIT;
	for (size_t i = 0; i < sheet->n_lines; i++)
		if (!sheet->lines[i]->is_common && strcmp(sheet->lines[i]->field, field) == 0)
			return sheet->lines[i];
	return &none;
}

/* What the line is without what finance sets. */
static void keep_figures(struct scoring *scoring, const JxScoreLine *line)
{
	const JxDecimal *const figures[] = {line->claimed, line->computed};
	for (size_t i = 0; i < 2; i++) {
		scoring->has_figures[i] = figures[i] != NULL;
		if (figures[i] != NULL)
			scoring->figures[i] = *figures[i];
	}
}

/* All that is set, with this line. */
static enum jx_status set_line(struct jx_task *task, struct scoring *scoring, const JxReviewedLine *line)
{
	JxReviewedLine *lines[] = {(JxReviewedLine *)line};
	const struct jx_wish wish = {.reason = (char *)"", .lines = lines, .n_lines = 1};
	const JxReview *before = scoring->version.message->review;
	JxScoreSheet *sheet = NULL;
	scoring->version.message->review = NULL;
	enum jx_status status = jx_judge_scores(task, &scoring->version, false, &sheet);
	if (status == JX_OK)
		status = jx_review_make(task, before, &wish, &scoring->review);
	if (status == JX_OK && line->score == NULL)
		status = check_taken_back(task, line, before, scoring->review);
	if (status == JX_OK && scoring->review != NULL)
		status = jx_review_hold(task, scoring->review, sheet);
	if (status == JX_OK)
		keep_figures(scoring, find_line(sheet, line->field));
	return status;
}

/* Takes the review out of the scratch arena, where the lines that were set before are. */
static enum jx_status keep_review(struct jx_task *task, struct scoring *scoring)
{
	ProtobufCMessage *message = NULL;
	uint8_t *bytes = NULL;
	size_t n = 0;
	if (scoring->review == NULL)
		return JX_OK;
	enum jx_status status =
		jx_codec_pack_arena(&scoring->review->base, &task->scratch, &bytes, &n, &task->error);
	if (status == JX_OK)
		status = jx_codec_unpack_strict(
			JX_REVIEW_DESCRIPTOR, bytes, n, &task->arena, &message, &task->error);
	scoring->review = (JxReview *)message;
	return status;
}

enum jx_status jx_score_reviewed_line(struct jx_task *task)
{
	const JxSetReviewedScoreRequest *request = (const JxSetReviewedScoreRequest *)task->message;
	struct scoring *scoring = task->prepared;
	JxScoreSheet *sheet = NULL;
	enum jx_status status = set_line(task, scoring, request->line);
	if (status != JX_OK)
		return status;
	scoring->version.message->review = scoring->review;
	status = jx_judge_scores(task, &scoring->version, false, &sheet);
	if (status == JX_OK)
		status = jx_scored_pack_sheet(task, sheet, &scoring->sheet, &scoring->n_sheet);
	return status == JX_OK ? keep_review(task, scoring) : status;
}

/* ---- write ---- */

static enum jx_status check_unchanged(
	struct jx_task *task, const struct scoring *scoring, const struct jx_reviewed *reviewed)
{
	char set[JX_DIGEST_TEXT_BYTES];
	enum jx_status status = jx_scores_review_digest(task->db, scoring->version_id, set, &task->error);
	if (status != JX_OK)
		return status;
	bool is_same =
		reviewed->record.message->version_number == scoring->number && strcmp(set, scoring->set) == 0;
	return is_same ? JX_OK : jx_scored_fail_changed(task, reviewed->key.name);
}

static enum jx_status record_line(
	struct jx_task *task, struct scoring *scoring, const struct jx_reviewed *reviewed)
{
	const JxSetReviewedScoreRequest *request = (const JxSetReviewedScoreRequest *)task->message;
	const JxReviewedLine *line = request->line;
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxReviewRecord what = JX_REVIEW_RECORD_INIT;
	char digest[JX_DIGEST_TEXT_BYTES] = "";
	enum jx_status status = JX_OK;
	const struct jx_doing doing = {.act = JX_ACT_SET_SCORE,
		.facts = &reviewed->facts,
		.change = {.review_reason = line->reason},
		.logged = &record};
	if (scoring->review != NULL)
		status = jx_digest_message(&scoring->review->base, JX_DIGEST_SHA256, digest, &task->error);
	if (status != JX_OK)
		return status;
	what.version_number = scoring->number;
	what.content_digest = reviewed->record.message->digest;
	what.field = line->field;
	what.claimed_score = scoring->has_figures[0] ? &scoring->figures[0] : NULL;
	what.computed_score = scoring->has_figures[1] ? &scoring->figures[1] : NULL;
	what.reviewed_score = line->score;
	what.review_digest = digest;
	record.review = &what;
	return jx_record_act(task, &reviewed->record, &doing, NULL);
}

enum jx_status jx_handle_set_reviewed_score(struct jx_task *task)
{
	const JxSetReviewedScoreRequest *request = (const JxSetReviewedScoreRequest *)task->message;
	JxSetReviewedScoreResponse *reply = (JxSetReviewedScoreResponse *)task->reply;
	struct scoring *scoring = task->prepared;
	struct jx_reviewed reviewed = {0};
	enum jx_status status = check_request(task, request, &reviewed);
	if (status == JX_OK)
		status = check_unchanged(task, scoring, &reviewed);
	if (status == JX_OK)
		status = record_line(task, scoring, &reviewed);
	if (status == JX_OK)
		status = jx_scores_review(task->db, scoring->version_id, scoring->review, &task->error);
	if (status == JX_OK)
		status = jx_scored_unpack_sheet(task, scoring->sheet, scoring->n_sheet, &reply->sheet);
	return status == JX_OK ? jx_record_reply(task, &reviewed.key, &reply->submission) : status;
}
