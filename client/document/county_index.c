/* The rows of the lists by department: a province has 20,000. */
#include <string.h>

#include "client/document/county_private.h"
#include "proto/contract/base/array.h"

static int compare(const void *a, const void *b)
{
	const struct jx_county_entry *first = a;
	const struct jx_county_entry *second = b;
	return strcmp(first->department, second->department);
}

/* The row of a list, and its department. */
typedef const void *(*row_at)(const struct jx_county_origin *origin, size_t i, const char **ret_department);

static const void *inflation_at(const struct jx_county_origin *origin, size_t i, const char **ret_department)
{
	*ret_department = origin->inflation->rows[i]->department;
	return origin->inflation->rows[i];
}

static const void *answers_at(const struct jx_county_origin *origin, size_t i, const char **ret_department)
{
	*ret_department = origin->responsiveness->rows[i]->department;
	return origin->responsiveness->rows[i];
}

static const void *filing_at(const struct jx_county_origin *origin, size_t i, const char **ret_department)
{
	*ret_department = origin->filings->items[i].department;
	return &origin->filings->items[i];
}

static const void *before_at(const struct jx_county_origin *origin, size_t i, const char **ret_department)
{
	*ret_department = origin->previous_ranking->rows[i]->department;
	return origin->previous_ranking->rows[i];
}

static void make(struct jx_county_writing *writing, struct jx_county_index *index, size_t n, row_at at)
{
	index->entries = jx_arena_calloc(writing->document->arena, n + 1, sizeof(*index->entries));
	index->n = index->entries != NULL ? n : 0;
	writing->document->is_short = writing->document->is_short || index->entries == NULL;
	for (size_t i = 0; i < index->n; i++)
		index->entries[i].row = at(writing->origin, i, &index->entries[i].department);
	jx_array_sort(index->entries, index->n, sizeof(*index->entries), compare);
}

void jx_county_index_lists(struct jx_county_writing *writing)
{
	const struct jx_county_origin *origin = writing->origin;
	make(writing, &writing->inflation, origin->inflation->n_rows, inflation_at);
	make(writing, &writing->answers, origin->responsiveness->n_rows, answers_at);
	make(writing, &writing->filings, origin->filings->n, filing_at);
	make(writing, &writing->before,
		origin->previous_ranking != NULL ? origin->previous_ranking->n_rows : 0, before_at);
}

static const void *find(const struct jx_county_index *index, const char *department)
{
	const struct jx_county_entry key = {.department = department};
	const struct jx_county_entry *found =
		jx_array_search(&key, index->entries, index->n, sizeof(*index->entries), compare);
	return found != NULL ? found->row : NULL;
}

const JxInflationRow *jx_county_inflation(const struct jx_county_writing *writing, const char *department)
{
	return find(&writing->inflation, department);
}

const JxResponsivenessRow *jx_county_answers(const struct jx_county_writing *writing, const char *department)
{
	return find(&writing->answers, department);
}

const struct jx_county_filing *jx_county_filing(
	const struct jx_county_writing *writing, const char *department)
{
	return find(&writing->filings, department);
}

const JxRankRow *jx_county_row_before(const struct jx_county_writing *writing, const char *department)
{
	return find(&writing->before, department);
}
