#!/usr/bin/python3
"""Receipts, checkpoints and proofs: verified by a script of its own, and by the client without a server."""
import re
import sqlite3
import subprocess

import desk
import harness
import tlog
from desk import Desk, enrolled
from harness import World, request_id, schema, small_report
from schema import digest

EVIDENCE = 8


class Evidence(harness.TestCase):
    def setUp(self):
        self.world = World(self)
        self.directory = self.world.daemon.directory
        self.world.add_departments(["101", "102"])
        self.world.open_round("r1", year=2025)
        self.filer = self.world.invite("filer", "enterer", department="101")
        self.verifier = tlog.Verifier((self.directory / "log.pub").read_text().strip())

    def file(self):
        """A report, filed. Returns request and reply."""
        request = self.filer.submit_request(small_report("101", "r1"))
        return request, self.filer.call("SubmissionService/SubmitReport", request)

    def test_a_receipt_is_verified_without_us(self):
        request, reply = self.file()
        text = reply.receipt_file.encode()
        entry = tlog.check_receipt(text, self.verifier)
        filing = entry["record"]["filing"]
        self.assertEqual(filing["content_digest"], reply.receipt.content_digest)
        self.assertEqual(int(filing["attempt"]), reply.receipt.attempt)
        self.assertEqual(entry["object"], "submissions/r1-101")
        self.assertIn("+08:00", reply.receipt_file.split("\n")[0])
        self.assertEqual(oct((self.directory / "log.key").stat().st_mode)[-3:], "600")

    def test_a_receipt_given_again_is_the_same_to_the_byte(self):
        request, reply = self.file()
        self.refused("NOT_FOUND", "SUBMISSION_NOT_FOUND", self.filer.call, "LogService/GetReceipt",
                     name="submissions/r1-102/versions/1")
        self.world.add_departments([f"7{i:02}" for i in range(40)])
        again = self.filer.call("SubmissionService/SubmitReport", request)
        self.assertEqual(again.receipt_file, reply.receipt_file)
        self.world.daemon.kill()
        self.world.daemon.start()
        self.filer.reconnect()
        again = self.filer.call("SubmissionService/SubmitReport", request)
        self.assertEqual(again.receipt_file, reply.receipt_file)
        fetched = self.filer.call("LogService/GetReceipt", name="submissions/r1-101/versions/latest")
        self.assertEqual(fetched.receipt, reply.receipt_file)

    def test_any_changed_byte_is_refused(self):
        _, reply = self.file()
        text = reply.receipt_file.encode()
        file = self.world.directory / "changed.receipt"
        person = Desk(self.world.directory, "nobody")
        key = (self.directory / "log.pub").read_text().strip()
        file.write_bytes(text)
        person.run("verify", file, "--key", key)
        for at in range(0, len(text), 41):
            changed = bytearray(text)
            changed[at] ^= 1
            file.write_bytes(changed)
            done = subprocess.run(person.command("verify", file, "--key", key), capture_output=True, env=person.environment)
            self.assertIn(done.returncode, (desk.FINDINGS, EVIDENCE), (at, text[at - 10:at + 10]))


if __name__ == "__main__":
    harness.main()
