"""What the campaigns share: a county, C peers that cost little, goals and what was measured, and how a run ends.

A campaign prints a table of goals; its exit code is 1 when one of them was missed. The programs are those of one build
folder, named by --build.
"""
import argparse
import atexit
import json
import os
import pathlib
import signal
import struct
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True
TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests" / "system"))


def options(description, *, preset="dev"):
    """The options that every campaign has; the environment names the programs before harness.py is read."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=TOP / "build" / preset, help="folder of the programs")
    return parser


def use(build):
    """Makes harness.py run the programs of a build folder."""
    build = build.resolve()
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    os.environ["JIXIAOD"] = str(build / "bin" / "jixiaod")
    os.environ["JIXIAO"] = str(build / "bin" / "jixiao")
    cache = (build / "CMakeCache.txt").read_text(encoding="utf-8")
    os.environ["JX_SANITIZE"] = next((line.split("=", 1)[1] for line in cache.splitlines()
                                      if line.startswith("JX_SANITIZE:")), "")
    return build


class Goals:
    """A table of goals, each met or missed; printed as it grows."""

    def __init__(self):
        self.n_met, self.missed = 0, []

    def row(self, name, measured, is_met, goal=""):
        self.n_met += bool(is_met)
        if not is_met:
            self.missed.append(name)
        print(f"{'pass' if is_met else 'FAIL'}  {name:<58} {measured:<34} {goal}".rstrip(), flush=True)
        return is_met

    def at_most(self, name, value, limit, unit):
        """A number that must not be above a limit; none is a miss."""
        measured = "none" if value is None else f"{value:.1f} {unit}"
        return self.row(name, measured, value is not None and value <= limit, f"at most {limit} {unit}")

    def end(self):
        print(f"\n{self.n_met} passed, {len(self.missed)} failed, 0 skipped")
        return 1 if self.missed else 0


class Owner:
    """Stands in for a unittest case, so that harness.World can be used by a program."""

    def __init__(self):
        self.ends = []

    def addCleanup(self, function, *arguments):
        self.ends.append((function, arguments))

    def end(self):
        while self.ends:
            function, arguments = self.ends.pop()
            function(*arguments)


def percentile(values, per_hundred):
    values = sorted(values)
    return values[min(len(values) - 1, len(values) * per_hundred // 100)] if values else None


def machine():
    """What a reader must know to judge a time: the processors, and who else uses them."""
    return f"{os.cpu_count()} processors, {os.getloadavg()[0]:.1f} processes ready to run"


def processor_s(pid):
    """Processor time of a process so far; 0 when it has ended."""
    file = pathlib.Path(f"/proc/{pid}/stat")
    if not file.exists():
        return 0
    fields = file.read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# ---- peers ----

def write_bodies(path, messages):
    with open(path, "wb") as file:
        for message in messages:
            file.write(struct.pack(">I", len(message)) + message)


class Program:
    """A peer in C, running; `end` stops it and returns what it printed."""

    def __init__(self, build, name, directory, *arguments):
        self.out = directory / f"{name}-{time.monotonic_ns()}.txt"
        with open(self.out, "wb") as out:
            self.process = subprocess.Popen([build / "bin" / name, *map(str, arguments)], stdin=subprocess.DEVNULL,
                                            stdout=out)
        atexit.register(self.process.kill)  # it must not outlive a campaign that fails

    def wait(self, seconds):
        try:
            self.process.wait(seconds)
            return True
        except subprocess.TimeoutExpired:
            return False

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20)
        if code != 0:
            raise AssertionError(f"{self.process.args[0]} ended with {code}")
        return self.out.read_text(encoding="utf-8")


class Strangers(Program):
    def __init__(self, build, world, *arguments):
        daemon = world.daemon
        super().__init__(build, "campaign_strangers", world.directory, "--enrol", daemon.enrol, "--public",
                         daemon.public, *arguments)

    def counts(self):
        return [json.loads(line) for line in self.end().splitlines()]


class Caller(Program):
    """A person who calls one method, over and over; see caller.c."""

    def __init__(self, build, person, method, messages, *arguments, replies=None):
        from harness import key_pem
        from schema import schema
        directory = person.daemon.directory.parent
        stem = directory / f"{person.name.replace('/', '-')}-{time.monotonic_ns()}"
        files = {kind: stem.with_suffix(f".{kind}") for kind in ("crt", "key", "bodies")}
        files["crt"].write_bytes(person.certificate)
        files["key"].write_bytes(key_pem(person.key))
        write_bodies(files["bodies"], messages)
        self.replies = replies
        more = ["--replies", replies] if replies else []
        super().__init__(build, "campaign_caller", directory, "--port", person.daemon.main, "--certificate",
                         files["crt"], "--key", files["key"], "--bodies", files["bodies"], "--path",
                         schema.path(method), *arguments, *more)

    def calls(self):
        """Number, when it was due (seconds of the monotonic clock), how long it took (ms), grpc-status."""
        rows = [line.split() for line in self.end().splitlines()]
        return [(int(number), int(due) / 1e6, int(took) / 1e3, int(status)) for number, due, took, status in rows]

    def acknowledged(self):
        """Number and bytes of each reply with grpc-status 0; the last one may be cut short."""
        data, at = pathlib.Path(self.replies).read_bytes(), 0
        while at + 12 <= len(data):
            number, status, n = struct.unpack_from("<III", data, at)
            reply = data[at + 12:at + 12 + n]
            at += 12 + n
            if status == 0 and len(reply) == n:
                yield number, reply[5:]


class Memory(threading.Thread):
    """The largest resident size of a process since the start, looked at ten times a second."""

    def __init__(self, daemon):
        super().__init__(daemon=True)
        self.watched, self.stop, self.largest = daemon, threading.Event(), 0
        self.start()

    def run(self):
        while not self.stop.wait(0.1):
            try:
                self.largest = max(self.largest, self.watched.rss_bytes())
            except (OSError, TypeError):  # it has ended
                return

    def end(self):
        self.stop.set()
        self.join()
        return self.largest / (1 << 20)
