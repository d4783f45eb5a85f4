#!/usr/bin/python3
"""A county through three years: what ends is renewed, what changes is followed, what is lost is replaced, and nobody is shut out.

The clock of server and desks is moved. Each act of the years is followed by every person's command, which must work: those who
come often, and one who comes once a year. What was said of the first year, by receipts and by rankings, must hold at the end:
of a first year of the daemon of today, and of one of an older daemon.
"""
import contextlib
import pathlib
import re
import shutil
import sqlite3
import tarfile

import harness
from console import DAY_S, SHIFT, Server
from desk import Desk
from harness import TOP, World, small_report

FIRST_YEAR = 9  # schema of the store whose first year was lived by the daemon of its day
# What takes a store back by one schema: what that step has added goes, and was found anew by the next start.
STEPS_BACK = {
    19: ["DROP TABLE input_flags", "ALTER TABLE department_changes DROP COLUMN successors"],
}
CODES = ["1001", "1002", "1003", "1004"]
PASSPHRASE = "correct horse battery staple\n"


class Drive(harness.TestCase):
    """What the years are made of."""

    def setUp(self):
        if not SHIFT or harness.SANITIZER:
            self.skipTest("the clock cannot be shifted in this build")
        self.world = World(self, is_started=False)
        self.daemon = self.world.daemon
        self.clock = {"LD_PRELOAD": SHIFT, "SHIFT_FILE": str(self.world.directory / "shift")}
        self.daemon.environment["LD_PRELOAD"] = SHIFT
        self.server = Server(self.world)
        self.server.environment.update(self.clock)
        self.set_day(0)
        self.desks = {}
        self.passphrase = self.world.directory / "passphrase"
        self.passphrase.write_text(PASSPHRASE, encoding="utf-8")

    # ---- the clock ----

    def set_day(self, day):
        """Sets the clock of everybody's machine to a day, counted from the first."""
        for directory in (self.world.directory, self.daemon.directory):  # a daemon reads nothing but its own
            new = directory / "shift.new"
            new.write_text(str(int(day * DAY_S)), encoding="utf-8")
            new.replace(directory / "shift")
        self.daemon.environment["SHIFT_FILE"] = str(self.daemon.directory / "shift")
        self.day = day

    # ---- people ----

    def desk(self, name, line):
        desk = Desk(self.world.directory, name)
        desk.environment.update(self.clock)
        desk.run("enrol", line)
        self.desks[name] = desk
        return desk

    def invite(self, name, role, department=None):
        """By the lead who is there."""
        more = ["--department", department] if department else []
        said = self.lead.run("invite", name, "--role", role, *more).stdout
        return self.desk(name, re.search(r"jixiao:\S+", said)[0])

    def all_get_in(self, *but):
        """Nobody is shut out, and everybody who comes renews what is to be renewed."""
        for name, desk in self.desks.items():
            if name not in but:
                self.assertEqual(desk.json("whoami")["person"]["name"], f"persons/{name}", f"day {self.day}")

    # ---- the server's console ----

    def stopped(self, *verbs):
        """Verbs for which the daemon is stopped, and started again; everybody gets in afterwards."""
        self.daemon.stop()
        for verb in verbs:
            self.server.run(*verb)
        self.daemon.start()

    def is_whole(self):
        self.daemon.stop()
        self.server.run("fsck")
        self.daemon.start()

    def move(self):
        """The county goes to another machine: a backup, a restore with other ports, and the old machine is gone."""
        backup = self.world.directory / f"day{int(self.day)}.zip"
        key = ("--passphrase-file", self.passphrase)
        self.server.run("backup", backup, *key)
        self.daemon.stop()
        old, self.daemon.directory = self.daemon.directory, self.world.directory / f"machine{int(self.day)}"
        shutil.rmtree(old)
        self.server.run_verb("restore", backup, self.daemon.directory, *key)
        settings = self.daemon.directory / "jixiaod.ini"
        text = settings.read_text(encoding="utf-8")
        before = {name: getattr(self.daemon, name) for name in ("main", "enrol", "public")}
        for name, port in zip(before, harness.free_ports(3)):
            text = text.replace(f":{before[name]}", f":{port}")
            setattr(self.daemon, name, port)
        settings.write_text(text, encoding="utf-8")
        self.set_day(self.day)
        self.daemon.start()
        for desk in self.desks.values():
            self.assertEqual(desk.run("ping", code=None).returncode, 7, "the old machine answers still")
            ini = desk.home / "client.ini"
            ini.write_text(ini.read_text(encoding="utf-8").replace(f":{before['main']}", f":{self.daemon.main}"), encoding="utf-8")

    # ---- a season ----

    def season(self, name, codes, executed):
        """A round from its opening to its final publication by two leads."""
        self.lead.run("round", "create", name, "--year", name, "--deadline", "30d", "--departments", ",".join(codes))
        self.lead.run("round", "open", name)
        for code in codes:
            clerk = self.desks[f"clerk{code}"]
            clerk.run("submit", clerk.write(f"{name}-{code}.json", small_report(code, name, year=int(name), executed=executed[code])))
            self.desks["reviewer"].run("--yes", "accept", code, "--round", name, "--score", str(80 + int(code) % 10), "--reason", "按佐证核算")
        self.lead.run("--yes", "round", "close", name)
        self.lead.run("--yes", "publish", name, "--window", "1d", "--audience", "public")
        self.set_day(self.day + 2)
        for lead in (self.lead, self.second):
            lead.run("--yes", "publish", name, "--final", "--audience", "public")

    def said_of(self, name):
        """All that is said of a published round, as bytes: to people, and to everybody."""
        analyst = self.desks["analyst"]
        public = self.daemon.public_caller()
        try:
            ranking = public.call("RankingService/RankDepartments", is_raw=True, round=f"rounds/{name}")
            publication = public.call("PublicationService/GetPublication", is_raw=True, name=f"rounds/{name}/publications/latest")
        finally:
            public.close()
        export = self.world.directory / "publication.jsonl"
        analyst.run("export", name, "--publication", "latest", "--out", export)
        analyst.run("verify-publication", export)
        said = {"ranking": ranking, "publication": publication, "export": export.read_bytes()}
        for words in (("rank", name), ("rank", name, "--by", "execution_rate"), ("inflation", name), ("publication", "list", name)):
            said[" ".join(words)] = analyst.run("-o", "json", *words).stdout
        export.unlink()
        return said

    def receipts(self):
        return sorted(self.world.directory.glob("home-*/receipts/*.receipt"))

    # ---- the store ----

    def schema(self):
        with contextlib.closing(sqlite3.connect(self.daemon.directory / "jixiao.db")) as base:
            return base.execute("PRAGMA user_version").fetchone()[0]

    def was_of_schema(self, number):
        """Takes the store back to an earlier schema, as the daemon of that release has it, and starts today's on it."""
        self.daemon.stop()
        newest = self.schema()
        with contextlib.closing(sqlite3.connect(self.daemon.directory / "jixiao.db")) as base:
            for step in range(newest, number, -1):
                for statement in STEPS_BACK[step]:
                    base.execute(statement)
            base.execute(f"PRAGMA user_version = {number}")
            base.commit()
        self.assertEqual(self.schema(), number)
        self.daemon.start()
        self.assertEqual(self.schema(), newest)


class ThreeYears(Drive):
    def test_three_years(self):
        self.daemon.start()
        self.lead = self.desk("lead", self.daemon.invitation)
        self.second = self.desk("second", self.server.invite("second"))
        rows = "".join(f"{code},某县{code}局\n" for code in CODES)
        departments = self.world.directory / "departments.csv"
        departments.write_text("code,title\n" + rows, encoding="utf-8")
        self.lead.run("--yes", "department", "load", departments)
        for name in ("reviewer", "analyst", "auditor"):
            self.invite(name, name)
        for code in CODES:
            self.invite(f"clerk{code}", "enterer", code)
        rare = self.invite("rare", "auditor")
        self.season("2025", CODES, {code: f"{95 - i}.00万元" for i, code in enumerate(CODES)})
        first, receipts = self.said_of("2025"), self.receipts()
        self.assertEqual(len(receipts), len(CODES))

        # The second year: a laptop is lost, departments are merged, the log gets another key, the county another machine.
        self.set_day(300)
        self.all_get_in("rare")
        shutil.rmtree(self.desks.pop("second").home)
        self.second = self.desk("third", self.server.invite("third"))
        self.lead.run("--yes", "person", "revoke", "second", "--reason", "电脑遗失")
        self.lead.run("department", "add", "1005", "某县1005局")
        self.lead.run("--yes", "department", "merge", "1001", "1002", "--into", "1005", "--document", "县发〔2026〕1号")
        self.invite("clerk1005", "enterer", "1005")
        self.stopped(("rotate-log-key",))
        self.all_get_in("rare")
        self.set_day(355)
        self.all_get_in()
        self.season("2026", ["1003", "1004", "1005"], {"1003": "91.00万元", "1004": "92.00万元", "1005": "93.00万元"})
        second = self.said_of("2026")
        self.move()
        self.all_get_in("rare")
        self.assertEqual(self.said_of("2025"), first)

        # The third year: certificates end and are renewed, the county's authority too.
        self.set_day(400)
        self.stopped(("certificate", "--renew"), ("rotate-ca",))
        self.all_get_in("rare")
        self.set_day(600)
        self.all_get_in("rare")
        self.set_day(700)
        self.all_get_in()
        self.stopped(("rotate-ca", "--retire"))
        self.all_get_in()
        self.season("2027", ["1003", "1004", "1005"], {"1003": "81.00万元", "1004": "82.00万元", "1005": "83.00万元"})
        self.set_day(1000)
        self.all_get_in("rare")

        # The years before are compared across the merger, and cases of the first one are whole.
        columns = self.lead.json("compare", "1005", "--years")["columns"]
        self.assertEqual([(column["round"][7:], column["department"][12:]) for column in columns],
                         [("2025", "1001"), ("2025", "1002"), ("2026", "1005"), ("2027", "1005")])
        case = self.world.directory / "case.jsonl"
        self.desks["auditor"].run("export-case", "1001", "--round", "2025", "--out", case)
        self.desks["clerk1003"].run("verify-case", case)

        # What was said of the years before holds, for those who were there and for the one who comes seldom.
        self.assertEqual(self.said_of("2025"), first)
        self.assertEqual(self.said_of("2026"), second)
        self.assertEqual(len(self.receipts()), 10)
        for receipt in receipts:
            for desk in (self.desks["auditor"], self.desks["clerk1003"], rare):
                desk.run("verify", receipt)
        self.is_whole()


class BegunByAnOlderVersion(Drive):
    """The first year is in a store that a daemon of its day has filled: two rounds, of which the first is published, and receipts.
    The county is upgraded twice on its way."""

    def begin(self):
        with tarfile.open(TOP / "tests" / "data" / "stores" / f"schema-{FIRST_YEAR}.tar.xz") as archive:
            shutil.rmtree(self.daemon.directory)
            archive.extractall(self.daemon.directory)
        settings = self.daemon.directory / "jixiaod.ini"
        text = settings.read_text(encoding="utf-8")
        for name in ("main", "enrol", "public"):
            text = re.sub(rf"(?m)^{name} = (.*):\d+$", rf"{name} = \1:{getattr(self.daemon, name)}", text)
        settings.write_text(text, encoding="utf-8")
        self.set_day(0)
        self.assertEqual(self.schema(), FIRST_YEAR)
        receipts = [pathlib.Path(shutil.copy(path, self.world.directory)) for path in sorted(
            (self.daemon.directory / "receipts").glob("*.receipt"))]
        self.daemon.start()
        self.assertGreater(self.schema(), FIRST_YEAR)
        return receipts

    def replace(self, name, role, department):
        """A person of the first year, whose desk is not there, gets another one."""
        self.lead.run("--yes", "person", "revoke", name, "--reason", "换了电脑")
        self.invite(name, role, department)

    def said_of(self, name):
        """What was published then, for the departments and the analysts alone."""
        analyst = self.desks["analyst"]
        export = self.world.directory / "publication.jsonl"
        analyst.run("export", name, "--publication", "latest", "--out", export)
        analyst.run("verify-publication", export)
        said = {"export": export.read_bytes()}
        for words in (("rank", name), ("rank", name, "--by", "execution_rate"), ("inflation", name), ("publication", "list", name)):
            said[" ".join(words)] = analyst.run("-o", "json", *words).stdout
        export.unlink()
        return said

    def test_a_first_year_of_an_older_version_holds_to_the_end(self):
        receipts = self.begin()
        self.lead = self.desk("lead", self.server.invite("lead", "--lost-key"))
        self.second = self.desk("second", self.server.invite("second", "--lost-key"))
        self.replace("reviewer", "reviewer", None)
        for code in ("1001", "1002", "1003"):
            self.replace(f"clerk{code}", "enterer", code)
        self.invite("analyst", "analyst")
        self.invite("auditor", "auditor")
        rare = self.invite("rare", "auditor")
        first = self.said_of("r1")
        self.assertEqual(len(receipts), 3)
        self.all_get_in()

        # The second year, in which departments are merged, and the second upgrade.
        self.set_day(300)
        self.all_get_in("rare")
        self.lead.run("department", "add", "1005", "某县1005局")
        self.lead.run("--yes", "department", "merge", "1001", "1002", "--into", "1005", "--document", "县发〔2026〕1号")
        self.invite("clerk1005", "enterer", "1005")
        self.season("2026", ["1003", "1005"], {"1003": "91.00万元", "1005": "93.00万元"})
        second = self.said_of("2026")
        self.was_of_schema(18)
        self.all_get_in("rare")
        self.assertEqual((self.said_of("r1"), self.said_of("2026")), (first, second))

        # The third: keys, the authority and the machine are others.
        self.set_day(355)
        self.all_get_in()
        self.stopped(("rotate-log-key",), ("certificate", "--renew"), ("rotate-ca",))
        self.all_get_in("rare")
        self.move()
        self.set_day(600)
        self.all_get_in()
        self.stopped(("rotate-ca", "--retire"))
        self.all_get_in()
        self.season("2027", ["1003", "1005"], {"1003": "81.00万元", "1005": "83.00万元"})
        self.set_day(900)
        self.all_get_in()

        self.assertEqual((self.said_of("r1"), self.said_of("2026")), (first, second))
        columns = self.lead.json("compare", "1005", "--years")["columns"]
        self.assertEqual([(column["round"][7:], column["department"][12:]) for column in columns][:2], [("r1", "1001"), ("r1", "1002")])
        for receipt in receipts + self.receipts():
            for desk in (self.desks["auditor"], rare):
                desk.run("verify", receipt)
        self.is_whole()


if __name__ == "__main__":
    harness.main()
