#include "server/daemon/console_door.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/contract/message/codec.h"
#include "server/base/log.h"
#include "server/daemon/console.h"
#include "server/workers/worker.h"

#define MAX_ASKING  4u /* at once; further ones wait in the kernel's queue, then are turned away */
#define ARENA_BYTES (4u * JX_CONSOLE_MAX_BYTES)

/* Somebody who asks. */
struct asking {
	struct jx_job job; /* first, so that a job is who asks */
	struct jx_console_door *door;
	uv_pipe_t pipe;
	uv_timer_t patience;
	uv_write_t write;
	uint8_t bytes[JX_CONSOLE_MAX_BYTES]; /* of the request, then of the reply */
	size_t n_bytes;
	struct jx_arena arena;
	JxConsoleRequest *request;
	struct jx_console_result result;
	enum jx_status status;
	struct jx_error error;
	unsigned n_handles; /* that are open */
	bool is_queued;     /* the writer has the job */
};

struct jx_console_door {
	uv_pipe_t pipe;
	int fd;          /* the open directory; libuv removes the socket through it */
	unsigned n_open; /* itself, and each who asks */
	struct jx_services *services;
	struct asking *asking[MAX_ASKING];
	bool is_shut;
};

/* ---- the end of somebody who asked ---- */

static void leave(struct jx_console_door *door)
{
	if (--door->n_open == 0)
		free(door);
}

static void on_asking_closed(uv_handle_t *handle)
{
	struct asking *asking = handle->data;
	struct jx_console_door *door = asking->door;
	if (--asking->n_handles > 0)
		return;
	for (size_t i = 0; i < MAX_ASKING; i++)
		if (door->asking[i] == asking)
			door->asking[i] = NULL;
	jx_arena_clear(&asking->arena);
	free(asking);
	leave(door);
}

static void close_asking(struct asking *asking)
{
	if (uv_is_closing((uv_handle_t *)&asking->pipe))
		return;
	uv_close((uv_handle_t *)&asking->pipe, on_asking_closed);
	uv_close((uv_handle_t *)&asking->patience, on_asking_closed);
}

static void on_patience(uv_timer_t *timer)
{
	struct asking *asking = timer->data;
	if (!asking->is_queued)
		close_asking(asking);
}

/* ---- the answer ---- */

static void on_written(uv_write_t *write, int code)
{
	(void)code;
	close_asking(write->data);
}

static bool fill_refusal(struct asking *asking, JxConsoleReply *reply)
{
	reply->reason = (char *)jx_reason_name(asking->error.reason);
	reply->arguments = jx_arena_calloc(&asking->arena, JX_ERROR_ARGS, sizeof(*reply->arguments));
	if (reply->arguments == NULL)
		return false;
	reply->n_arguments = JX_ERROR_ARGS;
	for (size_t i = 0; i < JX_ERROR_ARGS; i++) {
		reply->arguments[i].data = (uint8_t *)asking->error.arg[i];
		reply->arguments[i].len = strlen(asking->error.arg[i]);
	}
	return true;
}

static bool pack_answer(struct asking *asking, size_t *ret_n)
{
	JxConsoleReply reply = JX_CONSOLE_REPLY_INIT;
	uint8_t *packed = NULL;
	struct jx_error ignored;
	if (asking->status == JX_OK)
		reply.person = asking->result.person;
	else if (!fill_refusal(asking, &reply))
		return false;
	if (jx_codec_pack_arena(&reply.base, &asking->arena, &packed, ret_n, &ignored) != JX_OK ||
		*ret_n > sizeof(asking->bytes))
		return false;
	memcpy(asking->bytes, packed, *ret_n);
	return true;
}

static void answer(struct asking *asking)
{
	size_t n = 0;
	bool is_ok = pack_answer(asking, &n);
	const uv_buf_t buffer = uv_buf_init((char *)asking->bytes, (unsigned)n);
	asking->write.data = asking;
	if (!is_ok || uv_write(&asking->write, (uv_stream_t *)&asking->pipe, &buffer, 1, on_written) != 0)
		close_asking(asking);
}

/* ---- the act ---- */

static bool run_act(struct jx_job *job, struct jx_db *db)
{
	struct asking *asking = (struct asking *)job;
	asking->status = jx_console_act(db, asking->request, &asking->arena, &asking->result, &asking->error);
	return asking->status == JX_OK;
}

static void fail_act(struct jx_job *job, const struct jx_error *error)
{
	struct asking *asking = (struct asking *)job;
	asking->status = jx_reason_status(error->reason);
	asking->error = *error;
}

static void done_act(struct jx_job *job)
{
	struct asking *asking = (struct asking *)job;
	const struct jx_services *services = asking->door->services;
	const JxConsoleRequest *request = asking->request;
	const char *name = request->invite != NULL ? request->invite->name : request->cancel;
	asking->is_queued = false;
	if (asking->status == JX_OK) {
		jx_log_write(JX_LOG_INFO, "done at the console", "act",
			request->invite != NULL ? "invite" : "cancel", "person", name, NULL);
		for (size_t i = 0; i < asking->result.ended.n; i++)
			services->close_certificate(services->close_user, asking->result.ended.rows[i]);
	} else {
		jx_log_error(JX_LOG_WARNING, "refused at the console", &asking->error);
	}
	answer(asking);
}

static void queue_act(struct asking *asking)
{
	asking->job = (struct jx_job){.run_write = run_act, .fail_write = fail_act, .done = done_act};
	assert(asking->door != NULL);
	asking->is_queued = jx_workers_write(asking->door->services->workers, &asking->job) == JX_PUSHED;
	if (asking->is_queued)
		return;
	asking->status = jx_fail(&asking->error, JX_REASON_SHUTTING_DOWN);
	answer(asking);
}

/* ---- the request ---- */

static void begin_act(struct asking *asking)
{
	ProtobufCMessage *message = NULL;
	asking->status = jx_codec_unpack_strict(JX_CONSOLE_REQUEST_DESCRIPTOR, asking->bytes, asking->n_bytes,
		&asking->arena, &message, &asking->error);
	asking->request = (JxConsoleRequest *)message;
	if (asking->status == JX_OK)
		queue_act(asking);
	else
		answer(asking);
}

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
	struct asking *asking = handle->data;
	(void)suggested;
	*buffer = uv_buf_init(
		(char *)asking->bytes + asking->n_bytes, (unsigned)(sizeof(asking->bytes) - asking->n_bytes));
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buffer)
{
	struct asking *asking = stream->data;
	(void)buffer;
	if (n > 0) {
		asking->n_bytes += (size_t)n;
		return;
	}
	if (n == 0)
		return;
	(void)uv_read_stop(stream);
	if (n == UV_EOF)
		begin_act(asking);
	else
		close_asking(asking); /* UV_ENOBUFS too: more than a request has */
}

/* ---- the door ---- */

static struct asking *new_asking(struct jx_console_door *door)
{
	struct asking **place = NULL;
	for (size_t i = 0; i < MAX_ASKING && place == NULL; i++)
		if (door->asking[i] == NULL)
			place = &door->asking[i];
	struct asking *asking = place != NULL ? calloc(1, sizeof(*asking)) : NULL;
	if (asking == NULL)
		return NULL;
	uv_loop_t *loop = door->services->loop;
	*place = asking;
	asking->door = door;
	door->n_open++;
	jx_arena_init(&asking->arena, ARENA_BYTES);
	(void)uv_pipe_init(loop, &asking->pipe, 0);
	(void)uv_timer_init(loop, &asking->patience);
	asking->n_handles = 2;
	asking->pipe.data = asking;
	asking->patience.data = asking;
	return asking;
}

static void on_stranger_closed(uv_handle_t *handle)
{
	free(handle);
}

static void turn_away(uv_stream_t *listening)
{
	uv_pipe_t *stranger = calloc(1, sizeof(*stranger));
	if (stranger == NULL)
		return;
	(void)uv_pipe_init(listening->loop, stranger, 0);
	(void)uv_accept(listening, (uv_stream_t *)stranger);
	uv_close((uv_handle_t *)stranger, on_stranger_closed);
}

static void on_knock(uv_stream_t *listening, int code)
{
	struct jx_console_door *door = listening->data;
	struct asking *asking = code == 0 && !door->is_shut ? new_asking(door) : NULL;
	if (asking == NULL) {
		if (code == 0)
			turn_away(listening);
		return;
	}
	if (uv_accept(listening, (uv_stream_t *)&asking->pipe) != 0 ||
		uv_read_start((uv_stream_t *)&asking->pipe, on_room, on_read) != 0) {
		close_asking(asking);
		return;
	}
	(void)uv_timer_start(&asking->patience, on_patience, JX_CONSOLE_WAIT_S * 1000u, 0);
}

/* A socket of a daemon that ended without a word is still there; nobody has it, for the store is ours. */
static int bind_place(struct jx_console_door *door, const char *place)
{
	(void)unlink(place);
	int code = uv_pipe_bind(&door->pipe, place);
	if (code == 0 && chmod(place, S_IRUSR | S_IWUSR) != 0)
		code = UV_EACCES;
	return code == 0 ? uv_listen((uv_stream_t *)&door->pipe, (int)MAX_ASKING, on_knock) : code;
}

static void on_door_closed(uv_handle_t *handle)
{
	leave(handle->data);
}

static void close_door(struct jx_console_door *door)
{
	uv_close((uv_handle_t *)&door->pipe, on_door_closed);
	if (door->fd >= 0)
		(void)close(door->fd);
}

struct jx_console_door *jx_console_door_open(const char *directory, struct jx_services *services)
{
	struct jx_console_door *door = calloc(1, sizeof(*door));
	char place[JX_CONSOLE_PLACE_BYTES];
	struct jx_error error;
	if (door == NULL)
		return NULL;
	door->services = services;
	door->n_open = 1;
	(void)uv_pipe_init(services->loop, &door->pipe, 0);
	door->pipe.data = door;
	door->fd = -1;
	int code = jx_console_place(directory, &door->fd, place, &error) == JX_OK ? bind_place(door, place)
										  : UV_EACCES;
	if (code == 0)
		return door;
	jx_log_write(JX_LOG_WARNING, "without a console: its socket cannot be made", "directory", directory,
		"why", uv_strerror(code), NULL);
	close_door(door);
	return NULL;
}

void jx_console_door_shut(struct jx_console_door *door)
{
	if (door == NULL)
		return;
	door->is_shut = true;
	for (size_t i = 0; i < MAX_ASKING; i++)
		if (door->asking[i] != NULL && !door->asking[i]->is_queued &&
			door->asking[i]->status == JX_OK && door->asking[i]->request == NULL)
			close_asking(door->asking[i]);
}

void jx_console_door_close(struct jx_console_door *door)
{
	if (door == NULL)
		return;
	for (size_t i = 0; i < MAX_ASKING; i++)
		if (door->asking[i] != NULL)
			close_asking(door->asking[i]);
	close_door(door);
}
