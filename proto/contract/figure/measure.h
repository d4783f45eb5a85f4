/*
 * A measure: what a metric or a formula gives, ready to be ranked by and shown. Thread: any.
 */
#ifndef PROTO_CONTRACT_FIGURE_MEASURE_H
#define PROTO_CONTRACT_FIGURE_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

#define JX_MEASURE_MISSING_BYTES 96

/** A computed value, or why there is none. */
struct jx_measure {
	bool is_computable;
	uint8_t decimals;                       /* to be shown with; micros is rounded to these */
	int64_t micros;                         /* millionths of the unit; 0 when not computable */
	const char *unit;                       /* static: "%", "元", "万元", "分", "人", "" */
	char missing[JX_MEASURE_MISSING_BYTES]; /* path of the figure that is missing; "zero:" and a path for
						   a denominator of zero; "range:" and a path when the result
						   does not fit; "" when computable */
};

#endif
