#!/usr/bin/python3
"""A store of 1 GB is backed up under 200 writes a second, put back elsewhere, checked and compared.

The store is filled through the protocol: departments save drafts of the widest reports. Then a lead writes at a fixed rate,
each write due at its own instant, and `jixiaod backup` runs beside. How long it takes, how long the writes wait, and how large
the write-ahead log grows is measured; the copy is proven against the store that went on, put in another place, and served
there. Copies that were cut, altered or are stale must be refused in words.

Needs three times the size of the store on the disk of the temporary directory.
"""
import concurrent.futures
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import threading
import time

import kit
from kit import Caller, Goals, Memory, Owner, percentile

CLERKS = 12
MIB = 1 << 20
DRAFTS_MIB = 100  # of each department in a round: a daemon keeps 128 MiB of one's drafts


def resident_mib(pid):
    """The most that a process has had in memory; 0 when it has ended."""
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"^VmHWM:\s*(\d+) kB$", status, re.M)
    return int(found[1]) / 1024 if found else 0.0


class County:
    """The county, its clerks, and a file with the passphrase."""

    def __init__(self, build, options):
        from harness import World
        self.build, self.options, self.owner = build, options, Owner()
        self.world = World(self.owner)
        self.daemon = self.world.daemon
        self.directory = self.daemon.directory
        self.codes = [f"{100 + number}" for number in range(CLERKS)]
        self.world.add_departments(self.codes)
        self.clerks = [self.world.invite(f"clerk{code}", "enterer", department=code) for code in self.codes]
        self.passphrase = self.world.directory / "passphrase"
        self.passphrase.write_text("correct horse battery staple\n", encoding="utf-8")
        self.key = ("--passphrase-file", self.passphrase)

    def size_mib(self, name="jixiao.db"):
        path = self.directory / name
        return path.stat().st_size / MIB if path.exists() else 0

    def open_round(self, name):
        from harness import request_id, schema, timestamp
        self.world.lead.call("RoundService/CreateRound", round=schema.Round(
            name=f"rounds/{name}", title=f"轮次 {name}", year=2025, deadline_time=timestamp(36000)), request_id=request_id())
        self.world.lead.call("RoundService/OpenRound", name=f"rounds/{name}", request_id=request_id())

    def draft(self, code, name):
        from harness import small_report
        from test_widest import widen
        report = small_report(code, name)
        widen(report, 1000, 10)
        return report

    def save_drafts(self, clerk, code, name, n):
        """Each is based on the one before, and differs from it."""
        from harness import request_id
        report, base = self.draft(code, name), ""
        for number in range(n):
            report.profile.name = f"部门{code}第{number}稿"
            reply = clerk.call("SubmissionService/SaveDraft", report=report, base_digest=base, request_id=request_id(), timeout=120)
            base = reply.draft.digest

    def fill(self):
        n_round = 0
        while self.size_mib() + self.size_mib("jixiao.db-wal") < self.options.mib:
            n_round += 1
            name = f"f{n_round}"
            self.open_round(name)
            wanted = max(1, min(DRAFTS_MIB, (self.options.mib - self.size_mib()) / CLERKS + 1))
            n = int(wanted * MIB / len(self.draft(self.codes[0], name).SerializeToString())) + 1
            with concurrent.futures.ThreadPoolExecutor(CLERKS) as pool:
                for done in [pool.submit(self.save_drafts, clerk, code, name, n) for clerk, code in zip(self.clerks, self.codes)]:
                    done.result()

    def write(self, seconds):
        from harness import request_id
        from schema import schema
        n = self.options.rate * seconds
        requests = [schema.CreateDepartmentRequest(department=schema.Department(code=f"9{number}", title=f"新设部门{number}"),
                                                   request_id=request_id()).SerializeToString() for number in range(n)]
        return Caller(self.build, self.world.lead, "DepartmentService/CreateDepartment", requests, "--rate", self.options.rate,
                      "--timeout-ms", 60000)

    def run(self, *arguments):
        """A verb of jixiaod, in English: exit code, what it said, seconds, the most memory in MiB."""
        from harness import JIXIAOD
        began = time.monotonic()
        process = subprocess.Popen([JIXIAOD, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True, env={**os.environ, "JIXIAO_LANG": "en"})
        most = 0.0
        while process.poll() is None:
            most = max(most, resident_mib(process.pid))
            time.sleep(0.02)
        return process.returncode, process.stdout.read(), time.monotonic() - began, most


class Largest(threading.Thread):
    """The largest size of the write-ahead log."""

    def __init__(self, county):
        super().__init__(daemon=True)
        self.county, self.stop, self.mib = county, threading.Event(), 0.0
        self.start()

    def run(self):
        while not self.stop.wait(0.05):
            self.mib = max(self.mib, self.county.size_mib("jixiao.db-wal"))

    def end(self):
        self.stop.set()
        self.join()
        return self.mib


def back_up(county, goals, target):
    memory, largest = Memory(county.daemon), Largest(county)
    writer = county.write(county.options.seconds)
    time.sleep(5)
    began = time.monotonic()
    code, said, took, rss = county.run("backup", county.directory, target, *county.key)
    ended = time.monotonic()
    goals.row("jixiaod backup under writes", f"exit {code}" if code == 0 else said.strip()[-60:], code == 0)
    goals.at_most("backup of the store, seconds", took, county.options.seconds, "s")
    goals.at_most("its memory", rss, 64, "MiB")
    time.sleep(5)
    calls = writer.calls()[:-county.options.rate]  # the last ones are cut with the caller
    during = [call for call in calls if began <= call[1] < ended]
    goals.row("writes a second meanwhile", f"{len(during) / took:.0f}", len(during) >= 0.95 * county.options.rate * took,
              f"{county.options.rate}")
    failed = [call for call in calls if call[3] != 0]
    goals.row("writes that failed", str(len(failed)), not failed and during, "none")
    goals.at_most("a write meanwhile: median", percentile([took for _, _, took, _ in during], 50), 50, "ms")
    goals.at_most("a write meanwhile: 99 of 100", percentile([took for _, _, took, _ in during], 99), 1000, "ms")
    print(f"      write-ahead log at most {largest.end():.0f} MiB, the daemon {memory.end():.0f} MiB, "
          f"the backup {target.stat().st_size / MIB:.0f} MiB", flush=True)
    return len(calls)


def check(county, goals, target):
    code, said, took, rss = county.run("restore-check", target, "--against", county.directory, *county.key)
    goals.row("restore-check against the store that went on", f"exit {code}" if code == 0 else said.strip()[-80:],
              code == 0 and "came later" in said)
    print(f"      {took:.0f} s, {rss:.0f} MiB", flush=True)


def restore(county, goals, target):
    """On another machine: in another place, while the daemon runs on."""
    place = county.world.directory / "elsewhere"
    code, said, took, rss = county.run("restore", target, place, *county.key)
    goals.row("restored elsewhere", f"exit {code}" if code == 0 else said.strip()[-80:], code == 0)
    print(f"      {took:.0f} s, {rss:.0f} MiB", flush=True)
    code, said, took, _ = county.run("fsck", place)
    goals.row("fsck of what was restored", said.strip().splitlines()[-1][:60], code == 0)
    return place


def refuse(county, goals, target, newer):
    lie = county.world.directory / "lie.zip"
    data = target.read_bytes()
    middle = random.Random(1).randrange(len(data) // 4, len(data) // 2)
    cases = {"cut in the middle": data[:len(data) // 2], "cut by a byte": data[:-1],
             "one bit altered": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1:]}
    for name, bytes_ in cases.items():
        lie.write_bytes(bytes_)
        code, said, *_ = county.run("restore-check", lie, *county.key)
        goals.row(f"a copy that is {name}", said.strip().splitlines()[0][-70:], code == 1 and "lie.zip" in said and "Next: " in said)
    lie.unlink()
    code, said, *_ = county.run("restore", target, newer, *county.key)
    goals.row("a stale copy over newer data", said.strip().splitlines()[0][-70:], code == 1 and "--step-back" in said)


def main():
    parser = kit.options(__doc__, preset="release")
    parser.add_argument("--mib", type=int, default=1024, help="size of the store")
    parser.add_argument("--rate", type=int, default=200, help="writes a second")
    parser.add_argument("--seconds", type=int, default=120, help="that the backup may take")
    options = parser.parse_args()
    kit.use(options.build)
    goals = Goals()
    county = County(options.build, options)
    try:
        began = time.monotonic()
        county.fill()
        goals.row("the store", f"{county.size_mib():.0f} MiB, filled in {time.monotonic() - began:.0f} s",
                  county.size_mib() >= 0.9 * options.mib, f"{options.mib} MiB")
        target = pathlib.Path(county.world.directory) / "county.zip"
        back_up(county, goals, target)
        check(county, goals, target)
        place = restore(county, goals, target)
        shutil.rmtree(place)
        county.daemon.stop()
        refuse(county, goals, target, county.directory)
    finally:
        county.owner.end()
    return goals.end()


if __name__ == "__main__":
    sys.exit(main())
