/* Numbers as a server sends them in binary. Private to storage/postgres/. Pure. */
#ifndef STORAGE_POSTGRES_NUMERIC_H
#define STORAGE_POSTGRES_NUMERIC_H

#include <stddef.h>
#include <stdint.h>

/** A bool or an integer of 1 to 8 bytes in the order of the network. */
int64_t jx_postgres_integer(const char *bytes, size_t n);

/** The whole part of a numeric, which is what sum() gives of integers. */
int64_t jx_postgres_numeric(const char *bytes, size_t n);

#endif
