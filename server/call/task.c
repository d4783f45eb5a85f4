#include "server/call/task.h"

#include <string.h>

#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/instant.h"
#include "server/base/clock.h"
#include "server/base/zone.h"
#include "server/call/idempotency.h"
#include "server/call/record.h"

enum jx_status jx_task_no_memory(struct jx_task *task)
{
	return jx_arena_fail(&task->arena, &task->error);
}

static bool is_stop_due(void *user)
{
	struct jx_task *task = user;
	bool is_unwanted = atomic_load(&task->is_gone) || atomic_load(&task->services->is_ending);
	uint64_t now_ms = jx_clock_monotonic_ms();
	return (is_unwanted && !task->is_begun) || now_ms >= task->deadline_ms ||
	       (task->read_end_ms != 0 && now_ms >= task->read_end_ms);
}

const struct jx_stop *jx_task_stop(struct jx_task *task)
{
	task->stop = (struct jx_stop){.is_due = is_stop_due, .user = task};
	return &task->stop;
}

static bool is_interrupted(void *user)
{
	return jx_stop_is_due(user);
}

enum jx_status jx_task_begin_snapshot(struct jx_task *task, struct jx_db *db)
{
	const struct jx_stop *stop = jx_task_stop(task);
	if (jx_stop_is_due(stop))
		return jx_task_fail_stopped(task);
	enum jx_status status = jx_tx_begin_read(db, is_interrupted, &task->stop, &task->error);
	if (status != JX_OK)
		return status;
	task->read_end_ms = jx_clock_monotonic_ms() + JX_READ_TIMEOUT_MS;
	task->db = db;
	return JX_OK;
}

/* Whether the request names a time. */
static bool asks_back(const struct jx_task *task, int64_t *ret_ms)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(task->message->descriptor, "as_of_time");
	if (field == NULL)
		return false;
	Google__Protobuf__Timestamp *const *time =
		(const void *)((const char *)task->message + field->offset);
	*ret_ms = jx_timestamp_ms(*time);
	return *time != NULL;
}

/* Sees what was committed of that time: the answer of a time never changes. */
static enum jx_status settle(struct jx_task *task, int64_t then_ms)
{
	struct jx_db *db = task->db;
	jx_task_end_snapshot(task);
	while (!jx_clock_settle(then_ms) && !jx_stop_is_due(jx_task_stop(task)))
		;
	return jx_task_begin_snapshot(task, db);
}

enum jx_status jx_task_look_back(struct jx_task *task)
{
	char asked[JX_ZONE_TIME_BYTES];
	char since[JX_ZONE_TIME_BYTES];
	int64_t since_ms = 0;
	int64_t then_ms = 0;
	if (!asks_back(task, &then_ms))
		return JX_OK;
	if (then_ms == 0)
		then_ms = 1; /* nothing was kept then; 0 stands for today */
	if (then_ms > task->received_ms)
		return jx_fail_at(&task->error, JX_REASON_TIME_AHEAD, "as_of_time",
			JX_ARGS(JX_TEXT("as_of_time"), JX_TEXT(jx_zone_print(then_ms, asked))));
	enum jx_status status = task->then_ms == 0 ? settle(task, then_ms) : JX_OK;
	if (status == JX_OK)
		status = jx_tx_look_back(task->db, then_ms, &since_ms, &task->error);
	if (status != JX_OK)
		return status;
	if (since_ms != 0)
		return jx_fail_at(&task->error, JX_REASON_HISTORY_SINCE, "as_of_time",
			JX_ARGS(JX_TEXT(jx_zone_print(then_ms, asked)),
				JX_TEXT(jx_zone_print(since_ms, since))));
	task->then_ms = then_ms;
	task->now_ms = then_ms;
	return JX_OK;
}

enum jx_status jx_task_renew_snapshot(struct jx_task *task)
{
	struct jx_db *db = task->db;
	jx_task_end_snapshot(task);
	enum jx_status status = jx_task_begin_snapshot(task, db);
	return status == JX_OK && task->then_ms != 0 ? jx_task_look_back(task) : status;
}

void jx_task_end_snapshot(struct jx_task *task)
{
	if (task->db == NULL)
		return;
	jx_tx_end_read(task->db);
	task->db = NULL;
	task->read_end_ms = 0;
}

enum jx_status jx_task_fail_stopped(struct jx_task *task)
{
	bool is_ending = atomic_load(&task->services->is_ending);
	return jx_fail(&task->error, is_ending ? JX_REASON_SHUTTING_DOWN : JX_REASON_DEADLINE_PASSED);
}

enum jx_status jx_task_fail_missing(struct jx_task *task, const char *field)
{
	return jx_fail_at(&task->error, JX_REASON_MISSING_FIELD, field, JX_ARGS(JX_TEXT(field)));
}

enum jx_status jx_task_check_ahead(
	struct jx_task *task, const char *field, const Google__Protobuf__Timestamp *time)
{
	char text[JX_ZONE_TIME_BYTES];
	int64_t ms = jx_timestamp_ms(time);
	if (ms == 0)
		return jx_task_fail_missing(task, field);
	if (ms > task->now_ms)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_TIME_PASSED, field,
		JX_ARGS(JX_TEXT(field), JX_TEXT(jx_zone_print(ms, text))));
}

enum jx_status jx_task_fail_shape(
	struct jx_task *task, const char *field, const char *text, const char *shape)
{
	return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, field,
		JX_ARGS(JX_TEXT(field), JX_TEXT(text), JX_TEXT(shape)));
}

enum jx_status jx_task_fail_value(
	struct jx_task *task, const char *field, const char *text, const char *zh, const char *en)
{
	return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, field,
		JX_ARGS(JX_TEXT(field), JX_TEXT(text), JX_WORDS(zh, en)));
}

bool jx_task_has_role(const struct jx_task *task, uint32_t roles)
{
	return (task->caller.roles & roles) != 0;
}

bool jx_task_is_strangers(const struct jx_task *task)
{
	return task->call->listener == JX_LISTENER_PUBLIC;
}

/* Ids and codes are letters, digits and dashes, so that a name never needs escaping anywhere. */
static bool is_id(const char *id, size_t size)
{
	static const char ALLOWED[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
	size_t n = strlen(id);
	return n > 0 && n < size && strspn(id, ALLOWED) == n;
}

enum jx_status jx_task_id_of(struct jx_task *task, const char *collection, const char *field,
	const char *name, char *out, size_t size)
{
	size_t n = strlen(collection);
	if (name[0] == '\0')
		return jx_task_fail_missing(task, field);
	if (strncmp(name, collection, n) != 0 || name[n] != '/' || !is_id(name + n + 1, size)) {
		char shape[64];
		size_t used = jx_text_copy(shape, sizeof(shape), collection);
		(void)jx_text_copy(shape + used, sizeof(shape) - used, "/{id}");
		return jx_task_fail_shape(task, field, name, shape);
	}
	(void)jx_text_copy(out, size, name + n + 1);
	return JX_OK;
}

enum jx_status jx_task_number_of(struct jx_task *task, const char *collection, const char *shape,
	const char *name, char **ret_parent, uint32_t *ret_number)
{
	uint64_t number = 0;
	size_t n_parent = 0;
	if (!jx_name_read_number(name, collection, &number, &n_parent) || number > UINT32_MAX)
		return jx_task_fail_shape(task, "name", name, shape);
	*ret_number = (uint32_t)number;
	*ret_parent = jx_arena_strndup(&task->arena, name, n_parent);
	return *ret_parent != NULL ? JX_OK : jx_task_no_memory(task);
}

void *jx_task_new(struct jx_task *task, const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *message = jx_arena_alloc(&task->arena, type->sizeof_message);
	if (message != NULL)
		type->message_init(message);
	return message;
}

/* The role by which the caller may call, for the log: the first of those that the method requires. */
static JxPersonRole acting_role(const struct jx_task *task)
{
	uint32_t roles = task->caller.roles;
	if (task->method->roles != JX_ROLES_ANY)
		roles &= task->method->roles;
	for (int role = 1; role <= JX_PERSON_ROLE_AUDITOR; role++)
		if ((roles & JX_ROLE_BIT(role)) != 0)
			return (JxPersonRole)role;
	return JX_PERSON_ROLE_UNSPECIFIED;
}

enum jx_status jx_task_log(struct jx_task *task, const struct jx_log_entry *entry, uint64_t *ret_index)
{
	struct jx_log_entry whole = *entry;
	char actor[JX_RESOURCE_NAME_BYTES];
	char certificate[JX_DIGEST_TEXT_BYTES];
	if (task->caller.id[0] != '\0') {
		whole.actor = jx_name_person(actor, task->caller.id);
		whole.certificate_digest = certificate;
		jx_digest_print(JX_DIGEST_SHA256, task->call->peer_fingerprint, certificate);
	}
	whole.time_ms = task->now_ms;
	whole.role = acting_role(task);
	whole.peer = task->call->peer_address;
	whole.request_id = jx_task_request_id(task);
	return jx_record_entry(task->db, &whole, ret_index, &task->error);
}

Google__Protobuf__Timestamp *jx_task_timestamp(struct jx_task *task, int64_t ms)
{
	Google__Protobuf__Timestamp *timestamp = jx_task_new(task, &google__protobuf__timestamp__descriptor);
	if (timestamp != NULL)
		jx_timestamp_set(timestamp, ms);
	return timestamp;
}
