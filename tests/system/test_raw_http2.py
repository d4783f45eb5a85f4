#!/usr/bin/python3
"""Peers that misbehave, over frames written by hand, at the clear and at the TLS listener of the real daemon.

After each case the daemon has not grown by more than 32 MiB and answers a good client. The codes are those of RFC 9113
and of the gRPC specification; what reliability means by each row is in the name of its test.
"""
import base64
import os
import ssl
import tempfile
import time
import unittest

import frames
import harness
from frames import (CONTINUATION, DATA, END_HEADERS, END_STREAM, ENHANCE_YOUR_CALM, FLOW_CONTROL_ERROR,
                    FRAME_SIZE_ERROR, HEADERS, PING, PREFACE, PRIORITY, PROTOCOL_ERROR, RST_STREAM, SETTINGS,
                    WINDOW_UPDATE, Peer, block, frame, literal, message, request_fields, settings)
from harness import IS_LONG, SLOWER, World, key_pem
from schema import schema

MAX_GROWTH_BYTES = 32 << 20
CONNECTIONS = 40
RESET_BURST = 1000
REFLECT = "/grpc.reflection.v1{}.ServerReflection/ServerReflectionInfo"
QUESTION = message(b"\x22\x02zz")  # the file that defines "zz"
RANK = "/jixiao.v1.RankingService/RankDepartments"
SUBMIT = "/jixiao.v1.SubmissionService/SubmitReport"
METRICS = "/jixiao.v1.RankingService/ListMetrics"

# AddressSanitizer holds freed memory back to find late uses of it, so measured sizes would be those of what it holds.
ENVIRONMENT = {"ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"}


def make_world(cls):
    world = World(cls, is_started=False, environment=ENVIRONMENT)
    settings_file = world.daemon.directory / "jixiaod.ini"
    text = settings_file.read_text(encoding="utf-8")
    settings_file.write_text(text.replace("connections = 0", f"connections = {CONNECTIONS}"), encoding="utf-8")
    world.daemon.start()
    world.lead = world.keep(world.daemon.enrol_first_lead())
    return world


class Attacks:
    """The cases; each runs against both listeners."""

    def connect(self, hello=PREFACE + settings((1, 0)), **options):
        raise NotImplementedError

    def setUp(self):
        self.call_well()
        self.before = self.world.daemon.rss_bytes()

    def tearDown(self):
        self.call_well()
        grown = self.world.daemon.rss_bytes() - self.before
        self.assertLess(grown, MAX_GROWTH_BYTES, f"the daemon has grown by {grown >> 20} MiB")

    def call_well(self):
        """A well-behaved client is answered at once."""
        began = time.monotonic()
        with self.connect() as peer:
            fields = peer.call(seconds=10)
            self.assertEqual(fields.get("grpc-status"), "0", f"a good client is not answered: {fields}")
        self.assertLess(time.monotonic() - began, 2 * SLOWER, "a good client had to wait")

    def ends_with(self, peer, codes, seconds=5):
        """The daemon sends GOAWAY with one of the codes and closes the connection."""
        peer.until(lambda: peer.goaway is not None, seconds * SLOWER)
        self.assertIn(peer.goaway, codes, f"GOAWAY {peer.goaway}, closed: {peer.is_closed}")
        peer.until(lambda: peer.is_closed, 5 * SLOWER)
        self.assertTrue(peer.is_closed, "the daemon sent GOAWAY and did not close the connection")

    def flood(self, peer, piece, n, codes):
        """Sends pieces until the daemon ends the connection, which must be before the last one."""
        sent = 0
        while sent < n and peer.goaway is None and not peer.is_closed:
            peer.send(piece(sent) if callable(piece) else piece)
            sent += 1
            if sent % 20 == 0:
                peer.catch_up()
            peer.poll()
        peer.until(lambda: peer.goaway is not None or peer.is_closed, 3 * SLOWER)
        self.assertTrue(peer.goaway is not None or peer.is_closed, f"{sent} pieces were all taken")
        if peer.goaway is not None:
            self.assertIn(peer.goaway, codes)
        return sent

    # ---- the connection's beginning ----

    def test_silence_is_ended_within_seconds(self):
        for hello in (b"", PREFACE[:10], PREFACE):
            with self.subTest(hello=hello), self.connect(hello=hello) as peer:
                began = time.monotonic()
                peer.until(lambda: peer.is_closed, 8 * SLOWER)
                self.assertTrue(peer.is_closed, "a silent peer is never disconnected")
                self.assertLess(time.monotonic() - began, 5 * SLOWER)

    def test_http1_is_refused(self):
        with self.connect(hello=b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") as peer:
            peer.until(lambda: peer.is_closed, 5 * SLOWER)
            self.assertTrue(peer.is_closed)
            self.assertIn(peer.goaway, (None, PROTOCOL_ERROR))

    def test_garbage_is_refused(self):
        for garbage in (b"\0" * 4096, b"\xff" * 4096, PREFACE + b"\xff" * 4096, PREFACE + frame(DATA, 0, 1, b"x")):
            with self.subTest(garbage=garbage[:30]), self.connect(hello=garbage) as peer:
                peer.until(lambda: peer.is_closed, 5 * SLOWER)
                self.assertTrue(peer.is_closed)

    def test_idle_connections_beyond_the_cap_give_way(self):
        """The oldest idle connections are closed, so that a client with a call is served."""
        idle = []
        try:
            for _ in range(CONNECTIONS + 20):
                idle.append(self.connect())
            self.call_well()
            for peer in idle:
                peer.until(lambda: peer.is_closed, 0.02)
            self.assertGreaterEqual(sum(1 for peer in idle if peer.is_closed), 20)
        finally:
            for peer in idle:
                peer.__exit__()

    # ---- floods ----

    def test_rapid_reset(self):
        with self.connect() as peer:
            def pair(number):
                stream = 2 * number + 1
                return (frame(HEADERS, END_HEADERS, stream, block(*request_fields(RANK))) +
                        frame(RST_STREAM, 0, stream, (8).to_bytes(4, "big")))
            sent = self.flood(peer, pair, 4000, (ENHANCE_YOUR_CALM,))
            self.assertLessEqual(sent, 2 * RESET_BURST, "the flood ran on")

    def test_a_burst_of_cancelled_calls_keeps_its_connection(self):
        with self.connect() as peer:
            for _ in range(5):
                streams = [peer.open(request_fields(RANK)) for _ in range(100)]
                peer.send(b"".join(frame(RST_STREAM, 0, stream, (8).to_bytes(4, "big")) for stream in streams))
            peer.catch_up()
            self.assertEqual(peer.call(seconds=5 * SLOWER).get("grpc-status"), "0", f"GOAWAY {peer.goaway}")

    def test_made_you_reset(self):
        """The peer provokes the daemon to reset streams: increments of zero, windows that overflow."""
        for payload in ((0).to_bytes(4, "big"), (0x7FFFFFFF).to_bytes(4, "big")):
            with self.subTest(payload=payload), self.connect() as peer:
                def provoke(number):
                    stream = 2 * number + 1
                    update = frame(WINDOW_UPDATE, 0, stream, payload)
                    return frame(HEADERS, END_HEADERS, stream, block(*request_fields(RANK))) + update + update
                sent = self.flood(peer, provoke, 4000, (ENHANCE_YOUR_CALM, frames.INTERNAL_ERROR, PROTOCOL_ERROR))
                self.assertLessEqual(sent, 2 * RESET_BURST)

    def test_bad_headers_again_and_again(self):
        with self.connect() as peer:
            def bad(number):
                return frame(HEADERS, END_HEADERS | END_STREAM, 2 * number + 1,
                             block(*request_fields()) + literal("Upper", "x"))
            self.flood(peer, bad, 3000, (ENHANCE_YOUR_CALM, frames.INTERNAL_ERROR, PROTOCOL_ERROR))

    def test_continuation_flood(self):
        for piece in (b"", literal("x-filler", "y" * 1000)):
            with self.subTest(n_bytes=len(piece)), self.connect() as peer:
                peer.send(frame(HEADERS, 0, 1, block(*request_fields())))
                sent = self.flood(peer, frame(CONTINUATION, 0, 1, piece), 500,
                                  (PROTOCOL_ERROR, ENHANCE_YOUR_CALM, frames.INTERNAL_ERROR))
                self.assertLessEqual(sent, 500)

    def test_frames_that_ask_for_nothing(self):
        nothing = {
            "SETTINGS": frame(SETTINGS, 0, 0) * 50,
            "large SETTINGS": frame(SETTINGS, 0, 0, b"\0\x03\0\0\0\x64" * 100),
            "PING": frame(PING, 0, 0, b"12345678") * 50,
            "PING answers": frame(PING, frames.ACK, 0, b"12345678") * 50,
            "PRIORITY": frame(PRIORITY, 0, 1, b"\0\0\0\0\x10") * 50,
            "WINDOW_UPDATE": frame(WINDOW_UPDATE, 0, 0, (1).to_bytes(4, "big")) * 50,
            "unknown frames": frame(0x42, 0, 0, b"x" * 100) * 50,
        }
        for name, piece in nothing.items():
            with self.subTest(name), self.connect() as peer:
                self.flood(peer, piece, 4000, (ENHANCE_YOUR_CALM, PROTOCOL_ERROR, frames.INTERNAL_ERROR))
        with self.subTest("empty DATA"), self.connect() as peer:
            stream = peer.open()
            self.flood(peer, frame(DATA, 0, stream) * 50, 4000, (ENHANCE_YOUR_CALM, PROTOCOL_ERROR))

    # ---- header lists ----

    def test_a_header_list_beyond_the_ceiling_is_431(self):
        with self.connect() as peer:
            stream = peer.open(flags=0, extra=literal("x-filler", "y" * 9000))
            peer.send(frame(CONTINUATION, END_HEADERS, stream, literal("x-filler", "y" * 9000)))
            peer.until(lambda: stream in peer.ended, 5 * SLOWER)
            self.assertEqual(peer.headers.get(stream, {}).get(":status"), "431", str(peer.headers))

    def test_an_hpack_bomb_stays_small(self):
        """One entry of 4 KB in the table, named ten thousand times in one block: 40 MB when unpacked."""
        with self.connect() as peer:
            bomb = literal("x-bomb", "b" * 3900, kind=0x40) + b"\xbe" * 10000
            for number in range(20):
                peer.send(frame(HEADERS, END_HEADERS | END_STREAM, 2 * number + 1,
                                block(*request_fields()) + bomb))
                peer.poll()
            peer.until(lambda: 39 in peer.ended or peer.goaway is not None, 5 * SLOWER)
            statuses = {fields.get(":status") for fields in peer.headers.values()}
            self.assertTrue(statuses <= {"431"}, f"a bomb was taken: {statuses}")
            self.assertTrue(peer.headers or peer.resets or peer.goaway is not None)

    def test_broken_hpack_ends_the_connection(self):
        for data in (b"\xff\xff\xff\xff\xff\xff", b"\x80", b"\xff\x80\x80\x80\x80\x80\x80\x80\x80\x01", b"\x00\x7f"):
            with self.subTest(data=data), self.connect() as peer:
                peer.send(frame(HEADERS, END_HEADERS | END_STREAM, 1, data))
                self.ends_with(peer, (frames.COMPRESSION_ERROR, PROTOCOL_ERROR))

    def test_malformed_fields_reset_the_stream(self):
        bad = [literal("Upper-Case", "x"), literal("x\0y", "z"), literal("x", "a\r\nb"), literal("x", "a\0b"),
               literal("", "x"), literal("connection", "close"), literal(":path", "/again"), literal(":unknown", "x"),
               literal("te", "gzip")]
        for fields in bad:
            with self.subTest(fields=fields), self.connect() as peer:
                stream = peer.open(flags=END_HEADERS | END_STREAM, extra=fields)
                peer.until(lambda: stream in peer.ended or peer.goaway is not None, 5 * SLOWER)
                self.assertNotEqual(peer.headers.get(stream, {}).get("grpc-status"), "0", "it was taken")
                self.assertTrue(peer.resets.get(stream) == PROTOCOL_ERROR or peer.goaway == PROTOCOL_ERROR,
                                f"resets {peer.resets}, GOAWAY {peer.goaway}, {peer.headers}")

    @unittest.skipUnless(IS_LONG, "takes a quarter of a minute; JIXIAO_LONG=1 runs it")
    def test_requests_that_drip_in_are_ended(self):
        """Headers without an end, and a body without one: the first ends the connection, the second the call."""
        with self.connect() as peer:
            peer.send(frame(HEADERS, 0, 1, block(*request_fields())))
            peer.until(lambda: peer.is_closed, 25 * SLOWER)
            self.assertTrue(peer.is_closed, "headers without an end are waited for")
        with self.connect() as peer:
            stream = peer.open(request_fields(SUBMIT))
            end = time.monotonic() + 25 * SLOWER
            while stream not in peer.ended and not peer.is_closed and time.monotonic() < end:
                peer.send(frame(DATA, 0, stream, b"\0"))
                peer.until(lambda: stream in peer.ended, 0.5)
            self.assertTrue(stream in peer.ended or peer.is_closed, "a dripping body is waited for")

    # ---- windows, sizes, ids ----

    def test_windows_that_overflow(self):
        with self.connect() as peer:
            peer.send(frame(WINDOW_UPDATE, 0, 0, (0x7FFFFFFF).to_bytes(4, "big")) * 2)
            self.ends_with(peer, (FLOW_CONTROL_ERROR,))
        with self.connect() as peer:
            stream = peer.open()
            peer.send(frame(WINDOW_UPDATE, 0, stream, (0x7FFFFFFF).to_bytes(4, "big")) * 2)
            peer.until(lambda: stream in peer.ended or peer.goaway is not None, 5 * SLOWER)
            self.assertEqual(peer.resets.get(stream), FLOW_CONTROL_ERROR)

    def test_frames_beyond_the_agreed_size(self):
        with self.connect() as peer:
            stream = peer.open()
            peer.send(frame(DATA, 0, stream, b"x" * 16385))
            peer.until(lambda: peer.goaway is not None or stream in peer.ended, 5 * SLOWER)
            self.assertIn(FRAME_SIZE_ERROR, (peer.goaway, peer.resets.get(stream)))
        for wrong in (frame(PING, 0, 0, b"1234"), frame(SETTINGS, 0, 0, b"12345"), frame(RST_STREAM, 0, 1, b"1")):
            with self.subTest(wrong=wrong), self.connect() as peer:
                peer.open()
                peer.send(wrong)
                self.ends_with(peer, (FRAME_SIZE_ERROR, PROTOCOL_ERROR))

    def test_streams_that_were_skipped_are_closed(self):
        with self.connect() as peer:
            for stream in (5, 3):
                peer.send(frame(HEADERS, END_HEADERS, stream, block(*request_fields())))
            self.ends_with(peer, (PROTOCOL_ERROR, frames.STREAM_CLOSED))
        with self.connect() as peer:
            peer.send(frame(HEADERS, END_HEADERS, 2, block(*request_fields())))
            self.ends_with(peer, (PROTOCOL_ERROR,))

    def meets_a_closed_stream(self, late):
        """The frame comes after the peer has reset the stream, and after both sides have ended it."""
        with self.connect() as peer:
            stream = peer.open(request_fields(RANK))
            peer.send(frame(RST_STREAM, 0, stream, (8).to_bytes(4, "big")) + late(stream))
            peer.until(lambda: peer.goaway is not None or peer.resets, 5 * SLOWER)
            self.assertEqual(peer.goaway or peer.resets.get(stream), frames.STREAM_CLOSED)
        for fields in (request_fields(), request_fields(method="GET", content_type=None)):
            with self.connect() as peer:
                stream = peer.open(fields)
                peer.send(frame(DATA, END_STREAM, stream, message()))
                peer.until(lambda: stream in peer.ended, 5 * SLOWER)
                peer.send(late(stream))
                self.ends_with(peer, (frames.STREAM_CLOSED,))

    def test_data_on_a_closed_stream(self):
        self.meets_a_closed_stream(lambda stream: frame(DATA, END_STREAM, stream, b"late"))

    def test_headers_on_a_closed_stream(self):
        self.meets_a_closed_stream(lambda stream: frame(HEADERS, END_HEADERS | END_STREAM, stream,
                                                        block(*request_fields())))

    def test_a_stream_cannot_depend_on_itself(self):
        with self.connect() as peer:
            peer.send(frame(HEADERS, END_HEADERS | END_STREAM | 0x20, 1, (1).to_bytes(4, "big") + b"\xff" +
                            block(*request_fields())))
            peer.until(lambda: 1 in peer.resets or peer.goaway is not None, 5 * SLOWER)
            self.assertEqual(peer.goaway or peer.resets.get(1), PROTOCOL_ERROR)
        with self.connect() as peer:
            peer.send(frame(PRIORITY, 0, 3, (3).to_bytes(4, "big") + b"\xff"))
            peer.until(lambda: 3 in peer.resets or peer.goaway is not None, 5 * SLOWER)
            self.assertEqual(peer.goaway or peer.resets.get(3), PROTOCOL_ERROR)

    def test_a_priority_belongs_to_a_stream(self):
        with self.connect() as peer:
            peer.send(frame(PRIORITY, 0, 0, (0).to_bytes(4, "big") + b"\x10"))
            self.ends_with(peer, (PROTOCOL_ERROR,))

    def test_a_request_that_is_not_grpc_is_judged_to_its_end(self):
        """405 comes with the end of the request, so what is wrong behind its headers is still found."""
        for late, codes in ((frame(DATA, END_STREAM, 1, b"123"), (PROTOCOL_ERROR,)),
                            (frame(HEADERS, END_HEADERS | END_STREAM, 1, literal(":status", "200")), (PROTOCOL_ERROR,)),
                            (frame(WINDOW_UPDATE, 0, 1, (0).to_bytes(4, "big")), (PROTOCOL_ERROR,))):
            with self.subTest(late=late), self.connect() as peer:
                peer.open(request_fields(method="PUT", content_type=None, content_length="1"))
                peer.send(late)
                peer.until(lambda: 1 in peer.resets or peer.goaway is not None, 5 * SLOWER)
                self.assertIn(peer.resets.get(1, peer.goaway), codes)

    def test_more_data_than_the_window_has_room_for(self):
        """The stream's window is 1 MiB until the daemon opens it; 9 MiB at once are more than any window."""
        with self.connect() as peer:
            stream = peer.open(request_fields(SUBMIT))
            peer.send(frame(DATA, 0, stream, message(length=4 << 20)[:5]))
            sent, piece = 0, frame(DATA, 0, stream, b"\0" * 16384)
            while sent < 600 and peer.goaway is None and not peer.is_closed and stream not in peer.ended:
                peer.send(piece)
                sent += 1
            peer.until(lambda: peer.goaway is not None or stream in peer.ended, 5 * SLOWER)
            self.assertTrue(peer.goaway is not None or stream in peer.ended or peer.is_closed)

    def test_replies_nobody_reads_stay_small(self):
        """No window for data: the replies wait in the daemon, a hundred streams of them, and no more are taken."""
        with self.connect(hello=PREFACE + settings((1, 0), (4, 0))) as peer:
            for _ in range(100):
                stream = peer.open(request_fields(METRICS))
                peer.send(frame(DATA, END_STREAM, stream, message()))
            refused = peer.open(request_fields(METRICS))
            peer.send(frame(DATA, END_STREAM, refused, message()))
            peer.until(lambda: refused in peer.ended or peer.goaway is not None, 5 * SLOWER)
            self.assertTrue(refused in peer.ended or peer.goaway is not None, "the hundred-and-first stream was taken")
            self.call_well()

    # ---- gRPC ----

    def status(self, wanted, body=None, **changes):
        with self.connect() as peer:
            fields = peer.call(changes.pop("path", "/jixiao.v1.SystemService/Ping"), body, seconds=5 * SLOWER, **changes)
            self.assertEqual(fields.get("grpc-status"), str(wanted), f"{changes}: {fields}, resets {peer.resets}")
            return fields

    def test_what_is_not_grpc(self):
        for changes, wanted in (({"method": "GET"}, "405"), ({"method": "PUT"}, "405"),
                                ({"content_type": "application/json"}, "415"), ({"content_type": None}, "415"),
                                ({"content_type": "application/grpcx"}, "415"),
                                ({"content_type": "application/grpc-web"}, "415")):
            with self.subTest(**changes), self.connect() as peer:
                fields = peer.call(seconds=5 * SLOWER, **changes)
                self.assertEqual(fields.get(":status"), wanted, str(fields))
                self.assertTrue(peer.data.get(1), "an answer for people has a body")
        for content_type in ("application/grpc", "application/grpc+proto", "application/grpc;charset=utf-8"):
            self.status(0, content_type=content_type)

    def test_messages_that_break_the_framing(self):
        self.status(13, body=message() + message())
        self.status(13, body=b"")
        self.status(13, body=message()[:3])
        self.status(13, body=message(b"abc", length=10))
        self.status(13, body=message(b"", flag=1))
        self.status(13, body=message(b"", flag=2))

    def test_compression_is_named_and_refused(self):
        fields = self.status(12, body=message(b"x", flag=1), grpc_encoding="gzip")
        self.assertEqual(fields.get("grpc-accept-encoding"), "identity")
        self.status(0, grpc_encoding="identity")

    def test_a_length_beyond_the_ceiling_is_refused_before_the_bytes_come(self):
        with self.connect() as peer:
            stream = peer.open()
            peer.send(frame(DATA, 0, stream, message(length=0xFFFFFFFF)[:5]))
            peer.until(lambda: stream in peer.ended, 5 * SLOWER)
            self.assertEqual(peer.headers.get(stream, {}).get("grpc-status"), "8", str(peer.headers))

    def test_timeouts(self):
        for text in ("", "1", "S", "1X", "-1S", "123456789S", "1.5S", "1 S", "0x1S"):
            with self.subTest(text=text):
                self.status(13, grpc_timeout=text)
        self.status(4, path=METRICS, grpc_timeout="1n")
        self.status(4, path=METRICS, grpc_timeout="0S")
        self.status(0, grpc_timeout="99999999H")

    def test_binary_metadata_must_be_base64(self):
        self.status(13, x_trace_bin="!!!")
        self.status(0, x_trace_bin="AAEC,AwQ")

    def test_paths_that_play_tricks(self):
        for path in ("/", "//", "/..", "/jixiao.v1.SystemService/Ping?x", "/jixiao.v1.SystemService%2fPing",
                     "/jixiao.v1.SystemService/../Ping", "jixiao", "/" + "x" * 4000):
            with self.subTest(path=path[:40]), self.connect() as peer:
                fields = peer.call(path, seconds=5 * SLOWER)
                self.assertTrue(fields.get("grpc-status") == "12" or peer.resets or peer.goaway is not None, str(fields))

    def test_a_path_of_other_bytes_is_shown_as_plain_text(self):
        """What a peer sent comes back in google.rpc.Status, whose texts are UTF-8, and goes to terminals."""
        for path in (b"/x\xff\xfe", "/\u202ex".encode(), b"/\xc2\x9b31m"):
            with self.subTest(path=path), self.connect() as peer:
                fields = peer.call(path, seconds=5 * SLOWER)
                self.assertEqual(fields.get("grpc-status"), "12", str(fields))
                details = fields["grpc-status-details-bin"]
                status = schema.message("google.rpc.Status").FromString(base64.b64decode(details + "=" * (-len(details) % 4)))
                self.assertTrue(status.message.isascii() and status.message.isprintable(), status.message)
                self.assertIn("?", status.message)

    def test_methods_that_are_not_there_are_refused_at_their_headers(self):
        for path in ("/grpc.reflection.v2.ServerReflection/ServerReflectionInfo", "/jixiao.v1.EnrolmentService/EnrolPerson"):
            with self.subTest(path=path), self.connect() as peer:
                stream = peer.open(request_fields(path))
                peer.until(lambda: stream in peer.ended, 5 * SLOWER)
                self.assertIn(peer.headers.get(stream, {}).get("grpc-status"), ("7", "12", "16"))

    def test_reflection_has_so_many_questions_a_call(self):
        for version in ("", "alpha"):
            with self.subTest(version=version), self.connect() as peer:
                stream = peer.open(request_fields(REFLECT.format(version)))
                for _ in range(3):
                    peer.send(frame(DATA, 0, stream, QUESTION * 100))
                peer.until(lambda: stream in peer.ended, 10 * SLOWER)
                self.assertEqual(peer.headers[stream].get("grpc-status"), "8")
                data, n_answers = peer.data[stream], 0
                while data:
                    data, n_answers = data[5 + int.from_bytes(data[1:5], "big"):], n_answers + 1
                self.assertEqual(n_answers, 200)
                self.assertEqual(peer.call(seconds=5 * SLOWER).get("grpc-status"), "0")

    def test_bodies_that_go_on_after_the_answer(self):
        """Refused at its headers, the peer sends on: one mebibyte is accepted, then the connection ends."""
        with self.connect() as peer:
            stream = peer.open(request_fields(method="PUT"))
            self.flood(peer, frame(DATA, 0, stream, b"\0" * 16384), 1000, (ENHANCE_YOUR_CALM, FLOW_CONTROL_ERROR,
                                                                            PROTOCOL_ERROR, frames.STREAM_CLOSED))


class AtTheClearListener(Attacks, harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = make_world(cls)

    def connect(self, hello=PREFACE + settings((1, 0)), **options):
        return Peer(self.world.daemon.public, hello=hello, **options)


class AtTheTlsListener(Attacks, harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = make_world(cls)
        cls.context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        cls.context.load_verify_locations(cadata=cls.world.daemon.ca().decode())
        cls.context.set_alpn_protocols(["h2"])
        lead = cls.world.lead
        with tempfile.NamedTemporaryFile(suffix=".pem") as file:
            file.write(lead.certificate + key_pem(lead.key))
            file.flush()
            cls.context.load_cert_chain(file.name)

    def connect(self, hello=PREFACE + settings((1, 0)), **options):
        return Peer(self.world.daemon.main, self.context, hello=hello, **options)

    def test_a_handshake_that_does_not_come_is_not_waited_for(self):
        for begin in (b"", b"\x16\x03\x01", b"\x16\x03\x01\xff\xff" + b"x" * 100):
            with self.subTest(begin=begin[:8]), Peer(self.world.daemon.main, hello=begin) as peer:
                peer.until(lambda: peer.is_closed, 8 * SLOWER)
                self.assertTrue(peer.is_closed, "a peer without a handshake is not disconnected")


if __name__ == "__main__":
    harness.main()
