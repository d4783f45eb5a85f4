#include "client/screen/terminal.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unilbrk.h>
#include <unistd.h>
#include <unistr.h>
#include <uniwidth.h>

#include "client/screen/outlet.h"
#include "proto/contract/base/text.h"
#include "proto/contract/base/text_class.h"

#define SENTENCE_BYTES 2048 /* of a sentence that no memory is left for; longer ones end there */

static unsigned width_of(FILE *stream)
{
	const char *columns = getenv("COLUMNS");
	uint64_t width = 0;
	struct winsize size;
	if (columns != NULL)
		(void)jx_text_u64(columns, UINT16_MAX, &width);
	if (width == 0 && ioctl(fileno(stream), TIOCGWINSZ, &size) == 0)
		width = size.ws_col;
	if (width == 0)
		return 80;
	if (width < JX_TERMINAL_MIN_WIDTH)
		return JX_TERMINAL_MIN_WIDTH;
	return width > JX_TERMINAL_MAX_WIDTH ? JX_TERMINAL_MAX_WIDTH : (unsigned)width;
}

void jx_terminal_init(struct jx_terminal *terminal, FILE *out, FILE *err)
{
	const char *no_colour = getenv("NO_COLOR");
	const char *term = getenv("TERM");
	*terminal = (struct jx_terminal){.out = out, .err = err};
	terminal->is_tty = isatty(fileno(out)) == 1;
	terminal->is_err_tty = isatty(fileno(err)) == 1;
	terminal->can_ask = terminal->is_err_tty && isatty(STDIN_FILENO) == 1;
	terminal->has_colour = terminal->is_tty && (no_colour == NULL || no_colour[0] == '\0') &&
			       (term == NULL || strcmp(term, "dumb") != 0);
	terminal->width = width_of(out);
}

char *jx_terminal_escape(const char *text, bool keeps_lines)
{
	char piece[JX_ESCAPED_BYTES];
	char *out = NULL;
	size_t n = 0;
	size_t left = strlen(text);
	FILE *stream = open_memstream(&out, &n);
	if (stream == NULL)
		return NULL;
	while (left > 0) {
		size_t length = jx_char_escape(text, left, keeps_lines, piece);
		(void)fputs(piece, stream);
		text += length;
		left -= length;
	}
	bool is_whole = fflush(stream) == 0 && ferror(stream) == 0;
	if (fclose(stream) == 0 && is_whole)
		return out;
	free(out);
	return NULL;
}

/* Beyond 16 bits JSON writes a character as a pair of surrogates. */
static void put_json_escape(FILE *stream, uint32_t c)
{
	if (c > 0xFFFF) {
		(void)fprintf(stream, "\\u%04x", (unsigned)(0xD7C0 + (c >> 10)));
		c = 0xDC00 + (c & 0x3FF);
	}
	(void)fprintf(stream, "\\u%04x", (unsigned)c);
}

void jx_terminal_put_json(FILE *stream, const char *text, size_t n)
{
	while (n > 0) {
		uint32_t c = 0xFFFD; /* for a byte that is no UTF-8 */
		size_t length = jx_char_read(text, n, &c);
		if (length == 0 || (c > ' ' && jx_char_class(c) >= JX_CHAR_JOINER))
			put_json_escape(stream, c);
		else
			(void)fwrite(text, 1, length, stream);
		length = length > 0 ? length : 1;
		text += length;
		n -= length;
	}
}

unsigned jx_terminal_text_width(const char *text)
{
	int width = u8_width((const uint8_t *)text, strlen(text), "UTF-8");
	return width > 0 ? (unsigned)width : 0;
}

/* Copies a piece, breaking it hard where it is wider than the line; spaces at its end are not copied. */
static char *copy_piece(char *end, const char *piece, size_t n, unsigned width)
{
	while (n > 0 && piece[n - 1] == ' ')
		n--;
	unsigned used = 0;
	for (size_t at = 0; at < n;) {
		ucs4_t c;
		int length = u8_mbtouc(&c, (const uint8_t *)piece + at, n - at);
		int columns = uc_width(c, "UTF-8");
		if (columns > 0 && used + (unsigned)columns > width) {
			*end++ = '\n';
			used = 0;
		}
		memcpy(end, piece + at, (size_t)length);
		end += length;
		at += (size_t)length;
		used += columns > 0 ? (unsigned)columns : 0;
	}
	return end;
}

char *jx_terminal_wrap(const char *text, unsigned width)
{
	size_t n = strlen(text);
	/* At worst every byte gets a line feed before it. */
	char *out = malloc(2 * n + 1);
	char *breaks = calloc(n + 1, 1);
	if (out == NULL || breaks == NULL) {
		free(out);
		free(breaks);
		return NULL;
	}
	(void)u8_width_linebreaks((const uint8_t *)text, n, (int)width, 0, 0, NULL, "UTF-8", breaks);
	char *end = out;
	size_t start = 0;
	for (size_t i = 0; i < n; i++) {
		if (breaks[i] != UC_BREAK_POSSIBLE && text[i] != '\n')
			continue;
		end = copy_piece(end, text + start, i - start, width);
		*end++ = '\n';
		start = text[i] == '\n' ? i + 1 : i;
	}
	end = copy_piece(end, text + start, n - start, width);
	*end = '\0';
	free(breaks);
	return out;
}

/* Without memory a sentence is written piece by piece, not wrapped: that there is no memory must still be said. */
static void put_pieces(FILE *stream, const char *text)
{
	char piece[JX_ESCAPED_BYTES];
	for (size_t left = strlen(text); left > 0;) {
		size_t length = jx_char_escape(text, left, true, piece);
		(void)fputs(piece, stream);
		text += length;
		left -= length;
	}
}

static void put_text(FILE *stream, bool is_tty, unsigned width, const char *text)
{
	char *harmless = jx_terminal_escape(text, true);
	char *wrapped = harmless != NULL && is_tty ? jx_terminal_wrap(harmless, width) : NULL;
	if (harmless == NULL)
		put_pieces(stream, text);
	else
		(void)fputs(wrapped != NULL ? wrapped : harmless, stream);
	(void)fputc('\n', stream);
	free(wrapped);
	free(harmless);
}

static void JX_PRINTF(4, 0)
	put_format(FILE *stream, bool is_tty, unsigned width, const char *format, va_list args)
{
	char *text = NULL;
	char beginning[SENTENCE_BYTES];
	va_list again;
	va_copy(again, args);
	if (vasprintf(&text, format, args) >= 0) {
		put_text(stream, is_tty, width, text);
		free(text);
	} else if (vsnprintf(beginning, sizeof(beginning), format, again) >= 0) {
		put_text(stream, is_tty, width, beginning);
	}
	va_end(again);
}

void jx_print(const struct jx_terminal *terminal, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	put_format(terminal->out, terminal->is_tty, terminal->width, format, args);
	va_end(args);
}

void jx_note(const struct jx_terminal *terminal, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	/* In a pipe or a file the two streams must not change places. */
	(void)fflush(terminal->out);
	put_format(terminal->err, terminal->is_err_tty, terminal->width, format, args);
	va_end(args);
}

void jx_terminal_show(const struct jx_terminal *terminal)
{
	(void)fflush(terminal->out);
	if (terminal->outlet != NULL)
		jx_outlet_show(terminal->outlet);
}

void jx_terminal_tell(const struct jx_terminal *terminal, const char *format, ...)
{
	va_list args;
	if (terminal->outlet != NULL && terminal->outlet->pager > 0)
		return;
	va_start(args, format);
	FILE *stream = terminal->outlet != NULL ? stderr : terminal->err;
	put_format(stream, terminal->is_err_tty, terminal->width, format, args);
	va_end(args);
}
