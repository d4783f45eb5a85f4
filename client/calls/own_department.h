/* What a person has to know of their department: that it has ended. Thread: one at a time. */
#ifndef CLIENT_CALLS_OWN_DEPARTMENT_H
#define CLIENT_CALLS_OWN_DEPARTMENT_H

#include "client/app/app.h"
#include "jixiao/v1/schema.h"

/** Say since when it exists no more, who does its work, and what the person does now. @param department  NULL: nothing. */
void jx_own_department_tell(struct jx_app *app, const JxDepartment *department);

#endif
