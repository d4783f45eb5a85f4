#!/usr/bin/python3
"""What finance and a department say to each other about a report, up to its acceptance: who has it, what is asked, what
answers it, and who may decide."""
import json
import os
import sqlite3
import subprocess
import time
import unicodedata

import desk
import harness
from harness import World, request_id, small_report, timestamp
from schema import read_message, schema

DENIED, STATE, INVALID = "PERMISSION_DENIED", "FAILED_PRECONDITION", "INVALID_ARGUMENT"
OPEN, ANSWERED, RESOLVED, WAIVED = 1, 2, 3, 4
CORRECT, EXPLAIN = 1, 2
FIELD = "profile.name"


def changed(report, name=""):
    """A copy, under another name."""
    copy = schema.Report()
    copy.CopyFrom(report)
    copy.profile.name = name or copy.profile.name
    return copy


def screen_width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def fsck(world):
    """What does not agree with the log."""
    done = subprocess.run([harness.JIXIAOD, "fsck", str(world.daemon.directory)], capture_output=True, text=True,
                          env=dict(os.environ, JIXIAO_LANG="en"), timeout=120)
    return "".join(line for line in done.stdout.splitlines(True) if ": the log says" in line) + done.stderr


def scored_report(code):
    """A report with two lines: of 60 points, claimed 60, computed 30; and of 40 points, claimed and computed 40."""
    report = small_report(code, "r1")
    for name, points, actual in (("培训人次", "60", "50"), ("回访户数", "40", "100")):
        report.indicators.append(read_message({
            "name": name, "level1": "产出指标", "sign": "at_least", "target": "100", "actual": actual, "unit": "人",
            "points": points, "claimed_score": points}, schema.Indicator()))
    return report


class Dialogue(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.n = 0
        cls.lead = cls.world.lead
        cls.codes = [str(2001 + i) for i in range(20)]
        cls.world.add_departments(cls.codes)
        cls.world.open_round("r1", departments=cls.codes)
        cls.reviewer = cls.world.invite("wang", "reviewer")
        cls.other = cls.world.invite("li", "reviewer")

    def setUp(self):
        cls = type(self)
        self.code = cls.codes[cls.n]
        cls.n += 1
        self.name = f"submissions/r1-{self.code}"
        self.clerk = self.world.invite(f"clerk-{self.code}", "enterer", department=self.code)

    # ---- calls ----

    def file(self, report=None, base=""):
        self.report = report or small_report(self.code, "r1")
        self.digest = self.clerk.submit(self.report, base).receipt.content_digest
        return self.digest

    def review(self, method, person=None, **fields):
        reply = (person or self.reviewer).call(f"ReviewService/{method}", name=self.name, request_id=request_id(), **fields)
        return reply.submission

    def own(self, method, person=None, **fields):
        reply = (person or self.clerk).call(f"SubmissionService/{method}", name=self.name, request_id=request_id(), **fields)
        return reply.submission

    def send_back(self, want=CORRECT, text="请核对名称", person=None, **fields):
        issue = schema.NewIssue(field=FIELD, wanted_action=want, text=text, **fields)
        return self.review("ReturnSubmission", person, digest=self.digest, due_time=timestamp(600), issues=[issue])

    def accept(self, person=None, **fields):
        return self.review("AcceptSubmission", person, digest=self.digest, **fields)

    def issues(self, person=None):
        return (person or self.clerk).call("SubmissionService/ListIssues", name=self.name).issues

    def explained(self, text):
        report = changed(self.report)
        report.explanations.add(field=FIELD, text=text)
        return report

    # ---- whose it is ----

    def test_one_named_reviewer_has_it(self):
        self.file()
        submission = self.review("ClaimSubmission")
        self.assertEqual((submission.state, submission.reviewer), (schema.SUBMISSION_STATE_UNDER_REVIEW, "persons/wang"))
        refusal = self.refused(DENIED, "NOT_YOUR_REVIEW", self.accept, self.other)
        self.assertIn("wang", refusal.message)
        self.assertIn("wang", refusal.zh)
        self.refused(STATE, "SUBMISSION_STATE", self.own, "WithdrawSubmission", reason="改错")
        self.refused(INVALID, "REASON_REQUIRED", self.review, "ReleaseSubmission")
        self.refused(DENIED, "NOT_YOUR_REVIEW", self.review, "ReleaseSubmission", self.other, reason="休假")
        submission = self.review("ReleaseSubmission", self.lead, reason="王休假")
        self.assertEqual((submission.state, submission.reviewer), (schema.SUBMISSION_STATE_SUBMITTED, ""))
        self.assertEqual(self.accept(self.other).accepted_by, "persons/li")

    def test_a_slip_is_taken_back_and_filed_again(self):
        base = self.file()
        self.refused(INVALID, "REASON_REQUIRED", self.own, "WithdrawSubmission", reason=" ")
        submission = self.own("WithdrawSubmission", reason="金额填错")
        self.assertEqual((submission.state, submission.holder), (schema.SUBMISSION_STATE_DRAFT, schema.HOLDER_DEPARTMENT))
        self.refused(STATE, "SUBMISSION_STATE", self.accept)
        self.file(changed(self.report, name="改过"), base)
        self.assertEqual(self.accept().version_number, 2)
        self.assertEqual(self.clerk.call("SubmissionService/GetSubmissionVersion", name=f"{self.name}/versions/1")
                         .version.digest, base)

    # ---- what is asked and what answers it ----

    def test_an_old_explanation_does_not_answer_a_new_issue(self):
        self.report = small_report(self.code, "r1")
        base = self.file(self.explained("因机构改革，名称与上年不同，已报编办备案。"))
        self.send_back(EXPLAIN)
        self.refused(STATE, "ISSUE_UNANSWERED", self.clerk.submit, self.report, base)
        self.file(self.explained("编办批复于三月下达，名称按批复填写，附件已存档。"), base)
        self.assertEqual([issue.state for issue in self.issues()], [ANSWERED])

    def test_a_correction_wants_a_changed_figure(self):
        base = self.file()
        self.send_back(CORRECT)
        self.refused(STATE, "ISSUE_UNCORRECTED", self.clerk.submit,
                     self.explained("名称经核对没有问题，与批复一致，请核。"), base)
        self.own("ReplyToIssue", number=1, text="已经核对，马上改")
        refusal = self.refused(STATE, "ISSUE_UNCORRECTED", self.clerk.submit, self.report, base)
        self.assertEqual(refusal.fields, [FIELD])
        self.file(changed(self.report, name="改过的名称"), base)
        issue, = self.issues(self.reviewer)
        self.assertEqual((issue.state, issue.holder), (ANSWERED, schema.HOLDER_FINANCE))
        self.assertEqual([(m.person, m.text, m.state, m.version_number) for m in issue.messages],
                         [("persons/wang", "请核对名称", OPEN, 1),
                          (f"persons/clerk-{self.code}", "已经核对，马上改", OPEN, 1),
                          (f"persons/clerk-{self.code}", "", ANSWERED, 2)])

    def test_a_reply_answers_what_is_to_be_explained(self):
        base = self.file()
        submission = self.send_back(EXPLAIN, code=schema.ISSUE_CODE_EVIDENCE)
        self.assertEqual(submission.open_issue_count, 1)
        issue = submission.issues[0]
        self.assertEqual((issue.code, issue.holder), (schema.ISSUE_CODE_EVIDENCE, schema.HOLDER_DEPARTMENT))
        self.assertGreater(issue.due_time.seconds, 0)
        self.refused(INVALID, "REASON_REQUIRED", self.own, "ReplyToIssue", number=1, text=" ")
        self.refused("NOT_FOUND", "ISSUE_NOT_FOUND", self.own, "ReplyToIssue", number=7, text="x")
        self.own("ReplyToIssue", number=1, text="批复见附件二")
        self.file(self.report, base)
        self.assertEqual(self.accept().open_issue_count, 0)
        self.assertEqual([issue.state for issue in self.issues()], [RESOLVED])

    def test_issues_are_raised_closed_and_asked_again_under_review(self):
        base = self.file()
        self.review("ClaimSubmission")
        first = schema.NewIssue(field=FIELD, wanted_action=EXPLAIN, text="名称与上年不同")
        self.review("AddIssue", digest=self.digest, issue=first)
        submission = self.review("AddIssue", digest=self.digest, issue=schema.NewIssue(field="profile.year", text="代码"))
        self.assertEqual([issue.holder for issue in submission.issues], [schema.HOLDER_FINANCE] * 2)
        self.refused(STATE, "OPEN_ISSUES", self.accept)
        self.refused(STATE, "ISSUE_WITHOUT_ANSWER", self.review, "ResolveIssue", number=1)
        self.refused(INVALID, "REASON_REQUIRED", self.review, "WaiveIssue", number=2)
        self.review("WaiveIssue", number=2, reason="代码无误")
        self.refused(INVALID, "DUE_REQUIRED", self.review, "ReturnSubmission", digest=self.digest)
        self.review("ReturnSubmission", digest=self.digest, due_time=timestamp(600))
        self.own("ReplyToIssue", number=1, text="见编办批复")
        self.file(self.report, base)
        self.review("ClaimSubmission")
        self.review("AddIssue", digest=self.digest, number=1, issue=schema.NewIssue(text="批复没有写名称"))
        self.refused(STATE, "OPEN_ISSUES", self.accept)
        self.review("ReturnSubmission", digest=self.digest, due_time=timestamp(600))
        self.own("ReplyToIssue", number=1, text="批复第三页")
        self.file(self.report, self.digest)
        self.review("ClaimSubmission")
        self.review("ResolveIssue", number=1, text="已看到")
        self.accept()
        first, second = self.issues()
        self.assertEqual((first.state, second.state), (RESOLVED, WAIVED))
        self.assertEqual([m.text for m in first.messages],
                         ["名称与上年不同", "见编办批复", "批复没有写名称", "批复第三页", "已看到"])

    def test_an_issue_of_a_finding_closes_by_itself(self):
        base = self.file()
        self.send_back(CORRECT, rule="F99")
        self.file(changed(self.report, name="改过的名称"), base)
        issue, = self.issues()
        self.assertEqual((issue.state, issue.messages[-1].person), (RESOLVED, ""))

    # ---- finance's own points ----

    def file_scored(self):
        return self.file(harness.explain(self.clerk, scored_report(self.code)))

    def set_score(self, field, points=None, person=None, reason="佐证不足", **fields):
        line = schema.ReviewedLine(field=field, reason=reason)
        if points is not None:
            line.score.CopyFrom(read_message(points, schema.Decimal()))
        return (person or self.reviewer).call("ReviewService/SetReviewedScore", name=self.name, line=line,
                                              digest=fields.pop("digest", self.digest), request_id=request_id(), **fields)

    def review_seen_by(self, person):
        version = person.call("SubmissionService/GetSubmissionVersion", name=f"{self.name}/versions/latest").version
        return [(line.field, line.score.micros) for line in version.review.lines]

    def test_points_are_set_line_by_line_before_the_acceptance(self):
        self.file_scored()
        self.refused(STATE, "SUBMISSION_STATE", self.set_score, "indicators[0]", "20")
        self.review("ClaimSubmission")
        self.refused(DENIED, "NOT_YOUR_REVIEW", self.set_score, "indicators[0]", "20", self.other)
        self.refused(INVALID, "REASON_REQUIRED", self.set_score, "indicators[0]", "20", reason=" ")
        self.refused(INVALID, "SCORE_RANGE", self.set_score, "indicators[0]", "60.01")
        self.refused("NOT_FOUND", "SCORE_LINE_NOT_FOUND", self.set_score, "indicators[7]", "20")
        self.refused("NOT_FOUND", "SCORE_LINE_NOT_FOUND", self.set_score, "indicators[0]")
        self.refused("ABORTED", "STALE_BASE", self.set_score, "indicators[0]", "20", digest="sha256:0")
        self.refused(INVALID, "MISSING_FIELD", self.review, "SetReviewedScore", digest=self.digest)
        self.set_score("indicators[0]", "20", validate_only=True)
        self.assertEqual(self.review_seen_by(self.reviewer), [])
        self.set_score("indicators[1]", "35")
        reply = self.set_score("indicators[0]", "20")
        self.assertEqual([line.reviewed.micros for line in reply.sheet.lines[:2]], [20_000_000, 35_000_000])
        self.assertEqual(reply.submission.state, schema.SUBMISSION_STATE_UNDER_REVIEW)
        self.set_score("indicators[0]", "25", reason="复核后补认五分")
        self.set_score("indicators[1]")
        self.assertEqual(self.review_seen_by(self.other), [("indicators[0]", 25_000_000)])

    def test_points_are_no_word_to_the_department_before_it_is_accepted(self):
        self.file_scored()
        self.review("ClaimSubmission")
        before = self.clerk.call("SubmissionService/GetSubmission", name=self.name).submission
        self.set_score("indicators[0]", "20")
        after = self.clerk.call("SubmissionService/GetSubmission", name=self.name).submission
        explained = self.clerk.call("ScoreService/ExplainScore", department=f"departments/{self.code}", round="rounds/r1")
        self.assertEqual((before.coverage, before.group, before.reviewed_score), (after.coverage, after.group, after.reviewed_score))
        self.assertEqual(self.review_seen_by(self.clerk), [])
        self.assertFalse(explained.sheet.lines[0].HasField("reviewed"))
        submission = self.accept()
        self.assertEqual(submission.reviewed_score.micros, 60_000_000)  # 20 set, 40 computed
        self.assertEqual(self.review_seen_by(self.clerk), [("indicators[0]", 20_000_000)])

    def test_an_acceptance_takes_the_points_that_are_set_with_those_it_brings(self):
        self.file_scored()
        self.review("ClaimSubmission")
        self.set_score("indicators[0]", "20")
        score = {"reviewed_score": read_message("61", schema.Decimal()), "reason": "核减"}
        self.refused(INVALID, "REVIEW_SUM", self.accept, **score)
        line = schema.ReviewedLine(field="indicators[1]", reason="满意度不足", score=read_message("39.5", schema.Decimal()))
        submission = self.accept(lines=[line])
        self.assertEqual(submission.reviewed_score.micros, 59_500_000)

    # ---- who decides ----

    def test_an_acceptance_is_corrected_by_who_made_it(self):
        self.file()
        score = schema.Decimal
        self.accept(reviewed_score=score(micros=92_000_000, decimals=0), reason="核减")
        again = {"digest": self.digest, "reviewed_score": score(micros=93_000_000, decimals=0)}
        self.refused(DENIED, "ACCEPTED_BY_OTHER", self.review, "CorrectAcceptance", self.other, reason="笔误", **again)
        self.refused(INVALID, "REASON_REQUIRED", self.review, "CorrectAcceptance", **again)
        submission = self.review("CorrectAcceptance", reason="笔误，应为93", **again)
        self.assertEqual((submission.reviewed_score.micros, submission.state), (93_000_000, schema.SUBMISSION_STATE_ACCEPTED))
        self.assertEqual(submission.review_reason, "笔误，应为93")

    def test_nobody_accepts_what_they_have_filed(self):
        self.file()
        self.lead.call("PersonService/RevokePerson", name=f"persons/clerk-{self.code}", reason="调动", request_id=request_id())
        moved = self.world.invite(f"clerk-{self.code}", "reviewer")
        self.refused(DENIED, "FILED_BY_YOU", self.accept, moved)
        self.refused(DENIED, "FILED_BY_YOU", self.review, "ClaimSubmission", moved)

    def test_nobody_is_taken_over_unnoticed(self):
        person = schema.Person(name=f"persons/clerk-{self.code}", title="x", roles=[schema.PERSON_ROLE_HEAD],
                               department=f"departments/{self.code}")
        self.refused(STATE, "PERSON_ACTIVE", self.lead.call, "PersonService/InvitePerson", person=person,
                     code_digest=harness.code_digest(harness.new_code()), request_id=request_id())

    def test_no_answer_is_a_lasting_mark(self):
        self.file()
        self.send_back()
        self.refused(STATE, "NOT_OVERDUE", self.review, "AcceptUnansweredSubmission", self.lead, digest=self.digest,
                     reason="逾期未答")
        self.refused(DENIED, "NOT_ALLOWED", self.review, "AcceptUnansweredSubmission", digest=self.digest, reason="逾期未答")

    def test_the_finance_bureau_is_reviewed_from_outside(self):
        department = schema.Department(name="departments/2900", code="2900", title="财政局", is_finance=True)
        self.lead.call("DepartmentService/CreateDepartment", department=department, request_id=request_id())
        self.world.open_round("own", departments=["2900"])
        self.name, self.code = "submissions/own-2900", "2900"
        clerk = self.world.invite("finance-clerk", "enterer", department="2900")
        self.digest = clerk.submit(small_report("2900", "own")).receipt.content_digest
        self.refused(DENIED, "OWN_DEPARTMENT", self.accept)
        self.refused(DENIED, "OWN_DEPARTMENT", self.accept, self.lead)
        self.accept(self.world.invite("audit", "reviewer", department=self.codes[0]))


class Unanswered(harness.TestCase):
    """A report that was accepted although its department did not answer: the mark goes with every table."""

    def setUp(self):
        self.world = World(self)
        self.lead, self.names = self.world.lead, {code: f"submissions/r1-{code}" for code in ("5001", "5002")}
        self.lead2 = self.world.invite("lead2", "lead")
        self.world.add_departments(self.names)
        self.world.open_round("r1", departments=list(self.names))
        self.filed = {}
        for code, name in self.names.items():
            clerk = self.world.invite(f"clerk-{code}", "enterer", department=code)
            self.filed[code] = {"name": name, "digest": clerk.submit(small_report(code, "r1")).receipt.content_digest}

    def review(self, method, code, **fields):
        return self.lead.call(f"ReviewService/{method}", request_id=request_id(), **self.filed[code], **fields).submission

    def publish(self):
        fields = {"round": "rounds/r1", "window_end_time": timestamp(0)}
        self.lead.call("RoundService/CloseRound", name="rounds/r1", request_id=request_id())
        self.lead.call("PublicationService/PublishRound", stage=schema.PUBLICATION_STAGE_PROVISIONAL,
                       request_id=request_id(), **fields)
        seen = ""
        for person in (self.lead, self.lead2):
            seen = person.call("PublicationService/PublishRound", round="rounds/r1", digest=seen, request_id=request_id(),
                               stage=schema.PUBLICATION_STAGE_FINAL).proposed_digest

    def test_the_mark_goes_with_every_table(self):
        self.review("AcceptSubmission", "5002")
        due = timestamp(2 * harness.SLOWER)
        self.review("ReturnSubmission", "5001", due_time=due, issues=[schema.NewIssue(field=FIELD, text="请核对名称")])
        refusal = self.refused(STATE, "NOT_OVERDUE", self.review, "AcceptUnansweredSubmission", "5001", reason="逾期未答")
        self.assertIn("r1-5001", refusal.message)
        harness.wait_until(lambda: time.time() > due.seconds + 1.1, 5 * harness.SLOWER, "the time to answer to pass")
        self.refused(INVALID, "REASON_REQUIRED", self.review, "AcceptUnansweredSubmission", "5001", reason=" ")
        submission = self.review("AcceptUnansweredSubmission", "5001", reason="逾期未答")
        self.assertEqual((submission.state, submission.is_unanswered, submission.open_issue_count, submission.version_number),
                         (schema.SUBMISSION_STATE_ACCEPTED, True, 1, 1))
        self.assertEqual((submission.accepted_by, submission.review_reason), ("persons/lead", "逾期未答"))
        self.publish()
        marks = {"departments/5001": True, "departments/5002": False}
        for source in (schema.REPORT_SOURCE_ACCEPTED, schema.REPORT_SOURCE_PUBLISHED):
            rows = self.lead.call("RankingService/RankDepartments", round="rounds/r1", source=source).rows
            self.assertEqual({row.department: row.is_unanswered for row in rows}, marks)
        table = self.lead.call("PublicationService/GetPublication", name="rounds/r1/publications/latest").publication
        self.assertEqual({row.department: row.is_unanswered for row in table.rows}, marks)
        for fields in ({"round": "rounds/r1"}, {"publication": "rounds/r1/publications/2"}):
            exported = self.lead.call("PublicationService/ExportReports", **fields)
            self.assertEqual({r.row.report.department: r.row.is_unanswered for r in exported}, marks)
        self.check_commands()
        self.world.daemon.stop()
        self.assertEqual(fsck(self.world), "")

    def test_a_score_that_an_objection_changed_is_what_the_log_says(self):
        for code in self.filed:
            self.review("AcceptSubmission", code, reviewed_score=read_message("70", schema.Decimal()), reason="核减")
        self.lead.call("RoundService/CloseRound", name="rounds/r1", request_id=request_id())
        self.lead.call("PublicationService/PublishRound", round="rounds/r1", window_end_time=timestamp(600),
                       stage=schema.PUBLICATION_STAGE_PROVISIONAL, request_id=request_id())
        self.world.invite("head-5001", "head", department="5001").call(
            "SubmissionService/ObjectToSubmission", name=self.names["5001"], field="rank", reason="少计", request_id=request_id())
        decided = self.lead2.call(
            "ReviewService/DecideObjection", name=self.names["5001"], reason="补认", request_id=request_id(),
            decision=schema.OBJECTION_DECISION_FINANCE_FIGURE, reviewed_score=read_message("80", schema.Decimal())).submission
        self.assertEqual((decided.reviewed_score.micros, decided.accepted_by), (80_000_000, "persons/lead"))
        self.world.daemon.stop()
        self.assertEqual(fsck(self.world), "")
        with sqlite3.connect(self.world.daemon.directory / "jixiao.db") as base:
            base.execute("UPDATE submissions SET reviewed_micros = 70000000, accepted_by = 'lead2', is_unanswered = 1"
                         " WHERE department = '5001'")
        found = fsck(self.world)
        self.assertIn("submissions r1-5001 reviewed_micros: the log says", found)
        self.assertIn("submissions r1-5001 accepted_by: the log says", found)
        self.assertIn("submissions r1-5001 is_unanswered: the log says", found)

    def check_commands(self):
        reader = desk.enrolled(self.world, "ana", "auditor")
        listed = {row["department"][-4:]: row["is_unanswered"] for row in reader.csv("list", "--round", "r1")}
        self.assertEqual(listed, {"5001": "true", "5002": "false"})
        ranked = reader.run("-o", "table", "rank", "r1", language="zh").stdout
        self.assertIn("未回应", ranked)
        self.assertEqual(sorted(row["is_unanswered"] for row in reader.csv("rank", "r1")), ["false", "true"])
        file = reader.directory / "r1.jsonl"
        reader.run("export", "r1", "--publication", "latest", "--out", file)
        reader.run("verify-publication", file)
        text = file.read_text(encoding="utf-8")
        self.assertEqual(text.count('"is_unanswered":true'), 2)  # the row of the table, and the report's line
        for n in (1, 2):
            file.write_text(text.replace('"is_unanswered":true,', "", n), encoding="utf-8")
            done = reader.run("verify-publication", file, code=desk.FAILURE)
            self.assertIn("5001", done.stdout + done.stderr)


class Drafts(harness.TestCase):
    """A draft that colleagues hand over, and the signatures under it."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.n = 0
        cls.world.add_departments([str(4001 + i) for i in range(8)])
        cls.world.lead.call("RoundService/CreateRound", round=schema.Round(
            name="rounds/r1", title="r1", deadline_time=timestamp(3600), required_member_signatures=2,
            requires_head_signature=True), departments=[f"departments/{4001 + i}" for i in range(8)], request_id=request_id())
        cls.world.lead.call("RoundService/OpenRound", name="rounds/r1", request_id=request_id())

    def setUp(self):
        cls = type(self)
        self.code = str(4001 + cls.n)
        cls.n += 1
        self.name = f"submissions/r1-{self.code}"
        self.report = small_report(self.code, "r1")
        self.clerk = self.person("a", "enterer")

    def person(self, name, *roles):
        return self.world.invite(f"{name}-{self.code}", *roles, department=self.code)

    def save(self, person, report, base=""):
        return person.call("SubmissionService/SaveDraft", report=report, base_digest=base, request_id=request_id())

    def get(self, person):
        return person.call("SubmissionService/GetDraft", name=self.name).draft

    def sign(self, person, seen, wrong=False):
        identity = request_id()
        text = f"jixiao-sign-v1\nr1\n{self.code}\n{seen}\n{identity}\n"
        return person.call("SubmissionService/SignReport", name=self.name, digest=seen, request_id=identity,
                           signature=person.signature((text + ("x" if wrong else "")).encode())).draft

    def test_two_colleagues_edit_one_draft(self):
        other = self.person("b", "enterer")
        first = self.save(self.clerk, self.report).draft
        self.assertEqual((first.number, first.saved_by), (1, f"persons/a-{self.code}"))
        second = self.save(other, changed(self.report, "乙改的"), first.digest).draft
        refusal = self.refused("ABORTED", "STALE_DRAFT", self.save, self.clerk, changed(self.report, "甲改的"), first.digest)
        self.assertIn(f"b-{self.code}", refusal.message)
        self.assertEqual(self.get(self.clerk).report.profile.name, "乙改的")
        self.assertEqual(self.save(self.clerk, changed(self.report, "甲改的"), second.digest).draft.number, 3)

    def test_finance_sees_that_it_is_there_and_none_of_it(self):
        self.save(self.clerk, self.report)
        submission = self.world.lead.call("SubmissionService/GetSubmission", name=self.name).submission
        self.assertEqual((submission.state, submission.digest), (schema.SUBMISSION_STATE_DRAFT, ""))
        self.refused(DENIED, "NOT_ALLOWED", self.get, self.world.lead)
        stranger = self.world.invite(f"x-{self.code}", "enterer", department="4008")
        self.refused("NOT_FOUND", "SUBMISSION_NOT_FOUND", self.get, stranger)

    def test_a_report_is_filed_once_team_and_head_have_signed_it(self):
        draft = self.save(self.clerk, self.report).draft
        members = [self.person("m", "member"), self.person("n", "member")]
        head = self.person("h", "head")
        self.refused(STATE, "MEMBERS_MISSING", self.clerk.submit, self.report)
        self.refused(INVALID, "BAD_SIGNATURE", self.sign, members[0], draft.digest, wrong=True)
        for member in members:
            self.sign(member, draft.digest)
        self.refused(STATE, "HEAD_MISSING", self.clerk.submit, self.report)
        self.assertEqual([s.role for s in self.sign(head, draft.digest).signatures],
                         [schema.PERSON_ROLE_MEMBER, schema.PERSON_ROLE_MEMBER, schema.PERSON_ROLE_HEAD])
        saved = self.save(self.clerk, small_report(self.code, "r1", executed="95.01万元"), draft.digest)
        self.assertEqual(sorted(saved.voided_signatures), [f"persons/{who}-{self.code}" for who in "hmn"])
        self.refused("ABORTED", "STALE_DRAFT", self.sign, head, draft.digest)
        self.refused(STATE, "MEMBERS_MISSING", self.clerk.submit, small_report(self.code, "r1", executed="95.01万元"))
        # What was signed may be filed all the same: signatures are under a content.
        self.clerk.submit(self.report)

    def test_a_head_does_not_sign_alone(self):
        head = self.person("h", "head", "enterer")
        draft = self.save(head, self.report).draft
        self.refused(STATE, "HEAD_SIGNS_ALONE", self.sign, head, draft.digest)
        self.sign(self.person("m", "member"), draft.digest)
        self.sign(head, draft.digest)


class Commands(harness.TestCase):
    """The same with the commands of both sides."""

    def setUp(self):
        self.world = World(self)
        self.codes = ["3001", "3002", "3003"]
        self.world.add_departments(self.codes)
        self.world.open_round("r1", departments=self.codes)
        self.reviewer = desk.enrolled(self.world, "wang", "reviewer")
        self.clerks = {code: desk.enrolled(self.world, f"clerk-{code}", "enterer", department=code) for code in self.codes}
        for code, clerk in self.clerks.items():
            clerk.run("submit", clerk.write("report.json", small_report(code, "r1")))

    def test_a_journey(self):
        reviewer, clerk = self.reviewer, self.clerks["3001"]
        clerk.run("withdraw", "3001", "--reason", "slip")
        clerk.run("submit", "--based-on", "1", clerk.write("report.json", changed(small_report("3001", "r1"), "新名")))
        reviewer.run("claim", "3001")
        reviewer.run("issue", "add", "3001", "--at", "profile.name", "-m", "why another name", "--want", "explain",
                     "--code", "evidence")
        reviewer.run("return", "3001", "--due", "3d")
        shown = clerk.run("show", "3001")
        self.assertIn("why another name", shown.stdout)
        self.assertIn("jixiao check FILE", shown.stdout + shown.stderr)
        clerk.run("reply", "3001", "1", "-m", "by decision of March")
        clerk.run("submit", "--based-on", "2", clerk.write("report.json", changed(small_report("3001", "r1"), "新名")))
        thread = reviewer.run("issue", "list", "3001").stdout
        self.assertLess(thread.index("why another name"), thread.index("by decision of March"))
        self.assertIn("jixiao accept 3001", reviewer.run("show", "3001").stdout + reviewer.run("show", "3001").stderr)
        reviewer.run("accept", "--state", "submitted")
        states = {row["department"].rsplit("/", 1)[-1]: row["state"] for row in reviewer.csv("list")}
        self.assertEqual(len(set(states.values())), 1, states)
        reviewer.run("accept", "3002", "--score", "88", "--reason", "second look")
        self.assertIn("88", reviewer.run("show", "3002").stdout)
        # A version shows its own number, digest and claim.
        first = reviewer.run("show", "3001", "--version", "1").stdout
        self.assertIn("1", first)
        self.assertNotIn("新名", first)

    def test_points_of_finance_are_kept_by_the_log(self):
        clerk, reviewer = self.clerks["3003"], self.reviewer
        other = self.world.invite("clerk-c", "enterer", department="3003")
        clerk.run("withdraw", "3003", "--reason", "lines left out")
        clerk.run("submit", "--based-on", "1", clerk.write("report.json", harness.explain(other, scored_report("3003"))))
        reviewer.run("claim", "3003")
        reviewer.run("score", "3003", "1", "--points", "20", code=desk.USAGE)  # without a reason
        done = reviewer.run("score", "3003", "1", "--points", "20", "--reason", "no list of names").stdout
        self.assertIn("claimed 60, computed 30.00, reviewed 20", done)
        reviewer.run("score", "3003", "回访户数", "--points", "35", "--reason", "half of them by telephone")
        reviewer.run("score", "3003", "indicators[1]", "--drop")
        self.assertEqual(reviewer.json("explain", "3003")["lines"][0]["reviewed"], "20")
        self.world.daemon.stop()
        self.assertEqual(fsck(self.world), "")
        with sqlite3.connect(self.world.daemon.directory / "jixiao.db") as base:
            base.execute("UPDATE scores SET review = NULL WHERE review IS NOT NULL")
        self.assertIn("scores r1-3003/2 review: the log says", fsck(self.world))

    def states(self):
        return [row["state"] for row in self.reviewer.csv("list")]

    def test_many_at_once(self):
        """One that is refused is told, and the others go on; first it is tried."""
        other = self.world.invite("li", "reviewer")
        other.call("ReviewService/ClaimSubmission", name="submissions/r1-3002", request_id=request_id())
        before = self.states()
        for again in ("--dry-run", "--yes"):
            done = self.reviewer.run("accept", "3001", "3002", "3003", again, code=desk.DENIED)
            self.assertEqual(done.stdout.count(": accepted"), 2, done.stdout)
            self.assertIn("3002 部门3002: refused", done.stdout)
            self.assertIn("li", done.stderr)
            self.assertEqual(self.states() == before, again == "--dry-run")
        tried = self.reviewer.run("return", "--state", "accepted", "--at", "profile.name", "-m", "name", "--due", "3d",
                                  "--reason", "name", "--dry-run")
        self.assertEqual(tried.stdout.count(": returned"), 2, tried.stdout)
        self.reviewer.run("claim", "--state", "submitted", "--dry-run", code=desk.MISSING)

    def test_a_report_is_read_whole(self):
        clerk, reviewer = self.clerks["3002"], self.reviewer
        clerk.run("withdraw", "3002", "--reason", "figures left out")
        report = read_message(json.loads((harness.TOP / "tests/data/example.json").read_text()), schema.Report())
        report.department, report.round = "departments/3002", "rounds/r1"
        report.projects[0].funds[0].stated_rate.micros += 3_000_000  # does not fit the figures beside it
        harness.explain(self.world.invite("clerk-c", "enterer", department="3002"), report)
        clerk.run("submit", "--based-on", "1", clerk.write("report.json", report))
        reviewer.run("claim", "3002")
        reviewer.run("issue", "add", "3002", "--at", "functions[0].amount", "-m", "no evidence for it")
        reviewer.run("score", "3002", "projects[0].indicators[0]", "--points", "1", "--reason", "no list of names")
        self.world.lead.call("RectificationService/RaiseRectification", department="departments/3002", problem="支出慢",
                             due_time=timestamp(600), request_id=request_id())
        reviewer.environment["COLUMNS"] = "100"
        read = {language: reviewer.run("show", "3002", language=language).stdout for language in ("zh", "en")}
        for language, words in (("zh", ("功能分类名称", "项目资金", "评价小组", "整改事项", "复核")),
                                ("en", ("Class", "Money of the project", "Evaluation team", "Rectification items", "reviewed"))):
            text = "".join(read[language].split())
            for word in (*words, "392.40万元", "馆藏档案数字化", "noevidenceforit", "支出慢", "nolistofnames"):
                self.assertIn("".join(word.split()), text, language)
            for explanation in report.explanations:
                self.assertIn("".join(explanation.text.split()), text)
            wide = [line for line in read[language].splitlines() if screen_width(line) > 100]
            self.assertEqual(wide, [], language)
        text = read["en"]
        self.assertLess(text.index("Money of the project"), text.index("projects[0].funds[0].stated_rate"))
        self.assertLess(text.index("projects[0].funds[0].stated_rate"), text.index("projects[0].indicators\n"))
        short = reviewer.run("show", "3002", "--key-figures").stdout
        self.assertNotIn("数字化50万页", short)
        self.assertLess(len(short), len(text) / 2)
        self.assertEqual(reviewer.json("show", "3002")["report"]["department"], "departments/3002")

    def test_a_draft_goes_from_hand_to_hand(self):
        lead = desk.enrolled(self.world, "lead-b", "lead")
        lead.run("round", "create", "r2", "--year", "2025", "--deadline", "30d", "--departments", "3001",
                 "--members", "1", "--head", "--rulebook", "none")
        lead.run("round", "open", "r2")
        first, report = self.clerks["3001"], small_report("3001", "r2")
        report.team.add(unit="审计局", post="会计", membership=schema.TEAM_MEMBERSHIP_OUTSIDE)
        second = desk.enrolled(self.world, "clerk-b", "enterer", department="3001")
        people = [desk.enrolled(self.world, f"team-{role}", role, department="3001") for role in ("member", "head")]
        mine = first.write("mine.json", report)
        first.run("draft", "put", mine)
        got = second.write("theirs.json", report)
        got.write_text(second.run("draft", "get", "3001", "--round", "r2").stdout.replace("部门3001", "乙的名称"),
                       encoding="utf-8")
        second.run("draft", "put", got)
        # The first is told what differs, and has seen it then.
        refused = first.run("draft", "put", mine, code=desk.FORBIDDEN)
        self.assertIn("乙的名称", refused.stdout)
        self.assertIn("部门3001", refused.stdout)
        first.run("draft", "put", mine)
        first.run("submit", mine, code=desk.FORBIDDEN)
        for person in people:
            shown = person.run("sign", "3001", "--round", "r2").stdout
            seen = shown.split("sha256:")[1].split()[0]
            self.assertIn("审计局 会计, from outside", shown)
        done = people[1].run("submit", "--draft", "3001", "--round", "r2")
        self.assertIn(seen, done.stdout)
        report.profile.name = "又改"
        first.run("withdraw", "3001", "--round", "r2", "--reason", "slip")
        put = first.run("draft", "put", first.write("mine.json", report)).stdout
        self.assertIn("No longer signed by team-head", put)

    def test_changes_are_asked_for_or_not(self):
        clerk, report = self.clerks["3002"], small_report("3002", "r1", executed="96.00万元")
        self.reviewer.run("return", "3002", "--at", "profile.name", "-m", "name", "--due", "3d")
        report.profile.name = "新名"
        report.explanations.add(field="profile.name", text="县编委批复更名")
        clerk.run("submit", "--based-on", "1", clerk.write("report.json", report))
        shown = self.reviewer.run("-o", "table", "diff", "3002").stdout
        self.assertLess(shown.index("新名"), shown.index("96"))
        rows = self.reviewer.csv("diff", "3002", "1", "2")
        self.assertEqual([row["field"] for row in rows][:3], ["profile.name", "explanations[0].field", "explanations[0].text"])


if __name__ == "__main__":
    harness.main()
