/*
 * Counting rows while a message is read, so that a file or request of millions of empty rows takes no memory.
 *
 * The lists of reports and rulebooks have limits (report.h); whoever reads asks for every row before making room for it.
 * Lists of other messages have none here: pages and batches are bounded by their methods. Pure. Thread: one at a time.
 */
#ifndef PROTO_CONTRACT_MESSAGE_ROW_COUNT_H
#define PROTO_CONTRACT_MESSAGE_ROW_COUNT_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>

#define JX_MAX_ROW_KINDS 64 /* the schema of reports has 26 */

/** Rows read so far, by kind; all zero at the start. */
struct jx_row_counts {
	struct {
		const void *rows; /* descriptor of the type, or of the list of numbers or texts */
		size_t n;
	} kinds[JX_MAX_ROW_KINDS];
	size_t n;
};

/** Begin a message: each report has its rows to itself. */
void jx_row_counts_begin(struct jx_row_counts *counts, const ProtobufCMessageDescriptor *type);

/** Count one more row.
 *
 * @param holder  type of the message that holds the list.
 * @param n       rows that the list has already.
 * @param ret_limit  set when there is no room: the limit that was reached.
 * @return false when the list, or rows of its kind in the whole report, are at their limit; nothing is counted then.
 */
bool jx_row_counts_add(struct jx_row_counts *counts, const ProtobufCMessageDescriptor *holder,
	const ProtobufCFieldDescriptor *list, size_t n, size_t *ret_limit);

#endif
