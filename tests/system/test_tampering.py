#!/usr/bin/python3
"""Whatever is changed in an exported publication is named or refused: by the client, and by a script of its own.

test_tampering.py [NUMBER of changes; 400 without]

The publication has what finance set as a whole, line by line and not at all. JX_SEED in the environment repeats a run.
"""
import contextlib
import io
import json
import os
import random
import sys

import harness
import recompute
import tampering
from cel import read_schema
from test_publication import RULEBOOK, County, run

N_CHANGES = int(sys.argv.pop(1)) if len(sys.argv) > 1 and sys.argv[1].isdecimal() else 400
CASES = ("01_lingling_linye_2021", "05_chongqing_kexuecheng_rongmei_2021", "13_suixi_minzhengju_linshijiuzhu_2019",
         "23_anju_shijianju_2021", "36_pidu_minzhengju_2025_rereview")
# Of findings, what the script says that it does not verify.
UNVERIFIED = ("place", "difference", "tolerance", "message", "remedy", "basis")


def without_unverified(text):
    """The file without what the script says that it does not verify; None where it is no file at all."""
    try:
        lines = [json.loads(line) for line in text.splitlines()]
        for line in lines:
            for row in line.get("report", {}).get("findings", []):
                for name in UNVERIFIED:
                    row.pop(name, None)
        return lines
    except (ValueError, AttributeError, TypeError):
        return None


class Tampered(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        county = County(cls, False, CASES)
        county.publish("ruled", RULEBOOK, missing=("500106001",))
        cls.home = county.desk(county.analyst)
        cls.file = cls.home / "export.jsonl"
        done = run(cls.home, "export", "ruled", "--publication", "latest", "--out", cls.file)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        cls.lines = [json.loads(line) for line in cls.file.read_text(encoding="utf-8").splitlines()]
        cls.schema = read_schema(recompute.SCHEMA)

    def script_finds(self, text):
        with contextlib.redirect_stdout(io.StringIO()):
            return recompute.run(io.BytesIO(text), self.schema) != 0

    def test_1_the_file_as_it_was_exported_is_equal(self):
        self.assertEqual(run(self.home, "verify-publication", self.file).returncode, 0)
        self.assertFalse(self.script_finds(self.file.read_bytes()))

    def test_2_every_change_is_named_or_refused(self):
        seed = int(os.environ.get("JX_SEED", random.SystemRandom().randrange(2**32)))
        changes = tampering.Tampering(self.lines, random.Random(seed))
        self.assertGreater(len(changes.names), 150)
        altered, missed = self.home / "altered.jsonl", []
        for i in range(N_CHANGES):
            text, what = changes.one()
            altered.write_bytes(text)
            done = run(self.home / "nobody", "verify-publication", altered)
            self.assertIn(done.returncode, (0, 1, 3, 5), f"{what}: {done.stderr}")
            if done.returncode == 0:
                missed.append(f"client, change {i} of seed {seed}: {what}")
            if not self.script_finds(text) and without_unverified(text) != without_unverified(changes.text):
                missed.append(f"script, change {i} of seed {seed}: {what}")
        self.assertEqual(missed, [], "\n".join(missed))


if __name__ == "__main__":
    harness.main()
