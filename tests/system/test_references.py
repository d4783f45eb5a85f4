#!/usr/bin/python3
"""Reference figures of the treasury: loaded in editions, and reports held against them alike on both sides of the wire."""
import json
import sqlite3
import subprocess
import time

import harness
from desk import DONE, FINDINGS, USAGE, enrolled
from harness import World, explain, request_id, schema, small_report
from schema import read_message

FILE = "序号,部门编码,年初预算（万元）,执行数,编制数\r\n1,1001,\"100.00\",\"960,000.00\",12\r\n2,1002,,,8\r\n"


class References(harness.TestCase):
    def setUp(self):
        self.world = World(self)
        self.lead = self.world.lead
        self.world.add_departments(["1001", "1002"])
        self.world.open_round("r1", year=2025)
        self.finance = enrolled(self.world, "lead2", "lead")
        self.desk = enrolled(self.world, "clerk", "enterer", department="1001")

    def load(self, text, *options, code=DONE):
        (self.world.directory / "t.csv").write_bytes(text.encode("gb18030"))
        return self.finance.run("reference", "load", "t.csv", "--year", "2025", *options, code=code)

    def stored(self, statement):
        with sqlite3.connect(f"file:{self.world.daemon.directory}/jixiao.db?mode=ro", uri=True) as base:
            return [row[0] for row in base.execute(statement)]

    def version(self, number):
        return self.lead.call("SubmissionService/GetSubmissionVersion", name=f"submissions/r1-1001/versions/{number}").version

    def test_a_report_is_held_against_what_the_treasury_has(self):
        report = small_report("1001", "r1")
        file = self.desk.write("r.json", report)
        self.assertNotIn("reference", self.desk.json("check", file))
        self.load(FILE, "--source", "国库 1 月")
        done = self.desk.run("submit", file, code=FINDINGS)  # asks the server what is new
        for text in ("V02", "国库 1 月", "96.00万元", "95.00万元"):
            self.assertIn(text, done.stdout)
        checked = self.desk.json("check", file, code=FINDINGS)
        self.assertEqual((checked["reference"]["name"], [row["rule"] for row in checked["findings"]]),
                         ("references/2025/editions/1", ["V02", "T07"]))

        # The server finds the same, whoever asks; who may not see the figures is not told by a check.
        clerk = self.world.invite("clerk2", "enterer", department="1001")
        other = self.world.invite("other", "enterer", department="1002")
        ours = clerk.call("SubmissionService/CheckReport", report=report)
        self.assertEqual((ours.verdict_digest, ours.reference.executed.fen), (checked["verdict_digest"], 96000000))
        theirs = other.call("SubmissionService/CheckReport", report=report)
        self.assertEqual((theirs.HasField("reference"), [row.rule for row in theirs.findings]), (False, ["T07"]))
        self.refused("NOT_FOUND", "DEPARTMENT_NOT_FOUND", other.call, "ReferenceService/GetReferenceSheet",
                     department="departments/1001", year=2025)
        self.refused("INVALID_ARGUMENT", "NEEDS_EXPLANATION", clerk.submit, report)

        # Explained, it is filed, and names the edition; a newer one changes nothing about it.
        self.desk.run("submit", self.desk.write("r.json", explain(clerk, report)))
        self.assertEqual(self.version(1).reference, "references/2025/editions/1")
        self.load(FILE.replace("960,000.00", "950,000.00"), "--source", "国库 2 月")
        self.assertEqual([row.rule for row in self.version(1).findings], ["V02", "T07"])
        entry = [json.loads(text) for text in self.stored("SELECT entry FROM log_leaves WHERE entry LIKE '%SUBMISSION_SUBMIT\"%'")][-1]
        self.assertEqual(entry["record"]["filing"]["reference"], "references/2025/editions/1")
        self.assertEqual([row["source"] for row in self.finance.csv("reference", "list")], ["国库 2 月", "国库 1 月"])
        self.assertIn("95", self.desk.run("reference", "show", "1001", "--year", "2025").stdout)

        # An export holds what it was held against, so that anybody finds the same verdict.
        self.lead.call("RoundService/CloseRound", name="rounds/r1", request_id=request_id())
        reviewer = self.world.invite("reviewer", "reviewer")
        reviewer.call("ReviewService/AcceptSubmission", name="submissions/r1-1001", request_id=request_id(),
                      digest=self.version(1).digest, reviewed_score=read_message("80", schema.Decimal()), reason="已核对")
        self.lead.call("PublicationService/PublishRound", round="rounds/r1", stage=schema.PUBLICATION_STAGE_PROVISIONAL,
                       window_end_time=harness.timestamp(600), request_id=request_id())
        self.finance.run("export", "r1", "--publication", "1", "--out", "p.jsonl")
        self.finance.run("verify-publication", "p.jsonl")
        self.world.daemon.stop()
        fsck = subprocess.run([harness.JIXIAOD, "fsck", str(self.world.daemon.directory)], capture_output=True, text=True, timeout=120)
        self.assertEqual((fsck.returncode, fsck.stderr), (0, ""), fsck.stdout)

    def test_all_that_is_wrong_with_a_file_is_told_at_once(self):
        self.load(FILE, code=USAGE)  # no source
        done = self.load("编码,执行数\n1001,abc\n1009,5\n1002,-3\n1002,4\n", "--source", "x", code=FINDINGS)
        lines = [line.split("\t")[:2] for line in done.stdout.splitlines()]
        self.assertEqual([line for line in lines if line[0].isdigit()], [["2", "1001"], ["3", "1009"], ["4", "1002"]], done.stdout)
        self.assertEqual(self.stored("SELECT count(*) FROM reference_editions"), [0])
        self.assertIn("2 departments", self.load(FILE, "--source", "x", "--dry-run").stdout)
        self.assertEqual(self.stored("SELECT count(*) FROM reference_editions"), [0])
        for fields, reason in (({"year": 0, "source": "x"}, "BAD_FIELD"), ({"year": 2025}, "MISSING_FIELD"),
                               ({"year": 2025, "source": "x"}, "MISSING_FIELD")):
            self.refused("INVALID_ARGUMENT", reason, self.lead.call, "ReferenceService/LoadReferences", request_id=request_id(),
                         **fields)

    def test_twenty_thousand_departments_are_loaded_in_one_act(self):
        codes = [f"9{number:05d}" for number in range(20000)]
        self.lead.call("DepartmentService/LoadDepartments", request_id=request_id(), timeout=120, fields=["title"], departments=[
            schema.Department(code=code, title=f"部门{code}") for code in codes])
        start = time.monotonic()
        reply = self.lead.call("ReferenceService/LoadReferences", request_id=request_id(), timeout=120, year=2024, source="国库", sheets=[
            schema.ReferenceSheet(department=f"departments/{code}", posts=read_message("12", schema.Decimal())) for code in codes])
        print(f"20,000 sheets: {time.monotonic() - start:.2f} s", flush=True)
        self.assertEqual((reply.edition.departments, len(reply.problems)), (20000, 0))


if __name__ == "__main__":
    harness.main()
