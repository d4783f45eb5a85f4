#!/usr/bin/python3
"""What an analyst asks: fields of formulas, saved formulas, comparisons of many, on a county of three departments and two
rounds, of which one department misses the second."""
import json
import subprocess

import harness
from desk import FINDINGS, MISSING, USAGE, enrolled
from harness import JIXIAO, World, request_id, small_report, timestamp
from schema import digest, schema

CODES = ["1001", "1002", "1003"]


class Questions(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = world = World(cls)
        world.lead.call("DepartmentService/BatchCreateDepartments", request_id=request_id(), departments=[
            schema.Department(code=code, title=f"样例{code}局", peer_group="bureau" if code != "1003" else "town") for code in CODES])
        filers = {code: world.invite(f"filer-{code}", "enterer", department=code) for code in CODES}
        for round_id, codes in (("r1", CODES), ("r2", CODES[:2])):
            world.open_round(round_id)
            for code in codes:
                report = small_report(code, round_id)
                if code == "1002":
                    outcome = report.outcomes.add(name="服务人数", unit="人", status=schema.FIGURE_STATUS_FORECAST)
                    outcome.value.micros = 5000000
                if (round_id, code) == ("r2", "1001"):
                    outcome = report.outcomes.add(name="服务人数", unit="人", period="2025-01/2025-11")
                    outcome.value.micros = 5000000
                row = report.indicators.add(level1="产出", level2="数量", name=f"开展检查次数{code}", unit="次",
                                            sign=schema.FIGURE_SIGN_AT_LEAST)
                row.target.micros, row.actual.micros = 10000000, 12000000
                filers[code].submit(report)
                if (round_id, code) == ("r1", "1003"):
                    continue
                world.lead.call("ReviewService/AcceptSubmission", name=f"submissions/{round_id}-{code}", digest=digest(report),
                                reviewed_score=schema.Decimal(micros=80000000), reason="按实核定", request_id=request_id())
            world.lead.call("RoundService/CloseRound", name=f"rounds/{round_id}", request_id=request_id())
            world.lead.call("PublicationService/PublishRound", round=f"rounds/{round_id}", request_id=request_id(),
                            stage=schema.PUBLICATION_STAGE_PROVISIONAL, window_end_time=timestamp(3600))
        cls.analyst, cls.reviewer = enrolled(world, "analyst", "analyst"), enrolled(world, "reviewer", "reviewer")

    # ---- fields ----

    def test_every_field_of_the_list_can_be_named_by_a_formula(self):
        rows = self.analyst.json("fields")["rows"]
        self.assertGreater(len(rows), 250)
        self.assertEqual(len({row["path"] for row in rows}), len(rows))
        named = [row["path"] for row in rows if "[]" not in row["path"]]
        for path in named:
            with self.subTest(path=path):
                done = self.analyst.run("rank", "r1", "--where", f"has({path})", code=None)
                self.assertNotIn("no ", done.stderr.partition("Error")[2].partition("\n")[0].replace("not", ""), done.stderr)
                self.assertEqual(done.returncode, 0, done.stderr)
        kinds = {row["kind"] for row in rows}
        self.assertLessEqual({"number", "money", "text", "yes or no", "choice", "list of text"}, kinds)
        units = {row["path"]: row.get("unit", "") for row in rows}
        self.assertEqual((units["accounts.income"], units["row.coverage"], units["row.execution_rate.value"], units["staff.posts"]),
                         ("10,000 yuan", "%", "%", "people"))
        for hidden in ("row.rank", "row.value", "row.filing_digest"):
            self.assertNotIn(hidden, units)

    def test_a_word_keeps_the_fields_that_it_means_and_a_wrong_one_is_corrected(self):
        self.assertEqual({row["path"] for row in self.analyst.json("fields", "execution_rate")["rows"]},
                         {"row.execution_rate.value", "row.execution_rate_initial.value"})
        self.assertIn("编制", self.analyst.run("--lang", "zh", "fields", "staff.posts").stdout)
        wrong = self.analyst.run("fields", "final_skore", code=MISSING)
        self.assertIn('did you mean "final_score"', wrong.stderr.replace("row.", ""))

    def test_the_tab_key_offers_fields_metrics_and_saved_formulas(self):
        self.analyst.run("query", "save", "tabbed", "row.coverage")
        def complete(*words):
            done = subprocess.run([JIXIAO, "__complete", *words], capture_output=True, text=True, check=True,
                                  env=dict(self.analyst.environment, JIXIAO_HOME=str(self.analyst.home)))
            return [line.partition("\t")[0] for line in done.stdout.splitlines()]
        self.assertEqual(complete("fields", "row.cov"), ["row.coverage"])
        self.assertIn("execution_rate", complete("rank", "--by", "exec"))
        self.assertIn("accounts.", complete("rank", "--where", "acc"))
        self.assertEqual(complete("rank", "--by", "@tab"), ["@tabbed"])
        self.assertEqual(complete("query", "show", "tab"), ["tabbed"])

    def test_a_metric_that_is_nearly_right_is_corrected(self):
        self.assertIn("did you mean execution_rate?", self.analyst.run("rank", "r1", "--by", "execution_rates", code=USAGE).stderr)

    # ---- saved formulas ----

    def test_a_saved_formula_ranks_and_filters_as_if_it_were_typed(self):
        self.analyst.run("query", "save", "thrift", "row.final_score + 1")
        self.analyst.run("query", "save", "好的", "row.coverage >= 0")
        typed = self.analyst.json("rank", "r1", "--by", "row.final_score + 1", "--where", "row.coverage >= 0")
        self.assertEqual(self.analyst.json("rank", "r1", "--by", "@thrift", "--where", "@好的"), typed)
        saved = {row["name"]: (row["formula"], row["kind"]) for row in self.analyst.json("query", "list")["rows"]}
        self.assertEqual(saved["thrift"], ("row.final_score + 1", "number"))
        self.assertEqual(saved["好的"], ("row.coverage >= 0", "yes or no"))
        self.assertEqual(self.analyst.json("query", "show", "@thrift")["rows"], [
            {"name": "thrift", "formula": "row.final_score + 1", "kind": "number"}])
        self.analyst.run("query", "save", "thrift", "row.final_score")
        self.assertEqual(self.analyst.json("query", "show", "thrift")["rows"][0]["formula"], "row.final_score")
        self.analyst.run("query", "remove", "thrift")
        missing = self.analyst.run("rank", "r1", "--by", "@thrift", code=MISSING)
        self.assertIn("@好的", missing.stderr)
        self.analyst.run("query", "remove", "thrift", code=MISSING)

    def test_what_is_no_name_and_what_is_no_formula_is_not_saved(self):
        before = self.analyst.json("query", "list")
        for name in ("", "../x", "a/b", ".", "a b", "-x", "x\u202ey", "n" * 64):
            self.assertEqual(self.analyst.run("query", "save", "--", name, "1", code=None).returncode, USAGE, name)
        for formula in ("row.nothing", "1 +", "row.title"):
            self.analyst.run("query", "save", "wrong", formula, code=FINDINGS)
        self.assertEqual(self.analyst.json("query", "list"), before)

    # ---- comparisons ----

    def test_a_comparison_names_who_is_not_there_and_shows_the_rest(self):
        reply = self.reviewer.json("compare", *CODES, "--round", "r1", "--accepted")
        self.assertEqual([column["department"] for column in reply["columns"]], ["departments/1001", "departments/1002"])
        self.assertEqual(reply["absent"], [{"department": "departments/1003", "title": "样例1003局", "round": "rounds/r1",
                                            "is_filed": True}])
        shown = self.reviewer.run("-o", "table", "compare", *CODES, "--round", "r1", "--accepted").stdout
        self.assertIn("Left out: 1003 样例1003局, filed for round r1 and not accepted", shown)
        self.assertNotIn("is_filed", self.analyst.json("compare", *CODES, "--round", "r1")["absent"][0])
        self.analyst.run("compare", "1003", "--round", "r1", code=MISSING)

    def test_many_departments_in_many_rounds_and_figures_by_name(self):
        reply = self.analyst.json("compare", "1001", "1002", "--round", "r1", "--round", "r2", "--figure", "final",
                                  "--indicator", "检查次数")
        self.assertEqual([(c["department"][-4:], c["round"]) for c in reply["columns"]],
                         [("1001", "rounds/r1"), ("1001", "rounds/r2"), ("1002", "rounds/r1"), ("1002", "rounds/r2")])
        self.assertEqual([row["key"] for row in reply["rows"]], ["final_score", "indicator:检查次数"])
        self.assertEqual([value["value"] for value in reply["rows"][1]["values"]], ["12"] * 4)
        self.assertEqual({value["unit"] for value in reply["rows"][1]["values"]}, {"次"})
        years = self.analyst.json("compare", "1001", "1002", "--years")
        self.assertEqual(len(years["columns"]), 4)
        table = self.analyst.csv("compare", "1001", "1002", "--years", "--figure", "final_score")
        self.assertEqual(list(table[0])[2:], ["1001/r1", "1001/r2", "1002/r1", "1002/r2"])
        self.assertIn("execution_rate", self.analyst.run("compare", "1001", "--round", "r1", "--figure", "execution_rates",
                                                         code=MISSING).stderr)
        self.assertEqual(self.analyst.run("compare", "1001", "--years", "--round", "r1", code=None).returncode, USAGE)
        self.analyst.run("compare", *["1001"] * 11, "--round", "r1", "--round", "r2", code=USAGE)

    def test_flags_of_the_inputs_travel_with_a_comparison(self):
        columns = self.analyst.json("compare", "1001", "1002", "--round", "r1")["columns"]
        self.assertNotIn("forecast", columns[0].get("flags", []))
        self.assertIn("forecast", columns[1]["flags"])
        flags = [row for row in self.analyst.csv("compare", "1001", "1002", "--round", "r1") if row["key"] == "flags"]
        self.assertIn("forecast", flags[0]["1002"].split())

    def test_flags_of_the_inputs_travel_with_every_figure_made_from_them(self):
        wanted = {("r1", "1001"): [], ("r1", "1002"): ["forecast"], ("r2", "1001"): ["provisional"], ("r2", "1002"): ["forecast"]}
        seen = 0
        for (round_id, code), flags in wanted.items():
            name = f"departments/{code}"
            for person, source in ((self.analyst, "--published"), (self.reviewer, "--accepted"), (self.reviewer, "--published")):
                for command in ("rank", "inflation", "coverage"):
                    said = [row.get("flags", []) for row in person.json(command, round_id, source)["rows"] if row["department"] == name]
                    table = [row["flags"].split() for row in person.csv(command, round_id, source) if row["department"] == code]
                    self.assertEqual((said, table), ([flags], [flags]), (command, round_id, code, source))
                    seen += 1
            listed = [row.get("flags", []) for row in self.reviewer.json("list", "--round", round_id)["submissions"]
                      if row["department"] == name]
            table = [row["flags"].split() for row in self.reviewer.csv("list", "--round", round_id) if row["department"] == code]
            self.assertEqual((listed, table), ([flags], [flags]))
            compared = self.analyst.json("compare", "1001", "1002", "--round", round_id)["columns"][int(code) - 1001]
            self.assertEqual(compared.get("flags", []), flags)
            for person in (self.analyst, self.reviewer):
                for table in ("departments", "indicators", "funds"):
                    rows = [row for row in person.csv("export", round_id, "--table", table) if row["department"] == code]
                    self.assertTrue(rows, table)
                    self.assertEqual({row["flags"] for row in rows}, {" ".join(flags)}, (table, round_id, code))
            # What is published provisionally is provisional, whatever its figures are.
            row = next(row for row in self.analyst.json("trend", code)["rows"] if row["round"] == f"rounds/{round_id}")
            self.assertEqual(set(row["flags"]), {"provisional", *flags})
            shown = self.reviewer.run("show", code, "--round", round_id).stdout
            self.assertEqual("Flags:" in shown, bool(flags))
            self.assertEqual([flag in shown for flag in flags], [True] * len(flags))
        self.assertEqual(seen, 36)
        group = self.analyst.json("trend", "--peers", "bureau")["rows"]
        self.assertEqual(set(group[0]["flags"]), {"provisional", "forecast"})
        for screen in (self.analyst.run("rank", "r1", "-o", "table"), self.analyst.run("inflation", "r1", "-o", "table"),
                       self.analyst.run("coverage", "r1", "-o", "table"), self.reviewer.run("list", "--round", "r1", "-o", "table")):
            line = next(line for line in screen.stdout.splitlines() if "样例1002局" in line)
            self.assertIn("forecast", line)
        ranked = self.analyst.json("rank", "r1", "--where", 'row.flags.exists(flag, flag == "forecast")')["rows"]
        self.assertEqual([row["department"] for row in ranked], ["departments/1002"])

    def test_what_differs_between_rulebooks_and_what_a_record_is_are_documents_too(self):
        said = self.analyst.json("rules", "diff", "county-sample", "mof-2013-53")["rows"]
        table = self.analyst.csv("rules", "diff", "county-sample", "mof-2013-53")
        self.assertEqual([(row["list"], row.get("key", ""), row["change"]) for row in said],
                         [(row["list"], row["key"], row["change"]) for row in table])
        self.assertEqual({row["change"] for row in said}, {"removed", "changed"})
        back = self.analyst.json("rules", "diff", "mof-2013-53", "county-sample")["rows"]
        self.assertEqual({row["change"] for row in back}, {"added", "changed"})
        self.assertEqual(self.analyst.json("rules", "diff", "county-sample", "county-sample").get("rows", []), [])
        shown = self.reviewer.json("show", "1003", "--round", "r1")
        self.assertEqual((shown["submission"]["state"], shown["submission"]["department"], shown["report"]["department"]),
                         ("submitted", "departments/1003", "departments/1003"))

    def test_no_flag_is_in_what_a_digest_is_made_of(self):
        file = self.world.directory / "flags.jsonl"
        self.analyst.run("export", "r1", "--publication", "latest", "--out", str(file))
        rows = json.loads(file.read_text(encoding="utf-8").splitlines()[0])["publication"]["rows"]
        self.assertEqual([row.get("flags", []) for row in rows], [[], []])
        self.analyst.run("verify-publication", str(file))

    def test_a_peer_group_that_nobody_is_in_is_refused_with_those_there_are(self):
        for command in ("rank", "inflation", "coverage"):
            done = self.analyst.run(command, "r1", "--peers", "buraeu", code=MISSING)
            self.assertIn('no department of round r1 is in the peer group "buraeu"; there are: bureau', done.stderr)
        self.assertEqual(self.analyst.run("rank", "r1", "--peers", "bureau", "--where", "row.final_score > 1000").returncode, 0)
        self.assertEqual(json.loads(self.analyst.run("-o", "json", "rank", "r1", "--peers", "buraeu", code=MISSING).stderr)["reason"],
                         "UNKNOWN_PEER_GROUP")

    def test_zz_a_trend_is_joined_over_a_merger(self):
        self.world.lead.call("DepartmentService/RetireDepartments", departments=["departments/1002"], successors=["departments/1001"],
                             document="1号", request_id=request_id())
        self.world.open_round("r3", year=2027, departments=CODES[:1])
        rows = self.reviewer.json("trend", "1001", "--out", self.reviewer.directory / "joined.svg")["rows"]
        self.assertEqual([(row["round"], row["department"], row.get("predecessor_of", "")) for row in rows],
                         [("rounds/r1", "departments/1001", ""), ("rounds/r1", "departments/1002", "departments/1001"),
                          ("rounds/r2", "departments/1001", ""), ("rounds/r2", "departments/1002", "departments/1001"),
                          ("rounds/r3", "departments/1001", "")])
        self.assertEqual([row.get("final_score") for row in rows[:4]], ["80.00"] * 4)
        self.assertIn("forecast", rows[1]["flags"])
        ended = self.reviewer.json("trend", "1002", "--accepted")["rows"]
        self.assertEqual([(row.get("gap", ""), row.get("merged_into", "")) for row in ended],
                         [("", ""), ("", ""), ("merged", "departments/1001")])


if __name__ == "__main__":
    harness.main()
