#!/usr/bin/python3
"""Clients that no one here wrote: grpc-js (test_grpc_js.mjs) and `buf curl`, in the clear and over mTLS.

Both come from tests/npm; without it this test is skipped, and says so.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys

import harness
from harness import SLOWER, TOP, World, key_pem, request_id, small_report, timestamp
from schema import digest, schema

MODULES = TOP / "tests" / "npm" / "node_modules"
SKIPPED = 77


def find_buf():
    names = {"x86_64": "buf-linux-x64", "aarch64": "buf-linux-aarch64"}
    program = MODULES / "@bufbuild" / names.get(os.uname().machine, "none") / "bin" / "buf"
    return program if program.exists() else None


class Peers(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = world = World(cls)
        codes = ["1001", "1002"]
        world.add_departments(codes)
        world.open_round("r1")
        world.open_round("next")
        cls.filers = {code: world.invite(f"filer-{code}", "enterer", department=code) for code in codes}
        auditor = world.invite("auditor", "auditor")
        for number, code in enumerate(codes):
            report = small_report(code, "r1", executed=f"{90 + number}.00万元")
            cls.filers[code].submit(report)
            world.lead.call("ReviewService/AcceptSubmission", name=f"submissions/r1-{code}", digest=digest(report),
                            request_id=request_id(), reviewed_score=schema.Decimal(micros=(80 + number) * 1000000),
                            reason="按实核定")
        world.lead.call("RoundService/CloseRound", name="rounds/r1", request_id=request_id())
        world.lead.call("PublicationService/PublishRound", round="rounds/r1", stage=schema.PUBLICATION_STAGE_PROVISIONAL,
                        audience=schema.PUBLICATION_AUDIENCE_PUBLIC,
                        window_end_time=timestamp(60), request_id=request_id())
        cls.files = {}
        for name, person in (("filer", cls.filers["1001"]), ("auditor", auditor)):
            for kind, data in (("key", key_pem(person.key)), ("certificate", person.certificate)):
                file = world.directory / f"{name}.{kind}"
                file.write_bytes(data)
                cls.files[f"{name}_{kind}"] = str(file)
        cls.ca = str(world.daemon.directory / "ca.pem")

    def test_grpc_js(self):
        daemon = self.world.daemon
        peer = {"modules": str(MODULES / "_"), "proto": str(TOP / "proto"), "public": f"127.0.0.1:{daemon.public}",
                "main": f"localhost:{daemon.main}", "ca": self.ca, "key": self.files["filer_key"],
                "certificate": self.files["filer_certificate"], "auditor_key": self.files["auditor_key"],
                "auditor_certificate": self.files["auditor_certificate"], "county": harness.COUNTY, "round": "rounds/r1",
                "next_round": "rounds/next", "person": "persons/filer-1001", "version": "submissions/r1-1001/versions/1",
                "ranked": ["departments/1002", "departments/1001"], "rate": "91000000"}
        done = subprocess.run(["node", str(pathlib.Path(__file__).with_name("test_grpc_js.mjs"))], capture_output=True,
                              text=True, timeout=120 * SLOWER, env=dict(os.environ, JIXIAO_PEER=json.dumps(peer)))
        print("\n" + done.stdout, flush=True)
        self.assertEqual(done.returncode, 0, f"grpc-js is not served well:\n{done.stdout}\n{done.stderr}")

    def curl(self, url, data, *options, code=0):
        # buf keeps a cache; it goes where the test's files go
        environment = dict(os.environ, BUF_CACHE_DIR=str(self.world.directory / "buf"), HOME=str(self.world.directory))
        done = subprocess.run([str(find_buf()), "curl", "--protocol", "grpc", "--data", json.dumps(data), *options, url],
                              capture_output=True, text=True, timeout=60 * SLOWER, env=environment)
        text = done.stdout if code == 0 else done.stderr
        if code == 0:
            self.assertEqual(done.returncode, 0, f"buf curl {url}: {done.stderr}")
        else:
            self.assertNotEqual(done.returncode, 0, f"buf curl {url} is not refused: {done.stdout}")
        return json.loads(text)

    def both_schemas(self):
        """By reflection, and from the files."""
        return ((), ("--schema", str(TOP / "proto")))

    def test_buf_curl_in_the_clear(self):
        base = f"http://127.0.0.1:{self.world.daemon.public}/jixiao.v1."
        for options in self.both_schemas():
            with self.subTest(options=options):
                reply = self.curl(base + "SystemService/Ping", {}, "--http2-prior-knowledge", *options)
                self.assertEqual(reply["county"], harness.COUNTY)
                reply = self.curl(base + "RankingService/RankDepartments", {"round": "rounds/r1", "by": "execution_rate"},
                                  "--http2-prior-knowledge", *options)
                self.assertEqual([row["department"] for row in reply["rows"]], ["departments/1002", "departments/1001"])
                error = self.curl(base + "RankingService/RankDepartments", {"round": "rounds/none"}, "--http2-prior-knowledge",
                                  *options, code=1)
                self.assertEqual(error["code"], "not_found")
                self.assertIn("ErrorInfo", json.dumps(error))

    def test_buf_lists_services_by_reflection(self):
        environment = dict(os.environ, BUF_CACHE_DIR=str(self.world.directory / "buf"), HOME=str(self.world.directory))
        done = subprocess.run([str(find_buf()), "curl", "--protocol", "grpc", "--http2-prior-knowledge", "--list-methods",
                               f"http://127.0.0.1:{self.world.daemon.public}"], capture_output=True, text=True,
                              timeout=60 * SLOWER, env=environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        listed = {"/" + line.strip().lstrip("/") for line in done.stdout.splitlines() if "/" in line}
        self.assertEqual({path for path in listed if "jixiao" in path},
                         {path for path in schema.methods if "jixiao" in path})

    def test_buf_curl_over_mtls(self):
        base = f"https://localhost:{self.world.daemon.main}/jixiao.v1."
        identity = ("--cacert", self.ca, "--cert", self.files["filer_certificate"], "--key", self.files["filer_key"])
        for options in self.both_schemas():
            with self.subTest(options=options):
                reply = self.curl(base + "PersonService/GetCaller", {}, *identity, *options)
                self.assertEqual(reply["person"]["name"], "persons/filer-1001")
                error = self.curl(base + "SubmissionService/GetSubmission", {"name": "submissions/r1-1002"}, *identity,
                                  *options, code=1)
                self.assertEqual(error["code"], "not_found")


if __name__ == "__main__":
    if shutil.which("node") is None or not (MODULES / "@grpc" / "grpc-js").exists() or find_buf() is None:
        print("SKIPPED: no node, or tests/npm/node_modules is missing; tests/run installs it (npm ci in tests/npm)")
        sys.exit(SKIPPED)
    harness.main()
