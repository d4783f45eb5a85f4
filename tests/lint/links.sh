#!/usr/bin/env bash
#
# Every link of a page to a file of the tree leads somewhere, and every file or folder that a page names by its path is there.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# shellcheck disable=SC2016 # the backticks are those of the page
path_in_backticks='`(proto|storage|server|client|tests|deploy|docs)/[A-Za-z0-9_./-]+`'
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
	done < <(grep -noE "$path_in_backticks" "$page" | tr -d '`')
done < <(files '*.md' ':!CHANGELOG.md')
finish
