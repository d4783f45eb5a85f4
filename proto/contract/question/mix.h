/*
 * Rulebooks that differ from another one: with the weights of a second one, or with what a question changes. Pure. Thread: any.
 *
 * The weights of a rulebook are the weight and the points of its common indicators, the points of whole levels, the points of a
 * whole table, and whether goals weigh; everything else are its rules.
 */
#ifndef PROTO_CONTRACT_QUESTION_MIX_H
#define PROTO_CONTRACT_QUESTION_MIX_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"

/** The rules of one rulebook with the weights of another.
 *
 * @param weights  NULL: those of no rulebook.
 * @param ret_mix  borrows from both; in the arena.
 * @return JX_OK; JX_EXHAUSTED or JX_UNAVAILABLE from the arena.
 */
enum jx_status jx_mix_weights(const JxRulebook *rules, const JxRulebook *weights, struct jx_arena *arena,
	JxRulebook **ret_mix) JX_MUST_CHECK;

/** A rulebook without one rule, deduction, cap, line scoring or common indicator.
 *
 * @param id  of it.
 * @return JX_OK; JX_NOT_FOUND, without an error, when it has none with the id; no memory.
 */
enum jx_status jx_mix_without(
	const JxRulebook *from, const char *id, struct jx_arena *arena, JxRulebook **ret_mix) JX_MUST_CHECK;

/** A rulebook with another weight: "common" is the weight of the common indicators in percent, else the id of a common indicator
 * or the name of a level, whose points it sets, or the name of a parameter.
 *
 * @param number  borrowed as long as the rulebook.
 * @return as jx_mix_without().
 */
enum jx_status jx_mix_weight(const JxRulebook *from, const char *name, JxDecimal *number,
	struct jx_arena *arena, JxRulebook **ret_mix) JX_MUST_CHECK;

#endif
