#!/usr/bin/python3
"""What `jixiao explain` computes of random reports, under a rulebook with every setting of its scoring, is what the scorer
of these tests makes of them with fractions."""
import json
import os
import pathlib
import random
import subprocess
import tempfile

from cel import read_schema
from harness import JIXIAO, TOP
from scores import Sheet, number

N_REPORTS = 150
SETTINGS = {"scales_applicable": True, "takes_row_deductions": True, "weighs_goals": True,
            "level_points": [{"level": "产出", "points": "60"}, {"level": "满意度", "points": "10"}],
            "sign_methods": [{"sign": "at_most", "method": "M19"}, {"sign": "equal", "method": "M20"},
                             {"sign": "qualitative", "method": "M15"}],
            "grades": [{"grade": "优", "label": {"zh": "优", "en": "a"}, "least_score": "50", "is_above": True},
                       {"grade": "良", "label": {"zh": "良", "en": "b"}, "least_score": "0", "below": "50"}],
            "least_coverage": "10"}
BOOK = {"id": "all-settings", "number": "1", "title": {"zh": "一", "en": "one"}, "effective_year": 2025, "scoring": SETTINGS}


def row(rng):
    """A row of indicators."""
    made = {"name": f"甲{rng.randrange(1000)}", "sign": rng.choice(["at_least", "at_most", "equal", "qualitative"]),
            "level1": rng.choice(["产出指标", "满意度", "效益"]), "target": str(rng.randrange(0, 40)),
            "actual": f"{rng.randrange(0, 400) / 10}", "goal": rng.randrange(0, 4)}
    if rng.random() < 0.6:
        made["points"] = str(rng.randrange(1, 40))
    if rng.random() < 0.8:
        made["claimed_score"] = str(rng.randrange(0, 40))
    if rng.random() < 0.3:
        made["deduction"] = rng.choice(["1", "2.5", "0.125", "50", "—"])
    if rng.random() < 0.2:
        made["does_not_apply"] = True
    if rng.random() < 0.5:
        made["coefficient"] = str(rng.randrange(0, 120))
    return {name: value for name, value in made.items() if value not in ("", 0)}


def report(rng):
    """A small report, sometimes with goals, a project or a total."""
    made = {"profile": {"name": "某局", "year": 2025},
            "indicators": [row(rng) for _ in range(rng.randrange(0, 7))]}
    if rng.random() < 0.6:
        made["goals"] = [{"number": i + 1, "name": f"目标{i + 1}", "weight": rng.choice(["40", "60", "—"])} for i in range(2)]
    if rng.random() < 0.5:
        made["projects"] = [{"number": 1, "name": "项目", "indicators": [row(rng) for _ in range(3)]}]
    if rng.random() < 0.3:
        made["conclusion"] = {"claimed_score": str(rng.randrange(0, 110))}
    return made


def explained(book, made, directory):
    path = pathlib.Path(directory, "report.json")
    path.write_text(json.dumps(made, ensure_ascii=False))
    run = subprocess.run([JIXIAO, "explain", path, "--rulebook", book, "-o", "json"], capture_output=True, text=True,
                         check=False, env={**os.environ, "JIXIAO_HOME": directory})
    if not run.stdout:
        raise SystemExit(f"no sheet: {run.stderr}\n{json.dumps(made, ensure_ascii=False)}")
    sheet = json.loads(run.stdout)
    return sheet.get("sheet", sheet)


def main():
    """Compare each."""
    rng = random.Random(7)
    schema = read_schema(TOP / "proto" / "jixiao" / "v1")
    n_scored = 0
    with tempfile.TemporaryDirectory() as directory:
        book = pathlib.Path(directory, "book.json")
        book.write_text(json.dumps(BOOK, ensure_ascii=False))
        for _ in range(N_REPORTS):
            made = report(rng)
            told = explained(book, made, directory)
            mine = Sheet({"report": made}, BOOK, schema)
            n_scored += mine.computed is not None
            for name, value in (("computed", mine.computed), ("coverage", mine.coverage), ("final_score", mine.final_score)):
                if number(told.get(name)) != value:
                    raise SystemExit(f"{name}: {told.get(name)}, not {value}, of {json.dumps(made, ensure_ascii=False)}")
            if told.get("grade", "") != mine.grade:
                raise SystemExit(f"grade: {told.get('grade')}, not {mine.grade}, of {json.dumps(made, ensure_ascii=False)}")
            computed = [number(line.get("computed")) for line in told.get("lines", [])]
            if computed != [line.computed for line in mine.lines]:
                raise SystemExit(f"lines: {computed} of {json.dumps(made, ensure_ascii=False)}")
    if n_scored < N_REPORTS // 3:
        raise SystemExit(f"{n_scored} reports were scored")
    print(f"{N_REPORTS} reports, {n_scored} with a score")


if __name__ == "__main__":
    main()
