#!/usr/bin/env python3
"""Text from outside reaches no terminal but through what makes it harmless.

printing.py TREE

In client/ and server/ a stream gets literal text only. Whatever else is printed goes through jx_print(), jx_note(), a table,
jx_app_print_json() or jx_log_write(). The files below may write themselves, for the reason beside them.
"""
import pathlib
import re
import sys

CALL = re.compile(r"(?<![\w>.])(v?f?printf|v?dprintf|f?puts|f?putc|putchar|f?putws|fwrite(?:_unlocked)?|perror|p?write)\((.*)")
LITERAL = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*[,)]""")
MAY_WRITE = {
    "client/screen/terminal.c": "makes text harmless",
    "client/screen/progress.c": "escapes the name",
    "client/screen/program.c": "writes into memory, passes on the bytes of a stream",
    "client/screen/outlet.c": "passes on the bytes of a stream",
    "client/screen/table.c": "prints cells that terminal.c made harmless",
    "client/text/csv.c": "escapes cells on a screen",
    "client/app/app.c": "JSON, escaped on a terminal",
    "client/app/app_error.c": "errors as JSON, escaped",
    "client/cli/help.c": "texts of the program alone",
    "client/cli/man.c": "texts of the program alone",
    "client/cli/complete.c": "words for a shell, which reads them",
    "client/commands/machine/completion.c": "scripts of the program alone",
    "client/commands/analysis/export.c": "JSON, escaped on a terminal",
    "client/commands/analysis/sql.c": "writes into memory",
    "client/dataset/json_text.c": "writes a file, or into memory",
    "client/dataset/writer.c": "writes a file, or text that write_text.c escapes",
    "client/dataset/write_text.c": "writes a file; JSON for a screen is escaped",
    "client/dataset/write_package.c": "writes a file",
    "client/dataset/write_database.c": "writes into memory",
    "client/commands/county/publish_pages.c": "writes a file",
    "client/commands/county/rules_diff.c": "writes into memory",
    "client/print/report_diff.c": "writes into memory",
    "client/print/reading/text.c": "writes into memory",
    "client/print/formula_problems.c": "prints a line that terminal.c made harmless",
    "client/form/national/national_write.c": "writes into memory",
    "client/disk/outbox.c": "writes a file",
    "client/disk/publication_file.c": "writes a file that has no name",
    "client/workbook/records.c": "writes to a pipe",
    "client/document/markup.c": "writes into memory",
    "client/disk/settings.c": "writes a file",
    "client/disk/files.c": "writes a file",
    "server/main.c": "sentences, escaped",
    "server/usage.c": "texts of the program alone",
    "server/verb.c": "sentences, escaped",
    "server/backup_verbs.c": "sentences, escaped",
    "server/init_verb.c": "sentences, escaped",
    "server/json_out.c": "writes JSON, escaped",
    "server/check_verbs.c": "sentences, escaped",
    "server/status_verb.c": "sentences, escaped",
    "server/vitals/running.c": "writes a file",
    "server/console_verbs.c": "sentences, escaped; an invitation line is our own text",
    "server/backup/archive.c": "writes a file",
    "server/base/log.c": "escapes values",
    "server/daemon/config.c": "writes a file",
    "server/daemon/heartbeat.c": "writes a file",
    "server/daemon/signals.c": "a line of its own text, in a signal handler",
    "server/identity/ca.c": "writes into memory",
    "server/identity/log_key.c": "writes a file",
    "server/identity/file.c": "writes a file",
    "server/identity/server_certificate.c": "writes the names of a certificate into memory",
    "server/daemon/heartbeat.c": "writes a file",
    "server/witness/witness.c": "writes a file",
    "server/vitals/outcome.c": "writes a file",
    "server/web/web.c": "writes into memory",
    "server/metrics/exposition.c": "writes into memory, escapes values",
    "server/metrics/call_metrics.c": "writes into memory",
    "server/metrics/health.c": "writes into memory",
}


def faults(tree):
    for path in sorted(p for room in ("client", "server") for p in (tree / room).rglob("*.c")):
        name = path.relative_to(tree).as_posix()
        if name in MAY_WRITE:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            call = CALL.search(line)
            if call and not line.lstrip().startswith("*"):
                is_literal = call[1] in ("fputs", "fputc", "putc", "puts") and LITERAL.match(call[2])
                if not is_literal:
                    yield f"{name}:{number}: {call[1]}() prints what may act on a terminal: use jx_print() or jx_note()"


def main(tree):
    found = list(faults(pathlib.Path(tree)))
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
