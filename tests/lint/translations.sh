#!/usr/bin/env bash
#
# Every sentence of the client, of its help and its manual page has its translation, and its arguments fit.
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
# A sentence that was copied is not translated: of two words or more, one is Chinese.
for file in "${catalogues[@]}"; do
	faults_from 'translate it' < <(LC_ALL=C awk -v file="$file" '
		function judge() {
			if (id ~ /[a-z][a-z][a-z]+ [a-z]/ && text !~ /[\344-\351][\200-\277]/) print file ": " id
			id = text = ""
		}
		/^msgid "/ { judge(); id = $0; of_id = 1; next }
		/^msgstr/ { text = text $0; of_id = 0; next }
		/^"/ { if (of_id) id = id $0; else text = text $0 }
		END { judge() }' "$file")
done
# Every sentence in the code stands in each catalogue, and none that no code says.
mapfile -t code < <(files 'client/*.c')
if [ ${#code[@]} -gt 0 ] && command -v xgettext >/dev/null; then
	fresh=$(mktemp --suffix=.pot) # as a template, its character set may be left open
	trap 'rm -f "$fresh"' EXIT
	xgettext --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --keyword=ngettext:1,2 \
		--sort-output --output="$fresh" "${code[@]}" 2>/dev/null
	for file in "${catalogues[@]}"; do
		while read -r number; do
			fault "$file: lacks $(sentence_at "$number" "$fresh")"
		done < <(LC_ALL=C msgcmp "$file" "$fresh" 2>&1 | sed -n 's/^[^:]*:\([0-9]*\): this message is used but not defined.*/\1/p')
		while read -r number; do
			fault "$file: no code says $(sentence_at "$number" "$file")"
		done < <(LC_ALL=C msgcmp --use-untranslated "$fresh" "$file" 2>&1 | sed -n 's/^[^:]*:\([0-9]*\): this message is used but not defined.*/\1/p')
	done
fi
finish
