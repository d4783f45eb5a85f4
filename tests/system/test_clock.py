"""Time: deadlines pass by themselves and are never opened again; a clock that is wrong is named."""
import contextlib
import datetime
import json
import os
import re
import sqlite3
import subprocess
import time

import harness
from harness import JIXIAO, schema, small_report, wait_until
from schema import digest, read_message

SHIFT = os.environ.get("JX_SHIFT", "")


class Clock(harness.TestCase):
    def setUp(self):
        if not SHIFT or harness.SANITIZER:
            self.skipTest("the clock cannot be shifted in this build")
        self.world = harness.World(self, is_started=False)
        self.shift = self.world.daemon.directory / "shift"  # a daemon reads nothing else
        self.set_clock(0)
        self.world.daemon.environment.update(LD_PRELOAD=SHIFT, SHIFT_FILE=str(self.shift))
        self.world.daemon.start()
        self.world.lead = self.world.keep(self.world.daemon.enrol_first_lead())
        self.world.add_departments(["101", "102"])
        self.clerk = self.world.invite("e101", "enterer", department="101")

    def set_clock(self, seconds):
        temporary = self.shift.with_suffix(".new")
        temporary.write_text(str(seconds))
        temporary.rename(self.shift)

    def state(self, name):
        return self.world.lead.call("RoundService/GetRound", name=f"rounds/{name}").round.state

    def log(self):
        base = sqlite3.connect(f"file:{self.world.daemon.directory / 'jixiao.db'}?mode=ro", uri=True)
        with contextlib.closing(base):
            entries = [json.loads(row[0]) for row in base.execute("SELECT entry FROM v_log ORDER BY leaf_index")]
        names = ("actor", "act", "object", "before", "after")
        return [(round(datetime.datetime.fromisoformat(entry["act_time"]).timestamp() * 1000),
                 *(entry.get(name) for name in names)) for entry in entries]

    def test_a_deadline_is_written_down_when_it_passes(self):
        self.world.open_round("r1", year=2025, deadline_s=3600)
        self.world.open_round("r2", year=2025, deadline_s=7200)
        self.set_clock(3700)
        wait_until(lambda: self.state("r1") == schema.ROUND_STATE_CLOSING, 20, "the round to be closing")
        self.assertEqual(self.state("r2"), schema.ROUND_STATE_OPEN)
        entry = self.log()[-1]
        self.assertEqual(entry[1:], (None, "ROUND_DEADLINE", "rounds/r1", "ROUND_STATE_OPEN", "ROUND_STATE_CLOSING"))

    def test_a_deadline_that_passed_while_nobody_ran_is_written_down_at_the_start(self):
        for name in ("r1", "r2", "r3"):
            self.world.open_round(name, year=2025, deadline_s=3600)
        self.restart_after(3570, 3700)
        for name in ("r1", "r2", "r3"):
            wait_until(lambda: self.state(name) == schema.ROUND_STATE_CLOSING, 20, f"{name} to be closing")

    def test_a_return_counts_as_unanswered_after_the_countys_grace(self):
        self.world.daemon.stop()
        self.world.daemon.set("grace_hours", 24)
        self.world.daemon.start()
        for person in (self.world.lead, self.clerk):
            person.reconnect()
        self.world.open_round("r1", deadline_s=7 * 86400)
        seen = self.clerk.submit(small_report("101", "r1")).receipt.content_digest
        fields = {"name": "submissions/r1-101", "digest": seen}
        self.world.lead.call("ReviewService/ReturnSubmission", due_time=harness.timestamp(3600), request_id=harness.request_id(),
                             issues=[schema.NewIssue(field="profile.name", text="请核对名称")], **fields)

        def accept():
            return self.world.lead.call("ReviewService/AcceptUnansweredSubmission", reason="逾期未答",
                                        request_id=harness.request_id(), **fields).submission
        self.set_clock(24 * 3600)  # the time to answer has passed, the grace has not
        self.refused("FAILED_PRECONDITION", "NOT_OVERDUE", accept)
        self.set_clock(25 * 3600 + 60)
        self.assertTrue(accept().is_unanswered)

    def test_a_clock_set_back_opens_nothing_again(self):
        self.world.open_round("r1", year=2025, deadline_s=3600)
        self.set_clock(3700)
        wait_until(lambda: self.state("r1") == schema.ROUND_STATE_CLOSING, 20, "the round to be closing")
        self.set_clock(0)
        report = small_report("101", "r1")
        self.refused("FAILED_PRECONDITION", "ROUND_CLOSED", self.clerk.submit, report)
        self.world.add_departments(["103"])
        self.world.daemon.stop()
        self.world.daemon.start()
        self.clerk.reconnect()
        self.refused("FAILED_PRECONDITION", "ROUND_CLOSED", self.clerk.submit, report)
        times = [entry[0] for entry in self.log()]
        self.assertEqual(times, sorted(times), "times on record run backwards")
        wait_until(lambda: "the clock is behind the log" in self.world.daemon.log(), 20, "a line about the clock")

    def test_nothing_that_ended_by_time_opens_again(self):
        """Not only a round's deadline, which the log has: nobody writes, and the clock is set back, also by a crash and a start."""
        lead = self.world.lead
        head, reviewer = self.world.invite("h102", "head", department="102"), self.world.invite("rev", "reviewer")
        other = self.world.invite("e102", "enterer", department="102")
        self.world.open_round("window", year=2025)
        filed = small_report("102", "window")
        other.submit(filed)
        reviewer.call("ReviewService/AcceptSubmission", name="submissions/window-102", digest=digest(filed), reason="核实",
                      reviewed_score=read_message("80.00", schema.Decimal()), request_id=harness.request_id())
        lead.call("RoundService/CloseRound", name="rounds/window", request_id=harness.request_id())
        lead.call("PublicationService/PublishRound", round="rounds/window", stage=schema.PUBLICATION_STAGE_PROVISIONAL,
                  window_end_time=harness.timestamp(7200), request_id=harness.request_id())
        self.world.open_round("r1", year=2025, deadline_s=3600)
        lead.call("RoundService/ExtendRound", name="rounds/r1", department="departments/101", reason="特批",
                  deadline_time=harness.timestamp(7200), request_id=harness.request_id())

        self.set_clock(3700)
        wait_until(lambda: self.state("r1") == schema.ROUND_STATE_CLOSING, 20, "the round to be closing")
        self.set_clock(7300)  # the rest ends
        time.sleep(2.5)
        self.set_clock(0)
        self.world.daemon.kill()
        self.world.daemon.start()
        for person in (self.clerk, head):
            person.reconnect()
        self.refused("FAILED_PRECONDITION", "WINDOW_CLOSED", head.call, "SubmissionService/ObjectToSubmission", field="rank",
                     name="submissions/window-102", reason="不同意", request_id=harness.request_id())
        self.refused("FAILED_PRECONDITION", "ROUND_CLOSED", self.clerk.submit, small_report("101", "r1"))

    def test_certificates_are_valid_by_the_time_of_the_log(self):
        """The clock set back lets nobody in whose certificate has expired, and keeps nobody out who was enrolled since."""
        life_s = 366 * 86400
        self.clerk.call("PersonService/GetCaller")
        self.world.open_round("r1", year=2025, deadline_s=3600)
        self.set_clock(3 * 3600)
        wait_until(lambda: self.log()[-1][2] == "ROUND_DEADLINE", 20, "a time on record")
        self.set_clock(0)
        newer = self.world.invite("newer", "enterer", department="102")
        self.assertEqual(newer.call("PersonService/GetCaller").person.name, "persons/newer")
        self.world.open_round("r2", year=2025, deadline_s=4 * 3600)
        self.set_clock(life_s)
        wait_until(lambda: self.log()[-1][0] > (time.time() + life_s - 86400) * 1000, 20, "a later time on record")
        self.set_clock(0)
        self.refused("UNAUTHENTICATED", "CERTIFICATE_EXPIRED", self.clerk.call, "PersonService/GetCaller")
        self.clerk.reconnect()
        with self.assertRaisesRegex(harness.Refusal, "UNAVAILABLE"):
            self.clerk.call("PersonService/GetCaller")
        wait_until(lambda: "the clock is behind the log" in self.world.daemon.log(), 20, "a line about the clock")

    def test_a_clock_days_behind_is_refused_at_the_start(self):
        self.world.daemon.stop()
        self.set_clock(-2 * 86400)
        with self.assertRaisesRegex(AssertionError, "CLOCK_BEHIND"):
            self.world.daemon.start()

    def test_what_was_sent_before_the_deadline_is_on_time_and_the_next_is_not(self):
        self.world.open_round("r1", year=2025, deadline_s=3)
        reply = self.clerk.submit(small_report("101", "r1"))
        self.assertFalse(reply.receipt.is_late)
        time.sleep(4)
        other = self.world.invite("e102", "enterer", department="102")
        self.refused("FAILED_PRECONDITION", "ROUND_CLOSED", other.submit, small_report("102", "r1"))

    # ---- what time gives back, and what it ends ----

    def round(self, name):
        return self.world.lead.call("RoundService/GetRound", name=f"rounds/{name}").round

    def restart_after(self, before_s, after_s):
        """The daemon is killed at one time of its clock and started at another."""
        alive = self.world.daemon.directory / "jixiao.alive"
        wait_until(alive.exists, 20, "a sign of life")
        self.world.daemon.kill()
        self.assertAlmostEqual(int(alive.read_text()) / 1000, time.time(), delta=20)
        alive.write_text(f"{int((time.time() + before_s) * 1000):020d}\n")
        self.set_clock(after_s)
        self.world.daemon.start()
        self.world.lead.reconnect()
        self.clerk.reconnect()

    def test_an_outage_before_a_deadline_is_given_back_once(self):
        """Ten minutes before the deadline the daemon dies for ten minutes."""
        before = self.world.open_round("r1", year=2025, deadline_s=3600).deadline_time.seconds
        self.world.open_round("r2", year=2025, deadline_s=10 * 86400)
        self.world.lead.call("RoundService/ExtendRound", name="rounds/r1", department="departments/102", reason="单独",
                             deadline_time=harness.timestamp(2 * 3600), request_id=harness.request_id())
        self.restart_after(3000, 3600)
        given = self.round("r1")
        self.assertAlmostEqual(given.deadline_time.seconds - before, 600, delta=30)
        self.assertEqual(given.given_back_ms // 1000, given.deadline_time.seconds - before)
        self.assertEqual(given.state, schema.ROUND_STATE_OPEN)
        self.assertEqual(self.round("r2").given_back_ms, 0, "its last day has not come")
        entries = [entry[2:4] for entry in self.log() if entry[1] is None]
        self.assertEqual(entries[-2:], [("ROUND_GIVE_BACK", "rounds/r1"), ("SUBMISSION_EXTEND", "submissions/r1-102")])
        self.assertFalse(self.clerk.submit(small_report("101", "r1")).receipt.is_late)
        self.world.daemon.stop()
        self.world.daemon.start()
        self.world.lead.reconnect()
        again = self.round("r1")
        self.assertEqual((again.deadline_time, again.given_back_ms), (given.deadline_time, given.given_back_ms),
                         "given back once")
        self.set_clock(-3600)
        self.world.daemon.kill()
        self.world.daemon.start()
        self.world.lead.reconnect()
        self.assertEqual(self.round("r1").deadline_time, given.deadline_time, "a clock set back gives no time")
        self.world.daemon.stop()
        done = subprocess.run([harness.JIXIAOD, "fsck", str(self.world.daemon.directory)], capture_output=True, text=True,
                              timeout=60, env=self.world.daemon.environment)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_short_outage_gives_nothing_back(self):
        before = self.world.open_round("r1", year=2025, deadline_s=3600).deadline_time
        self.restart_after(3000, 3030)
        self.assertEqual(self.round("r1").deadline_time, before)

    def test_an_answer_that_is_overdue_and_a_window_that_has_ended_are_written_down(self):
        self.world.open_round("r1", year=2025, deadline_s=7200, departments=["101", "102"])
        report = small_report("101", "r1")
        digest = self.clerk.submit(report).receipt.content_digest
        reviewer = self.world.invite("wang", "reviewer")
        issue = schema.NewIssue(field="profile.name", wanted_action=schema.WANTED_ACTION_EXPLAIN, text="请说明")
        name = {"name": "submissions/r1-101"}
        reviewer.call("ReviewService/ReturnSubmission", **name, digest=digest, due_time=harness.timestamp(600),
                      issues=[issue], request_id=harness.request_id())
        self.set_clock(700)
        wait_until(lambda: self.log()[-1][2:4] == ("SUBMISSION_OVERDUE", "submissions/r1-101"), 20, "a mark")
        reminded = self.world.lead.call("TurnService/ListReminders", round="rounds/r1", only_overdue=True).reminders
        self.assertEqual([row.department for row in reminded], ["departments/101"])
        self.world.lead.call("ReviewService/AcceptUnansweredSubmission", **name, digest=digest, reason="逾期未答复",
                             request_id=harness.request_id())
        self.world.lead.call("RoundService/CloseRound", name="rounds/r1", request_id=harness.request_id())
        self.world.lead.call("PublicationService/PublishRound", round="rounds/r1", window_end_time=harness.timestamp(3600),
                             stage=schema.PUBLICATION_STAGE_PROVISIONAL, request_id=harness.request_id())
        self.set_clock(4000)
        wait_until(lambda: self.log()[-1][2:4] == ("ROUND_END_WINDOW", "rounds/r1"), 20, "the end of the window")
        kinds = [turn.kind for turn in self.world.lead.call("TurnService/ListTurns").turns]
        self.assertEqual(kinds, [schema.TURN_KIND_ROUND])
        time.sleep(2.5)
        own = [entry[2] for entry in self.log() if entry[2] in ("SUBMISSION_OVERDUE", "ROUND_END_WINDOW")]
        self.assertEqual(own, ["SUBMISSION_OVERDUE", "ROUND_END_WINDOW"], "each once")


class Zones(harness.TestCase):
    """Server and client run on machines of other zones; days and hours are the county's."""

    def setUp(self):
        self.world = harness.World(self, is_started=False)
        self.world.daemon.environment["TZ"] = "America/New_York"

    def start(self, zone=""):
        settings = self.world.daemon.directory / "jixiaod.ini"
        text = settings.read_text(encoding="utf-8")
        self.assertIn("[county]\n", text)
        settings.write_text(re.sub("^time_zone = .*$", f"time_zone = {zone}", text, flags=re.MULTILINE), encoding="utf-8")
        self.world.daemon.start()
        self.client("enrol", self.world.daemon.invitation)

    def client(self, *arguments, **more):
        environment = {**more, "PATH": os.environ["PATH"], "HOME": str(self.world.directory), "LANG": "C.UTF-8",
                       "JIXIAO_LANG": "en", "TZ": "Pacific/Honolulu"}
        done = subprocess.run([JIXIAO, "--home", str(self.world.directory / "home"), "--no-input", *arguments],
                              capture_output=True, text=True, env=environment, timeout=60 * harness.SLOWER)
        return done.stdout + done.stderr

    def client_at(self, seconds, *arguments):
        """The client on a machine whose clock is off by so many seconds."""
        shift = self.world.directory / "client-shift"
        shift.write_text(str(seconds))
        return self.client(*arguments, LD_PRELOAD=SHIFT, SHIFT_FILE=str(shift))

    def create(self, name, deadline):
        return self.client("round", "create", name, "--title", name, "--year", "2025", "--deadline", deadline)

    def deadline(self, name):
        return next(row["deadline_time"] for row in json.loads(self.client("-o", "json", "round", "list"))["rounds"]
                    if row["name"] == f"rounds/{name}")

    def test_a_day_ends_with_the_day_of_the_county(self):
        self.start()
        self.assertIn("deadline 2027-03-31 23:59 +08:00", self.create("r1", "2027-03-31"))
        self.assertEqual(self.deadline("r1"), "2027-03-31T15:59:59.999Z")
        self.assertIn("deadline 2027-03-31 17:30 +08:00", self.create("r2", "2027-03-31T17:30"))
        self.assertEqual(self.deadline("r2"), "2027-03-31T09:30:00Z")
        self.assertIn("deadline 2027-03-31 23:30 +08:00", self.create("r3", "2027-03-31T17:30+02:00"))
        self.assertEqual(self.deadline("r3"), "2027-03-31T15:30:00Z")

    def test_another_county_has_its_own_zone(self):
        self.start("Europe/Berlin")
        self.assertIn("deadline 2027-03-31 23:59 +02:00", self.create("r1", "2027-03-31"))
        self.assertIn("+02:00", self.client("round", "list"))

    def test_a_client_whose_clock_is_wrong_is_told_that(self):
        if not SHIFT or harness.SANITIZER:
            self.skipTest("the clock cannot be shifted in this build")
        self.start()
        for seconds, said in ((-30 * 86400, "is not valid yet"), (20 * 365 * 86400, "has ended")):
            text = self.client_at(seconds, "ping")
            self.assertRegex(text, r"this machine's clock \(\d{4}-\d\d-\d\d \d\d:\d\d [+-]\d\d:\d\d\)")
            self.assertIn(said, text)
            self.assertNotIn("cannot prove", text)
        self.assertIn("60 minutes ahead of the server's", self.client_at(3630, "ping"))
        self.assertIn("minutes behind the server's", self.client_at(-600, "ping"))
        self.assertNotIn("minutes", self.client("ping"))

    def test_a_refusal_names_the_zone(self):
        self.world.daemon.start()
        self.world.lead = self.world.keep(self.world.daemon.enrol_first_lead())
        self.world.add_departments(["101"])
        clerk = self.world.invite("e101", "enterer", department="101")
        self.world.open_round("r1", year=2025, deadline_s=1)
        time.sleep(2.5)
        refusal = self.refused("FAILED_PRECONDITION", "ROUND_CLOSED", clerk.submit, small_report("101", "r1"))
        self.assertRegex(refusal.message, r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")

    def test_a_zone_that_is_none_is_refused_by_check_config(self):
        settings = self.world.daemon.directory / "jixiaod.ini"
        settings.write_text(settings.read_text(encoding="utf-8").replace("[county]", "[county]\ntime_zone = Asia/Nowhere\n;"),
                            encoding="utf-8")
        done = subprocess.run([harness.JIXIAOD, "check-config", str(settings)], capture_output=True, text=True, timeout=60)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("tzdata", done.stdout + done.stderr)


if __name__ == "__main__":
    harness.main()
