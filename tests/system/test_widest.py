#!/usr/bin/python3
"""What is admitted can be finished: the widest report, and the most issues, at every step; one more of anything is refused."""

import contextlib
import json
import os
import sqlite3
import subprocess

import harness
from harness import JIXIAO, SLOWER, World, explain, key_pem, request_id, small_report, timestamp
from schema import digest, read_message, schema, write_message

PROJECTS, INDICATORS = 2000, 10
REPORT_BYTES = 2 << 20
ISSUES, ISSUES_BYTES = 200, 256 << 10
REVIEW_BYTES = 1 << 20
DRAFTS, OPEN_IDLE_FUNDS = 1000, 500
SLOW = 60 * SLOWER
INVALID = "INVALID_ARGUMENT"


def widen(report, n_projects, n_indicators):
    budget, executed = (read_message(text, schema.Amount()) for text in ("100.00万元", "95.00万元"))
    for i in range(n_projects):
        project = report.projects.add(number=i + 1, name=f"项目{i:05d}", code=f"C{i}")
        line = project.funds.add(row="total")
        for field, amount in (("initial", budget), ("adjusted", budget), ("executed", executed)):
            getattr(line, field).CopyFrom(amount)
        for j in range(n_indicators):
            indicator = project.indicators.add(level1="产出", level2="数量", name=f"指标{i}-{j}", unit="%")
            for field, text in (("target", "90"), ("actual", "95"), ("points", "5"), ("claimed_score", "5")):
                getattr(indicator, field).CopyFrom(read_message(text, schema.Decimal()))


def fill(report, size):
    """Adds texts until the report has so many bytes packed."""
    while report.ByteSize() < size:
        row = report.problems.add(text="。")
        n = size - report.ByteSize()
        row.text += "x" * min(29000, n)
        while report.ByteSize() > size:
            row.text = row.text[:-1]
        if n < 29000:
            break


class Widest(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.world.add_departments(["101", "102"])
        cls.clerks = {code: cls.world.invite(f"clerk-{code}", "enterer", department=code) for code in ("101", "102")}
        cls.reviewer = cls.world.invite("reviewer", "reviewer")
        cls.world.lead.call("RoundService/CreateRound", request_id=request_id(), round=schema.Round(
            name="rounds/r1", title="t", year=2025, deadline_time=timestamp(3600),
            rulebook="rulebooks/county-sample/editions/latest"))
        cls.world.lead.call("RoundService/OpenRound", name="rounds/r1", request_id=request_id())

    def give_back(self, report, issues):
        return self.reviewer.call("ReviewService/ReturnSubmission", name=self.name(report), digest=digest(report), issues=issues,
                                  due_time=timestamp(1000), request_id=request_id(), timeout=SLOW).submission

    def name(self, report):
        return f"submissions/r1-{report.department.split('/')[1]}"

    def lines(self, report):
        token, seen = "", []
        while True:
            reply = self.reviewer.call("ScoreService/ExplainScore", round="rounds/r1", department=report.department,
                                       page_token=token, timeout=SLOW)
            self.assertLess(reply.ByteSize(), 4 << 20)
            seen += [line.number for line in reply.sheet.lines]
            token = reply.next_page_token
            if not token:
                return seen

    def desk(self, person):
        home = self.world.directory / "home"
        home.mkdir(mode=0o700)
        for name, text in (("key.pem", key_pem(person.key)), ("cert.pem", person.certificate), ("ca.pem", self.world.daemon.ca()),
                           ("client.ini", f"[client]\nserver = localhost:{self.world.daemon.main}\n".encode())):
            (home / name).write_bytes(text)
            (home / name).chmod(0o600)
        return home

    def run_client(self, home, *arguments):
        done = subprocess.run([JIXIAO, "--home", str(home), "--no-input", *map(str, arguments)], capture_output=True, text=True,
                              timeout=SLOW, env={"PATH": os.environ["PATH"], "HOME": str(home), "JIXIAO_LANG": "en",
                                                 "LANG": "C.UTF-8"})
        self.assertEqual(done.returncode, 0, (arguments[0], done.stderr[-2000:]))
        return done.stdout

    def accept_line_by_line(self, report):
        """Sets so many lines, each with a reason, that the review is as large as it may be; one more is refused in words."""
        reason = "佐证材料只覆盖部分内容，按现场核实的工作量和合同约定的标准重新核算，其余认可，依据见附件"
        score = read_message("4.50", schema.Decimal())
        fields = (f"projects[{i}].indicators[{j}]" for i, project in enumerate(report.projects)
                  for j in range(len(project.indicators)))
        lines, n_bytes = [], 0
        while n_bytes < REVIEW_BYTES:
            lines.append(schema.ReviewedLine(field=next(fields), score=score, reason=reason))
            n_bytes += lines[-1].ByteSize() + 3

        def accept(lines, **options):
            return self.reviewer.call("ReviewService/AcceptSubmission", name=self.name(report), digest=digest(report), lines=lines,
                                      request_id=request_id(), timeout=SLOW, **options).submission
        self.refused(INVALID, "CONTENT_TOO_LARGE", accept, lines, validate_only=True)
        self.refused("RESOURCE_EXHAUSTED", "MESSAGE_TOO_LARGE", accept, lines + lines[:400], validate_only=True)
        return accept(lines[:-3], reason="按核实结果")

    def test_2_the_widest_report_goes_all_the_way(self):
        clerk, report = self.clerks["101"], small_report("101", "r1")
        widen(report, PROJECTS - len(report.projects), INDICATORS)
        explain(clerk, report)
        name = self.name(report)
        clerk.submit(report, timeout=SLOW)
        version = clerk.call("SubmissionService/GetSubmissionVersion", name=f"{name}/versions/latest", timeout=SLOW).version
        self.assertEqual(version.report, report)
        lines = self.lines(report)
        self.assertEqual(lines, list(range(1, len(lines) + 1)))
        self.assertGreaterEqual(len(lines), PROJECTS * INDICATORS - 100)
        self.give_back(report, [schema.NewIssue(field="profile.name", text="请核对")])
        before = digest(report)
        report.profile.name = "改名"
        clerk.submit(report, before, timeout=SLOW)
        accepted = self.accept_line_by_line(report)
        self.assertEqual(accepted.state, schema.SUBMISSION_STATE_ACCEPTED)
        rows = list(self.world.lead.stream("PublicationService/ExportReports", round="rounds/r1", timeout=SLOW))
        self.assertEqual(rows[0].row.report, report)  # of the first code
        self.world.lead.call("RoundService/CloseRound", name="rounds/r1", request_id=request_id())
        self.world.lead.call("PublicationService/PublishRound", round="rounds/r1", stage=schema.PUBLICATION_STAGE_PROVISIONAL,
                             window_end_time=timestamp(0), request_id=request_id(), timeout=SLOW)
        home = self.desk(self.world.lead)
        file, out = home / "report.json", home / "r1.jsonl"
        file.write_text(json.dumps(write_message(report), ensure_ascii=False, indent=4), encoding="utf-8")
        self.assertIn("findings", self.run_client(home, "check", file, "-o", "json"))
        self.run_client(home, "export", "r1", "--publication", "latest", "--out", out)
        self.assertIn("Equal", self.run_client(home, "verify-publication", out))

    def test_1_the_most_bytes_and_issues(self):
        clerk, report = self.clerks["102"], small_report("102", "r1")
        fill(report, REPORT_BYTES + 1)
        self.refused(INVALID, "CONTENT_TOO_LARGE", clerk.call, "SubmissionService/CheckReport", report=report, timeout=SLOW)
        self.refused(INVALID, "CONTENT_TOO_LARGE", clerk.submit, report, timeout=SLOW)
        report.problems[-1].text = report.problems[-1].text[:-1]
        self.assertEqual(report.ByteSize(), REPORT_BYTES)
        explain(clerk, report)
        if report.ByteSize() > REPORT_BYTES:
            report.problems[-1].text = report.problems[-1].text[:REPORT_BYTES - report.ByteSize()]
        clerk.submit(report, timeout=SLOW)
        issue = schema.NewIssue(field="profile.name", text="意" * 400)
        self.refused(INVALID, "BAD_FIELD", self.give_back, report, [issue] * (ISSUES + 1))
        long = schema.NewIssue(field="profile.name", text="x" * (ISSUES_BYTES // ISSUES - len(issue.field) + 1))
        self.refused(INVALID, "CONTENT_TOO_LARGE", self.give_back, report, [long] * ISSUES)
        for turn in range(3):
            returned = self.give_back(report, [issue] * ISSUES)
            self.assertEqual((len(returned.issues), returned.issue_count), (ISSUES, ISSUES * (turn + 1)))
            before, report.profile.name = digest(report), f"改名{turn}"
            clerk.submit(report, before, timeout=SLOW)
        numbers = [issue.number for issue in clerk.pages("SubmissionService/ListIssues", "issues", page_size=250,
                                                         name=self.name(report))]
        self.assertEqual(numbers, list(range(1, 3 * ISSUES + 1)))
        self.reviewer.call("ReviewService/AcceptSubmission", name=self.name(report), digest=digest(report),
                           request_id=request_id(), timeout=SLOW)
        issues = list(clerk.pages("SubmissionService/ListIssues", "issues", page_size=250, name=self.name(report)))
        self.assertEqual({issue.state for issue in issues}, {schema.ISSUE_STATE_RESOLVED})

    def test_3_drafts_and_idle_funds_of_a_department_have_an_end(self):
        clerk, report = self.clerks["102"], small_report("102", "r2")
        self.world.open_round("r2", year=2025)

        def save(base=""):
            return clerk.call("SubmissionService/SaveDraft", report=report, base_digest=base, request_id=request_id(),
                              timeout=SLOW).draft
        fill(report, REPORT_BYTES)
        first = save()
        report.profile.duties.append("多")
        self.refused(INVALID, "CONTENT_TOO_LARGE", save, first.digest)
        report.CopyFrom(small_report("102", "r2"))
        second = save(first.digest)
        self.world.daemon.stop()
        store = sqlite3.connect(self.world.daemon.directory / "jixiao.db")
        with contextlib.closing(store), store:
            store.executemany("INSERT INTO drafts SELECT submission_id, ?, person, time_ms, digest, base_digest, received"
                              " FROM drafts WHERE number = 2", [(number,) for number in range(3, DRAFTS)])
        self.world.daemon.start()
        clerk.reconnect()
        self.assertEqual(save(second.digest).number, DRAFTS)
        self.refused("FAILED_PRECONDITION", "DRAFTS_FULL", save, second.digest)

        def flag():
            clerk.call("IdleFundsService/FlagIdleFunds", department="departments/102", source="结余", budget_date="2023",
                       amount=read_message("1.00元", schema.Amount()), due_time=timestamp(3600), request_id=request_id())
        for _ in range(OPEN_IDLE_FUNDS):
            flag()
        self.refused("FAILED_PRECONDITION", "IDLE_FUNDS_FULL", flag)


if __name__ == "__main__":
    harness.main()
