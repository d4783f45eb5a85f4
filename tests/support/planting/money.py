"""Faults of the tables of money: totals, rates, adjustments, overruns, signs and units."""
from planting.kinds import fault
from planting.report import (ABSENT, MONEY, Plant, at_row, beyond_rounding, figure, get, is_row_of_total, inside, money_rows, money_tables, money_totals,
                             moved, number, plus, printed, put, times)


# ---- what is filled in first ----

def split(report):
    """Two lines for every table of money with one row, a total above 0."""
    changes = {}
    for path, lines in money_tables(report):
        if len(lines) != 1 or not is_row_of_total(lines[0]):
            continue
        first, second = {"row": "appropriation", "label": "当年财政拨款"}, {"row": "other", "label": "其他资金"}
        for box in MONEY:
            if number(lines[0].get(box)):
                first[box] = times(lines[0][box], "0.5")
                second[box] = printed(figure(lines[0][box]).value - figure(first[box]).value, first[box])
        changes |= {f"{path}[1]": first, f"{path}[2]": second}
    return changes


def as_printed_and_split(report):
    """The report as it is, and with its tables split; what was filled in beside it."""
    yield report, {}
    if changes := split(report):
        yield put(report, changes), changes


def sums(report):
    """Path of a table, number of its total row and a box of it, where the lines with that box make it up exactly."""
    for path, lines in money_tables(report):
        for i, total in enumerate(lines):
            for box in MONEY if is_row_of_total(total) else ():
                parts = [number(line.get(box)) for line in lines if line is not total]
                shown = [part for part in parts if part is not None]
                if shown and len(shown) == len(parts) and number(total.get(box)) == sum(shown):
                    yield path, i, box, lines


def finest(lines, box, line, direction):
    """The figure of a line moved by what rounding cannot make, in the last digit of the finest of its column."""
    places = max(-figure(one[box]).value.as_tuple().exponent for one in lines)
    old = figure(line[box])
    return moved(f"{old.value:.{places}f}{old.unit}", direction * beyond_rounding(len(lines)))


def rated(report):
    """Rows that print both amounts, above 0, and their rate."""
    for path, row in money_rows(report):
        if (number(row.get("adjusted")) or 0) > 0 and (number(row.get("executed")) or 0) > 0 and number(row.get("stated_rate")):
            yield path, row


def is_rate_right(row):
    return abs(number(row["executed"]) / number(row["adjusted"]) * 100 - number(row["stated_rate"])) < 1


# ---- totals and lines ----

@fault(5, "a total of money more above its lines than rounding makes", "F01 F03")
def total_high(report):
    for ready, before in as_printed_and_split(report):
        for path, i, box, lines in sums(ready):
            yield Plant({f"{path}[{i}].{box}": finest(lines, box, lines[i], 1)}, before=before)


@fault(5, "a total of money more below its lines than rounding makes", "F01 F03")
def total_low(report):
    for ready, before in as_printed_and_split(report):
        for path, i, box, lines in sums(ready):
            if number(lines[i][box]):
                yield Plant({f"{path}[{i}].{box}": finest(lines, box, lines[i], -1)}, before=before)


@fault(5, "a line of money off by more than rounding makes", "F01 F03")
def line_off(report):
    for ready, before in as_printed_and_split(report):
        for path, i, box, lines in sums(ready):
            for j, line in enumerate(lines):
                if j != i and number(line[box]):
                    yield Plant({f"{path}[{j}].{box}": finest(lines, box, line, 1)}, at=inside(path), before=before)


@fault(13, "a line of money left out of a full list", "F01 F03")
def line_left_out(report):
    for ready, before in as_printed_and_split(report):
        for path in {path: None for path, *_ in sums(ready)}:
            last = len(dict(money_tables(ready))[path]) - 1
            if last > 1 and any(number(get(ready, f"{path}[{last}].{box}")) for box in MONEY):
                yield Plant({f"{path}[{last}]": ABSENT}, at=inside(path), before=before)


@fault(6, "one line above the total, the others blank", "F01 F03")
def line_above_total(report):
    for ready, before in as_printed_and_split(report):
        for path, i, box, lines in sums(ready):
            last = len(lines) - 1
            others = {f"{path}[{j}].{box}": "" for j in range(len(lines)) if j not in (i, last)}
            yield Plant({f"{path}[{last}].{box}": plus(lines[i][box], 1), **others}, at=inside(path), before=before)


@fault(7, "a line with an unknown code above the total", "F01")
def unknown_above(report):
    for path, row in money_totals(report):
        table, _, _ = path.rpartition("[")
        if number(row.get("adjusted")) and table != "funds_by_nature":
            last = len(dict(money_tables(report))[table])
            line = {"row": "lottery", "label": "彩票公益金", "adjusted": plus(row["adjusted"], 1)}
            yield Plant({f"{table}[{last}]": line}, at=inside(table))


@fault(7, "an unknown code of a row", "S04", "info")
def unknown_code(report):
    for path, row in money_rows(report):
        if not is_row_of_total(row) and not path.startswith("funds_by_nature"):
            yield {f"{path}.row": "lottery"}


@fault(7, "a budget above the appropriation it lies in", "F01b")
def inner_above(report):
    for ready, before in as_printed_and_split(report):
        for path, row in money_rows(ready):
            if row.get("row") == "appropriation" and number(row.get("adjusted")):
                table = path.rpartition("[")[0]
                last = len(dict(money_tables(ready))[table])
                line = {"row": "general_budget", "label": "其中：一般公共预算", "adjusted": plus(row["adjusted"], 1)}
                yield Plant({f"{table}[{last}]": line}, at=inside(table), before=before)


@fault(7, "two totals that differ", "F21 F01 F03")
def two_totals(report):
    for path, row in money_totals(report):
        table = path.rpartition("[")[0]
        last = len(dict(money_tables(report))[table])
        for box in MONEY:
            if number(row.get(box)):
                line = {"row": "total", "label": "合计", box: plus(row[box], 1)}
                yield Plant({f"{table}[{last}]": line}, at=inside(table))


@fault(7, "the same total twice", "F21b", "info")
def total_twice(report):
    for path, row in money_totals(report):
        table = path.rpartition("[")[0]
        if any(number(row.get(box)) for box in MONEY):
            last = len(dict(money_tables(report))[table])
            copy = {box: row[box] for box in ("row", *MONEY) if box in row}
            yield Plant({f"{table}[{last}]": copy}, at=inside(table))


def empty_totals(report, text):
    for ready, before in as_printed_and_split(report):
        for path, i, box, lines in sums(ready):
            if number(lines[i][box]):
                yield Plant({f"{path}[{i}].{box}": text}, before=before)


@fault(14, "a total of 0 above lines that are not", "F09 F01 F03")
def total_zero(report):
    yield from empty_totals(report, "0万元")


@fault(14, "a blank total above lines that are filled in", "F09 F01 F03")
def total_blank(report):
    yield from empty_totals(report, "")


@fault(14, "a dash for a total above lines that are filled in", "F09 F01 F03")
def total_dash(report):
    yield from empty_totals(report, "—")


# ---- rates ----

@fault(5, "an execution rate five points off", "F05")
def rate_off(report):
    for path, row in rated(report):
        if is_rate_right(row):
            yield {f"{path}.stated_rate": plus(row["stated_rate"], -5 if number(row["stated_rate"]) > 5 else 5)}


@fault(5, "an execution rate two last digits of two decimals off", "F05")
def rate_digit(report):
    for path, row in rated(report):
        right = (number(row["executed"]) / number(row["adjusted"]) * 100).quantize(number("0.01"))
        if number(row["adjusted"]) > 1000 and "." in row["adjusted"] + row["executed"]:
            yield {f"{path}.stated_rate": str(right + number("0.02"))}


@fault(5, "a rate below 100 for two amounts printed alike", "F05")
def rate_of_equals(report):
    for path, row in rated(report):
        if row["adjusted"] == row["executed"]:
            yield {f"{path}.stated_rate": "99.9"}


@fault(4, "no execution rate on a form that has it", "F05d", "info")
def rate_blank(report):
    for path, row in rated(report):
        if is_row_of_total(row):
            yield {f"{path}.stated_rate": ""}


@fault(9, "an execution rate above 100", "F05b F05", "info")
def rate_above(report):
    for path, row in rated(report):
        yield {f"{path}.stated_rate": "120"}


@fault(5, "points for execution not by the rate", "F06")
def execution_score(report):
    for path, row in rated(report):
        points = number(row.get("points"))
        if points and is_rate_right(row):
            half = printed(points / 2, row["points"])
            yield at_row(path, {"claimed_score": half if number(row["claimed_score"]) == points else row["points"]})


@fault(3, "full points for half the execution", "F06")
def execution_half(report):
    for path, row in rated(report):
        if number(row.get("points")) and number(row.get("claimed_score")) == number(row["points"]):
            yield at_row(path, {"executed": times(row["adjusted"], "0.5"), "stated_rate": "50"})


@fault(3, "full points for a printed rate, without amounts", "F06")
def rate_alone(report):
    for path, row in money_totals(report):
        if number(row.get("points")):
            yield at_row(path, {"adjusted": ABSENT, "executed": ABSENT, "initial": ABSENT, "stated_rate": "50",
                                "claimed_score": row["points"]})


@fault(2, "points for execution above those of the row", "I01", "hard")
def execution_above(report):
    for path, row in money_totals(report):
        if number(row.get("points")):
            yield {f"{path}.claimed_score": plus(row["points"], 1)}


@fault(4, "points for execution without what was executed", "F06b", "info")
def no_executed(report):
    for path, row in money_totals(report):
        if number(row.get("claimed_score")) and number(row.get("executed")):
            yield {f"{path}.executed": ""}


@fault(4, "an empty score box beside amounts", "T08 T09 F06", "info")
def execution_blank(report):
    for path, row in money_totals(report):
        if number(row.get("claimed_score")):
            yield Plant({f"{path}.claimed_score": ""}, at=inside(path.rpartition("[")[0]))


@fault(9, "a rate of money received that is not", "F05e")
def received_rate(report):
    for path, row in money_totals(report):
        if number(row.get("adjusted")):
            yield at_row(path, {"received": times(row["adjusted"], "0.5"), "stated_received_rate": "90"})


# ---- budgets, adjustments, what is left ----

@fault(9, "more executed than budgeted", "F07")
def executed_above(report):
    for path, row in money_rows(report):
        if number(row.get("adjusted")) and number(row.get("executed")) is not None and "reason" not in row:
            yield {f"{path}.executed": plus(row["adjusted"], 1)}


@fault(6, "an adjustment that is not the difference", "F08")
def adjustment_off(report):
    for path, row in money_totals(report):
        if number(row.get("initial")) and number(row.get("adjusted")):
            right = figure(row["adjusted"]).value - figure(row["initial"]).value
            yield {f"{path}.adjustment": plus(printed(right, row["adjusted"]), 1)}


@fault(6, "an adjustment two last digits off", "F08")
def adjustment_digit(report):
    for path, row in money_totals(report):
        if number(row.get("initial")) and number(row.get("adjusted")):
            right = printed(figure(row["adjusted"]).value - figure(row["initial"]).value, row["adjusted"])
            yield {f"{path}.adjustment": moved(right, 2)}


@fault(6, "an adjustment rate five points off", "F08")
def adjustment_rate(report):
    for path, row in money_totals(report):
        if number(row.get("initial")) and number(row.get("adjusted")):
            right = (number(row["adjusted"]) / number(row["initial"]) - 1) * 100
            yield {f"{path}.stated_adjustment_rate": f"{right + 5:.2f}"}


@fault(6, "an adjustment rate that adjustment and result do not give", "F08")
def adjustment_no_initial(report):
    for path, row in money_totals(report):
        if number(row.get("initial")) and number(row.get("adjusted")):
            yield at_row(path, {"initial": ABSENT, "adjustment": times(row["adjusted"], "0.25"), "stated_adjustment_rate": "80.00"})


@fault(9, "a budget doubled without a reason", "F08b")
def adjusted_far(report):
    for path, row in money_totals(report):
        if number(row.get("adjusted")) and "reason" not in row:
            yield {f"{path}.initial": times(row["adjusted"], "0.5")}


@fault(9, "a budget from nothing without a reason", "F08c")
def no_initial(report):
    for path, row in money_totals(report):
        if number(row.get("adjusted")) and number(row.get("initial")) != 0 and "reason" not in row:
            yield {f"{path}.initial": "0万元"}


@fault(6, "more carried over than was left", "F19")
def closing_above(report):
    for path, row in money_totals(report):
        if number(row.get("adjusted")) and number(row.get("executed")) is not None:
            left = printed(figure(row["adjusted"]).value - figure(row["executed"]).value, row["adjusted"])
            yield {f"{path}.closing_carry_over": plus(left, 1)}


@fault(6, "nothing carried over of money that is left", "F19b", "info")
def closing_zero(report):
    for path, row in money_totals(report):
        if number(row.get("adjusted")) and number(row.get("executed")) is not None:
            yield Plant({f"{path}.closing_carry_over": "0万元"}, before={f"{path}.executed": times(row["adjusted"], "0.5")})


@fault(9, "money recovered", "F17", "info")
def recovered(report):
    for path, row in money_totals(report):
        if number(row.get("adjusted")):
            yield {f"{path}.recovered": times(row["adjusted"], "0.1")}


@fault(8, "two views of one sum that differ", "F16")
def two_views(report):
    source, total = next(((path, row) for path, row in money_totals(report) if path.startswith("funds_by_source")), ("", {}))
    if report["kind"] == "department" and number(total.get("executed")):
        basic, project = times(total["executed"], "0.25"), times(total["executed"], "0.75")
        lines = [{"row": "total", "label": "支出合计", "executed": plus(basic, figure(project).value)},
                 {"row": "basic", "label": "基本支出", "executed": basic}, {"row": "project", "label": "项目支出", "executed": project}]
        for step in (1, -1):
            yield Plant({"funds_by_nature[0].executed": moved(lines[0]["executed"], step),
                         "funds_by_nature[1].executed": moved(basic, step)}, before={"funds_by_nature": lines})


# ---- signs and units ----

@fault(9, "an amount of a table of money below zero", "F22")
def negative(report):
    for path, row in money_rows(report):
        for box in MONEY:
            if number(row.get(box)) and "reason" not in row:
                yield {f"{path}.{box}": "-" + row[box]}


@fault(9, "executed ten thousand times the budget", "F10 F07")
def slip_up(report):
    for path, row in money_rows(report):
        if number(row.get("adjusted")) and number(row.get("executed")):
            yield {f"{path}.executed": times(row["executed"], 10000)}


@fault(9, "executed a ten-thousandth of the budget", "F10")
def slip_down(report):
    for path, row in money_rows(report):
        if (number(row.get("adjusted")) or 0) > 100 and number(row.get("executed")):
            yield {f"{path}.executed": plus(times(row["adjusted"], 0), "0.01")}


@fault(9, "元 written for 万元", "F10 F01 F03")
def unit_slip(report):
    for path, row in money_rows(report):
        if (row.get("executed") or "").endswith("万元") and len(row["executed"].partition(".")[2]) < 5 and (number(row.get("executed")) or 0) * 2 > (number(row.get("adjusted")) or 0) > 0:
            yield {f"{path}.executed": row["executed"].replace("万元", "元")}
