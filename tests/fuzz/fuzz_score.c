/*
 * Any bytes as a report: compute its scores.
 *
 * Every line names a place there can be and is either computed within its points or not computed, with a reason; the
 * second time comes out alike, with steps or without.
 */
#include "proto/contract/score/score.h"

#include <stdbool.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/message/path.h"
#include "tests/fuzz/fuzz.h"

static bool is_place(const char *path)
{
	return path[0] == '\0' || jx_path_check(JX_REPORT_DESCRIPTOR, path, NULL) == JX_OK;
}

static void look_at_line(const JxScoreLine *line)
{
	bool is_computed = line->state == JX_SCORE_STATE_COMPUTED;
	FUZZ_MUST(line->field[0] != '\0' && is_place(line->field) && is_place(line->missing));
	FUZZ_MUST(is_computed == (line->computed != NULL));
	FUZZ_MUST(is_computed == (line->not_computed_reason == JX_NOT_COMPUTED_REASON_UNSPECIFIED));
	FUZZ_MUST(is_computed || jx_score_reason_text(line->not_computed_reason)->en[0] != '\0');
	FUZZ_MUST(line->counted == NULL || line->points != NULL);
	FUZZ_MUST(line->counted == NULL ||
		  (line->counted->micros >= 0 && line->counted->micros <= line->points->micros));
	for (size_t i = 0; i < line->n_steps; i++)
		FUZZ_MUST(is_place(line->steps[i]->field) && line->steps[i]->text->zh[0] != '\0');
}

static void look_at_sheet(const JxScoreSheet *sheet)
{
	for (size_t i = 0; i < sheet->n_lines; i++)
		look_at_line(sheet->lines[i]);
	FUZZ_MUST((sheet->computed == NULL) ==
		  (jx_score_unavailable_text(sheet->unavailable_reason)->zh[0] != '\0'));
	FUZZ_MUST(sheet->coverage->micros >= 0 && sheet->coverage->micros <= 100000000);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct jx_score_options options = {.has_steps = true};
	struct jx_arena arena;
	ProtobufCMessage *message = NULL;
	JxScoreSheet *sheet = NULL;
	JxScoreSheet *again = NULL;
	jx_arena_init(&arena, JX_MAX_CLIENT_ARENA_BYTES);
	if (jx_codec_unpack_request(JX_REPORT_DESCRIPTOR, data, size, &arena, &message, NULL) == JX_OK) {
		const JxReport *submission = (const JxReport *)message;
		FUZZ_MUST(jx_score_run(submission, &options, &arena, &sheet) == JX_OK);
		FUZZ_MUST(jx_score_run(submission, NULL, &arena, &again) == JX_OK);
		look_at_sheet(sheet);
		FUZZ_MUST(sheet->n_lines == again->n_lines &&
			  sheet->unavailable_reason == again->unavailable_reason);
		FUZZ_MUST(sheet->coverage->micros == again->coverage->micros);
	}
	jx_arena_clear(&arena);
	return 0;
}
