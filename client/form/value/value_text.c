#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

#include "client/form/value/value.h"

/* Bytes of white space that a text begins with: ASCII, no-break and ideographic spaces, zero-width ones. */
static size_t space_bytes(const char *text)
{
	static const char *const wide[] = {
		"\u00A0", "\u3000", "\u2002", "\u2003", "\u2009", "\u200B", "\uFEFF"};
	if (*text == ' ' || *text == '\t' || *text == '\n' || *text == '\r')
		return 1;
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (strncmp(text, wide[i], strlen(wide[i])) == 0)
			return strlen(wide[i]);
	return 0;
}

static const char *skip_space(const char *text)
{
	for (size_t n; (n = space_bytes(text)) > 0;)
		text += n;
	return text;
}

char *jx_form_text_clean(const char *text, struct jx_arena *arena)
{
	text = skip_space(text);
	char *clean = jx_arena_alloc(arena, strlen(text) + 1);
	size_t n = 0;
	size_t n_kept = 0; /* up to the last character that is no space */
	if (clean == NULL)
		return NULL;
	for (const char *at = text; *at != '\0';) {
		size_t n_space = space_bytes(at);
		size_t n_step = n_space > 0 ? n_space : 1;
		if (*at == '\r') {
			clean[n++] = '\n';
			at += at[1] == '\n' ? 2 : 1;
			continue;
		}
		memcpy(clean + n, at, n_step);
		n += n_step;
		at += n_step;
		if (n_space == 0)
			n_kept = n;
	}
	clean[n_kept] = '\0';
	return clean;
}

char *jx_form_text_fold(const char *text, struct jx_arena *arena)
{
	size_t n = 0;
	size_t n_text = strlen(text);
	uint8_t *wide = u8_normalize(UNINORM_NFKC, (const uint8_t *)text, n_text, NULL, &n);
	char *folded = wide != NULL ? jx_arena_strndup(arena, (const char *)wide, n) : NULL;
	free(wide);
	if (folded == NULL)
		return NULL;
	char *to = folded;
	for (const char *at = folded; *at != '\0';) {
		size_t n_space = space_bytes(at);
		if (n_space > 0)
			at += n_space;
		else
			*to++ = *at++;
	}
	*to = '\0';
	return folded;
}
