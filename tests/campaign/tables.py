#!/usr/bin/python3
"""Every column of every table changed with a database shell, and a bit flipped in 1,000 places of the file.

The county and what is checked are those of tests/system/test_fsck.py, which takes a sample: what alters an answer is named by
`jixiaod fsck`, or the file is refused.
"""
import os
import sys
import unittest

import kit
from kit import Goals


def main():
    options = kit.options(__doc__).parse_args()
    kit.use(options.build)
    os.environ["JX_FSCK"] = "all"
    import test_fsck
    goals = Goals()
    for name in ("test_a_changed_column_is_named", "test_a_flipped_bit_that_changes_an_answer_is_named"):
        result = unittest.TestResult()
        test_fsck.Fsck(name).run(result)
        for _, error in result.failures + result.errors:
            print(error, flush=True)
        goals.row(name.replace("_", " "), "named or refused" if result.wasSuccessful() else "see above", result.wasSuccessful())
    return goals.end()


if __name__ == "__main__":
    sys.exit(main())
