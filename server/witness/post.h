/*
 * One POST over HTTP, or HTTPS with the system's authorities, by a thread that may wait. Private to server/witness/.
 */
#ifndef SERVER_WITNESS_POST_H
#define SERVER_WITNESS_POST_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/status.h"

/** Where to. */
struct jx_post {
	bool is_tls;
	char host[128];  /* without its port */
	char place[160]; /* "host:port" */
	char path[256];
};

/** What came back. */
struct jx_post_answer {
	int status; /* of HTTP */
	char bytes[JX_MAX_WITNESS_BYTES + 1];
	const char *body; /* in bytes, terminated */
	size_t n_body;
};

/** Read the URL of a witness; "/add-checkpoint" is put behind it. @return JX_OK; JX_INVALID (BAD_FIELD). */
enum jx_status jx_post_read(struct jx_post *post, const char *url, struct jx_error *error) JX_MUST_CHECK;

/** Send a body, and wait JX_WITNESS_TIMEOUT_MS at most. @return false when no answer came. */
bool jx_post_send(const struct jx_post *post, const char *body, size_t n, struct jx_post_answer *ret_answer);

#endif
