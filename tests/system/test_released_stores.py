#!/usr/bin/python3
"""Stores of every schema that was ever released, filled by the daemon of their day, are opened by today's.

tests/data/stores/ has a state directory for each, whole: a county with two rounds, the first one published finally by two leads, the
second one open with a report that was returned; from schema 10 on a rectification item. Receipts of its reports lie in receipts/.
"""
import contextlib
import pathlib
import re
import shutil
import sqlite3
import tarfile
import tempfile

import harness
from console import Server
from desk import Desk
from harness import TOP, Daemon

STORES = sorted((TOP / "tests" / "data" / "stores").glob("schema-*.tar.xz"), key=lambda path: int(re.search(r"\d+", path.name)[0]))
# 1 was written anew, with other names, before 2 came; 3 had what is now of 4 for a night; 7 and 8 were numbers within one merge, and
# 11 stood for a quarter of an hour; 17 held its history by other digests for a night. No daemon that was installed has written one.
NEVER_RELEASED = {1, 3, 7, 8, 11, 17}

SIGNED = 6  # the first one with receipts
FORM_OF_ENTRIES = 6  # entries of its log had another form; its receipts do not verify, and never did after the next landing
RECORDED = 5  # the first one whose log says what was done
WITH_FLAGS = 18  # with a report that expects a figure, and one that counts up to November
SENTENCES = 2  # sentences of findings were corrected since: what was judged then is not made again word for word


class County:
    """A county of an older version, with the ports of today."""

    def __init__(self, test, store):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="jixiao-"))
        test.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.daemon = Daemon(self.directory / "county")
        test.addCleanup(self.daemon.stop)
        with tarfile.open(store) as archive:
            archive.extractall(self.daemon.directory)
        settings = self.daemon.directory / "jixiaod.ini"
        text = settings.read_text(encoding="utf-8")
        for name in ("main", "enrol", "public"):
            text = re.sub(rf"(?m)^{name} = (.*):\d+$", rf"{name} = \1:{getattr(self.daemon, name)}", text)
        settings.write_text(text, encoding="utf-8")

    def read(self, statement):
        base = sqlite3.connect(f"file:{self.daemon.directory / 'jixiao.db'}?mode=ro", uri=True)
        with contextlib.closing(base):
            return base.execute(statement).fetchall()

    def schema(self):
        return self.read("PRAGMA user_version")[0][0]

    def figures(self):
        """What was computed, set and published, as the store of its day has it."""
        said = {"versions": self.read("SELECT digest, verdict_digest, claimed_micros FROM versions ORDER BY id"),
                "reviewed": self.read("SELECT department, reviewed_micros, reviewed_decimals FROM submissions ORDER BY id"),
                "publications": self.read("SELECT round_id, number, stage, digest FROM publications ORDER BY round_id, number"),
                "published": self.read("SELECT department, number, reviewed_micros FROM publication_rows ORDER BY number, department")}
        if self.schema() > 1:
            said["scores"] = self.read("SELECT version_id, grade, claimed_micros, computed_micros, reviewed_micros, final_micros,"
                                       " deduction_micros, coverage_micros FROM scores ORDER BY version_id")
        return said


class ReleasedStores(harness.TestCase):
    def test_there_is_one_of_every_schema(self):
        there = {int(re.search(r"\d+", path.name)[0]) for path in STORES}
        text = "".join(path.read_text() for path in (TOP / "storage" / "sqlite" / "schema").glob("*.c"))
        newest = max(int(number) for number in re.findall(r"user_version = (\d+)", text))
        self.assertEqual(there | NEVER_RELEASED, set(range(1, newest)), "make one with the last daemon before a step of the schema")

    def test_each_is_converted_with_its_scores_and_publications(self):
        for store in STORES:
            with self.subTest(store=store.name):
                self.convert(County(self, store), int(re.search(r"\d+", store.name)[0]))

    def convert(self, county, number):
        self.assertEqual(county.schema(), number)
        before = county.figures()
        server = Server(county)
        county.daemon.start()
        lead = Desk(county.directory, "lead")
        lead.run("enrol", server.invite("lead", "--lost-key"))
        after = county.figures()
        if "scores" not in before:
            after.pop("scores")
        self.assertEqual(after, before)
        rows = lead.json("rank", "r1")["rows"]
        self.assertEqual([(row["department"], row["reviewed_score"]) for row in rows],
                         [("departments/1001", "90"), ("departments/1002", "89")])
        published = lead.json("publication", "list", "r1")["publications"]
        self.assertEqual([row["digest"] for row in published][-1:] or [], [before["publications"][-1][3]])
        export = county.directory / "publication.jsonl"
        lead.run("export", "r1", "--publication", "latest", "--out", export)
        if number > SENTENCES:
            lead.run("verify-publication", export)
        if number == WITH_FLAGS:
            self.assertEqual([row["flags"] for row in rows], [["forecast"], ["provisional"]])
        states = {row["department"]: row["state"] for row in lead.json("list", "--round", "r2")["submissions"]}
        self.assertEqual(states["departments/1003"], "returned")
        receipts = list((county.daemon.directory / "receipts").glob("*.receipt"))
        self.assertEqual(len(receipts), 3 if number >= SIGNED else 0)
        for receipt in receipts if number != FORM_OF_ENTRIES else ():
            lead.run("verify", receipt)
        self.assertEqual(county.daemon.stop(), 0)
        said = server.run("fsck").stdout
        self.assertEqual([line for line in said.splitlines() if ": the log says" in line], [])
        self.assertEqual("rows are older" in said, number < RECORDED, said)


if __name__ == "__main__":
    harness.main()
