#!/usr/bin/env bash
#
# Every link of a page to a file of the tree leads somewhere, and every file or folder that a page names by its path is there.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

while IFS= read -r page; do
	while IFS=: read -r number target; do
		case "$target" in
		*://* | mailto:* | '#'*) continue ;;
		esac
		target=${target%%#*}
		[ -e "$(dirname "$page")/$target" ] || fault "$page:$number: leads to \"$target\", which is not there"
	done < <(grep -noE '\]\([^) ]+\)' "$page" | sed -E 's/\]\(([^)]*)\)$/\1/')
	while IFS=: read -r number path; do
		[ -e "$path" ] || fault "$page:$number: names \"$path\", which is not there"
	done < <(grep -noE '`(proto|storage|server|client|tests|deploy|docs)/[A-Za-z0-9_./-]+`' "$page" | tr -d '`')
done < <(files '*.md' ':!CHANGELOG.md')
finish
