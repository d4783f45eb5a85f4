#!/usr/bin/python3
"""What strangers do at their doors, and one person with all of theirs, does not reach another person."""
import ssl

import frames
import harness
from frames import DATA, END_HEADERS, END_STREAM, HEADERS, PREFACE, Peer, block, frame, message, request_fields, settings
from harness import SLOWER, World, key_pem
from schema import digest, schema

WATCH = "/grpc.health.v1.Health/Watch"
CHECK = "/grpc.health.v1.Health/Check"
LIST = "/jixiao.v1.DepartmentService/ListDepartments"
STRANGERS = 300  # more than any door of theirs holds
WATCHERS_A_CONNECTION = 16
MIB = 1 << 20


def context_of(world, person=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=world.daemon.ca().decode())
    context.set_alpn_protocols(["h2"])
    if person is not None:
        file = world.directory / "person.pem"
        file.write_bytes(person.certificate + key_pem(person.key))
        context.load_cert_chain(str(file))
    return context


class Strangers(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.world.add_departments(["101"])
        cls.clerk = cls.world.invite("clerk", "enterer", department="101")

    def setUp(self):
        self.peers = []
        self.addCleanup(lambda: [peer.socket.close() for peer in self.peers])

    def stranger(self, door, act):
        daemon = self.world.daemon
        try:
            if door == "enrol":
                peer = Peer(daemon.enrol, context_of(self.world))
            elif door == "public":
                peer = Peer(daemon.public)
            else:
                peer = Peer(daemon.main, hello=b"")
            self.peers.append(peer)
            act(peer)
        except OSError:
            pass  # sent away: that is what doors are for

    def the_clerk_is_served(self):
        self.assertEqual(self.clerk.call("PersonService/GetCaller", timeout=10).person.name, "persons/clerk")
        person = harness.Person(self.world.daemon, "persons/clerk", self.clerk.key, self.clerk.certificate)
        self.assertEqual(person.call("PersonService/GetCaller", timeout=10).person.name, "persons/clerk")
        person.close()

    def crowd(self, door, act, n=STRANGERS):
        """The clerk's connection, idle or not, and a new one are served while the strangers are in."""
        with Peer(self.world.daemon.main, context_of(self.world, self.clerk)) as idle:
            idle.call(CHECK)
            for _ in range(n):
                self.stranger(door, act)
            self.the_clerk_is_served()
            self.assertEqual(idle.call(CHECK).get("grpc-status"), "0", "the idle connection of a person gave way")
            self.assertFalse(idle.is_closed)

    def test_half_open_calls(self):
        self.crowd("enrol", lambda peer: peer.open(request_fields(CHECK)), 140)
        self.crowd("public", lambda peer: peer.open(request_fields(CHECK)))

    def test_headers_without_an_end(self):
        self.crowd("public", lambda peer: peer.send(frame(HEADERS, 0, 1, block(*request_fields(CHECK)))))

    def test_silence(self):
        self.crowd("main", lambda peer: None)
        self.crowd("public", lambda peer: None)

    def test_watching(self):
        def watch(peer):
            stream = peer.open(request_fields(WATCH))
            peer.send(frame(DATA, END_STREAM, stream, message()))
        self.crowd("public", watch)

    def test_the_newest_stranger_is_served(self):
        for _ in range(STRANGERS):
            self.stranger("public", lambda peer: peer.open(request_fields(CHECK)))
        public = self.world.daemon.public_caller()
        self.assertEqual(public.call(CHECK).status, 1)
        public.close()
        for peer in self.peers:
            peer.until(lambda: peer.is_closed, 0.01)
        self.assertGreaterEqual(sum(peer.is_closed for peer in self.peers), STRANGERS - 256)

    def test_nobody_watches_at_the_door_of_enrolment(self):
        with Peer(self.world.daemon.enrol, context_of(self.world)) as peer:
            self.assertEqual(peer.call(WATCH).get("grpc-status"), "7")

    def test_a_connection_has_a_few_watchers(self):
        with Peer(self.world.daemon.public) as peer:
            head, one = block(*request_fields(WATCH)), message()
            peer.send(b"".join(frame(HEADERS, END_HEADERS, 2 * i + 1, head) + frame(DATA, END_STREAM, 2 * i + 1, one)
                               for i in range(90)))
            peer.until(lambda: len(peer.headers) == 90, 5 * SLOWER)
            refused = [fields for fields in peer.headers.values() if fields.get("grpc-status") == "8"]
            self.assertEqual(len(peer.headers) - len(refused), WATCHERS_A_CONNECTION)

    def test_the_oldest_watcher_gives_way(self):
        """More watchers than there is room for: the first are ended, the last hear."""
        peers = []
        for _ in range(20):
            peer = Peer(self.world.daemon.public)
            self.peers.append(peer)
            peers.append(peer)
            for _ in range(WATCHERS_A_CONNECTION):
                stream = peer.open(request_fields(WATCH))
                peer.send(frame(DATA, END_STREAM, stream, message()))
            peer.until(lambda: len(peer.data) == WATCHERS_A_CONNECTION, 5 * SLOWER)
        peers[0].until(lambda: len(peers[0].ended) == WATCHERS_A_CONNECTION, 5 * SLOWER)
        self.assertEqual({peers[0].headers[stream].get("grpc-status") for stream in peers[0].ended}, {"8"})
        self.assertEqual(len(peers[0].ended), WATCHERS_A_CONNECTION)
        self.assertEqual(peers[-1].ended, set())


class OnePerson(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        big = "名" * 95
        rows = [schema.Department(code=f"{i:05d}", title=big, short_title=big, peer_group=big) for i in range(1000)]
        cls.world.lead.call("DepartmentService/BatchCreateDepartments", departments=rows,
                            request_id=harness.request_id())
        cls.clerk = cls.world.invite("clerk", "enterer", department="00001")

    def test_replies_nobody_reads_are_bounded_for_the_process(self):
        """A hundred connections, nine hundred kilobytes on each of five streams, and no window to send them in."""
        context = context_of(self.world, self.clerk)
        body = message(schema.request("DepartmentService/ListDepartments")(page_size=1000).SerializeToString())
        before, peers = self.world.daemon.rss_bytes(), []
        for _ in range(100):
            peer = Peer(self.world.daemon.main, context, hello=PREFACE + settings((1, 0), (4, 0)))
            peers.append(peer)
            for _ in range(5):
                stream = peer.open(request_fields(LIST))
                peer.send(frame(DATA, END_STREAM, stream, body))
        for peer in peers:
            peer.catch_up()
        def refused():
            for peer in peers:
                peer.poll()
            return sum(1 for peer in peers for fields in peer.headers.values() if fields.get("grpc-status") == "8")
        harness.wait_until(lambda: refused() > 400, 60, "the replies that are too many to be refused")
        self.assertLess(self.world.daemon.rss_bytes() - before, 128 * MIB * SLOWER)
        self.assertEqual(len(self.world.lead.call("DepartmentService/ListDepartments", page_size=1000).departments), 1000)
        for peer in peers:
            peer.socket.close()

    def test_one_person_has_a_share_of_the_connections(self):
        context = context_of(self.world, self.clerk)
        peers = []
        for _ in range(270):
            peer = Peer(self.world.daemon.main, context)
            peer.open(request_fields(LIST))
            peers.append(peer)
        for peer in peers:
            peer.until(lambda: peer.is_closed, 0.02)
        self.assertEqual(sum(1 for peer in peers if peer.is_closed), 20)
        self.assertEqual(self.world.lead.call("PersonService/GetCaller").person.name, "persons/lead")
        for peer in peers:
            peer.socket.close()


class Exports(harness.TestCase):
    def test_export_streams_nobody_reads_hold_little(self):
        world = World(self)
        codes = [f"{1000 + i}" for i in range(12)]
        world.add_departments(codes)
        world.open_round("ra", departments=codes)
        for code in codes:
            report = harness.small_report(code, "ra")
            report.conclusion.text = "完成年度目标" * 800
            world.invite(f"filer{code}", "enterer", department=code).submit(report)
            world.lead.call("ReviewService/AcceptSubmission", name=f"submissions/ra-{code}", digest=digest(report),
                            request_id=harness.request_id(), reason="按实核定",
                            reviewed_score=schema.Decimal(micros=80000000))
        auditor = world.invite("auditor", "auditor")
        self.assertEqual(len(list(auditor.stream("PublicationService/ExportReports"))), 12)
        before, peers = world.daemon.rss_bytes(), []
        for _ in range(10):
            peer = Peer(world.daemon.main, context_of(world, auditor), hello=PREFACE + settings((1, 0), (4, 100)))
            peers.append(peer)
            for _ in range(100):
                stream = peer.open(request_fields("/jixiao.v1.PublicationService/ExportReports"))
                peer.send(frame(DATA, END_STREAM, stream, message()))
            peer.catch_up()
        self.assertEqual(len(list(world.lead.stream("PublicationService/ExportReports"))), 12)
        self.assertLess(world.daemon.rss_bytes() - before, 64 * MIB * SLOWER)
        for peer in peers:
            peer.socket.close()
        if not harness.SANITIZER:
            harness.wait_until(lambda: world.daemon.rss_bytes() - before < 16 * MIB, 10, "memory given back")


if __name__ == "__main__":
    harness.main()
