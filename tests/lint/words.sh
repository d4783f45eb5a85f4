#!/usr/bin/env bash
#
# The tree names no machine it was made on and no work left undone.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# Paths of one machine: build and scratch directories with a fixed name. Scripts ask mktemp; a template for it,
# and the /tmp of a unit file's or a manual's prose, are not constants.
machine='(^|[^A-Za-z0-9_.$}-])/(work|farm|root|home/[a-z]+)/[A-Za-z0-9._]|["'"'"'= ]/tmp/[A-Za-z0-9]|\.\./shared/'
# Unfinished work. "T-O-D-O" and its like are split here so that this file does not find itself.
unfinished='\b(TO''DO|FIX''ME|X''XX|HA''CK)\b|\bnot imple''mented\b|\bfor n''ow\b|\bstu''b(bed|s)?\b'

mapfile -t list < <(files ':!LICENSE' ':!*package-lock.json' ':!tests/data/cases/*.json' ':!*.xlsx' ':!*.binpb')
[ ${#list[@]} -gt 0 ] || exit 0
faults_from 'no paths of one machine; scratch files come from mktemp' < <(
	grep -nHIE "$machine" "${list[@]}" | grep -vE 'mktemp|mkdtemp|mkstemp|XXXXXX')
mapfile -t list < <(files '*.c' '*.h' '*.proto' '*.sh' '*.py' '*.js' '*.cmake' '*CMakeLists.txt' 'deploy/*' 'tests/run')
if [ ${#list[@]} -gt 0 ]; then
	faults_from 'finish it, or open an issue' < <(grep -nHIiE "$unfinished" "${list[@]}" | grep -viE 'XXXXXX|unimplemented')
fi
finish
