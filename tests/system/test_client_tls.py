#!/usr/bin/python3
"""Servers that are not the county's, and identities that cannot be used: the client says which, and exits accordingly."""
import datetime
import ipaddress
import json
import os
import pathlib
import pty
import select
import shutil
import socket
import ssl
import struct
import subprocess
import tempfile
import threading
import time
import unittest

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

import harness
from desk import DENIED, DONE, FAILURE, RETRY, Desk, enrolled
from harness import SLOWER, World

PEM = serialization.Encoding.PEM
PURPOSES = {"server": ExtendedKeyUsageOID.SERVER_AUTH, "client": ExtendedKeyUsageOID.CLIENT_AUTH}


class Issued:
    """A key and a certificate; without an issuer its own."""

    def __init__(self, name, issuer=None, days=(-1, 30), hosts=("localhost",), purpose="server", is_ca=False):
        self.key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.datetime.utcnow()
        builder = (x509.CertificateBuilder().subject_name(subject).public_key(self.key.public_key())
                   .issuer_name(issuer.certificate.subject if issuer else subject)
                   .serial_number(x509.random_serial_number())
                   .not_valid_before(now + datetime.timedelta(days=days[0]))
                   .not_valid_after(now + datetime.timedelta(days=days[1]))
                   .add_extension(x509.BasicConstraints(is_ca, 0 if is_ca else None), True))
        if not is_ca:
            builder = builder.add_extension(x509.SubjectAlternativeName([name_of(host) for host in hosts]), False)
            builder = builder.add_extension(x509.ExtendedKeyUsage([PURPOSES[purpose]]), False)
        self.certificate = builder.sign(issuer.key if issuer else self.key, hashes.SHA256())

    def certificate_pem(self):
        return self.certificate.public_bytes(PEM)

    def key_pem(self, passphrase=None):
        lock = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
        return self.key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, lock)


def name_of(host):
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def close(connection):
    connection.recv(65536)


def reset(connection):
    connection.recv(100)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class Server:
    """Takes TLS connections with a certificate; `behave` is what it does with each."""

    def __init__(self, test, directory, shown, behave=close, client_ca=None, newest=None):
        file = directory / "server.pem"
        file.write_bytes(shown.key_pem() + shown.certificate_pem())
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(file)
        self.context.set_alpn_protocols(["h2"])
        if newest:
            self.context.maximum_version = newest
        if client_ca:
            self.context.verify_mode = ssl.CERT_REQUIRED
            self.context.load_verify_locations(cadata=client_ca.certificate_pem().decode())
        self.behave = behave
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        test.addCleanup(self.listener.close)
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                raw, _ = self.listener.accept()
            except OSError:
                return
            with self.context.wrap_socket(raw, server_side=True, do_handshake_on_connect=False) as connection:
                try:
                    connection.do_handshake()
                    self.behave(connection)
                except OSError:
                    time.sleep(1)  # closed at once with bytes unread, TCP would take the alert back


class Tls(harness.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="jixiao-"))
        self.addCleanup(shutil.rmtree, self.directory)
        self.county = Issued("county", is_ca=True)
        self.other = Issued("county", is_ca=True)
        self.desk = Desk(self.directory, "me")
        self.desk.home.mkdir(mode=0o700)
        self.take_identity(Issued("me", self.county, purpose="client"))

    def take_identity(self, me, passphrase=None):
        for name, text in (("ca.pem", self.county.certificate_pem()), ("cert.pem", me.certificate_pem()),
                           ("key.pem", me.key_pem(passphrase))):
            file = self.desk.home / name
            file.write_bytes(text)
            file.chmod(0o600)

    def said(self, server, code, host="localhost", language="en"):
        return self.desk.run("--server", f"{host}:{server.port}", "ping", code=code, language=language).stderr

    def test_servers_that_are_not_the_countys(self):
        me = Issued("me", self.county, purpose="client")
        cases = [
            ("another host", Issued("srv", self.county, hosts=["otherhost"]), "another host name", "另一个主机名"),
            ("the host as common name alone", Issued("localhost", self.county, hosts=["otherhost"]), "another host name", "另一个主机名"),
            ("another county", Issued("srv", self.other), "not issued by this county", "不是本县"),
            ("nobody's", Issued("srv"), "not issued by this county", "不是本县"),
            ("a person's", Issued("srv", self.county, purpose="client"), "that of a person", "个人证书"),
            ("issued by a person", Issued("srv", me), "not issued by this county", "不是本县"),
        ]
        for label, shown, english, chinese in cases:
            with self.subTest(label):
                server = Server(self, self.directory, shown)
                self.assertIn(english, self.said(server, DENIED))
                self.assertIn(chinese, self.said(server, DENIED, language="zh"))
        by_address = Server(self, self.directory, Issued("srv", self.county))
        self.assertIn("another host name", self.said(by_address, DENIED, host="127.0.0.1"))

    def test_certificates_out_of_their_time(self):
        for days in ((-10, -1), (1, 10)):
            with self.subTest(days=days):
                self.said(Server(self, self.directory, Issued("srv", self.county, days=days)), DENIED)

    def test_a_server_of_an_older_tls(self):
        server = Server(self, self.directory, Issued("srv", self.county), newest=ssl.TLSVersion.TLSv1_2)
        self.assertIn("older than TLS 1.3", self.said(server, FAILURE))

    def test_servers_that_break_off(self):
        for behave in (close, reset):
            with self.subTest(behave.__name__):
                said = self.said(Server(self, self.directory, Issued("srv", self.county), behave), RETRY)
                self.assertIn("cannot be reached", said)

    def test_identities_that_the_server_refuses(self):
        def read(connection):
            connection.recv(1)
        for label, me, words in (("another county's", Issued("me", self.other, purpose="client"), "not known there"),
                                 ("ended", Issued("me", self.county, (-10, -1), purpose="client"), "has ended")):
            with self.subTest(label):
                self.take_identity(me)
                server = Server(self, self.directory, Issued("srv", self.county), read, client_ca=self.county)
                said = self.said(server, DENIED)
                self.assertIn("refused this machine's certificate", said)
                self.assertIn(words, said)

    def test_names_decide_nothing(self):
        """A sentence of the library holds the host's name: what stands in it must not be taken for its meaning."""
        for host in ("alert.example.invalid", "expired.alert.subject-name.invalid", "certificate.invalid"):
            with self.subTest(host):
                said = self.desk.run("--server", f"{host}:7443", "ping", code=RETRY).stderr
                self.assertIn("not known", said)
                self.assertNotIn("certificate:", said)

    # servers that say nothing

    def test_waiting_ends_in_time_and_is_told(self):
        """Whatever is waited for: TCP alone, or an answer after the handshake. Without a limit of its own it would be 30 s."""
        silence = threading.Event()
        self.addCleanup(silence.set)
        deaf = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(deaf.close)
        silent = Server(self, self.directory, Issued("srv", self.county), lambda _: silence.wait(60))
        for port in (deaf.getsockname()[1], silent.port):
            for command in (("ping",), ("department", "list"), ("export", "r1")):
                for language, told, ended in (("en", "Waiting for localhost", "no answer in time"),
                                              ("zh", "正在等待 localhost", "没有按时应答")):
                    with self.subTest(command=command, language=language):
                        began = time.monotonic()
                        said = self.desk.run("--timeout", "2", "--server", f"localhost:{port}", *command, code=RETRY,
                                             language=language).stderr
                        self.assertLess(time.monotonic() - began, 20)
                        self.assertIn(ended, said)
                        self.assertEqual(said.count(told), 1)
        error = self.desk.run("--timeout", "2", "-o", "json", "--server", f"localhost:{silent.port}", "ping", code=RETRY).stderr
        self.assertEqual(json.loads(error)["reason"], "SERVER_UNREACHABLE")

    # identities that cannot be used

    def ping(self, code, *options):
        return json.loads(self.desk.run(*options, "-o", "json", "--server", "localhost:9", "ping", code=code).stderr)

    def test_a_key_with_a_passphrase_is_never_waited_for(self):
        self.take_identity(Issued("me", self.county, purpose="client"), b"geheim")
        error = self.ping(DENIED)
        self.assertEqual(error["reason"], "KEY_LOCKED")
        self.assertIn("openssl pkey", error["remedy"])

    def on_terminal(self, typed, *arguments):
        """Runs a command on a terminal of its own, and types."""
        near, far = pty.openpty()
        command = [word for word in self.desk.command(*arguments) if word != "--no-input"]
        process = subprocess.Popen(command, stdin=far, stdout=far, stderr=far, env=self.desk.environment,
                                   start_new_session=True, close_fds=True)
        os.close(far)
        shown = b""
        while select.select([near], [], [], 60 * SLOWER)[0]:
            try:
                piece = os.read(near, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
            if b"Passphrase" in shown and typed:
                os.write(near, typed)
                typed = b""
        os.close(near)
        return process.wait(60 * SLOWER), shown.decode()

    def test_a_passphrase_is_asked_for_on_a_terminal(self):
        self.take_identity(Issued("me", self.county, purpose="client"), b"geheim")
        server = Server(self, self.directory, Issued("srv", self.county))
        code, shown = self.on_terminal(b"geheim\n", "--server", f"localhost:{server.port}", "ping")
        self.assertEqual(code, RETRY, shown)
        self.assertNotIn("geheim", shown)
        self.assertEqual(shown.count("Passphrase"), 1)
        for typed in (b"falsch\n", b"\n", b"\x03"):
            with self.subTest(typed=typed):
                code, shown = self.on_terminal(typed, "--server", f"localhost:{server.port}", "ping")
                self.assertEqual(code, DENIED, shown)

    def test_files_that_are_no_identity(self):
        stranger = Issued("stranger", self.county, purpose="client")
        for name, text in (("key.pem", b"no key\n"), ("cert.pem", b"no certificate\n"), ("ca.pem", b""),
                           ("cert.pem", stranger.certificate_pem())):
            with self.subTest(name=name, text=text[:20]):
                self.take_identity(Issued("me", self.county, purpose="client"))
                (self.desk.home / name).write_bytes(text)
                error = self.ping(DENIED)
                self.assertEqual(error["reason"], "IDENTITY_UNUSABLE")
                self.assertIn(name, error["message"])

    def test_what_others_can_write_is_refused(self):
        home = self.desk.home
        (home / "client.ini").write_text("[client]\n", encoding="utf-8")
        for path, mode, good in ((home, 0o777, 0o700), (home, 0o770, 0o700), (home / "ca.pem", 0o666, 0o600),
                                 (home / "cert.pem", 0o620, 0o600), (home / "client.ini", 0o602, 0o600),
                                 (home / "key.pem", 0o640, 0o600)):
            with self.subTest(path=path.name, mode=oct(mode)):
                path.chmod(mode)
                error = self.ping(DENIED)
                self.assertIn("chmod", error["remedy"])
                self.assertIn(str(path), error["remedy"])
                path.chmod(good)
        self.assertEqual(self.ping(RETRY)["reason"], "SERVER_UNREACHABLE")

    @unittest.skipUnless(os.geteuid() == 0, "only root can give files away")
    def test_what_belongs_to_somebody_else_is_refused(self):
        for path in (self.desk.home, self.desk.home / "ca.pem", self.desk.home / "key.pem"):
            with self.subTest(path.name):
                os.chown(path, 12345, -1)
                self.assertEqual(self.ping(DENIED)["reason"], "FILE_NOT_OWN")
                os.chown(path, 0, -1)


if __name__ == "__main__":
    harness.main()
