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

# Debian 12 knows some files of /usr/lib as files of /lib, where they were.
owner_of() {
	{ dpkg-query -S "$1" "${1#/usr}" 2>/dev/null || true; } | sed -n '1s/:.*//p'
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
		[[ $implied == *" $(owner_of "$path") "* ]] || fault "deploy/packages.txt: $(basename "$binary") links $soname, and no package under [build] offers it"
	done < <(objdump -p "$binary" | awk '$1 == "NEEDED" { print $2 }')
done

# judge_includes "LIST" PATHSPEC…
judge_includes() {
	local list=" $1 " included file package
	shift
	while read -r included; do
		file=
		for place in /usr/include "/usr/include/$(gcc -print-multiarch)" "$(gcc -print-file-name=include)"; do
			[ ! -e "$place/$included" ] || file=$(readlink -f "$place/$included")
		done
		[ -n "$file" ] || continue # generated, or fails the build with a better message
		package=$(owner_of "$file")
		[[ $list == *" $package "* || $implied == *" $package "* ]] ||
			fault "deploy/packages.txt: <$included> comes from $package, which is not on the list"
	done < <(files "$@" | xargs -r sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*<([^>]+)>.*/\1/p' | sort -u)
}
judge_includes "${build[*]}" 'proto/*.[ch]' 'storage/*.[ch]' 'server/*.[ch]' 'client/*.[ch]'
judge_includes "${all[*]}" 'tests/*.[ch]'

# What the Python of the tests imports beyond its own library and the files beside it, by Debian's interpreter.
while read -r module; do
	[ -z "$(files "tests/**/$module.py" "tests/$module.py")" ] || continue
	origin=$(/usr/bin/python3 -I -c 'import importlib.util, sys
spec = importlib.util.find_spec(sys.argv[1])
print("none" if spec is None else spec.origin or list(spec.submodule_search_locations)[0])' "$module")
	case "$origin" in
	none) fault "deploy/packages.txt: nothing installed offers Python's \"$module\"" ;;
	*/dist-packages/*)
		package=$(owner_of "$origin")
		[[ " ${all[*]} " == *" $package "* ]] ||
			fault "deploy/packages.txt: Python's \"$module\" comes from $package, which is not on the list"
		;;
	esac
done < <(files 'tests/*.py' | xargs -r sed -nE 's/^(import|from) ([A-Za-z_0-9]+).*/\2/p' | sort -u)

for package in "${all[@]}"; do
	is_installed "$package" && continue
	[[ $(apt-cache policy "$package" 2>/dev/null) == *'Candidate: '[0-9]* ]] ||
		fault "deploy/packages.txt: Debian has no package \"$package\""
done
finish
