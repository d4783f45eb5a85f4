#include "server/witness/post.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "proto/contract/base/text.h"
#include "server/base/clock.h"
#include "server/base/thread.h"

#define SUFFIX     "/add-checkpoint"
#define HEAD_BYTES 768
#define NAP_MS     20 /* between two looks at a connection that is not ready */

static enum jx_status fail_url(const char *url, struct jx_error *error)
{
	return jx_fail_at(error, JX_REASON_BAD_FIELD, "witness.url",
		JX_ARGS(JX_TEXT("witness.url"), JX_TEXT(url),
			JX_WORDS("http://主机:端口/路径", "http://HOST:PORT/PATH")));
}

enum jx_status jx_post_read(struct jx_post *post, const char *url, struct jx_error *error)
{
	post->is_tls = strncmp(url, "https://", strlen("https://")) == 0;
	if (!post->is_tls && strncmp(url, "http://", strlen("http://")) != 0)
		return fail_url(url, error);
	const char *place = strchr(url, ':') + strlen("://");
	size_t n_place = strcspn(place, "/");
	size_t n_host = strcspn(place, ":/");
	if (n_host == 0 || n_place >= sizeof(post->host) || strpbrk(url, " \r\n") != NULL ||
		strlen(place + n_place) + sizeof(SUFFIX) > sizeof(post->path))
		return fail_url(url, error);
	(void)jx_text_copy_n(post->host, sizeof(post->host), place, n_host);
	(void)snprintf(post->place, sizeof(post->place), "%.*s%s", (int)n_place, place,
		n_host < n_place ? "" : (post->is_tls ? ":443" : ":80"));
	(void)snprintf(post->path, sizeof(post->path), "%s" SUFFIX, place + n_place);
	return JX_OK;
}

/* A connection that is not made yet; NULL without memory. */
static BIO *new_plain(const struct jx_post *post)
{
	return BIO_new_connect(post->place);
}

static BIO *new_tls(const struct jx_post *post, SSL_CTX *context)
{
	SSL *ssl = NULL;
	if (context == NULL || SSL_CTX_set_default_verify_paths(context) != 1)
		return NULL;
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
	BIO *bio = BIO_new_ssl_connect(context);
	if (bio == NULL)
		return NULL;
	(void)BIO_get_ssl(bio, &ssl);
	if (ssl == NULL || SSL_set1_host(ssl, post->host) != 1 ||
		SSL_set_tlsext_host_name(ssl, post->host) != 1) {
		BIO_free_all(bio);
		return NULL;
	}
	(void)BIO_set_conn_hostname(bio, post->place);
	return bio;
}

/* Waits until the other side is ready; false when there is nothing to wait for, and after the time that it has. */
static bool wait_for(BIO *bio, uint64_t end_ms)
{
	bool goes_on = BIO_should_retry(bio) && jx_clock_monotonic_ms() < end_ms;
	if (goes_on)
		jx_thread_sleep_ms(NAP_MS);
	return goes_on;
}

static bool write_all(BIO *bio, const char *bytes, size_t n, uint64_t end_ms)
{
	while (n > 0) {
		size_t n_written = 0;
		bool is_written = BIO_write_ex(bio, bytes, n, &n_written) == 1;
		if (!is_written && !wait_for(bio, end_ms))
			return false;
		bytes += n_written;
		n -= n_written;
	}
	return true;
}

/* Everything until the other side closes, as far as there is room. */
static void read_all(BIO *bio, struct jx_post_answer *answer, uint64_t end_ms)
{
	size_t n = 0;
	bool goes_on = true;
	while (goes_on && n < JX_MAX_WITNESS_BYTES) {
		size_t n_read = 0;
		bool is_read = BIO_read_ex(bio, answer->bytes + n, JX_MAX_WITNESS_BYTES - n, &n_read) == 1;
		n += n_read;
		goes_on = is_read || wait_for(bio, end_ms);
	}
	answer->bytes[n] = '\0';
}

static bool read_answer(struct jx_post_answer *answer)
{
	char *head_end = strstr(answer->bytes, "\r\n\r\n");
	if (strncmp(answer->bytes, "HTTP/1.", strlen("HTTP/1.")) != 0 || head_end == NULL)
		return false;
	answer->status = (int)strtol(answer->bytes + strlen("HTTP/1.x "), NULL, 10);
	answer->body = head_end + strlen("\r\n\r\n");
	answer->n_body = strlen(answer->body);
	return true;
}

static bool talk(
	const struct jx_post *post, BIO *bio, const char *body, size_t n, struct jx_post_answer *ret_answer)
{
	char head[HEAD_BYTES];
	uint64_t end_ms = jx_clock_monotonic_ms() + JX_WITNESS_TIMEOUT_MS;
	if (BIO_do_connect_retry(bio, JX_WITNESS_TIMEOUT_MS / 1000, NAP_MS) != 1)
		return false;
	(void)snprintf(head, sizeof(head),
		"POST %s HTTP/1.0\r\nHost: %s\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n",
		post->path, post->place, n);
	if (!write_all(bio, head, strlen(head), end_ms) || !write_all(bio, body, n, end_ms))
		return false;
	read_all(bio, ret_answer, end_ms);
	return read_answer(ret_answer);
}

bool jx_post_send(const struct jx_post *post, const char *body, size_t n, struct jx_post_answer *ret_answer)
{
	SSL_CTX *context = post->is_tls ? SSL_CTX_new(TLS_client_method()) : NULL;
	BIO *bio = post->is_tls ? new_tls(post, context) : new_plain(post);
	bool is_answered = bio != NULL && talk(post, bio, body, n, ret_answer);
	BIO_free_all(bio);
	SSL_CTX_free(context);
	ERR_clear_error();
	return is_answered;
}
