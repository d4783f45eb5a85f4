#!/usr/bin/env python3
"""What the operator meets at a terminal: help, refusals of a command line, init."""
import ctypes
import errno
import json
import os
import pathlib
import platform
import re
import shutil
import socket
import struct
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

    def test_names_that_no_other_machine_can_use_are_told(self):
        rows = [((), True), (("--names", "localhost,127.0.0.1"), True), (("--names", "localhost,finance.example"), False),
                (("--names", "finance.example"), False), (("--main", "127.0.0.1:7443"), False)]
        for i, (options, is_told) in enumerate(rows):
            for language, words in (("en", "other machines cannot use it"), ("zh", "别的电脑不能用")):
                with self.subTest(options=options, language=language):
                    said = self.jixiaod("init", self.work / f"{language}{i}", "--county", "某县", *options, language=language)
                    self.assertEqual(words in said, is_told, said)

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


def leave_local_sockets():
    """What RestrictAddressFamilies=AF_UNIX does: a filter of system calls (seccomp(2)), of classic BPF."""
    number = {"x86_64": 41, "aarch64": 198}[platform.machine()]  # of socket
    load, unless, end = 0x20, 0x15, 0x06
    lines = [(load, 0, 0, 0), (unless, 0, 3, number), (load, 0, 0, 16), (unless, 1, 0, socket.AF_UNIX),
             (end, 0, 0, 0x00050000 | errno.EAFNOSUPPORT), (end, 0, 0, 0x7FFF0000)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in lines))
    program = struct.pack("HP", len(lines), ctypes.addressof(code))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(38, 1, 0, 0, 0) or prctl(22, 2, program, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


class CheckConfig(Terminal):
    def setUp(self):
        super().setUp()
        self.directory = self.work / "county"
        self.init(self.directory)
        self.settings = self.directory / "jixiaod.ini"

    def set(self, key, value, section="listen"):
        """Sets a key; returns its line."""
        lines = self.settings.read_text().splitlines()
        at = next(i for i in range(lines.index(f"[{section}]"), len(lines)) if lines[i].startswith(f"{key} = "))
        lines[at] = f"{key} = {value}"
        self.settings.write_text("\n".join(lines) + "\n")
        return at + 1

    def check(self, code=0, path=None):
        return self.jixiaod("check-config", path or self.directory, code=code)

    def test_a_county_that_was_just_made_is_good(self):
        self.assertEqual(self.check(), f"The settings are good: {self.directory}\n")
        self.assertIn("good", self.check(path=self.settings))

    def test_all_that_is_wrong_is_said_at_once(self):
        taken = socket.socket()
        self.addCleanup(taken.close)
        taken.bind(("127.0.0.1", self.ports[3]))
        taken.listen()
        at = {
            "main": self.set("main", f"127.0.0.1:{self.ports[3]}"),
            "enrol": self.set("enrol", "192.0.2.77:7444"),
            "public": self.set("public", "0.0.0.0:7445"),
            "metrics": self.set("metrics", f"127.0.0.1:{self.ports[3]}"),
            "advertise": self.set("main", "finance.example:7443", "advertise"),
            "level": self.set("level", "loud", "log"),
        }
        text = self.settings.read_text()
        self.settings.write_text(text + "[extra]\nnonsense\ncolour = blue\n")
        end = len(text.splitlines())
        (self.directory / "log.key").chmod(0o644)
        (self.directory / "server.key").unlink()
        (self.directory / "jixiao.db").chmod(0o664)
        self.directory.chmod(0o755)
        said = self.check(code=1)
        file = re.escape(str(self.settings))
        for words in (
                rf'{file}:{at["main"]}: cannot listen on .*in use',
                rf'{file}:{at["enrol"]}: cannot listen on .*192\.0\.2\.77',
                rf'{file}:{at["public"]}: .*loopback',
                rf'{file}:{at["metrics"]}: metrics and main are one address and port',
                rf'{file}:{at["advertise"]}: finance\.example of \[advertise\] main is not among the names of server\.pem: localhost,127\.0\.0\.1\n'
                rf'    Next: .*certificate {re.escape(str(self.directory))} --names localhost,127\.0\.0\.1,finance\.example',
                rf'{file}:{at["level"]}: not error, warning or info',
                rf"{file}:{end + 2}: neither a \[section\] nor key = value",
                rf'{file}:{end + 3}: unknown key "colour" in section \[extra\]',
                r"log\.key: its mode is 0644.*\n    Next: run: chmod 600 .*log\.key",
                r"server\.key: it is missing\n    Next: restore it from a backup",
                r"jixiao\.db: its mode is 0664",
                rf"{re.escape(str(self.directory))}: its mode is 0755.*\n    Next: run: chmod 700"):
            self.assertRegex(said, words)
        n = len(re.findall(r"(?m)^    Next: ", said))
        self.assertIn(f"{n} to be corrected", said)
        # each remedy that is a command does what it says
        for command in re.findall(r"Next: run: (chmod .*)", said):
            subprocess.run(command, shell=True, check=True)
        self.assertNotIn("mode", self.check(code=1))

    def test_what_it_passes_serves_and_what_serves_passes(self):
        daemon = harness.Daemon(self.directory)
        daemon.start()
        self.addCleanup(daemon.kill)
        self.assertIn("good", self.check(), "its own ports are in use")
        daemon.stop()
        for name in ("ca.key", "server.pem", "log.pub", "jixiao.db"):
            with self.subTest(name):
                hidden = self.work / name
                (self.directory / name).rename(hidden)
                self.assertRegex(self.check(code=1), rf"{name}: it is missing")
                hidden.rename(self.directory / name)
        (self.directory / "server.key").write_bytes((self.directory / "ca.key").read_bytes())
        self.assertRegex(self.check(code=1), r"server\.(pem|key)")

    def test_a_unit_without_sockets_of_its_own_is_examined_too(self):
        """The service manager holds the ports, and leaves the daemon none: socket(AF_INET) is refused there."""
        def examine(**more):
            return subprocess.run([JIXIAOD, "check-config", str(self.directory)], stdin=subprocess.DEVNULL, capture_output=True,
                                  text=True, env=dict(os.environ, JIXIAO_LANG="en", **more), preexec_fn=leave_local_sockets, check=False)
        inside = examine(INVOCATION_ID="0123456789abcdef0123456789abcdef")
        self.assertEqual((inside.returncode, inside.stderr), (0, ""), inside.stdout)
        self.assertIn("The settings are good", inside.stdout)
        self.assertIn("cannot listen on", examine().stderr)

    def test_programs_read_it_as_json(self):
        self.assertEqual(json.loads(self.jixiaod("check-config", self.directory, "--output", "json")),
                         {"faults": [], "errors": 0, "warnings": 0})
        line = self.set("enrol", "192.0.2.77:7444")
        self.set("disk_free_mb", 1000000, "limits")
        said = json.loads(self.jixiaod("check-config", "--output", "json", self.directory, code=1))
        self.assertEqual((said["errors"], said["warnings"]), (1, 1))
        fault, warning = sorted(said["faults"], key=lambda fault: fault["is_warning"])
        self.assertEqual((fault["file"], fault["line"]), (str(self.settings), line))
        self.assertIn("192.0.2.77", fault["problem"])
        self.assertEqual(set(warning) - {"line"}, {"is_warning", "file", "problem", "remedy"})
        self.assertIn("takes json alone", self.jixiaod("check-config", self.directory, "--output", "xml", code=2))

    def test_warnings_stop_nothing(self):
        self.set("disk_free_mb", 1000000, "limits")
        said = self.check()
        self.assertRegex(said, r"warning: the disk has \d+ MiB left, less than the 1000000 of disk_free_mb")
        self.assertIn("The settings are good", said)

    def test_settings_that_cannot_be_read_are_named(self):
        self.assertIn("nowhere", self.jixiaod("check-config", self.work / "nowhere", code=1))


class Modes(harness.TestCase):
    def test_a_daemon_says_who_else_can_read_its_keys(self):
        world = harness.World(self, is_started=False)
        directory = world.daemon.directory
        world.daemon.start()
        self.assertNotIn("others can read", world.daemon.log())
        world.daemon.stop()
        for name, mode in (("ca.key", 0o644), ("jixiao.db", 0o640), ("server.pem", 0o666), ("", 0o755)):
            (directory / name).chmod(mode)
        world.daemon.start()
        for name, mode, wanted in (("/ca.key", "0644", "600"), ("/jixiao.db", "0640", "600"), ("/server.pem", "0666", "644"),
                                   ("", "0755", "700")):
            self.assertRegex(world.daemon.log(), rf'level=warning event="others can read or change a file" file="{directory}{name}"'
                             rf' problem="its mode is {mode}[^"]*" next="run: chmod {wanted} {directory}{name}"')
        world.lead = world.keep(world.daemon.enrol_first_lead())
        world.lead.call("SystemService/Ping")


class Status(Terminal):
    def test_it_says_how_the_service_does(self):
        world = harness.World(self, is_started=False)
        directory = world.daemon.directory
        stopped = self.jixiaod("status", directory, code=3)
        self.assertRegex(stopped, r"(?m)^daemon    not running$")
        self.assertIn(f"Next: jixiaod serve {directory}", stopped)
        self.assertRegex(stopped, r"(?m)^backup    never$")
        world.daemon.start()
        world.lead = world.keep(world.daemon.enrol_first_lead())
        world.add_departments(["101", "102"])
        world.open_round("2025", year=2025, deadline_s=10 * 24 * 3600)
        said = self.jixiaod("status", directory)
        self.assertRegex(said, rf"(?m)^county    {harness.COUNTY}$")
        self.assertRegex(said, rf"(?m)^daemon    running, process {world.daemon.process.pid}, version \S+, since \d{{4}}-.* \(0 h ago\)$")
        self.assertRegex(said, rf"(?m)^ports     main {world.daemon.main} enrol {world.daemon.enrol} public {world.daemon.public}$")
        self.assertRegex(said, r"(?m)^round     2025: deadline \S+ \(in 9 days\), 2 departments, 2 missing, 0 wait for finance, 0 for departments$")
        self.assertRegex(said, r"(?m)^ends      county \S+ \(in 36\d\d days\)$")
        self.assertRegex(said, r"(?m)^          last lead \S+ \(in 36\d days\)$")
        self.assertRegex(said, r"(?m)^disk      \d+ MiB free of \d+;")
        value = json.loads(self.jixiaod("status", directory, "--output", "json"))
        self.assertEqual(sorted(value), ["backup", "certificate_end_times", "county", "disk", "fsck", "is_running", "log", "pid", "ports",
                                         "rounds", "start_time", "version"])
        self.assertEqual((value["county"], value["is_running"], value["pid"]), (harness.COUNTY, True, world.daemon.process.pid))
        self.assertEqual(value["ports"], {"main": world.daemon.main, "enrol": world.daemon.enrol, "public": world.daemon.public})
        self.assertEqual([(row["id"], row["departments"], row["missing"]) for row in value["rounds"]], [("2025", 2, 2)])
        self.assertEqual((value["backup"], value["disk"]["is_low"]), ({}, False))
        self.assertEqual(value["log"]["entries"], value["log"]["checkpoint_entries"])
        self.assertRegex(value["certificate_end_times"]["leads"], r"^20\d\d-.*Z$")
        self.jixiaod("fsck", directory)
        self.assertEqual(json.loads(self.jixiaod("status", directory, "--output", "json"))["fsck"]["reason"], "NONE")
        self.assertRegex(self.jixiaod("status", directory), r"(?m)^check     \S+ \(0 h ago\), went well$")
        self.assertRegex(self.jixiaod("status", directory, language="zh"), "(?m)^服务      运行中，进程")
        # killed: the note stays, the lock does not
        world.daemon.kill()
        self.assertIn("not running", self.jixiaod("status", directory, code=3))


if __name__ == "__main__":
    harness.main()
