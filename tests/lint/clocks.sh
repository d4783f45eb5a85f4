#!/usr/bin/env bash
#
# Holds the clock to the files that may ask for it: in the daemon server/base/clock.c, so that its now never runs behind
# its log; in the client main.c, which hands it down. Rooms below them are given times.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

CALLS='(^|[^A-Za-z0-9_>.])(time|gettimeofday|ftime|uv_gettimeofday|uv_clock_gettime|timespec_get|X509_cmp_current_time) *\(|CLOCK_REALTIME|X509_gmtime_adj'

mapfile -t list < <(files 'proto/*.[ch]' 'storage/*.[ch]' 'server/*.[ch]' 'client/*.[ch]' \
	':!server/base/clock.c' ':!client/main.c')
if [ ${#list[@]} -gt 0 ]; then
	faults_from 'the time comes from server/base/clock.h, or from the caller' < <(
		grep -HnE "$CALLS" "${list[@]}" | grep -vE '^[^:]+:[0-9]+:[[:space:]]*(/?\*|//)' || true)
fi
# The daemon's time-outs and costs are of one clock too.
mapfile -t list < <(files 'server/*.[ch]' ':!server/base/clock.c')
if [ ${#list[@]} -gt 0 ]; then
	faults_from 'the clock that only goes forward is that of server/base/clock.h' < <(
		grep -HnE '(clock_gettime|uv_hrtime) *\(' "${list[@]}" || true)
fi
finish
