#!/usr/bin/python3
"""What `jixiao explain` computes of random reports, under a rulebook with every setting of its scoring, is what the scorer
of these tests makes of them with fractions; and so are formulas, by `jixiao formula`."""
import csv
import json
import os
import pathlib
import random
import subprocess
import tempfile

from cel import MISSING, Message, evaluate, read_schema
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


FORMULAS = ("staff.posts in indicators.map(i, i.points)", "staff.in_post in indicators.map(i, i.points)", "5 in [1, 5]",
            "staff.in_post in [staff.posts]", "staff.posts in [staff.in_post, 5]", "staff.posts in [4, staff.in_post]",
            "indicators.exists(i, i.points == staff.in_post)", "indicators.all(i, i.points == staff.in_post)",
            "indicators.exists(i, has(i.points))", "has(staff.posts) && !has(staff.in_post)", "has(profile.name)", "has(kind)",
            "sum(indicators.map(i, i.points))", "size(indicators)", "staff.posts / 4 + 0.5", "staff.in_post * 0",
            "staff.posts > 4 || staff.in_post > 4", "staff.posts > 5 && staff.in_post > 4", "profile.name == '某局' ? 1 : 2",
            "staff.in_post == 1 ? 1 : 2", "min(3, staff.posts)", "round(staff.posts / 3, 2)", "7 % staff.posts")


def computed(formula, path, directory):
    """What the client says a formula comes to, as the scorer of these tests has it."""
    run = subprocess.run([JIXIAO, "-o", "csv", "formula", formula, path], capture_output=True, text=True, check=False,
                         env={**os.environ, "JIXIAO_HOME": directory, "JIXIAO_LANG": "en"})
    rows = list(csv.reader(run.stdout.splitlines()))
    if not rows or rows[0] != ["step", "value"]:
        raise SystemExit(f"{formula}: {run.stdout}{run.stderr}")
    value = rows[-1][1]
    if value.startswith("not computable"):
        return MISSING
    return value == "yes" if value in ("yes", "no") else number(value)


def compare_formulas(schema, directory):
    """Formulas over figures that are there, that are missing, and in lists without a row."""
    path = pathlib.Path(directory, "report.json")
    base = {"profile": {"name": "某局", "year": 2025}, "kind": "department", "staff": {"posts": "5", "in_post": "—"}}
    for rows in ([], [{"name": "甲", "points": "5"}, {"name": "乙", "points": "3"}], [{"name": "甲"}, {"name": "乙", "points": "3"}]):
        made = {**base, "indicators": rows}
        path.write_text(json.dumps(made, ensure_ascii=False))
        for formula in FORMULAS:
            mine, theirs = evaluate(formula, Message(schema, "Report", made), {}), computed(formula, path, directory)
            if mine is not theirs and (mine is MISSING or theirs is MISSING or mine != theirs):
                raise SystemExit(f"{formula}: {theirs}, not {mine}, of {json.dumps(made, ensure_ascii=False)}")


def main():
    """Compare each."""
    rng = random.Random(7)
    schema = read_schema(TOP / "proto" / "jixiao" / "v1")
    n_scored = 0
    with tempfile.TemporaryDirectory() as directory:
        compare_formulas(schema, directory)
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
