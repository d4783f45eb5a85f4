/*
 * Sentences of rules as they are written, with words where a finding has values: "填的是〈所填的数〉".
 *
 * Thread: any.
 */
#ifndef CLIENT_PRINT_RULE_WORDS_H
#define CLIENT_PRINT_RULE_WORDS_H

#include "proto/contract/base/error.h"

#define JX_RULE_WORDS_BYTES 2048

/** Write a sentence of a rule, each place of a value, {0} or {left}, replaced by words in brackets.
 *
 * @param rule  its id: {4} and on belong to the rule. One that is not built in has names for places, which are printed.
 * @param out   of JX_RULE_WORDS_BYTES; a longer sentence is cut.
 * @return out.
 */
const char *jx_rule_words(const char *rule, const char *sentence, enum jx_language language, char *out);

#endif
