#!/usr/bin/python3
"""The county's authority is changed with an overlap in which nobody is shut out; receipts of before hold."""
import json
import os
import shutil
import signal
import subprocess

from cryptography import x509
from cryptography.hazmat.primitives import hashes

import harness
from console import Server
from desk import Desk, enrolled, invite
from harness import World, small_report

STOP = os.environ.get("JX_STOP", "")


def authorities(pem):
    """Fingerprints of the certificates of a file."""
    end = b"-----END CERTIFICATE-----"
    texts = [text + end for text in pem.read_bytes().split(end)[:-1]]
    return [x509.load_pem_x509_certificate(text).fingerprint(hashes.SHA256()).hex() for text in texts]


class Rotation(harness.TestCase):
    def setUp(self):
        self.world = World(self)
        self.server = Server(self.world)
        self.world.add_departments(["1001", "1002"])
        self.world.open_round("2025")
        self.desks = [enrolled(self.world, name, "enterer", department=code) for name, code in (("aa", "1001"), ("bb", "1002"))]

    def stopped(self, verb, *arguments, code=0):
        """A verb for which the daemon is stopped, and started again."""
        self.world.daemon.stop()
        done = self.server.run(verb, *arguments, code=code)
        self.world.daemon.start()
        return done

    def known(self, desk):
        return authorities(desk.home / "ca.pem")

    def county(self):
        return authorities(self.world.daemon.directory / "ca.pem")

    def retire_after_all(self):
        """Everybody comes once; the connections of the test itself renew nothing, so that its lead is revoked by force."""
        for desk in self.desks:
            desk.run("ping")
        return self.stopped("rotate-ca", "--retire", "--force")

    def test_clients_follow_by_themselves(self):
        first, second = self.desks
        old = self.county()
        self.assertIn("beside the old one", self.stopped("rotate-ca").stderr)
        new, kept = self.county()
        self.assertEqual([kept], old)
        said = first.run("status").stderr
        self.assertIn("The county has a new certificate", said)
        self.assertEqual(said.count("was renewed"), 1)
        self.assertEqual(self.known(first), [new, kept])
        self.assertNotIn("renewed", first.run("ping").stderr)
        self.assertEqual(self.known(second), old)
        third = Desk(self.world.directory, "cc")
        self.world.lead.reconnect()
        third.run("enrol", invite(self.world, "cc", "analyst").replace(new, kept))
        self.assertEqual(self.known(third), [new, kept])
        refused = self.stopped("rotate-ca", "--retire", code=1)
        self.assertEqual(refused.stdout.split(), ["bb", "lead"])
        self.assertIn("2 people still have", refused.stderr)
        self.assertIn("taking the place", self.stopped("rotate-ca", code=1).stderr)
        second.run("ping")
        self.assertEqual(self.stopped("rotate-ca", "--retire", code=1).stdout.split(), ["lead"])
        self.desks.append(third)
        self.retire_after_all()
        self.assertEqual(self.county(), [new])
        for desk in self.desks:
            said = desk.run("ping")
            self.assertIn("trusted no longer", said.stderr)
            self.assertEqual(self.known(desk), [new])
            self.assertNotIn("trusted", desk.run("whoami").stderr)
        self.assertIn("no old one to retire", self.stopped("rotate-ca", "--retire", code=1).stderr)

    def test_who_did_not_come_in_time_is_told_and_invited_again(self):
        late = self.desks.pop()
        self.stopped("rotate-ca")
        self.retire_after_all()
        for language, word in (("en", "not issued by this county"), ("zh", "不是本县签发的")):
            self.assertIn(word, late.run("ping", code=None, language=language).stderr)
        lead = Desk(self.world.directory, "lead")
        lead.run("enrol", self.server.invite("lead", "--lost-key"))
        lead.run("person", "revoke", "bb", "--reason", "钥匙过期", "--yes")
        line = lead.run("invite", "bb", "--role", "enterer", "--department", "1002").stdout.strip()
        late.run("enrol", "--replace", line)
        self.assertEqual(late.json("whoami")["person"]["name"], "persons/bb")

    def test_receipts_and_the_log_go_on(self):
        desk = self.desks[0]
        report = desk.write("report.json", small_report("1001", "2025"))
        desk.run("submit", report)
        receipt, = (desk.home / "receipts").glob("*.receipt")
        auditor = enrolled(self.world, "auditor", "auditor")
        self.stopped("rotate-ca")
        self.stopped("rotate-log-key")
        self.desks.append(auditor)
        self.retire_after_all()
        desk.run("verify", receipt)
        acts = [json.loads(line) for line in auditor.run("-o", "jsonl", "log").stdout.splitlines()]
        done = [entry for entry in acts if entry["act"].startswith("AUTHORITY_")]
        self.assertEqual([entry["act"] for entry in done], ["AUTHORITY_ROTATE", "AUTHORITY_RETIRE"])
        self.assertEqual({entry["actor"] for entry in done}, {"console"})
        self.assertEqual(done[0]["record"]["authority"], done[1]["record"]["authority"])
        self.assertEqual(done[0]["record"]["authority"]["fingerprint"], self.county()[0])
        self.world.daemon.stop()
        self.server.run("fsck")

    def test_a_step_that_was_not_finished_is_done_again(self):
        directory = self.world.daemon.directory
        before = {name: (directory / name).read_bytes() for name in ("ca.pem", "ca.key", "server.pem")}
        self.stopped("rotate-ca")
        (directory / "ca.pem").write_bytes(before["ca.pem"])  # the last file of it
        self.world.daemon.stop()
        self.world.daemon.start()
        self.desks[0].run("ping")
        self.stopped("rotate-ca")
        self.desks[0].run("ping")
        self.assertEqual(self.known(self.desks[0]), self.county())
        both = {name: (directory / name).read_bytes() for name in before}
        self.stopped("rotate-ca", "--retire", "--force")
        for name in ("ca.pem", "ca.key"):
            (directory / name).write_bytes(both[name])  # what comes after the server's certificate
        self.world.daemon.stop()
        self.world.daemon.start()
        self.desks[0].run("ping")
        self.stopped("rotate-ca", "--retire", "--force")
        self.desks[0].run("ping")
        self.assertEqual(self.known(self.desks[0]), self.county())

    def killed_at_each_step(self, *verb):
        """Kills a verb before each file that it puts in its place. Each time: everybody gets in, and again once it is run again.

        Ends with the county after the verb; every copy begins as it is now.
        """
        if not STOP or harness.SANITIZER:
            self.skipTest("no step can be stopped at in this build")
        self.world.daemon.stop()
        before, homes = self.world.daemon.directory, [desk.home for desk in self.desks]
        for home in homes:
            shutil.copytree(home, f"{home}.before")
        for step in range(1, 20):
            self.world.daemon.directory = self.world.directory / f"step{step}"
            shutil.copytree(before, self.world.daemon.directory)
            for home in homes:
                shutil.rmtree(home)
                shutil.copytree(f"{home}.before", home)
            stopping = Server(self.world)
            stopping.environment.update(LD_PRELOAD=STOP, STOP_AT=str(step))
            done = stopping.run(*verb, code=None)
            if done.returncode == 0:
                self.assertGreater(step, 2, "it was killed too seldom")
                break
            self.assertEqual(done.returncode, -signal.SIGKILL, done.stderr)
            self.all_get_in()
            self.server.run(*verb)
            self.all_get_in()
            self.server.run("fsck")
            shutil.rmtree(self.world.daemon.directory)
        self.world.daemon.start()

    def all_get_in(self):
        """With a daemon that was stopped, and is stopped again."""
        self.world.daemon.start()
        for desk in self.desks:
            desk.run("ping")
        self.world.daemon.stop()

    def n_keys(self):
        return (self.world.daemon.directory / "ca.key").read_text().count("BEGIN PRIVATE KEY")

    def test_killed_at_each_step_a_new_one_comes_when_it_is_run_again(self):
        self.killed_at_each_step("rotate-ca")
        self.assertEqual((len(self.county()), self.n_keys()), (2, 2))

    def test_killed_at_each_step_the_old_one_goes_when_it_is_run_again(self):
        self.stopped("rotate-ca")
        for desk in self.desks:
            desk.run("ping")
        self.killed_at_each_step("rotate-ca", "--retire", "--force")
        self.assertEqual((len(self.county()), self.n_keys()), (1, 1))
        self.assertIn("no old one to retire", self.stopped("rotate-ca", "--retire", code=1).stderr)

    def test_a_backup_in_between_has_both_keys(self):
        self.stopped("rotate-ca")
        secret = self.world.directory / "secret"
        secret.write_text("dreizehn Wörter\n", encoding="utf-8")
        secret.chmod(0o600)
        file = self.world.directory / "backup.zip"
        self.server.run("backup", file, "--passphrase-file", secret)
        there = self.world.directory / "there"
        subprocess.run([harness.JIXIAOD, "restore", str(file), str(there), "--passphrase-file", str(secret)], check=True,
                       capture_output=True)
        self.assertEqual((there / "ca.key").read_bytes(), (self.world.daemon.directory / "ca.key").read_bytes())
        shutil.rmtree(there)

    def test_names_of_the_server_can_change_in_between(self):
        self.stopped("rotate-ca")
        self.stopped("certificate", "--names", "localhost,127.0.0.1,new.example")
        self.desks[1].run("ping")

    def test_while_a_daemon_runs_it_is_refused(self):
        self.assertIn("another jixiaod", self.server.run("rotate-ca", code=1).stderr)
        self.server.run("rotate-ca", "--force", code=2)


if __name__ == "__main__":
    harness.main()
