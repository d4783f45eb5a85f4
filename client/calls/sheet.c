#include "client/calls/sheet.h"

#include "client/calls/call.h"
#include "proto/contract/base/array.h"

/* Reads the sheet with all its lines, page by page. */
static enum jx_status read_pages(
	struct jx_app *app, JxExplainScoreRequest *request, JxExplainScoreResponse **ret_reply)
{
	JxExplainScoreResponse *first = NULL;
	JxScoreLine **lines = NULL;
	size_t n = 0;
	size_t room = 0;
	request->page_token = (char *)protobuf_c_empty_string;
	do {
		JxExplainScoreResponse *page;
		enum jx_status status = jx_call_explain_score(app, request, &page);
		if (status != JX_OK)
			return status;
		if (page->sheet == NULL)
			return jx_call_fail_incomplete(app);
		for (size_t i = 0; i < page->sheet->n_lines; i++) {
			if (jx_arena_array_grow(&app->arena, (void **)&lines, sizeof(JxScoreLine *), n, &room,
				    SIZE_MAX) != JX_OK)
				return jx_arena_fail(&app->arena, &app->error);
			lines[n++] = page->sheet->lines[i];
		}
		if (first == NULL)
			first = page;
		request->page_token = page->next_page_token;
	} while (request->page_token[0] != '\0');
	first->sheet->lines = lines;
	first->sheet->n_lines = n;
	first->next_page_token = (char *)protobuf_c_empty_string;
	*ret_reply = first;
	return JX_OK;
}

/* When the report was reviewed or filed again between two pages, they are read once more. */
enum jx_status jx_sheet_read(
	struct jx_app *app, JxExplainScoreRequest *request, JxExplainScoreResponse **ret_reply)
{
	enum jx_status status = read_pages(app, request, ret_reply);
	if (status != JX_OK && app->error.reason == JX_REASON_PAGE_TOKEN_OUTDATED)
		status = read_pages(app, request, ret_reply);
	return status;
}
