/* The code nearest to a word, in characters. See nearest.h. */
#include "proto/contract/message/nearest.h"

#include <string.h>

#include "proto/contract/base/text_class.h"
#include "proto/contract/message/field.h"

_Static_assert(JX_NEAREST_CHARACTERS <= JX_MAX_APART, "two words can be compared");

/* @return how many characters; more than JX_NEAREST_CHARACTERS when there are more, or it is no UTF-8. */
static size_t read_characters(const char *text, uint32_t out[JX_NEAREST_CHARACTERS])
{
	size_t n = 0;
	size_t rest = strlen(text);
	while (rest > 0) {
		uint32_t c;
		size_t used = jx_char_read(text, rest, &c);
		if (used == 0 || n == JX_NEAREST_CHARACTERS)
			return JX_NEAREST_CHARACTERS + 1;
		out[n++] = c;
		text += used;
		rest -= used;
	}
	return n;
}

bool jx_nearest_begin(struct jx_nearest *search, const char *word, size_t part)
{
	search->n_wanted = read_characters(word, search->wanted);
	search->best = search->n_wanted / part + 1;
	return search->n_wanted <= JX_NEAREST_CHARACTERS;
}

bool jx_nearest_offer(struct jx_nearest *search, const char *spelling)
{
	uint32_t known[JX_NEAREST_CHARACTERS];
	size_t n = read_characters(spelling, known);
	if (n == 0 || n > JX_NEAREST_CHARACTERS)
		return false;
	size_t apart = jx_characters_apart(search->wanted, search->n_wanted, known, n);
	if (apart >= search->best || apart >= n)
		return false;
	search->best = apart;
	return true;
}

const char *jx_code_nearest(const JxCodeList *list, const char *word)
{
	struct jx_nearest search;
	const char *nearest = NULL;
	if (!jx_nearest_begin(&search, word, 2))
		return NULL;
	for (size_t i = 0; i < list->n_codes; i++) {
		const JxCode *code = list->codes[i];
		bool is_nearer = jx_nearest_offer(&search, code->code);
		if (code->label != NULL) {
			is_nearer |= jx_nearest_offer(&search, code->label->zh);
			is_nearer |= jx_nearest_offer(&search, code->label->en);
		}
		nearest = is_nearer ? code->code : nearest;
	}
	return nearest;
}
