/*
 * The newest version of each submission that the person has seen from this machine.
 *
 * A report is based on what its author knew. So `submit` names this version as its base, never what the server happens to
 * hold at that moment, and a colleague's newer version is not overwritten unseen.
 *
 *   seen/<round>-<department>.json   a Submission with its name, version_number and digest alone
 *
 * Thread: one at a time.
 */
#ifndef CLIENT_DISK_SEEN_H
#define CLIENT_DISK_SEEN_H

#include <stdint.h>

#include "client/disk/files.h"
#include "proto/contract/evidence/digest.h"

/** A version of a submission. {0}: none. */
struct jx_seen_version {
	uint32_t number;
	char digest[JX_DIGEST_TEXT_BYTES];
};

/** Read what was seen of a submission; none, when nothing can be read.
 *
 * @param submission  "submissions/{round id}-{department code}".
 */
void jx_seen_read(const char *home, const char *submission, struct jx_arena *arena,
	struct jx_seen_version *ret_version);

/** Remember what the server gave as the newest version, by whatever number: it may have been restored from a backup. */
enum jx_status jx_seen_write(const char *home, const char *submission, const struct jx_seen_version *version,
	struct jx_arena *arena, struct jx_error *error) JX_MUST_CHECK;

#endif
