/*
 * Statements in the words of PostgreSQL. Private to storage/postgres/. Pure.
 *
 * The rooms number parameters as ?1 or, in their order, as ?, and read a list of texts as text_list(?1).
 */
#ifndef STORAGE_POSTGRES_WORDS_H
#define STORAGE_POSTGRES_WORDS_H

/** Say a statement of the rooms in PostgreSQL's words.
 *
 * @param suffix  put behind it.
 * @param ret_n   number of its parameters.
 * @return to be freed by the caller; NULL without memory.
 */
char *jx_postgres_words(const char *text, const char *suffix, int *ret_n);

#endif
