"""Time: deadlines pass by themselves and are never opened again; a clock that is wrong is named."""
import contextlib
import os
import sqlite3
import time

import harness
from harness import schema, small_report, wait_until

SHIFT = os.environ.get("JX_SHIFT", "")


class Clock(harness.TestCase):
    def setUp(self):
        if not SHIFT or harness.SANITIZER:
            self.skipTest("the clock cannot be shifted in this build")
        self.world = harness.World(self, is_started=False)
        self.shift = self.world.directory / "shift"
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
            return base.execute("SELECT time_ms, actor, action, object, value_before, value_after"
                                " FROM v_log ORDER BY position").fetchall()

    def test_a_deadline_is_written_down_when_it_passes(self):
        self.world.open_round("r1", year=2025, deadline_s=3600)
        self.world.open_round("r2", year=2025, deadline_s=7200)
        self.set_clock(3700)
        wait_until(lambda: self.state("r1") == schema.ROUND_STATE_CLOSING, 20, "the round to be closing")
        self.assertEqual(self.state("r2"), schema.ROUND_STATE_OPEN)
        entry = self.log()[-1]
        self.assertEqual(entry[1:], ("SYSTEM", "ROUND_DEADLINE", "rounds/r1", "ROUND_STATE_OPEN", "ROUND_STATE_CLOSING"))

    def test_a_deadline_that_passed_while_nobody_ran_is_written_down_at_the_start(self):
        for name in ("r1", "r2", "r3"):
            self.world.open_round(name, year=2025, deadline_s=3600)
        self.world.daemon.stop()
        self.set_clock(3700)
        self.world.daemon.start()
        self.world.lead.reconnect()
        for name in ("r1", "r2", "r3"):
            wait_until(lambda: self.state(name) == schema.ROUND_STATE_CLOSING, 20, f"{name} to be closing")

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


if __name__ == "__main__":
    harness.main()
