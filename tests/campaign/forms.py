#!/usr/bin/python3
"""Forms after what programs do to them: LibreOffice opens and saves all cases and 200 generated reports, openpyxl too, and 10,000
mutated workbooks are read or refused, each within 1 s of processor time and 64 MiB more than a good one takes.
"""
import json
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import unittest

import kit
from kit import Goals

MOST_S, MOST_KIB = 1.0, 64 * 1024


def round_trips(goals, directory, reports):
    """JSON to forms, all of them through LibreOffice at once, and back."""
    from desk import Desk
    desk = Desk(directory, "clerk", language="zh")
    desk.home.mkdir(mode=0o700)
    made, saved = directory / "made", directory / "saved"
    made.mkdir()
    for name, report in reports.items():
        desk.run("form", "export", desk.write_json(f"{name}.json", report), "-o", made / f"{name}.xlsx")
    subprocess.run(["soffice", f"-env:UserInstallation=file://{directory}/office", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
                    "--outdir", str(saved), *map(str, sorted(made.glob("*.xlsx")))], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    other = []
    for name, report in reports.items():
        done = subprocess.run(desk.command("form", "import", saved / f"{name}.xlsx"), stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, env=desk.environment)
        if done.returncode != 0 or json.loads(done.stdout) != report:
            other.append(name)
            print(f"      {name}: exit {done.returncode} {done.stdout[:200] if done.returncode else 'other content'}", flush=True)
    goals.row("read back the same after LibreOffice has saved it", f"{len(reports) - len(other)} of {len(reports)}", not other)
    return desk, made


def measure(command, environment):
    """Exit code, processor seconds and the largest memory in KiB of a program and what it starts."""
    child = os.fork()
    if child == 0:
        os.setsid()
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        sys.stdout.flush()
        os.write(WRITE_END, json.dumps([done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss]).encode() + b"\n")
        os._exit(0)
    os.waitpid(child, 0)
    return json.loads(os.read(READ_END, 4096))


READ_END, WRITE_END = os.pipe()


def mutations(goals, desk, form, options, build):
    from test_forms import mutated
    n, chance = options.mutations, random.Random(options.seed)
    path = form.parent / "mutated.xlsx"
    _, _, plain = measure(desk.command("check", form), desk.environment)
    crashed, slowest, largest = 0, 0.0, 0
    for number in range(n):
        mutated(chance, form, path)
        code, seconds, kib = measure(desk.command("check", path), desk.environment)
        slowest, largest = max(slowest, seconds), max(largest, kib)
        if code not in (0, 3):
            crashed += 1
            kept = shutil.copy(path, build / f"mutation-{number}.xlsx")
            print(f"      mutation {number}: exit {code}, kept as {kept}", flush=True)
    goals.row(f"{n} mutated workbooks are read or refused", f"{crashed} crashed", crashed == 0)
    goals.at_most("processor time of the slowest", slowest, MOST_S, "s")
    goals.at_most("memory beyond a good form", max(0, largest - plain) / 1024, MOST_KIB / 1024, "MiB")


def main():
    parser = kit.options(__doc__)
    parser.add_argument("--reports", type=int, default=200, help="generated reports")
    parser.add_argument("--mutations", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    build = kit.use(options.build)
    os.environ["JX_FORM_REPORTS"] = str(options.reports)
    import test_forms
    from generated_reports import ESCAPES, TEXTS, generated
    reports = {case.stem: test_forms.read(case) for case in test_forms.CASES}
    reports.update((f"generated{number}", report) for number, report in enumerate(generated(options.reports, texts=TEXTS + ESCAPES)))
    goals = Goals()
    directory = pathlib.Path(tempfile.mkdtemp())
    try:
        desk, made = round_trips(goals, directory, reports)
        result = unittest.TestResult()
        suite = unittest.TestSuite([test_forms.Offline("test_reports_of_every_shape_read_back_the_same")])
        suite.run(result)
        for _, error in result.failures + result.errors:
            print(error, flush=True)
        goals.row(f"{options.reports} generated reports, also saved by openpyxl", "the same" if result.wasSuccessful() else "see above",
                  result.wasSuccessful())
        mutations(goals, desk, made / f"{test_forms.CASES[0].stem}.xlsx", options, build)
    finally:
        shutil.rmtree(directory)
    return goals.end()


if __name__ == "__main__":
    sys.exit(main())
