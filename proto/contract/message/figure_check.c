/* See figure_check.h. */
#include "proto/contract/message/figure_check.h"

#include <inttypes.h>
#include <stdio.h>

#include "google/protobuf/timestamp.pb-c.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/message/field.h"

static bool is_time_printable(const Google__Protobuf__Timestamp *time)
{
	char text[JX_INSTANT_TEXT_BYTES];
	return jx_instant_print(time->seconds, time->nanos, text);
}

static enum jx_status check_time(
	const Google__Protobuf__Timestamp *time, const char *field, struct jx_error *error)
{
	if (is_time_printable(time))
		return JX_OK;
	char found[64];
	snprintf(found, sizeof(found), "seconds %" PRId64 ", nanos %" PRId32, time->seconds, time->nanos);
	return jx_fail_at(error, JX_REASON_BAD_FIGURE, field, JX_ARGS(JX_TEXT(field), JX_TEXT(found)));
}

static enum jx_status check_leaf(
	enum jx_leaf leaf, const void *message, const struct jx_step *step, struct jx_error *error)
{
	/* Nearly all are good: their path is not written. */
	bool is_good = (leaf == JX_LEAF_AMOUNT && jx_amount_is_printable(message)) ||
		       (leaf == JX_LEAF_DECIMAL && jx_decimal_is_printable(message)) ||
		       (leaf == JX_LEAF_TIMESTAMP && is_time_printable(message));
	if (is_good)
		return JX_OK;
	char field[JX_ERROR_ARG_BYTES];
	jx_step_print(step, field, sizeof(field));
	if (leaf == JX_LEAF_AMOUNT)
		return jx_amount_check(message, field, error);
	if (leaf == JX_LEAF_DECIMAL)
		return jx_decimal_check(message, field, error);
	return check_time(message, field, error);
}

static enum jx_status check_tree(
	const ProtobufCMessage *message, const struct jx_step *parent, size_t depth, struct jx_error *error)
{
	enum jx_leaf leaf = jx_type_leaf(message->descriptor);
	if (leaf != JX_LEAF_NONE)
		return check_leaf(leaf, message, parent, error);
	if (depth > JX_MAX_WIRE_DEPTH) {
		char place[JX_ERROR_ARG_BYTES];
		jx_step_print(parent, place, sizeof(place));
		return jx_fail_at(
			error, JX_REASON_TOO_DEEP, place, JX_ARGS(JX_TEXT(place), JX_I64(JX_MAX_WIRE_DEPTH)));
	}
	for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
		if (field->type != PROTOBUF_C_TYPE_MESSAGE)
			continue;
		size_t n = jx_field_count(message, field);
		for (size_t k = 0; k < n; k++) {
			struct jx_step step = {parent, field, k, jx_field_is_list(field)};
			enum jx_status status =
				check_tree(jx_field_message(message, field, k), &step, depth + 1, error);
			if (status != JX_OK)
				return status;
		}
	}
	return JX_OK;
}

enum jx_status jx_figures_check(const ProtobufCMessage *message, struct jx_error *error)
{
	return check_tree(message, NULL, 1, error);
}
