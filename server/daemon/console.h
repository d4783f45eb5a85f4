/*
 * What the console may do: a program on the daemon's own machine, run by whoever owns the state directory. It exists so that a
 * county whose leads have all lost their keys, or let their certificates end, gets in again.
 *
 * It does not ask who somebody is: who reads the directory has the keys of the county. So it does little, and each act is an
 * entry of the log by the actor "console". The store has one writer: beside a daemon the console asks the daemon, at the socket
 * JX_CONSOLE_SOCKET of the directory (console_door.h); without one it opens the store itself (server/console/).
 */
#ifndef SERVER_DAEMON_CONSOLE_H
#define SERVER_DAEMON_CONSOLE_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/registry/store_enrolment.h"

#define JX_CONSOLE_ACTOR     "console"
#define JX_CONSOLE_SOCKET    "console.sock"
#define JX_CONSOLE_MAX_BYTES 65536u /* of a request or a reply: one person, or one refusal */
#define JX_CONSOLE_WAIT_S    10     /* how long either side waits for the other */

/** What came of an act. In the arena. */
struct jx_console_result {
	JxPerson *person;             /* afterwards */
	struct jx_fingerprints ended; /* certificates that hold no longer */
};

/** Do what the console asks. @thread writer, inside a job.
 *
 * @return JX_OK; JX_STATE (LEAD_ACTIVE_AT_CONSOLE, PERSON_ACTIVE, NOT_INVITED); JX_NOT_FOUND (PERSON_NOT_FOUND); JX_INVALID (BAD_FIELD).
 */
enum jx_status jx_console_act(struct jx_db *db, const JxConsoleRequest *request, struct jx_arena *arena,
	struct jx_console_result *ret_result, struct jx_error *error) JX_MUST_CHECK;

#define JX_CONSOLE_PLACE_BYTES 64

/** Write a path of the socket that is short enough for one, however long that of the directory is: through the directory,
 * opened.
 *
 * @param ret_fd  closed by the caller, who needs the path no longer.
 */
enum jx_status jx_console_place(const char *directory, int *ret_fd, char out[JX_CONSOLE_PLACE_BYTES],
	struct jx_error *error) JX_MUST_CHECK;

#endif
