#!/usr/bin/python3
"""The county's authority is changed with an overlap in which nobody is shut out; receipts of before hold."""
import concurrent.futures
import datetime
import json
import os
import shutil
import signal
import subprocess

import grpc
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import harness
from console import Server
from desk import Desk, enrolled, invite
from harness import World, schema, small_report

EVIDENCE = 8
STOP = os.environ.get("JX_STOP", "")


def authorities(pem):
    """Fingerprints of the certificates of a file."""
    end = b"-----END CERTIFICATE-----"
    texts = [text + end for text in pem.read_bytes().split(end)[:-1]]
    return [x509.load_pem_x509_certificate(text).fingerprint(hashes.SHA256()).hex() for text in texts]


class Rotation(harness.TestCase):
    def setUp(self):
        self.world = World(self)
        self.server = Server(self.world)
        self.world.add_departments(["1001", "1002"])
        self.world.open_round("2025")
        self.desks = [enrolled(self.world, name, "enterer", department=code) for name, code in (("aa", "1001"), ("bb", "1002"))]

    def stopped(self, verb, *arguments, code=0):
        """A verb for which the daemon is stopped, and started again."""
        self.world.daemon.stop()
        done = self.server.run(verb, *arguments, code=code)
        self.world.daemon.start()
        return done

    def known(self, desk):
        return authorities(desk.home / "ca.pem")

    def county(self):
        return authorities(self.world.daemon.directory / "ca.pem")

    def retire_after_all(self):
        """Everybody comes once; the connections of the test itself renew nothing, so that its lead is revoked by force."""
        for desk in self.desks:
            desk.run("ping")
        return self.stopped("rotate-ca", "--retire", "--force")

    def test_clients_follow_by_themselves(self):
        first, second = self.desks
        old = self.county()
        self.assertIn("beside the old one", self.stopped("rotate-ca").stderr)
        new, kept = self.county()
        self.assertEqual([kept], old)
        said = first.run("status").stderr
        self.assertIn("The county has a new certificate", said)
        self.assertEqual(said.count("was renewed"), 1)
        self.assertEqual(self.known(first), [new, kept])
        self.assertNotIn("renewed", first.run("ping").stderr)
        self.assertEqual(self.known(second), old)
        third = Desk(self.world.directory, "cc")
        self.world.lead.reconnect()
        third.run("enrol", invite(self.world, "cc", "analyst").replace(new, kept))
        self.assertEqual(self.known(third), [new, kept])
        refused = self.stopped("rotate-ca", "--retire", code=1)
        self.assertEqual(refused.stdout.split(), ["bb", "lead"])
        self.assertIn("2 people still have", refused.stderr)
        self.assertIn("taking the place", self.stopped("rotate-ca", code=1).stderr)
        second.run("ping")
        self.assertEqual(self.stopped("rotate-ca", "--retire", code=1).stdout.split(), ["lead"])
        self.desks.append(third)
        self.retire_after_all()
        self.assertEqual(self.county(), [new])
        for desk in self.desks:
            said = desk.run("ping")
            self.assertIn("trusted no longer", said.stderr)
            self.assertEqual(self.known(desk), [new])
            self.assertNotIn("trusted", desk.run("whoami").stderr)
        self.assertIn("no old one to retire", self.stopped("rotate-ca", "--retire", code=1).stderr)

    def test_who_did_not_come_in_time_is_told_and_invited_again(self):
        late = self.desks.pop()
        self.stopped("rotate-ca")
        self.retire_after_all()
        for language, word in (("en", "not issued by this county"), ("zh", "不是本县签发的")):
            self.assertIn(word, late.run("ping", code=None, language=language).stderr)
        lead = Desk(self.world.directory, "lead")
        lead.run("enrol", self.server.invite("lead", "--lost-key"))
        lead.run("person", "revoke", "bb", "--reason", "钥匙过期", "--yes")
        line = lead.run("invite", "bb", "--role", "enterer", "--department", "1002").stdout.strip()
        late.run("enrol", "--replace", line)
        self.assertEqual(late.json("whoami")["person"]["name"], "persons/bb")

    def test_receipts_and_the_log_go_on(self):
        desk = self.desks[0]
        report = desk.write("report.json", small_report("1001", "2025"))
        desk.run("submit", report)
        receipt, = (desk.home / "receipts").glob("*.receipt")
        auditor = enrolled(self.world, "auditor", "auditor")
        self.stopped("rotate-ca")
        self.stopped("rotate-log-key")
        self.desks.append(auditor)
        self.retire_after_all()
        desk.run("verify", receipt)
        acts = [json.loads(line) for line in auditor.run("-o", "jsonl", "log").stdout.splitlines()]
        done = [entry for entry in acts if entry["act"].startswith("AUTHORITY_")]
        self.assertEqual([entry["act"] for entry in done], ["AUTHORITY_ROTATE", "AUTHORITY_RETIRE"])
        self.assertEqual({entry["actor"] for entry in done}, {"console"})
        self.assertEqual(done[0]["record"]["authority"], done[1]["record"]["authority"])
        self.assertEqual(done[0]["record"]["authority"]["fingerprint"], self.county()[0])
        self.world.daemon.stop()
        self.server.run("fsck")

    def test_a_step_that_was_not_finished_is_done_again(self):
        directory = self.world.daemon.directory
        before = {name: (directory / name).read_bytes() for name in ("ca.pem", "ca.key", "server.pem")}
        self.stopped("rotate-ca")
        (directory / "ca.pem").write_bytes(before["ca.pem"])  # the last file of it
        self.world.daemon.stop()
        self.world.daemon.start()
        self.desks[0].run("ping")
        self.stopped("rotate-ca")
        self.desks[0].run("ping")
        self.assertEqual(self.known(self.desks[0]), self.county())
        both = {name: (directory / name).read_bytes() for name in before}
        self.stopped("rotate-ca", "--retire", "--force")
        for name in ("ca.pem", "ca.key"):
            (directory / name).write_bytes(both[name])  # what comes after the server's certificate
        self.world.daemon.stop()
        self.world.daemon.start()
        self.desks[0].run("ping")
        self.stopped("rotate-ca", "--retire", "--force")
        self.desks[0].run("ping")
        self.assertEqual(self.known(self.desks[0]), self.county())

    def killed_at_each_step(self, *verb):
        """Kills a verb before each file that it puts in its place. Each time: everybody gets in, and again once it is run again.

        Ends with the county after the verb; every copy begins as it is now.
        """
        if not STOP or harness.SANITIZER:
            self.skipTest("no step can be stopped at in this build")
        self.world.daemon.stop()
        before, homes = self.world.daemon.directory, [desk.home for desk in self.desks]
        for home in homes:
            shutil.copytree(home, f"{home}.before")
        for step in range(1, 20):
            self.world.daemon.directory = self.world.directory / f"step{step}"
            shutil.copytree(before, self.world.daemon.directory)
            for home in homes:
                shutil.rmtree(home)
                shutil.copytree(f"{home}.before", home)
            stopping = Server(self.world)
            stopping.environment.update(LD_PRELOAD=STOP, STOP_AT=str(step))
            done = stopping.run(*verb, code=None)
            if done.returncode == 0:
                self.assertGreater(step, 2, "it was killed too seldom")
                break
            self.assertEqual(done.returncode, -signal.SIGKILL, done.stderr)
            self.all_get_in()
            self.server.run(*verb)
            self.all_get_in()
            self.server.run("fsck")
            shutil.rmtree(self.world.daemon.directory)
        self.world.daemon.start()

    def all_get_in(self):
        """With a daemon that was stopped, and is stopped again."""
        self.world.daemon.start()
        for desk in self.desks:
            desk.run("ping")
        self.world.daemon.stop()

    def n_keys(self):
        return (self.world.daemon.directory / "ca.key").read_text().count("BEGIN PRIVATE KEY")

    def test_killed_at_each_step_a_new_one_comes_when_it_is_run_again(self):
        self.killed_at_each_step("rotate-ca")
        self.assertEqual((len(self.county()), self.n_keys()), (2, 2))

    def test_killed_at_each_step_the_old_one_goes_when_it_is_run_again(self):
        self.stopped("rotate-ca")
        for desk in self.desks:
            desk.run("ping")
        self.killed_at_each_step("rotate-ca", "--retire", "--force")
        self.assertEqual((len(self.county()), self.n_keys()), (1, 1))
        self.assertIn("no old one to retire", self.stopped("rotate-ca", "--retire", code=1).stderr)

    def test_a_backup_in_between_has_both_keys(self):
        self.stopped("rotate-ca")
        secret = self.world.directory / "secret"
        secret.write_text("dreizehn Wörter\n", encoding="utf-8")
        secret.chmod(0o600)
        file = self.world.directory / "backup.zip"
        self.server.run("backup", file, "--passphrase-file", secret)
        there = self.world.directory / "there"
        subprocess.run([harness.JIXIAOD, "restore", str(file), str(there), "--passphrase-file", str(secret)], check=True,
                       capture_output=True)
        self.assertEqual((there / "ca.key").read_bytes(), (self.world.daemon.directory / "ca.key").read_bytes())
        shutil.rmtree(there)

    def test_names_of_the_server_can_change_in_between(self):
        self.stopped("rotate-ca")
        self.stopped("certificate", "--names", "localhost,127.0.0.1,new.example")
        self.desks[1].run("ping")

    def test_while_a_daemon_runs_it_is_refused(self):
        self.assertIn("another jixiaod", self.server.run("rotate-ca", code=1).stderr)
        self.server.run("rotate-ca", "--force", code=2)


class Thief:
    """Who has the server's key and certificate, and can ask the log as anybody of the county can: no key of the authority.

    He names an authority of his own beside the true one, issues by it, and says of it what he is told to say: `endorse`, of his
    key and name and certificate. Without it he is like a server of a version that knew no endorsements.
    """

    def __init__(self, test, world, endorse=None, names=None):
        self.names = names  # fingerprints that he names; None: his own and the true ones
        self.person, self.ca, self.endorse = test.mole, world.daemon.ca(), endorse
        self.key = harness.new_key()
        self.pem = harness.make_certificate(self.key, "某县", days=(-1, 3650))
        self.certificate = x509.load_pem_x509_certificate(self.pem)
        self.true = x509.load_pem_x509_certificate(self.ca)
        server = grpc.server(concurrent.futures.ThreadPoolExecutor(4))
        methods = {"LogService": ("GetCheckpoint", self.checkpoint), "PersonService": ("RenewCertificate", self.renew),
                   "EnrolmentService": ("EnrolPerson", self.enrol)}
        for service, (name, answer) in methods.items():
            handlers = {name: grpc.unary_unary_rpc_method_handler(answer)}
            if service == "PersonService":
                handlers["GetCaller"] = grpc.unary_unary_rpc_method_handler(self.caller)
            server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler(f"jixiao.v1.{service}", handlers)])
        pair = [(world.daemon.directory / name).read_bytes() for name in ("server.key", "server.pem")]
        self.port = server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([pair]))
        server.start()
        test.addCleanup(server.stop, 0)

    def checkpoint(self, request, _context):
        reply = self.person.call("LogService/GetCheckpoint", schema.GetCheckpointRequest.FromString(request))
        reply.ca_fingerprints.insert(0, self.certificate.fingerprint(hashes.SHA256()).hex())
        if self.names is not None:
            reply.ca_fingerprints[:] = self.names
        return reply.SerializeToString()

    def caller(self, _request, _context):
        return self.person.call("PersonService/GetCaller").SerializeToString()

    def issue(self, request):
        key = x509.load_der_x509_csr(request).public_key()
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "aa")])
        now = datetime.datetime.utcnow()
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(self.certificate.subject).public_key(key)
        builder = builder.serial_number(7).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=365))
        return der_of(builder.sign(self.key, hashes.SHA256()))

    def fill(self, reply, request):
        reply.certificate = self.issue(request.certificate_request)
        reply.ca_certificates.extend([der_of(self.certificate), der_of(self.true)])
        if self.endorse is not None:
            reply.ca_endorsements.append(self.endorse(self))
        return reply

    def renew(self, request, _context):
        return self.fill(schema.RenewCertificateResponse(), schema.RenewCertificateRequest.FromString(request)).SerializeToString()

    def enrol(self, request, _context):
        reply = schema.EnrolPersonResponse(server_address=f"localhost:{self.port}", county="某县", ca_certificate=der_of(self.true))
        reply.person.name = "persons/aa"
        return self.fill(reply, schema.EnrolPersonRequest.FromString(request)).SerializeToString()

    # ---- what he can say of his authority ----

    def of_himself(self):
        return der_of(self.certificate)

    def in_the_name_of_the_true_one(self):
        builder = x509.CertificateBuilder().subject_name(self.certificate.subject).issuer_name(self.true.subject)
        builder = builder.public_key(self.key.public_key()).serial_number(8).not_valid_before(self.certificate.not_valid_before)
        builder = builder.not_valid_after(self.certificate.not_valid_after)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        return der_of(builder.sign(self.key, hashes.SHA256()))

    def by_the_true_one_about_itself(self):
        return der_of(self.true)


def der_of(certificate):
    return certificate.public_bytes(serialization.Encoding.DER)


class StolenServerKey(harness.TestCase):
    def setUp(self):
        self.world = World(self)
        self.server = Server(self.world)
        self.desk = enrolled(self.world, "aa", "auditor")
        self.mole = self.world.invite("mole", "auditor")

    def files(self):
        return [(self.desk.home / name).read_bytes() for name in ("ca.pem", "cert.pem", "key.pem")]

    def thief(self, endorse=None):
        return Thief(self, self.world, endorse)

    def test_a_server_with_the_true_key_and_a_foreign_authority_is_refused_in_loud_words(self):
        before = self.files()
        for endorse in (None, Thief.of_himself, Thief.in_the_name_of_the_true_one, Thief.by_the_true_one_about_itself):
            with self.subTest(endorse=endorse):
                there = ("--server", f"localhost:{self.thief(endorse).port}")
                for language, words in (("en", ("DANGER", "may be stolen")), ("zh", ("危险", "可能失窃"))):
                    said = self.desk.run(*there, "whoami", language=language).stderr
                    for word in words:
                        self.assertIn(word, said)
                self.assertIn("does not vouch for", self.desk.run(*there, "renew", code=EVIDENCE).stderr)
                self.assertEqual(self.files(), before)
        self.assertNotIn("DANGER", self.desk.run("whoami").stderr)

    def test_nobody_is_made_to_forget_the_authority_that_vouches_for_the_true_server(self):
        self.world.daemon.stop()
        self.server.run("rotate-ca")
        self.world.daemon.start()
        self.mole.reconnect()
        self.desk.run("whoami")
        both = authorities(self.desk.home / "ca.pem")
        self.assertEqual(len(both), 2)
        for names in (both[:1], both[1:], []):
            with self.subTest(names=names):
                thief = Thief(self, self.world, names=names)
                said = self.desk.run("--server", f"localhost:{thief.port}", "whoami")
                self.assertNotIn("trusted no longer", said.stderr)
                self.assertEqual(authorities(self.desk.home / "ca.pem"), both)
                self.desk.run("whoami")  # the true one lets it in

    def test_who_enrols_there_trusts_the_authority_of_the_line_alone(self):
        thief = self.thief(Thief.in_the_name_of_the_true_one)
        line = invite(self.world, "cc", "analyst").replace(f":{self.world.daemon.enrol}/", f":{thief.port}/")
        desk = Desk(self.world.directory, "cc")
        desk.run("enrol", line)
        self.assertEqual(authorities(desk.home / "ca.pem"), authorities(self.world.daemon.directory / "ca.pem"))

    def test_what_an_authority_says_of_the_next_is_read_by_stock_tools(self):
        reader = self.world.invite("reader", "analyst")
        asked = {"certificate_request": harness.new_request(reader.key)}
        reply = reader.call("PersonService/RenewCertificate", request_id=harness.request_id(), **asked)
        self.assertEqual((len(reply.ca_certificates), len(reply.ca_endorsements)), (1, 0))
        self.world.daemon.stop()
        self.server.run("rotate-ca")
        self.world.daemon.start()
        reader.reconnect()
        reply = reader.call("PersonService/RenewCertificate", request_id=harness.request_id(), **asked)
        new, old = (x509.load_der_x509_certificate(der) for der in reply.ca_certificates)
        endorsement, = (x509.load_der_x509_certificate(der) for der in reply.ca_endorsements)
        self.assertEqual((endorsement.subject, endorsement.issuer), (new.subject, old.subject))
        self.assertEqual(endorsement.public_key().public_numbers(), new.public_key().public_numbers())
        old.public_key().verify(endorsement.signature, endorsement.tbs_certificate_bytes, ec.ECDSA(hashes.SHA256()))


if __name__ == "__main__":
    harness.main()
