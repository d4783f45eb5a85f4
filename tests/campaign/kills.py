#!/usr/bin/python3
"""kill -9 under load, with retries and cancels: nothing that was acknowledged is lost, nothing is there twice.

Every receipt that was ever given is found at its place in the log, and every checkpoint in one is the beginning of the log
at the end, by the tiles that anybody can fetch and by a script that shares no code with the programs.

The load and what is checked after it are those of tests/system/test_durability.py; here the number of kills, of
departments that file at once, and of runs with new counties are chosen.
"""
import sys
import unittest

import kit
from kit import Goals


def main():
    parser = kit.options(__doc__)
    parser.add_argument("--kills", type=int, default=100, help="of each run")
    parser.add_argument("--writers", type=int, default=8, help="departments that file at once")
    parser.add_argument("--rounds", type=int, default=2000, help="that each department files in before it repeats")
    parser.add_argument("--runs", type=int, default=1)
    options = parser.parse_args()
    kit.use(options.build)
    import test_durability
    test_durability.KILLS, test_durability.WRITERS = options.kills, options.writers
    test_durability.ROUNDS = options.rounds
    goals = Goals()
    for number in range(1, options.runs + 1):
        result = unittest.TestResult()
        test_durability.UnderLoad("test_kill_9_loses_nothing_and_doubles_nothing").run(result)
        for _, error in result.failures + result.errors:
            print(error, flush=True)
        goals.row(f"run {number}: {options.kills} kills, {options.writers} departments", "every receipt at its place, once"
                  if result.wasSuccessful() else "see above", result.wasSuccessful())
    return goals.end()


if __name__ == "__main__":
    sys.exit(main())
