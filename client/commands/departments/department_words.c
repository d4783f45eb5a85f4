#include "client/commands/departments/department_words.h"

#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/text/i18n.h"
#include "proto/contract/base/text.h"

#define CHANGE_BYTES 1024u

static const char *const TITLES[JX_DEPARTMENT_FIELDS] = {
	[JX_DEPARTMENT_CODE] = N_("Code"),
	[JX_DEPARTMENT_TITLE] = N_("Name"),
	[JX_DEPARTMENT_SHORT_TITLE] = N_("Short"),
	[JX_DEPARTMENT_LEVEL] = N_("Level"),
	[JX_DEPARTMENT_NATURE] = N_("Nature"),
	[JX_DEPARTMENT_FUNDING_FORM] = N_("Funding"),
	[JX_DEPARTMENT_PEER_GROUP] = N_("Peers"),
	[JX_DEPARTMENT_IS_FINANCE] = N_("Finance bureau"),
};

const char *jx_department_field_title(enum jx_department_field field)
{
	return _(TITLES[field]);
}

/* A value as people say it. */
static const char *value_of(const struct jx_app *app, enum jx_department_field field, const char *value)
{
	if (field == JX_DEPARTMENT_IS_FINANCE)
		return value[0] != '\0' ? _("yes") : _("no");
	return value[0] != '\0' ? jx_department_word_name(field, value, app->language) : _("(empty)");
}

const char *jx_department_changes(struct jx_app *app, JxFieldDifference *const *fields, size_t n)
{
	char text[CHANGE_BYTES] = "";
	size_t used = 0;
	for (size_t i = 0; i < n && used < sizeof(text); i++) {
		const JxFieldDifference *row = fields[i];
		enum jx_department_field field = jx_department_field_of(row->field);
		const bool is_known = field != JX_DEPARTMENT_FIELDS;
		int written = snprintf(text + used, sizeof(text) - used, _("%s%s: %s → %s"),
			used > 0 ? _("; ") : "", is_known ? jx_department_field_title(field) : row->field,
			is_known ? value_of(app, field, row->before) : row->before,
			is_known ? value_of(app, field, row->after) : row->after);
		used += written > 0 ? (size_t)written : 0;
	}
	const char *kept = jx_arena_strdup(&app->arena, text);
	return kept != NULL ? kept : "";
}

enum jx_status jx_department_read_basis_options(struct jx_app *app, const struct jx_args *args,
	char **ret_effective_date, char **ret_document, char **ret_reason)
{
	enum jx_status status = jx_option_text(app, jx_args_value(args, "since"), ret_effective_date);
	if (status == JX_OK)
		status = jx_option_text(app, jx_args_value(args, "document"), ret_document);
	return status == JX_OK ? jx_option_text(app, jx_args_value(args, "reason"), ret_reason) : status;
}
