/*
 * A message as a file: canonical JSON, written durably. Thread: any.
 */
#ifndef CLIENT_DISK_MESSAGE_FILE_H
#define CLIENT_DISK_MESSAGE_FILE_H

#include <protobuf-c/protobuf-c.h>

#include "client/disk/files.h"

/** Where a message is. Borrowed. */
struct jx_message_file {
	const struct jx_disk *disk; /* NULL: the real one */
	const char *directory;
	const char *name;
};

/** Write a message. @return as jx_json_write() and jx_file_write(). */
enum jx_status jx_message_file_write(const struct jx_message_file *file, const ProtobufCMessage *message,
	struct jx_arena *arena, struct jx_error *error) JX_MUST_CHECK;

/** Read a message of a type, which only its owner can have written.
 *
 * @param ret_message  in the arena.
 * @return JX_OK; JX_NOT_FOUND; another status when it cannot be read or is not of the type.
 */
enum jx_status jx_message_file_read(const struct jx_message_file *file,
	const ProtobufCMessageDescriptor *type, struct jx_arena *arena,
	ProtobufCMessage **ret_message) JX_MUST_CHECK;

#endif
