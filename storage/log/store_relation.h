/*
 * How two logs stand to each other: of a store and its copy. Thread: that of the connections.
 */
#ifndef STORAGE_LOG_STORE_RELATION_H
#define STORAGE_LOG_STORE_RELATION_H

#include "storage/log/store_log.h"

enum jx_log_order {
	JX_LOGS_EQUAL,
	JX_LOGS_BEGINNING, /* the first is the beginning of the second */
	JX_LOGS_LONGER,    /* the second is the beginning of the first */
	JX_LOGS_FORKED,    /* both are of one county, and neither is the beginning of the other */
	JX_LOGS_FOREIGN,   /* of two counties: not even their first entries are equal */
};

struct jx_log_relation {
	enum jx_log_order order;
	struct jx_log_head first, second;
};

/** Find how the log behind one connection stands to that behind another. Both are readers,
 * outside a read.
 *
 * @return JX_OK; JX_DATA_LOSS (LOG_DAMAGED); JX_UNAVAILABLE.
 */
enum jx_status jx_log_relate(struct jx_db *first, struct jx_db *second, struct jx_log_relation *ret_relation,
	struct jx_error *error) JX_MUST_CHECK;

#endif
