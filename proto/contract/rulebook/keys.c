/*
 * Keys of a rulebook: the rows of each list have one, and no two have the same. See private.h.
 *
 * Found by sorting: a rulebook of hundreds of lists of thousands of codes is loaded in the time it takes to read it.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/message/field.h"
#include "proto/contract/rulebook/private.h"

#define NO_ROW SIZE_MAX

struct key {
	const char *text;
	size_t row;
};

static int compare_keys(const void *a, const void *b)
{
	const struct key *left = a;
	const struct key *right = b;
	int order = strcmp(left->text, right->text);
	return order != 0 ? order : (left->row > right->row) - (left->row < right->row);
}

/* Writes, for each of n rows, the first row with the same key; NO_ROW where it is itself the first, or has none. */
static bool find_first(struct jx_arena *scratch, const struct jx_rulebook_rows *rows,
	const ProtobufCFieldDescriptor *list, size_t n, size_t **ret_first)
{
	const ProtobufCFieldDescriptor *key = jx_field_find(list->descriptor, rows->key, strlen(rows->key));
	struct key *keys = jx_arena_calloc(scratch, n + 1, sizeof(*keys));
	size_t *first = jx_arena_calloc(scratch, n + 1, sizeof(*first));
	size_t n_keys = 0;
	if (keys == NULL || first == NULL)
		return false;
	for (size_t i = 0; i < n; i++) {
		const ProtobufCMessage *row = jx_field_message(rows->holder, list, i);
		const char *text = row != NULL ? *(char *const *)((const char *)row + key->offset) : "";
		first[i] = NO_ROW;
		if (text[0] != '\0')
			keys[n_keys++] = (struct key){text, i};
	}
	jx_array_sort(keys, n_keys, sizeof(*keys), compare_keys);
	for (size_t i = 1; i < n_keys; i++) {
		size_t before = keys[i - 1].row;
		if (strcmp(keys[i].text, keys[i - 1].text) == 0)
			first[keys[i].row] = first[before] != NO_ROW ? first[before] : before;
	}
	*ret_first = first;
	return true;
}

static void check_key(struct jx_rulebook_reader *reader, const struct jx_rulebook_rows *rows,
	const ProtobufCMessage *row, size_t index, size_t first)
{
	const ProtobufCFieldDescriptor *key = jx_field_find(row->descriptor, rows->key, strlen(rows->key));
	const char *text = *(char *const *)((const char *)row + key->offset);
	char path[JX_PATH_BYTES];
	char other[JX_PATH_BYTES];
	if (text[0] != '\0' && first == NO_ROW)
		return;
	(void)snprintf(path, sizeof(path), "%s%s[%zu]", rows->path, rows->list, index);
	jx_rulebook_check_text(reader, path, rows->key, text);
	if (first == NO_ROW)
		return;
	(void)snprintf(other, sizeof(other), "%s%s[%zu]", rows->path, rows->list, first);
	jx_rulebook_note_part(reader, path, rows->key, JX_REASON_RULEBOOK_DUPLICATE,
		JX_ARGS(JX_TEXT(text), JX_TEXT(other)));
}

size_t jx_rulebook_check_rows(struct jx_rulebook_reader *reader, const struct jx_rulebook_rows *rows)
{
	const ProtobufCFieldDescriptor *field =
		jx_field_find(rows->holder->descriptor, rows->list, strlen(rows->list));
	size_t n = jx_field_count(rows->holder, field);
	size_t *first;
	char path[JX_PATH_BYTES];
	if (n > rows->max) {
		(void)snprintf(path, sizeof(path), "%s%s", rows->path, rows->list);
		jx_rulebook_note(reader, path, JX_REASON_RULEBOOK_TOO_MANY,
			JX_ARGS(JX_TEXT(rows->list), JX_U64(n), JX_U64(rows->max)));
		reader->used = UINT32_MAX; /* by the rows that are not read, as far as can be told */
		return 0;
	}
	if (!find_first(reader->scratch, rows, field, n, &first)) {
		reader->status = jx_arena_fail(reader->scratch, NULL);
		return 0;
	}
	for (size_t i = 0; i < n; i++) {
		const ProtobufCMessage *row = jx_field_message(rows->holder, field, i);
		if (row != NULL)
			check_key(reader, rows, row, i, first[i]);
	}
	jx_arena_reset(reader->scratch);
	return n;
}
