/*
 * The departments of the county. Never deleted; how they change is in store_department_changes.h.
 *
 * Thread: that of the connection. Functions that change something need the writer, inside a job.
 */
#ifndef STORAGE_REGISTRY_STORE_DEPARTMENTS_H
#define STORAGE_REGISTRY_STORE_DEPARTMENTS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** Add a department.
 *
 * @param department        by its code; its name is ignored. Fields must have been checked.
 * @param ret_is_unchanged  set on JX_OK: true when the very same row was there.
 * @return JX_OK; JX_EXISTS (DEPARTMENT_EXISTS) when another department has the code.
 */
enum jx_status jx_department_insert(struct jx_db *db, const JxDepartment *department, bool *ret_is_unchanged,
	struct jx_error *error) JX_MUST_CHECK;

/** Compare a department with the one that has its code. @thread reader.
 *
 * @param ret_is_there  set on JX_OK: the very same one is stored; false: none has the code.
 * @return JX_OK; JX_EXISTS (DEPARTMENT_EXISTS) when another department has the code.
 */
enum jx_status jx_department_compare(struct jx_db *db, const JxDepartment *department, bool *ret_is_there,
	struct jx_error *error) JX_MUST_CHECK;

/** Get a department. @return JX_OK; JX_NOT_FOUND (DEPARTMENT_NOT_FOUND). */
enum jx_status jx_department_get(struct jx_db *db, const char *code, struct jx_arena *arena,
	JxDepartment **ret_department, struct jx_error *error) JX_MUST_CHECK;

/** A page of departments. */
struct jx_departments {
	JxDepartment **rows;
	size_t n;
	const char *next; /* to go on after; "" at the end */
};

/** List departments in the order of their codes, byte by byte. */
enum jx_status jx_departments_list(struct jx_db *db, const struct jx_page *page, struct jx_arena *arena,
	struct jx_departments *ret_departments, struct jx_error *error) JX_MUST_CHECK;

/** Read all departments, in the order of their codes, without those that follow them or came before. */
enum jx_status jx_departments_all(struct jx_db *db, struct jx_arena *arena,
	struct jx_departments *ret_departments, struct jx_error *error) JX_MUST_CHECK;

/** Tell whether there is such a department. @return JX_OK; JX_NOT_FOUND (DEPARTMENT_NOT_FOUND). */
enum jx_status jx_department_check(struct jx_db *db, const char *code, struct jx_error *error) JX_MUST_CHECK;

#endif
