/*
 * Any text as a cell: folded, read as a number with its unit, read as a date.
 *
 * Folding ends, never makes a text longer and never needs a second time; a text is spelled like its folded form; what is
 * read out of a text is read out of its folded form too; a unit is the same as itself.
 */
#include "proto/contract/figure/cell.h"

#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/figure/spelling.h"
#include "tests/fuzz/fuzz.h"

#define MAX_TEXT 256

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[MAX_TEXT];
	char folded[MAX_TEXT];
	char again[MAX_TEXT];
	size_t n = size < sizeof(text) - 1 ? size : sizeof(text) - 1;
	memcpy(text, data, n);
	text[n] = '\0';
	FUZZ_MUST(jx_spelling_fold(text, folded, sizeof(folded)) <= strlen(text));
	if (jx_text_bad_utf8(text, strlen(text)) != strlen(text))
		return 0; /* bytes that are no UTF-8 may become some when what stands between them goes */
	FUZZ_MUST(jx_spelling_fold(folded, again, sizeof(again)) == strlen(folded));
	FUZZ_MUST(strcmp(folded, again) == 0 && jx_spelling_is_plain(folded));
	FUZZ_MUST(
		jx_spelling_equal(text, folded) && jx_spelling_is_mark(text) == jx_spelling_is_mark(folded));
	struct jx_cell cell;
	struct jx_cell plain;
	FUZZ_MUST(jx_cell_read(text, &cell) == jx_cell_read(folded, &plain));
	FUZZ_MUST(cell.has_number == plain.has_number && cell.sign == plain.sign &&
		  strcmp(cell.unit, plain.unit) == 0);
	FUZZ_MUST(!cell.has_number || jx_number_compare(&cell.number, &plain.number) == 0);
	if (jx_unit_is_known(cell.unit))
		FUZZ_MUST(jx_unit_relate(cell.unit, cell.unit, NULL) == JX_UNIT_SAME);
	struct jx_cell_date date;
	if (jx_cell_read_date(text, &date))
		FUZZ_MUST(date.date.first <= date.date.last && jx_cell_date_agrees(&date, &date.date));
	return 0;
}
