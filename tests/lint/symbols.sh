#!/usr/bin/env bash
#
# Holds the pure rooms to their word: nothing in their objects calls a clock, a stream, a file, a socket, the
# environment, the locale, or ends the program.
#
#   symbols.sh ROOT NAME=ARCHIVE…
#
# Judged by what they may call, so that whatever is new is a decision. `assert` may end the program: it speaks of
# our own mistakes only. Functions that judge letters by the locale (toupper, strcasecmp) are not on the list.
set -euo pipefail
# shellcheck source=tests/lint/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
shift

ours='jx_[a-z0-9_]+|(jixiao|google|grpc)__[a-z0-9_]+'
memory='malloc|calloc|realloc|free|explicit_bzero|qsort|qsort_r|bsearch'
text='mem(chr|rchr|cmp|cpy|mem|move|set|pcpy)|str(chr|chrnul|rchr|cmp|cspn|len|ncmp|nlen|pbrk|spn|str|dup|ndup)|(__isoc99_|__isoc23_)?strto(l|ll|ul|ull)|v?snprintf'
compiler='__stack_chk_fail|__assert_fail|__(v?snprintf|mem(cpy|move|set)|strcpy|strcat)_chk|__u?(div|mod|mul)ti[34]|__u?divmodti4|_GLOBAL_OFFSET_TABLE_'
errno='__errno_location' # of strtoll
protobuf='protobuf_c_[a-z_]+'
digests='EVP_[A-Za-z0-9_]+|BN_[a-z0-9_]+|EC(DSA)?_[A-Za-z0-9_]+|X509_(free|get_pubkey)|(d2i|i2d)_[A-Za-z0-9_]+|OSSL_PARAM[A-Za-z0-9_]*|OPENSSL_cleanse|ERR_(clear_error|get_error|peek_last_error)|PEM_read_bio_[A-Za-z0-9]+|PEM_write_bio_PKCS8PrivateKey|BIO_(new|new_mem_buf|s_secmem|read|free|ctrl)|CRYPTO_(malloc|free|memcmp|clear_free)'

judge() {
	local room=$1 archive=$2 allowed=$3
	[ -f "$archive" ] || { fault "$archive: not built"; return; }
	faults_from "what $room may call stands in tests/lint/symbols.sh" < <(
		nm --undefined-only "$archive" | awk -v allowed="^($allowed)\$" -v room="$room" '
			/:$/ { object = $1; sub(/\.o:$/, "", object); next }
			$1 == "U" && $2 !~ allowed { printf "%s/%s: calls %s\n", room, object, $2 }')
}

common="$ours|$memory|$text|$compiler|$errno|$protobuf"
for pair in "$@"; do
	case "$pair" in
	proto/contract/evidence=*) judge "${pair%%=*}" "${pair#*=}" "$common|$digests" ;;
	proto/contract/*=* | proto/wire=*) judge "${pair%%=*}" "${pair#*=}" "$common" ;;
	*) echo "unknown room in \"$pair\"" >&2; exit 2 ;;
	esac
done
finish
