#include "server/net/holder.h"

#include <assert.h>
#include <stdlib.h>

#include "proto/contract/base/fnv.h"

uint64_t jx_holder_key_hash(const struct jx_holder_key *key)
{
	return jx_fnv_bytes(JX_FNV_START, key->bytes, sizeof(key->bytes));
}

void jx_holder_init(struct jx_holder *holder)
{
	*holder = (struct jx_holder){.n_refs = 1};
	jx_list_init(&holder->guests[0]);
	jx_list_init(&holder->guests[1]);
	jx_list_init(&holder->same_count);
}

void jx_holder_ref(struct jx_holder *holder)
{
	holder->n_refs++;
}

void jx_holder_unref(struct jx_holder *holder)
{
	if (holder == NULL || --holder->n_refs > 0)
		return;
	if (holder->bucket != NULL) {
		struct jx_holder **at = holder->bucket;
		while (*at != holder)
			at = &(*at)->next;
		*at = holder->next;
	}
	free(holder);
}

bool jx_budget_take(struct jx_budget *budget, size_t *n_held, size_t n)
{
	size_t n_free = budget->n_bytes < budget->max_bytes ? budget->max_bytes - budget->n_bytes : 0;
	if (n > n_free || *n_held + n > n_free - n)
		return false;
	jx_budget_add(budget, n_held, n);
	return true;
}

void jx_budget_add(struct jx_budget *budget, size_t *n_held, size_t n)
{
	budget->n_bytes += n;
	*n_held += n;
}

void jx_budget_give_back(struct jx_budget *budget, size_t *n_held, size_t n)
{
	assert(budget->n_bytes >= n && *n_held >= n);
	budget->n_bytes -= n;
	*n_held -= n;
}
