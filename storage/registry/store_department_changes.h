/*
 * How departments change: each change with what was before it, who took over, who has to file no more.
 *
 * Thread: that of the connection. Functions that change something need the writer, inside a job.
 */
#ifndef STORAGE_REGISTRY_STORE_DEPARTMENT_CHANGES_H
#define STORAGE_REGISTRY_STORE_DEPARTMENT_CHANGES_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** A change of a department. */
struct jx_department_change {
	JxDepartmentChangeKind kind;
	const char *effective_date;
	const char *document;
	const char *reason;
	const char *person; /* id */
	int64_t at_ms;
};

/** Keep what a department is, and make it another one.
 *
 * @param after       by its code; its fields must have been checked. Successors and predecessors are ignored.
 * @param ret_number  of the change.
 * @return JX_OK; JX_NOT_FOUND (DEPARTMENT_NOT_FOUND).
 */
enum jx_status jx_department_change(struct jx_db *db, const JxDepartment *after,
	const struct jx_department_change *change, uint32_t *ret_number,
	struct jx_error *error) JX_MUST_CHECK;

/** Set who takes over from a department; n 0: nobody. @param successors  names, each once. */
enum jx_status jx_department_set_successors(struct jx_db *db, const char *code, char *const *successors,
	size_t n, struct jx_error *error) JX_MUST_CHECK;

/** Fill in the successors and predecessors of a department, in the order of their codes. */
enum jx_status jx_department_read_links(struct jx_db *db, JxDepartment *department, struct jx_arena *arena,
	struct jx_error *error) JX_MUST_CHECK;

/** Another department that exists and has the title, or a code that is a twin of the code.
 *
 * @param title     "" for none that matters.
 * @param ret_twin  NULL for none.
 */
enum jx_status jx_department_find_twin(struct jx_db *db, const char *code, const char *title,
	struct jx_arena *arena, JxDepartment **ret_twin, struct jx_error *error) JX_MUST_CHECK;

/** Another department that exists and has the title, by the index of titles. @param ret_namesake  NULL for none. */
enum jx_status jx_department_find_namesake(struct jx_db *db, const char *code, const char *title,
	struct jx_arena *arena, JxDepartment **ret_namesake, struct jx_error *error) JX_MUST_CHECK;

/** A page of changes. */
struct jx_department_changes {
	JxDepartmentChange **rows;
	size_t n;
	const char *next; /* to go on after; "" at the end */
};

/** List the changes of a department, oldest first. @return JX_OK; JX_NOT_FOUND (DEPARTMENT_NOT_FOUND). */
enum jx_status jx_department_changes_list(struct jx_db *db, const char *code, const struct jx_page *page,
	struct jx_arena *arena, struct jx_department_changes *ret_changes,
	struct jx_error *error) JX_MUST_CHECK;

/** A record of a department in a round that is not over. */
struct jx_open_record {
	const char *round; /* id */
	JxRoundState round_state;
	JxSubmissionState state;
	bool is_untouched; /* nothing refers to it: it may leave the roster */
};

/** List the records of a department in rounds that are not published yet, oldest round first; at most 1,000. */
enum jx_status jx_department_open_records(struct jx_db *db, const char *code, struct jx_arena *arena,
	struct jx_open_record **ret_records, size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Add to a list the people of a department who have access or are invited. @param code  of it. */
enum jx_status jx_department_people(struct jx_db *db, const char *code, struct jx_arena *arena,
	JxRetireDepartmentsResponse *reply, struct jx_error *error) JX_MUST_CHECK;

/** Add what a department has still to do: items of both kinds that are not closed. */
enum jx_status jx_department_count_items(struct jx_db *db, const char *code,
	JxRetireDepartmentsResponse *reply, struct jx_error *error) JX_MUST_CHECK;

#endif
