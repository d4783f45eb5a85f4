#!/usr/bin/python3
"""A round while it lives: what may be changed about it, put off, taken back; and what is written down."""
import contextlib
import json
import sqlite3
import subprocess

import harness
from harness import Refusal, World, request_id, small_report, timestamp
from schema import schema, sha256

CODES = ("101", "102", "103", "104")


class Rounds(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.world.add_departments(CODES)
        cls.lead = cls.world.lead
        cls.clerks = {code: cls.world.invite(f"e{code}", "enterer", department=code) for code in CODES}
        cls.n = 0

    def setUp(self):
        type(self).n += 1
        self.id = f"r{self.n}x"
        self.name = f"rounds/{self.id}"

    def act(self, method, **fields):
        return self.lead.call(f"RoundService/{method}", name=self.name, request_id=request_id(), **fields).round

    def refuse(self, refusal, method, **fields):
        with self.assertRaises(Refusal) as refused:
            self.act(method, **fields)
        self.assertEqual(refused.exception.reason, refusal)
        self.assertEqual(refused.exception.fault(), "")

    def open(self, deadline_s=3600, codes=CODES[:3]):
        self.world.open_round(self.id, year=2025, deadline_s=deadline_s, departments=codes)

    def submit(self, code):
        return self.clerks[code].submit(small_report(code, self.id))

    def state(self):
        return self.lead.call("RoundService/GetRound", name=self.name).round.state

    def until(self, state):
        harness.wait_until(lambda: self.state() == state, 20, f"round state {state}")

    def test_a_draft_is_changed(self):
        self.lead.call("RoundService/CreateRound", request_id=request_id(), departments=["departments/101"], round=schema.Round(
            name=self.name, title="轮次", year=2025, deadline_time=timestamp(3600)))

        def update(fields, departments=(), **changes):
            return self.lead.call("RoundService/UpdateRound", round=schema.Round(name=self.name, **changes), fields=fields,
                                  departments=departments, request_id=request_id()).round
        changed = update(["title", "deadline_time", "departments"], ["departments/102", "departments/103"],
                         title="新名", deadline_time=timestamp(7200))
        self.assertEqual((changed.title, changed.year, changed.departments), ("新名", 2025, 2))
        asked = update(["required_member_signatures", "requires_head_signature"], required_member_signatures=2,
                       requires_head_signature=True)
        self.assertEqual((asked.required_member_signatures, asked.requires_head_signature, asked.title), (2, True, "新名"))
        for reason, fields, changes in (("TIME_PASSED", ["deadline_time"], {"deadline_time": timestamp(-60)}),
                                        ("BAD_FIELD", ["state"], {}), ("MISSING_FIELD", [], {}),
                                        ("BAD_FIELD", ["required_member_signatures"], {"required_member_signatures": 21})):
            with self.assertRaises(Refusal) as refused:
                update(fields, **changes)
            self.assertEqual(refused.exception.reason, reason)
        self.act("OpenRound")
        with self.assertRaises(Refusal) as refused:
            update(["title"], title="再改")
        self.assertEqual(refused.exception.reason, "ROUND_SET")

    def test_a_closing_is_undone(self):
        self.open()
        self.submit("101")
        self.act("CloseRound")
        with self.assertRaises(Refusal):
            self.submit("102")
        self.refuse("REASON_REQUIRED", "ReopenRound", reason=" ")
        self.assertEqual(self.act("ReopenRound", reason="截止过早").state, schema.ROUND_STATE_OPEN)
        self.submit("102")
        self.act("CloseRound")
        with contextlib.closing(sqlite3.connect(self.world.daemon.directory / "jixiao.db")) as base:
            missing = base.execute("SELECT department FROM closing_missing m JOIN rounds r ON r.id = m.round_id"
                                   " WHERE r.name = ? ORDER BY time_ms, department", (self.id,)).fetchall()
        self.assertEqual([row[0] for row in missing], ["102", "103", "103"])

    def test_deadlines_are_put_off(self):
        self.open(deadline_s=2)
        self.until(schema.ROUND_STATE_CLOSING)
        with self.assertRaises(Refusal) as refused:
            self.submit("101")
        self.assertEqual(refused.exception.reason, "ROUND_CLOSED")
        later = {"deadline_time": timestamp(600), "reason": "系统故障"}
        self.refuse("NOT_ON_ROSTER", "ExtendRound", department="departments/104", **later)
        self.refuse("TIME_PASSED", "ExtendRound", deadline_time=timestamp(-10), reason="x")
        self.refuse("REASON_REQUIRED", "ExtendRound", deadline_time=timestamp(600))
        self.act("ExtendRound", department="departments/101", **later)
        self.refuse("NOT_LATER", "ExtendRound", department="departments/101", deadline_time=timestamp(300), reason="x")
        self.assertFalse(self.submit("101").receipt.is_late)
        for code, reason in (("101", "系统故障"), ("102", "")):
            record = self.lead.call("SubmissionService/GetSubmission", name=f"submissions/{self.id}-{code}").submission
            self.assertEqual(record.deadline_reason, reason)
        with self.assertRaises(Refusal):
            self.submit("102")
        self.assertEqual(self.act("ExtendRound", **later).state, schema.ROUND_STATE_OPEN)
        self.assertFalse(self.submit("102").receipt.is_late)
        record = self.lead.call("SubmissionService/GetSubmission", name=f"submissions/{self.id}-102").submission
        self.assertEqual((record.deadline_reason, record.HasField("deadline_time")), ("系统故障", False))
        self.act("CloseRound")
        self.refuse("ROUND_STATE", "ExtendRound", deadline_time=timestamp(900), reason="x")

    def test_a_round_that_is_opened_again_past_its_deadline_closes_by_itself(self):
        self.open(deadline_s=2)
        self.until(schema.ROUND_STATE_CLOSING)
        self.act("CloseRound")
        self.act("ReopenRound", reason="误操作")
        self.until(schema.ROUND_STATE_CLOSING)

    def test_the_roster_changes_until_something_is_published(self):
        self.open()
        self.submit("101")
        self.refuse("REASON_REQUIRED", "ChangeRoster", added=["departments/104"])
        self.refuse("MISSING_FIELD", "ChangeRoster", reason="x")
        changed = self.act("ChangeRoster", added=["departments/104"], removed=["departments/103"], reason="机构改革")
        self.assertEqual(changed.departments, 3)
        self.submit("104")
        for code in ("101", "103"):
            self.refuse("ROSTER_BEGUN", "ChangeRoster", removed=[f"departments/{code}"], reason="x")
        self.refuse("DEPARTMENT_NOT_FOUND", "ChangeRoster", added=["departments/999"], reason="x")
        self.act("CancelRound", reason="任务取消")
        self.refuse("ROSTER_CLOSED", "ChangeRoster", added=["departments/103"], reason="x")

    def test_a_department_that_was_merged_files_no_more_and_is_named_with_its_heir(self):
        self.open()

        def waive(into, code="101", **fields):
            return self.lead.call("ReviewService/WaiveSubmission", name=f"submissions/{self.id}-{code}", reason="机构改革",
                                  document="7号", merged_into=into, request_id=request_id(), **fields)
        for into in ("departments/101", "departments/104", "departments/999"):
            with self.assertRaises(Refusal) as refused:
                waive(into)
            self.assertEqual((refused.exception.reason, refused.exception.fault()), ("NOT_ON_ROSTER", ""))
        self.assertEqual(waive("departments/102").submission.state, schema.SUBMISSION_STATE_WAIVED)
        with self.assertRaises(Refusal) as refused:
            waive("departments/101", "103")
        self.assertEqual(refused.exception.reason, "NOT_ON_ROSTER", "nobody files for it through a third")
        missing = {row.department[12:]: row for row in self.lead.call(
            "RoundService/ListMissingDepartments", round=self.name).departments}
        self.assertEqual((missing["101"].waiver_document, missing["101"].merged_into), ("7号", "departments/102"))
        self.assertEqual(missing["103"].merged_into, "")
        digest = self.submit("102").receipt.content_digest
        reviewer = self.world.invite("wang", "reviewer")
        reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/{self.id}-102", digest=digest,
                      request_id=request_id())
        self.act("CloseRound")
        publication = self.lead.call("PublicationService/PublishRound", round=self.name, window_end_time=timestamp(600),
                                     stage=schema.PUBLICATION_STAGE_PROVISIONAL, request_id=request_id()).publication
        self.assertEqual([(row.department, row.merged_into) for row in self.lead.call(
            "PublicationService/GetPublication", name=publication.name).publication.waived],
            [("departments/101", "departments/102")])
        shown = {row.department[12:]: row.merged_into for row in self.clerks["101"].call(
            "RoundService/ListMissingDepartments", round=self.name).departments}
        self.assertEqual(shown["101"], "departments/102")

    def test_a_round_is_cancelled_or_archived(self):
        self.open()
        self.refuse("ROUND_STATE", "ArchiveRound")
        self.refuse("REASON_REQUIRED", "CancelRound")
        self.assertEqual(self.act("CancelRound", reason="任务取消").state, schema.ROUND_STATE_CANCELLED)
        self.refuse("ROUND_STATE", "OpenRound")
        with self.assertRaises(Refusal):
            self.submit("101")


class ManyDepartments(harness.TestCase):
    """What is long is written in steps of 1,000 departments (JX_BATCH_STEP_ROWS), and is checked whole before the first one."""

    CODES = [f"9{number:05d}" for number in range(2500)]

    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.lead = cls.world.lead

    def add(self, codes, title="某县某局", **options):
        return self.lead.call("DepartmentService/BatchCreateDepartments", request_id=request_id(), timeout=120, departments=[
            schema.Department(code=code, title=title) for code in codes], **options)

    def counted(self, reply):
        return reply.created, reply.unchanged, [(row.row, row.code) for row in reply.problems]

    def entries(self, act):
        with sqlite3.connect(f"file:{self.world.daemon.directory}/jixiao.db?mode=ro", uri=True) as database:
            return [row[0] for row in database.execute("SELECT entry FROM log_leaves WHERE entry LIKE ? ORDER BY leaf_index",
                                                       (f'%"act":"{act}"%',))]

    def acts(self, act):
        return len(self.entries(act))

    def test_1_a_batch_is_added_whole_or_its_problems_are_named(self):
        wrong = [*self.CODES, "有误", self.CODES[0]]
        self.assertEqual(self.counted(self.add(wrong)), (0, 1, [(2501, "有误")]))
        self.assertEqual(self.acts("DEPARTMENT_CREATE"), 0, "some of a batch with a problem were added")
        self.assertEqual(self.counted(self.add([*self.CODES, self.CODES[7]], validate_only=True)), (2500, 1, []))
        self.assertEqual(self.acts("DEPARTMENT_CREATE"), 0, "a dry run added some")
        self.assertEqual(self.counted(self.add([*self.CODES, self.CODES[7]])), (2500, 1, []))
        self.assertEqual(self.acts("DEPARTMENT_CREATE"), 2500)
        self.assertEqual(self.counted(self.add(self.CODES)), (0, 2500, []))
        self.assertEqual(self.counted(self.add(["77", self.CODES[1]], title="另一局")), (0, 0, [(2, self.CODES[1])]))
        both = [schema.Department(code="78", title=title) for title in ("甲", "乙")]
        reply = self.lead.call("DepartmentService/BatchCreateDepartments", request_id=request_id(), departments=both)
        self.assertEqual(self.counted(reply), (0, 0, [(2, "78")]))

    def test_2_a_roster_changes_in_steps_that_the_log_holds_one_by_one(self):
        names = [f"departments/{code}" for code in self.CODES]
        clerk = self.world.invite("clerk", "enterer", department=self.CODES[-1])

        def act(method, **fields):
            return self.lead.call(f"RoundService/{method}", request_id=request_id(), timeout=120, **fields).round
        act("CreateRound", departments=names[:10], round=schema.Round(
            name="rounds/many", title="轮次", year=2025, deadline_time=timestamp(3600)))
        edited = act("UpdateRound", round=schema.Round(name="rounds/many", title="新名"), fields=["title", "departments"],
                     departments=names[5:])
        self.assertEqual((edited.departments, edited.title, self.acts("ROUND_UPDATE")), (2495, "新名", 3))
        act("OpenRound", name="rounds/many")
        clerk.submit(small_report(self.CODES[-1], "many"))
        self.refused("FAILED_PRECONDITION", "ROSTER_BEGUN", act, "ChangeRoster", name="rounds/many", removed=names[5:],
                     reason="机构改革")
        self.assertEqual(self.acts("ROUND_CHANGE_ROSTER"), 0, "some were taken off before the refusal")
        left = act("ChangeRoster", name="rounds/many", added=names[:5], removed=names[5:-1], reason="机构改革")
        self.assertEqual((left.departments, self.acts("ROUND_CHANGE_ROSTER")), (6, 3))
        last = json.loads(self.entries("ROUND_CHANGE_ROSTER")[-1])["record"]["round"]
        on_it = "".join(f"{code}\n" for code in [*self.CODES[:5], self.CODES[-1]])
        self.assertEqual((last["departments"], last["roster_digest"]), (6, sha256(on_it.encode())))

    def test_3_the_log_and_the_tables_agree(self):
        self.world.daemon.stop()
        done = subprocess.run([harness.JIXIAOD, "fsck", str(self.world.daemon.directory)], capture_output=True, text=True,
                              timeout=120)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)


if __name__ == "__main__":
    harness.main()
