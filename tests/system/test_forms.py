#!/usr/bin/python3
"""Reports as workbooks: filled in, checked, filed; and read back the same whatever became of the file."""
import html
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree
import zipfile

import harness
from desk import DONE, FINDINGS, Desk, enrolled
from forms import Form
from harness import World

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
CASES = sorted((DATA / "cases").glob("[0-9]*.json"))
SEED = DATA / "filed" / "000_seed_yuanshi_kgj_2025.json"

# Mistakes of people who fill in the starting report: a cell, and what is typed into it.
PLANTED = (
    ("kind", "全部"), ("profile.nature", "行证单位"), ("profile.level", "市里"), ("profile.funding_form", "财政"),
    ("profile.report_date", "明天"), ("staff.in_post", "三十三"), (("staff.lines", 0, "in_post"), "十人"),
    (("staff.lines", 1, "category"), "财拨"), (("assets.lines", 0, "gross"), "192万多"),
    (("assets.lines", 1, "net"), "#VALUE!"), (("assets.lines", 2, "count"), "384辆车"),
    ("accounts.income", "一亿零六十七万"), ("accounts.income_change.change", "减少3305.25"),
    ("accounts.income_change.stated_percent", "24.72个百分点"), (("functions", 0, "amount"), "7702,62万"),
    (("functions", 1, "stated_share"), "百分之零点二四"), (("functions", 2, "code"), "2l0"),
    (("functions", 3, "amount"), "1924.03吨"), (("functions", 5, "is_code_inferred"), "可能"),
    (("outcomes", 0, "value"), "29家左右"), (("outcomes", 3, "sign"), "大约"),
    (("outcomes", 18, "status"), "差不多"), (("outcomes", 5, "paid_by_projects"), "第二个"),
    (("outcomes", 7, "is_count"), "对"), (("outcomes", 10, "stated_change"), "增长很多"),
    (("outcomes", 12, "previous"), "去年没有"), (("projects", 0, "number"), "一"),
    (("projects", 1, "is_key"), "算是"), (("projects", 2, "amount"), "70万元整"),
    (("projects[].payments", 0, "^"), "99"), (("projects[].payments", 1, "amount"), "15.3832万圆"),
    (("projects[].indicators", 0, "sign"), "不少于吧"), (("projects[].indicators", 1, "points"), "十分"),
    (("projects[].indicators", 2, "target"), "若干"), ("organisation.projects_evaluated", "41个项目左右"),
    ("conclusion.claimed_score", "满分"), ("conclusion.completion", "百分百"), (("problems", 0, "number"), "壹"),
    (("measures", 0, "problem"), "第一个"), (("team", 0, "membership"), "本局"),
)


def read(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


class Offline(harness.TestCase):
    """What needs no server."""

    @classmethod
    def setUpClass(cls):
        cls.directory = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.directory)
        cls.desk = Desk(cls.directory, "clerk", language="zh")
        cls.desk.home.mkdir(mode=0o700)

    def export(self, source, name="form.xlsx"):
        path = self.directory / name
        self.desk.run("form", "export", source, "-o", path)
        return path

    def imported(self, path):
        return json.loads(self.desk.run("form", "import", path).stdout)

    def test_every_open_case_reads_back_as_the_same_report(self):
        for case in CASES:
            with self.subTest(case=case.name):
                form = self.export(case)
                self.assertEqual(self.imported(form), read(case))
                Form(form).save()  # openpyxl writes no stored values, and texts in a way of its own
                self.assertEqual(self.imported(form), read(case))

    def test_moved_rows_columns_and_sheets_change_nothing(self):
        chance = random.Random(7)
        form = Form(self.export(SEED))
        for number, sheet in enumerate(list(form.book)):
            if sheet.title == "_lists":
                continue
            sheet.insert_rows(3, 2)
            sheet.insert_cols(chance.randrange(2, 4), 2)
            sheet.title = f"表{number}"
            form.book.move_sheet(sheet, chance.randrange(-5, 6))
        form.book["表3"].sheet_state = "hidden"
        form.save()
        self.assertEqual(self.imported(form.path), read(SEED))

    def test_sorted_rows_come_back_in_their_order(self):
        form = Form(self.export(SEED))
        for name in ("outcomes", "projects", "functions"):
            sheet, _ = form.lists[name]
            rows = [[(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows(min_row=4)]
            rows = [row for row in rows if row[0][0] is not None]
            for at, row in enumerate(reversed(rows), 4):
                for column, (value, shown) in enumerate(row, 1):
                    sheet.cell(at, column).value, sheet.cell(at, column).number_format = value, shown
        form.save()
        self.assertEqual(self.imported(form.path), read(SEED))

    def test_numbers_are_read_as_people_write_them(self):
        form = Form(self.export(SEED))
        for path, typed in (("accounts.income", "１００６７．３２"), ("accounts.expenditure", "10,067.32 万元"),
                            ("accounts.income_change.previous", "￥133,725,700.00元"), ("accounts.income_change.change", "－3305.25"),
                            ("accounts.income_change.stated_percent", "-24.72％"), ("conclusion.claimed_score", "１００分"),
                            ("profile.report_date", "2026/3/15")):
            form.cell(path).value = typed
        form.save()
        accounts = self.imported(form.path)
        self.assertEqual(accounts["accounts"]["income"], "10067.32万元")
        self.assertEqual(accounts["accounts"]["expenditure"], "10067.32万元")
        self.assertEqual(accounts["accounts"]["income_change"]["previous"], "133725700.00元")
        self.assertEqual(accounts["accounts"]["income_change"]["change"], "-3305.25万元")
        self.assertEqual(accounts["accounts"]["income_change"]["stated_percent"], "-24.72")
        self.assertEqual(accounts["conclusion"]["claimed_score"], "100")
        self.assertEqual(accounts["profile"]["report_date"], "2026-03-15")

    def test_what_cannot_be_read_is_named_with_its_cell(self):
        form = Form(self.export(SEED))
        typed = {"accounts.income": "约一亿", "conclusion.claimed_score": "#REF!", "profile.year": "二〇二五",
                 ("functions", 2, "amount"): "23.98吨", ("projects", 0, "is_key"): "也许"}
        for path, text in typed.items():
            form.cell(path).value = text
        places = {f"{form.cell(path).parent.title}!{form.cell(path).coordinate}" for path in typed}
        form.save()
        self.desk.run("form", "import", form.path, code=FINDINGS)
        findings = self.desk.json("check", form.path, code=FINDINGS)["findings"]
        named = {finding["place"] for finding in findings if finding["rule"].startswith("FORM_")}
        self.assertEqual(named, places)
        for finding in findings:
            if finding["rule"].startswith("FORM_"):
                self.assertLessEqual(len(finding["message"]["zh"]), 30, finding)
                self.assertTrue(finding["remedy"]["zh"])

    def test_forty_planted_mistakes_are_told_at_once(self):
        self.assertEqual(len(PLANTED), 40)
        form = Form(self.export(SEED))
        check = ("check", "--rulebook", "county-sample", form.path)
        clean = {finding["place"].split(" ")[0] for finding in self.desk.json(*check)["findings"]}
        planted = {}
        for path, text in PLANTED:
            cell = form.cell(path)
            cell.value = text
            planted[f"{cell.parent.title}!{cell.coordinate}"] = text
        form.save()
        findings = self.desk.json(*check, code=FINDINGS)["findings"]
        told = {finding["place"].split(" ")[0] for finding in findings}
        self.assertEqual(told | clean, set(planted) | clean)
        self.assertLessEqual(set(planted), told)
        for finding in findings:
            if finding["place"].split(" ")[0] in planted:
                self.assertLessEqual(len(finding["message"]["zh"]), 30, finding)
                self.assertTrue(finding["remedy"]["zh"], finding)

    def test_what_a_person_added_is_told(self):
        form = Form(self.export(SEED))
        sheet, columns = form.lists["functions"]
        sheet.cell(5, max(column for column, _ in columns.values()) + 2).value = "记得核对"
        form.book.create_sheet("草稿")["B2"] = 42
        form.save()
        self.assertEqual(self.imported(form.path), read(SEED))
        rules = [finding["rule"] for finding in self.desk.json("check", form.path)["findings"]]
        self.assertIn("FORM_CELL_NOT_READ", rules)
        self.assertIn("FORM_SHEET_NOT_READ", rules)

    def test_a_copy_has_the_problems_in_its_cells(self):
        form = Form(self.export(DATA / "cases" / SEED.name))
        form.cell("accounts.income").value = "约一亿"
        form.save()
        self.desk.run("form", "check", form.path, "-o", self.directory / "copy.xlsx", code=FINDINGS)
        copy = Form(self.directory / "copy.xlsx")
        cell = copy.cell("accounts.income")
        self.assertEqual(cell.value, "约一亿")
        self.assertIn("不是数", cell.comment.text)
        listed = [row for row in copy.book["检查结果"].iter_rows(min_row=3, values_only=True) if row[2] == "收支!C4"]
        self.assertEqual(listed[0][1], "必改")
        remarks = [cell for sheet in copy.book for row in sheet for cell in row if cell.comment]
        self.assertGreater(len(remarks), 1)

    def test_an_explanation_beside_a_figure_explains_it(self):
        source = read(DATA / "cases" / SEED.name)
        found = self.desk.json("check", self.desk.write_json("plain.json", source), code=FINDINGS)["findings"]
        wanted = next(finding for finding in found
                      if finding["severity"] == "explain" and finding["field"].startswith("outcomes["))
        form = Form(self.export(self.directory / "plain.json"))
        sheet, columns = form.lists["outcomes"]
        row = int(wanted["field"].split("[")[1].split("]")[0])
        sheet.cell(4 + row, columns["!"][0]).value = "按县统计局核定的口径重新计算，与上年公报数一致"
        form.save()
        report = self.imported(form.path)
        self.assertIn({"rule": wanted["rule"], "field": wanted["field"], "text": "按县统计局核定的口径重新计算，与上年公报数一致"},
                      report["explanations"])

    def test_the_official_report_has_every_figure_and_text(self):
        """Also: the same report gives the same bytes, and both forms are well-formed XML or HTML without anything from outside."""
        words = {"department", "round", "kind", "sign", "status", "membership", "form", "rule", "category", "funding_form", "level",
                 "nature", "row", "key"}
        documents = {}
        for name in ("a.docx", "b.docx", "a.html", "b.html"):
            self.desk.run("report", SEED, "-o", self.directory / name)
            documents[name] = (self.directory / name).read_bytes()
        self.assertEqual(documents["a.docx"], documents["b.docx"])
        self.assertEqual(documents["a.html"], documents["b.html"])
        with zipfile.ZipFile(self.directory / "a.docx") as archive:
            for part in archive.namelist():
                xml.etree.ElementTree.fromstring(archive.read(part))
            body = html.unescape(re.sub("<[^>]+>", "\n", archive.read("word/document.xml").decode()))
        page = documents["a.html"].decode()
        self.assertNotRegex(page, "https?://|<script|<img|<link")
        page = html.unescape(re.sub("<[^>]+>", "\n", page))
        missing = []

        def walk(key, value):
            if isinstance(value, dict):
                for name, item in value.items():
                    walk(name, item)
            elif isinstance(value, list):
                for item in value:
                    walk(key, item)
            elif not isinstance(value, bool) and key not in words:
                text = re.sub("(?<=[0-9])(万元|亿元|元)$", "", str(value))
                missing.extend((key, text) for text in text.splitlines() if text not in body or text not in page)

        walk("", read(SEED))
        self.assertEqual(missing, [])
        headings = re.findall("^([一二三四五六]、.*)$", body, re.M)
        self.assertEqual([heading[0] for heading in headings], list("一二三四五六"))
        self.assertIn(self.desk.json("check", SEED)["content_digest"], body)

    def test_mutated_workbooks_are_read_or_refused(self):
        """JX_FORM_MUTATIONS of them; a campaign has 10,000."""
        chance = random.Random(11)
        with zipfile.ZipFile(self.export(SEED)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        names = [name for name in parts if name.endswith((".xml", ".rels"))]
        path = self.directory / "mutated.xlsx"
        for number in range(int(os.environ.get("JX_FORM_MUTATIONS", 20))):
            changed = dict(parts)
            for _ in range(chance.randrange(1, 6)):
                name = chance.choice(names)
                content = bytearray(changed[name])
                at = chance.randrange(len(content))
                piece = content[at:at + chance.randrange(1, 200)]
                kind = chance.randrange(4)
                if kind == 0:
                    content[at] = chance.randrange(256)
                elif kind == 1:
                    del content[at:at + len(piece)]
                elif kind == 2:
                    content[at:at] = piece * chance.randrange(1, 50)
                else:
                    content[at:at + 1] = chance.choice((b"&#0;", b"]]>", b"<c>", b'" r="', b"9" * 400, b"<!--", b"_x0000_", b"\xff"))
                changed[name] = bytes(content)
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, content in changed.items():
                    archive.writestr(name, content)
            done = subprocess.run(self.desk.command("check", path), stdin=subprocess.DEVNULL, capture_output=True,
                                  env=self.desk.environment)
            self.assertIn(done.returncode, (DONE, FINDINGS), f"mutation {number}: {done.stderr[:500]!r}")

    def test_hostile_files_are_one_sentence(self):
        good = self.export(SEED).read_bytes()
        sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        with zipfile.ZipFile(self.directory / "form.xlsx") as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}

        def packed(name, change, method=zipfile.ZIP_DEFLATED):
            path = self.directory / f"{name}.xlsx"
            with zipfile.ZipFile(path, "w", method) as archive:
                for part, content in change(dict(parts)).items():
                    archive.writestr(part, content)
            return path

        first = "xl/worksheets/sheet2.xml"
        bad = {
            "cut": good[:len(good) // 2],
            "empty": b"PK\x05\x06" + bytes(18),
            "old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        }
        files = []
        for name, content in bad.items():
            path = self.directory / f"{name}.xlsx"
            path.write_bytes(content)
            files.append(path)
        files += [
            packed("bomb", lambda all: all | {first: sheet + b" " * 60_000_000 + b"</sheetData></worksheet>"}),
            packed("entities", lambda all: all | {first: b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'}),
            packed("outside", lambda all: all | {first: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}),
            packed("deep", lambda all: all | {first: b"<a>" * 100_000}),
            packed("members", lambda all: all | {f"x{number}": b"" for number in range(20_000)}),
            packed("nothing", lambda all: {"a.txt": b"text"}),
            packed("foreign", lambda all: all | {first: sheet + b"</sheetData></worksheet>", "xl/sharedStrings.xml": b"<sst/>"}),
        ]
        for path in files:
            with self.subTest(file=path.name):
                done = self.desk.run("check", path, code=FINDINGS)
                lines = done.stderr.strip().splitlines()
                self.assertTrue(lines and lines[0].startswith("出错："), done.stderr)
                self.assertNotIn("root:", done.stdout + done.stderr)


class Journey(harness.TestCase):
    """From nothing to a receipt, as a clerk does it."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.seed = read(SEED)
        cls.code = cls.seed["department"].partition("/")[2]
        cls.world.add_departments([cls.code])
        cls.world.open_round("r1", year=2025)
        enrolled(cls.world, "second", "lead").run("rules", "activate", "county-sample", "--round", "r1")

    def test_a_part_of_another_row_is_not_added_up_twice(self):
        desk = enrolled(self.world, "adder", "enterer", department=self.code)
        path = self.world.directory / "parts.xlsx"
        desk.run("form", "new", "-o", path)
        form = Form(path)
        lines = [{"category": "vehicle", "label": "车辆", "gross": "180.00万元"},
                 {"category": "vehicle", "label": "其中：轿车", "gross": "150.00万元", "part_of": "车辆"},
                 {"category": "other", "label": "其他", "gross": "20.00万元"}]
        form.fill(dict(self.seed, round="rounds/r1", assets={"as_of": "2025-12-31", "lines": lines}))
        self.assertIn("SUMPRODUCT", form.cell("assets.total.gross").value)
        form.save()
        read_back = json.loads(desk.run("form", "import", path).stdout)
        self.assertEqual(read_back["assets"]["total"]["gross"], "200.00万元")

    def test_four_commands_to_a_receipt(self):
        desk = enrolled(self.world, "clerk", "enterer", "head", department=self.code)
        path = self.world.directory / "kegong.xlsx"
        desk.run("form", "new", "-o", path)
        form = Form(path)
        self.assertEqual(form.cell("profile.year").value, 2025)
        self.assertEqual(form.cell("round").value, "rounds/r1")
        form.fill(dict(self.seed, round="rounds/r1"))
        form.save()
        desk.run("check", path)
        done = desk.run("submit", path)
        self.assertIn("receipt", done.stdout.lower())
        filed = json.loads(desk.run("show", self.code, "--content").stdout)
        expected = dict(self.seed, round="rounds/r1")
        # the form adds up what the report does not print
        expected["assets"] = dict(expected["assets"], total={"count": "630", "gross": "3064060.36元", "net": "1149556.46元"})
        self.assertEqual(filed, expected)


if __name__ == "__main__":
    harness.main()
