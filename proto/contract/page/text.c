/* A page as it grows: markup, words, texts of people, figures. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/text_class.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/page/private.h"

#define FIRST_ROOM 16384u
#define LINE_BYTES 1024u
#define CHINA_MS   (INT64_C(8) * 60 * 60 * 1000)

void jx_page_put_n(struct jx_page *page, const char *bytes, size_t n)
{
	if (page->is_short || n == 0)
		return;
	if (page->room - page->n < n) {
		size_t room = page->room == 0 ? FIRST_ROOM : page->room;
		while (room - page->n < n)
			room *= 2;
		char *grown = realloc(page->bytes, room);
		if (grown == NULL) {
			page->is_short = true;
			return;
		}
		page->bytes = grown;
		page->room = room;
	}
	memcpy(page->bytes + page->n, bytes, n);
	page->n += n;
}

void jx_page_put(struct jx_page *page, const char *markup)
{
	jx_page_put_n(page, markup, strlen(markup));
}

void jx_page_print(struct jx_page *page, const char *format, ...)
{
	char line[LINE_BYTES];
	va_list args;
	va_start(args, format);
	int n = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (n < 0 || (size_t)n >= sizeof(line))
		page->is_short = true;
	else
		jx_page_put_n(page, line, (size_t)n);
}

/* What a character of people's texts is on a page; NULL: itself. */
static const char *entity_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case '\n':
		return "<br>";
	default:
		return NULL;
	}
}

void jx_page_text(struct jx_page *page, const char *text)
{
	size_t n = strlen(text);
	for (size_t i = 0; i < n;) {
		char shown[JX_ESCAPED_BYTES];
		const char *entity = entity_of(text[i]);
		size_t n_plain = jx_text_plain_bytes(text + i);
		size_t n_until = strcspn(text + i, "&<>\"'\n");
		n_plain = n_plain < n_until ? n_plain : n_until;
		if (entity != NULL) {
			jx_page_put(page, entity);
			i++;
		} else if (n_plain > 0) {
			jx_page_put_n(page, text + i, n_plain);
			i += n_plain;
		} else {
			i += jx_char_escape(text + i, n - i, false, shown);
			jx_page_put(page, shown);
		}
	}
}

void jx_page_say(struct jx_page *page, const char *zh, const char *en)
{
	jx_page_put(page, page->address->language == JX_EN ? en : zh);
}

const char *jx_page_path_to(struct jx_page *page, const char *path)
{
	char own[JX_PAGE_PATH_BYTES];
	size_t n_up = 0;
	size_t n_path = strlen(path);
	for (const char *at = jx_page_write_address(page->address, own); *at != '\0'; at++)
		n_up += *at == '/' ? 1 : 0;
	char *link = jx_arena_alloc(page->arena, n_up * 3 + n_path + 1);
	if (link == NULL) {
		page->is_short = true;
		return "";
	}
	for (size_t i = 0; i < n_up; i++)
		memcpy(link + i * 3, "../", 3);
	memcpy(link + n_up * 3, path, n_path + 1);
	return link;
}

void jx_page_link(struct jx_page *page, const struct jx_page_address *to)
{
	char path[JX_PAGE_PATH_BYTES];
	jx_page_put(page, "<a href=\"");
	jx_page_text(page, jx_page_path_to(page, jx_page_write_address(to, path)));
	jx_page_put(page, "\">");
}

void jx_page_decimal(struct jx_page *page, const JxDecimal *decimal)
{
	char text[JX_FIGURE_TEXT_BYTES];
	if (!jx_has_decimal(decimal) || jx_decimal_print(decimal, text, sizeof(text)) != JX_OK)
		jx_page_put(page, "—");
	else
		jx_page_text(page, text);
}

void jx_page_percent(struct jx_page *page, const JxMeasurement *share)
{
	if (share == NULL || !jx_has_decimal(share->value)) {
		jx_page_put(page, "—");
		return;
	}
	jx_page_decimal(page, share->value);
	jx_page_put(page, "%");
}

const char *jx_page_time(const Google__Protobuf__Timestamp *time, char out[JX_TIME_TEXT_BYTES])
{
	out[0] = '\0';
	if (time == NULL)
		return out;
	int64_t there_ms = jx_timestamp_ms(time) + CHINA_MS;
	int64_t seconds = there_ms / 1000 - (there_ms % 1000 < 0 ? 1 : 0);
	char text[JX_INSTANT_TEXT_BYTES];
	if (jx_instant_print(seconds, 0, text)) /* 2026-03-15T08:42:07Z */
		(void)snprintf(out, JX_TIME_TEXT_BYTES, "%.10s %.5s", text, text + 11);
	return out;
}

enum jx_status jx_page_fail_missing(const struct jx_page *page, struct jx_error *error)
{
	char path[JX_PAGE_PATH_BYTES];
	return jx_fail_with(error, JX_REASON_PAGE_NOT_FOUND,
		JX_ARGS(JX_TEXT(jx_page_write_address(page->address, path))));
}
