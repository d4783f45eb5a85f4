#include "server/probe/reflection.h"

#include <stdlib.h>
#include <string.h>

#include "google/protobuf/descriptor.pb-c.h"
#include "grpc/reflection/v1/reflection.pb-c.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/codec.h"
#include "server/call/job.h"
#include "server/call/task_pool.h"
#include "server/probe/embedded.h"

typedef Google__Protobuf__FileDescriptorProto File;
typedef Google__Protobuf__FileDescriptorSet FileSet;
typedef Grpc__Reflection__V1__ServerReflectionRequest Question;
typedef Grpc__Reflection__V1__ServerReflectionResponse Answer;

typedef Grpc__Reflection__V1__FileDescriptorResponse FileAnswer;
typedef Grpc__Reflection__V1__ListServiceResponse ListAnswer;
typedef Grpc__Reflection__V1__ServiceResponse ServiceAnswer;

#define MAX_PREPARED_BYTES (8u * 1024u * 1024u) /* the descriptors decoded, and what is made of them */
#define MAX_SYMBOL_BYTES   512u                 /* the longest name of the schema has 80 */

/* What a file defines at its top: a message, an enum or a service, by its full name. */
struct symbol {
	const char *name;
	size_t file;
};

struct jx_reflection {
	struct jx_arena arena; /* of everything below */
	const FileSet *files;
	FileAnswer *answers;    /* one for each file: itself, and what it imports */
	struct symbol *symbols; /* sorted */
	size_t n_symbols;
	ListAnswer services;
};

static const FileSet *read_files(struct jx_arena *arena)
{
	return (const FileSet *)protobuf_c_message_unpack(&google__protobuf__file_descriptor_set__descriptor,
		jx_arena_allocator(arena), jx_embedded_schema[0].n_bytes, jx_embedded_schema[0].bytes);
}

/* The number of a file; n_file when there is none. */
static size_t find_file(const FileSet *files, const char *name)
{
	size_t i = 0;
	while (i < files->n_file && strcmp(files->file[i]->name, name) != 0)
		i++;
	return i;
}

/* Marks a file and what it imports: imports stand before what needs them, so one pass backwards finds all. */
static void mark_needed(const FileSet *files, size_t file, bool *needed)
{
	needed[file] = true;
	for (size_t i = file + 1; i-- > 0;)
		for (size_t d = 0; needed[i] && d < files->file[i]->n_dependency; d++)
			needed[find_file(files, files->file[i]->dependency[d])] = true;
}

/* The answer with one file: it comes first, and what it needs after it. */
static bool prepare_file(
	struct jx_reflection *reflection, const ProtobufCBinaryData *packed, size_t file, FileAnswer *answer)
{
	const FileSet *files = reflection->files;
	bool *needed = jx_arena_calloc(&reflection->arena, files->n_file + 1, sizeof(*needed));
	grpc__reflection__v1__file_descriptor_response__init(answer);
	answer->file_descriptor_proto =
		jx_arena_calloc(&reflection->arena, files->n_file, sizeof(*answer->file_descriptor_proto));
	if (needed == NULL || answer->file_descriptor_proto == NULL)
		return false;
	mark_needed(files, file, needed);
	for (size_t i = files->n_file; i-- > 0;)
		if (needed[i])
			answer->file_descriptor_proto[answer->n_file_descriptor_proto++] = packed[i];
	return true;
}

static bool prepare_files(struct jx_reflection *reflection)
{
	const FileSet *files = reflection->files;
	struct jx_arena *arena = &reflection->arena;
	struct jx_error error;
	ProtobufCBinaryData *packed = jx_arena_calloc(arena, files->n_file, sizeof(*packed));
	reflection->answers = jx_arena_calloc(arena, files->n_file, sizeof(*reflection->answers));
	if (packed == NULL || reflection->answers == NULL)
		return false;
	for (size_t i = 0; i < files->n_file; i++)
		if (jx_codec_pack_arena(
			    &files->file[i]->base, arena, &packed[i].data, &packed[i].len, &error) != JX_OK)
			return false;
	for (size_t i = 0; i < files->n_file; i++)
		if (!prepare_file(reflection, packed, i, &reflection->answers[i]))
			return false;
	return true;
}

static char *join(struct jx_arena *arena, const char *package, const char *name)
{
	size_t n_package = strlen(package);
	size_t n_name = strlen(name);
	char *full = jx_arena_alloc(arena, n_package + n_name + 2);
	if (full == NULL)
		return NULL;
	memcpy(full, package, n_package);
	full[n_package] = '.';
	memcpy(full + n_package + 1, name, n_name + 1);
	return full;
}

/* Adds a symbol of a file, which has a package like all of ours; NULL without memory. */
static const char *add_symbol(struct jx_reflection *reflection, size_t file, const char *name)
{
	const char *full = join(&reflection->arena, reflection->files->file[file]->package, name);
	reflection->symbols[reflection->n_symbols++] = (struct symbol){full, file};
	return full;
}

static bool add_service(struct jx_reflection *reflection, const char *name)
{
	ServiceAnswer *service = jx_arena_alloc(&reflection->arena, sizeof(*service));
	if (service == NULL || name == NULL)
		return false;
	grpc__reflection__v1__service_response__init(service);
	service->name = (char *)name;
	reflection->services.service[reflection->services.n_service++] = service;
	return true;
}

static bool add_symbols_of(struct jx_reflection *reflection, size_t f)
{
	const File *file = reflection->files->file[f];
	bool is_ok = true;
	for (size_t i = 0; i < file->n_message_type; i++)
		is_ok = is_ok && add_symbol(reflection, f, file->message_type[i]->name) != NULL;
	for (size_t i = 0; i < file->n_enum_type; i++)
		is_ok = is_ok && add_symbol(reflection, f, file->enum_type[i]->name) != NULL;
	for (size_t i = 0; i < file->n_service; i++)
		is_ok = is_ok && add_service(reflection, add_symbol(reflection, f, file->service[i]->name));
	return is_ok;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct symbol *)a)->name, ((const struct symbol *)b)->name);
}

static bool prepare_symbols(struct jx_reflection *reflection)
{
	const FileSet *files = reflection->files;
	size_t n_symbols = 0;
	size_t n_services = 0;
	for (size_t i = 0; i < files->n_file; i++) {
		n_services += files->file[i]->n_service;
		n_symbols += files->file[i]->n_message_type + files->file[i]->n_enum_type +
			     files->file[i]->n_service;
	}
	grpc__reflection__v1__list_service_response__init(&reflection->services);
	reflection->symbols = jx_arena_calloc(&reflection->arena, n_symbols, sizeof(*reflection->symbols));
	reflection->services.service =
		jx_arena_calloc(&reflection->arena, n_services, sizeof(*reflection->services.service));
	if (reflection->symbols == NULL || reflection->services.service == NULL)
		return false;
	for (size_t i = 0; i < files->n_file; i++)
		if (!add_symbols_of(reflection, i))
			return false;
	jx_array_sort(reflection->symbols, reflection->n_symbols, sizeof(*reflection->symbols), by_name);
	return true;
}

struct jx_reflection *jx_reflection_new(void)
{
	struct jx_reflection *reflection = calloc(1, sizeof(*reflection));
	if (reflection == NULL)
		return NULL;
	jx_arena_init(&reflection->arena, MAX_PREPARED_BYTES);
	reflection->files = read_files(&reflection->arena);
	if (reflection->files == NULL || !prepare_files(reflection) || !prepare_symbols(reflection)) {
		jx_reflection_free(reflection);
		return NULL;
	}
	return reflection;
}

void jx_reflection_free(struct jx_reflection *reflection)
{
	if (reflection == NULL)
		return;
	jx_arena_clear(&reflection->arena);
	free(reflection);
}

/* The file that defines a symbol, or what the symbol is a part of: a method's is its service's. NULL: none. */
static FileAnswer *answer_of_symbol(const struct jx_reflection *reflection, const char *symbol)
{
	char name[MAX_SYMBOL_BYTES];
	if (strlen(symbol) >= sizeof(name))
		return NULL;
	(void)jx_text_copy(name, sizeof(name), symbol);
	for (char *dot = name; dot != NULL; dot = strrchr(name, '.')) {
		if (dot != name)
			*dot = '\0';
		const struct symbol key = {name, 0};
		const struct symbol *found = jx_array_search(
			&key, reflection->symbols, reflection->n_symbols, sizeof(key), by_name);
		if (found != NULL)
			return &reflection->answers[found->file];
	}
	return NULL;
}

static FileAnswer *answer_of_file(const struct jx_reflection *reflection, const char *name)
{
	size_t i = find_file(reflection->files, name);
	return i < reflection->files->n_file ? &reflection->answers[i] : NULL;
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

static bool answer_file(struct jx_task *task, FileAnswer *found, Answer *answer)
{
	if (found == NULL)
		return answer_error(task, JX_NOT_FOUND, "no such file or symbol", answer);
	answer->message_response_case =
		GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_FILE_DESCRIPTOR_RESPONSE;
	answer->file_descriptor_response = found;
	return true;
}

static bool answer_question(struct jx_task *task, const Question *question, Answer *answer)
{
	struct jx_reflection *reflection = task->services->reflection;
	switch (question->message_request_case) {
	case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_LIST_SERVICES:
		answer->message_response_case =
			GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__MESSAGE_RESPONSE_LIST_SERVICES_RESPONSE;
		answer->list_services_response = &reflection->services;
		return true;
	case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_FILE_BY_FILENAME:
		return answer_file(task, answer_of_file(reflection, question->file_by_filename), answer);
	case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_FILE_CONTAINING_SYMBOL:
		return answer_file(
			task, answer_of_symbol(reflection, question->file_containing_symbol), answer);
	case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_FILE_CONTAINING_EXTENSION:
	case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_ALL_EXTENSION_NUMBERS_OF_TYPE:
		return answer_error(task, JX_NOT_FOUND, "the schema has no extensions", answer);
	case GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST__NOT_SET:
	case _GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST__CASE_IS_INT_SIZE:
	default:
		return answer_error(task, JX_INVALID, "no question was asked", answer);
	}
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

/* Reads a question of either version as one of v1: their bytes are the same, and so are those of the answers. */
static const Question *read_question(struct jx_task *task)
{
	ProtobufCMessage *question = NULL;
	task->status = jx_codec_unpack_request(&grpc__reflection__v1__server_reflection_request__descriptor,
		task->call->message, task->call->n_message_bytes, &task->arena, &question, &task->error);
	return (const Question *)question;
}

void jx_reflection_message(struct jx_task *task)
{
	Answer answer = GRPC__REFLECTION__V1__SERVER_REFLECTION_RESPONSE__INIT;
	jx_arena_reset(&task->arena);
	const Question *question = read_question(task);
	if (task->status == JX_OK) {
		answer.valid_host = question->host;
		answer.original_request = (Question *)question;
		if (answer_question(task, question, &answer) && send_answer(task, &answer))
			return;
		task->status = jx_task_no_memory(task);
	}
	jx_task_answer(task);
}
