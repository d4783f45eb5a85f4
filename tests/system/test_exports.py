#!/usr/bin/python3
"""Exports of a small county in every form: the same figures everywhere, equal to those that rank and list show.

The Data Package is held to what version 2.0 of the standard says of its descriptors (datapackage.org, public domain), by a
reading of our own; where Debian's pandas is installed, it loads it too.
"""
import csv
import datetime
import hashlib
import io
import json
import re
import sqlite3
import zipfile
from decimal import Decimal

import openpyxl

import harness
import test_rankings
from desk import json_schema, DENIED, DONE, FINDINGS, MISSING, USAGE

N_FILED = test_rankings.N_FILED
TABLES = "rounds departments missing projects indicators funds functions findings issues".split()
FORMS = "csv jsonl json xlsx zip db sqlite".split()
MARKS = ["", "—", "/", "无", "*", "?", "n/a"]
TYPES = {"string": str, "integer": int, "number": Decimal, "boolean": lambda text: {"true": True, "false": False}[text],
         "datetime": lambda text: datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")}


class Package:
    """A Data Package, read by its own description."""

    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        self.about = json.loads(self.zip.read("datapackage.json"))
        self.resources = {resource["name"]: resource for resource in self.about["resources"]}

    def rows(self, name):
        """Every cell by its type; a missing one is its mark."""
        resource = self.resources[name]
        fields = resource["schema"]["fields"]
        reader = csv.reader(io.StringIO(self.zip.read(resource["path"]).decode("utf-8"), newline=""))
        assert next(reader) == [field["name"] for field in fields]
        for cells in reader:
            row = {}
            for field, text in zip(fields, cells, strict=True):
                missing = [mark["value"] for mark in field["missingValues"]]
                row[field["name"]] = None if text in missing else TYPES[field["type"]](text)
            yield row


class Exports(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        test_rankings.Rankings.setUpClass.__func__(cls)
        cls.files = {}
        for name, person in (("analyst", cls.analyst), ("reviewer", cls.reviewer)):
            for form in FORMS:
                path = cls.world.directory / f"{name}.{form}"
                person.run("export", "r1", "--out", path, language="zh")
                cls.files[name, form] = path
        cls.package = Package(cls.files["reviewer", "zip"])
        cls.tables = {name: list(cls.package.rows(name)) for name in TABLES}

    def departments(self, person, *options):
        return {row["department"]: row for row in person.csv("export", "r1", *options)}

    # ---- the figures ----

    def test_claims_and_all_other_scores_are_those_of_rank_and_list(self):
        for person in (self.analyst, self.reviewer):
            ranked = {row["department"]: row for row in person.csv("rank", "r1")}
            rows = self.departments(person)
            self.assertEqual((len(rows), set(rows)), (N_FILED, set(ranked)))
            for code, row in rows.items():
                for name in ("rank", "claimed_score", "computed_score", "reviewed_score", "final_score", "common_score", "deduction",
                             "coverage", "group", "grade", "peer_group", "is_late", "is_unanswered", "execution_rate"):
                    self.assertEqual(row[name], ranked[code][name], f"{name} of {code}")
        listed = {row["department"].split("/")[1]: row for row in self.reviewer.json("list", "--round", "r1")["submissions"]}
        for code, row in rows.items():
            self.assertEqual(row["claimed_score"], listed[code]["claimed_score"])
        self.assertTrue(all(row["claimed_score"] for row in rows.values()), "a claim is left out")

    def test_every_metric_is_there_with_the_value_that_it_ranks_by(self):
        rows = self.departments(self.analyst)
        for metric in self.analyst.json("metrics")["metrics"]:
            key = metric["key"]
            if key in ("class_share", "claimed_score"):  # one has an argument, the other is never ranked by
                continue
            is_money = metric["unit"] == "万元"
            for row in self.analyst.csv("rank", "r1", "--by", key):
                value = rows[row["department"]][f"{key}_yuan" if is_money else key]
                wanted = f"{Decimal(row['value']) * 10000:.2f}" if is_money and row["value"] else row["value"]
                self.assertEqual(value, wanted, f"{key} of {row['department']}")

    def test_each_row_of_a_report_has_a_row(self):
        reports = [json.loads(line) for line in self.files["reviewer", "jsonl"].read_text(encoding="utf-8").splitlines()]
        wanted = {name: 0 for name in TABLES}
        for row in reports:
            report = row["report"]
            parts = [report, *report.get("projects", [])]
            wanted["projects"] += len(parts) - 1
            wanted["indicators"] += sum(len(part.get("indicators", [])) for part in parts)
            wanted["funds"] += sum(len(part.get(name, [])) for part in parts for name in ("funds", "funds_by_source", "funds_by_nature"))
            wanted["functions"] += len(report.get("functions", []))
            wanted["findings"] += len(row.get("findings", []))
        for name in ("projects", "indicators", "funds", "functions", "findings"):
            self.assertEqual(len(self.tables[name]), wanted[name], name)
            self.assertGreater(wanted[name], 0, f"the county has no {name}")
        by_code = {row["report"]["department"].split("/")[1]: row["report"] for row in reports}
        for row in self.tables["indicators"]:
            part = by_code[row["department"]]
            project, index = re.fullmatch(r"(?:projects\[(\d+)\]\.)?indicators\[(\d+)\]", row["path"]).groups()
            part = part["projects"][int(project)] if project else part
            indicator = part["indicators"][int(index)]
            self.assertEqual(row["project"], f"projects[{project}]" if project else None)
            for name in ("name", "target_text", "actual_text", "reason"):
                self.assertEqual(row[name], indicator.get(name) or None)
            for name in ("target", "actual", "points", "claimed_score"):
                stated = indicator.get(name, "")
                self.assertEqual(row[name], Decimal(stated) if re.fullmatch(r"-?[\d.]+", stated) else None, row["path"])

    def test_the_worst_status_of_the_inputs_travels(self):
        reports = [json.loads(line)["report"] for line in self.files["reviewer", "jsonl"].read_text(encoding="utf-8").splitlines()]

        def walk(value):
            if isinstance(value, dict):
                if value.get("status") in ("provisional", "forecast"):
                    yield ("final", "provisional", "forecast").index(value["status"])
                if value.get("period") or value.get("as_of", "9999")[:7] < "2025-12" and "executed" in value:
                    yield 1
                for inner in value.values():
                    yield from walk(inner)
            elif isinstance(value, list):
                for inner in value:
                    yield from walk(inner)
        statuses = {row["department"]: row["figure_status"] for row in self.tables["departments"]}
        for report in reports:
            worst = ("final", "provisional", "forecast")[max(walk(report), default=0)]
            self.assertEqual(statuses[report["department"].split("/")[1]], worst)

    def test_departments_without_a_row_are_named(self):
        self.assertEqual([row["department"] for row in self.tables["missing"]], [self.codes[-1]])
        rows = self.analyst.csv("export", "r1", "--table", "missing")
        self.assertEqual([row["department"] for row in rows], [self.codes[-1]])
        self.assertTrue(rows[0]["department_title"])

    def test_a_publication_is_exported_by_its_number(self):
        rows = self.departments(self.reviewer, "--publication", "1")
        self.assertEqual({row["basis"] for row in rows.values()}, {"provisional"})
        self.assertEqual({row["publication"] for row in rows.values()}, {"1"})
        self.assertEqual(rows, self.departments(self.analyst))
        about = self.reviewer.csv("export", "r1", "--publication", "latest", "--table", "rounds")
        published = self.analyst.json("publication", "list", "r1")["publications"][0]
        self.assertEqual((about[0]["digest"], about[0]["table_digest"]), (published["digest"], published["table_digest"]))
        self.assertEqual(self.departments(self.reviewer)[self.codes[0]]["basis"], "accepted")

    # ---- every form ----

    def test_the_manual_lists_every_column(self):
        told = {}
        for line in (harness.TOP / "docs" / "export.md").read_text(encoding="utf-8").splitlines():
            row = re.fullmatch(r"\| `(\w+)` \| .* \| ((?:\**`\w+`\**\s?)+) \|", line)
            if row:
                told[row[1]] = row[2]
        self.assertEqual(list(told), TABLES)
        for name, resource in self.package.resources.items():
            fields = [field["name"] for field in resource["schema"]["fields"]]
            self.assertEqual(re.findall(r"`(\w+)`", told[name]), fields, name)
            self.assertEqual(re.findall(r"\*\*`(\w+)`\*\*", told[name]), resource["schema"]["primaryKey"], name)

    def test_all_forms_say_the_same(self):
        """CSV, JSON, workbook, package and database, cell by cell."""
        document = json.loads(self.files["reviewer", "json"].read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
        book = openpyxl.load_workbook(self.files["reviewer", "xlsx"])
        database = sqlite3.connect(self.files["reviewer", "db"])
        database.row_factory = sqlite3.Row
        self.assertEqual(list(document), TABLES)
        for sheet, name in zip(book.worksheets[2:], TABLES[1:], strict=True):
            rows = self.tables[name]
            plain = self.reviewer.csv("export", "r1", "--table", name)
            stored = [dict(row) for row in database.execute(f"SELECT * FROM {name}")]
            cells = list(sheet.iter_rows(min_row=2, values_only=True))
            self.assertEqual([len(rows)] * 4, [len(plain), len(stored), len(cells), len(document[name])], name)
            for row, text, record, cell, item in zip(rows, plain, stored, cells, document[name]):
                for i, (key, value) in enumerate(row.items()):
                    place = f"{name} {key}"
                    if value is None:
                        self.assertEqual((text[key], record[key], cell[i], item[key]), ("", None, None, None), place)
                    elif isinstance(value, datetime.datetime):
                        self.assertEqual({text[key], record[key], cell[i], item[key]}, {value.strftime("%Y-%m-%dT%H:%M:%SZ")})
                    elif isinstance(value, bool):
                        self.assertEqual((text[key], record[key], cell[i], item[key]), (str(value).lower(), value, value, value), place)
                    elif isinstance(value, str):
                        self.assertEqual((text[key], record[key], cell[i], item[key]), (value,) * 4, place)
                    else:
                        self.assertEqual((Decimal(text[key]), Decimal(repr(record[key])), Decimal(repr(cell[i])), item[key]),
                                         (value,) * 4, place)

    def test_the_package_is_what_the_standard_asks_for(self):
        about = self.package.about
        self.assertEqual(about["$schema"], "https://datapackage.org/profiles/2.0/datapackage.json")
        datetime.datetime.strptime(about["created"], "%Y-%m-%dT%H:%M:%SZ")
        self.assertEqual(sorted(self.package.zip.namelist()), sorted(["datapackage.json", *(f"{name}.csv" for name in TABLES)]))
        for name, resource in self.package.resources.items():
            data = self.package.zip.read(resource["path"])
            self.assertEqual((resource["type"], resource["bytes"], resource["hash"]),
                             ("table", len(data), "sha256:" + hashlib.sha256(data).hexdigest()))
            schema = resource["schema"]
            self.assertEqual(schema["$schema"], "https://datapackage.org/profiles/2.0/tableschema.json")
            for field in schema["fields"]:
                self.assertIn(field["type"], TYPES)
                self.assertTrue(field["title"])
                self.assertEqual({tuple(sorted(mark)) for mark in field["missingValues"]}, {("label", "value")})
                marks = [mark["value"] for mark in field["missingValues"]]
                self.assertEqual(marks, MARKS if field["type"] != "string" else [""], field["name"])
                if "categories" in field:
                    self.assertIsInstance(field["categoriesOrdered"], bool)
                    self.assertLessEqual({row[field["name"]] for row in self.tables[name]} - {None}, set(field["categories"]))
            keys = [tuple(row[key] for key in schema["primaryKey"]) for row in self.tables[name]]
            self.assertEqual(len(keys), len(set(keys)), f"{name}: a key twice")
            self.assertFalse(any(None in key for key in keys))
            for foreign in schema.get("foreignKeys", []):
                other = foreign["reference"]
                there = {tuple(row[key] for key in other["fields"]) for row in self.tables[other["resource"]]}
                self.assertLessEqual({tuple(row[key] for key in foreign["fields"]) for row in self.tables[name]}, there, name)

    def test_pandas_reads_the_package_with_one_line_a_table(self):
        try:
            import pandas
        except ImportError:
            self.skipTest("python3-pandas is not installed")
        kinds = {"string": "string", "integer": "Int64", "number": "float64", "boolean": "boolean", "datetime": "string"}
        for name, resource in self.package.resources.items():
            types = {field["name"]: kinds[field["type"]] for field in resource["schema"]["fields"]}
            frame = pandas.read_csv(self.package.zip.open(resource["path"]), dtype=types, na_values=MARKS)
            self.assertEqual(frame.dtypes.astype(str).to_dict(), types)
            for row, (_, read) in zip(self.tables[name], frame.iterrows(), strict=True):
                for key, value in row.items():
                    if value is None:
                        self.assertTrue(pandas.isna(read[key]), f"{name} {key}")
                    elif isinstance(value, Decimal):
                        self.assertEqual(Decimal(repr(float(read[key]))), value)
                    elif not isinstance(value, datetime.datetime):
                        self.assertEqual(read[key], value)

    def test_the_workbook_is_ready_to_be_read(self):
        book = openpyxl.load_workbook(self.files["analyst", "xlsx"])
        self.assertEqual(len(book.worksheets), len(TABLES) + 1)
        said = [cell.value for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
        published = self.analyst.json("publication", "list", "r1")["publications"][0]
        for text in (published["digest"], published["table_digest"], published["name"], "provisional", "r1"):
            self.assertIn(text, said)
        self.assertEqual(len(book.worksheets[1]._charts), 3)
        sheet = book.worksheets[2]
        self.assertEqual((sheet.freeze_panes, sheet.auto_filter.ref.split(":")[0]), ("D2", "A1"))
        heads = [cell.value for cell in sheet[1]]
        self.assertEqual(heads[:5], ["轮次", "编码", "部门", "同类组", "名次"])
        first = {head: cell for head, cell in zip(heads, sheet[2])}
        self.assertEqual((first["编码"].data_type, first["编码"].number_format), ("s", "@"))
        self.assertEqual((first["终评得分"].data_type, first["终评得分"].number_format), ("n", "0.00"))
        english = self.world.directory / "english.xlsx"
        self.analyst.run("export", "r1", "--out", english, "--headings", "en", language="zh")
        self.assertEqual(openpyxl.load_workbook(english).worksheets[2]["B1"].value, "Code")

    def test_headings_are_keys_or_titles_in_either_language(self):
        heads = {}
        for headings in (None, "zh", "en"):
            options = ("--headings", headings) if headings else ()
            done = self.analyst.run("-o", "csv", "export", "r1", *options)
            heads[headings] = next(csv.reader(io.StringIO(done.stdout)))
        self.assertEqual([heads[name][1] for name in (None, "zh", "en")], ["department", "编码", "Code"])
        self.assertEqual(len({len(row) for row in heads.values()}), 1)
        for name, letters in (("zh", "[\u4e00-\u9fff]"), ("en", "^[ -~]+$")):
            self.assertEqual([head for head in heads[name] if not re.search(letters, head)], [], name)
        self.assertEqual(len(set(heads["zh"])), len(heads["zh"]), "a title twice")

    def test_the_same_data_give_the_same_bytes(self):
        for form in ("csv", "json"):
            again = self.world.directory / f"again.{form}"
            self.reviewer.run("export", "r1", "--out", again)
            self.assertEqual(again.read_bytes(), self.files["reviewer", form].read_bytes(), form)

    def test_a_name_that_says_no_form_is_refused_with_the_list(self):
        for name, options in (("x.pdf", ()), ("x", ()), ("x.csv", ("-o", "json")), ("x.xlsx", ("-o", "csv")),
                              ("x.jsonl", ("--headings", "zh")), ("x.json", ("--headings", "zh")), ("x.zip", ("--table", "funds")),
                              ("x.csv", ("--table", "nothing")), ("x.csv", ("--headings", "fr"))):
            path = self.world.directory / name
            done = self.analyst.run("export", "r1", "--out", path, *options, code=None)
            self.assertEqual(done.returncode, USAGE, f"{name} {options}: {done.stderr}")
            self.assertEqual(list(self.world.directory.glob(f"{name}*")), [])
        done = self.analyst.run("export", "r1", "--out", "x.pdf", code=USAGE)
        for form in FORMS:
            self.assertIn("." + form, done.stderr)

    def test_who_may_not_see_issues_is_told_and_gets_the_rest(self):
        done = self.analyst.run("export", "r1", "--out", self.world.directory / "some.json")
        self.assertRegex(done.stderr, "意见|issues")
        self.filer.run("export", "r1", "--out", self.world.directory / "none.csv", code=DENIED)
        self.assertEqual(list(self.world.directory.glob("none.csv*")), [])

    # ---- the published schema ----

    def test_the_schema_of_json_is_that_of_the_program(self):
        self.assertEqual(json_schema.published(), json_schema.make(), "make it again: see tests/support/json_schema.py")
        described = set()
        for path in (harness.TOP / "client" / "cli").glob("*.c"):
            for name, rest in re.findall(r'\{\.name = "([^"]+)", \.run = (.*?)\.summary', path.read_text(encoding="utf-8"), re.S):
                if "JX_FORMS_ALL" in rest or "JX_FORMS_JSON" in rest:
                    described.add(name)
        self.assertEqual(set(json_schema.COMMANDS), described - {"export", "sql", "outbox send"})

    def test_a_document_that_differs_from_the_schema_is_noticed(self):
        good = self.analyst.json("rank", "r1")
        for change in ({"rows": {}}, {"unknown": 1}, {"rows": [{"rank": "1"}]}, {"rows": [{"rank": -1}]}, {"rows": [{"rank": True}]},
                       {"score": "best"}, {"rows": [{"final_score": "9O.1"}]}, {"where": 1}, {"rows": [{"value": {"value": "1e5"}}]}):
            self.assertNotEqual(json_schema.fault_of(("rank", "r1"), {**good, **change}), "", change)
        self.assertEqual(json_schema.fault_of(("rank", "r1"), good), "")

    def test_one_document_of_many_files_and_of_none(self):
        report = harness.small_report(self.codes[0], "r1")
        file, other = self.filer.write("one.json", report), self.filer.write("two.json", report)
        checked = self.filer.json("check", file, other, code=None)
        self.assertEqual([self.filer.json("check", path, code=None) for path in (file, other)], checked)
        self.assertEqual(self.filer.json("outbox", "list"), [])
        shipped = self.filer.json("rules", "list")["rulebooks"]
        self.assertIn("county-sample", [book["name"].split("/")[1] for book in shipped])
        self.assertEqual(len(self.filer.run("-o", "jsonl", "check", file, other, code=None).stdout.splitlines()), 2)

    # ---- jixiao sql ----

    def sql(self, statement, *options):
        return self.reviewer.run(*options, "sql", self.files["reviewer", "db"], statement, code=None)

    def test_a_statement_answers_in_every_form(self):
        statement = "SELECT department, final_score, reviewed_score, department_title FROM departments ORDER BY rank IS NULL, rank"
        rows = json.loads(self.sql(statement, "-o", "json").stdout)
        self.assertEqual(rows["columns"], ["department", "final_score", "reviewed_score", "department_title"])
        ranked = self.reviewer.csv("rank", "r1")
        self.assertEqual([row["department"] for row in rows["rows"]], [row["department"] for row in ranked])
        for row, other in zip(rows["rows"], ranked, strict=True):
            self.assertEqual(row["final_score"], float(other["final_score"]) if other["final_score"] else None)
        lines = [json.loads(line) for line in self.sql(statement, "-o", "jsonl").stdout.splitlines()]
        self.assertEqual(lines, rows["rows"])
        self.assertEqual(len(list(csv.reader(io.StringIO(self.sql(statement, "-o", "csv").stdout)))), N_FILED + 1)
        self.assertIn(rows["rows"][0]["department_title"], self.sql(statement, "-o", "table").stdout)
        total = self.sql("SELECT sum(expenditure_fen) AS fen FROM data_departments", "-o", "json")
        self.assertEqual(json.loads(total.stdout)["rows"][0]["fen"],
                         sum(int(row["expenditure_yuan"] * 100) for row in self.tables["departments"] if row["expenditure_yuan"]))
        columns = json.loads(self.sql("SELECT * FROM columns", "-o", "json").stdout)["rows"]
        self.assertEqual({row["view_name"] for row in columns}, set(TABLES))

    def test_a_statement_can_only_read(self):
        before = self.files["reviewer", "db"].read_bytes()
        for statement in ("DELETE FROM data_departments", "ATTACH 'x.db' AS x", "PRAGMA journal_mode=WAL", "PRAGMA user_version",
                          "SELECT load_extension('x')", "SELECT 1; SELECT 2", "SELECT 1; DROP TABLE about", "VACUUM INTO 'copy.db'",
                          "CREATE TEMP TABLE t (a)", "BEGIN", "", "-", "SELECT * FROM pragma_database_list",
                          "SELECT nothing FROM departments", "SELECT readfile('/etc/passwd')", "SELECT x'00'"):
            done = self.sql(statement)
            self.assertEqual((done.returncode, done.stdout), (USAGE, ""), f"{statement}: {done.stderr}")
        self.assertEqual(self.files["reviewer", "db"].read_bytes(), before)
        self.assertEqual(self.sql("SELECT 1; -- and nothing else\n ;").returncode, DONE)

    def test_a_statement_ends_at_its_limits(self):
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        for statement, words in ((endless + "SELECT count(*) FROM n", "1000"), (endless + "SELECT i FROM n", "1000"),
                                 ("SELECT length(zeroblob(20000000))", "16777216")):
            done = self.sql(statement, "-o", "jsonl", "--timeout", "1")
            self.assertEqual(done.returncode, FINDINGS, done.stderr)
            self.assertIn(words, done.stderr)

    def test_nothing_but_an_export_is_asked(self):
        stray = self.world.directory / "stray.db"
        sqlite3.connect(stray).execute("CREATE TABLE departments (a)").connection.close()
        for path, code in ((stray, FINDINGS), (__file__, FINDINGS), (self.world.directory, FINDINGS),
                           (self.world.directory / "nowhere.db", MISSING)):
            done = self.reviewer.run("sql", path, "SELECT 1", code=None)
            self.assertEqual(done.returncode, code, f"{path}: {done.stderr}")
        damaged = self.world.directory / "damaged.db"
        data = bytearray(self.files["reviewer", "db"].read_bytes())
        data[8192:40000] = bytes(40000 - 8192)
        damaged.write_bytes(data)
        self.reviewer.run("sql", damaged, "SELECT * FROM data_indicators", code=USAGE)


if __name__ == "__main__":
    harness.main()
