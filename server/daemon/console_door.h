/*
 * Where the console asks a daemon that runs: a socket in the state directory, mode 0600. One request for each connection: the
 * bytes of a ConsoleRequest up to the end of what is sent, then those of a ConsoleReply. Thread: loop.
 */
#ifndef SERVER_DAEMON_CONSOLE_DOOR_H
#define SERVER_DAEMON_CONSOLE_DOOR_H

#include "server/call/task.h"

struct jx_console_door;

/** Open the door. A directory where no socket can be made leaves the daemon without one: a line of the log says so.
 *
 * @param services  borrowed until the door is closed: its workers do what is asked.
 * @return NULL without memory, or without a socket.
 */
struct jx_console_door *jx_console_door_open(const char *directory, struct jx_services *services);

/** Let nobody in any more. What was accepted is done and answered. NULL allowed. */
void jx_console_door_shut(struct jx_console_door *door);

/** Close it, after the workers have ended; freed in a later turn of the loop. NULL allowed. */
void jx_console_door_close(struct jx_console_door *door);

#endif
