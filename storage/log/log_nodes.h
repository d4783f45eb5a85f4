/*
 * The inner nodes of the log's tree: what makes a proof cost a few reads, however long the log is. Private to storage/.
 *
 * The roots of full subtrees of 256, 65,536, ... leaves are rows, as tlog-tiles has them; everything between follows from
 * at most 256 hashes of the level below, those of level 0 being the leaves' own. A writer has its newest nodes in memory
 * too: a proof about what was just written reads nothing.
 */
#ifndef STORAGE_LOG_LOG_NODES_H
#define STORAGE_LOG_LOG_NODES_H

#include "proto/contract/evidence/merkle.h"
#include "storage/log/store_checkpoints.h"

/** The newest nodes of each level. */
struct jx_log_nodes;

struct jx_log_nodes *jx_log_nodes_new(void); /* NULL without memory */
void jx_log_nodes_free(struct jx_log_nodes *nodes);
JX_DEFINE_CLEANUP(jx_log_nodes)

/** Those of a connection; NULL for one that reads. Of the driver. */
struct jx_log_nodes *jx_db_log_nodes(struct jx_db *db);

/** Keep the subtrees that a leaf has made whole. Writer, inside a job.
 *
 * @param index  of the leaf.
 */
enum jx_status jx_log_nodes_add(struct jx_db *db, uint64_t index, const struct jx_merkle_whole *whole,
	struct jx_error *error) JX_MUST_CHECK;

/** The nodes of a connection as proofs are made of them; lives as long as the connection. */
struct jx_merkle_source jx_log_nodes_source(struct jx_db *db);

/** Make all rows anew from the leaves' hashes. Writer, inside a transaction. */
enum jx_status jx_log_nodes_rebuild(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

#endif
