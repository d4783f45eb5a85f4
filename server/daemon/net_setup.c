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

enum jx_status jx_daemon_check(const struct jx_config *config, struct jx_error *error)
{
	const char *const addresses[JX_LISTENERS] = {
		config->main_address, or_null(config->enrol_address), or_null(config->public_address)};
	struct sockaddr_storage metrics;
	enum jx_status status = jx_address_check_all(addresses, error);
	if (status != JX_OK || config->metrics_address[0] == '\0')
		return status;
	status = jx_address_resolve(config->metrics_address, &metrics, error);
	if (status != JX_OK || config->metrics_anywhere || jx_address_is_loopback(&metrics))
		return status;
	return jx_fail_with(error, JX_REASON_WEB_NOT_LOOPBACK,
		JX_ARGS(JX_TEXT("[listen] metrics"), JX_TEXT(config->metrics_address)));
}
