#!/usr/bin/python3
"""A store in a database of PostgreSQL: what a county is told is what SQLite tells it, and what a daemon promises is kept."""
import os
import shutil
import subprocess
import sys
import unittest

import harness
from harness import JIXIAOD, Refusal, World, request_id, small_report, timestamp
from schema import digest, read_message, schema

sys.path.insert(0, str(harness.TOP / "tests" / "support"))
import postgres  # noqa: E402

CODES = ["101", "102", "B3", "a4"]
EXECUTED = ["95.00万元", "99.10万元", "80.05万元", "95.00万元"]
PASSPHRASE = "口令一二三四\n"


def without_times(message):
    """A reply, but for times and signatures: digests of a publication and its rows cover times, and fsck holds them against the rows."""
    copy = type(message)()
    copy.CopyFrom(message)
    for field, value in copy.ListFields():
        is_of_times = field.name == "digest" and copy.DESCRIPTOR.name == "Publication"
        if is_of_times or field.name in ("table_digest", "filing_digest", "signatures"):
            copy.ClearField(field.name)
        if field.name.endswith("held_ms"):
            copy.ClearField(field.name)
        if field.message_type is None:
            continue
        if field.message_type.full_name == "google.protobuf.Timestamp":
            copy.ClearField(field.name)
        elif field.label == field.LABEL_REPEATED:
            for row in value:
                row.CopyFrom(without_times(row))
        else:
            value.CopyFrom(without_times(value))
    return copy


def run(*arguments, **environment):
    return subprocess.run([JIXIAOD, *map(str, arguments)], capture_output=True, text=True, timeout=120,
                          env={"PATH": os.environ["PATH"], "JIXIAO_LANG": "en", **environment})


class County(World):
    """The main journey: enrol, open a round, submit, refuse, return, accept, publish."""

    def __init__(self, test, engine):
        super().__init__(test, is_started=False)
        shutil.rmtree(self.daemon.directory)
        self.daemon.make(engine=engine)
        self.daemon.start()
        self.lead = self.keep(self.daemon.enrol_first_lead())
        self.add_departments(CODES)
        self.clerks = {code: self.invite(f"clerk-{code.lower()}", "enterer", department=code) for code in CODES}
        self.reviewer = self.invite("reviewer", "reviewer")
        self.second = self.invite("lead2", "lead")
        self.open_round("r1", year=2025, departments=CODES)
        self.reports, self.receipts, self.requests = {}, {}, {}

    def submit(self, code, executed, base=""):
        self.reports[code] = small_report(code, "r1", executed=executed)
        if base:
            self.reports[code].profile.name = "更正后的名称"
        self.requests[code] = self.clerks[code].submit_request(self.reports[code], base)
        self.receipts[code] = self.clerks[code].call("SubmissionService/SubmitReport", self.requests[code])

    def accept(self, code):
        return self.reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/r1-{code}", request_id=request_id(),
                                  digest=digest(self.reports[code]), reason="依据附表",
                                  reviewed_score=read_message("85", schema.Decimal()))

    def journey(self):
        for code, executed in zip(CODES, EXECUTED):
            self.submit(code, executed)
        self.reviewer.call("ReviewService/ReturnSubmission", name="submissions/r1-101", digest=digest(self.reports["101"]),
                           due_time=timestamp(600), request_id=request_id(),
                           issues=[schema.NewIssue(field="profile.name", text="请改")])
        self.submit("101", EXECUTED[0], base=digest(self.reports["101"]))
        for code in CODES[:3]:
            self.accept(code)
        self.lead.call("RoundService/CloseRound", name="rounds/r1", request_id=request_id())
        return self.lead.call("PublicationService/PublishRound", round="rounds/r1", request_id=request_id(),
                              stage=schema.PUBLICATION_STAGE_PROVISIONAL, window_end_time=timestamp(3600))

    def told(self):
        """What the county tells, of everything that its people ask."""
        ask = self.lead.call
        return [
            ask("SubmissionService/ListSubmissions", round="rounds/r1"), ask("RoundService/GetRound", name="rounds/r1"),
            ask("SubmissionService/GetSubmission", name="submissions/r1-101"),
            ask("PublicationService/GetPublication", name="rounds/r1/publications/1"),
            ask("RankingService/RankDepartments", round="rounds/r1"),
            *ask("PublicationService/ExportReports", round="rounds/r1")]


@unittest.skipUnless(postgres.is_there(), "PostgreSQL is not installed")
class Engines(harness.TestCase):
    maxDiff = None

    def test_the_same_journey_tells_the_same(self):
        told = {}
        for engine in ("", "postgres"):
            county = County(self, engine)
            published = county.journey()
            told[engine] = [without_times(reply) for reply in [published, *county.told()]]
            told[engine] += [sorted((code, receipt.receipt.content_digest) for code, receipt in county.receipts.items())]
        for one, other in zip(told[""], told["postgres"], strict=True):
            self.assertEqual(str(one).split("\n"), str(other).split("\n"), type(one))

    def test_a_copy_of_it_is_a_store_with_the_same_receipts(self):
        county = County(self, "postgres")
        county.journey()
        told = [str(without_times(reply)) for reply in county.told()]
        place = county.daemon.directory
        self.assertEqual("", run("fsck", place).stderr)
        passphrase, backup, copy = (county.directory / name for name in ("passphrase", "backup", "copy"))
        passphrase.write_text(PASSPHRASE)
        for done in (run("backup", place, backup, "--passphrase-file", passphrase),
                     run("restore-check", backup, "--passphrase-file", passphrase, "--against", place)):
            self.assertEqual((0, ""), (done.returncode, done.stderr))
        county.daemon.stop()
        self.assertEqual("", run("fsck", place).stderr)
        done = run("restore", backup, copy, "--passphrase-file", passphrase)
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertEqual(b"SQLite format 3", (copy / "jixiao.db").read_bytes()[:15])
        self.assertEqual("", run("fsck", copy).stderr)
        shutil.rmtree(place)
        shutil.move(copy, place)
        county.daemon.start()
        for person in county.people:
            person.reconnect()
        self.assertEqual(told, [str(without_times(reply)) for reply in county.told()])
        for code in CODES:
            again = county.clerks[code].call("SubmissionService/SubmitReport", county.requests[code])
            self.assertEqual(county.receipts[code].receipt, again.receipt)

    def test_two_calls_of_one_request_id_at_once_have_one_outcome(self):
        county = County(self, "postgres")
        report = small_report("101", "r1")
        request = county.clerks["101"].submit_request(report)
        calls = [county.clerks["101"].future("SubmissionService/SubmitReport", request) for _ in range(8)]
        self.assertEqual(1, len({call.result().SerializeToString() for call in calls}))

    def test_who_starts_later_writes_and_who_wrote_before_stops(self):
        county = County(self, "postgres")
        county.submit("101", EXECUTED[0])
        second = harness.Daemon(county.directory / "second")
        shutil.copytree(county.daemon.directory, second.directory, ignore=shutil.ignore_patterns("*.sock"))
        for listener in ("main", "enrol", "public"):
            second.set(listener, f"127.0.0.1:{getattr(second, listener)}")
        self.addCleanup(second.stop)
        second.start()
        with self.assertRaises(Refusal) as refusal:
            county.submit("102", EXECUTED[1])
        self.assertIn(refusal.exception.code, ("UNAVAILABLE",))
        harness.wait_until(lambda: not county.daemon.is_running(), 20, "the daemon that wrote before stops")
        county.daemon.was_ended = True
        self.assertEqual("", run("fsck", second.directory).stderr)

    def test_a_connection_that_breaks_loses_nothing_that_was_acknowledged(self):
        county = County(self, "postgres")
        county.submit("101", EXECUTED[0])
        harness._SERVERS[0].sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'jixiaod'")
        with self.assertRaises(Refusal) as refusal:
            county.submit("102", EXECUTED[1])
        self.assertEqual("UNAVAILABLE", refusal.exception.code)
        harness.wait_until(lambda: not county.daemon.is_running(), 20, "the daemon stops")
        county.daemon.start()
        for person in county.people:
            person.reconnect()
        for code in ("101", "102"):
            again = county.clerks[code].call("SubmissionService/SubmitReport", county.requests[code])
            self.assertEqual(digest(county.reports[code]), again.receipt.content_digest)
        self.assertEqual(county.receipts["101"].receipt, county.clerks["101"].call(
            "SubmissionService/SubmitReport", county.requests["101"]).receipt)

    def test_what_is_refused_says_what_to_do(self):
        directory = harness.tempfile.mkdtemp(prefix="jixiao-")
        self.addCleanup(shutil.rmtree, directory, ignore_errors=True)
        store = harness.new_database()
        made = run("init", f"{directory}/a", "--county", "样县", "--store", store)
        self.assertEqual(0, made.returncode, made.stderr)
        for place, said, environment in ((store, "already", {}), ("sqlite:x", "--store", {}),
                                         (store.replace("/county_", "/none_"), "does not exist", {}),
                                         (store, "libnone.so", {"JX_LIBPQ": "libnone.so"})):
            done = run("init", f"{directory}/b", "--county", "样县", "--store", place, **environment)
            self.assertEqual(1, done.returncode)
            self.assertIn(said, done.stderr)
            self.assertIn("\nNext: ", done.stderr)
            self.assertFalse(os.path.exists(f"{directory}/b/jixiaod.ini"))


if __name__ == "__main__":
    harness.main()
