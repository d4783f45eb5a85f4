#include "proto/contract/question/stability.h"

#define MICROS INT64_C(1000000)

/* How much a is better than b in each class, the most first. */
static void sort_differences(const struct jx_stability *stability, const struct jx_stability_item *a,
	const struct jx_stability_item *b, int64_t differences[JX_MAX_CLASSES])
{
	for (size_t i = 0; i < stability->n_classes; i++) {
		int64_t difference = a->share[i] - b->share[i];
		size_t at = i;
		for (; at > 0 && differences[at - 1] < difference; at--)
			differences[at] = differences[at - 1];
		differences[at] = difference;
	}
}

void jx_stability_gap(const struct jx_stability *stability, const struct jx_stability_item *a,
	const struct jx_stability_item *b, jx_int128 *ret_least, jx_int128 *ret_most)
{
	int64_t differences[JX_MAX_CLASSES] = {0};
	int64_t spread = 0;
	sort_differences(stability, a, b, differences);
	for (size_t i = 0; i < stability->n_classes / 2; i++)
		spread += differences[i] - differences[stability->n_classes - 1 - i];
	jx_int128 gap = ((jx_int128)a->score - b->score) * MICROS;
	jx_int128 moved = (jx_int128)stability->shift * spread;
	*ret_least = gap - moved;
	*ret_most = gap + moved;
}

bool jx_stability_is_like(const struct jx_stability *stability, const struct jx_stability_item *a,
	const struct jx_stability_item *b)
{
	jx_int128 least;
	jx_int128 most;
	jx_stability_gap(stability, a, b, &least, &most);
	return least <= 0 && most >= 0;
}

void jx_stability_run(const struct jx_stability *stability, struct jx_stability_item *items, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		items[i].best = 1;
		items[i].worst = 1;
		items[i].n_like = 0;
		for (size_t j = 0; j < n; j++) {
			jx_int128 least;
			jx_int128 most;
			if (i == j)
				continue;
			jx_stability_gap(stability, &items[j], &items[i], &least, &most);
			items[i].best += least > 0;
			items[i].worst += most > 0;
			items[i].n_like += least <= 0 && most >= 0;
		}
	}
}
