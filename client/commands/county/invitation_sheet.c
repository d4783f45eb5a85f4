#include "client/commands/county/invitation_sheet.h"

#include "client/commands/form/form_file_out.h"
#include "client/document/markup.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"

static const char HEAD[] =
	"<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<style>\n"
	"@page { size: A4; margin: 30mm 25mm; }\n"
	"body { max-width: 160mm; margin: 2em auto; font: 12pt/20pt 仿宋, FangSong, serif; color: #000; background: #fff; }\n"
	"h1 { font: 18pt/28pt 黑体, SimHei, sans-serif; }\n"
	"code { display: block; font: 12pt/18pt monospace; overflow-wrap: anywhere; border: 0.5pt solid #000; padding: 6pt; }\n"
	"section { break-after: page; }\n"
	"@media print { body { margin: 0; max-width: none; } }\n</style>\n<title>";

static void put_paragraph(struct jx_markup *page, const char *text)
{
	jx_markup_put(page, "<p>");
	jx_markup_text(page, text, "<br>");
	jx_markup_put(page, "</p>\n");
}

static void put_sheet(
	const struct jx_app *app, struct jx_markup *page, const struct jx_invited *row, const char *line)
{
	char roles[JX_ROLES_BYTES];
	char hours[256];
	jx_markup_put(page, "<section>\n<h1>");
	jx_markup_text(page, row->person.title, " ");
	jx_markup_put(page, "</h1>\n<p>");
	jx_markup_text(page, jx_name_last(row->person.name), " ");
	jx_markup_put(page, " · ");
	jx_markup_text(page, jx_label_roles(&row->person, app->language, roles), " ");
	if (row->department[0] != '\0') {
		jx_markup_put(page, " · ");
		jx_markup_text(page, row->department, " ");
	}
	jx_markup_put(page, "</p>\n");
	put_paragraph(page, _("Run this on your machine, then type or paste the line below it:"));
	jx_markup_put(page, "<code>jixiao enrol -</code>\n<p></p>\n<code>");
	jx_markup_text(page, line, " ");
	jx_markup_put(page, "</code>\n");
	(void)snprintf(hours, sizeof(hours),
		_("The line is for you alone. It works once, within %d hours; ask finance for another one afterwards."),
		JX_INVITATION_HOURS);
	put_paragraph(page, hours);
	jx_markup_put(page, "</section>\n");
}

enum jx_status jx_invitation_sheet_write(
	struct jx_app *app, const char *path, const struct jx_invited_list *list, char *const *lines)
{
	struct jx_markup page;
	size_t n = 0;
	if (!jx_markup_open(&page))
		return jx_app_fail(app, JX_REASON_OUT_OF_MEMORY);
	jx_markup_put(&page, HEAD);
	jx_markup_text(&page, _("Invitations"), " ");
	jx_markup_put(&page, "</title>\n</head>\n<body>\n");
	for (size_t i = 0; i < list->n; i++)
		put_sheet(app, &page, &list->rows[i], lines[i]);
	jx_markup_put(&page, "</body>\n</html>\n");
	const char *bytes = jx_markup_keep(&page, &app->arena, &n);
	if (bytes == NULL)
		return jx_app_fail(app, JX_REASON_OUT_OF_MEMORY);
	return jx_out_write(app, path, bytes, n);
}
