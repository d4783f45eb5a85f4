#include "client/app/list_file.h"

#include <string.h>

#include "client/disk/files.h"
#include "client/text/encoding.h"
#include "client/text/i18n.h"
#include "proto/contract/base/limits.h"

enum jx_status jx_app_read_list(struct jx_app *app, const char *name, struct jx_roster_file *ret_file)
{
	char *bytes;
	size_t n;
	const char *encoding;
	*ret_file = (struct jx_roster_file){.name = name, .language = app->language};
	enum jx_status status = jx_file_read(name, JX_MAX_JSON_BYTES, &app->arena, &bytes, &n, &app->error);
	if (status != JX_OK)
		return status;
	struct jx_file_bytes file = {.name = name, .bytes = bytes, .n = n};
	status = jx_encoding_decode(&file, &app->arena, &ret_file->text, &encoding, &app->error);
	if (status != JX_OK)
		return status;
	if (encoding != NULL)
		jx_note(&app->terminal, _("%s is not UTF-8; it was read as %s"), name, encoding);
	ret_file->n = strlen(ret_file->text);
	return JX_OK;
}
