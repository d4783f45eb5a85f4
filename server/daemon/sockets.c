#include "server/daemon/sockets.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <systemd/sd-daemon.h>

#include "server/base/log.h"

#define N_NAMES (JX_LISTENERS + 2) /* the doors, and behind them those of the web */

static const char *const NAMES[N_NAMES] = {"main", "enrol", "public", "metrics", "pages"};

static enum jx_status fail_socket(const char *name, const char *zh, const char *en, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_LISTEN_FAILED, JX_ARGS(JX_TEXT(name), JX_WORDS(zh, en)));
}

static enum jx_status take_one(int fds[N_NAMES], int fd, const char *name, struct jx_error *error)
{
	int door = 0;
	while (door < N_NAMES && strcmp(NAMES[door], name) != 0)
		door++;
	if (door == N_NAMES)
		return fail_socket(name, "交来的套接字要叫 main、enrol、public、metrics 或 pages",
			"a socket that is handed over is called main, enrol, public, metrics or pages",
			error);
	if (fds[door] > 0)
		return fail_socket(
			name, "交来两个同名的套接字", "two sockets of this name are handed over", error);
	if (sd_is_socket(fd, AF_UNSPEC, SOCK_STREAM, 1) <= 0)
		return fail_socket(
			name, "交来的不是监听的套接字", "what is handed over is no listening socket", error);
	fds[door] = fd;
	return JX_OK;
}

/* What is not handed over is not opened: behind PrivateNetwork= it would listen where nobody comes. */
static void close_others(struct jx_net_config *config)
{
	const char **const addresses[JX_LISTENERS] = {
		&config->main_address, &config->enrol_address, &config->public_address};
	for (int door = 0; door < JX_LISTENERS; door++) {
		if (config->fds[door] == 0 && *addresses[door] != NULL)
			jx_log_write(JX_LOG_WARNING, "door stays closed: its socket was not handed over",
				"door", NAMES[door], "address", *addresses[door], NULL);
		*addresses[door] = NULL;
	}
}

enum jx_status jx_sockets_take(
	struct jx_net_config *config, struct jx_web_sockets *ret_web, struct jx_error *error)
{
	int fds[N_NAMES] = {0};
	char **names = NULL;
	int n = sd_listen_fds_with_names(1, &names);
	enum jx_status status = n < 0 ? fail_socket("LISTEN_FDS", "服务管理器交来的套接字不能读",
						"the sockets of the service manager cannot be read", error)
				      : JX_OK;
	for (int i = 0; i < n; i++) {
		if (status == JX_OK)
			status = take_one(fds, SD_LISTEN_FDS_START + i, names[i], error);
		free(names[i]);
	}
	free(names);
	memcpy(config->fds, fds, sizeof(config->fds)); /* the doors come first */
	*ret_web = (struct jx_web_sockets){fds[JX_LISTENERS], fds[JX_LISTENERS + 1]};
	if (n > 0 && status == JX_OK)
		close_others(config);
	return status;
}
