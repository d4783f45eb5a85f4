#!/usr/bin/python3
"""A thousand strangers and one clerk with 300 of the widest reports: what do the others wait for?

Strangers stand at the enrolment and at the public listener, each at his worst (strangers.c). One clerk files his reports
over 200 connections. Meanwhile another clerk asks who he is, a third one connects anew each time, and a lead writes.
Then all of them leave at once; and they come again, and the daemon is told to end in the midst of it.

Times are measured by callers in C; an answer's time counts from when its call was due. They are those of the machine:
nothing else may run on it.
"""
import signal
import sys
import time

import kit
import reports
from kit import Caller, Goals, Memory, Owner, Strangers, percentile

RSS_MIB = 256
ROUNDS = ("a", "b")  # of the load that leaves, and of the load that the daemon is ended under


class Scene:
    """The county, its people, the clerk's filings."""

    def __init__(self, build, options):
        from harness import World
        self.build, self.options, self.owner = build, options, Owner()
        self.world = World(self.owner)
        world = self.world
        world.add_departments(["101", "102"])
        self.filer = world.invite("filer", "enterer", department="101")
        self.other = world.invite("other", "enterer", department="102")
        self.open_round("w000")
        report = reports.widest(self.filer, "w000")
        self.size = len(report.SerializeToString())
        self.filings = {}
        for part in ROUNDS:
            names = [f"{part}{number:03d}" for number in range(options.reports)]
            for name in names:
                self.open_round(name)
            self.filings[part] = list(reports.filings(self.filer, report, names))

    def open_round(self, name):
        from harness import request_id, schema, timestamp
        self.world.lead.call("RoundService/CreateRound", round=schema.Round(
            name=f"rounds/{name}", title=f"轮次 {name}", year=2025, deadline_time=timestamp(36000),
            rulebook="rulebooks/county-sample/editions/latest"), departments=["departments/101"],
            request_id=request_id())
        self.world.lead.call("RoundService/OpenRound", name=f"rounds/{name}", request_id=request_id())

    def strangers(self):
        more = ["--one-address"] if self.options.one_address else []
        more += ["--only", self.options.only] if self.options.only else []
        return Strangers(self.build, self.world, "--strangers", self.options.strangers, *more)

    def clerk(self, part):
        return Caller(self.build, self.filer, "SubmissionService/SubmitReport", self.filings[part], "--connections", 200,
                      "--streams", 2, "--timeout-ms", 120000, replies=self.world.directory / f"replies-{part}")

    def asker(self, *more):
        return Caller(self.build, self.other, "PersonService/GetCaller", [b""], "--again", "--timeout-ms", 10000, *more)

    def writer(self, part, replies=None):
        from harness import request_id
        from schema import schema
        requests = [schema.CreateDepartmentRequest(department=schema.Department(code=f"{part}{number}", title=f"部门{part}{number}"),
                                                   request_id=request_id()).SerializeToString()
                    for number in range(20000)]
        return requests, Caller(self.build, self.world.lead, "DepartmentService/CreateDepartment", requests, "--rate", 20,
                                "--timeout-ms", 10000, replies=replies)


def judge(goals, who, calls, begin, end, p50_ms, p99_ms):
    """The answers to the calls that were due in a span of time."""
    chosen = [call for call in calls if begin <= call[1] < end]
    times = [took for _, _, took, _ in chosen]
    refused = sorted({status for *_, status in chosen if status != 0})
    n_refused = sum(status != 0 for *_, status in chosen)
    goals.at_most(f"{who}: median of {len(chosen)}", percentile(times, 50), p50_ms, "ms")
    goals.at_most(f"{who}: 99 of 100", percentile(times, 99), p99_ms, "ms")
    goals.row(f"{who}: all answered", f"{n_refused} refused or cut, status {refused or '-'}", chosen and not n_refused)


def under_load(scene, goals):
    daemon = scene.world.daemon
    asker, anew = scene.asker("--rate", 50), scene.asker("--rate", 4, "--anew")
    _, writer = scene.writer("8")
    alone = time.monotonic()
    time.sleep(4)
    before_mib = daemon.rss_bytes() / (1 << 20)
    memory, strangers = Memory(daemon), scene.strangers()
    time.sleep(2)
    clerk, came = scene.clerk("a"), time.monotonic()
    clerk.wait(scene.options.seconds)
    took = time.monotonic() - came
    time.sleep(max(0.0, 10 - took))
    used = [f"{who} {kit.processor_s(process.pid):.1f} s" for who, process in (
        ("the daemon", daemon.process), ("strangers", strangers.process), ("the clerk", clerk.process))]
    left = time.monotonic()
    counts = strangers.counts()
    filed = clerk.calls()
    largest_mib = memory.end()
    time.sleep(5)
    over = time.monotonic()
    rows = {"another clerk": asker.calls(), "a clerk who connects anew": anew.calls(), "a lead's write": writer.calls()}
    print(f"      {scene.options.strangers} strangers:")
    for count in counts:
        print("        " + ", ".join(f"{key} {value}" for key, value in count.items()))
    print(f"      the clerk: {len(filed)} of {scene.options.reports} filings of {scene.size >> 10} KiB answered in "
          f"{took:.1f} s, {sum(row[3] == 0 for row in filed)} filed")
    print(f"      processor time: {', '.join(used)}, in {left - came:.0f} s", flush=True)
    for who, limits in (("another clerk", (50, 500)), ("a lead's write", (100, 1000)),
                        ("a clerk who connects anew", (200, 1000))):
        judge(goals, f"alone: {who}", rows[who], alone + 0.5, alone + 3.5, *limits)
        judge(goals, f"under load: {who}", rows[who], came, left, *limits)
        judge(goals, f"a second after they left: {who}", rows[who], left + 1, over - 1, *limits)
    goals.at_most("resident memory under load", largest_mib, RSS_MIB, "MiB")
    print(f"      resident before {before_mib:.0f} MiB, after {daemon.rss_bytes() / (1 << 20):.0f} MiB", flush=True)
    goals.row("the clerk with the wide reports is served too", f"{sum(row[3] == 0 for row in filed)} filed",
              any(row[3] == 0 for row in filed))


def end_under_load(scene, goals):
    daemon = scene.world.daemon
    kept = scene.world.directory / "replies-lead"
    strangers, clerk = scene.strangers(), scene.clerk("b")
    requests, writer = scene.writer("9", kept)
    time.sleep(4)
    began = time.monotonic()
    daemon.was_ended = True
    daemon.process.send_signal(signal.SIGTERM)
    try:
        code = daemon.process.wait(60)
    except Exception:
        code = None
        daemon.kill()
    took = time.monotonic() - began
    for program in (strangers, clerk, writer):
        program.end()
    goals.row("SIGTERM under load: exit code", str(code), code == 0, "0")
    goals.at_most("SIGTERM under load: until the end", took, 10, "s")
    daemon.start()
    lost = n = 0
    for program, sent, person, method in (
            (clerk, scene.filings["b"], scene.filer, "SubmissionService/SubmitReport"),
            (writer, requests, scene.world.lead, "DepartmentService/CreateDepartment")):
        person.reconnect()
        for number, reply in program.acknowledged():
            n += 1
            lost += is_lost(person, method, sent[number], reply)
    goals.row("acknowledged before the end, and there after it", f"{n} acknowledged, {lost} lost or other",
              lost == 0 and n > 0, "0 lost")


def is_lost(person, method, request, reply):
    from harness import Refusal
    try:
        return person.call(method, request, is_raw=False, timeout=60).SerializeToString() != reply
    except Refusal as refusal:
        print(f"      acknowledged, and now {refusal}", flush=True)
        return True


def main():
    parser = kit.options(__doc__, preset="release")
    parser.add_argument("--strangers", type=int, default=1000)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--seconds", type=int, default=45, help="for the clerk's filings at most")
    parser.add_argument("--one-address", action="store_true", help="all strangers come from 127.0.0.1")
    parser.add_argument("--only", help="strangers of one kind, by its name in strangers.c")
    chosen = parser.parse_args()
    build = kit.use(chosen.build)
    goals = Goals()
    scene = Scene(build, chosen)
    print(f"      {kit.machine()}", flush=True)
    try:
        under_load(scene, goals)
        end_under_load(scene, goals)
    finally:
        scene.owner.end()
    return goals.end()


if __name__ == "__main__":
    sys.exit(main())
