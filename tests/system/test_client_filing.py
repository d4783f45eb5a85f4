#!/usr/bin/python3
"""Filing with the real client: two commands at once in every order, a colleague's newer version, reports without hope."""
import fcntl
import json
import re
import shutil
import uuid

import harness
from desk import DONE, FAILURE, FINDINGS, FORBIDDEN, MISSING, RETRY, USAGE, Desk, enrolled, invite
from harness import SLOWER, TOP, World, small_report
from proxy import Proxy
from schema import canonical, digest

WAIT_S = 30 * SLOWER


def receipts_of(desk):
    return sorted((desk.home / "receipts").glob("*.receipt.json"))


def waiting_in(desk):
    return sorted((desk.home / "outbox").glob("*.json"))


class Filing(harness.TestCase):
    """A department with two clerks, and a reviewer."""

    def setUp(self):
        self.world = World(self)
        self.world.add_departments(["1001"])
        self.world.open_round("r1")
        self.desk = enrolled(self.world, "kegong", "enterer", department="1001")

    def write(self, desk, executed):
        report = small_report("1001", "r1", executed=f"{executed}.00万元")
        return desk.write(f"{desk.name}-{executed}.json", report), digest(report)

    def held(self):
        """The newest version at the server: its number and its digest."""
        found = self.world.lead.call("SubmissionService/GetSubmission", name="submissions/r1-1001").submission
        return found.version_number, found.digest


class Home(Filing):
    """What lies in the home directory, and one command there at a time."""

    def lock(self):
        lock = open(self.desk.home / "outbox.lock", "w")
        fcntl.flock(lock, fcntl.LOCK_EX)
        self.addCleanup(lock.close)
        return lock

    def test_every_file_is_one_of_the_manual(self):
        """docs/cli.md lists what the client makes, and the client makes all of it."""
        page = (TOP / "docs" / "cli.md").read_text(encoding="utf-8")
        table = page.split("| file under the home directory | holds |\n|---|---|\n")[1].split("\n\n")[0]
        named = [name for row in table.splitlines() for name in re.findall("`([^`]*)`", row.split("|")[1])]
        beside = [".reason", ".request.json"]
        patterns = {name: re.compile(re.sub(r"<[^>]*>", "[0-9A-Za-z-]+", name.replace(".", r"\."))) for name in named}
        file, _ = self.write(self.desk, 90)
        self.desk.run("submit", file)
        self.desk.run("renew")
        rounds = enrolled(self.world, "lead9", "lead")
        rounds.run("round", "create", "r2", "--year", "2025", "--deadline", "3d")
        rounds.run("round", "open", "r2")
        self.desk.run("rules", "fetch", "r2")
        report = self.desk.write("late.json", small_report("1001", "r2"))
        self.desk.run("--server", "localhost:1", "submit", report, code=RETRY)
        refused = waiting_in(self.desk)[0]
        shutil.copy(refused, self.desk.home / "refused" / refused.name)
        self.desk.run("--server", "localhost:1", "enrol", "--replace",
                      invite(self.world, "kegong2", "enterer", department="1001").replace(
                          f"localhost:{self.world.daemon.enrol}", "localhost:1"), code=RETRY)
        made = {str(path.relative_to(self.desk.home)) for path in self.desk.home.rglob("*") if path.is_file()}
        for path in made:
            stem = next((path[:-len(end)] for end in beside if path.endswith(end)), path)
            self.assertTrue(any(pattern.fullmatch(path) or pattern.fullmatch(stem + ".json") or
                                pattern.fullmatch(stem + ".receipt.json") for pattern in patterns.values()),
                            f"{path} is not in the table of docs/cli.md")
        for name, pattern in patterns.items():
            self.assertTrue(any(pattern.fullmatch(path) for path in made), f"no file is made like {name}")

    def test_what_is_dropped_is_looked_up_under_the_lock(self):
        """Another command sends the report, or sets it aside, while `outbox drop` waits for it."""
        for goes_to, code in (("receipts", MISSING), ("refused", DONE)):
            file, _ = self.write(self.desk, 91)
            self.desk.run("--server", "localhost:1", "submit", file, code=RETRY)
            entry = waiting_in(self.desk)[0]
            lock = self.lock()
            process = self.desk.start("outbox", "drop", entry.name.split(".")[0])
            self.addCleanup(process.kill)
            self.assertIn("wait", process.stderr.readline().lower())
            entry.rename(self.desk.home / goes_to / entry.name)
            lock.close()
            _, err = process.communicate(timeout=WAIT_S)
            self.assertEqual(process.returncode, code, err)
            self.assertEqual(list((self.desk.home / "refused").iterdir()), [])


class TwoAtOnce(Filing):
    """On one home: the first command is held when its report lies in the outbox, and the second comes."""

    def start_held(self, file):
        self.proxy = Proxy(self, self.world.daemon.main, holds=lambda: waiting_in(self.desk))
        process = self.desk.start("--server", self.proxy.address, "submit", file)
        self.addCleanup(process.kill)
        self.assertTrue(self.proxy.is_holding.wait(WAIT_S), "the first command never sent its report")
        return process

    def end(self, process, code):
        out, err = process.communicate(timeout=WAIT_S)
        self.assertEqual(process.returncode, code, out + err)
        return out + err

    def test_each_files_what_it_was_given(self):
        """Several times: which entry a directory lists first is left to chance, and must not matter."""
        for number in range(4):
            with self.subTest(number=number):
                self.world.open_round(f"t{number}")
                reports = [small_report("1001", f"t{number}", executed=f"{amount}.00万元") for amount in (11, 22)]
                files = [self.desk.write(f"t{number}-{i}.json", report) for i, report in enumerate(reports)]
                first = self.start_held(files[0])
                second = self.desk.start("submit", files[1])
                self.proxy.release()
                self.assertIn(digest(reports[0]), self.end(first, DONE))
                self.end(second, FORBIDDEN)
                self.assertEqual(waiting_in(self.desk), [])
                found = self.world.lead.call("SubmissionService/GetSubmission", name=f"submissions/t{number}-1001")
                self.assertEqual(found.submission.digest, digest(reports[0]))

    def test_the_same_file_twice_is_filed_once_and_both_say_so(self):
        file, wanted = self.write(self.desk, 33)
        first = self.start_held(file)
        second = self.desk.start("submit", file)
        self.proxy.release()
        self.assertIn(wanted, self.end(first, DONE))
        self.assertIn("Already filed", self.end(second, DONE))
        self.assertEqual(self.held(), (1, wanted))
        self.assertEqual(len(receipts_of(self.desk)), 1)

    def test_waiting_is_told_and_ends_in_time(self):
        file, _ = self.write(self.desk, 44)
        other, _ = self.write(self.desk, 45)
        first = self.start_held(file)
        for arguments in (("submit", other), ("outbox", "send")):
            with self.subTest(arguments=arguments):
                said = self.desk.run("--timeout", "2", *arguments, code=RETRY).stderr
                self.assertIn("Waiting for another jixiao command", said)
                error = json.loads(self.desk.run("-o", "json", "--timeout", "1", *arguments, code=RETRY).stderr)
                self.assertEqual(error["reason"], "HOME_BUSY")
        self.assertIn("r1", self.desk.run("-o", "csv", "outbox", "list").stdout, "reading needs no lock")
        self.proxy.release()
        self.end(first, DONE)

    def test_a_killed_command_leaves_no_lock(self):
        file, wanted = self.write(self.desk, 55)
        other, _ = self.write(self.desk, 56)
        first = self.start_held(file)
        first.kill()
        first.communicate()
        self.assertIn("outbox send", self.desk.run("submit", other, code=FORBIDDEN).stderr)
        self.proxy.release()
        self.desk.run("outbox", "send")
        self.assertEqual(self.held(), (1, wanted))

    def test_the_same_content_from_two_machines(self):
        """The first answer is lost with its machine: the other machine says that this very content is filed."""
        file, wanted = self.write(self.desk, 66)
        other = Desk(self.world.directory, "other")
        shutil.copytree(self.desk.home, other.home)
        self.desk.run("submit", file)
        said = other.run("submit", file).stdout
        self.assertIn("Already filed: version 1, by kegong", said)
        self.assertEqual(waiting_in(other), [])
        self.assertEqual(other.json("submit", file)["receipt"]["content_digest"], wanted)


class BaseVersion(Filing):
    """A report is based on what its author saw, not on what the server holds when it is sent."""

    def setUp(self):
        super().setUp()
        self.colleague = enrolled(self.world, "lili", "enterer", department="1001")
        self.reviewer = enrolled(self.world, "reviewer", "reviewer")

    def file_and_return(self, desk, executed):
        file, wanted = self.write(desk, executed)
        desk.run("submit", file)
        self.reviewer.run("return", "1001", "--round", "r1", "--at", "profile.name", "-m", "请写全称", "--due", "3d")
        return wanted

    def answered(self, desk, executed):
        report = small_report("1001", "r1", executed=f"{executed}.00万元")
        report.profile.name = f"部门1001全称{executed}"
        return desk.write(f"{desk.name}-{executed}.json", report), digest(report)

    def test_a_colleagues_version_is_not_overwritten_unseen(self):
        theirs = self.file_and_return(self.colleague, 10)
        file, mine = self.answered(self.desk, 20)
        for language, words in (("en", ("version 1", "lili", "jixiao show submissions/r1-1001")),
                                ("zh", ("第 1 版", "lili", "jixiao show submissions/r1-1001"))):
            said = self.desk.run("submit", file, code=FORBIDDEN, language=language).stderr
            for word in words:
                self.assertIn(word, said)
        self.assertEqual(self.held(), (1, theirs))
        self.desk.run("submit", file, "--dry-run", code=FORBIDDEN)
        self.desk.run("status")
        self.desk.run("show", "1001", "--only-problems")
        self.desk.run("submit", file, code=FORBIDDEN)
        self.desk.run("show", "1001", "--content")
        self.desk.run("submit", file)
        self.assertEqual(self.held(), (2, mine))

    def test_the_base_can_be_named(self):
        self.file_and_return(self.colleague, 10)
        file, mine = self.answered(self.desk, 20)
        self.desk.run("submit", file, "--based-on", "0", code=FORBIDDEN)
        self.desk.run("submit", file, "--based-on", "9", code=MISSING)
        self.desk.run("submit", file, file, "--based-on", "1", code=USAGE)
        self.desk.run("submit", file, "--based-on", "1")
        self.assertEqual(self.held(), (2, mine))

    def test_what_is_queued_keeps_its_base(self):
        self.file_and_return(self.desk, 10)
        file, _ = self.answered(self.desk, 20)
        self.world.daemon.stop()
        self.desk.run("submit", file, code=RETRY)
        self.world.daemon.start()
        self.world.lead.reconnect()
        theirs, wanted = self.answered(self.colleague, 30)
        self.colleague.run("show", "1001")
        self.colleague.run("submit", theirs)
        self.reviewer.run("return", "1001", "--round", "r1", "--at", "profile.name", "-m", "再改", "--due", "3d")
        self.desk.run("show", "1001")
        said = self.desk.run("outbox", "send", code=FORBIDDEN).stderr
        self.assertIn("lili", said)
        self.assertEqual(self.held(), (2, wanted))
        rows = self.desk.csv("outbox", "list")
        self.assertEqual(len(rows), 1)
        self.assertIn("lili", rows[0]["refused"])
        self.desk.run("outbox", "send")
        self.desk.run("outbox", "drop", rows[0]["request_id"])
        self.assertEqual(self.desk.csv("outbox", "list"), [])


class WithoutRules(Filing):
    """A machine that knows nothing of the round: what it cannot judge, it leaves to the server."""

    def test_a_report_that_names_rules_of_the_round_is_queued(self):
        report = small_report("1001", "r1")
        report.explanations.add(rule="F99", field="funds_by_source[0].executed", text="执行数按原表列示，口径与附表不同，已核对")
        file = self.desk.write("ruled.json", report)
        self.world.daemon.stop()
        said = self.desk.run("check", file).stderr
        self.assertIn("rules fetch r1", said)
        self.desk.run("submit", file, code=RETRY)
        self.assertEqual(len(waiting_in(self.desk)), 1)
        self.world.daemon.start()
        self.world.lead.reconnect()
        self.desk.run("outbox", "send", code=FINDINGS)
        self.assertIn("F99", self.desk.run("check", file, code=FINDINGS).stdout)


class Hopeless(Filing):
    """What can never be filed is refused for good, and nothing waits behind it."""

    def too_large(self):
        report = small_report("1001", "r1")
        for number in range(160):
            report.goals.add(number=number + 1, name=f"目标{number}", expected="长" * 9900)
        return report

    def plant(self, report):
        """An entry that an earlier version let into the outbox."""
        number = str(uuid.UUID(int=0))
        value = {"request_id": number, "report": json.loads(canonical(report))}
        path = self.desk.home / "outbox" / f"{number}.{digest(report)[7:]}.json"
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")

    def test_a_report_that_is_too_large_never_waits(self):
        file = self.desk.write("large.json", self.too_large())
        for is_away in (False, True):
            if is_away:
                self.world.daemon.stop()
            error = json.loads(self.desk.run("-o", "json", "submit", file, code=FINDINGS).stderr)
            self.assertEqual(error["reason"], "CONTENT_TOO_LARGE")
            self.assertEqual(waiting_in(self.desk), [])

    def test_nothing_waits_behind_what_has_no_hope(self):
        self.plant(self.too_large())
        self.world.open_round("r2")
        good = small_report("1001", "r2")
        self.world.daemon.stop()
        self.desk.run("submit", self.desk.write("good.json", good), code=RETRY)
        self.world.daemon.start()
        self.world.lead.reconnect()
        self.desk.run("outbox", "send", code=FINDINGS)
        found = self.world.lead.call("SubmissionService/GetSubmission", name="submissions/r2-1001").submission
        self.assertEqual(found.digest, digest(good))
        self.assertEqual(waiting_in(self.desk), [])
        for language, word in (("en", "limit"), ("zh", "上限")):
            row, = self.desk.run("outbox", "list", language=language).stdout.splitlines()
            self.assertIn(word, row)
        self.desk.run("outbox", "send", code=DONE)

    def test_a_damaged_entry_holds_nobody_up(self):
        self.plant(small_report("1001", "r1"))
        planted, = waiting_in(self.desk)
        planted.write_text("{", encoding="utf-8")
        self.world.open_round("r2")
        self.world.daemon.stop()
        self.desk.run("submit", self.desk.write("good.json", small_report("1001", "r2")), code=RETRY)
        self.world.daemon.start()
        self.world.lead.reconnect()
        self.desk.run("outbox", "send", code=FAILURE)
        self.assertEqual([path.name for path in waiting_in(self.desk)], [planted.name])


if __name__ == "__main__":
    harness.main()
