/*
 * The schema in the words of PostgreSQL: made from the statements that SQLite has after its numbered steps, so that there is one
 * list of steps for both. Private to storage/postgres/. Pure.
 *
 * Each function writes statements, each ended by ";\n". What is written is made for the forms that the steps use, and
 * tests/system/test_postgres.py holds it against all of them.
 */
#ifndef STORAGE_POSTGRES_SCHEMA_H
#define STORAGE_POSTGRES_SCHEMA_H

#include <stdio.h>

/** A table of a name. @param later  what can be said when all tables are there and filled: whom it refers to. */
void jx_postgres_write_table(const char *name, const char *statement, FILE *out, FILE *later);

/** A trigger: a function, and what calls it. */
void jx_postgres_write_trigger(const char *statement, FILE *out);

#endif
