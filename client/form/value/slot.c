#include "client/form/value/slot.h"

#include <string.h>

#include "proto/contract/message/field.h"

ProtobufCMessage *jx_form_new_message(struct jx_arena *arena, const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *message = jx_arena_alloc(arena, type->sizeof_message);
	if (message != NULL)
		protobuf_c_message_init(type, message);
	return message;
}

const ProtobufCFieldDescriptor *jx_form_field_at(
	const ProtobufCMessageDescriptor *type, const char *path, size_t n)
{
	const ProtobufCFieldDescriptor *field = NULL;
	while (type != NULL) {
		size_t n_name = 0;
		while (n_name < n && path[n_name] != '.')
			n_name++;
		field = jx_field_find(type, path, n_name);
		if (field == NULL || n_name == n)
			return field;
		type = field->type == PROTOBUF_C_TYPE_MESSAGE ? field->descriptor : NULL;
		path += n_name + 1;
		n -= n_name + 1;
	}
	return NULL;
}

void *jx_form_slot_member(const struct jx_form_slot *slot)
{
	return (char *)slot->parent + slot->field->offset;
}

void jx_form_slot_set_list(const struct jx_form_slot *slot, void *items, size_t n)
{
	memcpy(jx_form_slot_member(slot), &items, sizeof(items));
	memcpy((char *)slot->parent + slot->field->quantifier_offset, &n, sizeof(n));
}

bool jx_form_slot_find(ProtobufCMessage *message, const char *path, struct jx_form_slot *ret_slot)
{
	for (;;) {
		size_t n = strcspn(path, ".");
		ret_slot->parent = message;
		ret_slot->field = jx_field_find(message->descriptor, path, n);
		if (ret_slot->field == NULL)
			return false;
		if (path[n] == '\0')
			return true;
		memcpy(&message, jx_form_slot_member(ret_slot), sizeof(message));
		if (message == NULL)
			return false;
		path += n + 1;
	}
}

enum jx_status jx_form_slot_make(
	struct jx_arena *arena, ProtobufCMessage *message, const char *path, struct jx_form_slot *ret_slot)
{
	while (!jx_form_slot_find(message, path, ret_slot)) {
		if (ret_slot->field == NULL)
			return JX_INTERNAL;
		ProtobufCMessage *made = jx_form_new_message(arena, ret_slot->field->descriptor);
		if (made == NULL)
			return jx_arena_fail(arena, NULL);
		memcpy(jx_form_slot_member(ret_slot), &made, sizeof(made));
	}
	return JX_OK;
}
