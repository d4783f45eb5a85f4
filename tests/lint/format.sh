#!/usr/bin/env bash
#
# Every C file stands as clang-format would write it (.clang-format).
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

command -v clang-format >/dev/null || skip 'no clang-format'
mapfile -t list < <(files '*.c' '*.h')
[ ${#list[@]} -gt 0 ] || skip 'no C files'
faults_from 'run clang-format -i on these' < <(
	printf '%s\0' "${list[@]}" | xargs -0 clang-format --dry-run --Werror 2>&1 |
		sed -nE 's/^([^:]+:[0-9]+):[0-9]+: error: .*/\1: not formatted/p' | sort -u -t: -k1,1)
finish
