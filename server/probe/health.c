#include "server/probe/health.h"

#include <stdlib.h>
#include <string.h>

#include "grpc/health/v1/health.pb-c.h"
#include "proto/contract/base/limits.h"
#include "server/call/job.h"
#include "server/call/task_pool.h"

typedef Grpc__Health__V1__HealthCheckResponse Reply;

#define SERVING         GRPC__HEALTH__V1__HEALTH_CHECK_RESPONSE__SERVING_STATUS__SERVING
#define NOT_SERVING     GRPC__HEALTH__V1__HEALTH_CHECK_RESPONSE__SERVING_STATUS__NOT_SERVING
#define SERVICE_UNKNOWN GRPC__HEALTH__V1__HEALTH_CHECK_RESPONSE__SERVING_STATUS__SERVICE_UNKNOWN

/* Those who watch at one listener, oldest first, by task->watching. */
struct watchers {
	struct jx_link tasks;
	size_t n;
};

struct jx_health {
	struct watchers at[JX_LISTENERS];
	bool is_stopping;
};

struct jx_health *jx_health_new(void)
{
	struct jx_health *health = calloc(1, sizeof(*health));
	for (size_t i = 0; health != NULL && i < JX_LISTENERS; i++)
		jx_list_init(&health->at[i].tasks);
	return health;
}

void jx_health_free(struct jx_health *health)
{
	free(health);
}

/* "" is the daemon as a whole; else the name must be a service of the method table. */
static bool is_known(const char *service)
{
	size_t n_methods = 0;
	size_t n = strlen(service);
	const struct jx_method *methods = jx_methods(&n_methods);
	if (n == 0)
		return true;
	for (size_t i = 0; i < n_methods; i++)
		if (strncmp(methods[i].path + 1, service, n) == 0 && methods[i].path[1 + n] == '/')
			return true;
	return false;
}

enum jx_status jx_health_check(struct jx_task *task)
{
	const Grpc__Health__V1__HealthCheckRequest *request =
		(const Grpc__Health__V1__HealthCheckRequest *)task->message;
	if (!is_known(request->service))
		return jx_fail_with(
			&task->error, JX_REASON_SERVICE_NOT_FOUND, JX_ARGS(JX_TEXT(request->service)));
	Reply *reply = (Reply *)task->reply;
	reply->status = task->services->health->is_stopping ? NOT_SERVING : SERVING;
	return JX_OK;
}

static void send_status(struct jx_task *task, int status)
{
	Reply reply = GRPC__HEALTH__V1__HEALTH_CHECK_RESPONSE__INIT;
	struct jx_reply_buf *frame;
	reply.status = (Grpc__Health__V1__HealthCheckResponse__ServingStatus)status;
	if (jx_job_pack(task, &reply.base, &frame) != JX_OK)
		return;
	(void)jx_call_send(task->call, frame);
	jx_reply_buf_unref(frame);
}

static struct watchers *watchers_at(const struct jx_task *task)
{
	return &task->services->health->at[task->call->listener];
}

static struct jx_task *task_of(struct jx_link *link)
{
	return JX_OF_LINK(link, struct jx_task, watching);
}

static void remove_watcher(struct jx_task *task)
{
	jx_list_remove(&task->watching);
	watchers_at(task)->n--;
}

static void refuse_watcher(struct jx_task *task)
{
	task->status = jx_fail(&task->error, JX_REASON_SERVER_BUSY);
	jx_task_answer(task);
}

/* A watcher waits without end and costs memory: one connection has a few, and the oldest of all gives way. */
static bool add_watcher(struct jx_task *task)
{
	struct watchers *watchers = watchers_at(task);
	size_t n_same = 0;
	for (struct jx_link *link = watchers->tasks.next; link != &watchers->tasks; link = link->next)
		n_same += jx_call_shares_connection(task->call, task_of(link)->call) ? 1 : 0;
	if (n_same >= JX_MAX_CONNECTION_WATCHERS)
		return false;
	if (watchers->n == JX_MAX_WATCHERS) {
		struct jx_task *oldest = task_of(jx_list_first(&watchers->tasks));
		remove_watcher(oldest);
		refuse_watcher(oldest);
	}
	jx_list_append(&watchers->tasks, &task->watching);
	watchers->n++;
	return true;
}

void jx_health_watch(struct jx_task *task)
{
	task->status = jx_job_decode(task);
	if (task->status != JX_OK) {
		jx_task_answer(task);
		return;
	}
	if (!add_watcher(task)) {
		refuse_watcher(task);
		return;
	}
	const char *service = ((const Grpc__Health__V1__HealthCheckRequest *)task->message)->service;
	send_status(task, is_known(service) ? SERVING : SERVICE_UNKNOWN);
}

void jx_health_unwatch(struct jx_task *task)
{
	remove_watcher(task);
}

void jx_health_stop(struct jx_health *health)
{
	health->is_stopping = true;
	for (size_t i = 0; i < JX_LISTENERS; i++) {
		struct jx_link *link;
		while ((link = jx_list_first(&health->at[i].tasks)) != NULL) {
			struct jx_task *task = task_of(link);
			remove_watcher(task);
			send_status(task, NOT_SERVING);
			jx_task_answer(task);
		}
	}
}
