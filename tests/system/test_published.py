#!/usr/bin/python3
"""What is published is what was published: by its own record, from its own rows, and by two leads once it was final."""
import contextlib
import json
import os
import shutil
import sqlite3
import subprocess

import harness
from harness import Refusal, World, request_id, small_report, timestamp
from schema import digest, read_message, schema

PUBLISH = "PublicationService/PublishRound"
LATEST = "rounds/r1/publications/latest"
CODES = ("101", "102", "103")


class Round(harness.TestCase):
    """A round of three departments, and who acts in it."""

    def setUp(self):
        self.world = World(self)
        self.world.add_departments(CODES)
        self.lead = self.world.lead
        self.lead2 = self.world.invite("lead2", "lead")
        self.reviewer = self.world.invite("reviewer", "reviewer")
        self.analyst = self.world.invite("analyst", "analyst")
        self.clerks = {code: self.world.invite(f"e{code}", "enterer", department=code) for code in CODES}
        self.public = self.world.daemon.public_caller()
        self.addCleanup(self.public.close)
        self.world.open_round("r1", year=2025, deadline_s=3600)
        self.digests = {}

    def submit(self, code, executed="95.00万元"):
        report = small_report(code, "r1", executed=executed)
        self.clerks[code].submit(report, self.digests.get(code, ""))
        self.digests[code] = digest(report)

    def accept(self, code, score):
        self.reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/r1-{code}", digest=self.digests[code],
                           reviewed_score=read_message(score, schema.Decimal()), reason="按所列数字核算", request_id=request_id())

    def give_back(self, code, person=None):
        (person or self.reviewer).call("ReviewService/ReturnSubmission", name=f"submissions/r1-{code}", digest=self.digests[code],
                           due_time=timestamp(600), issues=[schema.NewIssue(field="profile.name", text="请改")], reason="名称有误",
                           request_id=request_id())

    def provisional(self, lead=None, audience=schema.PUBLICATION_AUDIENCE_PUBLIC):
        return (lead or self.lead).call(PUBLISH, round="rounds/r1", stage=schema.PUBLICATION_STAGE_PROVISIONAL,
                                        window_end_time=timestamp(0), audience=audience, request_id=request_id()).publication

    def final(self, lead, table="", audience=schema.PUBLICATION_AUDIENCE_PUBLIC):
        return lead.call(PUBLISH, round="rounds/r1", stage=schema.PUBLICATION_STAGE_FINAL, digest=table, audience=audience,
                         request_id=request_id())

    def publish_finally(self, audience=schema.PUBLICATION_AUDIENCE_PUBLIC):
        proposal = self.final(self.lead, audience=audience)
        return self.final(self.lead2, proposal.proposed_digest, 0).publication

    def state(self, code):
        record = self.lead.call("SubmissionService/GetSubmission", name=f"submissions/r1-{code}").submission
        return record.state

    def scores(self, caller, source=schema.REPORT_SOURCE_PUBLISHED):
        reply = caller.call("RankingService/RankDepartments", round="rounds/r1", source=source)
        return {row.department[12:]: row.final_score.micros / 1e6 for row in reply.rows}, reply

    def close(self):
        self.lead.call("RoundService/CloseRound", name="rounds/r1", request_id=request_id())

    def finish(self):
        """A round that is final, of 101 and 102."""
        for code, score in (("101", "90"), ("102", "50")):
            self.submit(code)
            self.accept(code, score)
        self.submit("103")
        self.close()
        self.provisional()
        return self.publish_finally()


class Published(Round):
    def test_a_final_table_is_of_those_who_could_check_it(self):
        for code in ("101", "103"):
            self.submit(code)
            self.accept(code, "90")
        self.submit("102")
        self.close()
        self.provisional()
        self.accept("102", "50")
        with self.assertRaises(Refusal) as refused:
            self.final(self.lead)
        self.assertEqual((refused.exception.code, refused.exception.reason), ("FAILED_PRECONDITION", "NOT_CHECKED"))
        self.assertIn("102", refused.exception.message)
        self.assertEqual(refused.exception.fault(), "")
        self.provisional()
        self.give_back("103", self.lead)
        self.publish_finally()
        self.assertEqual([self.state(code) for code in CODES], [
            schema.SUBMISSION_STATE_FINAL, schema.SUBMISSION_STATE_FINAL, schema.SUBMISSION_STATE_RETURNED])
        scores, reply = self.scores(self.public)
        self.assertEqual(scores, {"101": 90, "102": 50})
        self.assertEqual((reply.publication_stage, reply.not_accepted_count), (schema.PUBLICATION_STAGE_FINAL, 1))
        for code in ("101", "102"):
            with self.assertRaises(Refusal) as refused:
                self.give_back(code)
            self.assertEqual(refused.exception.reason, "SUBMISSION_STATE")

    def test_after_the_final_table_no_lead_alone_publishes(self):
        published = self.finish()
        for publish, reason in ((self.provisional, "NOTHING_TO_CORRECT"), (self.publish_finally, "PUBLISHED_ALREADY")):
            with self.assertRaises(Refusal) as refused:
                publish()
            self.assertEqual(refused.exception.reason, reason)
            self.assertEqual(refused.exception.fault(), "")
        # One that was left out is accepted after all: it is published for checking, and what is published stays.
        self.accept("103", "100")
        checking = self.provisional()
        self.assertTrue(checking.name.endswith("/3"))
        for caller in (self.analyst, self.public, self.clerks["101"], self.lead):
            scores, reply = self.scores(caller)
            self.assertEqual(scores, {"101": 90, "102": 50})
            self.assertEqual((reply.publication, reply.publication_stage), (published.name, schema.PUBLICATION_STAGE_FINAL))
            latest = caller.call("PublicationService/GetPublication", name=LATEST).publication
            self.assertEqual(latest.digest, published.digest)
        self.assertEqual(len(self.analyst.call("PublicationService/ExportReports", round="rounds/r1")), 2)
        round_ = self.analyst.call("RoundService/GetRound", name="rounds/r1").round
        self.assertEqual((round_.publication, round_.publication_stage), (published.name, schema.PUBLICATION_STAGE_FINAL))
        # By two leads it is a numbered revision, and the older one can still be read.
        revised = self.publish_finally()
        self.assertTrue(revised.name.endswith("/4"))
        self.assertEqual(self.scores(self.public)[0], {"101": 90, "102": 50, "103": 100})
        older = self.public.call("PublicationService/GetPublication", name=published.name).publication
        self.assertEqual((older.digest, len(older.rows)), (published.digest, 2))

    def test_a_score_changed_with_a_database_shell_is_not_shown(self):
        self.finish()
        self.assertEqual(self.world.daemon.stop(), 0)
        with contextlib.closing(sqlite3.connect(self.world.daemon.directory / "jixiao.db")) as base, base:
            base.execute("UPDATE scores SET final_micros = 99990000, points_computed_micros = 1")
            with self.assertRaises(sqlite3.IntegrityError):
                base.execute("UPDATE metric_values SET micros = 1")
        self.world.daemon.start()
        for person in self.world.people:
            person.reconnect()
        self.assertEqual(self.scores(self.analyst)[0], {"101": 90, "102": 50})
        self.assertEqual(self.world.daemon.stop(), 0)
        with contextlib.closing(sqlite3.connect(self.world.daemon.directory / "jixiao.db")) as base, base:
            base.execute("DROP TRIGGER publication_entries_no_update")
            row, = base.execute("SELECT content FROM publication_entries WHERE department = '102' AND version_id").fetchall()[-1:]
            forged = schema.RankRow.FromString(row[0])
            forged.final_score.micros = 99_990_000
            base.execute("UPDATE publication_entries SET content = ? WHERE department = '102'", (forged.SerializeToString(),))
        self.world.daemon.start()
        for person in self.world.people:
            person.reconnect()
        with self.assertRaises(Refusal) as refused:
            self.scores(self.analyst)
        self.assertEqual(refused.exception.reason, "DATA_DAMAGED")

    def test_a_publication_names_who_is_missing_and_who_is_waived(self):
        waive = {"name": "submissions/r1-103", "reason": "机构撤销", "document": "元财绩〔2026〕7号", "request_id": request_id()}
        for lacking in ("reason", "document"):
            with self.assertRaises(Refusal) as refused:
                self.lead.call("ReviewService/WaiveSubmission", **{**waive, lacking: " "})
            self.assertEqual(refused.exception.reason, f"{lacking.upper()}_REQUIRED")
            self.assertEqual(refused.exception.fault(), "")
        self.submit("102")
        for code, reason in (("102", "SUBMISSION_STATE"), ("103", "NONE")):
            try:
                self.lead.call("ReviewService/WaiveSubmission", **{**waive, "name": f"submissions/r1-{code}",
                                                                   "request_id": request_id()})
                self.assertEqual(reason, "NONE")
            except Refusal as refused:
                self.assertEqual(refused.reason, reason)
        with self.assertRaises(Refusal) as refused:
            self.submit("103")
        self.assertEqual(refused.exception.reason, "SUBMISSION_STATE")
        self.submit("101")
        self.accept("101", "90")
        self.close()
        published = self.provisional()
        self.assertEqual(published.total_rows, 1)
        for caller in (self.public, self.analyst, self.lead):
            table = caller.call("PublicationService/GetPublication", name=LATEST).publication
            self.assertEqual(list(table.missing), ["departments/102"])
            self.assertEqual([(row.department, row.title, row.document) for row in table.waived],
                             [("departments/103", "部门103", "元财绩〔2026〕7号")])
            _, reply = self.scores(caller)
            self.assertEqual((reply.not_filed_count, reply.not_accepted_count, reply.waived_count), (0, 1, 1))
            self.assertEqual([(row.department, row.title, row.is_filed, row.waiver_document) for row in reply.missing],
                             [("departments/102", "部门102", True, ""), ("departments/103", "部门103", False, "元财绩〔2026〕7号")])
        # Taken back, it has to file; the table says what was so then.
        self.lead.call("ReviewService/UnwaiveSubmission", name="submissions/r1-103", reason="文件撤回", request_id=request_id())
        self.assertEqual(self.state("103"), schema.SUBMISSION_STATE_NOT_STARTED)
        self.assertEqual(self.scores(self.public)[1].waived_count, 1)
        self.assertEqual(self.scores(self.lead, schema.REPORT_SOURCE_ACCEPTED)[1].waived_count, 0)

    def test_everybody_can_list_publications_and_departments_see_of_others_what_is_published(self):
        with self.assertRaises(Refusal) as refused:
            self.public.call("PublicationService/ListPublications", round="rounds/r1")
        self.assertEqual(refused.exception.reason, "NOT_PUBLISHED")
        published = self.finish()
        for caller in (self.public, self.analyst, self.clerks["101"], self.lead):
            rows = caller.pages("PublicationService/ListPublications", "publications", page_size=1, round="rounds/r1")
            self.assertEqual([row.name for row in rows], ["rounds/r1/publications/1", "rounds/r1/publications/2"])
            self.assertEqual((rows[1].digest, rows[1].table_digest, len(rows[1].rows)),
                             (published.digest, published.table_digest, 0))

        def compare(caller, *codes):
            reply = caller.call("RankingService/CompareDepartments", round="rounds/r1",
                                departments=[f"departments/{code}" for code in codes])
            return {row.key for row in reply.rows}
        shown = {"final_score", "claimed_score", "computed_score", "reviewed_score", "common_score", "deduction", "coverage",
                 "execution_rate", "execution_rate_initial"}
        self.assertLessEqual(compare(self.clerks["101"], "101", "102"), shown)
        self.assertIn("final_score", compare(self.clerks["101"], "102"))
        for caller, codes in ((self.clerks["101"], ["101"]), (self.analyst, ["101", "102"]), (self.lead, ["101", "102"])):
            self.assertIn("budget.executed", compare(caller, *codes))

    def passer_by(self, *arguments):
        """The client of somebody without a certificate."""
        home = self.world.directory / "passer-by"
        home.mkdir(mode=0o700, exist_ok=True)
        return subprocess.run([harness.JIXIAO, "--home", str(home), *arguments], capture_output=True, timeout=60 * harness.SLOWER,
                              env={"PATH": os.environ["PATH"], "HOME": str(home), "JIXIAO_LANG": "en",
                                   "JIXIAO_PUBLIC": f"127.0.0.1:{self.world.daemon.public}"})

    def test_a_passer_by_lists_public_publications_and_gets_the_file_to_compute_one_again(self):
        published = self.finish()
        listed = self.passer_by("--public", "publication", "list", "r1").stdout.decode()
        self.assertIn(published.table_digest, listed)
        self.assertIn("public", listed)
        # The same bytes by the client, by gRPC with a certificate or without, and by GET.
        done = self.passer_by("--public", "export", "r1", "--publication", "latest")
        self.assertEqual(done.returncode, 0, done.stderr)
        name = {"name": published.name}
        for caller in (self.public, self.clerks["103"], self.analyst, self.lead):
            pieces = caller.call("PublicationService/GetPublicationFile", **name)
            self.assertEqual(b"".join(piece.piece for piece in pieces), done.stdout)
        if shutil.which("curl") is not None:
            for number in ("2", "latest"):
                got = self.get(f"/publication/r1/{number}")
                self.assertEqual((got[:2], got[2]), ((200, "application/x-ndjson"), done.stdout))
            for path in ("/publication/r1/3", "/publication/r9/1", "/publication/r1/0", "/publication/r1/", "/publication/r1"):
                self.assertGreaterEqual(self.get(path)[0], 400, path)
        file = self.world.directory / "published.jsonl"
        file.write_bytes(done.stdout)
        done = self.passer_by("verify-publication", str(file))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(published.digest, done.stdout.decode())
        # Reports are given as published, or not at all.
        done = self.passer_by("--public", "export", "r1", "-o", "csv")
        self.assertEqual((done.stdout, done.returncode not in (0, 7)), (b"", True), done.stderr)
        self.assertIn("export r1 --publication latest", done.stderr.decode())

    def test_a_signature_changed_with_a_database_shell_is_not_exported(self):
        published = self.finish()
        self.world.daemon.stop()
        with contextlib.closing(sqlite3.connect(self.world.daemon.directory / "jixiao.db")) as base:
            base.execute("DROP TRIGGER versions_no_update")
            base.execute("UPDATE versions SET signature = (SELECT o.signature FROM versions o WHERE o.person = 'e101') WHERE person = 'e102'")
            base.commit()
        self.world.daemon.start()
        for person in self.world.people:
            person.reconnect()
        for method, fields in (("PublicationService/GetPublicationFile", {"name": published.name}),
                               ("PublicationService/ExportReports", {"round": "rounds/r1"})):
            with self.assertRaises(Refusal) as refused:
                self.lead.call(method, **fields)
            self.assertEqual(refused.exception.reason, "SIGNATURE_DAMAGED")
            self.assertIn("submissions/r1-102/versions/1 by e102", refused.exception.message)
            self.assertEqual(refused.exception.fault(), "")

    def get(self, path):
        body = self.world.directory / "body"
        done = subprocess.run(["curl", "-sS", "--http2-prior-knowledge", "-w", "%{http_code} %{content_type}", "-o", body,
                               f"http://127.0.0.1:{self.world.daemon.public}{path}"], capture_output=True, text=True,
                              timeout=20 * harness.SLOWER)
        self.assertEqual(done.returncode, 0, done.stderr)
        code, _, media = done.stdout.partition(" ")
        return int(code), media, body.read_bytes() if code == "200" else b""

    def unseen(self, round_id, number):
        """What a stranger is told about a publication that is not for them, without its names."""
        name = f"rounds/{round_id}/publications/{number}"
        answers = []
        for method, fields in (("PublicationService/GetPublication", {"name": name}),
                               ("PublicationService/GetPublicationFile", {"name": name}),
                               ("PublicationService/ListPublications", {"round": f"rounds/{round_id}"}),
                               ("RankingService/RankDepartments", {"round": f"rounds/{round_id}"}),
                               ("RoundService/ListMissingDepartments", {"round": f"rounds/{round_id}"})):
            with self.assertRaises(Refusal) as refused:
                self.public.call(method, **fields)
            refusal = refused.exception
            answers.append((method, refusal.code, refusal.reason, refusal.message.replace(round_id, "")))
        if shutil.which("curl") is not None:
            answers.append(self.get(f"/publication/{round_id}/{number}"))
        return answers

    def test_an_internal_publication_is_not_there_for_a_stranger(self):
        self.submit("101")
        self.accept("101", "90")
        self.close()
        internal = self.provisional(audience=0)
        self.assertEqual(internal.audience, schema.PUBLICATION_AUDIENCE_INTERNAL)
        self.assertEqual(self.unseen("r1", 1), self.unseen("r7", 1))
        self.assertEqual(self.unseen("r1", "latest"), self.unseen("r7", "latest"))
        self.assertTrue(self.clerks["102"].call("PublicationService/GetPublicationFile", name=internal.name))
        page = self.lead.call("RankingService/RankDepartments", round="rounds/r1", page_size=1)
        # A public one beside it; then an internal final one, of which the public one tells nothing.
        shown = self.provisional()
        before = self.public.call("RankingService/RankDepartments", round="rounds/r1")
        self.assertEqual(before.publication, shown.name)
        final = self.publish_finally(audience=0)
        self.assertEqual(final.audience, schema.PUBLICATION_AUDIENCE_INTERNAL)
        self.assertEqual(self.public.call("RankingService/RankDepartments", round="rounds/r1"), before)
        self.assertEqual(self.analyst.call("RankingService/RankDepartments", round="rounds/r1").publication, final.name)
        listed = self.public.call("PublicationService/ListPublications", round="rounds/r1").publications
        self.assertEqual([row.name for row in listed], [shown.name])
        for number in (1, 3, 4):
            with self.assertRaises(Refusal) as refused:
                self.public.call("PublicationService/GetPublication", name=f"rounds/r1/publications/{number}")
            self.assertEqual(refused.exception.reason, "NOT_PUBLISHED")
        self.assertEqual(page.publication, "")

    def test_the_audience_is_proposed_shown_confirmed_and_logged(self):
        self.submit("101")
        self.accept("101", "90")
        self.close()
        self.provisional()
        proposal = self.final(self.lead)
        self.assertEqual(proposal.audience, schema.PUBLICATION_AUDIENCE_PUBLIC)
        with self.assertRaises(Refusal) as refused:
            self.final(self.lead2, audience=0)
        self.assertEqual(refused.exception.reason, "PUBLICATION_UNSEEN")
        self.assertIn("public publication", refused.exception.message)
        # Another audience is another table: what was proposed is not what is confirmed.
        with self.assertRaises(Refusal) as refused:
            self.final(self.lead2, proposal.proposed_digest, schema.PUBLICATION_AUDIENCE_INTERNAL)
        self.assertEqual(refused.exception.reason, "PUBLICATION_CHANGED")
        published = self.final(self.lead2, proposal.proposed_digest, 0).publication
        self.assertEqual(published.audience, schema.PUBLICATION_AUDIENCE_PUBLIC)
        auditor = self.world.invite("auditor", "auditor")
        entries = [json.loads(row.text) for row in auditor.pages("LogService/ListLogEntries", "entries")]
        told = [(row["act"], row["record"]["publication"]["audience"]) for row in entries
                if "publication" in row.get("record", {}) and row["object"].startswith("rounds/r1")]
        self.assertEqual(told, [("ROUND_PUBLISH", "public"), ("ROUND_PROPOSE_FINAL", "public"), ("ROUND_PUBLISH", "public")])

    def test_two_leads_name_one_digest(self):
        for code in CODES:
            self.submit(code)
            self.accept(code, "90")
        self.close()
        provisional = self.provisional()
        self.assertTrue(provisional.table_digest.startswith("sha256:"))
        proposal = self.final(self.lead)
        self.assertTrue(proposal.needs_second_lead)
        with self.assertRaises(Refusal) as refused:
            self.final(self.lead2)
        self.assertEqual(refused.exception.reason, "PUBLICATION_UNSEEN")
        self.assertIn(proposal.proposed_digest, refused.exception.message)
        published = self.final(self.lead2, proposal.proposed_digest).publication
        self.assertEqual(published.table_digest, proposal.proposed_digest)
        latest = self.public.call("PublicationService/GetPublication", name=LATEST).publication
        self.assertEqual((latest.table_digest, latest.digest), (proposal.proposed_digest, published.digest))

    def test_a_proposal_ends_with_its_maker_and_with_time(self):
        self.submit("101")
        self.accept("101", "90")
        self.close()
        self.provisional()
        table = self.final(self.lead2).proposed_digest
        third = self.world.invite("third", "lead")
        self.lead.call("PersonService/RevokePerson", name="persons/lead2", reason="离任", request_id=request_id())
        again = self.final(third, table)
        self.assertTrue(again.needs_second_lead, "confirmed what somebody proposed who is no lead any more")
        with contextlib.closing(sqlite3.connect(self.world.daemon.directory / "jixiao.db")) as base, base:
            base.execute("UPDATE rounds SET propose_time_ms = propose_time_ms - 72 * 3600 * 1000")
        self.assertTrue(self.final(self.lead, table).needs_second_lead, "confirmed a proposal that had expired")
        self.assertEqual(list(self.final(third, table).publication.published_by), ["persons/lead", "persons/third"])


class Objections(Round):
    """Departments object, leads decide and reopen."""

    def setUp(self):
        super().setUp()
        self.head = self.world.invite("h101", "head", department="101")
        for code in ("101", "102"):
            self.submit(code)
            self.accept(code, "90")
        self.submit("103")
        self.close()

    def checking(self, seconds=3600):
        self.lead.call(PUBLISH, round="rounds/r1", stage=schema.PUBLICATION_STAGE_PROVISIONAL,
                       audience=schema.PUBLICATION_AUDIENCE_PUBLIC, window_end_time=timestamp(seconds), request_id=request_id())

    def object(self, person=None, **fields):
        fields = {"name": "submissions/r1-101", "field": "rank", "reason": "第四项少计", **fields}
        return (person or self.head).call("SubmissionService/ObjectToSubmission", request_id=request_id(), **fields).submission

    def decide(self, decision, person=None, **fields):
        fields = {"reason": "核对了附表", **fields}
        return (person or self.lead).call("ReviewService/DecideObjection", name="submissions/r1-101", request_id=request_id(),
                                          decision=getattr(schema, f"OBJECTION_DECISION_{decision}"), **fields).submission

    def refuses(self, refusal, function, *arguments, **fields):
        with self.assertRaises(Refusal) as refused:
            function(*arguments, **fields)
        self.assertEqual(refused.exception.reason, refusal)
        self.assertEqual(refused.exception.fault(), "")

    def test_an_objection_is_decided_with_a_reason(self):
        self.refuses("SUBMISSION_STATE", self.object)
        self.checking()
        self.refuses("NOT_ALLOWED", self.object, self.clerks["101"])
        self.refuses("SUBMISSION_NOT_FOUND", self.object, name="submissions/r1-102")
        self.refuses("REASON_REQUIRED", self.object, reason=" ")
        self.refuses("PLACE_REQUIRED", self.object, field="nowhere")
        objected = self.object()
        self.assertEqual((objected.state, objected.holder), (schema.SUBMISSION_STATE_OBJECTED, schema.HOLDER_FINANCE))
        self.refuses("SUBMISSION_STATE", self.object)
        self.refuses("NOT_ALLOWED", self.decide, "NOT_UPHELD", self.reviewer)
        self.refuses("REASON_REQUIRED", self.decide, "NOT_UPHELD", reason="")
        kept = self.decide("NOT_UPHELD")
        self.assertEqual(kept.state, schema.SUBMISSION_STATE_CHECKING)
        self.object(field="profile.name")
        self.refuses("MISSING_FIELD", self.decide, "FINANCE_FIGURE")
        scored = self.decide("FINANCE_FIGURE", reviewed_score=read_message("93.5", schema.Decimal()))
        self.assertEqual((scored.state, scored.final_score.micros), (schema.SUBMISSION_STATE_CHECKING, 93_500_000))
        self.assertEqual([(row.number, row.field, row.decision) for row in scored.objections], [
            (1, "rank", schema.OBJECTION_DECISION_NOT_UPHELD), (2, "profile.name", schema.OBJECTION_DECISION_FINANCE_FIGURE)])
        # The provisional table says what it said.
        self.assertEqual(self.scores(self.public)[0], {"101": 90, "102": 90})
        self.object()
        self.refuses("MISSING_FIELD", self.decide, "DEPARTMENT_FIGURE")
        back = self.decide("DEPARTMENT_FIGURE", due_time=timestamp(600))
        self.assertEqual((back.state, len(back.issues)), (schema.SUBMISSION_STATE_RETURNED, 1))

    def test_nobody_objects_after_the_window_and_nothing_is_final_over_an_objection(self):
        self.checking(2)
        self.object()
        harness.wait_until(lambda: self.reason_of_final() != "WINDOW_OPEN", 10, "the end of the window")
        self.assertEqual(self.reason_of_final(), "OBJECTION_OPEN")
        self.decide("NOT_UPHELD")
        self.refuses("WINDOW_CLOSED", self.object)
        self.publish_finally()
        self.assertEqual(self.state("101"), schema.SUBMISSION_STATE_FINAL)

    def reason_of_final(self):
        try:
            self.lead.call(PUBLISH, round="rounds/r1", stage=schema.PUBLICATION_STAGE_FINAL, request_id=request_id(),
                           validate_only=True)
        except Refusal as refused:
            return refused.reason
        return ""

    def reopen(self, person, **fields):
        return person.call("ReviewService/ReopenSubmission", name="submissions/r1-101", request_id=request_id(), **fields)

    def test_a_correction_is_a_revision_by_two_leads(self):
        self.provisional()
        published = self.publish_finally()
        why = {"reason": "决算更正", "evidence": "元财函〔2026〕12号"}
        for lacking, refusal in (("reason", "REASON_REQUIRED"), ("evidence", "EVIDENCE_REQUIRED")):
            self.refuses(refusal, self.reopen, self.lead, **{**why, lacking: ""})
        self.refuses("NO_REOPENING", self.reopen, self.lead2, digest="sha256:" + "0" * 64)
        proposed = self.reopen(self.lead, **why)
        self.assertTrue(proposed.needs_second_lead)
        self.refuses("REOPENING_YOURS", self.reopen, self.lead, digest=proposed.digest)
        self.refuses("REOPENING_PROPOSED", self.reopen, self.lead2, **why)
        self.refuses("REOPENING_CHANGED", self.reopen, self.lead2, digest="sha256:" + "0" * 64)
        self.reopen(self.lead2, digest=proposed.digest)
        self.assertEqual(self.state("101"), schema.SUBMISSION_STATE_REOPENED)
        self.assertEqual(self.scores(self.public)[0], {"101": 90, "102": 90})
        self.refuses("NOTHING_TO_CORRECT", self.provisional)
        cancelled = self.lead.call("ReviewService/CancelReopening", name="submissions/r1-101", reason="查无错误",
                                   request_id=request_id()).submission
        self.assertEqual(cancelled.state, schema.SUBMISSION_STATE_FINAL)
        self.reopen(self.lead2, digest=self.reopen(self.lead, **why).digest)
        self.accept("103", "70")
        self.refuses("CORRECTION_OPEN", self.provisional)
        self.submit("101", executed="96.00万元")
        self.accept("101", "80")
        self.provisional()
        self.assertEqual(self.scores(self.public)[0], {"101": 90, "102": 90})
        revised = self.publish_finally()
        self.assertEqual(self.scores(self.public)[0], {"102": 90, "101": 80, "103": 70})
        older = self.public.call("PublicationService/GetPublication", name=published.name).publication
        self.assertEqual((older.digest, older.name != revised.name), (published.digest, True))
        self.assertEqual(self.state("101"), schema.SUBMISSION_STATE_FINAL)


class Window(harness.TestCase):
    def test_a_table_can_be_checked_as_long_as_the_county_says(self):
        world = World(self, is_started=False)
        world.daemon.set("window_hours", 24)
        world.daemon.start()
        lead = world.keep(world.daemon.enrol_first_lead())
        world.lead = lead
        world.add_departments(["101"])
        world.open_round("r1", year=2025)
        report = small_report("101", "r1")
        world.invite("e101", "enterer", department="101").submit(report)
        lead.call("ReviewService/AcceptSubmission", name="submissions/r1-101", digest=digest(report), request_id=request_id())
        lead.call("RoundService/CloseRound", name="rounds/r1", request_id=request_id())

        def publish(seconds):
            return lead.call(PUBLISH, round="rounds/r1", stage=schema.PUBLICATION_STAGE_PROVISIONAL,
                             window_end_time=timestamp(seconds), request_id=request_id())
        for seconds in (-365 * 86400, 0, 24 * 3600 - 60):
            with self.assertRaises(Refusal) as refused:
                publish(seconds)
            self.assertEqual(refused.exception.reason, "WINDOW_SHORT")
            self.assertEqual(refused.exception.fault(), "")
        publish(24 * 3600 + 60)


if __name__ == "__main__":
    harness.main()
