#!/usr/bin/python3
"""What storage/ remembers and asks is understood by PostgreSQL too: the schema of a new store, and each statement."""
import collections
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

import harness

sys.path.insert(0, str(harness.TOP / "tests" / "support"))
import postgres  # noqa: E402
import statements  # noqa: E402

COUNTY = """INSERT INTO departments (code, title, short_title, level, nature, funding_form, peer_group)
 VALUES ('1001', '科技局', '', '', '', '', ''), ('B', '', '', '', '', '', ''), ('a', '', '', '', '', '', '');
INSERT INTO rounds (name, title, year, state, accepts_late) VALUES ('2025', '', 2025, 2, 1);
INSERT INTO submissions (round_id, department, state, state_time_ms) SELECT id, '1001', 1, 5 FROM rounds;
"""


@unittest.skipUnless(postgres.is_there(), "PostgreSQL is not installed")
class Postgres(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = postgres.Server()
        cls.addClassCleanup(cls.server.stop)
        directory = pathlib.Path(tempfile.mkdtemp(prefix="jixiao-"))
        cls.addClassCleanup(shutil.rmtree, directory, ignore_errors=True)
        place = directory / "county"
        subprocess.run([harness.JIXIAOD, "init", str(place), "--county", "样县"], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        store = sqlite3.connect(place / "jixiao.db")
        cls.definitions = list(store.execute("SELECT type, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"))
        cls.columns = list(store.execute(
            "SELECT s.name, c.name FROM sqlite_schema s JOIN pragma_table_info(s.name) c WHERE s.type IN ('table', 'view')"))
        store.close()

    def setUp(self):
        self.server.sql("DROP DATABASE IF EXISTS county")
        self.server.sql("CREATE DATABASE county")
        self.server.sql("".join(f"{text};\n" for text in postgres.schema(self.definitions)), "county")

    def ask(self, text):
        return self.server.sql(text, "county").split()

    def fault_of(self, text):
        with self.assertRaises(RuntimeError) as failure:
            self.server.sql(text, "county")
        return str(failure.exception)

    def test_every_table_and_view_has_its_columns(self):
        there = self.ask("SELECT table_name || '|' || column_name FROM information_schema.columns WHERE table_schema = 'public'")
        self.assertEqual(sorted(f"{table}|{column}" for table, column in self.columns), sorted(there))
        kinds = collections.Counter(kind for kind, _ in self.definitions)
        self.assertEqual([str(kinds["trigger"])], self.ask("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"))
        self.assertEqual([str(kinds["view"])], self.ask("SELECT count(*) FROM pg_views WHERE schemaname = 'public'"))

    def test_every_statement_is_understood(self):
        table = statements.collect(harness.TOP)
        self.assertGreater(len(table), 250)
        script = ""
        for n, (_, _, text) in enumerate(table):
            said = postgres.statement(text)
            script += f"PREPARE s{n}{postgres.types(said)} AS {said};\n"
        said = self.server.sql(script, "county", stops=False)
        faults = [f"{table[int(line) - 1][0]}:{table[int(line) - 1][1]}: {what}"
                  for line, what in re.findall(r"<stdin>:(\d+): (?:ERROR|FATAL): +(.*)", said)]
        self.assertEqual([], faults, said)

    def test_a_statement_of_one_engine_alone_is_not(self):
        said = self.server.sql("PREPARE a AS SELECT hex(id) FROM rounds;\nPREPARE b AS SELECT sum(id = 3) FROM rounds;\n",
                               "county", stops=False)
        self.assertEqual(2, said.count("ERROR"), said)

    def test_texts_are_ordered_by_their_bytes(self):
        self.server.sql(COUNTY, "county")
        self.assertEqual(["1001", "B", "a"], self.ask("SELECT code FROM departments ORDER BY code"))

    def test_a_round_counts_its_submissions(self):
        self.server.sql(COUNTY, "county")
        self.assertEqual(["1|0|0"], self.ask("SELECT n_departments, n_filed, n_accepted FROM rounds"))
        self.server.sql("UPDATE submissions SET state = 6, version = 1, state_time_ms = 9", "county")
        self.assertEqual(["1|1|1"], self.ask("SELECT n_departments, n_filed, n_accepted FROM rounds"))
        self.assertEqual(["1|6|9"], self.ask("SELECT number, state, time_ms FROM submission_states"))

    def test_what_was_decided_never_changes(self):
        self.server.sql(COUNTY + "INSERT INTO persons (id, title, roles, state) VALUES ('zuzhang', '', 0, 2);"
                        "INSERT INTO waivers (submission_id, document, reason, person, time_ms) VALUES (1, '', '', 'zuzhang', 1);",
                        "county")
        self.assertIn("what was decided stays", self.fault_of("UPDATE waivers SET document = 'x'"))
        self.assertIn("what was decided stays", self.fault_of("DELETE FROM waivers"))
        self.assertIn("violates foreign key", self.fault_of("DELETE FROM submissions"))


if __name__ == "__main__":
    harness.main()
