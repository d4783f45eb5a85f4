#!/usr/bin/env python3
"""Holds submissions in JSON to the schema, in an implementation of its own: the .proto text is all it shares.

report_files.py               the stored cases and the example
report_files.py FILE.jsonl    one report a line, as tests/support/county.py writes them
"""
import json
import pathlib
import re
import sys

from protofile import Schema

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
PROTO = ROOT / "proto" / "jixiao" / "v1"
NUMBER = r"(?!-[0?]+(\.[0?]*)?(?![0-9?.]))-?(0|[1-9?][0-9?]*)"  # "?" is a digit that cannot be read
EMPTY = {"", "—", "/", "无", "*"}
AMOUNT = re.compile(NUMBER + r"(\.[0-9?]{1,2}元|(\.[0-9?]{1,6})?万元|(\.[0-9?]{1,10})?亿元|元)")
DECIMAL = re.compile(NUMBER + r"(\.[0-9?]{1,6})?")
INT64 = 2**63
FEN = {"亿元": 10, "万元": 6}


def in_range(text, places):
    whole, _, fraction = text.lstrip("-").replace("?", "9").partition(".")
    return int(whole + fraction.ljust(places, "0")) < INT64


def is_amount(value):
    if value in EMPTY:
        return True
    unit = value[-2:] if value[-2:] in FEN else "元"
    return bool(AMOUNT.fullmatch(value)) and in_range(value.removesuffix(unit), FEN.get(unit, 2))


def is_decimal(value):
    return value in EMPTY or bool(DECIMAL.fullmatch(value)) and in_range(value, 6)


class Checker:
    def __init__(self, schema):
        self.schema, self.problems = schema, []

    def value(self, kind, value, path):
        schema = self.schema
        if kind in ("Amount", "Decimal"):
            good = isinstance(value, str) and (is_amount if kind == "Amount" else is_decimal)(value)
        elif kind in schema.messages:
            self.message(kind, value, path)
            return
        elif kind in schema.enums:
            enum = schema.enums[kind]
            good = value in {enum.json_name(v) for v in enum.values if v.number}
        elif kind == "string":
            good = isinstance(value, str) and (value != "" or path.endswith("]"))
        elif kind == "bool":
            good = value is True
        elif kind == "int64":
            good = isinstance(value, str) and re.fullmatch(r"-?[1-9]\d{0,18}", value) is not None
        else:
            good = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**32
        if not good:
            self.problems.append(f"{path}: not a {kind}: {value!r}")

    def message(self, kind, value, path):
        if not isinstance(value, dict):
            self.problems.append(f"{path}: not an object")
            return
        fields = {field.name: field for field in self.schema.messages[kind].fields}
        for key, item in value.items():
            place = f"{path}.{key}" if path else key
            if key not in fields:
                self.problems.append(f"{place}: no such field")
            elif not fields[key].is_repeated:
                self.value(fields[key].type, item, place)
            elif not isinstance(item, list) or not item:
                self.problems.append(f"{place}: not a list with something in it")
            else:
                for i, one in enumerate(item):
                    self.value(fields[key].type, one, f"{place}[{i}]")

    def references(self, report):
        outcomes = [outcome["name"] for outcome in report.get("outcomes", [])]
        numbers = [project["number"] for project in report.get("projects", [])]
        if len(set(outcomes)) != len(outcomes) or len(set(numbers)) != len(numbers):
            self.problems.append("an outcome or a project is there twice")
        for i, outcome in enumerate(report.get("outcomes", [])):
            for key in ("part_of", "within"):
                if key in outcome and outcome[key] not in outcomes:
                    self.problems.append(f"outcomes[{i}].{key}: names no outcome")
            if not set(outcome.get("paid_by_projects", [])) <= set(numbers):
                self.problems.append(f"outcomes[{i}].paid_by_projects: names no project")


def problems_of(schema, text, is_canonical):
    checker = Checker(schema)
    report = json.loads(text)
    checker.message("Report", report, "")
    if not checker.problems:
        checker.references(report)
    if is_canonical and text != json.dumps(report, ensure_ascii=False, sort_keys=True, separators=(",", ":")):
        checker.problems.append("not canonical")
    return checker.problems


def self_test():
    good = ["0元", "0.00万元", "-3305.25万元", "1921402.60元", "15.3832万元", "5.59亿元", "—", "", "无", "24.72", "12?.50万元", "?", "-1?元", "0.0?"]
    bad = ["-0万元", "-0.00", "01万元", "1.234元", "1.2345678万元", "+1元", "1,000元", ".5", "1.", "1.2345678", "99999999999999999999元", "1 万元", "-?元", "0?元", "1?"*12 + "元"]
    return [t for t in good if not (is_amount(t) or is_decimal(t))] + [t for t in bad if is_amount(t) or is_decimal(t)]


def texts(arguments):
    if arguments:
        for name in arguments:
            with open(name, encoding="utf-8", newline="\n") as file:
                for number, line in enumerate(file, 1):
                    yield f"{name}:{number}", line.removesuffix("\n"), True
        return
    for path in sorted((DATA / "cases").glob("[0-9]*.json")):
        yield path.name, path.read_bytes().decode("utf-8"), True
    yield "example.json", (DATA / "example.json").read_text(encoding="utf-8"), False


def main(arguments):
    schema, failed, n = Schema(PROTO / "figures.proto", PROTO / "report.proto"), len(self_test()), 0
    for name, text, is_canonical in texts(arguments):
        n += 1
        for problem in problems_of(schema, text, is_canonical):
            print(f"{name}: {problem}")
            failed += 1
    print(f"{n} reports, {failed} problems")
    return 1 if failed or not n else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
