#!/usr/bin/python3
"""Certificates renew themselves from two thirds of their life on; their end is announced sixty days before."""
import os
import subprocess

from cryptography import x509
from cryptography.hazmat.primitives import serialization

import harness
from desk import RETRY, enrolled
from harness import World
from proxy import Proxy

SHIFT = os.environ.get("JX_SHIFT", "")
DAY_S = 86400


class Renewal(harness.TestCase):
    def setUp(self):
        if not SHIFT or harness.SANITIZER:
            self.skipTest("the clock cannot be shifted in this build")
        self.world = World(self)
        self.world.add_departments(["1001"])
        self.desk = enrolled(self.world, "filer", "enterer", department="1001")
        self.shift = self.world.directory / "shift"
        self.desk.environment.update(LD_PRELOAD=SHIFT, SHIFT_FILE=str(self.shift))
        self.set_day(0)

    def set_day(self, days):
        self.shift.write_text(str(days * DAY_S), encoding="utf-8")

    def certificate(self):
        return (self.desk.home / "cert.pem").read_bytes()

    def fits(self):
        """Key and certificate of the home are a pair."""
        key = serialization.load_pem_private_key((self.desk.home / "key.pem").read_bytes(), None)
        return x509.load_pem_x509_certificate(self.certificate()).public_key().public_numbers() == key.public_key().public_numbers()

    def test_nothing_happens_before_two_thirds(self):
        before = self.certificate()
        self.set_day(240)
        self.assertNotIn("renewed", self.desk.run("ping").stderr)
        self.assertEqual(self.certificate(), before)

    def test_any_command_renews_from_two_thirds_on(self):
        before, key = self.certificate(), (self.desk.home / "key.pem").read_bytes()
        self.set_day(245)
        for language, word in (("en", "was renewed"), ("zh", "已续期")):
            self.assertIn(word, self.desk.run("round", "list", language=language).stderr)
        self.assertNotEqual(self.certificate(), before)
        self.assertEqual((self.desk.home / "key.pem").read_bytes(), key)
        self.assertTrue(self.fits())
        self.set_day(0)
        self.assertNotIn("renewed", self.desk.run("ping").stderr)

    def test_output_for_programs_stays_clean(self):
        self.set_day(245)
        before = self.certificate()
        self.assertEqual(self.desk.run("-o", "json", "whoami").stderr, "")
        self.assertNotEqual(self.certificate(), before)

    def test_without_a_server_or_with_the_public_one_nothing_is_tried(self):
        self.set_day(245)
        before = self.certificate()
        self.desk.run("--public", "--server", f"127.0.0.1:{self.world.daemon.public}", "ping")
        self.world.daemon.stop()
        self.assertNotIn("renew", self.desk.run("ping", code=RETRY).stderr)
        self.assertEqual(self.certificate(), before)

    def test_a_failure_only_warns(self):
        self.set_day(245)
        (self.desk.home / "certificate.lock").mkdir()
        before = self.certificate()
        done = self.desk.run("whoami")
        self.assertIn("filer", done.stdout)
        self.assertIn("could not be renewed", done.stderr)
        self.assertEqual(self.certificate(), before)

    def test_the_end_is_announced_sixty_days_before(self):
        (self.desk.home / "certificate.lock").mkdir()
        for days, is_said in ((300, False), (304, False), (306, True), (360, True)):
            self.set_day(days)
            for command in ("whoami", "status"):
                for language, word in (("en", "Your certificate ends on"), ("zh", "您的证书将于")):
                    with self.subTest(days=days, command=command, language=language):
                        said = self.desk.run(command, language=language).stderr
                        self.assertEqual(word in said, is_said, said)

    def test_renewing_when_asked(self):
        before = self.certificate()
        self.assertIn("was renewed", self.desk.run("renew").stdout)
        self.assertNotEqual(self.certificate(), before)
        self.assertTrue(self.fits())
        self.desk.run("whoami")

    def test_two_at_once_renew_once(self):
        """The first is held with the lock in its hand; the second goes on with its own work."""
        self.set_day(245)
        before = self.certificate()
        holding = self.desk.home / "certificate.lock"
        proxy = Proxy(self, self.world.daemon.main, holds=holding.exists)
        first = self.desk.start("--server", proxy.address, "ping")
        self.assertTrue(proxy.is_holding.wait(30 * harness.SLOWER))
        self.assertNotIn("renew", self.desk.run("ping").stderr)
        self.assertEqual(self.certificate(), before)
        proxy.release()
        _, err = first.communicate(timeout=30 * harness.SLOWER)
        self.assertIn("was renewed", err)
        self.set_day(0)
        self.assertEqual(self.desk.json("whoami")["person"]["name"], "persons/filer")

    def test_killed_at_any_moment_the_pair_fits(self):
        for number in range(12):
            process = self.desk.start("renew")
            try:
                process.communicate(timeout=0.003 * number)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
            self.assertTrue(self.fits())
            self.desk.run("ping")


if __name__ == "__main__":
    harness.main()
