#!/usr/bin/python3
"""The daemon's own pages: the bytes of the files, only what is for everybody, nothing that stops others."""
import contextlib
import html
import http.client
import json
import pathlib
import re
import shutil
import socket
import subprocess
import time
import urllib.request

import desk
import harness
import hostile_county
from harness import World

GO = shutil.which("go")


class Site(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = world = World(cls, is_started=False)
        world.daemon.set("pages", f"127.0.0.1:{world.daemon.pages}")
        world.daemon.start()
        world.lead = world.keep(world.daemon.enrol_first_lead())
        cls.published = hostile_county.found(world)
        cls.files = world.directory / "site"
        cls.desk = desk.enrolled(world, "analyst", "analyst")
        cls.desk.run("publish", "--out", cls.files)
        cls.address = f"http://127.0.0.1:{world.daemon.pages}/"

    def connect(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.world.daemon.pages, timeout=20)
        self.addCleanup(connection.close)
        return connection

    def ask(self, path, method="GET", connection=None, body=None, **headers):
        connection = connection or self.connect()
        connection.request(method, path, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer, answer.read()

    def raw(self, request, wait=2):
        """What comes back for bytes, until the daemon closes or nothing more comes for a while."""
        with socket.create_connection(("127.0.0.1", self.world.daemon.pages), timeout=wait) as peer:
            peer.sendall(request)
            answer = b""
            with contextlib.suppress(ConnectionResetError, TimeoutError):
                while part := peer.recv(65536):
                    answer += part
        return answer

    # what is served

    def test_every_file_of_the_static_site_is_served_with_the_same_bytes_on_one_connection(self):
        connection = self.connect()
        names = sorted(path.relative_to(self.files).as_posix() for path in self.files.rglob("*") if path.is_file())
        self.assertGreater(len(names), 60)
        for name in names:
            answer, body = self.ask("/" + name, connection=connection)
            self.assertEqual(answer.status, 200, name)
            self.assertNotEqual(answer.headers["Connection"], "close", name)
            if name == "checkpoint":  # the log has grown since
                continue
            self.assertEqual(body, (self.files / name).read_bytes(), name)
        for place in ("", "en/", "rounds/r1/", "en/rounds/r1/3/"):
            self.assertEqual(self.ask("/" + place, connection=connection)[1], (self.files / place / "index.html").read_bytes())

    def test_types_and_strict_headers(self):
        for path, media in (("index.html", "text/html; charset=utf-8"), ("style.css", "text/css; charset=utf-8"),
                            ("rounds/r1/1/table.csv", "text/csv; charset=utf-8"),
                            ("rounds/r1/1/table.json", "application/json; charset=utf-8"),
                            ("rounds/r1/1/publication.jsonl", "application/x-ndjson"),
                            ("checkpoint", "text/plain; charset=utf-8"), ("no/such", "text/html; charset=utf-8")):
            answer, _ = self.ask("/" + path)
            self.assertEqual(answer.headers["Content-Type"], media, path)
            policy = answer.headers["Content-Security-Policy"]
            for word in ("default-src 'none'", "frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'"):
                self.assertIn(word, policy, path)
            self.assertNotIn("unsafe", policy)
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
            self.assertIsNone(answer.headers["Server"])

    def test_nothing_internal_is_served(self):
        for path in ("rounds/secret/", "rounds/secret/1/", "rounds/secret/1/publication.jsonl", "rounds/r1/2/",
                     "rounds/r1/2/table.csv", "rounds/r1/2/publication.jsonl", "en/rounds/r1/2/departments/1001.html",
                     "rounds/r1/9/", "rounds/none/"):
            answer, body = self.ask("/" + path)
            self.assertEqual(answer.status, 404, path)
            self.assertNotIn(hostile_county.INTERNAL.encode(), body)
        self.assertNotIn(b"secret", self.ask("/")[1])

    def test_z_a_publication_is_shown_within_two_seconds_of_its_publishing(self):
        page, tag = self.ask("/rounds/secret/")[0].status, self.ask("/")[0].headers["ETag"]
        hostile_county.publish(self.world, "secret", "PUBLIC")
        time.sleep(1.1)
        self.assertEqual((page, self.ask("/rounds/secret/")[0].status), (404, 200))
        self.assertEqual(self.ask("/rounds/secret/1/")[0].status, 404)
        self.assertNotEqual(self.ask("/", If_None_Match=tag)[0].headers["ETag"], tag)

    # tags, methods, paths

    def test_who_has_a_page_is_not_sent_it_again(self):
        for path in ("/", "/rounds/r1/1/", "/rounds/r1/3/publication.jsonl", "/tile/0/000.p/7"):
            answer, body = self.ask(path)
            tag = answer.headers["ETag"]
            for have in (tag, f"W/{tag}", f'"x", {tag}', "*"):
                again, nothing = self.ask(path, If_None_Match=have)
                self.assertEqual((again.status, nothing, again.headers["ETag"]), (304, b"", tag), (path, have))
            for have in ('"x"', tag[:-1], tag[1:]):
                self.assertEqual(self.ask(path, If_None_Match=have)[1], body, have)

    def test_head_says_what_get_would(self):
        for path in ("/", "/rounds/r1/1/table.csv", "/none"):
            got, body = self.ask(path)
            head, nothing = self.ask(path, "HEAD")
            self.assertEqual((head.status, nothing, head.headers["Content-Length"]), (got.status, b"", str(len(body))))

    def test_nothing_follows_the_head_of_a_download(self):
        answer = self.raw(b"HEAD /rounds/r1/1/publication.jsonl HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
        head, _, rest = answer.partition(b"\r\n\r\n")
        self.assertEqual((head[:15], rest), (b"HTTP/1.1 200 OK", b""))
        self.assertIn(b"Connection: close", head)
        answer = self.raw(b"GET /rounds/r1/1/publication.jsonl HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertEqual([int(code) for code in re.findall(rb"HTTP/1\.1 (\d+) ", answer)], [304, 200])

    def test_a_download_over_http_1_0_is_refused_since_its_end_would_not_be_seen(self):
        answer = self.raw(b"GET /rounds/r1/1/publication.jsonl HTTP/1.0\r\n\r\n")
        self.assertRegex(answer, rb"^HTTP/1\.[01] 505 ")
        self.assertIn("HTTP/1.1", answer.decode())
        self.assertRegex(self.raw(b"GET / HTTP/1.0\r\n\r\n"), rb"^HTTP/1\.[01] 200 ")

    def test_what_is_no_reading_is_refused_in_both_languages(self):
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"):
            answer, body = self.ask("/rounds/r1/", method)
            self.assertEqual((answer.status, answer.headers["Allow"]), (405, "GET, HEAD"), method)
            self.assertIn("本站只供阅读", body.decode())
            self.assertIn("These pages can only be read", body.decode())

    def test_a_page_that_is_not_there_leads_home_in_both_languages(self):
        for path, home in (("/x", "index.html"), ("/rounds/r1/x.html", "../../index.html"), ("/a/b/c/d", "../../../index.html")):
            answer, body = self.ask(path)
            self.assertEqual(answer.status, 404)
            self.assertIn(f'href="{home}">轮次', body.decode())
            self.assertIn(f'href="{home.replace("index", "en/index")}">Rounds', body.decode())

    def test_each_page_has_one_path_and_no_trick_has_any(self):
        for path in ("//", "/./", "/../etc/passwd", "/rounds/../index.html", "/%2e%2e/", "/index.html%00", "/index.html/", "/INDEX.html",
                     "/rounds//r1/", "/rounds/r1/1", "/rounds/r1/01/", "/rounds/r1/1/index-1.html", "/rounds/r1/1/index-9.html",
                     "/rounds/r1/1/group-0.html", "/rounds/r1/1/group-9.html", "/rounds/r1/1/departments/9.html",
                     "/rounds/r1/1/departments/..%2f..%2f1001.html", "/en/style.css", "/rounds/%72%31/", "/tile/0/000.p/0",
                     "/tile/1/000", "/tile/0/999", "/tile/9/000", "/tile/entries/000", "/tile/0/x000/000.p/3", "/tile/0/x000/x000/000.p/3", "/" + "a" * 4000, "/rounds/" + "r" * 200 + "/",
                     "/metrics", "/jixiao.db", "/rounds/r1/4294967297/", "/index.html;x"):
            self.assertEqual(self.ask(path)[0].status, 404, path)
        self.assertEqual(self.ask("/?x=1")[0].status, 200)

    def test_what_is_no_http_hurts_nobody(self):
        for request in (b"\0" * 100, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 50 + b"\r\n\r\n",
                        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 100000 + b"\r\n\r\n",
                        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 20000 + b"\r\n",
                        b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 30\r\n\r\n"):
            answer = self.raw(request)
            self.assertNotIn(b"200 OK", answer[:20], request[:60])
        self.assertEqual(self.ask("/")[0].status, 200)

    def test_a_hostile_host_changes_no_byte(self):
        body = self.ask("/")[1]
        for host in ("evil.example", "<script>", "127.0.0.1:1/../", "[::1]", ""):
            self.assertEqual(self.ask("/", Host=host)[1], body, host)

    def test_requests_in_a_row_on_one_connection_are_answered_in_their_order(self):
        paths = ("/rounds/r1/1/by-code.html", "/style.css", "/none", "/en/rounds/r1/3/charts.html", "/")
        request = b"".join(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for path in paths)
        answer = self.raw(request)
        self.assertEqual([int(code) for code in re.findall(rb"HTTP/1\.1 (\d+) ", answer)], [200, 200, 404, 200, 200])

    # many, slow and greedy ones

    def test_idle_connections_and_slow_readers_hold_nobody_up(self):
        daemon = self.world.daemon
        with contextlib.ExitStack() as stack:
            for number in range(200):
                peer = stack.enter_context(socket.create_connection(("127.0.0.1", daemon.pages)))
                if number % 2:
                    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
                    peer.sendall(b"GET /rounds/r1/1/publication.jsonl HTTP/1.1\r\nHost: x\r\n\r\nGET / HT")
            for _ in range(20):
                began = time.monotonic()
                self.assertEqual(self.ask("/")[0].status, 200)
                self.world.lead.call("SystemService/Ping")
                self.assertLess(time.monotonic() - began, 2 * harness.SLOWER)

    def test_an_address_that_wants_too_much_is_told_to_wait_and_others_are_not(self):
        def codes(address, paths):
            connection = self.connect()
            return [self.ask(path, connection=connection, X_Forwarded_For=address)[0].status for path in paths]
        many = [f"/tile/0/000.p/{number % 40 + 1}" if number % 2 else "/" for number in range(1200)]
        greedy = codes("203.0.113.9", many)
        self.assertEqual(set(greedy), {200, 429})
        self.assertGreater(greedy.count(429), 100)
        self.assertEqual(codes("203.0.113.9, 198.51.100.7", many[:50]), [200] * 50)
        self.assertEqual(set(codes("2001:db8::1", many[:50])), {200})
        def raw_codes(lines):
            head = b"GET / HTTP/1.1\r\nHost: x\r\n"
            request = b"".join(head + lines(number).encode() + b"\r\n\r\n" for number in range(1200))
            return set(re.findall(rb"HTTP/1\.1 (\d+) ", self.raw(request, wait=1.5)))
        self.assertIn(b"429", raw_codes(lambda number: f"X-Forwarded-For: 192.0.2.{number % 250}\r\nX-Forwarded-For: 203.0.113.10"))
        self.assertIn(b"429", raw_codes(lambda number: f"X-Forwarded-For: 203.0.113.11:{number + 1000}"))
        self.assertIn(b"429", raw_codes(lambda number: f"X-Forwarded-For: [2001:db8::7]:{number + 1000}"))
        self.assertIn(b"429", raw_codes(lambda number: f"X-Forwarded-For: _hidden{number}"))
        answer, body = self.ask("/", X_Forwarded_For="203.0.113.9")
        if answer.status == 429:
            self.assertEqual(answer.headers["Retry-After"], "1")
            self.assertIn("请求太频繁", body.decode())

    # verified from the pages alone

    def program(self, name):
        page = self.ask("/verify.html")[1].decode()
        return html.unescape(re.search(rf'<pre id="{name}"[^>]*><code>(.*?)</code>', page, re.S)[1])

    def curl(self, path):
        target = self.world.directory / pathlib.PurePath(path).name
        subprocess.run(["curl", "-sSf", "-o", target, self.address + path], check=True, timeout=60)
        return target

    def run_go(self, source, *arguments):
        file = self.world.directory / f"{source}.go"
        file.write_text(self.program(f"program-{source}"), encoding="utf-8")
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.world.directory), "GO111MODULE": "off", "GOPATH": "/usr/share/gocode",
                       "GOFLAGS": "", "GOCACHE": str(self.world.directory / "go-cache")}
        binary = self.world.directory / f"{source}.bin"
        if not binary.exists():
            subprocess.run([GO, "build", "-o", binary, file], check=True, env=environment, timeout=300 * harness.SLOWER,
                           cwd=self.world.directory)
        return subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120)

    @harness.unittest.skipUnless(GO, "Debian's golang-go is not installed")
    def test_a_stranger_with_curl_and_go_verifies_a_table_by_the_printed_digest(self):
        printed = self.published[2].digest
        file = self.curl("rounds/r1/3/publication.jsonl")
        done = self.run_go("go", file, printed)
        self.assertEqual((done.returncode, done.stdout), (0, f"verified: 2 departments, {printed}\n"), done.stderr)
        self.assertEqual(self.run_go("go", file, self.published[0].digest).returncode, 1)
        text = file.read_text(encoding="utf-8")
        for old, new in (("90.00万元", "90.10万元"), ('"reviewed_score":"81"', '"reviewed_score":"91"'), ('"rank":1', '"rank":2')):
            file.write_text(text.replace(old, new, 1), encoding="utf-8")
            if text != file.read_text(encoding="utf-8"):
                self.assertEqual(self.run_go("go", file, printed).returncode, 1, old)
        page = self.ask("/rounds/r1/3/")[1].decode()
        self.assertIn(printed, page)

    @harness.unittest.skipUnless(GO, "Debian's golang-go is not installed")
    def test_y_a_stranger_proves_that_the_log_goes_on_where_it_was(self):
        key = html.unescape(re.search(r'<code id="key">(.*?)</code>', self.ask("/verify.html")[1].decode())[1])
        self.assertEqual(key, (self.world.daemon.directory / "log.pub").read_text().split()[0])
        before = self.curl("checkpoint")
        self.world.add_departments([f"2{number:03}" for number in range(300)])
        time.sleep(1.1)
        done = self.run_go("log", self.address, key, before)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertGreater(int(done.stdout.split()[1]), int(before.read_text().split("\n")[1]))
        forged = self.world.directory / "forged"
        forged.write_text(before.read_text().replace("\n", "\n1", 1))
        self.assertEqual(self.run_go("log", self.address, key, forged).returncode, 1)

    def test_zz_the_site_ends_with_the_daemon_and_comes_back(self):
        daemon = self.world.daemon
        held = socket.create_connection(("127.0.0.1", daemon.pages))
        held.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        self.assertEqual(daemon.stop(), 0)
        held.close()
        daemon.start()
        self.assertEqual(self.ask("/")[0].status, 200)


class Settings(harness.TestCase):
    def test_the_pages_of_another_machine_must_be_asked_for(self):
        world = World(self, is_started=False)
        world.daemon.set("pages", f"0.0.0.0:{world.daemon.pages}")
        done = subprocess.run([harness.JIXIAOD, "check-config", world.daemon.directory], capture_output=True, text=True, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("[listen] pages", done.stdout + done.stderr)
        with self.assertRaises(AssertionError):
            world.daemon.start()
        world.daemon.was_ended = True
        world.daemon.set("pages_anywhere", "yes")
        world.daemon.start()
        self.assertEqual(urllib.request.urlopen(f"http://127.0.0.1:{world.daemon.pages}/", timeout=10).status, 200)
        done = subprocess.run([harness.JIXIAOD, "status", world.daemon.directory, "--output", "json"], capture_output=True, text=True, check=True)
        self.assertEqual(json.loads(done.stdout)["ports"]["pages"], world.daemon.pages)

    def test_there_are_no_pages_unless_an_address_is_set(self):
        world = World(self)
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", world.daemon.pages), timeout=5)


if __name__ == "__main__":
    harness.main()
