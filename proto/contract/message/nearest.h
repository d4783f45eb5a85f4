/*
 * "Did you mean": the code of a list that a word outside it stands for most likely. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_MESSAGE_NEAREST_H
#define PROTO_CONTRACT_MESSAGE_NEAREST_H

#include "jixiao/v1/schema.h"

/** The code nearest to a word that is not in the list: at most half of its characters differ, from the code or from its
 * name in either language; the first of equals.
 *
 * @return of the list; NULL when none is near, or for a word of more than 40 characters.
 */
const char *jx_code_nearest(const JxCodeList *list, const char *word);

#endif
