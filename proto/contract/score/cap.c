/* Caps of the rulebook: bounds of the computed score. See total.h. */
#include "proto/contract/rulebook/compiled.h"
#include "proto/contract/score/total.h"

enum jx_status jx_score_apply_caps(struct jx_score_run *run, JxScoreSheet *sheet)
{
	const struct jx_rulebook *rulebook = run->options->rulebook;
	size_t n = rulebook != NULL ? rulebook->scoring.n_caps : 0;
	sheet->caps = jx_arena_calloc(run->arena, n + 1, sizeof(*sheet->caps));
	if (sheet->caps == NULL)
		return jx_arena_fail(run->arena, NULL);
	for (size_t i = 0; i < n && sheet->computed != NULL; i++) {
		const struct jx_compiled_bound *bound = &rulebook->scoring.caps[i];
		bool holds;
		enum jx_status status = jx_score_holds(run, bound->when, &holds);
		if (status != JX_OK)
			return status;
		if (!holds || bound->cap->most->micros >= sheet->computed->micros)
			continue;
		JxAppliedCap *applied = jx_arena_alloc(run->arena, sizeof(*applied));
		JxDecimal *most;
		status = jx_score_put_whole(run, jx_term_of_decimal(bound->cap->most), &most);
		if (applied == NULL || status != JX_OK)
			return jx_arena_fail(run->arena, NULL);
		jx_applied_cap_init(applied);
		applied->id = bound->cap->id;
		applied->title = bound->cap->title;
		applied->most = most;
		applied->before = sheet->computed;
		sheet->computed = most;
		sheet->caps[sheet->n_caps++] = applied;
	}
	return JX_OK;
}
