/* What follows from each version's content, made again and compared with what is stored: the last part of fsck. */
#ifndef SERVER_JUDGING_RECOMPUTE_H
#define SERVER_JUDGING_RECOMPUTE_H

#include "server/call/task.h"
#include "storage/log/store_fsck.h"

/** Make scores, score lines, figures and metric values of every version again. Changes nothing.
 *
 * @param services  its rulebooks are used.
 * @param db        the writer, outside a group.
 * @param listener  hears of what differs; "the log says" is what the content gives by this version of the program.
 */
enum jx_status jx_recompute_all(struct jx_services *services, struct jx_db *db,
	const struct jx_fsck_listener *listener, struct jx_error *error) JX_MUST_CHECK;

#endif
