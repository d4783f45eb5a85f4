/*
 * What is to be known of a report before a figure made from it is relied on: the worst of its inputs travels with the figure.
 *
 * A status is looked for in every message of the report, through the descriptors: no list of places that a new field could be
 * missing from. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_RANKING_FLAGS_H
#define PROTO_CONTRACT_RANKING_FLAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"

/** A set of flags: bit n is the flag with the number n. */
typedef uint32_t jx_flags;

#define JX_FLAG(flag)   (UINT32_C(1) << (flag))
#define JX_FLAGS_KNOWN  5u /* JX_INPUT_FLAG_LATE: the last one */
#define JX_MAX_STATUSES 8u /* levels of messages in a report, which is not recursive */

/** What is known beside a report. */
struct jx_flags_facts {
	JxFinding *const *findings; /* what the checks found; NULL for nothing */
	size_t n_findings;
	bool is_late;
	bool is_unanswered;
};

/** The flags of a report. */
jx_flags jx_flags_of(const JxReport *report, const struct jx_flags_facts *facts);

/** The flags of how a report came, beside those of what is in it. */
jx_flags jx_flags_of_filing(bool is_late, bool is_unanswered);

/** The flag as a set; empty for one that is not known, as of a newer server. */
jx_flags jx_flags_bit(JxInputFlag flag);

/** Flags as a field of a message has them, in the order of their numbers.
 *
 * @param ret_flags  in the arena.
 * @return false without memory.
 */
bool jx_flags_put(
	jx_flags flags, struct jx_arena *arena, JxInputFlag **ret_flags, size_t *ret_n) JX_MUST_CHECK;

#endif
