#!/usr/bin/env python3
"""Writes docs/report.md from the comments of the schema; with --check only compares and shows what is stale."""
import difflib
import hashlib
import json
import pathlib
import sys
import textwrap

from protofile import SCALARS, Schema

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROTO = ROOT / "proto" / "jixiao" / "v1"
EXAMPLE = ROOT / "tests" / "data" / "example.json"
TARGET = ROOT / "docs" / "report.md"
FIGURES = ("Amount", "Decimal")
SCALAR_FORMS = {"string": "text", "bool": "`true`", "uint32": "whole number", "int32": "whole number",
                "int64": "whole number in quotes"}

HEAD = """# Report: every field

This page is written by `tests/lint/report_reference.py` from the comments of `proto/jixiao/v1/report.proto` and
`proto/jixiao/v1/figures.proto`; a test fails when it is stale. Change the comments, not this page.

{intro}

## The JSON form

A report as a file is one JSON object, a `Report`. The same form is what is hashed, signed and exported.

| rule | |
|---|---|
| names | those of the schema, `funds_by_source` |
| left out | 0, `false`, empty texts, empty lists, absent objects; never `null` |
| money | a text with its unit, `"10067.32万元"` |
| other numbers that may be missing | a text, `"24.72"` |
| whole numbers (`year`, `number`, …) | a number, `2025` |
| one word of a list | the word in lower case, `"at_least"` |
| an unknown key, a key given twice, a wrong type | refused, with its line |

**Canonical text.** RFC 8785: keys sorted, no white space, UTF-8, one line, nothing after the last brace. The digest
of a report is `sha256:` and the SHA-256 of that text in 64 hexadecimal digits. Spaces and the order of keys in a
file do not matter; `tests/data/canonical.py FILE` computes the digest without any code of this project.

**Paths.** A finding or an issue names a field by its path, `functions[3].amount`: names joined by dots, and rows
counted from 0.
"""

FIGURE_HEAD = """## Figures

{intro}

The content of a box is stored digit by digit, because the printed decimals decide how exact a check can be: `"100"`
and `"100.00"` are different figures of the same value.

| printed | `{amount}` | `{decimal}` |
|---|---|---|
| 10067.32 (万元) | `"10067.32万元"` | |
| 1921402.60 (元) | `"1921402.60元"` | |
| 224.79 (亿元) | `"224.79亿元"` | |
| 24.72 | | `"24.72"` |
| down 3305.25 (万元), down 24.72 % | `"-3305.25万元"` | `"-24.72"` |
| 0.00 | `"0.00万元"` | `"0.00"` |
"""


def prose(text):
    """Paragraphs of a comment, wrapped; Chinese text and names are never divided."""
    return "\n\n".join(textwrap.fill(paragraph, 112, break_long_words=False, break_on_hyphens=False)
                       for paragraph in text.split("\n\n"))


def cell(text):
    return text.replace("\n\n", " ").replace("|", "\\|")


def anchor(name):
    return f"[{name}](#{name.lower()})"


def json_form(schema, field):
    if field.type in FIGURES:
        form = {"Amount": "money text", "Decimal": "number text"}[field.type]
    elif field.type in schema.enums:
        form = "word"
    elif field.type in schema.messages:
        form = "object"
    else:
        form = SCALAR_FORMS[field.type]
    return "list of " + {"text": "texts", "object": "objects"}.get(form, form + "s") if field.is_repeated else form


def type_name(field):
    name = f"`{field.type}`" if field.type in SCALARS else anchor(field.type)
    return "list of " + name if field.is_repeated else name


def message_section(schema, message):
    lines = [f"### {message.name}", "", prose(message.comment), "", "| field | type | JSON | meaning |", "|---|---|---|---|"]
    for field in message.fields:
        lines.append(f"| `{field.name}` | {type_name(field)} | {json_form(schema, field)} | {cell(field.comment)} |")
    return lines + [""]


def enum_section(enum):
    lines = [f"### {enum.name}", "", prose(enum.comment), "", "| word | meaning |", "|---|---|"]
    for value in enum.values:
        word = "left out" if value.number == 0 else f"`{enum.json_name(value)}`"
        lines.append(f"| {word} | {cell(value.comment)} |")
    return lines + [""]


def figure_sections(schema, intro):
    lines = FIGURE_HEAD.format(intro=prose(intro), amount="Amount", decimal="Decimal").splitlines()
    for value in schema.enums["EmptyKind"].values[1:]:
        sentence, mark = value.comment.removesuffix(".").split(". JSON form: ")
        lines.append(f"| {sentence[0].lower() + sentence[1:]} | `{mark}` | `{mark}` |")
    lines.append("")
    for name in FIGURES:
        lines += [f"### {name}", "", prose(schema.messages[name].comment), ""]
    lines += ["The parts of a figure travel on the wire only; in JSON a figure is its text.", ""]
    for name in FIGURES:
        lines += [f"| part of {name} | type | meaning |", "|---|---|---|"]
        lines += [f"| `{f.name}` | `{f.type}` | {cell(f.comment)} |" for f in schema.messages[name].fields] + [""]
    return lines


def example_section():
    text = EXAMPLE.read_text(encoding="utf-8")
    canonical = json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
    return [
        "## A whole small report", "",
        "A department with one project, from `tests/data/example.json`. Its figures agree with each other. Its canonical",
        f"text has {len(canonical)} bytes and the digest", "",
        "    sha256:" + hashlib.sha256(canonical).hexdigest(), "", "```json", text.rstrip("\n"), "```", ""]


def page():
    figures, report = PROTO / "figures.proto", PROTO / "report.proto"
    schema = Schema(figures, report)
    lines = HEAD.format(intro=prose(schema.heads[str(report)])).splitlines() + [""]
    lines += figure_sections(schema, schema.heads[str(figures)])
    lines += ["## Messages", ""]
    for message in schema.messages.values():
        if message.name not in FIGURES:
            lines += message_section(schema, message)
    lines += ["## Words", ""]
    for enum in schema.enums.values():
        if enum.name != "EmptyKind" and enum.name != "AmountUnit":
            lines += enum_section(enum)
    return "\n".join(lines + example_section())


def main(arguments):
    wanted = page()
    if arguments != ["--check"]:
        TARGET.write_text(wanted, encoding="utf-8")
        return 0
    found = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    name = str(TARGET.relative_to(ROOT))
    sys.stdout.writelines(difflib.unified_diff(found.splitlines(True), wanted.splitlines(True), name, name + " (now)"))
    return 1 if found != wanted else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
