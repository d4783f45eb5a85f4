#include "client/text/catalogue.h"

#include <string.h>

/* Words of the head of a catalogue, each of four bytes. */
enum head { MAGIC, REVISION, N_TEXTS, TEXTS, TRANSLATIONS };

#define ENTRY_BYTES 8u /* length and place of a text */

static bool is_translating;

void jx_catalogue_use(bool is_used)
{
	is_translating = is_used;
}

/* msgfmt is told to write the lower byte first. */
static uint32_t word_at(size_t at)
{
	const uint8_t *bytes = jx_catalogues[0].bytes + at;
	return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	       (uint32_t)bytes[3] << 24;
}

static uint32_t head_word(enum head word)
{
	return word_at((size_t)word * 4);
}

/* A text of one of both lists; it ends with a zero byte. */
static const char *text_at(enum head list, size_t index)
{
	return (const char *)jx_catalogues[0].bytes + word_at(head_word(list) + index * ENTRY_BYTES + 4);
}

/* The texts stand in the order of their bytes. One that has two forms holds the second behind a zero byte. */
static const char *find(const char *text)
{
	size_t low = 0;
	size_t high = head_word(N_TEXTS);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(text, text_at(TEXTS, middle));
		if (order == 0)
			return text_at(TRANSLATIONS, middle);
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const char *jx_catalogue_find(const char *text)
{
	const char *found = is_translating ? find(text) : NULL;
	return found != NULL ? found : text;
}

/* Chinese has one form for every number. */
const char *jx_catalogue_find_n(const char *one, const char *many, unsigned long n)
{
	const char *found = is_translating ? find(one) : NULL;
	if (found != NULL)
		return found;
	return n == 1 ? one : many;
}
