#include "server/metrics/metrics.h"

#include <inttypes.h>

#define MIB (UINT64_C(1024) * 1024)

bool jx_observed_disk_is_low(const struct jx_observed *observed)
{
	const struct jx_vitals *vitals = observed->vitals;
	return vitals->disk_bytes > 0 && vitals->disk_free_bytes < observed->disk_low_bytes;
}

static bool is_stale(const struct jx_observed *observed)
{
	int64_t since_ms = observed->vitals->gathered_ms;
	return observed->now_ms - (since_ms > 0 ? since_ms : observed->start_ms) > JX_VITALS_STALE_MS;
}

bool jx_observed_is_ready(const struct jx_observed *observed)
{
	return !observed->is_stopping && !is_stale(observed);
}

void jx_health_write(const struct jx_observed *observed, FILE *out)
{
	const struct jx_vitals *vitals = observed->vitals;
	if (jx_observed_is_ready(observed))
		(void)fputs("ok\n", out);
	if (observed->is_stopping)
		(void)fputs("stopping\n", out);
	if (is_stale(observed))
		(void)fputs("the database was not read for a minute\n", out);
	if (jx_observed_disk_is_low(observed))
		(void)fprintf(
			out, "warning: disk low, %" PRIu64 " MiB free\n", vitals->disk_free_bytes / MIB);
	if (vitals->fsck.reason != JX_REASON_NONE)
		(void)fputs("warning: the last check of all data failed\n", out);
	if (vitals->backup.reason != JX_REASON_NONE)
		(void)fputs("warning: the last backup failed\n", out);
}
