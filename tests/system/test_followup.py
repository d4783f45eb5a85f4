#!/usr/bin/python3
"""What outlives a round: rectification items and the ledger of idle funds, driven from both sides.

Two departments: an office, and the finance bureau itself, whose own people never act as finance on it.
"""
import contextlib
import datetime
import hashlib
import json
import sqlite3
import time

import desk
import harness
from desk import FORBIDDEN, MISSING, USAGE, enrolled
from harness import World, explain, request_id, small_report, timestamp
from schema import digest, read_message, schema

OFFICE, BUREAU, AUDIT = "1001", "9001", "8001"
RECTIFY, IDLE = "RectificationService/", "IdleFundsService/"
STATE, NOT_FOUND, DENIED, INVALID = "FAILED_PRECONDITION", "NOT_FOUND", "PERMISSION_DENIED", "INVALID_ARGUMENT"
MOST_ACTS = 500  # on one item that leave its state
MEASURE = "每月十日前通报支出进度。"


def yuan(text):
    whole, _, part = text.partition(".")
    return schema.Amount(fen=int(whole) * 100 + int((part + "00")[:2]), unit=schema.AMOUNT_UNIT_YUAN, decimals=2)


def sha256(text):
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest() if text else ""


def millis(text):
    """A time of the log, in milliseconds; None for none."""
    if not text:
        return None
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(milliseconds=1)


class FollowUp(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = world = World(cls)
        world.add_departments([OFFICE, AUDIT])
        world.lead.call("DepartmentService/CreateDepartment", request_id=request_id(),
                        department=schema.Department(code=BUREAU, title="财政局", is_finance=True))
        cls.outside = world.invite("outside", "lead", department=AUDIT)
        cls.head = world.invite("head", "head", department=OFFICE)
        cls.filer = world.invite("filer", "enterer", department=OFFICE)
        cls.bureau = world.invite("bureau", "enterer", department=BUREAU)
        cls.reviewer = world.invite("reviewer", "reviewer", department=BUREAU)
        cls.lead = world.invite("lead-of-bureau", "lead", department=BUREAU)
        cls.auditor = world.invite("auditor", "auditor")
        cls.analyst = world.invite("analyst", "analyst")
        world.open_round("r1", year=2025, departments=[OFFICE, BUREAU])
        report = small_report(OFFICE, "r1")
        report.problems.add(text="支出进度慢")
        report.measures.add(text=MEASURE)
        cls.filer.submit(report)
        world.lead.call("ReviewService/AcceptSubmission", name=f"submissions/r1-{OFFICE}", digest=digest(report),
                        request_id=request_id())
        cls.version = f"submissions/r1-{OFFICE}/versions/1"

    def act(self, who, method, **fields):
        return who.call(method, request_id=request_id(), **fields).item

    def raise_item(self, who=None, department=OFFICE, **fields):
        return self.act(who or self.reviewer, RECTIFY + "RaiseRectification", department=f"departments/{department}",
                        **{"problem": "支出进度慢", "due_time": timestamp(3600), **fields})

    def flag(self, who=None, department=OFFICE, amount="1000.00", **fields):
        return self.act(who or self.reviewer, IDLE + "FlagIdleFunds", department=f"departments/{department}",
                        **{"source": "污水处理项目结余", "budget_date": "2023", "amount": yuan(amount),
                           "due_time": timestamp(3600), **fields})

    def acts(self, item):
        return [event.act.split("_", 1)[1] for event in item.events]

    # ---- rectification ----

    def test_the_life_of_a_rectification_item(self):
        origin = schema.RectificationOrigin(version=self.version, field="problems[0]")
        item = self.raise_item(origin=origin)
        self.assertEqual((item.state, item.holder, item.origin.field),
                         (schema.RECTIFICATION_STATE_RAISED, schema.HOLDER_DEPARTMENT, "problems[0]"))
        refusal = self.refused(STATE, "RECTIFICATION_STATE", self.act, self.filer, RECTIFY + "ClaimRectificationDone",
                               name=item.name, evidence="x")
        self.assertIn(f"jixiao rectify acknowledge {item.name.split('/')[1]}/{item.number}", str(refusal.facts))
        self.act(self.filer, RECTIFY + "AcknowledgeRectification", name=item.name)
        item = self.act(self.head, RECTIFY + "PlanRectification", name=item.name, measure=MEASURE,
                        planned_time=timestamp(600))
        self.assertEqual(item.repeats, self.version + "#measures[0]", "last year's measure, word for word")
        again = self.act(self.head, RECTIFY + "PlanRectification", name=item.name, planned_time=timestamp(700),
                         measure="办公室每周核对一次付款，未付的列明原因。")
        self.assertEqual((again.repeats, again.measure[:3]), ("", "办公室"))
        item = self.act(self.filer, RECTIFY + "ClaimRectificationDone", name=item.name, evidence="通报三期，见附件。")
        self.assertEqual(item.holder, schema.HOLDER_FINANCE)
        self.refused(DENIED, "NOT_ALLOWED", self.act, self.filer, RECTIFY + "VerifyRectification", name=item.name)
        self.act(self.reviewer, RECTIFY + "SendBackRectification", name=item.name, reason="附件里只有一期")
        self.act(self.filer, RECTIFY + "ClaimRectificationDone", name=item.name, evidence="补齐三期")
        item = self.act(self.lead, RECTIFY + "VerifyRectification", name=item.name)
        self.assertEqual((item.state, item.holder), (schema.RECTIFICATION_STATE_VERIFIED, schema.HOLDER_UNSPECIFIED))
        self.refused(STATE, "RECTIFICATION_STATE", self.act, self.lead, RECTIFY + "VerifyRectification", name=item.name)
        self.act(self.reviewer, RECTIFY + "ReopenRectification", name=item.name, reason="回头看：又停了",
                 due_time=timestamp(7200))
        item = self.act(self.filer, RECTIFY + "PlanRectification", name=item.name, planned_time=timestamp(600),
                        measure="办公室每周核对一次付款, 未付的列明原因")
        self.assertEqual(item.repeats, item.name, "the measure that did not hold, word for word")
        self.assertEqual(self.acts(item), ["RAISE", "ACKNOWLEDGE", "PLAN", "PLAN", "CLAIM_DONE", "SEND_BACK", "CLAIM_DONE",
                                           "VERIFY", "REOPEN", "PLAN"])
        self.assertEqual({event.person for event in item.events},
                         {self.filer.name, self.head.name, self.reviewer.name, self.lead.name})

    def test_the_bureaus_own_items_are_raised_and_verified_from_outside(self):
        for who in (self.reviewer, self.lead, self.world.lead):
            self.refused(DENIED, "OWN_ITEM", self.raise_item, who, BUREAU)
        item = self.raise_item(self.outside, BUREAU)
        self.act(self.bureau, RECTIFY + "AcknowledgeRectification", name=item.name)
        self.act(self.bureau, RECTIFY + "PlanRectification", name=item.name, measure="按季清理", planned_time=timestamp(60))
        self.act(self.bureau, RECTIFY + "ClaimRectificationDone", name=item.name, evidence="已清理")
        for act, fields in (("VerifyRectification", {}), ("SendBackRectification", {"reason": "x"})):
            self.refused(DENIED, "OWN_ITEM", self.act, self.lead, RECTIFY + act, name=item.name, **fields)
        self.act(self.outside, RECTIFY + "VerifyRectification", name=item.name)
        self.refused(DENIED, "OWN_ITEM", self.act, self.reviewer, RECTIFY + "ReopenRectification", name=item.name,
                     reason="x", due_time=timestamp(60))

    def test_what_is_named_of_a_report_must_be_there(self):
        def origin(**fields):
            return {"origin": schema.RectificationOrigin(**fields)}
        for fields, code, reason in (
                (origin(), INVALID, "MISSING_FIELD"),
                (origin(field="problems[0]"), INVALID, "MISSING_FIELD"),
                (origin(version=self.version), INVALID, "MISSING_FIELD"),
                (origin(version="x", field="problems[0]"), INVALID, "BAD_FIELD"),
                (origin(version=self.version[:-1] + "2", field="problems[0]"), NOT_FOUND, "VERSION_NOT_FOUND"),
                (origin(version=self.version.replace(OFFICE, BUREAU), field="problems[0]"), NOT_FOUND, "SUBMISSION_NOT_FOUND"),
                (origin(version=self.version, field="problms[0]"), INVALID, "PATH_UNKNOWN_NEAR"),
                (origin(version=self.version, issue_number=1), NOT_FOUND, "ISSUE_NOT_FOUND"),
                ({"problem": " "}, INVALID, "MISSING_FIELD"), ({"problem": "长" * 1001}, INVALID, "BAD_FIELD"),
                ({"due_time": timestamp(-5)}, INVALID, "TIME_PASSED"), ({"due_time": None}, INVALID, "MISSING_FIELD"),
                ({"department": "404"}, NOT_FOUND, "DEPARTMENT_NOT_FOUND")):
            with self.subTest(fields=fields):
                self.refused(code, reason, self.raise_item, **fields)

    def test_measures_of_the_next_report_are_compared_with_what_was_written(self):
        def repeated(who, round_id, *measures):
            reply = who.call(RECTIFY + "FindRepeatedMeasures", department=f"departments/{OFFICE}", round=round_id,
                             measures=measures)
            return [(row.index, row.source) for row in reply.repeated_measures]
        self.world.open_round("r2", year=2026, departments=[OFFICE])
        for who in (self.filer, self.reviewer, self.auditor):
            self.assertEqual(repeated(who, "rounds/r2", "新办法", MEASURE, ""), [(1, self.version + "#measures[0]")])
        self.assertEqual(repeated(self.filer, "rounds/r1", MEASURE), [], "a report does not repeat itself")
        self.refused(NOT_FOUND, "DEPARTMENT_NOT_FOUND", repeated, self.bureau, "", MEASURE)

    def test_overdue_is_computed_and_asked_for(self):
        item = self.raise_item(due_time=timestamp(1))
        late = self.raise_item()
        harness.wait_until(lambda: self.get(self.filer, item).is_overdue, 5, "the due time to pass")
        rows = self.filer.call(RECTIFY + "ListRectifications", only_overdue=True).items
        self.assertIn(item.name, [row.name for row in rows])
        self.assertNotIn(late.name, [row.name for row in rows])

    def get(self, who, item):
        method = "RectificationService/GetRectification" if "rectifications" in item.name else IDLE + "GetIdleFunds"
        return who.call(method, name=item.name).item

    def test_what_one_may_not_see_is_not_there(self):
        for made, none, reason in ((self.raise_item(), "departments/1001/rectifications/999", "RECTIFICATION_NOT_FOUND"),
                                   (self.flag(), "departments/1001/idleFunds/999", "IDLE_FUNDS_NOT_FOUND")):
            absent = type(made)(name=none)
            seen = [self.refused(NOT_FOUND, reason, self.get, self.bureau, item) for item in (made, absent)]
            texts = [refusal.message.replace(item.name, "X") for refusal, item in zip(seen, (made, absent))]
            self.assertEqual(texts[0], texts[1])
            for who in (self.filer, self.head, self.reviewer, self.world.lead, self.auditor):
                self.assertEqual(self.get(who, made).name, made.name)
            self.refused(DENIED, "NOT_ALLOWED", self.get, self.analyst, made)
        for method in (RECTIFY + "ListRectifications", IDLE + "ListIdleFunds"):
            for department in ("", f"departments/{OFFICE}", "departments/404"):
                rows = self.bureau.call(method, department=department).items
                self.assertEqual({row.department for row in rows} - {f"departments/{BUREAU}"}, set())
            self.assertIn(f"departments/{OFFICE}", {row.department for row in self.auditor.call(method).items})

    # ---- idle funds ----

    def totals(self, who, department=None):
        reply = who.call(IDLE + "ListIdleFundsTotals")
        rows = {row.department.rsplit("/", 1)[1]: row for row in reply.departments}
        row = reply.county if department is None else rows.get(department, schema.IdleFundsTotals())
        for each in [*reply.departments, *([reply.county] if reply.HasField("county") else [])]:
            self.assertEqual(each.opening.fen + each.added.fen - each.recovered.fen - each.carried_over.fen, each.closing.fen)
        return [getattr(row, name).fen for name in ("opening", "added", "recovered", "carried_over", "closing")]

    def more(self, before, after):
        return [b - a for a, b in zip(before, after)]

    def test_the_life_of_idle_funds(self):
        before, county = self.totals(self.filer, OFFICE), self.totals(self.auditor)
        item = self.flag(amount="1000.01")
        self.assertEqual((item.outstanding.fen, item.budget_date, item.is_over_two_years), (100001, "2023", True))
        self.refused(STATE, "EXPLANATION_DUE", self.order, item)
        self.act(self.filer, IDLE + "ExplainIdleFunds", name=item.name, explanation="项目延期，明年开工")
        self.refused(STATE, "IDLE_FUNDS_STATE", self.recover, item, "1.00")
        self.refused(DENIED, "NOT_ALLOWED", self.order, item, self.reviewer)
        item = self.order(item)
        self.assertEqual((item.state, item.holder), (schema.IDLE_FUNDS_STATE_RECOVERY_ORDERED, schema.HOLDER_DEPARTMENT))
        self.recover(item, "300.00")
        self.refused(STATE, "MORE_THAN_OUTSTANDING", self.recover, item, "700.02")
        for amount in ("0.00", "-1.00"):
            self.refused(INVALID, "BAD_FIELD", self.recover, item, amount)
        item = self.recover(item, "0.01")
        self.assertEqual((item.recovered.fen, item.outstanding.fen), (30001, 70000))
        reply = self.lead.call(IDLE + "ApproveCarryOver", name=item.name, amount=yuan("500.00"), document="财预〔2026〕3号",
                               new_use="应急抢险", request_id=request_id())
        made = reply.new_item
        self.assertEqual((made.parent, made.budget_date, made.outstanding.fen, made.source),
                         (item.name, "2023", 50000, "应急抢险"))
        self.assertTrue(made.is_over_two_years, "a new use does not make money younger")
        self.assertEqual(reply.item.events[-1].new_item, made.name)
        item = self.recover(item, "200.00")
        self.assertEqual((item.state, item.outstanding.fen), (schema.IDLE_FUNDS_STATE_RECOVERED, 0))
        self.refused(STATE, "IDLE_FUNDS_STATE", self.recover, item, "0.01")
        item = self.carry(made, "500.00")
        self.assertEqual((item.state, item.carried_over.fen), (schema.IDLE_FUNDS_STATE_CARRY_OVER_APPROVED, 50000))
        moved = [0, 100001 + 50000, 30001 + 20000, 50000 + 50000, 0]
        self.assertEqual(self.more(before, self.totals(self.filer, OFFICE)), moved)
        self.assertEqual(self.more(county, self.totals(self.auditor)), moved)

    def accept_idle(self, filer, round_id, year, base="", executed="0.00万元"):
        """Files a report with a project of which something was spent or nothing, and accepts it."""
        report = small_report(AUDIT, round_id, year=year)
        report.projects.add(number=1, name="污水管网改造").funds.append(read_message(
            {"row": "total", "label": "合计", "adjusted": "20.00万元", "executed": executed,
             **({"opening_carry_over": "20.00万元"} if year > 2024 else {})}, schema.FundLine()))
        filer.submit(explain(filer, report), base)
        self.reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/{round_id}-{AUDIT}", digest=digest(report),
                           request_id=request_id())
        return digest(report)

    def test_idle_money_is_flagged_by_rule_when_a_report_is_accepted(self):
        filer = self.world.invite("filer-of-audit", "enterer", department=AUDIT)

        def items():
            listed = self.reviewer.pages(IDLE + "ListIdleFunds", "items", department=f"departments/{AUDIT}")
            return [(row.origin.rule, row.source, row.amount.fen, row.budget_date, row.state) for row in listed]
        flagged = ("I01", "污水管网改造", 20_000_000, "2024", schema.IDLE_FUNDS_STATE_FLAGGED)
        self.world.open_round("idle24", year=2024, departments=[AUDIT])
        first = self.accept_idle(filer, "idle24", 2024)
        self.assertEqual(items(), [flagged])
        item = self.reviewer.call(IDLE + "GetIdleFunds", name=f"departments/{AUDIT}/idleFunds/1").item
        self.assertEqual((item.events[0].act, item.origin.version, item.origin.field, item.holder), (
            "IDLE_FUNDS_FLAG_BY_RULE", f"submissions/idle24-{AUDIT}/versions/1", "projects[0].funds[0]",
            schema.HOLDER_DEPARTMENT))
        # Nobody flags by such a rule, and what a person flags stays apart, of the same money too.
        self.refused("NOT_FOUND", "FINDING_NOT_FOUND", self.flag, department=AUDIT, origin=schema.IdleFundsOrigin(
            version=item.origin.version, rule="I01"))
        self.flag(department=AUDIT, amount="200000.00", source="污水管网改造", budget_date="2024")
        own = ("", "污水管网改造", 20_000_000, "2024", schema.IDLE_FUNDS_STATE_FLAGGED)
        self.assertEqual(items(), [flagged, own])
        # Returned and accepted again it is the same money; so it is in the next year, and keeps its budget date.
        self.reviewer.call("ReviewService/ReturnSubmission", name=f"submissions/idle24-{AUDIT}", digest=first,
                           due_time=timestamp(600), issues=[schema.NewIssue(
                               field="profile.name", text="请核对", wanted_action=schema.WANTED_ACTION_EXPLAIN)],
                           reason="名称有误", request_id=request_id())
        filer.call("SubmissionService/ReplyToIssue", name=f"submissions/idle24-{AUDIT}", number=1, text="已核对",
                   request_id=request_id())
        self.accept_idle(filer, "idle24", 2024, first)
        self.world.open_round("idle25", year=2025, departments=[AUDIT])
        second = self.accept_idle(filer, "idle25", 2025)
        self.assertEqual(items(), [flagged, own])
        # Recovered, and still shown by a later report: flagged anew.
        self.act(filer, IDLE + "ExplainIdleFunds", name=item.name, explanation="等设计批复")
        self.recover(self.order(item), "200000.00")
        self.assertNotEqual(second, "")
        self.world.open_round("idle25b", year=2025, departments=[AUDIT])
        self.accept_idle(filer, "idle25b", 2025, executed="5.00万元")
        self.assertEqual(items()[2:], [("I02", "污水管网改造", 15_000_000, "2024", schema.IDLE_FUNDS_STATE_FLAGGED)])

    def order(self, item, who=None, **fields):
        return self.act(who or self.lead, IDLE + "OrderRecovery", name=item.name,
                        **{"reason": "财预〔2026〕2号", "due_time": timestamp(3600), **fields})

    def recover(self, item, amount, who=None):
        return self.act(who or self.lead, IDLE + "RecordRecovery", name=item.name, amount=yuan(amount) if amount[0] != "-"
                        else schema.Amount(fen=-100, unit=schema.AMOUNT_UNIT_YUAN, decimals=2))

    def carry(self, item, amount, who=None):
        return self.act(who or self.lead, IDLE + "ApproveCarryOver", name=item.name, amount=yuan(amount), document="财预3号")

    def test_a_silent_department_does_not_stop_finance(self):
        item = self.flag(due_time=timestamp(1))
        harness.wait_until(lambda: self.get(self.filer, item).is_overdue, 5, "the due time to pass")
        self.assertEqual(self.order(item).state, schema.IDLE_FUNDS_STATE_RECOVERY_ORDERED)

    def test_the_bureaus_own_money(self):
        for who in (self.reviewer, self.lead, self.world.lead):
            self.refused(DENIED, "OWN_ITEM", self.flag, who, BUREAU)
        item = self.flag(self.bureau, BUREAU, "50.00")
        self.act(self.bureau, IDLE + "ExplainIdleFunds", name=item.name, explanation="自查发现")
        for act, arguments in ((self.order, ()), (self.recover, ("1.00",)), (self.carry, ("1.00",))):
            self.refused(DENIED, "OWN_ITEM", act, item, *arguments)
        self.order(item, self.outside)
        self.recover(item, "50.00", self.outside)
        self.refused(NOT_FOUND, "DEPARTMENT_NOT_FOUND", self.flag, self.bureau, OFFICE)

    def test_a_rule_flags_only_what_it_found(self):
        version = self.reviewer.call("SubmissionService/GetSubmissionVersion", name=self.version).version
        finding = version.findings[0]
        def origin(**fields):
            return schema.IdleFundsOrigin(version=self.version, **fields)
        item = self.flag(origin=origin(rule=finding.rule, field=finding.field))
        self.assertEqual(item.origin.rule, finding.rule)
        self.flag(origin=origin(field="funds_by_source[0].executed"))
        for wrong, reason, code in ((origin(rule="NONE"), "FINDING_NOT_FOUND", NOT_FOUND),
                                    (origin(rule=finding.rule, field="nowhere"), "FINDING_NOT_FOUND", NOT_FOUND),
                                    (origin(field="nowhere"), "PATH_UNKNOWN_STEP", INVALID),
                                    (origin(), "MISSING_FIELD", INVALID)):
            with self.subTest(origin=wrong):
                self.refused(code, reason, self.flag, origin=wrong)
        for date in ("", "23", "2023-13", "2023-02-29", "2999"):
            with self.subTest(date=date):
                self.refused(INVALID, "BAD_FIELD" if date else "MISSING_FIELD", self.flag, budget_date=date)

    def test_analysts_see_sums_of_what_is_published(self):
        this_year = time.localtime().tm_year
        self.refused(NOT_FOUND, "NOT_PUBLISHED", self.analyst.call, IDLE + "ListIdleFundsTotals")
        self.world.open_round("now", year=this_year, departments=[BUREAU])
        report = small_report(BUREAU, "now", this_year)
        self.bureau.submit(report)
        self.outside.call("ReviewService/AcceptSubmission", name=f"submissions/now-{BUREAU}", digest=digest(report),
                             request_id=request_id())
        self.world.lead.call("RoundService/CloseRound", name="rounds/now", request_id=request_id())
        self.world.lead.call("PublicationService/PublishRound", round="rounds/now", request_id=request_id(),
                             window_end_time=timestamp(600), stage=schema.PUBLICATION_STAGE_PROVISIONAL)
        reply = self.analyst.call(IDLE + "ListIdleFundsTotals", year=this_year)
        self.assertEqual((len(reply.departments), reply.HasField("county")), (0, True))
        self.assertEqual(reply.county, self.auditor.call(IDLE + "ListIdleFundsTotals").county)
        own = self.filer.call(IDLE + "ListIdleFundsTotals")
        self.assertFalse(own.HasField("county"))
        self.assertLessEqual({row.department for row in own.departments}, {f"departments/{OFFICE}"})
        self.refused(INVALID, "BAD_FIELD", self.analyst.call, IDLE + "ListIdleFundsTotals", year=this_year + 1)

    # ---- the log ----

    def query(self, statement):
        base = sqlite3.connect(f"file:{self.world.daemon.directory / 'jixiao.db'}?mode=ro", uri=True)
        with contextlib.closing(base):
            return base.execute(statement).fetchall()

    def entries(self, kind):
        """What the log says of each act on items of a kind: object, what stands beside it, and its record."""
        for text, in self.query("SELECT entry FROM v_log ORDER BY leaf_index"):
            entry = json.loads(text)
            if kind in entry.get("record", {}):
                yield entry, entry["record"][kind]

    @staticmethod
    def common(entry, record):
        """The columns that both kinds have: item, number, act, states, time, person, digest of the words, due time."""
        before, after = (getattr(schema, entry[side]) if side in entry else 0 for side in ("before", "after"))
        return (entry["object"], record["event_number"], entry["act"], before, after, millis(entry["act_time"]),
                entry["actor"], record.get("text_digest", ""), millis(record.get("due_time")))

    def rows(self, items, events, collection, more):
        rows = self.query(f"SELECT 'departments/' || i.department || '/{collection}/' || i.number, e.number, e.act,"
                          " e.state_before, e.state_after, e.time_ms, 'persons/' || e.person, e.text, e.due_time_ms, "
                          f"{more} FROM {events} e JOIN {items} i ON i.id = e.item_id")
        return sorted((*row[:7], sha256(row[7]), *row[8:]) for row in rows)

    def test_the_log_gives_the_tables_row_for_row(self):
        item = self.raise_item(origin=schema.RectificationOrigin(version=self.version, field="problems[0]"))
        self.act(self.filer, RECTIFY + "AcknowledgeRectification", name=item.name)
        self.act(self.filer, RECTIFY + "PlanRectification", name=item.name, measure=MEASURE, planned_time=timestamp(60))
        flagged = self.flag(amount="77.77")
        self.act(self.filer, IDLE + "ExplainIdleFunds", name=flagged.name, explanation="结余")
        self.lead.call(IDLE + "ApproveCarryOver", name=flagged.name, amount=yuan("7.77"), document="3号", new_use="抢险",
                       request_id=request_id())
        self.order(flagged)
        self.recover(flagged, "70.00")
        logged = [(*self.common(entry, record), millis(record.get("planned_time")), record.get("repeats", ""))
                  for entry, record in self.entries("rectification")]
        self.assertEqual(sorted(logged), self.rows("rectifications", "rectification_events", "rectifications",
                                                   "e.planned_time_ms, e.repeats"))
        origins = {entry["object"]: record.get("origin", {}) for entry, record in self.entries("rectification")
                   if record["event_number"] == 1}
        self.assertEqual({name: (one.get("version", ""), one.get("field", ""), one.get("issue_number", 0))
                          for name, one in origins.items()},
                         {row[0]: row[1:] for row in self.query(
                             "SELECT 'departments/' || department || '/rectifications/' || number, origin_version,"
                             " origin_field, origin_issue FROM rectifications")})
        column = {"FLAG": 0, "REUSE": 0, "RECOVER": 1, "CARRY": 2}
        logged = []
        for entry, record in self.entries("idle_funds"):
            money = [0, 0, 0]
            if "amount_fen" in record:
                money[column[entry["act"].split("_")[2]]] = int(record["amount_fen"])
            logged.append((*self.common(entry, record), *money, record.get("document", ""), record.get("new_item", "")))
        self.assertEqual(sorted(logged), self.rows(
            "idle_funds", "idle_fund_events", "idleFunds", "e.added_fen, e.recovered_fen, e.carried_fen, e.document,"
            " coalesce((SELECT 'departments/' || n.department || '/idleFunds/' || n.number FROM idle_funds n"
            " WHERE n.id = e.new_id), '')"))
        first = {entry["object"]: (record["text_digest"], record["budget_date"], record.get("parent", ""),
                                   record.get("origin", {}).get("rule", ""))
                 for entry, record in self.entries("idle_funds") if record["event_number"] == 1}
        self.assertEqual(first, {row[0]: (sha256(row[1]), *row[2:]) for row in self.query(
            "SELECT 'departments/' || i.department || '/idleFunds/' || i.number, i.source, i.budget_date,"
            " coalesce('departments/' || p.department || '/idleFunds/' || p.number, ''), i.origin_rule FROM idle_funds i"
            " LEFT JOIN idle_funds p ON p.id = i.parent_id")})

    def test_acts_on_one_item_come_to_an_end(self):
        item = self.flag()
        for _ in range(MOST_ACTS - 1):
            self.act(self.filer, IDLE + "ExplainIdleFunds", name=item.name, explanation="结余")
        refusal = self.refused(STATE, "ITEM_FULL", self.act, self.filer, IDLE + "ExplainIdleFunds", name=item.name,
                               explanation="结余")
        self.assertIn(str(MOST_ACTS), refusal.message)
        self.assertEqual(len(self.order(item).events), MOST_ACTS + 1, "what goes on is not held up")
        measures = ["新措施"] * 2001
        self.refused(INVALID, "BAD_FIELD", self.filer.call, RECTIFY + "FindRepeatedMeasures",
                     department=f"departments/{OFFICE}", measures=measures)
        self.filer.call(RECTIFY + "FindRepeatedMeasures", department=f"departments/{OFFICE}", measures=measures[1:])

    def test_a_repeated_request_is_done_once(self):
        item = self.flag(amount="10.00")
        self.act(self.filer, IDLE + "ExplainIdleFunds", name=item.name, explanation="结余")
        self.order(item)
        identity = request_id()
        for _ in range(2):
            reply = self.lead.call(IDLE + "RecordRecovery", name=item.name, amount=yuan("4.00"), request_id=identity)
            self.assertEqual(reply.item.outstanding.fen, 600)


class Desks(harness.TestCase):
    """The same lives by the client's commands, and their tables."""

    @classmethod
    def setUpClass(cls):
        cls.world = world = World(cls)
        world.add_departments([OFFICE, BUREAU])
        cls.office = enrolled(world, "office", "enterer", department=OFFICE)
        cls.reviewer = enrolled(world, "reviewer", "reviewer", department=BUREAU)
        cls.lead = enrolled(world, "desk-lead", "lead", department=BUREAU)
        filer = world.invite("filer", "enterer", department=OFFICE)
        for number, name in enumerate(("r1", "r2")):
            world.open_round(name, year=2025 + number, departments=[OFFICE])
        cls.reports = [small_report(OFFICE, name, 2025 + number) for number, name in enumerate(("r1", "r2"))]
        for report in cls.reports:
            report.problems.add(text="支出进度慢")
            report.measures.add(text=MEASURE)
        filer.submit(cls.reports[0])
        world.lead.call("ReviewService/AcceptSubmission", name=f"submissions/r1-{OFFICE}", digest=digest(cls.reports[0]),
                        request_id=request_id())

    def test_an_item_from_both_desks(self):
        raised = self.reviewer.json("rectify", "raise", OFFICE, "--at", "problems[0]", "--round", "r1", "-m", "支出进度慢",
                                    "--due", "60d")["item"]
        number = raised["number"]
        name = f"{OFFICE}/{number}"
        said = self.office.run("rectify", "plan", number, "-m", "x", "--by", "3d", code=FORBIDDEN).stderr
        self.assertIn(f"jixiao rectify acknowledge {name}", said)
        said = self.office.run("rectify", "plan", number, "-m", "x", "--by", "3d", code=FORBIDDEN, language="zh").stderr
        self.assertIn(f"等部门确认：jixiao rectify acknowledge {name}", said)
        self.office.run("rectify", "acknowledge", number)
        said = self.office.run("rectify", "plan", number, "-m", MEASURE, "--by", "30d").stdout
        self.assertIn(f"repeats word for word: submissions/r1-{OFFICE}/versions/1#measures[0]", said)
        self.office.run("rectify", "done", name, "-m", "三期通报")
        self.reviewer.run("rectify", "back", name, "-m", "只有一期", "--due", "90d")
        self.office.run("rectify", "done", number, "-m", "补齐")
        self.lead.run("rectify", "verify", name)
        self.reviewer.run("rectify", "reopen", name, "-m", "又停了", "--due", "30d")
        shown = self.office.run("rectify", "show", number).stdout
        for words in ("reopened", "支出进度慢", "补齐", "又停了"):
            self.assertIn(words, shown)
        row, = [row for row in self.reviewer.csv("rectify", "list", OFFICE) if row["item"] == name]
        self.assertEqual((row["state"], row["is_overdue"]), ("reopened", "false"))
        self.reviewer.run("rectify", "raise", BUREAU, "-m", "x", "--due", "3d", code=desk.DENIED)
        self.office.run("rectify", "show", "x/y", code=USAGE)
        self.office.run("rectify", "show", f"{BUREAU}/1", code=MISSING)

    def test_a_report_beside_what_was_written_before(self):
        file = self.office.write("r2.json", self.reports[1])
        rows = self.office.csv("rectify", "report", file)
        self.assertEqual([row["repeats"] for row in rows], ["", f"submissions/r1-{OFFICE}/versions/1#measures[0]"])
        rows = self.reviewer.csv("rectify", "report", OFFICE, "--round", "r1")
        self.assertEqual([row["repeats"] for row in rows], ["", ""], "a report does not repeat itself")

    def test_money_from_both_desks(self):
        flagged = self.reviewer.json("idle", "flag", OFFICE, "--amount", "12.5万元", "--source", "污水处理项目结余", "--budget",
                                     "2023-05", "--due", "10d")["item"]
        name = f"{OFFICE}/{flagged['number']}"
        self.office.run("idle", "explain", flagged["number"], "-m", "项目延期")
        self.lead.run("idle", "order", name, "-m", "财预2号", "--due", "30d")
        said = self.lead.run("idle", "recover", name, "--amount", "125000.01元", code=FORBIDDEN).stderr
        self.assertIn("125000.00元 outstanding", said)
        self.lead.run("idle", "recover", name, "--amount", "25000.01元", "-m", "凭证8号")
        self.lead.run("idle", "carry", name, "--amount", "5万元", "--document", "财预3号", "--use", "应急抢险")
        for language, words in (("en", "carried over in part"), ("zh", "部分结转")):
            self.assertIn(words, self.office.run("idle", "show", name, language=language).stdout)
        self.assertEqual([row["outstanding"] for row in self.reviewer.csv("idle", "list", "--outstanding")],
                         ["49999.99元", "50000.00元"])
        rows = self.reviewer.csv("idle-funds")
        self.assertEqual([[row[key] for key in ("opening", "added", "recovered", "carried_over", "closing", "over_two_years")]
                          for row in rows], [["0.00元", "175000.00元", "25000.01元", "50000.00元", "99999.99元", "99999.99元"]] * 2)
        self.assertEqual(len(self.office.csv("idle-funds")), 1)
        for words in ("12.5", "0元", "-3元", "x"):
            self.lead.run("idle", "recover", name, "--amount", words, code=USAGE)
        for one in (self.reviewer, self.office):
            for language in ("en", "zh"):
                for command in (("rectify", "list"), ("idle", "list"), ("idle-funds",)):
                    lines = one.run(*command, "-o", "table", language=language).stdout.splitlines()
                    self.assertLessEqual(max([width(line) for line in lines] or [0]), 80, "\n".join(lines))


def width(line):
    return sum(2 if ord(c) > 0x2e80 else 1 for c in line)


if __name__ == "__main__":
    harness.main()
