#include "server/probe/health.h"

#include <stdlib.h>
#include <string.h>

#include "grpc/health/v1/health.pb-c.h"
#include "server/call/job.h"
#include "server/call/task_pool.h"

typedef Grpc__Health__V1__HealthCheckResponse Reply;

#define SERVING         GRPC__HEALTH__V1__HEALTH_CHECK_RESPONSE__SERVING_STATUS__SERVING
#define NOT_SERVING     GRPC__HEALTH__V1__HEALTH_CHECK_RESPONSE__SERVING_STATUS__NOT_SERVING
#define SERVICE_UNKNOWN GRPC__HEALTH__V1__HEALTH_CHECK_RESPONSE__SERVING_STATUS__SERVICE_UNKNOWN

struct jx_health {
	struct jx_task *watchers; /* by next_waiting */
	bool is_stopping;
};

struct jx_health *jx_health_new(void)
{
	return calloc(1, sizeof(struct jx_health));
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

void jx_health_watch(struct jx_task *task)
{
	struct jx_health *health = task->services->health;
	task->status = jx_job_decode(task);
	if (task->status != JX_OK) {
		jx_task_answer(task);
		return;
	}
	const char *service = ((const Grpc__Health__V1__HealthCheckRequest *)task->message)->service;
	send_status(task, is_known(service) ? SERVING : SERVICE_UNKNOWN);
	task->next_waiting = health->watchers;
	health->watchers = task;
}

void jx_health_unwatch(struct jx_task *task)
{
	struct jx_task **at = &task->services->health->watchers;
	while (*at != NULL && *at != task)
		at = &(*at)->next_waiting;
	if (*at != NULL)
		*at = task->next_waiting;
}

void jx_health_stop(struct jx_health *health)
{
	health->is_stopping = true;
	while (health->watchers != NULL) {
		struct jx_task *task = health->watchers;
		health->watchers = task->next_waiting;
		send_status(task, NOT_SERVING);
		jx_task_answer(task);
	}
}
