#include "server/console/console_ask.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "proto/contract/base/text.h"
#include "proto/contract/message/codec.h"
#include "server/base/clock.h"
#include "server/daemon/log_key_start.h"
#include "server/identity/ca.h"
#include "storage/log/store_checkpoints.h"
#include "storage/log/store_log.h"

/* ---- beside a daemon ---- */

static enum jx_status fail_silent(const char *directory, int code, struct jx_error *error)
{
	if (code != 0)
		return jx_fail_with(
			error, JX_REASON_CONSOLE_SILENT, JX_ARGS(JX_TEXT(directory), JX_SYSTEM(code)));
	return jx_fail_with(
		error, JX_REASON_CONSOLE_SILENT, JX_ARGS(JX_TEXT(directory), JX_TEXT(JX_CONSOLE_SOCKET)));
}

/* @param ret_socket  -1: no daemon has the socket. */
static enum jx_status knock(const char *directory, int *ret_socket, struct jx_error *error)
{
	const struct timeval patience = {.tv_sec = JX_CONSOLE_WAIT_S};
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	char place[JX_CONSOLE_PLACE_BYTES];
	int fd = -1;
	*ret_socket = -1;
	enum jx_status status = jx_console_place(directory, &fd, place, error);
	if (status != JX_OK)
		return status;
	(void)jx_text_copy(address.sun_path, sizeof(address.sun_path), place);
	int daemon = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool is_ok = daemon >= 0 &&
		     setsockopt(daemon, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) == 0 &&
		     setsockopt(daemon, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) == 0 &&
		     connect(daemon, (const struct sockaddr *)&address, sizeof(address)) == 0;
	int code = errno;
	(void)close(fd);
	if (is_ok) {
		*ret_socket = daemon;
		return JX_OK;
	}
	if (daemon >= 0)
		(void)close(daemon);
	return code == ENOENT || code == ECONNREFUSED ? JX_OK : fail_silent(directory, code, error);
}

static bool send_all(int daemon, const uint8_t *bytes, size_t n)
{
	while (n > 0) {
		ssize_t n_sent = send(daemon, bytes, n, MSG_NOSIGNAL);
		if (n_sent <= 0)
			return false;
		bytes += n_sent;
		n -= (size_t)n_sent;
	}
	return shutdown(daemon, SHUT_WR) == 0;
}

/* @return how many bytes came until the end; -1 when it did not come. */
static ssize_t receive_all(int daemon, uint8_t *bytes, size_t size)
{
	size_t n = 0;
	while (n < size) {
		ssize_t n_more = recv(daemon, bytes + n, size - n, 0);
		if (n_more < 0)
			return -1;
		if (n_more == 0)
			return (ssize_t)n;
		n += (size_t)n_more;
	}
	errno = EMSGSIZE;
	return -1;
}

/* Daemon and console are one program: an argument is told as it was kept. */
static enum jx_status read_refusal(const JxConsoleReply *reply, const char *directory, struct jx_error *error)
{
	enum jx_reason reason = jx_reason_by_name(reply->reason);
	if (reason == JX_REASON_NONE)
		return fail_silent(directory, EPROTO, error);
	enum jx_status status = jx_fail(error, reason);
	for (size_t i = 0; i < reply->n_arguments && i < JX_ERROR_ARGS; i++)
		(void)jx_text_copy_n(error->arg[i], sizeof(error->arg[i]),
			(const char *)reply->arguments[i].data, reply->arguments[i].len);
	return status;
}

static enum jx_status talk(int daemon, const char *directory, const JxConsoleRequest *request,
	struct jx_arena *arena, JxConsoleReply **ret_reply, struct jx_error *error)
{
	uint8_t *packed = NULL;
	size_t n_packed = 0;
	ProtobufCMessage *message = NULL;
	uint8_t *bytes = jx_arena_alloc(arena, JX_CONSOLE_MAX_BYTES);
	if (bytes == NULL)
		return jx_arena_fail(arena, error);
	enum jx_status status = jx_codec_pack_arena(&request->base, arena, &packed, &n_packed, error);
	if (status != JX_OK)
		return status;
	ssize_t n =
		send_all(daemon, packed, n_packed) ? receive_all(daemon, bytes, JX_CONSOLE_MAX_BYTES) : -1;
	if (n <= 0)
		return fail_silent(directory, n < 0 ? errno : 0, error);
	status =
		jx_codec_unpack_strict(JX_CONSOLE_REPLY_DESCRIPTOR, bytes, (size_t)n, arena, &message, error);
	*ret_reply = (JxConsoleReply *)message;
	return status;
}

static enum jx_status ask_daemon(int daemon, const char *directory, const JxConsoleRequest *request,
	struct jx_arena *arena, JxPerson **ret_person, struct jx_error *error)
{
	JxConsoleReply *reply = NULL;
	enum jx_status status = talk(daemon, directory, request, arena, &reply, error);
	(void)close(daemon);
	if (status != JX_OK || reply == NULL)
		return status;
	if (reply->reason[0] != '\0')
		return read_refusal(reply, directory, error);
	*ret_person = reply->person;
	return reply->person != NULL ? JX_OK : fail_silent(directory, EPROTO, error);
}

/* ---- alone ---- */

/* Times on record never run backwards, as under a daemon. */
static enum jx_status raise_clock(struct jx_db *db, struct jx_error *error)
{
	struct jx_log_head head = {0};
	enum jx_status status = jx_log_head(db, &head, error);
	if (status == JX_OK)
		jx_clock_raise(head.newest_ms);
	return status;
}

static enum jx_status write_signed(
	struct jx_store *store, jx_console_writing writing, void *user, struct jx_error *error)
{
	JX_AUTO(jx_db) db = NULL;
	enum jx_status status = jx_store_open_writer(store, &db, error);
	if (status == JX_OK)
		status = raise_clock(db, error);
	if (status == JX_OK)
		status = jx_tx_begin(db, error);
	if (status == JX_OK)
		status = jx_tx_begin_job(db, error);
	if (status == JX_OK)
		status = writing(db, user, error);
	if (status == JX_OK)
		status = jx_tx_end_job(db, error);
	return status == JX_OK ? jx_tx_commit(db, error) : status;
}

enum jx_status jx_console_write(const struct jx_config *config, struct jx_store *store,
	jx_console_writing writing, void *user, struct jx_error *error)
{
	JX_AUTO(jx_ca) ca = NULL;
	struct jx_note_key *key = NULL;
	enum jx_status status = jx_ca_open(config->directory, &ca, error);
	if (status == JX_OK)
		status = jx_log_key_start(store, config->directory, config->main_advertised, ca, &key, error);
	if (status == JX_OK)
		status = write_signed(store, writing, user, error);
	jx_store_sign_with(store, NULL);
	jx_note_key_free(key);
	return status;
}

/* What is asked, and what came of it. */
struct doing {
	const JxConsoleRequest *request;
	struct jx_arena *arena;
	struct jx_console_result result;
};

static enum jx_status act(struct jx_db *db, void *user, struct jx_error *error)
{
	struct doing *doing = user;
	return jx_console_act(db, doing->request, doing->arena, &doing->result, error);
}

static enum jx_status act_alone(const struct jx_config *config, const JxConsoleRequest *request,
	struct jx_arena *arena, JxPerson **ret_person, struct jx_error *error)
{
	JX_AUTO(jx_store) store = NULL;
	struct doing doing = {.request = request, .arena = arena};
	enum jx_status status = jx_store_open(config->directory, &store, error);
	if (status == JX_OK)
		status = jx_console_write(config, store, act, &doing, error);
	*ret_person = doing.result.person;
	return status;
}

enum jx_status jx_console_ask(const struct jx_config *config, const JxConsoleRequest *request,
	struct jx_arena *arena, JxPerson **ret_person, struct jx_error *error)
{
	int daemon = -1;
	enum jx_status status = knock(config->directory, &daemon, error);
	if (status != JX_OK)
		return status;
	if (daemon >= 0)
		return ask_daemon(daemon, config->directory, request, arena, ret_person, error);
	return act_alone(config, request, arena, ret_person, error);
}
