/*
 * One call while the dispatcher has it: what a handler sees, and the rows of the table of handlers.
 *
 * A handler computes and returns. It gets a decoded request, a caller whose roles were read from the database in
 * the same transaction, a connection and an arena; it fills the reply and returns a status. It never sends, never
 * says BEGIN, never reads a clock. The dispatcher replies, once, on the loop.
 */
#ifndef SERVER_CALL_TASK_H
#define SERVER_CALL_TASK_H

#include <protobuf-c/protobuf-c.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "google/protobuf/timestamp.pb-c.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/list.h"
#include "proto/contract/base/stop.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/evidence/note.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/service/methods.h"
#include "proto/wire/details.h"
#include "server/call/reply_memo.h"
#include "server/net/call.h"
#include "server/workers/worker.h"
#include "storage/log/store_log.h"
#include "storage/registry/store_enrolment.h"
#include "storage/store.h"

struct jx_ca;
struct jx_call_counts;
struct jx_call_log;
struct jx_cached_reply;
struct jx_health;
struct jx_reply_cache;
struct jx_reflection;
struct jx_rulebook;
struct jx_rulebooks;
struct jx_snapshot;
struct jx_snapshots;
struct jx_sorted_ranking;
struct jx_strangers;
struct jx_task;
struct jx_task_pool;

/** What a handler may return many of: one page of a streaming reply. */
struct jx_reply_page {
	ProtobufCMessage **replies; /* in the arena */
	size_t n_replies;
	bool is_last;
};

/* What a handler does at one point of a call's way. @return JX_OK, or a status with task->error filled. */
typedef enum jx_status (*jx_hook)(struct jx_task *task);

/* What follows a job of a task. @thread loop. */
typedef void (*jx_task_step)(struct jx_task *task);

/** Which calls share one packed reply. */
enum jx_cache {
	JX_CACHE_NONE,
	JX_CACHE_MILLISECOND, /* of the loop: calls without a field in the same millisecond; reply_memo.h */
	JX_CACHE_BY_REQUEST,  /* a read: equal requests by callers who may see the same; reply_cache.h */
};

/** A row of the table of handlers. The hooks are named by what they may touch; a method has those of its kind. */
struct jx_handler {
	const char *path;
	/* Of a method of the loop: fills the reply from memory. @thread loop. */
	jx_hook answer;
	/* Of a stream of the loop: sends replies itself and answers the task when it ends. begin, when the call was one
	 * message; message, for each of a conversation; leave, when the peer is gone, before the task is answered. NULL
	 * allowed. @thread loop. */
	jx_task_step begin;
	jx_task_step message;
	jx_task_step leave;
	/* Of a cached read: decides what the caller may see, as task->view, and names the round. @thread reader, in a
	 * snapshot of the database that ends before the one of read begins. */
	jx_hook authorise;
	/* Of a read: fills the reply or sets the page. Of a write: loads what check needs; NULL allowed. @thread reader, in
	 * a snapshot of the database. */
	jx_hook read;
	/* Of a write: what needs no database. NULL allowed. @thread reader. */
	jx_hook check;
	/* Of a write: changes rows and fills the reply. What is long it does in steps, each a job of its own, so that other
	 * writes go between; the reply is stored with the last one. @thread writer, in a savepoint. */
	jx_hook write;
	/* Of a write: adds to the packed reply what can only be said after the commit. Also of a reply that is given again.
	 * NULL allowed. @thread writer after the commit, or reader in a snapshot of the database. */
	jx_hook complete;
	enum jx_cache cache;
};

/** Where a call goes. */
struct jx_route {
	const struct jx_method *method;
	const struct jx_handler *handler;
};

/** What calls use of the daemon, which owns all of it. Threads: as each part says. */
struct jx_services {
	const struct jx_handler *(*handler_of)(const struct jx_method *method); /* never NULL */
	/* Closes the connections that showed a certificate, after the answers given so far. */
	void (*close_certificate)(void *user, const uint8_t *fingerprint);
	void *close_user;
	uv_loop_t *loop;
	const struct jx_store *store; /* for its time; who reads and writes has a connection */
	struct jx_workers *workers;
	struct jx_task_pool *task_pool;
	struct jx_strangers *strangers;
	struct jx_call_log *call_log;
	struct jx_call_counts *call_counts;
	struct jx_reply_cache *reply_cache;
	struct jx_reply_memo reply_memo;
	struct jx_snapshots *snapshots;
	struct jx_rulebooks *rulebooks;
	struct jx_health *health;
	struct jx_reflection *reflection;
	struct jx_deadlines *deadlines; /* of the open rounds */
	struct jx_ca *ca;
	struct jx_witness *witness;                /* of the log; NULL for none */
	char log_verifier[JX_VERIFIER_TEXT_BYTES]; /* of the key that signs the log */
	atomic_bool is_ending; /* the daemon is about to stop: nothing more is begun, long work ends */
	const char *county;
	unsigned window_hours;        /* least time to check what is published */
	unsigned grace_hours;         /* before a return that was not answered in time counts as unanswered */
	const char *main_advertised;  /* the addresses that invitations name */
	const char *enrol_advertised; /* "" for none */
};

struct jx_task {
	struct jx_job job; /* first, so that a job is its task */
	struct jx_services *services;
	jx_task_step then; /* what follows its job */
	const struct jx_method *method;
	const struct jx_handler *handler;
	struct jx_call *call; /* the dispatcher's; handlers read call->peer_address and call->message only */
	struct jx_arena arena;
	struct jx_arena
		scratch; /* of one job: emptied when its reply is packed; for stored content and judgements */
	ProtobufCMessage *message; /* the decoded request */
	ProtobufCMessage *reply;   /* initialised, for the handler to fill; not used by streaming methods */
	struct jx_error error;
	enum jx_status status;
	struct jx_violation *violations; /* beside the error, worst first; in the arena; NULL for none */
	size_t n_violations;

	/* While a handler runs. */
	struct jx_db *db;
	struct jx_caller caller; /* zero on listeners that ask for no certificate */
	const char *
		invited; /* id of whom a one-time code of the call is for, for the daemon's log; in the arena; NULL: none */
	int64_t received_ms; /* time since the epoch at which the last byte was received: what deadlines ask for */
	int64_t now_ms; /* likewise; once the writer has begun, never behind the newest entry of the log, so that tables
				  * and log name one time */
	int64_t then_ms;      /* time since the epoch that a read looks back to; 0: it sees what is */
	uint64_t opened_ns;   /* of the clock that only goes forward: when its request was whole */
	uint64_t deadline_ms; /* by the loop's clock */
	uint64_t read_end_ms; /* by the same clock: when its snapshot is to end; 0: it has none */
	atomic_bool is_gone;  /* nobody waits for the answer any more; set on the loop, read by any thread */
	bool is_begun;        /* the writer has begun it: only its deadline ends it now */
	struct jx_stop stop;  /* asked by whatever works long for the task; jx_task_stop() */
	bool commit_on_error; /* set by a write hook that failed on purpose and whose rows must stay */
	bool discard_writes;  /* set by a write hook whose answer stands but whose rows must not */
	bool goes_on; /* set by a write hook whose work is not done: it is called again in a job of its own */
	bool starts_over; /* set by a write hook that failed because what it was prepared from has changed: the task is checked
			   * again, from its request on, and written again */
	unsigned n_starts; /* how often it has started over */
	bool publishes; /* set by a read hook: task->round is about to be published, by one task at a time */
	bool touches_rankings; /* set by a write hook after which what is cached of task->round is outdated */
	bool touches_every_round; /* likewise, of all rounds: departments have other names or groups */
	char round[64]; /* the id of the round that a write touched or that a cached read asks for */
	uint32_t view;  /* of a cached read: what the caller may see; 0: what everybody may see */
	void *prepared; /* from one hook to the next; in the arena */
	struct jx_fingerprints
		ended; /* certificates that a write hook has ended: their connections are closed */

	/* Referenced until the task is answered; NULL for none. */
	const struct jx_rulebook *rulebook; /* by cache/rulebooks.h */
	JxReferenceSheet *reference;        /* of the report at hand; in the arena */
	struct jx_snapshot *snapshot;       /* by cache/snapshots.h */
	struct jx_sorted_ranking *order;    /* of the snapshot */

	/* Streaming */
	struct jx_reply_page page;
	void *cursor; /* the handler's own, from page to page; allocated by malloc, since the arena is reset */
	struct jx_reply_buf **page_bufs; /* the packed page, sent one by one; malloc */
	size_t n_page_bufs;
	size_t n_sent;

	struct jx_reply_buf *reply_buf;       /* the packed reply of a unary method */
	struct jx_cached_reply *cached_reply; /* the entry that this task makes the reply of; NULL for none */
	char request_digest[JX_DIGEST_TEXT_BYTES]; /* of a write */
	char report_digest[JX_DIGEST_TEXT_BYTES];  /* of the report in a write's request; "" for none */
	bool is_replayed; /* the stored answer of an earlier call with the same request id */
	bool is_queued;   /* a thread has it; everything above is the thread's until its step. Loop only */
	struct jx_task *next_waiting; /* in a list: of spare tasks, of a cached reply */
	struct jx_link watching;      /* in the list of those who watch health */
	struct jx_publisher {
		struct jx_link link; /* in the pool's list, or in none */
		char round[JX_MAX_CODE_BYTES + 1];
		char person[JX_MAX_CODE_BYTES + 1];
	} publisher; /* loop only */
};

/** Fail for the lack of memory: the task's arena is at its ceiling, or the machine has no more. */
enum jx_status jx_task_no_memory(struct jx_task *task) JX_MUST_CHECK;

/** Whether work for the task is to end: its deadline has passed, or the time of its snapshot, JX_READ_TIMEOUT_MS; and, unless the writer has begun it, its caller has gone
 * or the daemon ends.
 *
 * @return for whatever works long; borrowed from the task. @thread any that has the task.
 */
const struct jx_stop *jx_task_stop(struct jx_task *task);

/** Begin a snapshot of the database: it ends with its call, and after JX_READ_TIMEOUT_MS at the latest, since a longer one holds
 * back the checkpoint. @param db  task->db from then on. @thread reader. */
enum jx_status jx_task_begin_snapshot(struct jx_task *task, struct jx_db *db) JX_MUST_CHECK;

/** Let the snapshot at hand see the store as it was at the as_of_time of the request, where it has one; every later snapshot of
 * the call does too, and now_ms is that time.
 *
 * @return JX_OK; JX_INVALID (TIME_AHEAD); JX_STATE (HISTORY_SINCE). @thread reader.
 */
enum jx_status jx_task_look_back(struct jx_task *task) JX_MUST_CHECK;

/** Begin another one in the place of the one at hand, for work that reads one large thing after another, each of which never
 * changes. @thread reader. */
enum jx_status jx_task_renew_snapshot(struct jx_task *task) JX_MUST_CHECK;

/** End the snapshot of a read hook that has read all it needs: what it computes from then on holds no checkpoint back. */
void jx_task_end_snapshot(struct jx_task *task);

/** Fail because jx_task_stop() is due: JX_UNAVAILABLE (SHUTTING_DOWN), else JX_DEADLINE (DEADLINE_PASSED). */
enum jx_status jx_task_fail_stopped(struct jx_task *task) JX_MUST_CHECK;

/** Fail for a field of the request that is not set: JX_INVALID (MISSING_FIELD). */
enum jx_status jx_task_fail_missing(struct jx_task *task, const char *field) JX_MUST_CHECK;

/** Check a field of the request that is a point in time to come.
 *
 * @param time  NULL when it is not set.
 * @return JX_OK; JX_INVALID (MISSING_FIELD, TIME_PASSED).
 */
enum jx_status jx_task_check_ahead(
	struct jx_task *task, const char *field, const Google__Protobuf__Timestamp *time) JX_MUST_CHECK;

/** Fail for a field of the request whose text is not of the shape it must have: JX_INVALID (BAD_FIELD). */
enum jx_status jx_task_fail_shape(
	struct jx_task *task, const char *field, const char *text, const char *shape) JX_MUST_CHECK;

/** Like jx_task_fail_shape(), where what it must be is said in words. */
enum jx_status jx_task_fail_value(struct jx_task *task, const char *field, const char *text, const char *zh,
	const char *en) JX_MUST_CHECK;

/** True when the caller has one of these roles. */
bool jx_task_has_role(const struct jx_task *task, uint32_t roles);

/** True when the caller showed no certificate and came to read: to them only what is public is there. */
bool jx_task_is_strangers(const struct jx_task *task);

/** The id part of a resource name, e.g. "2025" of "rounds/2025".
 *
 * @param field  name of the request's field, for the error.
 * @param out    of size bytes.
 * @return JX_OK; JX_INVALID (MISSING_FIELD, BAD_FIELD).
 */
enum jx_status jx_task_id_of(struct jx_task *task, const char *collection, const char *field,
	const char *name, char *out, size_t size) JX_MUST_CHECK;

/** Split a name whose last part is a number from 1, or "latest": "submissions/{id}/versions/{n}".
 *
 * @param collection  of the last part, e.g. "versions".
 * @param shape       of the whole name, for the error.
 * @param ret_parent  what stands before "/versions/", in the arena.
 * @param ret_number  0 for "latest".
 * @return JX_OK; JX_INVALID (BAD_FIELD); JX_UNAVAILABLE, JX_EXHAUSTED from the arena.
 */
enum jx_status jx_task_number_of(struct jx_task *task, const char *collection, const char *shape,
	const char *name, char **ret_parent, uint32_t *ret_number) JX_MUST_CHECK;

/** A message of a type in the arena, initialised; NULL without memory. */
void *jx_task_new(struct jx_task *task, const ProtobufCMessageDescriptor *type);

/** Append a log entry about this call.
 *
 * @param entry  act, object, before, after, reason and record; the rest is filled in here: caller, role, peer, time and
 *   request id.
 * @param ret_index  of its leaf; NULL allowed.
 */
enum jx_status jx_task_log(
	struct jx_task *task, const struct jx_log_entry *entry, uint64_t *ret_index) JX_MUST_CHECK;

/** A Timestamp of milliseconds since the epoch in the arena; NULL without memory. */
Google__Protobuf__Timestamp *jx_task_timestamp(struct jx_task *task, int64_t ms);

#endif
