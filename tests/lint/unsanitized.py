#!/usr/bin/env python3
"""Tests that skip themselves under a sanitizer run in the build without one: they are labelled "plain".

  unsanitized.py ROOT

In the run of all presets a system test runs once, under AddressSanitizer, unless it has that label; a test that skips
itself there would run nowhere, and count as passed.
"""
import pathlib
import re
import sys

SKIPS = re.compile(r"skip\w*\([^)\n]*(SANITIZER|in this build)")


def main():
    folder = pathlib.Path(sys.argv[1]) / "tests/system"
    listed = re.search(r"set\(plain\s([^)]*)\)", (folder / "CMakeLists.txt").read_text(encoding="utf-8"))
    plain = set(listed.group(1).split()) if listed else set()
    faults = [f"{path.name}: skips tests under a sanitizer and is not labelled \"plain\" in tests/system/CMakeLists.txt"
              for path in sorted(folder.glob("test_*.py"))
              if SKIPS.search(path.read_text(encoding="utf-8")) and path.stem.removeprefix("test_") not in plain]
    for fault in faults:
        print(fault)
    return 1 if faults or not plain else 0


sys.exit(main())
