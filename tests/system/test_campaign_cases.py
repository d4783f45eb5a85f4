#!/usr/bin/python3
"""The campaign of faults calls every method with work to do: each of its requests is answered, twice in a row."""
import pathlib
import sys

import harness
from harness import World

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "campaign"))
from cases import Cases, methods  # noqa: E402


class CampaignCases(harness.TestCase):
    def test_every_method_is_answered(self):
        world = World(self)
        cases = Cases(world)
        callers = {"enrol": world.daemon.enrol_caller(), "public": world.daemon.public_caller()}
        for caller in callers.values():
            self.addCleanup(caller.close)
        for method in methods(cases.schema):
            for _ in range(2):
                request, who = cases.made(method)
                caller = callers.get(who, who) if isinstance(who, str) else who
                with self.subTest(method=method):
                    if "Reflection" in method:
                        self.assertTrue(caller.converse(method, [request]))
                    else:
                        caller.call(method, request)


if __name__ == "__main__":
    harness.main()
