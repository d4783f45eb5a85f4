#include "proto/contract/message/path.h"

#include <stdbool.h>
#include <stdint.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/message/field.h"

/* The differences listed so far, and where they go. */
struct listing {
	jx_path_on_difference on_difference;
	void *user;
	uint64_t n_listed;
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

static struct jx_place place_of(const ProtobufCMessage *message, const struct jx_step *step)
{
	bool is_present = step->index < count_of(message, step->field);
	struct jx_place place = {step->field, message, step->has_index, step->index, is_present, NULL};
	/* A singular field has its item even when that is a default. */
	if (message != NULL && (is_present || !step->has_index))
		place.value = jx_field_item(message, step->field, step->index);
	return place;
}

static enum jx_status list_one(struct listing *listing, const struct sides *sides, const struct jx_step *step)
{
	char path[JX_PATH_BYTES];
	struct jx_difference difference = {
		.path = jx_step_print(step, path, sizeof(path)),
		.change = JX_CHANGE_ALTERED,
		.before = place_of(sides->before, step),
		.after = place_of(sides->after, step),
	};
	if (!difference.before.is_present)
		difference.change = JX_CHANGE_ADDED;
	else if (!difference.after.is_present)
		difference.change = JX_CHANGE_REMOVED;
	listing->n_listed++;
	return listing->on_difference(listing->user, &difference);
}

/* Lists what differs in one item that is an object; an item on one side only is listed by its leaves. */
static enum jx_status list_inner(
	struct listing *listing, const struct sides *sides, const struct jx_step *step)
{
	const ProtobufCFieldDescriptor *field = step->field;
	bool is_before = step->index < count_of(sides->before, field);
	bool is_after = step->index < count_of(sides->after, field);
	struct sides inner = {
		.before = is_before ? jx_field_message(sides->before, field, step->index) : NULL,
		.after = is_after ? jx_field_message(sides->after, field, step->index) : NULL,
		.step = step,
		.depth = sides->depth + 1,
	};
	uint64_t n_before = listing->n_listed;
	enum jx_status status = list_messages(listing, &inner);
	if (status == JX_OK && is_before != is_after && listing->n_listed == n_before)
		status = list_one(listing, sides, step);
	return status;
}

static bool is_leaf_equal(const struct sides *sides, const struct jx_step *step)
{
	const ProtobufCFieldDescriptor *field = step->field;
	bool is_before = step->index < count_of(sides->before, field);
	bool is_after = step->index < count_of(sides->after, field);
	if (!is_before || !is_after)
		return is_before == is_after;
	return jx_field_is_item_equal(field, jx_field_item(sides->before, field, step->index),
		jx_field_item(sides->after, field, step->index));
}

static enum jx_status list_field(
	struct listing *listing, const struct sides *sides, const ProtobufCFieldDescriptor *field)
{
	size_t n_before = count_of(sides->before, field);
	size_t n_after = count_of(sides->after, field);
	size_t n = n_before > n_after ? n_before : n_after;
	for (size_t i = 0; i < n; i++) {
		struct jx_step step = {sides->step, field, i, jx_field_is_list(field)};
		enum jx_status status = JX_OK;
		if (jx_field_is_inner(field))
			status = list_inner(listing, sides, &step);
		else if (!is_leaf_equal(sides, &step))
			status = list_one(listing, sides, &step);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
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
	struct listing listing = {on_difference, user, 0};
	const struct sides sides = {before, after, NULL, 1};
	return list_messages(&listing, &sides);
}
