/* An SVG element as it is written. Private to proto/contract/chart/. */
#ifndef PROTO_CONTRACT_CHART_SVG_H
#define PROTO_CONTRACT_CHART_SVG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/arena.h"

#define JX_SVG_FONT      13  /* height of a text */
#define JX_SVG_MAX_BOXES 256 /* texts and marks that labels keep clear of */

/* Plain blue; red outlines only for what needs attention. */
#define JX_SVG_INK  "#222"
#define JX_SVG_BLUE "#2b5c8a"
#define JX_SVG_RED  "#b00020"
#define JX_SVG_GRID "#ccc"

/** Where something stands. */
struct jx_svg_box {
	int x, y, w, h;
};

enum jx_svg_anchor { JX_SVG_START, JX_SVG_MIDDLE, JX_SVG_END };

/** An element that grows; is_short once memory was missing. */
struct jx_svg {
	char *bytes; /* on the heap */
	size_t n, room;
	bool is_short;
	struct jx_svg_box boxes[JX_SVG_MAX_BOXES]; /* of jx_svg_keep_clear() */
	size_t n_boxes;
};

void jx_svg_begin(struct jx_svg *svg, int height, const char *title);

/** End it. @return in the arena; NULL without memory. */
char *jx_svg_end(struct jx_svg *svg, struct jx_arena *arena);

/** Markup as it stands. */
void jx_svg_print(struct jx_svg *svg, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** A text with its marks as entities; what XML does not allow is left out. */
void jx_svg_escape(struct jx_svg *svg, const char *text);

/** A text on its base line. @param width  it is cut to that with …; 0: whole. */
void jx_svg_text(struct jx_svg *svg, int x, int y, enum jx_svg_anchor anchor, int width, const char *text);

/** A mark with what it stands for: <g><title>…</title>, ended by jx_svg_end_mark(). */
void jx_svg_begin_mark(struct jx_svg *svg, const char *label, const char *first, const char *second);
void jx_svg_end_mark(struct jx_svg *svg);

void jx_svg_rect(struct jx_svg *svg, const struct jx_svg_box *box, bool is_marked);
void jx_svg_line(struct jx_svg *svg, int x1, int y1, int x2, int y2);

/** The width of a text, never less than it is drawn with. */
int jx_svg_width(const char *text);

/** Whether a box is clear of all that is kept clear; then it is kept clear too. */
bool jx_svg_take_room(struct jx_svg *svg, const struct jx_svg_box *box);
void jx_svg_keep_clear(struct jx_svg *svg, const struct jx_svg_box *box);

/** Where a value stands between two, as a length. */
int jx_svg_scale(int64_t value, int64_t low, int64_t high, int length);

#endif
