"""What the system tests share: a daemon in a directory of its own, people with keys and certificates, calls over mTLS.

A test takes a World: `world = harness.World(self)`; it starts a daemon, enrols its lead, and stops it when the test
ends. The programs to test are named by the environment: JIXIAOD, and JIXIAO for the client.
"""
import atexit
import datetime
import hashlib
import os
import pathlib
import random
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import uuid

import grpc
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from schema import (TOP, canonical, digest, load_case, schema, signing_text)

JIXIAOD = os.environ.get("JIXIAOD", str(TOP / "build" / "dev" / "bin" / "jixiaod"))
JIXIAO = os.environ.get("JIXIAO", str(TOP / "build" / "dev" / "bin" / "jixiao"))
# "postgres": every store that a test makes is in a database of a PostgreSQL of the test's own.
ENGINE = os.environ.get("JIXIAO_TEST_STORE", "")
IS_LONG = bool(os.environ.get("JIXIAO_LONG"))
SANITIZER = os.environ.get("JX_SANITIZE", "")
SLOWER = 4 if SANITIZER else 1
COUNTY = "测试县"
ROLES = ("enterer", "member", "head", "reviewer", "lead", "analyst", "auditor")
OPTIONS = [("grpc.enable_retries", 0), ("grpc.enable_http_proxy", 0), ("grpc.use_local_subchannel_pool", 1),
           ("grpc.initial_reconnect_backoff_ms", 100), ("grpc.max_reconnect_backoff_ms", 200),
           ("grpc.dns_min_time_between_resolutions_ms", 20),
           ("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
# Calls go to one address: localhost is ::1 and 127.0.0.1, and when ::1 refuses before grpcio 1.51 has heard of the other
# one in a list resolved anew, it tries neither again and the channel is dead. The certificate must name localhost still.
TLS_OPTIONS = [*OPTIONS, ("grpc.ssl_target_name_override", "localhost")]
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


_CLAIMS = []


def free_ports(n):
    """Ports that nobody listens on, outside the range from which the kernel takes those of clients. A daemon that is
    stopped and started again finds its own: this process claims them until it ends, under names that the kernel forgets
    with it, and the tests that run beside it take others."""
    ports = []
    while len(ports) < n:
        port = random.SystemRandom().randrange(15000, 32000)
        claim = socket.socket(socket.AF_UNIX)
        with socket.socket() as probe:
            try:
                claim.bind(f"\0jixiao-test-port-{port}")
                probe.bind(("127.0.0.1", port))
            except OSError:
                claim.close()
                continue
        _CLAIMS.append(claim)
        ports.append(port)
    return ports


def request_id():
    return str(uuid.uuid4())


def new_code():
    return "".join(secrets.choice(CROCKFORD) for _ in range(25)) + "0"


def code_digest(code):
    normal = code.upper().replace("-", "").replace(" ", "").replace("I", "1").replace("L", "1").replace("O", "0")
    return "sha256:" + hashlib.sha256(normal.encode("ascii")).hexdigest()


def timestamp(seconds_from_now):
    message = schema.message("google.protobuf.Timestamp")()
    message.seconds = int(time.time() + seconds_from_now)
    return message


def wait_until(condition, seconds, what):
    end = time.monotonic() + seconds * SLOWER
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds * SLOWER} s for: {what}")
        time.sleep(0.01)


# ---- refusals ----

class Refusal(Exception):
    """A refused call: gRPC's code, the English message, and each of the details."""

    def __init__(self, error):
        self.code = error.code().name
        self.message = error.details() or ""
        self.metadata = {key: value for key, value in (error.trailing_metadata() or ())}
        self.bytes = self.metadata.get("grpc-status-details-bin", b"")
        self.status = schema.message("google.rpc.Status").FromString(self.bytes)
        self.reason, self.domain, self.facts, self.zh, self.retry_s = "", "", {}, "", None
        self.fields = []
        for detail in self.status.details:
            self.take(detail)
        super().__init__(f"{self.code} {self.reason}: {self.message}")

    def take(self, detail):
        inner = schema.message(detail.type_url.rsplit("/", 1)[1]).FromString(detail.value)
        kind = inner.DESCRIPTOR.name
        if kind == "ErrorInfo":
            self.reason, self.domain, self.facts = inner.reason, inner.domain, dict(inner.metadata)
        elif kind == "LocalizedMessage" and inner.locale == "zh-CN":
            self.zh = inner.message
        elif kind == "RetryInfo":
            self.retry_s = inner.retry_delay.seconds + inner.retry_delay.nanos / 1e9
        elif kind == "BadRequest":
            self.fields = [row.field for row in inner.field_violations]

    def fault(self):
        """What this refusal lacks that every refusal must have; "" when it is complete."""
        if not re.search("[a-z]{3}", self.message):
            return f"no English grpc-message: {self.message!r}"
        if not self.reason or self.domain != "jixiao":
            return f"no ErrorInfo of domain jixiao: {self.reason!r} of {self.domain!r}"
        if not re.search("[\u4e00-\u9fff]", self.zh):
            return f"no LocalizedMessage zh-CN: {self.zh!r}"
        if self.status.message != self.message or self.status.code != getattr(grpc.StatusCode, self.code).value[0]:
            return "google.rpc.Status differs from grpc-status and grpc-message"
        return ""


# ---- people ----

def new_key():
    return ec.generate_private_key(ec.SECP256R1())


def new_request(key, name="jixiao"):
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    request = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
    return request.public_bytes(serialization.Encoding.DER)


def key_pem(key):
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                             serialization.NoEncryption())


def certificate_pem(der):
    return x509.load_der_x509_certificate(der).public_bytes(serialization.Encoding.PEM)


def make_certificate(key, name, issuer_key=None, issuer_name=None, days=(-1, 30)):
    """A certificate that the daemon's authority did not issue."""
    def common(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
    now = datetime.datetime.utcnow()
    builder = x509.CertificateBuilder().subject_name(common(name)).issuer_name(issuer_name or common(name))
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now + datetime.timedelta(days=days[0]))
    builder = builder.not_valid_after(now + datetime.timedelta(days=days[1]))
    certificate = builder.sign(issuer_key or key, hashes.SHA256())
    return certificate.public_bytes(serialization.Encoding.PEM)


class Caller:
    """One connection to a listener; `call` returns the reply, or raises Refusal."""

    def __init__(self, channel):
        self.channel = channel

    def start(self, method, request=None, timeout=30, metadata=None, is_raw=False, waits=False, **fields):
        """The parts of a call; with `waits` it waits for a connection instead of failing with UNAVAILABLE at once."""
        path = schema.path(method)
        known = path in schema.methods
        if request is None:
            request = schema.request(method)(**fields) if known else b""
        payload = request if isinstance(request, bytes) else request.SerializeToString()
        read = schema.reply(method).FromString if known and not is_raw else None
        streams = known and schema.is_streaming(method)
        make = self.channel.unary_stream if streams else self.channel.unary_unary
        options = {"timeout": timeout * SLOWER, "metadata": metadata, "wait_for_ready": waits or None}
        return make(path, None, read), payload, options

    def call(self, method, request=None, **options):
        make, payload, how = self.start(method, request, **options)
        try:
            reply = make(payload, **how)
            if schema.path(method) in schema.methods and schema.is_streaming(method):
                return list(reply)
            return reply
        except grpc.RpcError as error:
            raise Refusal(error) from None

    def future(self, method, request=None, **options):
        make, payload, how = self.start(method, request, **options)
        return make.future(payload, **how)

    def stream(self, method, request=None, **options):
        make, payload, how = self.start(method, request, **options)
        return make(payload, **how)

    def converse(self, method, requests, timeout=30):
        """A call with many requests: all of its replies."""
        make = self.channel.stream_stream(method, None, schema.reply(method).FromString)
        try:
            return list(make(iter([request.SerializeToString() for request in requests]), timeout=timeout * SLOWER))
        except grpc.RpcError as error:
            raise Refusal(error) from None

    def pages(self, method, field, page_size=2, **fields):
        """All rows of a list, read page by page; every page but the last must have exactly the size asked for."""
        rows, token, sizes = [], "", []
        while True:
            reply = self.call(method, page_size=page_size, page_token=token, **fields)
            page = list(getattr(reply, field))
            sizes.append(len(page))
            rows += page
            token = reply.next_page_token
            if not token:
                break
        if any(size != page_size for size in sizes[:-1]) or sizes[-1] > page_size:
            raise AssertionError(f"{method}: pages of {sizes} rows where {page_size} were asked for")
        return rows

    def close(self):
        self.channel.close()


class Person(Caller):
    """An enrolled person: id, key, certificate, and a connection."""

    def __init__(self, daemon, name, key, certificate, department=""):
        super().__init__(daemon.main_channel(key_pem(key), certificate))
        self.daemon, self.name, self.key, self.certificate, self.department = daemon, name, key, certificate, department

    def reconnect(self):
        self.channel.close()
        self.channel = self.daemon.main_channel(key_pem(self.key), self.certificate)

    def signature(self, text):
        value = self.key.sign(text, ec.ECDSA(hashes.SHA256()))
        return schema.Signature(algorithm="ecdsa-p256-sha256", value=value)

    def submit_request(self, submission, base_digest="", identity=None, **options):
        identity = identity or request_id()
        signature = self.signature(signing_text(submission, base_digest, identity))
        return schema.SubmitReportRequest(report=submission, base_digest=base_digest, request_id=identity,
                                    signature=signature, **options)

    def submit(self, submission, base_digest="", identity=None, is_raw=False, timeout=30, **options):
        request = self.submit_request(submission, base_digest, identity, **options)
        return self.call("SubmissionService/SubmitReport", request, is_raw=is_raw, timeout=timeout)


# ---- the daemon ----

_SERVERS = []


def new_database():
    """The place of an empty database, of a PostgreSQL that this process starts once and that ends with it."""
    if not _SERVERS:
        sys.path.insert(0, str(TOP / "tests" / "support"))
        import postgres
        if not postgres.is_there():
            raise unittest.SkipTest("PostgreSQL is not installed")
        _SERVERS.append(postgres.Server())
        atexit.register(_SERVERS[0].stop)
    name = "county_" + secrets.token_hex(6)
    _SERVERS[0].sql(f"CREATE DATABASE {name}")
    return f"postgres://jixiao@/{name}?host={_SERVERS[0].directory}"


class Daemon:
    """A daemon in a directory, on ports of its own."""

    def __init__(self, directory, environment=None):
        self.directory = pathlib.Path(directory)
        self.environment = dict(os.environ, **(environment or {}))
        self.log_file = self.directory.parent / (self.directory.name + ".log")
        self.process = None
        self.was_ended = False  # by a test, on purpose
        self.invitation = ""
        self.main, self.enrol, self.public, self.metrics, self.pages = free_ports(5)

    def make(self, county=COUNTY, engine=ENGINE):
        store = ["--store", new_database()] if engine == "postgres" else []
        done = subprocess.run(
            [JIXIAOD, "init", str(self.directory), "--county", county, "--names", "localhost,127.0.0.1", *store,
             "--main", f"127.0.0.1:{self.main}", "--enrol", f"127.0.0.1:{self.enrol}",
             "--public", f"127.0.0.1:{self.public}"],
            capture_output=True, text=True, env=self.environment, timeout=60)
        if done.returncode != 0:
            raise AssertionError(f"jixiaod init failed with {done.returncode}: {done.stderr}")
        self.set("window_hours", 0)  # a test does not wait a day
        self.set("grace_hours", 0)
        self.invitation = done.stdout.strip()
        return self

    def set(self, key, value):
        """Sets a key of the settings, before the daemon starts."""
        file = self.directory / "jixiaod.ini"
        file.write_text(re.sub(rf"(?m)^{key} = .*$", f"{key} = {value}", file.read_text()))

    def log(self):
        return self.log_file.read_text(encoding="utf-8", errors="replace") if self.log_file.exists() else ""

    def start(self, seconds=20):
        """Starts and waits until it listens; returns how many seconds that took."""
        began = time.monotonic()
        self.was_ended = False
        offset = self.log_file.stat().st_size if self.log_file.exists() else 0
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen([JIXIAOD, "serve", str(self.directory)], stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log, env=self.environment)
        end = began + seconds * SLOWER
        while True:
            with open(self.log_file, "rb") as log:
                log.seek(offset)
                if b'event="listening"' in log.read():
                    return time.monotonic() - began
            if self.process.poll() is not None or time.monotonic() > end:
                code = self.process.poll()
                self.kill()
                raise AssertionError(f"jixiaod does not listen (exit {code}); its log:\n{self.log()}")
            time.sleep(0.002)

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def stop(self, seconds=20):
        """Sends SIGTERM; returns the exit code."""
        if self.process is None:
            return None
        self.was_ended = True
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds * SLOWER)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"jixiaod did not end {seconds} s after SIGTERM; its log:\n{self.log()}") from None

    def kill(self):
        """Sends SIGKILL."""
        self.was_ended = True
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
        if self.process is not None:
            self.process.wait(20)

    def rss_bytes(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024

    def cpu_ticks(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    # channels

    def ca(self):
        return (self.directory / "ca.pem").read_bytes()

    def main_channel(self, key=None, certificate=None):
        credentials = grpc.ssl_channel_credentials(self.ca(), key, certificate)
        return grpc.secure_channel(f"ipv4:127.0.0.1:{self.main}", credentials, TLS_OPTIONS)

    def enrol_caller(self):
        credentials = grpc.ssl_channel_credentials(self.ca())
        return Caller(grpc.secure_channel(f"ipv4:127.0.0.1:{self.enrol}", credentials, TLS_OPTIONS))

    def public_caller(self):
        return Caller(grpc.insecure_channel(f"127.0.0.1:{self.public}", OPTIONS))

    def enrol_person(self, code, department="", key=None):
        """Enrols a person by a one-time code."""
        key = key or new_key()
        caller = self.enrol_caller()
        try:
            reply = caller.call("EnrolmentService/EnrolPerson", code=code, certificate_request=new_request(key))
        finally:
            caller.close()
        return Person(self, reply.person.name, key, certificate_pem(reply.certificate), department)

    def enrol_first_lead(self):
        match = re.fullmatch(r"jixiao:([^/]+)/([0-9a-f]{64})/([0-9A-Z-]+)", self.invitation)
        if match is None:
            raise AssertionError(f"not an invitation line: {self.invitation!r}")
        ca = x509.load_pem_x509_certificate(self.ca())
        if ca.fingerprint(hashes.SHA256()).hex() != match[2]:
            raise AssertionError("the fingerprint in the invitation is not that of ca.pem")
        if match[1] != f"localhost:{self.enrol}":
            raise AssertionError(f"the invitation names {match[1]}, not the enrolment listener")
        return self.enrol_person(match[3])


class World:
    """A daemon, its lead and the people that the test invites; all of it ends with the test."""

    def __init__(self, test, is_started=True, environment=None):
        self.people = []
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="jixiao-"))
        cleanup = test.addClassCleanup if isinstance(test, type) else test.addCleanup
        cleanup(self.end)
        self.daemon = Daemon(self.directory / "county", environment)
        self.lead = self.second_lead = None
        self.daemon.make()
        if is_started:
            self.daemon.start()
            self.lead = self.keep(self.daemon.enrol_first_lead())

    def keep(self, person):
        self.people.append(person)
        return person

    def end(self):
        for person in self.people:
            person.close()
        code = self.daemon.process.poll() if self.daemon.process and not self.daemon.was_ended else None
        if self.daemon.is_running():
            code = self.daemon.stop()
        log = self.daemon.log()
        shutil.rmtree(self.directory, ignore_errors=True)
        if code not in (None, 0) or "Sanitizer" in log or "runtime error" in log:
            raise AssertionError(f"jixiaod ended with {code}; its log:\n{log}")

    def invite(self, name, *roles, department=""):
        """Enrols a person; a further lead is confirmed by the second one."""
        code = new_code()
        reply = self.lead.call("PersonService/InvitePerson", person=schema.Person(
            name=f"persons/{name}", title=f"{name} 账号", roles=[getattr(schema, f"PERSON_ROLE_{role.upper()}") for role in roles],
            department=f"departments/{department}" if department else ""),
            code_digest=code_digest(code), request_id=request_id())
        if reply.needs_second_lead:
            self.second_lead.call("PersonService/ConfirmInvitation", name=f"persons/{name}", digest=reply.digest,
                                  request_id=request_id())
        person = self.keep(self.daemon.enrol_person(code, department))
        if "lead" in roles and self.second_lead is None:
            self.second_lead = person
        return person

    def add_departments(self, codes):
        departments = [schema.Department(code=code, title=f"部门{code}") for code in codes]
        return self.lead.call("DepartmentService/BatchCreateDepartments", departments=departments,
                              request_id=request_id())

    def open_round(self, name, year=0, deadline_s=3600, accepts_late=False, departments=()):
        self.lead.call("RoundService/CreateRound", round=schema.Round(
            name=f"rounds/{name}", title=f"轮次 {name}", year=year, deadline_time=timestamp(deadline_s),
            accepts_late=accepts_late), departments=[f"departments/{code}" for code in departments],
            request_id=request_id())
        return self.lead.call("RoundService/OpenRound", name=f"rounds/{name}", request_id=request_id()).round


# ---- reports ----

def explain(caller, submission):
    """Explains every finding that needs it, each with a sentence of its own."""
    reply = caller.call("SubmissionService/CheckReport", report=submission)
    hard = [f"{finding.rule} {finding.field}" for finding in reply.findings if finding.severity == schema.FINDING_SEVERITY_HARD]
    if hard:
        raise AssertionError(f"{submission.department}: findings that no explanation can settle: {hard}")
    for number, finding in enumerate(reply.findings):
        if finding.severity == schema.FINDING_SEVERITY_EXPLAIN and not finding.is_explained:
            submission.explanations.add(rule=finding.rule, field=finding.field,
                                        text=f"第{number + 1}项按原表列示，口径与附表不同，已与财政核对")
    return submission


def small_report(code, round_id, year=2025, executed="95.00万元"):
    """A short report without findings that stop it; tests/data/example.json is the long one."""
    from schema import read_message
    value = {
        "department": f"departments/{code}", "round": f"rounds/{round_id}", "kind": "department",
        "profile": {"name": f"部门{code}", "year": year, "county": COUNTY, "level": "county",
                    "nature": "administrative", "funding_form": "fiscal"},
        "funds_by_source": [{"row": "total", "label": "年度资金总额", "initial": "100.00万元", "adjusted": "100.00万元",
                             "executed": executed}],
        "conclusion": {"claimed_score": "90", "claimed_grade": "优", "text": "完成年度目标"},
    }
    return read_message(value, schema.Report())


class TestCase(unittest.TestCase):
    """unittest's TestCase, with a check of refusals."""

    def refused(self, code, reason, function, /, *arguments, **options):
        """The call must be refused with this code and reason, and the refusal must be complete."""
        try:
            reply = function(*arguments, **options)
        except Refusal as refusal:
            self.assertEqual((refusal.code, refusal.reason), (code, reason), f"another refusal: {refusal}")
            self.assertEqual(refusal.fault(), "", f"the refusal is not complete: {refusal}")
            return refusal
        self.fail(f"not refused with {code} {reason}; the answer is {str(reply)[:300]!r}")


def main():
    unittest.main(verbosity=2, argv=[sys.argv[0], *sys.argv[1:]])
