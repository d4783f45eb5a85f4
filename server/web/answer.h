/*
 * An answer over HTTP: head and body, made once and given to as many as ask. It never changes.
 *
 * Each says that nothing runs on a page, that nothing comes from elsewhere, and that no other page may frame it. One with a
 * tag is answered with 304 and no body to whoever has it already. Thread: loop.
 */
#ifndef SERVER_WEB_ANSWER_H
#define SERVER_WEB_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include <microhttpd.h>

#define JX_ANSWER_OK                 200u
#define JX_ANSWER_NOT_FOUND          404u
#define JX_ANSWER_METHOD_NOT_ALLOWED 405u
#define JX_ANSWER_TOO_MANY           429u
#define JX_ANSWER_UNAVAILABLE        503u
#define JX_ANSWER_HTTP_VERSION       505u

/** The head of an answer. Borrowed. */
struct jx_answer_head {
	unsigned code;
	const char *media;
	const char *tag;       /* of what it holds, in quotes; NULL for none */
	const char *freshness; /* Cache-Control */
	unsigned retry_s;      /* when to come again; 0: not said */
};

struct jx_answer;

/** Make an answer. @param bytes  taken, also when it fails; free() ends them. @return NULL without memory. */
struct jx_answer *jx_answer_new(const struct jx_answer_head *head, char *bytes, size_t n);

/** Bytes that come while they are sent. */
struct jx_answer_source {
	/* As libmicrohttpd's MHD_ContentReaderCallback. */
	MHD_ContentReaderCallback read;
	void (*free)(void *user);
	void *user;
};

/** Make an answer whose body comes bit by bit, for one reader. @return NULL without memory: the source is freed. */
struct jx_answer *jx_answer_stream(const struct jx_answer_head *head, const struct jx_answer_source *source);

/** Make the answer to a HEAD of what comes bit by bit, or of what the peer has already: a head, and nothing after it on the
 * connection. @return NULL without memory. */
struct jx_answer *jx_answer_without_body(const struct jx_answer_head *head);

struct jx_answer *jx_answer_ref(struct jx_answer *answer);
void jx_answer_unref(struct jx_answer *answer); /* NULL allowed */

/** The memory that it takes. */
size_t jx_answer_bytes(const struct jx_answer *answer);

/** Whether a list of tags, as If-None-Match has it, names a tag, weak or not. */
bool jx_answer_has_tag(const char *list, const char *tag);

/** Queue it. @param has  what If-None-Match says that the peer has; NULL for nothing. */
enum MHD_Result jx_answer_queue(
	const struct jx_answer *answer, struct MHD_Connection *connection, const char *has);

#endif
