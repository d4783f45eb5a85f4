/* The rulebooks that come with the program. */
#include <string.h>

#include "proto/contract/rulebook/private.h"

const struct jx_shipped_rulebook *jx_rulebooks_shipped(size_t *ret_n)
{
	*ret_n = jx_shipped_rulebooks_n;
	return jx_shipped_rulebooks;
}

const struct jx_shipped_rulebook *jx_rulebook_shipped(const char *id)
{
	for (size_t i = 0; i < jx_shipped_rulebooks_n; i++)
		if (strcmp(jx_shipped_rulebooks[i].id, id) == 0)
			return &jx_shipped_rulebooks[i];
	return NULL;
}
