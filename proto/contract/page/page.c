#include "proto/contract/page/page.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/page/private.h"

static const jx_page_writer WRITERS[] = {
	[JX_PAGE_SITE] = jx_page_write_site,
	[JX_PAGE_VERIFY] = jx_page_write_verify,
	[JX_PAGE_STYLE] = jx_page_write_style,
	[JX_PAGE_ROUND] = jx_page_write_round,
	[JX_PAGE_TABLE] = jx_page_write_table,
	[JX_PAGE_CHANGES] = jx_page_write_changes,
	[JX_PAGE_CHARTS] = jx_page_write_charts,
	[JX_PAGE_DEPARTMENT] = jx_page_write_department,
	[JX_PAGE_CSV] = jx_page_write_csv,
	[JX_PAGE_JSON] = jx_page_write_json,
	[JX_PAGE_PACKAGE] = jx_page_write_package,
};

bool jx_page_needs_report(const struct jx_page_address *address)
{
	return address->kind == JX_PAGE_DEPARTMENT;
}

void jx_page_clear(struct jx_page *page)
{
	free(page->bytes);
	page->bytes = NULL;
}

enum jx_status jx_page_take(
	struct jx_page *page, enum jx_status status, char **ret_bytes, size_t *ret_n, struct jx_error *error)
{
	struct jx_arena *arena = page->arena;
	char *bytes = NULL;
	if (status == JX_OK && !page->is_short)
		bytes = jx_arena_alloc(arena, page->n + 1);
	if (bytes != NULL) {
		if (page->n > 0)
			memcpy(bytes, page->bytes, page->n);
		bytes[page->n] = '\0';
		*ret_bytes = bytes;
		*ret_n = page->n;
	} else if (status == JX_OK) {
		status = page->is_short && !arena->is_cap_reached ? jx_fail(error, JX_REASON_OUT_OF_MEMORY)
								  : jx_arena_fail(arena, error);
	}
	jx_page_clear(page);
	return status;
}

enum jx_status jx_page_write(const struct jx_page_address *address, const struct jx_page_content *content,
	struct jx_arena *arena, char **ret_bytes, size_t *ret_n, struct jx_error *error)
{
	struct jx_page page = {.address = address, .content = content, .arena = arena};
	assert(address->kind < JX_PAGE_FILE);
	return jx_page_take(&page, WRITERS[address->kind](&page, error), ret_bytes, ret_n, error);
}
