#include "tests/support/nest.h"

#include <string.h>

static void nest_init(ProtobufCMessage *message)
{
	memset(message, 0, sizeof(struct nest));
	message->descriptor = &nest_descriptor;
}

static const ProtobufCFieldDescriptor FIELDS[] = {{
	.name = "inner",
	.id = 1,
	.label = PROTOBUF_C_LABEL_NONE,
	.type = PROTOBUF_C_TYPE_MESSAGE,
	.offset = offsetof(struct nest, inner),
	.descriptor = &nest_descriptor,
}};

static const unsigned BY_NAME[] = {0};
static const ProtobufCIntRange RANGES[] = {{1, 0}, {0, 1}};

const ProtobufCMessageDescriptor nest_descriptor = {
	.magic = PROTOBUF_C__MESSAGE_DESCRIPTOR_MAGIC,
	.name = "test.Nest",
	.short_name = "Nest",
	.c_name = "Nest",
	.package_name = "test",
	.sizeof_message = sizeof(struct nest),
	.n_fields = 1,
	.fields = FIELDS,
	.fields_sorted_by_name = BY_NAME,
	.n_field_ranges = 1,
	.field_ranges = RANGES,
	.message_init = nest_init,
};
