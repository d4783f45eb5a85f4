/*
 * How long each side took to answer, from the states that a submission came into. Pure. Thread: any.
 *
 * The department answers a return or a reopening by filing again; what it takes for the first report is no answer. Finance
 * answers a filing by accepting or returning it, and an objection by deciding it. A report that is withdrawn waited for
 * nothing.
 */
#ifndef PROTO_CONTRACT_SERVICE_ANSWERS_H
#define PROTO_CONTRACT_SERVICE_ANSWERS_H

#include "proto/contract/service/holding.h"

/** A wait of one side for the other. */
struct jx_wait {
	JxHolder holder; /* who was to answer */
	bool is_over;
	int64_t ms;
};

/** List the waits of a submission.
 *
 * @param states     in the order of their times, n of them.
 * @param ret_waits  room for n.
 * @return how many.
 */
size_t jx_waits_of(const struct jx_state_since *states, size_t n, int64_t now_ms, struct jx_wait *ret_waits);

/** The answers of one side among n waits, which are put into another order. @param ret_times  initialised. */
void jx_answer_times_of(struct jx_wait *waits, size_t n, JxHolder holder, JxAnswerTimes *ret_times);

#endif
