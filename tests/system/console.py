"""What is typed at the server's own machine, and a county whose clock can be moved."""
import os
import subprocess

import harness
from harness import JIXIAOD, World

SHIFT = os.environ.get("JX_SHIFT", "")
DAY_S = 86400


class Server:
    """What is typed at the server."""

    def __init__(self, world):
        self.world = world
        self.environment = dict(world.daemon.environment, JIXIAO_LANG="en")

    def run(self, verb, *arguments, **more):
        """A verb about the state directory of the daemon."""
        return self.run_verb(verb, self.world.daemon.directory, *arguments, **more)

    def run_verb(self, verb, *arguments, code=0, language="en"):
        done = subprocess.run([JIXIAOD, verb, *map(str, arguments)], capture_output=True, text=True,
                              env=dict(self.environment, JIXIAO_LANG=language), timeout=60 * harness.SLOWER)
        if code is not None and done.returncode != code:
            raise AssertionError(f"jixiaod {verb} {arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def invite(self, name, *options):
        return self.run("invite", name, *options).stdout.strip()

    def ends(self):
        """The list of what ends when: (kind, remark, name)."""
        return [tuple(line.split("\t")[1:4]) for line in self.run("expiries").stdout.splitlines()]


def shifted(test):
    """A world whose clock can be moved, with its people."""
    if not SHIFT or harness.SANITIZER:
        test.skipTest("the clock cannot be shifted in this build")
    world = World(test, is_started=False)
    file = world.daemon.directory / "shift"  # a daemon reads nothing else
    file.write_text("0", encoding="utf-8")
    environment = {"LD_PRELOAD": SHIFT, "SHIFT_FILE": str(file)}
    world.daemon.environment.update(environment)
    world.daemon.start()
    world.lead = world.keep(world.daemon.enrol_first_lead())
    return world, environment, lambda days: file.write_text(str(int(days * DAY_S)), encoding="utf-8")
