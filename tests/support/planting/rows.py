"""Faults of the rows of indicators: claims against what is computed, marks, cells, shares and directions."""
from planting.kinds import fault
from planting.report import (ABSENT, Plant, actual, at_row, full_rows, get, is_full, is_met, number, numeric_rows, plus, printed,
                             row_index, rows, scored_rows, times)

UP, DOWN = ("at_least", "more_than"), ("at_most", "less_than")
PLAIN = (*UP, *DOWN, "equal")


def less(row, factor="0.8"):
    """The boxes of an actual value that falls short of the target."""
    return actual(times(row["target"], factor), row)


def restated(row, target, sign=""):
    """The boxes of another target."""
    return {"target": target, "target_text": sign + target + row.get("unit", "")}


# ---- claims ----

@fault(3, "a target to be reached missed, full points", "I05")
def missed_up(report):
    for path, row in full_rows(report, *UP):
        yield at_row(path, less(row))


@fault(3, "a target missed by a hair, full points", "I05 I04")
def missed_by_little(report):
    for path, row in full_rows(report, *UP):
        if number(row["points"]) >= 5:
            yield at_row(path, less(row, "0.9"))


@fault(3, "a limit passed, full points", "I05")
def missed_down(report):
    for path, row in full_rows(report, *DOWN):
        yield at_row(path, actual(times(row["target"], "1.5"), row))


@fault(3, "a target of equality missed, full points", "I05")
def missed_equal(report):
    for path, row in full_rows(report, "equal"):
        yield at_row(path, less(row))


@fault(3, "a missed target at almost full points", "I05 I04")
def missed_almost(report):
    for path, row in full_rows(report, *UP):
        if number(row["points"]) >= 5:
            yield at_row(path, {**less(row, "0.5"), "claimed_score": plus(row["points"], "-0.1"), "reason": "雨季推迟了工期，次年三月补齐"})


@fault(3, "half reached, more than half of the points, with a reason", "I04")
def missed_part(report):
    for path, row in full_rows(report, *UP):
        if number(row["points"]) >= 5:
            part = printed((number(row["points"]) * 4 / 5).normalize(), row["points"])
            yield at_row(path, {**less(row, "0.5"), "claimed_score": part, "reason": "雨季推迟了工期，次年三月补齐"})


@fault(3, "a missed target with points off and no reason", "I18")
def missed_no_reason(report):
    for path, row in full_rows(report, *UP):
        half = printed((number(row["points"]) / 2).normalize(), row["points"])
        yield at_row(path, {**less(row, "0.5"), "claimed_score": half})


@fault(3, "a met target with points off and no reason", "I06", "info")
def met_no_reason(report):
    for path, row in full_rows(report, *PLAIN):
        yield at_row(path, {"claimed_score": printed((number(row["points"]) / 2).normalize(), row["points"])})


@fault(3, "nothing done, full points", "I05")
def nothing_done(report):
    for path, row in full_rows(report, *UP):
        yield at_row(path, actual("0", row))


@fault(3, "an actual value below zero, full points", "I05")
def below_zero(report):
    for path, row in full_rows(report, *UP):
        yield at_row(path, actual("-1", row))


@fault(3, "a target of zero missed, full points", "I05")
def zero_missed(report):
    for path, row in full_rows(report, *DOWN):
        yield at_row(path, {**restated(row, "0", "≤"), **actual("3", row)})


@fault(3, "outside a range, full points", "I05")
def outside_range(report):
    for path, row in full_rows(report, *UP):
        low, high = times(row["target"], 2), times(row["target"], 3)
        yield at_row(path, {"sign": "range", "target": ABSENT, "target_low": low, "target_high": high,
                            "target_text": f"{low}~{high}{row.get('unit', '')}", **actual(row["target"], row)})


@fault(3, "all or nothing by the form, missed, full points", "I05 I04")
def all_or_nothing(report):
    for path, row in full_rows(report, *UP):
        yield at_row(path, {"method": "M3", **less(row)})


@fault(3, "all or nothing by the form, missed, points in proportion", "I05 I04")
def all_or_nothing_part(report):
    for path, row in full_rows(report, *UP):
        half = printed((number(row["points"]) / 2).normalize(), row["points"])
        yield at_row(path, {"method": "M3", "reason": "雨季推迟了工期，次年三月补齐", "claimed_score": half, **less(row, "0.5")})


@fault(3, "linear inverse by the form, full points beyond the limit", "I05 I04")
def linear_inverse(report):
    for path, row in full_rows(report, *DOWN):
        yield at_row(path, {"method": "M19", **actual(times(row["target"], "1.5"), row)})


@fault(3, "a coefficient of 50 % and full points", "I04d")
def coefficient(report):
    for path, row in scored_rows(report):
        if is_full(row):
            yield at_row(path, {"coefficient": "50"})


@fault(3, "a stated coefficient of 50 % and full points", "I04 I05")
def coefficient_stated(report):
    for path, row in scored_rows(report):
        if is_full(row):
            yield at_row(path, {"coefficient": "50", "method": "M15"})


@fault(3, "no sign, the direction stated, missed, full points", "I05")
def by_direction(report):
    for path, row in full_rows(report, *UP):
        yield at_row(path, {"sign": ABSENT, "target_text": row["target"] + row.get("unit", ""), "direction": "higher", **less(row)})


@fault(3, "no sign, the value far from the target, full points", "I12c", "info")
def no_sign_far(report):
    for path, row in full_rows(report, *UP):
        if "成本" not in row.get("level1", "") + row.get("level2", ""):
            yield at_row(path, {"sign": ABSENT, "target_text": row["target"] + row.get("unit", ""), **less(row, "0.2")})


@fault(3, "a score above the points of the row", "I01", "hard")
def above_points(report):
    for path, row in scored_rows(report):
        yield at_row(path, {"claimed_score": plus(row["points"], 1)})


@fault(3, "a score below zero", "I01", "hard")
def below_nothing(report):
    for path, _ in scored_rows(report):
        yield at_row(path, {"claimed_score": "-1"})


@fault(3, "a second score above the points", "I01b")
def second_above(report):
    for path, row in scored_rows(report):
        yield at_row(path, {"printed_review_score": plus(row["points"], 1)})


@fault(3, "a missed target on a form without points", "I18b", "info")
def missed_no_points(report):
    for path, row in numeric_rows(report, *PLAIN):
        if is_met(row):
            value = times(row["target"], "1.5" if row["sign"] in DOWN else "0.8")
            yield Plant(at_row(path, actual(value, row)), before=at_row(path, {"points": ABSENT, "claimed_score": ABSENT}))


@fault(15, "partly reached by its words, points of what is reached", "I23")
def band_partial(report):
    for path, row in scored_rows(report):
        if row.get("sign") == "qualitative" and is_full(row):
            yield at_row(path, {"actual_text": "部分达成预期指标并具有一定效果"})


@fault(15, "not reached by its words, points of what is partly reached", "I23b")
def band_missed(report):
    for path, row in scored_rows(report):
        if row.get("sign") == "qualitative" and is_full(row):
            yield at_row(path, {"actual_text": "未达成预期指标且效果较差"})


# ---- empty boxes and marks ----

def marked(report, text, boxes):
    for path, row in full_rows(report, *PLAIN):
        yield at_row(path, {box: text if box in boxes else ABSENT for box in ("actual", "actual_text")})


@fault(4, "a blank for a number, with points", "I07")
def blank(report):
    yield from marked(report, "", ("actual", "actual_text"))


@fault(4, "no box of an actual value, with points", "I07")
def no_value(report):
    yield from marked(report, "", ())


@fault(4, "a dash for a number, in the text", "I07 I08")
def dash_text(report):
    yield from marked(report, "—", ("actual_text",))


@fault(4, "a dash for a number, in the figure", "I07 I08")
def dash_figure(report):
    yield from marked(report, "—", ("actual",))


@fault(4, "a dash for a number, in both", "I07 I08")
def dash_both(report):
    yield from marked(report, "—", ("actual", "actual_text"))


@fault(4, "a slash for a number", "I07 I08")
def slash(report):
    yield from marked(report, "/", ("actual_text",))


@fault(4, "a star for a number", "I07 I08")
def star(report):
    yield from marked(report, "*", ("actual_text",))


@fault(4, "未统计 for a number", "I07 I08")
def uncounted(report):
    yield from marked(report, "未统计", ("actual_text",))


@fault(4, "无 for a number above zero", "I07 I08 I05")
def none_of_many(report):
    for path, row in full_rows(report, *UP):
        yield at_row(path, {"actual": ABSENT, "actual_text": "无"})


@fault(4, "a dash for words, with points", "I07b", "info")
def dash_for_words(report):
    for path, row in scored_rows(report):
        if row.get("sign") == "qualitative" and len(row.get("target_text", "")) > 1 and len(row.get("actual_text", "")) > 1:
            yield at_row(path, {"actual_text": "—"})


@fault(4, "a dash for a date, with points", "I07 I08")
def dash_for_date(report):
    for path, row in scored_rows(report):
        if row.get("sign") == "by_date" and row.get("target_date"):
            yield at_row(path, {"actual_date": ABSENT, "actual_text": "—"})


def is_one_of_many(report, path):
    """Whether other rows of the table claim something."""
    return any(number(row.get("claimed_score")) is not None for other, row in rows(report)
               if other != path and row_index(other)[0] == row_index(path)[0])


@fault(4, "a row of the form with nothing in it", "I07c T08b", "info")
def empty_row(report):
    for path, row in scored_rows(report):
        if row.get("target_text") and row.get("actual_text") and is_one_of_many(report, path):
            yield at_row(path, {box: "" for box in row if box in ("target_text", "target", "actual_text", "actual", "claimed_score")}
                         | {box: ABSENT for box in ("sign", "target_date", "actual_date") if box in row})


@fault(4, "a target without a value and without a score", "N10")
def target_only(report):
    for path, row in numeric_rows(report, *PLAIN):
        yield at_row(path, {"actual": ABSENT, "actual_text": ABSENT, "claimed_score": ABSENT})


@fault(4, "an empty box of points beside a score", "T08c", "info")
def points_blank(report):
    for path, row in scored_rows(report):
        if number(row["claimed_score"]):
            yield at_row(path, {"points": ""})


# ---- cells ----

@fault(10, "words for a number", "I08")
def words_for_number(report):
    for path, row in full_rows(report, *PLAIN):
        yield at_row(path, {"actual": ABSENT, "actual_text": "完成"})


@fault(10, "the target repeated as actual value", "I08")
def target_repeated(report):
    for path, row in full_rows(report, *UP):
        text = f"≥{row['target']}{row.get('unit', '')}"
        yield at_row(path, {"target_text": text, "actual": ABSENT, "actual_text": text})


@fault(10, "the target repeated, full-width and with a blank", "I08")
def target_repeated_wide(report):
    for path, row in full_rows(report, *UP):
        if row.get("unit") == "%":
            yield at_row(path, {"target_text": f"≥{row['target']}%", "actual": ABSENT, "actual_text": f" ≥{row['target']}％"})


@fault(10, "a figure that is not that of its text", "I21")
def figure_not_text(report):
    for path, row in full_rows(report, *UP):
        yield at_row(path, {"actual_text": times(row["actual"], "0.5") + row.get("unit", "")})


@fault(10, "a target that is not that of its text", "I21")
def target_not_text(report):
    for path, row in full_rows(report, *UP):
        yield at_row(path, {"target_text": "≥" + times(row["target"], 2) + row.get("unit", "")})


@fault(10, "a sign that is not that of its text", "I21")
def sign_not_text(report):
    for path, row in full_rows(report, *UP):
        yield at_row(path, {"target_text": "≤" + row["target"] + row.get("unit", "")})


@fault(10, "a unit that is not that of its text", "I21")
def unit_not_text(report):
    for path, row in full_rows(report, *UP):
        if row.get("unit"):
            yield at_row(path, {"target_text": f"≥{row['target']}吨"})


@fault(10, "a date that is not that of its text", "I21")
def date_not_text(report):
    for path, row in scored_rows(report):
        if row.get("sign") == "by_date" and row.get("target_date"):
            yield at_row(path, {"target_text": f"{row['target_date'][:4]}年3月底前"})


@fault(10, "another unit for the actual value", "I11")
def other_unit(report):
    for path, row in full_rows(report, *UP):
        if row.get("unit"):
            yield at_row(path, {"actual_unit": "吨", "actual_text": row["actual"] + "吨"})


@fault(10, "a unit that leaves a doubt", "I11b", "info")
def doubtful_unit(report):
    for path, row in full_rows(report, *PLAIN):
        if row.get("unit") == "万元":
            yield at_row(path, {"actual_unit": "万", "actual_text": row["actual"] + "万"})


@fault(1, "a word of the form left in", "I19")
def template_words(report):
    for path, _ in rows(report):
        yield at_row(path, {"reason": "×××"})


# ---- dates of rows ----

@fault(11, "done late, full points", "I20")
def late(report):
    for path, row in scored_rows(report):
        if row.get("sign") == "by_date" and row.get("target_date"):
            year = int(row["target_date"][:4]) + 1
            yield at_row(path, {"actual_date": f"{year}-03-15", "actual_text": f"{year}年3月15日", "claimed_score": row["points"]})


@fault(11, "done late, a reason, full points", "I20")
def late_reason(report):
    for path, row in scored_rows(report):
        if row.get("sign") == "by_date" and row.get("target_date"):
            year = int(row["target_date"][:4]) + 1
            yield at_row(path, {"actual_date": f"{year}-03-15", "actual_text": f"{year}年3月15日", "claimed_score": row["points"],
                                "reason": "雨季推迟了工期，次年三月补齐"})


@fault(11, "done years before the budget year", "E03", "info")
def done_before(report):
    for path, row in rows(report):
        if row.get("actual_date"):
            yield at_row(path, {"actual_date": f"{report['profile']['year'] - 3}-05-01", "actual_text": ABSENT})


@fault(11, "to be done in another year", "E03b", "info")
def target_year(report):
    for path, row in rows(report):
        if row.get("target_date"):
            yield at_row(path, {"target_date": f"{report['profile']['year'] + 2}-12", "target_text": ABSENT})


# ---- what a row is about ----

@fault(15, "a target far passed without a reason", "I09")
def far_passed(report):
    for path, row in full_rows(report, *UP):
        if row.get("unit") != "%" and "reason" not in row:
            yield at_row(path, actual(times(row["target"], "1.3"), row))


@fault(15, "a share above 100 % as actual value", "I22")
def share_actual(report):
    for path, row in rows(report):
        if row.get("unit") == "%" and any(word in row["name"] for word in ("满意度", "覆盖率", "知晓率", "及时率")) and number(row.get("actual")):
            yield at_row(path, actual("105", row))


@fault(15, "a share above 100 % as target", "I22")
def share_target(report):
    for path, row in rows(report):
        if row.get("unit") == "%" and any(word in row["name"] for word in ("满意度", "覆盖率", "知晓率", "及时率")) and number(row.get("target")):
            yield at_row(path, restated(row, "110", "≥"))


@fault(15, "a sign against the stated direction", "I10", "info")
def against_direction(report):
    for path, row in numeric_rows(report, *UP):
        yield at_row(path, {"direction": "lower"})


@fault(15, "a cost to be reached at least", "I10d", "info")
def cost_at_least(report):
    for path, row in numeric_rows(report, "at_most"):
        if "成本" in row.get("level1", "") + row.get("level2", ""):
            yield at_row(path, {"sign": "at_least", "target_text": "≥" + row["target"] + row.get("unit", "")})


@fault(15, "a quantity to be kept down", "I10d", "info")
def quantity_at_most(report):
    for path, row in numeric_rows(report, *UP):
        if "数量" in row.get("level2", ""):
            yield at_row(path, {"sign": "at_most", "target_text": "≤" + row["target"] + row.get("unit", "")})


@fault(15, "a target easier than last year's actual value", "I10c", "info")
def easier(report):
    for path, row in numeric_rows(report, *UP):
        yield at_row(path, {"prior_actual": times(row["target"], "1.5")})


@fault(15, "a low target of completion", "I10b", "info")
def low_target(report):
    for path, row in numeric_rows(report, *UP):
        if row.get("unit") == "%":
            yield at_row(path, {"name": "年度任务完成率", **restated(row, "60", "≥")})


@fault(15, "a row of execution among the outputs", "I14", "info")
def execution_row(report):
    for path, row in rows(report):
        if "数量" in row.get("level2", ""):
            yield at_row(path, {"name": "资金拨款率"})


@fault(15, "one row of most points", "I15", "info")
def single_row(report):
    for path, row in scored_rows(report):
        if number(row["points"]) <= 40:
            yield at_row(path, {"points": "45"})


@fault(15, "points for satisfaction, no survey named", "I16", "info")
def no_survey(report):
    for path, row in scored_rows(report):
        if "满意" not in row.get("level1", "") and "evidence" not in row and number(row["claimed_score"]):
            yield at_row(path, {"level1": "满意度"})


@fault(12, "an indicator twice", "I13", "info")
def indicator_twice(report):
    for path, row in scored_rows(report):
        holder, index = row_index(path)
        if index + 1 < len(get(report, holder)):
            yield {f"{holder}[{index + 1}].name": row["name"] + " "}


@fault(12, "a row of a goal that the report has not", "G09", "hard")
def unknown_goal(report):
    for path, _ in rows(report):
        yield {f"{path}.goal": 9}
