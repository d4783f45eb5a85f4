#!/usr/bin/python3
"""Receipts, checkpoints and proofs: verified by a script of its own, and by the client without a server."""
import base64
import hashlib
import os
import pathlib
import shutil
import sqlite3
import subprocess

from cryptography.hazmat.primitives.serialization import load_pem_private_key

import desk
import harness
import tlog
from desk import Desk, enrolled
from harness import World, request_id, small_report, timestamp
from schema import schema

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

    def test_the_tables_and_the_log_name_one_time(self):
        """Whose act is written after one that was received later is not older than that: in the log, and in the tables too."""
        reviewer = self.world.invite("reviewer", "reviewer")
        calls = []
        for number in range(60):
            calls.append(reviewer.future("RectificationService/RaiseRectification", department="departments/101",
                                         problem="支出慢" * 300, due_time=timestamp(600), request_id=request_id()))
            calls.append(self.world.lead.future("DepartmentService/CreateDepartment", request_id=request_id(),
                                                department=schema.Department(code=f"8{number}", title=f"部门8{number}")))
        for call in calls:
            call.result()
        with sqlite3.connect(f"file:{self.directory}/jixiao.db?mode=ro", uri=True) as base:
            differ = base.execute("""
                SELECT i.number, e.time_ms, l.entry ->> '$.act_time' FROM rectification_events e
                JOIN rectifications i ON i.id = e.item_id
                JOIN log_leaves l ON l.entry ->> '$.object' = 'departments/101/rectifications/' || i.number
                WHERE abs(e.time_ms - (julianday(l.entry ->> '$.act_time') - 2440587.5) * 86400000) > 0.9""").fetchall()
        self.assertEqual(differ, [])

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

    def go_environment(self):
        """Where Go finds golang.org/x/mod: Debian's package, or the copy that the compiler has of its own."""
        if shutil.which("go") is None:
            self.skipTest("Go is not installed")
        root = pathlib.Path(subprocess.run(["go", "env", "GOROOT"], capture_output=True, text=True, check=True).stdout.strip())
        for place in (pathlib.Path("/usr/share/gocode/src/golang.org/x/mod"), root / "src/cmd/vendor/golang.org/x/mod"):
            if (place / "sumdb/tlog").is_dir():
                path = self.world.directory / "go"
                for part in ("mod/sumdb", "mod/internal", "crypto/ed25519"):
                    if (place.parent / part).is_dir():
                        shutil.copytree(place.parent / part, path / "src/golang.org/x" / part)
                return dict(os.environ, GOPATH=str(path), GO111MODULE="off", GOCACHE=str(path / "cache"), GOFLAGS="")
        self.skipTest("golang.org/x/mod is not installed")

    def test_go_verifies_a_receipt(self):
        environment = self.go_environment()
        program = self.world.directory / "verify_receipt"
        source = pathlib.Path(__file__).with_name("verify_receipt.go")
        subprocess.run(["go", "build", "-o", program, source], check=True, env=environment)
        text = self.file()[1].receipt_file
        key = (self.directory / "log.pub").read_text().strip()
        file = self.world.directory / "one.receipt"
        for content, code in ((text, 0), (text.replace('"attempt":"', '"attempt":"9'), 1)):
            file.write_text(content)
            done = subprocess.run([program, key, file], capture_output=True, text=True)
            self.assertEqual(done.returncode, code, done.stderr)

    # ---- the history that a client has seen ----

    def test_checkpoints_continue_each_other(self):
        caller = self.world.keep(self.world.daemon.public_caller())
        seen = []
        for i in range(3):
            self.world.add_departments([f"8{i}{j:02}" for j in range(100)])
            seen.append(self.verifier.checkpoint(caller.call("LogService/GetCheckpoint").checkpoint.encode()))
        for size, root in seen:
            reply = caller.call("LogService/GetCheckpoint", known_size=size)
            newest, newest_root = self.verifier.checkpoint(reply.checkpoint.encode())
            tlog.check_consistency(size, root, newest, newest_root, reply.consistency)
        self.refused("DATA_LOSS", "LOG_BEHIND", caller.call, "LogService/GetCheckpoint", known_size=newest + 1)
        leaves = b"".join(caller.call("LogService/GetTile", index=i).hashes for i in range((newest + 255) // 256))
        hashes = [leaves[i:i + 32] for i in range(0, len(leaves), 32)]
        self.assertEqual(tlog.tree_root(hashes), newest_root)
        self.assertEqual(caller.call("LogService/GetTile", level=1).hashes, tlog.tree_root(hashes[:256]))
        self.refused("NOT_FOUND", "TILE_MISSING", caller.call, "LogService/GetTile", level=2)
        self.refused("NOT_FOUND", "TILE_MISSING", caller.call, "LogService/GetTile", index=9)

    def test_an_auditor_has_all_entries_and_computes_the_root(self):
        auditor = enrolled(self.world, "auditor", "auditor")
        clerk = enrolled(self.world, "clerk", "enterer", department="102")
        clerk.run("submit", clerk.write("report.json", small_report("102", "r1")))
        entries = auditor.run("-o", "jsonl", "log").stdout.encode().splitlines()
        size, root = self.verifier.checkpoint((auditor.home / "log.checkpoint").read_bytes())
        self.assertEqual(tlog.tree_root([tlog.leaf_hash(entry) for entry in entries[:size]]), root)
        own = clerk.csv("log", "102", "--round", "r1")
        for language in ("zh", "en"):  # ids are for machines
            self.assertNotRegex(auditor.run("-o", "table", "log", language=language).stdout, r"[A-Z]{3,}_")
        self.assertEqual([row["act"] for row in own][-1], "SUBMISSION_SUBMIT")
        clerk.run("log", code=desk.USAGE)
        clerk.run("log", "101", "--round", "r1", code=desk.MISSING)

    def rewrite(self, old, new):
        """Changes an entry and everything that follows from it, as somebody can who has the key."""
        key = load_pem_private_key((self.directory / "log.key").read_bytes(), None)
        base = sqlite3.connect(self.directory / "jixiao.db")
        for (trigger,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'log_%'").fetchall():
            base.execute(f"DROP TRIGGER {trigger}")
        self.assertEqual(base.execute("UPDATE log_leaves SET entry = replace(entry, ?, ?) WHERE entry LIKE '%' || ? || '%'",
                                      (old, new, old)).rowcount, 1)
        hashes = []
        for index, entry in base.execute("SELECT leaf_index, entry FROM log_leaves ORDER BY leaf_index").fetchall():
            hashes.append(tlog.leaf_hash(entry.encode()))
            base.execute("UPDATE log_leaves SET leaf_hash = ? WHERE leaf_index = ?", (hashes[-1], index))
        for (size,) in base.execute("SELECT tree_size FROM log_checkpoints").fetchall():
            root = base64.b64encode(tlog.tree_root(hashes[:size])).decode()
            text = f"{self.verifier.name}\n{size}\n{root}\n"
            signed = base64.b64encode(self.verifier.id + key.sign(text.encode())).decode()
            base.execute("UPDATE log_checkpoints SET note = ? WHERE tree_size = ?",
                         (f"{text}\n\u2014 {self.verifier.name} {signed}\n", size))
        edge, at = [], len(hashes)
        for level in range(at.bit_length()):
            if at >> level & 1:
                last = at >> level << level
                edge.append(tlog.tree_root(hashes[last - (1 << level):last]))
        base.execute("UPDATE log_head SET root = ?, edge = ?", (tlog.tree_root(hashes), b"".join(edge)))
        base.commit()
        base.close()
        (self.directory / "jixiao.lock").unlink()

    def test_a_rewritten_history_is_seen_by_client_and_old_receipt(self):
        clerk = enrolled(self.world, "clerk", "enterer", department="102")
        clerk.run("submit", clerk.write("report.json", small_report("102", "r1")))
        receipt, = (clerk.home / "receipts").glob("*.receipt")
        clerk.run("whoami")
        before = receipt.read_bytes()
        entry = tlog.check_receipt(before, self.verifier)
        self.world.daemon.stop()
        self.rewrite(entry["record"]["filing"]["content_digest"], "sha256:" + hashlib.sha256(b"other").hexdigest())
        self.world.daemon.start()
        for command in (["whoami"], ["status"], ["submit", clerk.directory / "report.json"], ["list"]):
            for language, word in (("en", "!!!"), ("zh", "历史被改写")):
                done = clerk.run(*command, code=EVIDENCE, language=language)
                self.assertIn(word, done.stderr)
                self.assertEqual(done.stdout if command == ["whoami"] else "", "")
        clerk.run("verify", receipt)
        self.filer.reconnect()
        after = self.world.lead
        after.reconnect()
        fetched = after.call("LogService/GetReceipt", name="submissions/r1-102/versions/1").receipt.encode()
        self.assertNotEqual(fetched, before)
        self.assertEqual(tlog.check_receipt(fetched, self.verifier)["index"], entry["index"], "both are signed: a proof of the fraud")

    def test_a_restored_backup_that_lacks_what_was_acknowledged_is_told(self):
        clerk = enrolled(self.world, "clerk", "enterer", department="102")
        self.world.daemon.stop()
        shutil.copy(self.directory / "jixiao.db", self.world.directory / "backup.db")
        self.world.daemon.start()
        clerk.run("submit", clerk.write("report.json", small_report("102", "r1")))
        clerk.run("whoami")
        self.world.daemon.stop()
        shutil.copy(self.world.directory / "backup.db", self.directory / "jixiao.db")
        (self.directory / "jixiao.lock").unlink()
        self.world.daemon.start()
        clerk.run("whoami", code=EVIDENCE)
        clerk.run("receipt", "show")
        (clerk.home / "log.checkpoint").unlink()  # after the auditors have looked into it
        clerk.run("whoami")

    def test_receipts_hold_after_the_key_was_changed(self):
        clerk = enrolled(self.world, "clerk", "enterer", department="102")
        clerk.run("submit", clerk.write("report.json", small_report("102", "r1")))
        old, = (clerk.home / "receipts").glob("*.receipt")
        for n in range(2, 4):
            self.world.daemon.stop()
            self.rotate()
            self.world.daemon.start()
            clerk.run("whoami")  # the last checkpoint of the key before
            self.world.lead.reconnect()
            self.world.add_departments([f"90{n}"])
            clerk.run("whoami")  # the first one of the new key
            self.assertEqual(len((clerk.home / "log.pub").read_text().splitlines()), n)
            self.assertEqual((clerk.home / "log.pub").read_bytes(), (self.directory / "log.pub").read_bytes())
        clerk.run("verify", old)
        clerk.run("verify", old, "--key", self.directory / "log.pub")
        new = Desk(self.world.directory, "new")
        new.run("enrol", desk.invite(self.world, "new", "enterer", department="101"))
        new.run("whoami")
        tlog.check_receipt(old.read_bytes(), self.verifier)
        self.assertIn("Stored", clerk.run("receipt", "fetch", "102").stdout)
        self.world.daemon.stop()
        (self.directory / "log.key").write_bytes((self.world.directory / "old.key").read_bytes())
        with self.assertRaises(AssertionError):
            self.world.daemon.start()
        self.assertIn("LOG_KEY_DIFFERS", self.world.daemon.log())

    def rotate(self):
        shutil.copy(self.directory / "log.key", self.world.directory / "old.key")
        done = subprocess.run([harness.JIXIAOD, "rotate-log-key", str(self.directory)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_receipt_commands(self):
        clerk = enrolled(self.world, "clerk", "enterer", department="102")
        self.assertEqual(clerk.run("receipt", "show", code=desk.MISSING).stdout, "")
        clerk.run("submit", clerk.write("report.json", small_report("102", "r1")))
        row, = clerk.csv("receipt", "list")
        self.assertEqual((row["submission"], row["version"]), ("r1-102", "1"))
        self.assertIn("it is no seal", clerk.run("receipt", "show", row["attempt"]).stdout)
        page = clerk.run("receipt", "print", language="zh").stdout
        self.assertIn(row["content_digest"], page)
        self.assertIn("不是印章", page)
        kept = (clerk.home / row["file"]).read_bytes()
        (clerk.home / row["file"]).unlink()
        clerk.run("receipt", "fetch", "102")
        self.assertEqual((clerk.home / row["file"]).read_bytes(), kept)
        self.assertEqual(clerk.json("verify", clerk.home / row["file"])["object"], "submissions/r1-102")
        (clerk.home / "log.pub").unlink()
        clerk.run("verify", clerk.home / row["file"], code=desk.MISSING)
        other = "example/log+" + hashlib.sha256(b"example/log\n\x01" + bytes(32)).hexdigest()[:8] + "+" + base64.b64encode(
            b"\x01" + bytes(32)).decode()
        clerk.run("verify", clerk.home / row["file"], "--key", other, code=EVIDENCE)
        clerk.run("verify", clerk.home / row["file"], "--key", self.directory / "log.pub")


if __name__ == "__main__":
    harness.main()
