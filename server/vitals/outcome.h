/*
 * How the last run of something that is done beside the daemon ended: a backup, a check.
 *
 * Written by the program that runs it, a small file in the state directory, and read by the daemon for its metrics and by
 * `jixiaod status`. A file that is missing or cannot be read says what a missing one says: it never ran. Thread: any.
 */
#ifndef SERVER_VITALS_OUTCOME_H
#define SERVER_VITALS_OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

#define JX_OUTCOME_BACKUP "jixiao.backup" /* names of the files */
#define JX_OUTCOME_FSCK   "jixiao.fsck"

struct jx_outcome {
	int64_t end_ms;        /* when the last run ended; 0: it never ran */
	int64_t success_ms;    /* when the last one that went well ended; 0: none did */
	int64_t duration_ms;   /* of the last one */
	uint64_t n_entries;    /* of the log, that the last successful one covers */
	uint64_t n_faults;     /* that the last one has found */
	enum jx_reason reason; /* of the last one; JX_REASON_NONE: it went well */
};

/** Read what is remembered of a directory. @param name  JX_OUTCOME_... */
void jx_outcome_read(const char *directory, const char *name, struct jx_outcome *ret_outcome);

/** Remember how a run ended; of a failed one, the last success before it is kept.
 *
 * The file belongs to the owner of the directory, also when root has written it, so that the daemon can read it.
 * @param outcome  its success_ms is not looked at.
 * @return JX_OK; JX_UNAVAILABLE (FILE_FAILED).
 */
enum jx_status jx_outcome_write(const char *directory, const char *name, const struct jx_outcome *outcome,
	struct jx_error *error) JX_MUST_CHECK;

#endif
