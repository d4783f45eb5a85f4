#!/usr/bin/env bash
#
# Holds the include lines of each room to the law of docs/ARCHITECTURE.md:
#
#   client ──► contract ◄── storage ◄── server ──► wire ──► contract
#      └─────► wire                        └──► contract
#
# Judged by what a room may include, not by what it may not: a new library or a new system header in a pure room
# is then a decision, written down here, and not an accident.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# C without clock, streams, locale, signals and floating point; <stdio.h> is there for snprintf, and
# symbols.sh sees to it that nothing else of it is called.
pure='(assert|inttypes|limits|stdarg|stdbool|stddef|stdint|stdio|stdlib|string|strings)\.h'
# The C library and the system, for the rooms that do things.
system='(assert|ctype|dirent|errno|fcntl|getopt|grp|iconv|inttypes|langinfo|libgen|limits|locale|malloc|netdb|poll|pthread|pwd)\.h'
system+='|(signal|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string|strings|termios|time)\.h'
system+='|(unistd|wchar|wctype)\.h|sys/[a-z]+\.h|linux/[a-z]+\.h|netinet/[a-z0-9]+\.h|arpa/inet\.h'
schema='protobuf-c/protobuf-c\.h|jixiao/v1/schema\.h|(jixiao/v1|google/rpc|google/protobuf|grpc/(health|reflection)/v1)/[a-z_]+\.pb-c\.h'
contract="proto/contract/[a-z0-9_/]+\.h|$schema"
wire='proto/wire/[a-z0-9_]+\.h'
# Digests and signatures: no TLS, no randomness; BIO and PEM on memory only, as symbols.sh sees to.
digests='openssl/(asn1|bio|bn|core_names|crypto|ec|ecdsa|err|evp|objects|obj_mac|param_build|params|pem|sha|x509)\.h'
openssl='openssl/[a-z0-9_]+\.h'

# judge NAME ALLOWED PATHSPEC…: every include of these files matches ALLOWED as a whole.
judge() {
	local name=$1 allowed=$2 list
	shift 2
	mapfile -t list < <(files "$@")
	[ ${#list[@]} -gt 0 ] || return 0
	faults_from "what $name may include stands in tests/lint/layers.sh" < <(
		awk -v allowed="^($allowed)\$" -v name="$name" '
			/^[ \t]*#[ \t]*include/ {
				included = $0
				sub(/^[^<"]*[<"]/, "", included)
				sub(/[>"].*$/, "", included)
				if (included !~ allowed)
					printf "%s:%d: %s includes \"%s\"\n", FILENAME, FNR, name, included
			}' "${list[@]}")
}

judge proto/contract "$contract|$pure|$digests" 'proto/contract/*.[ch]'
judge proto/wire "$wire|$contract|$pure" 'proto/wire/*.[ch]'
judge storage "storage/([a-z]+/)?[a-z0-9_]+\.h|$contract|$system" 'storage/*.[ch]' ':!storage/sqlite'
judge storage/sqlite "storage/([a-z]+/)?[a-z0-9_]+\.h|$contract|$system|sqlite3\.h" 'storage/sqlite/*.[ch]'
judge 'the public face of storage' "storage/([a-z]+/)?store[a-z0-9_]*\.h|$contract|$system" 'storage/store.h' 'storage/*/store_*.h'
judge server/net "server/net/[a-z0-9_]+\.h|$wire|$contract|$system|$openssl|uv\.h|nghttp2/nghttp2\.h" 'server/net/*.[ch]'
judge server "server/([a-z]+/)?[a-z0-9_]+\.h|storage/([a-z]+/)?store[a-z0-9_]*\.h|$wire|$contract|$system|$openssl|uv\.h|nghttp2/nghttp2\.h|systemd/[a-z-]+\.h|ini\.h|microhttpd\.h" \
	'server/*.[ch]' 'server/handlers/*.[ch]' ':!server/net'
judge client "client/([a-z]+/)*[a-z0-9_]+\.h|$wire|$contract|$system|$openssl|curl/[a-z]+\.h|libsmartcols/libsmartcols\.h|uni[a-z0-9]+\.h|libintl\.h|ini\.h|zip\.h|expat\.h|xlsxwriter\.h" \
	'client/*.[ch]'
finish
