#include "server/handlers/page.h"

#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/wire/grpc.h"

#define MAX_TOKEN_BYTES 256

enum jx_status jx_page_of(
	struct jx_task *task, int32_t page_size, const char *page_token, struct jx_page *ret_page)
{
	if (page_size < 0)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "page_size",
			JX_ARGS(JX_TEXT("page_size"), JX_TEXT("-"),
				JX_TEXT("0 for the default, at most 1000")));
	ret_page->max_rows = (uint32_t)page_size;
	ret_page->after = "";
	size_t n = strlen(page_token);
	if (n == 0)
		return JX_OK;
	char *after = n <= MAX_TOKEN_BYTES ? jx_arena_alloc(&task->arena, n + 1) : NULL;
	size_t n_after = 0;
	if (after == NULL || jx_grpc_base64_decode(page_token, n, (uint8_t *)after, &n_after) != JX_OK ||
		jx_text_bad_utf8(after, n_after) != n_after)
		return jx_fail_at(&task->error, JX_REASON_BAD_PAGE_TOKEN, "page_token", NULL);
	after[n_after] = '\0';
	ret_page->after = after;
	return JX_OK;
}

char *jx_page_token(struct jx_task *task, const char *next)
{
	size_t n = strlen(next);
	char *token = jx_arena_alloc(&task->arena, JX_GRPC_BASE64_BYTES(n));
	if (token != NULL)
		(void)jx_grpc_base64_encode((const uint8_t *)next, n, token);
	return token;
}
