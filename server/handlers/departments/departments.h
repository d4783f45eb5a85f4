/* What the files about departments share, and what others ask about them. @thread reader or writer. */
#ifndef SERVER_HANDLERS_DEPARTMENTS_H
#define SERVER_HANDLERS_DEPARTMENTS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/service/department.h"
#include "server/call/task.h"
#include "storage/registry/store_department_changes.h"

/* A set of fields. */
#define JX_FIELD_BIT(field)    (1u << (unsigned)(field))
#define JX_ALL_DEPARTMENT_BITS ((1u << JX_DEPARTMENT_FIELDS) - 1)

/** Check fields of a department: their lengths, characters and words. @param fields  a set.
 * @return JX_OK; JX_INVALID (MISSING_FIELD, BAD_FIELD, UNKNOWN_WORD). */
enum jx_status jx_department_check_fields(
	struct jx_task *task, const JxDepartment *department, uint32_t fields) JX_MUST_CHECK;

/** Fail because of another department. @param twin  that has the title, or a twin of the code.
 * @return JX_EXISTS (TITLE_TAKEN, CODE_TWIN). */
enum jx_status jx_department_fail_twin(
	struct jx_task *task, const JxDepartment *department, const JxDepartment *twin) JX_MUST_CHECK;

/** Fail because a department exists no more: JX_STATE (DEPARTMENT_RETIRED), with who took over. */
enum jx_status jx_department_fail_retired(struct jx_task *task, const JxDepartment *department) JX_MUST_CHECK;

/** Check that a department has not ended; one that is none is the caller's to find. @param name  of it, or "".
 * @return JX_OK; JX_STATE (DEPARTMENT_RETIRED). */
enum jx_status jx_department_check_exists(struct jx_task *task, const char *name) JX_MUST_CHECK;

/** The fields of some names, without code. @return JX_OK; JX_INVALID (MISSING_FIELD, BAD_FIELD). */
enum jx_status jx_department_read_fields(
	struct jx_task *task, char *const *names, size_t n, uint32_t *ret_fields) JX_MUST_CHECK;

/** What a change rests on, as a request says it. */
struct jx_basis {
	const char *effective_date;
	const char *document;
	const char *reason;
};

/** Check it, and make the change of it; without a day it holds from today.
 *
 * @param ret_change  its texts live as long as the request, its day in the arena.
 * @return JX_OK; JX_INVALID (BAD_FIELD).
 */
enum jx_status jx_department_read_basis(struct jx_task *task, JxDepartmentChangeKind kind,
	const struct jx_basis *basis, struct jx_department_change *ret_change) JX_MUST_CHECK;

/** Make a department another one, and log it. @param after  with successors; the writer's alone. */
enum jx_status jx_department_make(struct jx_task *task, const JxDepartment *after,
	const struct jx_department_change *change) JX_MUST_CHECK;

/** Add a department that is new, and log it. @param ret_is_unchanged  the very same one is there. */
enum jx_status jx_department_add(
	struct jx_task *task, const JxDepartment *department, bool *ret_is_unchanged) JX_MUST_CHECK;

/** How two departments differ in some fields. @param ret_fields  in the arena. */
enum jx_status jx_department_differ(struct jx_task *task, const JxDepartment *before,
	const JxDepartment *after, uint32_t fields, JxFieldDifference ***ret_fields,
	size_t *ret_n) JX_MUST_CHECK;

#endif
