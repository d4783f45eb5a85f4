#!/usr/bin/env bash
#
# Holds engines to storage/sqlite/ and storage/postgres/ with what they share in storage/engine/, and the statements of all other files of storage/ to what every engine takes: no
# upsert, no blob literal, no hint, no concatenation, no transaction control, no definition of tables. The numbers of
# states stand in storage/sql_states.h alone.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

mapfile -t driver < <(files 'storage/sqlite/*.[ch]' 'storage/postgres/*.[ch]' 'storage/engine/*.[ch]')
mapfile -t list < <(files 'storage/*.[ch]' ':!storage/sqlite' ':!storage/postgres' ':!storage/engine')

# judge FILE…: code is searched for the engine's names, string literals for dialect.
judge() {
	awk -v neutral="$1" '
		function report(what) { printf "%s:%d: %s\n", FILENAME, FNR, what }
		{
			line = $0
			sub(/\/\*.*/, "", line)
			if (line ~ /^[ \t]*\*/)
				next
			sql = ""
			rest = line
			while (match(rest, /"([^"\\]|\\.)*"/)) {
				sql = sql " " substr(rest, RSTART + 1, RLENGTH - 2)
				rest = substr(rest, RSTART + RLENGTH)
			}
			if (sql ~ /state +(=|<>|(NOT +)?(IN|BETWEEN)) *\(?[0-9]/ && FILENAME !~ /sql_states\.h$/)
				report("the number of a state")
			if (neutral != "neutral")
				next
			if (line ~ /sqlite3|SQLITE_/)
				report("the engine: " $1)
			if (match(sql, /INSERT OR|REPLACE INTO|ON CONFLICT|ON DUPLICATE|RETURNING|CROSS JOIN|PRAGMA|WITHOUT ROWID|rowid|AUTOINCREMENT|RAISE *\(|SAVEPOINT|ROLLBACK|COMMIT|BEGIN|CREATE +(TABLE|INDEX|VIEW|TRIGGER)|ALTER TABLE|GLOB|ifnull|typeof|printf|strftime|zeroblob|NULLS (FIRST|LAST)|\|\|/))
				report("dialect: " substr(sql, RSTART, RLENGTH))
			else if (match(sql, /(^|[^a-zA-Z_])x\047/))
				report("dialect: a blob literal")
		}' "${@:2}"
}

if [ ${#list[@]} -gt 0 ]; then
	faults_from 'what one engine alone has belongs to its driver, storage/sqlite/ or storage/postgres/' < <(judge neutral "${list[@]}")
fi
if [ ${#driver[@]} -gt 0 ]; then
	faults_from 'name the states in storage/sql_states.h' < <(judge driver "${driver[@]}")
fi
finish
