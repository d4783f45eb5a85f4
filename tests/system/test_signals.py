"""What signals do to the daemon: none ends it without a line in its log, and SIGHUP reads the settings again."""
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import unittest

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

import harness
from harness import World, key_pem, new_key, wait_until

STOPPING = ("SIGTERM", "SIGINT", "SIGQUIT", "SIGXCPU")
NOTED = ("SIGUSR1", "SIGUSR2", "SIGALRM", "SIGVTALRM", "SIGPROF", "SIGIO", "SIGPWR")
SILENT = ("SIGPIPE", "SIGXFSZ", "SIGRTMIN", "SIGRTMAX")
FAULTS = ("SIGABRT", "SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGSYS", "SIGTRAP")


class Signals(harness.TestCase):
    def setUp(self):
        self.world = World(self, is_started=False)
        self.daemon = self.world.daemon
        self.daemon.start()

    def send(self, name):
        self.daemon.process.send_signal(getattr(signal, name))

    def wait_for(self, line):
        wait_until(lambda: re.search(line, self.daemon.log()), 20, f"{line}; the log:\n{self.daemon.log()}")

    def test_some_stop_it(self):
        for name in STOPPING:
            with self.subTest(name):
                self.daemon.was_ended = True
                self.send(name)
                self.assertEqual(self.daemon.process.wait(60), 0)
                self.assertIn(f'event="stopping" signal="{name}"', self.daemon.log())
                self.daemon.start()

    def test_a_second_one_does_not_cut_the_end(self):
        self.daemon.was_ended = True
        for _ in range(20):
            self.send("SIGTERM")
            self.send("SIGINT")
        self.assertEqual(self.daemon.process.wait(60), 0)
        self.assertIn('event="stopped"', self.daemon.log())

    def test_no_thread_of_it_takes_one(self):
        """A signal that reaches a thread which waits would end the wait."""
        n_threads = {}
        for status in pathlib.Path(f"/proc/{self.daemon.process.pid}/task").glob("*/status"):
            blocked = int(re.search(r"^SigBlk:\s*(\w+)$", status.read_text(), re.M)[1], 16)
            is_loop = status.parent.name == str(self.daemon.process.pid)
            for name in (*STOPPING, *NOTED, "SIGHUP"):
                with self.subTest(thread=status.parent.name, signal=name):
                    self.assertEqual(bool(blocked >> (getattr(signal, name) - 1) & 1), not is_loop)
            n_threads[is_loop] = n_threads.get(is_loop, 0) + 1
        self.assertEqual(n_threads[True], 1)
        self.assertGreater(n_threads[False], 1)

    @unittest.skipIf(harness.SANITIZER, "a sanitizer stands in the way of it")
    def test_what_serves_is_confined(self):
        """Every thread has the filter, and a file outside the state directory cannot be read, by root neither."""
        self.wait_for('event="confined" witness="no"')
        for status in pathlib.Path(f"/proc/{self.daemon.process.pid}/task").glob("*/status"):
            said = dict(line.split(":\t", 1) for line in status.read_text().splitlines())
            self.assertEqual((said["Seccomp"], said["NoNewPrivs"]), ("2", "1"), status)
        inside = self.daemon.directory / "server.pem"
        outside = self.daemon.directory.parent / "outside.pem"
        inside.rename(outside)
        inside.symlink_to(outside)
        self.send("SIGHUP")
        self.wait_for(r'event="nothing is changed: the settings cannot be read again" reason="TLS_FILE"')
        inside.unlink()
        outside.rename(inside)
        self.send("SIGHUP")
        self.wait_for("settings and certificates are read again")

    def test_the_others_leave_it_running(self):
        for name in NOTED:
            self.send(name)
            self.wait_for(f'signal="{name}"')
        for name in SILENT:
            self.send(name)
        self.world.keep(self.daemon.enrol_first_lead()).call("SystemService/Ping")
        self.assertTrue(self.daemon.is_running())

    @unittest.skipIf(harness.SANITIZER, "a sanitizer has handlers of its own")
    def test_a_fault_is_told(self):
        for name in FAULTS:
            with self.subTest(name):
                self.daemon.was_ended = True
                self.send(name)
                self.assertEqual(self.daemon.process.wait(60), -getattr(signal, name))
                self.assertIn(f'event="ended by a fault" signal="{name}"', self.daemon.log())
                self.daemon.start()


class Settings(harness.TestCase):
    def setUp(self):
        self.world = World(self)
        self.daemon = self.world.daemon
        self.file = self.daemon.directory / "jixiaod.ini"

    def change(self, pattern, by):
        text, n = re.subn(pattern, by, self.file.read_text(), flags=re.M)
        self.assertEqual(n, 1, f"{pattern} in\n{self.file.read_text()}")
        self.file.write_text(text)

    def reload(self, line):
        self.daemon.process.send_signal(signal.SIGHUP)
        wait_until(lambda: re.search(line, self.daemon.log()), 20, f"{line}; the log:\n{self.daemon.log()}")

    def test_what_changed_is_said_and_what_waits(self):
        self.change("^connections = .*$", "connections = 77")
        self.change("^public = .*$", "public = 127.0.0.1:1")
        self.reload('event="settings and certificates are read again"')
        log = self.daemon.log()
        self.assertIn('event="setting changed" name="[limits] connections" from="0" to="77"', log)
        self.assertIn('event="setting waits for a restart" name="[listen] public"', log)
        self.daemon.public_caller().call("SystemService/Ping")

    def test_a_file_with_a_mistake_changes_nothing(self):
        self.change("^connections = .*$", "connections = 77\nconections = 78")
        line = self.file.read_text().splitlines().index("conections = 78") + 1
        self.reload('event="nothing is changed')
        self.assertRegex(self.daemon.log(), rf"nothing is changed.*{line}.*conections")
        self.assertNotIn('event="setting changed"', self.daemon.log())
        self.world.lead.call("SystemService/Ping")

    def test_addresses_that_serve_refuses_are_refused_by_check_config(self):
        self.daemon.stop()
        whole = self.file.read_text()
        main = f"127.0.0.1:{self.daemon.main}"
        for key, address, said in (("public", "192.0.2.1:7445", "loopback"), ("main", "256.1.1.1:7443", "cannot listen"),
                                   ("enrol", main, "are one address and port"), ("public", "127.0.0.1:0", "are good")):
            self.file.write_text(whole)
            self.change("^main = 127.*$", f"main = {main}")
            self.change(f"^{key} = 127.*$", f"{key} = {address}")
            done = subprocess.run([harness.JIXIAOD, "check-config", str(self.daemon.directory)], capture_output=True,
                                  text=True, timeout=60, env={**os.environ, "JIXIAO_LANG": "en"})
            self.assertIn(said, done.stdout + done.stderr)
            self.assertEqual(done.returncode != 0, said != "are good", address)
            if done.returncode != 0:
                with self.assertRaises(AssertionError):
                    self.daemon.start()

    def test_a_damaged_certificate_changes_nothing(self):
        (self.daemon.directory / "server.pem").write_text("not a certificate")
        self.reload('event="nothing is changed')
        self.world.keep(harness.Person(self.daemon, "lead", self.world.lead.key, self.world.lead.certificate)).call(
            "SystemService/Ping")

    def test_the_level_of_the_log_is_taken(self):
        self.change("^level = .*$", "level = error")
        self.reload('event="setting changed" name="\\[log\\] level" from="info" to="error"')
        self.daemon.process.send_signal(signal.SIGUSR1)
        # of two signals that are pending the system delivers the one with the lower number first
        status = pathlib.Path(f"/proc/{self.daemon.process.pid}/status")
        wait_until(lambda: not any(int(mask, 16) for mask in re.findall(r"^S\w+Pnd:\s*(\w+)$", status.read_text(), re.M)), 20,
                   "the signal to be delivered")
        self.change("^level = .*$", "level = info")
        self.reload('event="setting changed" name="\\[log\\] level" from="error" to="info"')
        self.reload('(?s)event="settings and certificates are read again".*event="settings and certificates are read again"')
        self.assertNotIn("SIGUSR1", self.daemon.log())

    def served_certificate(self):
        context = ssl.create_default_context(cadata=self.daemon.ca().decode())
        context.set_alpn_protocols(["h2"])
        with socket.create_connection(("127.0.0.1", self.daemon.enrol)) as link:
            with context.wrap_socket(link, server_hostname="localhost") as secure:
                return secure.getpeercert(binary_form=True)

    def test_a_new_certificate_is_served(self):
        directory = self.daemon.directory
        before = x509.load_der_x509_certificate(self.served_certificate())
        ca = x509.load_pem_x509_certificate(self.daemon.ca())
        ca_key = serialization.load_pem_private_key((directory / "ca.key").read_bytes(), None)
        key = new_key()
        builder = x509.CertificateBuilder(before.issuer, before.subject, key.public_key(), before.serial_number + 1,
                                          before.not_valid_before, before.not_valid_after, list(before.extensions))
        after = builder.sign(ca_key, hashes.SHA256())
        pem = serialization.Encoding.PEM
        (directory / "server.key").write_bytes(key_pem(key))
        (directory / "server.pem").write_bytes(after.public_bytes(pem) + ca.public_bytes(pem))
        self.reload('event="settings and certificates are read again"')
        self.assertEqual(self.served_certificate(), after.public_bytes(serialization.Encoding.DER))
        self.world.lead.call("SystemService/Ping")  # the connection that was there goes on


if __name__ == "__main__":
    harness.main()
