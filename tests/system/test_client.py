#!/usr/bin/python3
"""The real command line client against the real daemon: a county's whole journey, exit codes, kills, the outbox."""
import hashlib
import json
import os
import random
import re
import signal
import socket
import subprocess
import time

import harness
from desk import DENIED, DONE, FINDINGS, FORBIDDEN, MISSING, RETRY, USAGE, Desk, enrolled, invite
from harness import SLOWER, TOP, World, small_report
from schema import CASES, canonical, case_names, digest, load_case, read_message, schema, signing_text, write_message

CJK = re.compile("[\u4e00-\u9fff]")


def line_in(text):
    match = re.search(r"jixiao:\S+/[0-9a-f]{64}/[0-9A-Z-]+", text)
    if match is None:
        raise AssertionError(f"no invitation line in {text!r}")
    return match[0]


class Journey(harness.TestCase):
    """From `jixiaod init` to a published ranking by typed commands alone.

    It is one journey and one test: every step needs what the steps before it did. What is only read at its end is
    read as sub-tests, so that a failure hides no other."""

    def setUp(self):
        self.world = World(self, is_started=False)
        self.world.daemon.start()
        self.directory = self.world.directory
        self.lead = Desk(self.directory, "lead")
        self.desks, self.reports = {}, {}

    def test_a_county_gets_from_init_to_a_published_ranking(self):
        self.the_lead_enrols_with_the_line_of_init()
        self.departments_and_a_round_are_made()
        self.people_are_invited()
        self.reports_are_checked_explained_and_filed()
        self.the_list_is_read_in_every_form()
        self.the_manual_of_signing_can_be_followed()
        self.a_report_is_returned_and_filed_again()
        self.reports_are_accepted()
        self.the_round_is_closed_and_published()
        for read in (self.the_analyst_ranks, self.the_analyst_compares, self.the_analyst_exports,
                     self.the_public_listener_needs_no_enrolment, self.tables_are_read_in_both_languages):
            with self.subTest(read.__name__):
                read()

    def enrol(self, name, *options, language="en"):
        desk = Desk(self.directory, name, language)
        desk.run("enrol", line_in(self.lead.run("invite", name, "--title", f"{name} 账号", *options).stdout))
        return desk

    def the_lead_enrols_with_the_line_of_init(self):
        line = self.world.daemon.invitation
        self.lead.run("whoami", code=DENIED)
        said = self.lead.run("enrol", line).stdout
        self.assertIn("lead", said)
        self.lead.run("enrol", line)
        self.assertEqual(os.stat(self.lead.home / "key.pem").st_mode & 0o777, 0o600)
        self.assertEqual(self.lead.json("whoami")["person"]["name"], "persons/lead")
        self.assertEqual(self.lead.json("ping")["county"], harness.COUNTY)

    def departments_and_a_round_are_made(self):
        table = TOP / "tests" / "data" / "departments.csv"
        self.lead.run("department", "load", table, "--dry-run")
        self.assertEqual(self.lead.json("department", "list"), {}, "a dry run has kept something")
        self.assertEqual(self.lead.json("--yes", "department", "load", table)["added"], 15)
        self.assertEqual(self.lead.json("--yes", "department", "load", table)["unchanged"], 15)
        self.lead.run("department", "add", "900001", "后来的部门", "--short", "后来")
        self.assertEqual(len(self.lead.csv("department", "list")), 16)
        codes = ",".join(load_case(name).department.split("/")[1] for name in case_names())
        self.lead.run("round", "create", "sample", "--title", "样本轮次", "--year", "0", "--deadline", "30d",
                      "--departments", codes)
        self.assertEqual(self.lead.json("round", "open", "sample")["round"]["departments"], 15)

    def people_are_invited(self):
        self.reviewer = self.enrol("reviewer", "--role", "reviewer")
        self.lead2 = self.enrol("lead2", "--role", "lead")
        self.analyst = self.enrol("analyst", "--role", "analyst", language="zh")
        for number, name in enumerate(case_names()):
            report = load_case(name)
            code = report.department.split("/")[1]
            self.reports[code] = report
            self.desks[code] = self.enrol(f"filer-{number:02d}", "--role", "enterer", "--department", code)
        self.assertEqual(len(self.lead.json("person", "list")["persons"]), 19)

    def reports_are_checked_explained_and_filed(self):
        for code, report in self.reports.items():
            desk = self.desks[code]
            file = desk.write(f"{code}.json", report)
            checked = subprocess.run(desk.command("-o", "json", "check", file), capture_output=True, text=True,
                                     env=desk.environment, timeout=60 * SLOWER)
            reply = json.loads(checked.stdout)
            self.assertEqual(reply["content_digest"], digest(report), f"{code}: the client's digest")
            wanting = [row for row in reply.get("findings", []) if row["severity"] == "explain"]
            self.assertEqual(checked.returncode, FINDINGS if wanting else DONE, f"{code}: {checked.stderr}")
            if wanting:
                desk.run("submit", file, code=FINDINGS)
            for number, row in enumerate(wanting):
                report.explanations.add(rule=row["rule"], field=row["field"],
                                        text=f"第{number + 1}项按原表列示，口径与附表不同，已与财政核对")
            desk.write(f"{code}.json", report)
            desk.run("check", file)
            desk.run("submit", file, "--dry-run")
            receipt = desk.json("submit", file)["receipt"]
            self.assertEqual(receipt["content_digest"], digest(report))
            self.assertEqual(desk.json("submit", file)["receipt"], receipt, "the same file again gave another receipt")
        self.assertEqual(self.lead.json("round", "list")["rounds"][0]["filed"], 15)

    def the_manual_of_signing_can_be_followed(self):
        """The commands of docs/signing.md, run as they stand there, on what the client keeps."""
        page = (TOP / "docs" / "signing.md").read_text(encoding="utf-8")
        script = re.search(r"```sh\n(.*?)```", page, re.S)[1]
        code, desk = next(iter(self.desks.items()))
        home = self.directory / "reader"
        (home / ".config").mkdir(parents=True)
        (home / ".config" / "jixiao").symlink_to(desk.home)
        done = subprocess.run(["bash", "-euc", script], capture_output=True, text=True, timeout=60,
                              env={"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Verified OK", done.stdout)
        signed = (desk.home / "signed.txt").read_text(encoding="utf-8")
        kept = json.loads(next((desk.home / "receipts").glob("*.request.json")).read_text(encoding="utf-8"))
        self.assertEqual(signed.encode(), signing_text(self.reports[code], "", kept["request_id"]))

    def the_list_is_read_in_every_form(self):
        by_json = self.reviewer.json("list", "--state", "submitted")["submissions"]
        by_csv = self.reviewer.csv("list", "--state", "submitted")
        lines = self.reviewer.run("-o", "jsonl", "list", "--state", "submitted").stdout.splitlines()
        names = [row["department"].split("/")[1] for row in by_json]
        self.assertEqual(names, sorted(self.reports))
        self.assertEqual([row["department"] for row in by_csv], names)
        self.assertEqual([json.loads(line)["name"] for line in lines], [row["name"] for row in by_json])
        excel = self.reviewer.run("-o", "csv-excel", "list").stdout
        self.assertTrue(excel.startswith("\ufeff"))
        self.assertEqual(self.reviewer.json("list", "--state", "missing"), {})

    def a_report_is_returned_and_filed_again(self):
        code = "431102001"
        desk, report = self.desks[code], self.reports[code]
        self.reviewer.run("return", code, "--at", "profile.name", "-m", "请写全称", "--due", "3d")
        shown = desk.run("show", code, "--only-problems").stdout
        self.assertIn("请写全称", shown)
        self.assertIn("profile.name", shown)
        self.assertIn("return", desk.run("status").stdout)
        file = desk.directory / f"{code}.json"
        file.write_text(desk.run("show", code, "--content").stdout, encoding="utf-8")
        read = read_message(json.loads(file.read_text(encoding="utf-8")), schema.Report())
        self.assertEqual(read, report, "what `show --content` gives is not what was filed")
        desk.run("submit", file, code=FORBIDDEN)
        report.profile.name = "永州市零陵区林业局"
        receipt = desk.json("submit", desk.write(f"{code}.json", report))["receipt"]
        self.assertTrue(receipt["version_name"].endswith("/versions/2"))

    def reports_are_accepted(self):
        for number, code in enumerate(sorted(self.reports)):
            options = ("--score", f"{70 + number}.5", "--reason", "按复核情况核定") if number % 3 else ()
            record = self.reviewer.json("accept", code, *options)["submission"]
            self.assertEqual(record["state"], "accepted")
        self.reviewer.run("accept", sorted(self.reports)[0], code=FORBIDDEN)

    def the_round_is_closed_and_published(self):
        self.lead.run("--yes", "round", "close", "sample")
        self.lead.run("publish", "sample", "--window", "0", code=USAGE)
        self.lead.run("publish", "sample", "--window", "0", "--yes", "--audience", "public")
        proposed = self.lead.json("publish", "sample", "--final", "--yes", "--audience", "public")
        self.assertTrue(proposed["needs_second_lead"])
        self.lead.run("publish", "sample", "--final", "--yes", code=FORBIDDEN)
        self.lead2.run("publish", "sample", "--final", "--yes", "--digest", "sha256:" + "0" * 64, code=FORBIDDEN)
        final = self.lead2.run("publish", "sample", "--final", "--yes").stdout
        self.assertIn(proposed["proposed_digest"], final)
        self.assertIn("Round sample is published finally, publication 2;", final)

    def the_analyst_ranks(self):
        rows = self.analyst.json("rank", "sample")["rows"]
        self.assertEqual(len(rows), 15)
        scores = [float(row["final_score"]) for row in rows if "rank" in row]
        self.assertGreater(len(scores), 2)
        self.assertEqual(scores, sorted(scores, reverse=True))
        table = self.analyst.csv("rank", "sample")
        self.assertEqual([row["department"] for row in table], [row["department"].split("/")[1] for row in rows])
        by = self.analyst.json("rank", "sample", "--by", "execution_rate", "--top", "3")
        self.assertEqual((len(by["rows"]), by["by"]), (3, "execution_rate"))
        self.analyst.run("rank", "sample", "--by", "claimed_score", code=USAGE)
        self.assertGreater(len(self.analyst.json("metrics")["metrics"]), 15)

    def the_analyst_compares(self):
        columns = self.analyst.json("compare", "130132001", "431102001", "--round", "sample")["columns"]
        self.assertEqual([row["department"] for row in columns], ["departments/130132001", "departments/431102001"])
        self.analyst.run("compare", "130132001", "--years")

    def the_analyst_exports(self):
        out = self.directory / "sample.jsonl"
        self.analyst.run("-o", "jsonl", "export", "sample", "--out", out)
        exported = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        self.assertEqual(len(exported), 15)
        for row in exported:
            report = read_message(row["report"], schema.Report())
            self.assertEqual(row["digest"], "sha256:" + hashlib.sha256(canonical(report)).hexdigest())
        rows = {row["department"]: row for row in self.analyst.csv("export", "sample")}
        ranked = {row["department"]: row for row in self.analyst.csv("rank", "sample")}
        self.assertEqual((len(rows), set(rows)), (15, set(ranked)))
        # Most of these forms claim no total in their conclusion: it is what the lines claim.
        claims = {code: row["claimed_score"] for code, row in rows.items()}
        self.assertEqual(claims, {code: row["claimed_score"] for code, row in ranked.items()})
        self.assertGreater(len([claim for claim in claims.values() if claim]),
                           len([row for row in exported if row["report"].get("conclusion", {}).get("claimed_score")]))

    def the_public_listener_needs_no_enrolment(self):
        passer_by = Desk(self.directory, "passer-by")
        rows = passer_by.json("--public", "--server", f"127.0.0.1:{self.world.daemon.public}", "rank", "sample")["rows"]
        self.assertEqual(len(rows), 15)
        # What is refused before it has come whole is refused with an answer, each time, and nobody waits for more: the
        # limit of the call is longer than a run may take.
        for _ in range(40):
            passer_by.run("--timeout", "300", "--public", "--server", f"127.0.0.1:{self.world.daemon.public}", "list",
                          code=DENIED)

    def tables_are_read_in_both_languages(self):
        for desk, *arguments in ((self.analyst, "rank", "sample"), (self.analyst, "metrics"), (self.reviewer, "list"),
                                 (self.desks["130132001"], "round", "list")):
            heading = {language: desk.run("-o", "table", *arguments, language=language).stdout.partition("\n")[0]
                       for language in ("zh", "en")}
            self.assertRegex(heading["zh"], CJK, f"{arguments}: no Chinese heading")
            self.assertRegex(heading["en"], "[A-Za-z]{3}", f"{arguments}: no English heading")
            self.assertNotRegex(heading["en"], CJK, f"{arguments}: Chinese in an English heading")


class Codes(harness.TestCase):
    """Exit codes as the manual gives them, errors in both languages and as JSON."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.world.add_departments(["1001", "1002"])
        cls.world.open_round("r1")
        cls.desk = enrolled(cls.world, "filer", "enterer", department="1001")
        cls.reviewer = enrolled(cls.world, "reviewer", "reviewer")
        cls.stranger = Desk(cls.world.directory, "stranger")
        cls.good = cls.desk.write("good.json", small_report("1001", "r1"))
        hard = small_report("1001", "r1")
        hard.ClearField("kind")
        cls.hard = cls.desk.write("hard.json", hard)
        cls.broken = cls.world.directory / "broken.json"
        cls.broken.write_text("{", encoding="utf-8")

    def table(self):
        return [
            (self.desk, ("ping",), DONE), (self.desk, ("version",), DONE), (self.desk, ("help",), DONE),
            (self.desk, ("help", "submit"), DONE), (self.desk, ("completion", "bash"), DONE),
            (self.desk, ("check", self.good), DONE),
            (self.desk, ("nosuch",), USAGE), (self.desk, ("submti",), USAGE), (self.desk, ("list", "--nosuch"), USAGE),
            (self.desk, ("submit",), USAGE), (self.desk, ("show", "a", "b"), USAGE), (self.desk, ("--timeout", "x", "ping"), USAGE),
            (self.stranger, ("enrol", "no line"), USAGE), (self.desk, ("-o", "xml", "list"), USAGE),
            (self.desk, ("check", self.hard), FINDINGS), (self.desk, ("submit", self.hard), FINDINGS),
            (self.desk, ("check", self.broken), FINDINGS), (self.desk, ("submit", self.broken), FINDINGS),
            (self.stranger, ("whoami",), DENIED), (self.reviewer, ("round", "open", "r1"), DENIED),
            (self.reviewer, ("submit", self.good), DENIED), (self.desk, ("accept", "1001"), DENIED),
            (self.desk, ("check", "no-such-file.json"), MISSING), (self.desk, ("show", "9999"), MISSING),
            (self.desk, ("rank", "nosuch"), MISSING), (self.desk, ("rank", "r1"), MISSING),
        ]

    def test_exit_codes_and_languages(self):
        for desk, arguments, code in self.table():
            with self.subTest(arguments=arguments):
                said = {language: desk.run(*arguments, code=code, language=language) for language in ("zh", "en")}
                if code == DONE:
                    continue
                self.assertRegex(said["zh"].stderr, CJK, "no Chinese sentence")
                self.assertRegex(said["en"].stderr, "[A-Za-z]{3}", "no English sentence")
                self.assertNotEqual(said["zh"].stderr, said["en"].stderr)

    def test_errors_as_json(self):
        for desk, arguments, code in self.table():
            if code in (DONE, USAGE) or arguments[0] in ("check", "submit"):
                continue
            with self.subTest(arguments=arguments):
                error = json.loads(desk.run("-o", "json", *arguments, code=code).stderr)
                self.assertEqual(error["exit"], code)
                for key in ("reason", "status", "message", "remedy"):
                    self.assertTrue(error[key], f"{key} is empty in {error}")

    def test_the_state_forbids(self):
        self.world.open_round("r2", departments=["1001"])
        file = self.desk.write("r2.json", small_report("1001", "r2"))
        self.desk.run("submit", file)
        changed = small_report("1001", "r2", executed="12.00万元")
        self.desk.run("submit", self.desk.write("r2-other.json", changed), code=FORBIDDEN)
        self.reviewer.run("accept", "1001", "--round", "r2")
        self.reviewer.run("accept", "1001", "--round", "r2", code=FORBIDDEN)

    def test_a_key_that_others_can_read_is_refused(self):
        key = self.reviewer.home / "key.pem"
        os.chmod(key, 0o644)
        try:
            said = self.reviewer.run("whoami", code=DENIED)
            self.assertIn("chmod", said.stderr)
        finally:
            os.chmod(key, 0o600)

    def test_the_code_need_not_stand_on_the_command_line(self):
        for name, is_stdin in (("by-file", False), ("by-stdin", True)):
            with self.subTest(name):
                desk, line = Desk(self.world.directory, name), invite(self.world, name, "analyst")
                file = self.world.directory / f"{name}.txt"
                file.write_text(f"  {line}\r\n", encoding="utf-8")
                with open(file if is_stdin else "/dev/null", encoding="utf-8") as typed:
                    done = subprocess.run(desk.command("enrol", "-" if is_stdin else file), stdin=typed, capture_output=True,
                                          text=True, env=desk.environment, timeout=60 * SLOWER)
                self.assertEqual(done.returncode, DONE, done.stderr)
                self.assertEqual(desk.json("whoami")["person"]["name"], f"persons/{name}")

    def test_an_interruption(self):
        """A server that takes the connection and says nothing; the person types Ctrl-C."""
        with socket.socket() as deaf:
            deaf.bind(("127.0.0.1", 0))
            deaf.listen()
            process = self.desk.start("--server", f"localhost:{deaf.getsockname()[1]}", "whoami")
            taken, _ = deaf.accept()
            time.sleep(0.1)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20 * SLOWER)
            taken.close()
            self.assertIn(process.returncode, (130, -signal.SIGINT))

    def test_the_server_is_held_to_its_certificate(self):
        """Another county's server at the same name: the client does not talk to it."""
        other = World(self)
        said = self.desk.run("--server", f"localhost:{other.daemon.main}", "whoami", code=DENIED)
        self.assertNotIn("other", said.stdout)


class Safety(harness.TestCase):
    """`submit` may be cut off anywhere, on either side, and run again."""

    def setUp(self):
        self.world = World(self)
        self.world.add_departments(["1001"])
        self.desk = enrolled(self.world, "filer", "enterer", department="1001")

    def version(self, round_id):
        return self.world.lead.call("SubmissionService/GetSubmission", name=f"submissions/{round_id}-1001").submission.version_number

    def finish(self, round_id, file, report):
        """The same command again: one version, and from now on always the same answer."""
        first = self.desk.json("submit", file)
        self.assertEqual(self.desk.json("submit", file), first, f"{round_id}: another answer to the same command")
        self.assertEqual(first["receipt"]["content_digest"], digest(report))
        self.assertEqual(self.version(round_id), 1, f"{round_id}: not exactly one version")
        self.assertEqual(self.desk.run("-o", "jsonl", "outbox", "list").stdout, "", "left in the outbox")

    def test_a_client_killed_at_any_moment(self):
        took, n_killed = [], 0
        for number in range(20):
            round_id = f"k{number}"
            self.world.open_round(round_id)
            report = small_report("1001", round_id, executed=f"{number + 10}.00万元")
            file = self.desk.write(f"{round_id}.json", report)
            process = self.desk.start("submit", file)
            try:
                process.communicate(timeout=random.uniform(0, statistics_of(took)))
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                n_killed += 1
            began = time.monotonic()
            self.finish(round_id, file, report)
            took.append((time.monotonic() - began) / 3)
        self.assertGreater(n_killed, 3, "the client was always faster than its killer")

    def test_a_server_killed_at_any_moment(self):
        for number in range(6):
            round_id = f"s{number}"
            self.world.lead.reconnect()
            self.world.open_round(round_id)
            report = small_report("1001", round_id, executed=f"{number + 10}.00万元")
            file = self.desk.write(f"{round_id}.json", report)
            process = self.desk.start("submit", file)
            time.sleep(random.uniform(0, 0.04) * SLOWER)
            self.world.daemon.kill()
            process.communicate(timeout=60 * SLOWER)
            self.assertIn(process.returncode, (DONE, RETRY))
            self.world.daemon.start()
            self.world.lead.reconnect()
            self.finish(round_id, file, report)

    def test_what_cannot_be_sent_waits_in_the_outbox(self):
        self.world.open_round("r1")
        report = small_report("1001", "r1")
        file = self.desk.write("r1.json", report)
        self.world.daemon.stop()
        self.desk.run("ping", code=RETRY)
        for _ in range(2):
            said = self.desk.run("submit", file, code=RETRY)
            self.assertIn("outbox", said.stderr)
        self.assertIn("r1", self.desk.run("-o", "csv", "outbox", "list").stdout)
        self.desk.run("outbox", "send", code=RETRY)
        self.world.daemon.start()
        self.world.lead.reconnect()
        self.desk.run("outbox", "send")
        self.assertEqual(self.version("r1"), 1)
        self.desk.run("outbox", "send")
        self.finish("r1", file, report)
        self.world.daemon.stop()
        self.assertEqual(self.desk.json("submit", file)["receipt"]["content_digest"], digest(report),
                         "away from the server, the receipt kept here is the answer")


def statistics_of(took):
    return sum(took) / len(took) if took else 0.05


class Cases(harness.TestCase):
    def test_the_client_digests_every_published_report_as_an_independent_reader(self):
        """Offline, nobody enrolled: `check` needs neither."""
        world = World(self, is_started=False)
        desk = Desk(world.directory, "nobody")
        for name in case_names():
            done = subprocess.run(desk.command("-o", "json", "check", CASES / f"{name}.json"), capture_output=True,
                                  text=True, env=desk.environment, timeout=60 * SLOWER)
            self.assertIn(done.returncode, (DONE, FINDINGS), done.stderr)
            wanted = "sha256:" + hashlib.sha256((CASES / f"{name}.json").read_bytes()).hexdigest()
            self.assertEqual(json.loads(done.stdout)["content_digest"], wanted, name)


if __name__ == "__main__":
    harness.main()
