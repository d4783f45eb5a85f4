/*
 * What this machine remembers of the county's log: with which key it is signed, and its newest head that was seen here.
 *
 *   log.pub          the verifier key, a line; from the enrolment
 *   log.checkpoint   the newest signed checkpoint
 *   log.lock         held by the command that writes them
 *
 * From the two follows whether a receipt is the county's, and whether the server still has the history that it had. Thread:
 * one at a time.
 */
#ifndef CLIENT_DISK_LOG_MEMORY_H
#define CLIENT_DISK_LOG_MEMORY_H

#include "client/disk/files.h"
#include "proto/contract/evidence/checkpoint.h"

/** What is remembered. {0}: nothing. */
struct jx_log_memory {
	bool has_verifier;
	struct jx_verifier verifier;
	struct jx_merkle_tree tree; /* of the checkpoint; n_leaves 0: none */
};

/** Read what is remembered.
 *
 * @return JX_OK, also when there is nothing; JX_DATA_LOSS (LOG_MEMORY_DAMAGED) when a file cannot be read or its signature
 *   is wrong.
 */
enum jx_status jx_log_memory_read(const char *home, struct jx_arena *arena, struct jx_log_memory *ret_memory,
	struct jx_error *error) JX_MUST_CHECK;

/** Remember a verifier key for good. A checkpoint of another key is forgotten. */
enum jx_status jx_log_memory_pin(
	const char *home, const char *verifier, struct jx_arena *arena, struct jx_error *error) JX_MUST_CHECK;

/** A checkpoint that was verified. */
struct jx_seen_checkpoint {
	const char *note; /* terminated */
	struct jx_merkle_tree tree;
};

/** Remember a checkpoint, unless another command remembers a newer one or is about to write.
 *
 * @return JX_OK; JX_DATA_LOSS (LOG_REWRITTEN) when another command has seen a tree of this size with another root, as
 *   jx_log_memory_read(); JX_UNKNOWN (LOCAL_FILE_FAILED).
 */
enum jx_status jx_log_memory_keep(const char *home, const struct jx_seen_checkpoint *checkpoint,
	struct jx_arena *arena, struct jx_error *error) JX_MUST_CHECK;

#endif
