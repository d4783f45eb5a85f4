/*
 * A form as a workbook: made from the schema, a rulebook and what is known of the report.
 *
 * Each cell can be found again by hidden keys (form.h). What may be typed is unlocked and coloured; protection has no password.
 * Formulas are written with their values, and only where they give what the report says. Thread: one at a time.
 */
#ifndef CLIENT_FORM_WRITING_WRITE_H
#define CLIENT_FORM_WRITING_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"

enum jx_form_remark_kind { JX_REMARK_HARD, JX_REMARK_EXPLAIN, JX_REMARK_INFO };

/** Something to be said at a cell. Borrowed. */
struct jx_form_remark {
	const char *path; /* of the field, row or list; "" for the whole report */
	enum jx_form_remark_kind kind;
	const char *text;   /* what is wrong */
	const char *advice; /* how to mend it; "" for nothing */
	const char *raw;    /* what the cell says and could not be read; NULL: the report's value */
	uint32_t issue;     /* number of the issue of finance that it is, which wants a reply; 0: none */
};

/** Where what stands in a form is from. Borrowed. */
struct jx_form_source {
	const char *path; /* of a field or a list; "": everything that no other one names */
	const char *text;
};

/** What to write. Borrowed. */
struct jx_form_contents {
	const JxReport *report;
	const JxRulebook *book; /* labels, required fields and codes; NULL: none */
	const char *title;      /* in the sheet that says what to do */
	const struct jx_form_source *sources;
	size_t n_sources;
	bool is_new;                 /* with rows to be filled in, and formulas in them */
	const char *const *formulas; /* paths where formulas stand that have no result yet; sorted */
	size_t n_formulas;
	const char *submission; /* whose issues the remarks are: "submissions/..."; NULL: they are findings */
	enum jx_language language; /* of the remarks, and of what stands around them */
	const struct jx_form_remark *remarks;
	size_t n_remarks;
};

/** Write a form.
 *
 * @param path  of a file, which is made or replaced; not durably.
 * @return JX_OK; JX_INVALID (FORM_CANNOT_HOLD); JX_UNKNOWN (LOCAL_FILE_FAILED); no memory.
 */
enum jx_status jx_form_write(const struct jx_form_contents *contents, const char *path,
	struct jx_arena *arena, struct jx_error *error) JX_MUST_CHECK;

#endif
