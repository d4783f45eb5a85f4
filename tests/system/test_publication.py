#!/usr/bin/python3
"""A published ranking, exported and computed again: by the client, offline, and by a script that shares no code with it.

The county is that of the fifteen published reports. Two rounds: one judged by a rulebook, one by the built-in rules alone.
"""
import copy
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import harness
import recompute
import scores
from cel import read_schema
from harness import JIXIAO, SLOWER, World, explain, key_pem, request_id, timestamp
from schema import CASES, TOP, case_names, load_case, read_message, schema

HERE = pathlib.Path(__file__).resolve().parent
RULEBOOK = "rulebooks/county-sample/editions/latest"
GROUPS = ("bureau", "town", "school")
# What finance sets: a score as printed, for some; the others are as their reports make them.
REVIEWED = {"155": "88.93", "530923001": "99.80", "640100001": "94", "341181001": "70.0"}


def code_of(report):
    return report.department.split("/", 1)[1]


class County:
    """A daemon with the departments of published reports, all fifteen by default, entered in a given order, and the people that a publication needs."""

    def __init__(self, test, is_reversed, names=None):
        self.world = World(test)
        self.lead, self.daemon = self.world.lead, self.world.daemon
        self.names = sorted(names or case_names(), reverse=is_reversed)
        codes = [code_of(load_case(name)) for name in self.names]
        rows = [schema.Department(code=code, title=f"部门{code}", peer_group=GROUPS[int(code) % len(GROUPS)])
                for code in codes]
        self.lead.call("DepartmentService/BatchCreateDepartments", departments=rows, request_id=request_id())
        self.filers = {code: self.world.invite(f"filer-{code}", "enterer", department=code) for code in codes}
        self.lead2 = self.world.invite("lead2", "lead")
        self.reviewer = self.world.invite("reviewer", "reviewer")
        self.analyst = self.world.invite("analyst", "analyst")

    def publish(self, round_id, rulebook="", missing=()):
        """Runs a round from its opening to its final publication; one report is late."""
        name = f"rounds/{round_id}"
        end = time.monotonic() + 5 * SLOWER
        self.lead.call("RoundService/CreateRound", request_id=request_id(), round=schema.Round(
            name=name, title="样本轮次", deadline_time=timestamp(5 * SLOWER), accepts_late=True, rulebook=rulebook))
        self.lead.call("RoundService/OpenRound", name=name, request_id=request_id())
        late = max(self.filers)
        reports = [load_case(case, round_id) for case in self.names]
        for report in sorted(reports, key=lambda report: code_of(report) == late):
            code = code_of(report)
            if code in missing:
                continue
            if code == late:
                time.sleep(max(0.0, end + 1 - time.monotonic()))
            for explanation in explain(self.filers[code], report).explanations:
                explanation.text += f"，见{round_id}轮次的佐证"  # no text may be that of another round
            self.filers[code].submit(report)
            self.accept(round_id, code)
        self.lead.call("RoundService/CloseRound", name=name, request_id=request_id())
        self.lead.call("PublicationService/PublishRound", round=name, stage=schema.PUBLICATION_STAGE_PROVISIONAL,
                       window_end_time=timestamp(0), request_id=request_id())
        digest_seen = ""
        for lead in (self.lead, self.lead2):
            reply = lead.call("PublicationService/PublishRound", round=name, stage=schema.PUBLICATION_STAGE_FINAL,
                              digest=digest_seen, request_id=request_id())
            digest_seen = reply.proposed_digest
        return self.lead.call("PublicationService/GetPublication", name=reply.publication.name).publication

    def accept(self, round_id, code):
        name = f"submissions/{round_id}-{code}"
        record = self.reviewer.call("SubmissionService/GetSubmission", name=name).submission
        fields = {"name": name, "digest": record.digest, "request_id": request_id(), "reason": "按所列数字核算"}
        if code == "510904001":  # line by line: all of it as claimed but one
            reply = self.reviewer.call("ScoreService/ExplainScore", department=f"departments/{code}", round=f"rounds/{round_id}")
            line = next(line for line in reply.sheet.lines if line.HasField("claimed") and line.points.micros >= 1000000)
            fields["lines"] = [schema.ReviewedLine(field=line.field, score=read_message("0.5", schema.Decimal()),
                                                   reason="佐证不足")]
        elif code in REVIEWED:
            fields["reviewed_score"] = read_message(REVIEWED[code], schema.Decimal())
        self.reviewer.call("ReviewService/AcceptSubmission", **fields)

    def desk(self, person):
        """A home directory of the client for somebody who is enrolled."""
        home = self.world.directory / f"home-{person.name.split('/')[1]}"
        home.mkdir(mode=0o700)
        for name, text in (("key.pem", key_pem(person.key)), ("cert.pem", person.certificate), ("ca.pem", self.daemon.ca()),
                           ("client.ini", f"[client]\nserver = localhost:{self.daemon.main}\n".encode())):
            (home / name).write_bytes(text)
            (home / name).chmod(0o600)
        return home


def run(home, *arguments, text=None, **environment):
    base = {"PATH": os.environ["PATH"], "HOME": str(home), "JIXIAO_LANG": "en", "LANG": "C.UTF-8"}
    base.update((key, value) for key, value in os.environ.items() if key.endswith("SAN_OPTIONS"))
    return subprocess.run([JIXIAO, "--home", str(home), "--no-input", *map(str, arguments)], input=text, text=True,
                          capture_output=True, env={**base, **environment}, timeout=60 * SLOWER)


class Publication(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.county = County(cls, False)
        cls.published = {"ruled": cls.county.publish("ruled", RULEBOOK, missing=("130121001",)),
                         "plain": cls.county.publish("plain")}
        cls.home = cls.county.desk(cls.county.analyst)
        cls.schema = read_schema(recompute.SCHEMA)
        cls.lines = {round_id: cls.export(round_id) for round_id in cls.published}

    @classmethod
    def export(cls, round_id, number="latest"):
        file = cls.home / f"{round_id}-{number}.jsonl"
        done = run(cls.home, "export", round_id, "--publication", number, "--out", file)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]

    def write(self, lines):
        file = self.home / "altered.jsonl"
        file.write_text("".join(recompute.canonical(line).decode() + "\n" for line in lines), encoding="utf-8")
        return file

    def again(self, lines):
        """What the script computes: the publication, its bytes, the differences."""
        return recompute.recompute([recompute.canonical(line) + b"\n" for line in lines], self.schema)

    def differs(self, lines, *wanted):
        """The client must find these differences, (rule, place, field) each, and the script must find some too."""
        done = run(self.home, "-o", "json", "verify-publication", self.write(lines))
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertTrue(done.stderr.startswith("{"), done.stderr)
        self.assertEqual(json.loads(done.stderr)["reason"], "PUBLICATION_DIFFERS")
        found = [(row["rule"], row.get("place", ""), row.get("field", "")) for row in json.loads(done.stdout)["findings"]]
        for one in wanted:
            self.assertIn(one, found)
        faults = self.again(lines)[2]
        self.assertNotEqual(faults, [], "the script finds nothing")
        return found, faults

    def test_01_the_file_holds_the_publication_its_rulebook_and_its_reports(self):
        for round_id, n_rulebooks in (("ruled", 1), ("plain", 0)):
            parts = [next(iter(line)) for line in self.lines[round_id]]
            n = len(self.published[round_id].rows)
            self.assertEqual(parts, ["publication"] + ["rulebook"] * n_rulebooks + ["report"] * n)
            head = read_message(self.lines[round_id][0]["publication"], schema.Publication())
            self.assertEqual(head, self.published[round_id])
        departments = [line["report"]["report"]["department"] for line in self.lines["plain"][1:]]
        self.assertEqual(departments, sorted(departments))

    def test_02_the_rounds_have_everything_a_table_can_have(self):
        rows = [row for publication in self.published.values() for row in publication.rows]
        self.assertTrue(any(row.is_late for row in rows) and any(row.rank == 1 for row in rows))
        self.assertTrue(any(row.deduction.micros for row in rows) and any(row.HasField("common_score") for row in rows))
        self.assertTrue(any(row.group == schema.COVERAGE_GROUP_UNVERIFIABLE for row in rows))
        self.assertTrue(any(row.HasField("reviewed_score") for row in rows))
        self.assertEqual(list(self.published["ruled"].missing), ["departments/130121001"])

    def test_03_the_client_computes_the_same_table_without_a_server(self):
        for round_id, publication in self.published.items():
            file = self.home / f"{round_id}-latest.jsonl"
            done = run(self.home / "nobody", "verify-publication", file)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            ranked = sum(1 for row in publication.rows if row.rank)
            self.assertIn(f"Equal: {publication.name}, {len(publication.rows)} departments, {ranked} of them ranked",
                          done.stdout)
            self.assertIn(publication.digest, done.stdout)
            done = run(self.home / "nobody", "-o", "json", "verify-publication", "-",
                       text=file.read_text(encoding="utf-8"), TZ="Asia/Shanghai", LANG="C")
            self.assertEqual(json.loads(done.stdout)["content_digest"], publication.digest)

    def test_04_a_script_of_its_own_gets_the_same_bytes(self):
        for round_id, publication in self.published.items():
            again, text, faults = self.again(self.lines[round_id])
            self.assertEqual(faults, [])
            self.assertEqual(recompute.sha256(text), publication.digest)
            self.assertEqual(recompute.canonical(again), text)
            done = subprocess.run([sys.executable, HERE / "recompute.py", self.home / f"{round_id}-latest.jsonl"],
                                  capture_output=True, text=True, timeout=60 * SLOWER)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertTrue(done.stdout.startswith(f"equal: {publication.name}"), done.stdout)

    def test_05_the_provisional_table_comes_out_too(self):
        lines = self.export("ruled", 1)
        self.assertEqual(lines[0]["publication"]["stage"], "provisional")
        self.assertEqual(self.again(lines)[2], [])
        self.assertEqual(run(self.home, "verify-publication", self.home / "ruled-1.jsonl").returncode, 0)

    def test_05_a_table_in_pages_is_the_same_table(self):
        lines = copy.deepcopy(self.lines["ruled"])
        rows = lines[0]["publication"]["rows"]
        missing = lines[0]["publication"].pop("missing")
        lines[0]["publication"]["rows"] = rows[:4]
        lines[1:1] = [{"publication": {"rows": rows[4:9]}}, {"publication": {"rows": rows[9:], "missing": missing}}]
        self.assertEqual(run(self.home, "verify-publication", self.write(lines)).returncode, 0)
        self.assertEqual(self.again(lines)[2], [])
        del lines[2]["publication"]["missing"]
        self.differs(lines)

    def test_05_its_pages_hold_rows_and_then_who_is_missing(self):
        for round_id, publication in self.published.items():
            fields = {"name": publication.name, "page_size": 4}
            whole, token, is_first = schema.Publication(), "", True
            while token or is_first:
                reply = self.county.analyst.call("PublicationService/GetPublication", page_token=token, **fields)
                self.assertLessEqual(len(reply.publication.rows) + len(reply.publication.missing), 4)
                if is_first:
                    whole.CopyFrom(reply.publication)
                else:
                    whole.rows.extend(reply.publication.rows)
                    whole.missing.extend(reply.publication.missing)
                token, is_first = reply.next_page_token, False
            self.assertEqual(whole, publication)

    def test_05_who_is_missing_is_listed(self):
        for person, source in ((self.county.analyst, 0), (self.county.reviewer, schema.REPORT_SOURCE_PUBLISHED)):
            rows = person.call("RoundService/ListMissingDepartments", round="rounds/ruled", source=source).departments
            self.assertEqual([(row.department, bool(row.title), row.state, row.holder) for row in rows],
                             [("departments/130121001", True, 0, 0)])
        row, = self.county.reviewer.call("RoundService/ListMissingDepartments", round="rounds/ruled").departments
        self.assertEqual((row.department, row.state, row.holder), (
            "departments/130121001", schema.SUBMISSION_STATE_NOT_STARTED, schema.HOLDER_DEPARTMENT))

    def test_06_one_fen_in_a_report_is_found(self):
        lines = copy.deepcopy(self.lines["ruled"])
        report = next(line["report"] for line in lines if "report" in line and
                      line["report"]["report"]["department"].endswith("/431102001"))
        row = report["report"]["funds_by_source"][0]
        row["executed"] = "3824.260001万元"
        place = "departments/431102001"
        _, faults = self.differs(lines, ("report", place, "digest"), ("row", place, "digest"))
        self.assertTrue(any(place in fault and "digest" in fault for fault in faults))

    def test_07_whatever_is_altered_in_the_table_is_found(self):
        for name, value in (("final_score", "99.99"), ("rank", 7), ("title", "别的部门"), ("grade", "良好"),
                            ("coverage", "100.00"), ("digest", "sha256:" + "0" * 64)):
            lines = copy.deepcopy(self.lines["ruled"])
            row = lines[0]["publication"]["rows"][2]
            row[name] = value
            found, _ = self.differs(lines, ("row", row["department"], name))
            self.assertEqual(len(found), 1, f"{name}: more than one difference: {found}")

    def test_07_a_signature_that_was_altered_is_named(self):
        lines = copy.deepcopy(self.lines["ruled"])
        report = next(line["report"] for line in lines if "report" in line)
        self.assertTrue(all(len(line["report"]["signatures"]) == 1 for line in lines if "report" in line))
        place = report["report"]["department"]
        signature, = report["signatures"]
        other = next(line["report"] for line in reversed(lines) if "report" in line)["signatures"][0]
        for field, value in (("request_id", request_id()), ("public_key", other["public_key"]), ("role", "head"),
                             ("base_digest", "sha256:" + "0" * 64), ("signature", other["signature"])):
            report["signatures"] = [{**signature, field: value}]
            found, _ = self.differs(lines, ("signature", place, "signatures[0]"))
            self.assertEqual(("row", place, "filing_digest") in found, field != "public_key")
        del report["signatures"]
        self.differs(lines, ("row", place, "filing_digest"))

    def test_07_who_published_and_who_has_no_row_is_held_to_the_table(self):
        final = self.lines["ruled"][0]["publication"]
        filed = final["rows"][0]["department"]
        one, two = final["published_by"]
        for name, value, fault in (("published_by", [one], ("people", "", "published_by")),
                                   ("published_by", [two, two], ("people", "", "published_by")),
                                   ("published_by", None, ("people", "", "published_by")),
                                   ("published_by", [one, two, "persons/third"], ("people", "", "published_by")),
                                   ("missing", [filed], ("twice", filed, "missing")),
                                   ("waived", [{"department": filed, "title": "x", "document": "1"}], ("twice", filed, "waived"))):
            lines = copy.deepcopy(self.lines["ruled"])
            told = lines[0]["publication"]
            told.update({name: value})
            if value is None:
                del told[name]
            # Whoever lies makes the digests fit.
            told["table_digest"] = recompute.digest({key: part for key, part in told.items() if key not in recompute.NOT_IN_TABLE})
            told["digest"] = recompute.digest({key: part for key, part in told.items() if key != "digest"})
            found, faults = self.differs(lines, fault)
            self.assertEqual((len(found), len(faults)), (1, 1), (found, faults))

    def test_08_rows_that_changed_places_are_found(self):
        lines = copy.deepcopy(self.lines["plain"])
        rows = lines[0]["publication"]["rows"]
        rows[3], rows[4] = rows[4], rows[3]
        self.differs(lines, ("place", rows[4]["department"], "rows[3]"))

    def test_09_reports_and_rules_that_are_not_there_are_found(self):
        lines = copy.deepcopy(self.lines["ruled"])
        gone = lines.pop(4)["report"]["report"]["department"]
        self.differs(lines, ("no_report", gone, ""), ("head", "", "digest"))
        lines = copy.deepcopy(self.lines["ruled"])
        del lines[1]
        self.differs(lines, ("rulebook", "", "rulebook"), ("head", "", "rulebook_digest"))
        lines = copy.deepcopy(self.lines["ruled"])
        lines[1]["rulebook"]["scoring"]["least_coverage"] = "50"
        self.differs(lines, ("head", "", "rulebook_digest"))
        lines = copy.deepcopy(self.lines["ruled"])
        lines.append(lines[-1])
        last = lines[-1]["report"]["report"]["department"]
        found = run(self.home, "-o", "json", "verify-publication", self.write(lines))
        self.assertIn({"rule": "twice", "severity": "hard", "place": last}, json.loads(found.stdout)["findings"])

    def test_10_findings_and_reviews_that_were_altered_are_found(self):
        lines = copy.deepcopy(self.lines["ruled"])
        report = next(line["report"] for line in lines if line.get("report", {}).get("findings"))
        report["findings"].pop()
        place = report["report"]["department"]
        self.differs(lines, ("report", place, f"findings[{len(report['findings'])}]"))
        lines = copy.deepcopy(self.lines["ruled"])
        report = next(line["report"] for line in lines if "score" in line.get("report", {}).get("review", {}))
        report["review"]["score"] = report["reviewed_score"] = "12.5"
        self.differs(lines, ("row", report["report"]["department"], "final_score"))

    def repaired(self, lines):
        """The file as somebody would publish it who has altered its reports: rows and digests follow from them."""
        again, text, _ = self.again(lines)
        return [{"publication": {**again, "digest": recompute.sha256(text)}}, *lines[1:]]

    def reviewed(self, change):
        """The report whose score finance set as a whole, with its review changed."""
        lines = copy.deepcopy(self.lines["ruled"])
        report = next(line["report"] for line in lines if "score" in line.get("report", {}).get("review", {}))
        change(report["review"])
        report["reviewed_score"] = report["review"].get("score")
        return self.repaired(lines), report["report"]["department"]

    def test_10_what_finance_set_is_held_to_its_bounds(self):
        for change, field in ((lambda review: review.update(score="150.00"), "review.score"),
                              (lambda review: review.update(score="-5.00"), "review.score"),
                              (lambda review: review.update(score="88.935"), "review.score"),
                              (lambda review: review.update(score="60.00", reason=" "), "review.reason"),
                              (lambda review: review.update(lines=[{"field": "indicators[0]", "score": "0.5", "reason": "佐证不足"}]),
                               "review.score")):
            lines, place = self.reviewed(change)
            self.differs(lines, ("report", place, field))

    def test_10_scores_follow_from_what_is_found_and_not_from_what_is_written(self):
        lines = copy.deepcopy(self.lines["ruled"])
        report = next(line["report"] for line in lines if any(
            row["severity"] == "info" for row in line.get("report", {}).get("findings", [])))
        first = next(i for i, row in enumerate(report["findings"]) if row["severity"] == "info")
        for row in report["findings"]:
            if row["severity"] == "info":
                del row["severity"]
        self.differs(self.repaired(lines), ("report", report["report"]["department"], f"findings[{first}].severity"))

    def test_10_every_column_of_a_finding_is_compared(self):
        for field in ("place", "basis", "difference", "tolerance", "message.zh", "remedy.en"):
            lines, name = copy.deepcopy(self.lines["ruled"]), field.split(".")
            report, i, row = next((line["report"], i, row) for line in lines if "report" in line
                                  for i, row in enumerate(line["report"].get("findings", [])) if name[0] in row)
            holder = row[name[0]] if len(name) > 1 else row
            holder[name[-1]] += "改"
            done = run(self.home, "-o", "json", "verify-publication", self.write(lines))
            self.assertEqual(done.returncode, 1)
            wanted = ("report", report["report"]["department"], f"findings[{i}].{field}")
            self.assertIn(wanted, [(one["rule"], one["place"], one["field"]) for one in json.loads(done.stdout)["findings"]])

    def test_11_a_narrow_screen_shows_the_field(self):
        """Where a difference is: the column that says so is never left out, only wrapped."""
        lines = copy.deepcopy(self.lines["ruled"])
        report, i, row = next((line["report"], i, row) for line in lines if "report" in line
                              for i, row in enumerate(line["report"].get("findings", [])) if "message" in row)
        row["message"]["zh"] += "改"
        file = self.write(lines)
        for language, title in (("zh", "字段"), ("en", "Field")):
            done = run(self.home, "-o", "table", "verify-publication", file, JIXIAO_LANG=language, COLUMNS="80")
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn(title, done.stdout)
            self.assertIn(f"findings[{i}].", done.stdout)

    def test_11_a_file_that_is_none_says_where(self):
        text = (self.home / "plain-latest.jsonl").read_text(encoding="utf-8")
        for altered, place in ((text + "{\n", "at 17:2"), (text[:300], "at 1:"), (text.split("\n", 1)[1], "at 1:1"),
                               ("", "at 1:1"), (text + text, "at 17:1"), (text + "{}\n", "at 17:1")):
            done = run(self.home, "verify-publication", "-", text=altered)
            self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
            self.assertIn(place, done.stderr)
        self.assertEqual(run(self.home, "verify-publication", "no-such-file").returncode, 5)

    def test_11_what_a_newer_program_wrote_is_no_difference(self):
        for part, change in (("publication.rows[2].mood", lambda lines: lines[0]["publication"]["rows"][2].update(mood=1)),
                             ("rulebook.rules[0].severity", lambda lines: lines[1]["rulebook"]["rules"][0].update(severity="grave")),
                             ("report.mood", lambda lines: lines[3]["report"].update(mood={"good": True})),
                             ("weather", lambda lines: lines.append({"weather": "fine"})),
                             ("report.report.kind", lambda lines: lines[2]["report"]["report"].update(kind=77))):
            lines = copy.deepcopy(self.lines["ruled"])
            change(lines)
            done = run(self.home, "-o", "json", "verify-publication", self.write(lines))
            self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
            error = json.loads(done.stderr)
            self.assertEqual(error["reason"], "NEWER_VERSION")
            self.assertIn(f": {part} ", error["message"])

    def test_11_a_line_that_is_written_otherwise_is_refused(self):
        text = (self.home / "ruled-latest.jsonl").read_text(encoding="utf-8")
        head, rest = text.split("\n", 1)
        for altered, place in ((json.dumps(json.loads(head)) + "\n" + rest, "at 1:"), (text[:-1], ":"),
                               (text.replace("\n", "\r\n", 1), "at 1:"), (" " + text, "at 1:1"), ("\ufeff" + text, "at 1:1"),
                               (text.replace('"stage":"final"', '"stage":2'), "at 1:"),
                               (head + "\n" + '{"publication":{}}\n' + rest, "at 2:1"),
                               (head + "\n" + '{"publication":{"missing":["departments/1"],"stage":"final"}}\n' + rest, "at 2:1")):
            self.assertNotEqual(altered, text)
            done = run(self.home, "verify-publication", "-", text=altered)
            self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
            self.assertIn(place, done.stderr)

    def test_12_the_order_in_which_a_county_was_entered_does_not_matter(self):
        other = County(self, True)
        publication = other.publish("plain")
        for row in (*publication.rows, *self.published["plain"].rows):
            row.filing_digest = ""  # over signatures, by keys of their own
        self.assertEqual(list(publication.rows), list(self.published["plain"].rows))

    def test_13_what_cannot_be_exported_is_refused(self):
        for arguments, code in ((("plain", "--publication", "9"), 5), (("plain", "--publication", "x"), 2),
                                (("nothing", "--publication", "1"), 5),
                                (("plain", "--publication", "1", "--out", "plain.pdf"), 2)):
            done = run(self.home, "export", *arguments)
            self.assertEqual((done.returncode, done.stdout), (code, ""), f"{arguments}: {done.stderr}")
        self.refused("PERMISSION_DENIED", "NOT_ALLOWED", self.county.filers["155"].call, "PublicationService/ExportReports",
                     publication="rounds/plain/publications/2")


class Scores(harness.TestCase):
    """The script's scores and those of the client, for reports that nobody would file."""

    FIGURES = {"method": "M1 M2 M3 M4 M5 M6 M12 M15 M8 F06 M99", "sign": "at_least at_most more_than less_than equal range "
               "by_date before_date about qualitative", "direction": "higher lower equal", "target": "0 -5 3 7.5 —", "points": "0 3.33 10 7 —",
               "actual": "0 -5 -10 2.333 8 *", "claimed_score": "0 -1 3.3 99 /", "coefficient": "72.5 120 33.333",
               "actual_unit": "% 个", "target_low": "1 3", "target_date": "2025 2025-06 2025-06-30 2025-13 -",
               "actual_date": "2025 2025-07 2025-06-30 2025-06-31 2024"}
    MONEY = {"points": "10", "claimed_score": "9.5", "row": "total", "initial": "3万元", "executed": "0元 5.01万元 — 1亿元",
             "adjusted": "0元 7.77万元 无 ?.5万元", "as_of": "2025-11-30 2025-12-31", "status": "forecast final"}

    def alter(self, dice, report):
        projects = report.get("projects", [])
        lines = [row for part in [report, *projects] for row in part.get("indicators", [])]
        money = [row for part in [report, *projects] for name in ("funds_by_source", "funds_by_nature", "funds")
                 for row in part.get(name, [])]
        for rows, figures in ((lines, self.FIGURES), (money, self.MONEY)):
            for row in rows:
                name = dice.choice(sorted(figures))
                if dice.random() < 0.4:
                    row[name] = dice.choice(figures[name].split())
        for name in ("conclusion", "indicators", "funds_by_source"):
            if dice.random() < 0.2:
                report.pop(name, None)
        if dice.random() < 0.3:
            report.setdefault("conclusion", {})["claimed_score"] = dice.choice(("100", "97.6", "50.55", ""))
        if projects and dice.random() < 0.3:
            projects[0]["stated_total"] = dice.choice(("5万元", "—", "0元"))
            report["projects"] = projects[:dice.choice((1, 99))]
        return report

    def rulebooks(self, dice):
        """Those that come with the program, and one whose weights nobody has chosen."""
        shipped = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in (TOP / "proto/rulebooks").glob("*.json")}
        other = copy.deepcopy(shipped["county-sample"])
        other["scoring"].update(common_weight=dice.choice(("30", "12.5", "100")), full_points=dice.choice(("120", "90")))
        return [None, *(shipped[name] for name in sorted(shipped)), other]

    def test_the_script_and_the_client_score_alike(self):
        dice, types = random.Random(19), read_schema(recompute.SCHEMA)
        reports = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(CASES.glob("[0-9]*.json"))]
        reports += [self.alter(dice, copy.deepcopy(dice.choice(reports))) for _ in range(60)]
        with tempfile.TemporaryDirectory(prefix="jixiao-") as home:
            for report in reports:
                for rulebook in self.rulebooks(dice):
                    self.compare(pathlib.Path(home), report, rulebook, types)

    def compare(self, home, report, rulebook, types):
        files = {"report": report, "rulebook": rulebook}
        for name, value in files.items():
            (home / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        options = ["--rulebook", home / "rulebook"] if rulebook is not None else []
        done = run(home, "-o", "json", "explain", home / "report", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        sheet = scores.Sheet({"report": report}, rulebook, types)
        mine = {name: None if value is None else scores.written(value) for name, value in (
            ("computed", sheet.computed), ("common", sheet.common), ("coverage", sheet.coverage))}
        mine.update(group=sheet.group, claimed_score=sheet.claimed_text)
        theirs = json.loads(done.stdout)
        self.assertEqual({name: theirs.get(name) for name in mine}, mine, json.dumps(files, ensure_ascii=False))


if __name__ == "__main__":
    harness.main()
