/*
 * jixiao edit: a report in the person's editor, checked when they come back.
 *
 * A text editor gets a copy, FILE.edit.json, which takes the place of the file once it can be read; until then it is kept, and
 * the next edit goes on with it. A workbook is opened by what the desktop has for it, and is the file itself: such programs do
 * not tell when they are done.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/commands/commands.h"
#include "client/commands/form/form_file_out.h"
#include "client/print/judge_print.h"
#include "client/report/judge.h"
#include "client/screen/program.h"
#include "client/text/i18n.h"
#include "client/workbook/read.h"

#define DESKTOP "xdg-open"
#define SUFFIX  ".edit.json"

/* The person's editor for texts; NULL for none. */
static const char *find_editor(void)
{
	const char *visual = getenv("VISUAL");
	const char *editor = getenv("EDITOR");
	if (visual != NULL && visual[0] != '\0')
		return visual;
	return editor != NULL && editor[0] != '\0' ? editor : NULL;
}

static enum jx_status run(struct jx_app *app, const char *command, const char *file)
{
	jx_terminal_show(&app->terminal);
	int code = jx_program_edit(command, file);
	if (code == 0)
		return JX_OK;
	if (code == JX_PROGRAM_MISSING)
		return jx_app_fail_with(app, JX_REASON_NO_EDITOR, JX_ARGS(JX_TEXT(command)));
	return jx_app_fail_with(app, JX_REASON_EDITOR_FAILED, JX_ARGS(JX_TEXT(command), JX_TEXT(file)));
}

static enum jx_status open_on_desktop(struct jx_app *app, const char *file)
{
	enum jx_status status = run(app, DESKTOP, file);
	if (status != JX_OK)
		return status;
	jx_app_remark(app, _("%s is open; save it there when you are done."), file);
	jx_app_next(app, "jixiao check %s", file);
	return JX_OK;
}

/* Makes the copy that is edited, unless one is left from before. */
static enum jx_status make_copy(struct jx_app *app, const char *copy, const char *bytes, size_t n)
{
	if (access(copy, F_OK) != 0)
		return jx_out_write(app, copy, bytes, n);
	jx_note(&app->terminal, _("Going on with %s, which is left from before."), copy);
	return JX_OK;
}

/* Checks the copy. What can be read takes the place of the file. */
static enum jx_status take_copy(struct jx_app *app, const char *file, const char *copy, bool *ret_is_read)
{
	const struct jx_judge_options options = {.from = JX_RULES_STORED_FIRST};
	struct jx_judged judged;
	char *bytes;
	size_t n;
	enum jx_status status = jx_judge_file(app, &options, copy, &judged);
	if (status != JX_OK)
		return status;
	*ret_is_read = judged.report != NULL;
	if (*ret_is_read) {
		status = jx_file_read(copy, JX_MAX_JSON_BYTES, &app->arena, &bytes, &n, &app->error);
		if (status == JX_OK)
			status = jx_out_write(app, file, bytes, n);
		if (status != JX_OK)
			return status;
		(void)unlink(copy);
		judged.file = file;
	}
	status = jx_judge_print(app, &judged, true);
	if (status != JX_OK || !*ret_is_read)
		return status;
	jx_app_next(app, jx_judge_passes(&judged) ? "jixiao submit %s" : "jixiao edit %s", file);
	return JX_OK;
}

static enum jx_status fail_unread(struct jx_app *app, const char *file, const char *copy)
{
	jx_note(&app->terminal, _("%s is as it was; your text is kept in %s."), file, copy);
	jx_app_next(app, "jixiao edit %s", file);
	app->is_reported = true;
	return jx_app_fail(app, JX_REASON_HARD_FINDINGS);
}

static enum jx_status edit_text(
	struct jx_app *app, const char *editor, const char *file, const struct jx_workbook_file *text)
{
	char copy[JX_FILE_PATH_BYTES];
	bool is_read = false;
	(void)snprintf(copy, sizeof(copy), "%s" SUFFIX, file);
	enum jx_status status = make_copy(app, copy, text->bytes, text->n);
	while (status == JX_OK) {
		status = run(app, editor, copy);
		if (status == JX_OK)
			status = take_copy(app, file, copy, &is_read);
		if (status != JX_OK || is_read)
			return status;
		bool can_ask = app->terminal.can_ask && !app->is_silent;
		if (!can_ask || jx_app_confirm(app, _("Edit it again?"), NULL, true) != JX_OK)
			return fail_unread(app, file, copy);
	}
	return status;
}

enum jx_status cmd_edit(struct jx_app *app, const struct jx_args *args)
{
	const char *file = jx_args_operand(args, 0);
	const char *editor = find_editor();
	char *bytes;
	size_t n;
	enum jx_status status = jx_file_read(file, JX_MAX_JSON_BYTES, &app->arena, &bytes, &n, &app->error);
	if (status != JX_OK)
		return status;
	const struct jx_workbook_file text = {.name = file, .bytes = bytes, .n = n};
	bool is_text = !jx_workbook_is_one(bytes, n);
	return is_text && editor != NULL ? edit_text(app, editor, file, &text) : open_on_desktop(app, file);
}
