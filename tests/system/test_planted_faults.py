#!/usr/bin/python3
"""Every kind of planted fault and of harmless change, in one place of each open case; tests/campaign/planted.py takes all."""
import sys

from harness import JIXIAO, TOP

sys.path.insert(0, str(TOP / "tests" / "support"))
from planting import FAULTS, HARMLESS, judge

PLACES_IN_A_CASE = 1
LEAST_FAULTS, LEAST_HARMLESS = 75, 20  # kinds


def main():
    assert len(FAULTS) >= LEAST_FAULTS and len(HARMLESS) >= LEAST_HARMLESS
    result = judge.run(JIXIAO, FAULTS + HARMLESS, judge.read_cases(TOP / "tests" / "data" / "cases"), PLACES_IN_A_CASE)
    faults = [f"{name}: planted nowhere" for name, (tried, _) in result.items() if not tried]
    for name, (_, missed) in result.items():
        faults += [f"{name}: {one.trial.case}: {str(one.trial.plant.changes)[:200]}; {one.why}" for one in missed]
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"{sum(tried for tried, _ in result.values())} reports of {len(result)} kinds, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
