/* What is said where there is no page to be given: in Chinese, and below it in English, since nobody knows who asked. */
#include "proto/contract/page/private.h"

#define MAX_DEPTH  8u
#define HOME_BYTES 48 /* up that often, and "en/index.html" */

static const struct {
	const char *title_zh, *title_en;
	const char *zh, *en; /* what to do */
} NOTICES[JX_PAGE_NOTICES] = {
	[JX_PAGE_MISSING] = {"没有这一页", "There is no such page", "请从轮次目录找起。",
		"Please begin with the list of rounds."},
	[JX_PAGE_GET_ONLY] = {"本站只供阅读", "These pages can only be read", "请用 GET 或 HEAD。",
		"Please use GET or HEAD."},
	[JX_PAGE_TOO_OFTEN] = {"请求太频繁", "Too many requests", "请稍候再试；要全部数据，请下载数据文件。",
		"Please wait a moment; whoever wants all of it, please take the files of data."},
	[JX_PAGE_NO_ROOM] = {"正在下载的人太多", "Too many downloads at once", "请半分钟后再试。",
		"Please try again in half a minute."},
	[JX_PAGE_HTTP_1_1] = {"下载须用 HTTP/1.1", "Downloads need HTTP/1.1",
		"HTTP/1.0 不能表明文件是否完整；前置的网页服务器请设 HTTP/1.1。",
		"HTTP/1.0 cannot tell whether a file came whole; a web server in between is to ask with HTTP/1.1."},
	[JX_PAGE_NOT_NOW] = {"现在不能显示", "It cannot be shown now", "请稍候再试。",
		"Please try again in a moment."},
};

static void put_home(char out[HOME_BYTES], unsigned depth, const char *path)
{
	char *at = out;
	for (unsigned i = 0; i < depth && i < MAX_DEPTH; i++)
		for (const char *up = "../"; *up != '\0'; up++)
			*at++ = *up;
	while (*path != '\0')
		*at++ = *path++;
	*at = '\0';
}

static void put_part(struct jx_page *page, const char *title, const char *text, const char *home, bool is_en)
{
	jx_page_put(page, is_en ? "<section lang=\"en\">\n<h2>" : "<h1>");
	jx_page_put(page, title);
	jx_page_put(page, is_en ? "</h2>\n<p>" : "</h1>\n<p>");
	jx_page_put(page, text);
	jx_page_put(page, "</p>\n<p><a href=\"");
	jx_page_put(page, home);
	jx_page_put(page, is_en ? "\">Rounds</a></p>\n</section>\n" : "\">轮次</a></p>\n");
}

enum jx_status jx_page_write_notice(const struct jx_page_said *said, struct jx_arena *arena, char **ret_bytes,
	size_t *ret_n, struct jx_error *error)
{
	static const struct jx_page_address address = {.kind = JX_PAGE_SITE};
	const struct jx_page_content content = {.county = said->county};
	struct jx_page page = {.address = &address, .content = &content, .arena = arena};
	char style[HOME_BYTES];
	char home_zh[HOME_BYTES];
	char home_en[HOME_BYTES];
	put_home(style, said->depth, "style.css");
	put_home(home_zh, said->depth, "index.html");
	put_home(home_en, said->depth, "en/index.html");
	jx_page_put_head(&page, NOTICES[said->notice].title_zh, style);
	jx_page_put(&page, "<header><p class=\"site\"><bdi>");
	jx_page_text(&page, said->county);
	jx_page_put(&page, "</bdi></p></header>\n<main>\n");
	put_part(&page, NOTICES[said->notice].title_zh, NOTICES[said->notice].zh, home_zh, false);
	put_part(&page, NOTICES[said->notice].title_en, NOTICES[said->notice].en, home_en, true);
	jx_page_put(&page, "</main>\n</body>\n</html>\n");
	return jx_page_take(&page, JX_OK, ret_bytes, ret_n, error);
}
