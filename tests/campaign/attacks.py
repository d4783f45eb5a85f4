#!/usr/bin/python3
"""The attack list against the sanitizer build, in clear and by mTLS, while a good client is measured.

The attacks are those of tests/system/test_raw_http2.py, and messages that are no messages. During each, an enrolled
person asks again and again who he is: 99 of 100 answers within 10 ms, none refused, and the daemon does not grow.
"""
import os
import sys
import threading
import time
import unittest

import kit
from kit import Caller, Goals, percentile

P99_MS = 10
GROWTH_MIB = 64
RATE = 200   # of the good client's calls a second,
SECONDS = 1  # and for so long each attack goes on at least: 99 of 100 must mean something
os.environ["JIXIAO_LONG"] = "1"


class Sizes(threading.Thread):
    """When the daemon was how large: ten times a second."""

    def __init__(self, daemon):
        super().__init__(daemon=True)
        self.watched, self.rows, self.stop = daemon, [], threading.Event()
        self.start()

    def run(self):
        while not self.stop.wait(0.1):
            try:
                self.rows.append((time.monotonic(), self.watched.rss_bytes() / (1 << 20)))
            except (OSError, TypeError):
                return

    def growth(self, begin, end):
        before = [size for at, size in self.rows if at < begin][-1:]
        during = [size for at, size in self.rows if begin <= at <= end]
        return max(during) - before[0] if before and during else 0.0


class Result(unittest.TestResult):
    """Each attack with its span of time, its cases, and what went wrong."""

    def __init__(self):
        super().__init__()
        self.rows = []

    def startTest(self, test):
        super().startTest(test)
        self.began, self.cases, self.wrong = time.monotonic(), set(), []

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        self.cases.add(str(subtest))
        if error:
            self.wrong.append(str(error[1]).splitlines()[0])

    def addFailure(self, test, error):
        self.wrong.append(str(error[1]).splitlines()[0])

    addError = addFailure

    def stopTest(self, test):
        super().stopTest(test)
        self.rows.append((test.id().rsplit(".", 1)[1], self.began, time.monotonic(), max(1, len(self.cases)), self.wrong))


def no_messages():
    """Bytes that look like a protobuf message and are none (docs/protocol.md); each must be refused as INVALID_ARGUMENT."""
    nested = b""
    for _ in range(200):
        nested = b"\x0a" + bytes([min(len(nested), 127)]) + nested[:127]
    return {"field number 0": b"\x02\x00", "a group begins": b"\x0b\x0c", "a group ends": b"\x0c", "wire type 6": b"\x0e",
            "wire type 7": b"\x0f", "a varint of eleven bytes": b"\x28" + b"\xff" * 10 + b"\x01",
            "a length of 2^63": b"\x0a" + b"\xff" * 8 + b"\x7f", "a length beyond the end": b"\x0a\x7fabc",
            "a key without a value": b"\x0a", "no UTF-8": b"\x0a\x02\xff\xfe", "nested without end": nested}


class Malformed:
    """Mixed into both listeners' attacks."""

    def test_messages_that_are_none(self):
        from test_raw_http2 import RANK, message
        for name, body in no_messages().items():
            with self.subTest(name):
                self.status(3, message(body), path=RANK)


def again(attack):
    """An attack that is made again and again."""
    def repeat(self):
        end = time.monotonic() + SECONDS
        attack(self)
        while time.monotonic() < end:
            attack(self)
    return repeat


def run(build, listener, chosen):
    """Runs the attacks of one listener; their rows, the good client's calls, the sizes."""
    kinds = {}

    class Measured(Malformed, listener):
        __module__ = listener.__module__

        @classmethod
        def setUpClass(cls):
            super().setUpClass()
            kinds["sizes"] = Sizes(cls.world.daemon)
            kinds["good"] = Caller(build, cls.world.lead, "PersonService/GetCaller", [b""], "--again", "--rate", RATE,
                                   "--timeout-ms", 5000)
            time.sleep(2)
            cls.addClassCleanup(lambda: kinds.update(calls=kinds["good"].calls()))

    for name in unittest.TestLoader().getTestCaseNames(Measured):
        setattr(Measured, name, again(getattr(Measured, name)))
    suite = unittest.TestLoader().loadTestsFromTestCase(Measured)
    tests = [test for test in suite if chosen in test.id()]
    result = Result()
    began = time.monotonic()
    unittest.TestSuite(tests).run(result)
    kinds["sizes"].stop.set()
    return result, kinds["calls"], kinds["sizes"], began


def main():
    parser = kit.options(__doc__, preset="asan")
    parser.add_argument("--only", default="", help="attacks whose names hold this")
    parser.add_argument("--listener", choices=("clear", "tls", "both"), default="both")
    options = parser.parse_args()
    build, goals, n_cases = kit.use(options.build), Goals(), 0
    import test_raw_http2
    print(f"      {kit.machine()}", flush=True)
    for name, listener in (("clear", test_raw_http2.AtTheClearListener), ("tls", test_raw_http2.AtTheTlsListener)):
        if options.listener not in (name, "both"):
            continue
        result, calls, sizes, began = run(build, listener, options.only)
        alone = [took for _, due, took, _ in calls if due < began + 2]
        print(f"      {name}: a good client alone: 99 of 100 within {percentile(alone, 99) or 0:.1f} ms", flush=True)
        for test, start, end, n, wrong in result.rows:
            n_cases += n
            during = [call for call in calls if start <= call[1] <= end]
            p99 = percentile([call[2] for call in during], 99)
            refused = sorted(call[3] for call in during if call[3] != 0)
            grown = sizes.growth(start, end)
            is_met = not wrong and not refused and (p99 is None or p99 < P99_MS) and grown < GROWTH_MIB
            told = wrong[0][:60] if wrong else f"status {refused}" if refused else ""
            measured = "no call" if p99 is None else f"{p99:.1f} ms of {len(during)}"
            goals.row(f"{name}: {test[5:].replace('_', ' ')}"[:58], f"{measured}, {len(refused)} refused, {grown:+.0f} MiB",
                      is_met, f"{n} cases {told}")
        for _, error in result.errors:
            print(error, flush=True)
    print(f"      {n_cases} cases; goals: 99 of 100 below {P99_MS} ms, none refused, less than {GROWTH_MIB} MiB more")
    return goals.end()


if __name__ == "__main__":
    sys.exit(main())
