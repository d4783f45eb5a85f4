/* The row of a department, for the files of this folder. */
#ifndef STORAGE_REGISTRY_DEPARTMENTS_PRIVATE_H
#define STORAGE_REGISTRY_DEPARTMENTS_PRIVATE_H

#include "jixiao/v1/schema.h"
#include "storage/sql.h"

/* Columns of a department d, in the order in which they are read. */
#define SQL_DEPARTMENT_COLUMNS                                                                            \
	"d.code, d.title, d.short_title, d.level, d.nature, d.funding_form, d.peer_group, d.is_finance, " \
	"coalesce(d.retire_date, '')"

/** Read a department from such columns, without those that follow it or came before it. @param first  its first column.
 * @return in the arena; NULL after an error. */
JxDepartment *jx_department_row_read(struct jx_sql *sql, int first, struct jx_arena *arena);

#endif
