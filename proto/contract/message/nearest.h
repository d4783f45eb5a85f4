/*
 * "Did you mean": the code of a list that a word outside it stands for most likely. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_MESSAGE_NEAREST_H
#define PROTO_CONTRACT_MESSAGE_NEAREST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jixiao/v1/schema.h"

#define JX_NEAREST_CHARACTERS 40u /* of a word worth a suggestion */

/** A word that is looked for, and how near the nearest spelling so far is. */
struct jx_nearest {
	uint32_t wanted[JX_NEAREST_CHARACTERS];
	size_t n_wanted;
	size_t best; /* a nearer one has fewer characters that differ */
};

/** Begin to look for a word. @param part  a spelling is near when not more than one of so many characters differ.
 * @return false for a word too long to be looked for.
 */
bool jx_nearest_begin(struct jx_nearest *search, const char *word, size_t part);

/** Offer a spelling. @return whether it is nearer than those before it; one with which nothing is shared never is. */
bool jx_nearest_offer(struct jx_nearest *search, const char *spelling);

/** The code nearest to a word that is not in the list: at most half of its characters differ, from the code or from its
 * name in either language; the first of equals.
 *
 * @return of the list; NULL when none is near, or for a word of more than 40 characters.
 */
const char *jx_code_nearest(const JxCodeList *list, const char *word);

#endif
