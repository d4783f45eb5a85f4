/*
 * Units as forms print them: whether two names mean one unit, and how many of one make the other.
 *
 * "平方米", "㎡" and "M²" are one unit; "万亩" is ten thousand 亩. What has the same size but counts something else (人 and
 * 人次, 亩 and 公顷) stays apart: whether these convert is for a rulebook to say. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_FIGURE_UNIT_H
#define PROTO_CONTRACT_FIGURE_UNIT_H

#include <stdbool.h>

#include "proto/contract/figure/number.h"

#define JX_UNIT_BYTES 64 /* of a unit's name; a longer one is no unit */

/** From the same to certainly not the same. */
enum jx_unit_relation {
	JX_UNIT_SAME,
	JX_UNIT_CONVERTS, /* 万元 and 元 */
	JX_UNIT_UNCLEAR,  /* one says too little: none, 万 alone, 个 for whatever is counted */
	JX_UNIT_DIFFERENT,
};

/** Hold a unit against another.
 *
 * @param ret_factor  may be NULL; how many of b one of a is: 10000 for 万元 and 元. Where one is "" it is 1.
 */
enum jx_unit_relation jx_unit_relate(const char *a, const char *b, struct jx_number *ret_factor);

/** True for two units that measure one thing, 米 and 公里, so that a value may have been converted from one to the other. */
bool jx_unit_measures_alike(const char *a, const char *b);

/** True for a unit that forms use, alone or with a scale before it or another behind "/". */
bool jx_unit_is_known(const char *name);

#endif
