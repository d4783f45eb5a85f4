#!/usr/bin/python3
"""Departments as they are: renamed and regrouped, loaded from files as spreadsheets leave them, merged, split, retired."""
import json
import sqlite3
import subprocess

import harness
from desk import FINDINGS, FORBIDDEN, USAGE, enrolled
from harness import World, request_id, schema, small_report, timestamp
from schema import digest, read_message

LIST = """code,title,short_title,level,nature,funding_form,peer_group
0101,某县科技局,科技局,county,administrative,fiscal,甲
0102,某县工信局,工信局,county,administrative,fiscal,甲
0103,某县教育局,教育局,county,administrative,fiscal,乙
"""


class County(harness.TestCase):
    def setUp(self):
        self.world = World(self)
        self.lead = self.world.lead
        self.desk = enrolled(self.world, "lead2", "lead")

    def act(self, method, person=None, /, **fields):
        return (person or self.lead).call(f"DepartmentService/{method}", request_id=request_id(), **fields)

    def file(self, text, name="d.csv"):
        path = self.world.directory / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def load(self, text, *options, code=0):
        return self.desk.run("department", "load", self.file(text), *options, code=code)

    def department(self, code):
        return self.lead.call("DepartmentService/GetDepartment", name=f"departments/{code}").department

    def entries(self, act):
        with sqlite3.connect(f"file:{self.world.daemon.directory}/jixiao.db?mode=ro", uri=True) as base:
            return [json.loads(row[0]) for row in base.execute(
                "SELECT entry FROM log_leaves WHERE entry LIKE ? ORDER BY leaf_index", (f'%"act":"{act}"%',))]

    def check_log(self):
        self.world.daemon.stop()
        done = subprocess.run([harness.JIXIAOD, "fsck", str(self.world.daemon.directory)], capture_output=True, text=True,
                              timeout=120)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.world.daemon.start()


class Changes(County):
    def setUp(self):
        super().setUp()
        self.load(LIST)

    def test_a_department_is_renamed_and_its_history_says_so(self):
        self.desk.run("department", "edit", "0101", "--title", "某县科学技术局", "--peers", "乙", "--nature", "参公",
                      "--since", "2026-01-01", "--document", "县发〔2026〕1号", "--reason", "机构改革")
        self.desk.run("department", "edit", "科学技术局", "--short", "科技")
        now = self.department("0101")
        self.assertEqual((now.title, now.short_title, now.peer_group, now.nature),
                         ("某县科学技术局", "科技", "乙", "civil_service_managed"))
        first, second = self.entries("DEPARTMENT_UPDATE")
        self.assertEqual(first["record"]["department_change"]["effective_date"], "2026-01-01")
        self.assertEqual(second["record"]["department_change"]["department"]["short_title"], "科技")
        rows = self.desk.csv("department", "history", "0101")
        self.assertEqual([(row["effective_date"], row["kind"], row["document"]) for row in rows][0],
                         ("2026-01-01", "update", "县发〔2026〕1号"))
        self.assertIn("某县科技局 → 某县科学技术局", rows[0]["change"])
        self.assertEqual(len(rows), 2)
        page = self.lead.pages("DepartmentService/ListDepartmentChanges", "changes", page_size=1, name="departments/0101")
        self.assertEqual([(row.before.title, row.after.title, row.after.short_title) for row in page],
                         [("某县科技局", "某县科学技术局", "科技局"), ("某县科学技术局", "某县科学技术局", "科技")])
        self.assertIn("so already", self.desk.run("department", "edit", "0101", "--short", "科技").stdout)
        self.assertEqual(len(self.entries("DEPARTMENT_UPDATE")), 2, "nothing was changed, and yet logged")
        self.check_log()

    def test_words_that_are_none_are_refused_with_those_that_are(self):
        done = self.desk.run("department", "edit", "0101", "--level", "县及", code=USAGE, language="zh")
        self.assertIn("county（县级）、town（乡镇）", done.stderr)
        wrong = schema.Department(name="departments/0101", level="县级", nature="x")
        refusal = self.refused("INVALID_ARGUMENT", "UNKNOWN_WORD", self.act, "UpdateDepartment", department=wrong, fields=["level"])
        self.assertIn("county (county level)", refusal.message)
        self.refused("INVALID_ARGUMENT", "UNKNOWN_WORD", self.act, "CreateDepartment",
                     department=schema.Department(code="9", title="九", funding_form="财政"))
        self.refused("INVALID_ARGUMENT", "BAD_FIELD", self.act, "UpdateDepartment", department=wrong, fields=["code"])
        self.refused("INVALID_ARGUMENT", "MISSING_FIELD", self.act, "UpdateDepartment", department=wrong)
        for day in ("2026", "2126-01-01", "2026-02-30", "1.1.2026"):
            self.refused("INVALID_ARGUMENT", "BAD_FIELD", self.act, "UpdateDepartment", department=wrong, fields=["short_title"],
                         effective_date=day)
        self.assertEqual(self.entries("DEPARTMENT_UPDATE"), [])

    def test_two_of_one_name_are_meant_or_refused(self):
        twin = schema.Department(code="0109", title="某县教育局")
        refusal = self.refused("ALREADY_EXISTS", "TITLE_TAKEN", self.act, "CreateDepartment", department=twin)
        self.assertIn("0103", refusal.zh)
        self.refused("ALREADY_EXISTS", "CODE_TWIN", self.act, "CreateDepartment",
                     department=schema.Department(code="103", title="新局"))
        self.refused("ALREADY_EXISTS", "TITLE_TAKEN", self.act, "UpdateDepartment", fields=["title"],
                     department=schema.Department(name="departments/0101", title="某县教育局"))
        self.desk.run("department", "add", "0109", "某县教育局", code=FORBIDDEN)
        self.desk.run("department", "add", "0109", "某县教育局", "--allow-twins")
        self.desk.run("department", "add", "103", "三局", "--level", "县级", "--allow-twins")
        self.assertEqual(self.department("103").level, "county")

    def test_what_other_programs_call_it_leads_to_the_command(self):
        for word, command in (("remove", "department retire"), ("rename", "department edit"), ("delete", "department retire")):
            self.assertIn(command, self.desk.run("department", word, "0101", code=USAGE).stderr)

    def test_only_a_lead_changes_departments_and_everybody_sees_them(self):
        clerk = self.world.invite("clerk", "enterer", department="0101")
        row = schema.Department(name="departments/0101", short_title="甲")
        for method, fields in (("UpdateDepartment", {"department": row, "fields": ["short_title"]}),
                               ("LoadDepartments", {"departments": [row], "fields": ["title"]}),
                               ("RetireDepartments", {"departments": ["departments/0102"], "document": "1号"}),
                               ("ReinstateDepartment", {"name": "departments/0102", "reason": "x"})):
            with self.assertRaises(harness.Refusal) as refused:
                self.act(method, clerk, **fields)
            self.assertEqual(refused.exception.code, "PERMISSION_DENIED")
        self.assertEqual(len(clerk.call("DepartmentService/ListDepartmentChanges", name="departments/0101").changes), 0)


class Load(County):
    def test_a_file_is_shown_and_then_made_so(self):
        self.assertIn("3 new, 0 changed, 0 unchanged", self.load(LIST, "--dry-run").stdout)
        self.assertEqual(len(self.lead.call("DepartmentService/ListDepartments").departments), 0)
        self.assertIn("3 added", self.load(LIST).stdout)
        changed = LIST.replace("教育局,教育局,county,administrative,fiscal,乙", "教育体育局,教体局,county,administrative,fiscal,丙")
        changed = changed.replace("0102,某县工信局,工信局,county,administrative,fiscal,甲\n", "0104,某县商务局,商务局,,,,甲\n")
        self.load(changed, code=USAGE)  # nobody to ask, and something changes: --yes is missing
        self.assertEqual(self.department("0103").title, "某县教育局")
        done = self.load(changed, "--yes", "--document", "县发〔2026〕1号")
        self.assertIn("0102 某县工信局", done.stdout, "who is not in the file")
        self.assertRegex(done.stdout, "某县教育局 → *某县教育体育局")
        self.assertIn("1 new, 1 changed, 1 unchanged", done.stdout)
        self.assertIn("1 added, 1 changed", done.stdout)
        self.assertEqual((self.department("0103").title, self.department("0103").peer_group), ("某县教育体育局", "丙"))
        self.assertEqual(self.department("0102").title, "某县工信局")
        self.assertEqual(self.entries("DEPARTMENT_UPDATE")[0]["record"]["department_change"]["document"], "县发〔2026〕1号")
        self.assertIn("0 new, 0 changed, 3 unchanged", self.load(changed).stdout)
        self.assertEqual(len(self.entries("DEPARTMENT_UPDATE")), 1)
        self.check_log()

    def test_what_a_spreadsheet_leaves_is_taken(self):
        chinese = "序号,部门编码,部门名称,级次,单位性质,经费形式,,,\r\n1,0101,某县科技局,县级,行政,财政拨款,,,\r\n2,0102,\"某县\r\n工信局\",乡镇,参公,差额,,,\r\n,,,,,,,,\r\n"
        for data in (chinese.encode(), b"\xef\xbb\xbf" + chinese.encode(), chinese.encode("gb18030"),
                     chinese.encode("utf-16"), chinese.replace(",", ";").encode(), chinese.replace(",", "\t").encode("utf-16")):
            self.load(data)
            self.assertEqual([(row.code, row.title, row.level, row.nature, row.funding_form)
                              for row in self.lead.call("DepartmentService/ListDepartments").departments],
                             [("0101", "某县科技局", "county", "administrative", "fiscal"),
                              ("0102", "某县工信局", "town", "civil_service_managed", "balance")])
        self.assertEqual(len(self.entries("DEPARTMENT_CREATE")), 2)
        self.assertEqual(self.entries("DEPARTMENT_UPDATE"), [])

    def test_what_is_exported_loads_back_unchanged(self):
        self.load(LIST.replace("甲", "=甲"))
        self.desk.run("department", "edit", "0103", "--finance", "yes")
        for form in ("csv", "csv-excel"):
            text = self.desk.run("-o", form, "department", "list").stdout
            self.assertIn("0 new, 0 changed, 3 unchanged", self.load(text, "--dry-run").stdout, text)
        self.assertIn('"=""0101"""', text, "Excel would drop the zero")
        self.assertTrue(self.department("0103").is_finance)

    def test_all_that_is_wrong_is_told_at_once_by_the_line_of_the_file(self):
        self.load(LIST)
        wrong = ("编码,名称,级次\n"
                 "101,某县科技局,county\n"      # 2: a twin without its zero, and the name of 0101
                 "\n"
                 "0105,某县文旅局,县及\n"       # 4: no word
                 "0106,\"某县\n林业局\",\n"     # 5 and 6: good
                 "0107,,county\n"               # 7: no title
                 "0106,某县林业局,county\n"     # 8: again
                 "01-08,某县水利局,\n"          # 9: no code
                 "0109,某县某局,\n0110,某县某局,\n")  # 10 and 11: one name
        done = self.load(wrong, code=FINDINGS)
        lines = [line.split(maxsplit=2) for line in done.stdout.splitlines() if line.split() and line.split()[0].isdigit()]
        self.assertEqual([(line[0], line[1]) for line in lines],
                         [("2", "101"), ("2", "101"), ("4", "0105"), ("7", "0107"), ("8", "0106"), ("9", "01-08"),
                          ("10", "0109"), ("11", "0110")], done.stdout)
        for words in ("leading zeros", "0101", "is none of county (county level)", "line 5 of the file already", "empty"):
            self.assertIn(words, done.stdout)
        self.assertEqual(len(self.entries("DEPARTMENT_CREATE")), 3)
        for text, line, words in (("编号,名称\n1,a\n", "1", "编号"), ("", "1", "empty"), ("code,title\n1,\"a\n", "2", "quote")):
            done = self.load(text, code=FINDINGS)
            self.assertIn(words, done.stderr)

    def test_a_list_that_changed_meanwhile_is_looked_at_again(self):
        rows = [schema.Department(code="0101", title="甲局", peer_group="一")]
        shown = self.act("LoadDepartments", departments=rows, fields=["title", "peer_group"], validate_only=True)
        self.assertEqual((shown.added, shown.differences[0].is_new, self.entries("DEPARTMENT_CREATE")), (1, True, []))
        self.act("CreateDepartment", department=schema.Department(code="0101", title="乙局"))
        self.refused("ABORTED", "LIST_CHANGED", self.act, "LoadDepartments", departments=rows, fields=["title", "peer_group"],
                     base_digest=shown.digest)
        shown = self.act("LoadDepartments", departments=rows, fields=["peer_group"], validate_only=True)
        self.assertEqual([(row.field, row.before, row.after) for row in shown.differences[0].fields], [("peer_group", "", "一")])
        self.act("LoadDepartments", departments=rows, fields=["peer_group"], base_digest=shown.digest)
        self.assertEqual((self.department("0101").title, self.department("0101").peer_group), ("乙局", "一"))

    def test_a_long_list_goes_in_parts_and_its_writer_keeps_nobody_waiting(self):
        codes = [f"9{number:04d}" for number in range(2500)]
        rows = [schema.Department(code=code, title=f"部门{code}", level="county") for code in codes]
        reply = self.act("LoadDepartments", departments=rows, fields=["title", "level"])
        self.assertEqual((reply.added, len(reply.differences)), (2500, 0))
        self.assertEqual(len(self.entries("DEPARTMENT_CREATE")), 2500)
        for row in rows:
            row.peer_group = "甲"
        bad = [*rows, schema.Department(code="有误", title="x")]
        self.assertEqual([(row.row, row.code) for row in self.act("LoadDepartments", departments=bad, fields=["peer_group"]).problems],
                         [(2501, "有误")])
        self.assertEqual(self.entries("DEPARTMENT_UPDATE"), [], "some of a list with a problem were changed")
        reply = self.act("LoadDepartments", departments=rows, fields=["peer_group"], validate_only=True)
        self.assertEqual((reply.changed, len(reply.differences)), (2500, 2000))
        self.assertEqual(self.act("LoadDepartments", departments=rows, fields=["peer_group"]).changed, 2500)
        self.assertEqual(self.act("LoadDepartments", departments=rows, fields=["title", "peer_group"]).unchanged, 2500)
        self.check_log()


class Merger(County):
    """1001 and 1002 are merged into 1003 between two rounds, 1004 is split in an open one: the walk over three rounds."""

    def setUp(self):
        super().setUp()
        self.world.add_departments(["1001", "1002", "1004", "1005"])
        self.reviewer = self.world.invite("reviewer", "reviewer")
        self.clerks = {code: self.world.invite(f"clerk{code}", "enterer", department=code) for code in ("1001", "1002", "1004")}

    def accepted(self, code, name, executed="95.00万元"):
        report = small_report(code, name, year=int(name[1:]), executed=executed)
        self.clerks[code].submit(harness.explain(self.clerks[code], report))
        filed = self.lead.call("SubmissionService/GetSubmission", name=f"submissions/{name}-{code}").submission.digest
        self.reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/{name}-{code}", request_id=request_id(),
                           digest=filed, reviewed_score=schema.Decimal(micros=80000000), reason="已核对")

    def publish(self, name):
        self.lead.call("RoundService/CloseRound", name=f"rounds/{name}", request_id=request_id())
        return self.lead.call("PublicationService/PublishRound", round=f"rounds/{name}", request_id=request_id(),
                              stage=schema.PUBLICATION_STAGE_PROVISIONAL, window_end_time=timestamp(600)).publication

    def seen(self, publication):
        """What people see of a round that is published: the same bytes, whatever becomes of its departments."""
        name = publication.name.split("/publications/")[0]
        return [self.lead.call("RankingService/RankDepartments", is_raw=True, round=name),
                self.lead.call("PublicationService/GetPublication", is_raw=True, name=publication.name),
                [row.SerializeToString() for row in self.lead.call("PublicationService/ExportReports", round=name)]]

    def state(self, name, code):
        return {row.department[12:]: row for row in self.lead.call(
            "SubmissionService/ListSubmissions", round=f"rounds/{name}").submissions}.get(code)

    def test_a_merger_and_a_split_over_three_rounds(self):
        self.world.open_round("r2023", year=2023, departments=["1001", "1002", "1004"])
        for code, executed in (("1001", "90.00万元"), ("1002", "80.00万元"), ("1004", "70.00万元")):
            self.accepted(code, "r2023", executed)
        first = self.publish("r2023")
        before = self.seen(first)

        # The second round is open, one of the two has filed, the other has not; a third one is a draft.
        self.world.open_round("r2024", year=2024, departments=["1001", "1002", "1004"])
        self.accepted("1001", "r2024")
        self.lead.call("RoundService/CreateRound", request_id=request_id(), round=schema.Round(
            name="rounds/r2025", title="r2025", year=2025, deadline_time=timestamp(3600)),
            departments=[f"departments/{code}" for code in ("1001", "1002", "1004")])
        self.desk.run("department", "add", "1003", "某县科工局")
        merge = ["department", "merge", "1001", "1002", "--into", "1003", "--since", "2026-01-01", "--document", "县发〔2026〕1号"]
        shown = self.desk.run(*merge, "--dry-run").stdout
        self.assertEqual(self.department("1001").retire_date, "", "a dry run did it")
        self.desk.run(*merge, code=USAGE)  # nobody to ask, no --yes
        self.assertEqual(self.entries("DEPARTMENT_MERGE"), [])
        done = self.desk.run("--yes", *merge).stdout
        for text in ("clerk1001", "clerk1002", "round r2024: 1001 goes on", "round r2024: 1002 need not file",
                     "round r2024: 1003 is put on the roster", "round r2025: 1002 leaves the roster"):
            self.assertIn(text, shown)
            self.assertIn(text, done)
        self.assertEqual([entry["object"] for entry in self.entries("DEPARTMENT_MERGE")], ["departments/1001", "departments/1002"])
        one = self.department("1001")
        self.assertEqual((one.retire_date, list(one.successors)), ("2026-01-01", ["departments/1003"]))
        self.assertEqual(list(self.department("1003").predecessors), ["departments/1001", "departments/1002"])

        # Rosters: who filed goes on, who did not need not and the new one files for it, and the draft has it alone.
        self.assertEqual(self.state("r2024", "1001").state, schema.SUBMISSION_STATE_ACCEPTED)
        waived = {row.department[12:]: row for row in self.lead.call(
            "RoundService/ListMissingDepartments", round="rounds/r2024").departments}["1002"]
        self.assertEqual((waived.waiver_document, waived.merged_into), ("县发〔2026〕1号", "departments/1003"))
        self.assertEqual({code for code in ("1001", "1002", "1003", "1004") if self.state("r2025", code)}, {"1003", "1004"})

        # What is past is not touched by its end, nor by a new name.
        self.desk.run("department", "edit", "1004", "--title", "某县新名局", "--peers", "新组")
        self.assertEqual(self.seen(first), before)

        # People are told; nobody is invited there, nothing new is filed.
        desk = enrolled(self.world, "old", "enterer", department="1004")
        self.assertNotIn("exists no more", desk.run("status").stderr)
        with self.assertRaises(harness.Refusal) as refused:
            self.world.invite("late", "enterer", department="1002")
        self.assertEqual((refused.exception.code, refused.exception.reason), ("FAILED_PRECONDITION", "DEPARTMENT_RETIRED"))
        self.assertIn("1003", refused.exception.zh)
        self.refused("FAILED_PRECONDITION", "DEPARTMENT_RETIRED", self.lead.call, "RoundService/ChangeRoster", name="rounds/r2024",
                     added=["departments/1001"], reason="x", request_id=request_id())
        self.refused("FAILED_PRECONDITION", "DEPARTMENT_RETIRED", self.act, "RetireDepartments", departments=["departments/1001"],
                     document="2号")
        self.assertIn("1001", self.desk.run("department", "list", "--all").stdout)
        self.assertNotIn("1001", self.desk.run("department", "list").stdout)
        self.assertIn("2026-01-01", self.load("code,title\n1001,某局\n", code=FINDINGS).stdout)

        # The split of one that stays, and of one that ends.
        self.desk.run("department", "add", "1006", "某县六局")
        self.desk.run("--yes", "department", "split", "1004", "--into", "1004,1006", "--document", "3号")
        self.assertEqual((self.department("1004").retire_date, list(self.department("1004").successors)), ("", ["departments/1006"]))
        self.desk.run("--yes", "department", "split", "1005", "--into", "1004,1006", "--document", "4号")
        self.assertEqual(list(self.department("1005").successors), ["departments/1004", "departments/1006"])
        self.refused("INVALID_ARGUMENT", "SPLIT_OF_ONE", self.act, "RetireDepartments", document="5号",
                     departments=["departments/1003", "departments/1006"], successors=["departments/1004", "departments/1003"])

        # The new one files, and its years go back to those before it.
        self.clerks["1003"] = self.world.invite("clerk1003", "enterer", department="1003")
        self.accepted("1003", "r2024")
        self.lead.call("RoundService/OpenRound", name="rounds/r2025", request_id=request_id())
        self.accepted("1003", "r2025")
        columns = self.desk.json("compare", "1003", "--years", "--accepted")["columns"]
        self.assertEqual([(column["round"], column["department"], column.get("predecessor_of", "")) for column in columns],
                         [("rounds/r2023", "departments/1001", "departments/1003"),
                          ("rounds/r2023", "departments/1002", "departments/1003"),
                          ("rounds/r2024", "departments/1003", ""), ("rounds/r2024", "departments/1001", "departments/1003"),
                          ("rounds/r2025", "departments/1003", "")])
        told = self.desk.run("compare", "1003", "--years", "--accepted")
        self.assertIn("merged into 1003 on 2026-01-01; they are not added up", told.stdout + told.stderr)
        ended = self.desk.run("compare", "1001", "--years", "--accepted")
        self.assertIn("jixiao compare 1003 --years", ended.stdout + ended.stderr)
        self.assertEqual(self.seen(first), before)
        self.check_log()

    # ---- what a department leaves: rectification items and idle funds ----

    def leave(self, code):
        """An item of each kind."""
        raised = self.reviewer.call("RectificationService/RaiseRectification", department=f"departments/{code}", problem="账实不符",
                                    due_time=timestamp(3600), request_id=request_id()).item
        flagged = self.reviewer.call("IdleFundsService/FlagIdleFunds", department=f"departments/{code}", source="专项结余",
                                     budget_date="2023", due_time=timestamp(3600), request_id=request_id(),
                                     amount=schema.Amount(fen=10000, unit=schema.AMOUNT_UNIT_YUAN, decimals=2)).item
        return raised.name, flagged.name

    def accept_idle(self, code, name):
        """A report with a project of which nothing was spent."""
        report = small_report(code, name, year=2024)
        report.projects.add(number=1, name="污水管网改造").funds.append(read_message(
            {"row": "total", "label": "合计", "adjusted": "20.00万元", "executed": "0.00万元"}, schema.FundLine()))
        self.clerks[code].submit(harness.explain(self.clerks[code], report))
        self.reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/{name}-{code}", digest=digest(report),
                           request_id=request_id())

    def items(self, person, **fields):
        return [item.name for item in person.pages("RectificationService/ListRectifications", "items", page_size=1, **fields)] + [
            item.name for item in person.pages("IdleFundsService/ListIdleFunds", "items", page_size=1, **fields)]

    def waiting(self, person):
        return {turn.name for turn in person.pages("TurnService/ListTurns", "turns", page_size=1)}

    def test_who_takes_over_answers_for_what_a_department_leaves(self):
        left = [name for pair in zip(self.leave("1001"), self.leave("1002")) for name in pair]
        own = [name for name in left if "1001" in name]
        self.desk.run("department", "add", "1003", "某县科工局")
        self.clerks["1003"] = self.world.invite("clerk1003", "enterer", department="1003")
        old, new, stranger = self.clerks["1001"], self.clerks["1003"], self.clerks["1004"]
        self.assertEqual(self.items(new), [])
        said = self.desk.run("--yes", "department", "merge", "1001", "1002", "--into", "1003", "--document", "1号").stdout
        self.assertIn("Those who take over answer for what is still to be done: 2 rectification items, 2 items of idle funds", said)

        # Whoever took over sees and does what is to be done; the people of old see it; everybody else nothing.
        self.assertEqual((self.items(new), self.items(new, department="departments/1001")), (left, own))
        self.assertEqual((self.items(old), self.items(stranger)), (own, []))
        self.assertEqual((self.waiting(new) & set(left), self.waiting(old) & set(left)), (set(left), set()))
        item = new.call("RectificationService/GetRectification", name=left[0]).item
        self.assertEqual((item.department, list(item.answerable)), ("departments/1001", ["departments/1003"]))
        for person, code, reason in ((old, "PERMISSION_DENIED", "ITEM_TAKEN_OVER"), (stranger, "NOT_FOUND", "RECTIFICATION_NOT_FOUND")):
            self.refused(code, reason, person.call, "RectificationService/AcknowledgeRectification", name=left[0],
                         request_id=request_id())
        new.call("RectificationService/AcknowledgeRectification", name=left[0], request_id=request_id())
        new.call("IdleFundsService/ExplainIdleFunds", name=left[2], explanation="待拨", request_id=request_id())
        new.call("RectificationService/PlanRectification", name=left[0], measure="逐笔核对", planned_time=timestamp(600),
                 request_id=request_id())
        new.call("RectificationService/ClaimRectificationDone", name=left[0], evidence="核对表", request_id=request_id())
        judge = self.world.invite("judge", "reviewer", department="1003")
        other = self.world.invite("other", "reviewer", department="1004")
        self.refused("PERMISSION_DENIED", "OWN_ITEM", judge.call, "RectificationService/VerifyRectification", name=left[0],
                     request_id=request_id())
        self.assertEqual([self.waiting(person) & set(left) for person in (judge, other, self.lead)],
                         [set(), {left[0]}, {left[0], left[2]}])

        # The ledger keeps the money with the department of its day, and says who answers.
        for person, codes in ((new, ["1001", "1002"]), (old, ["1001"]), (self.lead, ["1001", "1002"]), (stranger, [])):
            rows = person.call("IdleFundsService/ListIdleFundsTotals").departments
            self.assertEqual([row.department[12:] for row in rows], codes)
            self.assertEqual({name for row in rows for name in row.answerable} - {"departments/1003"}, set())
        desk = enrolled(self.world, "taker", "enterer", department="1003")
        for command in (("rectify", "list"), ("idle", "list"), ("idle-funds",)):
            told = desk.run(*command, "-o", "table")
            self.assertEqual((told.stdout + told.stderr).count("1001 has ended; for its items answers: 1003"), 1)
        self.assertIn("Answers:  1003", desk.run("rectify", "show", "1001/1").stdout)
        self.assertIn("jixiao rectify show 1002/1", desk.run("inbox").stdout)
        desk.run("rectify", "acknowledge", "1002/1")
        self.check_log()

    def test_it_is_handed_on_with_the_work_and_comes_back_with_a_reinstatement(self):
        name, _ = self.leave("1001")
        for code in ("1006", "1007", "1008"):
            self.desk.run("department", "add", code, f"某县{code}局")
            self.clerks[code] = self.world.invite(f"clerk{code}", "enterer", department=code)

        def answering():
            return [answers[12:] for answers in self.lead.call("RectificationService/GetRectification", name=name).item.answerable]

        def who_sees():
            return [code for code, clerk in sorted(self.clerks.items()) if name in self.waiting(clerk)]

        self.assertEqual((answering(), who_sees()), (["1001"], ["1001"]))
        for end, after in ((["split", "1001", "--into", "1001,1002"], ["1001"]), (["merge", "1001", "--into", "1006"], ["1006"]),
                           (["split", "1006", "--into", "1007,1008"], ["1007", "1008"]), (["retire", "1007"], ["1007", "1008"]),
                           (["merge", "1008", "--into", "1002"], ["1002", "1007"])):
            self.desk.run("--yes", "department", *end, "--document", "1号")
            self.assertEqual((answering(), who_sees()), (after, after), end)
        self.desk.run("department", "reinstate", "1006", "--reason", "文件撤回")
        self.assertEqual((answering(), who_sees()), (["1006"], ["1006"]))
        said = self.desk.run("--yes", "department", "retire", "1006", "--document", "2号").stdout
        self.assertNotIn("answer for", said)  # of its own it has none
        self.check_log()

    def test_a_balance_of_a_department_that_ended_is_not_flagged_twice(self):
        self.world.open_round("r2024", year=2024, departments=["1001"])
        self.accept_idle("1001", "r2024")
        self.assertEqual([name for name in self.items(self.lead) if "idleFunds" in name], ["departments/1001/idleFunds/1"])
        self.desk.run("department", "add", "1003", "某县科工局")
        self.clerks["1003"] = self.world.invite("clerk1003", "enterer", department="1003")
        self.desk.run("--yes", "department", "merge", "1001", "--into", "1003", "--document", "1号")
        self.world.open_round("s2024", year=2024, departments=["1003"])
        self.accept_idle("1003", "s2024")
        self.assertEqual([name for name in self.items(self.lead) if "idleFunds" in name], ["departments/1001/idleFunds/1"])

    def test_a_person_of_a_department_that_ended_is_told(self):
        desk = enrolled(self.world, "old", "enterer", department="1005")
        self.desk.run("--yes", "department", "retire", "1005", "--document", "1号", "--since", "2026-01-01")
        for command in ("status", "whoami"):
            told = desk.run(command)
            self.assertIn("exists no more since 2026-01-01", told.stderr)
        self.assertEqual(desk.json("whoami")["department"]["retire_date"], "2026-01-01")
        self.assertEqual(self.world.open_round("r2026").departments, 3, "a round of every department has one that ended")

    def test_an_end_that_was_a_mistake_is_taken_back(self):
        self.world.open_round("r2024", year=2024)
        self.refused("FAILED_PRECONDITION", "DEPARTMENT_EXISTS_STILL", self.act, "ReinstateDepartment", name="departments/1005",
                     reason="x")
        self.desk.run("--yes", "department", "merge", "1005", "--into", "1004", "--document", "1号")
        self.refused("INVALID_ARGUMENT", "REASON_REQUIRED", self.act, "ReinstateDepartment", name="departments/1005")
        self.desk.run("department", "reinstate", "1005", "--reason", "文件撤回")
        one = self.department("1005")
        self.assertEqual((one.retire_date, list(one.successors)), ("", []))
        self.assertEqual([row["kind"] for row in self.desk.csv("department", "history", "1005")], ["merge", "reinstate"])
        self.assertEqual(self.state("r2024", "1005").state, schema.SUBMISSION_STATE_WAIVED)
        self.desk.run("unwaive", "1005", "--round", "r2024", "--reason", "文件撤回")
        self.check_log()


if __name__ == "__main__":
    harness.main()
