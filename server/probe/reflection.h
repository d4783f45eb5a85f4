/*
 * grpc.reflection.v1: lists the services and describes their messages to clients.
 *
 * The schema's descriptors are compiled in (embedded.h) and decoded for each question, which is rare. Thread: loop.
 */
#ifndef SERVER_PROBE_REFLECTION_H
#define SERVER_PROBE_REFLECTION_H

#include "server/call/task.h"

/** Answer the message of task->call, as the next reply of the stream. */
void jx_reflection_message(struct jx_task *task);

#endif
