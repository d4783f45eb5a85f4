#!/usr/bin/python3
"""Every allocation and every system call of every method fails in turn, once and from there on.

A running daemon is told, through memory shared with a library loaded before it (faults.c), which one shall fail while a
call is made. The call may fail. Afterwards the daemon must be whole: every listener answers, every reader and the
writer do, no transaction is left open, the write-ahead log is within its limit; or it has ended with a reason in its log.
What was acknowledged must be there, with the answer that was given, after the last restart.

`--points 0` strikes every site: each stack of callers by which an allocation or a system call is reached, the first time
in a call and the last. A stack that several methods share is struck in the first two of them.
"""
import collections
import ctypes
import errno
import mmap
import os
import pathlib
import re
import struct
import sys
import time

import kit
from cases import Cases, methods
from kit import Goals, Owner

ALLOCATIONS, CALLS = 1, 2
ERRORS = ("EIO", "ENOSPC", "EMFILE", "ENOMEM", "EINTR", "ECONNRESET")
BATCH = 20         # points between two long looks at the daemon
WAL_BYTES = 80 << 20
GROWTH_BYTES = (64 + 16 + 4 * 8) << 20  # what the writer and four readers may keep of the pages of a store comes on top
METHODS_PER_SITE = 2
# A lock of the write-ahead log's index that could not be given back is waited for by SQLite itself for ten seconds, then
# it says SQLITE_PROTOCOL; the daemon ends for it, within another ten.
SECONDS_TO_RECOVER = 25
RECOVERING = ("UNAVAILABLE", "UNKNOWN", "DEADLINE_EXCEEDED")
MAX_SITES = 1 << 17
SITES_AT = 312     # in struct control
NO_RANDOM_ADDRESSES = 0x0040000
# libuv ends the process when what the loop itself stands on fails; a restart is the right answer to that.
# What a caller takes for his own mistake, and does not try again.
FINAL = ("INVALID_ARGUMENT", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "UNAUTHENTICATED", "FAILED_PRECONDITION",
         "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED")
FAIL_STOP = re.compile(r"^epoll_ctl|eventfd|eventpoll|pipe:|signalfd")


class Control:
    """struct control of faults.c."""

    def __init__(self, path):
        size = SITES_AT + 8 * MAX_SITES
        path.write_bytes(bytes(size))
        self.path = path
        with open(path, "r+b") as file:
            self.memory = mmap.mmap(file.fileno(), size)

    def put(self, index, value):
        struct.pack_into("<q", self.memory, 8 * index, value)

    def get(self, index):
        return struct.unpack_from("<q", self.memory, 8 * index)[0]

    def arm(self, what, left, for_ever=False, error=0, site=0):
        for index, value in enumerate((0, left, int(for_ever), error, 0, 0)):
            self.put(index, value)
        struct.pack_into("<Q", self.memory, 48, site)
        self.put(0, what)

    def disarm(self):
        """Returns how many of the calls that can fail were made, and how many failed."""
        self.put(0, 0)
        return self.get(4), self.get(5)

    def sites(self):
        """Where the calls came from that were counted while none failed, in their order."""
        return struct.unpack_from(f"<{min(self.get(4), MAX_SITES)}Q", self.memory, SITES_AT)

    def text(self, at, size):
        return self.memory[at:at + size].split(b"\0")[0].decode("utf-8", "replace")

    def where(self):
        return f"{self.text(56, 64)}({self.text(120, 192)})"


def same_addresses():
    """Programs started from here on lie at the same addresses each time: a site has one number."""
    if ctypes.CDLL(None).personality(NO_RANDOM_ADDRESSES) < 0:
        raise AssertionError("addresses cannot be kept: the kernel refuses personality()")


def of_sites(sites):
    """The first call from each site, and the last where there are more: pairs of a site and a number."""
    for site, n in collections.Counter(sites).items():
        yield site, 1
        if n > 1:
            yield site, n


class Point:
    """One fault: which method, what fails, the how manieth (from a site), and whether all after it fail too."""

    def __init__(self, method, what, number, for_ever, error, site=0):
        self.method, self.what, self.number, self.for_ever, self.error = method, what, number, for_ever, error
        self.site = site
        self.n_seen = 0  # calls that could have failed

    def __str__(self):
        name = "allocation" if self.what == ALLOCATIONS else f"call that can fail with {self.error}"
        site = f" from {self.site:x}" if self.site else ""
        return f"{self.method}, {name} {self.number}{site}{' and all after it' if self.for_ever else ''}"


class Sweep:
    def __init__(self, build, options):
        from harness import World
        self.options, self.owner = options, Owner()
        self.world = World(self.owner, is_started=False)
        self.daemon = self.world.daemon
        self.control = Control(self.world.directory / "faults")
        self.daemon.environment.update(LD_PRELOAD=str(build / "bin" / "campaign_faults.so"),
                                       JIXIAO_FAULTS=str(self.control.path))
        self.daemon.start()
        self.world.lead = self.world.keep(self.daemon.enrol_first_lead())
        self.cases = Cases(self.world)
        self.callers, self.acknowledged, self.faults = {}, [], []
        self.n_points = self.n_missed = self.n_ended = self.n_stopped = 0
        self.base_rss = self.daemon.rss_bytes()
        self.n_bad = 0
        self.covered = collections.Counter()  # methods in which a site was struck, by kind of fault
        self.plain = {}  # what a method answered while nothing failed

    # one call

    def caller(self, who):
        """A connection of its own for each person and listener, made while nothing fails."""
        if not isinstance(who, str):
            return who
        if who not in self.callers:
            self.callers[who] = self.daemon.enrol_caller() if who == "enrol" else self.daemon.public_caller()
        return self.callers[who]

    def send(self, who, method, request, timeout=4):
        caller = self.caller(who)
        if "Reflection" in method:
            return b"".join(row.SerializeToString() for row in caller.converse(method, [request], timeout))
        reply = caller.call(method, request.SerializeToString(), is_raw=True, timeout=timeout)
        return b"".join(reply) if isinstance(reply, list) else reply

    def warm(self, who):
        from harness import Refusal
        for _ in range(20):
            try:
                return self.caller(who).call("SystemService/Ping", timeout=4, waits=True)
            except Refusal as refusal:
                if refusal.code not in ("UNAVAILABLE", "DEADLINE_EXCEEDED"):
                    return None
            time.sleep(0.05)
        return None

    def restart(self):
        self.control.disarm()
        self.daemon.kill()
        self.daemon.start()
        for caller in [*self.callers.values(), *self.world.people]:
            if hasattr(caller, "reconnect"):
                caller.reconnect()
            else:
                caller.close()
        self.callers.clear()
        self.base_rss = self.daemon.rss_bytes()

    def made(self, method):
        """The request; a daemon that cannot even make what it needs was not whole before."""
        from harness import Refusal
        try:
            return self.cases.made(method)
        except Refusal:
            self.restart()
            return self.cases.made(method)

    # one point

    def strike(self, point):
        """Makes the call with the fault; returns whether the fault was met, what came of it, and what is wrong."""
        from harness import Refusal
        request, who = self.made(point.method)
        self.warm(who)
        log = len(self.daemon.log())
        error = getattr(errno, point.error) if point.error else 0
        self.control.arm(point.what, point.number, point.for_ever, error, point.site)
        reply, answer, told = None, "OK", ""
        try:
            reply = self.send(who, point.method, request)
        except Refusal as refusal:
            answer, told = refusal.code, str(refusal)
        point.n_seen, n_failed = self.control.disarm()
        if not n_failed:
            return False, answer, ""
        self.n_points += 1
        if reply is not None and self.is_write(point.method, request):
            self.acknowledged.append((who, point.method, request, reply))
        where, began = self.control.where() if point.what == CALLS else "", time.monotonic()
        problem = self.look(log)
        if self.options.verbose:
            print(f"      {point}: {where} {answer}, looked at for {time.monotonic() - began:.1f} s", flush=True)
        if answer in FINAL and not problem:
            problem = f"answered as if the caller were at fault: {told}"
        return True, answer, f"{where} {problem}".strip() if problem else ""

    def is_write(self, method, request):
        return "request_id" in request.DESCRIPTOR.fields_by_name or method == "EnrolmentService/EnrolPerson"

    def ended(self, log):
        """What is wrong with the end of the daemon; "" when it had to end and said why."""
        code, said = self.daemon.process.wait(), self.daemon.log()[log:]
        self.n_ended += 1
        where = self.control.where()
        self.restart()
        if code == -6 and FAIL_STOP.search(where):
            self.n_stopped += 1
            return ""
        if code == 1 and re.search(r"(<3>|level=error )event=", said):
            return ""
        return f"the daemon ended with {code}, {where}; its log: {said[-200:]!r}"

    def look(self, log):
        """The short look after each point: it runs, every listener answers, no transaction is open."""
        from harness import Refusal
        time.sleep(0.002)
        if not self.daemon.is_running():
            return self.ended(log)
        for who, method in (("public", "SystemService/Ping"), (self.cases.filer, "PersonService/GetCaller")):
            end = time.monotonic() + SECONDS_TO_RECOVER
            while True:  # the fault may have ended the connection, which is noticed by the next call
                try:
                    self.caller(who).call(method, timeout=1, waits=True)
                    break
                except Refusal as refusal:
                    if not self.daemon.is_running():
                        return self.ended(log)
                    if time.monotonic() > end or refusal.code not in RECOVERING:
                        return f"a good call afterwards: {refusal}"
        problem = self.held()
        return problem if self.daemon.is_running() else self.ended(log)

    def stir(self):
        """Gives each reader and the writer work."""
        from harness import Refusal, request_id
        calls = [self.cases.filer.future("PersonService/GetCaller", timeout=6, waits=True) for _ in range(40)]
        for call in calls:
            call.exception()
        try:
            self.cases.lead.call("DepartmentService/CreateDepartment", request_id=request_id(), timeout=6,
                                 department=self.cases.schema.Department(code=self.cases.new("5"), title=self.cases.new("部门")))
        except Refusal:
            pass  # what is wrong shows in the locks

    def held(self):
        """Locks of the write-ahead log's index that are held while nothing runs, and by the calls that follow not
        released, are a transaction without an end."""
        end = time.monotonic() + SECONDS_TO_RECOVER
        number = 0
        while True:
            locks = self.locks()
            if not locks or not self.daemon.is_running():
                return ""
            if time.monotonic() > end:
                break
            time.sleep(0.01)
            number += 1
            if number % 20 == 0:
                self.stir()
        return f"a transaction stays open: locks of bytes {locks}"

    def locks(self):
        index = self.daemon.directory / "jixiao.db-shm"
        try:
            inode, found = os.stat(index).st_ino, []
        except FileNotFoundError:  # the daemon is ending, and took it away
            return []
        for line in pathlib.Path("/proc/locks").read_text().splitlines():
            words = line.split()
            if words[1] == "POSIX" and words[-3].endswith(f":{inode}") and int(words[-2]) < 128:
                found.append(words[-2])
        return found

    def use_all(self):
        """Asks each reader, the writer, what computes, and enrolment."""
        for _ in range(40):
            self.cases.filer.call("PersonService/GetCaller", timeout=6, waits=True)
        for method in ("DepartmentService/CreateDepartment", "RankingService/RankDepartments", "SubmissionService/CheckReport"):
            request, who = self.cases.made(method)
            self.send(who, method, request, 10)
        self.daemon.enrol_person(self.cases.invited(False)[1]).close()

    def look_long(self):
        """The long look after some points: each reader, the writer, the log's size, memory."""
        from harness import Refusal
        end = time.monotonic() + SECONDS_TO_RECOVER
        while True:
            try:
                self.use_all()
                break
            except Refusal as refusal:
                if not self.daemon.is_running():
                    return self.ended(0)
                if time.monotonic() > end or refusal.code not in RECOVERING:
                    return f"a good call afterwards: {refusal}"
        wal = (self.daemon.directory / "jixiao.db-wal").stat().st_size
        if wal > WAL_BYTES:
            return f"the write-ahead log has {wal >> 20} MiB"
        grown = self.daemon.rss_bytes() - self.base_rss
        return f"the daemon has grown by {grown >> 20} MiB" if grown > GROWTH_BYTES else ""

    # all points of a method

    def note(self, point, problem):
        self.n_bad += 1
        self.faults.append((point.method, f"{point}: {problem}"))
        if self.n_bad <= self.options.shown:
            print(f"      {point}: {problem}", flush=True)
        self.restart()

    def listed(self, method, what, error):
        """The sites of all calls that can fail, of one call of the method in a daemon that has just begun."""
        if not self.options.points:
            self.restart()  # what is remembered between calls is made anew
        _, self.plain[method], _ = self.strike(Point(method, what, 0, False, error))
        return self.control.sites()

    def chosen(self, method, what, for_ever, error):
        """How many points there are, and those to strike."""
        sites = self.listed(method, what, error)
        if self.options.number:
            return len(sites), [Point(method, what, self.options.number, for_ever, error)]
        if self.options.points:
            every = max(1, -(-len(sites) // self.options.points))
            return len(sites), [Point(method, what, n, for_ever, error) for n in range(1, len(sites) + 1, every)]
        points = []
        for site, number in of_sites(sites):
            key = what, for_ever, error, site, number > 1
            self.covered[key] += 1
            if self.covered[key] <= METHODS_PER_SITE:
                points.append(Point(method, what, number, for_ever, error, site))
        return len(sites), points

    def sweep(self, method, what, for_ever, error=""):
        """Returns how many points there are, the answers at those that were met, and how many are bad."""
        total, points = self.chosen(method, what, for_ever, error)
        answers, n_bad, batch = collections.Counter(), 0, []
        for point in points:
            is_met, answer, problem = self.strike(point)
            if not is_met and point.site:
                self.restart()
                is_met, answer, problem = self.strike(point)
            if not is_met:
                self.n_missed += 1
                continue
            answers[answer] += 1
            batch.append(point)
            if problem:
                n_bad += 1
                self.note(point, problem)
                batch = []
            if len(batch) >= BATCH:
                n_bad += self.close(batch)
        return total, answers, n_bad + self.close(batch)

    def close(self, batch):
        """A long look; when it finds something, each point of the batch is made again with a long look of its own."""
        problem = self.look_long() if batch else ""
        points, n_bad = list(batch), 0
        batch.clear()
        if not problem:
            return 0
        self.restart()
        for point in points:
            is_met, _, found = self.strike(point)
            found = found or (is_met and self.look_long())
            if found:
                n_bad += 1
                self.note(point, found)
        if not n_bad:
            self.note(points[-1], f"after {len(points)} points up to this one: {problem}")
        return max(n_bad, 1)

    def verify(self):
        """All that was acknowledged, asked again after a restart: the same answers."""
        from harness import Refusal
        self.restart()
        lost = 0
        for who, method, request, reply in self.acknowledged:
            try:
                same = self.send(who, method, request, 20) == reply
                problem = "" if same else "another answer"
            except Refusal as refusal:
                problem = str(refusal)
            if problem:
                lost += 1
                print(f"      acknowledged, and now: {method}: {problem}", flush=True)
        return len(self.acknowledged), lost


def run(sweep, goals, chosen, what, kinds):
    for method in chosen:
        for for_ever in (False, True):
            answers, n_bad, total, began = collections.Counter(), 0, 0, time.monotonic()
            for error in kinds:
                if for_ever and error == "EINTR":
                    continue  # a call that is interrupted for ever is made for ever
                n, more, bad = sweep.sweep(method, what, for_ever, error)
                total += n
                answers += more
                n_bad += bad
            name = f"{'allocations' if what == ALLOCATIONS else 'system calls'} of {method.rsplit('/', 1)[1]}, " \
                   f"{'all from the n-th' if for_ever else 'the n-th'}"
            told = ", ".join(f"{key} {n}" for key, n in answers.most_common(3))
            plain = sweep.plain[method]  # a request that is refused anyway proves nothing
            goals.row(name, f"{sum(answers.values())} of {total} points, {n_bad} bad",
                      total > 0 and n_bad == 0 and plain == "OK",
                      f"without a fault {plain}; {told}; {time.monotonic() - began:.0f} s")


def main():
    parser = kit.options(__doc__)
    parser.add_argument("--points", type=int, default=20, help="of each kind, spread over a call; 0: every site")
    parser.add_argument("--number", type=int, default=0, help="this point alone")
    parser.add_argument("--only", default="", help="methods whose names hold one of these words, by commas")
    parser.add_argument("--what", choices=("allocations", "calls", "both"), default="both")
    parser.add_argument("--errors", default=",".join(ERRORS))
    parser.add_argument("--shown", type=int, default=40, help="problems printed; all are counted")
    parser.add_argument("--verbose", action="store_true", help="print each point")
    options = parser.parse_args()
    same_addresses()
    goals, sweep, began = Goals(), Sweep(kit.use(options.build), options), time.monotonic()
    chosen = [method for method in methods(sweep.cases.schema)
              if any(word in method for word in options.only.split(","))]
    try:
        if options.what != "calls":
            run(sweep, goals, chosen, ALLOCATIONS, [""])
        if options.what != "allocations":
            run(sweep, goals, chosen, CALLS, options.errors.split(","))
        n, lost = sweep.verify()
        goals.row("acknowledged under a fault, and there after a restart", f"{n} writes, {lost} lost or other", lost == 0)
        print(f"      {sweep.n_points} points in {time.monotonic() - began:.0f} s, {sweep.n_missed} not met; "
              f"the daemon ended {sweep.n_ended} times with a reason or as libuv does ({sweep.n_stopped})", flush=True)
    finally:
        sweep.control.disarm()
        sweep.owner.end()
    return goals.end()


if __name__ == "__main__":
    sys.exit(main())
