/* The verbs that hold a state directory against itself: fsck. */
#include <stdlib.h>

#include "server/backup/check_beside.h"
#include "server/base/clock.h"
#include "server/daemon/daemon.h"
#include "server/verb.h"
#include "server/vitals/outcome.h"

/* Metrics and `jixiaod status` show it. What cannot be remembered does not change what was found. */
void jx_verb_remember(const char *directory, const char *name, const struct jx_outcome *outcome)
{
	struct jx_error error;
	if (jx_outcome_write(directory, name, outcome, &error) != JX_OK)
		(void)jx_verb_fail(&error);
}

static int tell_differences(uint64_t n_differences)
{
	if (n_differences == 0) {
		(void)puts(jx_verb_say("数据与日志一致", "The tables are what the log says"));
		return 0;
	}
	(void)fprintf(stderr,
		jx_verb_say("有 %llu 处与日志不符。\n下一步  停用，保留全部文件备查，并告知审计部门\n",
			"%llu differences from the log.\nNext: stop using it, keep all files as evidence, tell the auditors\n"),
		(unsigned long long)n_differences);
	return 1;
}

int jx_verb_fsck(const char *path)
{
	struct jx_config config;
	struct jx_error error = {0};
	uint64_t n_differences = 0;
	const struct jx_fsck_listener listener = {
		.on_difference = jx_verb_print_difference, .user = &n_differences};
	enum jx_status status = jx_config_read(path, &config, &error);
	if (status != JX_OK)
		return jx_verb_fail(&error);
	uint64_t began_ms = jx_clock_monotonic_ms();
	status = jx_store_is_taken(config.directory) ? jx_check_beside(&config, &listener, &error)
						     : jx_daemon_fsck(&config, &listener, &error);
	const struct jx_outcome outcome = {.end_ms = jx_clock_ms(),
		.duration_ms = (int64_t)(jx_clock_monotonic_ms() - began_ms),
		.n_faults = n_differences,
		.reason = status != JX_OK      ? error.reason
			  : n_differences == 0 ? JX_REASON_NONE
					       : JX_REASON_STORE_DIFFERS};
	if (outcome.reason != JX_REASON_STORE_LOCKED) /* another one is at it, and will say how it ended */
		jx_verb_remember(config.directory, JX_OUTCOME_FSCK, &outcome);
	return status == JX_OK ? tell_differences(n_differences) : jx_verb_fail(&error);
}
