#include "server/confinement/confinement.h"

#include <stddef.h>

#include "server/base/log.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(JX_COVERAGE)
#define IS_LEFT_OUT 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define IS_LEFT_OUT 1
#endif
#endif
#ifndef IS_LEFT_OUT
#define IS_LEFT_OUT 0
#endif

bool jx_confinement_is_left_out(void)
{
	return IS_LEFT_OUT;
}

void jx_confinement_enter(const struct jx_confinement *confinement)
{
	if (jx_confinement_is_left_out()) {
		jx_log_write(JX_LOG_INFO, "not confined: built for a sanitizer or for gcov", NULL);
		return;
	}
	const char *files = jx_confinement_files(confinement);
	const char *calls = jx_confinement_calls(confinement);
	if (files != NULL)
		jx_log_write(JX_LOG_WARNING, "files are not confined", "why", files, NULL);
	if (calls != NULL)
		jx_log_write(JX_LOG_WARNING, "system calls are not confined", "why", calls, NULL);
	if (files == NULL && calls == NULL)
		jx_log_write(JX_LOG_INFO, "confined", "witness", confinement->calls_out ? "yes" : "no", NULL);
}
