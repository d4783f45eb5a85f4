#!/usr/bin/env python3
"""Data of a finding is in no language: `stated` and `expected` are one text for every reader.

one_language.py TREE

What is printed for one language goes into a sentence, which has both. So the rules print no value in a language by name,
and no draft of a finding holds words in `stated` or `expected`. The figure and the text of a report stand there as printed.
"""
import pathlib
import re
import sys

ROOMS = ("proto/contract/check", "proto/contract/rulebook")
FAULTS = ((re.compile(r"jx_formula_print\([^;]*\bJX_(ZH|EN)\b"), "print it for the language of the sentence, or plainly"),
          (re.compile(r"\.(stated|expected|left|right) = \"[^\"]*([a-z]{2,} [a-z]{2,}|[\u4e00-\u9fff])"), "a sentence says it, in both languages"))


def faults_of(path, text):
    for pattern, advice in FAULTS:
        for match in pattern.finditer(text):
            yield f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}: {advice}"


def main(tree):
    files = sorted(path for room in ROOMS for path in (tree / room).glob("*.c"))
    faults = [fault for path in files for fault in faults_of(path.relative_to(tree), path.read_text(encoding="utf-8"))]
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
