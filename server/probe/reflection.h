/*
 * grpc.reflection.v1, and v1alpha, which has the same messages: lists the services and describes their messages.
 *
 * The schema's descriptors are compiled in (embedded.h) and made ready once, so that a question costs a search and a copy.
 * Thread: loop.
 */
#ifndef SERVER_PROBE_REFLECTION_H
#define SERVER_PROBE_REFLECTION_H

#include "server/call/task.h"

struct jx_reflection;

/** @return NULL without memory. */
struct jx_reflection *jx_reflection_new(void);
void jx_reflection_free(struct jx_reflection *reflection); /* NULL allowed */

/** Answer the message of task->call, as the next reply of the stream. */
void jx_reflection_message(struct jx_task *task);

#endif
