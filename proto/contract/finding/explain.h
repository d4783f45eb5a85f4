/*
 * Is this an explanation? A text that says nothing is refused, with the phrase that makes it so.
 *
 * Refused are: no text, fewer than JX_MIN_EXPLANATION_CHARACTERS characters, a stock phrase such as 核实无误,
 * and a text that another explanation of the same report has already. Spaces and punctuation do not count, and characters
 * that are not seen are taken out first (text_class.h): they make no text and no difference.
 * That a text says something does not make it true: finance reads it. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_FINDING_EXPLAIN_H
#define PROTO_CONTRACT_FINDING_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/status.h"

#define JX_MIN_EXPLANATION_CHARACTERS 6 /* a Chinese character counts one, as a letter does */

enum jx_explanation_fault {
	JX_EXPLANATION_GOOD,
	JX_EXPLANATION_EMPTY,
	JX_EXPLANATION_SHORT,
	JX_EXPLANATION_STOCK, /* matched: the phrase */
	JX_EXPLANATION_COPIED /* other: index of the explanation with the same text */
};

/** The judgement of one explanation. */
struct jx_explanation_mark {
	enum jx_explanation_fault fault;
	const char *matched; /* static: the stock phrase; "" when fault is another */
	size_t other; /* of COPIED: the first explanation with this text, which is not refused for it */
};

/** The explanations of a report, judged and sorted for look-ups. In an arena. */
struct jx_explanations;

/** Judge all explanations of a report.
 *
 * @param report            borrowed as long as the result is used.
 * @param ret_explanations  set on JX_OK; in the arena.
 * @return JX_OK; JX_EXHAUSTED or JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_explanations_judge(const JxReport *report, struct jx_arena *arena,
	const struct jx_explanations **ret_explanations) JX_MUST_CHECK;

/** Compare two explanations by what is read in them, spaces and characters that are not seen left out of account.
 *
 * @return 0 for the same; else an order.
 */
int jx_explanation_compare(const char *left, const char *right);

/** The judgement of explanation i of the report. */
const struct jx_explanation_mark *jx_explanations_mark(const struct jx_explanations *explanations, size_t i);

/** True when a good explanation covers a finding of this rule at this field: one with the same field, or with
 * none.
 */
bool jx_explanations_cover(const struct jx_explanations *explanations, const char *rule, const char *field);

#endif
