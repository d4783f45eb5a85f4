#include "server/daemon/net_setup.h"

#include <stdio.h>

#include "server/base/clock.h"
#include "server/base/zone.h"
#include "server/daemon/daemon.h"
#include "server/net/address.h"

static const char *or_null(const char *text)
{
	return text[0] != '\0' ? text : NULL;
}

struct jx_net_config jx_net_config_of(const struct jx_config *config, struct jx_identity_files *files)
{
	(void)snprintf(files->certificate, sizeof(files->certificate), "%s/server.pem", config->directory);
	(void)snprintf(files->key, sizeof(files->key), "%s/server.key", config->directory);
	(void)snprintf(files->ca, sizeof(files->ca), "%s/ca.pem", config->directory);
	return (struct jx_net_config){
		.main_address = config->main_address,
		.enrol_address = or_null(config->enrol_address),
		.public_address = or_null(config->public_address),
		.certificate_file = files->certificate,
		.key_file = files->key,
		.ca_file = files->ca,
		.clock_ms = jx_clock_ms,
		.time_zone = jx_zone_name(),
		.caps = config->caps,
	};
}

static enum jx_status check_web(const char *key, const char *text, bool is_anywhere, struct jx_error *error)
{
	struct sockaddr_storage address;
	if (text[0] == '\0')
		return JX_OK;
	enum jx_status status = jx_address_resolve(text, &address, error);
	if (status != JX_OK || is_anywhere || jx_address_is_loopback(&address))
		return status;
	return jx_fail_with(error, JX_REASON_WEB_NOT_LOOPBACK, JX_ARGS(JX_TEXT(key), JX_TEXT(text)));
}

enum jx_status jx_daemon_check(const struct jx_config *config, struct jx_error *error)
{
	const char *const addresses[JX_LISTENERS] = {
		config->main_address, or_null(config->enrol_address), or_null(config->public_address)};
	enum jx_status status = jx_address_check_all(addresses, error);
	if (status == JX_OK)
		status = check_web(
			"[listen] metrics", config->metrics_address, config->metrics_anywhere, error);
	return status == JX_OK
		       ? check_web("[listen] pages", config->pages_address, config->pages_anywhere, error)
		       : status;
}
