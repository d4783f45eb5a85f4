#include "tests/campaign/link.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>

#include "tests/bench/bench_kit.h"

SSL_CTX *link_context(const char *certificate, const char *key)
{
	SSL_CTX *context = bench_need(SSL_CTX_new(TLS_client_method()));
	if (certificate != NULL &&
		(SSL_CTX_use_certificate_file(context, certificate, SSL_FILETYPE_PEM) != 1 ||
			SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1))
		bench_die("cannot use %s and %s", certificate, key);
	if (SSL_CTX_set_alpn_protos(context, (const unsigned char *)"\2h2", 3) != 0)
		bench_die("out of memory");
	SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
	SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	return context;
}

static int open_socket(unsigned port, uint32_t source)
{
	static const int ONE = 1;
	struct sockaddr_in from = {
		.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(0x7F000000u | source)}};
	struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &ONE, sizeof(ONE));
	(void)setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &ONE, sizeof(ONE));
	if ((source != 0 && bind(fd, (struct sockaddr *)&from, sizeof(from)) != 0) ||
		(connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0 && errno != EINPROGRESS)) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

int link_open(struct link *link, int epoll, void *owner, SSL_CTX *context, unsigned port, uint32_t source)
{
	*link = (struct link){
		.fd = open_socket(port, source), .state = LINK_CONNECTING, .events = EPOLLIN | EPOLLOUT};
	struct epoll_event event = {.events = link->events, .data = {.ptr = owner}};
	if (link->fd < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, link->fd, &event) != 0) {
		link_close(link);
		return -1;
	}
	if (context != NULL) {
		link->tls = bench_need(SSL_new(context));
		if (SSL_set_fd(link->tls, link->fd) != 1)
			bench_die("out of memory");
	}
	return 0;
}

void link_close(struct link *link)
{
	SSL_free(link->tls);
	if (link->fd >= 0)
		(void)close(link->fd);
	*link = (struct link){.fd = -1};
}

/* What OpenSSL waits for after a call that moved nothing; -1 when it waits for nothing any more. */
static int wait_for(const SSL *tls, int result)
{
	int why = SSL_get_error(tls, result);
	ERR_clear_error();
	return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? 0 : -1;
}

static int shake_hands(struct link *link, int epoll, void *owner)
{
	int result = SSL_connect(link->tls);
	if (result == 1) {
		link->state = LINK_OPEN;
		return 1;
	}
	link_wait(link, epoll, owner, SSL_want_write(link->tls));
	return wait_for(link->tls, result);
}

int link_advance(struct link *link, int epoll, void *owner)
{
	int problem = 0;
	socklen_t n = sizeof(problem);
	if (link->state == LINK_OPEN)
		return 1;
	if (link->state == LINK_CONNECTING) {
		if (getsockopt(link->fd, SOL_SOCKET, SO_ERROR, &problem, &n) != 0 || problem != 0)
			return -1;
		link->state = link->tls != NULL ? LINK_HANDSHAKING : LINK_OPEN;
	}
	return link->state == LINK_OPEN ? 1 : shake_hands(link, epoll, owner);
}

static ssize_t outcome(ssize_t n)
{
	if (n > 0)
		return n;
	return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

ssize_t link_read(struct link *link, void *bytes, size_t n)
{
	if (link->tls == NULL)
		return outcome(read(link->fd, bytes, n));
	int n_read = SSL_read(link->tls, bytes, (int)n);
	return n_read > 0 ? n_read : wait_for(link->tls, n_read);
}

ssize_t link_write(struct link *link, const void *bytes, size_t n)
{
	if (link->tls == NULL)
		return outcome(send(link->fd, bytes, n, MSG_NOSIGNAL));
	int n_written = SSL_write(link->tls, bytes, (int)n);
	return n_written > 0 ? n_written : wait_for(link->tls, n_written);
}

void link_wait(struct link *link, int epoll, void *owner, int is_writing)
{
	uint32_t events = is_writing ? EPOLLIN | EPOLLOUT : EPOLLIN;
	struct epoll_event event = {.events = events, .data = {.ptr = owner}};
	if (events == link->events)
		return;
	link->events = events;
	if (epoll_ctl(epoll, EPOLL_CTL_MOD, link->fd, &event) != 0)
		bench_die("epoll_ctl: %s", strerror(errno));
}
