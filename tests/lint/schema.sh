#!/usr/bin/env bash
#
# The schema follows buf's STANDARD rules and has a comment on everything (proto/buf.yaml).
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
buf=
for candidate in "$here"/../npm/node_modules/@bufbuild/buf-linux-*/bin/buf; do
	[ ! -x "$candidate" ] || buf=$candidate
done
[ -n "$buf" ] || buf=$(command -v buf) || skip 'no buf: run npm ci in tests/npm'
[ -f proto/buf.yaml ] || { fault 'proto/buf.yaml: missing'; finish; }
faults_from '' < <("$buf" lint proto 2>&1 || true)
finish
