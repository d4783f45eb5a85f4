#include "server/daemon/ready.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <systemd/sd-daemon.h>

#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/base/zone.h"

#define PORT_BYTES 8

void jx_ready_tell(const struct jx_ready *ready)
{
	char ports[JX_RUNNING_DOORS][PORT_BYTES];
	struct jx_running running = {.pid = getpid(), .start_ms = jx_clock_ms(), .version = JX_VERSION};
	memcpy(running.ports, ready->ports, sizeof(running.ports));
	jx_running_write(ready->directory, &running);
	for (size_t i = 0; i < JX_RUNNING_DOORS; i++)
		(void)snprintf(ports[i], sizeof(ports[i]), "%u", ready->ports[i] & 0xFFFFu);
	jx_log_write(JX_LOG_INFO, "listening", "main", ports[0], "enrol", ports[1], "public", ports[2],
		"metrics", ports[3], "pages", ports[4], "version", JX_VERSION, "directory", ready->directory,
		"time_zone", jx_zone_name(), NULL);
	(void)sd_notify(0, "READY=1");
}
