#!/usr/bin/env bash
#
# What a service unit leaves open, as systemd counts it: an exposure of 0.5 at most, and no line that systemd ignores.
#
#   exposure.sh ROOT
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

command -v systemd-analyze >/dev/null || skip 'no systemd-analyze'
units=$(mktemp -d)
trap 'rm -rf "$units"' EXIT
n=0
while read -r unit; do
	n=$((n + 1))
	name=$(basename "$unit" .in)
	sed 's|@[A-Z_]*@|/usr|g' "$unit" >"$units/$name"
	# tenths of what is printed
	said=$(systemd-analyze security --offline=yes --threshold=5 "$units/$name" 2>&1) ||
		fault "$unit: $(sed -n 's/.*\(Overall exposure level[^:]*: [0-9.]*\).*/\1/p' <<<"$said"), more than 0.5"
	while read -r ignored; do
		fault "$unit: ${ignored#"$units/"}"
	done < <(grep -E "^$units/.*(nknown|nvalid|gnoring)" <<<"$said" || true)
done < <(files 'deploy/*.service' 'deploy/*.service.in')
[ "$n" -gt 0 ] || fault 'deploy: no service unit is there'
finish
