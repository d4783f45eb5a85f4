/*
 * The classes of indicators, the first level of the form, and which share of the points of each a department earned.
 *
 * A share is that of the final points of the lines that have some: reviewed, else the smaller of claimed and computed. Rows of
 * money that have points are the class 预算执行. A department without a line of a class has its final score as share there, so
 * that what it does not have neither helps nor harms. Pure. Thread: one at a time.
 */
#ifndef PROTO_CONTRACT_QUESTION_CLASSES_H
#define PROTO_CONTRACT_QUESTION_CLASSES_H

#include "proto/contract/question/stability.h"
#include "proto/contract/question/table.h"

#define JX_CLASS_BYTES 48

/** The classes that the reports of a table have. */
struct jx_classes {
	char names[JX_MAX_CLASSES][JX_CLASS_BYTES]; /* in the order in which they are met */
	size_t n;
};

/** Collect the classes of all rows that have a rank. Those past JX_MAX_CLASSES are part of the last one. */
void jx_classes_collect(const struct jx_question_table *table, struct jx_classes *ret_classes);

/** Set score and shares of an item. @param row  with a final score. */
void jx_classes_shares(const struct jx_classes *classes, const struct jx_question_row *row,
	struct jx_stability_item *ret_item);

#endif
