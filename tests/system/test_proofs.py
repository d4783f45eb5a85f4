#!/usr/bin/python3
"""What proves itself beside a receipt: a case as a file, the log's tree by plain GET, keys that were replaced."""
import base64
import hashlib
import http.server
import json
import os
import random
import shutil
import subprocess
import threading
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

import desk
import harness
import test_evidence
import tlog
from desk import Desk, enrolled
from harness import SLOWER, World, explain, request_id, schema, small_report, timestamp
from schema import digest
from test_evidence import EVIDENCE

N_CHANGES = 60


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Case(harness.TestCase):
    """One report with a whole life: returned, replied to, filed again, accepted."""

    @classmethod
    def setUpClass(cls):
        cls.world = World(cls)
        cls.world.add_departments(["101", "102"])
        cls.world.lead.call("RoundService/CreateRound", request_id=request_id(), round=schema.Round(
            name="rounds/r1", title="一", deadline_time=timestamp(3600), rulebook="rulebooks/county-sample/editions/latest"))
        cls.world.lead.call("RoundService/OpenRound", name="rounds/r1", request_id=request_id())
        cls.clerk = enrolled(cls.world, "clerk", "enterer", department="101")
        cls.reviewer = cls.world.invite("rev", "reviewer")
        cls.first, cls.second = small_report("101", "r1"), small_report("101", "r1", executed="94.00万元")
        cls.submit(cls.first)

        def act(method, **fields):
            cls.reviewer.call(f"ReviewService/{method}", name="submissions/r1-101", request_id=request_id(), **fields)

        act("ClaimSubmission")
        act("AddIssue", digest=digest(cls.first), issue=schema.NewIssue(
            field="conclusion.text", text="说明依据", wanted_action=schema.WANTED_ACTION_EXPLAIN))
        act("ReturnSubmission", digest=digest(cls.first), due_time=timestamp(3000),
            issues=[schema.NewIssue(field="funds_by_source[0].executed", text="与决算不符")])
        cls.clerk.run("reply", "101", "1", "-m", "见年度总结", "--round", "r1")
        cls.submit(cls.second)
        act("AcceptSubmission", digest=digest(cls.second), reason="依据附表")
        cls.file = cls.world.directory / "one.case"
        done = cls.clerk.run("export-case", "101", "--round", "r1", "--out", cls.file)
        cls.said = done.stdout
        cls.key = cls.world.daemon.directory / "log.pub"

    @classmethod
    def submit(cls, report):
        cls.clerk.run("submit", cls.clerk.write("report.json", explain(cls.reviewer, report)))

    def verify(self, file):
        nobody = Desk(self.world.directory, "nobody")
        return subprocess.run(nobody.command("verify-case", file, "--key", self.key), capture_output=True, text=True,
                              env=nobody.environment)

    def test_1_a_case_proves_itself_without_a_server(self):
        self.assertIn("2 versions with receipts, 2 issues", self.said)
        done = self.verify(self.file)
        self.assertEqual(done.returncode, 0, done.stderr)
        kinds = [next(iter(json.loads(line))) for line in self.file.read_text().splitlines()]
        self.assertEqual(set(kinds), {"head", "entry", "rulebook", "version", "receipt", "issue"})

    def test_2_whatever_is_changed_is_named(self):
        seed = int(os.environ.get("JX_SEED", random.SystemRandom().randrange(2**32)))
        dice = random.Random(seed)
        lines = self.file.read_bytes().splitlines(keepends=True)
        changed, missed = self.world.directory / "changed.case", []
        for i in range(N_CHANGES):
            number = dice.randrange(len(lines)) if i % 4 else i // 4 % len(lines)
            line = bytearray(lines[number])
            if i % 5 == 0:
                line = bytearray()  # left out
            else:
                at = dice.randrange(len(line))
                line[at] = line[at] ^ 1 if line[at] not in b"01" else 97 - line[at]
            changed.write_bytes(b"".join(lines[:number] + [bytes(line)] + lines[number + 1:]))
            code = self.verify(changed).returncode
            if code not in (desk.FINDINGS, EVIDENCE):
                missed.append((number, bytes(line)[:60], code))
        self.assertEqual(missed, [], f"seed {seed}")

    def test_3_what_reads_well_and_is_wrong_is_named(self):
        for path, new, words in (
                (("issue", 0, "text"), "没说过", "issue"), (("issue", 0, "wanted_action"), "correct", "issue"),
                (("issue", 0, "messages", 1, "text"), "没写过", "message"),
                (("issue", 1, "field"), "conclusion.text", "issues of a return"),
                (("version", 0, "submitted_by"), "persons/other", "who filed it"),
                (("version", 0, "report", "conclusion", "text"), "改过", "report"),
                (("entry", 1, "certificate"), "AAAA", "certificate")):
            with self.subTest(path):
                lines = [json.loads(line) for line in self.file.read_text().splitlines()]
                value = [line[path[0]] for line in lines if path[0] in line][path[1]]
                for key in path[2:-1]:
                    value = value[key]
                value[path[-1]] = new
                file = self.world.directory / "wrong.case"
                file.write_text("".join(canonical(line) + "\n" for line in lines))
                done = self.verify(file)
                self.assertEqual(done.returncode, EVIDENCE, done.stderr)
                self.assertIn(words, done.stderr)


class Plain(harness.TestCase):
    """The log by GET, and after a change of keys."""

    setUp, file, go_environment = (getattr(test_evidence.Evidence, name) for name in ("setUp", "file", "go_environment"))

    def get(self, path):
        done = subprocess.run(["curl", "-sS", "--http2-prior-knowledge", "-w", "%{http_code} %{content_type}", "-o",
                               self.world.directory / "body", f"http://127.0.0.1:{self.world.daemon.public}{path}"],
                              capture_output=True, text=True, timeout=20 * SLOWER)
        self.assertEqual(done.returncode, 0, done.stderr)
        code, _, media = done.stdout.partition(" ")
        return int(code), media, (self.world.directory / "body").read_bytes() if code == "200" else b""

    def test_checkpoint_and_tiles_by_get(self):
        if shutil.which("curl") is None:
            self.skipTest("curl is not installed")
        self.world.add_departments([f"8{i:03}" for i in range(300)])
        code, media, note = self.get("/checkpoint")
        self.assertEqual((code, media), (200, "text/plain; charset=utf-8"))
        size, root = self.verifier.checkpoint(note)
        rest = size - 256
        hashes = b""
        for path, n in (("/tile/0/000", 256), (f"/tile/0/001.p/{rest}", rest)):
            code, media, tile = self.get(path)
            self.assertEqual((code, media, len(tile)), (200, "application/octet-stream", 32 * n))
            hashes += tile
        leaves = [hashes[i:i + 32] for i in range(0, len(hashes), 32)]
        self.assertEqual(tlog.tree_root(leaves), root)
        self.assertEqual(self.get("/tile/1/000.p/1")[2], tlog.tree_root(leaves[:256]))
        for path in ("/tile/0/001", f"/tile/0/001.p/{rest + 5}", "/tile/0/x001/000", "/tile/3/000.p/1"):
            self.assertEqual(self.get(path)[0], 404, path)
        for path in ("/tile/entries/000", "/tile/0/1", "/tile/00/000", "/tile/0/000.p/0", "/tile/0/000.p/256", "/other"):
            self.assertEqual(self.get(path)[0], 405, path)

    def test_go_reads_the_tiles(self):
        environment = self.go_environment()
        self.world.add_departments([f"8{i:03}" for i in range(300)])
        program = self.world.directory / "read_tiles"
        source = harness.TOP / "tests" / "system" / "read_tiles.go"
        subprocess.run(["go", "build", "-o", program, source], check=True, env=environment)
        key = (self.directory / "log.pub").read_text().strip()
        done = subprocess.run([program, key, f"http://127.0.0.1:{self.world.daemon.public}"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_replaced_key_signs_no_new_size(self):
        reply = self.file()[1]
        old_key = load_pem_private_key((self.directory / "log.key").read_bytes(), None)
        self.world.daemon.stop()
        subprocess.run([harness.JIXIAOD, "rotate-log-key", str(self.directory)], check=True, capture_output=True)
        self.world.daemon.start()
        self.world.lead.reconnect()
        nobody = Desk(self.world.directory, "nobody")
        file = self.world.directory / "one.receipt"
        file.write_text(reply.receipt_file)
        nobody.run("verify", file, "--key", self.directory / "log.pub")
        other = self.world.invite("other", "enterer", department="102")
        text = other.submit(small_report("102", "r1")).receipt_file
        proof, _, signed = text.rpartition("\n\n")
        body = proof.rpartition("\n\n")[2] + "\n"
        self.assertNotIn(self.verifier.id, base64.b64decode(signed.split(" ")[2])[:4])
        signature = base64.b64encode(self.verifier.id + old_key.sign(body.encode())).decode()
        file.write_text(f"{proof}\n\n\u2014 {self.verifier.name} {signature}\n")
        nobody.run("verify", file, "--key", self.directory / "log.pub", code=EVIDENCE)

    def test_a_lost_home_fetches_its_receipts_again(self):
        clerk = enrolled(self.world, "clerk", "enterer", department="102")
        clerk.run("submit", clerk.write("report.json", small_report("102", "r1")))
        kept = {file.name: file.read_bytes() for file in (clerk.home / "receipts").glob("*.receipt")}
        for name in kept:
            (clerk.home / "receipts" / name).unlink()
        self.assertIn("1 receipts, each verified", clerk.run("receipt", "fetch").stdout)
        self.assertEqual({file.name: file.read_bytes() for file in (clerk.home / "receipts").glob("*.receipt")}, kept)


class Witness(http.server.BaseHTTPRequestHandler):
    """A witness as tlog-witness says: signs what continues what he has seen, and nothing else."""

    protocol_version = "HTTP/1.0"
    key, name = Ed25519PrivateKey.generate(), "witness.example/w"
    log, size, root, refuses = None, 0, b"", False

    @classmethod
    def verifier(cls):
        typed = b"\x04" + cls.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        cls.id = hashlib.sha256(cls.name.encode() + b"\n" + typed).digest()[:4]
        return f"{cls.name}+{cls.id.hex()}+{base64.b64encode(typed).decode()}"

    def log_message(self, *_):
        pass

    def answer(self, code, text=b""):
        self.send_response(code)
        self.end_headers()
        self.wfile.write(text)

    def do_POST(self):
        cls = type(self)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if cls.refuses:
            return self.answer(403)
        head, _, note = body.partition(b"\n\n")
        old, *proof = head.decode().split("\n")
        size, root = cls.log.checkpoint(note)
        if int(old.removeprefix("old ")) != cls.size:
            return self.answer(409, f"{cls.size}\n".encode())
        if cls.size:
            tlog.check_consistency(cls.size, cls.root, size, root, [base64.b64decode(line) for line in proof])
        cls.size, cls.root = size, root
        return self.answer(200, self.signature(note.partition(b"\n\n")[0] + b"\n"))

    @classmethod
    def signature(cls, text):
        now = int(time.time())
        signed = cls.id + now.to_bytes(8, "big") + cls.key.sign(b"cosignature/v1\ntime %d\n" % now + text)
        return f"\u2014 {cls.name} {base64.b64encode(signed).decode()}\n".encode()


class Witnessed(harness.TestCase):
    def cosigned(self):
        """Size of the newest checkpoint that the witness has signed, which must hold."""
        note = self.caller.call("LogService/GetCheckpoint", waits=True).cosigned_checkpoint.encode()
        if not note:
            return 0
        size, _ = Witness.log.checkpoint(note)
        signature = base64.b64decode(note.splitlines()[-1].split()[2])
        text = note.partition(b"\n\n")[0] + b"\n"
        Witness.key.public_key().verify(signature[12:], b"cosignature/v1\ntime %d\n" % int.from_bytes(signature[4:12], "big") + text)
        return size

    def newest(self):
        return Witness.log.checkpoint(self.caller.call("LogService/GetCheckpoint").checkpoint.encode())[0]

    def caught_up(self, what):
        harness.wait_until(lambda: self.cosigned() == self.newest(), 20 * SLOWER, what)

    def test_a_witness_signs_and_his_absence_stops_nothing(self):
        server = http.server.HTTPServer(("127.0.0.1", 0), Witness)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.shutdown)
        world = World(self, is_started=False)
        settings = world.daemon.directory / "jixiaod.ini"
        self.assertIn("[witness]", settings.read_text())
        world.daemon.set("url", f"http://127.0.0.1:{server.server_port}/w")
        world.daemon.set("key", Witness.verifier())
        Witness.log = tlog.Verifier((world.daemon.directory / "log.pub").read_text().strip())
        world.daemon.start()
        self.caller = world.keep(world.daemon.public_caller())
        lead = world.keep(world.daemon.enrol_first_lead())
        self.caught_up("the first cosignature")
        Witness.refuses = True
        create = lambda code: lead.call("DepartmentService/CreateDepartment", request_id=request_id(),  # noqa: E731
                                        department=schema.Department(code=code, title=f"局{code}"))
        create("101")
        harness.wait_until(lambda: "does not sign" in world.daemon.log(), 20 * SLOWER, "a line about his silence")
        self.assertLess(self.cosigned(), self.newest())
        create("102")
        Witness.refuses = False
        self.caught_up("the cosignature after his silence")
        self.assertIn("signs the log again", world.daemon.log())
        world.daemon.stop()
        (world.daemon.directory / "log.cosigned").unlink()  # he says himself what he has seen
        world.daemon.start()
        self.caller.close()
        self.caller = world.keep(world.daemon.public_caller())
        self.caught_up("the cosignature without a memory")
        self.the_client_shows_him_and_misses_him(world, lead)

    def the_client_shows_him_and_misses_him(self, world, lead):
        home = world.directory / "lead"
        home.mkdir(mode=0o700)
        for name, text in (("key.pem", harness.key_pem(lead.key)), ("cert.pem", lead.certificate), ("ca.pem", world.daemon.ca())):
            (home / name).write_bytes(text)
            (home / name).chmod(0o600)

        def ping():
            done = subprocess.run([harness.JIXIAO, "--home", home, "--server", f"localhost:{world.daemon.main}", "-o", "table",
                                   "--lang", "en", "ping"], capture_output=True, text=True, timeout=60 * SLOWER)
            self.assertEqual(done.returncode, 0, done.stderr)
            return done
        self.assertIn(f"The witness {Witness.name} has signed the log up to entry {self.newest()}.", ping().stdout)
        world.daemon.stop()
        world.daemon.set("url", "")
        world.daemon.set("key", "")
        (world.daemon.directory / "log.cosigned").unlink()
        world.daemon.start()
        done = ping()
        self.assertIn("A witness signed the county's log before", done.stderr)
        self.assertIn(Witness.name, done.stdout)


if __name__ == "__main__":
    harness.main()
