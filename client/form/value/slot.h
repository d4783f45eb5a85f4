/*
 * Fields of a message by path, made where they are not there yet: what a form is read into.
 *
 * Paths here have no index: they begin at a report or at a row. Thread: any; an arena belongs to one thread at a time.
 */
#ifndef CLIENT_FORM_VALUE_SLOT_H
#define CLIENT_FORM_VALUE_SLOT_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/status.h"

/** Where a value is put. */
struct jx_form_slot {
	ProtobufCMessage *parent;
	const ProtobufCFieldDescriptor *field;
};

/** Make a message of a type. @return NULL without memory. */
ProtobufCMessage *jx_form_new_message(struct jx_arena *arena, const ProtobufCMessageDescriptor *type);

/** The last field of a path, from a type alone; NULL when the type has no such path. @param n  bytes of path. */
const ProtobufCFieldDescriptor *jx_form_field_at(
	const ProtobufCMessageDescriptor *type, const char *path, size_t n);

/** Find the place of a path in a message, and make the messages on the way.
 *
 * @param path  one that the type has.
 * @return JX_OK; the arena's.
 */
enum jx_status jx_form_slot_make(struct jx_arena *arena, ProtobufCMessage *message, const char *path,
	struct jx_form_slot *ret_slot) JX_MUST_CHECK;

/** The same, making nothing. @return false when a message on the way is not there. */
bool jx_form_slot_find(ProtobufCMessage *message, const char *path, struct jx_form_slot *ret_slot);

/** The place in memory of a singular field. */
void *jx_form_slot_member(const struct jx_form_slot *slot);

/** Set a list: its items and their number. */
void jx_form_slot_set_list(const struct jx_form_slot *slot, void *items, size_t n);

#endif
