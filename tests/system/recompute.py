#!/usr/bin/env python3
"""A publication computed again from its file, by Python's own library and the published schema alone.

recompute.py FILE [DIRECTORY of the .proto files]

FILE is what `jixiao export ROUND --publication N` writes, "-" standard input: docs/publication.md. Every digest, score,
rank and row is computed here again, after docs/scores.md and docs/formula.md, and the whole is compared byte for byte
with what is published. Exit code 0: equal; 1: not, and where.

Taken from the file as it stands: names, stage, times and people of the publication and the departments without a report;
of each report its title, peer group, whether it came late, what finance set, and the list of findings. That these are the
findings of the verdict digest is computed; that the checks give them is not: they are several hundred rules.
"""
import hashlib
import json
import pathlib
import sys

from cel import read_schema
from scores import Sheet, number, total_row, written

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "proto" / "jixiao" / "v1"
MAX_FINDINGS = 1000
SCORES = {"claimed": "claimed_score", "computed": "computed_score", "reviewed": "reviewed_score", "final": "final_score",
          "common": "common_score"}


# ---- text and digests ----

def canonical(value):
    """RFC 8785: keys are ASCII and numbers are small integers, so sorted keys are enough."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def sha256(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def digest(value):
    return sha256(canonical(value))


def verdict_digest(content_digest, rulebook_digest, findings):
    def column(text):
        return text.replace("\\", "\\\\").replace("|", "\\p").replace("\n", "\\n").replace("\r", "\\r")
    lines = ["jixiao-verdict-v1", content_digest, rulebook_digest or "-", str(len(findings))]
    for row in findings:
        columns = [row.get(name, "") for name in ("rule", "severity", "field", "stated", "expected")]
        lines.append("|".join(map(column, columns + ["1" if row.get("is_explained") else "0"])))
    return sha256("".join(line + "\n" for line in lines).encode("utf-8"))


# ---- rows and the table ----

def budget(submission, column):
    """An amount of the total row and its path; None and the path of the missing figure."""
    for name in ("funds_by_source", "funds_by_nature"):
        rows = submission.get(name, [])
        for i, row in enumerate(rows):
            if row.get("row") == "total":
                return number(row.get(column)), f"{name}[{i}].{column}"
    total, first = None, "funds_by_source"
    for i, project in enumerate(submission.get("projects", [])):
        path = f"projects[{i}].funds"
        places = [k for k, row in enumerate(project.get("funds", [])) if row.get("row") == "total"]
        amount = number(project["funds"][places[0]].get(column)) if places else None
        path += f"[{places[0]}].{column}" if places else ""
        if amount is None:
            return None, path
        total, first = (total or 0) + amount, path if i == 0 else first
    return total, first


def rate(submission, below):
    (top, top_path), (bottom, bottom_path) = budget(submission, "executed"), budget(submission, below)
    if top is None or bottom is None:
        return {"unit": "%", "missing": top_path if top is None else bottom_path}
    if bottom == 0:
        return {"unit": "%", "missing": "zero:" + bottom_path}
    return {"unit": "%", "value": written(top * 100 / bottom)}


def make_row(report, rulebook, schema):
    sheet, submission = Sheet(report, rulebook, schema), report["report"]
    review = report.get("review", {})
    row = {"department": submission["department"], "title": report.get("department_title", ""),
           "peer_group": report.get("peer_group", ""), "digest": digest(submission), "group": sheet.group,
           "grade": sheet.grade, "is_late": report.get("is_late", False), "claimed_score": sheet.claimed_text,
           "execution_rate": rate(submission, "adjusted"), "execution_rate_initial": rate(submission, "initial")}
    for name, value in (("computed_score", sheet.computed), ("final_score", sheet.final_score), ("common_score", sheet.common),
                        ("deduction", sheet.deduction), ("coverage", sheet.coverage), ("reviewed_score", sheet.reviewed)):
        row[name] = None if value is None else written(value)
    row["reviewed_score"] = review.get("score", row["reviewed_score"])
    return {name: value for name, value in row.items() if value not in (None, "", False)}


def rank(rows, kind):
    """The rows in the order of the table; equal scores share a rank, and the next one is skipped."""
    def score(row):
        return number(row.get(SCORES[kind]))

    def part(row):
        is_apart = kind == "claimed" or (kind != "common" and row["group"] != "verifiable")
        return 2 if score(row) is None else 1 if is_apart else 0
    table = sorted(rows, key=lambda row: (part(row), -(score(row) or 0), row["department"]))
    for i, row in enumerate(row for row in table if part(row) == 0):
        row["rank"] = table[i - 1]["rank"] if i > 0 and score(table[i - 1]) == score(row) else i + 1
    return table


def check_report(report, publication, faults):
    department = report["report"]["department"]
    content = digest(report["report"])
    if content != report.get("digest"):
        faults.append(f"{department}: the content has the digest {content}, stated is {report.get('digest')}")
    findings = report.get("findings", [])
    verdict = verdict_digest(content, publication.get("rulebook_digest"), findings)
    if len(findings) < MAX_FINDINGS and verdict != report.get("verdict_digest"):
        faults.append(f"{department}: its findings have the verdict {verdict}, stated is {report.get('verdict_digest')}")


def read_lines(stream):
    publication, rulebook, reports = None, None, []
    for line in stream:
        part = json.loads(line.decode("utf-8"))
        if "report" in part:
            reports.append(part["report"])
        elif "rulebook" in part:
            rulebook = part["rulebook"]
        elif publication is None:
            publication = part["publication"]
        else:
            for name, listed in part["publication"].items():
                publication[name] = publication.get(name, []) + listed
    return publication, rulebook, reports


def recompute(stream, schema):
    """The recomputed publication, its canonical bytes, and the differences."""
    publication, rulebook, reports = read_lines(stream)
    faults, rows = [], []
    rulebook_digest = digest(rulebook) if rulebook is not None else ""
    if rulebook_digest != publication.get("rulebook_digest", ""):
        faults.append(f"the rulebook has the digest {rulebook_digest or '-'}, "
                      f"stated is {publication.get('rulebook_digest', '-')}")
    if publication["tie_rule"] != "competition":
        faults.append(f"not a tie rule: {publication['tie_rule']}")
    for report in reports:
        check_report(report, publication, faults)
        rows.append(make_row(report, rulebook, schema))
    again = {name: value for name, value in publication.items() if name != "digest"}
    again.update(rows=rank(rows, publication["score"]), total_rows=len(rows))
    stated = {row["department"]: row for row in publication.get("rows", [])}
    for row in again["rows"]:
        for name in sorted(set(row) | set(stated.get(row["department"], {}))):
            before = stated.get(row["department"], {}).get(name)
            if before != row.get(name):
                faults.append(f"{row['department']}: {name} is {row.get(name)}, stated is {before}")
    text = canonical(again)
    if text != canonical({name: value for name, value in publication.items() if name != "digest"}):
        faults.append("the bytes differ")
    if sha256(text) != publication["digest"]:
        faults.append(f"the digest is {sha256(text)}, stated is {publication['digest']}")
    return again, text, faults


def main(arguments):
    schema = read_schema(arguments[1] if len(arguments) > 1 else SCHEMA)
    if arguments[0] == "-":
        again, text, faults = recompute(sys.stdin.buffer, schema)
    else:
        with open(arguments[0], "rb") as file:
            again, text, faults = recompute(file, schema)
    for fault in faults:
        print(fault)
    ranked = sum(1 for row in again["rows"] if row.get("rank"))
    print(f"{'differs' if faults else 'equal'}: {again['name']}, {len(again['rows'])} departments, {ranked} ranked, "
          f"{len(text)} bytes, {sha256(text)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
