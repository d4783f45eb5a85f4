/*
 * What jixiaod says about itself: its usage, and its manual page from the same table. Thread: any.
 */
#ifndef SERVER_USAGE_H
#define SERVER_USAGE_H

#include <stdio.h>

#include "proto/contract/base/language.h"

/** Print the usage. */
void jx_usage_print(FILE *out, enum jx_language language);

/** Print the manual page, for man(1). @param date  of the page, YYYY-MM-DD. */
void jx_usage_print_man(FILE *out, enum jx_language language, const char *date);

#endif
