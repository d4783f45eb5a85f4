#!/usr/bin/env python3
"""A publication computed again from its file, by Python's own library and the published schema alone.

recompute.py FILE [DIRECTORY of the .proto files]

FILE is what `jixiao export ROUND --publication N` writes, "-" standard input: docs/publication.md. Every digest, score,
rank and row is computed here again, after docs/scores.md and docs/formula.md, and the whole is compared byte for byte
with what is published. Exit code 0: equal; 1: not, and where.

Taken from the file as it stands, under a digest that is computed here: names, stage, times and people of the publication
and the departments without a report; of each report its title, peer group, whether it came late and what finance set.

Not verified here, and named at the end: the findings' places, differences, tolerances, sentences, remedies and bases. That
the other columns are those of the verdict digest is computed; that the checks give them is not: they are several hundred
rules. `jixiao verify-publication` computes all of them.
"""
import hashlib
import itertools
import json
import pathlib
import sys

import p256
from canonical_form import Fault, hold_to_schema
from cel import read_schema
from scores import Sheet, number, total_row, written

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "proto" / "jixiao" / "v1"
MAX_FINDINGS = 1000
MAX_FINDINGS_BYTES = 768 * 1024
MAX_REASON_BYTES = 3000
LISTED = ("rows", "missing", "waived")
NOT_IN_TABLE = ("publish_time", "published_by", "window_end_time", "digest", "table_digest")
SEVERITIES = ("hard", "explain", "info")
HASHED_COLUMNS = ("rule", "severity", "field", "stated", "expected", "is_explained")
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
        if row.get("severity") not in SEVERITIES:
            raise Fault(f"a finding of {row.get('rule')} has no severity")
        columns = [row.get(name, "") for name in HASHED_COLUMNS[:-1]]
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


def filing_digest(report):
    """Over what stands beside the report and its findings, which have digests of their own; the keys are for signatures."""
    filing = {name: value for name, value in report.items() if name not in ("report", "findings")}
    if "signatures" in filing:
        filing["signatures"] = [{name: value for name, value in row.items() if name != "public_key"}
                                for row in filing["signatures"]]
    return digest(filing)


def make_row(report, sheet):
    submission = report["report"]
    review = report.get("review", {})
    row = {"department": submission["department"], "title": report.get("department_title", ""),
           "peer_group": report.get("peer_group", ""), "digest": digest(submission), "group": sheet.group,
           "grade": sheet.grade, "is_late": report.get("is_late", False),
           "is_unanswered": report.get("is_unanswered", False), "claimed_score": sheet.claimed_text,
           "execution_rate": rate(submission, "adjusted"), "execution_rate_initial": rate(submission, "initial"),
           "filing_digest": filing_digest(report)}
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


def check_points(points, most, claimed, reason, place):
    """What finance sets: within 0 and the most, to two decimals, with a reason where it is not the claim."""
    value = number(points)
    if value is None or not 0 <= value <= most or value * 100 % 1 != 0:
        raise Fault(f"{place} is {points}: not within 0 and {written(most)} to two decimals")
    if value != claimed and not (reason or "").strip():
        raise Fault(f"{place} is {points}, which is not the claim, and has no reason")


def check_review(review, sheet):
    if ("score" in review) == bool(review.get("lines")):
        raise Fault("finance set neither a score as a whole nor lines, or both")
    for text in [review.get("reason", ""), *(line.get("reason", "") for line in review.get("lines", []))]:
        if len(text.encode("utf-8")) > MAX_REASON_BYTES:
            raise Fault("a reason of finance is too long")
    if "score" in review:
        check_points(review["score"], sheet.full, number(sheet.claimed_text), review.get("reason"), "the reviewed score")
    lines = {line.path: line for line in sheet.lines if line.points is not None and not line.is_common}
    for row in review.get("lines", []):
        line = lines.pop(row.get("field", ""), None)
        if line is None:
            raise Fault(f"finance set {row.get('field')}, which is no line with points, or set it twice")
        check_points(row.get("score"), line.points, line.claimed, row.get("reason"), f"the line {line.path}")


def check_signatures(report, content):
    submission = report["report"]
    for row in report.get("signatures", []):
        lines = [submission["round"].split("/")[1], submission["department"].split("/")[1], content]
        lines = ["jixiao-sign-v1", *lines] if "role" in row else ["jixiao-submit-v1", *lines, row.get("base_digest") or "-"]
        text = "".join(line + "\n" for line in [*lines, row.get("request_id", "")])
        if not p256.verify(row.get("public_key", ""), text.encode("utf-8"), row.get("signature", {}).get("value", "")):
            raise Fault(f"a signature under it does not hold: that of its {row.get('role', 'filer')}")


def check_report(report, publication, sheet):
    content, findings = digest(report["report"]), report.get("findings", [])
    check_signatures(report, content)
    if content != report.get("digest"):
        raise Fault(f"the content has the digest {content}, stated is {report.get('digest')}")
    verdict = verdict_digest(content, publication.get("rulebook_digest"), findings)
    # Of a longer list not all are kept, and the verdict is over the count of all.
    is_whole = len(findings) < MAX_FINDINGS and len(canonical(findings)) < MAX_FINDINGS_BYTES // 2
    if is_whole and verdict != report.get("verdict_digest"):
        raise Fault(f"its findings have the verdict {verdict}, stated is {report.get('verdict_digest')}")
    round_name, code = publication["name"].rsplit("/publications/", 1)[0], report["report"]["department"].split("/", 1)[1]
    if report["report"].get("round") != round_name:
        raise Fault(f"it is a report of {report['report'].get('round')}")
    version, number_of = report["version_name"].rsplit("/", 1)
    if version != f"submissions/{round_name.split('/', 1)[1]}-{code}/versions" or not number_of.isdecimal():
        raise Fault(f"it is called {report['version_name']}")
    reviewed = sheet.review.get("score", None if sheet.reviewed is None else written(sheet.reviewed))
    if report.get("reviewed_score") != reviewed:
        raise Fault(f"the reviewed score is {reviewed}, stated is {report.get('reviewed_score')}")
    if "review" in report:
        check_review(report["review"], sheet)


def read_line(line, schema):
    """A line must be the canonical text of what the schema knows, and end with a line feed."""
    part = json.loads(line.decode("utf-8"))
    if canonical(part) + b"\n" != line:
        raise Fault("a line is not in canonical form")
    hold_to_schema(part, "PublicationLine", schema, "")
    if len(part) != 1:
        raise Fault("a line has one part")
    return next(iter(part.items()))


def read_lines(stream, schema):
    publication, rulebook, reports = None, None, []
    for line in stream:
        name, part = read_line(line, schema)
        if name == "report":
            reports.append(part)
        elif reports or rulebook is not None:
            raise Fault("the lines are not in order")
        elif name == "rulebook":
            rulebook = part
        elif publication is None:
            publication = part
        elif not part or set(part) - set(LISTED) or any(
                early in part and late in publication for early, late in itertools.combinations(LISTED, 2)):
            raise Fault("a further page holds rows, then missing and waived departments, and nothing else")
        else:
            for listed in part:
                publication[listed] = publication.get(listed, []) + part[listed]
    if publication is None:
        raise Fault("there is no publication")
    return publication, rulebook, reports


def compare_rows(again, publication, faults):
    stated = {row["department"]: row for row in publication.get("rows", [])}
    for row in again["rows"]:
        for name in sorted(set(row) | set(stated.get(row["department"], {}))):
            before = stated.get(row["department"], {}).get(name)
            if before != row.get(name):
                faults.append(f"{row['department']}: {name} is {row.get(name)}, stated is {before}")


def check_lists(publication, faults):
    """Who published it, and that a department has a row, is missing or is waived, once."""
    people = publication.get("published_by", [])
    wanted = {"final": 2, "provisional": 1}.get(publication.get("stage"))
    if wanted is None or len(people) != wanted or len(set(people)) != wanted or not all(people):
        faults.append(f"a {publication.get('stage')} table is not published by {people}")
    seen = {row["department"] for row in publication.get("rows", [])}
    for department in publication.get("missing", []) + [one["department"] for one in publication.get("waived", [])]:
        if department in seen:
            faults.append(f"{department} is listed twice, or has a row")
        seen.add(department)


def recompute(stream, schema):
    """The recomputed publication, its canonical bytes, and the differences."""
    publication, rulebook, reports = read_lines(stream, schema)
    faults, rows = [], []
    rulebook_digest = digest(rulebook) if rulebook is not None else ""
    rulebook_name = f"rulebooks/{rulebook['id']}/editions/{rulebook['number']}" if rulebook is not None else ""
    for name, value in (("rulebook_digest", rulebook_digest), ("rulebook", rulebook_name), ("tie_rule", "competition")):
        if publication.get(name, "") != value:
            faults.append(f"{name} is {value}, stated is {publication.get(name)}")
    for report in reports:
        try:
            sheet = Sheet(report, rulebook, schema)
            rows.append(make_row(report, sheet))
            check_report(report, publication, sheet)
        except Fault as fault:
            faults.append(f"{report['report']['department']}: {fault}")
    departments = [row["department"] for row in rows]
    if departments != sorted(set(departments)):
        faults.append("the reports are not in the order of department codes, each once")
    again = {name: value for name, value in publication.items() if name != "digest"}
    again.update(rows=rank(rows, publication["score"]), total_rows=len(rows))
    if "table_digest" in publication:
        again["table_digest"] = digest({name: value for name, value in again.items() if name not in NOT_IN_TABLE})
    compare_rows(again, publication, faults)
    check_lists(publication, faults)
    text = canonical(again)
    if text != canonical({name: value for name, value in publication.items() if name != "digest"}):
        faults.append("the bytes differ")
    if sha256(text) != publication["digest"]:
        faults.append(f"the digest is {sha256(text)}, stated is {publication['digest']}")
    return again, text, faults


def run(stream, schema):
    try:
        again, text, faults = recompute(stream, schema)
    except (Fault, KeyError, IndexError, TypeError, AttributeError, ValueError, ArithmeticError) as fault:
        print(f"this is no publication: {type(fault).__name__} {fault}")
        return 1
    for fault in faults:
        print(fault)
    ranked = sum(1 for row in again["rows"] if row.get("rank"))
    print(f"{'differs' if faults else 'equal'}: {again['name']}, {len(again['rows'])} departments, {ranked} ranked, "
          f"{len(text)} bytes, {sha256(text)}")
    print("not verified: place, difference, tolerance, message, remedy and basis of the findings")
    return 1 if faults else 0


def main(arguments):
    schema = read_schema(arguments[1] if len(arguments) > 1 else SCHEMA)
    if arguments[0] == "-":
        return run(sys.stdin.buffer, schema)
    with open(arguments[0], "rb") as file:
        return run(file, schema)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
