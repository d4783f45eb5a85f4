#!/usr/bin/env bash
#
# Shell scripts pass shellcheck, Python compiles, JavaScript parses; what starts with #! can be run.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

command -v shellcheck >/dev/null || skip 'no shellcheck'
shell=()
python=()
script=()
while IFS= read -r file; do
	case "$file" in
	*.py) python+=("$file") ;;
	*.js | *.mjs | *.cjs) script+=("$file") ;;
	esac
	read -r -n 80 first <"$file" || true
	case "${first-}" in
	'#!'*) [ -x "$file" ] || fault "$file:1: starts with #! and has no run bit" ;;
	esac
	case "$file:${first-}" in
	*.sh:* | *.bats:* | *:'#!'*bash* | *:'#!/bin/sh'*) shell+=("$file") ;;
	*.py:*) ;;
	*:'#!'*python*) python+=("$file") ;;
	esac
done < <(files . | grep -vE '\.(json|csv|md|proto|c|h|txt|po|pot|binpb|bin|pem|xlsx)$')
if [ ${#shell[@]} -gt 0 ]; then
	faults_from '' < <(shellcheck --format=gcc --external-sources "${shell[@]}" || true)
fi
for file in "${python[@]}"; do
	faults_from '' < <(python3 -c 'import ast, sys; ast.parse(open(sys.argv[1], encoding="utf-8").read(), sys.argv[1])' "$file" 2>&1 | tail -n 1)
done
if [ ${#script[@]} -gt 0 ] && command -v node >/dev/null; then
	for file in "${script[@]}"; do
		faults_from '' < <(node --check "$file" 2>&1 | sed -n '1,5p')
	done
fi
finish
