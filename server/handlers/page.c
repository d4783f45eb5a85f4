#include "server/handlers/page.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/wire/grpc.h"

#define MAX_TOKEN_BYTES 320 /* of the longest method name, and of two ids */

enum jx_status jx_page_fail(struct jx_task *task)
{
	return jx_fail_at(&task->error, JX_REASON_BAD_PAGE_TOKEN, "page_token", NULL);
}

static const char *list_name(const struct jx_task *task)
{
	return strrchr(task->method->path, '/') + 1;
}

/* Where the page before ended, as this list has said; "" for the first page. */
static enum jx_status read_token(struct jx_task *task, const char *token, const char **ret_place)
{
	const char *list = list_name(task);
	size_t n_list = strlen(list);
	size_t n_token = strlen(token);
	size_t n = 0;
	*ret_place = "";
	if (n_token == 0)
		return JX_OK;
	if (n_token > MAX_TOKEN_BYTES)
		return jx_page_fail(task);
	char *text = jx_arena_alloc(&task->arena, n_token + 1);
	if (text == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = jx_grpc_base64_decode(token, n_token, (uint8_t *)text, &n);
	text[status == JX_OK ? n : 0] = '\0';
	if (status != JX_OK || jx_text_bad_utf8(text, n) != n || strncmp(text, list, n_list) != 0 ||
		text[n_list] != ':')
		return jx_page_fail(task);
	*ret_place = text + n_list + 1;
	return JX_OK;
}

static enum jx_status check_size(struct jx_task *task, int32_t page_size)
{
	if (page_size >= 0)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "page_size",
		JX_ARGS(JX_TEXT("page_size"), JX_I64(page_size),
			JX_WORDS("缺省填 0，不能是负数", "0 for the default, or more")));
}

enum jx_status jx_page_of(
	struct jx_task *task, int32_t page_size, const char *page_token, struct jx_page *ret_page)
{
	enum jx_status status = check_size(task, page_size);
	if (status != JX_OK)
		return status;
	ret_page->max_rows = (uint32_t)page_size;
	return read_token(task, page_token, &ret_page->after);
}

char *jx_page_token(struct jx_task *task, const char *next)
{
	if (next[0] == '\0')
		return (char *)protobuf_c_empty_string;
	const char *list = list_name(task);
	size_t n = strlen(list) + 1 + strlen(next);
	char *text = jx_arena_alloc(&task->arena, n + 1);
	char *token = jx_arena_alloc(&task->arena, JX_GRPC_BASE64_BYTES(n));
	if (text == NULL || token == NULL)
		return NULL;
	(void)snprintf(text, n + 1, "%s:%s", list, next);
	(void)jx_grpc_base64_encode((const uint8_t *)text, n, token);
	return token;
}

enum jx_status jx_page_cut(struct jx_task *task, int32_t page_size, const char *page_token, uint32_t max_rows,
	size_t n_rows, struct jx_row_range *ret_rows)
{
	const char *place;
	char next[24] = "";
	uint64_t first = 0;
	enum jx_status status = check_size(task, page_size);
	if (status != JX_OK)
		return status;
	status = read_token(task, page_token, &place);
	if (status != JX_OK)
		return status;
	if (place[0] != '\0' && !jx_text_u64(place, SIZE_MAX, &first))
		return jx_page_fail(task);
	uint32_t n_wanted = page_size == 0 || (uint32_t)page_size > max_rows ? max_rows : (uint32_t)page_size;
	ret_rows->first = first < n_rows ? (size_t)first : n_rows;
	size_t n_left = n_rows - ret_rows->first;
	ret_rows->n = n_left < n_wanted ? n_left : n_wanted;
	if (n_left > ret_rows->n)
		(void)snprintf(next, sizeof(next), "%zu", ret_rows->first + ret_rows->n);
	ret_rows->next_page_token = jx_page_token(task, next);
	return ret_rows->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}
