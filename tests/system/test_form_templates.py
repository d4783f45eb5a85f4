#!/usr/bin/python3
"""Forms of other places: read by their descriptions."""
import csv
import io
import json
import pathlib
import shutil
import tempfile

import openpyxl

import harness
import places
from desk import FINDINGS, MISSING, Desk

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
SEED = DATA / "filed" / "000_seed_yuanshi_kgj_2025.json"


class Templates(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.directory)
        cls.desk = Desk(cls.directory, "clerk", language="zh")
        cls.desk.home.mkdir(mode=0o700)

    def save(self, place, change=lambda made: None):
        path = self.directory / f"{place}.xlsx"
        made = places.FORMS[place]()
        change(made)
        made.save(path)
        return path

    def read(self, place, *more):
        return json.loads(self.desk.run("form", "import", self.save(place), "--template", place, *more).stdout)

    def test_every_template_has_a_form_that_is_read(self):
        listed = {row["template"] for row in self.desk.csv("form", "templates")}
        self.assertEqual(listed, set(places.FORMS))
        for place in places.FORMS:
            with self.subTest(place=place):
                self.assertTrue(self.read(place))

    def test_sign_unit_and_numbers_in_their_columns(self):
        report = self.read("generic-department")
        first, second, third = report["indicators"]
        self.assertEqual((first["level1"], first["sign"], first["target"], first["unit"], first["points"]),
                         ("产出指标", "at_least", "3", "公里", "30"))
        self.assertEqual((second["level1"], second["target_text"], second["target"], second["actual"], second["claimed_score"]),
                         ("产出指标", "９８％", "98", "97", "29.5"))
        self.assertEqual(third["sign"], "qualitative")
        self.assertNotIn("target", third)
        self.assertEqual([goal["expected"] for goal in report["goals"]], ["修渠三公里", "培训五场"])

    def test_fixed_rows_and_points_before_the_target(self):
        report = self.read("anhui-department")
        self.assertEqual(report["funds_by_source"][0]["row"], "total")
        self.assertEqual(report["funds_by_source"][0]["initial"], "1200.50万元")
        self.assertEqual(report["goals"], [{"expected": "办好十件实事", "actual": "办成九件"}])
        self.assertEqual(report["problems"], [{"text": "一件因征地推迟"}])
        first, second = report["indicators"]
        self.assertEqual((first["target"], first["unit"], first["sign"], first.get("is_sign_assumed")), ("10", "件", "at_least", True))
        self.assertEqual((second["level2"], second["sign"], second["target"], second["actual"]), ("数量", "at_least", "200", "210"))

    def test_each_sheet_of_a_project_becomes_a_project(self):
        report = self.read("anhui-project", "--into", SEED)
        before = json.loads(SEED.read_text(encoding="utf-8"))
        self.assertEqual(len(report["projects"]), len(before["projects"]) + 2)
        last = report["projects"][-1]
        self.assertEqual((last["name"], last["code"], last["number"]), ("技能培训", "P002", len(before["projects"]) + 2))
        self.assertEqual([fund["row"] for fund in last["funds"]], ["total", "appropriation"])
        self.assertEqual((last["goal"], last["result"]), ("修好渠道", "修了八成"))
        self.assertEqual((last["indicators"][0]["reason"], last["indicators"][1]["level1"]), ("雨季停工", "产出指标"))
        again = self.directory / "again.json"
        again.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
        self.assertEqual(self.read("anhui-project", "--into", again), report)

    def test_causes_for_each_goal(self):
        report = self.read("tianjin-department")
        self.assertEqual([goal["number"] for goal in report["goals"]], [1, 2])
        self.assertEqual([problem["text"] for problem in report["problems"]], ["无偏差", "设备晚到"])
        self.assertEqual([line["sign"] for line in report["indicators"]], ["at_most", "at_most"])
        self.assertEqual(report["indicators"][1]["unit"], "万元")

    def test_money_by_source_and_weights_in_percent(self):
        project = self.read("sichuan-project")["projects"][0]
        self.assertEqual([fund.get("row") for fund in project["funds"]], ["total", "appropriation", "special_account", "unit_fund"])
        self.assertEqual((project["funds"][0]["points"], project["funds"][0]["stated_rate"]), ("10", "95"))
        self.assertEqual((project["code"], project["note"]), ("51000023", "总体较好"))
        self.assertEqual(project["indicators"][1]["reason"], "样本少")

    def test_coefficient_and_core_lines(self):
        first, second = self.read("chongqing-department")["indicators"]
        self.assertEqual((first["is_core"], first["coefficient"], first["target"]), (True, "100", "120"))
        self.assertEqual((second["sign"], second["claimed_score"]), ("at_most", "32"))

    def test_what_cannot_be_read_is_named_with_its_cell(self):
        def change(made):
            made.active["I8"] = "三十分"
        path = self.save("generic-department", change)
        out = self.directory / "none.json"
        done = self.desk.run("form", "import", path, "--template", "generic-department", "-o", out, code=FINDINGS)
        self.assertIn("Sheet1!I8", done.stdout)
        self.assertFalse(out.exists())

    def test_wrong_templates_are_refused_with_the_reason(self):
        path = self.save("generic-department")
        done = self.desk.run("form", "import", path, "--template", "sichuan-project", code=FINDINGS)
        self.assertIn("部门预算项目支出绩效自评表", done.stderr)
        self.desk.run("form", "import", path, "--template", "nowhere", code=MISSING)
        for number, text in enumerate(("title,甲\nfind,乙\nblock,5,nothing\n", "find,乙\ncolumn,C,name\n", "find,乙\ncell,C4,no.field\n",
                                       "title,甲\ncell,C4,profile.name\n", 'find,"乙\n', "what,ever\n")):
            own = self.directory / f"own{number}.csv"
            own.write_text(text, encoding="utf-8")
            done = self.desk.run("form", "import", path, "--template", own, code=FINDINGS)
            self.assertIn("行有错", done.stderr)

    def test_a_report_in_the_national_tables(self):
        source = self.directory / "one.json"
        self.desk.run("form", "import", self.save("sichuan-project"), "--template", "sichuan-project", "-o", source)
        report = json.loads(source.read_text(encoding="utf-8"))
        report.update(department="departments/130132001", profile={"year": 2025, "name": "某县某局"})
        project = report["projects"][0]
        project.update(claimed_score="98.5", is_key=True)
        project["indicators"][1].update(actual_text="*", claimed_score="46")
        project["indicators"][1].pop("actual")
        source.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
        out = self.directory / "national.json"
        done = self.desk.run("--output", "csv", "form", "national", source, "-o", out, code=FINDINGS)
        told = {(row["path"], row["field"]): row["kind"] for row in csv.DictReader(io.StringIO(done.stdout))}
        self.assertEqual(told["projects[0].indicators[1]", "PM_SELF_EVAL_INDICATOR.ind_comp"], "不收")
        self.assertEqual(told["projects[].is_key", ""], "不导出")
        tables = json.loads(out.read_text(encoding="utf-8"))
        evaluation = tables["PM_PERF_SELF_EVAL"][0]
        self.assertEqual((evaluation["eval_id"], evaluation["fiscal_year"], evaluation["mof_div_code"], evaluation["agency_code"],
                          evaluation["pro_code"], evaluation["total_eval_value"], evaluation["is_deleted"]),
                         ("1301320012025P1", "2025", "130132000", "130132001", "51000023", "98.5", "2"))
        budget = tables["PM_PERF_SELF_BGT"]
        self.assertEqual((budget[0]["reply_amt"], budget[0]["year_exe_amt"], budget[0]["exe_amt_rate"]), ("500000.00", "570000.00", "95"))
        self.assertEqual({row["eval_id"] for row in budget}, {evaluation["eval_id"]})
        indicator = tables["PM_SELF_EVAL_INDICATOR"][0]
        self.assertEqual((indicator["lv3_perf_ind_name"], indicator["kpi_val"], indicator["ind_comp"], indicator["ind_weight"]),
                         ("修复处数", "3", "3", "45"))
        keys = [row[name] for table, name in (("PM_PERF_SELF_BGT", "bgt_eval_id"), ("PM_SELF_EVAL_INDICATOR", "eval_ind_id"))
                for row in tables[table]]
        self.assertEqual(len(keys), len(set(keys)))
        project["indicators"][1].update(actual_text="88", actual="88", claimed_score="44")
        source.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
        self.desk.run("form", "national", source, "--division", "130132999", "-o", self.directory / "national.xlsx")
        made = openpyxl.load_workbook(self.directory / "national.xlsx")
        sheet = made["PM_SELF_EVAL_INDICATOR"]
        row = dict(zip((cell.value for cell in sheet[1]), (cell.value for cell in sheet[4])))
        self.assertEqual((row["mof_div_code"], row["ind_comp"], row["eval_score"]), ("130132999", "88", "44"))
        names = list(csv.DictReader(io.StringIO(self.desk.run("--output", "csv", "form", "national").stdout)))
        self.assertEqual({name["table"] for name in names}, set(tables))
        self.assertIn(("total_eval_value", "projects[].claimed_score"), {(name["field"], name["source"]) for name in names})

    def test_a_description_of_ones_own(self):
        own = self.directory / "own.csv"
        own.write_text("title,本县旧表\nfind,部门（单位）整体支出绩效自评表\ncell,B@部门名称,profile.name\n", encoding="utf-8")
        done = self.desk.run("form", "import", self.save("generic-department"), "--template", own)
        self.assertEqual(json.loads(done.stdout), {"profile": {"name": "某县某局"}})


if __name__ == "__main__":
    harness.main()
