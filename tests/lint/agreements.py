#!/usr/bin/env python3
"""Checks the lists of proto/contract/ against what they promise.

  agreements.py ROOT

reasons.h: every reason is written in both languages, with the same arguments, and some code uses it.
limits.h:  every ceiling has its reason beside it, and some code enforces it.
methods.c: every rpc of the schema has a row.
log_words.c: every act that the log holds beside those of the tables has its words.
"""
import pathlib
import re
import sys

TEXT = r'"((?:[^"\\]|\\.)*)"'
REASON = re.compile(r"JX_REASON\((\w+), (JX_\w+)" + r",\s+".join(["", *[TEXT] * 4]) + r"\)\n")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
AS_WRITTEN = re.compile(r"[元万亿无]")  # what a form takes, in whatever language one reads about it
COMMENTS = re.compile(r"/\*.*?\*/", re.S)
ROOMS = ("proto/contract", "proto/wire", "storage", "server", "client")


def words_of(text):
    """The names in code, those in comments left out."""
    return re.findall(r"\bJX_\w+", COMMENTS.sub(" ", text))


def names_used(root, but):
    """The names that the code of all rooms uses, without one file."""
    names = set()
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.[ch]")):
            if path != root / but:
                names.update(words_of(path.read_text(encoding="utf-8")))
    return names


def check_reasons(root, faults):
    name = "proto/contract/base/reasons.h"
    used, seen = names_used(root, name), set()
    text = (root / name).read_text(encoding="utf-8")
    for start in re.finditer(r"^JX_REASON\(", text, re.M):
        where, match = f"{name}:{text.count(chr(10), 0, start.start()) + 1}", REASON.match(text, start.start())
        if not match:
            faults.append(f"{where}: not a name, a status and four texts")
            continue
        reason, _, zh, en, remedy_zh, remedy_en = match.groups()
        if reason in seen:
            faults.append(f"{where}: {reason} is there twice")
        seen.add(reason)
        if not CHINESE.search(zh) or not en or CHINESE.search(AS_WRITTEN.sub("", en)):
            faults.append(f"{where}: {reason} needs a Chinese and an English sentence")
        if bool(remedy_zh) != bool(remedy_en) or CHINESE.search(AS_WRITTEN.sub("", remedy_en)):
            faults.append(f"{where}: {reason} needs a remedy in both languages or in none")
        if set(re.findall(r"\{\d\}", zh)) != set(re.findall(r"\{\d\}", en)):
            faults.append(f"{where}: {reason} has other arguments in Chinese than in English")
        if f"JX_REASON_{reason}" not in used:
            faults.append(f"{where}: {reason} is used by no code")
    if not seen:
        faults.append(f"{name}: no reasons found")


def check_limits(root, faults):
    name = "proto/contract/base/limits.h"
    text = (root / name).read_text(encoding="utf-8")
    used, here, seen, previous = names_used(root, name), words_of(text), 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r"#define (JX_\w+)\s+\S", line)
        if match:
            seen += 1
            limit = match.group(1)
            if "/*" not in line and not previous.strip().endswith("*/"):
                faults.append(f"{name}:{number}: {limit} has no reason beside it")
            if limit not in used and here.count(limit) == 1:
                faults.append(f"{name}:{number}: {limit} is enforced by no code")
        previous = line if not match else ""
    if not seen:
        faults.append(f"{name}: no limits found")


def check_methods(root, faults):
    table_path = root / "proto/contract/service/methods.c"
    table, seen = table_path.read_text(encoding="utf-8"), 0
    for path in sorted((root / "proto").rglob("*.proto")):
        package = service = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if match := re.match(r"package ([\w.]+);", line):
                package = match.group(1)
            elif match := re.match(r"service (\w+) \{", line):
                service = match.group(1)
            elif match := re.match(r"\s+rpc (\w+)\(", line):
                seen += 1
                method = match.group(1)
                row = f'METHOD("{service}", "{method}",'
                if f'"/{package}.{service}/{method}"' not in table and row not in table:
                    faults.append(f"{path.relative_to(root)}:{number}: {service}/{method} has no row in {table_path.name}")
    if not seen:
        faults.append("proto: no rpc found")


def check_log_words(root, faults):
    header, table = (root / "proto/contract/service" / name for name in ("states.h", "log_words.c"))
    words, seen = words_of(table.read_text(encoding="utf-8")), 0
    for number, line in enumerate(header.read_text(encoding="utf-8").splitlines(), 1):
        if match := re.match(r"#define (JX_LOG_\w+)\s+\"", line):
            seen += 1
            if match.group(1) not in words:
                faults.append(f"{header.relative_to(root)}:{number}: {match.group(1)} has no words in {table.name}")
    if not seen:
        faults.append(f"{header.relative_to(root)}: no act found")


def main():
    root, faults = pathlib.Path(sys.argv[1]), []
    check_reasons(root, faults)
    check_limits(root, faults)
    check_methods(root, faults)
    check_log_words(root, faults)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


sys.exit(main())
