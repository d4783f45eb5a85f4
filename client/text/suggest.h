/*
 * "Did you mean": the known name nearest to a misspelt one. Thread: any.
 */
#ifndef CLIENT_TEXT_SUGGEST_H
#define CLIENT_TEXT_SUGGEST_H

#include <stddef.h>

/** Remembers the nearest of the names it is shown. {0} but for word starts it. */
struct jx_suggestion {
	const char *word;    /* as typed; borrowed */
	const char *nearest; /* borrowed; NULL: none is near enough */
	size_t distance;     /* edits to nearest */
};

/** Show a name; it is remembered when it is nearer than the best so far, and at most a third of it differs
 * (two letters of a short one, one of a name of three), or when it starts with the word.
 */
void jx_suggest_offer(struct jx_suggestion *suggestion, const char *name);

#endif
