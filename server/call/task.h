/*
 * One call while the dispatcher has it: what a handler sees, and the table of handlers.
 *
 * A handler computes and returns. It gets a decoded request, a caller whose roles were read from the database in
 * the same transaction, a connection and an arena; it sets the reply and returns a status. It never sends, never
 * says BEGIN, never reads a clock. The dispatcher replies, once, on the loop.
 */
#ifndef SERVER_CALL_TASK_H
#define SERVER_CALL_TASK_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stdint.h>

#include "google/protobuf/timestamp.pb-c.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/service/methods.h"
#include "proto/wire/details.h"
#include "server/call/worker.h"
#include "server/net/call.h"
#include "storage/log/store_log.h"
#include "storage/registry/store_people.h"
#include "storage/store.h"

struct jx_daemon;
struct jx_rulebook;
struct jx_task;

/** What a handler may return many of: one page of a streaming reply. */
struct jx_reply_page {
	ProtobufCMessage **replies; /* in the arena */
	size_t n_replies;
	bool is_last;
};

/* A handler of a method. @thread as its kind says. @return JX_OK with task->reply set, or a status with
 * task->error filled. */
typedef enum jx_status (*jx_handler)(struct jx_task *task);

/** A row of the table of handlers. */
struct jx_handler_row {
	const char *path;
	/* NULL allowed. Of a write: what its preparation needs from the database. @thread reader, in its snapshot. */
	jx_handler look;
	/* NULL allowed. Of a write: what needs no database; of a ranking: what the caller may see. @thread reader. */
	jx_handler prepare;
	jx_handler handle;
};

/** How far a task has come: before its handler (writes are prepared, ranking calls authorised), or at it. */
enum jx_stage { JX_STAGE_PREPARE, JX_STAGE_HANDLE };

struct jx_task {
	struct jx_job job; /* first, so that a job is its task */
	struct jx_daemon *daemon;
	const struct jx_method *method;
	const struct jx_handler_row *handler;
	struct jx_call *call; /* the dispatcher's; handlers read call->peer_address and call->message only */
	struct jx_arena arena;
	ProtobufCMessage *message; /* the decoded request */
	ProtobufCMessage *reply;   /* set by the handler; lives in the arena, or longer */
	struct jx_error error;
	enum jx_status status;
	struct jx_violation *violations; /* beside the error, worst first; in the arena; NULL for none */
	size_t n_violations;

	/* While a handler runs. */
	struct jx_db *db;
	struct jx_caller caller; /* zero on listeners that ask for no certificate */
	int64_t now_ms;          /* time since the epoch at which the last byte was received */
	uint64_t deadline_ms;    /* by the loop's clock */
	bool commit_on_error;    /* set by a write handler that failed on purpose and wants its rows kept */
	bool discard_writes;     /* set by a write handler whose answer stands but whose rows must not */
	bool touches_rankings;   /* set by a write handler after which rankings must be rebuilt */
	char round[64];          /* the round it touched or, for a ranking, asks for: its id */
	void *prepared;          /* from look to prepare to handle; in the arena */
	const struct jx_rulebook
		*rulebook; /* held for the task by server/judging/rulebooks.h; NULL for none */

	/* Streaming */
	struct jx_reply_page page;
	void *cursor; /* the handler's own, from page to page; in the arena's memory is not kept, so malloc */
	struct jx_reply_buf **frames; /* packed page, sent one by one; malloc */
	size_t n_frames;
	size_t n_sent;

	struct jx_reply_buf *frame;                /* packed unary reply */
	char request_digest[JX_DIGEST_TEXT_BYTES]; /* of a write */
	bool is_replayed; /* the stored answer of an earlier call with the same request id */
	enum jx_stage stage;
	bool is_queued; /* a thread has it; everything above is the thread's until done(). Loop only */
	struct jx_task *next_waiting; /* of tasks.c, and of rankings.c */
};

/** The handler of a path; never NULL for a path of the method table. */
const struct jx_handler_row *jx_handler_find(const char *path);

/** Fail for the lack of memory of the task's arena. */
enum jx_status jx_task_no_memory(struct jx_task *task) JX_MUST_CHECK;

/** True when the caller has one of these roles. */
bool jx_task_has_role(const struct jx_task *task, uint32_t roles);

/** The id part of a resource name, e.g. "2025" of "rounds/2025".
 *
 * @param field  name of the request's field, for the error.
 * @param out    of size bytes.
 * @return JX_OK; JX_INVALID (MISSING_FIELD, BAD_FIELD).
 */
enum jx_status jx_task_id_of(struct jx_task *task, const char *collection, const char *field,
	const char *name, char *out, size_t size) JX_MUST_CHECK;

/** Take a name apart whose last part is a number from 1, or "latest": "submissions/{id}/versions/{n}".
 *
 * @param collection  of the last part, e.g. "versions".
 * @param shape       of the whole name, for the error.
 * @param ret_parent  what stands before "/versions/", in the arena.
 * @param ret_number  0 for "latest".
 * @return JX_OK; JX_INVALID (BAD_FIELD); JX_UNAVAILABLE, JX_EXHAUSTED from the arena.
 */
enum jx_status jx_task_number_of(struct jx_task *task, const char *collection, const char *shape,
	const char *name, char **ret_parent, uint32_t *ret_number) JX_MUST_CHECK;

/** Set the reply to a message whose fields the handler fills; zeroed and initialised, in the arena.
 *
 * @return NULL without memory; then return jx_task_no_memory().
 */
void *jx_task_reply(struct jx_task *task);

/** A message of a type in the arena, initialised; NULL without memory. */
void *jx_task_new(struct jx_task *task, const ProtobufCMessageDescriptor *type);

/** Append a log entry about this call.
 *
 * @param entry  method (or act), object, before, after and reason; the rest is filled in here: caller, role, peer,
 *   time and request id.
 * @param ret_position  NULL allowed.
 */
enum jx_status jx_task_log(
	struct jx_task *task, const struct jx_log_entry *entry, uint64_t *ret_position) JX_MUST_CHECK;

/** A Timestamp of milliseconds since the epoch in the arena; NULL without memory. */
Google__Protobuf__Timestamp *jx_task_timestamp(struct jx_task *task, int64_t ms);

/** Write a time as an argument of an error: RFC 3339, UTC, whole seconds. @param out  of JX_INSTANT_TEXT_BYTES. */
const char *jx_time_text(int64_t ms, char *out);

/** Milliseconds of a Timestamp, 0 for NULL; a time outside the years 1 to 9999 is the nearest one inside. */
int64_t jx_timestamp_ms(const Google__Protobuf__Timestamp *timestamp);

#endif
