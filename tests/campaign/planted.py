#!/usr/bin/python3
"""Planted faults: every kind of fault, planted wherever it applies in the fifteen open cases, and what of it is found.

    planted.py [--only WORD] [--per-case N] [--show N]

A fault is found by a finding of its kind at the box that was changed, or in its row, with at least its severity; the case
without the fault must not have that finding. Harmless changes must bring no finding that accuses, hide none and leave the
score as it is. Prints a table of kinds, tried and right; exit code 1 when something is missed or accused.
"""
import sys

import kit

sys.path.insert(0, str(kit.TOP / "tests" / "support"))
from planting import FAULTS, HARMLESS, judge


def print_table(title, kinds, result, show):
    print(f"\n{title:<64} {'tried':>6} {'right':>6}")
    for kind in kinds:
        tried, missed = result[kind.name]
        where = f"{kind.section:>2} " if kind.section else "   "
        print(f"{where}{kind.name:<61} {tried:>6} {tried - len(missed):>6}{'' if not missed else '  <--'}")
        for one in missed[:show]:
            print(f"      {one.trial.case}: {one.trial.plant.changes}"[:230] + f"\n        {one.why}")
    tried = sum(result[kind.name][0] for kind in kinds)
    wrong = sum(len(result[kind.name][1]) for kind in kinds)
    print(f"   {len(kinds)} kinds{'':<53} {tried:>6} {tried - wrong:>6}")
    unused = [kind.name for kind in kinds if not result[kind.name][0]]
    print(*(f"   planted nowhere: {name}" for name in unused), sep="\n", end="\n" if unused else "")
    return wrong + len(unused)


def main():
    options = kit.options(__doc__)
    options.add_argument("--only", default="", help="kinds with this word in their name")
    options.add_argument("--per-case", type=int, default=0, help="places of a kind in a case; 0 for all")
    options.add_argument("--show", type=int, default=3, help="examples of what is wrong, by kind")
    given = options.parse_args()
    build = kit.use(given.build)
    faults, harmless = ([kind for kind in kinds if given.only in kind.name] for kinds in (FAULTS, HARMLESS))
    cases = judge.read_cases(kit.TOP / "tests" / "data" / "cases")
    result = judge.run(build / "bin" / "jixiao", faults + harmless, cases, given.per_case)
    wrong = print_table("planted faults", faults, result, given.show) + print_table("harmless changes", harmless, result, given.show)
    print(f"\n{wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
