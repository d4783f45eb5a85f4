#include "server/counts/call_counts.h"

#include <stdlib.h>

#define NS_PER_US 1000u

const uint64_t jx_call_bucket_us[JX_CALL_BUCKETS] = {500, 1000, 2500, 5000, 10000, 25000, 50000, 100000,
	250000, 500000, 1000000, 2500000, 5000000, 10000000};

struct jx_call_counts {
	const struct jx_method *methods;
	size_t n_methods;
	uint64_t n_changes;
	struct jx_method_counts rows[]; /* of the methods, then of paths that are none's */
};

struct jx_call_counts *jx_call_counts_new(void)
{
	size_t n_methods = 0;
	const struct jx_method *methods = jx_methods(&n_methods);
	struct jx_call_counts *counts =
		calloc(1, sizeof(*counts) + (n_methods + 1) * sizeof(struct jx_method_counts));
	if (counts == NULL)
		return NULL;
	counts->methods = methods;
	counts->n_methods = n_methods;
	return counts;
}

void jx_call_counts_free(struct jx_call_counts *counts)
{
	free(counts);
}

static size_t row_of(const struct jx_call_counts *counts, const struct jx_method *method)
{
	return method != NULL ? (size_t)(method - counts->methods) : counts->n_methods;
}

/* A stream that the loop serves lasts as long as its caller wants. */
static bool is_timed(const struct jx_method *method)
{
	return method == NULL || method->kind != JX_METHOD_LOOP || !method->is_streaming;
}

void jx_call_counts_add(struct jx_call_counts *counts, const struct jx_method *method, enum jx_status status,
	uint64_t took_ns)
{
	struct jx_method_counts *row = &counts->rows[row_of(counts, method)];
	uint64_t took_us = took_ns / NS_PER_US;
	row->by_status[(size_t)status < JX_CALL_STATUSES ? status : JX_UNKNOWN]++;
	if (!is_timed(method))
		return;
	row->n_timed++;
	row->total_us += took_us;
	for (size_t i = 0; i < JX_CALL_BUCKETS; i++) {
		if (took_us <= jx_call_bucket_us[i]) {
			row->buckets[i]++;
			return;
		}
	}
}

void jx_call_counts_add_change(struct jx_call_counts *counts)
{
	counts->n_changes++;
}

uint64_t jx_call_counts_changes(const struct jx_call_counts *counts)
{
	return counts->n_changes;
}

uint64_t jx_call_counts_faults(const struct jx_call_counts *counts)
{
	uint64_t n = 0;
	for (size_t i = 0; i <= counts->n_methods; i++)
		n += counts->rows[i].by_status[JX_INTERNAL] + counts->rows[i].by_status[JX_DATA_LOSS] +
		     counts->rows[i].by_status[JX_UNKNOWN];
	return n;
}

const struct jx_method_counts *jx_call_counts_of(
	const struct jx_call_counts *counts, const struct jx_method *method)
{
	return &counts->rows[row_of(counts, method)];
}
