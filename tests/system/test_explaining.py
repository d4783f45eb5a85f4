#!/usr/bin/python3
"""What check prints to be pasted: valid where it belongs, and with a reason written in it explains every finding."""
import csv
import io
import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from harness import JIXIAO, TOP

CASES = sorted(path for path in (TOP / "tests" / "data" / "cases").glob("*.json") if path.name != "checks.json")
RULEBOOK = "county-sample"
EMPTY = '"text": ""'


class Explaining(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.addCleanup(self.home.cleanup)

    def check(self, path, form, language):
        environment = dict(os.environ, JIXIAO_HOME=self.home.name)
        done = subprocess.run([JIXIAO, "-o", form, "--lang", language, "check", "--rulebook", RULEBOOK, str(path)],
                              env=environment, capture_output=True, text=True, timeout=120, check=False)
        return done.stdout

    def judged(self, path):
        return json.loads(self.check(path, "json", "en"))

    def wanted(self, judged):
        return [one for one in judged.get("findings", []) if one["severity"] == "explain" and not one.get("is_explained")]

    def pasted(self, text, shown):
        """The report with the printed lines at the place that the text names."""
        lines = [line for line in shown.splitlines() if line.startswith('  {"rule"')]
        block = "\n".join(lines)
        if '"explanations": [\n' in shown:
            block = '"explanations": [\n' + block + "\n],"
            text = re.sub(r'"explanations"\s*:\s*\[\s*\]\s*,?', "", text)
            at = text.index("{") + 1
        else:
            at = re.search(r'"explanations"\s*:\s*\[', text).end()
        return text[:at] + block + text[at:], len(lines)

    def with_reasons(self, text):
        number = iter(range(1, text.count(EMPTY) + 1))
        return re.sub(EMPTY, lambda _: f'"text": "第 {next(number)} 号凭证入账较晚，次年一月补记"', text)

    def test_every_finding_of_every_case_is_explained_by_what_is_printed(self):
        for path in CASES:
            before = self.judged(path)
            wanted = self.wanted(before)
            places = {(one["rule"], one["field"]) for one in wanted}
            self.assertEqual({(one["rule"], one["field"]) for one in before.get("wanted_explanations", [])}, places)
            for language in ("en", "zh"):
                with self.subTest(case=path.name, language=language):
                    self.explain(path, len(places), language)

    def test_an_empty_list_of_explanations_is_replaced(self):
        path = Path(self.home.name) / "empty.json"
        text = CASES[0].read_text(encoding="utf-8")
        path.write_text(text.replace("{", '{ "explanations" : [ ] , ', 1), encoding="utf-8")
        n_places = len(self.wanted(self.judged(path)))
        self.assertGreater(n_places, 0)
        for language, words in (("en", 'in place of an empty "explanations": []'), ("zh", '空的 "explanations": []')):
            self.assertIn(words, self.check(path, "table", language))
            self.explain(path, n_places, language)

    def explain(self, path, n_places, language):
        shown = self.check(path, "table", language)
        if n_places == 0:
            self.assertNotIn(EMPTY, shown)
            return
        text, n_lines = self.pasted(path.read_text(encoding="utf-8"), shown)
        self.assertEqual(n_lines, n_places)
        file = Path(self.home.name) / f"pasted-{path.name}"
        file.write_text(text, encoding="utf-8")
        self.assertGreaterEqual(len(self.wanted(self.judged(file))), n_places)  # no reason yet
        file.write_text(self.with_reasons(text), encoding="utf-8")
        self.assertEqual(self.wanted(self.judged(file)), [])

    def test_costs_follow_the_deductions_of_the_rulebook(self):
        """county-sample: an open finding 1 point, an explained one 0.2."""
        path = TOP / "tests" / "data" / "cases" / "12_tangxi_zhen_cunji_2022.json"
        judged = self.judged(path)
        wanted = self.wanted(judged)
        self.assertEqual(len(judged["costs"]), len(wanted))
        for cost in judged["costs"]:
            self.assertEqual((float(cost["points"]), float(cost["explained_points"])), (1, 0.2))

    def test_the_table_for_people_has_the_cost_of_each_finding(self):
        """What it takes off as it stands, and once it is explained; no column where nothing costs."""
        path = TOP / "tests" / "data" / "judgement" / "BOX_levels_points_wrong.json"
        for language, heading in (("zh", "扣分"), ("en", "Costs")):
            head, *rows = self.check(path, "table", language).splitlines()[1:]
            self.assertTrue(head.endswith(heading), head)
            row = next(row for row in rows if "T10" in row)
            self.assertTrue(row.endswith("1 → 0.2"), row)
        path = TOP / "tests" / "data" / "judgement" / "BOX_levels_no_rows.json"
        self.assertNotIn("Costs", self.check(path, "table", "en"))

    def test_the_table_for_machines_has_the_cost_of_every_finding(self):
        path = TOP / "tests" / "data" / "cases" / "12_tangxi_zhen_cunji_2022.json"
        rows = list(csv.DictReader(io.StringIO(self.check(path, "csv", "en"))))
        costs = {(one["rule"], one["field"]): one for one in self.judged(path)["costs"]}
        self.assertEqual(len(rows), len(self.judged(path)["findings"]))
        for row in rows:
            cost = costs.get((row["rule"], row["field"]), {})
            self.assertEqual((row["points"], row["explained_points"]), (cost.get("points", ""), cost.get("explained_points", "")))
        self.assertEqual({row["severity"] for row in rows if row["points"]}, {"explain"})

    def test_a_score_between_grades_and_rows_left_out_are_said_in_words(self):
        path = TOP / "tests" / "data" / "judgement" / "APART_table_with_a_row_left_out.json"
        for language, words in (("zh", ("不适用的指标 10.00 分不计", "规则对这个分数不定等级")),
                                ("en", ("Rows of 10.00 points do not apply", "the rules give no grade for it"))):
            done = subprocess.run([JIXIAO, "--lang", language, "explain", "--rulebook", "integrated-system", str(path)],
                                  env=dict(os.environ, JIXIAO_HOME=self.home.name), capture_output=True, text=True,
                                  timeout=120, check=False)
            for one in words:
                self.assertIn(one, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
