#!/usr/bin/python3
"""Backups: made under writes, checked, restored on another machine and over an old store, refused when they lie."""
import json
import hashlib
import io
import os
import pathlib
import sqlite3
import struct
import subprocess
import tempfile
import threading
import zipfile
import zlib

import harness
from harness import JIXIAOD, World, small_report

PASSPHRASE = "correct horse battery staple"


class Backups(harness.TestCase):
    def setUp(self):
        self.world = World(self)
        self.daemon = self.world.daemon
        self.directory = self.daemon.directory
        self.work = pathlib.Path(tempfile.mkdtemp(dir=self.world.directory))
        self.passphrase = self.work / "passphrase"
        self.passphrase.write_text(PASSPHRASE + "\n")
        self.key = ("--passphrase-file", self.passphrase)

    def run_daemon(self, *arguments, code=0):
        """A verb of jixiaod, in English. Returns what it printed."""
        done = subprocess.run([JIXIAOD, *map(str, arguments)], capture_output=True, text=True, timeout=120,
                              env={**os.environ, "JIXIAO_LANG": "en"})
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def back_up(self, name="county.zip"):
        self.run_daemon("backup", self.directory, self.work / name, *self.key)
        return self.work / name

    def open_round(self):
        self.world.add_departments(["101", "102"])
        self.world.open_round("r1", year=2025)
        return self.world.invite("filer", "enterer", department="101")

    def move_to(self, directory):
        """The same daemon, its addresses and all, on another state directory."""
        self.daemon.directory = directory
        self.daemon.start()

    def test_a_backup_made_under_writes_is_a_county_on_another_machine(self):
        filer = self.open_round()
        request = filer.submit_request(small_report("101", "r1"))
        receipt = filer.call("SubmissionService/SubmitReport", request).receipt_file
        is_done = threading.Event()

        def write():
            n = 0
            while not is_done.is_set():
                self.world.add_departments([f"2{n:03}"])
                n += 1

        writer = threading.Thread(target=write)
        writer.start()
        try:
            backup = self.back_up()
        finally:
            is_done.set()
            writer.join()
        said = self.run_daemon("restore-check", backup, *self.key, "--against", self.directory)
        self.assertIn("tables  what the log says", said)
        self.assertIn("keys    open", said)
        self.assertIn("against", said)
        self.daemon.stop()
        other = self.work / "machine"
        self.assertIn("Restored.", self.run_daemon("restore", backup, other, *self.key))
        self.assertIn("what the log says", self.run_daemon("fsck", other))
        self.assertEqual({oct(path.stat().st_mode)[-3:] for path in other.glob("*.key")}, {"600"})
        self.move_to(other)
        filer.reconnect()
        self.assertEqual(filer.call("SubmissionService/SubmitReport", request).receipt_file, receipt)
        lead = self.world.lead
        lead.reconnect()
        auditor = self.world.invite("auditor", "auditor")
        self.assertIn("STORE_RESTORE", str(auditor.call("LogService/ListLogEntries", object="log")))

    def test_the_keys_in_it_are_encrypted_as_stock_tools_read_them(self):
        backup = self.back_up()
        with zipfile.ZipFile(backup) as archive:
            for name in ("ca.key", "server.key", "log.key"):
                sealed = archive.read(name)
                self.assertIn(b"BEGIN ENCRYPTED PRIVATE KEY", sealed)
                opened = subprocess.run(["openssl", "pkey", "-passin", "file:" + str(self.passphrase)], input=sealed,
                                        capture_output=True, check=True).stdout
                self.assertEqual(opened, subprocess.run(["openssl", "pkey", "-in", self.directory / name],
                                                        capture_output=True, check=True).stdout)
        self.assertEqual(oct(backup.stat().st_mode)[-3:], "600")
        self.passphrase.write_text("not this one\n")
        self.assertIn("cannot be opened", self.run_daemon("restore-check", backup, *self.key, code=1))
        self.assertIn("cannot be opened", self.run_daemon("restore", backup, self.work / "x", *self.key, code=1))
        self.assertFalse((self.work / "x").exists())
        self.passphrase.write_text("short\n")
        self.assertIn("at least 8 bytes", self.run_daemon("backup", self.directory, self.work / "y.zip", *self.key, code=1))
        self.assertIn("must be encrypted", self.run_daemon("backup", self.directory, self.work / "y.zip", code=1))
        self.assertFalse((self.work / "y.zip").exists())

    def test_whoever_holds_a_certificate_opens_it_too(self):
        identity, certificate = self.work / "identity.pem", self.work / "recipient.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", identity, "-out", certificate,
                        "-subj", "/CN=backup", "-days", "3"], capture_output=True, check=True)
        backup = self.work / "sealed.zip"
        self.run_daemon("backup", self.directory, backup, "--recipient", certificate)
        with zipfile.ZipFile(backup) as archive:
            opened = subprocess.run(["openssl", "cms", "-decrypt", "-inform", "PEM", "-inkey", identity, "-recip", certificate],
                                    input=archive.read("ca.key"), capture_output=True, check=True).stdout
        self.assertIn(b"PRIVATE KEY", opened)
        self.assertIn("keys    not tried", self.run_daemon("restore-check", backup))
        self.daemon.stop()
        self.run_daemon("restore", backup, self.work / "new", "--recipient", certificate, "--identity", identity)
        self.move_to(self.work / "new")

    def test_a_step_back_is_taken_only_on_purpose_and_nothing_is_lost_by_it(self):
        backup = self.back_up()
        self.assertIn("another jixiaod uses", self.run_daemon("restore", backup, self.directory, *self.key, code=1))
        self.world.add_departments(["101"])
        self.daemon.stop()
        self.assertIn("--step-back", self.run_daemon("restore", backup, self.directory, *self.key, code=1))
        self.assertIn("came later", self.run_daemon("restore-check", backup, "--against", self.directory))
        newer = self.back_up("newer.zip")
        said = self.run_daemon("restore", backup, self.directory, *self.key, "--step-back")
        aside = next(self.directory.glob("before-restore-*"))
        self.assertIn(str(aside), said)
        self.assertTrue((aside / "jixiao.db").exists() and (aside / "ca.key").exists())
        # What the step back has written since is another history than the newer backup's.
        self.assertIn("two histories", self.run_daemon("restore", newer, self.directory, *self.key, code=1))
        self.assertIn("two histories", self.run_daemon("restore-check", newer, "--against", self.directory, code=1))
        self.run_daemon("restore", newer, self.directory, *self.key, "--step-back")
        self.daemon.start()

    def test_a_store_that_cannot_be_read_is_replaced_when_somebody_says_so(self):
        backup = self.back_up()
        self.daemon.stop()
        (self.directory / "jixiao.db").write_bytes(b"no database" * 1000)
        self.assertIn("cannot be read", self.run_daemon("restore", backup, self.directory, *self.key, code=1))
        self.run_daemon("restore", backup, self.directory, *self.key, "--step-back")
        self.daemon.start()

    def test_another_county_is_never_overwritten(self):
        backup = self.back_up()
        other = World(self)
        other.daemon.stop()
        for flags in ((), ("--step-back",)):
            self.assertIn("another county", self.run_daemon("restore", backup, other.daemon.directory, *self.key, *flags, code=1))
        self.assertIn("another county",
                      self.run_daemon("restore-check", backup, "--against", other.daemon.directory, code=1))
        other.daemon.start()

    def rewrite(self, backup, name, change):
        """A backup with one part changed, and its size and digest in the manifest made to fit."""
        changed = self.work / "changed.zip"
        with zipfile.ZipFile(backup) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
        parts[name] = change(parts[name])
        manifest = json.loads(parts["manifest.json"])
        for file in manifest["files"]:
            if file["name"] == name:
                file["size"] = str(len(parts[name]))
                file["digest"] = "sha256:" + hashlib.sha256(parts[name]).hexdigest()
        if name != "manifest.json":
            parts["manifest.json"] = json.dumps(manifest).encode()
        with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, text in parts.items():
                archive.writestr(part, text)
        return changed

    def refuse(self, backup, words=""):
        said = self.run_daemon("restore-check", backup, code=1)
        self.assertIn(words or "no whole backup", said)
        self.run_daemon("restore", backup, self.work / "never", *self.key, code=1)
        self.assertFalse((self.work / "never").exists())
        self.assertEqual(list(self.work.glob("*.check")), [])

    def change_table(self, database):
        file = self.work / "shell.db"
        file.write_bytes(database)
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE persons SET title = 'somebody else'")
        connection.close()
        return file.read_bytes()

    def flip(self, backup, part):
        """The file with a bit flipped in the midst of what the part holds; what a local header repeats of the directory says
        nothing, and nor does a bit of compressed zeros that makes other zeros of them."""
        whole = backup.read_bytes()
        names = struct.unpack_from("<HH", whole, part.header_offset + 26)
        start = part.header_offset + 30 + sum(names)
        with zipfile.ZipFile(backup) as archive:
            held = archive.read(part)
        for at in range(start + part.compress_size // 2, start + part.compress_size):
            flipped = bytearray(whole)
            flipped[at] ^= 16
            try:
                with zipfile.ZipFile(io.BytesIO(flipped)) as archive:
                    if archive.read(part) == held:
                        continue
            except (zipfile.BadZipFile, zlib.error, EOFError):
                pass
            return bytes(flipped)
        raise AssertionError(f"no bit of {part.filename} says anything")

    def test_one_that_was_changed_is_refused(self):
        filer = self.open_round()
        filer.submit(small_report("101", "r1"))
        older = self.back_up("older.zip")
        self.world.add_departments(["103"])
        backup = self.back_up()
        whole = backup.read_bytes()
        cut = self.work / "cut.zip"
        for n in (0, len(whole) // 2, len(whole) - 1):
            cut.write_bytes(whole[:n])
            self.refuse(cut)
        with zipfile.ZipFile(backup) as archive:
            parts = archive.infolist()
        for part in parts:
            cut.write_bytes(self.flip(backup, part))
            with self.subTest(part=part.filename):
                self.refuse(cut)
        # Whoever makes the digests fit is caught by the log.
        self.refuse(self.rewrite(backup, "jixiao.db", self.change_table), "its tables are not what its log says")
        with zipfile.ZipFile(older) as archive:
            old = archive.read("jixiao.db")
        self.refuse(self.rewrite(backup, "jixiao.db", lambda _: old), "tree of its checkpoint")
        def forge(text):
            manifest = json.loads(text)
            manifest["checkpoint"] = manifest["checkpoint"].replace("\n", "0\n", 2)
            return json.dumps(manifest).encode()

        self.refuse(self.rewrite(backup, "manifest.json", forge), "not signed by its log")

    def test_the_newest_are_kept_and_other_files_left_alone(self):
        kept = self.work / "kept"
        kept.mkdir()
        for name in ("jixiao-20200101T000000Z.zip", "jixiao-20210101T000000Z.zip", "notes.zip", "jixiao-20200101T000000Z.zip.old"):
            (kept / name).write_text("x")
        said = self.run_daemon("backup", self.directory, kept, *self.key, "--keep", 2)
        self.assertIn("removed 1", said)
        names = sorted(path.name for path in kept.iterdir())
        self.assertEqual(len([name for name in names if name.endswith("Z.zip")]), 2)
        self.assertIn("notes.zip", names)
        self.assertNotIn("jixiao-20200101T000000Z.zip", names)
        self.assertIn("jixiao-20200101T000000Z.zip.old", names)


if __name__ == "__main__":
    harness.main()
