#!/usr/bin/env bash
#
# deploy/packages.txt names all that a build and its tests need, and nothing that Debian lacks.
#
#   packages.sh ROOT BINARY…
#
# What a binary links and what the code includes is traced to its Debian package, which must be on the list: a
# header or library that is on this machine by chance would be missing on the next.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
shift

command -v dpkg-query >/dev/null || skip 'not a Debian system'
mapfile -t build < <(deploy/install-packages --list build)
mapfile -t all < <(deploy/install-packages --list build test bench fuzz)
# Come with a listed compiler or C library.
implied=' linux-libc-dev libc6 libgcc-s1 libgcc-12-dev '

is_installed() {
	[ "$(dpkg-query -W -f='${Status}' "$1" 2>/dev/null)" = 'install ok installed' ]
}

# owners_of FILE…: the packages that the files belong to, as "file package". Debian 12 knows some files of /usr/lib as
# files of /lib, where they were.
owners_of() {
	{ dpkg-query -S "$@" "${@#/usr}" 2>/dev/null || true; } | sed -nE 's|^([^:, ]+)[^ ]*: (/usr)?(/.*)|/usr\3 \1|p' | sort -u
}

# The libraries that the listed packages offer for linking, as real paths.
offered=
for package in "${build[@]}"; do
	is_installed "$package" || continue
	while IFS= read -r link; do
		offered+=" $(readlink -f "$link") "
	done < <(dpkg-query -L "$package" | grep -E '/lib[^/]*\.so$' || true)
done
for binary in "$@"; do
	[ -x "$binary" ] || { fault "$binary: not built"; continue; }
	resolved=$(ldd "$binary")
	while read -r soname; do
		path=$(awk -v n="$soname" '$1 == n { print $3 }' <<<"$resolved")
		case "$soname" in ld-linux* | lib*san.so*) continue ;; esac
		path=$(readlink -f "$path")
		[[ $offered == *" $path "* ]] && continue
		read -r _ package < <(owners_of "$path") || true
		[[ $implied == *" ${package:-none} "* ]] || fault "deploy/packages.txt: $(basename "$binary") links $soname, and no package under [build] offers it"
	done < <(objdump -p "$binary" | awk '$1 == "NEEDED" { print $2 }')
done

# The files that <…> stands for in the code of the pathspecs; what is generated is not there yet.
included_files() {
	local included place
	local places=(/usr/include "/usr/include/$(gcc -print-multiarch)" "$(gcc -print-file-name=include)")
	while read -r included; do
		for place in "${places[@]}"; do
			[ ! -e "$place/$included" ] || readlink -f "$place/$included"
		done
	done < <(files "$@" | xargs -r sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*<([^>]+)>.*/\1/p' | sort -u)
}

# judge_includes "LIST" PATHSPEC…
judge_includes() {
	local list=" $1 " file package found
	shift
	mapfile -t found < <(included_files "$@")
	[ ${#found[@]} -gt 0 ] || return 0
	while read -r file package; do
		[[ $list == *" $package "* || $implied == *" $package "* ]] ||
			fault "deploy/packages.txt: <${file#/usr/include/}> comes from $package, which is not on the list"
	done < <(owners_of "${found[@]}")
}
judge_includes "${build[*]}" 'proto/*.[ch]' 'storage/*.[ch]' 'server/*.[ch]' 'client/*.[ch]'
judge_includes "${all[*]}" 'tests/*.[ch]'

# What the Python of the tests imports beyond its own library and the files beside it, by Debian's interpreter.
while read -r module origin; do
	case "$origin" in
	none) fault "deploy/packages.txt: nothing installed offers Python's \"$module\"" ;;
	*/dist-packages/*)
		read -r _ package < <(owners_of "$origin") || true
		[[ " ${all[*]} " == *" ${package:-none} "* ]] ||
			fault "deploy/packages.txt: Python's \"$module\" comes from ${package:-nowhere}, which is not on the list"
		;;
	esac
done < <(files 'tests/*.py' | /usr/bin/python3 -I -c '
import importlib.util, pathlib, re, sys
paths = [pathlib.Path(line.strip()) for line in sys.stdin]
lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
modules = {match[1] for line in lines if (match := re.match(r"(?:import|from) (\w+)", line))}
ours = {path.parent.name if path.stem == "__init__" else path.stem for path in paths}
for module in sorted(modules - ours):
    spec = importlib.util.find_spec(module)
    print(module, "none" if spec is None else spec.origin or list(spec.submodule_search_locations)[0])')

for package in "${all[@]}"; do
	is_installed "$package" && continue
	[[ $(apt-cache policy "$package" 2>/dev/null) == *'Candidate: '[0-9]* ]] ||
		fault "deploy/packages.txt: Debian has no package \"$package\""
done
finish
