#include "client/disk/message_file.h"

#include "proto/contract/base/limits.h"
#include "proto/contract/message/json/json.h"

enum jx_status jx_message_file_write(const struct jx_message_file *file, const ProtobufCMessage *message,
	struct jx_arena *arena, struct jx_error *error)
{
	char *text;
	size_t n;
	enum jx_status status = jx_json_write(message, JX_JSON_CANONICAL, arena, error, &text, &n);
	if (status != JX_OK)
		return status;
	const struct jx_file_write write = {
		.directory = file->directory, .name = file->name, .bytes = text, .n = n, .mode = 0600};
	return jx_file_write(file->disk, &write, error);
}

enum jx_status jx_message_file_read(const struct jx_message_file *file,
	const ProtobufCMessageDescriptor *type, struct jx_arena *arena, ProtobufCMessage **ret_message)
{
	char path[JX_FILE_PATH_BYTES];
	char *text;
	size_t n;
	struct jx_json_problems problems;
	struct jx_error ignored;
	enum jx_status status = jx_file_path(file->directory, file->name, path, &ignored);
	if (status != JX_OK)
		return status;
	const struct jx_file_source source = {
		.path = path, .max_bytes = JX_MAX_JSON_BYTES, .trust = JX_FILE_OWN};
	status = jx_file_read_trusted(&source, arena, &text, &n, &ignored);
	if (status != JX_OK)
		return status;
	return jx_json_read(type, text, n, arena, &problems, ret_message);
}
