/*
 * Any text as a CSV file, and as a list of departments.
 *
 * Reading ends, stays within the text, and counts lines upwards; rows that are read and written again read back
 * the same cells; a list that is taken has a code and a name in every row.
 */
#include "client/text/csv.h"

#include <string.h>

#include "client/lists/roster.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/limits.h"
#include "tests/fuzz/fuzz.h"

#define MAX_CELLS 64

/* Writes the cells, reads them back, and compares. */
static void try_round_trip(char *const *cells, size_t n)
{
	char *text = NULL;
	size_t size = 0;
	char *again[MAX_CELLS];
	size_t n_again;
	struct jx_csv_writer writer;
	struct jx_csv_reader reader;
	FILE *stream = open_memstream(&text, &size);
	FUZZ_MUST(stream != NULL);
	jx_csv_writer_init(&writer, stream, JX_CSV_PLAIN);
	for (size_t i = 0; i < n; i++)
		jx_csv_write(&writer, cells[i]);
	jx_csv_end_row(&writer);
	FUZZ_MUST(fclose(stream) == 0);
	jx_csv_reader_init(&reader, text, size);
	enum jx_status status = jx_csv_read_row(&reader, again, MAX_CELLS, &n_again);
	/* A row of one empty cell is a blank line. */
	if (n > 1 || cells[0][0] != '\0') {
		FUZZ_MUST(status == JX_OK && n_again == n);
		for (size_t i = 0; i < n; i++)
			FUZZ_MUST(strcmp(again[i], cells[i]) == 0);
	}
	free(text);
}

static void try_rows(char *text, size_t n)
{
	char *cells[MAX_CELLS];
	size_t n_cells;
	size_t line = 0;
	struct jx_csv_reader reader;
	jx_csv_reader_init(&reader, text, n);
	while (jx_csv_read_row(&reader, cells, MAX_CELLS, &n_cells) == JX_OK) {
		FUZZ_MUST(n_cells >= 1 && n_cells <= MAX_CELLS);
		FUZZ_MUST(reader.line > line);
		line = reader.line;
		for (size_t i = 0; i < n_cells; i++)
			FUZZ_MUST(cells[i] >= text && cells[i] + strlen(cells[i]) <= text + n);
		try_round_trip(cells, n_cells);
	}
}

static void try_roster(char *text, size_t n)
{
	struct jx_arena arena;
	struct jx_error error;
	struct jx_csv_file file = {.name = "fuzz.csv", .text = text, .n = n};
	struct jx_roster roster;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	if (jx_roster_read(&file, &arena, &roster, &error) == JX_OK) {
		for (size_t i = 0; i < roster.n; i++)
			FUZZ_MUST(roster.rows[i]->code[0] != '\0' && roster.rows[i]->title[0] != '\0' &&
				  roster.lines[i] > 1);
	}
	jx_arena_clear(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* The reader needs text: what jx_encoding_decode() returns has no NUL. */
	const uint8_t *nul = memchr(data, 0, size);
	size_t n = nul != NULL ? (size_t)(nul - data) : size;
	char *text = malloc(n + 1);
	if (text == NULL)
		return 0;
	memcpy(text, data, n);
	text[n] = '\0';
	try_rows(text, n);
	memcpy(text, data, n);
	text[n] = '\0';
	try_roster(text, n);
	free(text);
	return 0;
}
