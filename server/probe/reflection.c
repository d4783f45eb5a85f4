#include "server/probe/reflection.h"

#include <string.h>

#include "google/protobuf/descriptor.pb-c.h"
#include "grpc/reflection/v1/reflection.pb-c.h"
#include "proto/contract/message/codec.h"
#include "server/call/job.h"
#include "server/call/task_pool.h"
#include "server/probe/embedded.h"

typedef Google__Protobuf__FileDescriptorProto File;
typedef Google__Protobuf__FileDescriptorSet FileSet;
typedef Grpc__Reflection__V1__ServerReflectionRequest Question;
typedef Grpc__Reflection__V1__ServerReflectionResponse Answer;

#define MAX_FILES 64

/* The embedded descriptors, decoded into the task's arena in half a millisecond. */
static FileSet *read_files(struct jx_task *task)
{
	return (FileSet *)protobuf_c_message_unpack(&google__protobuf__file_descriptor_set__descriptor,
		jx_arena_allocator(&task->arena), jx_embedded_schema[0].n_bytes, jx_embedded_schema[0].bytes);
}

static const File *find_file(const FileSet *files, const char *name)
{
	for (size_t i = 0; i < files->n_file; i++)
		if (strcmp(files->file[i]->name, name) == 0)
			return files->file[i];
	return NULL;
}

/* What follows a prefix and a dot in a symbol; "" when it is the prefix itself; NULL when it begins otherwise. */
static const char *rest_after(const char *symbol, const char *prefix)
{
	size_t n = strlen(prefix);
	if (strncmp(symbol, prefix, n) != 0)
		return NULL;
	if (symbol[n] == '\0')
		return symbol + n;
	return symbol[n] == '.' ? symbol + n + 1 : NULL;
}

static bool defines(const File *file, const char *symbol)
{
	const char *rest = file->package != NULL ? rest_after(symbol, file->package) : symbol;
	if (rest == NULL || rest[0] == '\0')
		return false;
	for (size_t i = 0; i < file->n_message_type; i++)
		if (rest_after(rest, file->message_type[i]->name) != NULL)
			return true;
	for (size_t i = 0; i < file->n_enum_type; i++)
		if (rest_after(rest, file->enum_type[i]->name) != NULL)
			return true;
	for (size_t i = 0; i < file->n_service; i++)
		if (rest_after(rest, file->service[i]->name) != NULL)
			return true;
	return false;
}

static const File *find_symbol(const FileSet *files, const char *symbol)
{
	for (size_t i = 0; i < files->n_file; i++)
		if (defines(files->file[i], symbol))
			return files->file[i];
	return NULL;
}

/* Adds a file and, before it, what it imports: each once. The files of the set are in that order already. */
static void add_needed(const FileSet *files, const File *file, bool needed[MAX_FILES])
{
	for (size_t i = files->n_file; i-- > 0;) {
		if (files->file[i] == file)
			needed[i] = true;
		for (size_t d = 0; needed[i] && d < files->file[i]->n_dependency; d++) {
			for (size_t k = 0; k < i; k++)
				if (strcmp(files->file[k]->name, files->file[i]->dependency[d]) == 0)
					needed[k] = true;
		}
	}
}

static bool answer_file(struct jx_task *task, const FileSet *files, const File *file, Answer *answer)
{
	bool needed[MAX_FILES] = {false};
	Grpc__Reflection__V1__FileDescriptorResponse *found =
		jx_task_new(task, &grpc__reflection__v1__file_descriptor_response__descriptor);
	if (found == NULL || files->n_file > MAX_FILES)
		return false;
	found->file_descriptor_proto =
		jx_arena_calloc(&task->arena, files->n_file, sizeof(*found->file_descriptor_proto));
	if (found->file_descriptor_proto == NULL)
		return false;
	add_needed(files, file, needed);
	/* the file asked for comes first */
	for (size_t i = files->n_file; i-- > 0;) {
		if (!needed[i])
			continue;
		ProtobufCBinaryData *packed = &found->file_descriptor_proto[found->n_file_descriptor_proto];
		if (jx_codec_pack_arena(&files->file[i]->base, &task->arena, &packed->data, &packed->len,
			    &task->error) != JX_OK)
			return false;
		found->n_file_descriptor_proto++;
	}
	answer->message_response_case =
		GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_FILE_DESCRIPTOR_RESPONSE;
	answer->file_descriptor_response = found;
	return true;
}

static char *join(struct jx_task *task, const char *package, const char *name)
{
	size_t n = strlen(package) + strlen(name) + 2;
	char *full = jx_arena_alloc(&task->arena, n);
	if (full != NULL) {
		memcpy(full, package, strlen(package));
		full[strlen(package)] = '.';
		memcpy(full + strlen(package) + 1, name, strlen(name) + 1);
	}
	return full;
}

static bool answer_services(struct jx_task *task, const FileSet *files, Answer *answer)
{
	Grpc__Reflection__V1__ListServiceResponse *list =
		jx_task_new(task, &grpc__reflection__v1__list_service_response__descriptor);
	size_t n = 0;
	for (size_t i = 0; i < files->n_file; i++)
		n += files->file[i]->n_service;
	if (list == NULL ||
		(list->service = jx_arena_calloc(&task->arena, n + 1, sizeof(*list->service))) == NULL)
		return false;
	for (size_t i = 0; i < files->n_file; i++) {
		for (size_t s = 0; s < files->file[i]->n_service; s++) {
			Grpc__Reflection__V1__ServiceResponse *service =
				jx_task_new(task, &grpc__reflection__v1__service_response__descriptor);
			if (service == NULL)
				return false;
			service->name = join(task, files->file[i]->package, files->file[i]->service[s]->name);
			if (service->name == NULL)
				return false;
			list->service[list->n_service++] = service;
		}
	}
	answer->message_response_case =
		GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_LIST_SERVICES_RESPONSE;
	answer->list_services_response = list;
	return true;
}

static bool answer_error(struct jx_task *task, enum jx_status status, const char *message, Answer *answer)
{
	Grpc__Reflection__V1__ErrorResponse *error =
		jx_task_new(task, &grpc__reflection__v1__error_response__descriptor);
	if (error == NULL)
		return false;
	error->error_code = (int32_t)status;
	error->error_message = (char *)message;
	answer->message_response_case =
		GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_ERROR_RESPONSE;
	answer->error_response = error;
	return true;
}

static bool answer_question(struct jx_task *task, const Question *question, Answer *answer)
{
	const FileSet *files = read_files(task);
	const File *file = NULL;
	if (files == NULL)
		return false;
	switch (question->message_request_case) {
	case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_LIST_SERVICES:
		return answer_services(task, files, answer);
	case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_FILE_BY_FILENAME:
		file = find_file(files, question->file_by_filename);
		break;
	case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_FILE_CONTAINING_SYMBOL:
		file = find_symbol(files, question->file_containing_symbol);
		break;
	case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_FILE_CONTAINING_EXTENSION:
	case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_ALL_EXTENSION_NUMBERS_OF_TYPE:
		return answer_error(task, JX_NOT_FOUND, "the schema has no extensions", answer);
	case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST__NOT_SET:
	case _GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST__CASE_IS_INT_SIZE:
	default:
		return answer_error(task, JX_INVALID, "no question was asked", answer);
	}
	return file != NULL ? answer_file(task, files, file, answer)
			    : answer_error(task, JX_NOT_FOUND, "no such file or symbol", answer);
}

static bool send_answer(struct jx_task *task, const Answer *answer)
{
	struct jx_reply_buf *frame;
	if (jx_job_pack(task, &answer->base, &frame) != JX_OK)
		return false;
	(void)jx_call_send(task->call, frame);
	jx_reply_buf_unref(frame);
	return true;
}

void jx_reflection_message(struct jx_task *task)
{
	jx_arena_reset(&task->arena);
	task->status = jx_job_decode(task);
	Answer *answer = task->status == JX_OK ? jx_task_new(task, task->method->reply) : NULL;
	if (answer != NULL) {
		Question *question = (Question *)task->message;
		answer->valid_host = question->host;
		answer->original_request = question;
		if (answer_question(task, question, answer) && send_answer(task, answer))
			return;
	}
	if (task->status == JX_OK)
		task->status = jx_task_no_memory(task);
	jx_task_answer(task);
}
