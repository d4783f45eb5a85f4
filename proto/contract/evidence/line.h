/* The lines of a text, one after the other. Private to this folder. */
#ifndef PROTO_CONTRACT_EVIDENCE_LINE_H
#define PROTO_CONTRACT_EVIDENCE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/** A piece of a text; not terminated. */
struct jx_line {
	const char *at;
	size_t n;
};

/** Take the next line off a text, without its line feed. @return false when no line feed is left. */
static inline bool jx_line_take(struct jx_line *rest, struct jx_line *ret_line)
{
	const char *end = memchr(rest->at, '\n', rest->n);
	if (end == NULL)
		return false;
	*ret_line = (struct jx_line){rest->at, (size_t)(end - rest->at)};
	rest->n -= ret_line->n + 1;
	rest->at = end + 1;
	return true;
}

static inline bool jx_line_is(struct jx_line line, const char *text)
{
	return line.n == strlen(text) && memcmp(line.at, text, line.n) == 0;
}

/** Take a prefix off a line. @return false, and the line as it was, when it begins with something else. */
static inline bool jx_line_skip(struct jx_line *line, const char *prefix)
{
	size_t n = strlen(prefix);
	if (line->n < n || memcmp(line->at, prefix, n) != 0)
		return false;
	line->at += n;
	line->n -= n;
	return true;
}

#endif
