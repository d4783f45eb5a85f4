#!/usr/bin/python3
"""What was: answers that a county gave while it lived through a season, asked for again by the time of each."""
import random
import sqlite3
import subprocess
import threading
import time
from datetime import datetime, timezone

import harness
from desk import FORBIDDEN, USAGE, enrolled
from harness import World, request_id, small_report, timestamp, wait_until
from schema import digest, schema

CODES = ["1001", "1002", "1003", "1004"]
LATER = ["1005", "1006"]  # in the second round alone
SCORE = schema.Decimal(micros=80000000)


class AsOf(harness.TestCase):
    """One season; after each act every question is asked and its answer kept with the time."""

    @classmethod
    def setUpClass(cls):
        cls.world = world = World(cls)
        cls.lead = world.lead
        cls.moments = []
        cls.before = cls.now()
        cls.live()

    @staticmethod
    def now():
        """A time that no act shares."""
        time.sleep(0.02)
        ms = int(time.time() * 1000)
        time.sleep(0.02)
        return ms

    # ---- the season ----

    @classmethod
    def live(cls):
        world, lead = cls.world, cls.lead
        lead.call("DepartmentService/BatchCreateDepartments", request_id=request_id(), departments=[
            schema.Department(code=code, title=f"样例{code}局", peer_group="甲组") for code in CODES + LATER])
        clerks = {code: world.invite(f"clerk-{code}", "enterer", department=code) for code in CODES}
        cls.reviewer, cls.analyst = world.invite("reviewer", "reviewer"), world.invite("analyst", "analyst")
        cls.second = world.invite("lead2", "lead")
        cls.desk = enrolled(world, "desk", "reviewer")
        cls.analyst_desk = enrolled(world, "watcher", "analyst")
        world.open_round("r1", year=2025, departments=CODES[:3])
        cls.keep("opened")
        reports = {}

        def submit(code, executed="95.00万元", base="", text=""):
            reports[code] = small_report(code, "r1", executed=executed)
            reports[code].conclusion.text += text
            if base:
                reports[code].explanations.add(field="profile.name", text="名称按编办批复填写，批复于三月下达，附件已存档")
            clerks[code].submit(reports[code], base)
            cls.keep(f"{code} filed")

        def accept(code, **fields):
            cls.review("AcceptSubmission", code, digest=digest(reports[code]), **fields)
            cls.keep(f"{code} accepted")
        submit("1001")
        submit("1002", "70.00万元")
        lead.call("RoundService/ChangeRoster", name="rounds/r1", added=["departments/1004"], reason="新设",
                  request_id=request_id())
        cls.keep("1004 on the roster")
        accept("1001", reviewed_score=SCORE, reason="按实核定")
        cls.review("ReturnSubmission", "1002", digest=digest(reports["1002"]), due_time=timestamp(600), issues=[
            schema.NewIssue(field="profile.name", wanted_action=schema.WANTED_ACTION_EXPLAIN, text="请说明名称")])
        cls.keep("1002 returned")
        submit("1002", "72.00万元", digest(reports["1002"]))
        accept("1002")
        lead.call("DepartmentService/UpdateDepartment", department=schema.Department(
            name="departments/1001", title="改名后1001局", peer_group="乙组"), fields=["title", "peer_group"], effective_date="2026-01-01",
            document="编办〔2026〕1号", reason="更名", request_id=request_id())
        cls.keep("1001 renamed")
        cls.review("CorrectAcceptance", "1001", digest=digest(reports["1001"]), reviewed_score=schema.Decimal(micros=70000000),
                   reason="重新核定")
        cls.keep("1001 corrected")
        submit("1003")
        cls.review("WaiveSubmission", "1004", document="县府办〔2026〕3号", reason="当年新设，免报", person=lead)
        cls.keep("1004 waived")
        lead.call("IdleFundsService/FlagIdleFunds", department="departments/1001", source="结余", budget_date="2023",
                  amount=schema.Amount(fen=1000_00, unit=schema.AMOUNT_UNIT_YUAN, decimals=2),
                  due_time=timestamp(3600), request_id=request_id())
        cls.keep("idle funds")
        lead.call("RectificationService/RaiseRectification", department="departments/1001", problem="项目未按期完工",
                  due_time=timestamp(3600), request_id=request_id())
        cls.keep("rectification raised")
        lead.call("RoundService/CloseRound", name="rounds/r1", request_id=request_id())
        cls.keep("closed")
        cls.publish(schema.PUBLICATION_STAGE_PROVISIONAL, window_end_time=timestamp(3600))
        cls.keep("published")
        cls.review("ReturnSubmission", "1002", digest=digest(reports["1002"]), due_time=timestamp(600), reason="重报", person=lead, issues=[
            schema.NewIssue(field="conclusion.text", wanted_action=schema.WANTED_ACTION_CORRECT, text="请改")])
        cls.keep("1002 returned again")
        accept("1003")
        cls.publish(schema.PUBLICATION_STAGE_PROVISIONAL, window_end_time=timestamp(3600))
        cls.keep("published again")
        submit("1002", "73.00万元", digest(reports["1002"]), "，已更正")
        accept("1002")
        cls.publish(schema.PUBLICATION_STAGE_PROVISIONAL, window_end_time=timestamp(2))
        wait_until(lambda: not isinstance(cls.answer(lead, "PublicationService/PublishRound", {
            "round": "rounds/r1", "stage": schema.PUBLICATION_STAGE_FINAL, "request_id": request_id(), "validate_only": True}), str),
            20, "the window to end")
        cls.keep("window over")
        proposed = cls.publish(schema.PUBLICATION_STAGE_FINAL).proposed_digest
        cls.keep("final proposed")
        cls.publish(schema.PUBLICATION_STAGE_FINAL, person=cls.second, digest=proposed)
        cls.keep("final")
        what = {"reason": "决算更正", "evidence": "元财函〔2026〕12号"}
        proposed = cls.review("ReopenSubmission", "1002", person=lead, **what).digest
        cls.review("ReopenSubmission", "1002", person=cls.second, digest=proposed)
        cls.keep("1002 reopened")
        cls.reorganise()

    @classmethod
    def reorganise(cls):
        """Departments merge, give parts to others and stay, end and are there again."""
        def act(method, moment, **fields):
            cls.lead.call(f"DepartmentService/{method}", request_id=request_id(), **fields)
            cls.keep(moment)
        cls.world.open_round("r2", year=2026, departments=["1001", "1005", "1006"])
        cls.keep("r2 opened")
        act("RetireDepartments", "1005 merged", departments=["departments/1005"], successors=["departments/1001"], document="1号")
        act("RetireDepartments", "1003 gives a part", departments=["departments/1003"],
            successors=["departments/1003", "departments/1006"], document="2号")
        act("RetireDepartments", "1004 ends", departments=["departments/1004"], successors=["departments/1003"], document="3号")
        act("ReinstateDepartment", "1004 again", name="departments/1004", reason="撤销并入")
        act("RetireDepartments", "1003 gives another part", departments=["departments/1003"],
            successors=["departments/1003", "departments/1002"], document="4号")

    @classmethod
    def review(cls, method, code, person=None, **fields):
        return (person or cls.reviewer).call(f"ReviewService/{method}", name=f"submissions/r1-{code}", request_id=request_id(),
                                             **fields)

    @classmethod
    def publish(cls, stage, person=None, **fields):
        return (person or cls.lead).call("PublicationService/PublishRound", round="rounds/r1", stage=stage, request_id=request_id(), **fields)

    # ---- the questions ----

    @classmethod
    def questions(cls):
        accepted, published = schema.REPORT_SOURCE_ACCEPTED, schema.REPORT_SOURCE_PUBLISHED
        lead, analyst, r1 = cls.lead, cls.analyst, "rounds/r1"
        yield lead, "RankingService/RankDepartments", {"round": r1, "source": accepted}
        yield lead, "RankingService/RankDepartments", {"round": r1, "source": accepted, "by": "execution_rate"}
        yield lead, "RankingService/RankDepartments", {"round": r1, "source": accepted, "by": "accounts.income + row.final_score"}
        yield lead, "RankingService/RankDepartments", {"round": r1, "source": accepted, "peer_group": "甲组"}
        yield analyst, "RankingService/RankDepartments", {"round": r1, "source": published}
        for source in (accepted, published):
            yield lead, "RankingService/ListInflation", {"round": r1, "source": source}
            yield lead, "RankingService/ListCoverage", {"round": r1, "source": source}
            yield lead, "RankingService/CompareDepartments", {
                "round": r1, "source": source, "departments": ["departments/1001", "departments/1002"]}
        yield lead, "SubmissionService/ListSubmissions", {"round": r1}
        for code in CODES:
            name = f"submissions/r1-{code}"
            yield lead, "SubmissionService/GetSubmission", {"name": name}
            yield lead, "SubmissionService/ListIssues", {"name": name}
            yield lead, "SubmissionService/GetSubmissionVersion", {"name": name + "/versions/latest"}
            yield lead, "ScoreService/ExplainScore", {"department": f"departments/{code}", "round": r1, "source": accepted}
        yield lead, "RoundService/GetRound", {"name": r1}
        yield lead, "RoundService/ListRounds", {}
        for code in (*CODES, "1006"):
            yield lead, "RankingService/CompareDepartments", {"departments": [f"departments/{code}"], "source": accepted}
        yield lead, "RoundService/ListMissingDepartments", {"round": r1, "source": accepted}
        yield analyst, "PublicationService/ListPublications", {"round": r1}
        yield lead, "TurnService/GetProgress", {"round": r1}
        yield lead, "TurnService/ListResponsiveness", {"round": r1}
        yield lead, "RectificationService/ListRectifications", {}
        yield lead, "RectificationService/GetRectification", {"name": "departments/1001/rectifications/1"}
        yield lead, "IdleFundsService/ListIdleFunds", {}
        yield lead, "IdleFundsService/ListIdleFundsTotals", {"year": datetime.now().year}

    @classmethod
    def answer(cls, person, method, fields):
        try:
            reply = person.call(method, **fields)
        except harness.Refusal as refusal:
            return refusal.reason
        for submission in list(getattr(reply, "submissions", [])) + ([reply.submission] if hasattr(reply, "submission") else []):
            cls.level(submission)
        for times in [reply, *reply.rows] if method.endswith("ListResponsiveness") else ():
            for field in times.DESCRIPTOR.fields:
                if field.message_type and "waiting" in field.message_type.fields_by_name and getattr(times, field.name).waiting:
                    getattr(times, field.name).ClearField("worst_ms")
        return reply

    @staticmethod
    def level(submission):
        """Who has held it for how long goes on with every millisecond."""
        for field in ("department_held_ms", "finance_held_ms", "nobody_held_ms"):
            submission.ClearField(field)

    @classmethod
    def keep(cls, name):
        answers = [cls.answer(*question) for question in cls.questions()]
        typed = [cls.desk.run(*line, code=None) for line in cls.typed()] if len(cls.moments) % 4 == 2 else []
        cls.moments.append((name, cls.now(), answers, typed))

    @staticmethod
    def typed():
        yield "rank", "r1", "--accepted", "-o", "csv"
        yield "inflation", "r1", "--accepted", "-o", "json"
        yield "list", "--round", "r1", "-o", "csv"
        yield "compare", "1001", "1002", "--round", "r1", "-o", "json"
        yield "export", "r1", "-o", "csv"
        yield "export", "r1", "-o", "json"
        yield "explain", "1001", "--round", "r1", "-o", "json"
        yield "round", "list", "-o", "csv"
        yield "progress", "r1", "-o", "json"
        yield "rectify", "list", "-o", "csv"

    # ---- what is shown of it ----

    def test_every_answer_of_the_season_is_given_again_for_its_time(self):
        """In any order, at times around each."""
        order = list(range(len(self.moments)))
        random.Random(7).shuffle(order)
        n = 0
        for i in order:
            name, ms, answers, _ = self.moments[i]
            ms += random.Random(i).randrange(-10, 10)
            then = schema.message("google.protobuf.Timestamp")(seconds=ms // 1000, nanos=ms % 1000 * 1000000)
            for (person, method, fields), kept in zip(self.questions(), answers):
                again = self.answer(person, method, dict(fields, as_of_time=then))
                n += 1
                if again != kept:
                    self.fail(f"{name}: {method} {fields}\nthen: {kept}\nnow: {again}")
        self.assertGreater(n, 400)

    def test_commands_print_the_bytes_of_then(self):
        n = 0
        for name, ms, _, typed in self.moments:
            then = datetime.fromtimestamp(ms / 1000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03}Z"
            for line, kept in zip(self.typed(), typed):
                again = self.desk.run(*line, "--as-of", then, code=None)
                self.assertEqual((again.returncode, again.stdout), (kept.returncode, kept.stdout), (name, line, again.stderr))
                n += kept.returncode == 0
        self.assertGreater(n, 15)

    def test_what_is_asked_of_publications_is_asked_of_those_of_then(self):
        ms = next(ms for name, ms, _, _ in self.moments if name == "1002 returned again")
        then = datetime.fromtimestamp(ms / 1000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03}Z"
        def departments(*arguments):
            return {row["department"][-4:] for row in self.analyst_desk.json("rank", "r1", *arguments)["rows"]}
        self.assertEqual((departments(), departments("--as-of", then)), ({"1001", "1002", "1003"}, {"1001", "1002"}))
        for line in (("quality",), ("problems",), ("stability",), ("trend", "1001")):
            self.analyst_desk.json(line[0], *([] if line[0] == "trend" else ["r1"]), *line[1:], "--as-of", then)
        listed = self.analyst_desk.json("publication", "list", "r1", "--as-of", then)
        self.assertEqual(len(listed["publications"]), 1)

    def test_a_table_of_then_is_read_to_its_end_page_by_page(self):
        for source in (schema.REPORT_SOURCE_ACCEPTED, schema.REPORT_SOURCE_PUBLISHED):
            for name, ms, _, _ in self.moments[-8:]:
                then = timestamp(0)
                then.FromMilliseconds(ms)
                request = {"round": "rounds/r1", "source": source, "as_of_time": then}
                try:
                    whole = self.reviewer.call("RankingService/RankDepartments", **request)
                except harness.Refusal as refusal:
                    self.assertIn("NOT_PUBLISHED", str(refusal))
                    continue
                rows = self.reviewer.pages("RankingService/RankDepartments", "rows", page_size=1, **request)
                self.assertEqual(list(whole.rows), rows, name)

    def test_the_answer_of_a_time_is_final_while_others_write(self):
        """Two are renamed many times; meanwhile it is asked again and again what was a moment ago."""
        lead, r3 = self.lead, "rounds/r3"
        lead.call("DepartmentService/BatchCreateDepartments", request_id=request_id(), departments=[
            schema.Department(code=code, title=f"样例{code}局") for code in ("2001", "2002", "2003")])
        codes = ("2001", "2002", "2003")
        self.world.open_round("r3", year=2027, departments=list(codes))

        def write(code):
            for n in range(60):
                lead.call("DepartmentService/UpdateDepartment", request_id=request_id(), department=schema.Department(
                    name=f"departments/{code}", title=f"样例{code}局{n}"), fields=["title"], effective_date="2026-01-01",
                    document="更名")
        threads = [threading.Thread(target=write, args=(code,)) for code in codes[1:]]
        for thread in threads:
            thread.start()
        answers = []
        while any(thread.is_alive() for thread in threads):
            then = schema.message("google.protobuf.Timestamp")()
            then.FromMilliseconds(int(time.time() * 1000) - len(answers) % 3)
            try:
                answers.append((then, lead.call("SubmissionService/ListSubmissions", round=r3, as_of_time=then)))
            except harness.Refusal as refusal:
                self.assertIn(refusal.reason, ("TIME_AHEAD", "ROUND_NOT_FOUND"))
        self.assertGreater(len(answers), 20 / harness.SLOWER)
        for then, submissions in answers:
            self.assertEqual(lead.call("SubmissionService/ListSubmissions", round=r3, as_of_time=then), submissions)

    def test_the_future_and_what_nobody_knows_are_refused_in_words(self):
        ahead = self.desk.run("rank", "r1", "--accepted", "--as-of", "2199-01-01", code=USAGE)
        self.assertIn("has not come yet", ahead.stderr)
        early = self.desk.run("rank", "r1", "--accepted", "--as-of", "2001-01-01", code=FORBIDDEN)
        self.assertIn("nothing is kept here of 2001-01-01", early.stderr)
        self.desk.run("rank", "r1", "--accepted", "--as-of", "tomorrow-ish", code=USAGE)
        self.desk.run("rank", "r1", "--accepted", "--as-of", "1970-01-01T00:00Z", code=FORBIDDEN)

    def test_zz_what_was_is_held_against_the_log(self):
        self.world.daemon.stop()
        fsck = [harness.JIXIAOD, "fsck", str(self.world.daemon.directory)]
        self.assertEqual(subprocess.run(fsck, capture_output=True, text=True).returncode, 0)
        for table, change in (("submission_history", "reviewed_micros = 99000000 WHERE reviewed_micros = 80000000"),
                              ("score_history", "final_micros = 99000000 WHERE leaf_index = (SELECT min(leaf_index) FROM score_history)"),
                              ("issue_history", "state = 2 WHERE state = 1"),
                              ("round_history", "title = 'x' WHERE leaf_index = (SELECT min(leaf_index) FROM round_history)")):
            with sqlite3.connect(self.world.daemon.directory / "jixiao.db", isolation_level=None) as store:
                trigger = store.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table + "_no_update",)).fetchone()[0]
                store.execute("BEGIN")
                store.execute(f"DROP TRIGGER {table}_no_update")
                self.assertGreater(store.execute(f"UPDATE {table} SET {change}").rowcount, 0, table)
                store.execute(trigger)
                store.execute("COMMIT")
            done = subprocess.run(fsck, capture_output=True, text=True)
            self.assertNotEqual(done.returncode, 0, table)
            self.assertIn(table, done.stdout + done.stderr)
            self.assertNotEqual(done.returncode, 0)


if __name__ == "__main__":
    harness.main()
