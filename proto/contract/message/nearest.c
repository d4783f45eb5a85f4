/* The code nearest to a word, in characters. See nearest.h. */
#include "proto/contract/message/nearest.h"

#include <stdint.h>
#include <string.h>

#include "proto/contract/base/text_class.h"
#include "proto/contract/message/field.h"

#define MAX_CHARACTERS 40u /* of a word worth a suggestion */

_Static_assert(MAX_CHARACTERS <= JX_MAX_APART, "two words can be compared");

/* @return how many characters; more than MAX_CHARACTERS when there are more, or it is no UTF-8. */
static size_t read_characters(const char *text, uint32_t out[MAX_CHARACTERS])
{
	size_t n = 0;
	size_t rest = strlen(text);
	while (rest > 0) {
		uint32_t c;
		size_t used = jx_char_read(text, rest, &c);
		if (used == 0 || n == MAX_CHARACTERS)
			return MAX_CHARACTERS + 1;
		out[n++] = c;
		text += used;
		rest -= used;
	}
	return n;
}

/* The word that is looked for, and the best so far. */
struct search {
	uint32_t wanted[MAX_CHARACTERS];
	size_t n_wanted;
	size_t best; /* characters between the two */
	const char *nearest;
};

/* Offers a spelling of a code; one with which nothing is shared is not near. */
static void offer(struct search *search, const char *spelling, const char *code)
{
	uint32_t known[MAX_CHARACTERS];
	size_t n = read_characters(spelling, known);
	if (n == 0 || n > MAX_CHARACTERS)
		return;
	size_t apart = jx_characters_apart(search->wanted, search->n_wanted, known, n);
	if (apart >= search->best || apart >= n)
		return;
	search->best = apart;
	search->nearest = code;
}

const char *jx_code_nearest(const JxCodeList *list, const char *word)
{
	struct search search = {.nearest = NULL};
	search.n_wanted = read_characters(word, search.wanted);
	if (search.n_wanted > MAX_CHARACTERS)
		return NULL;
	search.best = search.n_wanted / 2 + 1; /* at most half of the word differs */
	for (size_t i = 0; i < list->n_codes; i++) {
		const JxLocalizedText *label = list->codes[i]->label;
		offer(&search, list->codes[i]->code, list->codes[i]->code);
		if (label == NULL)
			continue;
		offer(&search, label->zh, list->codes[i]->code);
		offer(&search, label->en, list->codes[i]->code);
	}
	return search.nearest;
}
