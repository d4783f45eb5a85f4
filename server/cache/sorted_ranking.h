/*
 * The departments of a snapshot, all or some, sorted by a score, a metric or a formula, and the rank of each.
 *
 * Computed once for all calls: the pages of a table and the rank of a single department come from here without sorting
 * anything again. Departments are found by a table of hashes, so that one among a nation's 250,000 takes a few
 * memory accesses. Thread: any; an order never changes but for its count and its list, which
 * snapshots.h guards.
 */
#ifndef SERVER_CACHE_SORTED_RANKING_H
#define SERVER_CACHE_SORTED_RANKING_H

#include "proto/contract/base/arena.h"
#include "proto/contract/ranking/metric.h"
#include "proto/contract/ranking/rank.h"
#include "storage/results/store_rankings.h"

/* Where a department stands; the row is here too, so that its code is compared without reading the item. */
struct jx_sorted_ranking_slot {
	uint32_t position; /* index into items plus 1; 0: empty */
	uint32_t row;      /* of the snapshot */
};

/** What to sort by, and which departments. All texts borrowed; "" for none. */
struct jx_ranking_query {
	const char *by;         /* metric or formula; "": the score */
	const char *peer_group; /* "": all */
	const char *where;      /* formula that a department must meet */
	JxScoreKind score;
	bool is_lower_first; /* by a formula */
	bool reads_reports;  /* its formulas may name the fields of reports */
};

/** Values of formulas, one for each row of the snapshot: made by row_formula.c, owned by a sorted ranking. */
struct jx_row_values {
	struct jx_ranking_value *by; /* of the formula to order by; NULL for none */
	const char **missing;        /* what is missing of each that is not computable */
	const char *unit;            /* static */
	bool *is_met;                /* the condition; NULL for none */
	struct jx_arena texts;
};
void jx_row_values_clear(struct jx_row_values *values);

struct jx_sorted_ranking {
	const struct jx_metric *metric; /* NULL: by a score or a formula */
	size_t column;                  /* of the snapshot; its n_keys: nobody has such a value */
	struct jx_row_values values;    /* by is NULL unless by a formula */
	JxScoreKind score;              /* unspecified: by something else */
	uint32_t n_excluded;            /* by the condition */
	struct jx_rank_item *items;     /* in the order of the table; index: the row of the snapshot */
	size_t n_items;
	struct jx_sorted_ranking *next; /* of its snapshot */
	uint32_t refcount;
	struct jx_sorted_ranking_slot *slots; /* by the hash of a code */
	size_t n_slots;                       /* a power of two, at least twice n_items */
	struct jx_ranking_query query;        /* its texts are below */
	char texts[];
};

/** True when a text to order by is no metric, so that it must be a formula. */
bool jx_sorted_ranking_is_formula(const char *by);

/** Compute an order.
 *
 * @param ranking    borrowed for this call; later calls take the same one.
 * @param query       copied; its score is the final one when it is unspecified and nothing else is named.
 * @param values     of the formulas of the query; NULL when it has none. Taken over, also on failure.
 * @param ret_order  referenced once, by the caller.
 * @return JX_OK; JX_INVALID (UNKNOWN_METRIC, NOT_RANKABLE); JX_UNAVAILABLE.
 */
enum jx_status jx_sorted_ranking_new(const struct jx_ranking *ranking, const struct jx_ranking_query *query,
	struct jx_row_values *values, struct jx_sorted_ranking **ret_order,
	struct jx_error *error) JX_MUST_CHECK;

/** Add or drop a reference; the last one frees the order. Whoever shares an order guards its count. */
void jx_sorted_ranking_ref(struct jx_sorted_ranking *order);
void jx_sorted_ranking_unref(struct jx_sorted_ranking *order); /* NULL allowed */

/** The memory of an order in bytes. */
size_t jx_sorted_ranking_bytes(const struct jx_sorted_ranking *order, const struct jx_ranking *ranking);

/** True when an order is the one of a query. */
bool jx_sorted_ranking_is(const struct jx_sorted_ranking *order, const struct jx_ranking_query *query);

/** Find a department by its code. @return its item; NULL when it is not in the table. */
const struct jx_rank_item *jx_sorted_ranking_find(
	const struct jx_sorted_ranking *order, const struct jx_ranking *ranking, const char *code);

#endif
