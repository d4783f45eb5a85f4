#include "server/pages/notices.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"

static const struct {
	unsigned code;
	unsigned retry_s;
} NOTICES[JX_PAGE_NOTICES] = {
	[JX_PAGE_MISSING] = {JX_ANSWER_NOT_FOUND, 0},
	[JX_PAGE_GET_ONLY] = {JX_ANSWER_METHOD_NOT_ALLOWED, 0},
	[JX_PAGE_TOO_OFTEN] = {JX_ANSWER_TOO_MANY, 1},
	[JX_PAGE_NO_ROOM] = {JX_ANSWER_UNAVAILABLE, JX_PAGE_FILE_RETRY_S},
	[JX_PAGE_HTTP_1_1] = {JX_ANSWER_HTTP_VERSION, 0},
	[JX_PAGE_NOT_NOW] = {JX_ANSWER_UNAVAILABLE, 1},
};

static struct jx_answer *make(const struct jx_notices *notices, enum jx_page_notice notice, unsigned depth)
{
	const struct jx_answer_head head = {.code = NOTICES[notice].code,
		.media = "text/html; charset=utf-8",
		.freshness = "no-store",
		.retry_s = NOTICES[notice].retry_s};
	struct jx_error ignored = {0};
	struct jx_arena arena;
	struct jx_answer *answer = NULL;
	char *bytes = NULL;
	size_t n = 0;
	const struct jx_page_said said = {notice, notices->county, depth};
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	if (jx_page_write_notice(&said, &arena, &bytes, &n, &ignored) == JX_OK) {
		char *copy = malloc(n + 1);
		if (copy != NULL)
			memcpy(copy, bytes, n);
		answer = jx_answer_new(&head, copy, n);
	}
	jx_arena_clear(&arena);
	return answer;
}

static unsigned depth_of(const char *path)
{
	unsigned depth = 0;
	for (const char *at = path; *at != '\0' && depth < JX_NOTICE_DEPTHS; at++)
		depth += *at == '/' ? 1 : 0;
	return depth > 0 ? depth - 1 : 0;
}

struct jx_answer *jx_notice_answer(struct jx_notices *notices, enum jx_page_notice notice, const char *path)
{
	unsigned depth = depth_of(path);
	struct jx_answer **answer = &notices->answers[notice][depth];
	if (*answer == NULL)
		*answer = make(notices, notice, depth);
	return *answer;
}

void jx_notices_clear(struct jx_notices *notices)
{
	for (size_t i = 0; i < JX_PAGE_NOTICES; i++)
		for (size_t depth = 0; depth < JX_NOTICE_DEPTHS; depth++)
			jx_answer_unref(notices->answers[i][depth]);
}
