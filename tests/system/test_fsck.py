#!/usr/bin/python3
"""jixiaod fsck: what somebody changes with a database shell is named, and so is a bit that has changed by itself.

A sample of the columns and of the places. JX_FSCK=all takes every column of every table and 1,000 places, as
tests/campaign/tables.py does; JX_SEED repeats a run.
"""
import contextlib
import os
import random
import re
import shutil
import sqlite3
import subprocess

import harness
from harness import JIXIAOD, explain, request_id, schema, small_report, timestamp
from schema import digest, load_case, read_message
from test_log import Log

# What no answer follows from.
NO_ANSWER = {"county.create_time_ms", "rounds.change_number"}
# What a job empties before it ends.
EMPTY = {"roster_changes"}

IS_WHOLE = os.environ.get("JX_FSCK") == "all"
N_COLUMNS, N_BITS = (None, 1000) if IS_WHOLE else (24, 12)


def columns(base):
    """Every column of every table, as (table, column, kind)."""
    for (table,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall():
        if table in EMPTY:
            continue
        if not base.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:
            raise AssertionError(f"{table} has no rows: the county of this test lacks something")
        for _, column, kind, *_ in base.execute(f"PRAGMA table_info({table})").fetchall():
            yield table, column, kind


def changed(value, kind):
    if kind == "INTEGER":
        return (value or 0) + 1
    if kind == "TEXT":
        return (value or "") + "x"
    return value[:-1] + bytes([value[-1] ^ 1]) if value else b"1"


def wide_report(code, round_id):
    """A report with something of everything."""
    report = load_case("000_seed_yuanshi_kgj_2025", round_id)
    report.department = f"departments/{code}"
    for name, part in (("01_lingling_linye_2021", "indicators"), ("01_lingling_linye_2021", "funds_by_source"),
                       ("02_guantang_xiang_2023", "rate_inputs")):
        getattr(report, part).extend(getattr(load_case(name), part))
    return report


class Fsck(Log):
    """The county of test_log, in which everything has been done once."""

    test_the_log_says_what_was_done = None  # that test asks the daemon, which is stopped here

    def setUp(self):
        super().setUp()
        self.second_round()
        self.world.daemon.stop()
        self.directory = self.world.daemon.directory
        self.copy = self.world.directory / "copy"

    def act(self, person, method, /, **fields):
        return person.call(method, request_id=request_id(), **fields)

    def second_round(self):
        """What the first one had no need of: drafts, deadlines that are put off, a department that need not file, a
        closing with somebody missing, an objection, proposals that wait for a second lead."""
        world, lead = self.world, self.lead
        world.add_departments(["103", "104"])
        self.act(lead, "RoundService/CreateRound", round=schema.Round(
            name="rounds/r2", title="二", deadline_time=timestamp(3600), rulebook="rulebooks/county-sample/editions/latest"))
        self.act(lead, "RoundService/OpenRound", name="rounds/r2")
        clerk = world.invite("clerk", "enterer", department="103")
        head, member = world.invite("head", "head", department="103"), world.invite("member", "member", department="103")
        report, edited = explain(clerk, wide_report("103", "r2")), small_report("103", "r2", executed="94.00万元")
        draft = self.act(clerk, "SubmissionService/SaveDraft", report=edited).draft
        draft = self.act(clerk, "SubmissionService/SaveDraft", report=report, base_digest=draft.digest).draft
        for signer in (member, head):
            identity = request_id()
            text = f"jixiao-sign-v1\nr2\n103\n{draft.digest}\n{identity}\n"
            signer.call("SubmissionService/SignReport", name="submissions/r2-103", digest=draft.digest, request_id=identity,
                        signature=signer.signature(text.encode()))
        clerk.submit(report)
        for name in ("104", "102"):
            self.act(lead, "ReviewService/WaiveSubmission", name=f"submissions/r2-{name}", reason="机构改革",
                     document="元政发〔2026〕7号")
        self.act(lead, "ReviewService/UnwaiveSubmission", name="submissions/r2-102", reason="撤销")
        for department, seconds in (("departments/101", 7000), ("", 5000)):
            self.act(lead, "RoundService/ExtendRound", name="rounds/r2", department=department, reason="暴雨停电",
                     deadline_time=timestamp(seconds))
        self.act(lead, "TurnService/RemindDepartments", round="rounds/r2",
                 departments=["departments/101", "departments/102"])
        self.act(self.reviewer, "ReviewService/ClaimSubmission", name="submissions/r2-103")
        self.act(self.reviewer, "ReviewService/AcceptSubmission", name="submissions/r2-103", digest=digest(report),
                 reviewed_score=read_message("85", schema.Decimal()), reason="依据附表")
        self.act(self.reviewer, "ReviewService/CorrectAcceptance", name="submissions/r2-103", digest=digest(report),
                 reviewed_score=read_message("84", schema.Decimal()), reason="依据附表，少计一项")
        self.act(lead, "RoundService/CloseRound", name="rounds/r2")
        publish = {"round": "rounds/r2", "stage": schema.PUBLICATION_STAGE_PROVISIONAL, "window_end_time": timestamp(3600)}
        self.act(lead, "PublicationService/PublishRound", **publish)
        self.act(head, "SubmissionService/ObjectToSubmission", name="submissions/r2-103", field="rank", reason="第四项少计")
        self.act(lead, "ReviewService/DecideObjection", name="submissions/r2-103", reason="核对了附表",
                 decision=schema.OBJECTION_DECISION_NOT_UPHELD)
        self.act(lead, "ReviewService/ReopenSubmission", name="submissions/r1-101", reason="决算更正", evidence="元财函〔2026〕12号")
        self.act(lead, "DepartmentService/UpdateDepartment", fields=["title", "level"], document="1号", reason="更名",
                 department=schema.Department(name="departments/104", title="新名局", level="town"))
        world.add_departments(["105", "106"])
        self.act(lead, "ReferenceService/LoadReferences", year=2025, source="国库", sheets=[schema.ReferenceSheet(
            department="departments/103", posts=read_message("12", schema.Decimal()))])
        self.act(lead, "DepartmentService/RetireDepartments", departments=["departments/105"], successors=["departments/106"],
                 document="2号")
        world.add_departments([str(number) for number in range(5000, 5240)])  # a tile of the log's tree, and more
        third = schema.Person(name="persons/lead3", title="第三个", roles=[schema.PERSON_ROLE_LEAD])
        self.act(lead, "PersonService/InvitePerson", person=third, code_digest=harness.code_digest(harness.new_code()))

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
        triggers = base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            base.execute(f"DROP TRIGGER {name}")
        yield base
        for _, sql in triggers:
            base.execute(sql)
        base.commit()
        base.close()

    def change(self, base, table, column, kind):
        """True when the column of a row is another one now."""
        value = base.execute(f"SELECT {column} FROM {table} LIMIT 1").fetchone()[0]
        try:
            return base.execute(f"UPDATE {table} SET {column} = ? WHERE {column} IS ?", (changed(value, kind), value)).rowcount > 0
        except sqlite3.IntegrityError:
            return False

    def dice(self):
        seed = int(os.environ.get("JX_SEED", random.SystemRandom().randrange(2**32)))
        return seed, random.Random(seed)

    def test_a_changed_column_is_named(self):
        whole = self.fsck(self.directory)
        self.assertEqual((whole.returncode, whole.stderr), (0, ""), whole.stdout)
        with contextlib.closing(sqlite3.connect(f"file:{self.directory / 'jixiao.db'}?mode=ro", uri=True)) as base:
            chosen = list(columns(base))
        self.assertGreater(len(chosen), 300)
        seed, dice = self.dice()
        missed = []
        for table, column, kind in chosen if N_COLUMNS is None else dice.sample(chosen, N_COLUMNS):
            with self.tampering() as copy:
                is_changed = self.change(copy, table, column, kind)
            done = self.fsck(self.copy) if is_changed and f"{table}.{column}" not in NO_ANSWER else None
            if done and (done.returncode != 1 or not (re.search(rf"^{table} ", done.stdout, re.MULTILINE) or done.stderr)):
                missed.append(f"{table}.{column}")
        self.assertEqual(missed, [], f"seed {seed}: {missed}")

    def content(self, directory):
        """All that the database says; None when it cannot be read."""
        try:
            with contextlib.closing(sqlite3.connect(f"file:{directory / 'jixiao.db'}?mode=ro", uri=True)) as base:
                return list(base.iterdump())
        except (sqlite3.Error, UnicodeError):
            return None

    def test_a_flipped_bit_that_changes_an_answer_is_named(self):
        before = (self.directory / "jixiao.db").read_bytes()
        said = self.content(self.directory)
        seed, dice = self.dice()
        missed, n_changes = [], 0
        shutil.copytree(self.directory, self.copy)
        filled = [place for place, byte in enumerate(before) if byte]
        for _ in range(N_BITS):
            place, bit = dice.choice(filled) if dice.random() < 0.8 else dice.randrange(len(before)), dice.randrange(8)
            data = bytearray(before)
            data[place] ^= 1 << bit
            for name in ("jixiao.db-wal", "jixiao.db-shm"):
                (self.copy / name).unlink(missing_ok=True)
            (self.copy / "jixiao.db").write_bytes(data)
            is_changed = self.content(self.copy) != said
            n_changes += is_changed
            if is_changed and self.fsck(self.copy).returncode != 1:
                missed.append((place, bit))
        print(f"{n_changes} of {N_BITS} changed an answer", flush=True)
        self.assertEqual(missed, [], f"seed {seed}")

    def test_a_start_after_a_crash_names_what_was_changed(self):
        daemon = self.world.daemon
        daemon.start()
        self.lead.reconnect()
        self.act(self.lead, "DepartmentService/CreateDepartment", department=schema.Department(code="999", title="新局"))
        daemon.kill()
        with contextlib.closing(sqlite3.connect(self.directory / "jixiao.db")) as base:
            base.execute("UPDATE departments SET title = '旧局' WHERE code = '999'")
            base.commit()
        for _ in range(2):
            with self.assertRaises(AssertionError) as refused:
                daemon.start()
            self.assertIn("STORE_DIFFERS", str(refused.exception))
            self.assertIn("departments/999", str(refused.exception))
        self.assertIn("departments 999 title", self.fsck(self.directory).stdout)

    def test_rows_that_come_and_go_are_named(self):
        for statement, line in (
                ("INSERT INTO departments (code, title, short_title, level, nature, funding_form, peer_group)"
                 " VALUES ('666', '假局', '', '', '', '', '')", "departments 666 *"),
                ("DELETE FROM departments WHERE code = '102'", "departments 102 *"),
                ("UPDATE persons SET roles = 64, state = 2 WHERE id = 'filer'", "persons filer roles"),
                ("DELETE FROM versions WHERE number = 2", "versions r1-101/2 *"),
                ("UPDATE scores SET final_micros = 99000000, grade = '优'", "scores r1-101/2 final_micros"),
                ("UPDATE submissions SET state = 2 WHERE department = '101'", "submissions r1-101 state"),
                ("UPDATE certificates SET end_time_ms = NULL", "certificates other end_time_ms"),
                ("UPDATE contents SET received = CAST(received || x'00' AS BLOB)", "contents r1-101/1 received"),
                ("UPDATE versions SET signature = x'3006020101020101'", "versions r1-101/1 signature"),
                ("INSERT INTO input_flags VALUES (999999, 3)", "input_flags rowid 999999 *"),
                ("DROP VIEW v_published", "sqlite_master v_published sql"),
                ("DELETE FROM log_checkpoints WHERE tree_size = (SELECT max(tree_size) FROM log_checkpoints)", "")):
            with self.subTest(statement):
                with self.tampering() as base:
                    base.execute(statement)
                done = self.fsck(self.copy)
                self.assertEqual(done.returncode, 1 if line else 0, done.stdout)
                self.assertIn(line, done.stdout)


if __name__ == "__main__":
    harness.main()
