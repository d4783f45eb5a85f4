"""deploy/demo, as a newcomer runs it: from a build of its own to the published ranking, and nothing left behind."""

import os
import pathlib
import subprocess
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]


class Demo(unittest.TestCase):
    def test_it_ends_with_the_published_ranking_and_leaves_nothing(self):
        with tempfile.TemporaryDirectory() as place:
            run = subprocess.run([str(TOP / "deploy/demo")], capture_output=True, text=True, timeout=540,
                                 env=dict(os.environ, TMPDIR=place), stdin=subprocess.DEVNULL)
            said = run.stdout + run.stderr
            self.assertEqual(run.returncode, 0, said)
            for step in ("报送回执", "已催报 1 个部门", "按要求改的", "免报 1 个部门", "异议处理", "现在是：更正",
                         "轮次 sample 已定稿发布，第 2 号发布：15 个部门", "轮次 sample 已定稿发布，第 4 号发布：15 个部门",
                         "等财政负责人决定，收回"):
                self.assertIn(step, said)
            self.assertRegex(said, r"1 +永德县明朗中学 +99\.80 +96 +99\.80")
            self.assertRegex(said, r"2 +濉溪县民政局 +88\.93 +90\.00 +88\.93")
            self.assertRegex(said, r"— +零陵区林业局 +76\.00 +75\.65")  # 78 points and no total: no final score
            self.assertIn("无法核实（覆盖率不足，不排名次）", said)
            self.assertIn("一致：rounds/sample/publications/4，15 个部门，其中 2 个有名次", said)
            self.assertRegex(said, r"— +元氏县科学技术和工")
            self.assertIn("-48.04%", said)
            self.assertEqual(os.listdir(place), [], "the demonstration has left files")
            daemons = subprocess.run(["pgrep", "-f", f"jixiaod serve {place}"], capture_output=True, text=True, check=False)
            self.assertEqual(daemons.stdout, "", "the demonstration has left its daemon running")


if __name__ == "__main__":
    unittest.main(verbosity=2)
