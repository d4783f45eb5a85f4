#include "client/commands/form/form_file_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/app/option.h"
#include "client/commands/rulebook_open.h"
#include "client/text/i18n.h"
#include "proto/contract/base/text.h"

#define FILE_MODE  0600 /* codes that enrol, figures that are not published yet: of the person alone */
#define NAME_BYTES 384
#define SAMPLE     "county-sample"

const char *jx_form_title(const JxReport *report, char out[JX_FORM_TITLE_BYTES])
{
	const JxProfile *profile = report->profile;
	char name[NAME_BYTES]; /* cut between characters, if at all */
	(void)jx_text_copy(name, sizeof(name), profile != NULL ? profile->name : "");
	(void)snprintf(out, JX_FORM_TITLE_BYTES, _("%s, self-evaluation of %u"), name,
		profile != NULL ? profile->year : 0);
	return out;
}

enum jx_status jx_form_out_path(struct jx_app *app, const struct jx_args *args, const char **ret_path)
{
	*ret_path = jx_args_value(args, "out");
	return *ret_path != NULL ? JX_OK : jx_option_fail_missing(app, args, "out");
}

enum jx_status jx_form_book(
	struct jx_app *app, const struct jx_round_rules *rules, const JxRulebook **ret_book)
{
	const struct jx_rulebook *rulebook = rules->rulebook;
	enum jx_status status = JX_OK;
	if (rulebook == NULL)
		status = jx_rulebook_open(app, SAMPLE, &rulebook);
	if (status == JX_OK)
		*ret_book = jx_rulebook_message(rulebook);
	return status;
}

enum jx_status jx_out_write(struct jx_app *app, const char *path, const void *bytes, size_t n)
{
	char directory[JX_FILE_PATH_BYTES];
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	if (slash == NULL)
		(void)jx_text_copy(directory, sizeof(directory), ".");
	else
		(void)jx_text_copy_n(
			directory, sizeof(directory), path, slash == path ? 1 : (size_t)(slash - path));
	const struct jx_file_write write = {
		.directory = directory, .name = name, .bytes = bytes, .n = n, .mode = FILE_MODE};
	return jx_file_write(NULL, &write, &app->error);
}

enum jx_status jx_out_move(struct jx_app *app, enum jx_status made, const char *from, const char *path)
{
	char *bytes;
	size_t n;
	enum jx_status status = made;
	if (status == JX_OK)
		status = jx_file_read(from, JX_MAX_FORM_BYTES, &app->arena, &bytes, &n, &app->error);
	(void)unlink(from);
	return status == JX_OK ? jx_out_write(app, path, bytes, n) : status;
}

enum jx_status jx_form_out_write(
	struct jx_app *app, const struct jx_form_contents *contents, const char *path)
{
	char made[] = "/tmp/jixiao-form-XXXXXX";
	int fd = mkstemp(made);
	if (fd < 0)
		return jx_app_fail_with(
			app, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(made), JX_TEXT("mkstemp")));
	(void)close(fd);
	enum jx_status status = jx_form_write(contents, made, &app->arena, &app->error);
	return jx_out_move(app, status, made, path);
}
