"""A store of the first schema, filled, is opened by today's daemon: nothing of it is worth less than before."""
import contextlib
import re
import sqlite3

import harness
from harness import TOP, request_id, schema, small_report, timestamp
from schema import digest, read_message


def first_schema():
    """The statements of VERSION_1, as the C compiler puts them together."""
    states = dict(re.findall(r'#define (SQL_\w+)\s+"([^"]*)"', (TOP / "storage/sql_states.h").read_text()))
    text = (TOP / "storage/sqlite/schema/migrations.c").read_text()
    body = re.search(r"VERSION_1\[\] = \{(.*?)\n\};", text, re.DOTALL)[1]
    body = re.sub(r"/\*.*?\*/", "", body, flags=re.DOTALL)
    statements = [""]
    for literal, name, end in re.findall(r'"([^"]*)"|(\bSQL_\w+)|(,)', body):
        statements[-1] += literal + states.get(name, "")
        if end:
            statements.append("")
    return [text for text in statements if text]


# Entries of the log as they were kept in columns. Their leaves are those of today: nobody remembers the old ones.
FIRST_LOG = """(SELECT leaf_index + 1 AS position, unixepoch(entry ->> '$.act_time') * 1000 AS time_ms,
    coalesce(substr(entry ->> '$.actor', 9), 'SYSTEM') AS actor, coalesce(entry ->> '$.role', '') AS role,
    coalesce(entry ->> '$.peer', '') AS peer, entry ->> '$.act' AS action, coalesce(entry ->> '$.object', '') AS object,
    coalesce(entry ->> '$.before', '') AS value_before, coalesce(entry ->> '$.after', '') AS value_after,
    coalesce(entry ->> '$.reason', '') AS reason, coalesce(entry ->> '$.request_id', '') AS request_id,
    zeroblob(32) AS leaf FROM today.v_log)"""

# Issues as they were kept with the last thing that became of them alone.
FIRST_ISSUES = """(SELECT i.*, m.person AS change_by, m.time_ms AS change_time_ms, coalesce(m.text, '') AS change_reason
    FROM today.issues i LEFT JOIN today.issue_messages m ON m.submission_id = i.submission_id AND m.issue = i.number
    AND m.number > 1 AND m.number = (SELECT max(n.number) FROM today.issue_messages n
    WHERE n.submission_id = i.submission_id AND n.issue = i.number))"""


def downgrade(path, publications=()):
    """Makes the file what the first daemon would have written: its tables, with what they had; whole publications in one piece."""
    new = path.with_suffix(".v1")
    statements = first_schema()
    with contextlib.closing(sqlite3.connect(new, isolation_level=None)) as base:
        base.execute("PRAGMA page_size = 32768")
        triggers = [text for text in statements if text.startswith("CREATE TRIGGER")]
        for text in statements:
            if text not in triggers:
                base.execute(text)
        base.execute("ATTACH ? AS today", (str(path),))
        sources = {"log_entries": FIRST_LOG, "issues": FIRST_ISSUES}
        tables = [row[0] for row in base.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        for table in tables:
            columns = ", ".join(row[1] for row in base.execute(f"PRAGMA main.table_info({table})"))
            base.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM {sources.get(table, f'today.{table}')}")
        base.execute("DETACH today")
        for i, publication in enumerate(publications):
            base.execute("UPDATE publications SET content = ? WHERE number = ?", (publication.SerializeToString(), i + 1))
        for text in triggers:
            base.execute(text)
    new.replace(path)


class Upgrade(harness.TestCase):
    def setUp(self):
        self.world = harness.World(self)
        self.codes = ["101", "102", "103"]
        self.world.add_departments(self.codes)
        self.reviewer = self.world.invite("rev", "reviewer")
        self.leads = [self.world.lead, self.world.invite("lead2", "lead")]
        self.world.open_round("r1", year=2025)
        self.reports = {code: small_report(code, "r1") for code in self.codes}
        for code in self.codes:
            self.clerk = self.world.invite(f"e{code}", "enterer", department=code)
            self.clerk.submit(self.reports[code])
        self.accept("101", "80.00")
        self.accept("102", "70.00")
        self.world.lead.call("RoundService/CloseRound", name="rounds/r1", request_id=request_id())
        self.world.open_round("r2", year=2025)
        asked = schema.NewIssue(field="profile.name", text="请核对", wanted_action=2)
        returned = self.clerk.submit(small_report("103", "r2")).receipt.content_digest
        self.reviewer.call("ReviewService/ReturnSubmission", name="submissions/r2-103", digest=returned, issues=[asked],
                           due_time=timestamp(600), request_id=request_id())

    def accept(self, code, score):
        self.reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/r1-{code}", digest=digest(self.reports[code]),
                           reviewed_score=read_message(score, schema.Decimal()), reason="依据附表", request_id=request_id())

    def publish(self):
        self.world.lead.call("PublicationService/PublishRound", round="rounds/r1",
                             stage=schema.PUBLICATION_STAGE_PROVISIONAL, window_end_time=timestamp(3600),
                             request_id=request_id())
        return self.world.lead.call("PublicationService/GetPublication", name="rounds/r1/publications/latest").publication

    def rank(self):
        return self.world.lead.call("RankingService/RankDepartments", round="rounds/r1", source=schema.REPORT_SOURCE_PUBLISHED)

    def restart_from_first_schema(self, publications=()):
        path = self.world.daemon.directory / "jixiao.db"
        self.assertEqual(self.world.daemon.stop(), 0)
        downgrade(path, publications)
        self.world.daemon.start()
        for person in self.world.people:
            person.reconnect()

    def scores(self):
        base = sqlite3.connect(f"file:{self.world.daemon.directory / 'jixiao.db'}?mode=ro", uri=True)
        with contextlib.closing(base):
            return [base.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
                    for table in ("scores", "score_lines", "texts", "metric_values")]

    def test_reports_filed_before_there_were_scores_are_scored_at_the_first_start(self):
        before = self.scores()
        self.assertEqual(len(before[0]), 4)
        self.restart_from_first_schema()
        self.assertEqual(self.scores(), before)
        self.assertIn('event="scores computed" versions="4"', self.world.daemon.log())
        self.assertEqual(self.world.daemon.stop(), 0)
        self.world.daemon.start()
        for person in self.world.people:
            person.reconnect()
        self.assertEqual(self.world.daemon.log().count('event="scores computed"'), 1)

    def test_an_old_county_is_published_whole(self):
        self.restart_from_first_schema()
        self.accept("103", "60.00")
        self.publish()
        rows = self.world.lead.call("RankingService/RankDepartments", round="rounds/r1").rows
        self.assertEqual([(row.department, row.final_score.micros) for row in rows],
                         [("departments/101", 80_000_000), ("departments/102", 70_000_000), ("departments/103", 60_000_000)])

    def test_what_was_published_is_scored_too_and_stays_as_it_was(self):
        publication = self.publish()
        before, ranked = self.scores(), self.rank()
        self.restart_from_first_schema([publication])
        self.assertEqual(self.scores(), before)
        self.assertEqual(self.rank(), ranked)
        again = self.world.lead.call("PublicationService/GetPublication", name="rounds/r1/publications/latest").publication
        self.assertEqual((again.digest, again.rows), (publication.digest, publication.rows))
        with self.assertRaisesRegex(sqlite3.DatabaseError, "what is published never changes"):
            with contextlib.closing(sqlite3.connect(self.world.daemon.directory / "jixiao.db")) as base:
                base.execute("DELETE FROM metric_values")

    def test_an_old_issue_is_the_beginning_of_a_thread(self):
        self.restart_from_first_schema()
        issue, = self.clerk.call("SubmissionService/ListIssues", name="submissions/r2-103").issues
        self.assertEqual([(m.person, m.text, m.state) for m in issue.messages], [("persons/rev", "请核对", 1)])
        self.assertEqual(issue.holder, schema.HOLDER_DEPARTMENT)
        self.clerk.call("SubmissionService/ReplyToIssue", name="submissions/r2-103", number=1, text="已核对",
                        request_id=request_id())
        submission = self.clerk.submit(small_report("103", "r2"), digest(small_report("103", "r2"))).submission
        self.assertEqual([issue.state for issue in submission.issues], [schema.ISSUE_STATE_ANSWERED])
        accepted = self.reviewer.call("SubmissionService/GetSubmission", name="submissions/r1-101").submission
        self.assertEqual(accepted.accepted_by, "persons/rev")


if __name__ == "__main__":
    harness.main()
