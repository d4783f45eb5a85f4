#include "client/document/markup.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

bool jx_markup_open(struct jx_markup *markup)
{
	*markup = (struct jx_markup){0};
	markup->stream = open_memstream(&markup->bytes, &markup->n);
	return markup->stream != NULL;
}

void jx_markup_put(struct jx_markup *markup, const char *text)
{
	(void)fputs(text, markup->stream);
}

void jx_markup_print(struct jx_markup *markup, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	(void)vfprintf(markup->stream, format, arguments);
	va_end(arguments);
}

void jx_markup_text(struct jx_markup *markup, const char *text, const char *line_end)
{
	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;
		if (byte == '&')
			jx_markup_put(markup, "&amp;");
		else if (byte == '<')
			jx_markup_put(markup, "&lt;");
		else if (byte == '>')
			jx_markup_put(markup, "&gt;");
		else if (byte == '"')
			jx_markup_put(markup, "&quot;");
		else if (byte == '\n')
			jx_markup_put(markup, line_end);
		else if (byte >= ' ' || byte == '\t')
			(void)fputc(byte, markup->stream);
	}
}

char *jx_markup_keep(struct jx_markup *markup, struct jx_arena *arena, size_t *ret_n)
{
	bool is_whole = ferror(markup->stream) == 0;
	is_whole = fclose(markup->stream) == 0 && is_whole;
	char *kept = is_whole ? jx_arena_strndup(arena, markup->bytes, markup->n) : NULL;
	*ret_n = markup->n;
	free(markup->bytes);
	return kept;
}
