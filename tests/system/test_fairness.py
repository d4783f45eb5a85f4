"""Nobody's work stands in another's way: floods of one person and of strangers, callers who leave, the end of the daemon.

Orders and counts are asserted, not times: machines are noisy. `jixiaod` works for one person on three readers at most.
"""
import sqlite3
import time

import grpc

import harness
from harness import Person, Refusal, World, new_code, new_key, new_request, request_id, small_report, wait_until
from schema import read_message, schema, signing_text

PERSON_JOBS = 256  # JX_MAX_PERSON_JOBS
RENEWALS = 50  # JX_MAX_RENEWALS
STREAMS = 50  # calls on one connection


def wide_report(code, round_id, projects=400, indicators=10):
    """A report that takes some tenths of a second to check."""
    report = small_report(code, round_id)
    budget, spent = (read_message(text, schema.Amount()) for text in ("100.00万元", "95.00万元"))
    for number in range(projects):
        project = report.projects.add(number=number + 1, name=f"项目{number:05d}", code=f"C{number}")
        row = project.funds.add(row="total")
        row.initial.CopyFrom(budget)
        row.adjusted.CopyFrom(budget)
        row.executed.CopyFrom(spent)
        for index in range(indicators):
            line = project.indicators.add(level1="产出", level2="数量", name=f"指标{number}-{index}", unit="%")
            line.target.micros, line.actual.micros, line.points.micros = 90000000, 95000000, 5000000
    return report


class Flood:
    """Checks of a wide report by one person, over as many connections as they need."""

    def __init__(self, person, n, report):
        request = schema.request("SubmissionService/CheckReport")(report=report).SerializeToString()
        self.people = [Person(person.daemon, person.name, person.key, person.certificate)
                       for _ in range(-(-n // STREAMS))]
        self.calls = [self.people[number // STREAMS].future("SubmissionService/CheckReport", request, timeout=300,
                                                            is_raw=True) for number in range(n)]

    def n_done(self):
        return sum(call.done() for call in self.calls)

    def refusals(self):
        """The refusals so far."""
        refusals = []
        for call in self.calls:
            if call.done():
                try:
                    call.result()
                except (grpc.RpcError, grpc.FutureCancelledError) as error:
                    if isinstance(error, grpc.Call):
                        refusals.append(Refusal(error))
        return refusals

    def leave(self):
        for person in self.people:
            person.close()


def wait_until_idle(daemon):
    """Waits until the daemon has used no time for a while."""
    last = [daemon.cpu_ticks(), time.monotonic()]

    def is_idle():
        now = daemon.cpu_ticks()
        if now > last[0] + 1:
            last[:] = [now, time.monotonic()]
        return time.monotonic() - last[1] > 1
    wait_until(is_idle, 60, "the daemon to rest")


class Persons(harness.TestCase):
    def setUp(self):
        self.world = World(self)
        self.world.add_departments(["101", "102"])
        self.busy = self.world.invite("busy", "enterer", department="101")
        self.other = self.world.invite("other", "enterer", department="102")
        self.world.open_round("r1", year=2025)

    def flood(self, n, **options):
        flood = Flood(self.busy, n, wide_report("101", "r1", **options))
        self.addCleanup(flood.leave)
        return flood

    def test_one_person_is_refused_alone_and_others_do_not_wait(self):
        n = PERSON_JOBS + 100
        flood = self.flood(n, projects=100)
        wait_until(flood.refusals, 60, "a refusal")
        for _ in range(5):
            self.assertEqual(self.other.call("PersonService/GetCaller", timeout=60).person.name, "persons/other")
        self.other.submit(small_report("102", "r1"), timeout=60)
        self.assertLess(flood.n_done(), n // 2, "the others waited for the flood")
        for refusal in flood.refusals():
            self.assertEqual((refusal.code, refusal.reason), ("RESOURCE_EXHAUSTED", "OWN_CALLS_WAIT"))
            self.assertEqual(refusal.fault(), "")
            self.assertIsNotNone(refusal.retry_s)

    def test_a_share_is_one_whichever_certificate_is_shown(self):
        key = new_key()
        reply = self.busy.call("PersonService/RenewCertificate", certificate_request=new_request(key), request_id=request_id())
        renewed = Person(self.world.daemon, self.busy.name, key, harness.certificate_pem(reply.certificate), "101")
        floods = [Flood(person, PERSON_JOBS - 50, wide_report("101", "r1", projects=100)) for person in (self.busy, renewed)]
        for flood in floods:
            self.addCleanup(flood.leave)
        wait_until(lambda: any(flood.refusals() for flood in floods), 60, "a refusal")
        self.assertEqual({refusal.reason for flood in floods for refusal in flood.refusals()}, {"OWN_CALLS_WAIT"})

    def test_work_for_callers_who_left_is_not_done(self):
        wait_until_idle(self.world.daemon)
        before = self.world.daemon.cpu_ticks()
        self.assertEqual([str(row) for row in self.flood_to_the_end(8).refusals()], [])
        each = (self.world.daemon.cpu_ticks() - before) / 8
        flood = self.flood(200)
        wait_until(lambda: flood.n_done() > 0, 60, "the flood to begin")
        before = self.world.daemon.cpu_ticks()
        flood.leave()
        wait_until_idle(self.world.daemon)
        self.assertLess(self.world.daemon.cpu_ticks() - before, each * 100)

    def flood_to_the_end(self, n):
        flood = self.flood(n)
        wait_until(lambda: flood.n_done() == n, 120, "the flood to end")
        return flood

    def test_the_daemon_ends_in_time_whatever_is_queued(self):
        flood = self.flood(PERSON_JOBS, projects=1000)
        wait_until(lambda: flood.n_done() > 0, 60, "the flood to begin")
        request = self.other.submit_request(small_report("102", "r1"))
        receipt = self.other.call("SubmissionService/SubmitReport", request, timeout=60).receipt
        self.assertEqual(self.world.daemon.stop(10), 0)
        self.world.daemon.start()
        again = self.other.call("SubmissionService/SubmitReport", request, timeout=60, waits=True).receipt
        self.assertEqual(again, receipt, "what was acknowledged was lost")


class Strangers(harness.TestCase):
    def test_wrong_codes_are_limited_and_a_good_one_gets_through(self):
        world = World(self)
        flood = world.daemon.enrol_caller()
        self.addCleanup(flood.close)
        reasons = []
        csr = new_request(new_key())
        for _ in range(100):
            with self.assertRaises(Refusal) as caught:
                flood.call("EnrolmentService/EnrolPerson", code=new_code(), certificate_request=csr)
            reasons.append(caught.exception.reason)
            self.assertEqual(caught.exception.fault(), "")
        self.assertEqual(set(reasons), {"BAD_INVITATION", "TRIED_TOO_OFTEN"})
        self.assertEqual(reasons[-1], "TRIED_TOO_OFTEN")
        person = world.invite("late", "analyst")  # from the same address, on a connection of its own
        self.assertEqual(person.call("PersonService/GetCaller").person.name, "persons/late")
        world.daemon.stop()
        self.assertIn('event="refused calls without a line of their own"', world.daemon.log())

    def test_nothing_is_verified_for_a_wrong_code(self):
        world = World(self)
        caller = world.daemon.enrol_caller()
        self.addCleanup(caller.close)
        self.refused("PERMISSION_DENIED", "BAD_INVITATION", caller.call, "EnrolmentService/EnrolPerson",
                     code=new_code(), certificate_request=b"no request at all")


class Traces(harness.TestCase):
    """What one person leaves behind is bounded."""

    def setUp(self):
        self.world = World(self)
        self.world.add_departments(["101", "102"])
        self.person = self.world.invite("e101", "enterer", department="101")
        self.world.open_round("r1", year=2025, departments=["101"])

    def count(self, statement):
        with sqlite3.connect(f"file:{self.world.daemon.directory}/jixiao.db?mode=ro", uri=True) as database:
            return database.execute(statement).fetchone()[0]

    def renewed(self, key):
        reply = self.person.call("PersonService/RenewCertificate", certificate_request=new_request(key),
                                 request_id=request_id())
        return self.world.keep(Person(self.world.daemon, self.person.name, key,
                                      harness.certificate_pem(reply.certificate), "101"))

    def test_a_retry_after_a_renewal_gets_its_receipt(self):
        request = self.person.submit_request(small_report("101", "r1"))
        receipt = self.person.call("SubmissionService/SubmitReport", request).receipt
        renewed = self.renewed(new_key())
        self.assertEqual(renewed.call("SubmissionService/SubmitReport", request).receipt, receipt)
        self.assertEqual(self.person.call("SubmissionService/SubmitReport", request).receipt, receipt)

    def test_a_refused_request_is_one_attempt_however_often_it_is_sent(self):
        report = small_report("101", "r1", year=2024)
        request = self.person.submit_request(report)
        for _ in range(3):
            self.refused("INVALID_ARGUMENT", "WRONG_YEAR", self.person.call, "SubmissionService/SubmitReport", request)
        self.assertEqual(self.count("SELECT count(*) FROM attempts"), 1)
        self.refused("INVALID_ARGUMENT", "WRONG_YEAR", self.person.submit, report)
        self.assertEqual(self.count("SELECT count(*) FROM attempts"), 2)

    def test_no_attempt_is_kept_for_a_round_without_the_department(self):
        other = self.world.invite("e102", "enterer", department="102")
        self.refused("FAILED_PRECONDITION", "NOT_ON_ROSTER", other.submit, small_report("102", "r1"))
        self.refused("NOT_FOUND", "ROUND_NOT_FOUND", other.submit, small_report("102", "none"))
        self.assertEqual(self.count("SELECT count(*) FROM attempts"), 0)

    def test_two_certificates_hold_however_often_one_renews(self):
        for number in range(RENEWALS - 1):  # the one of the enrolment counts
            last = self.renewed(new_key())
            self.assertEqual(self.person.call("PersonService/GetCaller").person.certificate_count, 2)
        self.assertEqual(last.call("PersonService/GetCaller").person.certificate_count, 2)
        self.refused("RESOURCE_EXHAUSTED", "RENEWED_TOO_OFTEN", self.renewed, new_key())

    def test_a_renewal_is_repeated_by_its_request_id(self):
        request = schema.RenewCertificateRequest(certificate_request=new_request(new_key()), request_id=request_id())
        first = self.person.call("PersonService/RenewCertificate", request)
        self.assertEqual(self.person.call("PersonService/RenewCertificate", request), first)

    def test_who_is_revoked_loses_the_connection(self):
        self.person.call("SystemService/Ping")
        call = self.person.channel.unary_stream("/grpc.health.v1.Health/Watch")(b"", timeout=60)
        next(call)
        self.world.lead.call("PersonService/RevokePerson", name=self.person.name, reason="离职", request_id=request_id())
        with self.assertRaises(grpc.RpcError) as caught:
            for _ in call:
                pass
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAVAILABLE)

    def test_who_revokes_the_own_access_hears_of_it(self):
        other = self.world.invite("otherlead", "lead")
        reply = other.call("PersonService/RevokePerson", name=other.name, reason="离职", request_id=request_id())
        self.assertEqual(reply.person.name, other.name)


if __name__ == "__main__":
    harness.main()
