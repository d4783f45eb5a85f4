#include "proto/contract/chart/svg.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/chart/chart.h"

#define FIRST_ROOM 4096
#define LINE_BYTES 512
#define WIDE_FROM  0x1100 /* letters from here on are counted as wide ones */

static void put(struct jx_svg *svg, const char *bytes, size_t n)
{
	if (svg->is_short)
		return;
	if (svg->room - svg->n < n) {
		size_t room = svg->room == 0 ? FIRST_ROOM : svg->room;
		while (room - svg->n < n)
			room *= 2;
		char *grown = realloc(svg->bytes, room);
		if (grown == NULL) {
			svg->is_short = true;
			return;
		}
		svg->bytes = grown;
		svg->room = room;
	}
	(void)memcpy(svg->bytes + svg->n, bytes, n);
	svg->n += n;
}

void jx_svg_print(struct jx_svg *svg, const char *format, ...)
{
	char line[LINE_BYTES];
	va_list args;
	va_start(args, format);
	int n = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (n < 0 || (size_t)n >= sizeof(line))
		svg->is_short = true;
	else
		put(svg, line, (size_t)n);
}

/* Bytes of the letter that a text begins with, and the letter; 1 and 0 for a byte that begins none. */
static size_t read_letter(const char *text, uint32_t *ret_letter)
{
	static const uint8_t LEADS[] = {0xC0, 0xE0, 0xF0};
	const unsigned char *bytes = (const unsigned char *)text;
	*ret_letter = 0;
	if (bytes[0] >= 0x80 && bytes[0] < 0xC2)
		return 1;
	size_t n = bytes[0] < 0x80 ? 1 : bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : 2;
	*ret_letter = bytes[0] < 0x80 ? bytes[0] : (uint32_t)(bytes[0] & ~LEADS[n - 2]);
	for (size_t i = 1; i < n; i++) {
		if ((bytes[i] & 0xC0) != 0x80) {
			*ret_letter = 0;
			return 1;
		}
		*ret_letter = *ret_letter << 6 | (bytes[i] & 0x3Fu);
	}
	return n;
}

static void put_letter(struct jx_svg *svg, const char *text, size_t n, uint32_t letter)
{
	if (letter == '<')
		put(svg, "&lt;", 4);
	else if (letter == '>')
		put(svg, "&gt;", 4);
	else if (letter == '&')
		put(svg, "&amp;", 5);
	else if (letter == '"')
		put(svg, "&quot;", 6);
	else if (letter >= ' ' && letter != 0x7F && letter != 0xFFFE && letter != 0xFFFF)
		put(svg, text, n);
	else
		put(svg, " ", 1);
}

static int letter_width(uint32_t letter)
{
	return letter >= WIDE_FROM ? JX_SVG_FONT : letter == 'W' || letter == 'M' || letter == '%' ? 12 : 8;
}

int jx_svg_width(const char *text)
{
	int width = 0;
	uint32_t letter = 0;
	for (size_t i = 0; text[i] != '\0';
		i += read_letter(text + i, &letter), width += letter_width(letter))
		;
	return width;
}

/* Writes the letters of a text that fit, and … where some do not; width 0: all of them. */
static void put_fitting(struct jx_svg *svg, const char *text, int width)
{
	int used = 0;
	bool is_cut = width > 0 && jx_svg_width(text) > width;
	for (size_t i = 0; text[i] != '\0';) {
		uint32_t letter = 0;
		size_t n = read_letter(text + i, &letter);
		used += letter_width(letter);
		if (is_cut && used > width - JX_SVG_FONT)
			break;
		put_letter(svg, text + i, n, letter);
		i += n;
	}
	if (is_cut)
		put(svg, "…", strlen("…"));
}

void jx_svg_escape(struct jx_svg *svg, const char *text)
{
	put_fitting(svg, text, 0);
}

void jx_svg_begin(struct jx_svg *svg, int height, const char *title)
{
	*svg = (struct jx_svg){0};
	jx_svg_print(svg,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"100%%\" font-size=\"%d\" ",
		JX_CHART_WIDTH, height, JX_SVG_FONT);
	jx_svg_print(
		svg, "font-family=\"'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',SimHei,sans-serif\" ");
	jx_svg_print(svg, "fill=\"" JX_SVG_INK "\">\n<title>");
	jx_svg_escape(svg, title);
	jx_svg_print(svg, "</title>\n");
}

char *jx_svg_end(struct jx_svg *svg, struct jx_arena *arena)
{
	jx_svg_print(svg, "</svg>\n");
	char *kept = svg->is_short ? NULL : jx_arena_alloc(arena, svg->n + 1);
	if (kept != NULL) {
		(void)memcpy(kept, svg->bytes, svg->n);
		kept[svg->n] = '\0';
	}
	free(svg->bytes);
	return kept;
}

void jx_svg_text(struct jx_svg *svg, int x, int y, enum jx_svg_anchor anchor, int width, const char *text)
{
	static const char *const ANCHORS[] = {[JX_SVG_START] = "",
		[JX_SVG_MIDDLE] = " text-anchor=\"middle\"",
		[JX_SVG_END] = " text-anchor=\"end\""};
	jx_svg_print(svg, "<text x=\"%d\" y=\"%d\"%s>", x, y, ANCHORS[anchor]);
	put_fitting(svg, text, width);
	jx_svg_print(svg, "</text>\n");
}

void jx_svg_begin_mark(struct jx_svg *svg, const char *label, const char *first, const char *second)
{
	jx_svg_print(svg, "<g><title>");
	jx_svg_escape(svg, label);
	jx_svg_print(svg, ": ");
	jx_svg_escape(svg, first);
	if (second != NULL) {
		jx_svg_print(svg, ", ");
		jx_svg_escape(svg, second);
	}
	jx_svg_print(svg, "</title>\n");
}

void jx_svg_end_mark(struct jx_svg *svg)
{
	jx_svg_print(svg, "</g>\n");
}

void jx_svg_rect(struct jx_svg *svg, const struct jx_svg_box *box, bool is_marked)
{
	jx_svg_print(svg, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" %s/>\n", box->x, box->y, box->w,
		box->h,
		is_marked ? "fill=\"#fff\" stroke=\"" JX_SVG_RED "\" stroke-width=\"2\""
			  : "fill=\"" JX_SVG_BLUE "\"");
}

void jx_svg_line(struct jx_svg *svg, int x1, int y1, int x2, int y2)
{
	jx_svg_print(
		svg, "<path d=\"M%d %dL%d %d\" stroke=\"" JX_SVG_GRID "\" fill=\"none\"/>\n", x1, y1, x2, y2);
}

static bool do_meet(const struct jx_svg_box *a, const struct jx_svg_box *b)
{
	return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

void jx_svg_keep_clear(struct jx_svg *svg, const struct jx_svg_box *box)
{
	if (svg->n_boxes < JX_SVG_MAX_BOXES)
		svg->boxes[svg->n_boxes++] = *box;
}

bool jx_svg_take_room(struct jx_svg *svg, const struct jx_svg_box *box)
{
	if (svg->n_boxes == JX_SVG_MAX_BOXES)
		return false;
	for (size_t i = 0; i < svg->n_boxes; i++)
		if (do_meet(&svg->boxes[i], box))
			return false;
	jx_svg_keep_clear(svg, box);
	return true;
}

int jx_svg_scale(int64_t value, int64_t low, int64_t high, int length)
{
	if (value <= low || high <= low)
		return 0;
	if (value >= high)
		return length;
	/* In coarser units where a difference or a product would not fit. */
	int64_t span = high / 2 - low / 2;
	int64_t part = value / 2 - low / 2;
	while (span > INT64_MAX / length) {
		span /= 1000;
		part /= 1000;
	}
	return span > 0 ? (int)(part * length / span) : 0;
}
