#!/usr/bin/python3
"""validate_only: every write runs all of its guards, says what the real call would say, and leaves no trace.

Each write is asked twice with one request id, first with validate_only. The database is read table by table, row by row,
before and after: the log, the attempts and the stored answers are in it.
"""
import sqlite3

import harness
from harness import Refusal, World, code_digest, new_code, new_key, new_request, request_id, small_report, timestamp
from schema import digest, read_message, schema

PROVISIONAL, FINAL = schema.PUBLICATION_STAGE_PROVISIONAL, schema.PUBLICATION_STAGE_FINAL
PROOFS = ("receipt", "certificate")


def is_write(method):
    return "request_id" in schema.request(method).DESCRIPTOR.fields_by_name


class ValidateOnly(harness.TestCase):
    def rows(self):
        """Everything that is stored."""
        base = sqlite3.connect(f"file:{self.world.daemon.directory / 'jixiao.db'}?mode=ro", uri=True)
        try:
            tables = [name for name, in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: sorted(map(repr, base.execute(f"SELECT * FROM {name}"))) for name in tables}
        finally:
            base.close()

    def outcome(self, who, method, fields):
        try:
            if "report" in fields:
                request = who.submit_request(fields["report"], fields.get("base_digest", ""), fields["request_id"],
                                                validate_only=fields.get("validate_only", False))
                return "OK", who.call(method, request)
            return "OK", who.call(method, **fields)
        except Refusal as refusal:
            return refusal.reason, refusal

    def write(self, who, method, **fields):
        """Tries a write and then does it; gives the real call's reply."""
        fields["request_id"] = request_id()
        for _ in range(3):  # what time ends, the daemon writes down by itself, and once
            before = self.rows()
            tried, reply = self.outcome(who, method, {**fields, "validate_only": True})
            after = self.rows()
            if after == before:
                break
        for table, rows in before.items():
            self.assertEqual(after[table], rows, f"{method} with validate_only changed {table}: {tried}")
        done, real = self.outcome(who, method, fields)
        self.assertEqual(tried, done, f"{method} is not refused alike")
        if done == "OK":
            self.assertNotEqual(self.rows(), before, f"{method} does nothing")
            proofs = [field.name for field, _ in reply.ListFields() if field.name in PROOFS]
            self.assertEqual(proofs, [], f"{method} proves what was not done")
        self.seen.add(method)
        return done, real

    def twice(self, who, method, **fields):
        """A write that is done, and then asked for again, which most writes refuse."""
        done, reply = self.write(who, method, **fields)
        self.assertEqual(done, "OK", f"{method}: {reply}")
        again, _ = self.write(who, method, **fields)
        return reply, again

    def test_no_write_leaves_a_trace(self):
        self.seen = set()
        self.world = world = World(self)
        lead = world.lead
        self.twice(lead, "DepartmentService/CreateDepartment", department=schema.Department(code="1001", title="部门1001"))
        self.twice(lead, "DepartmentService/BatchCreateDepartments",
                   departments=[schema.Department(code=code, title=f"部门{code}") for code in ("1002", "1003")])
        self.twice(lead, "DepartmentService/LoadDepartments", departments=[
            schema.Department(code=code, title=f"部门{code}") for code in ("1001", "1004", "1005")], fields=["title"])
        self.twice(lead, "ReferenceService/LoadReferences", year=2025, source="国库", sheets=[
            schema.ReferenceSheet(department="departments/1003", posts=read_message("12", schema.Decimal()))])
        self.twice(lead, "DepartmentService/UpdateDepartment", fields=["title"],
                   department=schema.Department(name="departments/1004", title="新名"))
        self.twice(lead, "DepartmentService/RetireDepartments", departments=["departments/1004"], successors=["departments/1005"],
                   document="1号")
        self.twice(lead, "DepartmentService/ReinstateDepartment", name="departments/1004", reason="撤回")
        lead.call("DepartmentService/RetireDepartments", departments=["departments/1004", "departments/1005"], document="2号",
                  request_id=request_id())
        self.twice(lead, "PersonService/InvitePerson", code_digest=code_digest(new_code()), person=schema.Person(
            name="persons/guest", title="来宾", roles=[schema.PERSON_ROLE_ANALYST]))
        lead2, reviewer = world.invite("lead2", "lead"), world.invite("reviewer", "reviewer")
        proposed = lead.call("PersonService/InvitePerson", code_digest=code_digest(new_code()), request_id=request_id(),
                             person=schema.Person(name="persons/lead3", title="x", roles=[schema.PERSON_ROLE_LEAD]))
        self.twice(lead2, "PersonService/ConfirmInvitation", name="persons/lead3", digest=proposed.digest)
        filers = {code: world.invite(f"filer-{code}", "enterer", department=code) for code in ("1001", "1002")}
        self.twice(lead2, "PersonService/RenewCertificate", certificate_request=new_request(new_key()))
        _, again = self.twice(lead, "RoundService/CreateRound", round=schema.Round(
            name="rounds/r1", title="轮次", deadline_time=timestamp(3600)))
        self.assertEqual(again, "ROUND_EXISTS")
        self.twice(lead, "RulebookService/ActivateRulebook", name="rulebooks/county-sample/editions/latest",
                   round="rounds/r1")
        lead.call("RulebookService/ActivateRulebook", name="rulebooks/mof-2013-53/editions/latest", request_id=request_id())
        lead.call("RoundService/CreateRound", round=schema.Round(name="rounds/r2", title="轮次",
                                                                 deadline_time=timestamp(3600)), request_id=request_id())
        _, again = self.twice(lead, "RoundService/OpenRound", name="rounds/r2")
        self.assertEqual(again, "ROUND_STATE")
        reports = {code: small_report(code, "r2") for code in filers}
        reports["1002"].indicators.append(read_message({
            "name": "培训人次", "level1": "产出指标", "sign": "at_least", "target": "100", "actual": "90", "unit": "人",
            "points": "100", "claimed_score": "90"}, schema.Indicator()))
        harness.explain(filers["1002"], reports["1002"])
        self.draft(world, filers["1001"], reports["1001"])
        for code, filer in filers.items():
            _, again = self.twice(filer, "SubmissionService/SubmitReport", report=reports[code])
            self.assertEqual(again, "SUBMISSION_STATE")
        names = {code: {"name": f"submissions/r2-{code}", "digest": digest(report)} for code, report in reports.items()}
        issue = schema.NewIssue(field="profile.name", text="请改")
        self.talk(reviewer, filers["1002"], reports["1002"], names["1002"])
        _, again = self.twice(reviewer, "ReviewService/ReturnSubmission", issues=[issue], due_time=timestamp(600), **names["1002"])
        self.assertEqual(again, "SUBMISSION_STATE")
        _, again = self.twice(reviewer, "ReviewService/AcceptSubmission", **names["1001"])
        self.assertEqual(again, "SUBMISSION_STATE")
        self.follow_up(lead, reviewer, filers["1001"])
        self.twice(lead, "RoundService/UpdateRound", fields=["title"], round=schema.Round(name="rounds/r1", title="改名"))
        self.twice(lead, "RoundService/CancelRound", name="rounds/r1", reason="任务取消")
        self.twice(lead, "RoundService/ChangeRoster", name="rounds/r2", added=["departments/1003"], reason="补入")
        self.twice(lead, "RoundService/ExtendRound", name="rounds/r2", deadline_time=timestamp(7200), reason="故障")
        self.twice(lead, "TurnService/RemindDepartments", round="rounds/r2", departments=["departments/1003"])
        for act in ("WaiveSubmission", "UnwaiveSubmission"):
            _, again = self.twice(lead, f"ReviewService/{act}", name="submissions/r2-1003", reason="机构撤销",
                                  **({"document": "元财绩〔2026〕7号"} if act == "WaiveSubmission" else {}))
            self.assertEqual(again, "SUBMISSION_STATE")
        closed, again = self.twice(lead, "RoundService/CloseRound", name="rounds/r2")
        self.assertEqual((closed.missing_count, again), (1, "ROUND_STATE"))
        self.twice(lead, "RoundService/ReopenRound", name="rounds/r2", reason="过早")
        lead.call("RoundService/CloseRound", name="rounds/r2", request_id=request_id())
        names["1001"]["reason"] = "笔误"
        self.twice(reviewer, "ReviewService/CorrectAcceptance", **names["1001"])
        done, _ = self.write(lead, "ReviewService/AcceptUnansweredSubmission", **names["1001"])
        self.assertEqual(done, "SUBMISSION_STATE")
        self.publish(lead, lead2)
        reopen = {"name": names["1001"]["name"], "reason": "更正", "evidence": "元财函〔2026〕12号"}
        proposed, _ = self.twice(lead, "ReviewService/ReopenSubmission", **reopen)
        self.twice(lead2, "ReviewService/ReopenSubmission", name=reopen["name"], digest=proposed.digest)
        self.twice(lead, "ReviewService/CancelReopening", name=reopen["name"], reason="查无错误")
        self.twice(lead, "RoundService/ArchiveRound", name="rounds/r2")
        self.twice(lead, "PersonService/UpdatePerson", reason="更名", person=schema.Person(
            name="persons/guest", title="访客", roles=[schema.PERSON_ROLE_ANALYST]))
        done, _ = self.write(lead, "PersonService/BatchInvitePersons", invitations=[schema.InvitationRow(
            person=schema.Person(name="persons/many", title="许多", roles=[schema.PERSON_ROLE_ANALYST]),
            code_digest=code_digest(new_code()))])
        self.assertEqual(done, "OK")
        _, again = self.twice(lead, "PersonService/RevokePerson", name="persons/guest", reason="离任")
        writes = {method for method in schema.methods if method.startswith("/jixiao.") and is_write(method)}
        self.assertEqual({schema.path(method) for method in self.seen}, writes, "a write is not tried here")

    def draft(self, world, filer, report):
        _, again = self.twice_as(filer, "SubmissionService/SaveDraft", lambda identity: {"report": report})
        self.assertEqual(again, "STALE_DRAFT")
        member, seen = world.invite("member", "member", department="1001"), digest(report)
        def signed(identity):
            text = f"jixiao-sign-v1\nr2\n1001\n{seen}\n{identity}\n".encode()
            return {"name": "submissions/r2-1001", "digest": seen, "signature": member.signature(text)}
        self.twice_as(member, "SubmissionService/SignReport", signed)

    def twice_as(self, who, method, fields_of):
        """Like twice(), for requests that hold their own identity."""
        outcomes = []
        for _ in range(2):
            identity, before = request_id(), self.rows()
            fields = {**fields_of(identity), "request_id": identity}
            tried = self.call_plainly(who, method, {**fields, "validate_only": True})
            self.assertEqual(self.rows(), before, f"{method} with validate_only leaves a trace")
            outcomes.append(self.call_plainly(who, method, fields))
            self.assertEqual(tried, outcomes[-1])
        self.seen.add(method)
        self.assertEqual(outcomes[0], "OK")
        return None, outcomes[1]

    @staticmethod
    def call_plainly(who, method, fields):
        try:
            who.call(method, **fields)
        except Refusal as refusal:
            return refusal.reason
        return "OK"

    def follow_up(self, lead, reviewer, filer):
        """The lives of a rectification item and of idle funds, each act twice."""
        raised, again = self.twice(reviewer, "RectificationService/RaiseRectification", department="departments/1001",
                                   problem="支出慢", due_time=timestamp(600))
        self.assertEqual(again, "OK", "two items of one text are two items")
        item = {"name": raised.item.name}
        for who, act, fields, wanted in (
                (filer, "Acknowledge{}", {}, "RECTIFICATION_STATE"),
                (filer, "Plan{}", {"measure": "按月通报", "planned_time": timestamp(60)}, "OK"),
                (filer, "Claim{}Done", {"evidence": "通报"}, "RECTIFICATION_STATE"),
                (reviewer, "SendBack{}", {"reason": "不全"}, "RECTIFICATION_STATE"),
                (filer, "Claim{}Done", {"evidence": "补齐"}, "RECTIFICATION_STATE"),
                (reviewer, "Verify{}", {}, "RECTIFICATION_STATE"),
                (reviewer, "Reopen{}", {"reason": "又停", "due_time": timestamp(60)}, "RECTIFICATION_STATE")):
            _, again = self.twice(who, "RectificationService/" + act.format("Rectification"), **item, **fields)
            self.assertEqual(again, wanted, act)
        amount = schema.Amount(fen=300, unit=schema.AMOUNT_UNIT_YUAN, decimals=2)
        part = schema.Amount(fen=100, unit=schema.AMOUNT_UNIT_YUAN, decimals=2)
        flagged, _ = self.twice(reviewer, "IdleFundsService/FlagIdleFunds", department="departments/1001", source="结余",
                                budget_date="2023", amount=amount, due_time=timestamp(600))
        item = {"name": flagged.item.name}
        for who, act, fields, wanted in (
                (filer, "ExplainIdleFunds", {"explanation": "项目延期"}, "OK"),
                (lead, "OrderRecovery", {"reason": "2号", "due_time": timestamp(60)}, "IDLE_FUNDS_STATE"),
                (lead, "RecordRecovery", {"amount": part}, "OK"),
                (lead, "ApproveCarryOver", {"amount": part, "document": "3号", "new_use": "抢险"}, "IDLE_FUNDS_STATE")):
            _, again = self.twice(who, "IdleFundsService/" + act, **item, **fields)
            self.assertEqual(again, wanted, act)

    def talk(self, reviewer, filer, report, fields):
        """Taken back, filed again, claimed, asked about, put back; replied to; and in the end as it was."""
        name, issue = {"name": fields["name"]}, schema.NewIssue(field="profile.name", wanted_action=2, text="请说明")
        _, again = self.twice(filer, "SubmissionService/WithdrawSubmission", reason="漏项", **name)
        self.assertEqual(again, "SUBMISSION_STATE")
        filer.submit(report, fields["digest"])
        _, again = self.twice(reviewer, "ReviewService/ClaimSubmission", **name)
        self.assertEqual(again, "HELD_BY_REVIEWER")
        self.twice(reviewer, "ReviewService/AddIssue", issue=issue, **fields)
        _, again = self.twice(reviewer, "ReviewService/WaiveIssue", number=2, reason="重复", **name)
        self.assertEqual(again, "ISSUE_CLOSED")
        reviewer.call("ReviewService/ReturnSubmission", due_time=timestamp(600), request_id=request_id(), **fields)
        self.twice(filer, "SubmissionService/ReplyToIssue", number=1, text="见附件", **name)
        filer.submit(report, fields["digest"])
        reviewer.call("ReviewService/ClaimSubmission", request_id=request_id(), **name)
        _, again = self.twice(reviewer, "ReviewService/ResolveIssue", number=1, **name)
        self.assertEqual(again, "ISSUE_CLOSED")
        line = schema.ReviewedLine(field="indicators[0]", reason="佐证不足", score=schema.Decimal(micros=80000000))
        self.twice(reviewer, "ReviewService/SetReviewedScore", line=line, **fields)
        self.twice(reviewer, "ReviewService/ReleaseSubmission", reason="换人", **name)

    def publish(self, lead, lead2):
        method, fields = "PublicationService/PublishRound", {"round": "rounds/r2"}
        lead.call(method, stage=PROVISIONAL, window_end_time=timestamp(3600), request_id=request_id(), **fields)
        head = self.world.invite("head-1001", "head", department="1001")
        self.twice(head, "SubmissionService/ObjectToSubmission", name="submissions/r2-1001", field="rank", reason="少计")
        self.twice(lead, "ReviewService/DecideObjection", name="submissions/r2-1001", reason="佐证不足",
                   decision=schema.OBJECTION_DECISION_NOT_UPHELD)
        self.twice(lead, method, stage=PROVISIONAL, window_end_time=timestamp(0), **fields)
        proposed, again = self.twice(lead, method, stage=FINAL, **fields)
        self.assertEqual((proposed.needs_second_lead, again), (True, "SECOND_LEAD"))
        self.assertEqual(self.write(lead2, method, stage=FINAL, **fields)[0], "PUBLICATION_UNSEEN")
        self.assertEqual(self.write(lead2, method, stage=FINAL, digest="sha256:" + "0" * 64, **fields)[0], "PUBLICATION_CHANGED")
        final, again = self.twice(lead2, method, stage=FINAL, digest=proposed.proposed_digest, **fields)
        self.assertEqual((final.publication.name, again), ("rounds/r2/publications/4", "PUBLISHED_ALREADY"))


if __name__ == "__main__":
    harness.main()
