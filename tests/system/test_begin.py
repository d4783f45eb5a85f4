#!/usr/bin/python3
"""A county's first day in few commands: init by root for the account that serves, and jixiao begin."""
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import tempfile
import unittest

import harness
from desk import DONE, FAILURE, FINDINGS, USAGE, Desk
from harness import JIXIAOD, SANITIZER, Daemon, small_report

DEPARTMENTS = "code,title,short_title\n1001,样例县科学技术局,科技局\n1002,样例县民政局,民政局\n"
PEOPLE = "id,title,roles,department\nkeji,科技局填报人,enterer,1001\nshenhe,审核人,reviewer,\n"
ROUND = ("--round", "2025", "--year", "0", "--deadline", "30d")


class Begin(harness.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="jixiao-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.daemon = Daemon(self.directory / "county")
        self.addCleanup(self.daemon.stop)
        self.daemon.make().start()
        self.line = self.daemon.invitation
        self.lead = Desk(self.directory, "lead")
        self.write("departments.csv", DEPARTMENTS)
        self.write("people.csv", PEOPLE)

    def write(self, name, text):
        (self.directory / name).write_text(text, encoding="utf-8")

    def begin(self, *more, code=DONE):
        return self.lead.run("begin", *more, *ROUND, code=code)

    def everything(self, code=DONE):
        return self.begin(self.line, "--departments", "departments.csv", "--people", "people.csv", code=code)

    def lines(self, done):
        return dict(re.findall(r"^(\w+) (jixiao:\S+)$", done.stdout, re.M))

    def state(self):
        return [row["state"] for row in self.lead.csv("round", "list")]

    def test_from_an_invitation_to_the_first_report_in_three_commands(self):
        done = self.everything()
        said = [line for line in done.stderr.splitlines() if line.startswith("jixiao ")]
        self.assertEqual([" ".join(line.split()[1:3]) for line in said],
                         ["enrol", "department load", "round create", "invitation load", "round open"])
        self.assertNotIn(self.line, done.stderr + done.stdout)
        clerk = Desk(self.directory, "keji")
        clerk.run("enrol", self.lines(done)["keji"])
        self.assertIn("Filed: receipt 1", clerk.run("submit", clerk.write("keji.json", small_report("1001", "2025"))).stdout)
        self.assertEqual(done.stderr.count("Next:"), 1)
        self.assertIn("Next: jixiao progress 2025", done.stderr)

    def test_the_same_again_changes_nothing(self):
        lines = self.lines(self.everything())
        again = self.everything()
        self.assertEqual(self.lines(again), {})
        self.assertIn("Round 2025 is open already", again.stderr)
        Desk(self.directory, "keji").run("enrol", lines["keji"])

    def test_it_goes_on_after_the_lines_were_handed_out(self):
        lines = self.lines(self.begin(self.line, "--departments", "departments.csv", "--people", "people.csv", "--rulebook", "none"))
        self.lead.run("round", "cancel", "2025", "--reason", "重来", "--yes")
        again = self.lead.run("begin", "--people", "people.csv", "--round", "2025b", "--year", "0", "--deadline", "30d")
        self.assertEqual(self.lines(again), {})
        self.assertIn("Left out: 2 who were invited and whose line still works", again.stderr)
        self.assertIn("Nobody of the list is to be invited", again.stderr)
        for name in ("keji", "shenhe"):
            Desk(self.directory, name).run("enrol", lines[name])

    def test_the_next_year_takes_the_same_lists_with_new_people(self):
        lines = self.lines(self.everything())
        desks = {name: Desk(self.directory, name) for name in ("keji", "shenhe")}
        for name, desk in desks.items():
            desk.run("enrol", lines[name])
        self.write("departments.csv", DEPARTMENTS + "1003,样例县水利局,水利局\n")
        people = PEOPLE.replace("keji,科技局填报人,enterer,1001", "keji,科技局填报人,enterer,1002") + "shuili,水利局填报人,enterer,1003\n"
        self.write("people.csv", people)
        again = self.lead.run("begin", "--departments", "departments.csv", "--people", "people.csv", "--round", "2026", "--year", "0",
                              "--deadline", "60d")
        self.assertEqual(sorted(self.lines(again)), ["shuili"])
        self.assertIn("Left out: 2 who have access already", again.stderr)
        self.assertIn("keji has other roles or another department than in the list", again.stderr)
        self.assertNotIn("shenhe has", again.stderr)
        self.assertEqual(desks["keji"].json("whoami")["person"]["department"], "departments/1001", "a list changed somebody")
        # Whoever was revoked is not let in again by last year's list, and a round that is open takes new people too.
        self.lead.run("person", "revoke", "shenhe", "--reason", "调离", "--yes")
        self.write("people.csv", people + "shenhe2,审核人,reviewer,\n")
        more = self.lead.run("begin", "--people", "people.csv", "--round", "2026", "--year", "0", "--deadline", "60d")
        self.assertEqual(sorted(self.lines(more)), ["shenhe2"])
        self.assertIn("shenhe was revoked and is left out", more.stderr)
        said = self.lead.run("invitation", "load", "people.csv", code=FINDINGS)
        self.assertIn("keji", said.stdout + said.stderr)
        self.lead.run("invitation", "load", "people.csv", "--new", language="zh")

    def test_it_goes_on_where_it_failed(self):
        self.write("people.csv", PEOPLE.replace("1001", "1009"))
        self.assertIn("1009", self.everything(code=FINDINGS).stdout)
        self.assertEqual(self.state(), ["draft"])
        self.write("people.csv", PEOPLE)
        self.assertEqual(sorted(self.lines(self.everything())), ["keji", "shenhe"])
        self.assertEqual(self.state(), ["open"])

    def test_a_round_that_is_over_invites_nobody_anew(self):
        lines = self.lines(self.everything())
        self.lead.run("round", "close", "2025", "--yes")
        again = self.everything(code=None)
        self.assertEqual(self.lines(again), {})
        self.assertNotEqual(again.returncode, 0)
        Desk(self.directory, "keji").run("enrol", lines["keji"])

    def test_what_is_missing_is_told_before_anything_is_done(self):
        for name in ("round", "year", "deadline"):
            words = list(ROUND)
            at = words.index(f"--{name}")
            done = self.lead.run("begin", self.line, *words[:at], *words[at + 2:], code=USAGE)
            self.assertIn(f"--{name}", done.stderr)
        self.assertFalse((self.lead.home / "cert.pem").exists())

    def test_a_mistake_in_a_list_ends_it_before_the_round(self):
        self.write("departments.csv", "code,title\n1001,\n")
        done = self.everything(code=FINDINGS)
        self.assertIn("departments.csv", done.stderr)
        self.assertEqual(self.lead.csv("round", "list"), [])

    def test_the_next_year_needs_no_line(self):
        self.everything()
        self.lead.run("begin", "--round", "2026", "--year", "0", "--deadline", "60d")
        self.assertEqual(sorted(self.state()), ["open", "open"])

    def test_a_deadline_that_has_passed_opens_nothing(self):
        self.lead.run("begin", self.line, "--round", "2025", "--year", "0", "--deadline", "2020-01-01", code=None)
        self.assertEqual(self.lead.csv("round", "list"), [])


@unittest.skipIf(os.geteuid() != 0, "root alone can give files away")
@unittest.skipIf(SANITIZER, "LeakSanitizer cannot look at a process that has changed its user")
class Founder(harness.TestCase):
    def test_root_makes_the_files_of_the_account_that_owns_the_directory(self):
        directory = pathlib.Path(tempfile.mkdtemp(prefix="jixiao-"))
        self.addCleanup(shutil.rmtree, directory, ignore_errors=True)
        account = pwd.getpwnam("nobody")
        directory.chmod(0o711)
        state = directory / "state"
        state.mkdir(mode=0o700)
        os.chown(state, account.pw_uid, account.pw_gid)
        environment = dict(os.environ, JIXIAO_LANG="en")
        done = subprocess.run([JIXIAOD, "init", str(state), "--county", "样例县"], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, env=environment, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        owners = {(file.stat().st_uid, file.stat().st_gid) for file in state.iterdir()}
        self.assertEqual(owners, {(account.pw_uid, account.pw_gid)})
        again = subprocess.run([JIXIAOD, "init", str(state), "--county", "样例县"], stdin=subprocess.DEVNULL, capture_output=True,
                               text=True, env=environment, check=False)
        self.assertEqual(again.returncode, FAILURE)


if __name__ == "__main__":
    harness.main()
