"""Sockets that a service manager holds: the daemon is started again and again under load, and no call is lost.

The manager is this test: it listens, hands the sockets over (sd_listen_fds(3)), ends the daemon by SIGTERM and starts the
next one when it is gone. Callers use grpcio as it comes: it calls again by itself only what a server has refused by GOAWAY.
"""
import concurrent.futures
import os
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.request

import grpc

import harness
from desk import enrolled
from harness import IS_LONG, JIXIAOD, SANITIZER, World, request_id, small_report, wait_until
from schema import digest

DOORS = ("main", "enrol", "public")
RESTARTS = 100 if IS_LONG else 8 if SANITIZER else 20
CALLERS = 8
# What is left of the options of other tests: retries stand on, as in any client.
OPTIONS = [("grpc.enable_http_proxy", 0), ("grpc.use_local_subchannel_pool", 1), ("grpc.ssl_target_name_override", "localhost"),
           ("grpc.max_receive_message_length", -1)]


class Manager:
    """Holds the sockets of a daemon and starts it on them."""

    def __init__(self, daemon, doors=DOORS, names=None):
        self.daemon, self.names = daemon, names or doors
        ports = {"main": daemon.main, "enrol": daemon.enrol, "public": daemon.public, "metrics": daemon.metrics,
                 "pages": daemon.pages}
        self.sockets = []
        for door in doors:
            held = socket.socket()
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            held.bind(("127.0.0.1", ports[door]))
            held.listen(511)
            self.sockets.append(held)

    def start(self, ends_with=None):
        fds = [held.fileno() for held in self.sockets]
        # The variables name the process that they are for, so a shell sets them and becomes the daemon.
        moves = " ".join(f"{3 + i}<&{fd}" for i, fd in enumerate(fds))
        script = f'LISTEN_PID=$$ LISTEN_FDS={len(fds)} LISTEN_FDNAMES={":".join(self.names)} exec "$0" serve "$1" {moves}'
        offset = self.daemon.log_file.stat().st_size if self.daemon.log_file.exists() else 0
        with open(self.daemon.log_file, "ab") as log:
            self.daemon.process = subprocess.Popen(["bash", "-c", script, JIXIAOD, str(self.daemon.directory)], pass_fds=fds,
                                                   stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.daemon.environment)
        wait_until(lambda: (ends_with or 'event="listening"') in self.daemon.log()[offset:] or
                   self.daemon.process.poll() is not None, 20, "the daemon to listen")
        return self.daemon.log()[offset:]

    def close(self):
        for held in self.sockets:
            held.close()


class Sockets(harness.TestCase):
    def setUp(self):
        self.world = World(self, is_started=False)
        self.daemon = self.world.daemon

    def manage(self, *arguments):
        manager = Manager(self.daemon, *arguments)
        self.addCleanup(manager.close)
        return manager

    def test_doors_that_are_handed_over_are_served(self):
        said = self.manage().start()
        for door, port in (("main", self.daemon.main), ("enrol", self.daemon.enrol), ("public", self.daemon.public)):
            self.assertIn(f'{door}="{port}"', said)
        lead = self.world.keep(self.daemon.enrol_first_lead())
        lead.call("SystemService/Ping")

    def test_metrics_are_served_on_a_socket_that_outlives_the_daemon(self):
        manager = self.manage((*DOORS, "metrics"))
        for _ in range(2):
            manager.start()
            with urllib.request.urlopen(f"http://127.0.0.1:{self.daemon.metrics}/healthz", timeout=10) as page:
                self.assertEqual(page.read(), b"ok\n")
            self.daemon.stop()

    def test_pages_are_served_on_a_socket_that_outlives_the_daemon(self):
        manager = self.manage((*DOORS, "pages"))
        for _ in range(2):
            manager.start()
            with urllib.request.urlopen(f"http://127.0.0.1:{self.daemon.pages}/", timeout=10) as page:
                self.assertIn("还没有公开发布的轮次", page.read().decode())
            self.daemon.stop()

    def test_a_socket_for_metrics_is_of_this_machine(self):
        manager = self.manage(("main",))
        foreign = socket.create_server(("0.0.0.0", 0))
        manager.sockets.append(foreign)
        manager.names = ("main", "metrics")
        said = manager.start('event="cannot start"')
        self.assertIn('reason="WEB_NOT_LOOPBACK"', said)
        self.assertEqual(self.daemon.process.wait(20), 1)
        self.daemon.was_ended = True

    def test_a_door_that_is_not_handed_over_stays_closed(self):
        said = self.manage(("main", "public")).start()
        self.assertRegex(said, r'event="door stays closed: its socket was not handed over" door="enrol"')
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", self.daemon.enrol)).close()

    def test_a_socket_of_another_name_ends_the_start(self):
        said = self.manage(("main",), ("https",)).start('event="cannot start"')
        self.assertRegex(said, r'event="cannot start" reason="LISTEN_FAILED" error="[^\n]*https[^\n]*main, enrol, public, metrics or pages')
        self.assertEqual(self.daemon.process.wait(20), 1)
        self.daemon.was_ended = True

    def test_two_sockets_of_one_name_end_the_start(self):
        said = self.manage(("main", "enrol"), ("main", "main")).start('event="cannot start"')
        self.assertIn("two sockets of this name", said)
        self.assertEqual(self.daemon.process.wait(20), 1)
        self.daemon.was_ended = True

    def test_the_public_door_stays_on_loopback(self):
        manager = self.manage(("main",))
        outside = socket.socket()
        self.addCleanup(outside.close)
        outside.bind(("0.0.0.0", 0))
        outside.listen()
        manager.sockets.append(outside)
        manager.names = ("main", "public")
        self.assertIn("PUBLIC_NOT_LOOPBACK", manager.start('event="cannot start"'))
        self.assertEqual(self.daemon.process.wait(20), 1)
        self.daemon.was_ended = True


class Restarts(harness.TestCase):
    def setUp(self):
        self.world = World(self, is_started=False)
        self.daemon = self.world.daemon
        self.manager = Manager(self.daemon)
        self.addCleanup(self.manager.close)
        self.manager.start()
        self.world.lead = self.world.keep(self.daemon.enrol_first_lead())
        self.failed, self.n_calls = [], 0
        self.is_over = threading.Event()

    def person(self, name, role, **options):
        return self.world.invite(name, role, **options)

    def channel_of(self, person):
        identity = grpc.ssl_channel_credentials((self.daemon.directory / "ca.pem").read_bytes(), harness.key_pem(person.key),
                                                person.certificate)
        channel = grpc.secure_channel(f"127.0.0.1:{self.daemon.main}", identity, OPTIONS)
        self.addCleanup(channel.close)
        return channel

    def attempt(self, what, call):
        try:
            call()
        except Exception as error:  # whatever it is, it is a call that failed
            self.failed.append(f"{what}: {type(error).__name__} {error}")
        self.n_calls += 1

    def read_on(self, person):
        person.channel = self.channel_of(person)
        while not self.is_over.is_set():
            self.attempt("list", lambda: person.call("RoundService/ListRounds"))

    def connect_on(self, person):
        """A connection for each call, as a command makes one."""
        while not self.is_over.is_set():
            person.channel.close()
            person.channel = self.channel_of(person)
            self.attempt("ping", lambda: person.call("SystemService/Ping"))

    def command_on(self, desk):
        """Our own client, which calls again what HTTP/2 says was not begun."""
        while not self.is_over.is_set():
            self.attempt("jixiao", lambda: desk.run("round", "list"))

    def write_on(self, person, code):
        """Each draft is based on the one before, so one that is lost or written twice makes the next one fail."""
        person.channel = self.channel_of(person)
        base, number = "", 0
        while not self.is_over.is_set() and number < 900:
            number += 1
            report = small_report(code, "r1")
            report.profile.name = f"部门{code} {number}"
            self.attempt("draft", lambda: person.call("SubmissionService/SaveDraft", report=report, base_digest=base,
                                                      request_id=request_id()))
            base = digest(report)
        self.written[code] = number

    def test_no_call_fails_while_it_is_started_again(self):
        codes = ["1001", "1002"]
        self.written = {}
        self.world.add_departments(codes)
        self.world.open_round("r1", year=2025)
        readers = [self.person(f"reader{i}", "reviewer") for i in range(2)]
        newcomers = [self.person(f"new{i}", "analyst") for i in range(2)]
        desks = [enrolled(self.world, f"desk{i}", "analyst") for i in range(2)]
        clerks = [self.person(f"clerk{code}", "enterer", department=code) for code in codes]
        with concurrent.futures.ThreadPoolExecutor(CALLERS) as pool:
            work = [pool.submit(self.read_on, person) for person in readers]
            work += [pool.submit(self.connect_on, person) for person in newcomers]
            work += [pool.submit(self.command_on, desk) for desk in desks]
            work += [pool.submit(self.write_on, clerk, code) for clerk, code in zip(clerks, codes)]
            try:
                for _ in range(RESTARTS):
                    calls = self.n_calls
                    wait_until(lambda calls=calls: self.n_calls >= calls + 20, 30, "the load")
                    self.daemon.process.send_signal(signal.SIGTERM)
                    self.assertEqual(self.daemon.process.wait(60), 0)
                    self.manager.start()
            finally:
                self.is_over.set()
        for done in work:
            done.result()
        self.assertEqual(self.failed[:5], [], f"{len(self.failed)} of {self.n_calls} calls failed")
        self.assertEqual(len(re.findall('event="stopped"', self.daemon.log())), RESTARTS)
        print(f"{RESTARTS} restarts, {self.n_calls} calls, {sum(self.written.values())} drafts")
        for clerk, code in zip(clerks, codes):
            draft = clerk.call("SubmissionService/GetDraft", name=f"submissions/r1-{code}").draft
            self.assertEqual(draft.report.profile.name, f"部门{code} {self.written[code]}")


if __name__ == "__main__":
    harness.main()
