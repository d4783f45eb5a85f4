#!/usr/bin/python3
"""What is refused, with which reason; every refusal says what is wrong in two languages and by a stable name."""
import datetime
import socket
import ssl
import subprocess
import tempfile
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

import harness
from harness import (Person, World, explain, key_pem, make_certificate, new_key, new_request, request_id, small_report,
                     timestamp)
from schema import digest, load_case, schema, signing_text

INVALID, STATE, CONFLICT, EXISTS = "INVALID_ARGUMENT", "FAILED_PRECONDITION", "ABORTED", "ALREADY_EXISTS"
NOT_FOUND, DENIED, WHO = "NOT_FOUND", "PERMISSION_DENIED", "UNAUTHENTICATED"


def varint(number):
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def delimited(field, data):
    return varint(field << 3 | 2) + varint(len(data)) + data


def changed(report, **fields):
    copy = schema.Report()
    copy.CopyFrom(report)
    for name, value in fields.items():
        setattr(copy.profile, name, value)
    return copy


class Doors(harness.TestCase):
    """TLS: who may connect, and with which alert the others are refused."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.daemon = cls.world.daemon
        cls.files = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.files.cleanup)
        cls.ca_key = serialization.load_pem_private_key((cls.daemon.directory / "ca.key").read_bytes(), None)
        cls.ca_name = x509.load_pem_x509_certificate(cls.daemon.ca()).subject

    def shake(self, key=None, certificate=None, version=ssl.TLSVersion.TLSv1_3, protocols=("h2",)):
        """Shakes hands and reads; returns the alert's name, or "" when the daemon speaks HTTP/2 with us."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=self.daemon.ca().decode())
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.maximum_version = version
        if protocols:
            context.set_alpn_protocols(protocols)
        if certificate:
            with tempfile.NamedTemporaryFile(dir=self.files.name, suffix=".pem") as file:
                file.write(certificate + key)
                file.flush()
                context.load_cert_chain(file.name)
        try:
            with socket.create_connection(("127.0.0.1", self.daemon.main), 10) as plain:
                with context.wrap_socket(plain, server_hostname="localhost") as tls:
                    tls.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0")
                    return "" if tls.recv(9)[3] == 4 else "no SETTINGS frame"
        except ssl.SSLError as error:
            return error.reason or str(error)
        except ConnectionResetError:
            return "reset"

    def test_people_of_this_county_get_in(self):
        lead = self.world.lead
        self.assertEqual(self.shake(key_pem(lead.key), lead.certificate), "")

    def test_who_shows_no_certificate_is_told_so(self):
        self.assertEqual(self.shake(), "TLSV13_ALERT_CERTIFICATE_REQUIRED")

    def test_a_certificate_of_another_authority_is_unknown(self):
        other, key = new_key(), new_key()
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "别的县")])
        self.assertEqual(self.shake(key_pem(key), make_certificate(key, "x", other, name)), "TLSV1_ALERT_UNKNOWN_CA")
        self.assertEqual(self.shake(key_pem(key), make_certificate(key, "self")), "TLSV1_ALERT_UNKNOWN_CA")

    def test_a_forged_certificate_with_the_authoritys_name_is_refused(self):
        key = new_key()
        forged = make_certificate(key, "lead", new_key(), self.ca_name)
        self.assertNotEqual(self.shake(key_pem(key), forged), "")

    def test_an_expired_certificate_is_told_so(self):
        key = new_key()
        old = make_certificate(key, "x", self.ca_key, self.ca_name, days=(-30, -1))
        self.assertEqual(self.shake(key_pem(key), old), "SSLV3_ALERT_CERTIFICATE_EXPIRED")

    def test_the_servers_own_certificate_is_not_a_persons(self):
        certificate = (self.daemon.directory / "server.pem").read_bytes()
        key = (self.daemon.directory / "server.key").read_bytes()
        self.assertEqual(self.shake(key, certificate), "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE")

    def test_older_tls_and_other_protocols_are_refused(self):
        lead = self.world.lead
        self.assertEqual(self.shake(key_pem(lead.key), lead.certificate, version=ssl.TLSVersion.TLSv1_2),
                         "TLSV1_ALERT_PROTOCOL_VERSION")
        for protocols in ((), ("http/1.1",)):
            self.assertRegex(self.shake(key_pem(lead.key), lead.certificate, protocols=protocols),
                             "(?i)no.application.protocol")

    def test_a_certificate_nobody_enrolled_opens_no_method(self):
        """Signed with the stolen key of the authority, but never enrolled."""
        key = new_key()
        certificate = make_certificate(key, "lead", self.ca_key, self.ca_name)
        thief = self.world.keep(Person(self.daemon, "persons/lead", key, certificate))
        for method in ("PersonService/GetCaller", "RankingService/RankDepartments", "RoundService/CloseRound"):
            self.refused(WHO, "UNKNOWN_CERTIFICATE", thief.call, method,
                         **({"round": "rounds/x1"} if method.endswith("RankDepartments") else {}))

    def test_a_revocation_acts_on_the_next_call_of_an_open_connection(self):
        person = self.world.invite("gone", "reviewer")
        self.assertEqual(person.call("PersonService/GetCaller").person.name, "persons/gone")
        self.world.lead.call("PersonService/RevokePerson", name="persons/gone", reason="调离", request_id=request_id())
        for method in ("PersonService/GetCaller", "SubmissionService/ListSubmissions", "PublicationService/ExportReports"):
            self.refused(WHO, "REVOKED", person.call, method)
        person.reconnect()
        self.refused(WHO, "REVOKED", person.call, "PersonService/GetCaller")


class Enrolment(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.world.add_departments(["1001"])
        cls.caller = cls.world.keep(cls.world.daemon.enrol_caller())

    def invite(self, name, roles, code=None, **fields):
        person = schema.Person(name=name, title="账号", roles=roles, **fields)
        return self.world.lead.call("PersonService/InvitePerson", person=person, request_id=request_id(),
                                    code_digest=harness.code_digest(code or harness.new_code()))

    def test_wrong_codes_and_requests(self):
        good = new_request(new_key())
        for code in ("", "x", "0" * 25, "0" * 26, "U" * 26, "零" * 26):
            with self.subTest(code=code):
                self.refused(DENIED, "BAD_INVITATION", self.caller.call, "EnrolmentService/EnrolPerson", code=code,
                             certificate_request=good)
        code = harness.new_code()
        self.invite("persons/csr-test", [schema.PERSON_ROLE_ANALYST], code)
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "x")])
        builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
        rsa_key = rsa.generate_private_key(65537, 2048)
        keys = [rsa_key, ec.generate_private_key(ec.SECP384R1()), ec.generate_private_key(ec.SECP256K1())]
        requests = [builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER) for key in keys]
        damaged = bytearray(good)
        damaged[-1] ^= 1
        for request in [b"", b"garbage", good[:-1], good + b"\0", bytes(damaged), *requests]:
            with self.subTest(request=request[:20]):
                self.refused(INVALID, "BAD_CSR", self.caller.call, "EnrolmentService/EnrolPerson", code=code,
                             certificate_request=request)
        person = self.world.keep(self.world.daemon.enrol_person(code))
        self.assertEqual(person.call("PersonService/GetCaller").person.name, "persons/csr-test",
                         "a bad request has used the code up")
        for request in [b"garbage", *requests]:
            self.refused(INVALID, "BAD_CSR", person.call, "PersonService/RenewCertificate",
                         certificate_request=request, request_id=request_id())

    def test_a_code_works_once_and_the_next_one_replaces_it(self):
        first, second = harness.new_code(), harness.new_code()
        self.invite("persons/twice", [schema.PERSON_ROLE_ANALYST], first)
        self.invite("persons/twice", [schema.PERSON_ROLE_ANALYST], second)
        self.refused(DENIED, "BAD_INVITATION", self.world.daemon.enrol_person, first)
        self.world.keep(self.world.daemon.enrol_person(second))
        self.refused(DENIED, "BAD_INVITATION", self.world.daemon.enrol_person, second)
        self.refused(EXISTS, "INVITATION_EXISTS", self.invite, "persons/other", [schema.PERSON_ROLE_ANALYST], second)

    def test_invitations_that_make_no_sense(self):
        analyst, enterer, reviewer = schema.PERSON_ROLE_ANALYST, schema.PERSON_ROLE_ENTERER, schema.PERSON_ROLE_REVIEWER
        table = [
            ("persons/", [analyst], {}, INVALID, "BAD_FIELD"), ("", [analyst], {}, INVALID, "MISSING_FIELD"),
            ("people/someone", [analyst], {}, INVALID, "BAD_FIELD"), ("persons/A", [analyst], {}, INVALID, "BAD_FIELD"),
            ("persons/x", [analyst], {}, INVALID, "BAD_FIELD"), ("persons/" + "a" * 33, [analyst], {}, INVALID, "BAD_FIELD"),
            ("persons/a/b", [analyst], {}, INVALID, "BAD_FIELD"), ("persons/a b", [analyst], {}, INVALID, "BAD_FIELD"),
            ("persons/ok", [], {}, INVALID, "MISSING_FIELD"), ("persons/ok", [0], {}, INVALID, "MISSING_FIELD"),
            ("persons/ok", [99], {}, INVALID, "UNKNOWN_ENUM_VALUE"), ("persons/ok", [enterer], {}, INVALID, "MISSING_FIELD"),
            ("persons/ok", [enterer, reviewer], {"department": "departments/1001"}, INVALID, "BAD_FIELD"),
            ("persons/ok", [enterer], {"department": "departments/9999"}, NOT_FOUND, "DEPARTMENT_NOT_FOUND"),
            ("persons/ok", [enterer], {"department": "1001"}, INVALID, "BAD_FIELD"),
            ("persons/lead", [analyst], {}, STATE, "PERSON_ACTIVE"),
        ]
        for name, roles, fields, code, reason in table:
            with self.subTest(name=name, roles=roles, **fields):
                self.refused(code, reason, self.invite, name, roles, **fields)
        for text in ("", "sha256:", "sha256:" + "z" * 64, "md5:" + "0" * 32, "0" * 64):
            with self.subTest(digest=text):
                self.refused(INVALID, "BAD_DIGEST", self.world.lead.call, "PersonService/InvitePerson",
                             person=schema.Person(name="persons/ok", title="x", roles=[analyst]), code_digest=text,
                             request_id=request_id())
        self.refused(INVALID, "MISSING_FIELD", self.world.lead.call, "PersonService/InvitePerson",
                     request_id=request_id(), code_digest=harness.code_digest(harness.new_code()))

    def test_the_last_lead_cannot_go(self):
        lead = self.world.lead
        self.refused(STATE, "LAST_LEAD", lead.call, "PersonService/RevokePerson", name="persons/lead", reason="离任",
                     request_id=request_id())
        self.refused(INVALID, "REASON_REQUIRED", lead.call, "PersonService/RevokePerson", name="persons/lead",
                     request_id=request_id())
        self.refused(NOT_FOUND, "PERSON_NOT_FOUND", lead.call, "PersonService/RevokePerson", name="persons/nobody",
                     reason="离任", request_id=request_id())
        self.assertEqual(lead.call("PersonService/GetCaller").person.state, schema.PERSON_STATE_ACTIVE)


class Leads(harness.TestCase):
    """Who gives whom access."""

    def setUp(self):
        self.world = World(self)
        self.world.add_departments(["1001"])

    invite = Enrolment.invite

    def test_an_invitation_changes_nobody_who_has_access(self):
        lead, second = self.world.lead, self.world.invite("second", "lead")
        clerk = self.world.invite("clerk", "enterer", department="1001")
        for name in ("second", "clerk"):
            self.refused(STATE, "PERSON_ACTIVE", self.invite, f"persons/{name}", [schema.PERSON_ROLE_ANALYST],
                         harness.new_code())
        for person in (second, clerk):
            self.assertEqual(person.call("PersonService/GetCaller").person.state, schema.PERSON_STATE_ACTIVE)
        lead.call("PersonService/RevokePerson", name="persons/clerk", reason="换人", request_id=request_id())
        self.invite("persons/clerk", [schema.PERSON_ROLE_ANALYST], harness.new_code())

    def test_nobody_becomes_two_leads(self):
        lead, second, code = self.world.lead, self.world.invite("second", "lead"), harness.new_code()
        proposed = self.invite("persons/third", [schema.PERSON_ROLE_LEAD], code)
        self.assertTrue(proposed.needs_second_lead)
        self.refused(DENIED, "BAD_INVITATION", self.world.daemon.enrol_person, code)
        confirm = "PersonService/ConfirmInvitation"
        third = {"name": "persons/third", "request_id": request_id()}
        self.refused(STATE, "OWN_PROPOSAL", lead.call, confirm, digest=proposed.digest, **third)
        self.refused(CONFLICT, "PROPOSAL_CHANGED", second.call, confirm, digest="sha256:" + "0" * 64, **third)
        self.refused(INVALID, "MISSING_FIELD", second.call, confirm, **third)
        self.refused(NOT_FOUND, "NOT_PROPOSED", second.call, confirm, name="persons/fourth", digest=proposed.digest,
                     request_id=request_id())
        shown = second.call(confirm, validate_only=True, **third)
        self.assertEqual((shown.digest, shown.proposed_by), (proposed.digest, "persons/lead"))
        second.call(confirm, digest=proposed.digest, **third)
        self.world.keep(self.world.daemon.enrol_person(code))
        # Nor does the last one left, by another name or by that of a lead who went.
        for name in ("second", "third"):
            lead.call("PersonService/RevokePerson", name=f"persons/{name}", reason="遗失钥匙", request_id=request_id())
        for name in ("second", "fourth"):
            self.refused(STATE, "SECOND_LEAD_ONCE", self.invite, f"persons/{name}", [schema.PERSON_ROLE_LEAD],
                         harness.new_code())
        # The operator of the server can, while it is stopped.
        self.assertEqual(self.world.daemon.stop(), 0)
        for name, code in (("lead", 1), ("A", 1), ("second", 0)):
            done = subprocess.run([harness.JIXIAOD, "invite", self.world.daemon.directory, name], capture_output=True,
                                  text=True, timeout=30)
            self.assertEqual(done.returncode, code, done.stderr)
        self.world.daemon.start()
        self.world.keep(self.world.daemon.enrol_person(done.stdout.strip().rsplit("/", 1)[1]))
        lead.reconnect()
        self.assertEqual(len(lead.call("PersonService/ListPersons").persons), 3)

    def test_a_proposal_ends_with_its_maker(self):
        lead, second = self.world.lead, self.world.invite("second", "lead")
        proposed = self.invite("persons/third", [schema.PERSON_ROLE_LEAD], harness.new_code())
        third = self.world.invite("another", "lead")
        second.call("PersonService/RevokePerson", name="persons/lead", reason="离任", request_id=request_id())
        self.refused(NOT_FOUND, "NOT_PROPOSED", third.call, "PersonService/ConfirmInvitation", name="persons/third",
                     digest=proposed.digest, request_id=request_id())
        self.refused(WHO, "REVOKED", lead.call, "PersonService/GetCaller")


class Calls(harness.TestCase):
    """Requests that are wrong in themselves."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.lead = cls.world.lead
        cls.world.add_departments(["1001", "1002"])
        cls.world.open_round("r1")
        cls.world.open_round("y2025", year=2025)
        cls.filer = cls.world.invite("filer", "enterer", department="1001")
        cls.other = cls.world.invite("other", "enterer", department="1002")
        cls.reviewer = cls.world.invite("reviewer", "reviewer")
        cls.other.submit(small_report("1002", "r1"))

    # ---- names, tokens, enums ----

    def test_wrong_names(self):
        bad = ["", "x", "rounds", "rounds/", "/rounds/r1", "rounds/r1/", "rounds//r1", "rounds/r1/x", "departments/1001",
               "rounds/" + "a" * 33, "rounds/a\tb", "rounds/零", "rounds/../r1", "rounds/%2e"]
        for name in bad:
            with self.subTest(name=name):
                self.refused_either(self.lead.call, "RoundService/GetRound", name=name)
                self.refused_either(self.lead.call, "RankingService/RankDepartments", round=name)
                self.refused_either(self.lead.call, "RoundService/OpenRound", name=name, request_id=request_id())
        for name in ("", "departments/", "departments/a b", "departments/" + "1" * 33, "rounds/r1", "departments/1/2"):
            with self.subTest(name=name):
                self.refused_either(self.lead.call, "DepartmentService/GetDepartment", name=name)
        for name in ("", "submissions/", "submissions/r1", "submissions/-1001", "submissions/r1-", "submissions/r1-1-",
                     "submissions/" + "a" * 70, "departments/1001"):
            with self.subTest(name=name):
                self.refused_either(self.lead.call, "SubmissionService/GetSubmission", name=name)
        for name in ("submissions/r1-1002", "submissions/r1-1002/versions/", "submissions/r1-1002/versions/0",
                     "submissions/r1-1002/versions/-1", "submissions/r1-1002/versions/1x", "submissions/r1-1002/versions/+1",
                     "submissions/r1-1002/versions/01", "submissions/r1-1002/versions/99999999999999999999",
                     "submissions/r1-1002/versions/LATEST", "/versions/1", "submissions/r1-1002/versions/1/versions/1"):
            with self.subTest(name=name):
                self.refused_either(self.lead.call, "SubmissionService/GetSubmissionVersion", name=name)
        for name in ("", "departments/1002", "departments/1002/rectifications/", "departments/1002/rectifications/0",
                     "departments/1002/rectifications/latest", "departments/1002/rectifications/9",
                     "departments/1002/idleFunds/1", "rounds/r1/rectifications/1", "/rectifications/1"):
            with self.subTest(name=name):
                self.refused_either(self.lead.call, "RectificationService/GetRectification", name=name)
                self.refused_either(self.lead.call, "IdleFundsService/GetIdleFunds",
                                    name=name.replace("idleFunds", "x").replace("rectifications", "idleFunds"))
        for name in ("rounds/r1", "rounds/r1/publications/", "rounds/r1/publications/x", "rounds/r1/publications/0"):
            with self.subTest(name=name):
                self.refused_either(self.lead.call, "PublicationService/GetPublication", name=name)

    def refused_either(self, function, *arguments, **options):
        """A name that is none is INVALID_ARGUMENT; one that could be a name may be NOT_FOUND."""
        try:
            function(*arguments, **options)
        except harness.Refusal as refusal:
            self.assertIn(refusal.code, (INVALID, NOT_FOUND), str(refusal))
            self.assertEqual(refusal.fault(), "", str(refusal))
            return
        self.fail(f"taken for a good name: {options}")

    def test_what_is_not_there(self):
        table = [("RoundService/GetRound", {"name": "rounds/none"}, "ROUND_NOT_FOUND"),
                 ("RoundService/OpenRound", {"name": "rounds/none", "request_id": request_id()}, "ROUND_NOT_FOUND"),
                 ("RoundService/CloseRound", {"name": "rounds/none", "request_id": request_id()}, "ROUND_NOT_FOUND"),
                 ("RankingService/RankDepartments", {"round": "rounds/none"}, "ROUND_NOT_FOUND"),
                 ("DepartmentService/GetDepartment", {"name": "departments/none"}, "DEPARTMENT_NOT_FOUND"),
                 ("SubmissionService/GetSubmission", {"name": "submissions/r1-none"}, "SUBMISSION_NOT_FOUND"),
                 ("SubmissionService/GetSubmission", {"name": "submissions/none-1001"}, "SUBMISSION_NOT_FOUND"),
                 ("SubmissionService/GetSubmissionVersion", {"name": "submissions/r1-1002/versions/2"}, "VERSION_NOT_FOUND"),
                 ("PublicationService/GetPublication", {"name": "rounds/r1/publications/1"}, "NOT_PUBLISHED"),
                 ("RankingService/CompareDepartments", {"departments": ["departments/1001"]}, "SUBMISSION_NOT_FOUND")]
        for method, fields, reason in table:
            with self.subTest(method=method):
                self.refused(NOT_FOUND, reason, self.lead.call, method, **fields)

    def test_wrong_page_tokens_and_sizes(self):
        self.reviewer.call("ReviewService/AcceptSubmission", name="submissions/r1-1002",
                           digest=digest(small_report("1002", "r1")), request_id=request_id())
        of_round = {"round": "rounds/r1"}
        lists = {"DepartmentService/ListDepartments": {}, "DepartmentService/ListDepartmentChanges": {"name": "departments/1001"},
                 "ReferenceService/ListReferenceEditions": {},
                 "PersonService/ListPersons": {}, "RoundService/ListRounds": {},
                 "SubmissionService/ListSubmissions": {}, "SubmissionService/ListIssues": {"name": "submissions/r1-1002"},
                 "LogService/ListLogEntries": {"object": "submissions/r1-1002"}, "RulebookService/ListRulebooks": {},
                 "PublicationService/ListPublications": of_round,
                 "RoundService/ListMissingDepartments": of_round, "RankingService/RankDepartments": of_round,
                 "RankingService/ListInflation": of_round, "RankingService/ListCoverage": of_round,
                 "RankingService/ListMetrics": {}, "RectificationService/ListRectifications": {},
                 "IdleFundsService/ListIdleFunds": {}, "IdleFundsService/ListIdleFundsTotals": {},
                 "TurnService/ListTurns": {}, "TurnService/ListQueue": of_round, "TurnService/ListReminders": of_round,
                 "TurnService/ListResponsiveness": of_round,
                 "RankingService/CompareDepartments": {"departments": ["departments/1002"], **of_round}}
        listed = {method for method in schema.methods if method.startswith("/jixiao.")
                  and "page_token" in schema.request(method).DESCRIPTOR.fields_by_name}
        # those of a department alone, and those that are no lists
        self.assertEqual({schema.path(method) for method in lists} | {schema.path("LogService/ListReceipts"),
                                                                      schema.path("PublicationService/GetPublication"),
                                                                      schema.path("ScoreService/ExplainScore")},
                         listed, "the table here is not whole")
        foreign = self.lead.call("DepartmentService/ListDepartments", page_size=1).next_page_token
        other = self.lead.call("RankingService/ListMetrics", page_size=1).next_page_token
        for method, fields in lists.items():
            tokens = ["!", "a", "AAAA=A", "/w", "gICA", "A" * 400, "中文"]
            tokens += [token for token in (foreign, other) if method.rsplit("/", 1)[1] not in ("ListDepartments", "ListMetrics")]
            for token in tokens:
                with self.subTest(method=method, token=token):
                    self.refused(INVALID, "BAD_PAGE_TOKEN", self.lead.call, method, page_token=token, **fields)
            self.refused(INVALID, "BAD_FIELD", self.lead.call, method, page_size=-1, **fields)
            self.lead.call(method, page_size=2147483647, **fields)

    def test_wrong_enum_values(self):
        self.refused(INVALID, "UNKNOWN_ENUM_VALUE", self.lead.call, "SubmissionService/ListSubmissions", state=99)
        self.refused(INVALID, "UNKNOWN_ENUM_VALUE", self.lead.call, "RankingService/RankDepartments", round="rounds/r1", source=99)
        self.refused(INVALID, "UNKNOWN_ENUM_VALUE", self.lead.call, "PublicationService/PublishRound", round="rounds/r1", stage=99,
                     request_id=request_id())
        report = small_report("1001", "r1")
        report.kind = 99
        self.refused(INVALID, "UNKNOWN_ENUM_VALUE", self.filer.call, "SubmissionService/CheckReport", report=report)

    def test_unknown_methods(self):
        for path in ("/jixiao.v1.SystemService/Pong", "/jixiao.v1.NoService/Ping", "/jixiao.v2.SystemService/Ping",
                     "/jixiao.v1.SystemService/ping", "/jixiao.v1.SystemService/Ping/", "/", "/x", "/" + "a" * 500):
            with self.subTest(path=path[:40]):
                self.refused("UNIMPLEMENTED", "UNKNOWN_METHOD", self.lead.call, path, request=b"")

    def test_requests_that_do_not_decode(self):
        bad_bytes = [b"\x0a", b"\x0a\x05abc", b"\x00", b"\x07\x01", b"\x0b", b"\x0a\x02\xff\xfe",
                     b"\x08" + b"\xff" * 10 + b"\x01", b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\x7f", b"\x0a\x01\x00"]
        for payload in bad_bytes:
            for method in ("RoundService/GetRound", "RankingService/RankDepartments"):
                with self.subTest(method=method, payload=payload):
                    refusal = self.refused_any(self.lead.call, method, payload)
                    self.assertEqual(refusal.code, INVALID, str(refusal))
        deep = b""
        for _ in range(200):
            deep = delimited(4, deep)
        refusal = self.refused_any(self.filer.call, "SubmissionService/CheckReport", delimited(1, deep))
        self.assertEqual(refusal.code, INVALID)

    def refused_any(self, function, *arguments, **options):
        try:
            function(*arguments, **options)
        except harness.Refusal as refusal:
            self.assertEqual(refusal.fault(), "", str(refusal))
            return refusal
        return self.fail(f"not refused: {arguments}")

    # ---- sizes ----

    def test_messages_larger_than_their_ceiling(self):
        report = small_report("1001", "r1")
        request = schema.CheckReportRequest(report=report)
        room = 4 * 1024 * 1024 - len(request.SerializeToString())
        report.conclusion.text = "x" * (room + 100)
        large = schema.CheckReportRequest(report=report).SerializeToString()
        for n, fits in ((4 * 1024 * 1024 + 1, False), (4 * 1024 * 1024, True)):
            report.conclusion.text = "x" * (room + 100 - (len(large) - n))
            payload = schema.CheckReportRequest(report=report).SerializeToString()
            self.assertEqual(len(payload), n)
            if fits:
                try:
                    self.filer.call("SubmissionService/CheckReport", payload)
                except harness.Refusal as refusal:
                    self.assertNotEqual(refusal.reason, "MESSAGE_TOO_LARGE", str(refusal))
            else:
                self.refused("RESOURCE_EXHAUSTED", "MESSAGE_TOO_LARGE", self.filer.call, "SubmissionService/CheckReport", payload)
        for n, fits in ((64 * 1024 + 1, False), (64 * 1024, True)):
            payload = delimited(1, b"x" * (n - 4))
            self.assertEqual(len(payload), n)
            refusal = self.refused_any(self.lead.call, "RoundService/GetRound", payload)
            self.assertEqual(refusal.reason == "MESSAGE_TOO_LARGE", not fits, str(refusal))
        self.assertEqual(self.lead.call("SystemService/Ping").county, harness.COUNTY)

    # ---- request ids ----

    def test_request_ids_that_are_none(self):
        for identity in ("", "x" * 36, "6f1c1a2e-0b7d-4c55-9d3e-2f6a8a1b7c90-1", "零", "a b"):
            with self.subTest(identity=identity):
                reason = "BAD_FIELD" if identity else "MISSING_FIELD"
                self.refused(INVALID, reason, self.lead.call, "DepartmentService/CreateDepartment", request_id=identity,
                             department=schema.Department(code="1003", title="部门"))

    def test_the_same_request_gives_the_same_bytes_and_other_content_is_refused(self):
        lead, code = self.lead, harness.new_code()
        writes = [
            ("DepartmentService/CreateDepartment", {"department": schema.Department(code="7001", title="甲")},
             {"department": schema.Department(code="7001", title="乙")}),
            ("DepartmentService/BatchCreateDepartments", {"departments": [schema.Department(code="7002", title="甲")]},
             {"departments": [schema.Department(code="7003", title="甲")]}),
            ("PersonService/InvitePerson",
             {"person": schema.Person(name="persons/again", title="甲", roles=[schema.PERSON_ROLE_ANALYST]),
              "code_digest": harness.code_digest(code)},
             {"person": schema.Person(name="persons/again", title="乙", roles=[schema.PERSON_ROLE_ANALYST]),
              "code_digest": harness.code_digest(code)}),
            ("RoundService/CreateRound",
             {"round": schema.Round(name="rounds/again", title="甲", deadline_time=timestamp(600)),
              "departments": ["departments/1001"]},
             {"round": schema.Round(name="rounds/again", title="乙", deadline_time=timestamp(600))}),
            ("RoundService/OpenRound", {"name": "rounds/again"}, {"name": "rounds/r1"}),
            ("RoundService/CloseRound", {"name": "rounds/again"}, {"name": "rounds/r1"}),
            ("PersonService/RevokePerson", {"name": "persons/again", "reason": "甲"},
             {"name": "persons/again", "reason": "乙"}),
            ("PersonService/RenewCertificate", {"certificate_request": new_request(new_key())},
             {"certificate_request": new_request(new_key())}),
        ]
        for method, fields, other in writes:
            with self.subTest(method=method):
                identity = request_id()
                first = lead.call(method, is_raw=True, request_id=identity, **fields)
                self.assertEqual(lead.call(method, is_raw=True, request_id=identity, **fields), first)
                self.refused(EXISTS, "REQUEST_ID_REUSED", lead.call, method, request_id=identity, **other)
                self.refused(EXISTS, "REQUEST_ID_REUSED", lead.call, "DepartmentService/CreateDepartment",
                             request_id=identity, department=schema.Department(code="7009", title="丙"))

    def test_a_request_id_is_the_callers_own(self):
        identity = request_id()
        self.world.open_round("ids")
        mine = self.filer.submit(small_report("1001", "ids"), identity=identity)
        theirs = self.other.submit(small_report("1002", "ids"), identity=identity)
        self.assertNotEqual(mine.receipt.version_name, theirs.receipt.version_name)

    # ---- other departments ----

    def test_what_is_anothers_is_as_if_it_were_not(self):
        """The refusal for what is another's is, byte for byte, the one for what does not exist."""
        for method, ending in (("SubmissionService/GetSubmission", ""), ("SubmissionService/GetSubmissionVersion", "/versions/1"),
                               ("SubmissionService/GetSubmissionVersion", "/versions/latest")):
            seen = {}
            for code in ("1002", "9999"):
                refusal = self.refused(NOT_FOUND, "SUBMISSION_NOT_FOUND", self.filer.call, method,
                                       name=f"submissions/r1-{code}{ending}")
                self.assertNotIn("OTHER", refusal.reason)
                seen[code] = (refusal.bytes.replace(code.encode(), b"CODE"), refusal.message.replace(code, "CODE"))
            self.assertEqual(seen["1002"], seen["9999"], f"{method} reveals that another department's report exists")
        report = small_report("1002", "r1")
        self.refused(DENIED, "OTHER_DEPARTMENT", self.filer.submit, report)
        report = small_report("9999", "r1")
        self.refused(DENIED, "OTHER_DEPARTMENT", self.filer.submit, report)

    def test_nobody_reviews_the_own_department(self):
        insider = self.world.invite("insider", "reviewer", department="1002")
        seen = digest(small_report("1002", "r1"))
        self.refused(DENIED, "OWN_DEPARTMENT", insider.call, "ReviewService/AcceptSubmission", digest=seen,
                     name="submissions/r1-1002", request_id=request_id())
        self.refused(DENIED, "OWN_DEPARTMENT", insider.call, "ReviewService/ReturnSubmission", digest=seen,
                     name="submissions/r1-1002", request_id=request_id(), due_time=timestamp(60),
                     issues=[schema.NewIssue(field="profile", text="请改")])

    # ---- signatures and unknown fields ----

    def test_signatures_that_do_not_fit(self):
        report = small_report("1001", "r1")
        identity = request_id()
        text = signing_text(report, "", identity)
        stranger = new_key().sign(text, ec.ECDSA(hashes.SHA256()))
        good = self.filer.signature(text).value
        wrong = [stranger, self.filer.signature(text + b"x").value, self.filer.signature(text[:-1]).value,
                 self.filer.signature(signing_text(report, "", request_id())).value,
                 self.filer.signature(signing_text(small_report("1001", "y2025"), "", identity)).value,
                 self.filer.signature(signing_text(report, digest(report), identity)).value,
                 self.filer.key.sign(text, ec.ECDSA(hashes.SHA512())), good[:-1], good + b"\0", b"", b"\x30\x00",
                 bytes(64), b"\xff" * 200]
        for value in wrong:
            with self.subTest(value=value[:12]):
                request = self.filer.submit_request(report, identity=identity)
                request.signature.value = value
                self.refused(INVALID, "BAD_SIGNATURE", self.filer.call, "SubmissionService/SubmitReport", request)
        request = self.filer.submit_request(report, identity=identity)
        request.ClearField("signature")
        self.refused(INVALID, "MISSING_FIELD", self.filer.call, "SubmissionService/SubmitReport", request)
        request = self.filer.submit_request(report, identity=identity)
        request.signature.algorithm = "none"
        self.refused(INVALID, "BAD_FIELD", self.filer.call, "SubmissionService/SubmitReport", request)
        request = self.filer.submit_request(report, identity=identity)
        request.report.profile.name += "。"
        self.refused(INVALID, "BAD_SIGNATURE", self.filer.call, "SubmissionService/SubmitReport", request)

    def test_unknown_fields_are_refused_where_content_is_signed(self):
        report = small_report("1001", "r1").SerializeToString()
        good = self.filer.submit_request(small_report("1001", "r1")).SerializeToString()
        unknown = delimited(1000, b"x")
        self.refused(INVALID, "UNKNOWN_FIELD", self.filer.call, "SubmissionService/SubmitReport", good + unknown)
        self.refused(INVALID, "UNKNOWN_FIELD", self.filer.call, "SubmissionService/SubmitReport",
                     delimited(1, report + unknown) + delimited(3, request_id().encode()))
        self.refused(INVALID, "UNKNOWN_FIELD", self.filer.call, "SubmissionService/CheckReport",
                     delimited(1, report) + unknown)
        self.assertEqual(self.filer.call("SystemService/Ping", unknown).county, harness.COUNTY)

    # ---- content ----

    def test_hard_findings_and_wrong_years(self):
        report = small_report("1001", "y2025", year=2024)
        refusal = self.refused(INVALID, "WRONG_YEAR", self.filer.submit, report)
        self.assertEqual(refusal.fields, ["report.profile.year"])
        broken = small_report("1001", "r1")
        broken.ClearField("kind")
        findings = self.filer.call("SubmissionService/CheckReport", report=broken).findings
        self.assertTrue(any(row.severity == schema.FINDING_SEVERITY_HARD for row in findings), "no kind, and nothing hard found")
        refusal = self.refused(INVALID, "HARD_FINDINGS", self.filer.submit, broken)
        hard = [row.field for row in findings if row.severity == schema.FINDING_SEVERITY_HARD]
        self.assertEqual(refusal.fields[:len(hard)], hard, "the findings that stop a report do not travel with its refusal")
        self.refused(INVALID, "HARD_FINDINGS", self.filer.submit, broken, validate_only=True)
        self.refused(INVALID, "MISSING_FIELD", self.filer.call, "SubmissionService/CheckReport")
        self.refused(INVALID, "MISSING_FIELD", self.filer.call, "SubmissionService/SubmitReport", request_id=request_id())

    def test_stock_phrases_explain_nothing(self):
        report = load_case("12_tangxi_zhen_cunji_2022", "r1")
        report.department = "departments/1001"
        explain(self.filer, report)
        self.filer.submit(report, validate_only=True)
        for text in ("核实无误", "情况属实", "", "无", "。。。。。。。。"):
            with self.subTest(text=text):
                weak = changed(report)
                weak.explanations[0].text = text
                self.refused(INVALID, "NEEDS_EXPLANATION", self.filer.submit, weak, validate_only=True)


class Course(harness.TestCase):
    """What the state of a round or a report forbids."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.lead = cls.world.lead
        cls.world.add_departments(["1001", "1002", "1003"])
        cls.filer = cls.world.invite("filer", "enterer", department="1001")
        cls.outsider = cls.world.invite("outsider", "enterer", department="1003")
        cls.reviewer = cls.world.invite("reviewer", "reviewer")

    def accept(self, round_id, seen, **fields):
        return self.reviewer.call("ReviewService/AcceptSubmission", name=f"submissions/{round_id}-1001", digest=seen,
                                  request_id=request_id(), **fields)

    def send_back(self, round_id, seen, **fields):
        wanted = {"issues": [schema.NewIssue(field="profile.name", text="请改")], "due_time": timestamp(600), **fields}
        return self.reviewer.call("ReviewService/ReturnSubmission", name=f"submissions/{round_id}-1001", digest=seen,
                                  request_id=request_id(), **wanted)

    def test_a_stale_base(self):
        self.world.open_round("stale")
        report = small_report("1001", "stale")
        self.refused(CONFLICT, "STALE_BASE", self.filer.submit, report, "sha256:" + "0" * 64)
        self.filer.submit(report)
        self.refused(STATE, "SUBMISSION_STATE", self.filer.submit, changed(report, name="新"), digest(report))
        self.refused(CONFLICT, "STALE_BASE", self.accept, "stale", "sha256:" + "0" * 64)
        self.refused(INVALID, "MISSING_FIELD", self.accept, "stale", "")
        self.send_back("stale", digest(report))
        self.refused(CONFLICT, "STALE_BASE", self.filer.submit, changed(report, name="新"))
        self.refused(CONFLICT, "STALE_BASE", self.filer.submit, changed(report, name="新"), digest(changed(report, name="新")))
        self.filer.submit(changed(report, name="新"), digest(report))

    def test_deadlines(self):
        self.world.open_round("short", deadline_s=2)
        self.world.open_round("late", deadline_s=2, accepts_late=True)
        self.lead.call("RoundService/CreateRound", request_id=request_id(),
                       round=schema.Round(name="rounds/behind", title="未开启", deadline_time=timestamp(2)))
        time.sleep(3.2)
        self.refused(STATE, "ROUND_CLOSED", self.filer.submit, small_report("1001", "short"))
        receipt = self.filer.submit(small_report("1001", "late")).receipt
        self.assertTrue(receipt.is_late, "after the deadline and not marked late")
        self.refused(STATE, "DEADLINE_BEHIND", self.lead.call, "RoundService/OpenRound", name="rounds/behind",
                     request_id=request_id())

    def test_rounds_that_take_nothing(self):
        lead = self.lead
        self.refused(NOT_FOUND, "ROUND_NOT_FOUND", self.filer.submit, small_report("1001", "none"))
        lead.call("RoundService/CreateRound", request_id=request_id(), departments=["departments/1001"],
                  round=schema.Round(name="rounds/draft", title="草稿", deadline_time=timestamp(600)))
        self.refused(STATE, "ROUND_NOT_OPEN", self.filer.submit, small_report("1001", "draft"))
        self.world.open_round("only", departments=["1001"])
        self.refused(STATE, "NOT_ON_ROSTER", self.outsider.submit, small_report("1003", "only"))
        lead.call("RoundService/CloseRound", name="rounds/only", request_id=request_id())
        self.refused(STATE, "ROUND_NOT_OPEN", self.filer.submit, small_report("1001", "only"))
        for method in ("RoundService/OpenRound", "RoundService/CloseRound"):
            self.refused(STATE, "ROUND_STATE", lead.call, method, name="rounds/only", request_id=request_id())
        self.refused(STATE, "NOTHING_TO_PUBLISH", lead.call, "PublicationService/PublishRound", round="rounds/only",
                     stage=schema.PUBLICATION_STAGE_PROVISIONAL, window_end_time=timestamp(0), request_id=request_id())

    def test_rounds_that_are_none(self):
        good = {"name": "rounds/fine", "title": "好", "deadline_time": timestamp(60)}
        for change, reason in (({"name": "rounds/A"}, "BAD_FIELD"), ({"name": "rounds/x"}, "BAD_FIELD"),
                               ({"name": ""}, "MISSING_FIELD"), ({"title": ""}, "MISSING_FIELD"),
                               ({"deadline_time": None}, "MISSING_FIELD"), ({"year": 3000}, "BAD_FIELD"),
                               ({"deadline_time": timestamp(-1)}, "TIME_PASSED"),
                               ({"deadline_time": timestamp(-10**9)}, "TIME_PASSED"),
                               ({"year": 1}, "BAD_FIELD")):
            with self.subTest(**change):
                self.refused(INVALID, reason, self.lead.call, "RoundService/CreateRound", request_id=request_id(),
                             round=schema.Round(**{**good, **change}))
        self.refused(NOT_FOUND, "DEPARTMENT_NOT_FOUND", self.lead.call, "RoundService/CreateRound",
                     request_id=request_id(), round=schema.Round(**good), departments=["departments/none"])
        self.lead.call("RoundService/CreateRound", request_id=request_id(), round=schema.Round(**good))
        self.refused(EXISTS, "ROUND_EXISTS", self.lead.call, "RoundService/CreateRound", request_id=request_id(),
                     round=schema.Round(**good))
        self.refused(EXISTS, "DEPARTMENT_EXISTS", self.lead.call, "DepartmentService/CreateDepartment",
                     request_id=request_id(), department=schema.Department(code="1001", title="另一个名称"))

    def test_acceptances_that_say_too_little_or_too_much(self):
        self.world.open_round("score")
        report = small_report("1001", "score")
        self.filer.submit(report)
        seen = digest(report)
        score = schema.Decimal
        self.refused(INVALID, "REASON_REQUIRED", self.accept, "score", seen, reviewed_score=score(micros=80000000))
        for wrong in (score(micros=100000001, decimals=6), score(micros=-1, decimals=6), score(empty=2)):
            self.refused(INVALID, "SCORE_RANGE", self.accept, "score", seen, reviewed_score=wrong, reason="核定")
        for wrong in (score(micros=1), score(micros=90000000, decimals=7), score(micros=90000000, empty=2)):
            refusal = self.refused_any(self.accept, "score", seen, reviewed_score=wrong, reason="核定")
            self.assertEqual(refusal.code, INVALID, str(refusal))
        self.refused(INVALID, "SCORE_DECIMALS", self.accept, "score", seen, reason="核定",
                     reviewed_score=score(micros=80005000, decimals=3))
        self.refused(INVALID, "REASON_REQUIRED", self.accept, "score", seen, reviewed_score=score(micros=80000000), reason=" ")
        self.refused(INVALID, "BAD_FIELD", self.accept, "score", seen, reviewed_score=score(micros=80000000),
                     reason="长" * 1001)
        self.accept("score", seen, reviewed_score=score(micros=90000000))
        self.refused(STATE, "SUBMISSION_STATE", self.accept, "score", seen)

    refused_any = Calls.refused_any

    def test_what_was_not_filed_is_neither_accepted_nor_returned(self):
        self.world.open_round("empty")
        for act in (self.accept, self.send_back):
            for seen in ("", digest(small_report("1001", "empty"))):
                self.refused(STATE, "SUBMISSION_STATE", act, "empty", seen)

    def test_returns_that_say_too_little_or_too_much(self):
        self.world.open_round("back")
        report = small_report("1001", "back")
        self.filer.submit(report)
        seen = digest(report)
        issue = schema.NewIssue
        table = [({"issues": []}, INVALID, "ISSUE_REQUIRED"), ({"due_time": None}, INVALID, "DUE_REQUIRED"),
                 ({"due_time": timestamp(-5)}, INVALID, "TIME_PASSED"),
                 ({"issues": [issue(field="profile.name")]}, INVALID, "REASON_REQUIRED"),
                 ({"issues": [issue(field="profile.name", text="长" * 1001)]}, INVALID, "BAD_FIELD"),
                 ({"issues": [issue(field="profile.nam", text="改")]}, INVALID, "PATH_UNKNOWN_NEAR"),
                 ({"issues": [issue(field="functions[7].amount", text="改")]}, NOT_FOUND, "PATH_PAST_END"),
                 ({"issues": [issue(field="functions.amount", text="改")]}, INVALID, "PATH_NEEDS_INDEX"),
                 ({"issues": [issue(field="profile[0]", text="改")]}, INVALID, "PATH_NOT_A_LIST"),
                 ({"issues": [issue(field="profile.name.x", text="改")]}, INVALID, "PATH_IS_LEAF"),
                 ({"issues": [issue(field="profile..name", text="改")]}, INVALID, "PATH_SYNTAX")]
        for fields, code, reason in table:
            with self.subTest(reason=reason):
                self.refused(code, reason, self.send_back, "back", seen, **fields)
        record = self.filer.call("SubmissionService/GetSubmission", name="submissions/back-1001").submission
        self.assertEqual((record.state, len(record.issues)), (schema.SUBMISSION_STATE_SUBMITTED, 0),
                         "a refused return has left something behind")

    def test_publications_before_their_time(self):
        lead = self.lead
        self.world.open_round("pub", departments=["1001"])
        report = small_report("1001", "pub")
        self.filer.submit(report)
        self.accept("pub", digest(report))
        fields = {"round": "rounds/pub", "stage": schema.PUBLICATION_STAGE_PROVISIONAL, "window_end_time": timestamp(3600)}
        final = {"round": "rounds/pub", "stage": schema.PUBLICATION_STAGE_FINAL}
        self.refused(STATE, "ROUND_STATE", lead.call, "PublicationService/PublishRound", request_id=request_id(), **fields)
        self.refused(STATE, "ROUND_STATE", lead.call, "PublicationService/PublishRound", request_id=request_id(), **final)
        lead.call("RoundService/CloseRound", name="rounds/pub", request_id=request_id())
        self.refused(INVALID, "MISSING_FIELD", lead.call, "PublicationService/PublishRound", request_id=request_id(),
                     round="rounds/pub", stage=schema.PUBLICATION_STAGE_PROVISIONAL)
        self.refused(INVALID, "MISSING_FIELD", lead.call, "PublicationService/PublishRound", request_id=request_id(),
                     round="rounds/pub")
        lead.call("PublicationService/PublishRound", request_id=request_id(), **fields)
        self.refused(STATE, "WINDOW_OPEN", lead.call, "PublicationService/PublishRound", request_id=request_id(), **final)

    def test_comparisons_that_make_no_sense(self):
        call = self.lead.call
        self.refused(INVALID, "MISSING_FIELD", call, "RankingService/CompareDepartments")
        self.refused(INVALID, "MISSING_FIELD", call, "RankingService/CompareDepartments",
                     departments=["departments/1001", "departments/1002"])
        self.refused(INVALID, "BAD_FIELD", call, "RankingService/CompareDepartments", departments=["departments/1001"] * 21)
        self.world.open_round("cmp")
        self.refused(NOT_FOUND, "SUBMISSION_NOT_FOUND", call, "RankingService/CompareDepartments", round="rounds/cmp",
                     departments=["departments/1001"])

    def test_refused_attempts_are_counted(self):
        """Attempt numbers run over refused submits too, so that a gap reveals one."""
        self.world.open_round("count")
        first = self.filer.submit(small_report("1001", "count")).receipt.attempt
        self.refused(STATE, "SUBMISSION_STATE", self.filer.submit, small_report("1001", "count", executed="1.00万元"))
        self.world.open_round("count2")
        second = self.filer.submit(small_report("1001", "count2")).receipt.attempt
        self.assertEqual(second, first + 2)


if __name__ == "__main__":
    harness.main()
