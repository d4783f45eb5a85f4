#!/usr/bin/python3
"""Rankings, inflation and coverage of a small county by typed commands: by every score, by metrics and by formulas."""
import argparse
import csv
import io
import json
import re
import sys
from decimal import ROUND_HALF_UP, Decimal

import harness
from harness import TOP, World, explain, request_id, small_report, timestamp
from schema import digest, read_message, schema
from test_client import DENIED, USAGE, enrolled
from test_screens import on_terminal

sys.path.insert(0, str(TOP / "tests" / "support"))
import county

ROUND, RULEBOOK = "rounds/r1", "rulebooks/county-sample/editions/2026-1"
N_FILED, BARE, REVIEWED, INFLATED = 8, 7, 1, 2  # departments by their place in the roster; the last files nothing
COLUMNS = ("rank title value reviewed_score claimed_score execution_rate execution_rate_initial peer_group is_late department "
           "final_score computed_score common_score deduction coverage group grade is_unanswered flags").split()
SCORES = {"final": "final_score", "computed": "computed_score", "reviewed": "reviewed_score", "common": "common_score",
          "claimed": "claimed_score"}
APART = {"zh": "无法核实（覆盖率不足，不排名次）", "en": "Cannot be verified (too little coverage for a rank)"}


def report_of(i):
    """A report of the county; one shows no indicator with points, one claims full marks for less than its targets."""
    options = argparse.Namespace(seed=1, projects=2, indicators=5, year=2025, round=ROUND, departments=N_FILED + 1)
    if i == BARE:
        return small_report(county.person(i)["code"], "r1")
    value = json.loads(county.line(options, i))
    if i == INFLATED:
        tables = [(value, value["conclusion"])] + [(project, project) for project in value["projects"]]
        for table, total in tables:
            raised = 0
            table["indicators"][0].update(actual=str(int(table["indicators"][0]["target"]) * 6 // 10), reason=county.REASONS[0])
            table["indicators"][0]["actual_text"] = table["indicators"][0]["actual"] + table["indicators"][0]["unit"]
            for row in table["indicators"]:
                raised += cents(row["points"]) - cents(row["claimed_score"])
                row["claimed_score"] = row["points"]
            total["claimed_score"] = county.hundredths(cents(total["claimed_score"]) + raised)
            total["claimed_grade"] = county.grade(cents(total["claimed_score"]))
    return read_message(value, schema.Report())


def cents(text):
    return int(Decimal(text) * 100)


def half_up(value):
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def code_of(row):
    return row["department"].split("/")[1]


class Rankings(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = world = World(cls)
        people = [county.person(i) for i in range(N_FILED + 1)]
        cls.codes = [person["code"] for person in people]
        world.lead.call("DepartmentService/BatchCreateDepartments", request_id=request_id(), departments=[
            schema.Department(code=person["code"], title=person["title"], peer_group=person["peer_group"]) for person in people])
        world.lead.call("RoundService/CreateRound", request_id=request_id(), round=schema.Round(
            name=ROUND, title="样例轮次", year=2025, deadline_time=timestamp(3600), rulebook=RULEBOOK))
        world.lead.call("RoundService/OpenRound", name=ROUND, request_id=request_id())
        cls.reviewer, cls.analyst = enrolled(world, "reviewer", "reviewer"), enrolled(world, "analyst", "analyst")
        cls.filer = enrolled(world, "filer", "enterer", department=cls.codes[0])
        accepting = world.invite("accepting", "reviewer")
        for i in range(N_FILED):
            person = world.invite(f"filer-{i}", "enterer", department=cls.codes[i])
            report = explain(person, report_of(i))
            person.submit(report)
            score = {"reviewed_score": schema.Decimal(micros=70500000, decimals=2), "reason": "按复核情况核定"} if i == REVIEWED else {}
            accepting.call("ReviewService/AcceptSubmission", name=f"submissions/r1-{cls.codes[i]}", digest=digest(report),
                           request_id=request_id(), **score)
        world.lead.call("RoundService/CloseRound", name=ROUND, request_id=request_id())
        world.lead.call("PublicationService/PublishRound", round=ROUND, stage=schema.PUBLICATION_STAGE_PROVISIONAL,
                        audience=schema.PUBLICATION_AUDIENCE_PUBLIC,
                        window_end_time=timestamp(3600), request_id=request_id())

    def rank(self, *arguments):
        return self.analyst.json("rank", "r1", *arguments)

    def test_a_wide_terminal_gets_bars_and_nothing_else_does(self):
        ranked = [row for row in self.rank()["rows"] if row.get("rank")]
        wide, narrow = (on_terminal(self.analyst, "rank", "r1", columns=columns) for columns in (200, 60))
        bars = re.findall("#+", wide)
        self.assertEqual([len(bar) for bar in bars], [min(20, int(Decimal(row["final_score"]) / 5 + Decimal("0.5"))) for row in ranked])
        self.assertNotIn("##", narrow)
        for form in ("table", "csv", "json"):
            self.assertNotIn("#", self.analyst.run("rank", "r1", "-o", form).stdout)

    def check_ranks(self, rows, key, is_lower_first=False):
        """Ranks as 1-2-2-4 by a key that each ranked row has; whoever has none comes behind."""
        ranked = [row for row in rows if row.get("rank")]
        self.assertEqual(rows[:len(ranked)], ranked, "a row without a rank stands among those with one")
        values = [key(row) for row in ranked]
        self.assertEqual(values, sorted(values, reverse=not is_lower_first))
        before = (lambda a, b: a < b) if is_lower_first else (lambda a, b: a > b)
        self.assertEqual([row["rank"] for row in ranked], [1 + sum(before(b, a) for b in values) for a in values])
        return ranked

    def test_by_each_score(self):
        for kind, field in SCORES.items():
            with self.subTest(kind=kind):
                reply = self.rank("--score", kind)
                self.assertEqual((reply["score"], len(reply["rows"])), (kind, N_FILED))
                ranked = self.check_ranks(reply["rows"], lambda row: Decimal(row[field]))
                apart = {code_of(row) for row in reply["rows"]} - {code_of(row) for row in ranked}
                if kind == "claimed":
                    self.assertEqual(ranked, [])
                elif kind == "reviewed":
                    self.assertEqual([code_of(row) for row in ranked], [self.codes[REVIEWED]])
                elif kind == "common":
                    self.assertEqual(apart, {code_of(row) for row in reply["rows"] if field not in row})
                else:
                    self.assertEqual(apart, {self.codes[BARE]})
        self.assertEqual(self.rank(), self.rank("--score", "final"), "not the final score by default")

    def test_the_final_score_is_what_its_parts_make(self):
        for row in self.rank()["rows"]:
            base = row.get("reviewed_score") or min((row[name] for name in ("claimed_score", "computed_score") if name in row),
                                                    key=Decimal)
            if "final_score" in row and "computed_score" in row:
                self.assertEqual(Decimal(row["final_score"]), max(Decimal(0), Decimal(base) - Decimal(row.get("deduction", "0"))))

    def test_csv_has_every_column_in_its_place(self):
        for arguments in ((), ("--by", "execution_rate"), ("--score", "claimed")):
            text = self.analyst.run("-o", "csv", "rank", "r1", *arguments).stdout
            self.assertEqual(text.splitlines()[0], ",".join(COLUMNS))
            rows, replies = list(csv.DictReader(io.StringIO(text))), self.rank(*arguments)["rows"]
            for row, reply in zip(rows, replies, strict=True):
                self.assertEqual(row["department"], code_of(reply))
                self.assertEqual(row["rank"], str(reply.get("rank", "")))
                self.assertEqual((row["is_late"], row["is_unanswered"]), ("false", "false"))
                for column in COLUMNS[10:-2]:
                    self.assertEqual(row[column], reply.get(column, ""), column)
        lines = self.analyst.run("rank", "r1").stdout.splitlines()
        self.assertEqual({len(line.split("\t")) for line in lines}, {len(COLUMNS)})

    def test_by_a_metric_and_by_formulas(self):
        by = self.rank("--by", "execution_rate")
        self.assertEqual(by["by"], "execution_rate")
        self.assertNotIn("score", by)
        self.check_ranks(by["rows"], lambda row: Decimal(row["value"]["value"]))
        for options in ((), ("--lower-first",)):
            gap = self.rank("--by", "row.claimed_score - row.computed_score", *options)
            ranked = self.check_ranks(gap["rows"], lambda row: Decimal(row["value"]["value"]), bool(options))
            self.assertEqual(len(ranked), N_FILED - 1)
            for row in ranked:
                self.assertEqual(Decimal(row["value"]["value"]), Decimal(row["claimed_score"]) - Decimal(row["computed_score"]))
        self.assertEqual(gap["rows"][-1]["value"]["missing"], "row.computed_score")
        money = self.rank("--by", "accounts.expenditure")["rows"]
        spent = {self.codes[i]: report_of(i).accounts.expenditure.fen for i in range(N_FILED) if i != BARE}
        for row in self.check_ranks(money, lambda row: Decimal(row["value"]["value"])):
            self.assertEqual(row["value"]["unit"], "万元")
            self.assertEqual(Decimal(row["value"]["value"]) * 1000000, spent[code_of(row)])

    def test_where_leaves_out_and_ranks_the_others(self):
        everybody = self.rank()["rows"]
        reply = self.rank("--where", "row.claimed_score >= 95 && size(projects) > 0")
        kept = [row for row in everybody if Decimal(row["claimed_score"]) >= 95 and code_of(row) != self.codes[BARE]]
        self.assertEqual([code_of(row) for row in reply["rows"]], [code_of(row) for row in kept])
        self.assertEqual(reply.get("excluded_count", 0), N_FILED - len(kept))
        self.check_ranks(reply["rows"], lambda row: Decimal(row["final_score"]))
        self.assertEqual(self.rank("--where", "row.reviewed_score > 0").get("excluded_count"), N_FILED - 1, "what cannot be computed")
        for language, says in (("zh", "不列"), ("en", "left out")):
            said = self.analyst.run("-o", "table", "rank", "r1", "--where", "row.reviewed_score > 0", language=language)
            self.assertIn(says, said.stdout)

    def test_peers_are_ranked_among_themselves(self):
        for group in {county.person(i)["peer_group"] for i in range(N_FILED)}:
            members = {self.codes[i] for i in range(N_FILED) if county.person(i)["peer_group"] == group}
            rows = self.rank("--peers", group)["rows"]
            self.assertEqual({code_of(row) for row in rows}, members)
            self.check_ranks(rows, lambda row: Decimal(row["final_score"]))
            for command in ("inflation", "coverage"):
                rows = self.analyst.json(command, "r1", "--peers", group)["rows"]
                self.assertEqual({code_of(row) for row in rows}, members)
        self.assertEqual(len(self.rank("--top", "2")["rows"]), 2)

    def test_people_read_a_whole_table(self):
        digest_start = self.rank()["rulebook_digest"][:19]
        absent, bare = county.person(N_FILED), county.person(BARE)
        for language in ("zh", "en"):
            text = self.analyst.run("-o", "table", "rank", "r1", language=language).stdout
            head, rest = text.split("\n\n", 1)
            self.assertEqual(len(head.splitlines()), 3)
            for part in ("r1", "1", "county-sample", "2026-1", digest_start):
                self.assertIn(part, head)
            ranked, apart = rest.split(APART[language])
            self.assertNotIn(bare["title"], ranked)
            self.assertIn(bare["title"], apart)
            self.assertIn(absent["code"], apart)
            self.assertIn("1-2-2-4", apart)
            by_metric = self.analyst.run("-o", "table", "rank", "r1", "--by", "execution_rate", language=language).stdout
            self.assertNotIn(APART[language], by_metric)
            claimed = self.analyst.run("-o", "table", "rank", "r1", "--score", "claimed", language=language).stdout
            self.assertNotIn(APART[language], claimed)
            self.assertNotIn("1-2-2-4", claimed)
            self.assertIn({"zh": "都没有名次", "en": "Nobody has a rank"}[language], claimed)

    def test_the_basis_is_named(self):
        self.assertIn("publication 1, provisional", self.analyst.run("-o", "table", "rank", "r1").stdout)
        said = self.reviewer.run("-o", "table", "rank", "r1", "--accepted").stdout
        self.assertIn("accepted so far, not published", said)
        for command in ("inflation", "coverage"):
            self.assertIn("publication 1", self.analyst.run("-o", "table", command, "r1").stdout)
            self.assertIn("not published", self.reviewer.run("-o", "table", command, "r1", "--accepted").stdout)
            self.analyst.run(command, "r1", "--accepted", code=DENIED)
            self.filer.run(command, "r1", code=DENIED)

    def test_wrong_formulas_are_shown_before_anything_is_sent(self):
        nowhere = ("--server", "localhost:1")
        for option, text, place in (("--by", "row.climed_score - 1", "    ^^^^^^^^^^^^"), ("--where", "row.coverage", "^^^^^^^^^^^^"),
                                    ("--where", "accounts.income > 5", "                ^"), ("--by", "自评 - 1", "^^")):
            for language in ("zh", "en"):
                said = self.analyst.run(*nowhere, "rank", "r1", option, text, code=USAGE, language=language)
                self.assertIn(f"\n  {text}\n  {place}", said.stderr)
                self.assertTrue(said.stderr.startswith(option))
                self.assertIn("jixiao help rank", said.stderr)
                self.assertEqual(said.stdout, "")
            error = json.loads(self.analyst.run(*nowhere, "-o", "json", "rank", "r1", option, text, code=USAGE).stderr)
            self.assertEqual(error["field"], option[2:])
            self.assertTrue(error["reason"].startswith("FORMULA_"), error)

    def test_options_that_do_not_go_together(self):
        for options in (("--score", "best"), ("--score", "final", "--by", "execution_rate"), ("--lower-first",),
                        ("--lower-first", "--by", "execution_rate"), ("--top", "0")):
            self.analyst.run("rank", "r1", *options, code=USAGE)
        self.analyst.run("rank", "r1", "--by", "nosuch", code=USAGE)
        self.analyst.run("rank", "r1", "--by", "claimed_score", code=USAGE)

    def test_inflation(self):
        reply = self.analyst.json("inflation", "r1")
        rows = reply["rows"]
        indexed = [row for row in rows if "index" in row]
        self.assertEqual(rows[:len(indexed)], indexed, "a row without an index stands among those with one")
        self.assertEqual(len(indexed), N_FILED - 1)
        indices = [Decimal(row["index"]) for row in indexed]
        self.assertEqual(indices, sorted(indices, reverse=True))
        self.assertEqual(code_of(rows[0]), self.codes[INFLATED])
        for row in indexed:
            shrunk = Decimal(row["excess"]) * row["computed_lines"] / (row["computed_lines"] + 2)
            self.assertAlmostEqual(Decimal(row["index"]), shrunk, delta=Decimal("0.01"))
            if "distance" in row and abs(Decimal(row["distance"]) - Decimal("3.5")) > Decimal("0.01"):
                far = Decimal(row["distance"]) > Decimal("3.5")
                self.assertEqual(row.get("is_flagged", False), far and Decimal(row["index"]) - Decimal(reply["median"]) >= 1)
        claims = [Decimal(row["claimed_score"]) for row in rows]
        self.assertEqual(Decimal(reply["mean_claimed"]), half_up(sum(claims) / len(claims)))
        self.assertEqual(reply.get("claim_98", 0), sum(claim >= 98 for claim in claims))
        self.assertEqual(reply.get("claim_full", 0), sum(claim >= 100 for claim in claims))
        reviewed = {code_of(row): row for row in rows}[self.codes[REVIEWED]]
        self.assertEqual(Decimal(reviewed["claimed_less_reviewed"]), Decimal(reviewed["claimed_score"]) - Decimal("70.5"))
        table = self.analyst.csv("inflation", "r1")
        self.assertEqual([(row["department"], row["index"]) for row in table], [(code_of(row), row.get("index", "")) for row in rows])
        flagged = [code_of(row) for row in rows if row.get("is_flagged")]
        self.assertEqual(flagged, [self.codes[INFLATED]])
        for language, flag, warning in (("zh", "偏高", "没有标记不说明没有虚高"), ("en", "high ", "no flag proves nothing")):
            text = self.analyst.run("-o", "table", "inflation", "r1", language=language).stdout
            self.assertEqual(sum(line.startswith(flag) for line in text.splitlines()), len(flagged))
            self.assertIn(warning, text)

    def test_coverage(self):
        reply = self.analyst.json("coverage", "r1")
        rows = reply["rows"]
        coverages = [Decimal(row["coverage"]) for row in rows]
        self.assertEqual(coverages, sorted(coverages))
        self.assertEqual((code_of(rows[0]), rows[0]["group"]), (self.codes[BARE], "unverifiable"))
        self.assertEqual((reply["verifiable"], reply["unverifiable"]), (N_FILED - 1, 1))
        for row in rows[1:]:
            self.assertEqual(row["project_coverage"], {"unit": "%", "value": "100.00"})
        table = self.analyst.csv("coverage", "r1")
        self.assertEqual([(row["department"], row["coverage"], row["group"]) for row in table],
                         [(code_of(row), row["coverage"], row["group"]) for row in rows])
        lines = self.analyst.run("-o", "jsonl", "coverage", "r1").stdout.splitlines()
        self.assertEqual([json.loads(line) for line in lines], rows)
        for language, group in (("zh", "无法核实"), ("en", "cannot be verified")):
            self.assertIn(group, self.analyst.run("-o", "table", "coverage", "r1", language=language).stdout)

    def test_the_list_shows_what_figures_come_to(self):
        by_code = {code_of(row): row for row in self.rank()["rows"]}
        listed = self.reviewer.csv("list", "--round", "r1")
        self.assertEqual(list(listed[0])[-5:], ["computed_score", "coverage", "group", "is_unanswered", "flags"])
        for row in listed:
            expected = by_code.get(row["department"], {})
            for column in ("computed_score", "coverage", "group"):
                self.assertEqual(row[column], expected.get(column, ""), row)

    def test_the_public_listener_ranks_by_formulas_too(self):
        public = ("--public", "--server", f"127.0.0.1:{self.world.daemon.public}")
        rows = self.analyst.json(*public, "rank", "r1", "--by", "row.claimed_score - row.final_score", "--where",
                                 "row.coverage > 60")["rows"]
        self.assertEqual(len(rows), N_FILED - 1)
        self.analyst.run(*public, "inflation", code=USAGE)
        self.analyst.run(*public, "inflation", "r1", code=DENIED)


if __name__ == "__main__":
    harness.main()
