#!/usr/bin/env bash
#
# A file that grows past 500 lines has two jobs. Functions are held to their size by clang-tidy (.clang-tidy).
# Tests are tables of cases and may be as long as their cases; reasons.h is a list of sentences.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

mapfile -t list < <(files '*.c' '*.h' | grep -vE '^tests/|^proto/contract/base/reasons\.h$')
if [ ${#list[@]} -gt 0 ]; then
	faults_from 'split a file by job when it passes 500 lines' < <(
		wc -l "${list[@]}" | awk '$2 != "total" && $1 > 500 { printf "%s: %d lines\n", $2, $1 }')
fi
finish
