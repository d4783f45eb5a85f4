/* The inflation index. See inflation.h. */
#include "proto/contract/ranking/inflation.h"

#include <stdlib.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/wide.h"

#define MICROS        INT64_C(1000000)
#define SHOWN         INT64_C(10000) /* micros of the second decimal */
#define SHRINK_LINES  2
#define LEAST_EXCESS  MICROS /* above the median, for a flag */
#define MAD_FACTOR    14826  /* ten-thousandths: of a median distance to a standard deviation */
#define MEAN_FACTOR   12533  /* likewise of a mean distance */
#define FACTOR_UNIT   10000
#define FLAG_DISTANCE 35 /* tenths */

/* a / b rounded half away from zero to a multiple of unit; b is positive. */
static int64_t divide(jx_int128 a, jx_int128 b, int64_t unit)
{
	jx_int128 divisor = b * unit;
	jx_int128 size = a < 0 ? -a : a;
	jx_int128 whole = (size * 2 + divisor) / (divisor * 2) * unit;
	return (int64_t)(a < 0 ? -whole : whole);
}

static int compare(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a;
	int64_t right = *(const int64_t *)b;
	return (left > right) - (left < right);
}

/* Twice the median, so that it is whole. Sorts. */
static int64_t twice_median(int64_t *values, size_t n)
{
	jx_array_sort(values, n, sizeof(*values), compare);
	return values[(n - 1) / 2] + values[n / 2];
}

static void put_index(struct jx_inflation_item *item)
{
	item->has_index = item->points > 0;
	item->has_distance = false;
	item->is_flagged = false;
	if (!item->has_index)
		return;
	jx_int128 excess = (jx_int128)(item->claimed - item->computed) * 100 * MICROS;
	item->excess = divide(excess, item->points, SHOWN);
	item->index = divide(
		excess * item->n_lines, (jx_int128)item->points * (item->n_lines + SHRINK_LINES), SHOWN);
}

/* The spread as a fraction: top micros over bottom. */
struct spread {
	jx_int128 top;
	jx_int128 bottom;
};

/* values are the distances from the median, twice each. */
static struct spread spread_of(int64_t *values, size_t n)
{
	jx_int128 sum = 0;
	int64_t middle = twice_median(values, n); /* four times the median distance */
	if (middle > 0)
		return (struct spread){(jx_int128)middle * MAD_FACTOR, (jx_int128)4 * FACTOR_UNIT};
	for (size_t i = 0; i < n; i++)
		sum += values[i];
	return (struct spread){sum * MEAN_FACTOR, (jx_int128)n * 2 * FACTOR_UNIT};
}

static void put_distance(struct jx_inflation_item *item, int64_t twice, const struct spread *spread)
{
	jx_int128 above = (jx_int128)item->index * 2 - twice; /* twice the distance */
	item->has_distance = spread->top > 0;
	if (!item->has_distance)
		return;
	item->distance = divide(above * spread->bottom * MICROS, 2 * spread->top, SHOWN);
	item->is_flagged =
		above >= 2 * LEAST_EXCESS && above * spread->bottom * 10 > 2 * spread->top * FLAG_DISTANCE;
}

enum jx_status jx_inflation_run(struct jx_inflation_item *items, size_t n, struct jx_inflation *ret_inflation)
{
	int64_t *values = calloc(n + 1, sizeof(*values));
	size_t n_values = 0;
	*ret_inflation = (struct jx_inflation){0};
	if (values == NULL)
		return JX_UNAVAILABLE;
	for (size_t i = 0; i < n; i++) {
		put_index(&items[i]);
		if (items[i].has_index)
			values[n_values++] = items[i].index;
	}
	if (n_values > 0) {
		int64_t twice = twice_median(values, n_values);
		for (size_t i = 0; i < n_values; i++)
			values[i] = llabs(2 * values[i] - twice);
		const struct spread spread = spread_of(values, n_values);
		for (size_t i = 0; i < n; i++) {
			if (items[i].has_index)
				put_distance(&items[i], twice, &spread);
		}
		ret_inflation->has_median = true;
		ret_inflation->median = divide(twice, 2, SHOWN);
		ret_inflation->spread = divide(spread.top, spread.bottom, SHOWN);
	}
	free(values);
	return JX_OK;
}
