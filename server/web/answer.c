#include "server/web/answer.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POLICY                                                                                       \
	"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';" \
	" frame-ancestors 'none'"
#define MAX_TAG_BYTES 96u
#define HEAD_BYTES    512u /* about, of an answer in libmicrohttpd */
#define BLOCK_BYTES   (64u * 1024u)
#define NUMBER_BYTES  16

struct jx_answer {
	unsigned refcount;
	unsigned code;
	size_t n;
	char tag[MAX_TAG_BYTES];
	struct MHD_Response *whole;
	struct MHD_Response *unchanged; /* NULL without a tag */
};

static bool put(struct MHD_Response *response, const char *name, const char *value)
{
	return value == NULL || MHD_add_response_header(response, name, value) == MHD_YES;
}

static bool put_head(struct MHD_Response *response, const struct jx_answer_head *head)
{
	char retry[NUMBER_BYTES];
	(void)snprintf(retry, sizeof(retry), "%u", head->retry_s);
	return put(response, MHD_HTTP_HEADER_CACHE_CONTROL, head->freshness) &&
	       put(response, MHD_HTTP_HEADER_ETAG, head->tag) &&
	       put(response, MHD_HTTP_HEADER_RETRY_AFTER, head->retry_s > 0 ? retry : NULL) &&
	       put(response, MHD_HTTP_HEADER_ALLOW,
		       head->code == JX_ANSWER_METHOD_NOT_ALLOWED ? "GET, HEAD" : NULL) &&
	       put(response, "Content-Security-Policy", POLICY) &&
	       put(response, "X-Content-Type-Options", "nosniff") &&
	       put(response, "Referrer-Policy", "no-referrer") &&
	       put(response, "Cross-Origin-Opener-Policy", "same-origin");
}

/* @return what was made, with its head; NULL without memory. */
static struct MHD_Response *with_head(
	struct MHD_Response *response, const struct jx_answer_head *head, const char *media)
{
	if (response == NULL)
		return NULL;
	if (put_head(response, head) && put(response, MHD_HTTP_HEADER_CONTENT_TYPE, media))
		return response;
	MHD_destroy_response(response);
	return NULL;
}

static struct jx_answer *new_answer(const struct jx_answer_head *head)
{
	struct jx_answer *answer = calloc(1, sizeof(*answer));
	if (answer == NULL)
		return NULL;
	answer->refcount = 1;
	answer->code = head->code;
	if (head->tag == NULL)
		return answer;
	(void)snprintf(answer->tag, sizeof(answer->tag), "%s", head->tag);
	answer->unchanged =
		with_head(MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT), head, NULL);
	if (answer->unchanged != NULL)
		return answer;
	free(answer);
	return NULL;
}

struct jx_answer *jx_answer_new(const struct jx_answer_head *head, char *bytes, size_t n)
{
	struct jx_answer *answer = bytes != NULL ? new_answer(head) : NULL;
	if (answer == NULL) {
		free(bytes);
		return NULL;
	}
	struct MHD_Response *response = MHD_create_response_from_buffer(n, bytes, MHD_RESPMEM_MUST_FREE);
	if (response == NULL)
		free(bytes);
	answer->n = n;
	answer->whole = with_head(response, head, head->media);
	if (answer->whole != NULL)
		return answer;
	jx_answer_unref(answer);
	return NULL;
}

struct jx_answer *jx_answer_stream(const struct jx_answer_head *head, const struct jx_answer_source *source)
{
	struct MHD_Response *response = MHD_create_response_from_callback(
		MHD_SIZE_UNKNOWN, BLOCK_BYTES, source->read, source->user, source->free);
	if (response == NULL) {
		source->free(source->user);
		return NULL;
	}
	response = with_head(response, head, head->media);
	struct jx_answer *answer = response != NULL ? new_answer(head) : NULL;
	if (answer != NULL)
		answer->whole = response;
	else if (response != NULL)
		MHD_destroy_response(response);
	return answer;
}

static ssize_t read_nothing(void *user, uint64_t position, char *out, size_t max)
{
	(void)user, (void)position, (void)out, (void)max;
	return MHD_CONTENT_READER_END_OF_STREAM;
}

/* libmicrohttpd ends a body of pieces for HEAD too, which the next answer would follow. */
struct jx_answer *jx_answer_without_body(const struct jx_answer_head *head)
{
	struct jx_answer *answer = new_answer(head);
	struct MHD_Response *response = answer != NULL ? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN,
								 HEAD_BYTES, read_nothing, NULL, NULL)
						       : NULL;
	if (answer == NULL)
		return NULL;
	answer->whole = with_head(response, head, head->media);
	/* So it makes no pieces, and closes. */
	if (answer->whole != NULL &&
		MHD_set_response_options(answer->whole, MHD_RF_HTTP_VERSION_1_0_ONLY, MHD_RO_END) == MHD_YES)
		return answer;
	jx_answer_unref(answer);
	return NULL;
}

struct jx_answer *jx_answer_ref(struct jx_answer *answer)
{
	assert(answer->refcount > 0);
	answer->refcount++;
	return answer;
}

/* libmicrohttpd keeps what it is sending still. */
void jx_answer_unref(struct jx_answer *answer)
{
	if (answer == NULL)
		return;
	assert(answer->refcount > 0);
	if (--answer->refcount > 0)
		return;
	if (answer->whole != NULL)
		MHD_destroy_response(answer->whole);
	if (answer->unchanged != NULL)
		MHD_destroy_response(answer->unchanged);
	free(answer);
}

size_t jx_answer_bytes(const struct jx_answer *answer)
{
	return sizeof(*answer) + 2 * HEAD_BYTES + answer->n;
}

/* RFC 9110, 13.1.2. A comma in quotes is in no tag of ours. */
bool jx_answer_has_tag(const char *list, const char *tag)
{
	size_t n_tag = strlen(tag);
	while (*list != '\0') {
		list += strspn(list, " \t,");
		if (strncmp(list, "W/", 2) == 0)
			list += 2;
		size_t n = strcspn(list, " \t,");
		if ((n == 1 && *list == '*') || (n == n_tag && strncmp(list, tag, n) == 0))
			return true;
		list += n;
	}
	return false;
}

enum MHD_Result jx_answer_queue(
	const struct jx_answer *answer, struct MHD_Connection *connection, const char *has)
{
	if (answer->unchanged != NULL && has != NULL && jx_answer_has_tag(has, answer->tag))
		return MHD_queue_response(connection, MHD_HTTP_NOT_MODIFIED, answer->unchanged);
	return MHD_queue_response(connection, answer->code, answer->whole);
}
