#!/usr/bin/python3
"""Texts that would act on a screen: they reach no terminal in any form of output, no name and no log."""
import json
import os
import pathlib
import pty
import subprocess
import tempfile
import unicodedata

import harness
from harness import SLOWER, World, request_id, small_report, timestamp
from schema import canonical, schema
from test_client import Desk, enrolled

# C0, C1, marks and overrides of direction, format characters, fillers, a tag, a variation selector, separators of lines.
HARMFUL = "\x1b[2J\u009b31m\u202e\u2066\u061c\u200b\u2060\u00ad\u034f\u115f\u3164\ufeff\ufff9\u180e\u206a\U000e0041\ufe0f\u2028"
COLOURS = ("\x1b[0m", "\x1b[31m", "\x1b[33m", "\x1b[m", "\x1b[1m")


def harmful_in(text):
    """What of a terminal's text is neither seen nor a line end, the program's own colours left out."""
    for colour in COLOURS:
        text = text.replace(colour, "")
    return {f"U+{ord(c):04X}" for c in text if c not in "\r\n" and
            (unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") or c in HARMFUL[2:] and not c.isascii())}


def on_terminal(desk, *arguments, columns=200):
    """What a command prints to a terminal, output and errors."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(desk.command(*arguments), stdin=subprocess.DEVNULL, stdout=follower, stderr=follower,
                               env={**desk.environment, "TERM": "xterm", "COLUMNS": str(columns)}, cwd=desk.directory)
    os.close(follower)
    said = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        said += piece
    os.close(leader)
    process.wait(timeout=60 * SLOWER)
    return said.decode("utf-8")


class Offline(harness.TestCase):
    """Files of a clerk."""

    def setUp(self):
        self.files = tempfile.TemporaryDirectory(prefix="jixiao-")
        self.addCleanup(self.files.cleanup)
        self.desk = Desk(pathlib.Path(self.files.name), "clerk")
        report = json.loads(canonical(small_report("1001", "2025")))
        report["outcomes"] = [{"name": "产出" + HARMFUL, "unit": HARMFUL, "value": "1"}]
        report.setdefault("profile", {})["duties"] = [HARMFUL]
        self.file = self.desk.directory / f"report{HARMFUL[1:5]}.json"
        self.file.write_text(json.dumps(report, ensure_ascii=True), encoding="utf-8")

    def test_nothing_of_a_file_reaches_the_terminal(self):
        for output in ("auto", "table", "json", "jsonl", "csv", "csv-excel"):
            for command in (("check", self.file), ("formula", "outcomes[0].name", self.file), ("explain", self.file),
                            ("formula", f"outcomes[0].{HARMFUL}", self.file), (f"no{HARMFUL}",), ("check", f"none{HARMFUL}"),
                            ("--server", f"{HARMFUL}.invalid:1", "ping"), ("verify-publication", self.file)):
                said = on_terminal(self.desk, *(() if output == "auto" else ("-o", output)), *command)
                self.assertEqual(harmful_in(said), set(), f"{output} {command[0]}: {said!r}")

    def test_files_and_pipes_get_data_as_it_is(self):
        self.assertIn("\u202e", self.desk.run("-o", "csv", "formula", "outcomes[0].name", self.file).stdout)
        self.assertIn("\u202e", self.desk.run("-o", "json", "check", self.file, code=3).stdout)

    def test_the_check_names_such_a_character_with_its_place(self):
        findings = self.desk.json("check", self.file, code=3)["findings"]
        self.assertIn(("G16", "outcomes[0].name", "U+001B"), [(row["rule"], row["field"], row["stated"]) for row in findings
                                                              if row["rule"] == "G16"])


class Online(harness.TestCase):
    """What people enter on the server, and what of it its log holds."""

    def setUp(self):
        self.world = World(self)

    def test_names_titles_and_reasons_are_refused(self):
        for bad in ("\x1b[2J", "\u202e", "\u200b", "\u3164", "\n", "\U000e0041"):
            lead = self.world.lead
            for method, fields, field in (
                    ("DepartmentService/CreateDepartment", {"department": schema.Department(code="1", title="甲" + bad)},
                     "department.title"),
                    ("DepartmentService/BatchCreateDepartments",
                     {"departments": [schema.Department(code="1", title="甲"), schema.Department(code="2", title="乙" + bad)]},
                     "departments[1].title"),
                    ("RoundService/CreateRound", {"round": schema.Round(name="rounds/2025", title="轮次" + bad,
                                                                        deadline_time=timestamp(3600))}, "round.title"),
                    ("PersonService/InvitePerson", {"person": schema.Person(name="persons/a", title="某人" + bad)},
                     "person.title")):
                refusal = self.refused("INVALID_ARGUMENT", "BAD_FIELD", lead.call, method, request_id=request_id(), **fields)
                self.assertIn(field, str(refusal))
        self.refused("INVALID_ARGUMENT", "BAD_FIELD", self.world.lead.call, "PersonService/RevokePerson",
                     name="persons/a", reason="离职\u202e", request_id=request_id())

    def test_the_log_holds_none(self):
        for bad in (HARMFUL, "\u009b31m\u202e"):
            self.refused("INVALID_ARGUMENT", "BAD_FIELD", self.world.lead.call, "RoundService/GetRound", name=f"rounds/{bad}")
        said = self.world.daemon.log()
        self.assertEqual(harmful_in(said), set())

    def test_a_request_id_that_is_none_pushes_nothing_out_of_its_line(self):
        for bad in ("A" * 3000, "\u009b31m\u202e"):
            self.refused("INVALID_ARGUMENT", "BAD_FIELD", self.world.lead.call, "DepartmentService/CreateDepartment",
                         department=schema.Department(code="555", title="甲"), request_id=bad)
            line = [line for line in self.world.daemon.log().splitlines() if "CreateDepartment" in line][-1]
            self.assertTrue(line.endswith(' request_id="" status="INVALID_ARGUMENT" reason="BAD_FIELD"'), line)

    def test_a_server_that_sends_them_reaches_no_terminal(self):
        self.world.add_departments(["1001"])
        desk = enrolled(self.world, "filer", "enterer", department="1001")
        for output in ("table", "json", "csv"):
            self.assertEqual(harmful_in(on_terminal(desk, "-o", output, "whoami")), set())


if __name__ == "__main__":
    harness.main()
