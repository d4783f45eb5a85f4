#!/usr/bin/python3
"""The county's circular: every figure is that of the ranking, in HTML, .docx and .xlsx, with charts beside the numbers."""
import io
import json
import re
import xml.etree.ElementTree
import zipfile

import openpyxl

import harness
from test_publication import RULEBOOK, County, run

CASES = ("01_lingling_linye_2021", "05_chongqing_kexuecheng_rongmei_2021", "13_suixi_minzhengju_linshijiuzhu_2019",
         "23_anju_shijianju_2021", "36_pidu_minzhengju_2025_rereview")
MISSING = "500106001"
SVG = "{http://www.w3.org/2000/svg}"


class CountyReport(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.county = county = County(cls, False, CASES)
        county.publish("sample", RULEBOOK, missing=(MISSING,))
        cls.home = county.desk(county.analyst)
        for name in ("a.html", "a.docx", "a.xlsx", "b.html", "b.docx"):
            done = run(cls.home, "report", "county", "sample", "--out", cls.home / name)
            if done.returncode != 0:
                raise AssertionError(done.stderr)
        cls.page = (cls.home / "a.html").read_text(encoding="utf-8")
        cls.ranking = json.loads(run(cls.home, "rank", "sample", "--output", "json").stdout)

    def tables(self):
        """The tables of the page by their captions, as lists of rows."""
        found = {}
        for caption, table in re.findall(r'<p class="caption">([^<]*)</p>\n(<table>.*?</table>)', self.page, re.DOTALL):
            rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
            found[caption.split(" ", 1)[1]] = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows[1:]]
        return found

    def test_every_figure_is_that_of_the_ranking(self):
        def text(decimal):
            return decimal if isinstance(decimal, str) else "—"
        expected = [[str(row["rank"]) if row.get("rank") else "—", row["title"], text(row.get("claimed_score")),
                     text(row.get("computed_score")), text(row.get("reviewed_score")), text(row.get("final_score")),
                     text(row.get("coverage")), row.get("grade", "")] for row in self.ranking["rows"]]
        self.assertEqual(self.tables()["得分排名"], expected)
        self.assertEqual(len(expected), 4)

    def test_who_is_missing_is_named(self):
        self.assertEqual(self.tables()["未报送、未审核通过和免报的部门"], [[MISSING, f"部门{MISSING}", "未报送"]])
        self.assertIn("应报5个部门，已审核通过4个，已报未审核通过0个，未报送1个，免报0个。", self.page)

    def test_the_page_needs_nothing_else_and_runs_nothing(self):
        self.assertNotRegex(self.page, r"<script|<link|<img|<iframe|src=|href=|url\(|@import")
        self.assertIn('lang="zh-CN"', self.page)
        self.assertIn(self.ranking["publication"].rsplit("/", 1)[1], self.page)
        charts = re.findall(r"<svg .*?</svg>", self.page, re.DOTALL)
        self.assertEqual(len(charts), 5)
        for chart in charts:
            self.assertIsNotNone(xml.etree.ElementTree.fromstring(chart).find(f"{SVG}title"))

    def test_numbers_stand_beside_what_is_drawn(self):
        bars = xml.etree.ElementTree.fromstring(re.search(r"<svg .*?</svg>", self.page, re.DOTALL)[0])
        texts = [node.text for node in bars.iter(f"{SVG}text")]
        for row in self.ranking["rows"]:
            if isinstance(row.get("final_score"), str):
                self.assertIn(row["final_score"], texts)

    def test_the_same_data_give_the_same_bytes(self):
        for kind in ("html", "docx"):
            self.assertEqual((self.home / f"a.{kind}").read_bytes(), (self.home / f"b.{kind}").read_bytes(), kind)

    def test_the_docx_has_charts_that_can_be_changed(self):
        with zipfile.ZipFile(self.home / "a.docx") as package:
            self.assertIsNone(package.testzip())
            parts = {name: package.read(name) for name in package.namelist()}
        charts = sorted(name for name in parts if name.startswith("word/charts/"))
        self.assertEqual(charts, [f"word/charts/chart{n}.xml" for n in range(1, 5)])
        for name, content in parts.items():
            xml.etree.ElementTree.fromstring(content)
        for number, name in enumerate(charts, 1):
            self.assertIn(f"/{name}".encode(), parts["[Content_Types].xml"])
            self.assertIn(f"charts/chart{number}.xml".encode(), parts["word/_rels/document.xml.rels"])
            # A missing figure would be drawn as zero: every value that a chart counts is there.
            for literal in re.findall(rb"<c:numLit>.*?</c:numLit>", parts[name]):
                count = int(re.search(rb'ptCount val="(\d+)"', literal)[1])
                self.assertEqual(literal.count(b"<c:pt "), count)

    def test_the_workbook_holds_numbers_and_charts(self):
        book = openpyxl.load_workbook(io.BytesIO((self.home / "a.xlsx").read_bytes()))
        self.assertIn("得分排名", book.sheetnames)
        sheet = book["得分排名"]
        heads = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "名次")
        self.assertEqual(list(heads[:8]), ["名次", "部门", "自评", "测算", "复核", "终评", "覆盖率%", "等级"])
        cells = {row[1]: row for row in sheet.iter_rows(values_only=True)}
        for row in self.ranking["rows"]:
            if isinstance(row.get("final_score"), str):
                self.assertEqual(cells[row["title"]][5], float(row["final_score"]))
        with zipfile.ZipFile(self.home / "a.xlsx") as package:
            self.assertEqual(sum(name.startswith("xl/charts/") for name in package.namelist()), 4)

    def test_what_is_not_published_says_so(self):
        home = self.county.desk(self.county.lead)
        self.assertEqual(run(home, "report", "county", "sample", "--accepted", "--out", home / "c.html").returncode, 0)
        self.assertIn("未发布", (home / "c.html").read_text(encoding="utf-8"))

    def test_another_ending_is_refused_with_those_there_are(self):
        done = run(self.home, "report", "county", "sample", "--out", self.home / "a.pdf")
        self.assertEqual(done.returncode, 2)
        self.assertIn(".html", done.stderr)
        self.assertFalse((self.home / "a.pdf").exists())

    def test_each_of_the_two_report_commands_has_its_help(self):
        for words, operands in ((["report"], "部门|文件"), (["report", "county"], "[轮次]")):
            done = run(self.home, "help", *words, "--lang", "zh")
            self.assertIn(f"jixiao {' '.join(words)} {operands}", done.stdout)


if __name__ == "__main__":
    harness.main()
