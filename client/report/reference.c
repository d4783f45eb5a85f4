#include "client/report/reference.h"

#include <stdio.h>

#include "client/calls/call.h"
#include "client/disk/files.h"
#include "client/disk/message_file.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/message/unknown.h"

#define DIRECTORY  "references"
#define FILE_BYTES 160

/* Where the answer about a report lies; false when it has no place. */
static bool find_place(
	struct jx_app *app, const JxReport *report, char path[JX_FILE_PATH_BYTES], char name[FILE_BYTES])
{
	const char *code = jx_name_id(report->department, "departments");
	const char *round = jx_name_id(report->round, "rounds");
	struct jx_error ignored;
	if (code == NULL || round == NULL)
		return false;
	(void)snprintf(name, FILE_BYTES, "%.64s-%.64s.json", round, code);
	return jx_file_path(app->home, DIRECTORY, path, &ignored) == JX_OK;
}

static enum jx_status fetch(
	struct jx_app *app, const JxReport *report, JxGetReferenceSheetResponse **ret_reply)
{
	JxGetReferenceSheetRequest request = JX_GET_REFERENCE_SHEET_REQUEST_INIT;
	request.department = report->department;
	request.round = report->round;
	request.year = report->profile != NULL ? report->profile->year : 0;
	enum jx_status status = jx_call_get_reference_sheet(app, &request, ret_reply);
	/* Figures of a newer form than this program knows are not judged by. */
	return status == JX_OK ? jx_message_check_known(&(*ret_reply)->base, &app->error) : status;
}

void jx_reference_find(
	struct jx_app *app, const JxReport *report, bool asks, const JxReferenceSheet **ret_sheet)
{
	char path[JX_FILE_PATH_BYTES];
	char name[FILE_BYTES];
	const struct jx_error before = app->error;
	JxGetReferenceSheetResponse *reply = NULL;
	ProtobufCMessage *stored = NULL;
	*ret_sheet = NULL;
	if (!find_place(app, report, path, name))
		return;
	const struct jx_message_file file = {.directory = path, .name = name};
	if (asks && fetch(app, report, &reply) == JX_OK) {
		*ret_sheet = reply->sheet;
		if (jx_file_make_directory(path, &app->error) != JX_OK ||
			jx_message_file_write(&file, &reply->base, &app->arena, &app->error) != JX_OK)
			app->error = before;
		return;
	}
	app->error = before;
	if (jx_message_file_read(&file, JX_GET_REFERENCE_SHEET_RESPONSE_DESCRIPTOR, &app->arena, &stored) ==
		JX_OK)
		*ret_sheet = ((const JxGetReferenceSheetResponse *)stored)->sheet;
}
