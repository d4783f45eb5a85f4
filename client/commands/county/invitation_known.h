/* Who of a list of people to invite is known already, so that the list of last year can be taken again. Thread: one at a time. */
#ifndef CLIENT_COMMANDS_COUNTY_INVITATION_KNOWN_H
#define CLIENT_COMMANDS_COUNTY_INVITATION_KNOWN_H

#include "client/app/app.h"
#include "client/lists/invitation_file.h"

/** Leave out of a list who has access, holds a line that works still, or was revoked; say how many, and name those whom the list
 * has with other roles or in another department, and those who were revoked.
 *
 * @param list  what is left of it keeps its order.
 * @return JX_OK; as jx_call_list_persons(), jx_resolve_department().
 */
enum jx_status jx_invited_leave_out_known(struct jx_app *app, struct jx_invited_list *list) JX_MUST_CHECK;

#endif
