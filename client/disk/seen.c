#include "client/disk/seen.h"

#include <stdio.h>
#include <string.h>

#include "client/disk/message_file.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"

#define NAME_BYTES (2 * JX_MAX_CODE_BYTES + 8) /* "{round}-{department}.json" */

static enum jx_status find_file(const char *home, const char *submission, char directory[JX_FILE_PATH_BYTES],
	char name[NAME_BYTES], struct jx_error *error)
{
	(void)snprintf(name, NAME_BYTES, "%.65s.json", jx_name_last(submission));
	return jx_file_path(home, "seen", directory, error);
}

void jx_seen_read(
	const char *home, const char *submission, struct jx_arena *arena, struct jx_seen_version *ret_version)
{
	char directory[JX_FILE_PATH_BYTES];
	char name[NAME_BYTES];
	ProtobufCMessage *message;
	struct jx_error ignored;
	*ret_version = (struct jx_seen_version){0};
	if (find_file(home, submission, directory, name, &ignored) != JX_OK)
		return;
	const struct jx_message_file file = {.directory = directory, .name = name};
	if (jx_message_file_read(&file, JX_SUBMISSION_DESCRIPTOR, arena, &message) != JX_OK)
		return;
	const JxSubmission *seen = (const JxSubmission *)message;
	if (strcmp(seen->name, submission) != 0)
		return;
	ret_version->number = seen->version_number;
	(void)jx_text_copy(ret_version->digest, sizeof(ret_version->digest), seen->digest);
}

enum jx_status jx_seen_write(const char *home, const char *submission, const struct jx_seen_version *version,
	struct jx_arena *arena, struct jx_error *error)
{
	char directory[JX_FILE_PATH_BYTES];
	char name[NAME_BYTES];
	JxSubmission seen = JX_SUBMISSION_INIT;
	enum jx_status status = find_file(home, submission, directory, name, error);
	if (status != JX_OK)
		return status;
	status = jx_file_make_directory(directory, error);
	if (status != JX_OK)
		return status;
	seen.name = (char *)submission;
	seen.version_number = version->number;
	seen.digest = (char *)version->digest;
	const struct jx_message_file file = {.directory = directory, .name = name};
	return jx_message_file_write(&file, &seen.base, arena, error);
}
