/*
 * Formulas under names, in the person's home directory: queries/NAME.formula, the text of the formula and a line feed.
 *
 * Thread: one at a time.
 */
#ifndef CLIENT_COMMANDS_QUESTIONS_QUERIES_H
#define CLIENT_COMMANDS_QUESTIONS_QUERIES_H

#include <stddef.h>

#include "client/disk/files.h"

#define JX_MAX_QUERIES      1000u
#define JX_QUERY_NAME_BYTES 64 /* 20 characters of Chinese with a terminator */

/** Check a name. @return JX_OK; JX_INVALID (BAD_QUERY_NAME). */
enum jx_status jx_query_check_name(const char *name, struct jx_error *error) JX_MUST_CHECK;

/** Save a formula, instead of one that has the name. @return also JX_UNKNOWN (LOCAL_FILE_FAILED). */
enum jx_status jx_query_save(
	const char *home, const char *name, const char *formula, struct jx_error *error) JX_MUST_CHECK;

/** Find a formula. @return JX_OK; JX_INVALID (BAD_QUERY_NAME); JX_NOT_FOUND (QUERY_NOT_FOUND); as jx_file_read(). */
enum jx_status jx_query_get(const char *home, const char *name, struct jx_arena *arena, char **ret_formula,
	struct jx_error *error) JX_MUST_CHECK;

/** Remove one. @return as jx_query_get(). */
enum jx_status jx_query_remove(
	const char *home, const char *name, struct jx_arena *arena, struct jx_error *error) JX_MUST_CHECK;

/** The names that are saved, sorted. @param ret_names  in the arena. */
enum jx_status jx_query_names(const char *home, struct jx_arena *arena, char ***ret_names, size_t *ret_n,
	struct jx_error *error) JX_MUST_CHECK;

#endif
