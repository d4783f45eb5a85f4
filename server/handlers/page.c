#include "server/handlers/page.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/message/codec.h"
#include "proto/wire/grpc.h"

#define MAX_TOKEN_BYTES 400 /* of the longest method name, the tag, and two ids */
#define TAG_BYTES       16  /* of a digest: tells requests apart, and keeps no secret */
#define PLACE_BYTES     48  /* "{edition}/{rows}" */

enum jx_status jx_page_fail(struct jx_task *task)
{
	return jx_fail_at(&task->error, JX_REASON_BAD_PAGE_TOKEN, "page_token", NULL);
}

enum jx_status jx_page_fail_outdated(struct jx_task *task)
{
	return jx_fail_at(&task->error, JX_REASON_PAGE_TOKEN_OUTDATED, "page_token", NULL);
}

static const char *list_name(const struct jx_task *task)
{
	return strrchr(task->method->path, '/') + 1;
}

/* ---- the request ---- */

static void *field_of(const struct jx_task *task, const char *name)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(task->message->descriptor, name);
	return (char *)task->message + field->offset;
}

/* Tells a request from any other, its page left out. */
static enum jx_status tag_request(struct jx_task *task, char out[TAG_BYTES + 1])
{
	char digest[JX_DIGEST_TEXT_BYTES];
	int32_t *size_field = field_of(task, "page_size");
	char **token_field = field_of(task, "page_token");
	const int32_t size = *size_field;
	char *const token = *token_field;
	*size_field = 0;
	*token_field = (char *)protobuf_c_empty_string;
	enum jx_status status = jx_digest_message(task->message, JX_DIGEST_SHA256, digest, &task->error);
	*size_field = size;
	*token_field = token;
	if (status == JX_OK)
		(void)jx_text_copy_n(out, TAG_BYTES + 1, strchr(digest, ':') + 1, TAG_BYTES);
	return status;
}

/* ---- tokens ---- */

/* The text of a token; NULL when it is none. */
static enum jx_status decode_token(struct jx_task *task, const char *token, char **ret_text)
{
	size_t n_token = strlen(token);
	size_t n = 0;
	if (n_token > MAX_TOKEN_BYTES)
		return jx_page_fail(task);
	char *text = jx_arena_alloc(&task->arena, n_token + 1);
	if (text == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = jx_grpc_base64_decode(token, n_token, (uint8_t *)text, &n);
	text[status == JX_OK ? n : 0] = '\0';
	if (status != JX_OK || jx_text_bad_utf8(text, n) != n)
		return jx_page_fail(task);
	*ret_text = text;
	return JX_OK;
}

/* Where the page before ended, as this list has said of this request; "" for the first page. */
static enum jx_status read_token(struct jx_task *task, const char *token, const char **ret_place)
{
	const char *list = list_name(task);
	const size_t n_list = strlen(list);
	char tag[TAG_BYTES + 1];
	char *text = NULL;
	*ret_place = "";
	if (token[0] == '\0')
		return JX_OK;
	enum jx_status status = decode_token(task, token, &text);
	if (status != JX_OK)
		return status;
	status = tag_request(task, tag);
	if (status != JX_OK)
		return status;
	assert(text != NULL);
	if (strncmp(text, list, n_list) != 0 || text[n_list] != ':' ||
		strncmp(text + n_list + 1, tag, TAG_BYTES) != 0 || text[n_list + 1 + TAG_BYTES] != ':')
		return jx_page_fail(task);
	*ret_place = text + n_list + 1 + TAG_BYTES + 1;
	return JX_OK;
}

static enum jx_status check_size(struct jx_task *task, int32_t page_size)
{
	if (page_size >= 0)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "page_size",
		JX_ARGS(JX_TEXT("page_size"), JX_I64(page_size),
			JX_WORDS("缺省填 0，不能是负数", "0 for the default, or more")));
}

enum jx_status jx_page_of(
	struct jx_task *task, int32_t page_size, const char *page_token, struct jx_page *ret_page)
{
	enum jx_status status = check_size(task, page_size);
	if (status != JX_OK)
		return status;
	ret_page->max_rows = (uint32_t)page_size;
	return read_token(task, page_token, &ret_page->after);
}

uint32_t jx_page_size(const struct jx_page *page)
{
	if (page->max_rows == 0)
		return JX_DEFAULT_PAGE_SIZE;
	return page->max_rows > JX_MAX_PAGE_SIZE ? JX_MAX_PAGE_SIZE : page->max_rows;
}

char *jx_page_token(struct jx_task *task, const char *next)
{
	char tag[TAG_BYTES + 1];
	if (next[0] == '\0')
		return (char *)protobuf_c_empty_string;
	if (tag_request(task, tag) != JX_OK)
		return NULL;
	const char *list = list_name(task);
	size_t n = strlen(list) + 1 + TAG_BYTES + 1 + strlen(next);
	char *text = jx_arena_alloc(&task->arena, n + 1);
	char *token = jx_arena_alloc(&task->arena, JX_GRPC_BASE64_BYTES(n));
	if (text == NULL || token == NULL)
		return NULL;
	(void)snprintf(text, n + 1, "%s:%s:%s", list, tag, next);
	(void)jx_grpc_base64_encode((const uint8_t *)text, n, token);
	return token;
}

/* ---- tables in memory ---- */

/* Reads "{edition}/{rows}". */
static bool read_place(const char *place, uint64_t *ret_edition, uint64_t *ret_rows)
{
	char edition[PLACE_BYTES];
	const char *slash = strchr(place, '/');
	if (slash == NULL || (size_t)(slash - place) >= sizeof(edition))
		return false;
	(void)jx_text_copy_n(edition, sizeof(edition), place, (size_t)(slash - place));
	return jx_text_u64(edition, UINT64_MAX, ret_edition) && jx_text_u64(slash + 1, SIZE_MAX, ret_rows);
}

/* What the request's token says. */
static enum jx_status find_place(
	struct jx_task *task, bool *ret_has, uint64_t *ret_edition, uint64_t *ret_rows)
{
	const char *const *token = field_of(task, "page_token");
	const char *place = "";
	*ret_edition = 0;
	*ret_rows = 0;
	enum jx_status status = read_token(task, *token, &place);
	*ret_has = place[0] != '\0';
	if (status != JX_OK || !*ret_has || read_place(place, ret_edition, ret_rows))
		return status;
	return jx_page_fail(task);
}

enum jx_status jx_page_edition(struct jx_task *task, bool *ret_has, uint64_t *ret_edition)
{
	uint64_t n_rows;
	return find_place(task, ret_has, ret_edition, &n_rows);
}

enum jx_status jx_page_cut(struct jx_task *task, const struct jx_table *table, struct jx_row_range *ret_rows)
{
	const int32_t page_size = *(const int32_t *)field_of(task, "page_size");
	bool has_place = false;
	uint64_t edition = 0;
	uint64_t first = 0;
	enum jx_status status = check_size(task, page_size);
	if (status != JX_OK)
		return status;
	status = find_place(task, &has_place, &edition, &first);
	if (status != JX_OK)
		return status;
	if (has_place && edition != table->edition)
		return jx_page_fail_outdated(task);
	uint32_t n_wanted = page_size == 0 || (uint32_t)page_size > table->max_rows ? table->max_rows
										    : (uint32_t)page_size;
	ret_rows->first = first < table->n_rows ? (size_t)first : table->n_rows;
	size_t n_left = table->n_rows - ret_rows->first;
	ret_rows->n = n_left < n_wanted ? n_left : n_wanted;
	return JX_OK;
}

bool jx_page_has_room(size_t *n_bytes, const ProtobufCMessage *row)
{
	bool is_first = *n_bytes == 0;
	*n_bytes += jx_codec_packed_bytes(row) + 1;
	return is_first || *n_bytes <= JX_MAX_PAGE_BYTES;
}

char *jx_page_end(struct jx_task *task, const struct jx_table *table, size_t n)
{
	char place[PLACE_BYTES] = "";
	if (n < table->n_rows)
		(void)snprintf(place, sizeof(place), "%" PRIu64 "/%zu", table->edition, n);
	return jx_page_token(task, place);
}
