#include "client/commands/rulebook_open.h"

#include "client/print/judge_print.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/json/json.h"

static enum jx_status refuse_rulebook(
	struct jx_app *app, const char *file, const struct jx_json_problems *problems)
{
	struct jx_judged judged;
	enum jx_status status = jx_judge_problems(app, file, problems, &judged);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		status = jx_judge_print_json(app, &judged);
	else if (jx_app_is_for_people(app))
		status = jx_judge_print(app, &judged, false);
	else
		status = jx_judge_print_rows(app, &judged, 1, false);
	if (status != JX_OK)
		return status;
	app->is_reported = true;
	return jx_app_fail(app, JX_REASON_HARD_FINDINGS);
}

static enum jx_status fail_unknown(struct jx_app *app, const char *name)
{
	char known[JX_ERROR_ARG_BYTES] = "";
	size_t n_books;
	size_t n = 0;
	const struct jx_shipped_rulebook *books = jx_rulebooks_shipped(&n_books);
	for (size_t i = 0; i < n_books; i++) {
		n += jx_text_copy(known + n, sizeof(known) - n, i > 0 ? ", " : "");
		n += jx_text_copy(known + n, sizeof(known) - n, books[i].id);
	}
	return jx_app_fail_with(app, JX_REASON_UNKNOWN_RULEBOOK, JX_ARGS(JX_TEXT(name), JX_TEXT(known)));
}

enum jx_status jx_rulebook_open(struct jx_app *app, const char *name, const struct jx_rulebook **ret_rulebook)
{
	const struct jx_shipped_rulebook *shipped = jx_rulebook_shipped(name);
	const char *text = shipped != NULL ? shipped->text : NULL;
	size_t n = shipped != NULL ? shipped->n_bytes : 0;
	if (text == NULL) {
		char *bytes;
		enum jx_status status =
			jx_file_read(name, JX_MAX_JSON_BYTES, &app->arena, &bytes, &n, &app->error);
		if (status == JX_NOT_FOUND)
			return fail_unknown(app, name);
		if (status != JX_OK)
			return status;
		text = bytes;
	}
	struct jx_json_problems problems;
	enum jx_status status = jx_rulebook_load(text, n, &app->arena, &problems, ret_rulebook);
	if (status == JX_INVALID)
		return refuse_rulebook(app, name, &problems);
	return status == JX_OK ? JX_OK : jx_arena_fail(&app->arena, &app->error);
}
