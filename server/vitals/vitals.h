/*
 * What can be seen of a county's service from its state directory: files, disk, log, certificates, open rounds, backups and
 * checks.
 *
 * The daemon gathers it each JX_VITALS_MS on a reader, for its metrics, its health and the warning about the disk; `jixiaod
 * status` gathers it beside a running daemon. Nothing is written, and the writer is not asked. Thread: that of the
 * connection.
 */
#ifndef SERVER_VITALS_VITALS_H
#define SERVER_VITALS_VITALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "server/vitals/outcome.h"
#include "storage/store.h"

/** A round that is open, or whose deadline has passed and that is not published as final. */
struct jx_vital_round {
	char id[JX_MAX_CODE_BYTES + 1];
	JxRoundState state;
	int64_t deadline_ms; /* 0: none */
	uint32_t n_departments;
	uint32_t n_missing;    /* have not filed, and must */
	uint32_t n_finance;    /* reports that wait for finance */
	uint32_t n_department; /* that were filed and wait for their department */
};

struct jx_vitals {
	int64_t gathered_ms;           /* when, since the epoch; 0: not yet */
	struct jx_store_bytes store;   /* of its files */
	uint64_t disk_bytes;           /* of the file system; 0: not known */
	uint64_t disk_free_bytes;      /* of them, for the owner of the directory */
	uint64_t n_entries;            /* of the log */
	uint64_t n_checkpoint_entries; /* of them covered by the newest checkpoint */
	int64_t newest_entry_ms;       /* 0: none */
	int64_t log_key_ms;            /* since when the key of the log signs; 0: not known */
	int64_t ca_end_ms;             /* ends of certificates; 0: not known */
	int64_t server_end_ms;
	int64_t leads_end_ms; /* after which no lead has a certificate */
	struct jx_outcome backup;
	struct jx_outcome fsck;
	struct jx_vital_round rounds[JX_MAX_VITAL_ROUNDS]; /* newest first */
	size_t n_rounds;
};

/** Where to look. All borrowed. */
struct jx_vitals_place {
	const char *directory;
	const struct jx_store *store;
	struct jx_db *db; /* a reader, outside a read */
	int64_t now_ms;
};

/** Gather all of it.
 *
 * @param vitals  what was gathered before, or zero: what the database says is read again only when the log has grown. On
 *   failure it keeps what it had of the database.
 * @return JX_OK; what the database fails with. Files that are missing are no failure.
 */
enum jx_status jx_vitals_gather(
	const struct jx_vitals_place *place, struct jx_vitals *vitals, struct jx_error *error) JX_MUST_CHECK;

#endif
