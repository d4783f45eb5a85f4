# shellcheck shell=bash
#
# What the lint scripts share. Each script takes the root of the tree it judges, so that the lint tests can be
# tried on a tree with a known fault; each prints every fault as "file:line: what is wrong" and exits 1.

ROOT=${1:?usage: ${0##*/} ROOT}
cd "$ROOT" || exit 2
faults=0

# Lists the files of the tree that belong to the project and match the patterns (git's pathspecs), present ones only.
files() {
	git ls-files --cached --others --exclude-standard -- "$@" | while IFS= read -r file; do
		[ ! -f "$file" ] || printf '%s\n' "$file"
	done | sort -u
}

fault() {
	printf '%s\n' "$*"
	faults=$((faults + 1))
}

# faults_from RULE: takes lines of faults from standard input; says the rule when there is one.
faults_from() {
	local line any=false
	while IFS= read -r line; do
		fault "$line"
		any=true
	done
	! "$any" || [ -z "$1" ] || printf '  rule: %s\n' "$1"
}

finish() {
	[ "$faults" -eq 0 ] || { printf '%d faults\n' "$faults"; exit 1; }
}

# ctest takes this code for "skipped": the thing to judge is not there.
skip() {
	printf 'skipped: %s\n' "$*"
	exit 77
}
