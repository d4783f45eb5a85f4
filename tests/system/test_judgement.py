#!/usr/bin/python3
"""What the client says of small reports, held against what is right.

Every table tests/data/judgement/right*.tsv names reports beside it, one expectation a row:

  told      a finding whose rule begins with one of the subjects (F08|N11; * is any), whose field matches the regular
            expression `place`, of severity `explain` (hard or explain) or `any`
  not_told  no such finding
  sheet     the member `subject` of the score sheet is `value`: absent, =20.00, <=100, !=优, or several with |
"""
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

from harness import JIXIAO, TOP

DATA = TOP / "tests" / "data" / "judgement"
RULEBOOK = "county-sample"
AT_ONCE = 4


def ask(command, path, home):
    environment = dict(os.environ, JIXIAO_HOME=home, JIXIAO_LANG="en")
    done = subprocess.run([JIXIAO, command, str(path), "--rulebook", RULEBOOK, "-o", "json"], env=environment,
                          capture_output=True, text=True, timeout=120, check=False)
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise SystemExit(f"{command} {path}: {(done.stderr or done.stdout).strip()[:300]}") from None


def is_hit(finding, row):
    if row["severity"] == "explain" and finding["severity"] not in ("hard", "explain"):
        return False
    subjects = row["subject"].split("|")
    return ("*" in subjects or any(finding["rule"].startswith(one) for one in subjects)) and \
        re.search(row["place"], finding.get("field", "")) is not None


def holds_one(value, wanted):
    if wanted == "absent":
        return value in (None, "")
    if value in (None, ""):
        return False
    if wanted.startswith("<="):
        return Decimal(value) <= Decimal(wanted[2:])
    if wanted.startswith("!="):
        return value != wanted[2:]
    if re.fullmatch(r"=-?[0-9.]+", wanted):
        return Decimal(value) == Decimal(wanted[1:])
    return value == wanted.lstrip("=")


def fault_of(row, findings, sheet):
    """What is wrong with a row's expectation; "" when it holds."""
    if row["what"] == "sheet":
        value = sheet.get(row["subject"])
        return "" if any(holds_one(value, one) for one in row["value"].split("|")) else f"{row['subject']} is {value}"
    hits = [f"{finding['rule']} {finding.get('field', '')}" for finding in findings if is_hit(finding, row)]
    if row["what"] not in ("told", "not_told"):
        return "no such expectation"
    return "" if bool(hits) == (row["what"] == "told") else "found: " + (", ".join(hits) or "nothing")


def read_rows():
    rows = []
    for table in sorted(DATA.glob("right*.tsv")):
        with open(table, encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 2):
                rows.append(dict({key: value or "" for key, value in row.items()}, at=f"{table.name}:{number}"))
    return rows


def main():
    rows = read_rows()
    names = sorted({row["file"] for row in rows})
    unnamed = sorted({path.name for path in DATA.glob("*.json")} - set(names))
    faults = [f"{name}: no table has a row for it" for name in unnamed]
    with tempfile.TemporaryDirectory() as home, ThreadPoolExecutor(AT_ONCE) as pool:
        asked = {name: (pool.submit(ask, "check", DATA / name, home), pool.submit(ask, "explain", DATA / name, home))
                 for name in names}
        for row in rows:
            findings, sheet = (answer.result() for answer in asked[row["file"]])
            fault = fault_of(row, findings.get("findings", []), sheet)
            if fault:
                faults.append(f"{row['at']} {row['file']}: {row['what']} {row['severity']} {row['subject']} "
                              f"{row['value'] or row['place']} ({row['why']}); {fault}")
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"{len(rows)} expectations of {len(names)} reports, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
