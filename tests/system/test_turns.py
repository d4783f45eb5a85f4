#!/usr/bin/python3
"""Whose turn it is: the lists that each side begins its day with, as calls and as commands."""
import json
import subprocess

import desk
import harness
from harness import Refusal, World, request_id, small_report, timestamp
from schema import schema

CODES = ("101", "102", "103", "104", "105")
FIELD = "profile.name"
KINDS = ("", "SUBMISSION", "ISSUE", "SIGNATURE", "OBJECTION", "ROUND", "PUBLICATION", "REOPENING", "INVITATION",
         "RECTIFICATION", "IDLE_FUNDS")
YUAN = schema.Amount(fen=1000_00, unit=schema.AMOUNT_UNIT_YUAN, decimals=2)


class Turns(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.lead = cls.world.lead
        cls.world.add_departments(CODES)
        cls.world.open_round("r1", year=2025, departments=CODES)
        cls.lead2 = cls.world.invite("lead2", "lead")
        cls.reviewer = cls.world.invite("wang", "reviewer")
        cls.clerks = {code: cls.world.invite(f"e{code}", "enterer", department=code) for code in CODES}
        for code in ("101", "102"):
            cls.clerks[code].submit(small_report(code, "r1"))
        cls.review("ClaimSubmission", "101")
        digest = cls.submission("101").digest
        issue = schema.NewIssue(field=FIELD, wanted_action=schema.WANTED_ACTION_EXPLAIN, text="请说明")
        cls.review("ReturnSubmission", "101", digest=digest, due_time=timestamp(600), issues=[issue])

    @classmethod
    def review(cls, method, code, person=None, **fields):
        return (person or cls.reviewer).call(f"ReviewService/{method}", name=f"submissions/r1-{code}",
                                             request_id=request_id(), **fields)

    @classmethod
    def submission(cls, code):
        return cls.lead.call("SubmissionService/GetSubmission", name=f"submissions/r1-{code}").submission

    def turns(self, person):
        """Kinds and names, in the order of the list, read two at a time."""
        rows = person.pages("TurnService/ListTurns", "turns", page_size=2)
        self.assertEqual(rows, list(person.call("TurnService/ListTurns").turns))
        return [(KINDS[row.kind], row.name, row.issue_number) for row in rows]

    def test_1_a_department_sees_its_own_and_the_most_urgent_first(self):
        self.assertEqual(self.turns(self.clerks["101"]), [("SUBMISSION", "submissions/r1-101", 0),
                                                          ("ISSUE", "submissions/r1-101", 1)])
        returned = self.clerks["101"].call("TurnService/ListTurns").turns[0]
        self.assertEqual((returned.submission_state, returned.is_overdue, returned.due_time.seconds),
                         (schema.SUBMISSION_STATE_RETURNED, False, self.submission("101").due_time.seconds))
        self.assertEqual(self.turns(self.clerks["102"]), [])
        self.assertEqual(self.turns(self.clerks["103"]), [("SUBMISSION", "submissions/r1-103", 0)])
        with self.assertRaises(Refusal):
            self.world.invite("shen", "auditor").call("TurnService/ListTurns")

    def test_2_finance_sees_what_waits_for_it(self):
        self.assertEqual(self.turns(self.reviewer), [("SUBMISSION", "submissions/r1-102", 0)])
        self.clerks["103"].submit(small_report("103", "r1"))
        self.review("ClaimSubmission", "102")
        self.assertEqual(self.turns(self.reviewer)[0][1:], ("submissions/r1-103", 0))
        self.assertEqual(len(self.turns(self.reviewer)), 2)
        self.assertEqual(self.turns(self.lead), [("SUBMISSION", "submissions/r1-103", 0)], "who claimed it has it")

    def test_3_the_queue_is_by_risk_or_by_age_and_mine(self):
        def queue(**fields):
            return [(row.department[12:], row.risk) for row in self.reviewer.pages(
                "TurnService/ListQueue", "rows", page_size=1, round="rounds/r1", **fields)]
        self.clerks["104"].submit(small_report("104", "r1"))
        by_age = [code for code, _ in queue(order=schema.QUEUE_ORDER_AGE)]
        self.assertEqual(by_age, ["102", "103", "104"])
        risks = dict(queue())
        self.assertEqual([risk for _, risk in queue()], sorted(risks.values(), reverse=True))
        self.assertEqual([code for code, _ in queue(only_mine=True)], ["102"])
        for row in self.reviewer.call("TurnService/ListQueue", round="rounds/r1").rows:
            over = max(0, row.claimed_score.micros - row.computed_score.micros) // 1_000_000 if row.HasField(
                "claimed_score") and row.HasField("computed_score") else 0
            self.assertEqual(row.risk, 3 * row.explain_findings + row.info_findings + over + 5 * row.is_late +
                             5 * row.return_count + 10 * (row.group == schema.COVERAGE_GROUP_UNVERIFIABLE))
        self.refused("NOT_FOUND", "ROUND_NOT_FOUND", self.reviewer.call, "TurnService/ListQueue", round="rounds/r9")
        self.refused("PERMISSION_DENIED", "NOT_ALLOWED", self.clerks["101"].call, "TurnService/ListQueue", round="rounds/r1")

    def test_4_progress_counts_and_reminders_name_who_holds_it_up(self):
        progress = self.lead.call("TurnService/GetProgress", round="rounds/r1")
        self.assertEqual({count.state: count.departments for count in progress.states},
                         {schema.SUBMISSION_STATE_NOT_STARTED: 1, schema.SUBMISSION_STATE_SUBMITTED: 2,
                          schema.SUBMISSION_STATE_UNDER_REVIEW: 1, schema.SUBMISSION_STATE_RETURNED: 1})
        self.assertEqual({count.holder for count in progress.states}, {schema.HOLDER_DEPARTMENT, schema.HOLDER_FINANCE})
        reminders = self.lead.pages("TurnService/ListReminders", "reminders", page_size=1, round="rounds/r1")
        self.assertEqual([(row.department[12:], row.open_issue_count) for row in reminders], [("101", 1), ("105", 0)])
        late = self.lead.call("TurnService/ListReminders", round="rounds/r1", only_overdue=True)
        self.assertEqual(list(late.reminders), [])

    def test_4_a_reminder_is_seen_by_the_department_and_kept_in_the_log(self):
        def remind(caller, *codes, **fields):
            return caller.call("TurnService/RemindDepartments", round="rounds/r1", request_id=request_id(),
                               departments=[f"departments/{code}" for code in codes], **fields)
        self.assertEqual(len(remind(self.lead, "105", validate_only=True).reminders), 1)
        self.assertFalse(any(turn.HasField("reminded_time") for turn in self.clerks["105"].call("TurnService/ListTurns").turns))
        sent = remind(self.lead, "105", "101", "102", "999").reminders
        self.assertEqual([(row.department[12:], row.reminder_count) for row in sent], [("105", 1), ("101", 1)],
                         "102 waits for finance, 999 is no department")
        self.assertEqual([row.reminder_count for row in remind(self.lead, "105", "105").reminders], [2], "once in a call")
        seen = [turn for turn in self.clerks["105"].call("TurnService/ListTurns").turns if turn.HasField("reminded_time")]
        self.assertEqual([turn.name for turn in seen], ["submissions/r1-105"])
        listed = {row.department[12:]: row for row in
                  self.reviewer.call("TurnService/ListReminders", round="rounds/r1").reminders}
        self.assertEqual((listed["105"].reminder_count, listed["101"].reminder_count), (2, 1))
        self.assertEqual(listed["105"].reminded_time, seen[0].reminded_time)
        entries = [json.loads(row.text) for row in self.lead.pages(
            "LogService/ListLogEntries", "entries", object="submissions/r1-105")]
        self.assertEqual([(entry["act"], entry["actor"]) for entry in entries if entry["act"] == "SUBMISSION_REMIND"],
                         [("SUBMISSION_REMIND", "persons/lead")] * 2)
        for fields in ({"codes": ()}, {"codes": ["105"] * 1001}):
            self.refused("INVALID_ARGUMENT", "BAD_FIELD", remind, self.lead, *fields["codes"])
        self.refused("PERMISSION_DENIED", "NOT_ALLOWED", remind, self.reviewer, "105")

    def test_5_an_answer_ends_a_wait_and_waits_for_its_reviewer(self):
        report = small_report("101", "r1")
        report.explanations.add(field=FIELD, text="名称按编办批复填写，批复于三月下达，附件已存档")
        self.clerks["101"].submit(report, self.submission("101").digest)
        self.review("ClaimSubmission", "101")
        self.assertIn(("ISSUE", "submissions/r1-101", 1), self.turns(self.reviewer))
        rows = self.lead.pages("TurnService/ListResponsiveness", "rows", page_size=2, round="rounds/r1")
        by_code = {row.department[12:]: row for row in rows}
        own = by_code["101"]
        self.assertEqual((own.department_times.answers, own.department_times.waiting), (1, 0))
        self.assertEqual((own.finance_times.answers, own.finance_times.waiting), (1, 1))
        self.assertEqual((by_code["105"].department_times.waiting, by_code["105"].finance_times.waiting), (0, 0))
        whole = self.lead.call("TurnService/ListResponsiveness", round="rounds/r1")
        self.assertEqual((whole.departments.answers, whole.finance.answers, whole.finance.waiting), (1, 1, 4))
        self.assertLessEqual(whole.finance.median_ms, whole.finance.worst_ms)
        mine = self.clerks["101"].call("TurnService/ListResponsiveness", round="rounds/r1")
        self.assertEqual([row.department for row in mine.rows], ["departments/101"])
        self.assertEqual(mine.finance.answers, own.finance_times.answers)
        analyst = self.world.invite("fen", "analyst")
        self.refused("NOT_FOUND", "NOT_PUBLISHED", analyst.call, "TurnService/ListResponsiveness", round="rounds/r1")

    def test_6_items_and_proposals_wait_too(self):
        self.lead.call("RectificationService/RaiseRectification", department="departments/105", problem="账实不符",
                       due_time=timestamp(300), request_id=request_id())
        self.lead.call("IdleFundsService/FlagIdleFunds", department="departments/105", source="专项结余", amount=YUAN,
                       budget_date="2024-01-01", due_time=timestamp(900), request_id=request_id())
        kinds = [kind for kind, _, _ in self.turns(self.clerks["105"])]
        self.assertEqual(kinds, ["RECTIFICATION", "IDLE_FUNDS", "SUBMISSION"], "by due time")
        self.clerks["105"].call("IdleFundsService/ExplainIdleFunds", name="departments/105/idleFunds/1",
                                explanation="工程未完工", request_id=request_id())
        self.assertIn(("IDLE_FUNDS", "departments/105/idleFunds/1", 0), self.turns(self.lead))
        self.assertNotIn("IDLE_FUNDS", [kind for kind, _, _ in self.turns(self.reviewer)], "a lead decides on it")
        self.lead.call("PersonService/InvitePerson", code_digest=harness.code_digest(harness.new_code()),
                       request_id=request_id(), person=schema.Person(name="persons/lead3", title="三",
                                                                     roles=[schema.PERSON_ROLE_LEAD]))
        self.assertIn(("INVITATION", "persons/lead3", 0), self.turns(self.lead2))
        self.assertNotIn("INVITATION", [kind for kind, _, _ in self.turns(self.lead)], "not who has proposed it")

    def test_7_the_commands_say_the_same(self):
        wang = desk.enrolled(self.world, "wang-desk", "reviewer")
        clerk = desk.enrolled(self.world, "clerk-desk", "enterer", department="105")
        waiting = clerk.json("inbox")["turns"]
        self.assertEqual(len(waiting), 2)
        self.assertIn("jixiao submit FILE", clerk.run("-o", "csv", "inbox").stdout)
        self.assertIn("jixiao rectify show 105/1", clerk.run("-o", "csv", "inbox").stdout)
        queue = wang.csv("queue", "--by", "age")
        self.assertEqual([row["department"] for row in queue][0], "102")
        self.assertIn("风险", wang.run("-o", "table", "queue", language="zh").stdout)
        progress = wang.run("-o", "table", "progress", "r1", language="zh").stdout
        self.assertIn("未报送：", progress)
        self.assertIn("105 部门105", progress)
        self.assertIn("还剩", progress)
        notices = wang.directory / "notices"
        wang.run("remind", "r1", "--out", notices, language="zh")
        text = (notices / "105.txt").read_text(encoding="utf-8")
        self.assertIn("部门105", text)
        self.assertIn("jixiao status --round r1", text)
        self.assertEqual({path.name for path in notices.iterdir()}, {"105.txt"})
        self.assertIn("To 部门105:", wang.run("remind", "r1").stdout)
        self.assertIn("You were reminded 2 times", wang.run("remind", "r1").stdout)
        reminded = {row["name"]: row["reminded_time"] for row in clerk.csv("inbox")}
        self.assertEqual([name for name, time in reminded.items() if time], ["submissions/r1-105"])
        times = wang.csv("responsiveness", "r1")
        self.assertEqual({row["department"] for row in times}, set(CODES))
        self.assertIn("All together", wang.run("-o", "table", "responsiveness", "r1").stdout)


class Rounds(harness.TestCase):
    """Which round is meant when none is named, and what `status` says on one screen."""

    def setUp(self):
        self.world = World(self)
        self.world.add_departments(["101", "102"])
        self.clerk = desk.enrolled(self.world, "clerk", "enterer", department="101")
        self.wang = desk.enrolled(self.world, "wang", "reviewer")
        self.analyst = desk.enrolled(self.world, "ana", "analyst")

    def draft(self, name):
        self.world.lead.call("RoundService/CreateRound", request_id=request_id(), round=schema.Round(
            name=f"rounds/{name}", title="下一年", year=2026, deadline_time=timestamp(86400)))

    def test_a_lead_sends_a_notice_and_says_which_one_it_is(self):
        self.world.open_round("r1", year=2025)
        lead = desk.enrolled(self.world, "lead-b", "lead")
        self.assertIn("加 --send", lead.run("remind", "r1", language="zh").stderr)
        first = lead.run("remind", "r1", "--send", language="zh")
        self.assertIn("部门101", first.stdout)
        self.assertNotIn("次催报", first.stdout)
        self.assertIn("已催报 2 个部门", first.stderr)
        self.assertIn("This is reminder number 2.", lead.run("remind", "r1", "--send").stdout)
        self.assertIn("You were reminded 2 times", lead.run("remind", "r1").stdout)
        self.assertEqual(lead.json("remind", "r1", "--send")["reminders"][0]["reminder_count"], 3)
        self.assertEqual(self.clerk.run("remind", "r1", "--send", code=4).stdout, "")

    def test_one_that_was_reminded_leaves_the_roster_and_comes_back(self):
        lead = self.world.lead
        self.world.open_round("r1", year=2025)
        lead.call("TurnService/RemindDepartments", round="rounds/r1", departments=["departments/102"], request_id=request_id())
        for change in ({"removed": ["departments/102"]}, {"added": ["departments/102"]}):
            lead.call("RoundService/ChangeRoster", name="rounds/r1", reason="撤并", request_id=request_id(), **change)
            self.fsck()
        self.assertEqual(lead.call("TurnService/ListReminders", round="rounds/r1").reminders[1].reminder_count, 1)

    def fsck(self):
        done = subprocess.run([harness.JIXIAOD, "fsck", self.world.daemon.directory], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_nobody_is_reminded_of_a_cancelled_round(self):
        lead = self.world.lead
        self.world.open_round("r1", year=2025)
        wang = self.world.invite("li", "reviewer")
        clerk = self.world.invite("qian", "enterer", department="102")
        clerk.submit(small_report("102", "r1"))
        name = {"name": "submissions/r1-102"}
        wang.call("ReviewService/ClaimSubmission", request_id=request_id(), **name)
        filed = lead.call("SubmissionService/GetSubmission", **name).submission.digest
        wang.call("ReviewService/ReturnSubmission", digest=filed, due_time=timestamp(600), request_id=request_id(),
                  issues=[schema.NewIssue(field=FIELD, text="请说明")], **name)
        self.assertEqual(len(lead.call("TurnService/ListReminders", round="rounds/r1").reminders), 2)
        lead.call("RoundService/CancelRound", name="rounds/r1", reason="任务取消", request_id=request_id())
        self.assertEqual(list(lead.call("TurnService/ListReminders", round="rounds/r1").reminders), [])
        self.assertEqual(list(lead.call("TurnService/RemindDepartments", round="rounds/r1", request_id=request_id(),
                                        departments=["departments/101", "departments/102"]).reminders), [])

    def test_a_draft_of_next_year_changes_nobodys_round(self):
        self.world.open_round("r1", year=2025)
        file = self.clerk.write("r1.json", small_report("101", "r1"))
        self.clerk.run("submit", file)
        self.draft("y2026")
        self.assertIn("r1", self.clerk.run("show", "101").stdout)
        self.assertIn("Round r1", self.wang.run("-o", "table", "list").stderr)
        self.assertIn("r1", self.analyst.run("rank", code=desk.MISSING).stderr)
        self.wang.run("return", "101", "--at", FIELD, "-m", "请核对", "--due", "3d", "--yes")
        done = self.wang.run("-o", "table", "list", "--round", "r1", "--state", "returned")
        self.assertIn("--round r1", done.stdout + done.stderr)
        shown = self.clerk.run("-o", "table", "status", language="zh").stdout
        self.assertNotIn("y2026", shown)

    def test_of_several_open_rounds_none_is_taken_in_silence(self):
        self.world.open_round("r1", year=2025)
        self.world.open_round("r2", year=2024)
        for who in (self.clerk, self.wang):
            said = who.run("list", code=desk.USAGE).stderr
            self.assertIn("r2, r1", said)
            self.assertIn("--round", said)
        self.world.lead.call("RoundService/CloseRound", name="rounds/r1", request_id=request_id())
        self.assertIn("Round r2", self.clerk.run("-o", "table", "list").stderr, "the open one is a department's")
        self.assertIn("r2, r1", self.wang.run("list", code=desk.USAGE).stderr, "finance reviews both")

    def test_status_is_one_screen(self):
        self.world.open_round("r1", year=2025)
        shown = self.clerk.run("-o", "table", "status", language="zh").stdout
        for part in ("轮次 r1", "截止时间：", "还剩", "未填报", "等您办理", "jixiao submit FILE"):
            self.assertIn(part, shown)
        self.world.daemon.stop()
        self.clerk.run("submit", self.clerk.write("r1.json", small_report("101", "r1")), code=desk.RETRY)
        self.world.daemon.start()
        self.assertIn("发件箱：1 份等待发送", self.clerk.run("-o", "table", "status", language="zh").stdout)
        whole = self.clerk.json("status")
        self.assertEqual((whole["unsent_reports"], whole["person"]["department"]), (1, "departments/101"))
        self.assertEqual([row["name"] for row in whole["rounds"]], ["rounds/r1"])
        self.clerk.run("outbox", "send")
        self.assertIn("Nothing waits for you", self.clerk.run("-o", "table", "status").stdout)
        finance = self.wang.run("-o", "table", "status").stdout
        self.assertIn("jixiao claim 101 --round r1".split()[1], finance)
        self.assertNotIn("Outbox", finance)


if __name__ == "__main__":
    harness.main()
