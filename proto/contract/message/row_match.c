#include "proto/contract/message/row_match.h"

#include <stdbool.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/message/field.h"

/* What one equal value says: a text of some length that two rows have names them. */
#define WEIGHT_TEXT  8u
#define WEIGHT_OTHER 2u
#define WEIGHT_PAIR  1u /* rather a row that changed than one that went and one that came */
#define NAMING_BYTES 6u /* two Chinese characters */

/* Two lists, and the rows between their equal ends. */
struct lists {
	const ProtobufCMessage *before;
	const ProtobufCMessage *after;
	const ProtobufCFieldDescriptor *field;
	size_t first;    /* rows that are equal at the beginning */
	size_t n_before; /* rows between */
	size_t n_after;
};

static size_t count_of(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	return message != NULL ? jx_field_count(message, field) : 0;
}

static bool is_equal(const struct lists *lists, size_t before, size_t after)
{
	return jx_field_is_item_equal(lists->field, jx_field_item(lists->before, lists->field, before),
		jx_field_item(lists->after, lists->field, after));
}

static uint32_t weight_of(const ProtobufCMessage *row, const ProtobufCFieldDescriptor *field)
{
	if (field->type != PROTOBUF_C_TYPE_STRING || jx_field_is_list(field))
		return WEIGHT_OTHER;
	const char *text = *(char *const *)jx_field_item(row, field, 0);
	return strlen(text) >= NAMING_BYTES ? WEIGHT_TEXT : WEIGHT_OTHER;
}

static uint32_t likeness(const struct lists *lists, size_t before, size_t after)
{
	uint32_t sum = WEIGHT_PAIR;
	if (!jx_field_is_inner(lists->field))
		return sum + (is_equal(lists, before, after) ? WEIGHT_TEXT : 0);
	const ProtobufCMessage *a = jx_field_message(lists->before, lists->field, before);
	const ProtobufCMessage *b = jx_field_message(lists->after, lists->field, after);
	for (unsigned i = 0; i < a->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &a->descriptor->fields[i];
		if (jx_field_count(a, field) > 0 && jx_field_count(b, field) > 0 &&
			jx_field_is_equal(a, b, field))
			sum += weight_of(a, field);
	}
	return sum;
}

static void find_ends(struct lists *lists, size_t *ret_n_last)
{
	size_t n = lists->n_before < lists->n_after ? lists->n_before : lists->n_after;
	size_t first = 0, last = 0;
	while (first < n && is_equal(lists, first, first))
		first++;
	while (last < n - first && is_equal(lists, lists->n_before - 1 - last, lists->n_after - 1 - last))
		last++;
	lists->first = first;
	lists->n_before -= first + last;
	lists->n_after -= first + last;
	*ret_n_last = last;
}

/* best[i][j]: the most that rows from i before and from j after have in common. */
static void fill(const struct lists *lists, uint32_t *best)
{
	size_t width = lists->n_after + 1;
	for (size_t i = lists->n_before; i-- > 0;)
		for (size_t j = lists->n_after; j-- > 0;) {
			uint32_t pair = best[(i + 1) * width + j + 1] +
					likeness(lists, lists->first + i, lists->first + j);
			uint32_t skip_before = best[(i + 1) * width + j];
			uint32_t skip_after = best[i * width + j + 1];
			uint32_t skip = skip_before > skip_after ? skip_before : skip_after;
			best[i * width + j] = pair > skip ? pair : skip;
		}
}

static size_t walk(const struct lists *lists, const uint32_t *best, struct jx_row_pair *pairs)
{
	size_t width = lists->n_after + 1, i = 0, j = 0, n = 0;
	while (i < lists->n_before || j < lists->n_after) {
		uint32_t here = best[i * width + j];
		if (i < lists->n_before && here == best[(i + 1) * width + j])
			pairs[n++] = (struct jx_row_pair){lists->first + i++, JX_NO_ROW};
		else if (j < lists->n_after && here == best[i * width + j + 1])
			pairs[n++] = (struct jx_row_pair){JX_NO_ROW, lists->first + j++};
		else
			pairs[n++] = (struct jx_row_pair){lists->first + i++, lists->first + j++};
	}
	return n;
}

static size_t pair_by_index(const struct lists *lists, struct jx_row_pair *pairs)
{
	size_t n = lists->n_before > lists->n_after ? lists->n_before : lists->n_after;
	for (size_t i = 0; i < n; i++)
		pairs[i] = (struct jx_row_pair){i < lists->n_before ? lists->first + i : JX_NO_ROW,
			i < lists->n_after ? lists->first + i : JX_NO_ROW};
	return n;
}

static enum jx_status pair_between(
	const struct lists *lists, struct jx_arena *arena, struct jx_row_pair *pairs, size_t *ret_n)
{
	if (lists->n_before > JX_MAX_MATCHED_ROWS || lists->n_after > JX_MAX_MATCHED_ROWS) {
		*ret_n = pair_by_index(lists, pairs);
		return JX_OK;
	}
	uint32_t *best = jx_arena_calloc(arena, (lists->n_before + 1) * (lists->n_after + 1), sizeof(*best));
	if (best == NULL)
		return jx_arena_fail(arena, NULL);
	fill(lists, best);
	*ret_n = walk(lists, best, pairs);
	return JX_OK;
}

enum jx_status jx_rows_match(const ProtobufCMessage *before, const ProtobufCMessage *after,
	const ProtobufCFieldDescriptor *field, struct jx_arena *arena, struct jx_row_pair **ret_pairs,
	size_t *ret_n)
{
	struct lists lists = {before, after, field, 0, count_of(before, field), count_of(after, field)};
	size_t n_last = 0, n_between = 0;
	struct jx_row_pair *pairs = jx_arena_calloc(arena, lists.n_before + lists.n_after, sizeof(*pairs));
	if (pairs == NULL)
		return jx_arena_fail(arena, NULL);
	find_ends(&lists, &n_last);
	for (size_t i = 0; i < lists.first; i++)
		pairs[i] = (struct jx_row_pair){i, i};
	enum jx_status status = pair_between(&lists, arena, pairs + lists.first, &n_between);
	size_t n = lists.first + n_between;
	for (size_t i = 0; i < n_last; i++)
		pairs[n++] = (struct jx_row_pair){
			lists.first + lists.n_before + i, lists.first + lists.n_after + i};
	*ret_pairs = pairs;
	*ret_n = n;
	return status;
}
