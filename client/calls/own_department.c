#include "client/calls/own_department.h"

#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

void jx_own_department_tell(struct jx_app *app, const JxDepartment *department)
{
	if (department == NULL || department->retire_date[0] == '\0')
		return;
	jx_note(&app->terminal, _("Your department, %s %s, exists no more since %s."), department->code,
		department->title, department->retire_date);
	for (size_t i = 0; i < department->n_successors; i++)
		jx_note(&app->terminal, _("Its work is done by %s."),
			jx_name_last(department->successors[i]));
	jx_note(&app->terminal,
		_("What it filed can be seen and answered as before; to file for another department ask finance for an invitation there."));
}
