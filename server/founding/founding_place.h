/*
 * Where a new state directory is made: in a folder of its own inside it, whose files move up when all of them are there, so
 * that an init that fails leaves nothing, and one that was killed is only done again. Thread: main.
 */
#ifndef SERVER_FOUNDING_FOUNDING_PLACE_H
#define SERVER_FOUNDING_FOUNDING_PLACE_H

#include <stdbool.h>

#include "server/daemon/config.h"

struct jx_founding_place {
	char directory[JX_CONFIG_PATH_BYTES]; /* what becomes the state directory */
	char folder[JX_CONFIG_PATH_BYTES];    /* where its files are made */
	bool is_made;                         /* the directory was not there before */
};

/** Make the folder, and the directory when it is missing. Root becomes the owner of the directory, for good: what it makes must
 * be readable by the account that serves.
 *
 * @return JX_OK; JX_EXISTS (FILE_EXISTS) when there is a state in the directory; JX_INVALID (STATE_EXPOSED) when others can look
 *   into it; JX_UNAVAILABLE (FILE_FAILED).
 */
enum jx_status jx_founding_place_open(
	const char *directory, struct jx_founding_place *ret_place, struct jx_error *error) JX_MUST_CHECK;

/** Move the files up, the settings last: with them there is a state. What fails is undone. */
enum jx_status jx_founding_place_settle(
	const struct jx_founding_place *place, struct jx_error *error) JX_MUST_CHECK;

/** Remove the folder with all that is in it, and the directory when it was made. After jx_founding_place_settle() too. */
void jx_founding_place_clear(const struct jx_founding_place *place);

#endif
