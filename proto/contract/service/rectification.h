/*
 * The life of a rectification item: finance raises it and verifies it, the department does what lies between.
 *
 *   RAISED -> ACKNOWLEDGED -> PLANNED -> DONE_CLAIMED -> VERIFIED
 *                             ^    ^         |              |
 *                             |    +---------+          REOPENED
 *                             +-----------------------------+
 *
 * Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_SERVICE_RECTIFICATION_H
#define PROTO_CONTRACT_SERVICE_RECTIFICATION_H

#include "proto/contract/service/life.h"

enum jx_rectification_act {
	JX_RECTIFICATION_ACT_NONE = 0,
	JX_RECTIFICATION_ACT_RAISE,
	JX_RECTIFICATION_ACT_ACKNOWLEDGE,
	JX_RECTIFICATION_ACT_PLAN,
	JX_RECTIFICATION_ACT_CLAIM_DONE,
	JX_RECTIFICATION_ACT_VERIFY,
	JX_RECTIFICATION_ACT_SEND_BACK,
	JX_RECTIFICATION_ACT_REOPEN,
	JX_RECTIFICATION_ACT_COUNT
};

/** The table. Static. */
const struct jx_life *jx_rectification_life(void);

/** True when two measures are the same word for word: white space and punctuation do not count, and there is a word. */
bool jx_measure_repeats(const char *measure, const char *earlier);

#endif
