#!/usr/bin/python3
"""Standard streams that are closed, full or left: nothing is printed elsewhere, and nothing is lost in silence."""
import json
import subprocess

import harness
from desk import DONE, FAILURE, MISSING, enrolled
from harness import SLOWER, World, small_report

FORMS = ("table", "json", "jsonl", "csv", "csv-excel")


class Output(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.world.add_departments([str(1000 + number) for number in range(400)])
        cls.world.open_round("r1")
        cls.desk = enrolled(cls.world, "filer", "enterer", department="1001")

    def shell(self, line, *arguments):
        """Runs a command as "$@" of a line of shell."""
        return subprocess.run(["sh", "-c", line, "sh", *self.desk.command(*arguments)], capture_output=True, text=True,
                              env=self.desk.environment, cwd=self.world.directory, timeout=60 * SLOWER)

    def test_a_full_disk_is_told_in_every_form(self):
        for form in FORMS:
            for command in (("department", "list"), ("round", "list")):
                with self.subTest(form=form, command=command):
                    done = self.shell('"$@" > /dev/full', "-o", form, *command)
                    self.assertEqual(done.returncode, FAILURE, done.stderr)
                    self.assertIn("stdout", done.stderr)
                    if form.startswith("json"):
                        self.assertEqual(json.loads(done.stderr)["reason"], "LOCAL_FILE_FAILED")
                    else:
                        self.assertIn("the disk is full", done.stderr)

    def test_a_full_disk_is_told_for_texts(self):
        report = small_report("1001", "r1")
        file = self.desk.write("good.json", report)
        shown = self.desk.run("check", file)
        self.assertEqual(shown.returncode, DONE)
        for command in (("help",), ("help", "submit"), ("completion", "bash"), ("version",), ("ping",), ("check", str(file)),
                        ("rules", "show", "county-sample"), ("formula", "1 + 1"), ("-o", "csv", "formula", "1 + 1"),
                        ("-o", "json", "check", str(file))):
            with self.subTest(command=command):
                done = self.shell('"$@" > /dev/full', *command)
                self.assertEqual(done.returncode, FAILURE, done.stderr)
                self.assertIn("stdout", done.stderr)

    def test_a_reader_that_has_seen_enough_is_told_nothing(self):
        for form in FORMS:
            with self.subTest(form=form):
                done = self.shell('{ "$@"; echo "$?" >&2; } | true', "-o", form, "department", "list")
                self.assertNotIn("stdout", done.stderr)
                self.assertIn(done.stderr.split()[-1], (str(DONE), str(FAILURE)))

    def test_closed_streams_are_nobody_elses(self):
        """What is printed must not end up in the outbox or on the network: the report is filed whole."""
        self.world.open_round("r2")
        file = self.desk.write("r2.json", small_report("1001", "r2"))
        done = self.shell('"$@" <&- >&- 2>&-', "submit", str(file))
        self.assertEqual(done.returncode, FAILURE)
        self.assertEqual(list((self.desk.home / "outbox").glob("*.json")), [])
        for path in (self.desk.home / "receipts").glob("*.json"):
            json.loads(path.read_text(encoding="utf-8"))
        self.assertIn("Already filed", self.desk.run("submit", file).stdout)
        self.assertEqual(self.shell('"$@" 2>&-', "round", "list").returncode, DONE)

    def test_the_error_of_the_command_goes_first(self):
        self.assertEqual(self.shell('"$@" > /dev/full', "show", "nosuch", "--round", "r1").returncode, MISSING)


if __name__ == "__main__":
    harness.main()
