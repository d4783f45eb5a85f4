#!/usr/bin/env python3
"""The tables of proto/contract/base/text_class.c, held against the Unicode Character Database.

text_classes.py TREE [--write]    --write makes text_saying.inc, with a Python whose database is of SAYING_VERSION

Every control, separator, format and default-ignorable character has a row, in the order of code points, under the class that
its properties say; and no character that is seen has one. Python knows general categories and bidi classes; the property
Default_Ignorable_Code_Point it does not, so that it stands here, from DerivedCoreProperties.txt of Unicode 15.
"""
import pathlib
import re
import sys
import unicodedata

DEFAULT_IGNORABLE = [(0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
                     (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
                     (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)]
BIDI_CONTROL = [0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
JOINERS = [0x34F, *range(0x180B, 0x1810), 0x200C, 0x200D, *range(0xFE00, 0xFE10), *range(0x13430, 0x13440),
           *range(0xE0100, 0xE01F0)]
# Arabic, Syriac and Kaithi signs of category Cf that are seen: they stand around the numbers that follow them.
SEEN_FORMAT = [*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD]
SEEN_AS_NOTHING = [0x2800]
SAYING_VERSION = "14.0.0"
# Signs without a meaning of their own: the null notehead, which is not seen, and what stands for another thing or for none.
SAY_NOTHING = [0x1D159, 0xFFFC, 0xFFFD]


def table(tree):
    text = (tree / "proto/contract/base/text_class.c").read_text(encoding="utf-8")
    rows = [(int(first, 16), int(last, 16), name) for first, last, name in
            re.findall(r"\{0x([0-9A-F]+), 0x([0-9A-F]+), JX_CHAR_([A-Z]+)\}", text)]
    flat = [edge for first, last, _ in rows for edge in (first, last)]
    if not rows or flat != sorted(flat):
        raise SystemExit("text_class.c: the rows are not in the order of code points")
    return {c: name for first, last, name in rows for c in range(first, last + 1)}


def wanted(c, ignorable):
    category = unicodedata.category(chr(c))
    if category in ("Cc", "Zl", "Zp"):
        return "CONTROL"
    if c in BIDI_CONTROL:
        return "DIRECTION"
    if c in JOINERS:
        return "JOINER"
    if category == "Zs" or c in SEEN_AS_NOTHING:
        return "SPACE"
    if c in ignorable or 0xFDD0 <= c <= 0xFDEF or (category == "Cf" and c not in SEEN_FORMAT):
        return "INVISIBLE"
    return None


def says_something(c, ignorable):
    return unicodedata.category(chr(c))[0] in "LNPS" and c not in SAY_NOTHING and wanted(c, ignorable) is None


def write_saying(path, ignorable):
    said = [c for c in range(0x110000) if says_something(c, ignorable)]
    firsts = [c for c, before in zip(said, [-2, *said]) if c != before + 1]
    lasts = [c for c, after in zip(said, [*said[1:], -2]) if c + 1 != after]
    rows = [f"{{0x{first:X}, 0x{last:X}}}," for first, last in zip(firsts, lasts)]
    lines = ["\t" + " ".join(rows[i:i + 4]) for i in range(0, len(rows), 4)]
    path.write_text(f"/* Made by tests/lint/text_classes.py from Unicode {SAYING_VERSION}. */\n" + "\n".join(lines) + "\n",
                    encoding="utf-8")


def saying_faults(path, ignorable):
    """What the table has must say something by any later database; by its own, it has all that does."""
    if not path.exists():
        return ["text_saying.inc is missing"]
    ranges = [(int(first, 16), int(last, 16)) for first, last in
              re.findall(r"\{0x([0-9A-F]+), 0x([0-9A-F]+)\}", path.read_text(encoding="utf-8"))]
    flat = [edge for pair in ranges for edge in pair]
    table_says = {c for first, last in ranges for c in range(first, last + 1)}
    database_says = {c for c in range(0x110000) if says_something(c, ignorable)}
    wrong = table_says - database_says
    if unicodedata.unidata_version == SAYING_VERSION:
        wrong |= database_says - table_says
    return (["text_saying.inc: the rows are not in the order of code points"] if flat != sorted(flat) else []) + [
        f"text_saying.inc: U+{c:04X} {'says' if c in table_says else 'does not say'} something" for c in sorted(wrong)]


def main(tree, *options):
    rows = table(pathlib.Path(tree))
    ignorable = {c for first, last in DEFAULT_IGNORABLE for c in range(first, last + 1)}
    saying = pathlib.Path(tree) / "proto/contract/base/text_saying.inc"
    if "--write" in options:
        write_saying(saying, ignorable)
    faults = [f"text_class.c: U+{c:04X} is {rows.get(c, 'SHOWN')}, the database says {wanted(c, ignorable) or 'SHOWN'}"
              for c in [*range(0x20000), *range(0xE0000, 0xE1000)] if not 0xD800 <= c <= 0xDFFF and c & 0xFFFE != 0xFFFE
              and rows.get(c) != wanted(c, ignorable)]
    faults = faults[:20] + saying_faults(saying, ignorable)[:20]
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
