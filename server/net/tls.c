#include "server/net/tls.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

struct jx_tls_context {
	SSL_CTX *ssl;
	int64_t (*clock_ms)(void);
	BIO_METHOD *method;
	unsigned n_refs; /* its owner and its connections */
};

struct jx_tls {
	struct jx_tls_context *context; /* referenced: OpenSSL does not count the users of a BIO's methods */
	SSL *ssl;
	const uint8_t *fed; /* borrowed */
	size_t n_fed;
	struct jx_buf *sink; /* only inside a function of this file */
	bool is_ready;       /* remembered, for OpenSSL forgets it with the first error */
};

/* The two ends of OpenSSL's transport: bytes lent by jx_tls_feed(), and the caller's sink. */

static int on_bio_read(BIO *bio, char *out, size_t size, size_t *ret_n)
{
	struct jx_tls *tls = BIO_get_data(bio);
	BIO_clear_retry_flags(bio);
	size_t n = size < tls->n_fed ? size : tls->n_fed;
	*ret_n = n;
	if (n == 0) {
		BIO_set_retry_read(bio);
		return 0;
	}
	memcpy(out, tls->fed, n);
	tls->fed += n;
	tls->n_fed -= n;
	return 1;
}

static int on_bio_write(BIO *bio, const char *bytes, size_t n, size_t *ret_n)
{
	struct jx_tls *tls = BIO_get_data(bio);
	BIO_clear_retry_flags(bio);
	*ret_n = 0;
	if (tls->sink == NULL || jx_buf_append(tls->sink, bytes, n) != JX_OK)
		return 0;
	*ret_n = n;
	return 1;
}

static long on_bio_control(BIO *bio, int command, long number, void *pointer)
{
	(void)bio, (void)number, (void)pointer;
	return command == BIO_CTRL_FLUSH ? 1 : 0;
}

static BIO_METHOD *make_method(void)
{
	BIO_METHOD *method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "jixiao");
	if (method == NULL || BIO_meth_set_read_ex(method, on_bio_read) != 1 ||
		BIO_meth_set_write_ex(method, on_bio_write) != 1 ||
		BIO_meth_set_ctrl(method, on_bio_control) != 1) {
		BIO_meth_free(method);
		return NULL;
	}
	return method;
}

/* Translates OpenSSL's newest error, or its lack of memory; its queue is empty afterwards. */
static enum jx_status fail_identity(struct jx_error *error, const char *file)
{
	const char *words = ERR_reason_error_string(ERR_peek_last_error());
	bool lacked_memory = false;
	for (unsigned long code; (code = ERR_get_error()) != 0;)
		lacked_memory = lacked_memory || ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE;
	if (lacked_memory)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	return jx_fail_with(error, JX_REASON_TLS_FILE,
		JX_ARGS(JX_TEXT(file != NULL ? file : "certificate"),
			JX_TEXT(words != NULL ? words : "not usable")));
}

static int choose_alpn(SSL *ssl, const unsigned char **out, unsigned char *n_out, const unsigned char *in,
	unsigned n_in, void *user)
{
	static const unsigned char h2[] = "\x02h2";
	(void)ssl, (void)user;
	unsigned char *chosen;
	if (SSL_select_next_proto(&chosen, n_out, h2, sizeof(h2) - 1, in, n_in) != OPENSSL_NPN_NEGOTIATED)
		return SSL_TLSEXT_ERR_ALERT_FATAL;
	*out = chosen;
	return SSL_TLSEXT_ERR_OK;
}

/* Without the extension OpenSSL would not ask choose_alpn() at all, and let the peer in. */
static int demand_alpn(SSL *ssl, int *alert, void *user)
{
	const unsigned char *protocols;
	size_t n;
	(void)user;
	if (SSL_client_hello_get0_ext(
		    ssl, TLSEXT_TYPE_application_layer_protocol_negotiation, &protocols, &n) == 1)
		return SSL_CLIENT_HELLO_SUCCESS;
	*alert = SSL_AD_NO_APPLICATION_PROTOCOL;
	return SSL_CLIENT_HELLO_ERROR;
}

static enum jx_status use_identity(SSL_CTX *ssl, const struct jx_tls_config *config, struct jx_error *error)
{
	int ok = config->certificate != NULL ? SSL_CTX_use_certificate(ssl, config->certificate)
		 : config->certificate_file != NULL
			 ? SSL_CTX_use_certificate_chain_file(ssl, config->certificate_file)
			 : 0;
	if (ok != 1)
		return fail_identity(error, config->certificate_file);
	ok = config->key != NULL        ? SSL_CTX_use_PrivateKey(ssl, config->key)
	     : config->key_file != NULL ? SSL_CTX_use_PrivateKey_file(ssl, config->key_file, SSL_FILETYPE_PEM)
					: 0;
	if (ok != 1 || SSL_CTX_check_private_key(ssl) != 1)
		return fail_identity(error, config->key_file);
	return JX_OK;
}

static enum jx_status demand_certificate(
	SSL_CTX *ssl, const struct jx_tls_config *config, struct jx_error *error)
{
	int ok = 0;
	if (config->ca != NULL) {
		ok = X509_STORE_add_cert(SSL_CTX_get_cert_store(ssl), config->ca) == 1 &&
		     SSL_CTX_add_client_CA(ssl, config->ca) == 1;
	} else if (config->ca_file != NULL && SSL_CTX_load_verify_file(ssl, config->ca_file) == 1) {
		STACK_OF(X509_NAME) *names = SSL_load_client_CA_file(config->ca_file);
		if (names != NULL)
			SSL_CTX_set_client_CA_list(ssl, names);
		ok = names != NULL;
	}
	if (ok != 1)
		return fail_identity(error, config->ca_file);
	SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	return JX_OK;
}

static enum jx_status configure(SSL_CTX *ssl, const struct jx_tls_config *config, struct jx_error *error)
{
	SSL_CTX_set_options(ssl, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
					 SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_TICKET);
	SSL_CTX_set_mode(ssl, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE);
	SSL_CTX_set_max_early_data(ssl, 0);
	SSL_CTX_set_client_hello_cb(ssl, demand_alpn, NULL);
	SSL_CTX_set_alpn_select_cb(ssl, choose_alpn, NULL);
	/* No session is resumed. A ticket holds the client's certificate, which OpenSSL decodes once more to write the
	 * ticket: a fifth of a handshake for each connection, and few come again before it ends. */
	if (SSL_CTX_set_min_proto_version(ssl, TLS1_3_VERSION) != 1 || SSL_CTX_set_num_tickets(ssl, 0) != 1)
		return fail_identity(error, NULL);
	SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
	enum jx_status status = use_identity(ssl, config, error);
	if (status == JX_OK && config->demand_client_certificate)
		status = demand_certificate(ssl, config, error);
	return status;
}

enum jx_status jx_tls_context_new(
	const struct jx_tls_config *config, struct jx_tls_context **ret_context, struct jx_error *error)
{
	assert(config->clock_ms != NULL || !config->demand_client_certificate);
	JX_AUTO(jx_tls_context) context = calloc(1, sizeof(*context));
	if (context == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	context->n_refs = 1;
	context->clock_ms = config->clock_ms;
	context->ssl = SSL_CTX_new(TLS_server_method());
	context->method = make_method();
	if (context->ssl == NULL || context->method == NULL) {
		ERR_clear_error();
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	}
	enum jx_status status = configure(context->ssl, config, error);
	if (status != JX_OK)
		return status;
	*ret_context = jx_tls_context_take(&context);
	return JX_OK;
}

void jx_tls_context_free(struct jx_tls_context *context)
{
	if (context == NULL || --context->n_refs > 0)
		return;
	SSL_CTX_free(context->ssl);
	BIO_meth_free(context->method);
	ERR_clear_error();
	free(context);
}

enum jx_status jx_tls_new(struct jx_tls_context *context, struct jx_tls **ret_tls)
{
	JX_AUTO(jx_tls) tls = calloc(1, sizeof(*tls));
	if (tls == NULL)
		return JX_UNAVAILABLE;
	tls->context = context;
	context->n_refs++;
	tls->ssl = SSL_new(context->ssl);
	BIO *bio = tls->ssl != NULL ? BIO_new(context->method) : NULL;
	if (bio == NULL) {
		ERR_clear_error();
		return JX_UNAVAILABLE;
	}
	BIO_set_data(bio, tls);
	BIO_set_init(bio, 1);
	SSL_set_bio(tls->ssl, bio, bio);
	SSL_set_accept_state(tls->ssl);
	/* Of itself OpenSSL would hold the dates of certificates against the system's clock. */
	if (context->clock_ms != NULL)
		X509_VERIFY_PARAM_set_time(SSL_get0_param(tls->ssl), (time_t)(context->clock_ms() / 1000));
	*ret_tls = jx_tls_take(&tls);
	return JX_OK;
}

void jx_tls_free(struct jx_tls *tls)
{
	if (tls == NULL)
		return;
	SSL_free(tls->ssl);
	ERR_clear_error();
	jx_tls_context_free(tls->context);
	free(tls);
}

void jx_tls_feed(struct jx_tls *tls, const uint8_t *bytes, size_t n)
{
	tls->fed = bytes;
	tls->n_fed = n;
}

/* Translates a result with which OpenSSL does not go on; JX_OK when it only needs more bytes. */
static enum jx_status status_of_result(struct jx_tls *tls, int result)
{
	int error = SSL_get_error(tls->ssl, result);
	ERR_clear_error();
	if (error == SSL_ERROR_WANT_READ)
		return JX_OK;
	if (error == SSL_ERROR_ZERO_RETURN)
		return JX_CANCELLED;
	return tls->is_ready ? JX_INTERNAL : JX_UNAUTHENTICATED;
}

enum jx_status jx_tls_read(struct jx_tls *tls, uint8_t *out, size_t size, struct jx_buf *sink, size_t *ret_n)
{
	enum jx_status status = JX_OK;
	size_t n = 0;
	/* SSL_get_error() takes what another left in the queue of this thread for an error of this connection. */
	ERR_clear_error();
	tls->sink = sink;
	while (n < size) {
		size_t n_read = 0;
		int result = SSL_read_ex(tls->ssl, out + n, size - n, &n_read);
		tls->is_ready = tls->is_ready || SSL_is_init_finished(tls->ssl) != 0;
		if (result != 1) {
			status = status_of_result(tls, result);
			break;
		}
		n += n_read;
	}
	tls->sink = NULL;
	/* What was decrypted before the end still counts; the end is found again by the next call. */
	if (status != JX_OK && n > 0)
		status = JX_OK;
	if (status == JX_OK)
		*ret_n = n;
	return status;
}

enum jx_status jx_tls_write(struct jx_tls *tls, const uint8_t *bytes, size_t n, struct jx_buf *sink)
{
	ERR_clear_error();
	tls->sink = sink;
	while (n > 0) {
		size_t n_written = 0;
		if (SSL_write_ex(tls->ssl, bytes, n, &n_written) != 1)
			break;
		bytes += n_written;
		n -= n_written;
	}
	tls->sink = NULL;
	if (n == 0)
		return JX_OK;
	ERR_clear_error();
	return JX_INTERNAL;
}

void jx_tls_close(struct jx_tls *tls, struct jx_buf *sink)
{
	tls->sink = sink;
	if (SSL_is_init_finished(tls->ssl))
		(void)SSL_shutdown(tls->ssl);
	tls->sink = NULL;
	ERR_clear_error();
}

bool jx_tls_is_ready(const struct jx_tls *tls)
{
	return tls->is_ready;
}

bool jx_tls_peer(const struct jx_tls *tls, uint8_t ret_fingerprint[JX_FINGERPRINT_BYTES],
	uint8_t ret_person[JX_FINGERPRINT_BYTES])
{
	const X509 *certificate = SSL_get0_peer_certificate(tls->ssl);
	unsigned n = JX_FINGERPRINT_BYTES;
	unsigned n_person = JX_FINGERPRINT_BYTES;
	return certificate != NULL && SSL_get_verify_result(tls->ssl) == X509_V_OK &&
	       X509_digest(certificate, EVP_sha256(), ret_fingerprint, &n) == 1 &&
	       X509_NAME_digest(X509_get_subject_name(certificate), EVP_sha256(), ret_person, &n_person) == 1;
}
