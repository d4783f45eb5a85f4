#!/usr/bin/python3
"""A made-up county of 60 departments over three rounds with known causes: each question gives the planted answer.

Everybody files the same figures in each round, but for what is planted: one department was worse in the first round, one misses
the second, one is another's twin, one meets every target to the digit, one names a problem again; and the third round is judged
by a rulebook in which the common indicators weigh 20 percent.
"""
import argparse
import json
import sqlite3
import sys
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree

import harness
from desk import MISSING, USAGE, enrolled
from harness import TOP, World, request_id, timestamp
from schema import read_message, schema

sys.path.insert(0, str(TOP / "tests" / "support"))
import county

N, ROUNDS = 60, ("y1", "y2", "y3")
WORSE, ABSENT, ONE, TWIN, EXACT, AGAIN = 3, 5, 7, 8, 11, 13
SAMPLE = json.loads((TOP / "proto" / "rulebooks" / "county-sample.json").read_text(encoding="utf-8"))
REPEATED = "专项资金下达晚，项目开工推迟"


def code(i):
    return county.person(i)["code"]


def worsen(report):
    """Six tenths of each target of its own table, and the claims that go with it."""
    for row in report["indicators"]:
        if row.get("sign") == "at_least" and "actual" in row:
            actual = int(row["target"]) * 6 // 10
            row.update(actual=str(actual), actual_text=f"{actual}{row['unit']}", reason="部分任务结转下年",
                       claimed_score=county.hundredths(county.half_up(int(Decimal(row["points"]) * 100) * actual, int(row["target"]))))
    total(report)


def meet_exactly(report):
    for table in [report, *report["projects"]]:
        for row in table["indicators"]:
            if row.get("sign") in ("at_least", "at_most") and "actual" in row:
                row.update(actual=row["target"], actual_text=f"{row['target']}{row['unit']}", claimed_score=row["points"])
                row.pop("reason", None)
        if table is not report:
            total(table, table)
    total(report)


def total(table, holder=None):
    lines = table["indicators"] + table.get("funds", []) + table.get("funds_by_source", [])
    score = sum(int(Decimal(row["claimed_score"]) * 100) for row in lines if "claimed_score" in row)
    holder = table["conclusion"] if holder is None else holder
    holder.update(claimed_score=county.hundredths(score), claimed_grade=county.grade(score))


def report_of(i, round_id):
    year = 2023 + ROUNDS.index(round_id)
    options = argparse.Namespace(seed=5, projects=1, indicators=4, year=year, round=f"rounds/{round_id}", departments=N)
    report = json.loads(county.line(options, ONE if i == TWIN else i))
    if i == TWIN:
        report.update(department=f"departments/{code(i)}")
        report["profile"]["name"] = county.person(i)["title"]
        report["team"] = [dict(member, unit=county.person(i)["title"]) for member in report["team"]]
    if (i, round_id) == (WORSE, "y1"):
        worsen(report)
    if i == EXACT:
        meet_exactly(report)
    report["conclusion"]["text"] = f"{county.person(i)['title']}{year}年主要目标完成，第{i}号"
    report["measures"][0]["text"] = f"{year}年按季核对进度，逐项落实，第{i}号"
    report["problems"][0]["text"] = REPEATED if i == AGAIN and round_id != "y2" else f"{year}年第{i}号指标未达预期"
    return report


class PlantedQuestions(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = world = World(cls)
        world.lead.call("DepartmentService/BatchCreateDepartments", request_id=request_id(), departments=[
            schema.Department(code=code(i), title=county.person(i)["title"], peer_group=county.person(i)["peer_group"])
            for i in range(N)])
        cls.filers = {i: world.invite(f"filer-{i}", "enterer", department=code(i)) for i in range(N)}
        cls.accepting = world.invite("accepting", "reviewer")
        other = json.loads(json.dumps(SAMPLE))
        other.update(id="planted-county", number="1")
        other["scoring"]["common_weight"] = "20"
        world.lead.call("RulebookService/ActivateRulebook", rulebook=read_message(other, schema.Rulebook()), request_id=request_id())
        for round_id in ROUNDS:
            cls.hold(round_id, "planted-county" if round_id == "y3" else "county-sample")
        cls.analyst = enrolled(world, "analyst", "analyst")

    @classmethod
    def hold(cls, round_id, rulebook):
        lead = cls.world.lead
        lead.call("RoundService/CreateRound", request_id=request_id(), round=schema.Round(
            name=f"rounds/{round_id}", title=round_id, year=2023 + ROUNDS.index(round_id), deadline_time=timestamp(3600),
            rulebook=f"rulebooks/{rulebook}/editions/latest"))
        lead.call("RoundService/OpenRound", name=f"rounds/{round_id}", request_id=request_id())
        for i, filer in cls.filers.items():
            if (i, round_id) == (ABSENT, "y2"):
                continue
            report = read_message(report_of(i, round_id), schema.Report())
            for number, row in enumerate(filer.call("SubmissionService/CheckReport", report=report).findings):
                assert row.severity != schema.FINDING_SEVERITY_HARD, (i, row.rule, row.field)
                if row.severity == schema.FINDING_SEVERITY_EXPLAIN:
                    report.explanations.add(rule=row.rule, field=row.field,
                                            text=f"{round_id}轮第{i}号部门第{number + 1}处，口径与附表不同，已与财政核对")
            receipt = filer.submit(report).receipt
            cls.accepting.call("ReviewService/AcceptSubmission", name=f"submissions/{round_id}-{code(i)}",
                               digest=receipt.content_digest, request_id=request_id())
        lead.call("RoundService/CloseRound", name=f"rounds/{round_id}", request_id=request_id())
        lead.call("PublicationService/PublishRound", round=f"rounds/{round_id}", stage=schema.PUBLICATION_STAGE_PROVISIONAL,
                  window_end_time=timestamp(3600), request_id=request_id())

    def rows(self, *arguments):
        return {row["department"].split("/")[1]: row for row in self.analyst.json(*arguments)["rows"]}

    # ---- why-changed ----

    def check_sums(self, rows):
        for name, row in rows.items():
            if not row.get("gap"):
                self.assertEqual(sum(Fraction(row[f"score_{part}"]) for part in ("own", "weights", "rules")),
                                 Fraction(row["score_change"]), name)
                self.assertEqual(sum(Fraction(row[f"rank_{part}"]) for part in ("own", "peers", "weights", "rules")),
                                 row.get("rank_change", 0), name)
                self.assertEqual(row.get("from_rank", 0) - row.get("to_rank", 0), row.get("rank_change", 0), name)

    def test_who_improved_did_so_by_its_own_figures_and_passed_its_peers(self):
        rows = self.rows("why-changed", "y1", "y2")
        self.check_sums(rows)
        self.assertEqual(rows[code(ABSENT)]["gap"], "gone")
        worse = rows[code(WORSE)]
        self.assertGreater(Fraction(worse["score_own"]), 5)
        self.assertEqual((worse["score_own"], worse["score_weights"], worse["score_rules"]),
                         (worse["score_change"].rstrip("0").rstrip("."), "0", "0"))
        for name, row in rows.items():
            if name not in (code(WORSE), code(ABSENT)):
                self.assertEqual((row["score_own"], row["score_weights"], row["score_rules"]), ("0", "0", "0"), name)
                self.assertIn(Fraction(row["rank_peers"]), (-1, 0, 1), name)
        self.assertEqual(self.analyst.json("why-changed", "y1", "y2", code(WORSE))["rows"], [worse])

    def test_what_the_weights_changed_is_told_apart_from_what_anybody_did(self):
        rows = self.rows("why-changed", "y2", "y3")
        self.check_sums(rows)
        changed = 0
        for name, row in rows.items():
            if row.get("gap"):
                self.assertEqual((name, row["gap"]), (code(ABSENT), "new"))
                continue
            self.assertEqual((row["score_own"], row["score_rules"]), ("0", "0"), name)
            self.assertEqual((row["rank_own"], row["rank_rules"]), ("0", "0"), name)
            changed += row["score_weights"] != "0"
        self.assertGreater(changed, 10)

    def test_both_at_once_and_the_same_twice(self):
        both = self.rows("why-changed", "y1", "y3")
        self.check_sums(both)
        self.assertNotEqual(both[code(WORSE)]["score_own"], "0")
        self.assertGreater(sum(row.get("score_weights", "0") != "0" for row in both.values()), 10)
        for row in self.rows("why-changed", "y1", "y1").values():
            self.assertEqual({row[key] for key in row if key.startswith(("score_", "rank_"))} - {"0.00"}, {"0"})

    # ---- what-if ----

    def dump(self):
        with sqlite3.connect(f"file:{self.world.daemon.directory}/jixiao.db?mode=ro", uri=True) as database:
            return list(database.iterdump())

    def test_what_if_gives_what_was_then_published_and_stores_nothing(self):
        before = self.dump()
        if_weighed = self.rows("what-if", "y2", "--weight", "common=20")
        published = {row["department"].split("/")[1]: row for row in self.analyst.json("rank", "y3")["rows"]}
        self.assertEqual(len(if_weighed), N - 1)
        for name, row in if_weighed.items():
            self.assertIs(row["is_what_if"], True)
            self.assertEqual(row.get("what_if_score"), published[name].get("final_score"), name)
        official = self.rows("what-if", "y2", "--rulebook", "county-sample")
        for row in self.analyst.json("rank", "y2")["rows"]:
            same = official[row["department"].split("/")[1]]
            self.assertEqual((same.get("what_if_score"), same.get("what_if_rank"), same.get("final_score"), same.get("rank")),
                             (row.get("final_score"), row.get("rank")) * 2)
        self.assertEqual(self.dump(), before)

    def test_no_line_of_what_if_can_be_taken_for_a_published_one(self):
        arguments = ("what-if", "y2", "--without", "D02")
        for line in self.analyst.run("-o", "table", *arguments).stdout.splitlines():
            if any(county.person(i)["title"] in line for i in range(N)):
                self.assertTrue(line.startswith("yes"), line)
        self.assertTrue(all(row["is_what_if"] == "true" for row in self.analyst.csv(*arguments)))
        for line in self.analyst.run("-o", "jsonl", *arguments).stdout.splitlines():
            self.assertIs(json.loads(line)["is_what_if"], True)
        reply = self.analyst.json(*arguments)
        self.assertEqual((reply["is_what_if"], reply["changes"]), (True, ["--without D02"]))
        self.assertNotIn("digest", reply)
        for wrong in (["--without", "X99"], ["--weight", "nothing=3"], ["--weight", "common"], []):
            self.analyst.run("what-if", "y2", *wrong, code=USAGE)

    # ---- stability ----

    def test_ranges_hold_the_ranks_and_twins_cannot_be_told_apart(self):
        ranks = {row["department"].split("/")[1]: row.get("rank", 0) for row in self.analyst.json("rank", "y2")["rows"]}
        still = self.rows("stability", "y2", "--shift", "0")
        self.assertEqual({name: (row["rank"], row["best_rank"], row["worst_rank"]) for name, row in still.items()},
                         {name: (rank,) * 3 for name, rank in ranks.items() if rank})
        reply = self.analyst.json("stability", "y2", "--shift", "5")
        self.assertLessEqual({"产出", "效益", "满意度", "预算执行"}, set(reply["classes"]))
        moved = {row["department"].split("/")[1]: row for row in reply["rows"]}
        for row in moved.values():
            self.assertTrue(row["best_rank"] <= row["rank"] <= row["worst_rank"])
        self.assertIn(f"departments/{code(TWIN)}", moved[code(ONE)]["like"])
        self.assertIn(f"departments/{code(ONE)}", moved[code(TWIN)]["like"])
        self.assertGreater(sum(row["worst_rank"] - row["best_rank"] for row in moved.values()), N)
        self.analyst.run("stability", "y2", "--shift", "101", code=USAGE)

    # ---- peers, trend, quality, problems ----

    def test_the_twin_is_the_nearest_and_distances_are_symmetric(self):
        one = self.analyst.json("peers", code(ONE), "y2", "--top", "59")["rows"]
        self.assertEqual((one[0]["department"], one[0]["distance"]), (f"departments/{code(ONE)}", "0.000000"))
        self.assertEqual((one[1]["department"], one[1]["distance"]), (f"departments/{code(TWIN)}", "0.000000"))
        self.assertEqual(len(one), N - 1)
        for row in one[2:7]:
            back = self.rows("peers", row["department"].split("/")[1], "y2", "--top", "59")[code(ONE)]
            self.assertEqual([row[key] for key in ("distance", "staff_part", "money_part", "functions_part")],
                             [back[key] for key in ("distance", "staff_part", "money_part", "functions_part")])
        self.assertEqual([Decimal(row["distance"]) for row in one], sorted(Decimal(row["distance"]) for row in one))

    def test_a_trend_names_the_round_that_is_missed(self):
        rows = self.analyst.json("trend", code(ABSENT))["rows"]
        self.assertEqual([row["round"] for row in rows], [f"rounds/{name}" for name in ROUNDS])
        self.assertEqual([row.get("gap", "") for row in rows], ["", "not_filed", ""])
        better = self.analyst.json("trend", code(WORSE), "--by", "row.final_score")["rows"]
        changed = self.rows("why-changed", "y1", "y2")[code(WORSE)]
        self.assertEqual((better[1]["score_change"], better[1]["rank_change"]), (changed["score_change"], changed["rank_change"]))
        self.assertEqual(better[0]["value"]["value"], better[0]["final_score"].rstrip("0").rstrip("."))
        group = self.analyst.json("trend", "--peers", "town")["rows"]
        self.assertEqual(len(group), 3)
        scores = sorted(Decimal(row["final_score"]) for row in self.analyst.json("rank", "y1", "--peers", "town")["rows"])
        middle = (scores[len(scores) // 2] + scores[(len(scores) - 1) // 2]) / 2
        self.assertEqual(Decimal(group[0]["final_score"]), middle.quantize(Decimal("0.01"), "ROUND_HALF_UP"))
        self.analyst.run("trend", code=USAGE)
        picture = self.analyst.directory / "trend.svg"
        self.analyst.run("trend", code(ABSENT), "--out", picture)
        drawn = picture.read_text()
        ElementTree.fromstring(drawn)
        for row in rows:
            self.assertIn(row["round"].partition("/")[2], drawn)
            if "final_score" in row:
                self.assertIn(row["final_score"], drawn)
        self.analyst.run("trend", code(ABSENT), "--out", "trend.png", code=USAGE)

    def test_rules_are_counted_as_the_export_has_them(self):
        file = self.world.directory / "y1.jsonl"
        self.analyst.run("export", "y1", "--publication", "latest", "--out", str(file))
        counted = {}
        for line in file.read_text(encoding="utf-8").splitlines():
            report = json.loads(line).get("report")
            for finding in (report or {}).get("findings", []):
                counted.setdefault(finding["rule"], set()).add(report["report"]["department"])
        rows = self.analyst.json("quality", "y1", "y2")["rows"]
        first = {row["rule"]: row.get("departments", 0) for row in rows if row["round"] == "y1" and row.get("departments")}
        self.assertEqual(first, {rule: len(departments) for rule, departments in counted.items()})
        self.assertTrue(all(row.get("title") for row in rows))
        again = self.analyst.json("quality", str(file))["rows"]
        self.assertEqual({row["rule"]: row["departments"] for row in again}, first, "a file gives what the server gives")

    def test_targets_met_to_the_digit_stand_out(self):
        rows = self.rows("quality", "y2", "--targets")
        self.assertIn("exact_hits", rows[code(EXACT)]["marks"])
        self.assertEqual(rows[code(EXACT)]["exact_hits"], rows[code(EXACT)]["targets"])
        marked = [name for name, row in rows.items() if "exact_hits" in row.get("marks", [])]
        self.assertEqual(marked, [code(EXACT)])

    def test_a_problem_named_again_is_found(self):
        rows = self.analyst.json("problems", *ROUNDS, "--repeated")["rows"]
        self.assertEqual(rows, [{"department": f"departments/{code(AGAIN)}", "title": county.person(AGAIN)["title"],
                                 "text": REPEATED, "rounds": ["y1", "y3"], "is_same_words": True}])
        kinds = self.analyst.json("problems", *ROUNDS)["rows"]
        self.assertEqual([(row["round"], row["problems"], row.get("again", 0), row.get("same_words", 0)) for row in kinds],
                         [("y1", N, 0, 0), ("y2", N - 1, 0, 0), ("y3", N, 1, 1)])

    # ---- what is read ----

    def test_publications_are_named_by_round_number_or_file(self):
        self.assertEqual(self.analyst.json("stability", "y1:1"), self.analyst.json("stability", "y1"))
        self.analyst.run("stability", "y1:9", code=MISSING)
        self.analyst.run("stability", "y1:x", code=USAGE)
        done = self.analyst.run("stability", "y1", "--peers", "twon", code=MISSING)
        self.assertIn("town", done.stderr)
        for command in (["stability", "y1"], ["what-if", "y1", "--without", "D02"], ["why-changed", "y1", "y2"],
                        ["peers", code(1), "y1"], ["trend", code(1)], ["quality", "y1"], ["problems", "y1"]):
            for form, language in (("table", "zh"), ("csv-excel", "en"), ("jsonl", "en")):
                self.assertTrue(self.analyst.run("-o", form, *command, language=language).stdout.strip(), (command, form))


if __name__ == "__main__":
    harness.main()
