#include "server/net/h2/guard.h"

#include <stdlib.h>

void jx_guard_init(struct jx_guard *guard, uint64_t now_ms)
{
	guard->n_unproductive_bytes = 0;
	guard->n_bytes_after_reset = 0;
	guard->halved_ms = now_ms;
	guard->n_resets = 0;
	guard->resets_paid_ms = now_ms;
	guard->highest_id = 0;
	guard->n_skipped = 0;
	guard->skipped = NULL;
}

void jx_guard_clear(struct jx_guard *guard)
{
	free(guard->skipped);
	guard->skipped = NULL;
}

void jx_guard_advance(struct jx_guard *guard, uint64_t now_ms)
{
	uint64_t n_halvings = (now_ms - guard->halved_ms) / JX_UNPRODUCTIVE_HALVING_MS;
	if (n_halvings > 0) {
		guard->halved_ms += n_halvings * JX_UNPRODUCTIVE_HALVING_MS;
		unsigned shift = n_halvings < 32 ? (unsigned)n_halvings : 32;
		guard->n_bytes_after_reset >>= shift;
		guard->n_unproductive_bytes /= (int64_t)1 << shift;
	}
	/* One reset is 1000 thousandths, so JX_RESET_RATE a second is JX_RESET_RATE thousandths a
	 * millisecond. */
	uint64_t paid = (now_ms - guard->resets_paid_ms) * JX_RESET_RATE;
	guard->n_resets = guard->n_resets > paid ? guard->n_resets - paid : 0;
	guard->resets_paid_ms = now_ms;
}

bool jx_guard_charge(struct jx_guard *guard, size_t n_bytes)
{
	guard->n_unproductive_bytes += (int64_t)n_bytes;
	return guard->n_unproductive_bytes <= (int64_t)JX_UNPRODUCTIVE_BYTES;
}

void jx_guard_credit(struct jx_guard *guard, size_t n_bytes)
{
	const int64_t lowest = -(int64_t)JX_UNPRODUCTIVE_BYTES;
	guard->n_unproductive_bytes -= (int64_t)n_bytes;
	if (guard->n_unproductive_bytes < lowest)
		guard->n_unproductive_bytes = lowest;
}

bool jx_guard_reset(struct jx_guard *guard)
{
	guard->n_resets += 1000;
	return guard->n_resets <= (uint64_t)JX_RESET_BURST * 1000;
}

bool jx_guard_after_reset(struct jx_guard *guard, size_t n_bytes)
{
	guard->n_bytes_after_reset += n_bytes;
	return guard->n_bytes_after_reset <= JX_MAX_BYTES_AFTER_RESET;
}

static bool is_skipped(const struct jx_guard *guard, uint32_t stream_id)
{
	size_t n = guard->n_skipped < JX_MAX_SKIPPED_RANGES ? guard->n_skipped : JX_MAX_SKIPPED_RANGES;
	for (size_t i = 0; i < n; i++)
		if (stream_id >= guard->skipped[i].first && stream_id <= guard->skipped[i].last)
			return true;
	return false;
}

bool jx_guard_open(struct jx_guard *guard, uint32_t stream_id)
{
	if (stream_id <= guard->highest_id)
		return !is_skipped(guard, stream_id);
	uint32_t expected = guard->highest_id == 0 ? 1 : guard->highest_id + 2;
	guard->highest_id = stream_id;
	if (stream_id == expected)
		return true;
	if (guard->skipped == NULL)
		guard->skipped = malloc(JX_MAX_SKIPPED_RANGES * sizeof(*guard->skipped));
	if (guard->skipped == NULL)
		return false;
	/* A peer that skips all the time loses the memory of its oldest ranges, not more of ours. */
	size_t i = guard->n_skipped++ % JX_MAX_SKIPPED_RANGES;
	guard->skipped[i] = (struct jx_guard_range){expected, stream_id - 1};
	return true;
}
