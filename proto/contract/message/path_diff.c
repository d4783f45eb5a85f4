#include "proto/contract/message/path.h"

#include <stdbool.h>
#include <stdint.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/row_match.h"

/* The differences listed so far, and where they go. */
struct listing {
	struct jx_arena *arena; /* for the pairs of rows; NULL: by index */
	jx_path_on_difference on_difference;
	void *user;
	uint64_t n_listed;
};

/* An item of a field: its place on both sides, and the step that names it. */
struct item {
	struct jx_step step;
	struct jx_row_pair at;
};

/* One field on both sides; a side is NULL when it is absent. */
struct sides {
	const ProtobufCMessage *before;
	const ProtobufCMessage *after;
	const struct jx_step *step; /* where the two stand; NULL at the top */
	size_t depth;               /* 1 at the top */
};

static enum jx_status list_messages(struct listing *listing, const struct sides *sides);

static size_t count_of(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	return message != NULL ? jx_field_count(message, field) : 0;
}

static struct jx_place place_of(const ProtobufCMessage *message, const struct jx_step *step, size_t index)
{
	bool is_present = index < count_of(message, step->field);
	struct jx_place place = {step->field, message, step->has_index, index, is_present, NULL};
	/* A singular field has its item even when that is a default. */
	if (message != NULL && (is_present || !step->has_index))
		place.value = jx_field_item(message, step->field, index);
	return place;
}

static enum jx_status list_one(struct listing *listing, const struct sides *sides, const struct item *item)
{
	char path[JX_PATH_BYTES];
	struct jx_difference difference = {
		.path = jx_step_print(&item->step, path, sizeof(path)),
		.change = JX_CHANGE_ALTERED,
		.before = place_of(sides->before, &item->step, item->at.before),
		.after = place_of(sides->after, &item->step, item->at.after),
	};
	if (!difference.before.is_present)
		difference.change = JX_CHANGE_ADDED;
	else if (!difference.after.is_present)
		difference.change = JX_CHANGE_REMOVED;
	listing->n_listed++;
	return listing->on_difference(listing->user, &difference);
}

/* Lists what differs in one item that is an object; an item on one side only is listed by its leaves. */
static enum jx_status list_inner(struct listing *listing, const struct sides *sides, const struct item *item)
{
	const ProtobufCFieldDescriptor *field = item->step.field;
	bool is_before = item->at.before < count_of(sides->before, field);
	bool is_after = item->at.after < count_of(sides->after, field);
	struct sides inner = {
		.before = is_before ? jx_field_message(sides->before, field, item->at.before) : NULL,
		.after = is_after ? jx_field_message(sides->after, field, item->at.after) : NULL,
		.step = &item->step,
		.depth = sides->depth + 1,
	};
	uint64_t n_before = listing->n_listed;
	enum jx_status status = list_messages(listing, &inner);
	if (status == JX_OK && is_before != is_after && listing->n_listed == n_before)
		status = list_one(listing, sides, item);
	return status;
}

static bool is_leaf_equal(const struct sides *sides, const struct item *item)
{
	const ProtobufCFieldDescriptor *field = item->step.field;
	bool is_before = item->at.before < count_of(sides->before, field);
	bool is_after = item->at.after < count_of(sides->after, field);
	if (!is_before || !is_after)
		return is_before == is_after;
	return jx_field_is_item_equal(field, jx_field_item(sides->before, field, item->at.before),
		jx_field_item(sides->after, field, item->at.after));
}

static enum jx_status list_item(struct listing *listing, const struct sides *sides,
	const ProtobufCFieldDescriptor *field, struct jx_row_pair at)
{
	const size_t index = at.after != JX_NO_ROW ? at.after : at.before;
	const struct item item = {{sides->step, field, index, jx_field_is_list(field)}, at};
	if (jx_field_is_inner(field))
		return list_inner(listing, sides, &item);
	return is_leaf_equal(sides, &item) ? JX_OK : list_one(listing, sides, &item);
}

static enum jx_status list_pairs(
	struct listing *listing, const struct sides *sides, const ProtobufCFieldDescriptor *field)
{
	struct jx_row_pair *pairs = NULL;
	size_t n = 0;
	enum jx_status status = jx_rows_match(sides->before, sides->after, field, listing->arena, &pairs, &n);
	for (size_t i = 0; status == JX_OK && i < n; i++)
		status = list_item(listing, sides, field, pairs[i]);
	return status;
}

static enum jx_status list_field(
	struct listing *listing, const struct sides *sides, const ProtobufCFieldDescriptor *field)
{
	size_t n_before = count_of(sides->before, field);
	size_t n_after = count_of(sides->after, field);
	size_t n = n_before > n_after ? n_before : n_after;
	enum jx_status status = JX_OK;
	if (listing->arena != NULL && jx_field_is_list(field) && n > 0)
		return list_pairs(listing, sides, field);
	for (size_t i = 0; status == JX_OK && i < n; i++)
		status = list_item(listing, sides, field, (struct jx_row_pair){i, i});
	return status;
}

static enum jx_status list_messages(struct listing *listing, const struct sides *sides)
{
	if (sides->depth > JX_MAX_WIRE_DEPTH)
		return JX_INVALID;
	if (sides->before == NULL && sides->after == NULL)
		return JX_OK;
	const ProtobufCMessageDescriptor *type =
		sides->before != NULL ? sides->before->descriptor : sides->after->descriptor;
	for (unsigned i = 0; i < type->n_fields; i++) {
		enum jx_status status = list_field(listing, sides, &type->fields[i]);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

enum jx_status jx_path_diff(const ProtobufCMessage *before, const ProtobufCMessage *after,
	jx_path_on_difference on_difference, void *user)
{
	struct listing listing = {NULL, on_difference, user, 0};
	const struct sides sides = {before, after, NULL, 1};
	return list_messages(&listing, &sides);
}

enum jx_status jx_path_diff_rows(const ProtobufCMessage *before, const ProtobufCMessage *after,
	struct jx_arena *arena, jx_path_on_difference on_difference, void *user)
{
	struct listing listing = {arena, on_difference, user, 0};
	const struct sides sides = {before, after, NULL, 1};
	return list_messages(&listing, &sides);
}
