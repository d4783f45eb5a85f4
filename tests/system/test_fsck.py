#!/usr/bin/python3
"""jixiaod fsck: what somebody changes with a database shell is named, column by column."""
import contextlib
import os
import re
import shutil
import sqlite3
import subprocess

import harness
from harness import JIXIAOD
from test_log import Log

# What no answer follows from (a certificate has ended, at whatever time; an invitation was used), or what is beside it: the
# sentences of a finding, whose rule, place and figures are in the verdict. And what the log does not hold yet: the text of
# issues, and replies that are given again.
NOT_IN_THE_LOG = {
    "attempts.n_findings", "certificates.end_time_ms", "certificates.issue_time_ms", "contents.findings", "county.create_time_ms", "invitations.fingerprint",
    "invitations.is_void", "invitations.use_time_ms", "log_head.newest_time_ms", "metric_keys.unit", "persons.revoke_time_ms",
    "publication_tables.round_id", "publications.publish_time_ms", "rounds.change_number", "rounds.proposal_digest",
    "rounds.proposal_person", "rounds.propose_time_ms", "rounds.window_end_time_ms", "submissions.reviewer", "submissions.state_time_ms",
}
TABLES_NOT_IN_THE_LOG = {"issues", "publication_entries", "requests"}


# What is named where it is seen first.
SEEN_IN = {"metric_keys.key": "metric_values", "publications.content": "publication_entries",
           "versions.explain_findings": "contents", "versions.info_findings": "contents"}
# What follows from a report is not made again where the report itself was changed.
FOLLOWS = {"metric_keys", "funds", "functions", "staff", "assets", "rates", "outcomes", "projects", "indicators", "metric_values", "scores",
           "score_lines", "texts"}


def columns(base):
    """Columns that are no keys, in groups that are changed at once: one of each table."""
    groups = {}
    for (table,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
        if table in TABLES_NOT_IN_THE_LOG or not base.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:
            continue
        for number, column, kind, _, _, key in base.execute(f"PRAGMA table_info({table})"):
            group = table if table.startswith("log_") or table == "contents" else table in FOLLOWS
            if not key:
                groups.setdefault((group, number), []).append((table, column, kind))
    return groups.values()


def changed(value, kind):
    if kind == "INTEGER":
        return (value or 0) + 1
    if kind == "TEXT":
        return (value or "") + "x"
    return value[:-1] + bytes([value[-1] ^ 1]) if value else b"1"


class Fsck(Log):
    """The county of test_log, in which everything has been done once."""

    def setUp(self):
        super().setUp()
        self.world.daemon.stop()
        self.directory = self.world.daemon.directory
        self.copy = self.world.directory / "copy"

    def fsck(self, directory):
        environment = {"PATH": os.environ["PATH"], "JIXIAO_LANG": "en"}
        environment.update((key, value) for key, value in os.environ.items() if key.endswith("SAN_OPTIONS"))
        return subprocess.run([JIXIAOD, "fsck", str(directory)], capture_output=True, text=True, env=environment, timeout=120)

    @contextlib.contextmanager
    def tampering(self):
        """A copy of the state directory, its database opened by a shell."""
        shutil.rmtree(self.copy, ignore_errors=True)
        shutil.copytree(self.directory, self.copy)
        base = sqlite3.connect(self.copy / "jixiao.db")
        base.execute("PRAGMA ignore_check_constraints = ON")
        for (trigger,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            base.execute(f"DROP TRIGGER {trigger}")
        yield base
        base.commit()
        base.close()

    def change(self, base, table, column, kind):
        """True when the column of some rows is another one now."""
        value = base.execute(f"SELECT {column} FROM {table} LIMIT 1").fetchone()[0]
        try:
            return base.execute(f"UPDATE {table} SET {column} = ? WHERE {column} IS ?", (changed(value, kind), value)).rowcount
        except sqlite3.IntegrityError:
            return False

    def test_the_log_says_what_was_done(self):
        whole = self.fsck(self.directory)
        self.assertEqual((whole.returncode, whole.stderr), (0, ""), whole.stdout)
        base = sqlite3.connect(f"file:{self.directory / 'jixiao.db'}?mode=ro", uri=True)
        missed, n_named = [], 0
        for group in list(columns(base)):
            with self.tampering() as copy:
                names = [(table, column) for table, column, kind in group if self.change(copy, table, column, kind)]
            done = self.fsck(self.copy)
            self.assertIn(done.returncode, (0, 1), done.stderr)
            for table, column in names:
                seen_in = SEEN_IN.get(f"{table}.{column}", table)
                is_named = re.search(rf"^{seen_in} ", done.stdout, re.MULTILINE)
                n_named += bool(re.search(rf"^{table} .* {column}: the log says", done.stdout, re.MULTILINE))
                if not is_named and not (len(names) == 1 and done.returncode == 1) and f"{table}.{column}" not in NOT_IN_THE_LOG:
                    missed.append(f"{table}.{column}")
        base.close()
        self.assertEqual(missed, [])
        self.assertGreater(n_named, 60)

    def test_rows_that_come_and_go_are_named(self):
        for statement, line in (
                ("INSERT INTO departments VALUES ('666', '假局', '', '', '', '', '')", "departments 666 *"),
                ("DELETE FROM departments WHERE code = '102'", "departments 102 *"),
                ("UPDATE persons SET roles = 64, state = 2 WHERE id = 'filer'", "persons filer roles"),
                ("DELETE FROM versions WHERE number = 2", "versions r1-101/2 *"),
                ("UPDATE scores SET final_micros = 99000000, grade = '优'", "scores r1-101/2 final_micros"),
                ("UPDATE submissions SET state = 2 WHERE department = '101'", "submissions r1-101 state"),
                ("UPDATE certificates SET end_time_ms = NULL", "certificates other end_time_ms"),
                ("UPDATE contents SET received = CAST(received || x'00' AS BLOB)", "contents r1-101/1 received"),
                ("UPDATE versions SET signature = x'3006020101020101'", "versions r1-101/1 signature"),
                ("DELETE FROM log_checkpoints WHERE tree_size = (SELECT max(tree_size) FROM log_checkpoints)", "")):
            with self.subTest(statement):
                with self.tampering() as base:
                    base.execute(statement)
                done = self.fsck(self.copy)
                self.assertEqual(done.returncode, 1 if line else 0, done.stdout)
                self.assertIn(line, done.stdout)


if __name__ == "__main__":
    harness.main()
