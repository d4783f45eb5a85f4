#!/usr/bin/env bash
#
# A file that grows past 600 lines has two jobs. Functions are held to their size by clang-tidy (.clang-tidy).
# Tests are tables of cases and may be as long as their cases.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

mapfile -t list < <(files '*.c' '*.h' | grep -v '^tests/')
if [ ${#list[@]} -gt 0 ]; then
	faults_from 'split a file by job when it passes 600 lines' < <(
		wc -l "${list[@]}" | awk '$2 != "total" && $1 > 600 { printf "%s: %d lines\n", $2, $1 }')
fi
finish
