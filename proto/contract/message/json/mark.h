/*
 * Marks of Chinese keyboards that stand where JSON has marks of its own. Private to the reader. Static. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_MESSAGE_JSON_MARK_H
#define PROTO_CONTRACT_MESSAGE_JSON_MARK_H

#include <stddef.h>

/** A mark, and what it is called. */
struct jx_json_mark {
	const char *text; /* one character of UTF-8 */
	char meant;       /* the mark of JSON, or a space, that it stands for */
	const char *zh;
	const char *en;
};

/** The mark that a text begins with; NULL for none. @param n  bytes of text. */
const struct jx_json_mark *jx_json_mark_at(const char *text, size_t n);

#endif
