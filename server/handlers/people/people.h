/* What the handlers about people share. Private to server/handlers/people/. */
#ifndef SERVER_HANDLERS_PEOPLE_PEOPLE_H
#define SERVER_HANDLERS_PEOPLE_PEOPLE_H

#include "server/call/task.h"

/** Roles must be known; those of a department need one; nobody holds enterer and reviewer together. */
enum jx_status jx_people_check_roles(struct jx_task *task, const JxPerson *person) JX_MUST_CHECK;

#endif
