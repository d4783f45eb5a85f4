/*
 * What jixiaod says about itself: its usage, and its manual page from the same table. Thread: any.
 */
#ifndef SERVER_USAGE_H
#define SERVER_USAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "proto/contract/base/language.h"

/** Print the usage. */
void jx_usage_print(FILE *out, enum jx_language language);

/** Print the usage of one verb, with its options. @return false, and nothing is printed: there is no such verb. */
bool jx_usage_print_verb(FILE *out, enum jx_language language, const char *verb);

/** Find what is wrong with a command line, by the same table: a verb or an option that there is not, an option without its
 * value, arguments that are missing or too many.
 *
 * @param out  what is wrong, with the word; of size bytes, terminated.
 * @return true: nothing is wrong.
 */
bool jx_usage_check(int argc, char **argv, enum jx_language language, char *out, size_t size);

/** Print the manual page, for man(1). @param date  of the page, YYYY-MM-DD. */
void jx_usage_print_man(FILE *out, enum jx_language language, const char *date);

#endif
