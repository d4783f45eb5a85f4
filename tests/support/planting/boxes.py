"""Faults of boxes that some forms print: levels, a second column, economic classes, buildings, parts of assets, unread digits."""
from planting import rest
from planting.kinds import fault, harmless
from planting.report import (Plant, figure, get, inside, money_rows, number, plus, score_tables, scored_rows, times, total_of)

ECONOMIC = [{"code": "301", "name": "工资福利支出", "amount": "45.00万元", "stated_share": "45.00"},
            {"code": "30101", "name": "基本工资", "amount": "20.00万元"},
            {"code": "302", "name": "商品和服务支出", "amount": "40.50万元", "stated_share": "40.50"},
            {"code": "303", "name": "对个人和家庭的补助", "amount": "14.50万元", "stated_share": "14.50"}]
BUILDINGS = [{"label": "综合业务楼", "approved_area": "2400", "actual_area": "2350.5", "stated_area_rate": "97.94",
              "approved_investment": "800.00万元", "actual_investment": "780.00万元", "stated_investment_rate": "97.50"}]
OFFICES = [{"category": "building", "label": "房屋", "gross": "300.00万元", "net": "200.00万元", "area": "2000"},
           {"category": "building", "label": "办公用房", "gross": "180.00万元", "net": "120.00万元", "area": "1200", "part_of": "房屋"},
           {"category": "building", "label": "业务用房", "gross": "100.00万元", "net": "70.00万元", "area": "600", "part_of": "房屋"}]


# ---- levels and the second column ----

def heads_of(holder, lines):
    """The heads of the level 1 of a table that are right, with what each makes."""
    sums = {}
    for path, row in lines:
        if path.startswith(f"{holder}indicators") and row.get("level1"):
            points, claims = sums.get(row["level1"], (0, 0))
            sums[row["level1"]] = points + number(row["points"]), claims + number(row["claimed_score"])
    return [{"level1": level, "points": str(points), "claimed_score": str(claims)} for level, (points, claims) in sums.items()]


def tables_with_heads(report):
    for holder, lines, points, _ in score_tables(report):
        heads = heads_of(holder, lines)
        if heads and f"{holder}levels" not in report:
            yield holder, lines, heads, points


@harmless("heads of levels that are right")
def right_levels(report):
    for holder, _, heads, _ in tables_with_heads(report):
        yield {f"{holder}levels": [{**head, "level1": head["level1"].removesuffix("指标") + "指标"} for head in heads]}


def with_heads(report, name, value):
    """Heads that are right, with a box of each changed by a function of it."""
    for holder, _, heads, _ in tables_with_heads(report):
        for i, head in enumerate(heads):
            path = f"{holder}levels[{i}].{name}"
            yield Plant({path: value(head)}, at=inside(path), before={f"{holder}levels": heads})


@fault(15, "points of a level a point too high", "T10")
def level_points_high(report):
    yield from with_heads(report, "points", lambda head: plus(head["points"], 1))


@fault(15, "points of a level too low", "T10")
def level_points_low(report):
    yield from with_heads(report, "points", lambda head: plus(head["points"], "-0.5"))


@fault(15, "a score of a level that its rows do not make", "T10b I01")
def level_score_off(report):
    yield from with_heads(report, "claimed_score", lambda head: plus(head["claimed_score"], "0.5"))


@fault(4, "an empty box for the points of a level", "F09b", "info")
def level_blank(report):
    yield from with_heads(report, "points", lambda head: "")


def second_column(holder, lines, total):
    """A second column that repeats the first, with its total."""
    boxes = {f"{path}.printed_review_score": row["claimed_score"] for path, row in lines}
    return {**boxes, total: str(sum(number(row["claimed_score"]) for _, row in lines))}


def review_total_of(holder):
    return f"{holder}printed_review_score" if holder else "conclusion.printed_review_score"


def bounded_tables(report):
    """Tables whose claims are within their points."""
    for holder, lines, _, claims in score_tables(report):
        if claims <= 100 and all(0 <= number(row["claimed_score"]) <= number(row["points"]) for _, row in lines):
            yield holder, lines


@harmless("a second column with its total that is right")
def right_reviews(report):
    for holder, lines in bounded_tables(report):
        yield second_column(holder, lines, review_total_of(holder))


@fault(2, "a total of the second column that its scores do not make", "T11")
def review_total_off(report):
    for holder, lines in bounded_tables(report):
        total = review_total_of(holder)
        before = second_column(holder, lines, total)
        yield Plant({total: plus(before[total], -1)}, before=before, at=inside(total))


@fault(3, "a total of the second column above a hundred", "I01b T11")
def review_total_above(report):
    for holder, _ in bounded_tables(report):
        yield Plant({review_total_of(holder): "101"}, at=inside(review_total_of(holder)))


@fault(4, "a total that is left empty", "F09b", "info")
def total_blank(report):
    for holder, lines, _, claims in score_tables(report):
        if any(path.startswith(f"{holder}indicators") for path, _ in lines) and claims > 0:
            before = {} if get(report, total_of(holder)) else {total_of(holder): str(claims)}
            yield Plant({total_of(holder): ""}, before=before, at=inside(total_of(holder)))


# ---- economic classes ----

def in_classes(report, changes):
    if "accounts" not in report and "funds_by_nature" not in report:
        yield Plant(changes, at="^economic_classes", before={"accounts.expenditure": "100.00万元", "economic_classes": ECONOMIC})


@harmless("economic classes that are right")
def right_economic(report):
    if "accounts" not in report and "funds_by_nature" not in report:
        yield {"accounts.expenditure": "100.00万元", "economic_classes": ECONOMIC}


@fault(6, "economic classes that make more than all expenditure", "S05")
def economic_above(report):
    yield from in_classes(report, {"economic_classes[2].amount": "41.50万元"})


@fault(6, "economic classes that do not make the expenditure", "S05")
def economic_below(report):
    yield from in_classes(report, {"economic_classes[2].amount": "40.45万元"})


@fault(9, "a share of an economic class that is not its own", "S06 S03")
def economic_share(report):
    yield from in_classes(report, {"economic_classes[0].stated_share": "46.00"})


@fault(7, "a functional code among economic classes", "G19", "hard")
def economic_code(report):
    yield from in_classes(report, {"economic_classes[0].code": "201"})


# ---- assets ----

def in_assets(report, changes):
    if "assets" not in report:
        before = {"assets": {"lines": OFFICES, "buildings": BUILDINGS, "total": {"gross": "300.00万元", "net": "200.00万元", "area": "2000"}}}
        yield Plant(changes, at="^assets", before=before)


@harmless("buildings and parts of assets that are right")
def right_offices(report):
    for plant in in_assets(report, {}):
        yield plant.before


@fault(6, "assets inside a line above it", "A04")
def assets_inside(report):
    yield from in_assets(report, {"assets.lines[1].gross": "200.02万元"})


@fault(6, "floor areas that do not make their total", "A02")
def area_total(report):
    yield from in_assets(report, {"assets.total.area": "2100"})


@fault(7, "assets inside a line that is not there", "G09", "hard")
def assets_of_none(report):
    yield from in_assets(report, {"assets.lines[1].part_of": "房产"})


@fault(9, "more floor built than approved", "A06")
def building_area(report):
    yield from in_assets(report, {"assets.buildings[0].approved_area": "2100", "assets.buildings[0].stated_area_rate": "111.93"})


@fault(9, "a control rate of a building that is not its own", "A05")
def building_rate(report):
    yield from in_assets(report, {"assets.buildings[0].stated_investment_rate": "96.50"})


@fault(7, "staff inside a line that is not there", "G09", "hard")
def staff_of_none(report):
    if "staff" not in report:
        yield Plant({"staff.lines[1].part_of": "机关"}, at="^staff", before={"staff": rest.STAFF})


@fault(15, "two goals with one number", "G18", "hard")
def goals_twice(report):
    n = len(report.get("goals", []))
    before = {f"goals[{n}]": {"number": n + 1, "name": "加做的目标"}, f"goals[{n + 1}]": {"number": n + 2, "name": "又一个目标"}}
    yield Plant({f"goals[{n + 1}].number": n + 1}, at="^goals", before=before)


# ---- digits that cannot be read, signs that are not printed, days before a date ----

def unread(text, place=0):
    """The figure with a digit that cannot be read."""
    return text[:place] + "?" + text[place + 1:]


@harmless("digits that cannot be read where they may be right")
def unread_right(report):
    if "accounts" not in report and "funds_by_source" not in report:
        yield {"accounts": {**rest.ACCOUNTS, "expenditure": unread(rest.ACCOUNTS["expenditure"], 1)}}


@fault(5, "a total of which no unread digit makes it right", "F03 F04")
def unread_wrong(report):
    if "accounts" not in report and "funds_by_source" not in report:
        yield Plant({"accounts.expenditure": "2?0.00万元"}, at="^accounts", before={"accounts": rest.ACCOUNTS})


LATE = {"level1": "产出", "level2": "时效", "name": "验收时间", "target_text": "2025年9月前", "sign": "before_date", "target_date": "2025-09",
        "actual_text": "2025年8月20日", "actual_date": "2025-08-20", "points": "5", "claimed_score": "5"}


@harmless("a date that is met before its month")
def before_met(report):
    rows = report.get("indicators", [])
    points = "0" if any("points" in row for row in rows) else None
    row = {name: points if name in ("points", "claimed_score") else value for name, value in LATE.items()}
    yield {f"indicators[{len(rows)}]": {name: value for name, value in row.items() if value is not None}}


@fault(11, "a date in the month that it was to be before", "I20")
def before_late(report):
    path = f"indicators[{len(report.get('indicators', []))}]"
    yield Plant({f"{path}.actual_date": "2025-09-05", f"{path}.actual_text": "2025年9月5日"}, at=inside(path), before={path: LATE})


# ---- money received, people there, what stands beside a score ----

def received_rows(report):
    """Total rows of money that print what was executed and nothing of what was received."""
    for path, row in money_rows(report):
        if row.get("row") == "total" and (number(row.get("executed")) or 0) > 0 and not {"received", "issued"} & set(row):
            yield path, row["executed"]


@harmless("money received and issued that is right")
def right_received(report):
    for path, executed in received_rows(report):
        yield {f"{path}.received": executed, f"{path}.issued": executed}


@fault(6, "more spent than was received and carried over", "F25")
def spent_above_received(report):
    for path, executed in received_rows(report):
        if get(report, f"{path}.opening_carry_over") is None and not get(report, f"{path}.reason"):
            yield Plant({f"{path}.received": times(executed, "0.9"), f"{path}.opening_carry_over": "0" + figure(executed).unit})


@fault(6, "more received than was issued", "F25b", "info")
def received_above_issued(report):
    for path, executed in received_rows(report):
        yield Plant({f"{path}.received": executed, f"{path}.issued": times(executed, "0.9")})


@fault(9, "money received in another unit", "F10g")
def received_slip(report):
    for path, executed in received_rows(report):
        if figure(executed).unit == "万元" and figure(executed).value >= 1:
            yield Plant({f"{path}.received": f"{figure(executed).value:.2f}元"})


@fault(11, "money counted into the next year", "F24b", "info")
def counted_later(report):
    for path, _ in received_rows(report):
        if not get(report, f"{path}.as_of"):
            yield Plant({f"{path}.as_of": f"{report['profile']['year'] + 1}-02"})


@harmless("more people there than in post")
def right_present(report):
    in_post = number(report.get("staff", {}).get("in_post"))
    if in_post is not None and "present" not in report["staff"]:
        yield {"staff.present": str(in_post + 3)}


@fault(12, "fewer people there than in post", "P08")
def present_below(report):
    if "staff" not in report:
        yield Plant({"staff.present": "30"}, at="^staff", before={"staff": rest.STAFF})


@harmless("points taken off that the score shows")
def right_deduction(report):
    for path, row in scored_rows(report):
        if row["claimed_score"] != row["points"] and number(row["claimed_score"]) < number(row["points"]) and "deduction" not in row:
            yield {f"{path}.deduction": str(number(row["points"]) - number(row["claimed_score"]))}


@fault(3, "a score above the points less what is taken off", "I27")
def deduction_ignored(report):
    for path, row in scored_rows(report):
        if "deduction" not in row and 0 < number(row["claimed_score"]) <= number(row["points"]):
            yield Plant({f"{path}.deduction": plus(row["points"], -number(row["claimed_score"]) + 1)})


@fault(3, "a coefficient above a hundred", "I28")
def coefficient_above(report):
    for path, row in scored_rows(report):
        if "coefficient" not in row:
            yield Plant({f"{path}.coefficient": "120"})


@fault(12, "an economic class twice", "S08", "info")
def economic_twice(report):
    yield from in_classes(report, {f"economic_classes[{len(ECONOMIC)}]": {**ECONOMIC[0], "amount": "0.00万元"}})


@fault(7, "assets inside each other", "G20", "hard")
def assets_circle(report):
    yield from in_assets(report, {"assets.lines[0].part_of": "办公用房"})


@fault(15, "weights of goals that make no hundred", "T12", "info")
def goal_weights(report):
    if not report.get("goals"):
        goals = [{"number": 1, "name": "目标一", "weight": "60"}, {"number": 2, "name": "目标二", "weight": "40"}]
        yield Plant({"goals[1].weight": "50"}, at="^goals", before={"goals": goals})
