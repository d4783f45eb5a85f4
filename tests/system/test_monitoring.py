#!/usr/bin/env python3
"""What is seen of the daemon from outside: metrics and health over HTTP, what they say, and who cannot stop them."""
import concurrent.futures
import fcntl
import http.client
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import time
import unittest

import harness
from harness import schema

PROMTOOL = shutil.which("promtool")
DAY_S = 24 * 3600


class Site(harness.TestCase):
    """A daemon that serves metrics."""

    def setUp(self):
        self.world = harness.World(self, is_started=False)
        self.daemon = self.world.daemon
        self.port, = harness.free_ports(1)
        self.daemon.set("metrics", f"127.0.0.1:{self.port}")

    def start(self):
        self.daemon.start()
        self.world.lead = self.world.keep(self.daemon.enrol_first_lead())

    def get(self, path="/metrics", method="GET", timeout=20):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout * harness.SLOWER)
        try:
            connection.request(method, path)
            reply = connection.getresponse()
            return reply.status, dict(reply.getheaders()), reply.read().decode("utf-8")
        finally:
            connection.close()

    def samples(self):
        """All samples: "name{labels}" to number."""
        status, _, text = self.get()
        self.assertEqual(status, 200)
        return {name: float(number) for name, number in re.findall(r"^(\S+) (\S+)$", text, re.M) if name != "#"}

    def look(self):
        """Has the daemon look at files and database now."""
        before = self.samples()["jixiao_vitals_timestamp_seconds"]
        self.daemon.process.send_signal(1)
        harness.wait_until(lambda: self.samples()["jixiao_vitals_timestamp_seconds"] > before, 10, "a new look")
        return self.samples()


class Metrics(Site):
    def test_a_county_at_work_is_seen(self):
        self.start()
        world = self.world
        world.add_departments(["101", "102", "103"])
        clerk = world.invite("ren101", "enterer", department="101")
        world.open_round("2025", year=2025, deadline_s=DAY_S)
        report = harness.explain(clerk, harness.small_report("101", "2025"))
        clerk.submit(report)
        self.refused("NOT_FOUND", "SUBMISSION_NOT_FOUND", clerk.call, "SubmissionService/GetSubmission",
                     name="submissions/2025-102")
        seen = self.look()
        method = 'grpc_type="unary",grpc_service="jixiao.v1.SubmissionService",grpc_method='
        self.assertEqual(seen[f'grpc_server_handled_total{{{method}"SubmitReport",grpc_code="OK"}}'], 1)
        self.assertEqual(seen[f'grpc_server_handled_total{{{method}"GetSubmission",grpc_code="NotFound"}}'], 1)
        self.assertEqual(seen[f'grpc_server_handled_total{{{method}"GetSubmission",grpc_code="OK"}}'], 0)
        took = [seen[f'grpc_server_handling_seconds_{part}'] for part in
                (f'bucket{{{method}"SubmitReport",le="+Inf"}}', f'count{{{method}"SubmitReport"}}')]
        self.assertEqual(took, [1, 1])
        self.assertGreater(seen[f'grpc_server_handling_seconds_sum{{{method}"SubmitReport"}}'], 0)
        self.assertEqual(seen['jixiao_round_open{round="2025"}'], 1)
        self.assertEqual(seen['jixiao_round_departments{round="2025"}'], 3)
        self.assertEqual(seen['jixiao_round_reports_missing{round="2025"}'], 2)
        self.assertEqual(seen['jixiao_round_waiting_for_finance{round="2025"}'], 1)
        self.assertEqual(seen['jixiao_round_waiting_for_department{round="2025"}'], 0)
        self.assertAlmostEqual(seen['jixiao_round_deadline_timestamp_seconds{round="2025"}'], time.time() + DAY_S, delta=60)
        entries = world.invite("shenji", "auditor").call("LogService/ListLogEntries", page_size=1000).entries
        seen = self.look()
        self.assertEqual(seen["jixiao_log_entries"], len(entries))
        self.assertEqual(seen["jixiao_log_checkpoint_entries"], len(entries))
        self.assertGreaterEqual(seen["jixiao_changes_total"], 6)
        self.assertAlmostEqual(seen["jixiao_log_newest_entry_timestamp_seconds"], time.time(), delta=60)
        for name, years in (("county", 10), ("server", 10), ("leads", 1)):
            end = seen[f'jixiao_certificate_end_timestamp_seconds{{certificate="{name}"}}']
            self.assertAlmostEqual((end - time.time()) / DAY_S / 365, years, delta=0.05 * years, msg=name)
        for name in ("process_resident_memory_bytes", "process_cpu_seconds_total", "jixiao_disk_free_bytes",
                     "jixiao_store_database_bytes", "jixiao_connections_open"):
            self.assertGreater(seen[name], 0, name)
        self.assertEqual(seen[f'jixiao_build_info{{version="{self.version()}"}}'], 1)
        self.assertEqual(seen['jixiao_task_last_success_timestamp_seconds{task="backup"}'], 0)

    def version(self):
        done = subprocess.run([harness.JIXIAOD, "version"], capture_output=True, text=True, timeout=60, check=True)
        return done.stdout.split()[1]

    def test_calls_of_no_method_and_without_a_certificate_are_counted(self):
        self.start()
        public = self.daemon.public_caller()
        self.addCleanup(public.close)
        self.refused("UNIMPLEMENTED", "UNKNOWN_METHOD", public.call, "/jixiao.v1.NoService/No")
        self.refused("UNAUTHENTICATED", "NO_CERTIFICATE", public.call, "PersonService/ListPersons")
        seen = self.samples()
        labels = 'grpc_type="unary",grpc_service="unknown",grpc_method="unknown"'
        self.assertEqual(seen[f'grpc_server_handled_total{{{labels},grpc_code="Unimplemented"}}'], 1)
        labels = 'grpc_type="unary",grpc_service="jixiao.v1.PersonService",grpc_method="ListPersons"'
        self.assertEqual(seen[f'grpc_server_handled_total{{{labels},grpc_code="Unauthenticated"}}'], 1)

    @unittest.skipUnless(PROMTOOL, "promtool is not installed (Debian: prometheus)")
    def test_promtool_finds_nothing_to_say_about_them(self):
        self.start()
        self.world.add_departments(["101"])
        self.world.open_round("2025", year=2025)
        self.look()
        _, headers, text = self.get()
        self.assertEqual(headers["Content-Type"], "text/plain; version=0.0.4; charset=utf-8")
        done = subprocess.run([PROMTOOL, "check", "metrics"], input=text, capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))


class Alerts(Site):
    """The alert rules that come with the daemon."""
    RULES = harness.TOP / "deploy" / "alerts.yml"
    CASES = harness.TOP / "tests" / "data" / "alerts_test.yml"

    def promtool(self, *arguments):
        done = subprocess.run([PROMTOOL, *map(str, arguments)], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    @unittest.skipUnless(PROMTOOL, "promtool is not installed (Debian: prometheus)")
    def test_each_fires_when_it_should_and_not_where_all_is_well(self):
        self.promtool("check", "rules", self.RULES)
        self.promtool("test", "rules", self.CASES)
        alerts = re.findall(r"alert: (\w+)", self.RULES.read_text())
        cases = self.CASES.read_text()
        for alert in alerts:
            self.assertEqual(len(re.findall(rf"alertname: {alert}\b", cases)), 2, f"{alert} is not tried both ways")
            self.assertIn(f"`{alert}`", (harness.TOP / "docs" / "monitoring.md").read_text())

    def test_they_and_the_manual_name_what_there_is(self):
        self.start()
        self.world.add_departments(["101"])
        self.world.open_round("2025", year=2025)
        self.look()
        names = set(re.findall(r"(?m)^# TYPE (\S+) ", self.get()[2]))
        manual = set(re.findall(r"`((?:jixiao|grpc_server|process)_[a-z_]+)`", (harness.TOP / "docs" / "monitoring.md").read_text()))
        self.assertEqual(manual, names)
        used = set(re.findall(r"\b(?:jixiao|grpc)_[a-z_]+", self.RULES.read_text()))
        self.assertLessEqual(used, names)


class Tasks(Site):
    """Backups and checks: how they ended is remembered and seen."""

    def run_verb(self, verb, *arguments, code=0):
        done = subprocess.run([harness.JIXIAOD, verb, str(self.daemon.directory), *map(str, arguments)],
                              capture_output=True, text=True, timeout=120, env=dict(os.environ, LANG="C.UTF-8", JIXIAO_LANG="en"))
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def task(self, name):
        seen = self.look()
        return {part: seen[f'jixiao_task_last_{part}{{task="{name}"}}']
                for part in ("end_timestamp_seconds", "success_timestamp_seconds", "duration_seconds", "failed", "faults")}

    def test_a_backup_is_seen_and_so_is_one_that_failed(self):
        self.start()
        secret = self.world.directory / "passphrase"
        secret.write_text("correct horse battery staple\n")
        target = self.world.directory / "backups"
        target.mkdir()
        self.run_verb("backup", target, "--passphrase-file", secret)
        first = self.task("backup")
        self.assertAlmostEqual(first["success_timestamp_seconds"], time.time(), delta=60)
        self.assertEqual((first["failed"], first["faults"]), (0, 0))
        self.run_verb("backup", self.world.directory / "nowhere" / "file.zip", "--passphrase-file", secret, code=1)
        second = self.task("backup")
        self.assertEqual(second["failed"], 1)
        self.assertEqual(second["success_timestamp_seconds"], first["success_timestamp_seconds"])
        self.assertGreater(second["end_timestamp_seconds"], first["end_timestamp_seconds"])
        self.assertIn("warning: the last backup failed", self.get("/healthz")[2])

    def test_all_data_are_checked_while_the_daemon_serves(self):
        self.start()
        world = self.world
        world.add_departments(["101"])
        clerk = world.invite("ren101", "enterer", department="101")
        world.open_round("2025", year=2025)
        clerk.submit(harness.explain(clerk, harness.small_report("101", "2025")))
        leftover = self.daemon.directory / "jixiao.fsck.copy"
        leftover.mkdir()  # of one that was killed
        (leftover / "jixiao.db").write_bytes(b"half a copy")
        self.assertIn("The tables are what the log says", self.run_verb("fsck"))
        self.assertFalse(leftover.exists())
        self.assertEqual(self.task("fsck")["failed"], 0)
        self.assertAlmostEqual(self.task("fsck")["success_timestamp_seconds"], time.time(), delta=60)
        # somebody with a database shell, beside the daemon
        with sqlite3.connect(self.daemon.directory / "jixiao.db") as base:
            base.execute("UPDATE persons SET title = 'somebody else' WHERE id = 'ren101'")
        base.close()
        said = self.run_verb("fsck", code=1)
        self.assertIn("persons ren101 title", said)
        seen = self.task("fsck")
        self.assertEqual(seen["failed"], 1)
        self.assertGreaterEqual(seen["faults"], 1)
        self.assertGreater(seen["end_timestamp_seconds"], seen["success_timestamp_seconds"])
        self.assertIn("warning: the last check of all data failed", self.get("/healthz")[2])
        self.assertEqual(self.get("/readyz")[0], 200)
        self.assertFalse(leftover.exists())
        self.assertEqual(world.lead.call("SystemService/Ping").county, harness.COUNTY)

    def test_a_check_never_fills_the_disk_under_the_daemon(self):
        self.daemon.set("disk_free_mb", 1000000)
        self.start()
        said = self.run_verb("fsck", code=1)
        self.assertIn("the check needs a copy", said)
        self.assertFalse((self.daemon.directory / "jixiao.fsck.copy").exists())

    def test_one_check_runs_at_a_time(self):
        self.start()
        copy = self.daemon.directory / "jixiao.fsck.copy"
        copy.mkdir()
        held = os.open(copy, os.O_RDONLY)
        self.addCleanup(os.close, held)
        fcntl.flock(held, fcntl.LOCK_EX)
        self.assertIn("jixiao.fsck.copy", self.run_verb("fsck", code=1))
        self.assertEqual(self.task("fsck")["end_timestamp_seconds"], 0, "the other one will say how it ended")


class Health(Site):
    def test_the_daemon_is_alive_and_ready_until_it_stops(self):
        self.start()
        for path in ("/healthz", "/readyz"):
            status, headers, text = self.get(path)
            self.assertEqual((status, text), (200, "ok\n"), path)
            self.assertEqual(headers["Cache-Control"], "no-store")
        # a call that is under way holds the end of the daemon up
        watch = self.world.lead.stream("/grpc.health.v1.Health/Watch", timeout=30)
        next(iter(watch))
        self.daemon.was_ended = True
        self.daemon.process.send_signal(15)
        seen = set()
        while self.daemon.is_running():
            try:
                seen.add(self.get("/readyz")[::2])
            except OSError:
                pass
        self.assertEqual(self.daemon.process.wait(20), 0)
        self.assertLessEqual({text for _, text in seen}, {"ok\n", "stopping\n"})
        for status, text in seen:
            self.assertEqual(status, 503 if text == "stopping\n" else 200)

    def test_a_disk_that_is_nearly_full_is_told_before_it_is(self):
        self.daemon.set("disk_free_mb", 1000000)
        self.start()
        harness.wait_until(lambda: "nearly full" in self.daemon.log(), 10, "the warning")
        self.assertRegex(self.daemon.log(), r'nearly full; when it is, nothing can be stored" free_mb="\d+" wanted_mb="1000000"')
        status, _, text = self.get("/readyz")
        self.assertEqual(status, 200, "it can still do its work")
        self.assertRegex(text, r"\Aok\nwarning: disk low, \d+ MiB free\n\Z")
        seen = self.samples()
        self.assertLess(seen["jixiao_disk_free_bytes"], seen["jixiao_disk_low_bytes"])
        # told once, not at each look
        self.look()
        self.assertEqual(self.daemon.log().count("nearly full"), 1)
        self.daemon.set("disk_free_mb", 1)
        self.look()
        harness.wait_until(lambda: "the disk has room again" in self.daemon.log(), 10, "the all-clear")
        self.assertEqual(self.get("/healthz")[2], "ok\n")


class Lines(Site):
    def test_a_line_says_when_who_what_and_how_long(self):
        self.start()
        world = self.world
        world.add_departments(["101"])
        world.invite("ren101", "enterer", department="101")
        log = self.daemon.log()
        began = r'(?m)^time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00 level=info event="call" method="/jixiao\.v1\.'
        self.assertRegex(log, began + r'DepartmentService/BatchCreateDepartments" person="lead" took_ms="\d+\.\d{3}" '
                         r'peer="127[^"]*" request_id="[0-9a-f-]{36}" status="OK" reason="NONE"$')
        for who in ("lead", "ren101"):
            self.assertRegex(log, began + rf'EnrolmentService/EnrolPerson" person="{who}" ')
        self.assertNotRegex(log, "(?m)^<")
        self.assertNotIn("ListDepartments", log)
        self.daemon.set("reads", "yes")
        self.look()
        world.lead.call("DepartmentService/ListDepartments")
        self.assertRegex(self.daemon.log(), began + r'DepartmentService/ListDepartments" person="lead" took_ms=')


class Address(Site):
    def refused_start(self):
        with self.assertRaises(AssertionError) as caught:
            self.daemon.start()
        self.assertIn("exit 1", str(caught.exception))
        return str(caught.exception)

    def test_other_machines_are_let_in_only_when_that_is_said(self):
        self.daemon.set("metrics", f"0.0.0.0:{self.port}")
        self.assertIn("WEB_NOT_LOOPBACK", self.refused_start())
        self.daemon.set("metrics_anywhere", "yes")
        self.start()
        self.assertEqual(self.get("/healthz")[2], "ok\n")

    def test_a_port_that_is_taken_is_named(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", self.port))
            other.listen()
            text = self.refused_start()
        self.assertIn("LISTEN_FAILED", text)
        self.assertIn(f"127.0.0.1:{self.port}", text)


HOSTILE = {
    "nothing": b"",
    "garbage": bytes(range(256)) * 40,
    "TLS": bytes.fromhex("1603010200010001fc0303") + b"\0" * 512,
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0",
    "an endless path": b"GET /" + b"a" * 200000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "an endless header": b"GET /metrics HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200000 + b"\r\n\r\n",
    "endless headers": b"GET /metrics HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 40000 + b"\r\n",
    "no version": b"GET /metrics\r\n\r\n",
    "a zero byte": b"GET /metrics\0x HTTP/1.1\r\nHost: x\r\n\r\n",
    "a zero byte, encoded": b"GET /metrics%00 HTTP/1.1\r\nHost: x\r\n\r\n",
    "another folder": b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    "two lengths": b"POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 500000000000\r\n\r\nabcde",
    "a length below zero": b"POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\nabcde",
    "a body without an end": b"GET /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + b"400\r\n" + b"a" * 1024,
    "a chunk of a wrong length": b"GET /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    "many at once": b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n" * 500,
    "expects": b"PUT /metrics HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n",
    "upgrades": b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n",
    "half a request": b"GET /metrics HTTP/1.1\r\nHos",
}


class Hostile(Site):
    def talk(self, sent, waits_s=0.3):
        with socket.create_connection(("127.0.0.1", self.port), 5) as peer:
            peer.settimeout(waits_s)
            try:
                peer.sendall(sent)
                peer.shutdown(socket.SHUT_WR)
                received = b""
                while piece := peer.recv(65536):
                    received += piece
                return received
            except OSError:
                return b""

    def test_whoever_sends_anything_gets_a_refusal_or_nothing(self):
        self.start()
        for name, sent in HOSTILE.items():
            with self.subTest(name):
                received = self.talk(sent)
                self.assertRegex(received[:16], rb"\A(HTTP/1\.[01] (200|4\d\d|505)|)", name)
                self.assertNotIn(b"root:", received)
                self.assertEqual(self.get("/healthz")[2], "ok\n")
        self.assertEqual(self.world.lead.call("SystemService/Ping").county, harness.COUNTY)

    def test_a_thousand_scrapes_at_once_are_all_answered(self):
        self.start()
        self.world.add_departments([str(100 + i) for i in range(50)])
        self.look()

        def scrape(_):
            status, _, text = self.get(timeout=60)
            return status, text.endswith("\n"), "jixiao_log_entries" in text
        began = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(1000) as pool:
            answers = set(pool.map(scrape, range(1000)))
        self.assertEqual(answers, {(200, True, True)})
        print(f"1,000 scrapes in {time.monotonic() - began:.1f} s")

    def test_those_who_send_nothing_do_not_keep_others_out(self):
        self.start()
        idle = [socket.create_connection(("127.0.0.1", self.port), 5) for _ in range(300)]
        self.addCleanup(lambda: [peer.close() for peer in idle])
        for peer in idle:
            peer.sendall(b"GET /metrics HTTP/1.1\r\nX: ")
        began = time.monotonic()
        self.assertEqual(self.get("/healthz")[2], "ok\n")
        self.assertLess(time.monotonic() - began, 8 * harness.SLOWER)
        # the service itself has not noticed
        self.assertEqual(self.world.lead.call("SystemService/Ping", timeout=5).county, harness.COUNTY)

    def test_one_who_sends_a_byte_now_and_then_is_cut(self):
        self.start()
        with socket.create_connection(("127.0.0.1", self.port), 5) as peer:
            peer.settimeout(1)
            began = time.monotonic()
            try:
                while time.monotonic() - began < 20 * harness.SLOWER:
                    peer.sendall(b"X")
                    try:
                        if peer.recv(100) == b"":
                            break
                    except TimeoutError:
                        pass
            except OSError:
                pass
            self.assertLess(time.monotonic() - began, 15 * harness.SLOWER)


if __name__ == "__main__":
    harness.main()
