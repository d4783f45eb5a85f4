#!/usr/bin/python3
"""Mistakes on the command line, every verb once: exit code 2, in both languages, in the words that were typed."""
import re

import harness
from desk import MISSING, USAGE, enrolled
from harness import World, request_id, small_report, timestamp
from schema import schema

# Words of the schema and of requests, which nobody types.
SCHEMA = re.compile(r"round\.|person\.|department\.|issues|lines\b|_time\b|reviewed_score|publications/|rounds/|persons/|\{")


class Usage(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        world = cls.world = World(cls)
        world.add_departments(["1001", "1002"])
        world.open_round("r1")
        cls.desk = enrolled(world, "chief", "lead")
        cls.reviewer = enrolled(world, "reviewer", "reviewer")
        cls.analyst = enrolled(world, "analyst", "analyst")
        cls.filer = enrolled(world, "filer", "enterer", department="1001")
        cls.file = cls.filer.write("1001.json", small_report("1001", "r1"))
        cls.filer.run("submit", cls.file)

    def wrong(self, desk, named, *arguments):
        """The command is refused as wrong use, names what was typed, and nothing of the schema."""
        for language in ("en", "zh"):
            with self.subTest(command=" ".join(arguments), language=language):
                said = desk.run(*arguments, code=USAGE, language=language).stderr
                self.assertIn(named, said)
                self.assertIsNone(SCHEMA.search(said), said)

    def test_options_of_the_lead(self):
        make = ("round", "create", "r9", "--year", "2025", "--deadline", "30d")
        for option, value in (("--deadline", "2020-01-01"), ("--deadline", "never"), ("--year", "1000"), ("--year", "x"),
                              ("--title", ""), ("--rulebook", "a b"), ("--title", "长" * 101)):
            self.wrong(self.desk, option, *make, option, value)
        for name in ("R9", "r", "-r9", "a b", "r" * 33):
            self.wrong(self.desk, name, "round", "create", "--year", "2025", "--deadline", "30d", "--", name)
        self.wrong(self.desk, "--year", "round", "create", "r9", "--deadline", "30d")
        self.wrong(self.desk, "--department", "invite", "somebody", "--role", "enterer")
        self.wrong(self.desk, "--role", "invite", "somebody", "--role", "king")
        self.wrong(self.desk, "--role", "invite", "somebody", "--role", "enterer,reviewer", "--department", "1001")
        self.wrong(self.desk, "AB", "invite", "AB", "--role", "lead")
        self.wrong(self.desk, "a-b", "department", "add", "a-b", "名称")
        self.wrong(self.desk, "--level", "department", "add", "77", "名称", "--level", "x" * 33)
        self.wrong(self.desk, "--reason", "person", "revoke", "filer", "--yes")
        self.wrong(self.desk, "--reason", "person", "revoke", "filer", "--yes", "--reason", " ")
        self.wrong(self.desk, "--window", "publish", "r1", "--yes", "--window", "soon")
        for command in (("round", "open"), ("round", "close"), ("publish",)):
            self.wrong(self.desk, "a b", *command, "a b")

    def test_options_of_reviewers(self):
        back = ("return", "1001", "--due", "3d")
        self.wrong(self.reviewer, "--at", *back)
        self.wrong(self.reviewer, "--at", *back, "-m", "改")
        self.wrong(self.reviewer, "--message", *back, "--at", "profile.name")
        self.wrong(self.reviewer, "--message", *back, "--at", "profile.name", "-m", " ")
        self.wrong(self.reviewer, "--want", *back, "--at", "profile.name", "-m", "改", "--want", "all")
        self.wrong(self.reviewer, "profile.nam", *back, "--at", "profile.nam", "-m", "改")
        self.wrong(self.reviewer, "--due", "return", "1001", "--at", "profile.name", "-m", "改", "--due", "2020-01-01")
        self.wrong(self.reviewer, "--due", "return", "1001", "--at", "profile.name", "-m", "改")
        for value in ("101", "-1", "x", "50.123"):
            self.wrong(self.reviewer, "--score", "accept", "1001", "--reason", "核", "--score", value)
        self.wrong(self.reviewer, "--reason", "accept", "1001", "--score", "50")
        self.wrong(self.reviewer, "submissions/x", "show", "submissions/x")
        self.wrong(self.reviewer, "--version", "show", "1001", "--version", "x")
        self.wrong(self.reviewer, "--state", "list", "--state", "lost")
        self.reviewer.run("return", "1001", "--due", "3d", "--at", "functions[7].amount", "-m", "改", code=MISSING)

    def test_options_of_analysts(self):
        for option, value in (("--score", "best"), ("--top", "0"), ("--by", "row.x +"), ("--where", "1")):
            self.wrong(self.analyst, option, "rank", "r1", option, value)
        self.wrong(self.analyst, "--score", "rank", "r1", "--score", "final", "--by", "execution_rate")
        self.wrong(self.analyst, "--publication", "export", "r1", "--publication", "x")
        self.wrong(self.analyst, "--years", "compare", "1001", "1002", "--years", "--round", "r1")

    def test_options_of_everybody(self):
        self.wrong(self.filer, "--based-on", "submit", str(self.file), "--based-on", "x")
        self.wrong(self.filer, "a b", "submit", str(self.file), "--round", "a b")
        self.wrong(self.filer, "--timeout", "ping", "--timeout", "0")
        self.wrong(self.filer, "--server", "ping", "--server", "nowhere")
        for words, form, known in ((("ping",), "csv", "table, json, jsonl"), (("formula", "1 + 1"), "json",
                                   "table, csv, csv-excel"), (("draft", "get", "1001"), "csv", "table")):
            self.wrong(self.filer, "--output", *words, "-o", form)
            said = self.filer.run(*words, "-o", form, code=USAGE).stderr
            self.assertIn(f"may be: {known}\n", said)
        self.wrong(self.filer, "ksh", "completion", "ksh")


class Rounds(harness.TestCase):
    """Which round a command takes, and which one the next command is for."""

    def setUp(self):
        self.world = World(self)
        self.world.add_departments(["1001"])
        self.filer = enrolled(self.world, "filer", "enterer", department="1001")
        self.reviewer = enrolled(self.world, "reviewer", "reviewer")

    def create(self, name):
        self.world.lead.call("RoundService/CreateRound", request_id=request_id(), round=schema.Round(
            name=f"rounds/{name}", title=name, deadline_time=timestamp(3600)))

    def test_a_draft_is_taken_only_when_there_is_no_other(self):
        self.create("draft1")
        self.assertIn("draft1", self.reviewer.run("list").stderr)
        self.world.open_round("old")
        self.filer.run("submit", self.filer.write("old.json", small_report("1001", "old")))
        self.create("draft2")
        self.assertIn("old", self.reviewer.run("list").stderr)
        self.assertIn("old", self.reviewer.run("show", "1001").stdout)
        self.assertIn("old", self.reviewer.run("rules", "fetch").stderr + self.reviewer.run("rules", "fetch").stdout)

    def test_a_round_that_was_named_stays(self):
        self.world.open_round("old")
        self.world.open_round("new")
        self.filer.run("submit", self.filer.write("old.json", small_report("1001", "old")))
        named = ("--round", "old")
        for desk, command in ((self.reviewer, ("list",)), (self.reviewer, ("list", "--state", "submitted")),
                              (self.reviewer, ("show", "1001")), (self.filer, ("status",)),
                              (self.reviewer, ("accept", "1001"))):
            said = desk.run(*command, *named).stderr
            self.assertRegex(said, r"Next: jixiao .*--round old\n", command)
        self.assertIn("--round old", self.reviewer.run("accept", "1001", *named, code=6).stderr)

    def test_a_refusal_says_what_is_possible_and_who_is_next(self):
        self.world.open_round("r1")
        said = self.reviewer.run("accept", "1001", code=6).stderr
        for words in ("r1-1001 is not started", "submitted, under review", "the department files it next: jixiao submit"):
            self.assertIn(words, said)
        said = self.reviewer.run("accept", "1001", code=6, language="zh").stderr
        for words in ("未填报", "已报送、审核中时才可以", "等填报部门报送：jixiao submit"):
            self.assertIn(words, said)
        self.filer.run("submit", self.filer.write("1.json", small_report("1001", "r1")))
        newer = self.filer.write("2.json", small_report("1001", "r1", executed="94.00万元"))
        said = " ".join(self.filer.run("submit", newer, code=6).stderr.split())
        for words in ("r1-1001 is submitted", "returned, reopened", "jixiao return 1001 --round r1"):
            self.assertIn(words, said)


if __name__ == "__main__":
    harness.main()
