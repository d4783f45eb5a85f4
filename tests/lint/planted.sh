#!/usr/bin/env bash
#
# Plants a fault for each lint in a small tree and sees whether the lint finds it: a lint that cannot fail is
# useless.
#
#   planted.sh ROOT     ROOT is where the lints are; the faults are planted in a scratch directory
set -euo pipefail

lint=$(cd "${1:?usage: planted.sh ROOT}/tests/lint" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
missed=0

# plant PATH TEXT: empties the tree and puts one file into it.
plant() {
	rm -rf "${tree:?}"/*
	[ -d "$tree/.git" ] || git -c init.defaultBranch=main init -q "$tree"
	mkdir -p "$tree/$(dirname "$1")"
	printf '%b' "$2" >"$tree/$1"
}

# finds LINT WHAT [ARGUMENT…]: the lint fails and names the fault.
finds() {
	local script=$1 what=$2 said code=0
	shift 2
	said=$("$lint/$script" "$tree" "$@" 2>&1) || code=$?
	if [ "$code" -ne 1 ] || [[ $said != *"$what"* ]]; then
		printf '%s did not find: %s\n  exit %d, said: %s\n' "$script" "$what" "$code" "$said"
		missed=$((missed + 1))
	fi
}

passes() {
	local script=$1 said code=0
	shift
	said=$("$lint/$script" "$tree" "$@" 2>&1) || code=$?
	if [ "$code" -ne 0 ]; then
		printf '%s found a fault where there is none\n  exit %d, said: %s\n' "$script" "$code" "$said"
		missed=$((missed + 1))
	fi
}

# room FILE TEXT [LINE…]: a file of a small tree with rooms of its own; more lines for its drawing.
room() {
	plant "$1" "$2"
	shift 2
	mkdir -p "$tree"/{docs,base,wire,store/sql,store/rows}
	touch "$tree/base/base.h" "$tree/base/private.h" "$tree/wire/wire.h" "$tree/store/sql/sql.h" "$tree/store/store.h"
	cat >"$tree/docs/ARCHITECTURE.md" <<-END
		\`\`\`rooms
		base ◄── wire
		base ◄── store
		$(printf '%s\n' "$@")
		store/
		    sql ◄── . ◄── rows
		\`\`\`
		| room | headers of the system and of libraries |
		|---|---|
		| every room | \`string.h\` |
		| \`store/sql\` | \`sqlite3.h\` |

		| room | seen from outside |
		|---|---|
		| \`store\` | \`store*.h\` |
	END
}
room store/rows/a.c '#include "base/base.h"\n#include "store/sql/sql.h"\n#include <string.h>\n'
passes layers.py
room base/a.c '#include "wire/wire.h"\n'
finds layers.py 'base/a.c:1: base includes "wire/wire.h" against the arrows'
room wire/a.c '#include "store/store.h"\n'
finds layers.py 'wire/a.c:1: wire includes "store/store.h" against the arrows'
room store/sql/a.c '#include "store/store.h"\n'
finds layers.py 'store/sql includes "store/store.h" against the arrows'
room wire/a.h '#  include "base/private.h"\n'
finds layers.py 'wire/a.h:1: includes "base/private.h", which base does not show'
room wire/a.c '#include "store/sql/sql.h"\n' 'store ◄── wire'
finds layers.py 'includes "store/sql/sql.h", which store/sql does not show'
room store/store_a.h '#include "store/sql/sql.h"\n'
finds layers.py 'store/store_a.h:1: includes "store/sql/sql.h"'
room store/rows/a.c '#include <sqlite3.h>\n'
finds layers.py 'store/rows includes <sqlite3.h>, which is neither in the table nor in the tree'
room base/a.h '#include <time.h>\n'
finds layers.py 'base includes <time.h>'
room wire/a.c '#include "lost/a.h"\n'
finds layers.py 'wire includes <lost/a.h>'
room lost/a.h ''
finds layers.py 'lost/a.h: lies in no room of the drawing'
room lost/a.h ''
printf '#include "lost/a.h"\n' >"$tree/wire/a.c"
finds layers.py 'wire includes "lost/a.h", which lies in no room'
room wire/a.c '' 'wire ◄── base'
finds layers.py 'the drawing has a circle through base'
room wire/a.c '' 'base ◄── lost'
finds layers.py 'names lost, which is not there'
room wire/a.c '' 'base <- wire'
finds layers.py 'neither a chain of arrows nor a folder'
room wire/a.c ''
touch "$tree"/wire/{1..26}.h
finds layers.py 'wire: 28 files, more than 25'

plant server/base/clock.c 'long a(void)\n{\n\treturn time(NULL);\n}\n'
passes calls.sh
plant server/a.c 'long a(struct b *c)\n{\n\treturn write_time(c->time(c));\n}\n'
passes calls.sh
plant server/a.c 'long a(void)\n{\n\treturn time(NULL);\n}\n'
finds calls.sh 'server/a.c:3:'
plant storage/a.c 'int a = CLOCK_REALTIME;\n'
finds calls.sh 'storage/a.c:1:'

plant server/base/thread.c 'void a(void)\n{\n\tpthread_create(&b, c, d, e);\n}\n'
passes calls.sh
plant server/a.c 'void a(void)\n{\n\tpthread_create(&b, c, d, e);\n}\n'
finds calls.sh 'server/a.c:3:'
plant storage/a.c 'void a(void)\n{\n\t(void)nanosleep(&b, c);\n}\n'
finds calls.sh 'storage/a.c:3:'
plant client/a.c 'void a(void)\n{\n\tqsort(b, c, d, e);\n}\n'
finds calls.sh 'client/a.c:3:'

plant storage/sqlite/a.c '#include <sqlite3.h>\nconst char *a = "PRAGMA x; INSERT OR REPLACE INTO a SELECT b || c";\n'
passes dialect.sh
plant storage/a.c '/* sqlite3 */ const char *a = "SELECT 1 FROM a WHERE b = ?"; int b = c || d;\n'
passes dialect.sh
plant storage/a.c '#include <sqlite3.h>\n'
finds dialect.sh 'storage/a.c:1: the engine'
plant storage/log/a.c 'const char *a = "INSERT INTO a VALUES (?)"\n\t" ON CONFLICT DO NOTHING";\n'
finds dialect.sh 'storage/log/a.c:2: dialect: ON CONFLICT'
plant storage/a.c "const char *a = \"INSERT INTO a VALUES (x'00')\";\\n"
finds dialect.sh 'a blob literal'
plant storage/a.c 'const char *a = "SELECT a || b FROM c";\n'
finds dialect.sh 'dialect: ||'
plant storage/sqlite/a.c 'const char *a = "CREATE VIEW a AS SELECT 1 FROM b WHERE state BETWEEN 6 AND 9";\n'
finds dialect.sh 'storage/sqlite/a.c:1: the number of a state'

# sql TEXT WHAT: the lint of statements finds this in a statement.
sql() {
	plant storage/a.c "const char *a = \"$1\";\\n"
	finds statements.py "storage/a.c:1: $2"
}
plant storage/sqlite/a.c 'const char *a = "INSERT OR REPLACE INTO a SELECT b || c FROM json_each(?)";\n'
passes statements.py
plant storage/a.c '#define OF(x) "max(" x ")"\n/* SELECT a || b */ const char *a = "SELECT coalesce(" OF("b") ", 0) FROM a WHERE c = '"'x || y(1)'"' ORDER BY b LIMIT ?";\n'
passes statements.py
plant storage/a.c '#define AS_BYTES(x) "hex(" x ")"\nconst char *a = "SELECT "\n\tAS_BYTES("b") " FROM a";\n'
finds statements.py 'storage/a.c:2: a function that one engine may have alone: hex()'
sql 'INSERT INTO a (b) VALUES (?) ON CONFLICT DO NOTHING' 'an upsert'
sql 'INSERT OR REPLACE INTO a (b) VALUES (?)' 'an upsert'
sql 'INSERT INTO a (b) VALUES (?) RETURNING id' 'RETURNING'
sql "INSERT INTO a (b) VALUES (x'00')" 'a blob literal'
sql 'SELECT a || b FROM c' '||'
sql 'SELECT value FROM json_each(?1)' 'a function that one engine may have alone: json_each()'
sql 'SELECT pg_advisory_lock(?)' 'a function that one engine may have alone: pg_advisory_lock()'
sql 'SELECT pg_notify(?, ?)' 'a function that one engine may have alone: pg_notify()'
sql 'SELECT last_insert_rowid()' 'a function that one engine may have alone: last_insert_rowid()'
sql 'LISTEN changes' "a statement of the driver's"
sql 'PREPARE a AS SELECT 1' "a statement of the driver's"
sql 'SET search_path = a' "a statement of the driver's"
sql 'CREATE TRIGGER a BEFORE UPDATE ON b BEGIN SELECT 1; END' "a statement of the driver's"
sql 'SELECT rowid FROM a' 'the number that an engine gives rows'
sql 'SELECT a FROM b ORDER BY a COLLATE NOCASE' 'an order of its own'
sql 'SELECT a FROM b ORDER BY a NULLS LAST' 'the place of NULL in an order'
sql "SELECT a FROM b WHERE a LIKE 'x%'" 'a pattern'
sql 'SELECT a FROM b WHERE a IS ?1' 'IS between values'
sql 'SELECT a::text FROM b' 'a cast by colons'
sql 'SELECT CAST(a AS BLOB) FROM b' 'a cast to another type than INTEGER'
sql 'SELECT sum(a = 3) FROM b' 'a truth as a number'
sql 'SELECT coalesce(a = ?1, 0) FROM b' 'a truth as a number'
sql 'SELECT max(a, b) FROM c' 'the lesser of two'
sql 'SELECT a FROM b WHERE (a >> ? & 1) = 1' 'a shift'
sql 'SELECT a FROM b FOR UPDATE' 'a lock'
sql 'SELECT a FROM b CROSS JOIN c' 'a hint'
sql 'SELECT a FROM b LIMIT 1' 'the first of rows in no order'
sql 'UPDATE rounds SET state = ? WHERE id = ?' 'a state that is set whatever it was'

if command -v gcc >/dev/null; then
	plant a.c '#include <string.h>\nunsigned long jx_a(const char *s);\nunsigned long jx_a(const char *s)\n{\n\treturn strlen(s);\n}\n'
	gcc -O0 -c "$tree/a.c" -o "$tree/a.o" && ar rc "$tree/a.a" "$tree/a.o"
	passes symbols.sh "proto/wire=$tree/a.a"
	plant a.c '#include <time.h>\nlong jx_a(void);\nlong jx_a(void)\n{\n\treturn time(0);\n}\n'
	gcc -O0 -c "$tree/a.c" -o "$tree/a.o" && ar rc "$tree/a.a" "$tree/a.o"
	finds symbols.sh 'calls time' "proto/contract/base=$tree/a.a"
fi

plant storage/a.c '/* a double\n * in a float */\nconst char *a = "float"; /* double */\n'
passes figures.sh
plant storage/a.c '/* money */ double a; /* of a kind */\n'
finds figures.sh 'storage/a.c:1'
plant proto/jixiao/v1/a.proto 'message A {\n  double b = 1;\n}\n'
finds figures.sh 'a.proto:2'
plant storage/a.c 'const char *a = "CREATE TABLE t (score REAL) STRICT";\n'
finds figures.sh 'storage/a.c:1'

if command -v clang-format >/dev/null; then
	plant a.c 'int  main(void){return 0;}\n'
	finds format.sh 'a.c:1: not formatted'
fi
if command -v shellcheck >/dev/null; then
	# shellcheck disable=SC2016 # the fault is meant
	plant a.sh '#!/bin/bash\nrm $1\n'
	finds scripts.sh 'no run bit'
	finds scripts.sh 'SC2086'
	plant a.py 'def a(:\n'
	finds scripts.sh 'SyntaxError'
fi
if [ -x "$(echo "$lint"/../npm/node_modules/@bufbuild/buf-linux-*/bin/buf)" ]; then
	plant proto/a/v1/a.proto 'syntax = "proto3";\npackage a.v1;\nmessage A {}\n'
	printf 'version: v2\nlint:\n  use: [STANDARD, COMMENTS]\n' >"$tree/proto/buf.yaml"
	finds schema.sh 'should have a non-empty comment'
fi

# shape FIELDS REPLY [METHOD]: a schema with one method that writes; its request's and its reply's fields.
shape() {
	local method=${3:-SetA}
	plant proto/jixiao/v1/a.proto "// A.\n\nenum A {\n  A_B = 1;\n}\nmessage Request {\n$1}\nmessage Reply {\n$2}\n"
	printf 'service S {\n  rpc %s(Request) returns (Reply);\n}\n' "$method" >>"$tree/proto/jixiao/v1/a.proto"
	mkdir -p "$tree/proto/contract/service"
	printf 'METHOD("S", "%s", A, 0, 0, WRITE, SMALL)\n' "$method" >"$tree/proto/contract/service/methods.c"
}
write='  string request_id = 1;\n  bool validate_only = 2;\n'
page='  int32 page_size = 3;\n  string page_token = 4;\n'
shape "$write" '  google.protobuf.Timestamp due_time = 1;\n'
passes schema_shapes.py
shape "$write" '  string class = 1;\n'
finds schema_shapes.py 'a.proto:11: class is a keyword of C++ or Java'
shape "$write" '' Return
finds schema_shapes.py 'return is a keyword'
shape "$write" '  google.protobuf.Timestamp due = 1;\n'
finds schema_shapes.py 'a.proto:11: due: names of moments'
shape "$write" '  uint32 due_time = 1;\n'
finds schema_shapes.py 'due_time: names of moments'
shape "$write" '  string next_page_token = 1;\n'
finds schema_shapes.py 'Request has no page_size'
shape "$write$page" '' ListA
finds schema_shapes.py 'Reply has no next_page_token'
shape '  bool validate_only = 2;\n' ''
finds schema_shapes.py 'Request has no request_id'
shape '  string request_id = 1;\n' ''
finds schema_shapes.py 'Request has no validate_only'

plant server/a.c "$(printf 'int a;\\n%.0s' {1..501})"
finds sizes.sh 'server/a.c: 501 lines'
plant server/a.c '/* TO''DO: finish */\n'
finds words.sh 'server/a.c:1'
plant docs/a.md 'see /wo''rk/main\n'
finds words.sh 'docs/a.md:1'
plant tests/a.sh 'log=/tm''p/a.log\n'
finds words.sh 'tests/a.sh:1'
plant docs/a.md 'the network and the framework\n'
passes words.sh
if command -v msgfmt >/dev/null; then
	plant client/po/zh_CN.po 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr ""\n'
	finds translations.sh 'untranslated'
	plant client/po/zh_CN.po 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "show the help"\nmsgstr "show the help"\n'
	finds translations.sh 'show the help'
	plant client/po/zh_CN.po 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "甲"\n'
	printf '%b' 'const char *a = _("a");\n' >"$tree/client/a.c"
	passes translations.sh
	printf '%b' 'const char *b[] = {N_("b")};\n' >"$tree/client/b.c"
	finds translations.sh 'zh_CN.po: lacks msgid "b"'
	plant client/po/zh_CN.po 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "甲"\n\nmsgid "b"\nmsgstr "乙"\n'
	printf '%b' 'const char *a = _("a");\n' >"$tree/client/a.c"
	finds translations.sh 'zh_CN.po: no code says msgid "b"'
fi

if command -v dpkg-query >/dev/null && [ -e /usr/include/sqlite3.h ]; then
	listing() {
		plant deploy/packages.txt "[build]\\n$1\\n[test]\\n[bench]\\n[fuzz]\\n"
		cp -p "$lint/../../deploy/install-packages" "$tree/deploy/"
		mkdir "$tree/storage"
		printf '#include <sqlite3.h>\n' >"$tree/storage/a.c"
	}
	listing libsqlite3-dev
	passes packages.sh
	listing gcc
	finds packages.sh '<sqlite3.h> comes from libsqlite3-dev'
	listing 'libsqlite3-dev\njixiao-no-such-package'
	finds packages.sh 'Debian has no package "jixiao-no-such-package"'
fi

plant client/a.c '\t(void)fputc(0x27, app->out);\n\t(void)fputs("plain", out);\n'
finds printing.py 'client/a.c:1: fputc()'
plant client/a.c '\t(void)fputs("plain", out);\n'
passes printing.py
plant proto/contract/rulebook/a.c '\t(void)jx_formula_print(value, JX_ZH, out, size);\n'
finds one_language.py 'proto/contract/rulebook/a.c:1: jx_formula_print(value, JX_ZH'
plant proto/contract/check/a.c '\tdraft = {.stated = "not filled in"};\n'
finds one_language.py 'proto/contract/check/a.c:1: .stated = "not filled'
plant proto/contract/check/a.c '\tdraft = {.stated = "departments/…", .expected = "≥"};\n'
passes one_language.py
plant server/a.c '\tprintf("%s", title);\n'
finds printing.py 'server/a.c:1: printf()'
plant proto/contract/base/text_class.c '\t{0x0000, 0x001F, JX_CHAR_CONTROL},\n\t{0x0020, 0x0041, JX_CHAR_SPACE},\n'
finds text_classes.py 'text_saying.inc is missing'
finds text_classes.py 'U+0021 is SPACE, the database says SHOWN'
plant proto/contract/figure/spelling.c 'FORMS[] = {\n\t{0x33A1, "m3"},\n};\nDIGITS[] = {\n};\nRADICALS[] = {\n};\n'
finds spelling.py 'U+33A1 becomes m3, NFKC makes it m2'
plant deploy/a.service '[Service]\nExecStart=/bin/true\n'
finds exposure.sh 'more than 0.5'
plant deploy/a.service "$(cat "$lint/../../deploy/jixiaod-backup.service.in")\nSystemCallFilter=@no_such_group\n"
finds exposure.sh 'no_such_group'
plant docs/a.md 'see [b](b.md)\n'
finds links.sh 'docs/a.md:1: leads to "b.md"'
# shellcheck disable=SC2016 # the backticks are the page's
plant docs/a.md 'the sum is compared in `proto/contract/check/gone.c`\n'
finds links.sh 'docs/a.md:1: names "proto/contract/check/gone.c"'
# skipping FILE TEXT: a system test, beside the list of those that run without a sanitizer.
skipping() {
	plant "tests/system/$1" "$2"
	printf '%s\n' 'set(plain clock)' >"$tree/tests/system/CMakeLists.txt"
}
skipping test_clock.py 'self.skipTest("not in this build")\n'
passes unsanitized.py
skipping test_signals.py '@unittest.skipIf(harness.SANITIZER, "why")\n'
finds unsanitized.py 'test_signals.py: skips tests under a sanitizer'

lists() {
	plant proto/contract/base/reasons.h "$1"
	printf '%b' "$2" >"$tree/proto/contract/base/limits.h"
	mkdir -p "$tree/proto/contract/service"
	printf '%b' 'METHOD("AService", "A", a)\n' >"$tree/proto/contract/service/methods.c"
	printf '%b' 'package a.v1;\nservice AService {\n  rpc A(ARequest) returns (AResponse);\n}\n' >"$tree/proto/a.proto"
	printf '%b' 'int a = JX_REASON_A + JX_MAX_A;\n' >"$tree/proto/contract/a.c"
	printf '%b' '#define JX_LOG_A "A"\n' >"$tree/proto/contract/service/states.h"
	printf '%b' 'int b = JX_LOG_A;\n' >"$tree/proto/contract/service/log_words.c"
}
reason='JX_REASON(A, JX_INVALID, "甲 {0}", "a {0}", "做", "do")\n'
limit='#define JX_MAX_A 1 /* one is enough */\n'
lists "$reason" "$limit"
passes agreements.py
lists 'JX_REASON(A, JX_INVALID, "甲", "a {0}", "做", "do")\n' "$limit"
finds agreements.py 'other arguments'
lists 'JX_REASON(A, JX_INVALID, "a", "a", "做", "do")\n' "$limit"
finds agreements.py 'needs a Chinese and an English sentence'
lists "$reason"'JX_REASON(B, JX_INVALID, "乙", "b", "", "")\n' "$limit"
finds agreements.py 'B is used by no code'
lists "$reason" '#define JX_MAX_A 1\n'
finds agreements.py 'no reason beside it'
lists "$reason" "$limit"'#define JX_MAX_B 2 /* two */\n'
finds agreements.py 'JX_MAX_B is enforced by no code'
lists "$reason" "$limit"
printf '%b' 'package a.v1;\nservice AService {\n  rpc B(BRequest) returns (BResponse);\n}\n' >"$tree/proto/b.proto"
finds agreements.py 'AService/B has no row'
lists "$reason" "$limit"
printf '%b' '#define JX_LOG_B "B"\n' >>"$tree/proto/contract/service/states.h"
finds agreements.py 'JX_LOG_B has no words'

[ "$missed" -eq 0 ] || { printf '%d faults missed\n' "$missed"; exit 1; }
