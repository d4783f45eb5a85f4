#!/usr/bin/python3
"""Each question that storage/ asks has the same answer from SQLite and from PostgreSQL.

The store of a county in which everything has been done once is put into both, row by row; every SELECT is asked of both, many
times, with values that stand in the columns it compares.
"""
import json
import os
import random
import re
import sqlite3
import sys
import unittest

import harness
import test_fsck

sys.path.insert(0, str(harness.TOP / "tests" / "support"))
import postgres  # noqa: E402
import statements  # noqa: E402

TIMES = int(os.environ.get("JX_ANSWERS", "60"))  # that each question is asked
FIELD, ROW, NULL, MARK = "\x1f", "\x1e", "\x1d", "\x1c"
NUMBERS = [0, 1, 2, 3, 5, 9, 1 << 30]


def literal(value):
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'::bytea"
    if isinstance(value, list):
        return f"ARRAY[{', '.join(map(literal, value))}]::text[]"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else "NULL" if value is None else str(value)


def shown(value):
    """A value as psql shows it."""
    return NULL if value is None else f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)


def are_alike(ours, theirs):
    """What SQLite and PostgreSQL answer for one row; a truth is a number to SQLite."""
    return len(ours) == len(theirs) and all(
        a == b or (a, b) in (("1", "t"), ("0", "f")) for a, b in zip(ours, theirs))


@unittest.skipUnless(postgres.is_there(), "PostgreSQL is not installed")
class Answers(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        county = test_fsck.Fsck("setUp")
        cls.addClassCleanup(county.doCleanups)
        county.setUp()
        cls.store = sqlite3.connect(county.directory / "jixiao.db")
        cls.addClassCleanup(cls.store.close)
        cls.store.create_function("octet_length", 1, lambda text: None if text is None else len(text.encode()))
        cls.server = postgres.Server()
        cls.addClassCleanup(cls.server.stop)
        cls.values = {}
        cls.server.sql("CREATE DATABASE county")
        cls.server.sql("".join(f"{text};\n" for text in cls.schema_and_rows()), "county")

    @classmethod
    def schema_and_rows(cls):
        yield from postgres.schema(cls.store.execute(
            "SELECT type, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid").fetchall())
        yield "SET session_replication_role = replica"
        for (table,) in cls.store.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                                          ).fetchall():
            rows = cls.store.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in rows.description]
            for row in rows.fetchall():
                for name, value in zip(names, row):
                    if value is not None:
                        cls.values.setdefault(name, set()).add(value)
                        cls.values.setdefault(f"{table}.{name}", set()).add(value)
                yield f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(map(literal, row))})"

    def setUp(self):
        self.dice = random.Random(14)
        self.table = [(f"{file}:{line}", text) for file, line, text in statements.collect(harness.TOP)
                      if text.startswith("SELECT")]
        self.prepared = ""
        for n, (_, text) in enumerate(self.table):
            said = postgres.statement(text)
            self.prepared += f"PREPARE s{n}{postgres.types(said)} AS {said};\n"

    def compared(self, text, n):
        """The columns, with their tables where these are found, that a parameter is compared with."""
        tables = re.findall(r"\b(?:FROM|JOIN) (\w+)(?: (?!WHERE|JOIN|ON|ORDER|LEFT)(\w+))?", text)
        of = {alias or table: table for table, alias in tables}
        for alias, name in re.findall(rf"(?:(\w+)\.)?(\w+) (?:=|<>|<|>|<=|>=) (?:CASE )?\${n}(?!\d)", text):
            places = [of.get(alias)] if alias else of.values()
            columns = [f"{table}.{name}" for table in places] + [name]
            yield from [column for column in columns if column in self.values][:max(1, len(columns) - 1)]

    def value_for(self, text, n, kind):
        """A value for a parameter, most often one that stands in the column that it is compared with."""
        if kind == "text[]":
            codes = sorted(self.values["department"]) + ["无此部门"]
            return self.dice.sample(codes, self.dice.randint(0, len(codes)))
        if re.search(rf"LIMIT \${n}(?!\d)", text):
            return self.dice.choice([1, 2, 1000])
        type_of = {"bigint": int, "integer": int, "text": str, "bytea": bytes}[kind]
        pool = sorted({value for column in self.compared(text, n) for value in self.values[column]
                       if isinstance(value, type_of)})
        other = {int: NUMBERS, str: ["", "无", *sorted(self.values["department"]), *sorted(self.values["name"])],
                 bytes: [b""]}[type_of]
        if re.search(rf"(?:CASE )?\${n} (?:=|WHEN) (?:0|'')(?!\d)", text) and self.dice.random() < 0.5:
            return type_of()
        return self.dice.choice(pool if pool and self.dice.random() < 0.9 else other)

    def kinds(self):
        """The types of the parameters of each statement."""
        said = self.server.sql(self.prepared + "SELECT substr(name, 2), array_to_string(parameter_types, ';')"
                               " FROM pg_prepared_statements;", "county")
        pairs = [line.split("|") for line in said.split("\n") if line]
        return {int(n): types.split(";") if types else [] for n, types in pairs}

    def asked(self):
        """(question, values, PostgreSQL's rows) of each time."""
        kinds = self.kinds()
        times = [(n, [self.value_for(postgres.statement(text), i + 1, kind) for i, kind in enumerate(kinds[n])])
                 for n, (_, text) in enumerate(self.table) for _ in range(TIMES if kinds[n] else 1)]
        script = f"\\pset fieldsep '{FIELD}'\n\\pset recordsep '{ROW}'\n\\pset null '{NULL}'\n" + self.prepared
        for n, values in times:
            script += f"\\echo {MARK}\nEXECUTE s{n}" + (f"({', '.join(map(literal, values))})" if values else "") + ";\n"
        said = self.server.sql(script, "county").split(f"{MARK}\n")[1:]
        self.assertEqual(len(times), len(said))
        for (n, values), block in zip(times, said):
            yield n, values, [row.split(FIELD) for row in block[:-1].split(ROW)] if block else []

    def test_both_answer_alike(self):
        n_rows, answered = 0, set()
        for n, values, theirs in self.asked():
            place, text = self.table[n]
            ours = [[shown(value) for value in row] for row in self.store.execute(
                text.replace("text_list(", "json_each("),
                [json.dumps(value) if isinstance(value, list) else value for value in values])]
            if " ORDER BY " not in text:
                ours.sort()
                theirs.sort()
            self.assertTrue(len(ours) == len(theirs) and all(map(are_alike, ours, theirs)),
                            f"{place}: {text}\nof {values}\nSQLite: {ours}\nPostgreSQL: {theirs}"[:4000])
            n_rows += len(ours)
            if ours:
                answered.add(n)
        print(f"{len(self.table)} questions, {len(answered)} of them with answers, {n_rows} rows", file=sys.stderr)
        self.assertGreater(len(answered), len(self.table) * 4 // 5)

    def test_every_view_shows_the_same(self):
        views = [name for (name,) in self.store.execute("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name")]
        script = f"\\pset fieldsep '{FIELD}'\n\\pset recordsep '{ROW}'\n\\pset null '{NULL}'\n"
        script += "".join(f"\\echo {MARK}\nSELECT * FROM {view};\n" for view in views)
        said = self.server.sql(script, "county").split(f"{MARK}\n")[1:]
        for view, block in zip(views, said, strict=True):
            ours = sorted([shown(value) for value in row] for row in self.store.execute(f"SELECT * FROM {view}"))
            self.assertEqual(ours, sorted(row.split(FIELD) for row in block[:-1].split(ROW)) if block else [], view)


if __name__ == "__main__":
    harness.main()
