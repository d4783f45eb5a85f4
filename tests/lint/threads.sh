#!/usr/bin/env bash
#
# Holds threads to server/base/thread.c: one that is started or sleeps elsewhere could be interrupted by a signal.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

CALLS='(^|[^A-Za-z0-9_>.])(pthread_create|thrd_create|uv_thread_create|nanosleep|clock_nanosleep|usleep|sleep|pause|uv_sleep) *\('

mapfile -t list < <(files 'server/*.[ch]' 'storage/*.[ch]' 'proto/*.[ch]' ':!server/base/thread.c')
if [ ${#list[@]} -gt 0 ]; then
	faults_from 'threads are started and sleep by server/base/thread.h' < <(
		grep -HnE "$CALLS" "${list[@]}" | grep -vE '^[^:]+:[0-9]+:[[:space:]]*(/?\*|//)' || true)
fi
finish
