#!/usr/bin/python3
"""Nobody is locked out: the console on the server's own machine, and the certificate of the server."""
import concurrent.futures
import json
import shutil
import signal
import socket
import stat
import subprocess

import harness
from console import Server
from desk import DENIED, Desk, enrolled
from harness import JIXIAOD, World, wait_until


class Console(harness.TestCase):
    def setUp(self):
        self.world = World(self)
        self.server = Server(self.world)

    def who(self, desk):
        return desk.json("whoami")["person"]["name"]

    def fsck(self):
        self.world.daemon.stop()
        self.server.run("fsck")

    def test_a_lead_whose_key_is_lost_gets_in_beside_the_daemon(self):
        auditor = enrolled(self.world, "auditor", "auditor")
        lost = Desk(self.world.directory, "lost")
        lost.run("enrol", self.server.invite("lead", "--lost-key"))
        self.assertEqual(self.who(lost), "persons/lead")
        self.world.lead.reconnect()
        self.refused("UNAUTHENTICATED", "UNKNOWN_CERTIFICATE", self.world.lead.call, "PersonService/GetCaller")
        shutil.rmtree(lost.home)
        line = self.server.invite("lead", "--lost-key")
        lost.run("enrol", line)
        self.assertEqual(self.who(lost), "persons/lead")
        entries = [json.loads(line) for line in auditor.run("-o", "jsonl", "log").stdout.splitlines()]
        acts = [(entry.get("actor", ""), entry["act"], entry.get("reason", "")) for entry in entries]
        self.assertEqual(acts.count(("console", "PERSON_INVITE_LOCALLY", "")), 2)
        self.assertEqual(acts.count(("console", "PERSON_REVOKE", "the key is lost")), 2)
        self.assertIn("console", auditor.run("log").stdout)
        self.fsck()

    def test_and_while_it_is_stopped(self):
        self.world.daemon.stop()
        line = self.server.invite("lead", "--lost-key")
        self.world.daemon.start()
        desk = Desk(self.world.directory, "lead")
        desk.run("enrol", line)
        self.assertEqual(self.who(desk), "persons/lead")
        self.fsck()

    def test_after_a_crash_too(self):
        self.world.daemon.kill()
        self.assertTrue((self.world.daemon.directory / "console.sock").exists())
        self.server.invite("other")
        self.world.daemon.start()
        self.server.invite("third", "--role", "lead", "--title", "第三位")
        self.assertEqual([name for _, _, name in self.server.ends() if name in ("other", "third")], ["other", "third"])
        self.fsck()

    def test_somebody_with_access_is_not_changed(self):
        self.world.add_departments(["1001"])
        self.world.invite("filer", "enterer", department="1001")
        for language, word in (("en", "--lost-key"), ("zh", "--lost-key")):
            done = self.server.run("invite", "lead", code=1, language=language)
            self.assertIn(word, done.stderr)
            self.assertEqual(done.stdout, "")
        for options in ((), ("--lost-key",)):
            self.assertIn("filer has access", self.server.run("invite", "filer", *options, code=1).stderr)
        self.assertEqual(self.world.lead.call("PersonService/GetCaller").person.name, "persons/lead")

    def test_what_makes_no_sense_is_refused(self):
        for arguments, word in ((("x", "--role", "reviewer"), "jixiao invite"), (("X",), "a-z"), (("a b",), "a-z"),
                                (("new", "--title", "a\u202eb"), "visible")):
            self.assertIn(word, self.server.run("invite", *arguments, code=1).stderr)
        for arguments in ((), ("a", "b"), ("--nothing", "a"), ("--cancel", "a")):
            self.server.run("invite", *arguments, code=2)
        self.assertIn("no open invitation", self.server.run("invitations", "--cancel", "lead", code=1).stderr)
        self.assertIn("nobody", self.server.run("invitations", "--cancel", "nobody", code=1).stderr)

    def test_invitations_are_listed_and_cancelled(self):
        self.assertIn("no open", self.server.run("invitations").stderr)
        line = self.server.invite("second")
        self.assertIn("\tinvitation\t\tsecond\t", self.server.run("invitations").stdout)
        self.assertIn("cancelled", self.server.run("invitations", "--cancel", "second").stdout)
        self.assertEqual(self.server.run("invitations").stdout, "")
        Desk(self.world.directory, "late").run("enrol", line, code=DENIED)
        self.fsck()

    def test_many_at_once(self):
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            lines = list(pool.map(lambda number: self.try_invite(f"lead-{number}"), range(12)))
        made = [line for line in lines if line.startswith("jixiao:")]
        self.assertGreaterEqual(len(made), 4)
        self.assertEqual(len(self.server.run("invitations").stdout.splitlines()), len(made))

    def try_invite(self, name):
        """One that meets a full house is told so, and nothing is done."""
        done = subprocess.run([JIXIAOD, "invite", str(self.world.daemon.directory), name], capture_output=True, text=True,
                              env=self.server.environment, timeout=60 * harness.SLOWER)
        return done.stdout if done.returncode == 0 else done.stderr

    def test_the_socket_is_the_owner_s_alone_and_bears_rubbish(self):
        place = self.world.daemon.directory / "console.sock"
        self.assertEqual(stat.S_IMODE(place.stat().st_mode), 0o600)
        for bytes_sent in (b"", b"\xff" * 100, b"\n\x03\n\x01x", b"x" * 200000):
            with socket.socket(socket.AF_UNIX) as rude:
                rude.settimeout(20 * harness.SLOWER)
                rude.connect(str(place))
                try:
                    rude.sendall(bytes_sent)
                    rude.shutdown(socket.SHUT_WR)
                    while rude.recv(65536):
                        pass
                except OSError:
                    pass
        idle = [socket.socket(socket.AF_UNIX) for _ in range(8)]
        for one in idle:
            one.connect(str(place))
        self.world.lead.call("PersonService/GetCaller")
        for one in idle:
            one.close()
        wait_until(lambda: self.try_invite("after").startswith("jixiao:"), 20, "a console that answers again")

    def test_a_directory_with_a_long_name_has_a_console_too(self):
        self.world.daemon.stop()
        long = self.world.directory / ("x" * 200)
        self.world.daemon.directory.rename(long)
        self.world.daemon.directory = long
        self.world.daemon.start()
        self.server.invite("second")
        self.fsck()


class Certificate(harness.TestCase):
    def setUp(self):
        self.world = World(self)
        self.server = Server(self.world)

    def test_another_name_takes_effect_at_sighup(self):
        desk = enrolled(self.world, "reader", "analyst")
        there = f"127.0.0.2:{self.world.daemon.main}"
        self.world.daemon.stop()
        file = self.world.daemon.directory / "jixiaod.ini"
        file.write_text(file.read_text().replace(f"main = 127.0.0.1:{self.world.daemon.main}", f"main = 0.0.0.0:{self.world.daemon.main}"))
        self.world.daemon.start()
        self.assertIn("another host name", desk.run("--server", there, "ping", code=None).stderr)
        said = self.server.run("certificate", "--names", "localhost,127.0.0.2,finance.example,::1")
        self.assertIn("names  localhost,127.0.0.2,finance.example,::1\n", said.stdout)
        self.assertIn("SIGHUP", said.stderr)
        self.assertIn("another host name", desk.run("--server", there, "ping", code=None).stderr)
        self.world.daemon.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "read again" in self.world.daemon.log(), 20, "the certificates read again")
        desk.run("--server", there, "ping")
        desk.run("ping")

    def test_an_address_that_is_advertised_and_not_on_it_is_told(self):
        said = self.server.run("certificate", "--names", "finance.example")
        self.assertIn("Beware: localhost", said.stderr)
        self.assertNotIn("Beware", self.server.run("certificate", "--names", "LOCALHOST").stderr)
        self.assertIn("LOCALHOST", self.server.run("certificate", "--renew").stdout)

    def test_no_names_change_nothing(self):
        before = (self.world.daemon.directory / "server.pem").read_bytes()
        for names in ("", "a b", "x,email:y", "a\nb"):
            self.assertIn("--names", self.server.run("certificate", "--names", names, code=1).stderr)
        self.server.run("certificate", "extra", code=2)
        self.assertEqual((self.world.daemon.directory / "server.pem").read_bytes(), before)


if __name__ == "__main__":
    harness.main()
