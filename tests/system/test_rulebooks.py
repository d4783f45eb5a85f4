#!/usr/bin/python3
"""Rulebooks on both sides of the wire: activated for good, pinned by rounds, fetched and stored by the client."""
import copy
import json

import harness
from harness import TOP, World, explain, request_id, small_report, timestamp
from schema import digest, load_case, read_message, schema, verdict_digest, write_message
from test_client import DENIED, FINDINGS, FORBIDDEN, enrolled

SHIPPED = TOP / "proto" / "rulebooks" / "county-sample.json"
MISTAKES = TOP / "tests" / "data" / "rulebooks" / "mistakes.json"
NAME = "rulebooks/county-sample/editions/2026-1"
INVALID, STATE, EXISTS, NOT_FOUND = "INVALID_ARGUMENT", "FAILED_PRECONDITION", "ALREADY_EXISTS", "NOT_FOUND"
CODES = ("1001", "1002", "1003")


def shipped(**changes):
    """The rulebook that comes with the program, as Python values."""
    return dict(json.loads(SHIPPED.read_text(encoding="utf-8")), **changes)


def message_of(value):
    return read_message(value, schema.Rulebook())


class Rulebooks(harness.TestCase):
    """One daemon, rounds of its own for each test."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.lead = cls.world.lead
        cls.world.add_departments(CODES)
        cls.filers = {code: cls.world.invite(f"filer-{code}", "enterer", department=code) for code in CODES}
        cls.reviewer = cls.world.invite("reviewer", "reviewer")

    def open_round(self, name, rulebook=NAME, year=0):
        self.lead.call("RoundService/CreateRound", round=schema.Round(
            name=f"rounds/{name}", title=f"轮次 {name}", year=year, deadline_time=timestamp(3600), rulebook=rulebook),
            request_id=request_id())
        return self.lead.call("RoundService/OpenRound", name=f"rounds/{name}", request_id=request_id()).round

    def activate(self, value, **fields):
        return self.lead.call("RulebookService/ActivateRulebook", rulebook=message_of(value), request_id=request_id(),
                              **fields)

    def test_a_round_pins_the_rulebook_that_comes_with_the_program(self):
        wanted = digest(message_of(shipped()))
        made = self.open_round("pinned", "rulebooks/county-sample/editions/latest")
        self.assertEqual((made.rulebook, made.rulebook_digest), (NAME, wanted))
        for query in ({"name": NAME}, {"digest": wanted}, {"name": "rulebooks/county-sample/editions/latest"}):
            edition = self.filers["1001"].call("RulebookService/GetRulebook", **query).rulebook
            self.assertEqual((edition.name, edition.digest, digest(edition.rulebook)), (NAME, wanted, wanted))
        self.assertIn("rounds/pinned", edition.rounds)
        self.assertEqual(edition.activated_by, "persons/lead")
        rows = self.filers["1001"].pages("RulebookService/ListRulebooks", "rulebooks", page_size=1)
        self.assertIn((NAME, wanted), [(row.name, row.digest) for row in rows])
        self.refused(NOT_FOUND, "RULEBOOK_NOT_FOUND", self.lead.call, "RulebookService/GetRulebook",
                     name="rulebooks/nobodys/editions/1")
        self.refused(NOT_FOUND, "RULEBOOK_NOT_FOUND", self.open_round, "nobodys", "rulebooks/nobodys/editions/1")

    def test_what_is_active_never_changes(self):
        value = shipped(id="frozen", number="1")
        first = self.activate(value)
        self.assertEqual(first.rulebook.name, "rulebooks/frozen/editions/1")
        again = self.activate(value)
        self.assertEqual(write_message(again.rulebook), write_message(first.rulebook), "the same content again")
        value["rules"] = value["rules"][:-1]
        self.refused(EXISTS, "RULEBOOK_EXISTS", self.activate, value)
        second = self.activate(dict(value, number="2"))
        self.assertEqual(second.rulebook.name, "rulebooks/frozen/editions/2")
        self.assertNotEqual(second.rulebook.digest, first.rulebook.digest)
        kept = self.lead.call("RulebookService/GetRulebook", name="rulebooks/frozen/editions/1").rulebook
        self.assertEqual(kept.digest, first.rulebook.digest)

    def test_a_rehearsal_keeps_nothing(self):
        self.activate(shipped(id="rehearsed"), validate_only=True)
        self.refused(NOT_FOUND, "RULEBOOK_NOT_FOUND", self.lead.call, "RulebookService/GetRulebook",
                     name="rulebooks/rehearsed/editions/2026-1")

    def test_ten_mistakes_are_told_at_once(self):
        desk = enrolled(self.world, "careless", "lead")
        told = desk.csv("rules", "check", MISTAKES, code=FINDINGS)
        self.assertGreaterEqual(len({row["rule"] for row in told}), 10, "ten different mistakes")
        places = [tuple(map(int, row["place"].split(":"))) for row in told]
        self.assertEqual(places, sorted(places), "in the order of the file")
        text = MISTAKES.read_text(encoding="utf-8").splitlines()
        for line, column in places:
            self.assertLessEqual(column, len(text[line - 1].encode()), "a place outside its line")
        refusal = self.refused(INVALID, "RULEBOOK_WRONG", self.lead.call, "RulebookService/ActivateRulebook",
                               rulebook=message_of(self.without_unknown_keys()), request_id=request_id())
        self.assertGreaterEqual(len(refusal.fields), 10)
        self.assertEqual(desk.run("rules", "activate", MISTAKES, "--yes", code=FINDINGS).stdout.count("\n"), len(told))

    @staticmethod
    def without_unknown_keys():
        """The mistakes that a message can have; an unknown key cannot get into one."""
        value = json.loads(MISTAKES.read_text(encoding="utf-8"))
        for rule in value["rules"]:
            rule.pop("severty", None)
        value["rules"] += [copy.deepcopy(rule) for rule in value["rules"][:2]]
        return value

    def test_the_rulebook_of_a_round_stays_once_a_report_rests_on_it(self):
        self.open_round("settled")
        other = self.activate(shipped(number="2026-settled")).rulebook
        moved = self.lead.call("RulebookService/ActivateRulebook", name=other.name, round="rounds/settled",
                               request_id=request_id())
        self.assertEqual(moved.round.rulebook_digest, other.digest)
        self.filers["1001"].submit(explain(self.filers["1001"], small_report("1001", "settled")))
        self.refused(STATE, "ROUND_HAS_REPORTS", self.lead.call, "RulebookService/ActivateRulebook", name=NAME,
                     round="rounds/settled", request_id=request_id())
        self.assertEqual(self.lead.call("RoundService/GetRound", name="rounds/settled").round.rulebook_digest, other.digest)

    def test_a_verdict_told_along_must_be_the_servers(self):
        rulebook = self.open_round("told").rulebook_digest
        filer = self.filers["1001"]
        report = explain(filer, small_report("1001", "told"))
        judged = filer.call("SubmissionService/CheckReport", report=report)
        ours = verdict_digest(digest(report), judged.findings, rulebook)
        self.assertEqual((judged.rulebook_digest, judged.verdict_digest), (rulebook, ours))
        bare = verdict_digest(digest(report), judged.findings)
        stale = self.refused(STATE, "RULEBOOK_STALE", filer.submit, report, verdict_digest=bare)
        self.assertIn("county-sample", stale.message)
        self.refused(STATE, "RULEBOOK_STALE", filer.submit, report, rulebook_digest=digest(report), verdict_digest=ours)
        differs = self.refused(STATE, "VERDICT_DIFFERS", filer.submit, report, rulebook_digest=rulebook, verdict_digest=bare)
        self.assertIn(ours, differs.message)
        receipt = filer.submit(report, rulebook_digest=rulebook, verdict_digest=ours).receipt
        self.assertEqual((receipt.rulebook_digest, receipt.verdict_digest), (rulebook, ours))
        version = filer.call("SubmissionService/GetSubmissionVersion", name=receipt.version_name).version
        self.assertEqual((version.rulebook_digest, version.verdict_digest), (rulebook, ours))

    def test_an_explanation_of_last_year_does_not_serve_again(self):
        filer = self.filers["1002"]
        for year in (2024, 2025):
            self.open_round(f"y{year}", year=year)
            report = small_report("1002", f"y{year}", year=year)
            report.conclusion.claimed_grade = "优秀"
            explain(filer, report)
            self.assertGreater(len(report.explanations), 0, "nothing to explain")
            if year == 2024:
                self.accept("1002", "y2024", filer.submit(report).receipt)
                continue
            refusal = self.refused(INVALID, "EXPLANATION_OF_LAST_YEAR", filer.submit, report)
            self.assertIn("y2024", refusal.message)
            for row in report.explanations:
                row.text += "，今年沿用并已补报"
            filer.submit(report)

    def test_one_weight_alone_changes_the_ranking(self):
        orders = {}
        for weight in ("10", "50"):
            value = shipped(number=f"weight-{weight}")
            value["scoring"] = dict(value["scoring"], common_weight=weight)
            name = self.activate(value).rulebook.name
            round_id = f"w{weight}"
            self.open_round(round_id, name)
            for code, source in zip(CODES, ("own", "common", "own")):
                self.file_and_accept(code, round_id, source)
            rows = self.reviewer.call("RankingService/RankDepartments", round=f"rounds/{round_id}", score=schema.SCORE_KIND_COMPUTED).rows
            orders[weight] = [row.department.split("/")[1] for row in rows if row.rank == 1]
        self.assertEqual(orders, {"10": ["1001", "1003"], "50": ["1002"]})

    def file_and_accept(self, code, round_id, good_at):
        """A report that earns full points by its own indicators and few by the common ones, or the other way round."""
        filer = self.filers[code]
        report = small_report(code, round_id, executed="100.00万元" if good_at == "common" else "60.00万元")
        actual = "100" if good_at == "own" else "70"
        report.indicators.append(read_message({
            "level1": "产出", "level2": "质量", "name": "验收合格率", "target": "100", "unit": "%", "sign": "at_least",
            "target_text": "≥100%", "actual": actual, "actual_text": f"{actual}%", "points": "100",
            "claimed_score": actual, "reason": "部分项目待验收"}, schema.Indicator()))
        report.conclusion.claimed_score.CopyFrom(read_message(actual, schema.Decimal()))
        report.conclusion.claimed_grade = "优" if good_at == "own" else "中"
        receipt = filer.submit(explain(filer, report)).receipt
        self.accept(code, round_id, receipt)

    def accept(self, code, round_id, receipt):
        self.reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/{round_id}-{code}",
                           digest=receipt.content_digest, request_id=request_id())

    def test_the_client_fetches_keeps_and_tells_of_an_old_rulebook(self):
        round_digest = self.open_round("kept").rulebook_digest
        desk = enrolled(self.world, "clerk", "enterer", department="1003")
        filer = self.filers["1003"]
        report = explain(filer, small_report("1003", "kept"))
        file = desk.write("kept.json", report)
        checked = desk.json("check", file)
        self.assertEqual((checked["rulebook_digest"], checked["verdict_digest"]),
                         (round_digest, filer.call("SubmissionService/CheckReport", report=report).verdict_digest))
        self.assertTrue((desk.home / "rulebooks" / f"{round_digest.split(':')[1]}.json").exists())
        # A stored rulebook is known by its digest: damage is noticed, and the rulebook is fetched again.
        kept = desk.home / "rulebooks" / f"{round_digest.split(':')[1]}.json"
        whole = kept.read_text(encoding="utf-8")
        kept.write_text(whole.replace("F10", "F11", 1), encoding="utf-8")
        self.assertEqual(desk.json("check", file)["verdict_digest"], checked["verdict_digest"])
        self.assertEqual(kept.read_text(encoding="utf-8"), whole)
        # Without the server the report waits in the outbox, judged by the stored rulebook.
        self.world.daemon.stop()
        self.assertEqual(desk.json("check", file)["verdict_digest"], checked["verdict_digest"], "check needs no server")
        desk.run("submit", file, code=7)
        self.assertEqual([row["rules"] for row in desk.csv("outbox", "list")], ["current"])
        self.world.daemon.start()
        for person in self.world.people:
            person.reconnect()
        self.lead.call("RoundService/GetRound", name="rounds/kept", waits=True)
        other = self.activate(shipped(number="2026-kept"), round="rounds/kept").rulebook
        refused = desk.run("-o", "json", "outbox", "send", code=FORBIDDEN)
        self.assertIn("RULEBOOK_STALE", refused.stdout + refused.stderr)
        desk.run("status")
        self.assertEqual([row["rules"] for row in desk.csv("outbox", "list")], ["outdated"])
        receipt = desk.json("submit", file)["receipt"]
        self.assertEqual(receipt["rulebook_digest"], other.digest)
        self.assertEqual(desk.csv("outbox", "list"), [], "the stale one gave way")

    def test_lead_alone_activates(self):
        desk = enrolled(self.world, "onlooker", "auditor")
        desk.run("rules", "activate", SHIPPED, "--yes", code=DENIED)


class Restart(harness.TestCase):
    def test_a_rulebook_and_its_judgements_survive_a_restart(self):
        world = World(self)
        world.add_departments(["431102001"])
        filer = world.invite("filer", "enterer", department="431102001")
        world.lead.call("RoundService/CreateRound", round=schema.Round(
            name="rounds/r1", title="一", deadline_time=timestamp(3600), rulebook=NAME), request_id=request_id())
        world.lead.call("RoundService/OpenRound", name="rounds/r1", request_id=request_id())
        report = explain(filer, load_case("01_lingling_linye_2021", "r1"))
        receipt = filer.submit(report).receipt
        which = {"department": "departments/431102001", "round": "rounds/r1"}
        before = filer.call("ScoreService/ExplainScore", **which)
        self.assertTrue(before.sheet.HasField("computed"))
        world.daemon.kill()
        world.daemon.start()
        filer.reconnect()
        self.assertEqual(filer.call("ScoreService/ExplainScore", waits=True, **which), before)
        self.assertEqual(filer.call("SubmissionService/CheckReport", report=report).verdict_digest, receipt.verdict_digest)


if __name__ == "__main__":
    harness.main()
