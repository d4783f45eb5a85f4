#include "proto/wire/details.h"

#include <string.h>

#include <google/protobuf/duration.pb-c.h>
#include <google/rpc/status.pb-c.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"

#define TYPE_PREFIX    "type.googleapis.com/"
#define DOMAIN         "jixiao"
#define MAX_VIOLATIONS 64
#define MAX_DETAILS    4

/* What is needed to pack a status without the heap: the parts, packed one after the other into scratch. */
struct packer {
	uint8_t scratch[JX_MAX_ERROR_DETAIL_BYTES];
	size_t n_scratch;
	char types[MAX_DETAILS][64];
	Google__Protobuf__Any anys[MAX_DETAILS];
	Google__Protobuf__Any *any_list[MAX_DETAILS];
	size_t n_anys;
	char zh[JX_SENTENCE_BYTES];
	char en[JX_SENTENCE_BYTES];
};

/* Adds one detail; leaves it out when it does not fit, because an error with fewer facts is still an error. */
static bool add_detail(struct packer *packer, const ProtobufCMessage *message)
{
	size_t n = protobuf_c_message_get_packed_size(message);
	if (packer->n_anys == MAX_DETAILS || n > sizeof(packer->scratch) - packer->n_scratch)
		return false;
	size_t i = packer->n_anys++;
	uint8_t *at = packer->scratch + packer->n_scratch;
	packer->n_scratch += protobuf_c_message_pack(message, at);
	size_t n_type = jx_text_copy(packer->types[i], sizeof(packer->types[i]), TYPE_PREFIX);
	jx_text_copy(packer->types[i] + n_type, sizeof(packer->types[i]) - n_type, message->descriptor->name);
	google__protobuf__any__init(&packer->anys[i]);
	packer->anys[i].type_url = packer->types[i];
	packer->anys[i].value = (ProtobufCBinaryData){.len = n, .data = at};
	packer->any_list[i] = &packer->anys[i];
	return true;
}

static void add_info(struct packer *packer, const struct jx_error *error)
{
	static const char *const keys[JX_ERROR_ARGS + 1] = {"0", "1", "2", "3", "field"};
	Google__Rpc__ErrorInfo__MetadataEntry entries[JX_ERROR_ARGS + 1];
	Google__Rpc__ErrorInfo__MetadataEntry *list[JX_ERROR_ARGS + 1];
	Google__Rpc__ErrorInfo info = GOOGLE__RPC__ERROR_INFO__INIT;
	info.reason = (char *)jx_reason_name(error->reason);
	info.domain = (char *)DOMAIN;
	info.metadata = list;
	for (size_t i = 0; i <= JX_ERROR_ARGS; i++) {
		const char *value = i < JX_ERROR_ARGS ? error->arg[i] : error->field;
		if (value[0] == '\0')
			continue;
		Google__Rpc__ErrorInfo__MetadataEntry *entry = &entries[info.n_metadata];
		google__rpc__error_info__metadata_entry__init(entry);
		entry->key = (char *)keys[i];
		entry->value = (char *)value;
		list[info.n_metadata++] = entry;
	}
	(void)add_detail(packer, &info.base);
}

static void add_sentence_and_retry(struct packer *packer, const struct jx_error *error)
{
	Google__Rpc__LocalizedMessage localized = GOOGLE__RPC__LOCALIZED_MESSAGE__INIT;
	localized.locale = (char *)"zh-CN";
	localized.message = packer->zh;
	(void)add_detail(packer, &localized.base);
	if (!jx_error_is_retryable(error))
		return;
	Google__Protobuf__Duration delay = GOOGLE__PROTOBUF__DURATION__INIT;
	delay.seconds = JX_RETRY_AFTER_MS / 1000;
	delay.nanos = (int32_t)(JX_RETRY_AFTER_MS % 1000) * 1000000;
	Google__Rpc__RetryInfo retry = GOOGLE__RPC__RETRY_INFO__INIT;
	retry.retry_delay = &delay;
	(void)add_detail(packer, &retry.base);
}

static char *or_empty(const char *text)
{
	return (char *)(text != NULL ? text : "");
}

/* Names the wrong fields: the one of the error itself, then the violations, as many as there is room for. */
static void add_violations(struct packer *packer, const struct jx_error *error,
	const struct jx_violation *violations, size_t n_violations)
{
	Google__Rpc__BadRequest__FieldViolation rows[MAX_VIOLATIONS];
	Google__Rpc__LocalizedMessage texts[MAX_VIOLATIONS];
	Google__Rpc__BadRequest__FieldViolation *list[MAX_VIOLATIONS];
	struct jx_violation own = {error->field, jx_reason_name(error->reason), packer->en, packer->zh};
	size_t n_own = error->field[0] != '\0' ? 1 : 0;
	Google__Rpc__BadRequest request = GOOGLE__RPC__BAD_REQUEST__INIT;
	request.field_violations = list;
	for (size_t i = 0; i < n_own + n_violations && i < MAX_VIOLATIONS; i++) {
		const struct jx_violation *from = i < n_own ? &own : &violations[i - n_own];
		google__rpc__bad_request__field_violation__init(&rows[i]);
		google__rpc__localized_message__init(&texts[i]);
		rows[i].field = or_empty(from->field);
		rows[i].reason = or_empty(from->rule);
		rows[i].description = or_empty(from->en);
		texts[i].locale = (char *)"zh-CN";
		texts[i].message = or_empty(from->zh);
		rows[i].localized_message = from->zh != NULL ? &texts[i] : NULL;
		list[request.n_field_violations++] = &rows[i];
	}
	/* Bytes of the status itself and of the Any around this detail. */
	size_t overhead = strlen(packer->en) + 320;
	while (request.n_field_violations > 0 &&
		google__rpc__bad_request__get_packed_size(&request) + packer->n_scratch + overhead >
			sizeof(packer->scratch))
		request.n_field_violations--;
	if (request.n_field_violations > 0)
		(void)add_detail(packer, &request.base);
}

enum jx_status jx_details_pack(const struct jx_error *error, const struct jx_violation *violations,
	size_t n_violations, struct jx_buf *out)
{
	struct packer packer;
	packer.n_scratch = 0;
	packer.n_anys = 0;
	jx_error_sentence(error, JX_ZH, packer.zh, sizeof(packer.zh));
	jx_error_sentence(error, JX_EN, packer.en, sizeof(packer.en));
	add_info(&packer, error);
	add_sentence_and_retry(&packer, error);
	add_violations(&packer, error, violations, n_violations);
	Google__Rpc__Status status = GOOGLE__RPC__STATUS__INIT;
	status.code = (int32_t)jx_reason_status(error->reason);
	status.message = packer.en;
	status.n_details = packer.n_anys;
	status.details = packer.any_list;
	size_t n = google__rpc__status__get_packed_size(&status);
	if (n > JX_MAX_ERROR_DETAIL_BYTES)
		return JX_EXHAUSTED;
	enum jx_status reserved = jx_buf_reserve(out, n);
	if (reserved != JX_OK)
		return reserved;
	out->n_bytes += google__rpc__status__pack(&status, out->bytes + out->n_bytes);
	return JX_OK;
}

/* Copies text into a fixed place, or "" when it is not UTF-8. */
static void keep_text(char *out, size_t size, const char *text)
{
	size_t n = strlen(text);
	jx_text_copy_n(out, size, text, jx_text_bad_utf8(text, n) == n ? n : 0);
}

static void read_info(const Google__Rpc__ErrorInfo *info, struct jx_details *details)
{
	keep_text(details->reason, sizeof(details->reason), info->reason);
	if (strcmp(info->domain, DOMAIN) != 0)
		return;
	details->error.reason = jx_reason_by_name(info->reason);
	for (size_t i = 0; i < info->n_metadata; i++) {
		const char *key = info->metadata[i]->key;
		const char *value = info->metadata[i]->value;
		if (strcmp(key, "field") == 0)
			keep_text(details->error.field, sizeof(details->error.field), value);
		else if (key[0] >= '0' && key[0] < '0' + JX_ERROR_ARGS && key[1] == '\0')
			keep_text(details->error.arg[key[0] - '0'], JX_ERROR_ARG_BYTES, value);
	}
}

static void read_retry(const Google__Rpc__RetryInfo *retry, struct jx_details *details)
{
	const Google__Protobuf__Duration *delay = retry->retry_delay;
	const int64_t max_s = 3600; /* a longer delay is not believed */
	if (delay == NULL || delay->seconds < 0 || delay->nanos < 0 || delay->nanos > 999999999)
		return;
	int64_t seconds = delay->seconds < max_s ? delay->seconds : max_s;
	details->retry_after_ms = (uint32_t)(seconds * 1000 + delay->nanos / 1000000);
}

/* Reads one detail; false without memory or when it does not parse. */
static bool read_detail(const Google__Protobuf__Any *any, struct jx_details *details)
{
	static const ProtobufCMessageDescriptor *const known[] = {&google__rpc__error_info__descriptor,
		&google__rpc__localized_message__descriptor, &google__rpc__retry_info__descriptor,
		&google__rpc__bad_request__descriptor};
	const char *slash = strrchr(any->type_url, '/');
	const char *name = slash != NULL ? slash + 1 : any->type_url;
	const ProtobufCMessageDescriptor *type = NULL;
	for (size_t i = 0; i < JX_COUNT_OF(known) && type == NULL; i++)
		if (strcmp(known[i]->name, name) == 0)
			type = known[i];
	if (type == NULL)
		return true;
	ProtobufCMessage *message = protobuf_c_message_unpack(type, NULL, any->value.len, any->value.data);
	if (message == NULL)
		return false;
	if (type == known[0]) {
		read_info((const Google__Rpc__ErrorInfo *)message, details);
	} else if (type == known[1]) {
		keep_text(details->localized, sizeof(details->localized),
			((const Google__Rpc__LocalizedMessage *)message)->message);
	} else if (type == known[2]) {
		read_retry((const Google__Rpc__RetryInfo *)message, details);
	} else if (details->wrong == NULL) {
		details->wrong = (Google__Rpc__BadRequest *)message;
		return true;
	}
	protobuf_c_message_free_unpacked(message, NULL);
	return true;
}

enum jx_status jx_details_unpack(const uint8_t *bytes, size_t n, struct jx_details *ret_details)
{
	if (n > JX_MAX_ERROR_DETAIL_BYTES)
		return JX_INVALID;
	Google__Rpc__Status *status = google__rpc__status__unpack(NULL, n, bytes);
	if (status == NULL)
		return JX_INVALID;
	struct jx_details details = {.status = JX_UNKNOWN};
	if (status->code >= 0 && status->code <= (int32_t)JX_UNAUTHENTICATED)
		details.status = (enum jx_status)status->code;
	keep_text(details.message, sizeof(details.message), status->message);
	bool is_good = true;
	for (size_t i = 0; i < status->n_details && is_good; i++)
		is_good = read_detail(status->details[i], &details);
	google__rpc__status__free_unpacked(status, NULL);
	if (!is_good) {
		jx_details_clear(&details);
		return JX_INVALID;
	}
	*ret_details = details;
	return JX_OK;
}

void jx_details_clear(struct jx_details *details)
{
	if (details->wrong != NULL)
		google__rpc__bad_request__free_unpacked(details->wrong, NULL);
	details->wrong = NULL;
}
