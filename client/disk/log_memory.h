/*
 * What this machine remembers of the county's log: with which key it is signed, and its newest head that was seen here.
 *
 *   log.pub          the verifier keys that the log has had, a line each, the newest last; from the enrolment. Behind one
 *                    that another has replaced stands " until " and the size of the last tree that it signs
 *   log.checkpoint   the newest signed checkpoint
 *   log.lock         held by the command that writes them
 *
 * From the two follows whether a receipt is the county's, and whether the server still has the history that it had. Thread:
 * one at a time.
 */
#ifndef CLIENT_DISK_LOG_MEMORY_H
#define CLIENT_DISK_LOG_MEMORY_H

#include "client/disk/files.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/evidence/checkpoint.h"

/** What is remembered. {0}: nothing. */
struct jx_log_memory {
	size_t n_verifiers; /* the last one signs now */
	struct jx_verifier verifiers[JX_MAX_LOG_KEYS];
	struct jx_merkle_tree tree; /* of the checkpoint; n_leaves 0: none */
};

/** Read what is remembered.
 *
 * @return JX_OK, also when there is nothing; JX_DATA_LOSS (LOG_MEMORY_DAMAGED) when a file cannot be read or its signature
 *   is wrong.
 */
enum jx_status jx_log_memory_read(const char *home, struct jx_arena *arena, struct jx_log_memory *ret_memory,
	struct jx_error *error) JX_MUST_CHECK;

/** Read verifier keys, a line each.
 *
 * @return JX_OK with at least one; JX_INVALID (BAD_VERIFIER_KEY).
 */
enum jx_status jx_log_verifiers_read(
	const char *text, struct jx_log_memory *memory, struct jx_error *error) JX_MUST_CHECK;

/** Remember a verifier key that the county vouches for. Those of another log are forgotten with what was seen of it. */
enum jx_status jx_log_memory_pin(
	const char *home, const char *verifier, struct jx_arena *arena, struct jx_error *error) JX_MUST_CHECK;

/** Remember the keys of a log after one more has come. */
enum jx_status jx_log_memory_follow(
	const char *home, const struct jx_log_memory *memory, struct jx_error *error) JX_MUST_CHECK;

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
