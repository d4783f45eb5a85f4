#include "client/text/csv.h"

#include <string.h>

#include "proto/contract/base/text_class.h"

#define MAX_CELL_DIGITS 11 /* of a whole number that a spreadsheet shows as it is */

void jx_csv_writer_init(struct jx_csv_writer *writer, FILE *stream, enum jx_csv_style style)
{
	*writer = (struct jx_csv_writer){.stream = stream, .style = style};
}

/* "-24.72" starts like a formula and is none. */
static bool is_plain_number(const char *text)
{
	if (*text == '-')
		text++;
	size_t whole = strspn(text, "0123456789");
	if (whole == 0)
		return false;
	text += whole;
	if (*text == '.') {
		size_t decimals = strspn(text + 1, "0123456789");
		if (decimals == 0)
			return false;
		text += 1 + decimals;
	}
	return *text == '\0';
}

/* Blanks that a spreadsheet passes over before it looks at what a cell begins with. */
static const char *skip_blanks(const char *text)
{
	static const char *const blanks[] = {
		" ", "\n", "\v", "\f", "\xC2\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF", "\xE2\x80\x8B"};
	for (size_t i = 0; i < sizeof(blanks) / sizeof(blanks[0]);) {
		size_t n = strlen(blanks[i]);
		bool is_blank = strncmp(text, blanks[i], n) == 0;
		text += is_blank ? n : 0;
		i = is_blank ? 0 : i + 1;
	}
	return text;
}

/* Whether a spreadsheet may run a text as a formula: by what it begins with, in either width. */
static bool is_formula(const char *text)
{
	static const char *const wide[] = {"＝", "＋", "－", "＠"};
	const char *begin = skip_blanks(text);
	if (begin[0] != '\0' && strchr("=+-@\t\r", begin[0]) != NULL)
		return !is_plain_number(text);
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (strncmp(begin, wide[i], strlen(wide[i])) == 0)
			return true;
	return false;
}

/* Digits of which a spreadsheet would lose some: the zeros before, and all from the twelfth on. */
static bool is_code(const char *text)
{
	size_t n = strspn(text, "0123456789");
	return text[n] == '\0' && (n > MAX_CELL_DIGITS || (n > 1 && text[0] == '0'));
}

static bool wants_quotes(const char *text)
{
	size_t n = strlen(text);
	return strpbrk(text, ",\"\r\n") != NULL || (n > 0 && (text[0] == ' ' || text[n - 1] == ' '));
}

/* Puts a text as it is, or as it is safe on a screen; quotes of a quoted cell are doubled. */
static void put_text(const struct jx_csv_writer *writer, const char *text, bool is_quoted)
{
	char piece[JX_ESCAPED_BYTES];
	size_t left = strlen(text);
	if (!writer->is_for_screen && !is_quoted) {
		(void)fputs(text, writer->stream);
		return;
	}
	while (left > 0) {
		size_t length = 1;
		if (*text == '"' && is_quoted)
			(void)fputc('"', writer->stream);
		if (writer->is_for_screen) {
			length = jx_char_escape(text, left, true, piece);
			(void)fputs(piece, writer->stream);
		} else {
			(void)fputc(*text, writer->stream);
		}
		text += length;
		left -= length;
	}
}

void jx_csv_write(struct jx_csv_writer *writer, const char *text)
{
	FILE *stream = writer->stream;
	if (!writer->is_started && writer->style == JX_CSV_EXCEL && !writer->is_for_screen)
		(void)fputs("\xEF\xBB\xBF", stream);
	writer->is_started = true;
	if (writer->is_row_started)
		(void)fputc(',', stream);
	writer->is_row_started = true;
	if (text == NULL || text[0] == '\0')
		return;
	bool is_excel = writer->style == JX_CSV_EXCEL;
	/* A code on a screen is read, not opened. */
	if (is_excel && !writer->is_for_screen && is_code(text)) {
		(void)fprintf(stream, "\"=\"\"%s\"\"\"", text);
		return;
	}
	bool is_guarded = is_excel && is_formula(text);
	bool is_quoted = is_guarded || wants_quotes(text);
	if (is_quoted)
		(void)fputs(is_guarded ? "\"'" : "\"", stream);
	put_text(writer, text, is_quoted);
	if (is_quoted)
		(void)fputc('"', stream);
}

void jx_csv_end_row(struct jx_csv_writer *writer)
{
	(void)fputs(writer->style == JX_CSV_EXCEL ? "\r\n" : "\n", writer->stream);
	writer->is_row_started = false;
}

void jx_csv_reader_init(struct jx_csv_reader *reader, char *text, size_t n)
{
	*reader = (struct jx_csv_reader){
		.at = text, .end = text + n, .line = 0, .next_line = 1, .separator = ','};
}

/* Steps over one line end, if there is one. */
static bool skip_line_end(struct jx_csv_reader *reader)
{
	if (reader->at == reader->end)
		return false;
	if (reader->at[0] == '\r' && reader->at + 1 < reader->end && reader->at[1] == '\n')
		reader->at += 2;
	else if (reader->at[0] == '\r' || reader->at[0] == '\n')
		reader->at++;
	else
		return false;
	reader->next_line++;
	return true;
}

void jx_csv_reader_guess(struct jx_csv_reader *reader)
{
	static const char SEPARATORS[] = ",;\t|";
	size_t most = 0;
	size_t n_line = strcspn(reader->at, "\r\n");
	if (n_line == 5 && strncmp(reader->at, "sep=", 4) == 0) {
		reader->separator = reader->at[4];
		reader->at += n_line;
		(void)skip_line_end(reader);
		return;
	}
	for (const char *separator = SEPARATORS; *separator != '\0'; separator++) {
		size_t n = 0;
		bool is_quoted = false;
		for (size_t i = 0; i < n_line; i++) {
			is_quoted ^= reader->at[i] == '"';
			n += !is_quoted && reader->at[i] == *separator;
		}
		if (n > most)
			reader->separator = *separator;
		most = n > most ? n : most;
	}
}

static bool is_at_cell_end(const struct jx_csv_reader *reader)
{
	return reader->at == reader->end || *reader->at == reader->separator || *reader->at == '\r' ||
	       *reader->at == '\n';
}

/* Unescapes a quoted cell in place; the write position never passes the read position. */
static enum jx_status read_quoted(struct jx_csv_reader *reader, char **ret_cell, char **ret_cell_end)
{
	char *to = reader->at;
	*ret_cell = to;
	reader->at++;
	for (;;) {
		if (reader->at == reader->end)
			return JX_INVALID;
		char c = *reader->at++;
		if (c == '"') {
			if (reader->at == reader->end || *reader->at != '"')
				break;
			reader->at++;
		} else if (c == '\n') {
			reader->next_line++;
		}
		*to++ = c;
	}
	*ret_cell_end = to;
	return is_at_cell_end(reader) ? JX_OK : JX_INVALID;
}

static enum jx_status read_cell(struct jx_csv_reader *reader, char **ret_cell, char **ret_cell_end)
{
	if (reader->at < reader->end && *reader->at == '"')
		return read_quoted(reader, ret_cell, ret_cell_end);
	*ret_cell = reader->at;
	while (!is_at_cell_end(reader))
		reader->at++;
	*ret_cell_end = reader->at;
	return JX_OK;
}

enum jx_status jx_csv_read_row(struct jx_csv_reader *reader, char **cells, size_t max_cells, size_t *ret_n)
{
	while (skip_line_end(reader))
		;
	if (reader->at == reader->end)
		return JX_OUT_OF_RANGE;
	reader->line = reader->next_line;
	size_t n = 0;
	for (;;) {
		if (n == max_cells)
			return JX_EXHAUSTED;
		char *cell_end;
		enum jx_status status = read_cell(reader, &cells[n], &cell_end);
		if (status != JX_OK)
			return status;
		n++;
		bool is_more = reader->at < reader->end && *reader->at == reader->separator;
		if (is_more)
			reader->at++;
		else
			(void)skip_line_end(reader);
		/* Only now: the terminator may fall on the separator or the line end just read. */
		*cell_end = '\0';
		if (!is_more)
			break;
	}
	*ret_n = n;
	return JX_OK;
}

/* Lines of a cell in one: Chinese ones meet without a blank. In place. */
static void join_lines(char *text)
{
	char *to = text;
	for (const char *from = text; *from != '\0';) {
		size_t n = strspn(from, "\r\n");
		if (n > 0 && to > text && ((unsigned char)to[-1] | (unsigned char)from[n]) < 0x80)
			*to++ = ' ';
		from += n;
		if (*from != '\0')
			*to++ = *from++;
	}
	*to = '\0';
}

char *jx_csv_clean(char *text)
{
	size_t n = strlen(text);
	if (n >= 3 && strncmp(text, "=\"", 2) == 0 && text[n - 1] == '"') {
		text[n - 1] = '\0';
		text += 2;
	} else if (text[0] == '\'' && text[1] != '\0' && strchr("=+-@\t\r", text[1]) != NULL) {
		text++;
	}
	text += strspn(text, " \t\r\n");
	n = strlen(text);
	while (n > 0 && strchr(" \t\r\n", text[n - 1]) != NULL)
		text[--n] = '\0';
	join_lines(text);
	return text;
}
