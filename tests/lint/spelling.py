#!/usr/bin/env python3
"""The tables of proto/contract/figure/spelling.c, held against Unicode's NFKC.

spelling.py TREE

A character of the tables becomes what NFKC makes of it, but for dashes, signs of comparison and the like that forms mix,
which stand in OURS; and the characters that only look full-width or like radicals are all there.
"""
import pathlib
import re
import sys
import unicodedata

# What is one sign to a reader and several to Unicode.
OURS = {**dict.fromkeys([0x2010, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0x2500, 0x2501, 0xFE58, 0x2011], "-"),
        0x2266: "≤", 0x2267: "≥", 0x2A7D: "≤", 0x2A7E: "≥", 0x223C: "~", 0x301C: "~", 0x2044: "/", 0x2215: "/", 0x2236: ":"}


def block(text, name):
    return re.search(name + r"\[\] = \{(.*?)\n\};", text, re.S)[1]


def main(tree):
    text = (pathlib.Path(tree) / "proto/contract/figure/spelling.c").read_text(encoding="utf-8")
    table = [(int(c, 16), plain) for c, plain in re.findall(r'\{0x([0-9A-F]+), "([^"]+)"\}', block(text, "FORMS"))]
    for first, last, number, behind in re.findall(r'\{0x(\w+), 0x(\w+), (\d+), "([^"]*)"\}', block(text, "DIGITS")):
        table += [(c, f"{c - int(first, 16) + int(number)}{behind}") for c in range(int(first, 16), int(last, 16) + 1)]
    radicals = [int(c, 16) for c in re.findall(r"0x([0-9A-F]+)", block(text, "RADICALS"))]
    table += [(0x2F00 + i, chr(c)) for i, c in enumerate(radicals)]
    faults = [f"spelling.c: U+{c:04X} becomes {plain}, NFKC makes it {OURS.get(c) or unicodedata.normalize('NFKC', chr(c))}"
              for c, plain in table if plain != (OURS.get(c) or unicodedata.normalize("NFKC", chr(c)))]
    if len(radicals) != 214:
        faults.append(f"spelling.c: {len(radicals)} radicals, there are 214")
    print("\n".join(faults[:20]), end="\n" if faults else "")
    return 1 if faults or len(table) < 300 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
