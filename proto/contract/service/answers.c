#include "proto/contract/service/answers.h"

#include "proto/contract/base/array.h"

/* Whose answer a state waits for; nobody's in the others. */
static const JxHolder AWAITED[] = {
	[JX_SUBMISSION_STATE_RETURNED] = JX_HOLDER_DEPARTMENT,
	[JX_SUBMISSION_STATE_REOPENED] = JX_HOLDER_DEPARTMENT,
	[JX_SUBMISSION_STATE_SUBMITTED] = JX_HOLDER_FINANCE,
	[JX_SUBMISSION_STATE_UNDER_REVIEW] = JX_HOLDER_FINANCE,
	[JX_SUBMISSION_STATE_OBJECTED] = JX_HOLDER_FINANCE,
};

static JxHolder awaited(JxSubmissionState state)
{
	return (size_t)state < JX_COUNT_OF(AWAITED) ? AWAITED[state] : JX_HOLDER_UNSPECIFIED;
}

size_t jx_waits_of(const struct jx_state_since *states, size_t n, int64_t now_ms, struct jx_wait *ret_waits)
{
	size_t n_waits = 0;
	size_t i = 0;
	while (i < n) {
		JxHolder holder = awaited(states[i].state);
		size_t end = i + 1;
		while (end < n && awaited(states[end].state) == holder)
			end++;
		bool is_over = end < n;
		int64_t ms = (is_over ? states[end].time_ms : now_ms) - states[i].time_ms;
		bool is_withdrawn = is_over && holder == JX_HOLDER_FINANCE &&
				    states[end].state == JX_SUBMISSION_STATE_DRAFT;
		if (holder != JX_HOLDER_UNSPECIFIED && !is_withdrawn)
			ret_waits[n_waits++] = (struct jx_wait){holder, is_over, ms > 0 ? ms : 0};
		i = end;
	}
	return n_waits;
}

/* Those of one side that are over come first, the shortest first. */
static int compare(const struct jx_wait *a, const struct jx_wait *b, JxHolder holder)
{
	bool is_a = a->holder == holder && a->is_over;
	bool is_b = b->holder == holder && b->is_over;
	if (is_a != is_b)
		return is_a ? -1 : 1;
	return a->ms < b->ms ? -1 : a->ms > b->ms;
}

static int by_department(const void *a, const void *b)
{
	return compare(a, b, JX_HOLDER_DEPARTMENT);
}

static int by_finance(const void *a, const void *b)
{
	return compare(a, b, JX_HOLDER_FINANCE);
}

void jx_answer_times_of(struct jx_wait *waits, size_t n, JxHolder holder, JxAnswerTimes *ret_times)
{
	if (n > 0)
		jx_array_sort(
			waits, n, sizeof(*waits), holder == JX_HOLDER_FINANCE ? by_finance : by_department);
	for (size_t i = 0; i < n; i++) {
		if (waits[i].holder != holder)
			continue;
		if (waits[i].is_over)
			ret_times->answers++;
		else
			ret_times->waiting++;
		if ((uint64_t)waits[i].ms > ret_times->worst_ms)
			ret_times->worst_ms = (uint64_t)waits[i].ms;
	}
	if (ret_times->answers > 0)
		ret_times->median_ms = (uint64_t)waits[(ret_times->answers - 1) / 2].ms;
}
