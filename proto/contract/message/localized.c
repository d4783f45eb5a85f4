/* Texts in both languages. See localized.h. */
#include "proto/contract/message/localized.h"

const char *jx_localized(const JxLocalizedText *text, enum jx_language language)
{
	if (text == NULL)
		return "";
	const char *wanted = language == JX_ZH ? text->zh : text->en;
	const char *other = language == JX_ZH ? text->en : text->zh;
	return wanted[0] != '\0' ? wanted : other;
}

JxLocalizedText *jx_localized_new(struct jx_arena *arena, const char *zh, const char *en)
{
	JxLocalizedText *text = jx_arena_alloc(arena, sizeof(*text));
	if (text == NULL)
		return NULL;
	jx_localized_text_init(text);
	text->zh = jx_arena_strdup(arena, zh);
	text->en = jx_arena_strdup(arena, en);
	return text->zh != NULL && text->en != NULL ? text : NULL;
}
