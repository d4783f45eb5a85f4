#!/usr/bin/python3
"""A province: as many departments as no county has. What can be published is read back, verified and listed, page by page.

The reports are one report, filed and accepted, and copied in the database while the daemon is down.
"""
import os
import sqlite3
import subprocess
import threading
import time

import harness
from desk import enrolled
from harness import JIXIAO, Refusal, World, explain, key_pem, request_id, small_report, timestamp
from schema import canonical, digest, read_message, schema, sha256, signing_lines, verdict_digest

N = int(os.environ.get("JX_DEPARTMENTS", "20000"))
CODES = [f"{990000000 + i}" for i in range(N)]
ROUND = "rounds/r1"
MESSAGE_BYTES = 4 << 20
SLOW = 300  # seconds: no call is expected to take so long


def copy_reports(path, clerk):
    """Gives every department but the last ten the accepted report of the first, as its own, signed by the same person."""
    db = sqlite3.connect(path)
    db.execute("PRAGMA foreign_keys = OFF")
    source, version = db.execute("SELECT id, version_id FROM submissions WHERE department = ?", CODES[:1]).fetchone()
    received, findings = db.execute("SELECT received, findings FROM contents WHERE version_id = ?", (version,)).fetchone()
    rulebook, request = db.execute("SELECT rulebook_digest, request_id FROM versions WHERE id = ?", (version,)).fetchone()
    text = canonical(schema.Report.FromString(received))
    found = schema.CheckReportResponse.FromString(findings).findings
    db.execute("CREATE TEMPORARY TABLE copies (id, department, received, digest, verdict, signature)")
    for record, code in db.execute("SELECT id, department FROM submissions WHERE version = 0 AND department < ?",
                                   CODES[-10:-9]).fetchall():
        own = sha256(text.replace(CODES[0].encode(), code.encode()))  # a code is as long as any other
        signed = signing_lines(ROUND, f"departments/{code}", own, "", request)
        db.execute("INSERT INTO copies VALUES (?, ?, ?, ?, ?, ?)", (
            record, code, received.replace(CODES[0].encode(), code.encode()), own, verdict_digest(own, found, rulebook),
            clerk.signature(signed).value))

    def copy(table, source, **own):
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        values = ", ".join(own.get(column, f"t.{column}") for column in columns)
        db.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM copies c, {table} t WHERE t.{source} = ?",
                   (version,))

    copy("versions", "id", id="c.id * 65536 + 1", submission_id="c.id", digest="c.digest", verdict_digest="c.verdict",
         signature="c.signature")
    copy("contents", "version_id", version_id="c.id * 65536 + 1", received="c.received")
    for table in ("scores", "metric_values", "score_lines"):
        copy(table, "version_id", version_id="c.id * 65536 + 1")
    db.execute("UPDATE submissions SET version = 1, version_id = id * 65536 + 1, accepted_version_id = id * 65536 + 1,"
               " (state, reviewed_micros, reviewed_decimals) = (SELECT o.state, o.reviewed_micros, o.reviewed_decimals"
               " FROM submissions o WHERE o.id = ?) WHERE id IN (SELECT id FROM copies)", (source,))
    db.commit()
    db.close()


class Watch:
    """How far a table is written, as another connection sees it, and how long another lead's writes take meanwhile."""

    def __init__(self, province):
        self.path, self.lead = province.world.daemon.directory / "jixiao.db", province.lead3
        self.sizes, self.waits, self.is_over = set(), [], False
        self.threads = [threading.Thread(target=self.count), threading.Thread(target=self.write)]

    def count(self):
        db = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        while not self.is_over:
            self.sizes.add(db.execute("SELECT count(*) FROM publication_entries").fetchone()[0])
        db.close()

    def write(self):
        while not self.is_over:
            start = time.monotonic()
            self.lead.call("DepartmentService/CreateDepartment", request_id=request_id(),
                           department=schema.Department(code=(code := f"Z{time.monotonic_ns()}"), title=f"另一个{code}"))
            self.waits.append(time.monotonic() - start)
            time.sleep(0.005)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.is_over = True
        for thread in self.threads:
            thread.join()


class Province(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = world = World(cls)
        lead = world.lead
        for first in range(0, N, 10000):
            lead.call("DepartmentService/BatchCreateDepartments", request_id=request_id(), timeout=SLOW, departments=[
                schema.Department(code=code, title=f"样例第{code[-5:]}县人力资源和社会保障局", peer_group="bureau")
                for code in CODES[first:first + 10000]])
        clerk = world.invite("clerk", "enterer", department=CODES[0])
        reviewer = world.invite("reviewer", "reviewer")
        cls.lead2, cls.lead3 = world.invite("lead2", "lead"), world.invite("lead3", "lead")
        lead.call("RoundService/CreateRound", request_id=request_id(), timeout=SLOW, round=schema.Round(
            name=ROUND, title="全省", year=2025, deadline_time=timestamp(3600), rulebook="rulebooks/county-sample/editions/latest"))
        lead.call("RoundService/OpenRound", name=ROUND, request_id=request_id(), timeout=SLOW)
        report = small_report(CODES[0], "r1")
        explain(clerk, report)
        clerk.submit(report)
        reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/r1-{CODES[0]}", digest=digest(report),
                      reviewed_score=read_message("55.00", schema.Decimal()), reason="按佐证核算", request_id=request_id())
        world.daemon.stop()
        copy_reports(world.daemon.directory / "jixiao.db", clerk)
        world.daemon.start(120)
        for person in world.people:
            person.reconnect()
        lead.call("RoundService/CloseRound", name=ROUND, request_id=request_id(), timeout=SLOW)
        cls.n_rows = N - 10

    def publish(self, lead, stage, **fields):
        with Watch(self) as watch:
            start = time.monotonic()
            reply = lead.call("PublicationService/PublishRound", round=ROUND, stage=stage, request_id=request_id(),
                              timeout=SLOW, **fields)
            took = time.monotonic() - start
        print(f"publish {stage}: {took:.2f} s, other writes {len(watch.waits)}, the longest {max(watch.waits) * 1000:.0f} ms,"
              f" rss {self.world.daemon.rss_bytes() >> 20} MiB")
        return reply, watch

    def pages(self, person, method, **fields):
        token = ""
        while True:
            reply = person.call(method, page_token=token, timeout=SLOW, **fields)
            self.assertLess(reply.ByteSize(), MESSAGE_BYTES, method)
            yield reply
            token = reply.next_page_token
            if not token:
                return

    def test_1_it_is_published_in_many_short_writes(self):
        reply, watch = self.publish(self.world.lead, schema.PUBLICATION_STAGE_PROVISIONAL, window_end_time=timestamp(0))
        self.assertEqual((reply.publication.total_rows, reply.missing_count), (self.n_rows, 10))
        # One write would have been seen at no size between none and all.
        self.assertGreater(len(watch.sizes - {0, N}), 2, "the table came in one write")
        db = sqlite3.connect(f"file:{watch.path}?mode=ro", uri=True)
        states = dict(db.execute("SELECT state, count(*) FROM submissions GROUP BY state"))
        self.assertEqual(states, {schema.SUBMISSION_STATE_CHECKING: self.n_rows, schema.SUBMISSION_STATE_NOT_STARTED: 10})
        db.close()

    def test_2_two_leads_make_it_final(self):
        first, _ = self.publish(self.world.lead, schema.PUBLICATION_STAGE_FINAL)
        final, _ = self.publish(self.lead2, schema.PUBLICATION_STAGE_FINAL, digest=first.proposed_digest)
        self.assertEqual(final.publication.total_rows, self.n_rows)
        self.refused("FAILED_PRECONDITION", "PUBLISHED_ALREADY", self.world.lead.call, "PublicationService/PublishRound",
                     round=ROUND, stage=schema.PUBLICATION_STAGE_FINAL, request_id=request_id())

    def test_3_it_is_read_back_whole(self):
        whole = schema.Publication()
        for i, page in enumerate(self.pages(self.world.lead, "PublicationService/GetPublication",
                                            name=f"{ROUND}/publications/latest")):
            if i == 0:
                whole.CopyFrom(page.publication)
            else:
                whole.rows.extend(page.publication.rows)
                whole.missing.extend(page.publication.missing)
        self.assertEqual((len(whole.rows), len(whole.missing), len({row.department for row in whole.rows})),
                         (self.n_rows, 10, self.n_rows))
        stated, whole.digest = whole.digest, ""
        self.assertEqual(stated, digest(whole))

    def test_4_its_tables_are_listed(self):
        for method, field in (("RankDepartments", "rows"), ("ListInflation", "rows"), ("ListCoverage", "rows")):
            seen = [row.department for page in self.pages(self.world.lead, f"RankingService/{method}", round=ROUND)
                    for row in getattr(page, field)]
            self.assertEqual((len(seen), len(set(seen))), (self.n_rows, self.n_rows), method)

    def test_5_anybody_computes_it_again(self):
        home = self.world.directory / "home"
        home.mkdir(mode=0o700)
        lead, daemon = self.world.lead, self.world.daemon
        for name, text in (("key.pem", key_pem(lead.key)), ("cert.pem", lead.certificate), ("ca.pem", daemon.ca()),
                           ("client.ini", f"[client]\nserver = localhost:{daemon.main}\n".encode())):
            (home / name).write_bytes(text)
            (home / name).chmod(0o600)
        file = home / "r1.jsonl"
        for arguments in (("export", "r1", "--publication", "latest", "--timeout", str(SLOW), "--out", file),
                          ("verify-publication", file)):
            done = subprocess.run([JIXIAO, "--home", str(home), "--no-input", *map(str, arguments)], capture_output=True,
                                  text=True, timeout=SLOW, env={"PATH": os.environ["PATH"], "HOME": str(home),
                                                                "JIXIAO_LANG": "en", "LANG": "C.UTF-8"})
            self.assertEqual(done.returncode, 0, done.stderr[-2000:])
        self.assertIn(f"{self.n_rows} departments", done.stdout)
        print(f"rss {daemon.rss_bytes() >> 20} MiB")


    def test_6_it_is_exported_as_a_table(self):
        rows = enrolled(self.world, "exporting", "analyst").csv("--timeout", str(SLOW), "export", "r1")
        self.assertEqual((len(rows), rows[0]["department"], rows[-1]["department"]), (self.n_rows, CODES[0], CODES[-11]))


if __name__ == "__main__":
    harness.main()
