/*
 * A report in the tables of the national budget system (预算管理一体化): names, widths and order of its fields, what each is filled
 * from, and what a report holds that has no place there.
 *
 * Names were read in public database scripts that follow the ministry's technical standard; docs/form-templates.md says what is
 * not confirmed. Money is in 元 there. Static data; the rest lives in an arena. Thread: any; an arena belongs to one thread.
 */
#ifndef CLIENT_FORM_NATIONAL_NATIONAL_H
#define CLIENT_FORM_NATIONAL_NATIONAL_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"

/** What fills a field. */
enum jx_national_source {
	JX_NATIONAL_SYSTEM,   /* that system itself, or nothing here */
	JX_NATIONAL_KEY,      /* a key of the row, made from department, year and places */
	JX_NATIONAL_EVAL_KEY, /* the key of the project's evaluation */
	JX_NATIONAL_DIVISION, /* the code of the county */
	JX_NATIONAL_AGENCY,   /* the code of the department */
	JX_NATIONAL_FIXED,    /* the path is the value */
	JX_NATIONAL_REPORT,   /* a field of the report */
	JX_NATIONAL_PROJECT,  /* a field of the project */
	JX_NATIONAL_ROW       /* a field of the row */
};

struct jx_national_field {
	const char *name; /* "total_eval_value" */
	const char *title;
	unsigned short width; /* characters at most; 0: a number */
	bool is_required;
	enum jx_national_source source;
	const char *path;
};

/** A table: one row for each project, or for each row of a list in it, or of the report. */
struct jx_national_table {
	const char *name; /* "PM_PERF_SELF_EVAL" */
	const char *title;
	const char *list; /* "projects[].indicators", "projects", "attachments" */
	const struct jx_national_field *fields;
	size_t n_fields;
};

#define JX_NATIONAL_TABLES 5u

extern const struct jx_national_table jx_national_tables[JX_NATIONAL_TABLES];

/** Rows of a table. */
struct jx_national_rows {
	char ***cells; /* of each row n_fields texts; "" for nothing */
	char **paths;  /* of each row its path in the report */
	size_t n;
	size_t room;
};

/** Something that will not be there as it is here. */
struct jx_national_difference {
	const char *path; /* in the report */
	const char *table;
	const char *field; /* "" for none */
	bool is_refused;   /* that system will not take the row */
	const char *zh;
	const char *en;
};

/** A report in those tables. */
struct jx_national {
	struct jx_national_rows tables[JX_NATIONAL_TABLES];
	struct jx_national_difference *differences;
	size_t n_differences;
	size_t differences_room;
	size_t n_refused;
};

/** Fill the tables from a report, and tell what differs.
 *
 * @param division  code of the county of nine places; NULL: the first six of the department's code, and 000.
 * @return JX_OK; the arena's.
 */
enum jx_status jx_national_fill(const JxReport *report, const char *division, struct jx_arena *arena,
	struct jx_national *ret_national) JX_MUST_CHECK;

/** Write the tables as a workbook: a sheet for each, names, titles, rows. @return JX_OK; JX_UNKNOWN (LOCAL_FILE_FAILED). */
enum jx_status jx_national_write(
	const struct jx_national *national, const char *path, struct jx_error *error) JX_MUST_CHECK;

/** Write the tables as JSON: an object of lists of objects, by the names of tables and fields. @return JX_OK; the arena's. */
enum jx_status jx_national_json(const struct jx_national *national, struct jx_arena *arena, char **ret_text,
	size_t *ret_n) JX_MUST_CHECK;

#endif
