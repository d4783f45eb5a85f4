/*
 * A CSV file of reference figures, as the treasury's systems export them. Sans I/O: text in, messages out. Thread: any.
 */
#ifndef CLIENT_LISTS_TREASURY_H
#define CLIENT_LISTS_TREASURY_H

#include "client/lists/csv_table.h"
#include "jixiao/v1/schema.h"

/** Figures of a file, in its order; in the arena or pointing into the text. */
struct jx_treasury {
	JxReferenceSheet **rows; /* the good ones */
	size_t *lines;           /* of each, from 1 */
	size_t n;
	struct jx_csv_problems problems; /* in the order of their lines */
};

/** Read figures: a heading row that names code 编码 and any of initial 年初预算, adjusted 全年预算, executed 执行数, posts 编制数,
 * in_post 在职人数, in any order; then a row for each department. Money is in 元, unless its heading or its cell names another
 * unit: 执行数（万元）.
 *
 * @return as jx_roster_read().
 */
enum jx_status jx_treasury_read(const struct jx_csv_file *file, struct jx_arena *arena,
	struct jx_treasury *ret_treasury, struct jx_error *error) JX_MUST_CHECK;

#endif
