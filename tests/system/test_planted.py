#!/usr/bin/python3
"""A planted county: 60 departments, faults fixed beforehand, and what of them is found, missed and falsely accused.

The faults stand in tests/data/planted-county.json. `test_planted.py --write` writes docs/planted-county.md, which the test
holds to be true. A fault counts as found by a finding, a flag or a copied text that the same report without the fault has
not; every finding that requires something, flag or copied text of a department without a fault is a false accusation.
"""
import argparse
import collections
import json
import sys
from decimal import ROUND_HALF_UP, Decimal

import harness
from harness import TOP, World, request_id, timestamp
from schema import read_message, schema

sys.path.insert(0, str(TOP / "tests" / "support"))
import county

PLAN = json.loads((TOP / "tests" / "data" / "planted-county.json").read_text(encoding="utf-8"))
DOCUMENT = TOP / "docs" / "planted-county.md"
RULEBOOK = "rulebooks/county-sample/editions/latest"
ROUND = "planted"
KINDS = {"padded_claims": "full marks claimed for targets that were missed", "easy_targets": "targets far below what was done",
         "cut_budget": "the budget cut in the year, and carried out as a whole", "unit_slip": "a figure ×10,000 or ÷10,000",
         "copied_text": "text of another department, of the target or of the template"}
HOW = {"all_lines": "every line", "three_lines": "three lines", "qualitative": "on lines without figures",
       "no_reason": "passed by far, no reason given", "below_last_year": "below last year", "with_reason": "passed by far, a reason given",
       "by_half": "by 50 %", "by_two_fifths": "by 40 %", "by_fifth": "by 20 %", "executed_up": "executed ×10,000",
       "executed_down": "executed ÷10,000", "project_executed_down": "executed of a project ÷10,000",
       "project_executed_up": "executed of a project ×10,000", "actual_up": "an actual value ×10,000",
       "actual_down": "an actual value ÷10,000", "one_part": "one part of a sum ×10,000",
       "three_public": "three public expenses ×10,000", "conclusion_of_another": "the conclusion of another department",
       "measure_of_another": "the measure of another department", "target_as_actual": "the target repeated as actual value",
       "template_words": "words of the template left in", "reworded": "the conclusion of another, reworded"}


def scaled(text, factor):
    number = text.rstrip("万亿元")
    value = (Decimal(number) * factor).quantize(Decimal("0.000001")).normalize()
    return f"{value:f}" + text[len(number):]


def cents(text):
    return int(Decimal(text) * 100)


def rows_of(report):
    return report["indicators"] + [row for project in report["projects"] for row in project["indicators"]]


def is_counted(row):
    return row.get("sign") in ("at_least", "at_most") and "actual" in row


class Cut(county.Report):
    """A department whose budget was cut to a share of the first one, in percent."""

    share = 100

    def money(self):
        super().money()
        if self.share == 100:
            return

        def cut(money):
            return (county.half_up(money[1] * 100, self.share), money[1], money[2])
        self.project_money = [cut(money) for money in self.project_money]
        self.basic = cut(self.basic)
        self.project = tuple(map(sum, zip(*self.project_money)))
        self.total = tuple(a + b for a, b in zip(self.basic, self.project))


def own_text(i, what):
    """A text of a department's own, in words of its own figures."""
    dice = county.Dice("text", what, i)
    name = county.person(i)["title"]
    return (f"{name}{what}：全年召开专题会{dice.between(2, 30)}次，现场核查{dice.between(3, 90)}处，"
            f"涉及资金{dice.between(100, 9999)}万元，余下{dice.between(1, 20)}项于次年办结")


def honest(i, share=100):
    options = argparse.Namespace(seed=PLAN["seed"], projects=PLAN["projects"], indicators=PLAN["indicators"], year=2025,
                                 round=f"rounds/{ROUND}", departments=PLAN["departments"])
    maker = Cut(options, i)
    maker.share = share
    report = county.without_defaults(maker.build())
    report["conclusion"]["text"] = own_text(i, "总体完成情况")
    report["problems"][0]["text"] = own_text(i, "存在的问题")
    report["measures"][0]["text"] = own_text(i, "整改措施")
    return report


def add_up(report):
    """What a department would write as its totals after it has changed its lines."""
    for table, total in [(report, report["conclusion"])] + [(project, project) for project in report["projects"]]:
        lines = table["indicators"] + table.get("funds", []) + table.get("funds_by_source", [])
        score = sum(cents(row["claimed_score"]) for row in lines if "claimed_score" in row)
        total.update(claimed_score=county.hundredths(score), claimed_grade=county.grade(score))


def pad(report, how):
    rows = [row for row in rows_of(report) if is_counted(row)]
    for row in rows if how == "all_lines" else rows[:3]:
        row["claimed_score"] = row["points"]
        if how == "qualitative":
            for key in ("target", "actual", "unit"):
                row.pop(key, None)
            row.update(sign="qualitative", target_text="效果明显提升", actual_text="群众反映良好")
            continue
        actual = int(row["target"]) * (6 if row["sign"] == "at_least" else 16) // 10
        row.update(actual=str(actual), actual_text=f"{actual}{row['unit']}", reason="部分任务结转下年，影响较小")
    add_up(report)


def ease(report, how):
    rows = [row for row in rows_of(report) if is_counted(row) and row["sign"] == "at_least" and row["unit"] != "%"]
    for row in rows[:3]:
        actual = int(row["actual"])
        target = actual * (8 if how == "below_last_year" else 4) // 10
        row.update(target=str(target), target_text=f"≥{target}{row['unit']}", claimed_score=row["points"])
        row.pop("reason", None)
        if how == "below_last_year":
            row["prior_actual"] = str(actual)
        elif how == "with_reason":
            row["reason"] = "年中任务量增加，年初目标未相应调整"
    add_up(report)


def slip(report, how):
    up, down = Decimal(10000), Decimal("0.0001")
    counted = next(row for row in rows_of(report) if is_counted(row))
    place = {"executed_up": (report["funds_by_source"][0], "executed", up),
             "executed_down": (report["funds_by_source"][0], "executed", down),
             "project_executed_down": (report["projects"][0]["funds"][0], "executed", down),
             "project_executed_up": (report["projects"][0]["funds"][0], "executed", up),
             "actual_up": (counted, "actual", up), "actual_down": (counted, "actual", down),
             "one_part": (report["functions"][0], "amount", up), "three_public": (report["rate_inputs"][0], "actual", up)}
    row, key, factor = place[how]
    row[key] = scaled(row[key], factor)
    if row is counted:
        row["actual_text"] = row[key] + row["unit"]


def copy_text(report, how, i):
    other = (i + 1) % PLAN["departments"]
    if how == "conclusion_of_another":
        report["conclusion"]["text"] = own_text(other, "总体完成情况")
    elif how == "measure_of_another":
        report["measures"][0]["text"] = own_text(other, "整改措施")
    elif how == "target_as_actual":
        for row in report["indicators"]:
            row["actual_text"] = row["target_text"]
            row.pop("actual", None)
    elif how == "template_words":
        report["goals"][0]["expected"] = "完成××项目建设，改善××条件"
    else:
        report["conclusion"]["text"] = own_text(other, "总体完成情况").replace(county.person(other)["title"], "本单位").replace("召开", "组织")


def planted(fault):
    i, kind, how = fault["department"], fault["fault"], fault["how"]
    report = honest(i, {"by_half": 50, "by_two_fifths": 60, "by_fifth": 80}.get(how, 100))
    if kind == "padded_claims":
        pad(report, how)
    elif kind == "easy_targets":
        ease(report, how)
    elif kind == "unit_slip":
        slip(report, how)
    elif kind == "copied_text":
        copy_text(report, how, i)
    return report


def signs_of(findings):
    """The findings that require something, and those about targets, by rule and place."""
    told = ("I10c", "I17", "I17b", "I19")
    return {(row.rule, row.field) for row in findings
            if row.severity != schema.FINDING_SEVERITY_INFO or row.rule in told}


class County(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.reviewer = cls.world.invite("reviewer", "reviewer")
        lead = cls.world.lead
        people = [county.person(i) for i in range(PLAN["departments"])]
        lead.call("DepartmentService/BatchCreateDepartments", request_id=request_id(), departments=[
            schema.Department(code=person["code"], title=person["title"], peer_group=person["peer_group"]) for person in people])
        lead.call("RoundService/CreateRound", round=schema.Round(
            name=f"rounds/{ROUND}", title="查验", year=2025, deadline_time=timestamp(3600), rulebook=RULEBOOK), request_id=request_id())
        lead.call("RoundService/OpenRound", name=f"rounds/{ROUND}", request_id=request_id())

    def findings(self, value):
        return self.reviewer.call("SubmissionService/CheckReport", report=read_message(value, schema.Report())).findings

    def file(self, i, value):
        """Files and accepts a report, with an explanation of each finding that needs one; false when no explanation is enough."""
        code = county.person(i)["code"]
        report = read_message(value, schema.Report())
        for number, row in enumerate(self.findings(value)):
            if row.severity == schema.FINDING_SEVERITY_HARD:
                return False
            if row.severity == schema.FINDING_SEVERITY_EXPLAIN:
                report.explanations.add(rule=row.rule, field=row.field, text=own_text(i, f"第{number + 1}处核对说明"))
        filer = self.world.invite(f"filer-{code}", "enterer", department=code)
        receipt = filer.submit(report).receipt
        filer.close()
        self.reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/{ROUND}-{code}",
                           digest=receipt.content_digest, request_id=request_id())
        return True

    def look(self):
        """Every department's signs: those of its findings, and those that only all reports together show."""
        faults = {fault["department"]: fault for fault in PLAN["faults"]}
        signs, stopped = {}, set()
        for i in range(PLAN["departments"]):
            value = planted(faults[i]) if i in faults else honest(i)
            signs[i] = signs_of(self.findings(value))
            if i in faults:
                signs[i] -= signs_of(self.findings(honest(i)))
            if not self.file(i, value):
                stopped.add(i)
        by_code = {f"departments/{county.person(i)['code']}": i for i in range(PLAN["departments"])}
        for row in self.reviewer.call("RankingService/ListInflation", round=f"rounds/{ROUND}").rows:
            if row.is_flagged:
                signs[by_code[row.department]].add(("inflation", ""))
            if row.copied_texts:
                signs[by_code[row.department]].add(("copied text", ""))
        return faults, signs, stopped

    def write(self):
        faults, signs, stopped = self.look()
        counts = collections.defaultdict(collections.Counter)
        rows = []
        for i, fault in faults.items():
            found = sorted({rule for rule, _ in signs[i]})
            counts[fault["fault"]]["found" if found else "missed"] += 1
            told = ", ".join(found) or "**missed**"
            rows.append(f"| {county.person(i)['code']} | {fault['fault']} | {HOW[fault['how']]} | {told} |"
                        + (" cannot be filed so |" if i in stopped else " |"))
        # The one that was copied from has the same text; which of the two wrote it first, nobody can tell.
        sources = {(i + 1) % PLAN["departments"] for i, fault in faults.items() if fault["how"].endswith("_of_another")}
        clean = [i for i in range(PLAN["departments"]) if i not in faults]
        accused = [i for i in clean if signs[i] - ({("copied text", "")} if i in sources else set())]
        named = [i for i in sources if ("copied text", "") in signs[i]]
        lines = ["# What is found in a planted county", "",
                 f"{PLAN['departments']} departments, {len(faults)} of them with a fault that was fixed before the first run",
                 "(`tests/data/planted-county.json`), judged by `county-sample`, filed, accepted and compared. Written by",
                 "`tests/system/test_planted.py --write`; the test fails when it is out of date.", "",
                 "| fault | planted | found | missed |", "|---|---|---|---|"]
        for kind, what in KINDS.items():
            n = counts[kind]
            lines.append(f"| {kind}: {what} | {n['found'] + n['missed']} | {n['found']} | {n['missed']} |")
        lines += ["", f"Falsely accused: {len(accused)} of {len(clean)} departments without a fault"
                  + (": " + ", ".join(county.person(i)["code"] for i in accused) if accused else "") + ".",
                  f"The other department with a copied text is named too, because nobody can tell who wrote it first: {len(named)} departments.", "",
                  "| department | fault | how | found by |  |", "|---|---|---|---|---|", *rows, "",
                  "What is missed cannot be detected from figures: whether a stated reason is true is for the reviewer to decide,",
                  "a budget cut by less than the limit of the rulebook is not a finding, and a text that was reworded is",
                  "not a copy. Lines without figures lower the coverage instead.", ""]
        return "\n".join(lines), counts, accused

    def test_what_is_found_missed_and_falsely_accused(self):
        text, counts, accused = self.write()
        print("\n" + text)
        if "--write" in ARGUMENTS:
            DOCUMENT.write_text(text, encoding="utf-8")
        self.assertEqual(accused, [], "departments without a fault")
        self.assertGreaterEqual(sum(n["found"] for n in counts.values()) / len(PLAN["faults"]), 0.75)
        self.assertEqual(DOCUMENT.read_text(encoding="utf-8"), text, "docs/planted-county.md is out of date: --write it")


ARGUMENTS = sys.argv[1:]

if __name__ == "__main__":
    sys.argv = [argument for argument in sys.argv if argument != "--write"]
    harness.main()
