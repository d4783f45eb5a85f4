#include "client/print/formula_problems.h"

#include <stdlib.h>
#include <string.h>

#include "client/text/i18n.h"

/* The line of the text that an offset is in. */
static void find_line(const char *text, size_t offset, size_t *ret_start, size_t *ret_end)
{
	size_t start = offset;
	while (start > 0 && text[start - 1] != '\n')
		start--;
	*ret_start = start;
	*ret_end = offset + strcspn(text + offset, "\n");
}

static unsigned width_of(const char *text, size_t n)
{
	char *piece = strndup(text, n);
	char *harmless = piece != NULL ? jx_terminal_escape(piece, false) : NULL;
	unsigned width = harmless != NULL ? jx_terminal_text_width(harmless) : 0;
	free(harmless);
	free(piece);
	return width;
}

/* Prints the line with the place underlined. */
static void print_underlined(FILE *stream, const char *text, const struct jx_formula_problem *problem)
{
	size_t start;
	size_t end;
	find_line(text, problem->offset, &start, &end);
	size_t n_marked = problem->n_bytes < end - problem->offset ? problem->n_bytes : end - problem->offset;
	char *line = strndup(text + start, end - start);
	char *harmless = line != NULL ? jx_terminal_escape(line, false) : NULL;
	unsigned before = width_of(text + start, problem->offset - start);
	unsigned marked = width_of(text + problem->offset, n_marked);
	if (harmless != NULL) {
		(void)fprintf(stream, "  %s\n  %*s", harmless, (int)before, "");
		for (unsigned i = 0; i < (marked > 0 ? marked : 1); i++)
			(void)fputc('^', stream);
		(void)fputc('\n', stream);
	}
	free(harmless);
	free(line);
}

void jx_formula_problems_print(
	struct jx_app *app, const char *option, const char *text, const struct jx_formula_problems *problems)
{
	char sentence[JX_APP_SENTENCE_BYTES];
	for (size_t i = 0; i < problems->n_items; i++) {
		const struct jx_formula_problem *problem = &problems->items[i];
		(void)jx_error_sentence(&problem->error, app->language, sentence, sizeof(sentence));
		if (option[0] != '\0')
			jx_note(&app->terminal, _("%s, line %zu, column %zu: %s"), option, problem->line,
				problem->column, sentence);
		else
			jx_note(&app->terminal, _("line %zu, column %zu: %s"), problem->line, problem->column,
				sentence);
		print_underlined(app->terminal.err, text, problem);
		(void)jx_error_remedy(&problem->error, app->language, sentence, sizeof(sentence));
		if (sentence[0] != '\0')
			jx_note(&app->terminal, "  %s", sentence);
	}
}
