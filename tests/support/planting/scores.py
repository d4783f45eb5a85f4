"""Faults of tables of scores: points, totals, grades, empty boxes."""
from planting.kinds import fault
from planting.report import ABSENT, Plant, get, inside, number, plus, printed, score_tables, tables, times, total_of

FULL = 100


def is_bounded(_, after):
    """No score of the sheet is above a whole table."""
    return all(number(after.get(name)) is None or number(after[name]) <= FULL for name in ("computed", "final_score", "own", "claimed_score"))


def whole_tables(report):
    """Tables of 100 points whose boxes are all filled in, with their total: as stated, else what the claims make."""
    for holder, lines, points, claims in score_tables(report):
        if points == FULL:
            total = get(report, total_of(holder))
            before = {} if number(total) is not None else {total_of(holder): str(claims)}
            yield holder, lines, claims, before


@fault(1, "a table of 110 points", "T02")
def points_above(report):
    for holder, lines, _, before in whole_tables(report):
        path, row = lines[-1]
        yield Plant({f"{path}.points": plus(row["points"], 10)}, at=inside(f"{holder}indicators"), before=before, sheet=is_bounded)


@fault(1, "a table of 110 points without a total", "T02")
def points_above_no_total(report):
    for holder, lines, _, _ in whole_tables(report):
        path, row = lines[-1]
        before = {total_of(holder): ABSENT} if get(report, total_of(holder)) else {}
        yield Plant({f"{path}.points": plus(row["points"], 10)}, at=inside(f"{holder}indicators"), before=before, sheet=is_bounded)


@fault(1, "every row of a table filed twice", "T02")
def rows_twice(report):
    for holder, _, _, before in whole_tables(report):
        path = f"{holder}indicators"
        yield Plant({path: get(report, path) * 2}, at=inside(path), before=before, sheet=is_bounded)


@fault(1, "a row with points left out under a stated total", "T02 T01")
def row_left_out(report):
    for holder, _, _, before in whole_tables(report):
        path = f"{holder}indicators"
        yield Plant({f"{path}[{len(get(report, path)) - 1}]": ABSENT}, at=inside(path) + "|" + inside(total_of(holder)), before=before)


@fault(2, "a stated total a point too high", "T01 I01")
def total_high(report):
    for holder, _, claims, before in whole_tables(report):
        stated = number(get(report, total_of(holder)) or before[total_of(holder)])
        if stated == claims:
            yield Plant({total_of(holder): str(claims + 1)}, before=before,
                        sheet=lambda _, after, most=claims: number(after.get("final_score") or "0") <= most)


@fault(2, "a stated total a point too low", "T01")
def total_low(report):
    for holder, _, claims, before in whole_tables(report):
        stated = number(get(report, total_of(holder)) or before[total_of(holder)])
        if stated == claims:
            yield Plant({total_of(holder): str(claims - 1)}, before=before)


@fault(2, "a wrong total beside an empty box of points", "T01")
def total_and_blank_points(report):
    for holder, lines, claims, before in whole_tables(report):
        path, row = lines[-1]
        if number(row["claimed_score"]):
            yield Plant({total_of(holder): str(claims - 1), f"{path}.points": ""}, at=inside(total_of(holder)), before=before)


@fault(2, "a wrong total beside wrong points: the total", "T01")
def total_and_points(report):
    for holder, lines, claims, before in whole_tables(report):
        path, row = lines[-1]
        yield Plant({total_of(holder): str(claims - 1), f"{path}.points": plus(row["points"], 10)}, at=inside(total_of(holder)), before=before)


@fault(2, "a wrong total beside wrong points: the points", "T02")
def points_and_total(report):
    for holder, lines, claims, before in whole_tables(report):
        path, row = lines[-1]
        yield Plant({total_of(holder): str(claims - 1), f"{path}.points": plus(row["points"], 10)}, at=inside(f"{holder}indicators"), before=before)


@fault(2, "a total above 100", "I01", "hard")
def total_above(report):
    for holder, *_ in tables(report):
        yield {total_of(holder): "101"}


@fault(2, "the total of a report with one table against that of its table", "T01b T06b", "info")
def report_above_project(report):
    for holder, _, claims, before in whole_tables(report):
        if holder and "conclusion" not in report and claims >= 1:
            yield Plant({"conclusion.claimed_score": "100", total_of(holder): "95"}, before=before)


@fault(4, "an empty score box in a table without a total", "T08")
def box_empty(report):
    for holder, lines, _, before in whole_tables(report):
        for path, row in lines:
            value = row.get("actual") or row.get("actual_text") or row.get("executed")
            if value and value != "—":
                yield Plant({f"{path}.claimed_score": ""}, before={total_of(holder): ABSENT} if not before else {},
                            sheet=lambda _, after: not after.get("final_score") and not after.get("grade"))


@fault(4, "an empty score box in a table with a total", "T08b T08", "info")
def box_empty_total(report):
    for _, lines, _, before in whole_tables(report):
        for path, _ in lines:
            yield Plant({f"{path}.claimed_score": ""}, before=before)


@fault(4, "points and no claim at all", "T09", "info")
def nothing_claimed(report):
    for holder, lines, _, before in whole_tables(report):
        stated = {total_of(holder): ABSENT} if not before else {}
        yield Plant({f"{path}.claimed_score": "" for path, _ in lines} | stated, at=inside(f"{holder}indicators") + "|" + inside(total_of(holder)))


@fault(14, "a total with no table", "T07", "info")
def no_table(report):
    if report["kind"] == "department":
        yield {"conclusion.claimed_score": "95", "indicators": [], "projects": [], "funds_by_source": []}


@fault(15, "a grade that the score does not make", "T03")
def wrong_grade(report):
    for holder, _, claims, before in whole_tables(report):
        stated = number(get(report, total_of(holder)) or before[total_of(holder)])
        grade = total_of(holder).replace("score", "grade")
        yield Plant({grade: "良" if stated >= 90 else "优"}, before=before)


@fault(15, "a word that is no grade", "T04")
def no_grade(report):
    for holder, _, _, before in whole_tables(report):
        yield Plant({total_of(holder).replace("score", "grade"): "合格"}, before=before)


@fault(3, "a total of 100 over a missed target without points", "T05e T05f")
def hundred_over_missed(report):
    for holder, indicators, funds in tables(report):
        path = f"{holder}indicators"
        money = "funds_by_source" if not holder else holder + "funds"
        bare = {f"{path}[{i}].{box}": ABSENT for i, row in enumerate(indicators) for box in ("points", "claimed_score") if box in row}
        bare |= {f"{money}[{i}].{box}": ABSENT for i, row in enumerate(funds) for box in ("points", "claimed_score") if box in row}
        for i, row in enumerate(indicators):
            if row.get("sign") == "at_least" and number(row.get("target")) and number(row.get("actual")) is not None and number(row["actual"]) >= number(row["target"]):
                boxes = {f"{path}[{i}].actual": times(row["target"], "0.5"), f"{path}[{i}].actual_text": ABSENT}
                yield Plant({**boxes, total_of(holder): "100"}, before=bare)


@fault(3, "low execution and full points on every row", "T05", "info")
def low_execution(report):
    for holder, lines, _, _ in whole_tables(report):
        money, row = lines[0]
        if number(row.get("adjusted")):
            low = {f"{money}.executed": times(row["adjusted"], "0.8"), f"{money}.stated_rate": "80",
                   f"{money}.claimed_score": printed(number(row["points"]) * 8 / 10, row["points"])}
            full = {f"{path}.claimed_score": line["points"] for path, line in lines[1:]}
            yield Plant({**low, **full}, at=inside(total_of(holder)), before={total_of(holder): ABSENT} if get(report, total_of(holder)) else {})


@fault(3, "a full score and problems named", "T05", "info")
def full_and_problems(report):
    if not report.get("problems"):
        yield Plant({"conclusion.claimed_score": "100"}, before={"problems": [{"number": 1, "text": "预算编制不够细化，年中追加较多"}]})


@fault(15, "weights of the form not kept", "I03", "info")
def weights(report):
    for holder, lines, _, _ in whole_tables(report):
        levels = {row.get("level1") for path, row in lines if "indicators" in path}
        if levels <= {"产出", "效益", "满意度", "成本"} and len(lines) > 6 and "产出" in levels:
            yield Plant({f"{path}.level1": "产出" for path, row in lines if "indicators" in path}, at=inside(f"{holder}indicators"))


@fault(15, "every actual value equal to its target", "I17", "info")
def all_equal(report):
    for holder, indicators, _ in tables(report):
        told = [row.get("target_text") for row in indicators]
        alike = sum(row.get("actual_text") == row.get("target_text") or row.get("actual") == row.get("target") for row in indicators)
        if len(indicators) >= 5 and all(told) and "—" not in told and alike * 10 < len(indicators) * 7:
            path = f"{holder}indicators"
            yield Plant({f"{path}[{i}]": {name: value for name, value in row.items() if name not in ("actual", "target")}
                         | {"actual_text": row["target_text"]} for i, row in enumerate(indicators)}, at=inside(path))


