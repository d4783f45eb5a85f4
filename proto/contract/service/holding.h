/*
 * How long each side has held a submission: from the states it came into, and when. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_SERVICE_HOLDING_H
#define PROTO_CONTRACT_SERVICE_HOLDING_H

#include "proto/contract/service/states.h"

/** A state, and when the submission came into it. */
struct jx_state_since {
	JxSubmissionState state;
	int64_t time_ms;
};

/** Milliseconds with each side; together the time from the first state until now. */
struct jx_holding {
	int64_t department_ms;
	int64_t finance_ms;
	int64_t nobody_ms; /* final or waived */
};

/** Add them up.
 *
 * @param states         in the order of their times, n of them.
 * @param window_end_ms  end of the checking window, at which CHECKING passes from the department to finance; 0 for none.
 */
struct jx_holding jx_holding_sum(
	const struct jx_state_since *states, size_t n, int64_t window_end_ms, int64_t now_ms);

#endif
