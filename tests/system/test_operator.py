#!/usr/bin/env python3
"""What the operator meets at a terminal: help, refusals of a command line, init."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import harness
from harness import JIXIAOD


class Terminal(unittest.TestCase):
    def setUp(self):
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="jixiao-"))
        self.addCleanup(shutil.rmtree, self.work, ignore_errors=True)
        self.ports = harness.free_ports(4)

    def jixiaod(self, *arguments, code=0, language="en"):
        done = subprocess.run([JIXIAOD, *map(str, arguments)], capture_output=True, text=True, timeout=60,
                              env=dict(os.environ, JIXIAO_LANG=language), stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def init(self, directory, *more, code=0, county="测试县", **options):
        addresses = dict(zip(("main", "enrol", "public"), (f"127.0.0.1:{port}" for port in self.ports)), **options)
        return self.jixiaod("init", directory, "--county", county,
                            *(word for name, value in addresses.items() for word in (f"--{name}", value)), *more, code=code)


class Help(Terminal):
    def test_each_verb_says_how_it_is_used(self):
        verbs = re.findall(r"(?m)^  jixiaod (\S+)", self.jixiaod("help"))
        self.assertGreater(len(verbs), 10)
        for verb in verbs:
            for language, word in (("en", "DIR|BACKUP|version|help"), ("zh", "目录|备份|version|help")):
                said = self.jixiaod(verb, "--help", language=language)
                self.assertRegex(said, rf"\A  jixiaod {verb}\b")
                self.assertRegex(said, word)
                self.assertEqual(len(re.findall("(?m)^  jixiaod ", said)), 1, "of this verb alone")
            # also behind what else was typed
            self.assertRegex(self.jixiaod(verb, "x", "--nonsense", "--help"), rf"\A  jixiaod {verb}\b")
        self.assertIn("--keep N", self.jixiaod("backup", "--help"))
        self.assertNotIn("--keep N", self.jixiaod("restore", "--help"))

    def test_what_is_wrong_with_a_command_line_is_said(self):
        rows = [
            ((), "a command is missing"),
            (("sevre", "x"), "there is no such command: sevre"),
            (("serve",), "an argument is missing: DIR"),
            (("serve", "a", "b"), "one argument too many: b"),
            (("serve", "a", "--fast"), "there is no such option: --fast"),
            (("serve", "-v", "a"), "there is no such option: -v"),
            (("backup", "a", "b", "--keep"), "its value is missing behind the option --keep"),
            (("backup", "a", "b", "--against", "c"), "there is no such option: --against"),
            (("backup", "a", "b", "--keep", "none"), "--keep takes a number from 1 to 100000"),
            (("backup", "a"), "an argument is missing: FILE|DIR"),
            (("restore", "a"), "an argument is missing: DIR"),
            (("invite", "a"), "an argument is missing: ID"),
            (("fsck", "a", "\x1b[2J"), "one argument too many: \\u001b[2J"),
        ]
        for arguments, words in rows:
            with self.subTest(arguments=arguments):
                said = self.jixiaod(*arguments, code=2)
                self.assertIn(words, said.splitlines()[0] if "--keep takes" not in words else said)
                self.assertIn("jixiaod help" if "--keep takes" not in words else "--keep N", said)
                self.assertNotIn("\x1b", said)
        self.assertRegex(self.jixiaod("sevre", code=2, language="zh"), "没有这个命令：sevre")


class Init(Terminal):
    def test_what_it_refuses_leaves_nothing(self):
        directory = self.work / "county"
        rows = [
            (dict(county=""), "1 to 64 characters"),
            (dict(county="   "), "1 to 64 characters"),
            (dict(county="县" * 65), "1 to 64 characters"),
            (dict(county="x" * 500), "1 to 64 characters"),
            (dict(county="a\u202eb"), "--county"),
            (dict(main="127.0.0.1:99999"), "127.0.0.1:99999"),
            (dict(main="nonsense"), "nonsense"),
            (dict(main="x" * 300 + ":1"), "too long"),
            (dict(public="0.0.0.0:7445"), "loopback"),
            (dict(metrics="0.0.0.0:7446"), "loopback"),
            (dict(enrol=f"127.0.0.1:{self.ports[0]}"), "address already in use"),
            (dict(names="no such name"), "names"),
            (dict(names=""), "names"),
        ]
        for options, words in rows:
            with self.subTest(options=str(options)[:60]):
                said = self.init(directory, code=1, **options)
                self.assertIn(words, said)
                self.assertNotIn("internal", said)
                self.assertFalse(directory.exists(), said)
        self.jixiaod("init", directory, code=1)
        self.assertFalse(directory.exists())
        # and the corrected command works
        self.assertIn("jixiao:", self.init(directory))
        self.assertEqual(sorted(path.name for path in directory.iterdir()),
                         ["ca.key", "ca.pem", "jixiao.db", "jixiao.lock", "jixiaod.ini", "log.key", "log.pub", "server.key", "server.pem"])
        for path in directory.iterdir():
            self.assertEqual(path.stat().st_mode & 0o022, 0, path)
            if path.suffix == ".key" or path.name.startswith("jixiao."):
                self.assertEqual(path.stat().st_mode & 0o077, 0, path)

    def test_a_state_that_is_there_is_never_touched(self):
        directory = self.work / "county"
        self.init(directory)
        before = {path.name: path.read_bytes() for path in directory.iterdir()}
        self.assertIn("exists already", self.init(directory, code=1))
        self.assertEqual({path.name: path.read_bytes() for path in directory.iterdir()}, before)
        # nor a single file of one, nor what is not ours
        (directory / "jixiaod.ini").unlink()
        self.assertIn("exists already", self.init(directory, code=1))
        other = self.work / "other"
        other.mkdir(mode=0o700)
        (other / "notes.txt").write_text("mine")
        self.init(other)
        self.assertEqual((other / "notes.txt").read_text(), "mine")

    def test_a_directory_that_others_can_look_into_is_refused(self):
        directory = self.work / "county"
        directory.mkdir()
        directory.chmod(0o755)
        said = self.init(directory, code=1)
        self.assertIn(f"chmod 700 {directory}", said)
        self.assertEqual(list(directory.iterdir()), [])
        directory.chmod(0o700)
        self.init(directory)

    def test_one_that_was_killed_is_done_again(self):
        directory = self.work / "county"
        folder = directory / "jixiao.init"
        folder.mkdir(parents=True, mode=0o700)
        directory.chmod(0o700)
        for name in ("ca.key", "jixiaod.ini", "jixiao.db.new"):
            (folder / name).write_text("half")
        self.init(directory)
        self.assertFalse(folder.exists())
        self.assertNotEqual((directory / "ca.key").read_text(), "half")

    def test_a_full_disk_leaves_nothing(self):
        directory = self.work / "county"
        done = subprocess.run(["bash", "-c", 'ulimit -f 8; trap "" XFSZ; exec "$@"', "-", JIXIAOD, "init", str(directory), "--county", "x"],
                              capture_output=True, text=True, timeout=60)
        self.assertNotEqual(done.returncode, 0)
        self.assertFalse(directory.exists(), done.stderr)


if __name__ == "__main__":
    harness.main()
