/*
 * Which row of a list before is which row after: a row put in or taken out moves the others, and changes none of them.
 *
 * Rows keep their order. Those that are equal at both ends of the lists are pairs; of those between, the pairing in order
 * that leaves most values equal, texts before numbers. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_MESSAGE_ROW_MATCH_H
#define PROTO_CONTRACT_MESSAGE_ROW_MATCH_H

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/arena.h"

#define JX_NO_ROW SIZE_MAX

/** A row of the list before and one of the list after; JX_NO_ROW where there is none. */
struct jx_row_pair {
	size_t before;
	size_t after;
};

/** Pair the rows of a list in two messages of one type.
 *
 * Lists with more than JX_MAX_MATCHED_ROWS between their equal ends are paired by index.
 * @param before,after  either may be NULL: then it has no row.
 * @param ret_pairs  in the arena: every row of both once, in order.
 * @return JX_OK; JX_UNAVAILABLE or JX_EXHAUSTED without memory, when the arena says which.
 */
enum jx_status jx_rows_match(const ProtobufCMessage *before, const ProtobufCMessage *after,
	const ProtobufCFieldDescriptor *field, struct jx_arena *arena, struct jx_row_pair **ret_pairs,
	size_t *ret_n) JX_MUST_CHECK;

#endif
