/*
 * grpc.reflection.v1: tells clients which services there are and what their messages look like.
 *
 * The schema's descriptors are compiled in (embedded.h) and read once, at the first question. Thread: loop.
 */
#ifndef SERVER_PROBE_REFLECTION_H
#define SERVER_PROBE_REFLECTION_H

#include "server/call/task.h"

/** Answer the message that task->call holds, as the next reply of the stream. */
void jx_reflection_message(struct jx_task *task);

#endif
