#include "client/text/suggest.h"

#include <string.h>

#include "proto/contract/message/field.h"

void jx_suggest_offer(struct jx_suggestion *suggestion, const char *name)
{
	size_t n_word = strlen(suggestion->word);
	size_t n_name = strlen(name);
	size_t limit = n_name / 3 > 2 ? n_name / 3 : n_name > 3 ? 2 : 1;
	size_t distance = jx_edit_distance(suggestion->word, n_word, name, n_name, limit);
	/* "stat" is four edits from nothing near, yet everybody means "status". */
	if (n_word >= 2 && n_word < n_name && strncmp(name, suggestion->word, n_word) == 0)
		distance = distance > limit ? limit : distance;
	if (distance > limit || (suggestion->nearest != NULL && distance >= suggestion->distance))
		return;
	suggestion->nearest = name;
	suggestion->distance = distance;
}
