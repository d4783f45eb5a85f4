#include "client/transport/rpc.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/text/i18n.h"
#include "client/transport/answer.h"
#include "client/transport/ca_pin.h"
#include "client/transport/failure.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/service/methods.h"

#define URL_BYTES (JX_ADDRESS_BYTES + 160)

/* Sets an option of libcurl; the first that it refuses stays in rpc->code, and the ones after it are not set. */
#define SET(rpc, option, value)                                                         \
	do {                                                                            \
		if ((rpc)->code == CURLE_OK)                                            \
			(rpc)->code = curl_easy_setopt((rpc)->easy, (option), (value)); \
	} while (0)

struct jx_rpc {
	CURL *easy;
	CURLcode code;              /* of SET() */
	struct curl_slist *headers; /* of the call that runs */
	char address[JX_ADDRESS_BYTES];
	char fingerprint[2 * JX_HASH_BYTES + 1];
	struct jx_ca_pin pin;
	X509 *certificate; /* of the person; NULL: none is shown */
	EVP_PKEY *key;
	bool is_clear;
	struct jx_patience *patience; /* borrowed */
	int64_t now_s;
	enum jx_language language;
	struct jx_answer answer; /* to the last call */
	bool has_answer;
};

void jx_rpc_free(struct jx_rpc *rpc)
{
	if (rpc == NULL)
		return;
	if (rpc->has_answer)
		jx_answer_clear(&rpc->answer);
	curl_slist_free_all(rpc->headers);
	curl_easy_cleanup(rpc->easy);
	for (size_t i = 0; i < rpc->pin.n_roots; i++)
		X509_free(rpc->pin.roots[i]);
	X509_free(rpc->certificate);
	EVP_PKEY_free(rpc->key);
	free(rpc);
}

static size_t on_header(char *line, size_t size, size_t count, void *user)
{
	jx_answer_header(user, line, size * count);
	return size * count;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *user)
{
	/* Another number than was given makes libcurl end the transfer. */
	return jx_answer_body(user, (const uint8_t *)bytes, size * count) ? size * count : 0;
}

static CURLcode on_tls(CURL *easy, void *ssl_context, void *user)
{
	struct jx_rpc *rpc = user;
	(void)easy;
	jx_ca_pin_apply(ssl_context, &rpc->pin);
	if (rpc->key == NULL)
		return CURLE_OK;
	/* The server has the county's certificate; to decode it again would cost it a fifth of the handshake. */
	(void)SSL_CTX_set_mode(ssl_context, SSL_MODE_NO_AUTO_CHAIN);
	if (SSL_CTX_use_certificate(ssl_context, rpc->certificate) != 1 ||
		SSL_CTX_use_PrivateKey(ssl_context, rpc->key) != 1)
		return CURLE_OUT_OF_MEMORY;
	return CURLE_OK;
}

static int on_progress(void *user, curl_off_t to_get, curl_off_t got, curl_off_t to_send, curl_off_t sent)
{
	(void)to_get;
	(void)got;
	(void)to_send;
	(void)sent;
	const struct jx_rpc *rpc = user;
	jx_patience_look(rpc->patience);
	/* The status is the last thing a server says. libcurl would go on waiting where it came before the request had gone
	 * out whole, because nothing more arrives. */
	return rpc->answer.has_grpc_status ? 1 : 0;
}

static void set_tls(struct jx_rpc *rpc)
{
	SET(rpc, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	SET(rpc, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_3);
	/* The machine's own list of CAs must not vouch for anybody here. */
	SET(rpc, CURLOPT_CAPATH, NULL);
	SET(rpc, CURLOPT_CAINFO, NULL);
	SET(rpc, CURLOPT_SSL_CTX_FUNCTION, on_tls);
	SET(rpc, CURLOPT_SSL_CTX_DATA, rpc);
}

static void set_common(struct jx_rpc *rpc)
{
	SET(rpc, CURLOPT_HEADERFUNCTION, on_header);
	SET(rpc, CURLOPT_WRITEFUNCTION, on_body);
	SET(rpc, CURLOPT_NOSIGNAL, 1L);
	SET(rpc, CURLOPT_NOPROGRESS, 0L);
	SET(rpc, CURLOPT_XFERINFOFUNCTION, on_progress);
	SET(rpc, CURLOPT_XFERINFODATA, rpc);
	/* A name that does not resolve must not hold up the end of the command. */
	SET(rpc, CURLOPT_QUICK_EXIT, 1L);
	/* A proxy from the environment could not pass HTTP/2 trailers anyway. */
	SET(rpc, CURLOPT_PROXY, "");
	SET(rpc, CURLOPT_PROTOCOLS_STR, "http,https");
	SET(rpc, CURLOPT_CONNECTTIMEOUT_MS, (long)JX_CONNECT_TIMEOUT_MS);
	SET(rpc, CURLOPT_USERAGENT, "jixiao/" JX_VERSION);
	if (rpc->is_clear) {
		SET(rpc, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE);
		/* libcurl 7.88 sends nothing on such a connection a second time. */
		SET(rpc, CURLOPT_FORBID_REUSE, 1L);
	}
}

/* Takes the person's key and certificate, and the county's certificates to trust. */
static bool take_identity(struct jx_rpc *rpc, const struct jx_identity *identity)
{
	rpc->certificate = jx_certificate_from_pem(identity->certificate);
	rpc->key = jx_keyfile_from_pem(identity->key);
	rpc->pin.n_roots = jx_certificates_from_pem(identity->ca, rpc->pin.roots, JX_MAX_AUTHORITIES);
	return rpc->certificate != NULL && rpc->key != NULL && rpc->pin.n_roots > 0;
}

enum jx_status jx_rpc_open(
	const struct jx_rpc_config *config, struct jx_rpc **ret_rpc, struct jx_error *error)
{
	JX_AUTO(jx_rpc) rpc = calloc(1, sizeof(*rpc));
	if (rpc == NULL || (rpc->easy = curl_easy_init()) == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	(void)jx_text_copy(rpc->address, sizeof(rpc->address), config->address);
	rpc->is_clear = config->identity == NULL && config->fingerprint == NULL;
	rpc->patience = config->patience;
	rpc->now_s = config->now_s;
	rpc->language = config->language;
	jx_address_host(config->address, rpc->pin.host);
	if (config->fingerprint != NULL)
		(void)jx_text_copy(rpc->fingerprint, sizeof(rpc->fingerprint), config->fingerprint);
	rpc->pin.fingerprint = rpc->fingerprint;
	if (config->identity != NULL && !take_identity(rpc, config->identity))
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	set_common(rpc);
	if (!rpc->is_clear)
		set_tls(rpc);
	if (rpc->code != CURLE_OK)
		return jx_fail_with(
			error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT(curl_easy_strerror(rpc->code))));
	*ret_rpc = jx_rpc_take(&rpc);
	return JX_OK;
}

/* The frame of a request: prefix and message, in one piece for libcurl. */
static enum jx_status frame_request(
	const ProtobufCMessage *request, struct jx_buf *frame, struct jx_error *error)
{
	size_t n = jx_codec_packed_bytes(request);
	jx_buf_init(frame, JX_MAX_MESSAGE_BYTES + JX_GRPC_PREFIX_BYTES);
	enum jx_status status = jx_buf_reserve(frame, n + JX_GRPC_PREFIX_BYTES);
	if (status == JX_EXHAUSTED)
		return jx_fail_with(
			error, JX_REASON_MESSAGE_TOO_LARGE, JX_ARGS(JX_U64(n), JX_U64(JX_MAX_MESSAGE_BYTES)));
	if (status != JX_OK)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	jx_grpc_write_prefix(frame->bytes, n);
	size_t packed;
	status = jx_codec_pack(request, frame->bytes + JX_GRPC_PREFIX_BYTES, n, &packed, error);
	frame->n_bytes = n + JX_GRPC_PREFIX_BYTES;
	return status;
}

static struct curl_slist *make_headers(int64_t timeout_ms)
{
	char text[JX_GRPC_TIMEOUT_BYTES];
	char timeout[32 + JX_GRPC_TIMEOUT_BYTES];
	jx_grpc_timeout_format((uint64_t)timeout_ms, text);
	(void)snprintf(timeout, sizeof(timeout), "grpc-timeout: %s", text);
	const char *const lines[] = {
		"Content-Type: application/grpc+proto", "TE: trailers", timeout, "Accept:", "Expect:"};
	struct curl_slist *headers = NULL;
	for (size_t i = 0; i < JX_COUNT_OF(lines); i++) {
		struct curl_slist *longer = curl_slist_append(headers, lines[i]);
		if (longer == NULL) {
			curl_slist_free_all(headers);
			return NULL;
		}
		headers = longer;
	}
	return headers;
}

/* How long a call may take. A stream takes as long as it has bytes, unless the person named a limit. */
static int64_t time_for(const struct jx_rpc *rpc, const struct jx_method *method)
{
	if (method->is_streaming && !rpc->patience->is_chosen)
		return JX_MAX_TIMEOUT_S * 1000;
	return jx_patience_left_ms(rpc->patience);
}

static CURLcode perform(
	struct jx_rpc *rpc, const struct jx_method *method, const struct jx_buf *frame, int64_t timeout_ms)
{
	char url[URL_BYTES];
	(void)snprintf(
		url, sizeof(url), "%s://%s%s", rpc->is_clear ? "http" : "https", rpc->address, method->path);
	SET(rpc, CURLOPT_URL, url);
	SET(rpc, CURLOPT_HTTPHEADER, rpc->headers);
	SET(rpc, CURLOPT_POSTFIELDSIZE, (long)frame->n_bytes);
	SET(rpc, CURLOPT_POSTFIELDS, frame->bytes);
	SET(rpc, CURLOPT_HEADERDATA, &rpc->answer);
	SET(rpc, CURLOPT_WRITEDATA, &rpc->answer);
	SET(rpc, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
	SET(rpc, CURLOPT_LOW_SPEED_LIMIT, method->is_streaming ? 1L : 0L);
	SET(rpc, CURLOPT_LOW_SPEED_TIME, method->is_streaming ? (long)JX_EXPORT_STALL_S : 0L);
	return rpc->code == CURLE_OK ? curl_easy_perform(rpc->easy) : rpc->code;
}

/* Sends a frame and reads the answer to its end. */
static enum jx_status exchange(struct jx_rpc *rpc, const struct jx_method *method, const struct jx_buf *frame,
	struct jx_error *error)
{
	struct jx_failure failure = {.now_s = rpc->now_s,
		.address = rpc->address,
		.code = CURLE_OPERATION_TIMEDOUT,
		.pin = &rpc->pin};
	int64_t timeout_ms = time_for(rpc, method);
	if (timeout_ms == 0)
		return jx_failure_tell(&failure, error);
	curl_slist_free_all(rpc->headers);
	rpc->headers = make_headers(timeout_ms);
	if (rpc->headers == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	jx_patience_begin(rpc->patience, rpc->address);
	failure.code = perform(rpc, method, frame, timeout_ms);
	jx_patience_end(rpc->patience);
	/* A status that arrived counts, whatever happened to the stream afterwards. */
	if (failure.code == CURLE_OK || rpc->answer.has_grpc_status || rpc->answer.status != JX_OK)
		return jx_answer_end(&rpc->answer, rpc->address, rpc->language, error);
	return jx_failure_tell(&failure, error);
}

static enum jx_status run_call(struct jx_rpc *rpc, const struct jx_method *method,
	const ProtobufCMessage *request, struct jx_error *error)
{
	struct jx_buf frame;
	enum jx_status status = frame_request(request, &frame, error);
	if (status == JX_OK)
		status = exchange(rpc, method, &frame, error);
	jx_buf_clear(&frame);
	return status;
}

static void start_answer(struct jx_rpc *rpc, jx_answer_on_message on_message, void *user)
{
	if (rpc->has_answer)
		jx_answer_clear(&rpc->answer);
	jx_answer_init(&rpc->answer, on_message, user);
	rpc->has_answer = true;
}

static enum jx_status find_method(
	const ProtobufCMessage *request, const struct jx_method **ret_method, struct jx_error *error)
{
	*ret_method = jx_method_of_request(request->descriptor);
	if (*ret_method == NULL)
		return jx_fail_with(
			error, JX_REASON_UNKNOWN_METHOD, JX_ARGS(JX_TEXT(request->descriptor->name)));
	return JX_OK;
}

struct unary {
	const ProtobufCMessageDescriptor *type;
	struct jx_arena *arena;
	ProtobufCMessage *reply;
};

static enum jx_status on_reply(void *user, const uint8_t *bytes, size_t n, struct jx_error *error)
{
	struct unary *unary = user;
	if (unary->reply != NULL)
		return jx_fail_with(
			error, JX_REASON_BAD_FRAMING, JX_ARGS(JX_TEXT(_("two replies to one call"))));
	return jx_codec_unpack_reply(unary->type, bytes, n, unary->arena, &unary->reply, error);
}

/* A server that ends may cut an answer off. */
static bool was_cut_off(const struct jx_answer *answer)
{
	return answer->status == JX_OK && answer->http_status == 200 && answer->is_grpc &&
	       !answer->has_grpc_status;
}

enum jx_status jx_rpc_call(struct jx_rpc *rpc, const ProtobufCMessage *request, struct jx_arena *arena,
	ProtobufCMessage **ret_reply, struct jx_error *error)
{
	const struct jx_method *method;
	enum jx_status status = find_method(request, &method, error);
	if (status != JX_OK)
		return status;
	struct unary unary = {.type = method->reply, .arena = arena};
	start_answer(rpc, on_reply, &unary);
	status = run_call(rpc, method, request, error);
	if (status != JX_OK && method->kind == JX_METHOD_READ && was_cut_off(&rpc->answer)) {
		unary.reply = NULL;
		start_answer(rpc, on_reply, &unary);
		status = run_call(rpc, method, request, error);
	}
	if (status != JX_OK)
		return status;
	if (unary.reply == NULL)
		return jx_fail_with(error, JX_REASON_SERVER_ANSWER,
			JX_ARGS(JX_TEXT(rpc->address), JX_TEXT(_("the reply is missing"))));
	*ret_reply = unary.reply;
	return JX_OK;
}

struct streaming {
	const struct jx_rpc_stream *stream;
	const ProtobufCMessageDescriptor *type;
	struct jx_arena arena;
};

static enum jx_status on_item(void *user, const uint8_t *bytes, size_t n, struct jx_error *error)
{
	struct streaming *streaming = user;
	ProtobufCMessage *message;
	jx_arena_reset(&streaming->arena);
	enum jx_status status =
		jx_codec_unpack_reply(streaming->type, bytes, n, &streaming->arena, &message, error);
	if (status != JX_OK)
		return status;
	return streaming->stream->on_message(streaming->stream->user, message, error);
}

enum jx_status jx_rpc_stream(struct jx_rpc *rpc, const struct jx_rpc_stream *stream, struct jx_error *error)
{
	const struct jx_method *method;
	enum jx_status status = find_method(stream->request, &method, error);
	if (status != JX_OK)
		return status;
	struct streaming streaming = {.stream = stream, .type = method->reply};
	jx_arena_init(&streaming.arena, JX_MAX_ARENA_BYTES);
	start_answer(rpc, on_item, &streaming);
	status = run_call(rpc, method, stream->request, error);
	jx_arena_clear(&streaming.arena);
	return status;
}

const struct jx_details *jx_rpc_details(const struct jx_rpc *rpc)
{
	return rpc != NULL && rpc->has_answer && rpc->answer.has_details ? &rpc->answer.details : NULL;
}

bool jx_rpc_was_answered(const struct jx_rpc *rpc)
{
	return rpc != NULL && rpc->has_answer && rpc->answer.has_grpc_status;
}

bool jx_rpc_is_vouched_for(const struct jx_rpc *rpc, const char *fingerprint)
{
	return rpc != NULL && rpc->pin.vouched != NULL &&
	       jx_x509_has_fingerprint(rpc->pin.vouched, fingerprint);
}

int64_t jx_rpc_server_ends_s(const struct jx_rpc *rpc)
{
	return rpc != NULL ? rpc->pin.life.ends_s : 0;
}
