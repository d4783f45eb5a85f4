#!/usr/bin/python3
"""Reports as workbooks: filled in, checked, filed; and read back the same whatever became of the file."""
import csv
import datetime
import io
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import tempfile
import zipfile

import harness
from desk import DENIED, DONE, FINDINGS, USAGE, Desk, enrolled
from forms import Form
from generated_reports import ESCAPES, TEXTS, generated
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


def mutated(chance, form, path):
    """Writes a form with a few bytes of its parts changed."""
    with zipfile.ZipFile(form) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    for _ in range(chance.randrange(1, 6)):
        name = chance.choice(names)
        content = bytearray(parts[name])
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
        parts[name] = bytes(content)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


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

    def test_reports_of_every_shape_read_back_the_same(self):
        """JX_FORM_REPORTS of them; the campaign has 200, and lets LibreOffice save them in between."""
        n = int(os.environ.get("JX_FORM_REPORTS", 4))
        for number, report in enumerate(generated(n, texts=TEXTS + ESCAPES)):
            form = self.export(self.desk.write_json("generated.json", report))
            self.desk.run("form", "import", form, "-o", self.directory / "again.json")
            self.assertEqual(self.imported(self.export(self.directory / "again.json")), report, f"report {number}")
        for number, report in enumerate(generated(n, seed=6)):
            form = self.export(self.desk.write_json("generated.json", report))
            Form(form).save()
            self.assertEqual(self.imported(form), report, f"report {number}, saved by openpyxl")

    def test_what_people_and_programs_do_to_cells(self):
        """Texts that were numbers, numbers that were texts, dates as serials, merged cells, old and missing stored values."""
        report = read(SEED)
        form = Form(self.export(SEED))
        rate = form.cell("accounts.income_change.stated_percent")
        rate.value, rate.number_format = -0.2472, "0.00%"
        income = form.cell("accounts.income")
        income.value, income.number_format = str(income.value), "@"
        number = form.cell(("projects", 0, "number"))
        number.value, number.number_format = "1", "@"
        date = form.cell("profile.report_date")
        date.value, date.number_format = datetime.datetime(2026, 3, 15), 'yyyy"年"m"月"d"日"'
        sheet, columns = form.lists["projects"]
        group = columns["group"][0]
        for row in (4, 5, 6):
            sheet.cell(row, group).value = "产业类" if row == 4 else None
        sheet.merge_cells(start_row=4, end_row=6, start_column=group, end_column=group)
        share = form.cell(("functions", 0, "stated_share"))
        self.assertTrue(str(share.value).startswith("="))
        form.save()  # without any stored value of a formula
        with zipfile.ZipFile(form.path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        stale = self.directory / "stale.xlsx"
        with zipfile.ZipFile(stale, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, re.sub(rb"(</f>)<v\s*/>", rb"\1<v>99</v>", content))
        report["profile"]["report_date"] = "2026-03-15"
        for project in report["projects"][:3]:
            project["group"] = "产业类"
        for path in (form.path, stale):
            self.assertEqual(self.imported(path), report)

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
        done = self.desk.run("form", "check", form.path, "-o", self.directory / "added.xlsx")
        self.assertIn("草稿", done.stderr)
        self.assertIn("记得核对", done.stderr)

    def test_two_files_are_compared_cell_by_cell(self):
        form = Form(self.export(SEED))
        form.cell(("functions", 3, "amount")).value += 1
        form.cell("accounts.income").value = None
        sheet, _ = form.lists["functions"]
        sheet.insert_rows(4)
        form.save(self.directory / "changed.xlsx")
        rows = {row["field"]: row for row in self.desk.csv("diff", SEED, self.directory / "changed.xlsx")}
        self.assertEqual(rows["功能分类!D8 functions[3].amount"]["after"], '"1925.03万元"')
        self.assertEqual(rows["accounts.income"]["after"], "")
        self.assertEqual(self.desk.csv("diff", form.path, SEED), [])

    def test_a_copy_has_the_problems_in_its_cells(self):
        form = Form(self.export(DATA / "cases" / SEED.name))
        form.cell("accounts.income").value = "约一亿"
        form.save()
        self.desk.run("form", "check", form.path, "-o", self.directory / "copy.xlsx", code=FINDINGS)
        copy = Form(self.directory / "copy.xlsx")
        cell = copy.cell("accounts.income")
        self.assertEqual(cell.value, "约一亿")
        self.assertIn("不是数", cell.comment.text)
        listed = [row for row in copy.book["检查结果"].iter_rows(min_row=4, values_only=True) if row[3] == "收支!C4"]
        self.assertEqual(listed[0][2], "必改")
        remarks = [cell for sheet in copy.book for row in sheet for cell in row if cell.comment]
        self.assertGreater(len(remarks), 1)
        # the copy is a form itself: mended there, it passes
        cell.value = 10067.32
        copy.save()
        self.assertEqual(self.imported(copy.path), read(DATA / "cases" / SEED.name))

    def test_parts_of_a_row_are_added_up_once(self):
        report = read(SEED)
        lines = report["assets"]["lines"]
        lines[0]["label"] = "设备"
        lines.append({"category": lines[0]["category"], "label": "其中：图书", "count": "3", "gross": "5.00元", "part_of": "设备"})
        gross = sum(round(float(line["gross"].rstrip("元")) * 100) for line in lines[:-1])
        report["assets"]["total"] = {"gross": f"{gross / 100:.2f}元"}
        form = Form(self.export(self.desk.write_json("parts.json", report)))
        self.assertTrue(str(form.cell("assets.total.gross").value).startswith("=IF(COUNT("))
        self.assertEqual(self.imported(form.path), report)

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

    def test_mutated_workbooks_are_read_or_refused(self):
        """JX_FORM_MUTATIONS of them; a campaign has 10,000."""
        chance = random.Random(11)
        form, path = self.export(SEED), self.directory / "mutated.xlsx"
        for number in range(int(os.environ.get("JX_FORM_MUTATIONS", 20))):
            mutated(chance, form, path)
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
            "program": b"\x7fELF\x02\x01\x01" + bytes(600),
            "document": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
            "picture": b"\x89PNG\r\n\x1a\n" + bytes(600),
            "bytes": b"ab" + bytes(256),
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
        cls.second = enrolled(cls.world, "second", "lead")
        cls.second.run("rules", "activate", "county-sample", "--round", "r1")

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
        self.correction_round(desk, filed)
        self.next_year(desk)
        self.intake_desk(desk)

    def intake_desk(self, desk):
        """Forms of many departments by one command: all of them or none, and one table."""
        world = self.world
        codes = [f"13013210{number}" for number in range(3)]
        world.add_departments(codes)
        world.open_round("r3", year=2025)
        self.second.run("rules", "activate", "county-sample", "--round", "r3")
        homes = world.directory / "homes"
        homes.mkdir()
        files = []
        for code in codes:
            clerk = enrolled(world, f"clerk{code}", "enterer", "head", department=code)
            (homes / code).symlink_to(clerk.home)
            report = dict(self.seed, round="rounds/r3", department=f"departments/{code}")
            source = desk.write_json(f"{code}.json", report)
            desk.run("form", "export", source, "-o", world.directory / f"{code}.xlsx")
            files.append(world.directory / f"{code}.xlsx")

        def results(*arguments, code=DONE):
            done = desk.run("--output", "csv", "submit", *arguments, code=code)
            return [(row["department"], row["result"], row["version"]) for row in csv.DictReader(io.StringIO(done.stdout))]

        # a mistake in one, two of one department, one that the server would refuse: nothing is filed
        broken = Form(files[1])
        broken.cell("accounts.income").value = "约一亿"
        broken.save(world.directory / "broken.xlsx")
        self.assertEqual([result for _, result, _ in results(files[0], world.directory / "broken.xlsx", "--homes", homes, code=FINDINGS)],
                         ["not sent"] * 2)
        self.assertEqual(len(results(*files, files[0], "--homes", homes, code=FINDINGS)), 4)
        self.assertEqual([result for _, result, _ in results(files[0], files[1], code=DENIED)], ["refused"] * 2)
        (homes / codes[2]).rename(homes / "away")
        self.assertEqual([result for _, result, _ in results(*files, "--homes", homes, code=DENIED)],
                         ["not sent", "not sent", "refused"])
        (homes / "away").rename(homes / codes[2])
        self.assertEqual([result for _, result, _ in results(*files, "--homes", homes, "--dry-run")], ["not sent"] * 3)
        filed = [(code, "filed", "1") for code in codes]
        self.assertEqual(results(*files, "--homes", homes), filed)
        self.assertEqual(results(*files, "--homes", homes), filed)  # the same again is the same

    def correction_round(self, desk, filed):
        """form returned, check, submit: figures and replies out of one file."""
        reviewer = enrolled(self.world, "reviewer", "reviewer")
        issues = (("functions[3].amount", "correct", "与决算报表不一致"), ("projects[2]", "explain", "请说明进度"),
                  ("conclusion.claimed_score", "explain", "请说明计算口径"), ("measures", "explain", "措施太笼统"))
        reviewer.run("claim", self.code)
        for field, want, text in issues:
            reviewer.run("issue", "add", self.code, "--at", field, "-m", text, "--want", want)
        reviewer.run("return", self.code, "--due", "3d")
        path = self.world.directory / "returned.xlsx"
        desk.run("form", "returned", "-o", path)
        self.assertEqual(json.loads(desk.run("form", "import", path).stdout), filed)
        form = Form(path)
        amount = form.cell(("functions", 3, "amount"))
        self.assertIn("与决算报表不一致", amount.comment.text)
        amount.value = amount.value + 1
        other = form.cell(("functions", 4, "amount"))
        other.value = other.value - 1
        replies = {"项目自评": "七月开工", "结论": "按百分制折算", "财政意见": "已逐条细化"}
        for sheet in form.book:
            columns = {cell.value: cell.column for cell in sheet[1] if cell.value}
            for row in range(4, sheet.max_row + 1) if "@!" in columns else ():
                number = sheet.cell(row, columns["@"]).value
                if number and str(number) in "234" and sheet.title in replies and (sheet.title == "财政意见") == (str(number) == "4"):
                    sheet.cell(row, columns["@!"]).value = replies[sheet.title]
            if sheet.title in replies and sheet.title != "财政意见":
                sheet.insert_rows(4, 2)  # whatever a person does to the sheet
        form.save()
        desk.run("check", path)
        self.assertIn("functions[3].amount", desk.run("diff", path).stdout)
        self.assertIn("functions[3].amount", desk.run("diff", path, "1").stdout)
        self.assertEqual(desk.json("issue", "list", self.code)["issues"][1]["state"], "open")
        desk.run("submit", path)
        threads = {issue["number"]: issue for issue in desk.json("issue", "list", self.code)["issues"]}
        self.assertEqual({number: issue["state"] for number, issue in threads.items()}, dict.fromkeys((1, 2, 3, 4), "answered"))
        self.assertIn("已逐条细化", [message.get("text") for message in threads[4]["messages"]])
        corrected = json.loads(desk.run("show", self.code, "--content").stdout)
        self.assertNotEqual(corrected["functions"][3], filed["functions"][3])
        # what was said already is not said twice
        self.assertIn("Replies sent: 0", desk.run("reply", path).stderr)
        reviewer.run("claim", self.code)
        for number in (1, 2, 3, 4):
            reviewer.run("issue", "resolve", self.code, number)
        reviewer.run("accept", self.code)

    def next_year(self, desk):
        """A new form begins with last year's report, the department's record and finance's figures, each with its source."""
        world = self.world
        last = json.loads(desk.run("show", self.code, "--round", "r1", "--content").stdout)
        world.open_round("r2", year=2026)
        reference = desk.write_json("reference.json", {
            "department": f"departments/{self.code}", "accounts": {"income": "9000.00万元"},
            "functions": [{"code": "206", "name": "科学技术支出", "amount": "7000.00万元"}]})
        path = world.directory / "next.xlsx"
        done = desk.run("form", "new", "r2", "--reference", reference, "-o", path)
        self.assertIn("财政参考数", done.stderr + done.stdout)
        form = Form(path)

        def source(field):
            cell = form.cell(field)
            column = next(other.column for other in cell.parent[1] if other.value == "#source")
            return cell.parent.cell(cell.row, column).value or ""

        self.assertEqual((form.cell("profile.year").value, source("profile.year")), (2026, "本轮次"))
        self.assertEqual(source("profile.name"), "部门登记信息")
        self.assertEqual(form.cell("accounts.income_change.previous").value, 10067.32)
        self.assertIn("2025 年度已审定的报告", source("accounts.income_change.previous"))
        self.assertEqual((form.cell("accounts.income").value, source("accounts.income")[:5]), (9000, "财政参考数"))
        self.assertEqual(source("accounts.expenditure"), "")
        self.assertEqual(form.cell(("functions", 0, "amount")).value, 7000)
        self.assertIn("财政参考数", str([cell.value for cell in form.lists["functions"][0][2]]))
        projects = form.lists["projects"][0]
        self.assertIn("2025 年度已审定的报告", str([cell.value for cell in projects[2]]))
        self.assertEqual([form.cell(("projects", row, "name")).value for row in range(len(last["projects"]))],
                         [project["name"] for project in last["projects"]])
        self.assertIsNone(form.cell(("projects", 0, "claimed_score")).value)
        desk.run("form", "new", "r2", "--reference", SEED.parent.parent / "cases" / "12_tangxi_zhen_cunji_2022.json",
                 "-o", path, code=USAGE)


if __name__ == "__main__":
    harness.main()
