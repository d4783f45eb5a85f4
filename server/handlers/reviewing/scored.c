#include "server/handlers/reviewing/scored.h"

#include "proto/contract/base/limits.h"
#include "proto/contract/message/codec.h"
#include "server/judging/judge.h"
#include "storage/results/store_scores.h"

enum jx_status jx_scored_pack_sheet(
	struct jx_task *task, JxScoreSheet *sheet, const uint8_t **ret_bytes, size_t *ret_n)
{
	uint8_t *bytes = NULL;
	for (size_t i = 0; i < sheet->n_lines; i++)
		sheet->lines[i]->n_steps = 0;
	jx_judge_fit_sheet(sheet);
	enum jx_status status = jx_codec_pack_arena(&sheet->base, &task->arena, &bytes, ret_n, &task->error);
	*ret_bytes = bytes;
	return status;
}

enum jx_status jx_scored_unpack_sheet(
	struct jx_task *task, const uint8_t *bytes, size_t n, JxScoreSheet **ret_sheet)
{
	ProtobufCMessage *message = NULL;
	enum jx_status status = jx_codec_unpack_strict(
		JX_SCORE_SHEET_DESCRIPTOR, bytes, n, &task->scratch, &message, &task->error);
	*ret_sheet = (JxScoreSheet *)message;
	return status;
}

/* The score as it is stored: as it was typed, or as the lines give it. */
static void set_reviewed(struct jx_scored *scored, const JxReview *review, const JxScoreSheet *sheet)
{
	const JxDecimal *reviewed = review != NULL && review->score != NULL ? review->score : sheet->reviewed;
	scored->has_reviewed = reviewed != NULL;
	if (reviewed != NULL)
		scored->reviewed = *reviewed;
}

enum jx_status jx_scored_make(struct jx_task *task, const struct jx_version *version, JxScoreSheet *sheet,
	struct jx_scored *ret_scored)
{
	struct jx_scored *scored = ret_scored;
	const JxReview *review = version->message->review;
	enum jx_status status = JX_OK;
	*scored = (struct jx_scored){.version_id = version->id, .number = version->message->number};
	scored->content_digest = jx_arena_strdup(&task->arena, version->message->digest);
	scored->rulebook_digest = jx_arena_strdup(&task->arena, version->message->rulebook_digest);
	if (scored->content_digest == NULL || scored->rulebook_digest == NULL)
		return jx_task_no_memory(task);
	if (review != NULL)
		status = jx_digest_message(
			&review->base, JX_DIGEST_SHA256, scored->review_digest, &task->error);
	if (status != JX_OK)
		return status;
	set_reviewed(scored, review, sheet);
	jx_rows_init(&scored->rows, &task->arena);
	status = jx_scores_make(&scored->rows, version->id, sheet, review, &task->error);
	return status == JX_OK ? jx_scored_pack_sheet(task, sheet, &scored->sheet, &scored->n_sheet) : status;
}

void jx_scored_record(struct jx_scored *scored, const JxScoreSheet *sheet, JxAcceptanceRecord *record)
{
	record->version_number = scored->number;
	record->content_digest = scored->content_digest;
	record->rulebook_digest = scored->rulebook_digest;
	record->review_digest = scored->review_digest;
	record->reviewed_score = scored->has_reviewed ? &scored->reviewed : NULL;
	record->final_score = sheet->final_score;
	record->coverage = sheet->coverage;
	record->grade = sheet->grade;
}

enum jx_status jx_scored_fail_changed(struct jx_task *task, const char *name)
{
	task->starts_over = task->n_starts + 1 < JX_ACCEPTING_TRIES;
	return jx_fail_with(&task->error, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT(name)));
}
