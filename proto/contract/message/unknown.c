/* See unknown.h. */
#include "proto/contract/message/unknown.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/message/field.h"

static enum jx_status fail_newer(struct jx_error *error, const char *path)
{
	return jx_fail_at(error, JX_REASON_NEWER_VERSION, path, JX_ARGS(JX_TEXT(path)));
}

static enum jx_status fail_field(const struct jx_step *step, uint32_t number, struct jx_error *error)
{
	char path[JX_ERROR_ARG_BYTES];
	jx_step_print(step, path, sizeof(path));
	size_t used = strlen(path);
	(void)snprintf(path + used, sizeof(path) - used, "%s#%u", used > 0 ? "." : "", number);
	return fail_newer(error, path);
}

static enum jx_status check_message(
	const ProtobufCMessage *message, const struct jx_step *parent, struct jx_error *error);

static enum jx_status check_item(
	const ProtobufCMessage *message, const struct jx_step *step, struct jx_error *error)
{
	const ProtobufCFieldDescriptor *field = step->field;
	if (field->type == PROTOBUF_C_TYPE_MESSAGE)
		return check_message(jx_field_message(message, field, step->index), step, error);
	int value = *(const int *)jx_field_item(message, field, step->index);
	if (protobuf_c_enum_descriptor_get_value(field->descriptor, value) != NULL)
		return JX_OK;
	char path[JX_ERROR_ARG_BYTES];
	return fail_newer(error, jx_step_print(step, path, sizeof(path)));
}

static enum jx_status check_message(
	const ProtobufCMessage *message, const struct jx_step *parent, struct jx_error *error)
{
	if (message->n_unknown_fields > 0)
		return fail_field(parent, message->unknown_fields[0].tag, error);
	for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
		if (field->type != PROTOBUF_C_TYPE_MESSAGE && field->type != PROTOBUF_C_TYPE_ENUM)
			continue;
		size_t n = jx_field_count(message, field);
		for (size_t k = 0; k < n; k++) {
			struct jx_step step = {parent, field, k, jx_field_is_list(field)};
			enum jx_status status = check_item(message, &step, error);
			if (status != JX_OK)
				return status;
		}
	}
	return JX_OK;
}

enum jx_status jx_message_check_known(const ProtobufCMessage *message, struct jx_error *error)
{
	return check_message(message, NULL, error);
}
