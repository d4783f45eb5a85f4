#include "proto/contract/service/holding.h"

static void add(struct jx_holding *holding, JxHolder holder, int64_t from_ms, int64_t to_ms)
{
	int64_t ms = to_ms > from_ms ? to_ms - from_ms : 0;
	if (holder == JX_HOLDER_DEPARTMENT)
		holding->department_ms += ms;
	else if (holder == JX_HOLDER_FINANCE)
		holding->finance_ms += ms;
	else
		holding->nobody_ms += ms;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

struct jx_holding jx_holding_sum(
	const struct jx_state_since *states, size_t n, int64_t window_end_ms, int64_t now_ms)
{
	struct jx_holding holding = {0};
	for (size_t i = 0; i < n; i++) {
		JxSubmissionState state = states[i].state;
		int64_t from_ms = states[i].time_ms;
		int64_t to_ms = i + 1 < n ? states[i + 1].time_ms : most(now_ms, from_ms);
		/* While the window runs it is one side's, then the other's. */
		int64_t turn_ms = most(from_ms, least(to_ms, window_end_ms));
		add(&holding, jx_state_holder(state, true), from_ms, turn_ms);
		add(&holding, jx_state_holder(state, false), turn_ms, to_ms);
	}
	return holding;
}
