/*
 * What the parts of a workbook have in common while it is read: shared texts, number formats, and the text of one cell.
 *
 * Private to scan.c (the workbook), strings.c (shared texts), styles.c (number formats), sheet.c (cells).
 */
#ifndef CLIENT_WORKBOOK_SCAN_PRIVATE_H
#define CLIENT_WORKBOOK_SCAN_PRIVATE_H

#include "client/workbook/number_format.h"
#include "client/workbook/package.h"
#include "client/workbook/scan.h"
#include "proto/contract/base/limits.h"

/* A text that comes in pieces. */
struct jx_scan_text {
	char *bytes; /* of JX_MAX_FORM_CELL_BYTES and a terminator */
	size_t n;
};

struct jx_scan {
	struct jx_package package;
	struct jx_arena *arena;
	const struct jx_scan_sink *sink;
	struct jx_error *error;
	const char *part; /* being read, for errors */
	bool is_1904;
	char strings_part[JX_PART_NAME_BYTES]; /* "" for none */
	char styles_part[JX_PART_NAME_BYTES];
	const char **strings; /* shared texts */
	size_t n_strings;
	size_t strings_room;
	struct jx_number_format *formats; /* of cells, by the number of their style */
	size_t n_formats;
	size_t formats_room;
	struct jx_scan_text text;
	size_t n_cells;
	size_t n_merges;
};

enum jx_status jx_scan_fail_damaged(struct jx_scan *scan) JX_MUST_CHECK;
enum jx_status jx_scan_fail_too_large(struct jx_scan *scan) JX_MUST_CHECK;

/** Add a piece to the text that is read. */
enum jx_status jx_scan_add_text(struct jx_scan *scan, const char *piece, size_t n) JX_MUST_CHECK;

/** End the text: terminate it, and turn each _xHHHH_ into the character that it stands for. @return the text. */
const char *jx_scan_end_text(struct jx_scan *scan);

enum jx_status jx_scan_strings(struct jx_scan *scan) JX_MUST_CHECK;
enum jx_status jx_scan_styles(struct jx_scan *scan) JX_MUST_CHECK;
enum jx_status jx_scan_sheet(struct jx_scan *scan, const char *part) JX_MUST_CHECK;

#endif
