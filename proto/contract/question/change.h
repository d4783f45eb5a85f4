/*
 * Why a score or a rank changed, in parts that add up exactly.
 *
 * Four things may differ between two tables: the department's own figures, its peers, the weights of the rulebook and its other
 * rules. Each part is what changing that one thing makes, averaged over all 24 orders in which the four can be changed (16
 * tables in all). Parts are whole numbers of 24ths, so that nothing is rounded and they add up to the change; what did not
 * change has the part 0, and no order is preferred. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_QUESTION_CHANGE_H
#define PROTO_CONTRACT_QUESTION_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JX_CHANGE_ORDERS     24
#define JX_CHANGE_TEXT_BYTES 64

enum jx_change_factor {
	JX_CHANGE_OWN,
	JX_CHANGE_WEIGHTS,
	JX_CHANGE_RULES,
	JX_CHANGE_PEERS,
	JX_CHANGE_FACTORS
};

#define JX_CHANGE_STATES (1u << JX_CHANGE_FACTORS) /* bit n: factor n is as after */
#define JX_CHANGE_SCORES (1u << JX_CHANGE_PEERS)   /* a score does not depend on peers */

/** A score in one state of the factors. */
struct jx_change_score {
	int64_t micros;
	bool has;
	bool is_ranked; /* verified enough for a rank */
};

/** A department of either table. */
struct jx_change_item {
	bool is_before; /* it is in the table before */
	bool is_after;
	struct jx_change_score scores
		[JX_CHANGE_SCORES]; /* by own figures, weights and rules; those with the own figures of a
							    table that it is not in have none */
	/* set by jx_change_run(); parts in 24ths of a millionth of a point, and of a place gained */
	bool has_score_parts;
	bool has_rank_parts;
	int64_t score_parts[JX_CHANGE_FACTORS];
	int64_t rank_parts[JX_CHANGE_FACTORS];
	uint32_t from_rank; /* 0 for none */
	uint32_t to_rank;
};

/** Average a value over all orders. @param values  by state. @param ret_parts  in 24ths of its unit. */
void jx_change_split(const int64_t values[JX_CHANGE_STATES], int64_t ret_parts[JX_CHANGE_FACTORS]);

/** Set ranks and parts of each item. */
void jx_change_run(struct jx_change_item *items, size_t n);

/** Write a part exactly: as a decimal number where it ends, else as a fraction, "-7/6".
 *
 * @param unit  units in one: 1000000 for scores, 1 for places.
 */
const char *jx_change_print(int64_t part, int64_t unit, char out[JX_CHANGE_TEXT_BYTES]);

#endif
