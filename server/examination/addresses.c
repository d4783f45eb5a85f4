/* The addresses that the daemon would listen on, and the names by which people are told to reach it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <uv.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "server/examination/private.h"
#include "server/identity/server_certificate.h"
#include "server/net/address.h"

#define N_ADDRESSES 5

/* An address of the settings. */
struct place {
	const char *key; /* of [listen] */
	const char *text;
	const char *setting; /* of pages over HTTP, as errors name it; else NULL */
	bool is_local;       /* it must be of this machine alone */
	bool is_found;
	struct sockaddr_storage address;
};

static int line_of(const struct jx_examination *examination, const struct place *place)
{
	return jx_config_line(&examination->lines, "listen", place->key);
}

static void tell_error(
	struct jx_examination *examination, const struct place *place, const struct jx_error *error)
{
	jx_examination_tell_error(examination, examination->lines.file, line_of(examination, place), error);
}

static void tell_foreign(struct jx_examination *examination, const struct place *place)
{
	struct jx_error error = {0};
	if (jx_fail_with(&error,
		    place->setting != NULL ? JX_REASON_WEB_NOT_LOOPBACK : JX_REASON_PUBLIC_NOT_LOOPBACK,
		    JX_ARGS(JX_TEXT(place->setting != NULL ? place->setting : place->text),
			    JX_TEXT(place->text))) != JX_OK)
		tell_error(examination, place, &error);
}

/* @return 0, or what bind(2) says. */
static int try_to_bind(const struct place *place)
{
	int one = 1;
	socklen_t n = place->address.ss_family == AF_INET6 ? sizeof(struct sockaddr_in6)
							   : sizeof(struct sockaddr_in);
	int fd = socket(place->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return errno;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	int code = bind(fd, (const struct sockaddr *)&place->address, n) == 0 ? 0 : errno;
	(void)close(fd);
	return code;
}

/*
 * A port in use is the daemon's own while it runs; and the service manager's, which hands it over, in a unit of its. Such a
 * unit leaves no other sockets to the daemon, nor to its examination before each start: there is nothing to try.
 */
static void examine_bind(struct jx_examination *examination, const struct place *place)
{
	struct jx_error error = {0};
	int code = try_to_bind(place);
	bool is_unit = getenv("INVOCATION_ID") != NULL;
	if (code == 0 || (code == EADDRINUSE && (examination->is_taken || is_unit)) ||
		(code == EAFNOSUPPORT && is_unit))
		return;
	if (jx_address_fail(place->text, uv_translate_sys_error(code), &error) != JX_OK)
		tell_error(examination, place, &error);
}

static void examine_place(struct jx_examination *examination, struct place *place)
{
	struct jx_error error = {0};
	if (place->text[0] == '\0')
		return;
	if (jx_address_resolve(place->text, &place->address, &error) != JX_OK) {
		tell_error(examination, place, &error);
		return;
	}
	place->is_found = true;
	if (place->is_local && !jx_address_is_loopback(&place->address))
		tell_foreign(examination, place);
	else
		examine_bind(examination, place);
}

static void examine_pair(
	struct jx_examination *examination, const struct place *first, const struct place *second)
{
	struct jx_both what;
	if (!first->is_found || !second->is_found || !jx_address_is_same(&first->address, &second->address))
		return;
	(void)snprintf(what.zh, sizeof(what.zh), "%s 与 %s 是同一个地址和端口：%s", second->key, first->key,
		second->text);
	(void)snprintf(what.en, sizeof(what.en), "%s and %s are one address and port: %s", second->key,
		first->key, second->text);
	const struct jx_fault fault = {.file = examination->lines.file,
		.line = line_of(examination, second),
		.zh = what.zh,
		.en = what.en,
		.remedy_zh = "换一个端口",
		.remedy_en = "use another port"};
	jx_examination_tell(examination, &fault);
}

/* What invitations name must be a name of the certificate, or no client will believe it. */
static void examine_advertised(struct jx_examination *examination, const char *key, const char *text,
	const struct jx_server_certificate *certificate)
{
	char host[JX_CONFIG_VALUE_BYTES];
	struct jx_both what;
	struct jx_both remedy;
	const char *colon = strrchr(text, ':');
	size_t n = colon != NULL ? (size_t)(colon - text) : strlen(text);
	bool is_v6 = n >= 2 && text[0] == '[' && text[n - 1] == ']';
	(void)jx_text_copy_n(host, sizeof(host), text + is_v6, n - 2 * is_v6);
	if (n == 0 || jx_server_certificate_covers(certificate, host))
		return;
	(void)snprintf(what.zh, sizeof(what.zh), "[advertise] %s 的 %s 不在服务器证书的名称中：%s", key, host,
		certificate->names);
	(void)snprintf(what.en, sizeof(what.en),
		"%s of [advertise] %s is not among the names of server.pem: %s", host, key,
		certificate->names);
	(void)snprintf(remedy.zh, sizeof(remedy.zh), "换发证书：jixiaod certificate %s --names %s,%s",
		examination->config.directory, certificate->names, host);
	(void)snprintf(remedy.en, sizeof(remedy.en), "issue it anew: jixiaod certificate %s --names %s,%s",
		examination->config.directory, certificate->names, host);
	const struct jx_fault fault = {.file = examination->lines.file,
		.line = jx_config_line(&examination->lines, "advertise", key),
		.zh = what.zh,
		.en = what.en,
		.remedy_zh = remedy.zh,
		.remedy_en = remedy.en};
	jx_examination_tell(examination, &fault);
}

void jx_examine_addresses(struct jx_examination *examination)
{
	const struct jx_config *config = &examination->config;
	struct jx_server_certificate certificate;
	struct jx_error ignored;
	struct place places[N_ADDRESSES] = {
		{.key = "main", .text = config->main_address},
		{.key = "enrol", .text = config->enrol_address},
		{.key = "public", .text = config->public_address, .is_local = true},
		{.key = "metrics",
			.text = config->metrics_address,
			.setting = "[listen] metrics",
			.is_local = !config->metrics_anywhere},
		{.key = "pages",
			.text = config->pages_address,
			.setting = "[listen] pages",
			.is_local = !config->pages_anywhere},
	};
	for (size_t i = 0; i < N_ADDRESSES; i++) {
		examine_place(examination, &places[i]);
		for (size_t j = 0; j < i; j++)
			examine_pair(examination, &places[j], &places[i]);
	}
	if (jx_server_certificate_read(config->directory, &certificate, &ignored) != JX_OK)
		return; /* told with the files */
	examine_advertised(examination, "main", config->main_advertised, &certificate);
	examine_advertised(examination, "enrol", config->enrol_advertised, &certificate);
}
