/*
 * Reading messages through their descriptors: what codec, JSON, figures and paths have in common.
 *
 * protobuf-c gives offsets; this gives presence, counts and items, knows which messages are figures (leaves
 * with a text form), and names places for errors. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_MESSAGE_FIELD_H
#define PROTO_CONTRACT_MESSAGE_FIELD_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A message type with a text form of its own. */
enum jx_leaf { JX_LEAF_NONE, JX_LEAF_AMOUNT, JX_LEAF_DECIMAL, JX_LEAF_TIMESTAMP };

/** Tell which text form a message type has; JX_LEAF_NONE for one that is an object with fields. */
enum jx_leaf jx_type_leaf(const ProtobufCMessageDescriptor *type);

/** Tell whether a field holds messages that are objects with fields: its places have places inside. */
bool jx_field_is_inner(const ProtobufCFieldDescriptor *field);

/** Items of a field: the length of a list; of a singular field 1 when it is written in JSON, else 0.
 *
 * A singular field is written when it is not its default: a message when it is not NULL, a member of a oneof
 * when it is the one set.
 */
size_t jx_field_count(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);

/** The place of an item: a `const char *const *`, `const int64_t *`, `const ProtobufCMessage *const *`, by
 * type.
 *
 * @param index  of a list, below its length; ignored for a singular field.
 */
const void *jx_field_item(
	const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t index);

/** The message at an item of a message field. */
const ProtobufCMessage *jx_field_message(
	const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t index);

/** Bytes that one item takes in its struct or list. */
size_t jx_field_item_bytes(const ProtobufCFieldDescriptor *field);

/** Tell whether a field is repeated. */
static inline bool jx_field_is_list(const ProtobufCFieldDescriptor *field)
{
	return field->label == PROTOBUF_C_LABEL_REPEATED;
}

/** Find a field by a name that need not be terminated; NULL when there is none. */
const ProtobufCFieldDescriptor *jx_field_find(
	const ProtobufCMessageDescriptor *type, const char *name, size_t n);

/** The field whose name is nearest to a misspelt one, by edit distance.
 *
 * @return "" when none is near: more than a third of the letters, and one, differ. Borrowed from the
 * descriptor.
 */
const char *jx_field_nearest(const ProtobufCMessageDescriptor *type, const char *name, size_t n);

#define JX_MAX_APART 64 /* characters of two words that are compared */

/** Characters to add, to leave out or to change on the way from a to b. @param n_a,n_b  at most JX_MAX_APART each. */
size_t jx_characters_apart(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b);

/** Edits (insert, delete, replace one byte) from a to b, at most limit + 1; names beyond 64 bytes are far apart. */
size_t jx_edit_distance(const char *a, size_t n_a, const char *b, size_t n_b, size_t limit);

/** Tell whether two messages of one type have the same canonical JSON. Either may be NULL. */
bool jx_message_is_equal(const ProtobufCMessage *a, const ProtobufCMessage *b);

/** Tell whether a field has the same canonical JSON in two messages of one type. */
bool jx_field_is_equal(
	const ProtobufCMessage *a, const ProtobufCMessage *b, const ProtobufCFieldDescriptor *field);

/** Tell whether two items (jx_field_item()) of a field have the same canonical JSON. */
bool jx_field_is_item_equal(const ProtobufCFieldDescriptor *field, const void *a, const void *b);

/* One step on the way down a message, kept on the stack of whoever walks; the first step has no parent. */
struct jx_step {
	const struct jx_step *parent;
	const ProtobufCFieldDescriptor *field;
	size_t index; /* printed when the field is a list */
	bool has_index;
};

/** Write the path of a step, "functions[3].amount"; NULL writes "". Cut at size. @return out. */
const char *jx_step_print(const struct jx_step *step, char *out, size_t size);

#endif
