#!/usr/bin/env bash
#
# No floating point where figures pass: money, rates, scores, and the times and limits beside them. Text in
# comments and strings may speak of it.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

mapfile -t list < <(files 'proto/contract/*.[ch]' 'proto/wire/*.[ch]' 'storage/*.[ch]' 'server/*.[ch]')
if [ ${#list[@]} -gt 0 ]; then
	faults_from 'no double or float in the way of figures' < <(
		awk '
			FNR == 1 { in_comment = 0 }
			{
				line = $0
				gsub(/\\./, "", line)
				gsub(/"[^"]*"/, "\"\"", line)
				if (in_comment) {
					if (line !~ /\*\//) next
					sub(/^.*\*\//, "", line)
					in_comment = 0
				}
				gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, "", line)
				if (line ~ /\/\*/) { sub(/\/\*.*$/, "", line); in_comment = 1 }
				if (line ~ /(^|[^A-Za-z0-9_])(double|float|strtod|strtof|atof|sqlite3_(column|value|bind|result)_double)([^A-Za-z0-9_]|$)/)
					printf "%s:%d: %s\n", FILENAME, FNR, $0
			}' "${list[@]}")
fi
mapfile -t list < <(files 'proto/jixiao/*.proto')
if [ ${#list[@]} -gt 0 ]; then
	faults_from 'no double or float in the schema' < <(grep -nHE '^[[:space:]]*(repeated )?(double|float) ' "${list[@]}")
fi
mapfile -t list < <(files 'storage/*.[ch]' 'storage/*.sql')
if [ ${#list[@]} -gt 0 ]; then
	faults_from 'no REAL column in the database' < <(grep -nHE '(^|[^A-Za-z_])(REAL|real)[ ,)"]' "${list[@]}" | grep -vE ':[[:space:]]*(/?\*)')
fi
finish
