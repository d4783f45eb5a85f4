#!/usr/bin/env bash
#
# Every sentence of the client has its translation, and its arguments fit.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# The msgid of the entry that a line of a catalogue belongs to.
sentence_at() {
	awk -v n="$1" 'NR > n { exit } /^msgid/ { text = $0; next } /^"/ { text = text $0 } END { print text }' "$2"
}

command -v msgfmt >/dev/null || skip 'no gettext'
mapfile -t catalogues < <(files 'client/po/*.po')
[ ${#catalogues[@]} -gt 0 ] || skip 'no catalogues'
for file in "${catalogues[@]}"; do
	said=$(LC_ALL=C msgfmt --check-format --check-domain --statistics --output-file=/dev/null "$file" 2>&1) || true
	faults_from '' < <(printf '%s\n' "$said" | grep -vE '^[0-9]+ translated messages?\.$')
done
# Every sentence in the code stands in each catalogue.
mapfile -t code < <(files 'client/*.c')
if [ ${#code[@]} -gt 0 ] && command -v xgettext >/dev/null; then
	fresh=$(mktemp)
	trap 'rm -f "$fresh"' EXIT
	xgettext --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --keyword=ngettext:1,2 \
		--sort-output --output="$fresh" "${code[@]}" 2>/dev/null
	for file in "${catalogues[@]}"; do
		while read -r number; do
			fault "$file: lacks $(sentence_at "$number" "$fresh")"
		done < <(LC_ALL=C msgcmp "$file" "$fresh" 2>&1 | sed -n 's/^[^:]*:\([0-9]*\): this message is used but not defined.*/\1/p')
	done
fi
finish
