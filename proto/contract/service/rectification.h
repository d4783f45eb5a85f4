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

/** Take out of a measure, where it stands, what says no word: white space and punctuation. Two measures are the same word for
 * word when equal words are left of them, and not none. */
void jx_measure_keep_words(char *measure);

#endif
