#!/usr/bin/python3
"""Acknowledged means on disk: kill -9 and SIGTERM under load, a second daemon, a damaged file. Every receipt that was given
holds for ever.

JIXIAO_LONG=1 kills a hundred times instead of ten.
"""
import os
import random
import signal
import statistics
import subprocess
import threading
import time

import harness
import tlog
from harness import IS_LONG, JIXIAOD, Refusal, SLOWER, World, request_id, small_report
from schema import digest, schema

KILLS = 100 if IS_LONG else 10
WRITERS = 8
ROUNDS = 2000 if IS_LONG else 200
CANCELLED = 0.1  # of the calls
AGAIN = ("UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED", "RESOURCE_EXHAUSTED")


class Writer(threading.Thread):
    """A department that files round after round; what is not acknowledged is sent again, the same request."""

    def __init__(self, person, code, rounds, stop):
        super().__init__(daemon=True)
        self.person, self.code, self.rounds, self.stop = person, code, rounds, stop
        self.acknowledged = {}  # round: (request bytes, reply bytes)
        self.n_retries = self.n_cancelled = 0
        self.fault = ""

    def run(self):
        try:
            for round_id in self.rounds:
                if self.stop.is_set():
                    return
                self.file(round_id)
            while not self.stop.is_set():
                self.repeat(random.choice(self.rounds))
        except Exception as error:  # reported by the main thread, which would not see it otherwise
            self.fault = f"{type(error).__name__}: {error}"

    def send(self, request):
        """Repeats the call until it is acknowledged.

        Each waits for a connection: grpcio reads a socket while a call waits for it, and else every 5 s. Calls that fail
        at once, one after the other, would starve the handshake that they need.
        """
        while True:
            if random.random() < CANCELLED:
                self.cancel(request)
            try:
                return self.person.call("SubmissionService/SubmitReport", request, is_raw=True, timeout=5, waits=True)
            except Refusal as refusal:
                if refusal.code not in AGAIN:
                    raise
            self.n_retries += 1
            time.sleep(0.01)

    def cancel(self, request):
        """Sends it and takes it back, before or after it was done."""
        call = self.person.future("SubmissionService/SubmitReport", request, is_raw=True, timeout=5)
        time.sleep(random.uniform(0, 0.01))
        call.cancel()
        self.n_cancelled += 1

    def file(self, round_id):
        executed = f"{random.randint(10, 99)}.{random.randint(0, 99):02d}万元"
        request = self.person.submit_request(small_report(self.code, round_id, executed=executed)).SerializeToString()
        self.acknowledged[round_id] = (request, self.send(request))

    def repeat(self, round_id):
        request, reply = self.acknowledged[round_id]
        if self.send(request) != reply:
            raise AssertionError(f"{round_id}: the same request got another answer")


class Watcher:
    """Keeps the newest checkpoint, and asks at each meeting for the proof that it was only continued."""

    def __init__(self, world):
        self.caller = world.keep(world.daemon.public_caller())
        self.verifier = tlog.Verifier((world.daemon.directory / "log.pub").read_text().strip())
        self.size, self.root = 0, b""

    def look(self):
        reply = self.caller.call("LogService/GetCheckpoint", known_size=self.size, waits=True)
        size, root = self.verifier.checkpoint(reply.checkpoint.encode())
        if self.size:
            tlog.check_consistency(self.size, self.root, size, root, reply.consistency)
        self.size, self.root = size, root

    def leaves(self):
        """The hashes of all leaves that the newest checkpoint covers, which must be its tree."""
        self.look()
        tiles = b"".join(self.caller.call("LogService/GetTile", index=i).hashes for i in range((self.size + 255) // 256))
        hashes = [tiles[i:i + 32] for i in range(0, len(tiles), 32)][:self.size]
        if tlog.tree_root(hashes) != self.root:
            raise AssertionError("the tiles are not the tree of the checkpoint")
        return hashes

    def check_receipts(self, receipts):
        """Each at its place, each checkpoint the beginning of the log of now. Returns the indexes."""
        leaves, indexes, roots = self.leaves(), set(), {}
        for text in receipts:
            entry = text.split(b"\n", 4)[2]
            tlog.check_receipt(text, self.verifier)
            index, size, root = tlog.check_proof(text.split(b"\n", 4)[4], entry, self.verifier)
            if leaves[index] != tlog.leaf_hash(entry) or index in indexes:
                raise AssertionError(f"entry {index} of the log is not that of its receipt, or of two")
            indexes.add(index)
            roots[size] = root
        for size, root in roots.items():
            reply = self.caller.call("LogService/GetCheckpoint", known_size=size)
            tlog.check_consistency(size, root, *self.verifier.checkpoint(reply.checkpoint.encode()), reply.consistency)
        return indexes


class UnderLoad(harness.TestCase):
    def make(self):
        world = World(self)
        codes = [f"10{number:02d}" for number in range(WRITERS)]
        world.add_departments(codes)
        rounds = [f"r{number}" for number in range(ROUNDS)]
        for round_id in rounds:
            world.open_round(round_id, departments=codes)
        stop = threading.Event()
        writers = [Writer(world.invite(f"w-{code}", "enterer", department=code), code, rounds, stop) for code in codes]
        self.watcher = Watcher(world)
        for writer in writers:
            writer.start()
        return world, writers, stop

    def finish(self, writers, stop):
        stop.set()
        for writer in writers:
            writer.join(60 * SLOWER)
            self.assertFalse(writer.is_alive(), f"{writer.code} still waits for an acknowledgement")
            self.assertEqual(writer.fault, "", f"department {writer.code}")

    def check(self, world, writers):
        """Every acknowledged submit is there once, with the receipt that was given; nothing else is there."""
        attempts, indexes, n = set(), set(), 0
        for writer in writers:
            records = {record.round.split("/")[1]: record for record in writer.person.pages(
                "SubmissionService/ListSubmissions", "submissions", page_size=1000)}
            for round_id, record in records.items():
                wanted = 1 if round_id in writer.acknowledged else 0
                self.assertEqual(record.version_number, wanted, f"{record.name}: versions, acknowledged {wanted}")
            for round_id, (request, reply) in writer.acknowledged.items():
                n += 1
                sent = schema.SubmitReportRequest.FromString(request)
                receipt = schema.SubmitReportResponse.FromString(reply).receipt
                name = f"submissions/{round_id}-{writer.code}"
                self.assertEqual(receipt.version_name, f"{name}/versions/1")
                self.assertEqual(receipt.content_digest, digest(sent.report))
                attempts.add(receipt.attempt)
                indexes.add(receipt.log_index)
                version = writer.person.call("SubmissionService/GetSubmissionVersion", name=f"{name}/versions/latest").version
                self.assertEqual((version.number, version.report), (1, sent.report), f"{name} is not what was sent")
                again = writer.person.call("SubmissionService/SubmitReport", request, is_raw=True)
                self.assertEqual(again, reply, f"{name}: a repetition after the crash returns another receipt")
        self.assertEqual((len(attempts), len(indexes)), (n, n), "two receipts share an attempt or a leaf of the log")
        files = [schema.SubmitReportResponse.FromString(reply).receipt_file.encode()
                 for writer in writers for _, reply in writer.acknowledged.values()]
        self.assertEqual(self.watcher.check_receipts(files), indexes)
        return n

    def test_kill_9_loses_nothing_and_doubles_nothing(self):
        world, writers, stop = self.make()
        restarts = []
        for n_kills in range(KILLS):
            time.sleep(random.uniform(0.02, 0.35) * SLOWER)
            # A busy machine may not get as far as a connection between two kills: then nothing would be put to the test.
            harness.wait_until(lambda n=n_kills: sum(len(writer.acknowledged) for writer in writers) > n, 30,
                               "as many acknowledgements as kills")
            world.daemon.kill()
            restarts.append(world.daemon.start())
            self.watcher.look()
        time.sleep(0.1)
        self.finish(writers, stop)
        n = self.check(world, writers)
        retries, cancels = (sum(getattr(writer, field) for writer in writers) for field in ("n_retries", "n_cancelled"))
        print(f"\n{KILLS} kills, {n} receipts, each at its place; {retries} calls sent again, {cancels} cancelled; from start to listening: median "
              f"{statistics.median(restarts) * 1000:.0f} ms, longest {max(restarts) * 1000:.0f} ms", flush=True)
        self.assertGreater(n, KILLS, "hardly any load was there")
        self.assertGreater(cancels, 0)
        self.assertGreater(retries, 0, "no call was ever cut short: the kills hit nothing")
        self.assertLess(max(restarts), 3 * SLOWER, "a restart takes seconds")

    def test_sigterm_under_load_ends_well(self):
        world, writers, stop = self.make()
        for _ in range(3):
            time.sleep(random.uniform(0.1, 0.3) * SLOWER)
            began = time.monotonic()
            self.assertEqual(world.daemon.stop(), 0, f"the exit code after SIGTERM; the log:\n{world.daemon.log()}")
            self.assertLess(time.monotonic() - began, 11 * SLOWER)
            leftover = [name for name in os.listdir(world.daemon.directory) if name.endswith("-wal")]
            self.assertTrue(all((world.daemon.directory / name).stat().st_size == 0 for name in leftover),
                            "the write-ahead log was not taken over into the database")
            world.daemon.start()
        time.sleep(0.1)
        self.finish(writers, stop)
        self.assertGreater(self.check(world, writers), 10)


class Files(harness.TestCase):
    def run_daemon(self, directory):
        done = subprocess.run([JIXIAOD, "serve", str(directory)], capture_output=True, text=True, timeout=30 * SLOWER)
        return done.returncode, done.stdout + done.stderr

    def test_a_second_daemon_is_refused_in_words(self):
        world = World(self)
        code, said = self.run_daemon(world.daemon.directory)
        self.assertEqual(code, 1)
        self.assertIn("another jixiaod uses", said)
        self.assertIn(str(world.daemon.directory), said)
        self.assertEqual(world.lead.call("SystemService/Ping").county, harness.COUNTY, "the first one is disturbed")

    def test_a_directory_without_a_store_is_refused_in_words(self):
        world = World(self, is_started=False)
        code, said = self.run_daemon(world.directory / "nowhere")
        self.assertEqual(code, 1)
        self.assertIn("nowhere", said)
        empty = world.directory / "empty"
        empty.mkdir()
        (empty / "jixiaod.ini").write_text("[listen]\nmain = 127.0.0.1:1\n", encoding="utf-8")
        code, said = self.run_daemon(empty)
        self.assertEqual(code, 1)
        self.assertRegex(said, "no store|STORE_MISSING")
        again = subprocess.run([JIXIAOD, "init", str(world.daemon.directory), "--county", "x"], capture_output=True,
                               text=True, timeout=30 * SLOWER)
        self.assertEqual(again.returncode, 1, "init has run over a directory in use")

    def filed(self):
        """A county with one report, stopped; its directory, and how the report lies in the file."""
        world = World(self)
        world.add_departments(["1001"])
        world.open_round("r1")
        filer = world.invite("filer", "enterer", department="1001")
        report = small_report("1001", "r1")
        report.conclusion.text = "".join(random.choice("完成年度目标预算执行管理") for _ in range(200))
        filer.submit(report)
        self.assertEqual(world.daemon.stop(), 0)
        data = (world.daemon.directory / "jixiao.db").read_bytes()
        content = report.SerializeToString()
        at = data.find(content)
        self.assertGreater(at, 0, "the report's bytes are not stored as they were sent")
        return world, filer, report, data, (at, len(content))

    def test_a_flipped_bit_of_a_report_is_noticed(self):
        world, filer, report, data, (at, n) = self.filed()
        name = "submissions/r1-1001/versions/1"
        places = [at, at + n - 1] + [random.randrange(at, at + n) for _ in range(18)]
        for place in places:
            damaged = bytearray(data)
            damaged[place] ^= 1 << random.randrange(8)
            (world.daemon.directory / "jixiao.db").write_bytes(damaged)
            with self.subTest(byte=place - at):
                try:
                    world.daemon.start()
                except AssertionError as error:
                    self.assertRegex(str(error), "STORE_DAMAGED|LOG_DAMAGED", "it does not start, for another reason")
                    continue
                filer.reconnect()
                self.refused("DATA_LOSS", "DATA_DAMAGED", filer.call, "SubmissionService/GetSubmissionVersion", name=name)
                filer.close()
                world.daemon.stop()
        (world.daemon.directory / "jixiao.db").write_bytes(data)
        world.daemon.start()
        filer.reconnect()
        self.assertEqual(filer.call("SubmissionService/GetSubmissionVersion", name=name).version.report, report)

    def test_a_damaged_database_is_not_served(self):
        world, _, _, data, _ = self.filed()
        path = world.daemon.directory / "jixiao.db"
        page = 32768
        broken = {"cut": data[:len(data) // 2], "first page zeroed": b"\0" * page + data[page:],
                  "a page zeroed": data[:3 * page] + b"\0" * page + data[4 * page:], "no database": b"not a database" * 9999}
        for what, bytes_on_disk in broken.items():
            path.write_bytes(bytes_on_disk)
            with self.subTest(what):
                code, said = self.run_daemon(world.daemon.directory)
                self.assertEqual(code, 1)
                self.assertRegex(said, "STORE_DAMAGED|LOG_DAMAGED|STORE_MISSING|STORE_NEWER|STORAGE_FAILED")

    def test_a_crash_right_after_the_start_is_harmless(self):
        world = World(self)
        for _ in range(5):
            process = subprocess.Popen([JIXIAOD, "serve", str(world.daemon.directory)], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            process.wait(20 * SLOWER)
        world.daemon.kill()
        for delay in (0.0, 0.002, 0.005, 0.01, 0.02):
            process = subprocess.Popen([JIXIAOD, "serve", str(world.daemon.directory)], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            process.wait(20)
        world.daemon.start()
        world.lead.reconnect()
        self.assertEqual(world.lead.call("PersonService/GetCaller").person.name, "persons/lead")
        self.assertEqual(world.lead.call("DepartmentService/CreateDepartment", request_id=request_id(),
                                         department=schema.Department(code="1", title="部门")).department.code, "1")


if __name__ == "__main__":
    harness.main()
