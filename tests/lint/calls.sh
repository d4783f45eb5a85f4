#!/usr/bin/env bash
#
# Holds calls to the one place that makes them: the clock, threads and their sleep, sorting and searching of arrays.
# What follows each table line's message is for the reader of a fault; comments are not code.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# only MESSAGE CALLS PATHSPEC…: names the lines of these files that make one of the calls, an extended expression.
only() {
	local message=$1 calls=$2 list
	shift 2
	mapfile -t list < <(files "$@")
	[ ${#list[@]} -gt 0 ] || return 0
	faults_from "$message" < <(
		grep -HnE "$calls" "${list[@]}" | grep -vE '^[^:]+:[0-9]+:[[:space:]]*(/?\*|//)' || true)
}

# In the daemon the clock is asked in server/base/clock.c, so that its now never runs behind its log; in the client by
# main.c, which hands it down. Rooms below them are given times.
only 'the time comes from server/base/clock.h, or from the caller' \
	'(^|[^A-Za-z0-9_>.])(time|gettimeofday|ftime|uv_gettimeofday|uv_clock_gettime|timespec_get|X509_cmp_current_time) *\(|CLOCK_REALTIME|X509_gmtime_adj' \
	'proto/*.[ch]' 'storage/*.[ch]' 'server/*.[ch]' 'client/*.[ch]' ':!server/base/clock.c' ':!client/main.c'
# The daemon's time-outs and costs are of one clock too.
only 'the clock that only goes forward is that of server/base/clock.h' '(clock_gettime|uv_hrtime) *\(' \
	'server/*.[ch]' ':!server/base/clock.c'
# A thread that is started or sleeps elsewhere could be interrupted by a signal.
only 'threads are started and sleep by server/base/thread.h' \
	'(^|[^A-Za-z0-9_>.])(pthread_create|thrd_create|uv_thread_create|nanosleep|clock_nanosleep|usleep|sleep|pause|uv_sleep) *\(' \
	'server/*.[ch]' 'storage/*.[ch]' 'proto/*.[ch]' ':!server/base/thread.c'
# An empty array may be NULL, which those of the C library must not be given.
only 'arrays are sorted and searched by proto/contract/base/array.h' '(^|[^A-Za-z0-9_>.])(qsort|bsearch) *\(' \
	'server/*.[ch]' 'storage/*.[ch]' 'proto/*.[ch]' 'client/*.[ch]' ':!proto/contract/base/array.h'
finish
