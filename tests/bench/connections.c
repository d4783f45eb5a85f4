/*
 * What connections cost the server: memory while they idle, processor time while they are made.
 *
 *   bench_connections PID clear|tls PORT CA.pem PERSON.pem PERSON.key
 *
 * Prints kibibytes and nanoseconds of the server's, which must be fresh: it does not return memory that it has used once.
 * What the first ten take beside their own, once for the process, is a number apart.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/ssl.h>

#include "tests/bench/bench_kit.h"

#define N_FIRST      10
#define N_IDLE       200
#define N_HANDSHAKES 400
#define SETTLE_US    1500000

/* Preface, empty SETTINGS. */
static const char HELLO[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
#define N_HELLO (sizeof(HELLO) - 1)

static SSL_CTX *make_context(char **argv)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	if (context == NULL || SSL_CTX_load_verify_locations(context, argv[4], NULL) != 1 ||
		SSL_CTX_use_certificate_file(context, argv[5], SSL_FILETYPE_PEM) != 1 ||
		SSL_CTX_use_PrivateKey_file(context, argv[6], SSL_FILETYPE_PEM) != 1 ||
		SSL_CTX_set_alpn_protos(context, (const unsigned char *)"\2h2", 3) != 0)
		bench_die("cannot use the certificates");
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
	(void)SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN); /* as jixiao does */
	return context;
}

/* A connection of which the server has checked the certificate: TLS 1.3 tells the client nothing, an answer does. */
static SSL *open_tls(SSL_CTX *context, unsigned port)
{
	char answer[64];
	SSL *tls = SSL_new(context);
	int fd = bench_connect(port);
	if (tls == NULL || SSL_set_fd(tls, fd) != 1 || SSL_connect(tls) != 1)
		bench_die("the handshake failed");
	if (SSL_write(tls, HELLO, N_HELLO) != (int)N_HELLO || SSL_read(tls, answer, sizeof(answer)) <= 0)
		bench_die("the server does not answer");
	return tls;
}

static void close_tls(SSL *tls)
{
	int fd = SSL_get_fd(tls);
	(void)SSL_shutdown(tls);
	SSL_free(tls);
	(void)close(fd);
}

static void print_idle(const char *name, pid_t pid, uint64_t before_kib)
{
	(void)usleep(SETTLE_US);
	uint64_t after_kib = bench_rss_kib(pid);
	(void)printf("%s %llu\n", name, (unsigned long long)((after_kib - before_kib) * 1024 / N_IDLE));
}

static void idle_clear(pid_t pid, unsigned port)
{
	int fds[N_IDLE];
	uint64_t before_kib = bench_rss_kib(pid);
	for (int i = 0; i < N_IDLE; i++) {
		fds[i] = bench_connect(port);
		if (write(fds[i], HELLO, N_HELLO) != (ssize_t)N_HELLO)
			bench_die("cannot write");
	}
	print_idle("clear-bytes", pid, before_kib);
	for (int i = 0; i < N_IDLE; i++)
		(void)close(fds[i]);
}

static void idle_tls(pid_t pid, unsigned port, SSL_CTX *context)
{
	static SSL *all[N_FIRST + N_IDLE];
	uint64_t fresh_kib = bench_rss_kib(pid);
	for (int i = 0; i < N_FIRST; i++)
		all[i] = open_tls(context, port);
	(void)usleep(SETTLE_US);
	uint64_t before_kib = bench_rss_kib(pid);
	(void)printf("tls-first-kib %llu\n", (unsigned long long)(before_kib - fresh_kib));
	for (int i = 0; i < N_IDLE; i++)
		all[N_FIRST + i] = open_tls(context, port);
	print_idle("tls-bytes", pid, before_kib);
	for (int i = 0; i < N_FIRST + N_IDLE; i++)
		close_tls(all[i]);
}

static void handshakes(pid_t pid, unsigned port, SSL_CTX *context)
{
	uint64_t cpu_ns = bench_cpu_of(pid);
	uint64_t start_ns = bench_now_ns();
	for (int i = 0; i < N_HANDSHAKES; i++)
		close_tls(open_tls(context, port));
	uint64_t took_ns = bench_now_ns() - start_ns;
	(void)usleep(200000);
	cpu_ns = bench_cpu_of(pid) - cpu_ns;
	(void)printf("handshake-ns %llu\nhandshakes-per-s %llu\n",
		(unsigned long long)(cpu_ns / N_HANDSHAKES),
		(unsigned long long)(N_HANDSHAKES * UINT64_C(1000000000) / took_ns));
}

int main(int argc, char **argv)
{
	if (argc != 7)
		bench_die("usage: bench_connections PID clear|tls PORT CA.pem PERSON.pem PERSON.key");
	pid_t pid = (pid_t)bench_number(argv[1]);
	unsigned port = (unsigned)bench_number(argv[3]);
	if (strcmp(argv[2], "clear") == 0) {
		(void)printf("idle-kib %llu\n", (unsigned long long)bench_rss_kib(pid));
		idle_clear(pid, port);
		return 0;
	}
	SSL_CTX *context = make_context(argv);
	idle_tls(pid, port, context);
	handshakes(pid, port, context);
	SSL_CTX_free(context);
	return 0;
}
