#!/usr/bin/python3
"""Every allocation and every system call of `jixiao submit` and `jixiao enrol` fails in turn, once and from there on.

However the command ends, it says what happened: 0 and the thing is done, or another code and a sentence. Then it is run
again without a fault: the report is there once, the outbox is empty, the person is enrolled. A report that was once in the
outbox and is not filed is never lost from it.
"""
import errno
import json
import os
import subprocess
import sys
import time

import kit
from faults import ALLOCATIONS, CALLS, ERRORS, Control
from kit import Goals, Owner

SECONDS = 60


class Desk:
    """One person's machine: a home, and the client with or without a fault."""

    def __init__(self, build, world, name):
        from harness import JIXIAO
        self.program, self.directory, self.home = JIXIAO, world.directory, world.directory / f"home-{name}"
        self.control = Control(world.directory / f"faults-{name}")
        self.clean = {"PATH": os.environ["PATH"], "HOME": str(world.directory), "LANG": "C.UTF-8", "JIXIAO_LANG": "en"}
        self.faulty = dict(self.clean, LD_PRELOAD=str(build / "bin" / "campaign_faults.so"),
                           JIXIAO_FAULTS=str(self.control.path))

    def run(self, *arguments, is_faulty=False):
        """Exit code and what was written to standard error; None for a command that does not end."""
        command = [self.program, "--home", str(self.home), "--no-input", *map(str, arguments)]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, cwd=self.directory,
                                  env=self.faulty if is_faulty else self.clean, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return None, ""
        return done.returncode, done.stderr.decode("utf-8", "replace")

    def outbox(self):
        return sorted(file.name for file in (self.home / "outbox").glob("*.json"))


def verdict(code, said):
    """What is wrong with the way a command ended."""
    if code is None:
        return f"no end within {SECONDS} s"
    if code < 0 or code > 7:
        return f"ended by signal {-code}" if code < 0 else f"exit code {code}"
    return f"exit code {code} and no word" if code and not said.strip() else ""


class Submit:
    """Files a report in a round of its own."""

    name = "submit"

    def __init__(self, build, world):
        self.world, self.n = world, 0
        world.add_departments(["1001"])
        self.desk = Desk(build, world, "filer")
        self.auditor = world.invite("auditor", "auditor")
        code, said = self.desk.run("enrol", line_of(world, "filer", ["enterer"], "1001"))
        if code != 0:
            raise AssertionError(f"enrol: {said}")

    def prepare(self):
        from harness import small_report
        from schema import write_message
        self.n += 1
        self.round = f"r{self.n}"
        self.world.open_round(self.round, departments=["1001"])
        self.file = self.world.directory / "report.json"
        self.file.write_text(json.dumps(write_message(small_report("1001", self.round)), ensure_ascii=False),
                             encoding="utf-8")

    def command(self):
        return "submit", self.file

    def n_filed(self):
        from harness import Refusal
        try:
            return self.auditor.call("SubmissionService/GetSubmission",
                                     name=f"submissions/{self.round}-1001").submission.version_number
        except Refusal:
            return 0

    def check(self, code):
        """After the fault: what was promised holds."""
        waits, n = self.desk.outbox(), self.n_filed()
        if n > 1:
            return f"filed {n} times"
        if code == 0 and (n != 1 or waits):
            return f"exit code 0, filed {n} times, outbox {waits}"
        return ""

    def again(self):
        waited = self.desk.outbox()
        code, said = self.desk.run(*self.command())
        n, waits = self.n_filed(), self.desk.outbox()
        if code == 0 and n == 1 and not waits:
            return ""
        return f"run again: exit code {code}, filed {n} times, outbox before {waited} after {waits}: {said[:200]!r}"


class Enrol:
    """Turns an invitation into a certificate."""

    name = "enrol"

    def __init__(self, build, world):
        self.build, self.world, self.n = build, world, 0

    def prepare(self):
        self.n += 1
        name = f"e{self.n}"
        self.desk = Desk(self.build, self.world, name)
        self.line = line_of(self.world, name, ["auditor"])

    def command(self):
        return "enrol", self.line

    def check(self, code):
        return "" if code else self.who(code)

    def who(self, code):
        known, said = self.desk.run("whoami")
        return "" if known == 0 else f"enrol ended with {code}, whoami with {known}: {said[:200]!r}"

    def again(self):
        code, said = self.desk.run(*self.command())
        return self.who(code) if code == 0 else f"run again: exit code {code}: {said[:200]!r}"


def line_of(world, name, roles, department=""):
    """An invitation, as a lead's client prints it."""
    import re
    from harness import code_digest, new_code, request_id
    from schema import schema
    code = new_code()
    world.lead.call("PersonService/InvitePerson", person=schema.Person(
        name=f"persons/{name}", title="人员", roles=[getattr(schema, f"PERSON_ROLE_{role.upper()}") for role in roles],
        department=f"departments/{department}" if department else ""), code_digest=code_digest(code),
        request_id=request_id())
    return re.sub(r"/[0-9A-Z-]+$", f"/{code}", world.daemon.invitation)


def strike(case, what, number, for_ever, error):
    """One run with a fault; how many calls it counted, whether one failed, and what is wrong."""
    case.prepare()
    control = case.desk.control
    control.arm(what, number, for_ever, getattr(errno, error) if error else 0)
    code, said = case.desk.run(*case.command(), is_faulty=True)
    where = control.where() if what == CALLS else ""
    n_seen, n_failed = control.disarm()
    problem = verdict(code, said) or case.check(code) or case.again()
    return n_seen, n_failed, f"{where} {problem}".strip() if problem else ""


def sweep(case, what, for_ever, error, n_points, only):
    """Spreads the points over all calls of the command; returns how many were met and which are bad."""
    total, _, problem = strike(case, what, 0, False, error)
    if problem:
        raise AssertionError(f"{case.name} without a fault: {problem}")
    step = max(1, total // n_points) if n_points > 0 else 1
    met, bad = 0, []
    for number in [only] if only else range(1, total + 1, step):
        _, n_failed, problem = strike(case, what, number, for_ever, error)
        met += bool(n_failed)
        if problem:
            bad.append(f"{case.name}, {error or 'allocation'} {number}{' and all after' if for_ever else ''}: {problem}")
    return total, met, bad


def main():
    from_options = kit.options(__doc__)
    from_options.add_argument("--points", type=int, default=60, help="of each kind of fault, spread over the command; 0: every call")
    from_options.add_argument("--only", default="submit,enrol")
    from_options.add_argument("--number", type=int, default=0, help="this point alone")
    from_options.add_argument("--errors", default=",".join(ERRORS))
    from_options.add_argument("--what", choices=("allocations", "calls", "both"), default="both")
    options = from_options.parse_args()
    build, goals, owner = kit.use(options.build), Goals(), Owner()
    from harness import World
    world = World(owner)
    kinds = [(ALLOCATIONS, "")] if options.what != "calls" else []
    kinds += [(CALLS, error) for error in options.errors.split(",")] if options.what != "allocations" else []
    try:
        for case in (kind(build, world) for kind in (Submit, Enrol) if kind.name in options.only.split(",")):
            for what, error in kinds:
                for for_ever in (False, True) if error != "EINTR" else (False,):
                    began = time.monotonic()
                    total, met, bad = sweep(case, what, for_ever, error, options.points, options.number)
                    for problem in bad[:20]:
                        print(f"      {problem}", flush=True)
                    goals.row(f"jixiao {case.name}: {error or 'allocations'}, {'all from the n-th' if for_ever else 'the n-th'}",
                              f"{met} points, {len(bad)} bad", not bad, f"of {total}; {time.monotonic() - began:.0f} s")
    finally:
        owner.end()
    return goals.end()


if __name__ == "__main__":
    sys.exit(main())
