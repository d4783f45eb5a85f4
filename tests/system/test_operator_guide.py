#!/usr/bin/python3
"""docs/operator.md: its commands are run as they stand there, from an empty directory to a lead who comes in again.

Paths and names of the page become those of the test; packages and systemd are not asked, but what they are asked for must exist.
"""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile

import harness
from desk import Desk
from harness import JIXIAO, JIXIAOD, SLOWER, TOP, Daemon, small_report

PAGE = TOP / "docs" / "operator.md"
DEPARTMENTS = "code,title,short_title,peer_group\n1001,样例县科学技术局,科技局,综合\n1002,样例县民政局,民政局,综合\n"
PEOPLE = "id,title,roles,department\nkeji,科技局填报人,enterer,1001\nshenhe,审核人,reviewer,\n"


def commands():
    """The indented lines of the page, with the heading that they stand under."""
    heading = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:]
        elif line.startswith("    "):
            yield heading, line.strip()


class OperatorGuide(harness.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="jixiao-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.daemon = Daemon(self.directory / "county")
        self.addCleanup(self.daemon.stop)
        (self.directory / "backup").mkdir()
        for name, text in (("departments.csv", DEPARTMENTS), ("people.csv", PEOPLE), ("passphrase", "correct horse battery\n")):
            (self.directory / name).write_text(text, encoding="utf-8")
            (self.directory / name).chmod(0o600)
        Desk(self.directory, "keji").write("kegong-2025.json", small_report("1001", "2025"))
        self.line, self.invited = "", {}

    def words(self, command):
        """The command with the paths of the test."""
        names = {"/var/lib/jixiao": str(self.daemon.directory), "/mnt/backup": str(self.directory / "backup"), "LINE": self.invited.get("keji", self.line),
                 "/var/lib/jixiao-restored": str(self.directory / "restored"), "finance.example": "localhost",
                 "BACKUP": str(next(iter(sorted((self.directory / "backup").glob("*.zip"))), ""))}
        words = [names.get(word, word) for word in shlex.split(command)]
        return words[words.index("--") + 1:] if words[0] == "runuser" else words

    def check_names(self, words):
        """What packages and systemd are asked for is made by this project."""
        if words[0] == "systemctl":
            for unit in [word for word in words[2:] if not word.startswith("-")]:
                self.assertTrue(list((TOP / "deploy").glob(f"{unit}*")), unit)
        else:
            control = (TOP / "deploy" / "debian" / "control").read_text(encoding="utf-8")
            for package in words[2:]:
                name = re.match(r"\./(\w+)_", package)[1]
                self.assertRegex(control, rf"(?m)^Package: {name}$")

    def run_words(self, words):
        home = "home-keji" if words[1] in ("enrol", "submit") and "--replace" not in words else "home"
        program = {"jixiaod": [JIXIAOD], "jixiao": [JIXIAO, "--home", str(self.directory / home), "--yes", "--no-input"]}[words[0]]
        more = []
        if words[:2] == ["jixiaod", "init"]:
            more = [option for name in ("main", "enrol", "public") for option in (f"--{name}", f"127.0.0.1:{getattr(self.daemon, name)}")]
        environment = dict(os.environ, HOME=str(self.directory), LANG="C.UTF-8", JIXIAO_LANG="en")
        return subprocess.run([*program, *words[1:], *more], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              env=environment, cwd=self.directory, timeout=60 * SLOWER)

    def accept_the_report(self):
        """What finance does between the submission and the end of the round."""
        reviewer = Desk(self.directory, "shenhe")
        reviewer.run("enrol", self.invited[reviewer.name])
        reviewer.run("--yes", "accept", "1001", "--score", "92", "--reason", "按佐证核算")

    def test_each_command_of_the_page_works_in_its_order(self):
        headings = []
        for heading, command in commands():
            words = self.words(command)
            headings += [heading] if heading not in headings else []
            if words[0] in ("apt", "systemctl"):
                self.check_names(words)
                continue
            if words[0] == "jixiao" and not self.daemon.is_running():
                self.daemon.set("window_hours", 0)
                self.daemon.start()
            done = self.run_words(words)
            self.assertEqual(done.returncode, 0, f"{heading}: {command}\n{done.stdout}{done.stderr}")
            if words[:2] in (["jixiaod", "init"], ["jixiaod", "invite"]):
                self.line = re.search(r"jixiao:\S+", done.stdout)[0]
            if words[:2] == ["jixiao", "begin"]:
                sheets = (self.directory / "invitations.html").read_text(encoding="utf-8")
                self.invited = dict(zip(("keji", "shenhe"), re.findall(r"jixiao:localhost[^<\s]+", sheets)))
            if words[:2] == ["jixiao", "submit"]:
                self.accept_the_report()
        self.assertEqual(headings, ["Install", "First county", "First year", "Backup", "Restore", "Upgrade", "What ends, and who left"])
        self.assertIn("<svg", (self.directory / "2025.html").read_text(encoding="utf-8"))
        self.assertIn("keji", (self.directory / "invitations.html").read_text(encoding="utf-8"))
        self.run_words(["jixiao", "enrol", self.line, "--replace"])
        self.assertEqual(self.run_words(["jixiao", "whoami"]).returncode, 0)

    def test_the_first_submission_takes_five_commands(self):
        """What installs, founds, begins, enrols and files; what only looks, and the second lead, are not in its way."""
        needed = [command for heading, command in commands() if heading in ("Install", "First county")]
        needed = [command for command in needed if not command.startswith(("jixiaod check-config", "systemctl status", "jixiaod invite"))]
        self.assertEqual([command.split()[:2] for command in needed],
                         [["apt", "install"], ["jixiaod", "init"], ["jixiao", "begin"], ["jixiao", "enrol"], ["jixiao", "submit"]])

    def test_no_part_is_longer_than_ten_commands(self):
        parts = {}
        for heading, command in commands():
            parts.setdefault(heading, []).append(command)
        for heading, part in parts.items():
            self.assertLessEqual(len(part), 10, heading)


if __name__ == "__main__":
    harness.main()
