/* Invitations on paper: a page for each person, in one file that needs nothing else. Thread: one at a time. */
#ifndef CLIENT_COMMANDS_COUNTY_INVITATION_SHEET_H
#define CLIENT_COMMANDS_COUNTY_INVITATION_SHEET_H

#include "client/app/app.h"
#include "client/lists/invitation_file.h"

/** Write the pages.
 *
 * @param lines  the invitation line of each person.
 * @return JX_OK; JX_UNKNOWN (LOCAL_FILE_FAILED).
 */
enum jx_status jx_invitation_sheet_write(struct jx_app *app, const char *path,
	const struct jx_invited_list *list, char *const *lines) JX_MUST_CHECK;

#endif
